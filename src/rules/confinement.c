/* SecurityOpt: the filters that the kernel lays around a container (engine.md 5.2).  The engine
 * takes the last entry of a key; each entry is judged, so that order does not matter here. */
#include <string.h>

#include "qw/digest.h"
#include "qw/limits.h"
#include "rules_priv.h"

static struct qw_finding option_finding(const struct qw_security_option *option, const char *value)
{
    return (struct qw_finding){
        .at = option->at,
        .value = value,
        .remedies = {{.kind = QW_REMEDY_DROP, .at = option->at}},
    };
}

/* --- seccomp ---------------------------------------------------------------------------------- */

/* What Go's json.Compact, and hence the docker CLI, makes of a profile: white space outside of
 * strings is gone, every other byte stays.  Only well-formed JSON is compacted faithfully; the
 * engine refuses all else, so that no harm comes of it. */
static char *compact(struct qw_arena *arena, const char *profile, size_t *ret_len)
{
    char *text = qw_arena_alloc(arena, strlen(profile) + 1, 1);
    size_t len = 0;
    bool is_string = false;

    if (!text)
        return NULL;
    for (const char *at = profile; *at; at++) {
        if (!is_string && strchr(" \t\r\n", *at))
            continue;
        if (*at == '"')
            is_string = !is_string;
        text[len++] = *at;
        if (is_string && *at == '\\' && at[1])
            text[len++] = *++at;
    }
    *ret_len = len;
    return text;
}

static enum qw_err digest_profile(struct qw_arena *arena, const char *profile,
                                  struct qw_digest *ret_digest)
{
    size_t len = 0;
    const char *text = compact(arena, profile, &len);

    return text ? qw_digest_sha256(text, len, ret_digest) : QW_ERR_NO_MEMORY;
}

/* The start of a profile: a whole one would fill the record and the message. */
static const char *excerpt(struct qw_findings *findings, const char *profile)
{
    if (strlen(profile) <= QW_LIMIT_SHOWN)
        return profile;
    return qw_findings_format(findings, "%.*s...", QW_LIMIT_SHOWN, profile);
}

static void judge_profile(const struct qw_security_option *option,
                          const struct qw_settings *settings, struct qw_findings *findings)
{
    struct qw_digest digest;
    enum qw_err err = digest_profile(findings->arena, option->value, &digest);

    if (err != QW_OK) {
        findings->err = findings->err == QW_OK ? err : findings->err;
        return;
    }
    if (qw_setting_has_word(settings, QW_SETTING_SECCOMP_PROFILES, digest.text))
        return;

    const struct qw_finding finding = option_finding(option, excerpt(findings, option->value));

    qw_finding_add(findings, &finding,
                   "is a profile of its own, which may filter nothing; this policy does not list "
                   "its SHA-256 %s.",
                   digest.text);
}

static void judge_seccomp(const struct qw_security_option *option,
                          const struct qw_settings *settings, struct qw_findings *findings)
{
    const char *value = option->value;

    if (!*value || strcmp(value, "builtin") == 0)
        return;
    if (strcmp(value, "unconfined") != 0) {
        judge_profile(option, settings, findings);
        return;
    }

    struct qw_finding finding = option_finding(option, value);

    finding.docker = "remove --security-opt seccomp=unconfined";
    finding.compose = "remove \"seccomp:unconfined\" from security_opt";
    qw_finding_add(findings, &finding,
                   "switches seccomp off: every system call of the kernel would be open.");
}

/* --- AppArmor --------------------------------------------------------------------------------- */

static void judge_apparmor(const struct qw_security_option *option,
                           const struct qw_settings *settings, struct qw_findings *findings)
{
    const char *value = option->value;
    const struct qw_finding finding = option_finding(option, value);

    if (!*value || strcmp(value, "docker-default") == 0 ||
        qw_setting_has_word(settings, QW_SETTING_APPARMOR_PROFILES, value))
        return;
    if (strcmp(value, "unconfined") == 0)
        qw_finding_add(findings, &finding,
                       "switches AppArmor off: the container could mount file systems and write "
                       "to the kernel's interfaces.");
    else
        qw_finding_add(findings, &finding,
                       "chooses the profile %s, which this policy does not list.",
                       qw_findings_show(findings, value));
}

/* --- SELinux ---------------------------------------------------------------------------------- */

static const char type_prefix[] = "type:";

static void judge_selinux(const struct qw_security_option *option,
                          const struct qw_settings *settings, struct qw_findings *findings)
{
    const char *value = option->value;
    const size_t type_len = sizeof(type_prefix) - 1;
    const bool is_type = strncmp(value, type_prefix, type_len) == 0;
    const struct qw_finding finding = option_finding(option, value);

    if (is_type && qw_setting_has_word(settings, QW_SETTING_SELINUX_TYPES, value + type_len))
        return;
    if (strcmp(value, "disable") == 0)
        qw_finding_add(findings, &finding,
                       "switches SELinux off: the container could reach the files of the host and "
                       "of other containers.");
    else
        qw_finding_add(findings, &finding,
                       "chooses the SELinux label %s, which this policy does not list.",
                       qw_findings_show(findings, value));
}

/* --- The rules -------------------------------------------------------------------------------- */

typedef void option_fn(const struct qw_security_option *option, const struct qw_settings *settings,
                       struct qw_findings *findings);

struct option_judge {
    enum qw_security_key key;
    option_fn *judge;
};

static void judge_options(const struct option_judge *judge, const struct qw_workload *workload,
                          const struct qw_settings *settings, struct qw_findings *findings)
{
    for (size_t i = 0; i < workload->security.n_items; i++) {
        const struct qw_security_option *option = &workload->security.items[i];

        if (option->key == judge->key)
            judge->judge(option, settings, findings);
    }
}

void qw_rule_seccomp(const struct qw_workload *workload, const struct qw_settings *settings,
                     struct qw_findings *findings)
{
    const struct option_judge judge = {QW_SECURITY_SECCOMP, judge_seccomp};

    judge_options(&judge, workload, settings, findings);
}

void qw_rule_apparmor(const struct qw_workload *workload, const struct qw_settings *settings,
                      struct qw_findings *findings)
{
    const struct option_judge judge = {QW_SECURITY_APPARMOR, judge_apparmor};

    judge_options(&judge, workload, settings, findings);
}

void qw_rule_selinux(const struct qw_workload *workload, const struct qw_settings *settings,
                     struct qw_findings *findings)
{
    const struct option_judge judge = {QW_SECURITY_LABEL, judge_selinux};

    judge_options(&judge, workload, settings, findings);
}
