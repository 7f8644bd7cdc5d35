/* What the files of this module share. */
#ifndef QW_DAEMON_PRIV_H
#define QW_DAEMON_PRIV_H

#include <signal.h>

#include "qw/audit.h"
#include "qw/daemon.h"
#include "qw/resolve.h"

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

/* --- engine_watch.c ----------------------------------------------------------------------------
 */

struct engine_watch;

/* What was told last; the zero value is nothing. */
struct engine_seen {
    bool is_told;
    char version[64];
    unsigned holes;
};

/* True, and kept in SEEN, when VERSION (NULL: not known) or HOLES differ from what was told. */
bool engine_watch_is_news(struct engine_seen *seen, const char *version, unsigned holes);

/* Logs and audits what FACTS tell of the engine and its open holes, if that is news.  AUDIT may be
 * NULL. */
void engine_watch_look(struct engine_seen *seen, const struct qw_engine_facts *facts,
                       const struct qw_policy *policy, struct qw_audit *audit);

/* Starts a thread that asks a moment after it began, every hour, a moment after each poke, and
 * again soon where no answer came.  RESOLVER must have an engine; it and AUDIT are borrowed, POLICY
 * is referenced. */
QW_MUST_USE enum qw_err engine_watch_start(struct qw_resolver *resolver, struct qw_policy *policy,
                                           struct qw_audit *audit, struct engine_watch **ret_watch);

/* Activate was answered: the engine may be another.  Any thread; never waits. */
void engine_watch_poke(struct engine_watch *watch);

/* Waits for a question that is under way; takes NULL.  Before the server stops, which answers what
 * the engine asks back. */
void engine_watch_stop(struct engine_watch *watch);

/* After it was stopped, when nobody pokes any more.  Takes NULL. */
void engine_watch_free(struct engine_watch *watch);

#endif
