/* Where in a container its mounts come to stand. */
#include "targets.h"

#include <string.h>

#include "qw/path.h"

/* Where the runtime reads and writes while it sets a container up: what is mounted there, or over
 * all of it, has made it write elsewhere (CVE-2019-16884, CVE-2025-31133, CVE-2025-52881). */
static bool is_runtime_path(const char *target)
{
    static const char *const folders[] = {"/proc", "/sys", "/dev"};

    if (qw_path_relation(target, "/dev/shm") == QW_PATH_AT_OR_BELOW)
        return false;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        if (qw_path_relation(target, folders[i]) != QW_PATH_APART)
            return true;
    }
    return false;
}

static struct qw_finding finding_on(const struct qw_mount *mount)
{
    return (struct qw_finding){
        .at = mount->at,
        .value = mount->target,
        .remedies = {{.kind = QW_REMEDY_DROP, .at = mount->at}},
    };
}

static void judge_place(const struct qw_mount *mount, struct qw_findings *findings)
{
    struct qw_finding finding = finding_on(mount);

    finding.docker = finding.compose = "mount it outside of /proc, /sys and /dev (but /dev/shm)";
    if (is_runtime_path(mount->target))
        qw_finding_add(findings, &finding,
                       "is mounted at %s, among the files by which the runtime confines the "
                       "container.",
                       qw_findings_show(findings, mount->target));
}

/* Others than this container can write to all but its own tmpfs. */
static const struct qw_mount *mount_above(const struct qw_workload *workload,
                                          const struct qw_mount *mount)
{
    for (size_t i = 0; i < workload->mounts.n_items; i++) {
        const struct qw_mount *other = &workload->mounts.items[i];

        if (other->type != QW_MOUNT_TMPFS && strcmp(other->target, mount->target) != 0 &&
            qw_path_relation(mount->target, other->target) == QW_PATH_AT_OR_BELOW)
            return other;
    }
    return NULL;
}

/* The runtime follows the links that it finds in the mount above, and whoever else has that one can
 * put one there at any time: to /dev, say.  A tmpfs brings nothing along that could harm. */
static void judge_nesting(const struct qw_workload *workload, const struct qw_mount *mount,
                          struct qw_findings *findings)
{
    const struct qw_mount *above = mount_above(workload, mount);
    struct qw_finding finding = finding_on(mount);

    finding.docker = finding.compose = "mount it beside the other one, not below it";
    if (above != NULL && mount->type != QW_MOUNT_TMPFS)
        qw_finding_add(findings, &finding,
                       "is mounted at %s, below the mount at %s: a symbolic link in that one can "
                       "lead it to any place, /dev among them.",
                       qw_findings_show(findings, mount->target),
                       qw_findings_show(findings, above->target));
}

/* `allow_nested` gives up on links altogether, as baseline does: compose files mount
 * ./src:/app and an anonymous /app/node_modules, and who has a writable root file system can swap
 * the folders below a mount anyway. */
void qw_target_judge(const struct qw_workload *workload, const struct qw_mount *mount,
                     const struct qw_settings *settings, struct qw_findings *findings)
{
    judge_place(mount, findings);
    if (!settings->values[QW_SETTING_VOLUMES_ALLOW_NESTED].is_true)
        judge_nesting(workload, mount, findings);
}
