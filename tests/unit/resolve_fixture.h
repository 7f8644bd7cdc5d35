/* A scripted engine on a unix socket: each request is answered by the first row whose path begins
 * what was asked. */
#ifndef RESOLVE_FIXTURE_H
#define RESOLVE_FIXTURE_H

#include <check.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "../../src/resolve/answers.h"
#include "../../src/resolve/resolve_priv.h"
#include "qw/limits.h"
#include "suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum script_end {
    SCRIPT_WHOLE,  /* headers with the right length */
    SCRIPT_RAW,    /* TEXT is all of the answer; then the connection ends */
    SCRIPT_SILENT, /* no answer until the caller goes away */
    SCRIPT_ENDLESS,
    SCRIPT_TAR, /* TEXT as a file "passwd" or "group", as the row's path says */
};

struct script {
    const char *path; /* a prefix */
    const char *text; /* body, with ' for " */
    int status;
    enum script_end end;
};

struct engine {
    char folder[32];
    char path[64];
    char address[80];
    const struct script *rows;
    size_t n_rows;
    int fd;
    pthread_t thread;
    atomic_int n_questions;
    /* Called with `asker` between a question and its answer, on the engine's thread; may be NULL.
     * Set before the first question. */
    void (*asked)(void *asker, const char *path);
    void *asker;
    /* Answers the request HEAD itself where it gives true, before any row; may be NULL. */
    bool (*answers)(int fd, const char *head);
    char head[4096]; /* of the last request; read it after engine_stop() */
};

static inline void engine_send(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, text, len, MSG_NOSIGNAL);

        if (n <= 0)
            return;
        text += n;
        len -= (size_t)n;
    }
}

static inline void engine_wait_for_close(int fd)
{
    char byte;

    while (recv(fd, &byte, 1, 0) > 0)
        ;
}

/* As `docker cp` would get it. */
static inline void engine_send_tar(int fd, const char *name, const char *content)
{
    enum { BLOCK = 512, SUM_AT = 148 };
    char tar[4 * BLOCK] = {0};
    char head[128];
    unsigned sum = 8 * ' ';
    const size_t len = strlen(content);

    ck_assert_uint_lt(len, BLOCK);
    snprintf(tar, BLOCK, "%s", name);
    snprintf(tar + 124, 12, "%011zo", len);
    tar[156] = '0';
    memcpy(tar + 257, "ustar", sizeof "ustar");
    for (size_t i = 0; i < BLOCK; i++)
        sum += (unsigned char)tar[i];
    snprintf(tar + SUM_AT, 8, "%06o", sum);
    memcpy(tar + BLOCK, content, len);
    snprintf(head, sizeof head,
             "HTTP/1.1 200 X\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", sizeof tar);
    engine_send(fd, head, strlen(head));
    engine_send(fd, tar, sizeof tar);
}

static inline void engine_answer(int fd, const struct script *row)
{
    char head[128];
    char *text = strdup(row->text);

    ck_assert_ptr_nonnull(text);
    if (row->end == SCRIPT_SILENT)
        engine_wait_for_close(fd);
    if (row->end == SCRIPT_RAW)
        engine_send(fd, text, strlen(text));
    if (row->end == SCRIPT_ENDLESS) {
        static const char start[] = "HTTP/1.1 200 OK\r\n\r\n";
        static const char block[4096] = "[";

        engine_send(fd, start, strlen(start));
        while (send(fd, block, sizeof block, MSG_NOSIGNAL) > 0)
            ;
    }
    if (row->end == SCRIPT_TAR)
        engine_send_tar(fd, strstr(row->path, "passwd") != NULL ? "passwd" : "group", text);
    if (row->end == SCRIPT_WHOLE) {
        for (char *byte = text; *byte != '\0'; byte++)
            if (*byte == '\'')
                *byte = '"';
        snprintf(head, sizeof head,
                 "HTTP/1.1 %d X\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", row->status,
                 strlen(text));
        engine_send(fd, head, strlen(head));
        engine_send(fd, text, strlen(text));
    }
    free(text);
}

static inline void engine_serve(struct engine *engine, int fd)
{
    static const struct script missing = {.text = "{}", .status = 404};
    const struct script *found = &missing;
    size_t len = 0;

    while (len + 1 < sizeof engine->head && recv(fd, engine->head + len, 1, 0) == 1) {
        engine->head[++len] = '\0';
        if (len >= 4 && memcmp(engine->head + len - 4, "\r\n\r\n", 4) == 0)
            break;
    }
    if (strncmp(engine->head, "GET ", 4) != 0 && strncmp(engine->head, "HEAD ", 5) != 0)
        return;
    atomic_fetch_add(&engine->n_questions, 1);
    if (engine->answers != NULL && engine->answers(fd, engine->head))
        return;
    if (engine->asked != NULL)
        engine->asked(engine->asker, engine->head + strlen("GET "));
    for (size_t i = engine->n_rows; i-- > 0;)
        if (strncmp(engine->head + 4, engine->rows[i].path, strlen(engine->rows[i].path)) == 0)
            found = &engine->rows[i];
    engine_answer(fd, found);
}

static inline void *engine_run(void *user)
{
    struct engine *engine = user;

    for (;;) {
        int fd = accept4(engine->fd, NULL, NULL, SOCK_CLOEXEC);

        if (fd < 0)
            return NULL;
        engine_serve(engine, fd);
        close(fd);
    }
}

static inline void engine_start(struct engine *engine, const struct script *rows, size_t n_rows)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    *engine = (struct engine){.folder = "/tmp/qw-resolve.XXXXXX", .rows = rows, .n_rows = n_rows};
    ck_assert_ptr_nonnull(mkdtemp(engine->folder));
    snprintf(engine->path, sizeof engine->path, "%s/s", engine->folder);
    snprintf(engine->address, sizeof engine->address, "unix:%s", engine->path);
    memcpy(address.sun_path, engine->path, strlen(engine->path) + 1);
    engine->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(bind(engine->fd, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(listen(engine->fd, 64), 0);
    ck_assert_int_eq(pthread_create(&engine->thread, NULL, engine_run, engine), 0);
}

static inline void engine_stop(struct engine *engine)
{
    shutdown(engine->fd, SHUT_RDWR);
    pthread_join(engine->thread, NULL);
    close(engine->fd);
    unlink(engine->path);
    rmdir(engine->folder);
}

/* Limits that a slow machine does not meet, but for questions about containers. */
static inline struct qw_resolver *patient_resolver_for(const char *address, long container_ms)
{
    enum { LONG_MS = 20000 };
    const struct resolve_limits limits = {.connect_ms = LONG_MS,
                                          .quick_ms = LONG_MS,
                                          .container_ms = container_ms,
                                          .long_waits = 24,
                                          .hurry_ms = 200,
                                          .request_ms = LONG_MS,
                                          .answer = QW_LIMIT_ANSWER};
    struct qw_resolver *resolver = NULL;

    ck_assert_int_eq(resolver_new_limited(address, &limits, &resolver, NULL), QW_OK);
    return resolver;
}

static inline struct qw_resolver *resolver_for(const char *address, size_t answer)
{
    const struct resolve_limits limits = {.connect_ms = 200,
                                          .quick_ms = 200,
                                          .container_ms = 300,
                                          .long_waits = 24,
                                          .hurry_ms = 50,
                                          .request_ms = 2000,
                                          .answer = answer};
    struct qw_resolver *resolver = NULL;

    ck_assert_int_eq(resolver_new_limited(address, &limits, &resolver, NULL), QW_OK);
    return resolver;
}

#endif
