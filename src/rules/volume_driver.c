/* Drivers of volumes and their options.  The local driver hands its options to mount(2) as root:
 * type, device and o name anything that the kernel can mount (engine.md 5.1). */
#include <string.h>

#include "volume_driver.h"

#include "host_paths.h"
#include "qw/word.h"

/* What a file system type would give away; prefixes, so that nfs4 and cifs' twin are found too. */
struct kind {
    const char *type;
    const char *effect;
};

static const struct kind kinds[] = {
    {"nfs", "the engine would mount a remote NFS share as root"},
    {"cifs", "the engine would mount a remote CIFS share as root"},
    {"smb", "the engine would mount a remote SMB share as root"},
    {"overlay", "an overlay shows any directory of the host"},
    {"proc", "it shows the processes of the host"},
    {"sysfs", "it shows the devices and settings of the host's kernel"},
    {"cgroup", "it shows the control groups of the host"},
    {"devtmpfs", "it shows every device of the host"},
    {"debugfs", "it shows the insides of the host's kernel"},
    {"securityfs", "it shows the security settings of the host's kernel"},
};

static const char *effect_of_type(const char *type)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strncmp(type, kinds[i].type, strlen(kinds[i].type)) == 0)
            return kinds[i].effect;
    }
    return NULL;
}

static const char *effect_of_options(const struct qw_pairs *options)
{
    const char *type = qw_volume_option(options, "type");
    const char *known = effect_of_type(type);

    if (known)
        return known;
    if (qw_volume_option(options, "device")[0] == '/')
        return "the engine would mount that device or image of the host as root";
    return "the engine would mount what they name as root";
}

/* Options of mount(2) that change neither what is shown nor to whom. */
static const char *const bind_words[] = {
    "bind",   "rbind", "ro",      "rw",       "private",    "rprivate", "noexec",
    "nosuid", "nodev", "noatime", "relatime", "nodiratime", "defaults", NULL,
};
static const char *const tmpfs_words[] = {"noexec", "nosuid", "nodev", NULL};
static const char *const tmpfs_keys[] = {"size", "uid", "gid", "mode", NULL};

static bool is_tmpfs_option(struct qw_bytes option)
{
    const struct qw_bytes key = qw_word_key(option);

    if (key.len < option.len)
        return qw_word_is_in(key, tmpfs_keys);
    return qw_word_is_in(option, tmpfs_words);
}

static bool is_bind_option(struct qw_bytes option)
{
    return qw_word_is_in(option, bind_words);
}

static bool are_all(const char *options, bool (*is_ordinary)(struct qw_bytes))
{
    struct qw_bytes option;

    while (qw_word_next_option(&options, &option)) {
        if (!is_ordinary(option))
            return false;
    }
    return true;
}

static bool has_only_mount_options(const struct qw_pairs *options)
{
    static const char *const names[] = {"type", "device", "o", NULL};

    for (size_t i = 0; i < options->n_items; i++) {
        if (!qw_text_is_in(options->items[i].name, names))
            return false;
    }
    return true;
}

static bool is_plain_tmpfs(const struct qw_pairs *options)
{
    return strcmp(qw_volume_option(options, "type"), "tmpfs") == 0 &&
           strcmp(qw_volume_option(options, "device"), "tmpfs") == 0 &&
           are_all(qw_volume_option(options, "o"), is_tmpfs_option);
}

/* Judged by bind-mounts, as a path of the host. */
static bool is_plain_bind(const struct qw_pairs *options)
{
    static const char *const types[] = {"", "none", "bind", NULL};

    return qw_volume_is_bind(options) && qw_text_is_in(qw_volume_option(options, "type"), types) &&
           are_all(qw_volume_option(options, "o"), is_bind_option);
}

static bool are_ordinary(const struct qw_volume_request *volume)
{
    if (volume->options->n_items == 0)
        return true;
    return qw_volume_driver_is_local(volume->driver) && has_only_mount_options(volume->options) &&
           (is_plain_tmpfs(volume->options) || is_plain_bind(volume->options));
}

/* Names only but for type and device: `o` of a share may hold a password. */
static const char *told_option(struct qw_findings *findings, const struct qw_pair *option)
{
    static const char *const shown[] = {"type", "device", NULL};

    if (!qw_text_is_in(option->name, shown))
        return qw_findings_show(findings, option->name);
    return qw_findings_show(findings,
                            qw_findings_format(findings, "%s=%s", option->name, option->value));
}

static const char *told_options(struct qw_findings *findings, const struct qw_pairs *options)
{
    enum { MOST_TOLD = 3 };
    const char *told = "";

    for (size_t i = 0; i < options->n_items && i < MOST_TOLD; i++)
        told = qw_findings_format(findings, "%s%s%s", told, i > 0 ? ", " : "",
                                  told_option(findings, &options->items[i]));
    return told;
}

/* How the sentence begins. */
static const char *told_subject(struct qw_findings *findings,
                                const struct qw_volume_request *volume)
{
    if (!volume->name)
        return "";
    return qw_findings_format(findings, "mounts the volume %s, which ",
                              qw_findings_show(findings, volume->name));
}

static void judge_options(const struct qw_volume_request *volume, struct qw_findings *findings)
{
    if (are_ordinary(volume))
        return;

    const char *subject = told_subject(findings, volume);
    const struct qw_finding finding = {
        .at = volume->options_at,
        .value = qw_volume_option(volume->options, "device"),
        .docker = volume->name ? "mount another volume"
                               : "drop the volume options, or use a plain named volume",
        .compose =
            volume->name ? "mount another volume" : "drop driver_opts, or use a plain named volume",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = volume->options_at}},
    };

    if (!qw_volume_driver_is_local(volume->driver)) {
        qw_finding_add(findings, &finding,
                       "%sgives options to the volume driver %s, which acts on them as root.",
                       subject, qw_findings_show(findings, volume->driver));
        return;
    }
    if (qw_volume_is_bind(volume->options)) {
        qw_finding_add(
            findings, &finding,
            "%sasks for a bind in a way that is not judged: beside device and type none, "
            "only bind, ro, rw, private, noexec, nosuid and nodev may stand in o.",
            subject);
        return;
    }
    qw_finding_add(findings, &finding, "%sgives the volume driver the options %s: %s.", subject,
                   told_options(findings, volume->options), effect_of_options(volume->options));
}

static void judge_driver(const struct qw_volume_request *volume, const struct qw_settings *settings,
                         struct qw_findings *findings)
{
    const bool is_named = volume->driver && *volume->driver;
    const char *driver = is_named ? volume->driver : "local";
    const struct qw_finding finding = {
        .at = volume->driver_at,
        .field = volume->driver_at ? NULL : "Driver",
        .value = driver,
        .remedies = {{.kind = volume->driver_at ? QW_REMEDY_DROP : QW_REMEDY_NONE,
                      .at = volume->driver_at}},
    };

    if (!qw_setting_has_word(settings, QW_SETTING_VOLUMES_DRIVERS, driver))
        qw_finding_add(findings, &finding,
                       "%suses the volume driver %s, which acts on the host as root and is not on "
                       "the policy's list.",
                       told_subject(findings, volume), qw_findings_show(findings, driver));
}

void qw_volume_judge(const struct qw_volume_request *volume, const struct qw_settings *settings,
                     struct qw_findings *findings)
{
    judge_driver(volume, settings, findings);
    judge_options(volume, findings);
}
