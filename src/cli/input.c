#include <string.h>

#include "cli_priv.h"

static const char accepted[] =
    "neither an AuthZReq envelope (RequestMethod), a create body (Image, HostConfig), nor the "
    "output of docker inspect (Id, Config, HostConfig)";

static bool has(const struct qw_json *object, const char *name)
{
    return qw_json_get(object, name) != NULL;
}

static enum cli_input_kind kind_of_object(const struct qw_json *object)
{
    if (has(object, "RequestMethod"))
        return CLI_INPUT_ENVELOPE;
    if (has(object, "Id") && has(object, "Config") && has(object, "HostConfig"))
        return CLI_INPUT_INSPECT;
    if ((has(object, "Image") || has(object, "HostConfig")) && !has(object, "State"))
        return CLI_INPUT_CREATE_BODY;
    return CLI_INPUT_UNKNOWN;
}

static enum cli_input_kind kind_of(const struct qw_json *root)
{
    if (qw_json_type(root) == QW_JSON_OBJECT)
        return kind_of_object(root);
    if (qw_json_type(root) != QW_JSON_ARRAY || qw_json_count(root) == 0)
        return CLI_INPUT_UNKNOWN;
    for (const struct qw_json *node = qw_json_first(root); node != NULL;
         node = qw_json_next(node)) {
        if (qw_json_type(node) != QW_JSON_OBJECT || kind_of_object(node) != CLI_INPUT_INSPECT)
            return CLI_INPUT_UNKNOWN;
    }
    return CLI_INPUT_INSPECTS;
}

static bool mentions(struct qw_bytes text, const char *word)
{
    return memmem(text.data, text.len, word, strlen(word)) != NULL;
}

/* What is not well-formed was meant as something all the same, and the engine would be asked about
 * it: the verdict on it is the daemon's, a denial that says why. */
static enum cli_input_kind meant_kind_of(struct qw_bytes text)
{
    if (mentions(text, "\"RequestMethod\""))
        return CLI_INPUT_ENVELOPE;
    if ((mentions(text, "\"Image\"") || mentions(text, "\"HostConfig\"")) &&
        !mentions(text, "\"State\""))
        return CLI_INPUT_CREATE_BODY;
    return CLI_INPUT_UNKNOWN;
}

void cli_input_read(struct qw_arena *arena, struct qw_bytes text, struct cli_input *ret_input,
                    struct qw_diag *diag)
{
    struct qw_json *root = NULL;

    *ret_input = (struct cli_input){.text = text};
    if (qw_json_parse(arena, text.data, text.len, &root, diag) != QW_OK) {
        ret_input->kind = meant_kind_of(text);
        return;
    }
    ret_input->root = root;
    ret_input->kind = kind_of(root);
    if (ret_input->kind == CLI_INPUT_UNKNOWN)
        (void)qw_diag_set(diag, QW_ERR_USAGE, "this is %s", accepted);
}
