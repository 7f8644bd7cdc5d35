#include <string.h>

#include "gate_priv.h"

#include "qw/buffer.h"
#include "qw/limits.h"

/* What is said when there is no memory for more. */
static const char short_message[] = "denied: quaywarden is out of memory, try again";

static enum qw_err read_operation(struct qw_arena *arena, const struct qw_call *call,
                                  struct qw_operation *ret_operation, struct qw_diag *diag)
{
    const struct qw_engine_request request = {
        .method = call->method,
        .uri = call->uri,
        .content_type = qw_call_header(call, "Content-Type"),
        .content_length = qw_call_header(call, "Content-Length"),
        .has_body = call->has_body,
        .body = call->body,
        .body_len = call->body_len,
    };

    return qw_engine_read(arena, &request, ret_operation, diag);
}

/* The way of a request (design.md), up to the verdict. */
static enum qw_err judge(const struct qw_gate *gate, struct qw_arena *arena,
                         struct qw_bytes envelope, struct qw_decided *decided)
{
    enum qw_err err = qw_plugin_read_call(arena, envelope, &decided->call, &decided->diag);

    if (err != QW_OK)
        return err;
    err = read_operation(arena, &decided->call, &decided->operation, &decided->diag);
    if (err != QW_OK)
        return err;
    if (qw_workload_kind_of(decided->operation.op) != QW_WORKLOAD_NONE) {
        err = qw_workload_read(arena, &decided->operation, &decided->workload, &decided->diag);
        if (err != QW_OK)
            return err;
        decided->has_workload = true;
    }
    return qw_verdict_judge(arena, gate->policy, &decided->operation,
                            decided->has_workload ? &decided->workload : NULL, &decided->verdict);
}

static const char *message_of(const struct qw_gate *gate, struct qw_arena *arena, const char *id,
                              const struct qw_decided *decided)
{
    const struct qw_verdict_context context = {
        .policy_name = qw_policy_name(gate->policy),
        .id = id,
        .operation = &decided->operation,
    };
    struct qw_buffer text QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_MESSAGE);
    const char *message = "";

    qw_verdict_add_text(&text, &decided->verdict, &context);
    if (text.err == QW_OK && text.len > 0)
        message = arena != NULL ? qw_arena_copy(arena, text.data, text.len) : NULL;
    if (decided->verdict.decision == QW_ALLOW)
        return message != NULL && text.err == QW_OK ? message : "";
    return text.err == QW_OK && message != NULL && *message != '\0' ? message : short_message;
}

void qw_gate_decide(const struct qw_gate *gate, struct qw_arena *arena, const char *id,
                    struct qw_bytes envelope, struct qw_decided *ret_decided)
{
    enum qw_err err;

    memset(ret_decided, 0, sizeof *ret_decided);
    err = judge(gate, arena, envelope, ret_decided);
    if (err != QW_OK)
        ret_decided->verdict = qw_verdict_not_understood(err, &ret_decided->diag);
    ret_decided->message = message_of(gate, arena, id, ret_decided);
}

void gate_decide_unread(const struct qw_gate *gate, struct qw_arena *arena, const char *id,
                        const struct qw_diag *why, struct qw_decided *ret_decided)
{
    memset(ret_decided, 0, sizeof *ret_decided);
    ret_decided->diag = *why;
    ret_decided->verdict = qw_verdict_not_understood(why->err, &ret_decided->diag);
    ret_decided->message = message_of(gate, arena, id, ret_decided);
}

void gate_deny_unrecorded(const struct qw_gate *gate, struct qw_arena *arena, const char *id,
                          struct qw_decided *decided)
{
    decided->verdict =
        (struct qw_verdict){.decision = QW_DENY, .cause = QW_CAUSE_AUDIT_FAILED, .detail = ""};
    decided->message = message_of(gate, arena, id, decided);
}
