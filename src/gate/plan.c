/* What has to be asked before a request can be judged. */
#include <string.h>

#include "gate_priv.h"

#include "qw/holes.h"

/* The operations that run, enter or open a container that is there already: it may have been made
 * before this policy, by a tag that moved, or by a volume that is a bind in disguise. */
static const enum look looks[QW_OP_COUNT] = {
    [QW_OP_CONTAINER_START] = LOOK_CONTAINER,       [QW_OP_CONTAINER_RESTART] = LOOK_CONTAINER,
    [QW_OP_CHECKPOINT_START] = LOOK_CONTAINER,      [QW_OP_CONTAINER_ATTACH] = LOOK_CONTAINER,
    [QW_OP_EXEC_CREATE] = LOOK_CONTAINER,           [QW_OP_EXEC_START] = LOOK_EXEC,
    [QW_OP_CONTAINER_EXPORT] = LOOK_CONTAINER,      [QW_OP_CONTAINER_ARCHIVE_GET] = LOOK_CONTAINER,
    [QW_OP_CONTAINER_ARCHIVE_PUT] = LOOK_CONTAINER, [QW_OP_CONTAINER_COPY] = LOOK_CONTAINER,
    [QW_OP_CONTAINER_WAIT] = LOOK_CONTAINER,   /* see waits_for_removal() */
    [QW_OP_CONTAINER_UPDATE] = LOOK_CONTAINER, /* see sets_restart_policy() */
    [QW_OP_IMAGE_COMMIT] = LOOK_CONTAINER,
};

/* True for the operations that some engine has a hole at. */
static bool meets_a_hole(enum qw_op op)
{
    const unsigned every_hole = (1U << QW_HOLE_COUNT) - 1;

    return qw_hole_reached(every_hole, op, true) != QW_HOLE_COUNT;
}

/* `docker run --rm` waits for the container to be removed before it starts it, and for ever when
 * the start is denied: then nothing removes it.  So the wait is denied too. */
static bool waits_for_removal(const struct qw_operation *operation)
{
    const char *condition = qw_operation_param(operation, "condition");

    return condition != NULL && strcmp(condition, "removed") == 0;
}

/* The engine starts such a container by itself when it comes up again, and asks nobody. */
static bool sets_restart_policy(const struct qw_decided *decided)
{
    return decided->has_workload && decided->workload.restart.at != NULL;
}

const char *gate_given_name(const struct qw_operation *operation)
{
    const char *name = NULL;

    if (operation->op == QW_OP_CONTAINER_CREATE || operation->op == QW_OP_CONTAINER_RENAME)
        name = qw_operation_param(operation, "name");
    if (name == NULL)
        return "";
    return *name == '/' ? name + 1 : name;
}

static bool may_give_part_of_id(const struct qw_operation *operation)
{
    const char *name = gate_given_name(operation);

    return *name != '\0' && name[strspn(name, "0123456789abcdef")] == '\0';
}

const char *gate_container_of(const struct qw_operation *operation)
{
    const char *name = NULL;

    if (operation->op != QW_OP_IMAGE_COMMIT)
        return operation->object;
    name = qw_operation_param(operation, "container");
    return name != NULL ? name : "";
}

static enum look look_of(struct qw_gate *gate, const struct qw_decided *decided)
{
    const struct qw_operation *operation = &decided->operation;
    const enum look look = looks[operation->op];

    if (operation->op == QW_OP_CONTAINER_WAIT && !waits_for_removal(operation))
        return LOOK_NONE;
    if (operation->op == QW_OP_CONTAINER_UPDATE && !sets_restart_policy(decided))
        return LOOK_NONE;
    /* Whether a container runs is no matter of memory, and decides about such a hole. */
    if (look == LOOK_CONTAINER && !meets_a_hole(operation->op) &&
        operation->op != QW_OP_EXEC_CREATE &&
        memory_knows(&gate->memory, gate_container_of(operation)))
        return LOOK_NONE;
    return look;
}

struct plan gate_plan(struct qw_gate *gate, const struct qw_decided *decided)
{
    const struct qw_operation *operation = &decided->operation;
    /* A level for learning denies nothing that is understood (rules.md, Levels). */
    const bool meets_hole =
        meets_a_hole(operation->op) &&
        qw_rules_enforce(qw_policy_settings(gate->policy), QW_WORKLOAD_CONTAINER);
    struct plan plan = {0};

    if (gate->resolver == NULL || decided->is_own ||
        qw_policy_action(gate->policy, operation->op) == QW_ACTION_DENY)
        return plan;
    if (decided->has_workload)
        plan.needs = qw_rules_needs(&decided->workload, qw_policy_settings(gate->policy));
    if (!qw_resolver_has_engine(gate->resolver)) {
        plan.needs &= QW_NEED_PATHS;
        /* reading passes without an engine to ask (rules.md, The second look) */
        plan.meets_hole = meets_hole && qw_op_class(operation->op) != QW_CLASS_SENSITIVE;
        return plan;
    }
    plan.look = look_of(gate, decided);
    plan.sees_volume = operation->op == QW_OP_VOLUME_CREATE &&
                       qw_rules_guard_volumes(qw_policy_settings(gate->policy));
    plan.may_give_part_of_id =
        may_give_part_of_id(operation) &&
        qw_rules_enforce(qw_policy_settings(gate->policy), QW_WORKLOAD_CONTAINER);
    plan.meets_hole = meets_hole;
    plan.needs_engine = meets_hole;
    return plan;
}

enum qw_gate_wait gate_plan_wait(const struct plan *plan)
{
    /* who uses a volume is such a question, and who fills it may have to wait for another */
    const unsigned of_containers =
        QW_NEED_OTHERS | QW_NEED_ACCOUNT | QW_NEED_GROUPS | QW_NEED_VOLUME_USERS;

    if (plan->look != LOOK_NONE || (plan->needs & of_containers) != 0 || plan->may_give_part_of_id)
        return QW_GATE_WAIT_CONTAINER;
    return plan->needs != 0 || plan->needs_engine || plan->sees_volume ? QW_GATE_WAIT_QUICK
                                                                       : QW_GATE_WAIT_NONE;
}
