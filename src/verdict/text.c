/* The text of a denial, in the form of design.md: a first line that stands alone, what is wrong and
 * what to change, a command that passes, and where to ask. */
#include <string.h>

#include "qw/limits.h"
#include "qw/show.h"
#include "verdict_priv.h"

enum {
    NAME_MAX_SHOWN = 80,
    PASSES_MAX = 1500,        /* what a person still pastes; leaves room for the findings */
    LEFT_OUT_SHOWN_MAX = 700, /* passes.c makes it shorter than this */
    SHORT_ID_LEN = 12,        /* of a container, as `docker ps` shows it */
};

struct text {
    struct qw_buffer *buffer;
    const struct qw_verdict *verdict;
    const struct qw_verdict_context *context;
};

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static void add_id(const struct text *text)
{
    qw_text_add_plain(text->buffer, or_empty(text->context->id), NAME_MAX_SHOWN);
}

/* "denied by policy NAME: " ... " [ID]" */
static void open_first_line(const struct text *text, const char *decision, const char *separator)
{
    qw_buffer_addf(text->buffer, "%s by policy ", decision);
    qw_text_add_plain(text->buffer, or_empty(text->context->policy_name), NAME_MAX_SHOWN);
    qw_buffer_add_text(text->buffer, separator);
}

static void close_first_line(const struct text *text)
{
    qw_buffer_add_text(text->buffer, " [");
    add_id(text);
    qw_buffer_add_text(text->buffer, "]\n");
}

static void first_line(const struct text *text, const char *what)
{
    open_first_line(text, "denied", ": ");
    qw_buffer_add_text(text->buffer, what);
    close_first_line(text);
}

static bool has_record(const struct text *text)
{
    return strcmp(or_empty(text->context->id), QW_VERDICT_ID_CHECK) != 0;
}

static void add_operator_line(const struct text *text)
{
    if (!has_record(text))
        return;
    qw_buffer_add_text(text->buffer, "  more: for your operator: ");
    add_id(text);
    qw_buffer_add_text(text->buffer, "\n");
}

/* What was asked, so that the line means something in a log: never the query, which may hold
 * credentials, and nothing when no path could be read. */
static void add_asked(const struct text *text)
{
    const char *method = text->context->operation->method;
    const char *path = text->context->operation->path;

    if (or_empty(method)[0] == '\0' || or_empty(path)[0] == '\0')
        return;
    qw_buffer_add_text(text->buffer, "  asked: ");
    qw_text_add_plain(text->buffer, method, NAME_MAX_SHOWN);
    qw_buffer_add_text(text->buffer, " ");
    qw_buffer_add_shown(text->buffer, path);
    qw_buffer_add_text(text->buffer, "\n");
}

/* One cause and one fix: the detail's where it has one. */
static void add_not_understood(const struct text *text)
{
    const struct qw_verdict *verdict = text->verdict;
    const char *detail = or_empty(verdict->detail);
    const char *cause = detail[0] != '\0' ? detail : qw_err_text(verdict->err);
    const size_t cause_len = strcspn(cause, "\n");
    const bool has_fix = cause[cause_len] != '\0';

    first_line(text, qw_err_name(verdict->err));
    add_asked(text);
    qw_buffer_add_text(text->buffer, "  why: ");
    if (verdict->line > 0)
        qw_buffer_addf(text->buffer, "line %zu, column %zu: ", verdict->line, verdict->column);
    qw_buffer_add(text->buffer, cause, cause_len);
    qw_buffer_addf(text->buffer, ".\n  fix: %s\n",
                   has_fix ? cause + cause_len + 1 : qw_err_fix(verdict->err));
    add_operator_line(text);
}

static void add_unknown_operation(const struct text *text)
{
    first_line(text, "unknown-operation");
    add_asked(text);
    qw_buffer_addf(text->buffer, "  why: %s\n  fix: %s\n", qw_operation_text_of(QW_OP_UNKNOWN).why,
                   qw_operation_text_of(QW_OP_UNKNOWN).gives);
    add_operator_line(text);
}

/* The one line of policy that lets OP pass. */
static void add_way(const struct text *text, enum qw_op op)
{
    qw_buffer_addf(text->buffer,
                   "  allow: \"operations\": {\"allow\": [\"%s\"]} in the policy; then %s\n",
                   qw_op_name(op), qw_operation_text_of(op).gives);
}

static void add_operation(const struct text *text)
{
    const enum qw_op op = text->context->operation->op;

    first_line(text, qw_op_name(op));
    add_asked(text);
    qw_buffer_addf(text->buffer, "  why: %s\n", qw_operation_text_of(op).why);
    add_way(text, op);
    add_operator_line(text);
}

static void add_engine_hole(const struct text *text)
{
    const struct qw_hole *hole = qw_hole_get(text->verdict->hole);
    const char *version = or_empty(text->verdict->engine_version);

    first_line(text, qw_op_name(text->context->operation->op));
    add_asked(text);
    if (version[0] == '\0') {
        qw_buffer_add_text(text->buffer, "  why: the engine's version is not known, so that the "
                                         "worst is assumed: the hole ");
    } else {
        qw_buffer_add_text(text->buffer, "  why: engine ");
        qw_text_add_plain(text->buffer, version, NAME_MAX_SHOWN);
        qw_buffer_add_text(text->buffer, " has the hole ");
    }
    qw_buffer_addf(text->buffer,
                   "%s. %s\n"
                   "  fix: for your operator: %s Where the distribution has fixed it without a new "
                   "version, the policy says so: \"engine\": {\"fixed\": [\"%s\"]}\n",
                   hole->name, hole->means, hole->todo, hole->name);
    add_operator_line(text);
}

static void add_audit_failed(const struct text *text)
{
    first_line(text, "audit-failed");
    qw_buffer_add_text(
        text->buffer,
        "  why: this decision could not be written to the audit log, and what changes something "
        "must be on record.\n"
        "  fix: ask your operator to make room for the audit log; reading, stopping and removing "
        "work meanwhile.\n");
    add_operator_line(text);
}

static void add_passes(struct qw_buffer *tail, const struct qw_verdict *verdict)
{
    if (verdict->passes == NULL)
        return;
    if (strlen(verdict->passes) > PASSES_MAX) {
        qw_buffer_addf(tail,
                       "  passes: a command of %zu bytes, too long for this message: quaywarden "
                       "check --json shows it\n",
                       strlen(verdict->passes));
        return;
    }
    qw_buffer_addf(tail, "  passes: %s\n", verdict->passes);
    if (verdict->left_out != NULL && strlen(verdict->left_out) <= LEFT_OUT_SHOWN_MAX)
        qw_buffer_addf(tail, "  left out: %s\n", verdict->left_out);
}

/* A container that is there already is not changed by another wording of the request. */
static void add_held(struct qw_buffer *buffer, const struct qw_verdict_context *context)
{
    if (context->held == NULL)
        return;
    qw_buffer_add_text(buffer, "  container: ");
    qw_text_add_plain(buffer, context->held->name, NAME_MAX_SHOWN);
    qw_buffer_addf(buffer, " (%.*s) %s\n", SHORT_ID_LEN, context->held->id,
                   or_empty(context->held_since));
    qw_buffer_add_text(buffer, "  fix: create it anew with what is said above; it can still be "
                               "stopped, removed and inspected.\n");
}

static void add_more(struct qw_buffer *tail, const struct text *text, enum qw_mode mode)
{
    const enum qw_rule_id rule = qw_text_first_rule(&text->verdict->findings, mode);

    if (rule == QW_RULE_COUNT)
        return;
    qw_buffer_addf(tail, "  more: quaywarden explain %s", qw_rule_get(rule)->name);
    if (has_record(text)) {
        qw_buffer_add_text(tail, " | for your operator: ");
        qw_text_add_plain(tail, or_empty(text->context->id), NAME_MAX_SHOWN);
    }
    qw_buffer_add_text(tail, "\n");
}

/* The findings take what the other lines leave of the message. */
static void add_findings(const struct text *text, enum qw_mode mode)
{
    struct qw_buffer tail QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_MESSAGE);

    if (mode == QW_MODE_ENFORCE)
        add_passes(&tail, text->verdict);
    if (mode == QW_MODE_ENFORCE && text->verdict->is_of_held)
        add_held(&tail, text->context);
    add_more(&tail, text, mode);

    const size_t taken = text->buffer->len + tail.len;
    const size_t room = taken < QW_LIMIT_MESSAGE ? QW_LIMIT_MESSAGE - taken : 0;

    qw_text_add_findings(text->buffer, &text->verdict->findings, mode, room);
    qw_buffer_add(text->buffer, tail.data, tail.len);
    if (tail.err != QW_OK && text->buffer->err == QW_OK)
        text->buffer->err = tail.err;
}

static void add_rules(const struct text *text)
{
    open_first_line(text, "denied", ": ");
    qw_text_add_rules(text->buffer, &text->verdict->findings, QW_MODE_ENFORCE);
    close_first_line(text);
    add_findings(text, QW_MODE_ENFORCE);
}

static void add_allowed(const struct text *text)
{
    if (qw_text_first_rule(&text->verdict->findings, QW_MODE_AUDIT) == QW_RULE_COUNT)
        return;
    open_first_line(text, "allowed", ", with findings: ");
    qw_text_add_rules(text->buffer, &text->verdict->findings, QW_MODE_AUDIT);
    close_first_line(text);
    add_findings(text, QW_MODE_AUDIT);
}

typedef void add_text_fn(const struct text *text);

static add_text_fn *const writers[] = {
    [QW_CAUSE_NOT_UNDERSTOOD] = add_not_understood,
    [QW_CAUSE_UNKNOWN_OPERATION] = add_unknown_operation,
    [QW_CAUSE_OPERATION] = add_operation,
    [QW_CAUSE_RULES] = add_rules,
    [QW_CAUSE_ENGINE_HOLE] = add_engine_hole,
    [QW_CAUSE_AUDIT_FAILED] = add_audit_failed,
    [QW_CAUSE_NONE] = add_allowed,
};

/* Written apart, so that the limit holds for the message whatever stands in BUFFER already. */
void qw_verdict_add_text(struct qw_buffer *buffer, const struct qw_verdict *verdict,
                         const struct qw_verdict_context *context)
{
    struct qw_buffer message QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_MESSAGE);
    const struct text text = {&message, verdict, context};

    writers[verdict->cause](&text);
    if (message.len && message.data[message.len - 1] == '\n')
        message.len--;
    qw_buffer_add(buffer, message.data, message.len);
    if (message.err != QW_OK && buffer->err == QW_OK)
        buffer->err = message.err;
}
