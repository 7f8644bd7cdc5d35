/* Query parameters as Go's url.ParseQuery reads them, without what only some versions of it take
 * (engine.md section 3). */
#include <string.h>

#include "engine_priv.h"
#include "qw/limits.h"
#include "qw/show.h"

enum { HEX_DIGITS = 2 };

/* Parameters that the engine reads as lists: r.Form["..."] in api/server/router @ 20.10 to HEAD. */
static const struct {
    enum qw_op op;
    const char *name;
} list_params[] = {
    {QW_OP_BUILD_CLASSIC, "t"},
    {QW_OP_BUILD_CLASSIC, "extrahosts"},
    {QW_OP_BUILD_CLASSIC, "securityopt"},
    {QW_OP_BUILD_BUILDKIT, "t"},
    {QW_OP_BUILD_BUILDKIT, "extrahosts"},
    {QW_OP_BUILD_BUILDKIT, "securityopt"},
    {QW_OP_IMAGE_COMMIT, "changes"},
    {QW_OP_IMAGE_IMPORT, "changes"},
    {QW_OP_IMAGE_SAVE, "names"},
    {QW_OP_IMAGE_SAVE, "platform"},
    {QW_OP_IMAGE_LOAD, "platform"},
    {QW_OP_IMAGE_REMOVE, "platforms"},
    {QW_OP_IMAGE_ATTESTATIONS, "platform"},
    {QW_OP_IMAGE_ATTESTATIONS, "type"},
    {QW_OP_SYSTEM_DF, "type"},
};

/* '+' is a space here, unlike in a path.  NULL when memory is short; *RET_OK tells of escapes. */
static char *decode(struct qw_arena *arena, const char *raw, size_t len, bool *ret_ok)
{
    char *decoded = qw_arena_alloc(arena, len + 1, 1);
    size_t n_decoded = 0;

    if (decoded == NULL)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        int value = raw[i] == '+' ? ' ' : (unsigned char)raw[i];

        if (raw[i] == '%') {
            value = len - i > HEX_DIGITS ? qw_uri_hex_pair(raw + i + 1) : -1;
            i += HEX_DIGITS;
        }
        if (value <= 0) {
            *ret_ok = false;
            return decoded;
        }
        decoded[n_decoded++] = (char)value;
    }
    decoded[n_decoded] = '\0';
    *ret_ok = true;
    return decoded;
}

static enum qw_err read_param(struct qw_arena *arena, const char *pair, size_t len,
                              struct qw_param *ret_param, struct qw_diag *diag)
{
    const char *equals = memchr(pair, '=', len);
    size_t name_len = equals != NULL ? (size_t)(equals - pair) : len;
    const char *raw_value = equals != NULL ? equals + 1 : pair + len;
    bool name_ok = false;
    bool value_ok = false;

    const char *name = decode(arena, pair, name_len, &name_ok);
    const char *value = decode(arena, raw_value, len - (size_t)(raw_value - pair), &value_ok);
    if (name == NULL || value == NULL)
        return QW_ERR_NO_MEMORY;
    if (!name_ok || !value_ok)
        return qw_diag_set(diag, QW_ERR_URI,
                           "a '%%' in the query is not followed by two hexadecimal digits that are "
                           "a character");
    *ret_param = (struct qw_param){.name = name, .value = value};
    return QW_OK;
}

static size_t count_pairs(const char *query)
{
    size_t n_pairs = 1;

    for (const char *at = strchr(query, '&'); at != NULL; at = strchr(at + 1, '&'))
        n_pairs++;
    return n_pairs;
}

enum qw_err qw_query_read(struct qw_arena *arena, const char *query, struct qw_operation *operation,
                          struct qw_diag *diag)
{
    size_t n_params = 0;

    if (query[0] == '\0')
        return QW_OK;
    if (strchr(query, ';') != NULL)
        return qw_diag_set(diag, QW_ERR_URI,
                           "the query holds a ';', which some engines read as '&'\n"
                           "send it as %%3B.");
    size_t n_pairs = count_pairs(query);
    if (n_pairs > QW_LIMIT_PARAMS)
        return qw_diag_set(diag, QW_ERR_TOO_LARGE, "the query has more than %d parameters",
                           QW_LIMIT_PARAMS);
    struct qw_param *params = qw_arena_alloc(arena, n_pairs, sizeof(*params));
    if (params == NULL)
        return QW_ERR_NO_MEMORY;
    for (const char *at = query;; at++) {
        size_t len = strcspn(at, "&");

        if (len > 0) {
            enum qw_err err = read_param(arena, at, len, &params[n_params], diag);
            if (err != QW_OK)
                return err;
            n_params++;
        }
        at += len;
        if (*at == '\0')
            break;
    }
    operation->params = params;
    operation->n_params = n_params;
    return QW_OK;
}

static bool is_list_param(enum qw_op op, const char *name)
{
    for (size_t i = 0; i < sizeof(list_params) / sizeof(list_params[0]); i++) {
        if (list_params[i].op == op && strcmp(list_params[i].name, name) == 0)
            return true;
    }
    return false;
}

/* Every parameter of the engine, 20.10 to HEAD, begins with a lower-case letter, and it compares
 * them with case.  What begins with a capital is a key of the body, which dockerode sends in the
 * query as well: Image=a&Cmd=b&Cmd=c. */
static bool is_no_parameter(const char *name)
{
    return *name >= 'A' && *name <= 'Z';
}

enum qw_err qw_query_check_repeats(struct qw_arena *arena, const struct qw_operation *operation,
                                   struct qw_diag *diag)
{
    for (size_t i = 0; i < operation->n_params; i++) {
        const struct qw_param *param = &operation->params[i];

        if (qw_operation_param(operation, param->name) == param->value ||
            is_list_param(operation->op, param->name) || is_no_parameter(param->name))
            continue;
        const char *shown = qw_show(arena, param->name);
        return qw_diag_set(diag, QW_ERR_URI, "the query parameter %s is given twice",
                           shown != NULL ? shown : "");
    }
    return QW_OK;
}
