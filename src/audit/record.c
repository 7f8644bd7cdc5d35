#include <inttypes.h>
#include <string.h>

#include "audit_priv.h"

#include "qw/clock.h"
#include "qw/limits.h"

/* Room for what follows the findings, and for one finding at its largest. */
enum { CLOSING_MAX = 1024, FINDING_MAX = 2 * (QW_LIMIT_AUDIT_TEXT + 16) + 256 };

static void add_member(struct qw_buffer *buffer, const char *key, const char *text)
{
    qw_buffer_addf(buffer, ",\"%s\":", key);
    audit_add_text(buffer, text);
}

static bool is_only_audited(const struct qw_verdict *verdict)
{
    return verdict->decision == QW_ALLOW && (verdict->is_audited || verdict->findings.n_items > 0);
}

/* An id of the engine, whole or shortened as its tools print it; anything else is a name. */
static bool is_engine_id(const char *text)
{
    enum { SHORT_ID = 12, FULL_ID = 64 };
    size_t len = strlen(text);

    return len >= SHORT_ID && len <= FULL_ID && strspn(text, "0123456789abcdef") == len;
}

static const char *param_or_empty(const struct qw_operation *operation, const char *name)
{
    const char *value = qw_operation_param(operation, name);

    return value != NULL ? value : "";
}

static const char *name_in_body(const struct qw_operation *operation)
{
    const char *name = qw_json_string(qw_json_get(operation->body, "Name"));

    return name != NULL ? name : "";
}

struct object {
    const char *image;
    const char *name;
    const char *id;
};

static struct object object_of(const struct qw_record *record)
{
    const struct qw_operation *operation = record->operation;
    const char *path_object = operation->object != NULL ? operation->object : "";
    struct object object = {.image = "", .name = "", .id = ""};

    if (record->workload != NULL && record->workload->image.value != NULL)
        object.image = record->workload->image.value;
    else if (strncmp(qw_op_name(operation->op), "image.", 6) == 0)
        object.image = *path_object != '\0' ? path_object : param_or_empty(operation, "fromImage");

    if (operation->op == QW_OP_CONTAINER_CREATE)
        object.name = param_or_empty(operation, "name");
    else if (operation->op == QW_OP_VOLUME_CREATE || operation->op == QW_OP_NETWORK_CREATE)
        object.name = name_in_body(operation);
    else if (is_engine_id(path_object))
        object.id = path_object;
    else if (path_object != object.image)
        object.name = path_object;
    return object;
}

static void add_object(struct qw_buffer *buffer, const struct qw_record *record)
{
    const struct object object = object_of(record);
    const char *const members[][2] = {
        {"image", object.image}, {"name", object.name}, {"id", object.id}};
    const char *separator = "";

    qw_buffer_add_text(buffer, ",\"object\":{");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (*members[i][1] == '\0')
            continue;
        qw_buffer_addf(buffer, "%s\"%s\":", separator, members[i][0]);
        audit_add_text(buffer, members[i][1]);
        separator = ",";
    }
    qw_buffer_add_text(buffer, "}");
}

static void add_finding(struct qw_buffer *buffer, const struct qw_finding *finding)
{
    const struct qw_rule *rule = qw_rule_get(finding->rule);

    qw_buffer_addf(buffer, "{\"rule\":\"%s\",\"mode\":\"%s\"", rule->name,
                   qw_mode_name(finding->mode));
    add_member(buffer, "field", finding->field);
    if (finding->value != NULL)
        add_member(buffer, "value", finding->value);
    add_member(buffer, "cis", rule->cis);
    qw_buffer_add_text(buffer, "}");
}

/* All findings, or as many as one line holds and the number of the rest. */
static void add_findings(struct qw_buffer *buffer, const struct qw_findings *findings, size_t start)
{
    size_t i = 0;

    qw_buffer_add_text(buffer, ",\"findings\":[");
    for (; i < findings->n_items; i++) {
        if (buffer->len - start + FINDING_MAX + CLOSING_MAX > QW_LIMIT_AUDIT_LINE)
            break;
        if (i > 0)
            qw_buffer_add_text(buffer, ",");
        add_finding(buffer, &findings->items[i]);
    }
    qw_buffer_add_text(buffer, "]");
    if (i < findings->n_items)
        qw_buffer_addf(buffer, ",\"findings_left_out\":%zu", findings->n_items - i);
}

static void add_request(struct qw_buffer *buffer, const struct qw_record *record)
{
    const struct qw_operation *operation = record->operation;

    qw_buffer_add_text(buffer, ",\"user\":{\"name\":");
    audit_add_text(buffer, record->call->user);
    add_member(buffer, "method", record->call->authn_method);
    /* Callers have no groups yet; the fields of a record are the same from the first day. */
    qw_buffer_addf(buffer, ",\"groups\":[]},\"operation\":\"%s\"", qw_op_name(operation->op));
    add_member(buffer, "method", record->call->method);
    qw_buffer_add_text(buffer, ",\"uri\":");
    audit_add_uri(buffer, record->call->uri);
    add_object(buffer, record);
    if (operation->api_major == 0 && operation->api_minor == 0)
        qw_buffer_add_text(buffer, ",\"engine_api\":\"\"");
    else
        qw_buffer_addf(buffer, ",\"engine_api\":\"%u.%u\"", operation->api_major,
                       operation->api_minor);
}

void audit_add_after_seq(struct qw_buffer *buffer, const struct qw_record *record)
{
    const struct qw_verdict *verdict = record->verdict;
    const size_t start = buffer->len;

    qw_buffer_addf(buffer, ",\"time\":\"%s\"", qw_clock_now_text().text);
    add_member(buffer, "id", record->id);
    add_member(buffer, "phase", record->phase);
    qw_buffer_addf(buffer, ",\"decision\":\"%s\",\"mode\":\"%s\"",
                   verdict->decision == QW_ALLOW ? "allow" : "deny",
                   is_only_audited(verdict) ? "audit" : "enforce");
    add_request(buffer, record);
    qw_buffer_add_text(buffer, ",\"policy\":{\"name\":");
    audit_add_text(buffer, record->policy_name);
    add_member(buffer, "digest", record->policy_digest);
    qw_buffer_add_text(buffer, "}");
    add_findings(buffer, &verdict->findings, start);
    qw_buffer_add_text(buffer, ",\"exceptions\":[]");
    add_member(buffer, "reason", qw_verdict_reason(verdict));
    if (verdict->cause == QW_CAUSE_ENGINE_HOLE)
        add_member(buffer, "hole", qw_hole_get(verdict->hole)->name);
    qw_buffer_addf(buffer, ",\"latency_us\":%" PRIu64 "}\n", record->latency_us);
}

void audit_add_engine_after_seq(struct qw_buffer *buffer, const struct qw_engine_record *record)
{
    const char *separator = "";

    qw_buffer_addf(buffer, ",\"time\":\"%s\",\"phase\":\"engine\",\"engine\":{\"version\":",
                   qw_clock_now_text().text);
    audit_add_text(buffer, record->version);
    qw_buffer_add_text(buffer, "},\"holes\":[");
    for (size_t id = 0; id < QW_HOLE_COUNT; id++) {
        if ((record->holes & 1U << id) == 0)
            continue;
        qw_buffer_addf(buffer, "%s\"%s\"", separator, qw_hole_get((enum qw_hole_id)id)->name);
        separator = ",";
    }
    qw_buffer_add_text(buffer, "]}\n");
}

void qw_audit_format(struct qw_buffer *buffer, const struct qw_record *record, uint64_t seq)
{
    qw_buffer_addf(buffer, AUDIT_LINE_START "%" PRIu64, seq);
    audit_add_after_seq(buffer, record);
}
