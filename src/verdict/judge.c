/* What becomes of a request: the policy's word on the operation first, then the rules. */
#include "verdict_priv.h"

bool qw_findings_deny(const struct qw_findings *findings)
{
    for (size_t i = 0; i < findings->n_items; i++) {
        if (findings->items[i].mode == QW_MODE_ENFORCE)
            return true;
    }
    return false;
}

static struct qw_verdict denied(enum qw_cause cause)
{
    return (struct qw_verdict){.decision = QW_DENY, .cause = cause, .detail = ""};
}

static struct qw_verdict allowed(enum qw_action action)
{
    return (struct qw_verdict){.decision = QW_ALLOW,
                               .cause = QW_CAUSE_NONE,
                               .detail = "",
                               .is_audited = action == QW_ACTION_AUDIT};
}

static struct qw_verdict judge_operation(enum qw_action action,
                                         const struct qw_operation *operation,
                                         const struct qw_workload *workload)
{
    if (operation->op == QW_OP_UNKNOWN)
        return denied(QW_CAUSE_UNKNOWN_OPERATION);
    if (action == QW_ACTION_DENY)
        return denied(QW_CAUSE_OPERATION);
    /* `allow` means "when the rules have no finding", which nobody could say here */
    if (workload == NULL && qw_workload_kind_of(operation->op) != QW_WORKLOAD_NONE &&
        action == QW_ACTION_ALLOW)
        return qw_verdict_not_understood(QW_ERR_INTERNAL, NULL);
    return allowed(action);
}

/* Both in rule order; of one rule, the request's own come first. */
static enum qw_err merge(struct qw_arena *arena, const struct qw_findings *own,
                         const struct qw_findings *held, struct qw_findings *ret_findings)
{
    struct qw_findings merged = *own;
    size_t n_own = 0;
    size_t n_held = 0;

    merged.n_items = merged.cap = own->n_items + held->n_items;
    merged.items = qw_arena_alloc(arena, merged.cap + 1, sizeof *merged.items);
    if (merged.items == NULL)
        return QW_ERR_NO_MEMORY;
    for (size_t i = 0; i < merged.n_items; i++) {
        const bool takes_own =
            n_held == held->n_items ||
            (n_own < own->n_items && own->items[n_own].rule <= held->items[n_held].rule);

        merged.items[i] = takes_own ? own->items[n_own++] : held->items[n_held++];
    }
    *ret_findings = merged;
    return QW_OK;
}

static enum qw_err judge_one(struct qw_arena *arena, const struct qw_settings *settings,
                             const struct qw_workload *workload, struct qw_findings *ret_findings)
{
    if (workload == NULL) {
        *ret_findings = (struct qw_findings){.arena = arena};
        return QW_OK;
    }
    return qw_rules_judge(arena, workload, settings, ret_findings);
}

/* No wording of a request makes a container pass that is there already. */
static enum qw_err find_passing(struct qw_arena *arena, const struct qw_settings *settings,
                                const struct qw_verdict_input *input, struct qw_verdict *verdict)
{
    struct qw_passing passing = {0};
    enum qw_err err;

    if (verdict->is_of_held || input->workload == NULL ||
        input->workload->kind != qw_workload_kind_of(input->operation->op))
        return QW_OK;
    err = qw_verdict_find_passing(arena, settings, input, &verdict->findings, &passing);
    verdict->passes = passing.command;
    verdict->left_out = passing.left_out;
    return err;
}

static enum qw_err judge_rules(struct qw_arena *arena, const struct qw_settings *settings,
                               const struct qw_verdict_input *input, struct qw_verdict *verdict)
{
    struct qw_findings own;
    struct qw_findings held;
    enum qw_err err = judge_one(arena, settings, input->workload, &own);

    if (err == QW_OK)
        err = judge_one(arena, settings, input->held, &held);
    if (err == QW_OK)
        err = merge(arena, &own, &held, &verdict->findings);
    if (err != QW_OK || !qw_findings_deny(&verdict->findings))
        return err;
    verdict->decision = QW_DENY;
    verdict->cause = QW_CAUSE_RULES;
    verdict->is_audited = false;
    verdict->is_of_held = qw_findings_deny(&held);
    return find_passing(arena, settings, input, verdict);
}

enum qw_err qw_verdict_judge(struct qw_arena *arena, const struct qw_policy *policy,
                             const struct qw_verdict_input *input, struct qw_verdict *ret_verdict)
{
    const enum qw_action action = qw_policy_action(policy, input->operation->op);
    struct qw_verdict verdict = judge_operation(action, input->operation, input->workload);

    if (verdict.decision == QW_ALLOW) {
        enum qw_err err = judge_rules(arena, qw_policy_settings(policy), input, &verdict);

        if (err != QW_OK)
            return err;
    }
    *ret_verdict = verdict;
    return QW_OK;
}

struct qw_verdict qw_verdict_not_understood(enum qw_err err, const struct qw_diag *diag)
{
    struct qw_verdict verdict = denied(QW_CAUSE_NOT_UNDERSTOOD);

    verdict.err = err == QW_OK ? QW_ERR_INTERNAL : err;
    if (diag == NULL)
        return verdict;
    verdict.detail = diag->text;
    verdict.line = diag->line;
    verdict.column = diag->column;
    return verdict;
}

struct qw_verdict qw_verdict_engine_hole(enum qw_hole_id hole, const char *engine_version)
{
    struct qw_verdict verdict = denied(QW_CAUSE_ENGINE_HOLE);

    verdict.hole = hole;
    verdict.engine_version = engine_version;
    return verdict;
}

static const char *const reasons[] = {
    [QW_CAUSE_NOT_UNDERSTOOD] = "", /* the error's name */
    [QW_CAUSE_UNKNOWN_OPERATION] = "unknown-operation",
    [QW_CAUSE_OPERATION] = "operation",
    [QW_CAUSE_RULES] = "rules",
    [QW_CAUSE_ENGINE_HOLE] = "engine-hole",
    [QW_CAUSE_AUDIT_FAILED] = "audit-failed",
    [QW_CAUSE_NONE] = "",
};

const char *qw_verdict_reason(const struct qw_verdict *verdict)
{
    if (verdict->cause == QW_CAUSE_NOT_UNDERSTOOD)
        return qw_err_name(verdict->err);
    return reasons[verdict->cause];
}
