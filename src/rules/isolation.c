/* What keeps a container apart from the host as a whole: no privileged mode, namespaces of its own,
 * a read-only root file system, masked kernel interfaces (engine.md 5.2). */
#include <string.h>

#include "qw/word.h"
#include "rules_priv.h"

/* A plugin takes every power that it names, and a previous spec any that it had. */
static void judge_unseen(const struct qw_workload *workload, struct qw_findings *findings)
{
    const struct qw_finding plugin = {
        .at = workload->plugin.at,
        .docker = "run a container: a plugin cannot be judged",
        .compose = "run a container: a plugin cannot be judged",
    };
    const struct qw_finding rollback = {
        .field = "rollback",
        .value = workload->rollback.value,
        .docker = "use docker service update with the old settings, written out",
        .compose = "deploy the old file again",
    };

    if (workload->plugin.is_true)
        qw_finding_add(findings, &plugin,
                       "makes the service a plugin of the engine, which runs as root on the host "
                       "with the mounts, devices and capabilities that it names.");
    if (workload->rollback.value != NULL && *workload->rollback.value)
        qw_finding_add(findings, &rollback,
                       "is %s: the previous spec of the service would run, which no request shows "
                       "and nobody can judge.",
                       qw_findings_show(findings, workload->rollback.value));
}

void qw_rule_privileged(const struct qw_workload *workload, const struct qw_settings *settings,
                        struct qw_findings *findings)
{
    const struct qw_json *at = workload->privileged.at;
    const struct qw_finding finding = {
        .at = at,
        .part = QW_PART_PRIVILEGED,
        .value = "true",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = at}},
    };

    (void)settings; /* no policy makes a privileged container safe */
    judge_unseen(workload, findings);
    if (!workload->privileged.is_true)
        return;
    if (workload->kind == QW_WORKLOAD_EXEC)
        qw_finding_add(findings, &finding, "is true: the process would hold every capability.");
    else
        qw_finding_add(findings, &finding,
                       "is true: the container would hold every capability and all host devices.");
}

/* --- Namespaces ------------------------------------------------------------------------------- */

struct namespace_row {
    const char *name;    /* in allow_host and allow_container */
    const char *flag;    /* of the docker command line */
    const char *compose; /* key of a service */
    const char *gives;   /* what sharing it gives away */
};

static const struct namespace_row namespace_rows[QW_NAMESPACE_COUNT] = {
    [QW_NAMESPACE_PID] = {"pid", "--pid", "pid", "it could see and signal every process there"},
    [QW_NAMESPACE_IPC] = {"ipc", "--ipc", "ipc",
                          "it could read and change the shared memory of what runs there"},
    [QW_NAMESPACE_UTS] = {"uts", "--uts", "uts", "it could go by that host name, and change it"},
    [QW_NAMESPACE_NETWORK] = {"network", "--network", "network_mode",
                              "it could reach what listens there on the loopback address"},
    [QW_NAMESPACE_USER] = {"user", "--userns", "userns_mode",
                           "its uids would be those of the host, root included"},
    [QW_NAMESPACE_CGROUP] = {"cgroup", "--cgroupns", "cgroup",
                             "it could see the control groups of everything there"},
};

struct judging {
    const struct qw_workload *workload;
    const struct qw_settings *settings;
    struct qw_findings *findings;
};

/* A build shows its network mode in the query: nothing of a body can be amended there. */
static void add_namespace(struct qw_findings *findings, const struct namespace_row *row,
                          const struct qw_namespace_choice *choice, const char *what)
{
    const bool is_body = findings->kind != QW_WORKLOAD_BUILD;
    const struct qw_finding finding = {
        .at = choice->text.at,
        .field = is_body ? NULL : "networkmode",
        .value = choice->text.value,
        .docker = qw_findings_format(findings, "remove %s", row->flag),
        .compose = qw_findings_format(findings, "remove %s", row->compose),
        .remedies = {{.kind = is_body ? QW_REMEDY_DROP : QW_REMEDY_NONE, .at = choice->text.at}},
    };

    qw_finding_add(findings, &finding, "is %s: %s.", qw_findings_show(findings, choice->text.value),
                   what);
}

/* `docker service create --network NAME` sends the id, `docker stack deploy` the name. */
static void judge_network_id(const struct namespace_row *row,
                             const struct qw_namespace_choice *choice,
                             const struct qw_settings *settings, struct qw_findings *findings)
{
    if (!qw_setting_has_word(settings, QW_SETTING_HOST_NAMESPACES_ALLOW_HOST, row->name))
        add_namespace(findings, row, choice,
                      "this may be an id or the beginning of one, also that of the host's network; "
                      "docker stack deploy sends names, and one with a - or _ in it is no id");
}

/* What a joined container has joined itself, nobody asked about. */
static bool joins_another(const struct qw_workload *workload)
{
    for (size_t i = 0; i < QW_NAMESPACE_COUNT; i++) {
        if (workload->namespaces[i].mode == QW_NAMESPACE_CONTAINER)
            return true;
    }
    return false;
}

static bool is_joinable(const struct qw_workload *other, const struct qw_settings *settings,
                        struct qw_findings *findings)
{
    return !joins_another(other) && !qw_rule_denies(other, QW_RULE_HOST_NAMESPACES,
                                                    qw_rule_host_namespaces, settings, findings);
}

/* An allowed container leads no further than this one may go itself. */
static void judge_joined(const struct namespace_row *row, const struct qw_namespace_choice *choice,
                         const struct judging *judging)
{
    const char *name = choice->text.value + strlen("container:");
    const struct qw_other_container *other = qw_facts_other(judging->workload->facts, name);
    const struct qw_finding finding = {
        .at = choice->text.at,
        .value = choice->text.value,
        .remedies = {{.kind = choice->text.at ? QW_REMEDY_DROP : QW_REMEDY_NONE,
                      .at = choice->text.at}},
    };

    if (other && other->fact.state == QW_FACT_FAILED)
        qw_finding_add_unresolved(judging->findings, &finding, &other->fact);
    if (other && other->fact.state == QW_FACT_KNOWN &&
        !is_joinable(other->workload, judging->settings, judging->findings))
        add_namespace(judging->findings, row, choice,
                      "that container is itself in a namespace that these rules deny, or in that "
                      "of a third one");
}

static void judge_namespace(const struct namespace_row *row,
                            const struct qw_namespace_choice *choice, const struct judging *judging)
{
    const struct qw_settings *settings = judging->settings;
    struct qw_findings *findings = judging->findings;

    switch (choice->mode) {
    case QW_NAMESPACE_DEFAULT:
    case QW_NAMESPACE_PRIVATE:
        return;
    case QW_NAMESPACE_HOST:
        if (!qw_setting_has_word(settings, QW_SETTING_HOST_NAMESPACES_ALLOW_HOST, row->name))
            add_namespace(findings, row, choice,
                          qw_findings_format(findings, "in the %s namespace of the host %s",
                                             row->name, row->gives));
        return;
    case QW_NAMESPACE_CONTAINER:
        if (!qw_setting_has_word(settings, QW_SETTING_HOST_NAMESPACES_ALLOW_CONTAINER, row->name))
            add_namespace(findings, row, choice,
                          qw_findings_format(findings,
                                             "in the %s namespace of another container %s",
                                             row->name, row->gives));
        else
            judge_joined(row, choice, judging);
        return;
    case QW_NAMESPACE_PATH:
        add_namespace(findings, row, choice, "a path can name the namespace of any process");
        return;
    case QW_NAMESPACE_UNKNOWN:
        break;
    }
    if (findings->kind == QW_WORKLOAD_SERVICE) {
        judge_network_id(row, choice, settings, findings);
        return;
    }
    add_namespace(
        findings, row, choice,
        qw_findings_format(findings, "this is no %s mode that the engine documents", row->name));
}

void qw_rule_host_namespaces(const struct qw_workload *workload, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    const struct judging judging = {workload, settings, findings};

    for (size_t i = 0; i < QW_NAMESPACE_COUNT; i++)
        judge_namespace(&namespace_rows[i], &workload->namespaces[i], &judging);
}

/* --- The root file system --------------------------------------------------------------------- */

static bool has_mount_at_tmp(const struct qw_mounts *mounts)
{
    for (size_t i = 0; i < mounts->n_items; i++) {
        const char *target = mounts->items[i].target;

        if (strcmp(target, "/tmp") == 0 || strcmp(target, "/tmp/") == 0)
            return true;
    }
    return false;
}

void qw_rule_writable_rootfs(const struct qw_workload *workload, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    struct qw_finding finding = {
        .at = workload->read_only_rootfs.at,
        .part = QW_PART_READ_ONLY_ROOTFS,
        .remedies = {{.kind = QW_REMEDY_SET, .part = QW_PART_READ_ONLY_ROOTFS, .value = "true"}},
    };

    (void)settings;
    if (workload->read_only_rootfs.is_true)
        return;
    if (!has_mount_at_tmp(&workload->mounts) && workload->kind != QW_WORKLOAD_SERVICE)
        finding.remedies[1] = (struct qw_remedy){
            .kind = QW_REMEDY_PUT, .part = QW_PART_TMPFS, .key = "/tmp", .value = ""};
    qw_finding_add(findings, &finding,
                   "is not true: what breaks in could change the container's programs.");
}

/* --- Masked paths ----------------------------------------------------------------------------- */

/* A given list has to keep what the engine's own holds, and may hold no more: before a container
 * runs, the runtime mounts each entry as root and follows the links on its way (runc 1.0 to 1.4,
 * libcontainer/rootfs_linux.go: readonlyPath, maskPath).  "/" bound on itself is a second /proc,
 * below
 * "/..", that nothing masks. */
struct path_list {
    const char *const *paths; /* up to NULL */
    const char *gives;        /* what lacking them gives away */
    bool is_advice;
};

/* oci/defaults.go @ v20.10.0: what every engine masks */
static const struct path_list masked_by_all = {
    .paths = (const char *const[]){"/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys",
                                   "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats",
                                   "/proc/sched_debug", "/proc/scsi", "/sys/firmware", NULL},
    .gives = "it would show the kernel's memory, keys and hardware to the container",
};

static const struct path_list read_only_by_all = {
    .paths = (const char *const[]){"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
                                   "/proc/sysrq-trigger", NULL},
    .gives = "the container could change the kernel's settings for the whole host",
};

/* oci/defaults.go @ v28.0.2, daemon/pkg/oci/defaults.go @ HEAD beyond that (GHSA-6fw5-f8r9-fgfm);
 * the second one since v20.10.27, v23.0.8 and v24.0.7 (GHSA-jq35-85cj-fj4p).  See also
 * is_of_a_processor(). */
static const struct path_list masked_by_newer = {
    .paths = (const char *const[]){"/proc/interrupts", "/sys/devices/virtual/powercap", NULL},
    .gives = "newer engines mask this as well",
    .is_advice = true,
};

static bool holds(const struct qw_texts *texts, const char *word)
{
    for (size_t i = 0; i < texts->n_items; i++) {
        if (strcmp(texts->items[i].value, word) == 0)
            return true;
    }
    return false;
}

/* The wanted paths that GIVEN lacks, with commas between; "" when it has them all. */
static const char *missing_from(struct qw_findings *findings, const struct qw_texts *given,
                                const char *const *wanted)
{
    const char *missing = "";

    for (; *wanted; wanted++) {
        if (!holds(given, *wanted))
            missing =
                qw_findings_format(findings, "%s%s%s", missing, *missing ? ", " : "", *wanted);
    }
    return missing;
}

/* True when the list is the engine's own or lacks nothing. */
static bool judge_list(struct qw_findings *findings, const struct qw_texts *given,
                       const struct path_list *wanted)
{
    const struct qw_finding finding = {
        .at = given->at,
        .is_advice = wanted->is_advice,
        .docker = "remove --security-opt systempaths=unconfined",
        .compose = "remove \"systempaths=unconfined\" from security_opt",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = given->at}},
    };
    const char *missing = given->at ? missing_from(findings, given, wanted->paths) : "";

    if (*missing)
        qw_finding_add(findings, &finding, "lacks %s: %s.", missing, wanted->gives);
    return !*missing;
}

/* Masked since v28.0.2 for each processor that the machine has (GHSA-6fw5-f8r9-fgfm). */
static bool is_of_a_processor(const char *path)
{
    static const char before[] = "/sys/devices/system/cpu/cpu";
    const size_t before_len = sizeof before - 1;

    if (strncmp(path, before, before_len) != 0)
        return false;
    const size_t n_digits = strspn(path + before_len, "0123456789");
    return n_digits > 0 && strcmp(path + before_len + n_digits, "/thermal_throttle") == 0;
}

static bool is_masked_by_engines(const char *path)
{
    return qw_text_is_in(path, masked_by_all.paths) || qw_text_is_in(path, masked_by_newer.paths) ||
           is_of_a_processor(path);
}

static bool is_read_only_by_engines(const char *path)
{
    return qw_text_is_in(path, read_only_by_all.paths);
}

/* Entries are compared as they are spelled: an engine's own have one spelling each. */
static void judge_entries(struct qw_findings *findings, const struct qw_texts *given,
                          bool (*is_by_engines)(const char *path))
{
    for (size_t i = 0; i < given->n_items; i++) {
        const struct qw_finding finding = {
            .at = given->items[i].at,
            .value = given->items[i].value,
            .docker = "leave MaskedPaths and ReadonlyPaths to the engine",
            .compose = "leave MaskedPaths and ReadonlyPaths to the engine",
            .remedies = {{.kind = QW_REMEDY_DROP, .at = given->at}},
        };

        if (!is_by_engines(given->items[i].value))
            qw_finding_add(findings, &finding,
                           "is %s, which is in no engine's own list: the runtime mounts what "
                           "stands there as root, by whatever links lead on, and could lay open "
                           "the host's /proc, /sys and devices.",
                           qw_findings_show(findings, given->items[i].value));
    }
}

/* SecurityOpt entries without an owner of their own belong here too: an option that this version
 * does not know opens something (the latest one, writable-cgroups, did), `systempaths=unconfined`
 * is the command line's word for empty lists, and this rule is enforced at every level. */
static void judge_option(struct qw_findings *findings, const struct qw_security_option *option)
{
    const struct qw_finding finding = {
        .at = option->at,
        .value = qw_json_string(option->at),
        .docker = "remove this --security-opt",
        .compose = "remove this entry of security_opt",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = option->at}},
    };
    const char *shown = qw_findings_show(findings, finding.value ? finding.value : option->value);

    if (option->key == QW_SECURITY_UNKNOWN)
        qw_finding_add(findings, &finding,
                       "is %s: an option that quaywarden does not know could switch off any "
                       "protection.",
                       shown);
    else if (!option->is_valid)
        qw_finding_add(findings, &finding, "is %s: this is neither true nor false.", shown);
    else if (option->is_true)
        qw_finding_add(findings, &finding,
                       "is %s: the container could change its own control groups, and with them "
                       "its limits.",
                       shown);
}

void qw_rule_masked_paths(const struct qw_workload *workload, const struct qw_settings *settings,
                          struct qw_findings *findings)
{
    (void)settings;
    for (size_t i = 0; i < workload->security.n_items; i++) {
        const struct qw_security_option *option = &workload->security.items[i];

        if (option->key == QW_SECURITY_UNKNOWN || option->key == QW_SECURITY_WRITABLE_CGROUPS)
            judge_option(findings, option);
    }
    /* A container holds the lists of the engine that made it, where nobody gave others. */
    if (judge_list(findings, &workload->masked_paths, &masked_by_all) &&
        workload->kind != QW_WORKLOAD_CONTAINER)
        judge_list(findings, &workload->masked_paths, &masked_by_newer);
    judge_entries(findings, &workload->masked_paths, is_masked_by_engines);
    judge_list(findings, &workload->read_only_paths, &read_only_by_all);
    judge_entries(findings, &workload->read_only_paths, is_read_only_by_engines);
}
