/* What the files of this module share. */
#ifndef QW_SERVER_PRIV_H
#define QW_SERVER_PRIV_H

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "qw/diag.h"

/* --- socket.c: the unix socket and its place in the file system. ------------------------------ */

struct server_socket {
    int fd; /* listening, close-on-exec, non-blocking; -1: none */
    char *path;
    dev_t device; /* of the file at `path`, to know it again */
    ino_t inode;
};

/* See qw_server_start(). */
QW_MUST_USE enum qw_err server_socket_open(const char *path, struct server_socket *ret_socket,
                                           struct qw_diag *diag);

/* Removes the file unless it is no longer this socket's.  New callers then find nothing and try
 * again later, with their request still whole (engine.md 1.3). */
void server_socket_remove(const struct server_socket *listening);

/* Closes the descriptor if it is still owned, and frees.  Takes a zeroed one with fd -1. */
void server_socket_done(struct server_socket *listening);

/* --- body.c: the bytes of a request, kept up to QW_LIMIT_ENVELOPE. ---------------------------- */

/* What all bodies together may hold. */
struct server_budget {
    size_t max;
    atomic_size_t used;
};

struct server_body {
    struct server_budget *budget; /* borrowed */
    char *data;                   /* owned; NULL while empty */
    size_t len;
    size_t cap;         /* charged to the budget */
    size_t announced;   /* Content-Length; 0 when unknown: a hint only */
    size_t discarded;   /* bytes that were thrown away */
    struct qw_diag why; /* QW_OK, or the first of QW_ERR_TOO_LARGE and QW_ERR_NO_MEMORY */
};

/* Keeps the bytes, or throws them away once one of the errors was met. */
void server_body_add(struct server_body *body, const char *bytes, size_t len);

/* Denies a body that is hopeless before it has begun. */
void server_body_refuse(struct server_body *body);

void server_body_done(struct server_body *body);

/* True when so much was thrown away, or is announced, that the rest is not waited for. */
bool server_body_is_hopeless(const struct server_body *body);

/* --- workers.c: threads for what has to wait. ------------------------------------------------- */

/* More questions at once than an engine answers quickly; each waits at most for the time limits of
 * the resolver, which lets fewer than there are lookers wait long for containers.  Who asks about
 * no container has workers of his own, whom nobody holds up by holding containers.  Behind each
 * kind stand at most so many requests. */
enum { SERVER_LOOKERS = 32, SERVER_ASKERS = 16, SERVER_WAITING_MAX = 512 };

/* Work to be done once; embedded in what it is about. */
struct server_job {
    void (*run)(struct server_job *job);
    void *owner; /* what it is about */
    struct server_job *next;
};

struct server_workers;

/* COUNT threads, at most SERVER_LOOKERS; NULL when memory or threads are short. */
struct server_workers *server_workers_new(size_t count);

/* False, and JOB stays the caller's, when the queue is full or the workers are stopping. */
bool server_workers_add(struct server_workers *workers, struct server_job *job);

/* Takes no more, does what waits, and ends the threads. */
void server_workers_stop(struct server_workers *workers);

/* Stops them where they run.  Takes NULL. */
void server_workers_free(struct server_workers *workers);

/* --- connections.c: how many at once. --------------------------------------------------------- */

/* Raises the soft limit of open files and returns how many connections fit below it. */
unsigned server_connection_limit(void);

#endif
