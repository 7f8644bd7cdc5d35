/* A closed loop on one kept connection: sends the same AuthZReq again and again, and prints the
 * processor time of the server per request, in microseconds.
 *
 * load SOCKET ENVELOPE PID N_REQUESTS EXPECTED */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { ENVELOPE_MAX = 1 << 20, ANSWER_MAX = 65536 };

struct request {
    char *bytes;
    size_t len;
};

static void fail(const char *what)
{
    perror(what);
    exit(2);
}

/* As dockerd's plugin client writes it (no Content-Type). */
static struct request read_request(const char *path)
{
    static char envelope[ENVELOPE_MAX];
    FILE *file = fopen(path, "rb");
    struct request request = {0};
    size_t len;
    int head_len;

    if (file == NULL)
        fail(path);
    len = fread(envelope, 1, sizeof envelope, file);
    fclose(file);
    head_len = asprintf(&request.bytes,
                        "POST /AuthZPlugin.AuthZReq HTTP/1.1\r\n"
                        "Host: plugin.moby.localhost\r\nUser-Agent: Go-http-client/1.1\r\n"
                        "Content-Length: %zu\r\n"
                        "Accept: application/vnd.docker.plugins.v1.2+json\r\n\r\n",
                        len);
    if (head_len < 0)
        fail("asprintf");
    request.len = (size_t)head_len + len;
    request.bytes = realloc(request.bytes, request.len);
    if (request.bytes == NULL)
        fail("realloc");
    memcpy(request.bytes + head_len, envelope, len);
    return request;
}

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (strlen(path) >= sizeof address.sun_path)
        exit(2);
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof address) < 0)
        fail(path);
    return fd;
}

/* True once head and Content-Length bytes are there. */
static int is_whole(const char *text, size_t len)
{
    const char *end = memmem(text, len, "\r\n\r\n", 4);
    const char *field = end != NULL ? strcasestr(text, "\r\nContent-Length:") : NULL;

    return field != NULL && len >= (size_t)(end + 4 - text) +
                                       strtoul(field + strlen("\r\nContent-Length:"), NULL, 10);
}

static void ask(int fd, const struct request *request, const char *expected)
{
    static char answer[ANSWER_MAX + 1];
    size_t sent = 0;
    size_t got = 0;

    while (sent < request->len) {
        ssize_t n = send(fd, request->bytes + sent, request->len - sent, MSG_NOSIGNAL);

        if (n <= 0)
            fail("send");
        sent += (size_t)n;
    }
    while (!is_whole(answer, got)) {
        ssize_t n = recv(fd, answer + got, ANSWER_MAX - got, 0);

        if (n <= 0)
            fail("recv");
        got += (size_t)n;
        answer[got] = '\0';
    }
    if (strstr(answer, expected) == NULL) {
        fprintf(stderr, "unexpected answer: %s\n", answer);
        exit(1);
    }
}

/* User and system time of the process, in nanoseconds. */
static double processor_time(pid_t pid)
{
    clockid_t clock;
    struct timespec time;

    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) < 0)
        fail("processor time");
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int argc, char **argv)
{
    enum { WARM_UP = 2000 };
    struct request request;
    long n_requests;
    double before;
    pid_t pid;
    int fd;

    if (argc != 6) {
        fprintf(stderr, "load SOCKET ENVELOPE PID N_REQUESTS EXPECTED\n");
        return 2;
    }
    request = read_request(argv[2]);
    pid = (pid_t)strtol(argv[3], NULL, 10);
    n_requests = strtol(argv[4], NULL, 10);
    fd = connect_to(argv[1]);
    for (int i = 0; i < WARM_UP; i++)
        ask(fd, &request, argv[5]);
    before = processor_time(pid);
    for (long i = 0; i < n_requests; i++)
        ask(fd, &request, argv[5]);
    printf("%.2f\n", (processor_time(pid) - before) / 1e3 / (double)n_requests);
    return 0;
}
