/* The lists of the rule bind-mounts: the deepest entry that covers a path decides. */
#include <string.h>

#include "bind_verdict.h"
#include "qw/path.h"

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

static size_t n_denied(const struct qw_bind_policy *policy)
{
    return policy->deny->n_words + (policy->engine_folder != NULL);
}

static const char *denied(const struct qw_bind_policy *policy, size_t i)
{
    return i < policy->deny->n_words ? policy->deny->words[i] : policy->engine_folder;
}

static const char *denied_entry_below(const struct qw_bind_policy *policy, const char *path)
{
    for (size_t i = 0; i < n_denied(policy); i++) {
        if (qw_path_relation(path, denied(policy, i)) == QW_PATH_ABOVE)
            return denied(policy, i);
    }
    return NULL;
}

/* The most specific entry that covers PATH.  A list that was never set denies everything, as the
 * zero value of every setting does. */
static int deepest_deny(const struct qw_bind_policy *policy, const char *path,
                        const char **ret_entry)
{
    int deepest = policy->deny->n_words == 0 ? 0 : DEPTH_NONE;

    for (size_t i = 0; i < n_denied(policy); i++) {
        const char *entry = denied(policy, i);
        const int depth = (int)qw_path_depth(entry);

        if (depth <= deepest || !deny_covers(entry, path))
            continue;
        deepest = depth;
        *ret_entry = entry;
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

/* An entry for reading alone that PATH would show, for writing too. */
static const struct qw_path_rule *read_only_below(const struct qw_setting *allow, const char *path)
{
    for (size_t i = 0; i < allow->n_paths; i++) {
        if (allow->paths[i].access != QW_ACCESS_READ_WRITE &&
            qw_path_relation(path, allow->paths[i].path) == QW_PATH_ABOVE)
            return &allow->paths[i];
    }
    return NULL;
}

static struct qw_bind_verdict verdict_on_denied(const char *path, const char *entry)
{
    const bool lies_in =
        entry && qw_path_depth(entry) > 0 && qw_path_depth(path) > qw_path_depth(entry);

    return (struct qw_bind_verdict){lies_in ? QW_BIND_LIES_IN : QW_BIND_NOT_ALLOWED, entry, false};
}

struct qw_bind_verdict qw_bind_verdict_on(const struct qw_bind_policy *policy, const char *path,
                                          bool is_read_only)
{
    const struct qw_path_rule *rule = NULL;
    const char *entry = NULL;

    if (*path != '/')
        return (struct qw_bind_verdict){QW_BIND_RELATIVE, NULL, false};
    if (qw_path_goes_up(path))
        return (struct qw_bind_verdict){QW_BIND_GOES_UP, NULL, false};

    const int depth_denied = deepest_deny(policy, path, &entry);
    const int depth_allowed = deepest_allow(policy->allow, path, &rule);
    const char *shown = denied_entry_below(policy, path);

    if (depth_denied != DEPTH_NONE && depth_denied >= depth_allowed)
        return verdict_on_denied(path, entry);
    if (shown)
        return (struct qw_bind_verdict){
            qw_path_depth(path) > 0 ? QW_BIND_SHOWS : QW_BIND_NOT_ALLOWED, shown, false};
    if (!is_read_only && read_only_below(policy->allow, path))
        return (struct qw_bind_verdict){QW_BIND_READ_ONLY,
                                        read_only_below(policy->allow, path)->path, false};
    if (!rule)
        return (struct qw_bind_verdict){QW_BIND_PASSES, NULL, false};
    if (rule->access != QW_ACCESS_READ_WRITE && !is_read_only)
        return (struct qw_bind_verdict){QW_BIND_READ_ONLY, rule->path, false};
    return (struct qw_bind_verdict){QW_BIND_PASSES, depth_denied != DEPTH_NONE ? rule->path : NULL,
                                    depth_denied != DEPTH_NONE};
}

bool qw_bind_policy_names(const struct qw_bind_policy *policy, const char *path)
{
    const char *entry = NULL;

    return deepest_deny(policy, path, &entry) > 0 || denied_entry_below(policy, path) != NULL;
}

struct qw_bind_policy qw_bind_policy_of(const struct qw_settings *settings,
                                        const struct qw_facts *facts)
{
    const struct qw_engine_facts *engine = &facts->engine;
    const bool has_folder = engine->fact.state == QW_FACT_KNOWN && engine->root_folder != NULL &&
                            *engine->root_folder == '/';

    return (struct qw_bind_policy){
        .deny = &settings->values[QW_SETTING_BIND_MOUNTS_DENY],
        .allow = &settings->values[QW_SETTING_BIND_MOUNTS_ALLOW],
        .engine_folder = has_folder ? engine->root_folder : NULL,
    };
}
