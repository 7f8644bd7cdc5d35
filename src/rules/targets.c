/* Where in a container its mounts come to stand. */
#include "targets.h"

#include <string.h>

#include "qw/path.h"

/* Where the runtime reads and writes while it sets a container up: what is mounted there, or over
 * all of it, has made it write elsewhere (CVE-2019-16884, CVE-2025-31133, CVE-2025-52881). */
static bool is_among_runtime_paths(const char *target)
{
    static const char *const folders[] = {"/proc", "/sys", "/dev"};

    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        if (qw_path_relation(target, folders[i]) != QW_PATH_APART)
            return true;
    }
    return false;
}

static bool is_runtime_path(const char *target)
{
    return qw_path_relation(target, "/dev/shm") != QW_PATH_AT_OR_BELOW &&
           is_among_runtime_paths(target);
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

/* The engine mounts files of its own in /etc (hosts, hostname, resolv.conf), and makes them where
 * they are not there, as root: nothing that others write to may be mounted over that folder, or
 * they would lead these elsewhere. */
static bool holds_engines_files(const struct qw_mount *mount, const char *place)
{
    return mount->type != QW_MOUNT_TMPFS && qw_path_relation("/etc", place) == QW_PATH_AT_OR_BELOW;
}

static const char not_over_etc[] =
    "mount it at a folder of its own, /etc/app say, or a single file";

static void judge_etc(const struct qw_mount *mount, struct qw_findings *findings)
{
    struct qw_finding finding = finding_on(mount);

    finding.docker = finding.compose = not_over_etc;
    if (holds_engines_files(mount, mount->target) && strcmp(mount->target, "/") != 0)
        qw_finding_add(
            findings, &finding,
            "is mounted over %s, where the engine makes and mounts /etc/hosts and others "
            "as root: a symbolic link in it can lead them to any place.",
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
 * put one there at any time: to /dev, say.  A tmpfs brings nothing along that could harm, but its
 * folder is made, as root, wherever the link leads. */
static void judge_nesting(const struct qw_workload *workload, const struct qw_mount *mount,
                          struct qw_findings *findings)
{
    const struct qw_mount *above = mount_above(workload, mount);
    struct qw_finding finding = finding_on(mount);

    finding.docker = finding.compose = "mount it beside the other one, not below it";
    if (above != NULL)
        qw_finding_add(findings, &finding,
                       "is mounted at %s, below the mount at %s: a symbolic link in that one can "
                       "lead it to any place, /dev among them.",
                       qw_findings_show(findings, mount->target),
                       qw_findings_show(findings, above->target));
}

/* --- Where links lead. ------------------------------------------------------------------------ */

/* Nobody needs to be asked of a container whose own processes could change its links. */
bool qw_rules_follow_targets(const struct qw_workload *workload, const struct qw_settings *settings)
{
    return workload->kind == QW_WORKLOAD_CONTAINER &&
           settings->modes[QW_RULE_VOLUMES] == QW_MODE_ENFORCE &&
           !settings->values[QW_SETTING_VOLUMES_ALLOW_NESTED].is_true &&
           workload->read_only_rootfs.is_true && workload->mounts.n_items > 0;
}

static const char not_at_a_link[] =
    "mount it where no symbolic link of the image is on the way: at /run, not /var/run";

/* Two mounts at one place lead each other nowhere. */
static bool is_below_end(const struct qw_target_facts *led, const char *turn)
{
    const char *end = led != NULL && led->n_turns > 0 ? led->turns[led->n_turns - 1] : NULL;

    return end != NULL && strcmp(turn, end) != 0 &&
           qw_path_relation(turn, end) == QW_PATH_AT_OR_BELOW;
}

/* Another mount that TURN, on the way of MOUNT, lies in: its END may be in a tmpfs. */
static const struct qw_mount *mount_through(const struct qw_workload *workload,
                                            const struct qw_mount *mount, const char *turn,
                                            bool is_end)
{
    for (size_t i = 0; i < workload->mounts.n_items; i++) {
        const struct qw_mount *other = &workload->mounts.items[i];

        if ((other->type != QW_MOUNT_TMPFS || !is_end) &&
            strcmp(other->target, mount->target) != 0 &&
            is_below_end(qw_facts_target(workload->facts, other->target), turn))
            return other;
    }
    return NULL;
}

static void tell_turn(const struct qw_mount *mount, const char *turn, const struct qw_mount *other,
                      struct qw_findings *findings)
{
    const char *target = qw_findings_show(findings, mount->target);
    struct qw_finding finding = finding_on(mount);

    finding.docker = finding.compose = not_at_a_link;
    if (other == NULL)
        qw_finding_add(findings, &finding,
                       "is mounted at %s, which symbolic links lead to %s, among the files by "
                       "which the runtime confines the container.",
                       target, qw_findings_show(findings, turn));
    else if (strcmp(turn, mount->target) == 0)
        qw_finding_add(findings, &finding,
                       "is mounted at %s, below where symbolic links lead the mount at %s.", target,
                       qw_findings_show(findings, other->target));
    else
        qw_finding_add(findings, &finding,
                       "is mounted at %s, which symbolic links lead to %s, in the mount at %s, and "
                       "from there to any place.",
                       target, qw_findings_show(findings, turn),
                       qw_findings_show(findings, other->target));
}

static void tell_etc(const struct qw_mount *mount, const char *turn, struct qw_findings *findings)
{
    struct qw_finding finding = finding_on(mount);

    finding.docker = finding.compose = not_at_a_link;
    qw_finding_add(findings, &finding,
                   "is mounted at %s, which symbolic links lead to %s, where the engine makes and "
                   "mounts files of its own as root.",
                   qw_findings_show(findings, mount->target), qw_findings_show(findings, turn));
}

/* One finding a mount: for the first turn that leads where it may not.  The links were read in a
 * container without its tmpfs, /dev/shm among them: on the way through one of these there will be
 * others, or none, and the way ends elsewhere. */
static void judge_turns(const struct qw_workload *workload, const struct qw_mount *mount,
                        const struct qw_target_facts *led, struct qw_findings *findings)
{
    for (size_t i = 0; i < led->n_turns; i++) {
        const char *turn = led->turns[i];
        const bool is_end = i + 1 == led->n_turns;
        const bool is_at_runtime = is_end ? is_runtime_path(turn) : is_among_runtime_paths(turn);
        const struct qw_mount *other =
            is_at_runtime ? NULL : mount_through(workload, mount, turn, is_end);

        if (is_at_runtime || other != NULL) {
            tell_turn(mount, turn, other, findings);
            return;
        }
        if (is_end && holds_engines_files(mount, turn) &&
            !holds_engines_files(mount, mount->target)) {
            tell_etc(mount, turn, findings);
            return;
        }
    }
}

/* An engine that has GHSA-vp62-88p7-qqf5 mended tells nothing of a container that mounts a volume
 * at an absolute link. */
static void judge_way(const struct qw_workload *workload, const struct qw_mount *mount,
                      struct qw_findings *findings)
{
    static const struct qw_fact missed = {.state = QW_FACT_FAILED,
                                          .why = "nobody has looked where it leads"};
    const struct qw_target_facts *led = qw_facts_target(workload->facts, mount->target);
    struct qw_finding finding = finding_on(mount);

    finding.docker = finding.compose =
        "mount it where no symbolic link of the image is on the way, at /run, not /var/run; on an "
        "engine before 24.0, mount one folder, or volumes that no other container uses";
    if (workload->facts->targets == NULL || is_runtime_path(mount->target))
        return;
    if (led == NULL || led->fact.state != QW_FACT_KNOWN)
        qw_finding_add_unresolved(findings, &finding, led != NULL ? &led->fact : &missed);
    else
        judge_turns(workload, mount, led, findings);
}

static void judge_links(const struct qw_workload *workload, const struct qw_mount *mount,
                        struct qw_findings *findings)
{
    judge_nesting(workload, mount, findings);
    judge_etc(mount, findings);
    judge_way(workload, mount, findings);
}

/* `allow_nested` gives up on links altogether, as baseline does: compose files mount
 * ./src:/app and an anonymous /app/node_modules, and who has a writable root file system can swap
 * the folders below a mount anyway. */
void qw_target_judge(const struct qw_workload *workload, const struct qw_mount *mount,
                     const struct qw_settings *settings, struct qw_findings *findings)
{
    judge_place(mount, findings);
    if (!settings->values[QW_SETTING_VOLUMES_ALLOW_NESTED].is_true)
        judge_links(workload, mount, findings);
}
