/* Volumes, and mounts of kinds that no other rule judges. */
#include "volume_driver.h"

#include "copy_up.h"
#include "host_paths.h"
#include "targets.h"

static const char *unjudged_kind(enum qw_mount_type type)
{
    if (type == QW_MOUNT_CLUSTER)
        return "is a cluster mount: what it shows is decided by a driver elsewhere in the swarm.";
    if (type == QW_MOUNT_UNKNOWN)
        return "is of no kind that this version of quaywarden knows, and cannot be judged.";
    return NULL;
}

static void judge_kind(const struct qw_mount *mount, struct qw_findings *findings)
{
    const char *text = unjudged_kind(mount->type);
    const struct qw_finding finding = {
        .at = mount->at,
        .value = mount->target,
        .docker = "use --mount type=volume, tmpfs or bind",
        .compose = "use an entry of type volume, tmpfs or bind",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = mount->at}},
    };

    if (text)
        qw_finding_add(findings, &finding, "%s", text);
}

static void judge_mode(const struct qw_mount *mount, struct qw_findings *findings)
{
    const struct qw_finding finding = {
        .at = mount->at,
        .value = mount->unknown_mode,
        .docker = "drop that word from -v",
        .compose = "drop that word from volumes:",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = mount->at}},
    };

    if (mount->unknown_mode)
        qw_finding_add(findings, &finding,
                       "has the mode %s, which this version of quaywarden does not know.",
                       qw_findings_show(findings, mount->unknown_mode));
}

/* A volume that the engine holds already is what it is, whatever the request asks for. */
static void judge_held_volume(const struct qw_facts *facts, const struct qw_mount *mount,
                              const struct qw_settings *settings, struct qw_findings *findings)
{
    const struct qw_volume_facts *held = qw_mount_volume_facts(facts, mount);
    const struct qw_finding finding = {
        .at = mount->at,
        .value = mount->source,
        .remedies = {{.kind = QW_REMEDY_DROP, .at = mount->at}},
    };

    if (!held)
        return;
    if (held->fact.state == QW_FACT_FAILED) {
        qw_finding_add_unresolved(findings, &finding, &held->fact);
        return;
    }

    const struct qw_volume_request volume = {
        .name = held->name,
        .driver = held->driver,
        .options = &held->options,
        .driver_at = mount->at,
        .options_at = mount->at,
    };

    qw_volume_judge(&volume, settings, findings);
}

static void judge_template(const struct qw_mount *mount, struct qw_findings *findings)
{
    const struct qw_finding finding = {
        .at = mount->at,
        .value = mount->target,
        .docker = "write the mount out, without {{...}}",
        .compose = "write the mount out, without {{...}}",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = mount->at}},
    };

    if (mount->has_template)
        qw_finding_add(findings, &finding,
                       "holds a template, which the swarm fills in when a task starts: what is "
                       "mounted then cannot be judged.");
}

static void judge_mount(const struct qw_workload *workload, const struct qw_mount *mount,
                        const struct qw_settings *settings, struct qw_findings *findings)
{
    const struct qw_volume_request volume = {
        .driver = mount->driver,
        .options = &mount->driver_options,
        .driver_at = mount->at,
        .options_at = mount->at,
    };

    judge_kind(mount, findings);
    judge_mode(mount, findings);
    qw_target_judge(workload, mount, settings, findings);
    qw_copy_up_judge(workload, mount, settings, findings);
    judge_template(mount, findings);
    if (mount->type == QW_MOUNT_VOLUME)
        qw_volume_judge(&volume, settings, findings);
    if (mount->type == QW_MOUNT_TMPFS)
        qw_tmpfs_judge_kind(mount, findings);
    judge_held_volume(workload->facts, mount, settings, findings);
}

/* Also of the volumes that the image declares, which no request shows. */
static void judge_volume_driver(const struct qw_text *driver, const struct qw_settings *settings,
                                struct qw_findings *findings)
{
    static const struct qw_pairs no_options = {0};
    const struct qw_volume_request volume = {
        .driver = driver->value,
        .options = &no_options,
        .driver_at = driver->at,
    };

    if (driver->at != NULL)
        qw_volume_judge(&volume, settings, findings);
}

static void judge_volume_create(const struct qw_volume *created, const struct qw_settings *settings,
                                struct qw_findings *findings)
{
    const struct qw_volume_request volume = {
        .driver = created->driver.value,
        .options = &created->options,
        .driver_at = created->driver.at,
        .options_at = created->options.at,
    };
    const struct qw_finding cluster = {
        .at = created->cluster_spec,
        .docker = "drop the options of a cluster volume",
        .compose = "drop the options of a cluster volume",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = created->cluster_spec}},
    };

    qw_volume_judge(&volume, settings, findings);
    if (created->cluster_spec)
        qw_finding_add(findings, &cluster,
                       "makes a cluster volume: a driver elsewhere in the swarm decides what it "
                       "shows.");
}

void qw_volumes_judge_mounts(const struct qw_workload *workload, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    for (size_t i = 0; i < workload->mounts.n_items; i++)
        judge_mount(workload, &workload->mounts.items[i], settings, findings);
    judge_volume_driver(&workload->volume_driver, settings, findings);
}

void qw_rule_volumes(const struct qw_workload *workload, const struct qw_settings *settings,
                     struct qw_findings *findings)
{
    qw_volumes_judge_mounts(workload, settings, findings);
    qw_volumes_from_judge(workload, settings, findings);
    if (workload->kind == QW_WORKLOAD_VOLUME)
        judge_volume_create(&workload->volume, settings, findings);
}
