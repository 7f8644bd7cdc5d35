/* To make a container, the engine copies what the image has at a volume's target into the volume,
 * when that is empty ("copy-up", nocopy in docker's words): as root of the host, and along the
 * symbolic links that stand there by then.  Whoever can write to the volume meanwhile chooses where
 * the image's files go (seen on 20.10.24, 26.1.5 and 28.5.2). */
#include "copy_up.h"

#include "host_paths.h"
#include "volume_driver.h"

bool qw_rules_guard_volumes(const struct qw_settings *settings)
{
    return settings->modes[QW_RULE_VOLUMES] == QW_MODE_ENFORCE &&
           !settings->values[QW_SETTING_VOLUMES_ALLOW_COPY_UP].is_true;
}

/* Whether it has another name than its own, as a folder of the host or at its driver; what other
 * rules deny of drivers and options is not told twice. */
static bool has_other_names(const char *driver, const struct qw_pairs *options,
                            const struct qw_settings *settings)
{
    if (qw_volume_driver_is_local(driver))
        return qw_volume_is_bind(options);
    return qw_setting_has_word(settings, QW_SETTING_VOLUMES_DRIVERS, driver);
}

static bool can_be_reached_otherwise(const struct qw_workload *workload,
                                     const struct qw_mount *mount,
                                     const struct qw_settings *settings)
{
    const struct qw_volume_facts *held = qw_facts_volume(workload->facts, mount->source);
    const char *driver = *mount->driver != '\0' ? mount->driver : workload->volume_driver.value;

    if (held != NULL && held->fact.state == QW_FACT_KNOWN)
        return has_other_names(held->driver, &held->options, settings);
    return has_other_names(driver, &mount->driver_options, settings);
}

static const char add_nocopy[] =
    "add nocopy: -v NAME:/data:nocopy, or volume-nocopy to --mount; or stop that container first";
static const char add_nocopy_compose[] =
    "add nocopy: NAME:/data:nocopy, or volume: {nocopy: true}; or stop that container first";

/* compose carries such volumes over to the next container of a service, and asks for no copy. */
static const char renew_compose[] = "use up --renew-anon-volumes, or stop that container first";

static bool mounts_another(const struct qw_workload *workload, const struct qw_mount *mount)
{
    for (size_t i = 0; i < workload->mounts.n_items; i++) {
        if (&workload->mounts.items[i] != mount && workload->mounts.items[i].type != QW_MOUNT_TMPFS)
            return true;
    }
    return false;
}

/* Nobody is asked when the swarm starts a task: it must neither fill a volume while others write to
 * it, nor write to one that others fill. */
static void judge_task(const struct qw_workload *workload, const struct qw_mount *mount,
                       struct qw_findings *findings)
{
    const struct qw_finding finding = {
        .at = mount->at,
        .value = mount->source,
        .docker = "mount it with readonly and volume-nocopy, or use a tmpfs",
        .compose = "add read_only: true and volume: {nocopy: true}, or use a tmpfs",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = mount->at}},
    };

    if (mount->type == QW_MOUNT_VOLUME && !(mount->no_copy && mount->is_read_only))
        qw_finding_add(findings, &finding,
                       "mounts a volume that a task would fill, or write to, whenever the swarm "
                       "starts it: others may be filling it then.");
    else if (mount->type == QW_MOUNT_VOLUME && mounts_another(workload, mount))
        qw_finding_add(findings, &finding,
                       "is one of several mounts of a task: what one container has opened could be "
                       "passed on through it to another.");
}

void qw_copy_up_judge(const struct qw_workload *workload, const struct qw_mount *mount,
                      const struct qw_settings *settings, struct qw_findings *findings)
{
    static const char danger[] = "what the image has there would be copied into it as root of the "
                                 "host, wherever symbolic links in it lead.";
    const struct qw_volume_facts *held = qw_facts_volume(workload->facts, mount->source);
    struct qw_finding finding = {
        .at = mount->at,
        .value = mount->source,
        .docker = "add nocopy: -v NAME:/data:nocopy, or volume-nocopy to --mount",
        .compose = "add nocopy: NAME:/data:nocopy, or volume: {nocopy: true}",
        .remedies = {{.kind = QW_REMEDY_NO_COPY, .at = mount->at}},
    };

    if (settings->values[QW_SETTING_VOLUMES_ALLOW_COPY_UP].is_true)
        return;
    if (workload->kind == QW_WORKLOAD_SERVICE)
        judge_task(workload, mount, findings);
    if (workload->kind != QW_WORKLOAD_CREATE || !qw_workload_fills(workload, mount))
        return;
    if (can_be_reached_otherwise(workload, mount, settings)) {
        qw_finding_add(findings, &finding,
                       "mounts a volume that can be written to by other names as well: %s", danger);
    } else if (held != NULL && held->user != NULL) {
        finding.docker = add_nocopy;
        finding.compose =
            qw_volume_name_is_made_up(mount->source) ? renew_compose : add_nocopy_compose;
        qw_finding_add(findings, &finding, "mounts the volume %s, which the container %s uses: %s",
                       qw_findings_show(findings, mount->source),
                       qw_findings_show(findings, held->user), danger);
    }
}
