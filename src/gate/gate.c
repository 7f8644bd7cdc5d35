#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "gate_priv.h"

#include "qw/clock.h"
#include "qw/limits.h"

enum { ID_SIZE = 9 };

/* The bytes of an answer when there is no memory to write another. */
#define STATIC_DENIAL "{\"Allow\":false,\"Msg\":\"denied: quaywarden is out of memory, try again\"}"

static const struct qw_reply static_denial = {.data = STATIC_DENIAL,
                                              .len = sizeof STATIC_DENIAL - 1};
static const struct qw_reply static_allow = {.data = QW_PLUGIN_REPLY_ALLOW,
                                             .len = sizeof QW_PLUGIN_REPLY_ALLOW - 1};

enum qw_err qw_gate_new(const struct qw_gate_config *config, struct qw_gate **ret_gate)
{
    struct qw_gate *gate = calloc(1, sizeof *gate);

    if (gate == NULL)
        return QW_ERR_NO_MEMORY;
    if (getrandom(&gate->id_start, sizeof gate->id_start, 0) != (ssize_t)sizeof gate->id_start) {
        free(gate);
        return QW_ERR_INTERNAL;
    }
    /* glibc's mutexes of the default kind need nothing that could fail. */
    (void)pthread_mutex_init(&gate->memory.lock, NULL);
    (void)pthread_mutex_init(&gate->followed.lock, NULL);
    (void)pthread_mutex_init(&gate->origins.lock, NULL);
    claims_init(&gate->claims);
    volumes_init(&gate->volumes);
    gate->policy = qw_policy_ref(config->policy);
    gate->audit = config->audit;
    gate->resolver = config->resolver;
    gate->audit_reads = config->audit_reads;
    gate->engine_started = config->engine_started;
    gate->watcher = config->watcher;
    memcpy(gate->started, qw_clock_now_text().text, STARTED_LEN);
    *ret_gate = gate;
    return QW_OK;
}

void qw_gate_free(struct qw_gate *gate)
{
    if (gate == NULL)
        return;
    volumes_done(&gate->volumes);
    claims_done(&gate->claims);
    (void)pthread_mutex_destroy(&gate->origins.lock);
    (void)pthread_mutex_destroy(&gate->followed.lock);
    (void)pthread_mutex_destroy(&gate->memory.lock);
    qw_policy_unref(gate->policy);
    free(gate);
}

void qw_gate_note_response(struct qw_gate *gate, struct qw_bytes envelope)
{
    origins_note(&gate->origins, envelope);
    gate_interlock_note(gate, envelope);
}

void qw_gate_engine_started(struct qw_gate *gate)
{
    memory_forget(&gate->memory);
    claims_orphan(&gate->claims);
    if (gate->resolver != NULL)
        qw_resolver_forget(gate->resolver);
    if (gate->engine_started != NULL)
        gate->engine_started(gate->watcher);
}

/* An odd step visits every 32-bit number once before it comes back to the first. */
static void next_id(struct qw_gate *gate, char ret_id[ID_SIZE])
{
    const unsigned step = 0x9e3779b1U; /* 2^32 divided by the golden ratio, odd: spreads well */
    unsigned n = gate->n_ids++;

    (void)snprintf(ret_id, ID_SIZE, "%08x", gate->id_start + n * step);
}

static bool needs_record(const struct qw_gate *gate, const struct qw_decided *decided)
{
    if (gate->audit == NULL || decided->is_own)
        return false;
    return decided->verdict.decision == QW_DENY || gate->audit_reads ||
           qw_op_changes_state(decided->operation.op);
}

/* One authorization request on its way to an answer. */
struct answering {
    struct qw_gate *gate;
    struct qw_arena *arena;
    uint64_t started_us;
    char id[ID_SIZE];
    struct qw_decided decided;
};

/* A clock that cannot be read stands at 0: no time that no reader of the log could take. */
static uint64_t latency_us(const struct answering *answering)
{
    const uint64_t now_us = qw_clock_monotonic_us();

    return now_us > answering->started_us ? now_us - answering->started_us : 0;
}

static enum qw_err record(const struct answering *answering, struct qw_diag *diag)
{
    const struct qw_decided *decided = &answering->decided;
    const struct qw_policy *policy = answering->gate->policy;
    const struct qw_record entry = {
        .id = answering->id,
        .phase = "request",
        .call = &decided->call,
        .operation = &decided->operation,
        .workload = decided->has_workload ? &decided->workload : NULL,
        .verdict = &decided->verdict,
        .policy_name = qw_policy_name(policy),
        .policy_digest = qw_policy_digest(policy)->text,
        .latency_us = latency_us(answering),
    };

    return qw_audit_write(answering->gate->audit, &entry, diag);
}

static struct qw_reply reply_of(const struct qw_decided *decided)
{
    struct qw_buffer reply = QW_BUFFER((size_t)6 * QW_LIMIT_MESSAGE + QW_LIMIT_SHOWN);

    if (decided->verdict.decision == QW_ALLOW)
        return static_allow;
    /* Escaping makes at most six bytes of one. */
    qw_plugin_add_denial(&reply, decided->message);
    if (reply.err != QW_OK) {
        qw_buffer_done(&reply);
        return static_denial;
    }
    return (struct qw_reply){.data = reply.data, .len = reply.len, .owned = reply.data};
}

/* The record is written before the answer leaves. */
static void finish(struct answering *answering, struct qw_reply *ret_reply)
{
    struct qw_decided *decided = &answering->decided;
    struct qw_diag diag = {0};
    bool is_unrecorded =
        needs_record(answering->gate, decided) && record(answering, &diag) != QW_OK;

    if (is_unrecorded && decided->verdict.decision == QW_ALLOW &&
        !qw_gate_passes_unrecorded(decided->operation.op))
        gate_deny_unrecorded(answering->gate, answering->arena, answering->id, decided);
    *ret_reply = reply_of(decided);
    ret_reply->unrecorded = diag;
}

/* False, after a denial, when there is no memory to begin with. */
static bool begin(struct qw_gate *gate, struct answering *answering, struct qw_reply *ret_reply)
{
    answering->gate = gate;
    answering->started_us = qw_clock_monotonic_us();
    answering->arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    if (answering->arena == NULL) {
        qw_gate_answer_unread(gate, &(struct qw_diag){.err = QW_ERR_NO_MEMORY}, ret_reply);
        return false;
    }
    next_id(gate, answering->id);
    return true;
}

static void answering_done(struct answering *answering)
{
    qw_arena_free(answering->arena);
}

enum qw_gate_wait qw_gate_answer_at_once(struct qw_gate *gate, struct qw_bytes envelope,
                                         struct qw_reply *ret_reply)
{
    struct answering answering QW_CLEANUP(answering_done) = {0};
    enum qw_gate_wait wait;

    if (!begin(gate, &answering, ret_reply))
        return QW_GATE_WAIT_NONE;
    wait = gate_decide_at_once(gate, answering.arena, answering.id, envelope, &answering.decided);
    if (wait == QW_GATE_WAIT_NONE)
        finish(&answering, ret_reply);
    return wait;
}

void qw_gate_answer(struct qw_gate *gate, struct qw_bytes envelope, struct qw_reply *ret_reply)
{
    struct answering answering QW_CLEANUP(answering_done) = {0};

    if (!begin(gate, &answering, ret_reply))
        return;
    qw_gate_decide(gate, answering.arena, answering.id, envelope, &answering.decided);
    finish(&answering, ret_reply);
}

void qw_gate_answer_busy(struct qw_gate *gate, struct qw_bytes envelope, const struct qw_diag *why,
                         struct qw_reply *ret_reply)
{
    struct answering answering QW_CLEANUP(answering_done) = {0};

    if (!begin(gate, &answering, ret_reply))
        return;
    gate_decide_busy(gate, answering.arena, answering.id, envelope, why, &answering.decided);
    finish(&answering, ret_reply);
}

void qw_gate_answer_unread(struct qw_gate *gate, const struct qw_diag *why,
                           struct qw_reply *ret_reply)
{
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct answering answering = {
        .gate = gate, .arena = arena, .started_us = qw_clock_monotonic_us()};

    next_id(gate, answering.id);
    gate_decide_unread(gate, arena, answering.id, why, &answering.decided);
    finish(&answering, ret_reply);
}

void qw_reply_done(struct qw_reply *reply)
{
    free(reply->owned);
    *reply = (struct qw_reply){0};
}
