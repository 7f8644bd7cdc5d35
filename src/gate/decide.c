#include <string.h>

#include "gate_priv.h"

#include "qw/buffer.h"
#include "qw/holes.h"
#include "qw/inspect.h"
#include "qw/limits.h"
#include "qw/show.h"
#include "qw/word.h"

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

/* What the resolver asks, and no more: its header is no key to anything else. */
static bool is_question(const struct qw_operation *operation)
{
    static const enum qw_op asked[] = {
        QW_OP_SYSTEM_VERSION, QW_OP_SYSTEM_INFO,    QW_OP_IMAGE_INSPECT,
        QW_OP_IMAGE_HISTORY,  QW_OP_VOLUME_INSPECT, QW_OP_CONTAINER_INSPECT,
        QW_OP_EXEC_INSPECT,   QW_OP_CONTAINER_LIST, QW_OP_NETWORK_LIST,
    };
    const char *path = qw_operation_param(operation, "path");

    if (strcmp(operation->method, "GET") != 0)
        return false;
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        if (asked[i] == operation->op)
            return true;
    }
    return operation->op == QW_OP_CONTAINER_ARCHIVE_GET && path != NULL &&
           (strcmp(path, "/etc/passwd") == 0 || strcmp(path, "/etc/group") == 0);
}

/* A file on the way of a mount, whatever its path: only while it is asked for. */
static bool is_question_now(const struct qw_gate *gate, const struct qw_decided *decided)
{
    return decided->operation.op == QW_OP_CONTAINER_ARCHIVE_GET &&
           qw_resolver_asks(gate->resolver, decided->call.method, decided->call.uri);
}

static bool is_own_question(const struct qw_gate *gate, const struct qw_decided *decided)
{
    return gate->resolver != NULL &&
           qw_resolver_is_own(gate->resolver, qw_call_header(&decided->call, QW_RESOLVE_HEADER)) &&
           (is_question(&decided->operation) || is_question_now(gate, decided));
}

static enum qw_err read_request(const struct qw_gate *gate, struct qw_arena *arena,
                                struct qw_bytes envelope, struct qw_decided *decided)
{
    enum qw_err err = qw_plugin_read_call(arena, envelope, &decided->call, &decided->diag);

    if (err != QW_OK)
        return err;
    err = read_operation(arena, &decided->call, &decided->operation, &decided->diag);
    if (err != QW_OK)
        return err;
    decided->is_own = is_own_question(gate, decided);
    if (qw_workload_kind_of(decided->operation.op) == QW_WORKLOAD_NONE)
        return QW_OK;
    err = qw_workload_read(arena, &decided->operation, &decided->workload, &decided->diag);
    decided->has_workload = err == QW_OK;
    return err;
}

/* What goes through a hole of the engine is denied before anything else is said of it. */
static bool is_closed_by_hole(const struct qw_gate *gate, const struct plan *plan,
                              struct qw_decided *decided)
{
    const char *version =
        decided->engine.fact.state == QW_FACT_KNOWN ? decided->engine.version : NULL;
    const unsigned holes = qw_holes_of_version(version) & ~qw_policy_fixed_holes(gate->policy);
    const bool is_running = !decided->has_held || decided->held.is_running;
    enum qw_hole_id hole;

    if (!plan->meets_hole)
        return false;
    hole = qw_hole_reached(holes, decided->operation.op, is_running);
    if (hole == QW_HOLE_COUNT)
        return false;
    decided->verdict = qw_verdict_engine_hole(hole, version);
    return true;
}

/* An attach by websocket may type whatever its parameters say (engines up to 20.10). */
static bool types(const struct qw_operation *attach)
{
    static const char *const noes[] = {"", "0", "false", NULL};
    const char *stdin_param = qw_operation_param(attach, "stdin");

    return strcmp(attach->method, "POST") != 0 ||
           (stdin_param != NULL && !qw_text_is_in(stdin_param, noes));
}

/* `docker run` and `docker start` attach to what was never started, and show the denial of the
 * start behind it, but not that of the attach.  Nobody can start what this gate does not admit; but
 * the engine may (tasks of a swarm), or another policy, with the attached one's hand on its input.
 * So only who made it here waits with a hand on it: what it runs was theirs to choose. */
static bool may_wait_attached(struct qw_gate *gate, const struct qw_decided *decided)
{
    return !types(&decided->operation) ||
           (decided->held.is_unstarted &&
            origins_is_by(&gate->origins, decided->held.id, decided->call.user));
}

/* Whether a container that is not admitted is no reason to deny the request.  Who is attached stays
 * so: what has been started before is started again by others, or by the engine.  Its output is in
 * the logs anyway.  A wait matters before the start alone. */
static bool passes_held(struct qw_gate *gate, const struct qw_decided *decided)
{
    if (decided->operation.op == QW_OP_CONTAINER_ATTACH)
        return !decided->held.is_running && may_wait_attached(gate, decided);
    return decided->operation.op == QW_OP_CONTAINER_WAIT && decided->held.is_running;
}

/* The way of a request (design.md) from what was read and learnt to the verdict. */
static enum qw_err judge(struct qw_gate *gate, struct qw_arena *arena, const struct plan *plan,
                         struct qw_decided *decided)
{
    struct qw_verdict_input input = {
        .operation = &decided->operation,
        .workload = decided->has_workload ? &decided->workload : NULL,
        .held = decided->has_held ? &decided->held_workload : NULL,
    };

    if (decided->is_own) {
        decided->verdict =
            (struct qw_verdict){.decision = QW_ALLOW, .cause = QW_CAUSE_NONE, .detail = ""};
        return QW_OK;
    }
    if (is_closed_by_hole(gate, plan, decided))
        return QW_OK;
    enum qw_err err = qw_verdict_judge(arena, gate->policy, &input, &decided->verdict);

    if (err != QW_OK || !decided->verdict.is_of_held || !passes_held(gate, decided))
        return err;
    decided->has_held = false;
    input.held = NULL;
    return qw_verdict_judge(arena, gate->policy, &input, &decided->verdict);
}

/* How the container came to be there, as a clause: "was created at ..." */
static const char *held_since(struct qw_gate *gate, struct qw_arena *arena,
                              const struct qw_held *held)
{
    const char *name = qw_policy_name(gate->policy);
    struct origin origin;
    const char *since;

    if (origins_find(&gate->origins, held->id, &origin))
        since = qw_arena_format(arena,
                                "was created at %.*sZ by %s and admitted by policy %s then; it "
                                "does not pass now",
                                SHOWN_TIME_LEN, held->created,
                                *origin.user != '\0' ? qw_show(arena, origin.user)
                                                     : "a caller without a certificate",
                                name);
    else
        since = qw_arena_format(arena, "was created at %.*sZ, %s", SHOWN_TIME_LEN, held->created,
                                strncmp(held->created, gate->started, STARTED_LEN) < 0
                                    ? "before quaywarden was started here"
                                    : "and by whom was not seen here");
    return since != NULL ? since : "";
}

static const char *message_of(struct qw_gate *gate, struct qw_arena *arena, const char *id,
                              const struct qw_decided *decided)
{
    const struct qw_verdict_context context = {
        .policy_name = qw_policy_name(gate->policy),
        .id = id,
        .operation = &decided->operation,
        .held = decided->has_held ? &decided->held : NULL,
        .held_since = decided->has_held ? held_since(gate, arena, &decided->held) : "",
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

static void conclude(struct qw_gate *gate, struct qw_arena *arena, const char *id, enum qw_err err,
                     struct qw_decided *decided)
{
    if (err != QW_OK)
        decided->verdict = qw_verdict_not_understood(err, &decided->diag);
    decided->message = message_of(gate, arena, id, decided);
}

enum qw_gate_wait gate_decide_at_once(struct qw_gate *gate, struct qw_arena *arena, const char *id,
                                      struct qw_bytes envelope, struct qw_decided *ret_decided)
{
    struct qw_asker asker = qw_asker_new(gate->resolver, arena);
    struct plan plan = {0};
    enum qw_err err;

    memset(ret_decided, 0, sizeof *ret_decided);
    err = read_request(gate, arena, envelope, ret_decided);
    if (err == QW_OK)
        plan = gate_plan(gate, ret_decided);
    if (gate_plan_wait(&plan) != QW_GATE_WAIT_NONE)
        return gate_plan_wait(&plan);
    if (err == QW_OK)
        err = judge(gate, arena, &plan, ret_decided);
    if (err == QW_OK)
        err = gate_interlock(gate, &asker, &plan, ret_decided);
    conclude(gate, arena, id, err, ret_decided);
    gate_remember(gate, ret_decided, 0);
    return QW_GATE_WAIT_NONE;
}

void qw_gate_decide(struct qw_gate *gate, struct qw_arena *arena, const char *id,
                    struct qw_bytes envelope, struct qw_decided *ret_decided)
{
    const unsigned generation = memory_generation(&gate->memory);
    struct qw_asker asker = qw_asker_new(gate->resolver, arena);
    struct plan plan = {0};
    enum qw_err err;

    memset(ret_decided, 0, sizeof *ret_decided);
    err = read_request(gate, arena, envelope, ret_decided);
    if (err == QW_OK) {
        plan = gate_plan(gate, ret_decided);
        err = gate_ask(gate, &asker, &plan, ret_decided);
    }
    if (err == QW_OK)
        err = judge(gate, arena, &plan, ret_decided);
    if (err == QW_OK)
        err = gate_interlock(gate, &asker, &plan, ret_decided);
    conclude(gate, arena, id, err, ret_decided);
    gate_remember(gate, ret_decided, generation);
}

/* As the others, with WHY. NOLINTNEXTLINE(readability-function-size) */
void gate_decide_busy(struct qw_gate *gate, struct qw_arena *arena, const char *id,
                      struct qw_bytes envelope, const struct qw_diag *why,
                      struct qw_decided *ret_decided)
{
    enum qw_err err;

    memset(ret_decided, 0, sizeof *ret_decided);
    err = read_request(gate, arena, envelope, ret_decided);
    if (err == QW_OK) {
        ret_decided->diag = *why;
        err = why->err;
    }
    conclude(gate, arena, id, err, ret_decided);
}

void gate_decide_unread(struct qw_gate *gate, struct qw_arena *arena, const char *id,
                        const struct qw_diag *why, struct qw_decided *ret_decided)
{
    memset(ret_decided, 0, sizeof *ret_decided);
    ret_decided->diag = *why;
    conclude(gate, arena, id, why->err, ret_decided);
}

void gate_deny_unrecorded(struct qw_gate *gate, struct qw_arena *arena, const char *id,
                          struct qw_decided *decided)
{
    decided->verdict =
        (struct qw_verdict){.decision = QW_DENY, .cause = QW_CAUSE_AUDIT_FAILED, .detail = ""};
    gate_interlock_end(gate, arena, decided);
    decided->message = message_of(gate, arena, id, decided);
}
