/* The effective policy as text: sorted, one item a line, so that two can be compared. */
#include <string.h>

#include "policy_priv.h"
#include "qw/holes.h"

static void add_string(struct qw_buffer *buffer, const char *text)
{
    qw_buffer_add_json_string(buffer, text, strlen(text));
}

static void add_indent(struct qw_buffer *buffer, int depth)
{
    qw_buffer_addf(buffer, "\n%*s", 2 * depth, "");
}

/* A list without items is closed on the line that opens it. */
static void close_list(struct qw_buffer *buffer, size_t n_items, int depth)
{
    if (n_items > 0)
        add_indent(buffer, depth);
    qw_buffer_add_text(buffer, "]");
}

static void add_words(struct qw_buffer *buffer, const char *const *words, size_t n_words, int depth)
{
    qw_buffer_add_text(buffer, "[");
    for (size_t i = 0; i < n_words; i++) {
        qw_buffer_add_text(buffer, i > 0 ? "," : "");
        add_indent(buffer, depth + 1);
        add_string(buffer, words[i]);
    }
    close_list(buffer, n_words, depth);
}

static void add_bool_value(struct qw_buffer *buffer, const struct qw_setting *value, int depth)
{
    (void)depth;
    qw_buffer_add_text(buffer, value->is_true ? "true" : "false");
}

static void add_integer_value(struct qw_buffer *buffer, const struct qw_setting *value, int depth)
{
    (void)depth;
    qw_buffer_addf(buffer, "%lld", (long long)value->number);
}

/* Whole CPUs as a number, parts as a string: "1.5". */
static void add_cpus_value(struct qw_buffer *buffer, const struct qw_setting *value, int depth)
{
    const int64_t nano = INT64_C(1000000000);
    int64_t part = value->number % nano;
    int digits = 9;

    if (part == 0) {
        qw_buffer_addf(buffer, "%lld", (long long)(value->number / nano));
        return;
    }
    for (; part % 10 == 0; part /= 10)
        digits--;
    (void)depth;
    qw_buffer_addf(buffer, "\"%lld.%0*lld\"", (long long)(value->number / nano), digits,
                   (long long)part);
}

static void add_words_value(struct qw_buffer *buffer, const struct qw_setting *value, int depth)
{
    add_words(buffer, value->words, value->n_words, depth);
}

static void add_paths_value(struct qw_buffer *buffer, const struct qw_setting *value, int depth)
{
    qw_buffer_add_text(buffer, "[");
    for (size_t i = 0; i < value->n_paths; i++) {
        qw_buffer_add_text(buffer, i > 0 ? "," : "");
        add_indent(buffer, depth + 1);
        qw_buffer_add_text(buffer, "{ \"path\": ");
        add_string(buffer, value->paths[i].path);
        qw_buffer_addf(buffer, ", \"access\": \"%s\" }", qw_access_name(value->paths[i].access));
    }
    close_list(buffer, value->n_paths, depth);
}

typedef void value_fn(struct qw_buffer *buffer, const struct qw_setting *value, int depth);

static value_fn *const value_writers[] = {
    [QW_SETTING_TYPE_BOOL] = add_bool_value,    [QW_SETTING_TYPE_INTEGER] = add_integer_value,
    [QW_SETTING_TYPE_WORDS] = add_words_value,  [QW_SETTING_TYPE_PATHS] = add_paths_value,
    [QW_SETTING_TYPE_SIZE] = add_integer_value, [QW_SETTING_TYPE_CPUS] = add_cpus_value,
};

static int compare_settings(const void *first, const void *second)
{
    const struct qw_setting_row *one = qw_setting_row_get(*(const enum qw_setting_id *)first);
    const struct qw_setting_row *other = qw_setting_row_get(*(const enum qw_setting_id *)second);

    return strcmp(one->name, other->name);
}

static size_t settings_of(enum qw_rule_id rule, enum qw_setting_id *ids)
{
    size_t n_ids = 0;

    for (size_t i = 0; i < QW_SETTING_COUNT; i++)
        if (qw_setting_row_get((enum qw_setting_id)i)->rule == rule)
            ids[n_ids++] = (enum qw_setting_id)i;
    qsort(ids, n_ids, sizeof *ids, compare_settings);
    return n_ids;
}

/* The length of "gpus." in "gpus.drivers"; 0 for a name of the rule's own object. */
static size_t group_len(const char *name)
{
    const char *dot = strchr(name, '.');

    return dot == NULL ? 0 : (size_t)(dot - name) + 1;
}

/* A name with a dot stands in an object of its own; LAST is the name written before, "" at first.
 * Returns the depth of the value. */
static int add_setting_key(struct qw_buffer *buffer, const char *last, const char *name, int depth)
{
    const size_t last_group = group_len(last);
    const size_t group = group_len(name);
    const bool stays = group == last_group && strncmp(last, name, group) == 0;

    if (!stays && last_group > 0) {
        add_indent(buffer, depth);
        qw_buffer_add_text(buffer, "}");
    }
    if (name[0] == '\0')
        return depth;
    qw_buffer_add_text(buffer, ",");
    if (!stays && group > 0) {
        add_indent(buffer, depth);
        qw_buffer_addf(buffer, "\"%.*s\": {", (int)group - 1, name);
    }
    add_indent(buffer, depth + (group > 0));
    qw_buffer_addf(buffer, "\"%s\": ", name + group);
    return depth + (group > 0);
}

static void add_rule(struct qw_buffer *buffer, const struct qw_settings *settings,
                     const struct qw_rule *rule)
{
    const int depth = 3;
    enum qw_setting_id ids[QW_SETTING_COUNT];
    const size_t n_ids = settings_of(rule->id, ids);
    const char *last = "";

    add_indent(buffer, depth - 1);
    qw_buffer_addf(buffer, "\"%s\": {", rule->name);
    add_indent(buffer, depth);
    qw_buffer_addf(buffer, "\"mode\": \"%s\"", qw_mode_name(settings->modes[rule->id]));
    for (size_t i = 0; i < n_ids; i++) {
        const struct qw_setting_row *row = qw_setting_row_get(ids[i]);
        const int value_depth = add_setting_key(buffer, last, row->name, depth);

        value_writers[row->type](buffer, &settings->values[ids[i]], value_depth);
        last = row->name;
    }
    add_setting_key(buffer, last, "", depth);
    add_indent(buffer, depth - 1);
    qw_buffer_add_text(buffer, "}");
}

static int compare_rules(const void *first, const void *second)
{
    const struct qw_rule *one = *(const struct qw_rule *const *)first;
    const struct qw_rule *other = *(const struct qw_rule *const *)second;

    return strcmp(one->name, other->name);
}

static void add_rules(struct qw_buffer *buffer, const struct qw_settings *settings)
{
    const struct qw_rule *rules[QW_RULE_COUNT];

    for (size_t i = 0; i < QW_RULE_COUNT; i++)
        rules[i] = qw_rule_get((enum qw_rule_id)i);
    qsort(rules, QW_RULE_COUNT, sizeof(const struct qw_rule *), compare_rules);
    for (size_t i = 0; i < QW_RULE_COUNT; i++) {
        qw_buffer_add_text(buffer, i > 0 ? "," : "");
        add_rule(buffer, settings, rules[i]);
    }
}

static int compare_names(const void *first, const void *second)
{
    return strcmp(*(const char *const *)first, *(const char *const *)second);
}

static void add_operations(struct qw_buffer *buffer, const enum qw_action *actions,
                           enum qw_action action)
{
    const char *names[QW_OP_COUNT];
    size_t n_names = 0;

    for (size_t i = 0; i < QW_OP_COUNT; i++)
        if (actions[i] == action)
            names[n_names++] = qw_op_name((enum qw_op)i);
    qsort(names, n_names, sizeof(const char *), compare_names);
    add_words(buffer, names, n_names, 2);
}

static void add_fixed(struct qw_buffer *buffer, unsigned fixed_holes)
{
    const char *names[QW_HOLE_COUNT];
    size_t n_names = 0;

    for (size_t i = 0; i < QW_HOLE_COUNT; i++)
        if ((fixed_holes & 1U << i) != 0)
            names[n_names++] = qw_hole_get((enum qw_hole_id)i)->name;
    qsort(names, n_names, sizeof(const char *), compare_names);
    add_words(buffer, names, n_names, 2);
}

void qw_policy_draft_dump(const struct qw_policy_draft *draft, struct qw_buffer *buffer)
{
    qw_buffer_add_text(buffer, "{\n  \"version\": 1,\n  \"rules\": {");
    add_rules(buffer, &draft->settings);
    qw_buffer_add_text(buffer, "\n  },\n  \"operations\": {\n    \"allow\": ");
    add_operations(buffer, draft->actions, QW_ACTION_ALLOW);
    qw_buffer_add_text(buffer, ",\n    \"audit\": ");
    add_operations(buffer, draft->actions, QW_ACTION_AUDIT);
    qw_buffer_add_text(buffer, ",\n    \"deny\": ");
    add_operations(buffer, draft->actions, QW_ACTION_DENY);
    qw_buffer_add_text(buffer, "\n  },\n  \"engine\": {\n    \"fixed\": ");
    add_fixed(buffer, draft->fixed_holes);
    qw_buffer_add_text(buffer, "\n  }\n}\n");
}
