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

enum qw_err qw_plugin_read_response(struct qw_arena *arena, struct qw_bytes envelope,
                                    struct qw_response *ret_response)
{
    struct qw_response response = {0};
    const char *body = "";
    struct qw_json *root = NULL;
    char *bytes = NULL;
    enum qw_err err = qw_json_parse(arena, envelope.data, envelope.len, &root, NULL);

    if (err != QW_OK)
        return err == QW_ERR_NO_MEMORY ? err : QW_ERR_ENVELOPE;
    if (qw_json_type(root) != QW_JSON_OBJECT || qw_json_twin(root) != NULL ||
        text_of(root, "User", &response.user) != QW_OK ||
        text_of(root, "RequestMethod", &response.method) != QW_OK ||
        text_of(root, "RequestUri", &response.uri) != QW_OK ||
        text_of(root, "ResponseBody", &body) != QW_OK)
        return QW_ERR_ENVELOPE;
    response.status = qw_json_integer(qw_json_get(root, "ResponseStatusCode"));
    response.body = "";
    if (*body != '\0') {
        err = qw_base64_decode(arena, body, qw_json_string_len(qw_json_get(root, "ResponseBody")),
                               &bytes, &response.body_len);
        if (err != QW_OK)
            return err;
        response.body = bytes;
    }
    *ret_response = response;
    return QW_OK;
}
