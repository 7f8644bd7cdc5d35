/* `serve`: puts the parts together, tells when they are ready, and obeys signals. */
#ifndef QW_DAEMON_H
#define QW_DAEMON_H

#include <stdbool.h>

#include "qw/policy.h"
#include "qw/resolve.h"

#define QW_DEFAULT_SOCKET "/run/docker/plugins/quaywarden.sock"
#define QW_DEFAULT_AUDIT "/var/log/quaywarden/audit.jsonl"
#define QW_DEFAULT_POLICY "restricted"

struct qw_daemon_config {
    const char *socket_path;
    const char *policy; /* level or file */
    const char *audit_path;
    const char *engine; /* the engine to ask: "unix:PATH" or "none" */
    bool audit_reads;
    int ready_fd; /* one byte is written here when requests are answered; -1: none */
};

/* What `serve` runs with when no option says otherwise. */
#define QW_DAEMON_DEFAULTS                                       \
    ((struct qw_daemon_config){.socket_path = QW_DEFAULT_SOCKET, \
                               .policy = QW_DEFAULT_POLICY,      \
                               .audit_path = QW_DEFAULT_AUDIT,   \
                               .engine = QW_DEFAULT_ENGINE,      \
                               .ready_fd = -1})

/* Room for what qw_daemon_own_paths() keeps: paths of one command line. */
#define QW_DAEMON_OWN_PATHS_MEMORY ((size_t)1024 * 1024)

/* The files and folders of CONFIG that no container may mount, for loading its policy; they belong
 * to ARENA.  QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err qw_daemon_own_paths(struct qw_arena *arena,
                                            const struct qw_daemon_config *config,
                                            struct qw_policy_options *ret_options);

/* Serves until SIGTERM or SIGINT.  Reports on the log itself.  Returns the exit code: 0, 2 for a
 * policy that cannot be used, 3 for a socket or an audit file that cannot. */
int qw_daemon_run(const struct qw_daemon_config *config);

#endif
