/* What the engine says of itself: asked by one caller at a time, who shares the answer with those
 * that waited for it meanwhile, each until its own time is up. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "answers.h"
#include "qw/clock.h"
#include "resolve_priv.h"

/* Versions, names and paths of one engine. */
enum { FACTS_MEMORY = 1024 * 1024 };

enum { US_PER_S = 1000000, NS_PER_US = 1000 };

static bool copy_text(struct qw_arena *arena, const char **text)
{
    if (*text != NULL)
        *text = qw_arena_copy(arena, *text, strlen(*text));
    return *text != NULL;
}

static struct qw_engine_facts failed(const char *why)
{
    return (struct qw_engine_facts){.fact = {.state = QW_FACT_FAILED, .why = why}};
}

/* FACTS whose strings belong to ARENA. */
static struct qw_engine_facts copy_facts(struct qw_arena *arena, struct qw_engine_facts facts)
{
    if (facts.fact.state == QW_FACT_KNOWN &&
        !(copy_text(arena, &facts.version) && copy_text(arena, &facts.default_runtime) &&
          copy_text(arena, &facts.log_driver) && copy_text(arena, &facts.root_folder)))
        return failed(qw_err_text(QW_ERR_NO_MEMORY));
    if (facts.fact.state == QW_FACT_FAILED && !copy_text(arena, &facts.fact.why))
        return failed(qw_err_text(QW_ERR_NO_MEMORY));
    return facts;
}

typedef enum qw_err read_fn(struct qw_arena *arena, const struct qw_json *root,
                            struct qw_engine_facts *ret_engine, struct qw_diag *diag);

static enum qw_err ask_part(struct qw_asker *asker, enum resolve_place place, read_fn *read,
                            struct qw_engine_facts *ret_engine, struct qw_diag *diag)
{
    struct qw_diag inner = {.err = QW_OK};
    struct qw_json *root = NULL;
    enum qw_err err = resolve_ask_json(asker, place, NULL, &root, diag);

    if (err == QW_ERR_NOT_FOUND) {
        *diag = (struct qw_diag){.err = QW_OK};
        return qw_diag_set(diag, QW_ERR_ENGINE, "the engine answered with status 404");
    }
    if (err != QW_OK)
        return err;
    err = read(asker->arena, root, ret_engine, &inner);
    return err == QW_OK ? QW_OK : resolve_unusable(diag, err, inner.text);
}

/* Counted for itself, because others share the answer; the time is that of ASKER. */
static struct qw_engine_facts ask_engine(const struct qw_asker *asker)
{
    struct qw_asker own = qw_asker_new(asker->resolver, asker->arena);
    struct qw_engine_facts facts = {.fact = {.state = QW_FACT_KNOWN}};
    struct qw_diag diag = {.err = QW_OK};
    enum qw_err err;
    struct qw_fact fact;

    own.deadline_us = asker->deadline_us;
    err = ask_part(&own, RESOLVE_VERSION, resolve_read_version, &facts, &diag);
    if (err == QW_OK)
        err = ask_part(&own, RESOLVE_INFO, resolve_read_info, &facts, &diag);
    if (err == QW_OK)
        return facts;
    if (resolve_settle(asker->arena, err, &diag, &fact) != QW_OK)
        return failed(qw_err_text(QW_ERR_NO_MEMORY));
    return (struct qw_engine_facts){.fact = fact};
}

/* Copied into memory of its own: the tree of /info is large. */
static void remember(struct resolve_engine_memory *memory, const struct qw_engine_facts *facts,
                     uint64_t generation)
{
    struct qw_arena *arena = qw_arena_new(FACTS_MEMORY);

    qw_arena_free(memory->arena);
    memory->arena = arena;
    memory->facts =
        arena != NULL ? copy_facts(arena, *facts) : failed(qw_err_text(QW_ERR_NO_MEMORY));
    memory->facts_generation = generation;
    memory->is_kept = memory->facts.fact.state == QW_FACT_KNOWN && generation == memory->generation;
    memory->round++;
}

/* With the lock held, which is let go while the engine is asked. */
static struct qw_engine_facts ask_and_remember(const struct qw_asker *asker)
{
    struct resolve_engine_memory *memory = &asker->resolver->engine;
    const uint64_t generation = memory->generation;
    struct qw_engine_facts facts;

    memory->is_asking = true;
    (void)pthread_mutex_unlock(&memory->lock);
    facts = ask_engine(asker);
    (void)pthread_mutex_lock(&memory->lock);
    remember(memory, &facts, generation);
    memory->is_asking = false;
    (void)pthread_cond_broadcast(&memory->settled);
    return facts;
}

/* False when it is too late.  With the lock held. */
static bool wait_for_round(struct resolve_engine_memory *memory, uint64_t deadline_us)
{
    const struct timespec until = {.tv_sec = (time_t)(deadline_us / US_PER_S),
                                   .tv_nsec = (long)(deadline_us % US_PER_S) * NS_PER_US};
    const uint64_t round = memory->round;

    while (memory->round == round) {
        if (pthread_cond_timedwait(&memory->settled, &memory->lock, &until) == ETIMEDOUT)
            return memory->round != round;
    }
    return true;
}

enum share { SHARE_NONE, SHARE_FACTS, SHARE_TOO_LATE };

/* FACTS when they are of use: kept, or the answer, though it be a failure, that was waited for.
 * One that began before qw_resolver_forget() is of none.  With the lock held. */
static enum share share(struct resolve_engine_memory *memory, uint64_t deadline_us)
{
    while (!memory->is_kept && memory->is_asking) {
        if (!wait_for_round(memory, deadline_us))
            return SHARE_TOO_LATE;
        if (memory->facts_generation == memory->generation)
            return SHARE_FACTS;
    }
    return memory->is_kept ? SHARE_FACTS : SHARE_NONE;
}

void qw_resolve_engine(struct qw_asker *asker, struct qw_engine_facts *ret_engine)
{
    struct resolve_engine_memory *memory;
    enum share shared;

    if (!qw_resolver_has_engine(asker->resolver)) {
        *ret_engine = (struct qw_engine_facts){.fact = {.state = QW_FACT_UNASKED}};
        return;
    }
    memory = &asker->resolver->engine;
    (void)pthread_mutex_lock(&memory->lock);
    shared = share(memory, asker->deadline_us);
    if (shared == SHARE_FACTS)
        *ret_engine = copy_facts(asker->arena, memory->facts);
    else if (shared == SHARE_NONE && qw_clock_monotonic_us() < asker->deadline_us)
        *ret_engine = ask_and_remember(asker);
    else
        *ret_engine = failed(resolve_too_late);
    (void)pthread_mutex_unlock(&memory->lock);
    /* known whatever it answers, and for as long as the resolver is */
    ret_engine->socket = qw_resolver_socket(asker->resolver);
}

void qw_resolver_forget(struct qw_resolver *resolver)
{
    if (resolver == NULL)
        return;
    (void)pthread_mutex_lock(&resolver->engine.lock);
    resolver->engine.generation++;
    resolver->engine.is_kept = false;
    (void)pthread_mutex_unlock(&resolver->engine.lock);
}
