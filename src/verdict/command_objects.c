/* `docker exec` and `docker volume create`. */
#include "command_priv.h"

/* Without output nobody waits for the command: that is what -d sends. */
static bool is_detached(const struct qw_json *body)
{
    return qw_json_is_true(qw_json_get(body, "Detach")) ||
           !(qw_json_is_true(qw_json_get(body, "AttachStdin")) ||
             qw_json_is_true(qw_json_get(body, "AttachStdout")) ||
             qw_json_is_true(qw_json_get(body, "AttachStderr")));
}

bool qw_command_exec(struct qw_command *command)
{
    static const struct qw_say_row rows[] = {
        {"AttachStdin", "-i", qw_say_switch},
        {"Tty", "-t", qw_say_switch},
        {"Privileged", "--privileged", qw_say_switch},
        {"User", "--user", qw_say_text},
        {"Env", "-e", qw_say_env_names},
        {"WorkingDir", "-w", qw_say_text},
        {"DetachKeys", "--detach-keys", qw_say_text},
        {"Detach", NULL, qw_say_silently},
        {"AttachStdout", NULL, qw_say_silently},
        {"AttachStderr", NULL, qw_say_silently},
        {"ConsoleSize", NULL, qw_say_silently},
        {"Cmd", NULL, qw_say_silently},
    };
    const struct qw_json *body = command->operation->body;
    const struct qw_json *words = qw_json_get(body, "Cmd");

    if (!qw_json_count(words))
        return false;
    qw_buffer_add_text(command->out, "docker exec");
    if (is_detached(body))
        qw_command_switch(command, "-d");
    qw_command_say_fields(command, body, QW_SAY_TABLE(rows));
    if (!qw_command_argument(command, command->operation->object))
        return false;
    qw_command_words(command, qw_json_first(words));
    return true;
}

bool qw_command_volume_create(struct qw_command *command)
{
    static const struct qw_say_row rows[] = {
        {"Driver", "--driver", qw_say_text},
        {"DriverOpts", "--opt", qw_say_pairs},
        {"Labels", "--label", qw_say_pairs},
        {"Name", NULL, qw_say_silently},
    };
    const struct qw_json *body = command->operation->body;
    const char *name = qw_json_string(qw_json_get(body, "Name"));

    qw_buffer_add_text(command->out, "docker volume create");
    qw_command_say_fields(command, body, QW_SAY_TABLE(rows));
    return name == NULL || !name[0] || qw_command_argument(command, name);
}
