/* A small HTTP client on a unix socket, as plain as dockerd's own. */
#ifndef TEST_SERVER_CLIENT_H
#define TEST_SERVER_CLIENT_H

#include <errno.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "test_gate_fixture.h"

struct http_answer {
    int status; /* 0: the connection ended before an answer */
    char head[2048];
    char body[8192];
    size_t body_len;
};

static inline int client_connect(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    ck_assert_int_ge(fd, 0);
    memcpy(address.sun_path, path, strlen(path) + 1);
    ck_assert_int_eq(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* Sends all; false when the server closed. */
static inline bool client_send(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static inline bool client_send_text(int fd, const char *text)
{
    return client_send(fd, text, strlen(text));
}

/* One byte at a time up to the empty line: a test has the time. */
static inline bool client_read_head(int fd, struct http_answer *answer)
{
    size_t len = 0;

    while (len + 1 < sizeof answer->head) {
        if (recv(fd, answer->head + len, 1, 0) != 1)
            return false;
        answer->head[++len] = '\0';
        if (len >= 4 && memcmp(answer->head + len - 4, "\r\n\r\n", 4) == 0)
            return sscanf(answer->head, "HTTP/1.1 %d", &answer->status) == 1;
    }
    return false;
}

static inline struct http_answer client_read(int fd)
{
    struct http_answer answer = {0};
    const char *length;
    size_t len;

    if (!client_read_head(fd, &answer)) {
        answer.status = 0;
        return answer;
    }
    length = strcasestr(answer.head, "\r\nContent-Length:");
    len = length != NULL ? strtoul(length + strlen("\r\nContent-Length:"), NULL, 10) : 0;
    ck_assert_uint_lt(len, sizeof answer.body);
    while (answer.body_len < len) {
        ssize_t n = recv(fd, answer.body + answer.body_len, len - answer.body_len, 0);

        if (n <= 0)
            break;
        answer.body_len += (size_t)n;
    }
    answer.body[answer.body_len] = '\0';
    return answer;
}

/* The head that dockerd sends (engine.md 1.2). */
static inline void client_send_head(int fd, const char *path, size_t len)
{
    char head[512];

    snprintf(head, sizeof head,
             "POST %s HTTP/1.1\r\nHost: plugin.moby.localhost\r\n"
             "User-Agent: Go-http-client/1.1\r\nContent-Length: %zu\r\n"
             "Accept: application/vnd.docker.plugins.v1.2+json\r\n\r\n",
             path, len);
    (void)client_send_text(fd, head);
}

static inline struct http_answer client_ask(int fd, const char *path, const char *body)
{
    client_send_head(fd, path, strlen(body));
    (void)client_send_text(fd, body);
    return client_read(fd);
}

#endif
