/* `doctor`: a check is one row in the table of doctor.c and one function, which tells what it found
 * in one or more findings. */
#ifndef QW_DOCTOR_PRIV_H
#define QW_DOCTOR_PRIV_H

#include <sys/types.h>

#include "cli_priv.h"

/* The zero value is not well. */
enum doctor_state { DOCTOR_CANNOT_TELL = 0, DOCTOR_WRONG, DOCTOR_NOTE, DOCTOR_OK };

struct doctor_finding {
    const char *check; /* id of the row */
    const char *title;
    enum doctor_state state;
    const char *found; /* a sentence */
    const char *means; /* a sentence; NULL when all is well */
    const char *todo;
};

enum { DOCTOR_FINDINGS_MAX = 64, DOCTOR_ARGUMENTS_MAX = 256, DOCTOR_MEMORY = 64 * 1024 * 1024 };

struct doctor_options {
    const char *socket; /* NULL: that of the plugin's name */
    const char *plugin;
    const char *policy;
    const char *engine;
    const char *daemon_json; /* NULL: what dockerd's command line says, or the usual one */
    bool is_json;
};

/* The dockerd behind the engine's socket. */
struct doctor_process {
    pid_t pid; /* 0: not found */
    const char *arguments[DOCTOR_ARGUMENTS_MAX];
    size_t n_arguments;
};

struct doctor {
    struct qw_arena *arena;
    struct doctor_options options;
    struct qw_policy *policy;
    const char *engine_socket; /* NULL: none is to be asked */
    struct doctor_process process;
    const char *daemon_json_path;
    const struct qw_json *daemon_json; /* NULL: none */
    const char *daemon_json_fault;     /* NULL: read, or none there */
    const struct qw_json *info;        /* NULL: no answer */
    const char *info_fault;
    const struct qw_json *version_answer; /* NULL: no answer */
    const char *version;                  /* NULL: not known */
    const char *version_fault;
    const char *check; /* whose function runs */
    const char *title;
    struct doctor_finding findings[DOCTOR_FINDINGS_MAX];
    size_t n_findings;
    bool has_no_memory;
};

typedef void doctor_check_fn(struct doctor *doctor);

/* doctor.c: sentences that live as long as the arena, or NULL. */
void doctor_tell(struct doctor *doctor, enum doctor_state state, const char *means,
                 const char *todo, const char *found, ...) __attribute__((format(printf, 5, 6)));

/* --- doctor_process.c: the dockerd behind a socket. --------------------------------------------
 */

/* Whoever listens on SOCKET, or dockerd itself where systemd holds the socket. */
void doctor_process_find(struct qw_arena *arena, const char *socket,
                         struct doctor_process *ret_process);

/* The N-th value of --NAME VALUE, --NAME=VALUE (and -LETTER VALUE, unless 0); NULL behind the last.
 */
const char *doctor_process_option(const struct doctor_process *process, const char *name,
                                  char letter, size_t n);

/* True for --NAME and --NAME=true. */
bool doctor_process_flag(const struct doctor_process *process, const char *name);

/* --- The checks. -------------------------------------------------------------------------------
 */

/* doctor_plugin.c */
doctor_check_fn doctor_check_daemon_json;
doctor_check_fn doctor_check_in_use;
doctor_check_fn doctor_check_others;
doctor_check_fn doctor_check_activate;
doctor_check_fn doctor_check_plugin_canary;
doctor_check_fn doctor_check_engine_canary;

/* doctor_sockets.c */
doctor_check_fn doctor_check_docker_socket;
doctor_check_fn doctor_check_containerd_sockets;
doctor_check_fn doctor_check_listeners;

/* doctor_engine.c */
doctor_check_fn doctor_check_engine;
doctor_check_fn doctor_check_holes;
doctor_check_fn doctor_check_runtime;
doctor_check_fn doctor_check_entitlements;
doctor_check_fn doctor_check_root;

#endif
