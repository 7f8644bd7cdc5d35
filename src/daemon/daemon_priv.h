/* What the files of this module share. */
#ifndef QW_DAEMON_PRIV_H
#define QW_DAEMON_PRIV_H

#include <signal.h>

#include "qw/daemon.h"

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
