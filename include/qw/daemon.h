/* `serve`: puts the parts together, tells when they are ready, and obeys signals. */
#ifndef QW_DAEMON_H
#define QW_DAEMON_H

#include <stdbool.h>

#define QW_DEFAULT_SOCKET "/run/docker/plugins/quaywarden.sock"
#define QW_DEFAULT_AUDIT "/var/log/quaywarden/audit.jsonl"
#define QW_DEFAULT_POLICY "restricted"

struct qw_daemon_config {
    const char *socket_path;
    const char *policy; /* level or file */
    const char *audit_path;
    bool audit_reads;
    int ready_fd; /* one byte is written here when requests are answered; -1: none */
};

/* Serves until SIGTERM or SIGINT.  Reports on the log itself.  Returns the exit code: 0, 2 for a
 * policy that cannot be used, 3 for a socket or an audit file that cannot. */
int qw_daemon_run(const struct qw_daemon_config *config);

#endif
