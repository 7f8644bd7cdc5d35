/* What the files of this module share.  Those that talk (ask, pool, engine, container, facts,
 * account, proc_file) parse nothing; those that read know of no socket (answers.h).
 *
 * A failure is a clause in struct qw_diag, without a full stop: it becomes the `why` of a fact. */
#ifndef QW_RESOLVE_PRIV_H
#define QW_RESOLVE_PRIV_H

#include <pthread.h>

#include "open.h"
#include "patience.h"
#include "place.h"
#include "qw/bytes.h"
#include "qw/resolve.h"

/* As qw_resolver_new(), with other limits. */
QW_MUST_USE enum qw_err resolver_new_limited(const char *engine,
                                             const struct resolve_limits *limits,
                                             struct qw_resolver **ret_resolver,
                                             struct qw_diag *diag);

/* --- pool.c: curl handles, each with its kept-alive connection. ------------------------------- */

enum { RESOLVE_POOL_SIZE = 16 }; /* kept while idle; more than ask at once on an ordinary day */

struct resolve_pool {
    pthread_mutex_t lock;
    void *idle[RESOLVE_POOL_SIZE]; /* CURL * */
    size_t n_idle;
};

void resolve_pool_init(struct resolve_pool *pool);
void resolve_pool_done(struct resolve_pool *pool);

/* A handle without options; NULL when memory is short. */
void *resolve_pool_take(struct resolve_pool *pool);
void resolve_pool_give(struct resolve_pool *pool, void *take_handle);

/* --- cache.c: what never changes of an image, by its id. -------------------------------------- */

struct resolve_cache;

struct resolve_cache *resolve_cache_new(void); /* NULL when memory is short */
void resolve_cache_free(struct resolve_cache *cache);

/* False when ID is not there.  RET_TEXTS belong to ARENA. */
bool resolve_cache_get(struct resolve_cache *cache, struct qw_arena *arena, const char *id,
                       struct qw_texts *ret_texts);

/* Keeps a copy; not of what is too large, nor when memory is short. */
void resolve_cache_put(struct resolve_cache *cache, const char *id, const struct qw_texts *texts);

/* --- The resolver. ---------------------------------------------------------------------------- */

enum { RESOLVE_NONCE_SIZE = 33 };

/* What the engine says of itself.  `generation` counts qw_resolver_forget(), `round` the questions
 * that came to an end. */
struct resolve_engine_memory {
    pthread_mutex_t lock;
    pthread_cond_t settled;
    struct qw_arena *arena; /* owns the strings of `facts`; NULL before the first round */
    struct qw_engine_facts facts;
    uint64_t generation;
    uint64_t facts_generation; /* when the question began that `facts` answer */
    uint64_t round;
    bool is_kept; /* `facts` hold until the next generation */
    bool is_asking;
};

struct qw_resolver {
    char *socket; /* NULL: no engine */
    char nonce[RESOLVE_NONCE_SIZE];
    struct resolve_limits limits;
    struct resolve_pool pool;
    struct resolve_open open;
    struct resolve_patience patience;
    struct resolve_cache *cache;
    struct resolve_engine_memory engine;
};

/* --- ask.c: one GET or HEAD. ------------------------------------------------------------------ */

/* The clause for a question that comes when the time of its asker is up. */
extern const char resolve_too_late[];

/* The body of a 200.  QW_ERR_NOT_FOUND for a 404; QW_ERR_ENGINE with a clause in DIAG;
 * QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err resolve_ask(struct qw_asker *asker, enum resolve_place place,
                                    const char *name, struct qw_bytes *ret_body,
                                    struct qw_diag *diag);

/* The same, as JSON. */
QW_MUST_USE enum qw_err resolve_ask_json(struct qw_asker *asker, enum resolve_place place,
                                         const char *name, struct qw_json **ret_root,
                                         struct qw_diag *diag);

/* A file in a container that does not run. */
struct resolve_file {
    const char *container; /* its id */
    const char *path;      /* absolute */
};

/* X-Docker-Container-Path-Stat of FILE, as it came.  Errors as above; QW_ERR_NOT_FOUND where the
 * path is not there. */
QW_MUST_USE enum qw_err resolve_ask_path_stat(struct qw_asker *asker,
                                              const struct resolve_file *file,
                                              struct qw_bytes *ret_header, struct qw_diag *diag);

/* FILE as a tar. */
QW_MUST_USE enum qw_err resolve_ask_file(struct qw_asker *asker, const struct resolve_file *file,
                                         struct qw_bytes *ret_tar, struct qw_diag *diag);

/* ERR of a reader, as a clause on the engine's answer; QW_ERR_NO_MEMORY stays what it is. */
enum qw_err resolve_unusable(struct qw_diag *diag, enum qw_err err, const char *why);

/* What came of a question as a fact.  QW_ERR_NO_MEMORY alone. */
QW_MUST_USE enum qw_err resolve_settle(struct qw_arena *arena, enum qw_err err,
                                       const struct qw_diag *diag, struct qw_fact *ret_fact);

/* --- proc_file.c, paths.c, routes.c: what qw_resolve_facts() is made of.
 * --------------------- */

/* The file etc/NAME of the running container HELD, through /proc.  QW_ERR_NOT_FOUND when there is
 * none; QW_ERR_ENGINE with a clause; QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err resolve_proc_file(struct qw_arena *arena, const struct qw_held *held,
                                          const char *name, struct qw_bytes *ret_file,
                                          struct qw_diag *diag);

/* Follows the paths of WORKLOAD and of the volumes in FACTS, into FACTS.  QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err resolve_paths(struct qw_asker *asker, const struct qw_workload *workload,
                                      struct qw_facts *facts);

/* Never fails but for memory: the fact tells.  There must be an engine. */
QW_MUST_USE enum qw_err resolve_routes(struct qw_asker *asker, struct qw_route_facts *ret_routes);

#endif
