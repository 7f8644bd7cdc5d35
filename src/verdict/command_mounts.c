/* Binds, Volumes and Tmpfs: -v, --tmpfs (engine.md 5.2). */
#include <ctype.h>
#include <string.h>

#include "command_priv.h"

bool qw_command_is_plain_source(const char *text)
{
    return text != NULL && (text[0] == '/' || isalnum((unsigned char)text[0]));
}

static bool say_bind(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    if (!qw_command_is_plain_source(qw_json_string(item)))
        return false;
    qw_command_flag(command, flag, qw_json_string(item));
    return true;
}

bool qw_say_binds(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_bind);
}

/* Anonymous volumes: "/a:/b" is one path here and a bind for the docker CLI. */
static bool say_volume(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    const char *path = qw_json_key(item);

    if (path[0] != '/' || strchr(path, ':') != NULL)
        return false;
    qw_command_flag(command, flag, path);
    return true;
}

bool qw_say_volumes(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_volume);
}

static bool say_one_tmpfs(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    struct qw_buffer word QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
    const char *path = qw_json_key(item);
    const char *options = qw_json_string(item);

    if (path[0] != '/' || strchr(path, ':') != NULL || options == NULL)
        return false;
    qw_buffer_addf(&word, "%s%s%s", path, options[0] ? ":" : "", options);
    qw_command_flag_buffer(command, flag, &word);
    return true;
}

bool qw_say_tmpfs(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_one_tmpfs);
}
