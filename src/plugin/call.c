/* The envelope of an AuthZReq (engine.md 1.3) as struct qw_call.  dockerd repeats a dropped call
 * with an empty body, so that nothing is guessed here: what is not whole is an error. */
#include <string.h>
#include <strings.h>

#include "qw/base64.h"
#include "qw/json.h"
#include "qw/plugin.h"

struct envelope_field {
    const char *name;
    enum qw_json_type type;
    enum qw_json_type element; /* of arrays and objects; QW_JSON_NULL: not looked at */
    const char *expected;
};

/* Every field is `omitempty` in dockerd; those of the response are typed and otherwise ignored. */
static const struct envelope_field envelope_fields[] = {
    {"User", QW_JSON_STRING, QW_JSON_NULL, "a string"},
    {"UserAuthNMethod", QW_JSON_STRING, QW_JSON_NULL, "a string"},
    {"RequestMethod", QW_JSON_STRING, QW_JSON_NULL, "a string"},
    {"RequestUri", QW_JSON_STRING, QW_JSON_NULL, "a string"},
    {"RequestBody", QW_JSON_STRING, QW_JSON_NULL, "a string"},
    {"RequestHeaders", QW_JSON_OBJECT, QW_JSON_STRING, "an object of strings"},
    {"RequestPeerCertificates", QW_JSON_ARRAY, QW_JSON_STRING, "an array of strings"},
    {"ResponseStatusCode", QW_JSON_INTEGER, QW_JSON_NULL, "an integer"},
    {"ResponseBody", QW_JSON_STRING, QW_JSON_NULL, "a string"},
    {"ResponseHeaders", QW_JSON_OBJECT, QW_JSON_STRING, "an object of strings"},
};

static bool elements_are(const struct qw_json *node, enum qw_json_type type)
{
    for (const struct qw_json *at = qw_json_first(node); at != NULL; at = qw_json_next(at)) {
        if (qw_json_type(at) != type)
            return false;
    }
    return true;
}

static bool field_is_valid(const struct envelope_field *field, const struct qw_json *node)
{
    if (qw_json_type(node) == QW_JSON_NULL)
        return true;
    if (qw_json_type(node) != field->type)
        return false;
    return field->element == QW_JSON_NULL || elements_are(node, field->element);
}

static enum qw_err check_types(const struct qw_json *root, struct qw_diag *diag)
{
    for (size_t i = 0; i < sizeof(envelope_fields) / sizeof(envelope_fields[0]); i++) {
        const struct envelope_field *field = &envelope_fields[i];

        if (!field_is_valid(field, qw_json_get(root, field->name)))
            return qw_diag_set(diag, QW_ERR_ENVELOPE, "%s of the authorization request is not %s",
                               field->name, field->expected);
    }
    return QW_OK;
}

/* The person who reads it has written no JSON: what to do is not what a body's errors need. */
static enum qw_err refuse_json(enum qw_err err, const struct qw_diag *inner, struct qw_diag *diag)
{
    if (err == QW_ERR_NO_MEMORY)
        return err;
    return qw_diag_set(diag, err,
                       "the authorization request, at line %zu, column %zu: %s\n"
                       "try again; if it stays so, ask your operator.",
                       inner->line, inner->column, inner->text);
}

static enum qw_err parse_envelope(struct qw_arena *arena, struct qw_bytes envelope,
                                  struct qw_json **ret_root, struct qw_diag *diag)
{
    struct qw_json *root = NULL;
    struct qw_diag inner = {.err = QW_OK};

    if (envelope.data == NULL || envelope.len == 0)
        return qw_diag_set(diag, QW_ERR_ENVELOPE,
                           "the authorization request is empty, as when dockerd repeats one whose "
                           "connection was lost");
    enum qw_err err = qw_json_parse(arena, envelope.data, envelope.len, &root, &inner);
    if (err != QW_OK)
        return refuse_json(err, &inner, diag);
    if (qw_json_type(root) != QW_JSON_OBJECT)
        return qw_diag_set(diag, QW_ERR_ENVELOPE, "the authorization request is not a JSON object");
    if (qw_json_twin(root) != NULL || qw_json_twin(qw_json_get(root, "RequestHeaders")) != NULL)
        return qw_diag_set(diag, QW_ERR_ENVELOPE,
                           "the authorization request has two keys that differ only by case");
    err = check_types(root, diag);
    if (err != QW_OK)
        return err;
    *ret_root = root;
    return QW_OK;
}

static const char *text_of(const struct qw_json *root, const char *name)
{
    const char *text = qw_json_string(qw_json_get(root, name));

    return text != NULL ? text : "";
}

static enum qw_err read_headers(struct qw_arena *arena, const struct qw_json *headers,
                                struct qw_call *call)
{
    size_t n_headers = qw_json_count(headers);

    if (n_headers == 0)
        return QW_OK;
    struct qw_header *rows = qw_arena_alloc(arena, n_headers, sizeof(*rows));
    if (rows == NULL)
        return QW_ERR_NO_MEMORY;
    struct qw_header *row = rows;
    for (const struct qw_json *at = qw_json_first(headers); at != NULL; at = qw_json_next(at)) {
        row->name = qw_json_key(at);
        row->value = qw_json_string(at);
        row++;
    }
    call->headers = rows;
    call->n_headers = n_headers;
    return QW_OK;
}

static enum qw_err read_body(struct qw_arena *arena, const struct qw_json *body,
                             struct qw_call *call, struct qw_diag *diag)
{
    char *bytes = NULL;
    size_t len = 0;

    if (qw_json_string_len(body) == 0)
        return QW_OK;
    enum qw_err err =
        qw_base64_decode(arena, qw_json_string(body), qw_json_string_len(body), &bytes, &len);
    if (err == QW_ERR_BASE64)
        return qw_diag_set(diag, err, "RequestBody of the authorization request is not base64");
    if (err != QW_OK)
        return err;
    call->has_body = len > 0;
    call->body = bytes;
    call->body_len = len;
    return QW_OK;
}

enum qw_err qw_plugin_read_call(struct qw_arena *arena, struct qw_bytes envelope,
                                struct qw_call *ret_call, struct qw_diag *diag)
{
    struct qw_json *root = NULL;

    enum qw_err err = parse_envelope(arena, envelope, &root, diag);
    if (err != QW_OK)
        return err;
    struct qw_call call = {
        .user = text_of(root, "User"),
        .authn_method = text_of(root, "UserAuthNMethod"),
        .method = text_of(root, "RequestMethod"),
        .uri = text_of(root, "RequestUri"),
        .body = "",
    };
    if (call.method[0] == '\0' || call.uri[0] == '\0')
        return qw_diag_set(diag, QW_ERR_ENVELOPE, "the authorization request lacks its %s",
                           call.method[0] == '\0' ? "RequestMethod" : "RequestUri");
    err = read_headers(arena, qw_json_get(root, "RequestHeaders"), &call);
    if (err != QW_OK)
        return err;
    err = read_body(arena, qw_json_get(root, "RequestBody"), &call, diag);
    if (err != QW_OK)
        return err;
    *ret_call = call;
    return QW_OK;
}

const char *qw_call_header(const struct qw_call *call, const char *name)
{
    for (size_t i = 0; i < call->n_headers; i++) {
        if (strcasecmp(call->headers[i].name, name) == 0)
            return call->headers[i].value;
    }
    return NULL;
}
