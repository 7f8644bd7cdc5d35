/* Mounts that come from another container: they would be judged as this one's own. */
#include "rules_priv.h"

static const struct judge {
    enum qw_rule_id rule;
    const char *name;
    qw_rule_fn *judge;
} judges[] = {
    {QW_RULE_BIND_MOUNTS, "bind-mounts", qw_rule_bind_mounts},
    {QW_RULE_ENGINE_SOCKETS, "engine-sockets", qw_rule_engine_sockets},
    {QW_RULE_MOUNT_PROPAGATION, "mount-propagation", qw_rule_mount_propagation},
    {QW_RULE_VOLUMES, "volumes", qw_volumes_judge_mounts},
};

bool qw_rule_denies(const struct qw_workload *workload, enum qw_rule_id rule, qw_rule_fn *judge,
                    const struct qw_settings *settings, struct qw_findings *findings)
{
    struct qw_findings scratch = {
        .arena = findings->arena,
        .kind = workload->kind,
        .rule = rule,
        .mode = settings->modes[rule],
        .err = findings->err,
    };
    bool is_denied = false;

    if (scratch.mode != QW_MODE_ENFORCE)
        return false;
    judge(workload, settings, &scratch);
    findings->err = scratch.err;
    for (size_t i = 0; i < scratch.n_items; i++)
        is_denied = is_denied || scratch.items[i].mode == QW_MODE_ENFORCE;
    return is_denied;
}

static bool is_unasked(const struct qw_facts *facts, const struct qw_mount *mount)
{
    const bool is_named = mount->type == QW_MOUNT_VOLUME && *mount->source != '\0';
    const struct qw_volume_facts *volume = is_named ? qw_facts_volume(facts, mount->source) : NULL;
    const struct qw_path_facts *path =
        mount->type == QW_MOUNT_BIND ? qw_facts_path(facts, mount->source) : NULL;

    if (is_named)
        return !volume || volume->fact.state == QW_FACT_UNASKED;
    return mount->type == QW_MOUNT_BIND && (!path || path->fact.state == QW_FACT_UNASKED);
}

/* What it took over itself stands in no answer of the engine; nor do mounts that nobody asked about
 * show what they are. */
static bool hides_mounts(const struct qw_workload *other)
{
    for (size_t i = 0; i < other->mounts.n_items; i++) {
        if (is_unasked(other->facts, &other->mounts.items[i]))
            return true;
    }
    return other->volumes_from.n_items > 0;
}

/* The rules that would deny the mounts of OTHER; "" when none would. */
static const char *rules_hit(const struct qw_workload *other, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    const char *told = "";

    for (size_t i = 0; i < sizeof judges / sizeof *judges; i++) {
        const struct judge *row = &judges[i];

        if (qw_rule_denies(other, row->rule, row->judge, settings, findings))
            told = qw_findings_format(findings, "%s%s%s", told, *told ? ", " : "", row->name);
    }
    return told;
}

static void judge_known(const struct qw_workload *other, const struct qw_finding *finding,
                        const struct qw_settings *settings, struct qw_findings *findings)
{
    const char *hit = rules_hit(other, settings, findings);
    const char *name = qw_findings_show(findings, finding->value);

    if (*hit != '\0')
        qw_finding_add(findings, finding,
                       "takes over the mounts of the container %s, which these rules would not "
                       "admit: %s.",
                       name, hit);
    else if (hides_mounts(other))
        qw_finding_add(findings, finding,
                       "takes over the mounts of the container %s, and not all that they show is "
                       "known.",
                       name);
}

static void judge_container(const struct qw_text *container, const struct qw_facts *facts,
                            const struct qw_settings *settings, struct qw_findings *findings)
{
    const struct qw_other_container *other = qw_facts_other(facts, container->value);
    const enum qw_fact_state state = other ? other->fact.state : QW_FACT_UNASKED;
    const struct qw_finding finding = {
        .at = container->at,
        .value = container->value,
        .docker = "drop --volumes-from, and mount the volumes by name",
        .compose = "drop volumes_from, and mount the volumes by name",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = container->at}},
    };

    switch (state) {
    case QW_FACT_MISSING: /* the engine refuses */
        return;
    case QW_FACT_FAILED:
        qw_finding_add_unresolved(findings, &finding, &other->fact);
        return;
    case QW_FACT_KNOWN:
        judge_known(other->workload, &finding, settings, findings);
        return;
    case QW_FACT_UNASKED:
        qw_finding_add(findings, &finding,
                       "takes over every mount of the container %s, host paths included; the "
                       "engine was not asked which these are.",
                       qw_findings_show(findings, container->value));
    }
}

void qw_volumes_from_judge(const struct qw_workload *workload, const struct qw_settings *settings,
                           struct qw_findings *findings)
{
    for (size_t i = 0; i < workload->volumes_from.n_items; i++)
        judge_container(&workload->volumes_from.items[i], workload->facts, settings, findings);
}
