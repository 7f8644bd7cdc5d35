/* The floor: the least that a plugin over libmicrohttpd and jansson can do with a create.  It
 * parses the envelope and the body, looks at ten fields, and answers; it understands nothing of
 * what an evader would send.
 *
 * floor SOCKET */
#include <jansson.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct body {
    char *data;
    size_t len;
    size_t cap;
};

static const char allowed[] = "{\"Allow\":true}";
static const char denied[] = "{\"Allow\":false,\"Msg\":\"denied\"}";

/* -1 for what is no letter. */
static signed char values[256];

static void fill_values(void)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    memset(values, -1, sizeof values);
    for (int i = 0; letters[i] != '\0'; i++)
        values[(unsigned char)letters[i]] = (signed char)i;
}

/* The length of what was decoded; no check of what comes after the padding. */
static size_t decode(const char *text, size_t len, char *ret_bytes)
{
    size_t n = 0;

    while (len > 0 && text[len - 1] == '=')
        len--;
    for (size_t i = 0; i < len; i += 4) {
        unsigned group = 0;
        size_t n_letters = len - i < 4 ? len - i : 4;

        for (size_t j = 0; j < n_letters; j++) {
            int value = values[(unsigned char)text[i + j]];

            if (value < 0)
                return 0;
            group |= (unsigned)value << (18 - 6 * j);
        }
        for (size_t j = 0; j + 1 < n_letters; j++)
            ret_bytes[n++] = (char)(group >> (16 - 8 * j));
    }
    return n;
}

static bool is_text(const json_t *value, const char *text)
{
    const char *found = json_string_value(value);

    return found != NULL && strcmp(found, text) == 0;
}

static bool has_text(const json_t *array, const char *text)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (is_text(json_array_get(array, i), text))
            return true;
    }
    return false;
}

static bool binds_root(const json_t *binds)
{
    for (size_t i = 0; i < json_array_size(binds); i++) {
        const char *bind = json_string_value(json_array_get(binds, i));

        if (bind == NULL || strncmp(bind, "/:", 2) == 0)
            return true;
    }
    return false;
}

/* Ten look-ups. */
static bool passes(const json_t *body)
{
    static const char *const modes[] = {"PidMode", "IpcMode", "NetworkMode"};
    const json_t *host_config = json_object_get(body, "HostConfig");
    const json_t *user = json_object_get(body, "User");

    if (json_is_true(json_object_get(host_config, "Privileged")) ||
        !json_is_true(json_object_get(host_config, "ReadonlyRootfs")))
        return false;
    if (json_string_length(user) == 0 || is_text(user, "root") || is_text(user, "0"))
        return false;
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (is_text(json_object_get(host_config, modes[i]), "host"))
            return false;
    }
    return has_text(json_object_get(host_config, "CapDrop"), "ALL") &&
           !has_text(json_object_get(host_config, "CapAdd"), "ALL") &&
           !binds_root(json_object_get(host_config, "Binds"));
}

static bool judge_body(const json_t *encoded)
{
    size_t len = json_string_length(encoded);
    char *bytes = malloc(len / 4 * 3 + 3);
    json_error_t error;
    json_t *body = NULL;
    bool is_passed = false;

    if (bytes != NULL)
        body = json_loadb(bytes, decode(json_string_value(encoded), len, bytes),
                          JSON_REJECT_DUPLICATES, &error);
    if (body != NULL)
        is_passed = passes(body);
    json_decref(body);
    free(bytes);
    return is_passed;
}

static bool judge(const struct body *body)
{
    json_error_t error;
    json_t *envelope = body->data != NULL
                           ? json_loadb(body->data, body->len, JSON_REJECT_DUPLICATES, &error)
                           : NULL;
    bool is_passed = envelope != NULL && judge_body(json_object_get(envelope, "RequestBody"));

    json_decref(envelope);
    return is_passed;
}

static enum MHD_Result answer(struct MHD_Connection *connection, const char *text)
{
    union {
        const char *text;
        void *buffer;
    } bytes = {.text = text};
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), bytes.buffer, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result;

    MHD_add_response_header(response, "Content-Type", "application/vnd.docker.plugins.v1.2+json");
    result = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return result;
}

static bool add(struct body *body, const char *bytes, size_t len)
{
    size_t cap = body->cap > 0 ? body->cap : 4096;
    char *data;

    while (cap < body->len + len)
        cap *= 2;
    data = cap != body->cap ? realloc(body->data, cap) : body->data;
    if (data == NULL)
        return false;
    body->data = data;
    body->cap = cap;
    memcpy(body->data + body->len, bytes, len);
    body->len += len;
    return true;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload_data,
                                  size_t *upload_data_size, void **slot)
{
    struct body *body = *slot;

    (void)cls;
    (void)url;
    (void)method;
    (void)version;
    if (body == NULL) {
        *slot = calloc(1, sizeof *body);
        return *slot != NULL ? MHD_YES : MHD_NO;
    }
    if (*upload_data_size == 0)
        return answer(connection, judge(body) ? allowed : denied);
    if (!add(body, upload_data, *upload_data_size))
        return MHD_NO;
    *upload_data_size = 0;
    return MHD_YES;
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **slot,
                         enum MHD_RequestTerminationCode code)
{
    struct body *body = *slot;

    (void)cls;
    (void)connection;
    (void)code;
    if (body != NULL)
        free(body->data);
    free(body);
}

static int listen_at(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (strlen(path) >= sizeof address.sun_path)
        return -1;
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 1024) < 0)
        return -1;
    return fd;
}

int main(int argc, char **argv)
{
    struct MHD_Daemon *daemon = NULL;
    sigset_t signals;
    int fd = argc == 2 ? listen_at(argv[1]) : -1;
    int number;

    if (fd < 0) {
        fprintf(stderr, "floor: cannot listen\n");
        return 2;
    }
    fill_values();
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_request, NULL,
                              MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_COMPLETED,
                              on_completed, NULL, MHD_OPTION_END);
    if (daemon == NULL) {
        fprintf(stderr, "floor: libmicrohttpd did not start\n");
        return 1;
    }
    sigwait(&signals, &number);
    MHD_stop_daemon(daemon);
    unlink(argv[1]);
    return 0;
}
