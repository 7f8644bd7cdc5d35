/* Names keep their meaning from our look to the engine's; for volumes that are filled see
 * filling.c.
 *
 * The engine looks a name up again after we did.  Between the two, nobody may give it another
 * meaning:
 *
 *   who relies on a name   claims it, asks a second time what it means, and is allowed when that is
 *                          still what was judged;
 *   who gives it away      (a rename, a create with a name) is denied while such a claim holds, and
 *                          has a claim of its own until the engine has answered.
 *
 * Either the giving is seen by the second question, or one of the two meets the other's claim.
 *
 * Names alone are claimed, because nothing else comes to mean what was not judged: a full id, of a
 * container or of an exec, never changes its meaning.  A volume has no other name than the one it
 * was made by, and its making is judged.  An image's tag may move, and the container is looked at
 * by its image's id when it is started.  A part of an id, while it is no name, means another
 * container only once its own is gone and a new one has come by chance: the second question sees
 * that, and what is asked behind our answer comes behind it in the engine too.  No name is given
 * that is a part of an id: that other container would be meant as soon as the bearer of the name is
 * renamed or removed, which claims nothing. */
#include <string.h>

#include "filling.h"

#include "qw/clock.h"
#include "qw/limits.h"
#include "qw/show.h"

/* What dockerd says of a request in the AuthZReq, and again in the AuthZRes. */
struct words {
    const char *user;
    const char *method;
    const char *uri;
    struct qw_bytes body;
};

static enum qw_err digest_of(struct qw_arena *arena, const struct words *words,
                             struct qw_digest *ret_words)
{
    struct qw_digest body;
    enum qw_err err = qw_digest_sha256(words->body.data, words->body.len, &body);
    const char *text;

    if (err != QW_OK)
        return err;
    text = qw_arena_format(arena, "%s %s %s %s", words->method, words->uri, body.text, words->user);
    return text != NULL ? qw_digest_sha256(text, strlen(text), ret_words) : QW_ERR_NO_MEMORY;
}

static struct words words_of(const struct qw_call *call)
{
    return (struct words){.user = call->user,
                          .method = call->method,
                          .uri = call->uri,
                          .body = {.data = call->body, .len = call->body_len}};
}

void interlock_claim(struct interlock *interlock, enum claim_kind kind,
                     const struct qw_digest *name)
{
    interlock->request.items[interlock->request.n_items++] =
        (struct claim){.kind = kind, .name = *name};
}

static enum qw_err add_claim(struct interlock *interlock, enum claim_kind kind, const char *name,
                             bool has_it)
{
    struct qw_digest digest;
    enum qw_err err = qw_digest_sha256(name, strlen(name), &digest);

    if (err != QW_OK)
        return err;
    interlock_claim(interlock, kind, &digest);
    interlock->request.items[interlock->request.n_items - 1].has_it = has_it;
    return QW_OK;
}

static enum qw_err rely(struct interlock *interlock, const char *name, const char *id, bool has_it)
{
    if (id != NULL && strcmp(name, id) == 0)
        return QW_OK;
    interlock->reliances[interlock->n_reliances++] = (struct reliance){.name = name, .id = id};
    return add_claim(interlock, CLAIM_RELIES, name, has_it);
}

/* The names that the engine looks up for WORKLOAD; those of FAILED ones were found fault with. */
static enum qw_err rely_on_others(struct interlock *interlock, const struct qw_workload *workload)
{
    enum qw_err err = QW_OK;

    if (workload->facts == NULL)
        return QW_OK;
    for (size_t i = 0; err == QW_OK && i < workload->facts->n_others; i++) {
        const struct qw_other_container *other = &workload->facts->others[i];

        if (other->fact.state == QW_FACT_KNOWN || other->fact.state == QW_FACT_MISSING)
            err = rely(interlock, other->name, other->id, false);
    }
    return err;
}

/* A body, or what the container joins, decides whether such a request relies on a name; its words
 * do not. */
static bool may_rely_on_others(enum qw_op op)
{
    return op == QW_OP_CONTAINER_CREATE || op == QW_OP_CONTAINER_START ||
           op == QW_OP_CONTAINER_RESTART || op == QW_OP_CHECKPOINT_START;
}

static enum qw_err gather(struct interlock *interlock, const struct plan *plan)
{
    const struct qw_decided *decided = interlock->decided;
    const struct qw_operation *operation = &decided->operation;
    const struct qw_held *held = &decided->held;
    const char *given = gate_given_name(operation);
    enum qw_err err = QW_OK;

    /* a wait only reads */
    if (plan->look == LOOK_CONTAINER && operation->op != QW_OP_CONTAINER_WAIT) {
        const char *name = gate_container_of(operation);

        err = rely(interlock, name, held->id, held->id != NULL && strcmp(held->name, name) == 0);
    }
    if (err == QW_OK && may_rely_on_others(operation->op))
        err = add_claim(interlock, CLAIM_NOTHING, "", false);
    if (err == QW_OK && may_rely_on_others(operation->op))
        err = rely_on_others(interlock, operation->op == QW_OP_CONTAINER_CREATE
                                            ? &decided->workload
                                            : &decided->held_workload);
    if (err == QW_OK && *given != '\0')
        err = add_claim(interlock, CLAIM_GIVES, given, false);
    if (err == QW_OK && operation->op == QW_OP_CONTAINER_UPDATE)
        err = add_claim(interlock, CLAIM_UPDATES, "", false);
    if (err == QW_OK)
        err = filling_gather(interlock);
    return err;
}

static size_t n_others(const struct qw_workload *workload)
{
    return workload->facts != NULL ? workload->facts->n_others : 0;
}

static bool make_lists(struct interlock *interlock)
{
    const struct qw_decided *decided = interlock->decided;
    /* the container itself, nothing, the name that is given, an update */
    const size_t most = 4 + n_others(&decided->workload) + n_others(&decided->held_workload) +
                        filling_most(decided);

    interlock->request.items =
        qw_arena_alloc(interlock->asker->arena, most, sizeof *interlock->request.items);
    interlock->reliances =
        qw_arena_alloc(interlock->asker->arena, most, sizeof *interlock->reliances);
    return interlock->request.items != NULL && interlock->reliances != NULL;
}

enum qw_err interlock_refuse(struct interlock *interlock, enum qw_err err, const char *text)
{
    struct qw_diag *diag = &interlock->decided->diag;

    *diag = (struct qw_diag){0};
    return qw_diag_set(diag, err, "%s", text);
}

static enum qw_err refuse(struct interlock *interlock, enum qw_err err)
{
    const char *text = qw_err_text(err);

    if (err == QW_ERR_NAME_MOVES)
        text = "a container is being given a name while another request relies on what that name "
               "means";
    else if (err == QW_ERR_VOLUME_FILLED)
        text = "a volume is being filled from an image while another request would fill it too, "
               "or write to it";
    else if (err == QW_ERR_TOO_LARGE)
        text = "the container has too many volumes";
    else if (err == QW_ERR_BUSY)
        text = "too many requests about containers are under way";
    return interlock_refuse(interlock, err, text);
}

static enum qw_err refuse_moved(struct interlock *interlock, const char *name)
{
    struct qw_arena *arena = interlock->asker->arena;
    const char *text =
        qw_arena_format(arena, "%s has just come to mean another container", qw_show(arena, name));

    return text != NULL ? interlock_refuse(interlock, QW_ERR_NAME_MOVES, text) : QW_ERR_NO_MEMORY;
}

static enum qw_err look_again(struct interlock *interlock, const struct reliance *reliance)
{
    struct qw_diag *diag = &interlock->decided->diag;
    const char *id = NULL;
    enum qw_err err = qw_resolve_container_id(interlock->asker, reliance->name, &id, diag);

    if (err != QW_OK && err != QW_ERR_NOT_FOUND)
        return err;
    *diag = (struct qw_diag){0};
    if (id == NULL && reliance->id == NULL)
        return QW_OK;
    if (id == NULL || reliance->id == NULL || strcmp(id, reliance->id) != 0)
        return refuse_moved(interlock, reliance->name);
    return QW_OK;
}

/* Where the name is taken already, the engine says so itself. */
static enum qw_err check_given(struct interlock *interlock)
{
    const char *name = gate_given_name(&interlock->decided->operation);
    struct qw_diag *diag = &interlock->decided->diag;
    const char *id = NULL;
    enum qw_err err = qw_resolve_container_id(interlock->asker, name, &id, diag);

    if (err != QW_OK && err != QW_ERR_NOT_FOUND)
        return err;
    *diag = (struct qw_diag){0};
    if (err == QW_ERR_NOT_FOUND || strncmp(id, name, strlen(name)) != 0)
        return QW_OK;
    return qw_diag_set(diag, QW_ERR_URI,
                       "the name is the beginning of another container's id\nchoose another name.");
}

static enum qw_err enter(struct interlock *interlock, bool gives_part_of_id)
{
    struct qw_gate *gate = interlock->gate;
    enum qw_err err = claims_enter(&gate->claims, &interlock->request);

    if (err != QW_OK)
        return refuse(interlock, err);
    for (size_t i = 0; err == QW_OK && i < interlock->n_reliances; i++)
        err = look_again(interlock, &interlock->reliances[i]);
    if (err == QW_OK && gives_part_of_id)
        err = check_given(interlock);
    if (err == QW_OK)
        err = filling_look_again(interlock);
    if (err != QW_OK)
        claims_leave(&gate->claims, &interlock->request.words);
    interlock->decided->has_claims = err == QW_OK;
    return err;
}

enum qw_err gate_interlock(struct qw_gate *gate, struct qw_asker *asker, const struct plan *plan,
                           struct qw_decided *decided)
{
    struct interlock interlock = {.gate = gate, .asker = asker, .decided = decided};
    const struct words words = words_of(&decided->call);
    enum qw_err err;

    if (decided->verdict.decision != QW_ALLOW || decided->is_own ||
        !qw_resolver_has_engine(gate->resolver) ||
        !qw_rules_enforce(qw_policy_settings(gate->policy), QW_WORKLOAD_CONTAINER))
        return QW_OK;
    if (!make_lists(&interlock))
        return refuse(&interlock, QW_ERR_NO_MEMORY);
    err = gather(&interlock, plan);
    if (err == QW_OK && interlock.request.n_items == 0)
        return QW_OK;
    if (err == QW_OK && interlock.request.n_items > QW_LIMIT_CLAIMS)
        err = QW_ERR_TOO_LARGE;
    if (err == QW_OK)
        err = digest_of(asker->arena, &words, &interlock.request.words);
    interlock.request.now_us = qw_clock_monotonic_us();
    if (err == QW_OK && interlock.request.now_us == 0)
        err = QW_ERR_IO; /* without a clock no claim would hold */
    if (err != QW_OK)
        return refuse(&interlock, err);
    interlock.request.may_wait = gate_plan_wait(plan) != QW_GATE_WAIT_NONE;
    return enter(&interlock, plan->may_give_part_of_id);
}

/* An update that was answered has changed what is remembered of its container. */
static void end_claims(struct qw_gate *gate, struct qw_arena *arena, const struct words *words)
{
    struct qw_digest digest;

    if (digest_of(arena, words, &digest) == QW_OK && claims_leave(&gate->claims, &digest))
        memory_forget(&gate->memory);
}

void gate_interlock_end(struct qw_gate *gate, struct qw_arena *arena, struct qw_decided *decided)
{
    const struct words words = words_of(&decided->call);

    if (decided->has_claims)
        end_claims(gate, arena, &words);
    decided->has_claims = false;
}

void gate_interlock_note(struct qw_gate *gate, struct qw_bytes envelope)
{
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) = NULL;
    struct qw_response response;

    if (!claims_any(&gate->claims))
        return;
    arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    if (arena == NULL || qw_plugin_read_response(arena, envelope, &response) != QW_OK)
        return;

    const struct words words = {.user = response.user,
                                .method = response.method,
                                .uri = response.uri,
                                .body = response.request_body};

    end_claims(gate, arena, &words);
}
