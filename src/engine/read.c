/* A request, from its address to its body: the order of the steps and what each leaves behind. */
#include <string.h>

#include "engine_priv.h"

static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"};

static enum qw_err check_method(const char *method, struct qw_diag *diag)
{
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        if (strcmp(method, methods[i]) == 0)
            return QW_OK;
    }
    return qw_diag_set(diag, QW_ERR_METHOD, "the engine knows no such HTTP method");
}

/* A container's own id goes before a name, but a removed one leaves its place to a name: what was
 * said of the id would then be said of another container. */
static enum qw_err check_new_name(const struct qw_operation *operation, struct qw_diag *diag)
{
    enum { ID_LEN = 64 };
    const char *name = qw_operation_param(operation, "name");

    if ((operation->op != QW_OP_CONTAINER_CREATE && operation->op != QW_OP_CONTAINER_RENAME) ||
        name == NULL)
        return QW_OK;
    name += *name == '/';
    if (strspn(name, "0123456789abcdefABCDEF") != ID_LEN || name[ID_LEN] != '\0')
        return QW_OK;
    return qw_diag_set(diag, QW_ERR_URI,
                       "a container's name must not look like an id\nchoose another name.");
}

static enum qw_err check_ps_arguments(const struct qw_operation *operation, struct qw_diag *diag)
{
    const char *arguments = qw_operation_param(operation, "ps_args");

    if (operation->op != QW_OP_CONTAINER_TOP || arguments == NULL ||
        qw_ps_arguments_pass(arguments))
        return QW_OK;
    return qw_diag_set(
        diag, QW_ERR_URI,
        "these arguments of ps could show other processes of the host\nuse -ef, aux, "
        "or columns that begin with pid: -eo pid,args.");
}

/* method, path, params, op, object. */
static enum qw_err read_address(struct qw_arena *arena, const struct qw_engine_request *request,
                                struct qw_operation *operation, struct qw_diag *diag)
{
    struct qw_uri uri = {.path = ""};

    enum qw_err err = check_method(request->method, diag);
    if (err != QW_OK)
        return err;
    err = qw_uri_read(arena, request->uri, &uri, diag);
    if (err != QW_OK)
        return err;
    operation->path = uri.path;
    operation->api_major = uri.api_major;
    operation->api_minor = uri.api_minor;
    err = qw_query_read(arena, uri.query, operation, diag);
    if (err != QW_OK)
        return err;
    err = qw_route_match(arena, operation, diag);
    if (err != QW_OK)
        return err;
    operation->op = qw_route_use(operation);
    err = qw_query_check_repeats(arena, operation, diag);
    if (err == QW_OK)
        err = check_new_name(operation, diag);
    return err == QW_OK ? check_ps_arguments(operation, diag) : err;
}

static enum qw_err read_body(struct qw_arena *arena, const struct qw_engine_request *request,
                             struct qw_operation *operation, struct qw_diag *diag)
{
    struct qw_json *root = NULL;

    enum qw_err err = qw_json_parse(arena, request->body, request->body_len, &root, diag);
    if (err != QW_OK)
        return err;
    /* a commit without changes of its own: the docker CLI sends null */
    if (qw_op_body_need(operation->op) == QW_BODY_OPTIONAL && qw_json_type(root) == QW_JSON_NULL)
        return QW_OK;
    if (qw_op_schema(operation->op) == NULL)
        return qw_canonical_check_twins(arena, root, diag);
    err = qw_engine_canonicalise(arena, operation->op, root, diag);
    if (err != QW_OK)
        return err;
    operation->body = root;
    return QW_OK;
}

enum qw_err qw_engine_canonicalise(struct qw_arena *arena, enum qw_op op, struct qw_json *root,
                                   struct qw_diag *diag)
{
    const struct qw_schema *schema = qw_op_schema(op);
    bool is_create = op == QW_OP_CONTAINER_CREATE;

    if (schema == NULL)
        return QW_OK;
    if (qw_json_type(root) != QW_JSON_OBJECT)
        return qw_diag_set(diag, QW_ERR_TYPE, "the body of a %s must be an object", schema->name);
    enum qw_err err = is_create ? qw_create_check_top_level(arena, root, diag) : QW_OK;
    if (err != QW_OK)
        return err;
    err = qw_canonical_struct(arena, schema, root, diag);
    if (err != QW_OK)
        return err;
    return is_create ? qw_create_check_ports(arena, root, diag) : QW_OK;
}

enum qw_err qw_engine_read(struct qw_arena *arena, const struct qw_engine_request *request,
                           struct qw_operation *ret_operation, struct qw_diag *diag)
{
    bool is_read = false;

    *ret_operation = (struct qw_operation){.method = request->method, .path = "", .object = ""};
    enum qw_err err = read_address(arena, request, ret_operation, diag);
    if (err != QW_OK || ret_operation->op == QW_OP_UNKNOWN)
        return err;
    err = qw_body_account(request, qw_op_body_need(ret_operation->op), &is_read, diag);
    if (err != QW_OK || !is_read)
        return err;
    return read_body(arena, request, ret_operation, diag);
}
