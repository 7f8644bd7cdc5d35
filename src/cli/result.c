#include <string.h>

#include "cli_priv.h"

#include "qw/workload_write.h"

static void add_string(struct qw_buffer *buffer, const char *text)
{
    if (text == NULL)
        qw_buffer_add_text(buffer, "null");
    else
        qw_buffer_add_json_string(buffer, text, strlen(text));
}

static void add_member(struct qw_buffer *buffer, const char *key, const char *text)
{
    qw_buffer_addf(buffer, ",\"%s\":", key);
    add_string(buffer, text);
}

static bool is_allowed(const struct cli_result *result)
{
    return result->decided->verdict.decision == QW_ALLOW;
}

void cli_result_add_text(struct qw_buffer *buffer, const struct cli_result *result)
{
    const char *message = result->decided->message;
    size_t len = strlen(message);

    if (result->object != NULL)
        qw_buffer_addf(buffer, "%s: ", result->object);
    /* A request that is allowed without findings has no message. */
    if (len == 0)
        qw_buffer_addf(buffer, "allowed by policy %s\n", result->policy_name);
    qw_buffer_add(buffer, message, len);
    if (len > 0 && message[len - 1] != '\n')
        qw_buffer_add_text(buffer, "\n");
}

static void add_finding(struct qw_buffer *buffer, const struct qw_finding *finding)
{
    const struct qw_rule *rule = qw_rule_get(finding->rule);

    qw_buffer_addf(buffer, "{\"rule\":\"%s\",\"mode\":\"%s\"", rule->name,
                   qw_mode_name(finding->mode));
    add_member(buffer, "field", finding->field);
    add_member(buffer, "value", finding->value);
    add_member(buffer, "text", finding->text);
    add_member(buffer, "docker", finding->docker != NULL ? finding->docker : rule->docker);
    add_member(buffer, "compose", finding->compose != NULL ? finding->compose : rule->compose);
    add_member(buffer, "cis", rule->cis);
    qw_buffer_add_text(buffer, "}");
}

void cli_result_add_json(struct qw_buffer *buffer, const struct cli_result *result)
{
    const struct qw_verdict *verdict = &result->decided->verdict;

    qw_buffer_addf(buffer, "{\"decision\":\"%s\"", is_allowed(result) ? "allow" : "deny");
    add_member(buffer, "reason", qw_verdict_reason(verdict));
    add_member(buffer, "policy", result->policy_name);
    add_member(buffer, "operation", qw_op_name(result->decided->operation.op));
    if (result->object != NULL)
        add_member(buffer, "object", result->object);
    add_member(buffer, "target", result->decided->operation.object);
    qw_buffer_add_text(buffer, ",\"findings\":[");
    for (size_t i = 0; i < verdict->findings.n_items; i++) {
        if (i > 0)
            qw_buffer_add_text(buffer, ",");
        add_finding(buffer, &verdict->findings.items[i]);
    }
    qw_buffer_add_text(buffer, "],\"workload\":");
    if (result->decided->has_workload)
        qw_workload_write(buffer, &result->decided->workload);
    else
        qw_buffer_add_text(buffer, "null");
    add_member(buffer, "passes", verdict->passes);
    add_member(buffer, "left_out", verdict->left_out);
    add_member(buffer, "message", result->decided->message);
    qw_buffer_add_text(buffer, "}");
}
