#include <string.h>

#include "http_priv.h"

#include "qw/clock.h"
#include "qw/limits.h"
#include "qw/log.h"

/* What dockerd's plugin client asks for (engine.md 1.2). */
#define PLUGIN_CONTENT_TYPE "application/vnd.docker.plugins.v1.2+json"

struct exchange;

/* False: the answer comes later, from a worker. */
typedef bool answer_fn(struct qw_server *server, struct exchange *exchange,
                       struct qw_reply *ret_reply);

struct route {
    const char *path;
    unsigned status;
    const char *content_type;
    bool keeps_body;
    answer_fn *answer;
};

struct exchange {
    const struct route *route; /* NULL until the head was read */
    struct server_body body;
    struct server_job job; /* while the connection is suspended, the exchange is a worker's */
    struct qw_server *server;
    struct MHD_Connection *connection;
    uint64_t queued_us;
    bool is_answered; /* `reply` is there to be sent */
    struct qw_reply reply;
};

static struct qw_reply fixed_reply(const char *text)
{
    return (struct qw_reply){.data = text, .len = strlen(text)};
}

static struct qw_bytes envelope_of(const struct exchange *exchange)
{
    const struct server_body *body = &exchange->body;

    return (struct qw_bytes){body->data != NULL ? body->data : "", body->len};
}

static bool answer_activate(struct qw_server *server, struct exchange *exchange,
                            struct qw_reply *ret_reply)
{
    (void)exchange;
    qw_gate_engine_started(server->gate);
    *ret_reply = fixed_reply(QW_PLUGIN_REPLY_ACTIVATE);
    return true;
}

/* Denying an AuthZRes would undo nothing (engine.md 1.6). */
static bool answer_response(struct qw_server *server, struct exchange *exchange,
                            struct qw_reply *ret_reply)
{
    if (exchange->body.why.err == QW_OK)
        qw_gate_note_response(server->gate, envelope_of(exchange));
    *ret_reply = fixed_reply(QW_PLUGIN_REPLY_ALLOW);
    return true;
}

static bool answer_unknown(struct qw_server *server, struct exchange *exchange,
                           struct qw_reply *ret_reply)
{
    (void)server;
    (void)exchange;
    *ret_reply = fixed_reply("quaywarden answers the Docker plugin protocol alone\n");
    return true;
}

/* At most once a minute, because a full disk makes every request fail alike. */
static void report_unrecorded(struct qw_server *server, const struct qw_diag *why)
{
    const uint64_t interval_us = UINT64_C(60) * 1000 * 1000;
    uint64_t now = qw_clock_monotonic_us();
    uint_fast64_t last = atomic_load(&server->reported_us);

    if (last != 0 && now - last < interval_us)
        return;
    if (atomic_compare_exchange_strong(&server->reported_us, &last, now))
        qw_log(QW_LOG_ERROR,
               "audit record not written (%s): only reading, stopping and removing go on",
               why->text);
}

/* A request that waited so long is answered for before dockerd's own caller gives up. */
static bool is_stale(const struct exchange *exchange)
{
    const uint64_t longest_wait_us = UINT64_C(15) * 1000 * 1000;

    return qw_clock_monotonic_us() - exchange->queued_us > longest_wait_us;
}

/* On a worker's thread.  The connection is resumed last: from then on the exchange is the event
 * loop's again. */
static void answer_waiting(struct server_job *job)
{
    static const struct qw_diag too_late = {
        .err = QW_ERR_BUSY,
        .text = "the engine answers too slowly for all who ask, and this request has waited for "
                "15 s"};
    struct exchange *exchange = job->owner;
    struct qw_gate *gate = exchange->server->gate;

    if (is_stale(exchange))
        qw_gate_answer_busy(gate, envelope_of(exchange), &too_late, &exchange->reply);
    else
        qw_gate_answer(gate, envelope_of(exchange), &exchange->reply);
    exchange->is_answered = true;
    MHD_resume_connection(exchange->connection);
}

static const struct qw_diag *why_not_now(const struct qw_server *server)
{
    static const struct qw_diag full = {
        .err = QW_ERR_BUSY, .text = "too many requests wait for an answer of the engine"};
    static const struct qw_diag stopping = {.err = QW_ERR_BUSY, .text = "quaywarden is stopping"};

    return server->is_stopping ? &stopping : &full;
}

/* Suspended first: a worker may resume it before this returns. */
static void answer_later(struct qw_server *server, struct exchange *exchange,
                         enum qw_gate_wait wait)
{
    struct server_workers *workers =
        wait == QW_GATE_WAIT_CONTAINER ? server->lookers : server->askers;

    exchange->job = (struct server_job){.run = answer_waiting, .owner = exchange};
    exchange->queued_us = qw_clock_monotonic_us();
    MHD_suspend_connection(exchange->connection);
    if (server_workers_add(workers, &exchange->job))
        return;
    qw_gate_answer_busy(server->gate, envelope_of(exchange), why_not_now(server), &exchange->reply);
    exchange->is_answered = true;
    MHD_resume_connection(exchange->connection);
}

/* An empty body comes from dockerd's retry after a dropped connection, and is denied by the gate
 * like all that it cannot read (engine.md 1.3). */
static bool answer_request(struct qw_server *server, struct exchange *exchange,
                           struct qw_reply *ret_reply)
{
    enum qw_gate_wait wait;

    if (exchange->body.why.err != QW_OK) {
        qw_gate_answer_unread(server->gate, &exchange->body.why, ret_reply);
        return true;
    }
    wait = qw_gate_answer_at_once(server->gate, envelope_of(exchange), ret_reply);
    if (wait != QW_GATE_WAIT_NONE)
        answer_later(server, exchange, wait);
    return wait == QW_GATE_WAIT_NONE;
}

static const struct route routes[] = {
    {QW_PLUGIN_PATH_REQUEST, MHD_HTTP_OK, PLUGIN_CONTENT_TYPE, true, answer_request},
    {QW_PLUGIN_PATH_RESPONSE, MHD_HTTP_OK, PLUGIN_CONTENT_TYPE, true, answer_response},
    {QW_PLUGIN_PATH_ACTIVATE, MHD_HTTP_OK, PLUGIN_CONTENT_TYPE, false, answer_activate},
};
static const struct route route_unknown = {"", MHD_HTTP_NOT_FOUND, "text/plain", false,
                                           answer_unknown};

static const struct route *route_of(const char *method, const char *url)
{
    if (strcmp(method, MHD_HTTP_METHOD_POST) != 0)
        return &route_unknown;
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (strcmp(routes[i].path, url) == 0)
            return &routes[i];
    }
    return &route_unknown;
}

/* A hint for allocation and for giving up early; libmicrohttpd itself does the counting. */
static size_t announced_len(struct MHD_Connection *connection)
{
    const char *text =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    size_t len = 0;

    for (; text != NULL && *text >= '0' && *text <= '9' && len <= QW_LIMIT_DISCARD; text++)
        len = len * 10 + (size_t)(*text - '0');
    return len;
}

/* Connections that live on while the server stops would be cut in a later request. */
static bool add_headers(const struct qw_server *server, const struct route *route,
                        struct MHD_Response *response)
{
    if (MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, route->content_type) !=
        MHD_YES)
        return false;
    return !server->is_stopping ||
           MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close") == MHD_YES;
}

/* MHD_NO closes the connection; dockerd's retry is then denied for its empty body. */
static enum MHD_Result send_reply(const struct qw_server *server, const struct route *route,
                                  struct MHD_Connection *connection, struct qw_reply *reply)
{
    enum MHD_Result result = MHD_NO;
    struct MHD_Response *response;

    /* The bytes are never changed; the parameter only lacks its const. */
    union {
        const char *data;
        void *buffer;
    } bytes = {.data = reply->data};

    response = MHD_create_response_from_buffer(reply->len, bytes.buffer,
                                               reply->owned != NULL ? MHD_RESPMEM_MUST_FREE
                                                                    : MHD_RESPMEM_PERSISTENT);
    if (response == NULL) {
        qw_reply_done(reply);
        return MHD_NO;
    }
    if (add_headers(server, route, response))
        result = MHD_queue_response(connection, route->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result deliver(struct qw_server *server, struct MHD_Connection *connection,
                               const struct exchange *exchange, struct qw_reply *reply)
{
    if (reply->unrecorded.err != QW_OK)
        report_unrecorded(server, &reply->unrecorded);
    return send_reply(server, exchange->route, connection, reply);
}

static enum MHD_Result answer(struct qw_server *server, struct MHD_Connection *connection,
                              struct exchange *exchange)
{
    struct qw_reply reply;

    if (!exchange->route->answer(server, exchange, &reply))
        return MHD_YES;
    return deliver(server, connection, exchange, &reply);
}

/* A worker has left the answer in the exchange. */
static enum MHD_Result answer_resumed(struct qw_server *server, struct MHD_Connection *connection,
                                      struct exchange *exchange)
{
    struct qw_reply reply = exchange->reply;

    exchange->reply = (struct qw_reply){0};
    exchange->is_answered = false;
    return deliver(server, connection, exchange, &reply);
}

/* NULL, without memory, lets libmicrohttpd go on to server_on_request(), which closes. */
void *server_on_line(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct qw_server *server = cls;
    struct exchange *exchange = calloc(1, sizeof *exchange);

    (void)uri;
    (void)connection;
    if (exchange == NULL)
        return NULL;
    exchange->server = server;
    exchange->body.budget = &server->bodies;
    server->n_begun++;
    return exchange;
}

static enum MHD_Result begin(struct qw_server *server, struct MHD_Connection *connection,
                             const struct route *route, struct exchange *exchange)
{
    exchange->route = route;
    exchange->connection = connection;
    exchange->body.announced = announced_len(connection);
    if (!server_body_is_hopeless(&exchange->body))
        return MHD_YES;
    server_body_refuse(&exchange->body);
    return answer(server, connection, exchange);
}

static enum MHD_Result take(struct exchange *exchange, const char *bytes, size_t *len)
{
    if (exchange->route->keeps_body)
        server_body_add(&exchange->body, bytes, *len);
    else
        exchange->body.discarded += *len;
    *len = 0;
    return server_body_is_hopeless(&exchange->body) ? MHD_NO : MHD_YES;
}

/* The signature is libmicrohttpd's. */
/* NOLINTNEXTLINE(readability-function-size) */
enum MHD_Result server_on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload_data,
                                  size_t *upload_data_size, void **exchange_slot)
{
    struct exchange *exchange = *exchange_slot;

    (void)version;
    if (exchange == NULL)
        return MHD_NO;
    if (exchange->route == NULL)
        return begin(cls, connection, route_of(method, url), exchange);
    if (exchange->is_answered)
        return answer_resumed(cls, connection, exchange);
    if (*upload_data_size > 0)
        return take(exchange, upload_data, upload_data_size);
    return answer(cls, connection, exchange);
}

void server_on_completed(void *cls, struct MHD_Connection *connection, void **exchange_slot,
                         enum MHD_RequestTerminationCode code)
{
    struct qw_server *server = cls;
    struct exchange *exchange = *exchange_slot;

    (void)connection;
    (void)code;
    if (exchange == NULL)
        return;
    server_body_done(&exchange->body);
    qw_reply_done(&exchange->reply);
    free(exchange);
    *exchange_slot = NULL;
    server->n_ended++;
}
