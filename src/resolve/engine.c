/* What the engine says of itself: asked by one caller at a time, who shares the answer with those
 * that waited for it meanwhile.  Waiting ends, because each question does. */
#include <string.h>

#include "answers.h"
#include "resolve_priv.h"

/* Versions, names and paths of one engine. */
enum { FACTS_MEMORY = 1024 * 1024 };

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

static enum qw_err ask_part(struct resolve_asker *asker, enum resolve_place place, read_fn *read,
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

/* The strings belong to ARENA. */
static struct qw_engine_facts ask_engine(struct qw_resolver *resolver, struct qw_arena *arena)
{
    struct resolve_asker asker = resolve_asker_new(resolver, arena);
    struct qw_engine_facts facts = {.fact = {.state = QW_FACT_KNOWN}};
    struct qw_diag diag = {.err = QW_OK};
    enum qw_err err = ask_part(&asker, RESOLVE_VERSION, resolve_read_version, &facts, &diag);
    struct qw_fact fact;

    if (err == QW_OK)
        err = ask_part(&asker, RESOLVE_INFO, resolve_read_info, &facts, &diag);
    if (err == QW_OK)
        return facts;
    if (resolve_settle(arena, err, &diag, &fact) != QW_OK)
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
static struct qw_engine_facts ask_and_remember(struct qw_resolver *resolver, struct qw_arena *arena)
{
    struct resolve_engine_memory *memory = &resolver->engine;
    const uint64_t generation = memory->generation;
    struct qw_engine_facts facts;

    memory->is_asking = true;
    (void)pthread_mutex_unlock(&memory->lock);
    facts = ask_engine(resolver, arena);
    (void)pthread_mutex_lock(&memory->lock);
    remember(memory, &facts, generation);
    memory->is_asking = false;
    (void)pthread_cond_broadcast(&memory->settled);
    return facts;
}

/* True when `facts` are of use: kept, or the answer, though it be a failure, that was waited for.
 * One that began before qw_resolver_forget() is of none.  With the lock held. */
static bool can_share(struct resolve_engine_memory *memory)
{
    while (!memory->is_kept && memory->is_asking) {
        const uint64_t round = memory->round;

        while (memory->round == round)
            (void)pthread_cond_wait(&memory->settled, &memory->lock);
        if (memory->facts_generation == memory->generation)
            return true;
    }
    return memory->is_kept;
}

void qw_resolve_engine(struct qw_resolver *resolver, struct qw_arena *arena,
                       struct qw_engine_facts *ret_engine)
{
    struct resolve_engine_memory *memory;

    if (!qw_resolver_has_engine(resolver)) {
        *ret_engine = (struct qw_engine_facts){.fact = {.state = QW_FACT_UNASKED}};
        return;
    }
    memory = &resolver->engine;
    (void)pthread_mutex_lock(&memory->lock);
    *ret_engine =
        can_share(memory) ? copy_facts(arena, memory->facts) : ask_and_remember(resolver, arena);
    (void)pthread_mutex_unlock(&memory->lock);
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
