/* Devices of the host, by path and by cgroup rule. */
#include "gpus.h"
#include "qw/path.h"

static bool is_allowed(const struct qw_settings *settings, const char *path)
{
    const struct qw_setting *allow = &settings->values[QW_SETTING_DEVICES_ALLOW];

    for (size_t i = 0; i < allow->n_words; i++) {
        if (qw_path_relation(path, allow->words[i]) == QW_PATH_AT_OR_BELOW)
            return !qw_path_goes_up(path);
    }
    return false;
}

static void judge_paths(const struct qw_texts *paths, const struct qw_settings *settings,
                        struct qw_findings *findings)
{
    for (size_t i = 0; i < paths->n_items; i++) {
        const struct qw_text *path = &paths->items[i];

        if (is_allowed(settings, path->value))
            continue;

        const char *shown = qw_findings_show(findings, path->value);
        const struct qw_finding finding = {
            .at = path->at,
            .value = path->value,
            .docker = qw_findings_format(findings, "drop --device %s", shown),
            .compose = qw_findings_format(findings, "remove %s from devices:", shown),
            .remedies = {{.kind = QW_REMEDY_DROP, .at = path->at}},
        };

        qw_finding_add(findings, &finding,
                       "gives the container the device %s of the host, which is not on the "
                       "policy's list.",
                       shown);
    }
}

/* The engine looks such a path up as root, follows its links, and its error tells what is there.
 * The docker CLI takes none outside of /dev either; anybody may put links into the folders left
 * out. */
static bool is_device_path(const char *path)
{
    static const char *const open_folders[] = {"/dev/fd", "/dev/mqueue", "/dev/shm"};

    for (size_t i = 0; i < sizeof open_folders / sizeof open_folders[0]; i++) {
        if (qw_path_relation(path, open_folders[i]) == QW_PATH_AT_OR_BELOW)
            return false;
    }
    return qw_path_relation(path, "/dev") == QW_PATH_AT_OR_BELOW;
}

static void judge_limited_paths(const struct qw_texts *paths, struct qw_findings *findings)
{
    for (size_t i = 0; i < paths->n_items; i++) {
        const struct qw_text *path = &paths->items[i];
        const struct qw_finding finding = {
            .at = path->at,
            .value = path->value,
            .docker = "limit a device below /dev",
            .compose = "limit a device below /dev in blkio_config:",
            .remedies = {{.kind = QW_REMEDY_DROP, .at = path->at}},
        };

        if (!is_device_path(path->value))
            qw_finding_add(findings, &finding,
                           "limits %s, which is no device below /dev: the engine would look it up "
                           "as root, and tell whether it is there.",
                           qw_findings_show(findings, path->value));
    }
}

static void judge_cgroup_rules(const struct qw_texts *rules, struct qw_findings *findings)
{
    for (size_t i = 0; i < rules->n_items; i++) {
        const struct qw_text *rule = &rules->items[i];
        const struct qw_finding finding = {
            .at = rule->at,
            .value = rule->value,
            .docker = "drop --device-cgroup-rule",
            .compose = "remove device_cgroup_rules:",
            .remedies = {{.kind = QW_REMEDY_DROP, .at = rule->at}},
        };

        qw_finding_add(
            findings, &finding,
            "opens %s: with mknod the container makes itself every device of the host that "
            "this names.",
            qw_findings_show(findings, rule->value));
    }
}

void qw_rule_devices(const struct qw_workload *workload, const struct qw_settings *settings,
                     struct qw_findings *findings)
{
    judge_paths(&workload->devices.host_paths, settings, findings);
    judge_limited_paths(&workload->devices.limited_paths, findings);
    judge_cgroup_rules(&workload->devices.cgroup_rules, findings);
    qw_gpus_judge(workload, settings, findings);
}
