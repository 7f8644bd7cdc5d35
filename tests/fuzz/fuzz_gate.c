/* The gate as a whole.  A text that starts with "? " is a question, METHOD URI and, from the second
 * line on, a body that the harness wraps as dockerd would; any other is an envelope as it stands.
 *
 * Properties: what is malformed, ambiguous or unknown is never allowed, at no level; a level allows
 * nothing that a laxer one denies; what is allowed has nothing in it that no hardened level allows,
 * as jansson reads it (oracle.h); what is denied stays denied however its body is spelled
 * (spelling.h); the answer is one of the two that dockerd reads in one way. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "oracle.h"
#include "qw/gate.h"
#include "qw/limits.h"
#include "spelling.h"

enum { LEVELS_MAX = 8 };

/* In order of strictness. */
enum { LEVEL_PERMISSIVE, LEVEL_BASELINE, LEVEL_RESTRICTED };

/* The embedded levels never change: they are loaded once.  Nobody is asked but the host's own file
 * system, for where mounted paths lead. */
struct levels {
    struct qw_resolver *resolver;
    struct qw_gate *gates[LEVELS_MAX];
    size_t n_gates;
};

static void load_levels(struct levels *levels)
{
    fuzz_require(qw_resolver_new(QW_ENGINE_NONE, &levels->resolver, NULL) == QW_OK,
                 "a resolver is made");
    for (size_t i = 0; i < qw_policy_level_count() && i < LEVELS_MAX; i++) {
        struct qw_gate_config config = {.resolver = levels->resolver};
        struct qw_diag diag = {0};

        fuzz_require(qw_policy_load(qw_policy_level_name(i), NULL, &config.policy, &diag) == QW_OK,
                     "the levels load");
        fuzz_require(qw_gate_new(&config, &levels->gates[i]) == QW_OK, "a gate is made");
        qw_policy_unref(config.policy);
        levels->n_gates++;
    }
}

/* Jansson, which reads JSON on its own: whole, and without a key twice. */
static bool is_sound_json(const char *text, size_t len)
{
    json_error_t error;
    json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    /* A number beyond a double is JSON all the same; where the engine reads none, it is passed
     * over. */
    bool is_sound = root != NULL || json_error_code(&error) == json_error_numeric_overflow;

    json_decref(root);
    return is_sound;
}

static bool is_plain_uri(const char *uri)
{
    if (uri[0] != '/' || uri[1] == '/' || strchr(uri, '#') != NULL)
        return false;
    for (const char *byte = uri; *byte != '\0'; byte++) {
        if ((unsigned char)*byte < 0x21 || *byte == 0x7f)
            return false;
    }
    return true;
}

static bool reads_json(enum qw_op op)
{
    const enum qw_body_need need = qw_op_body_need(op);

    return need == QW_BODY_JSON || need == QW_BODY_OPTIONAL;
}

/* By the address that stands in the envelope, whatever the gate made of it. */
static void check_allowed_body(const struct qw_call *call, size_t level)
{
    const char *reason;
    json_t *body;

    if (level < LEVEL_BASELINE || strcmp(call->method, "POST") != 0)
        return;
    body = json_loadb(call->body, call->body_len, JSON_DISABLE_EOF_CHECK, NULL);
    reason = oracle_of_body(call->uri, body, level >= LEVEL_RESTRICTED);
    json_decref(body);
    fuzz_require(reason == NULL, reason != NULL ? reason : "");
}

static void check_allowed(struct qw_bytes envelope, const struct qw_decided *decided, size_t level)
{
    const struct qw_operation *operation = &decided->operation;

    fuzz_require(decided->verdict.cause == QW_CAUSE_NONE, "what is allowed has no cause of denial");
    fuzz_require(operation->op != QW_OP_UNKNOWN, "an unknown operation is denied");
    fuzz_require(is_sound_json(envelope.data, envelope.len), "a malformed envelope is denied");
    fuzz_require(is_plain_uri(decided->call.uri), "an ambiguous address is denied");
    fuzz_require(oracle_knows_uri(decided->call.uri), "an unknown address is denied");
    fuzz_require(operation->api_major == 0 ||
                     operation->api_major * 1000 + operation->api_minor >= 1024,
                 "an API version under 1.24 is denied");
    if (decided->call.has_body && reads_json(operation->op))
        fuzz_require(is_sound_json(decided->call.body, decided->call.body_len),
                     "a malformed body is denied");
    check_allowed_body(&decided->call, level);
}

/* Two keys, whatever the question had in it. */
static bool is_denial(const struct qw_reply *reply)
{
    json_error_t error;
    json_t *root = json_loadb(reply->data, reply->len, JSON_REJECT_DUPLICATES, &error);
    bool is_one = json_object_size(root) == 2 && json_is_false(json_object_get(root, "Allow")) &&
                  json_string_length(json_object_get(root, "Msg")) > 0;

    json_decref(root);
    return is_one;
}

static void check_answer(struct qw_gate *gate, struct qw_bytes envelope, bool is_allowed)
{
    struct qw_reply reply;

    qw_gate_answer(gate, envelope, &reply);
    if (is_allowed)
        fuzz_require(reply.len == strlen(QW_PLUGIN_REPLY_ALLOW) &&
                         memcmp(reply.data, QW_PLUGIN_REPLY_ALLOW, reply.len) == 0,
                     "an allowed request gets the fixed answer");
    else
        fuzz_require(is_denial(&reply), "a denied request gets a denial of two keys");
    qw_reply_done(&reply);
}

/* Gives the number of levels that allow it, from the laxest on. */
static size_t check_levels(const struct levels *levels, struct qw_bytes envelope)
{
    size_t n_allow = 0;

    for (size_t i = 0; i < levels->n_gates; i++) {
        struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
        struct qw_decided decided;
        bool is_allowed;

        fuzz_require(arena != NULL, "there is memory");
        qw_gate_decide(levels->gates[i], arena, "check", envelope, &decided);
        is_allowed = decided.verdict.decision == QW_ALLOW;
        if (is_allowed)
            check_allowed(envelope, &decided, i);
        else
            fuzz_require(*decided.message != '\0', "a denial says why");
        fuzz_require(strlen(decided.message) <= QW_LIMIT_MESSAGE, "a message has a limit");
        fuzz_require(n_allow == i || !is_allowed, "a level allows nothing that a laxer one denies");
        n_allow += is_allowed;
        qw_arena_free(arena);
    }
    return n_allow;
}

static size_t check_envelope(const struct levels *levels, struct qw_bytes envelope)
{
    const size_t n_allow = check_levels(levels, envelope);

    check_answer(levels->gates[levels->n_gates - 1], envelope, n_allow == levels->n_gates);
    return n_allow;
}

static char *base64_of(const char *bytes, size_t len)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = calloc(1, (len + 2) / 3 * 4 + 1);
    char *out = text;

    fuzz_require(text != NULL, "there is memory");
    for (size_t i = 0; i < len; i += 3) {
        size_t n = len - i < 3 ? len - i : 3;
        unsigned char group[3] = {0};

        memcpy(group, bytes + i, n);
        out[0] = letters[group[0] >> 2U];
        out[1] = letters[(group[0] & 3U) << 4U | group[1] >> 4U];
        out[2] = letters[(group[1] & 15U) << 2U | group[2] >> 6U];
        out[3] = letters[group[2] & 63U];
        memset(out + n + 1, '=', 3 - n);
        out += 4;
    }
    return text;
}

static void add_string(json_t *object, const char *key, const char *text, size_t len)
{
    json_t *value = json_stringn(text, len);

    if (value != NULL)
        (void)json_object_set_new(object, key, value);
}

/* The envelope of a question whose first line is METHOD URI; NULL when jansson cannot write it. */
static char *envelope_of(const char *text, const char *line_end, struct qw_bytes body)
{
    const char *uri = memchr(text, ' ', (size_t)(line_end - text));
    json_t *root = json_object();
    json_t *headers = json_object();
    char length[32];
    char *encoded = base64_of(body.data, body.len);
    char *envelope;

    uri = uri != NULL ? uri + 1 : line_end;
    (void)snprintf(length, sizeof length, "%zu", body.len);
    add_string(root, "RequestMethod", text, uri > text ? (size_t)(uri - 1 - text) : 0);
    add_string(root, "RequestUri", uri, (size_t)(line_end - uri));
    add_string(headers, "Content-Length", length, strlen(length));
    if (*encoded != '\0') {
        add_string(headers, "Content-Type", "application/json", strlen("application/json"));
        add_string(root, "RequestBody", encoded, strlen(encoded));
    }
    (void)json_object_set_new(root, "RequestHeaders", headers);
    envelope = json_dumps(root, JSON_COMPACT);
    free(encoded);
    json_decref(root);
    return envelope;
}

/* Any mix of styles, always the same one for a body. */
static unsigned style_of(struct qw_bytes body)
{
    unsigned style = 5381; /* Bernstein's hash */

    for (size_t i = 0; i < body.len; i++)
        style = style * 33U + (unsigned char)body.data[i];
    return style ^ style >> 13U;
}

static size_t check_question(const struct levels *levels, const char *text, const char *line_end,
                             struct qw_bytes body)
{
    char *envelope = envelope_of(text, line_end, body);
    size_t n_allow = levels->n_gates;

    if (envelope != NULL)
        n_allow = check_envelope(levels, (struct qw_bytes){envelope, strlen(envelope)});
    free(envelope);
    return n_allow;
}

/* What no level allowed, none allows in another spelling. */
static void check_spellings(const struct levels *levels, const char *text, size_t len)
{
    const char *end = text + len;
    const char *newline = memchr(text, '\n', len);
    const char *line_end = newline != NULL ? newline : end;
    const char *body_at = newline != NULL ? newline + 1 : end;
    const struct qw_bytes body = {body_at, (size_t)(end - body_at)};
    const size_t n_allow = check_question(levels, text, line_end, body);
    char *spelled = spelling_of(body.data, body.len, style_of(body));

    if (spelled == NULL)
        return;
    fuzz_require(check_question(levels, text, line_end,
                                (struct qw_bytes){spelled, strlen(spelled)}) <= n_allow,
                 "what is denied is denied in every spelling");
    free(spelled);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char question[] = "? ";
    static struct levels levels;
    const char *text = size > 0 ? (const char *)data : "";

    if (levels.n_gates == 0)
        load_levels(&levels);
    if (size < strlen(question) || memcmp(text, question, strlen(question)) != 0)
        (void)check_envelope(&levels, (struct qw_bytes){text, size});
    else
        check_spellings(&levels, text + strlen(question), size - strlen(question));
    return 0;
}
