/* What the files of this module share. */
#ifndef QW_DAEMON_PRIV_H
#define QW_DAEMON_PRIV_H

#include <signal.h>

#include "qw/daemon.h"
#include "qw/policy.h"

enum { OWN_PATHS_MAX = 12 };

/* own_paths.c: quaywarden's own files and folders, as policies take them. */
struct own_paths {
    char *paths[OWN_PATHS_MAX]; /* owned */
    size_t n_paths;
};

/* False when memory is short. */
bool own_paths_collect(const struct qw_daemon_config *config, struct own_paths *ret_own);
void own_paths_done(struct own_paths *own);

/* process.c: what `serve` sets once for the whole process. */
void process_limit_memory(void);

/* Blocks the signals that `serve` takes itself, for this thread and all that it will start, and
 * ignores those that a write may raise.  Gives the set that is waited for. */
sigset_t process_take_signals(void);

/* Makes the folder of the default audit file; other paths are the operator's. */
void process_make_audit_folder(const char *audit_path);

/* Tells whoever waits on the descriptor and systemd. */
void process_tell_ready(int ready_fd);
void process_tell_stopping(void);

#endif
