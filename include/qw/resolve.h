/* Questions to the engine and to the host's file system.  They block, with a time limit each and
 * one for all that a request asks, and so belong to worker threads; any number of them at once. The
 * engine asks quaywarden back about each question: it carries a header that nobody can guess. */
#ifndef QW_RESOLVE_H
#define QW_RESOLVE_H

#include "qw/inspect.h"

struct qw_resolver;

/* Docker's own socket. */
#define QW_DEFAULT_ENGINE "unix:/run/docker.sock"

/* No engine to ask. */
#define QW_ENGINE_NONE "none"

/* The header by which quaywarden knows its own questions again. */
#define QW_RESOLVE_HEADER "X-Quaywarden-Question"

/* ENGINE: "unix:/PATH", "unix:///PATH" or "none".  Connects to nothing yet.  QW_ERR_USAGE for an
 * address of another form, QW_ERR_NO_MEMORY, QW_ERR_INTERNAL without randomness, with a sentence in
 * DIAG. */
QW_MUST_USE enum qw_err qw_resolver_new(const char *engine, struct qw_resolver **ret_resolver,
                                        struct qw_diag *diag);

/* Takes NULL.  No question may be under way. */
void qw_resolver_free(struct qw_resolver *resolver);

QW_DEFINE_CLEANUP(qw_cleanup_resolver, struct qw_resolver, qw_resolver_free)

/* False for "none" and for NULL. */
bool qw_resolver_has_engine(const struct qw_resolver *resolver);

/* The path of the engine's socket; NULL for "none". */
const char *qw_resolver_socket(const struct qw_resolver *resolver);

/* True when VALUE (of QW_RESOLVE_HEADER; may be NULL) is that of this resolver's questions.
 * Compared in constant time. */
bool qw_resolver_is_own(const struct qw_resolver *resolver, const char *value);

/* True while this very question is under way: METHOD and URI as the engine tells them. */
bool qw_resolver_asks(struct qw_resolver *resolver, const char *method, const char *uri);

/* The engine has started anew: what is known of it (version, defaults) is stale, and asked again by
 * the next question that needs it.  Asks nothing itself. */
void qw_resolver_forget(struct qw_resolver *resolver);

/* One who asks on behalf of a request: questions and time are counted over all that it asks. */
struct qw_asker {
    struct qw_resolver *resolver; /* may be NULL: no engine */
    struct qw_arena *arena;       /* what the answers belong to */
    size_t n_left;                /* questions */
    uint64_t deadline_us;         /* of qw_clock_monotonic_us() */
};

struct qw_asker qw_asker_new(struct qw_resolver *resolver, struct qw_arena *arena);

/* What the engine says of itself, asked once until qw_resolver_forget().  Never fails: the fact
 * tells. */
void qw_resolve_engine(struct qw_asker *asker, struct qw_engine_facts *ret_engine);

/* A container as the engine holds it.  QW_ERR_NOT_FOUND when it says that there is none;
 * QW_ERR_ENGINE for no answer in time or none of use, with a sentence in DIAG; QW_ERR_NO_MEMORY,
 * QW_ERR_TYPE, QW_ERR_AMBIGUOUS. */
QW_MUST_USE enum qw_err qw_resolve_container(struct qw_asker *asker, const char *name,
                                             struct qw_workload *ret_workload,
                                             struct qw_held *ret_held, struct qw_diag *diag);

/* The full id of the container that NAME means.  Errors as above. */
QW_MUST_USE enum qw_err qw_resolve_container_id(struct qw_asker *asker, const char *name,
                                                const char **ret_id, struct qw_diag *diag);

/* The name of a container that mounts the volume NAME and runs, is paused, or is about to start
 * again by itself; NULL when there is none, or no such volume.  Errors as above. */
QW_MUST_USE enum qw_err qw_resolve_volume_user(struct qw_asker *asker, const char *name,
                                               const char **ret_user, struct qw_diag *diag);

/* When the volume NAME was made, or later: seconds since 1970.  Errors as above. */
QW_MUST_USE enum qw_err qw_resolve_volume_time(struct qw_asker *asker, const char *name,
                                               int64_t *ret_time, struct qw_diag *diag);

/* The container of an exec, and the exec itself as a workload of kind EXEC.  Errors as above. */
QW_MUST_USE enum qw_err qw_resolve_exec(struct qw_asker *asker, const char *id,
                                        struct qw_workload *ret_exec, const char **ret_container,
                                        struct qw_diag *diag);

/* Whose files tell what a user's name stands for. */
struct qw_resolve_context {
    const struct qw_held *held; /* the container that the workload is, or runs in; NULL: none yet */
};

/* Asks for NEEDS (bits of enum qw_need) of WORKLOAD, whose `facts` are RET_FACTS afterwards.  What
 * cannot be had is a fact that FAILED; without an engine its facts stay UNASKED, and paths are
 * followed all the same.  QW_ERR_NO_MEMORY alone. */
QW_MUST_USE enum qw_err qw_resolve_facts(struct qw_asker *asker, unsigned needs,
                                         const struct qw_resolve_context *context,
                                         struct qw_workload *workload);

/* True when the engine, to answer the questions of qw_resolve_targets(), sets the mounts of
 * WORKLOAD up on the host itself, and whoever can write to one of them could lead another one
 * astray. */
bool qw_resolve_targets_wants_quiet(struct qw_asker *asker, const struct qw_workload *workload);

/* Follows the targets of the mounts of WORKLOAD, which is the container HELD, through the links of
 * its files, and adds them to its `facts`: as FAILED when it MAY_ASK nobody.  HELD must not run,
 * and nobody may be able to change its files meanwhile: its root file system is read-only.
 * QW_ERR_NO_MEMORY alone. */
QW_MUST_USE enum qw_err qw_resolve_targets(struct qw_asker *asker, const struct qw_held *held,
                                           bool may_ask, struct qw_workload *workload);

#endif
