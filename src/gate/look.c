/* Asking: the facts of the request's own workload, and the second look at what the engine holds. */
#include <string.h>

#include "filling.h"

#include "qw/holes.h"

static enum qw_err ask_facts(struct qw_asker *asker, unsigned needs,
                             const struct qw_decided *decided, struct qw_workload *workload)
{
    const struct qw_resolve_context context = {.held = decided->has_held ? &decided->held : NULL};

    if (needs == 0)
        return QW_OK;
    return qw_resolve_facts(asker, needs, &context, workload);
}

static bool is_denied(const struct qw_findings *findings)
{
    for (size_t i = 0; i < findings->n_items; i++) {
        if (findings->items[i].mode == QW_MODE_ENFORCE)
            return true;
    }
    return false;
}

static enum qw_err follow_targets(struct qw_gate *gate, struct qw_asker *asker,
                                  struct qw_decided *decided)
{
    struct filling_hold hold = {.is_held = false};
    const bool may_ask = !qw_resolve_targets_wants_quiet(asker, &decided->held_workload) ||
                         filling_keep_quiet(gate, asker, decided, &hold);
    enum qw_err err = qw_resolve_targets(asker, &decided->held, may_ask, &decided->held_workload);

    filling_release(gate, &hold);
    decided->has_followed = err == QW_OK;
    return err;
}

/* Where its mounts lead.  The engine sets them all up to answer: it is asked about nothing that the
 * rules deny already, and about nothing that runs, which could lead it astray meanwhile (its mounts
 * stand since its start).  What was admitted once stays so: its files are read-only, and the ways
 * lead through no other mount.  An attach to what does not run passes unjudged. */
static enum qw_err look_at_targets(struct qw_gate *gate, struct qw_asker *asker,
                                   struct qw_decided *decided)
{
    const struct qw_settings *settings = qw_policy_settings(gate->policy);
    struct qw_findings findings;
    enum qw_err err;

    if (decided->held.is_running || decided->operation.op == QW_OP_CONTAINER_ATTACH ||
        memory_knows(&gate->followed, decided->held.id) ||
        !qw_rules_follow_targets(&decided->held_workload, settings))
        return QW_OK;
    err = qw_rules_judge(asker->arena, &decided->held_workload, settings, &findings);
    if (err == QW_OK && !is_denied(&findings))
        return follow_targets(gate, asker, decided);
    return err == QW_ERR_NO_MEMORY ? err : QW_OK; /* it is judged again, and tells */
}

static enum qw_err look_at_container(struct qw_gate *gate, struct qw_asker *asker, const char *name,
                                     struct qw_decided *decided)
{
    const struct qw_settings *settings = qw_policy_settings(gate->policy);
    enum qw_err err =
        qw_resolve_container(asker, name, &decided->held_workload, &decided->held, &decided->diag);

    if (err != QW_OK)
        return err;
    decided->has_held = true;
    err = ask_facts(asker, qw_rules_needs(&decided->held_workload, settings), decided,
                    &decided->held_workload);
    return err == QW_OK ? look_at_targets(gate, asker, decided) : err;
}

/* An exec was judged when it was made; what its user's name stands for may have changed since. */
static enum qw_err look_at_exec(struct qw_gate *gate, struct qw_asker *asker,
                                struct qw_decided *decided)
{
    const struct qw_settings *settings = qw_policy_settings(gate->policy);
    const char *container = NULL;
    enum qw_err err = qw_resolve_exec(asker, decided->operation.object, &decided->workload,
                                      &container, &decided->diag);

    if (err != QW_OK)
        return err;
    decided->has_workload = true;
    if (memory_knows(&gate->memory, container) &&
        (qw_rules_needs(&decided->workload, settings) & QW_NEED_ACCOUNT) == 0)
        return QW_OK;
    return look_at_container(gate, asker, container, decided);
}

/* As the caller sees it: the form of what the engine holds is nothing that they could mend. */
static enum qw_err tell(struct qw_diag *diag, enum qw_err err, enum look look)
{
    const struct qw_diag inner = *diag;

    if (err == QW_ERR_ENGINE)
        return err;
    *diag = (struct qw_diag){0};
    if (err == QW_ERR_NOT_FOUND)
        return qw_diag_set(diag, err,
                           "the engine knows no such %s\ncheck its name: docker ps --all lists "
                           "what there is.",
                           look == LOOK_EXEC ? "exec, or not its container" : "container");
    return qw_diag_set(diag, QW_ERR_ENGINE, "the engine's answer cannot be used: %s", inner.text);
}

/* A wait only reads; and of a container that is not there nothing can be changed or taken. */
static bool passes_unlooked(enum qw_op op, enum qw_err err)
{
    if (op == QW_OP_CONTAINER_WAIT)
        return true;
    return err == QW_ERR_NOT_FOUND && (op == QW_OP_CONTAINER_UPDATE || op == QW_OP_IMAGE_COMMIT);
}

static enum qw_err look(struct qw_gate *gate, struct qw_asker *asker, enum look look,
                        struct qw_decided *decided)
{
    enum qw_err err = QW_OK;

    if (look == LOOK_CONTAINER)
        err = look_at_container(gate, asker, gate_container_of(&decided->operation), decided);
    else if (look == LOOK_EXEC)
        err = look_at_exec(gate, asker, decided);
    if (err == QW_OK || err == QW_ERR_NO_MEMORY)
        return err;
    if (!passes_unlooked(decided->operation.op, err) &&
        qw_rules_enforce(qw_policy_settings(gate->policy), QW_WORKLOAD_CONTAINER))
        return tell(&decided->diag, err, look);
    decided->diag = (struct qw_diag){0};
    return QW_OK;
}

/* Whether it is there already; without an answer it is not known to be new, which denies later. */
static void see_volume(struct qw_gate *gate, struct qw_asker *asker,
                       const struct qw_decided *decided)
{
    const char *name = qw_json_string(qw_json_get(decided->operation.body, "Name"));
    struct qw_diag diag = {.err = QW_OK};
    bool is_free;

    if (name != NULL && *name != '\0' && filling_see(gate, asker, name, &is_free, &diag) != QW_OK)
        return;
}

enum qw_err gate_ask(struct qw_gate *gate, struct qw_asker *asker, const struct plan *plan,
                     struct qw_decided *decided)
{
    enum qw_err err = look(gate, asker, plan->look, decided);
    unsigned needs = plan->needs;

    if (err != QW_OK)
        return err;
    if (plan->needs_engine)
        qw_resolve_engine(asker, &decided->engine);
    if (plan->sees_volume)
        see_volume(gate, asker, decided);
    if (plan->look == LOOK_EXEC && decided->has_workload)
        needs = qw_rules_needs(&decided->workload, qw_policy_settings(gate->policy));
    if (!decided->has_workload)
        return QW_OK;
    return ask_facts(asker, needs, decided, &decided->workload);
}

/* Names may be given another meaning in the container's own files, and links there another end;
 * paths may be swapped on the host, and the volume, network or container behind a name is not
 * looked at twice; what will be written to is claimed at each start. */
static bool is_lasting(const struct qw_decided *decided, const struct qw_settings *settings)
{
    const struct qw_workload *held = &decided->held_workload;
    const unsigned passing = QW_NEED_PATHS | QW_NEED_VOLUMES | QW_NEED_OTHERS | QW_NEED_ACCOUNT |
                             QW_NEED_GROUPS | QW_NEED_NETWORKS;

    if (decided->held.written.n_items > 0 && qw_rules_guard_volumes(settings))
        return false;
    return !qw_workload_user_is_looked_up(held) && !qw_rules_follow_targets(held, settings) &&
           (qw_workload_gives_cause(held) & passing) == 0;
}

void gate_remember(struct qw_gate *gate, const struct qw_decided *decided, unsigned generation)
{
    if (decided->verdict.decision != QW_ALLOW)
        return;
    if (decided->has_followed && decided->has_held)
        memory_remember(&gate->followed, decided->held.id, memory_generation(&gate->followed));
    if (decided->operation.op == QW_OP_CONTAINER_UPDATE)
        memory_forget(&gate->memory);
    else if (decided->has_held && is_lasting(decided, qw_policy_settings(gate->policy)) &&
             !claims_has_update(&gate->claims))
        memory_remember(&gate->memory, decided->held.id, generation);
}
