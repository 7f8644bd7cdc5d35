#include <string.h>

#include "cli_priv.h"

#include "qw/nearest.h"

enum { PAGE_MAX = 256 * 1024, LEVELS_MAX = 8 };

enum explain_key { KEY_JSON = 1, KEY_RULE = ARGP_KEY_ARG };

struct explain {
    const char *rule;
    bool is_json;
};

/* The shipped levels, loaded to be compared. */
struct levels {
    struct qw_policy *policies[LEVELS_MAX];
    size_t n_policies;
};

static const struct argp_option explain_options[] = {
    {"json", KEY_JSON, NULL, 0, "print the table as a JSON array", 0},
    {0},
};

static bool take_option(int key, char *value, void *values)
{
    struct explain *explain = values;

    switch ((enum explain_key)key) {
    case KEY_JSON:
        explain->is_json = true;
        return true;
    case KEY_RULE:
        if (explain->rule != NULL) {
            cli_error("explain takes one rule, and %.80s is a second", value);
            return false;
        }
        explain->rule = value;
        return true;
    }
    return false;
}

static void done_levels(struct levels *levels)
{
    for (size_t i = 0; i < levels->n_policies; i++)
        qw_policy_unref(levels->policies[i]);
}

static bool load_levels(struct levels *levels, struct qw_diag *diag)
{
    static const struct qw_policy_options no_own_paths = {0};
    size_t n_levels = qw_policy_level_count();

    for (size_t i = 0; i < n_levels && i < LEVELS_MAX; i++) {
        if (qw_policy_load(qw_policy_level_name(i), &no_own_paths, &levels->policies[i], diag) !=
            QW_OK)
            return false;
        levels->n_policies++;
    }
    return true;
}

static const char *mode_at(const struct qw_policy *policy, enum qw_rule_id rule)
{
    return qw_mode_name(qw_policy_settings(policy)->modes[rule]);
}

static void add_text_row(struct qw_buffer *buffer, const struct levels *levels,
                         const struct qw_rule *rule)
{
    qw_buffer_addf(buffer, "%-18s", rule->name);
    for (size_t i = 0; i < levels->n_policies; i++)
        qw_buffer_addf(buffer, " %-10s", mode_at(levels->policies[i], rule->id));
    qw_buffer_addf(buffer, "  %s\n", rule->title);
}

static void add_text_table(struct qw_buffer *buffer, const struct levels *levels)
{
    qw_buffer_addf(buffer, "%-18s", "rule");
    for (size_t i = 0; i < levels->n_policies; i++)
        qw_buffer_addf(buffer, " %-10s", qw_policy_name(levels->policies[i]));
    qw_buffer_add_text(buffer, "\n");
    for (int id = 0; id < QW_RULE_COUNT; id++)
        add_text_row(buffer, levels, qw_rule_get((enum qw_rule_id)id));
}

static void add_member(struct qw_buffer *buffer, const char *key, const char *text)
{
    qw_buffer_addf(buffer, ",\"%s\":", key);
    qw_buffer_add_json_string(buffer, text, strlen(text));
}

static void add_json_row(struct qw_buffer *buffer, const struct levels *levels,
                         const struct qw_rule *rule)
{
    qw_buffer_addf(buffer, "{\"rule\":\"%s\"", rule->name);
    add_member(buffer, "title", rule->title);
    add_member(buffer, "why", rule->why);
    add_member(buffer, "docker", rule->docker);
    add_member(buffer, "compose", rule->compose);
    add_member(buffer, "cis", rule->cis);
    add_member(buffer, "pss", rule->pss);
    qw_buffer_add_text(buffer, ",\"modes\":{");
    for (size_t i = 0; i < levels->n_policies; i++)
        qw_buffer_addf(buffer, "%s\"%s\":\"%s\"", i > 0 ? "," : "",
                       qw_policy_name(levels->policies[i]), mode_at(levels->policies[i], rule->id));
    qw_buffer_add_text(buffer, "}}");
}

static void add_json_table(struct qw_buffer *buffer, const struct levels *levels)
{
    qw_buffer_add_text(buffer, "[");
    for (int id = 0; id < QW_RULE_COUNT; id++) {
        qw_buffer_add_text(buffer, id > 0 ? ",\n" : "");
        add_json_row(buffer, levels, qw_rule_get((enum qw_rule_id)id));
    }
    qw_buffer_add_text(buffer, "]\n");
}

static int print_table(bool is_json)
{
    struct levels levels QW_CLEANUP(done_levels) = {0};
    struct qw_buffer page = QW_BUFFER(PAGE_MAX);
    struct qw_diag diag = {0};

    if (!load_levels(&levels, &diag)) {
        cli_report(&diag);
        return QW_EXIT_FAILED;
    }
    if (is_json)
        add_json_table(&page, &levels);
    else
        add_text_table(&page, &levels);
    return cli_print(&page) ? QW_EXIT_OK : QW_EXIT_FAILED;
}

static int report_unknown(const char *word)
{
    const char *names[QW_RULE_COUNT];
    const char *nearest = NULL;

    for (int id = 0; id < QW_RULE_COUNT; id++)
        names[id] = qw_rule_get((enum qw_rule_id)id)->name;
    nearest = qw_nearest(word, names, QW_RULE_COUNT);
    if (nearest == NULL)
        cli_error("there is no rule %.80s (quaywarden explain lists them)", word);
    else
        cli_error("there is no rule %.80s; did you mean %s?", word, nearest);
    return QW_EXIT_USAGE;
}

static int print_page(const char *word)
{
    enum qw_rule_id rule = qw_rule_from_name(word);
    struct qw_buffer page = QW_BUFFER(PAGE_MAX);

    if (rule == QW_RULE_COUNT)
        return report_unknown(word);
    qw_verdict_add_rule_page(&page, rule);
    return cli_print(&page) ? QW_EXIT_OK : QW_EXIT_FAILED;
}

int cli_explain(int argc, char **argv)
{
    static const struct cli_options options = {
        .command = "explain",
        .options = explain_options,
        .arguments = "[RULE]",
        .doc = "Says what a rule denies, why, and what to change.  Without RULE, lists all rules "
               "with their mode at each level.",
        .take = take_option,
    };
    struct explain explain = {0};
    enum cli_parsed parsed = cli_parse(&options, argc, argv, &explain);

    if (parsed != CLI_PARSED)
        return parsed == CLI_HELPED ? QW_EXIT_OK : QW_EXIT_USAGE;
    if (explain.rule == NULL)
        return print_table(explain.is_json);
    if (explain.is_json) {
        cli_error("explain: --json is for the table of all rules");
        return QW_EXIT_USAGE;
    }
    return print_page(explain.rule);
}
