/* Which operation has which docker command, and the loop over a table of fields. */
#include <string.h>

#include "command_priv.h"

static bool has_row(const struct qw_say_table *table, const char *key)
{
    for (size_t i = 0; i < table->n_rows; i++) {
        if (qw_json_key_folds_to(key, table->rows[i].field))
            return true;
    }
    return false;
}

void qw_command_say_fields(struct qw_command *command, const struct qw_json *object,
                           struct qw_say_table table)
{
    const struct qw_json *outer = command->object;

    command->object = object;
    for (size_t i = 0; i < table.n_rows; i++) {
        const struct qw_say_row *row = &table.rows[i];
        const struct qw_json *node = qw_json_get(object, row->field);

        if (node != NULL && qw_json_type(node) != QW_JSON_NULL &&
            !row->say(command, row->flag, node))
            qw_command_unsaid(command, node);
    }
    for (const struct qw_json *node = qw_json_first(object); node != NULL;
         node = qw_json_next(node)) {
        if (qw_json_is_set(node) && !has_row(&table, qw_json_key(node)))
            qw_command_unsaid(command, node);
    }
    command->object = outer;
}

bool qw_command_say_items(struct qw_command *command, const char *flag, const struct qw_json *node,
                          qw_say_fn *say_item)
{
    for (const struct qw_json *item = qw_json_first(node); item != NULL;
         item = qw_json_next(item)) {
        if (!say_item(command, flag, item))
            qw_command_unsaid(command, item);
    }
    return true;
}

static qw_command_fn *const writers[QW_OP_COUNT] = {
    [QW_OP_CONTAINER_CREATE] = qw_command_run,
    [QW_OP_EXEC_CREATE] = qw_command_exec,
    [QW_OP_VOLUME_CREATE] = qw_command_volume_create,
    [QW_OP_NETWORK_CREATE] = qw_command_network_create,
    [QW_OP_NETWORK_CONNECT] = qw_command_network_connect,
};

bool qw_command_write(struct qw_buffer *buffer, const struct qw_operation *operation,
                      struct qw_command *ret_command)
{
    struct qw_buffer out QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
    struct qw_command command = {.out = &out, .operation = operation};

    if (operation->op >= QW_OP_COUNT || writers[operation->op] == NULL ||
        qw_json_type(operation->body) != QW_JSON_OBJECT)
        return false;
    if (!writers[operation->op](&command))
        return false;
    if (out.err != QW_OK) {
        if (out.err == QW_ERR_NO_MEMORY && buffer->err == QW_OK)
            buffer->err = out.err;
        return false;
    }
    qw_buffer_add(buffer, out.data, out.len);
    command.out = NULL;
    *ret_command = command;
    return true;
}
