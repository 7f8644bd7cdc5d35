/* The page of one rule: everything its row and its settings' rows say. */
#include <string.h>

#include "verdict_priv.h"

static const char *const type_words[] = {
    [QW_SETTING_TYPE_BOOL] = "true or false",
    [QW_SETTING_TYPE_INTEGER] = "number",
    [QW_SETTING_TYPE_WORDS] = "list of words",
    [QW_SETTING_TYPE_PATHS] = "list of {\"path\": ..., \"access\": \"ro\" or \"rw\"}",
    [QW_SETTING_TYPE_SIZE] = "size such as \"512m\" or \"64GiB\"",
    [QW_SETTING_TYPE_CPUS] = "CPUs such as 4 or \"1.5\"",
};

static void add_line(struct qw_buffer *buffer, const char *label, const char *text)
{
    if (text != NULL && text[0])
        qw_buffer_addf(buffer, "  %-9s %s\n", label, text);
}

/* The operations that have a workload of a kind that the rule applies to. */
static void add_operations(struct qw_buffer *buffer, const struct qw_rule *rule)
{
    const char *separator = "  judges    ";

    for (enum qw_op op = 0; op < QW_OP_COUNT; op++) {
        const enum qw_workload_kind kind = qw_workload_kind_of(op);

        if (kind == QW_WORKLOAD_NONE || !(rule->applies & (1U << kind)))
            continue;
        qw_buffer_addf(buffer, "%s%s", separator, qw_op_name(op));
        separator = ", ";
    }
    qw_buffer_add_text(buffer, "\n");
}

static void add_settings(struct qw_buffer *buffer, enum qw_rule_id rule)
{
    qw_buffer_add_text(buffer, "\nsettings\n  mode\n"
                               "      enforce (deny), audit (allow and record) or off\n");
    for (enum qw_setting_id id = 0; id < QW_SETTING_COUNT; id++) {
        const struct qw_setting_row *row = qw_setting_row_get(id);

        if (row->rule == rule)
            qw_buffer_addf(buffer, "  %s: %s\n      %s\n", row->name, type_words[row->type],
                           row->help);
    }
}

void qw_verdict_add_rule_page(struct qw_buffer *buffer, enum qw_rule_id rule)
{
    if (rule >= QW_RULE_COUNT)
        return;

    const struct qw_rule *row = qw_rule_get(rule);

    qw_buffer_addf(buffer, "%s: %s\n\n%s\n\n", row->name, row->title, row->why);
    add_operations(buffer, row);
    add_line(buffer, "docker", row->docker);
    add_line(buffer, "compose", row->compose);
    add_line(buffer, "CIS", row->cis);
    add_line(buffer, "PSS", row->pss);
    add_settings(buffer, rule);
    qw_buffer_addf(buffer, "\nin a policy\n  \"rules\": { \"%s\": { \"mode\": \"audit\" } }\n",
                   row->name);
}
