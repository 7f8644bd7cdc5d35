/* `rules`: the mode and the settings of each rule. */
#include <string.h>

#include "layer.h"

enum { N_MODES = QW_MODE_OFF + 1 };

/* What the keys of an object belong to. */
struct scope {
    enum qw_rule_id rule;
    const char *prefix; /* "" in the rule's own object, "gpus." in the object of that name */
};

static enum qw_err read_mode(const struct qw_policy_reader *reader,
                             const struct qw_policy_place *place, enum qw_rule_id rule,
                             struct qw_policy_layer *layer)
{
    const enum qw_err err = qw_policy_expect(reader, place, QW_JSON_STRING);
    const char *text = qw_json_string(place->node);
    const char *names[N_MODES];

    if (err != QW_OK)
        return err;
    for (size_t mode = 0; mode < N_MODES; mode++) {
        names[mode] = qw_mode_name((enum qw_mode)mode);
        if (strcmp(text, names[mode]) != 0)
            continue;
        layer->has_mode[rule] = true;
        layer->modes[rule] = (enum qw_mode)mode;
        return QW_OK;
    }
    return qw_policy_fault(reader, place, "unknown mode %s%s", qw_policy_show(reader, text),
                           qw_policy_hint(reader->arena, text, names, N_MODES));
}

/* The setting's name as it stands in an object of SCOPE; NULL for one that stands elsewhere. */
static const char *name_within(const struct qw_setting_row *row, const struct scope *scope)
{
    const size_t len = strlen(scope->prefix);

    if (row->rule != scope->rule || strncmp(row->name, scope->prefix, len) != 0)
        return NULL;
    return row->name + len;
}

static bool is_listed(const char *name, const char *const *names, size_t n_names)
{
    for (size_t i = 0; i < n_names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* The keys that an object of SCOPE may have; returns their number. */
static size_t known_keys(const struct qw_policy_reader *reader, const struct scope *scope,
                         const char **names)
{
    size_t n_names = 0;

    if (scope->prefix[0] == '\0')
        names[n_names++] = "mode";
    for (size_t i = 0; i < QW_SETTING_COUNT; i++) {
        const char *name = name_within(qw_setting_row_get((enum qw_setting_id)i), scope);

        if (name != NULL)
            name = qw_arena_copy(reader->arena, name, strcspn(name, "."));
        if (name != NULL && !is_listed(name, names, n_names))
            names[n_names++] = name;
    }
    return n_names;
}

static enum qw_err fault_key(const struct qw_policy_reader *reader,
                             const struct qw_policy_place *place, const struct scope *scope)
{
    const char *names[QW_SETTING_COUNT + 1];
    const size_t n_names = known_keys(reader, scope, names);
    const char *key = qw_json_key(place->node);

    return qw_policy_fault(reader, place, "rule %s has no setting %s%s",
                           qw_rule_get(scope->rule)->name, qw_policy_show(reader, key),
                           qw_policy_hint(reader->arena, key, names, n_names));
}

static bool is_object_of_settings(const struct scope *scope)
{
    for (size_t i = 0; i < QW_SETTING_COUNT; i++)
        if (name_within(qw_setting_row_get((enum qw_setting_id)i), scope) != NULL)
            return true;
    return false;
}

static enum qw_err read_members(const struct qw_policy_reader *reader,
                                const struct qw_policy_place *place, const struct scope *scope,
                                struct qw_policy_layer *layer);

/* A dot in a setting's name stands for a nested object; written out it is an unknown key, so that
 * there is one way to say a thing. */
static enum qw_err read_setting(const struct qw_policy_reader *reader,
                                const struct qw_policy_place *place, const struct scope *scope,
                                struct qw_policy_layer *layer)
{
    const char *key = qw_json_key(place->node);
    const char *nested = qw_arena_format(reader->arena, "%s%s.", scope->prefix, key);
    const char *name = qw_arena_format(reader->arena, "%s%s", scope->prefix, key);
    const struct scope inner = {scope->rule, nested};
    enum qw_setting_id id = QW_SETTING_COUNT;

    if (nested == NULL || name == NULL)
        return QW_ERR_NO_MEMORY;
    if (key[0] == '\0' || strchr(key, '.') != NULL)
        return fault_key(reader, place, scope);
    id = qw_setting_from_name(scope->rule, name);
    if (id < QW_SETTING_COUNT) {
        layer->has_value[id] = true;
        return qw_policy_setting_read(reader, place, id, &layer->values[id]);
    }
    if (is_object_of_settings(&inner))
        return read_members(reader, place, &inner, layer);
    return fault_key(reader, place, scope);
}

static enum qw_err read_members(const struct qw_policy_reader *reader,
                                const struct qw_policy_place *place, const struct scope *scope,
                                struct qw_policy_layer *layer)
{
    struct qw_policy_place at = {.up = place, .node = qw_json_first(place->node)};
    enum qw_err err = qw_policy_expect(reader, place, QW_JSON_OBJECT);

    for (; err == QW_OK && at.node != NULL; at.node = qw_json_next(at.node)) {
        if (scope->prefix[0] == '\0' && strcmp(qw_json_key(at.node), "mode") == 0)
            err = read_mode(reader, &at, scope->rule, layer);
        else
            err = read_setting(reader, &at, scope, layer);
    }
    return err;
}

static enum qw_err fault_rule(const struct qw_policy_reader *reader,
                              const struct qw_policy_place *place)
{
    const char *names[QW_RULE_COUNT];
    const char *key = qw_json_key(place->node);

    for (size_t i = 0; i < QW_RULE_COUNT; i++)
        names[i] = qw_rule_get((enum qw_rule_id)i)->name;
    return qw_policy_fault(reader, place, "unknown rule %s%s", qw_policy_show(reader, key),
                           qw_policy_hint(reader->arena, key, names, QW_RULE_COUNT));
}

enum qw_err qw_policy_rules_read(const struct qw_policy_reader *reader,
                                 const struct qw_policy_place *place, struct qw_policy_layer *layer)
{
    struct qw_policy_place at = {.up = place, .node = qw_json_first(place->node)};
    enum qw_err err = qw_policy_expect(reader, place, QW_JSON_OBJECT);

    for (; err == QW_OK && at.node != NULL; at.node = qw_json_next(at.node)) {
        const struct scope scope = {qw_rule_from_name(qw_json_key(at.node)), ""};

        if (scope.rule >= QW_RULE_COUNT)
            return fault_rule(reader, &at);
        err = read_members(reader, &at, &scope, layer);
    }
    return err;
}
