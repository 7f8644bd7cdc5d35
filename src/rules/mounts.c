/* Which paths of the host a container may see. */
#include <string.h>

#include "host_paths.h"
#include "qw/path.h"

enum bind_outcome {
    BIND_NOT_ALLOWED,
    BIND_LIES_IN,   /* below a denied path */
    BIND_SHOWS,     /* above a denied path */
    BIND_READ_ONLY, /* allowed, but not for writing */
    BIND_RELATIVE,
    BIND_GOES_UP,
    BIND_PASSES,
};

struct bind_verdict {
    enum bind_outcome outcome;
    const char *entry; /* of the policy; NULL when none in particular */
};

/* No entry was found. */
enum { DEPTH_NONE = -1 };

/* "/" in a deny list is the root alone, unlike "/" followed by two asterisks. */
static bool is_root_alone(const char *entry)
{
    return *entry == '/' && entry[strspn(entry, "/")] == '\0';
}

static bool deny_covers(const char *entry, const char *path)
{
    if (is_root_alone(entry))
        return qw_path_depth(path) == 0;
    return qw_path_relation(path, entry) == QW_PATH_AT_OR_BELOW;
}

static const char *denied_entry_below(const struct qw_setting *deny, const char *path)
{
    for (size_t i = 0; i < deny->n_words; i++) {
        if (qw_path_relation(path, deny->words[i]) == QW_PATH_ABOVE)
            return deny->words[i];
    }
    return NULL;
}

/* The most specific entry that covers PATH.  A list that was never set denies everything, as the
 * zero value of every setting does. */
static int deepest_deny(const struct qw_setting *deny, const char *path, const char **ret_entry)
{
    int deepest = deny->n_words == 0 ? 0 : DEPTH_NONE;

    for (size_t i = 0; i < deny->n_words; i++) {
        const int depth = (int)qw_path_depth(deny->words[i]);

        if (depth <= deepest || !deny_covers(deny->words[i], path))
            continue;
        deepest = depth;
        *ret_entry = deny->words[i];
    }
    return deepest;
}

/* The most specific entry that covers PATH decides on writing, too: /data for writing does not
 * reach into /data/reference for reading.  Of two equal entries the wider one holds. */
static int deepest_allow(const struct qw_setting *allow, const char *path,
                         const struct qw_path_rule **ret_rule)
{
    int deepest = DEPTH_NONE;

    for (size_t i = 0; i < allow->n_paths; i++) {
        const struct qw_path_rule *rule = &allow->paths[i];
        const int depth = (int)qw_path_depth(rule->path);

        if (qw_path_relation(path, rule->path) != QW_PATH_AT_OR_BELOW || depth < deepest)
            continue;
        if (depth == deepest && rule->access != QW_ACCESS_READ_WRITE)
            continue;
        deepest = depth;
        *ret_rule = rule;
    }
    return deepest;
}

static struct bind_verdict verdict_on_denied(const char *path, const char *entry)
{
    const bool lies_in =
        entry && qw_path_depth(entry) > 0 && qw_path_depth(path) > qw_path_depth(entry);

    return (struct bind_verdict){lies_in ? BIND_LIES_IN : BIND_NOT_ALLOWED, entry};
}

static struct bind_verdict verdict_on(const struct qw_host_path *bind,
                                      const struct qw_settings *settings)
{
    const struct qw_setting *deny = &settings->values[QW_SETTING_BIND_MOUNTS_DENY];
    const struct qw_setting *allow = &settings->values[QW_SETTING_BIND_MOUNTS_ALLOW];
    const struct qw_path_rule *rule = NULL;
    const char *entry = NULL;

    if (*bind->path != '/')
        return (struct bind_verdict){BIND_RELATIVE, NULL};
    if (qw_path_goes_up(bind->path))
        return (struct bind_verdict){BIND_GOES_UP, NULL};

    const int denied = deepest_deny(deny, bind->path, &entry);
    const int allowed = deepest_allow(allow, bind->path, &rule);
    const char *shown = denied_entry_below(deny, bind->path);

    if (denied != DEPTH_NONE && denied >= allowed)
        return verdict_on_denied(bind->path, entry);
    if (shown && qw_path_depth(bind->path) > 0)
        return (struct bind_verdict){BIND_SHOWS, shown};
    if (shown)
        return (struct bind_verdict){BIND_NOT_ALLOWED, shown};
    if (rule && rule->access != QW_ACCESS_READ_WRITE && !bind->is_read_only)
        return (struct bind_verdict){BIND_READ_ONLY, rule->path};
    return (struct bind_verdict){BIND_PASSES, NULL};
}

/* A policy's own path, plain where it can be read as it stands. */
static const char *plain_path(struct qw_findings *findings, const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "/._-+@:${}*";
    enum { LONGEST_PLAIN = 64 };
    const size_t len = strspn(path, plain);

    return path[len] == '\0' && len <= LONGEST_PLAIN ? path : qw_findings_show(findings, path);
}

static bool denies_everything(const struct qw_setting *deny)
{
    for (size_t i = 0; i < deny->n_words; i++) {
        if (strcmp(deny->words[i], "/**") == 0)
            return true;
    }
    return deny->n_words == 0;
}

/* Where a policy denies some folders only, its list holds what is allowed in these. */
static const char *allowed_paths(struct qw_findings *findings, const struct qw_settings *settings)
{
    enum { MOST_TOLD = 4 };
    const struct qw_setting *allow = &settings->values[QW_SETTING_BIND_MOUNTS_ALLOW];
    const bool is_closed = denies_everything(&settings->values[QW_SETTING_BIND_MOUNTS_DENY]);
    const char *told = "";

    if (allow->n_paths == 0)
        return is_closed ? " No path of the host is allowed." : "";
    for (size_t i = 0; i < allow->n_paths && i < MOST_TOLD; i++)
        told = qw_findings_format(findings, "%s%s%s (%s)", told, i > 0 ? ", " : "",
                                  plain_path(findings, allow->paths[i].path),
                                  qw_access_name(allow->paths[i].access));
    if (allow->n_paths > MOST_TOLD)
        told = qw_findings_format(findings, "%s and %zu more", told, allow->n_paths - MOST_TOLD);
    return qw_findings_format(findings, " Allowed%s: %s.",
                              is_closed ? "" : " within what the policy denies", told);
}

static const char *why_not(struct qw_findings *findings, const struct qw_host_path *bind,
                           struct bind_verdict verdict)
{
    switch (verdict.outcome) {
    case BIND_LIES_IN:
        return qw_findings_format(findings, ", which lies in %s",
                                  plain_path(findings, verdict.entry));
    case BIND_SHOWS:
        return qw_findings_format(findings, ", which shows %s",
                                  plain_path(findings, verdict.entry));
    case BIND_READ_ONLY:
        return bind->relabels ? " and relabels its files, which counts as writing" : " for writing";
    case BIND_RELATIVE:
        return ", which is no absolute path, so that the engine's own folder decides what it shows";
    case BIND_GOES_UP:
        return ", whose \"..\" can lead anywhere through a symbolic link";
    case BIND_NOT_ALLOWED:
    case BIND_PASSES:
        return "";
    }
    return "";
}

static const char *docker_fix(struct qw_findings *findings, const struct qw_host_path *bind)
{
    const char *spec = qw_json_string(bind->at);

    if (spec)
        return qw_findings_format(findings, "drop -v %s", qw_findings_show(findings, spec));
    if (!bind->mount)
        return "drop --opt o=bind and --opt device=...";
    return qw_findings_format(findings, "drop the --mount with target=%s",
                              qw_findings_show(findings, bind->mount->target));
}

static const char *compose_fix(struct qw_findings *findings, const struct qw_host_path *bind)
{
    const char *spec = qw_json_string(bind->at);

    if (spec)
        return qw_findings_format(findings,
                                  "remove %s from volumes:", qw_findings_show(findings, spec));
    if (!bind->mount)
        return "remove o: bind and device from driver_opts:";
    return qw_findings_format(findings, "remove the entry with target %s from volumes:",
                              qw_findings_show(findings, bind->mount->target));
}

static void judge_bind(const struct qw_host_path *bind, const struct qw_settings *settings,
                       struct qw_findings *findings)
{
    const struct bind_verdict verdict = verdict_on(bind, settings);

    if (verdict.outcome == BIND_PASSES)
        return;

    const struct qw_finding finding = {
        .at = bind->at,
        .value = bind->path,
        .docker = docker_fix(findings, bind),
        .compose = compose_fix(findings, bind),
        .remedies = {{.kind = QW_REMEDY_DROP, .at = bind->at}},
    };

    qw_finding_add(findings, &finding, "mounts %s of the host%s.%s",
                   qw_findings_show(findings, bind->path), why_not(findings, bind, verdict),
                   allowed_paths(findings, settings));
}

void qw_rule_bind_mounts(const struct qw_workload *workload, const struct qw_settings *settings,
                         struct qw_findings *findings)
{
    qw_host_paths_visit(workload, settings, findings, judge_bind);
}
