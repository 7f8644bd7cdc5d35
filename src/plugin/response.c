#include "qw/base64.h"
#include "qw/json.h"
#include "qw/plugin.h"

/* Deciding nothing, this reader asks for no more than it uses. */
static enum qw_err text_of(const struct qw_json *root, const char *name, const char **ret_text)
{
    const struct qw_json *node = qw_json_get(root, name);

    if (node != NULL && qw_json_type(node) != QW_JSON_STRING)
        return QW_ERR_ENVELOPE;
    *ret_text = node != NULL ? qw_json_string(node) : "";
    return QW_OK;
}

static enum qw_err body_of(struct qw_arena *arena, const struct qw_json *root, const char *name,
                           struct qw_bytes *ret_body)
{
    const char *text = "";
    char *bytes = NULL;
    enum qw_err err = text_of(root, name, &text);

    *ret_body = (struct qw_bytes){.data = ""};
    if (err != QW_OK || *text == '\0')
        return err;
    err = qw_base64_decode(arena, text, qw_json_string_len(qw_json_get(root, name)), &bytes,
                           &ret_body->len);
    if (err == QW_OK)
        ret_body->data = bytes;
    return err;
}

enum qw_err qw_plugin_read_response(struct qw_arena *arena, struct qw_bytes envelope,
                                    struct qw_response *ret_response)
{
    struct qw_response response = {0};
    struct qw_json *root = NULL;
    struct qw_bytes body;
    enum qw_err err = qw_json_parse(arena, envelope.data, envelope.len, &root, NULL);

    if (err != QW_OK)
        return err == QW_ERR_NO_MEMORY ? err : QW_ERR_ENVELOPE;
    if (qw_json_type(root) != QW_JSON_OBJECT || qw_json_twin(root) != NULL ||
        text_of(root, "User", &response.user) != QW_OK ||
        text_of(root, "RequestMethod", &response.method) != QW_OK ||
        text_of(root, "RequestUri", &response.uri) != QW_OK)
        return QW_ERR_ENVELOPE;
    err = body_of(arena, root, "RequestBody", &response.request_body);
    if (err == QW_OK)
        err = body_of(arena, root, "ResponseBody", &body);
    if (err != QW_OK)
        return err;
    response.status = qw_json_integer(qw_json_get(root, "ResponseStatusCode"));
    response.body = body.data;
    response.body_len = body.len;
    *ret_response = response;
    return QW_OK;
}
