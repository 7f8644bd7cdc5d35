#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>

#include "http_priv.h"

#include "qw/limits.h"

enum { MOST_THREADS = 4 };

/* Looks, one millisecond apart, that stopping takes: in all at each of its stages, and without a
 * request before all are taken as answered.  Between accept(2) or a byte that arrives and the line
 * that is read of it, nothing else tells of a request; a thread that is busy with others counts as
 * a request. */
enum { BACKLOG_LOOKS = 1000, MOST_LOOKS = 10000, QUIET_LOOKS = 100, QUIET_LOOKS_ALONE = 3 };

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
    const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC |
                           MHD_USE_SUPPRESS_DATE_NO_CLOCK | MHD_ALLOW_SUSPEND_RESUME;
    const unsigned n_threads = thread_count();
    /* libmicrohttpd takes no pool of one. */
    struct MHD_OptionItem pool[] = {
        {n_threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)n_threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };

    return MHD_start_daemon(flags, 0, NULL, NULL, server_on_request, server, MHD_OPTION_ARRAY, pool,
                            MHD_OPTION_LISTEN_SOCKET, server->listening.fd,
                            MHD_OPTION_CONNECTION_LIMIT, server_connection_limit(),
                            MHD_OPTION_CONNECTION_TIMEOUT, 0U, MHD_OPTION_URI_LOG_CALLBACK,
                            server_on_line, server, MHD_OPTION_NOTIFY_COMPLETED,
                            server_on_completed, server, MHD_OPTION_END);
}

static void free_server(struct qw_server *server)
{
    server_workers_free(server->lookers);
    server_workers_free(server->askers);
    server_socket_done(&server->listening);
    free(server);
}

enum qw_err qw_server_start(const char *socket_path, struct qw_gate *gate,
                            struct qw_server **ret_server, struct qw_diag *diag)
{
    struct qw_server *server = calloc(1, sizeof *server);
    enum qw_err err;

    if (server == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    server->gate = gate;
    server->bodies.max = QW_LIMIT_BODIES;
    server->listening.fd = -1;
    server->lookers = server_workers_new(SERVER_LOOKERS);
    server->askers = server_workers_new(SERVER_ASKERS);
    if (server->lookers == NULL || server->askers == NULL) {
        free_server(server);
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory, or of threads");
    }
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

static void pause_between_looks(void)
{
    const struct timespec pause = {.tv_nsec = 1000000L};

    nanosleep(&pause, NULL);
}

/* Callers that connected before the socket went have sent their request already, perhaps; nobody
 * new can come.  The threads take them at once, unless the connection limit is reached. */
static void wait_for_backlog(const struct qw_server *server)
{
    for (int i = 0; i < BACKLOG_LOOKS; i++) {
        struct pollfd listening = {.fd = server->listening.fd, .events = POLLIN};

        if (poll(&listening, 1, 0) <= 0)
            return;
        pause_between_looks();
    }
}

static bool has_connections(const struct qw_server *server)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->http, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);

    return info == NULL || info->num_connections > 0;
}

/* Until no request was seen for a while.  Each connection brings at most one more, because answers
 * now say that it closes; one that stays idle brings none. */
static void wait_for_answers(struct qw_server *server)
{
    unsigned last_begun = server->n_begun;
    int n_quiet = 0;

    for (int i = 0; i < MOST_LOOKS && n_quiet < QUIET_LOOKS; i++) {
        unsigned n_ended = server->n_ended;
        unsigned n_begun = server->n_begun;

        n_quiet = n_begun == n_ended && n_begun == last_begun ? n_quiet + 1 : 0;
        if (n_quiet >= QUIET_LOOKS_ALONE && !has_connections(server))
            return;
        last_begun = n_begun;
        pause_between_looks();
    }
}

void qw_server_stop(struct qw_server *server)
{
    if (server == NULL)
        return;
    server->is_stopping = true;
    server_socket_remove(&server->listening);
    wait_for_backlog(server);
    server_workers_stop(server->lookers);
    server_workers_stop(server->askers);
    wait_for_answers(server);
    /* Never MHD_quiesce_daemon(): it races with the threads to take the descriptor out of their
     * epoll sets, and the loser aborts the process (0.9.75).  Stopping closes the descriptor. */
    MHD_stop_daemon(server->http);
    server->listening.fd = -1;
    free_server(server);
}
