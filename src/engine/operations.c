/* The table behind qw/operations.h: name, class, what an operation does with a body, and the shape
 * of that body. */
#include <string.h>

#include "engine_priv.h"

struct operation_row {
    const char *name;
    enum qw_class class;
};

static const struct operation_row operation_rows[QW_OP_COUNT] = {
#define QW_X(id, name, class) [QW_OP_##id] = {name, QW_CLASS_##class},
    QW_OPERATIONS(QW_X)
#undef QW_X
};

static const char *const class_names[QW_CLASS_COUNT] = {
#define QW_X(id, name) [QW_CLASS_##id] = (name),
    QW_CLASSES(QW_X)
#undef QW_X
};

struct body_row {
    enum qw_body_need need;
    const struct qw_schema *schema;
};

/* Operations without a row are asked by GET, HEAD, DELETE or OPTIONS: QW_BODY_NONE.  A POST whose
 * parameters stand in its query is QW_BODY_QUERY, as a form body would go before the query
 * (engine.md 3). */
static const struct body_row body_rows[QW_OP_COUNT] = {
    [QW_OP_SYSTEM_AUTH] = {QW_BODY_STREAM, NULL},
    [QW_OP_SYSTEM_DEBUG] = {QW_BODY_HARMLESS, NULL}, /* any method up to engine 28 */
    [QW_OP_CONTAINER_WAIT] = {QW_BODY_HARMLESS, NULL},
    [QW_OP_CONTAINER_ARCHIVE_PUT] = {QW_BODY_STREAM, NULL},
    [QW_OP_CONTAINER_COPY] = {QW_BODY_JSON, NULL},
    [QW_OP_CONTAINER_CREATE] = {QW_BODY_JSON, &qw_schema_create},
    [QW_OP_CONTAINER_UPDATE] = {QW_BODY_JSON, &qw_schema_update},
    [QW_OP_CONTAINER_START] = {QW_BODY_EMPTY, NULL}, /* engine.md 5.1: a body was a HostConfig */
    [QW_OP_CONTAINER_RESTART] = {QW_BODY_QUERY, NULL},
    [QW_OP_CONTAINER_ATTACH] = {QW_BODY_QUERY, NULL}, /* stdin; attach/ws is a GET */
    [QW_OP_CONTAINER_STOP] = {QW_BODY_HARMLESS, NULL},
    [QW_OP_CONTAINER_KILL] = {QW_BODY_HARMLESS, NULL},
    [QW_OP_CONTAINER_PAUSE] = {QW_BODY_HARMLESS, NULL},
    [QW_OP_CONTAINER_UNPAUSE] = {QW_BODY_HARMLESS, NULL},
    [QW_OP_CONTAINER_RESIZE] = {QW_BODY_HARMLESS, NULL},
    [QW_OP_CONTAINER_RENAME] = {QW_BODY_QUERY, NULL},
    [QW_OP_CONTAINER_PRUNE] = {QW_BODY_QUERY, NULL},
    [QW_OP_EXEC_CREATE] = {QW_BODY_JSON, &qw_schema_exec_create},
    [QW_OP_EXEC_START] = {QW_BODY_HARMLESS, NULL}, /* Detach, Tty, ConsoleSize */
    [QW_OP_EXEC_RESIZE] = {QW_BODY_HARMLESS, NULL},
    [QW_OP_CHECKPOINT_CREATE] = {QW_BODY_JSON, NULL},
    [QW_OP_CHECKPOINT_START] = {QW_BODY_EMPTY, NULL},
    [QW_OP_IMAGE_PULL] = {QW_BODY_QUERY, NULL},
    [QW_OP_IMAGE_PUSH] = {QW_BODY_OPTIONAL, NULL}, /* clients before X-Registry-Auth send JSON */
    [QW_OP_IMAGE_TAG] = {QW_BODY_QUERY, NULL},
    [QW_OP_IMAGE_PRUNE] = {QW_BODY_QUERY, NULL},
    [QW_OP_IMAGE_IMPORT] = {QW_BODY_STREAM, NULL},
    [QW_OP_IMAGE_LOAD] = {QW_BODY_STREAM, NULL},
    [QW_OP_IMAGE_COMMIT] = {QW_BODY_OPTIONAL, &qw_schema_commit},
    [QW_OP_BUILD_CLASSIC] = {QW_BODY_STREAM, NULL},
    [QW_OP_BUILD_BUILDKIT] = {QW_BODY_STREAM, NULL},
    [QW_OP_BUILD_CANCEL] = {QW_BODY_QUERY, NULL},
    [QW_OP_BUILD_PRUNE] = {QW_BODY_QUERY, NULL},
    [QW_OP_BUILD_SESSION] = {QW_BODY_STREAM, NULL},
    [QW_OP_BUILD_GRPC] = {QW_BODY_STREAM, NULL},
    [QW_OP_VOLUME_CREATE] = {QW_BODY_JSON, &qw_schema_volume_create},
    [QW_OP_VOLUME_UPDATE] = {QW_BODY_JSON, NULL},
    [QW_OP_VOLUME_PRUNE] = {QW_BODY_QUERY, NULL},
    [QW_OP_NETWORK_CREATE] = {QW_BODY_JSON, &qw_schema_network_create},
    [QW_OP_NETWORK_CONNECT] = {QW_BODY_JSON, &qw_schema_network_connect},
    [QW_OP_NETWORK_DISCONNECT] = {QW_BODY_JSON, NULL},
    [QW_OP_NETWORK_PRUNE] = {QW_BODY_QUERY, NULL},
    [QW_OP_PLUGIN_PULL] = {QW_BODY_OPTIONAL, NULL}, /* accepted privileges */
    [QW_OP_PLUGIN_CREATE] = {QW_BODY_STREAM, NULL},
    [QW_OP_PLUGIN_SET] = {QW_BODY_JSON, NULL},
    [QW_OP_PLUGIN_ENABLE] = {QW_BODY_QUERY, NULL},
    [QW_OP_PLUGIN_DISABLE] = {QW_BODY_QUERY, NULL},
    [QW_OP_PLUGIN_UPGRADE] = {QW_BODY_OPTIONAL, NULL},
    [QW_OP_PLUGIN_PUSH] = {QW_BODY_QUERY, NULL},
    [QW_OP_SWARM_INIT] = {QW_BODY_JSON, NULL},
    [QW_OP_SWARM_JOIN] = {QW_BODY_JSON, NULL},
    [QW_OP_SWARM_LEAVE] = {QW_BODY_QUERY, NULL},
    [QW_OP_SWARM_UNLOCK] = {QW_BODY_JSON, NULL},
    [QW_OP_SWARM_UPDATE] = {QW_BODY_JSON, NULL},
    [QW_OP_NODE_UPDATE] = {QW_BODY_JSON, NULL},
    [QW_OP_SERVICE_CREATE] = {QW_BODY_JSON, &qw_schema_service},
    [QW_OP_SERVICE_UPDATE] = {QW_BODY_JSON, &qw_schema_service},
    [QW_OP_SECRET_CREATE] = {QW_BODY_JSON, NULL},
    [QW_OP_SECRET_UPDATE] = {QW_BODY_JSON, NULL},
    [QW_OP_CONFIG_CREATE] = {QW_BODY_JSON, NULL},
    [QW_OP_CONFIG_UPDATE] = {QW_BODY_JSON, NULL},
};

/* An index into the tables: what is out of range is unknown. */
static size_t row_of(enum qw_op op)
{
    size_t row = (size_t)op;

    return row < QW_OP_COUNT ? row : QW_OP_UNKNOWN;
}

const char *qw_op_name(enum qw_op op)
{
    return operation_rows[row_of(op)].name;
}

enum qw_class qw_op_class(enum qw_op op)
{
    return operation_rows[row_of(op)].class;
}

const char *qw_class_name(enum qw_class class)
{
    size_t row = (size_t) class;

    return class_names[row < QW_CLASS_COUNT ? row : QW_CLASS_UNKNOWN];
}

enum qw_body_need qw_op_body_need(enum qw_op op)
{
    return body_rows[row_of(op)].need;
}

const struct qw_schema *qw_op_schema(enum qw_op op)
{
    return body_rows[row_of(op)].schema;
}

enum qw_op qw_op_from_name(const char *name)
{
    for (size_t op = 0; op < QW_OP_COUNT; op++) {
        if (strcmp(operation_rows[op].name, name) == 0)
            return (enum qw_op)op;
    }
    return QW_OP_UNKNOWN;
}

enum qw_class qw_class_from_name(const char *name)
{
    for (size_t class = 0; class < QW_CLASS_COUNT; class ++) {
        if (strcmp(class_names[class], name) == 0)
            return (enum qw_class) class;
    }
    return QW_CLASS_UNKNOWN;
}

bool qw_op_changes_state(enum qw_op op)
{
    enum qw_class class = qw_op_class(op);

    /* a list of checkpoints is of class host for the folders that it can be made to show */
    return class != QW_CLASS_READ && class != QW_CLASS_SENSITIVE && op != QW_OP_CHECKPOINT_LIST;
}

const char *qw_operation_param(const struct qw_operation *operation, const char *name)
{
    for (size_t i = 0; i < operation->n_params; i++) {
        if (strcmp(operation->params[i].name, name) == 0)
            return operation->params[i].value;
    }
    return NULL;
}
