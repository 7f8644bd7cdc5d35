/* What runs a container and within which bounds: cgroup parent, runtime, annotations, the kernel's
 * out-of-memory killer; and fields that this version does not know. */
#include "rules_priv.h"

static bool is_given(const struct qw_text *text)
{
    return text->value && *text->value;
}

static struct qw_remedy drop(const struct qw_json *at)
{
    return (struct qw_remedy){.kind = at ? QW_REMEDY_DROP : QW_REMEDY_NONE, .at = at};
}

void qw_rule_cgroup_parent(const struct qw_workload *workload, const struct qw_settings *settings,
                           struct qw_findings *findings)
{
    const struct qw_text *parent = &workload->cgroup_parent;
    const struct qw_finding finding = {
        .at = parent->at,
        .field = parent->at ? NULL : "cgroupparent", /* of a build's query */
        .value = parent->value,
        .remedies = {drop(parent->at)},
    };

    if (!is_given(parent) ||
        qw_setting_has_word(settings, QW_SETTING_CGROUP_PARENT_ALLOW, parent->value))
        return;
    qw_finding_add(findings, &finding,
                   "puts the container into the cgroup %s, past the limits of the one that the "
                   "engine would choose.",
                   qw_findings_show(findings, parent->value));
}

static void judge_annotations(const struct qw_pairs *annotations,
                              const struct qw_settings *settings, struct qw_findings *findings)
{
    for (size_t i = 0; i < annotations->n_items; i++) {
        const struct qw_pair *annotation = &annotations->items[i];

        if (qw_setting_has_word(settings, QW_SETTING_RUNTIMES_ALLOW_ANNOTATIONS, annotation->name))
            continue;

        const char *name = qw_findings_show(findings, annotation->name);
        const struct qw_finding finding = {
            .at = annotation->at,
            .value = annotation->value,
            .docker = qw_findings_format(findings, "drop --annotation %s", name),
            .compose = qw_findings_format(findings, "remove %s from annotations:", name),
            .remedies = {drop(annotation->at)},
        };

        qw_finding_add(findings, &finding,
                       "sets the annotation %s: runtimes act on annotations, up to properties of "
                       "the host's systemd.",
                       name);
    }
}

void qw_rule_runtimes(const struct qw_workload *workload, const struct qw_settings *settings,
                      struct qw_findings *findings)
{
    const struct qw_text *runtime = &workload->runtime;

    if (is_given(runtime) &&
        !qw_setting_has_word(settings, QW_SETTING_RUNTIMES_ALLOW, runtime->value)) {
        const struct qw_finding finding = {
            .at = runtime->at,
            .value = runtime->value,
            .docker = "drop --runtime",
            .compose = "remove runtime:",
            .remedies = {drop(runtime->at)},
        };

        qw_finding_add(findings, &finding,
                       "chooses the runtime %s, which is not on the policy's list: the engine runs "
                       "it as root on the host.",
                       qw_findings_show(findings, runtime->value));
    }
    judge_annotations(&workload->annotations, settings, findings);
}

void qw_rule_oom(const struct qw_workload *workload, const struct qw_settings *settings,
                 struct qw_findings *findings)
{
    const struct qw_number *score = &workload->oom_score_adj;
    const struct qw_flag *disabled = &workload->oom_kill_disable;

    (void)settings;
    if (score->value < 0) {
        const struct qw_finding finding = {
            .at = score->at,
            .value = qw_findings_format(findings, "%lld", (long long)score->value),
            .docker = "drop --oom-score-adj, or give 0 or more",
            .compose = "remove oom_score_adj:, or give 0 or more",
            .remedies = {drop(score->at)},
        };

        qw_finding_add(
            findings, &finding,
            "is %lld: when memory runs out, the kernel would end the host's own services "
            "before this container.",
            (long long)score->value);
    }
    if (disabled->is_true && workload->memory.value <= 0) {
        const struct qw_finding finding = {
            .at = disabled->at,
            .value = "true",
            .docker = "drop --oom-kill-disable, or add --memory",
            .compose = "remove oom_kill_disable:, or add mem_limit:",
            .remedies = {drop(disabled->at)},
        };

        qw_finding_add(findings, &finding,
                       "is true without a memory limit: the container could use up the host's "
                       "memory and would not be ended.");
    }
}

void qw_rule_service_secrets(const struct qw_workload *workload, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    (void)settings;
    for (size_t i = 0; i < workload->secrets.n_items; i++) {
        const struct qw_text *secret = &workload->secrets.items[i];
        const struct qw_finding finding = {
            .at = secret->at,
            .remedies = {drop(secret->at)},
        };

        qw_finding_add(findings, &finding,
                       "gives the task %s of the swarm, whoever it was made for: it could print "
                       "what it holds.",
                       qw_findings_show(findings, secret->value));
    }
}

void qw_rule_unknown_fields(const struct qw_workload *workload, const struct qw_settings *settings,
                            struct qw_findings *findings)
{
    (void)settings;
    for (size_t i = 0; i < workload->unknown_fields.n_items; i++) {
        const struct qw_text *field = &workload->unknown_fields.items[i];
        const struct qw_finding finding = {
            .at = field->at,
            .remedies = {drop(field->at)},
        };

        qw_finding_add(
            findings, &finding,
            "is not known to this version of quaywarden, which cannot tell what it does.");
    }
}
