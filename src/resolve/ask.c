/* One GET or HEAD over the engine's socket.  Nothing is sent anywhere else, whatever the answer
 * says: no redirect, no proxy, no other protocol. */
#include <curl/curl.h>
#include <string.h>

#include "qw/clock.h"
#include "qw/limits.h"
#include "resolve_priv.h"

enum { MS_PER_S = 1000, US_PER_MS = 1000, OS_ERROR_NONE = 0 };
enum { STATUS_OK = 200, STATUS_FORBIDDEN = 403, STATUS_NOT_FOUND = 404 };

struct exchange {
    struct qw_asker *asker;
    struct resolve_question question;
    CURL *handle;
    struct curl_slist *headers;
    struct qw_buffer body;
    long limit_ms;
    bool is_of_container;
    bool is_late;
    struct qw_diag *diag;
};

static bool is_of_container(enum resolve_place place)
{
    return place == RESOLVE_CONTAINER || place == RESOLVE_EXEC || place == RESOLVE_PASSWD ||
           place == RESOLVE_GROUP;
}

/* Counts while it comes in: what is larger ends the exchange. */
static size_t receive(char *bytes, size_t size, size_t count, void *user)
{
    struct exchange *exchange = user;

    qw_buffer_add(&exchange->body, bytes, size * count);
    return exchange->body.err == QW_OK ? size * count : 0;
}

static enum qw_err no_memory(struct qw_diag *diag)
{
    return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));
}

/* Options whose value is a text or a number; false when memory is short. */
static bool set_fixed_options(CURL *handle)
{
    static const struct {
        CURLoption option;
        long value;
    } numbers[] = {
        {CURLOPT_NOSIGNAL, 1L},
        {CURLOPT_HTTPGET, 1L},
        {CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1},
        {CURLOPT_HTTP09_ALLOWED, 0L},
        {CURLOPT_FOLLOWLOCATION, 0L},
        {CURLOPT_PATH_AS_IS, 1L},
    };
    static const struct {
        CURLoption option;
        const char *value;
    } texts[] = {
        {CURLOPT_PROXY, ""},
        {CURLOPT_NOPROXY, "*"},
        {CURLOPT_PROTOCOLS_STR, "http"},
        {CURLOPT_REDIR_PROTOCOLS_STR, "http"},
        {CURLOPT_USERAGENT, "quaywarden"},
    };

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (curl_easy_setopt(handle, numbers[i].option, numbers[i].value) != CURLE_OK)
            return false;
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (curl_easy_setopt(handle, texts[i].option, texts[i].value) != CURLE_OK)
            return false;
    }
    return true;
}

static bool prepare(struct exchange *exchange)
{
    const struct qw_resolver *resolver = exchange->asker->resolver;
    struct qw_arena *arena = exchange->asker->arena;
    const char *url = qw_arena_format(arena, "http://localhost%s", exchange->question.path);
    const char *header = qw_arena_format(arena, "%s: %s", QW_RESOLVE_HEADER, resolver->nonce);
    CURL *handle = exchange->handle;

    if (url == NULL || header == NULL)
        return false;
    exchange->headers = curl_slist_append(NULL, header);
    return exchange->headers != NULL && set_fixed_options(handle) &&
           curl_easy_setopt(handle, CURLOPT_NOBODY, exchange->question.is_head ? 1L : 0L) ==
               CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_URL, url) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_UNIX_SOCKET_PATH, resolver->socket) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_HTTPHEADER, exchange->headers) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, exchange->limit_ms) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, resolver->limits.connect_ms) ==
               CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receive) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_WRITEDATA, exchange) == CURLE_OK;
}

/* "2 s", "150 ms" */
static const char *span_text(struct qw_arena *arena, long limit_ms)
{
    const char *text = limit_ms % MS_PER_S == 0
                           ? qw_arena_format(arena, "%ld s", limit_ms / MS_PER_S)
                           : qw_arena_format(arena, "%ld ms", limit_ms);

    return text != NULL ? text : "its time";
}

static enum qw_err tell_late(const struct exchange *exchange)
{
    if (exchange->is_of_container)
        return qw_diag_set(exchange->diag, QW_ERR_ENGINE,
                           "the engine is still busy with this container, try again");
    return qw_diag_set(exchange->diag, QW_ERR_ENGINE, "the engine did not answer within %s",
                       span_text(exchange->asker->arena, exchange->limit_ms));
}

static enum qw_err tell_unreachable(const struct exchange *exchange)
{
    long os_error = OS_ERROR_NONE;
    const char *reason = NULL;

    if (curl_easy_getinfo(exchange->handle, CURLINFO_OS_ERRNO, &os_error) == CURLE_OK &&
        os_error != OS_ERROR_NONE)
        reason = strerrordesc_np((int)os_error);
    return qw_diag_set(
        exchange->diag, QW_ERR_ENGINE, "the engine's socket %s cannot be reached (%s)",
        exchange->asker->resolver->socket, reason != NULL ? reason : "nobody listens there");
}

static enum qw_err tell_oversize(const struct exchange *exchange)
{
    enum { MIB = 1024 * 1024, KIB = 1024 };
    const size_t max = exchange->body.max;

    if (exchange->body.err != QW_ERR_TOO_LARGE)
        return no_memory(exchange->diag);
    return qw_diag_set(exchange->diag, QW_ERR_ENGINE, "the engine's answer is larger than %zu %s",
                       max % MIB == 0 ? max / MIB : max / KIB, max % MIB == 0 ? "MiB" : "KiB");
}

/* What ended an exchange before its end. */
static enum qw_err tell_failure(const struct exchange *exchange, CURLcode code)
{
    static const CURLcode broken[] = {CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR,
                                      CURLE_SEND_ERROR};

    if (code == CURLE_OUT_OF_MEMORY)
        return no_memory(exchange->diag);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return tell_late(exchange);
    if (code == CURLE_COULDNT_CONNECT)
        return tell_unreachable(exchange);
    if (code == CURLE_WRITE_ERROR && exchange->body.err != QW_OK)
        return tell_oversize(exchange);
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        if (code == broken[i])
            return qw_diag_set(exchange->diag, QW_ERR_ENGINE, "the engine's answer broke off");
    }
    return qw_diag_set(exchange->diag, QW_ERR_ENGINE, "the engine's answer is no well-formed HTTP");
}

static enum qw_err tell_status(const struct exchange *exchange, long status)
{
    if (status == STATUS_NOT_FOUND)
        return qw_diag_set(exchange->diag, QW_ERR_NOT_FOUND, "the engine says that there is none");
    if (status == STATUS_FORBIDDEN)
        return qw_diag_set(exchange->diag, QW_ERR_ENGINE,
                           "another authorization plugin denies the question (status 403)");
    return qw_diag_set(exchange->diag, QW_ERR_ENGINE, "the engine answered with status %ld",
                       status);
}

static enum qw_err perform(struct exchange *exchange)
{
    CURLcode code;
    long status = 0;

    if (!prepare(exchange))
        return no_memory(exchange->diag);
    code = curl_easy_perform(exchange->handle);
    exchange->is_late = code == CURLE_OPERATION_TIMEDOUT;
    if (code != CURLE_OK)
        return tell_failure(exchange, code);
    if (curl_easy_getinfo(exchange->handle, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK)
        return tell_failure(exchange, CURLE_WEIRD_SERVER_REPLY);
    return status == STATUS_OK ? QW_OK : tell_status(exchange, status);
}

const char resolve_too_late[] = "the engine did not answer in the time that a decision has";

struct qw_asker qw_asker_new(struct qw_resolver *resolver, struct qw_arena *arena)
{
    struct qw_asker asker = {.resolver = resolver, .arena = arena, .n_left = QW_LIMIT_QUESTIONS};

    if (resolver != NULL)
        asker.deadline_us =
            qw_clock_monotonic_us() + (uint64_t)resolver->limits.request_ms * US_PER_MS;
    return asker;
}

/* The time that is left for one more question; 0 when there is none. */
static long time_for(const struct qw_asker *asker, long limit_ms)
{
    const uint64_t now = qw_clock_monotonic_us();
    uint64_t left_ms;

    if (now >= asker->deadline_us)
        return 0;
    left_ms = (asker->deadline_us - now) / US_PER_MS;
    return left_ms < (uint64_t)limit_ms ? (long)left_ms : limit_ms;
}

static size_t size_for(const struct qw_resolver *resolver, bool is_file)
{
    return is_file && resolver->limits.answer > QW_LIMIT_ACCOUNT_ANSWER ? QW_LIMIT_ACCOUNT_ANSWER
                                                                        : resolver->limits.answer;
}

/* What an answer without a body tells. */
static enum qw_err take_path_stat(struct exchange *exchange)
{
    struct curl_header *header = NULL;

    if (curl_easy_header(exchange->handle, "X-Docker-Container-Path-Stat", 0, CURLH_HEADER, -1,
                         &header) != CURLHE_OK ||
        header->amount != 1)
        return qw_diag_set(exchange->diag, QW_ERR_ENGINE,
                           "the engine's answer has no header on the file");
    qw_buffer_add(&exchange->body, header->value, strlen(header->value));
    return exchange->body.err == QW_OK ? QW_OK : tell_oversize(exchange);
}

static enum qw_err exchange_with(struct exchange *exchange)
{
    struct qw_resolver *resolver = exchange->asker->resolver;
    struct resolve_pool *pool = &resolver->pool;
    enum qw_err err;

    exchange->limit_ms = time_for(exchange->asker, exchange->limit_ms);
    if (exchange->asker->n_left == 0)
        return qw_diag_set(exchange->diag, QW_ERR_ENGINE,
                           "this request needs more than %d questions to the engine: name fewer "
                           "volumes and containers",
                           QW_LIMIT_QUESTIONS);
    if (exchange->limit_ms == 0)
        return qw_diag_set(exchange->diag, QW_ERR_ENGINE, "%s", resolve_too_late);
    exchange->asker->n_left--;
    exchange->handle = resolve_pool_take(pool);
    if (exchange->handle == NULL)
        return no_memory(exchange->diag);
    resolve_open_add(&resolver->open, &exchange->question);
    err = perform(exchange);
    resolve_open_remove(&resolver->open, &exchange->question);
    if (err == QW_OK && exchange->question.is_head)
        err = take_path_stat(exchange);
    curl_slist_free_all(exchange->headers);
    resolve_pool_give(pool, exchange->handle);
    return err;
}

static enum qw_err exchange_on_container(struct exchange *exchange)
{
    struct qw_resolver *resolver = exchange->asker->resolver;
    const struct resolve_wait wait =
        resolve_patience_begin(&resolver->patience, &resolver->limits, qw_clock_monotonic_us());
    enum qw_err err;

    exchange->limit_ms = wait.limit_ms;
    err = exchange_with(exchange);
    resolve_patience_end(&resolver->patience, &resolver->limits, &wait,
                         exchange->is_late ? qw_clock_monotonic_us() : 0);
    return err;
}

struct question_kind {
    bool is_of_container;
    bool is_file;
    bool is_head;
};

static enum qw_err ask(struct qw_asker *asker, const char *path, struct question_kind kind,
                       struct qw_bytes *ret_answer, struct qw_diag *diag)
{
    const struct qw_resolver *resolver = asker->resolver;
    struct qw_buffer QW_CLEANUP(qw_buffer_done) body = QW_BUFFER(size_for(resolver, kind.is_file));
    struct exchange exchange = {.asker = asker,
                                .question = {.path = path, .is_head = kind.is_head},
                                .body = body,
                                .limit_ms = resolver->limits.quick_ms,
                                .is_of_container = kind.is_of_container,
                                .diag = diag};
    enum qw_err err =
        kind.is_of_container ? exchange_on_container(&exchange) : exchange_with(&exchange);

    body = exchange.body;
    if (err != QW_OK)
        return err;
    ret_answer->data = qw_arena_copy(asker->arena, body.data, body.len);
    ret_answer->len = body.len;
    return ret_answer->data != NULL ? QW_OK : no_memory(diag);
}

enum qw_err resolve_ask(struct qw_asker *asker, enum resolve_place place, const char *name,
                        struct qw_bytes *ret_body, struct qw_diag *diag)
{
    const struct question_kind kind = {.is_of_container = is_of_container(place),
                                       .is_file =
                                           place == RESOLVE_PASSWD || place == RESOLVE_GROUP};
    const char *path = NULL;
    enum qw_err err = resolve_place_path(asker->arena, place, name, &path, diag);

    return err == QW_OK ? ask(asker, path, kind, ret_body, diag) : err;
}

static enum qw_err ask_archive(struct qw_asker *asker, const struct resolve_file *file,
                               bool is_head, struct qw_bytes *ret_answer, struct qw_diag *diag)
{
    const struct question_kind kind = {
        .is_of_container = true, .is_file = true, .is_head = is_head};
    const char *path = NULL;
    enum qw_err err = resolve_archive_path(asker->arena, file->container, file->path, &path, diag);

    return err == QW_OK ? ask(asker, path, kind, ret_answer, diag) : err;
}

enum qw_err resolve_ask_path_stat(struct qw_asker *asker, const struct resolve_file *file,
                                  struct qw_bytes *ret_header, struct qw_diag *diag)
{
    return ask_archive(asker, file, true, ret_header, diag);
}

enum qw_err resolve_ask_file(struct qw_asker *asker, const struct resolve_file *file,
                             struct qw_bytes *ret_tar, struct qw_diag *diag)
{
    return ask_archive(asker, file, false, ret_tar, diag);
}

enum qw_err resolve_unusable(struct qw_diag *diag, enum qw_err err, const char *why)
{
    if (err == QW_ERR_NO_MEMORY)
        return no_memory(diag);
    return qw_diag_set(diag, QW_ERR_ENGINE, "the engine's answer cannot be used: %s", why);
}

enum qw_err resolve_ask_json(struct qw_asker *asker, enum resolve_place place, const char *name,
                             struct qw_json **ret_root, struct qw_diag *diag)
{
    struct qw_bytes body = {.data = "", .len = 0};
    struct qw_diag inner = {.err = QW_OK};
    enum qw_err err = resolve_ask(asker, place, name, &body, diag);

    if (err != QW_OK)
        return err;
    err = qw_json_parse(asker->arena, body.data, body.len, ret_root, &inner);
    if (err == QW_ERR_SYNTAX)
        return qw_diag_set(diag, QW_ERR_ENGINE, "the engine's answer is no well-formed JSON");
    return err == QW_OK ? QW_OK : resolve_unusable(diag, err, inner.text);
}

enum qw_err resolve_settle(struct qw_arena *arena, enum qw_err err, const struct qw_diag *diag,
                           struct qw_fact *ret_fact)
{
    const char *why = NULL;

    if (err == QW_ERR_NO_MEMORY)
        return err;
    if (err == QW_OK || err == QW_ERR_NOT_FOUND) {
        *ret_fact = (struct qw_fact){.state = err == QW_OK ? QW_FACT_KNOWN : QW_FACT_MISSING};
        return QW_OK;
    }
    why = qw_arena_copy(arena, diag->text, strlen(diag->text));
    if (why == NULL)
        return QW_ERR_NO_MEMORY;
    *ret_fact = (struct qw_fact){.state = QW_FACT_FAILED, .why = why};
    return QW_OK;
}
