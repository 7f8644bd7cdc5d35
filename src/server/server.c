#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>

#include "http_priv.h"

enum { MOST_THREADS = 4, STOP_SECONDS = 10, BACKLOG_TRIES = 1000 };

static unsigned thread_count(void)
{
    long n_cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (n_cores < 1)
        return 1;
    return n_cores < MOST_THREADS ? (unsigned)n_cores : MOST_THREADS;
}

/* Kept-alive connections are never closed for being idle: dockerd repeats a request that it loses
 * that way with an empty body (engine.md 1.4).  No strictness about Host: 20.10 sends an empty one.
 */
static struct MHD_Daemon *start_http(struct qw_server *server)
{
    const unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_SUPPRESS_DATE_NO_CLOCK;
    const unsigned n_threads = thread_count();
    /* libmicrohttpd takes no pool of one. */
    struct MHD_OptionItem pool[] = {
        {n_threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)n_threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };

    return MHD_start_daemon(flags, 0, NULL, NULL, server_on_request, server, MHD_OPTION_ARRAY, pool,
                            MHD_OPTION_LISTEN_SOCKET, server->listening.fd,
                            MHD_OPTION_CONNECTION_LIMIT, server_connection_limit(),
                            MHD_OPTION_CONNECTION_TIMEOUT, 0U, MHD_OPTION_NOTIFY_COMPLETED,
                            server_on_completed, server, MHD_OPTION_END);
}

static bool init_waiting(struct qw_server *server)
{
    pthread_condattr_t attributes;
    bool is_ready;

    if (pthread_condattr_init(&attributes) != 0)
        return false;
    is_ready = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
               pthread_mutex_init(&server->lock, NULL) == 0;
    if (is_ready && pthread_cond_init(&server->none_in_flight, &attributes) != 0) {
        pthread_mutex_destroy(&server->lock);
        is_ready = false;
    }
    pthread_condattr_destroy(&attributes);
    return is_ready;
}

static void free_server(struct qw_server *server)
{
    server_socket_done(&server->listening);
    pthread_cond_destroy(&server->none_in_flight);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

enum qw_err qw_server_start(const char *socket_path, struct qw_gate *gate,
                            struct qw_server **ret_server, struct qw_diag *diag)
{
    struct qw_server *server = calloc(1, sizeof *server);
    enum qw_err err;

    if (server == NULL || !init_waiting(server)) {
        free(server);
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    }
    server->gate = gate;
    server->listening.fd = -1;
    err = server_socket_open(socket_path, &server->listening, diag);
    if (err != QW_OK) {
        free_server(server);
        return err;
    }
    server->http = start_http(server);
    if (server->http == NULL) {
        const int reason = errno;

        /* The descriptor may be closed already: which failures close it is not documented. */
        server_socket_remove(&server->listening);
        server->listening.fd = -1;
        free_server(server);
        return qw_diag_set(diag, QW_ERR_IO, "socket %s: the HTTP server did not start: %s",
                           socket_path, strerrordesc_np(reason));
    }
    *ret_server = server;
    return QW_OK;
}

/* Callers that connected before the socket went have sent their request already, perhaps; nobody
 * new can come.  The threads take them at once, unless the connection limit is reached. */
static void wait_for_backlog(const struct qw_server *server)
{
    const struct timespec pause = {.tv_nsec = 1000000L};

    for (int i = 0; i < BACKLOG_TRIES; i++) {
        struct pollfd listening = {.fd = server->listening.fd, .events = POLLIN};

        if (poll(&listening, 1, 0) <= 0)
            return;
        nanosleep(&pause, NULL);
    }
}

static void wait_for_answers(struct qw_server *server)
{
    struct timespec deadline;

    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += STOP_SECONDS;
    pthread_mutex_lock(&server->lock);
    while (server->n_in_flight > 0) {
        if (pthread_cond_timedwait(&server->none_in_flight, &server->lock, &deadline) != 0)
            break;
    }
    pthread_mutex_unlock(&server->lock);
}

void qw_server_stop(struct qw_server *server)
{
    if (server == NULL)
        return;
    server->is_stopping = true;
    server_socket_remove(&server->listening);
    wait_for_backlog(server);
    /* What is quiesced is ours to close; else MHD_stop_daemon() closes it. */
    if (MHD_quiesce_daemon(server->http) == MHD_INVALID_SOCKET)
        server->listening.fd = -1;
    wait_for_answers(server);
    MHD_stop_daemon(server->http);
    free_server(server);
}
