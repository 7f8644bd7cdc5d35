/* What may be done in a temporary file system. */
#include <string.h>

#include "qw/word.h"
#include "rules_priv.h"

/* The engine mounts a tmpfs noexec, nosuid and nodev, then applies the options given, of which the
 * last one of a pair holds (moby/sys/mount MergeTmpfsOptions). */
struct power {
    const char *option;
    const char *opposite;
    const char *effect;
};

static const struct power powers[] = {
    {"exec", "noexec", "programs brought in can be run"},
    {"suid", "nosuid", "set-uid programs keep their power"},
    {"dev", "nodev", "device files work"},
};

enum { N_POWERS = sizeof(powers) / sizeof(powers[0]) };

/* What else the engine takes and does no harm.  bind and remount are not among it: they make it
 * another kind of mount. */
static const char *const harmless[] = {
    "defaults",      "ro",         "rw",       "noexec",     "nosuid",
    "nodev",         "sync",       "async",    "atime",      "noatime",
    "diratime",      "nodiratime", "relatime", "norelatime", "strictatime",
    "nostrictatime", "private",    "rprivate", "dirsync",    NULL,
};
/* mount-propagation has a finding for these; they are not kept. */
static const char *const judged_elsewhere[] = {
    "shared", "rshared", "slave", "rslave", "unbindable", "runbindable", NULL,
};
static const char *const harmless_keys[] = {
    "size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol", NULL,
};

static bool is_harmless(struct qw_bytes option)
{
    const struct qw_bytes key = qw_word_key(option);

    if (key.len < option.len)
        return qw_word_is_in(key, harmless_keys);
    return qw_word_is_in(option, harmless);
}

static bool is_judged(struct qw_bytes option)
{
    if (qw_word_is_in(option, judged_elsewhere))
        return true;
    for (size_t i = 0; i < N_POWERS; i++) {
        if (qw_word_equal(option, powers[i].option))
            return true;
    }
    return false;
}

static bool gives_power(const char *options, const struct power *power)
{
    bool gives = false;
    struct qw_bytes option;

    while (qw_word_next_option(&options, &option)) {
        if (qw_word_equal(option, power->option))
            gives = true;
        if (qw_word_equal(option, power->opposite))
            gives = false;
    }
    return gives;
}

/* The options that may stay, in their order. */
static const char *kept_options(struct qw_findings *findings, const char *options)
{
    char *kept = qw_arena_alloc(findings->arena, strlen(options) + 2, 1);
    size_t len = 0;
    struct qw_bytes option;

    if (!kept)
        return qw_findings_format(findings, "%s", "");
    while (qw_word_next_option(&options, &option)) {
        if (!is_harmless(option))
            continue;
        if (len > 0)
            kept[len++] = ',';
        memcpy(kept + len, option.data, option.len);
        len += option.len;
    }
    kept[len] = '\0';
    return kept;
}

static const char *docker_fix(struct qw_findings *findings, const char *target, const char *kept)
{
    const char *word = qw_findings_format(findings, "%s%s%s", target, *kept ? ":" : "", kept);

    return qw_findings_format(findings, "use --tmpfs %s", qw_findings_show(findings, word));
}

static const char *compose_fix(struct qw_findings *findings, const char *target, const char *kept)
{
    const char *word = qw_findings_format(findings, "%s%s%s", target, *kept ? ":" : "", kept);

    return qw_findings_format(findings, "use tmpfs: [%s]", qw_findings_show(findings, word));
}

/* The mount goes, and comes back as a Tmpfs entry with the options that may stay. */
static struct qw_finding finding_on(struct qw_findings *findings, const struct qw_mount *mount)
{
    const char *key = qw_json_key(mount->at);
    const char *kept = kept_options(findings, mount->options);
    const char *target = key ? key : mount->target;

    return (struct qw_finding){
        .at = mount->at,
        .value = mount->options,
        .docker = docker_fix(findings, target, kept),
        .compose = compose_fix(findings, target, kept),
        .remedies = {{.kind = QW_REMEDY_DROP, .at = mount->at},
                     {.kind = QW_REMEDY_PUT, .part = QW_PART_TMPFS, .key = target, .value = kept}},
    };
}

static void judge_powers(const struct qw_mount *mount, struct qw_findings *findings)
{
    const struct qw_finding finding = finding_on(findings, mount);

    for (size_t i = 0; i < N_POWERS; i++) {
        if (gives_power(mount->options, &powers[i]))
            qw_finding_add(findings, &finding, "has the option %s: %s in %s.", powers[i].option,
                           powers[i].effect, qw_findings_show(findings, mount->target));
    }
}

/* `remount` on /sys/. makes the /sys of the host writable, on engines 20.10 to 28.5.  One finding a
 * mount, for the first such option: the remedy takes all of them out. */
void qw_tmpfs_judge_kind(const struct qw_mount *mount, struct qw_findings *findings)
{
    const char *rest = mount->options;
    struct qw_bytes option;

    while (qw_word_next_option(&rest, &option)) {
        if (is_harmless(option) || is_judged(option))
            continue;

        const char *text = qw_findings_format(findings, "%.*s", (int)option.len, option.data);
        const struct qw_finding finding = finding_on(findings, mount);

        qw_finding_add(findings, &finding,
                       "has the option %s, which is not one of a temporary file system, and can "
                       "make another mount of it, such as a writable /sys.",
                       qw_findings_show(findings, text));
        return;
    }
}

void qw_rule_tmpfs_options(const struct qw_workload *workload, const struct qw_settings *settings,
                           struct qw_findings *findings)
{
    (void)settings;
    for (size_t i = 0; i < workload->mounts.n_items; i++) {
        const struct qw_mount *mount = &workload->mounts.items[i];

        if (mount->type == QW_MOUNT_TMPFS)
            judge_powers(mount, findings);
    }
}
