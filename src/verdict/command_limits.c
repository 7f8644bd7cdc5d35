/* Resources: --cpus, --ulimit, --device-read-bps and its like. */
#include <inttypes.h>
#include <string.h>

#include "command_priv.h"

enum { NANO_DIGITS = 9 };

/* 1500000000 -> 1.5 */
bool qw_say_cpus(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    const int64_t nano = INT64_C(1000000000);
    const int64_t value = qw_json_integer(node);
    int digits = NANO_DIGITS;
    int64_t part = value % nano;

    if (value < 0)
        return false;
    if (!value)
        return true;
    qw_buffer_addf(command->out, " %s %" PRId64, flag, value / nano);
    if (!part)
        return true;
    for (; part % 10 == 0; part /= 10)
        digits--;
    qw_buffer_addf(command->out, ".%0*" PRId64, digits, part);
    return true;
}

static bool say_ulimit(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    struct qw_buffer word QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
    const char *name = qw_json_string(qw_json_get(item, "Name"));

    if (name == NULL || !name[0] || strchr(name, '=') != NULL)
        return false;
    qw_buffer_addf(&word, "%s=%" PRId64 ":%" PRId64, name,
                   qw_json_integer(qw_json_get(item, "Soft")),
                   qw_json_integer(qw_json_get(item, "Hard")));
    qw_command_flag_buffer(command, flag, &word);
    return true;
}

bool qw_say_ulimits(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_ulimit);
}

/* {"Path": "/dev/sda", FIELD: 10} -> FLAG /dev/sda:10 */
static bool say_by_device(struct qw_command *command, const char *flag, const struct qw_json *item,
                          const char *field)
{
    struct qw_buffer word QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
    const char *path = qw_json_string(qw_json_get(item, "Path"));

    if (!qw_command_is_device_path(path))
        return false;
    qw_buffer_addf(&word, "%s:%" PRId64, path, qw_json_integer(qw_json_get(item, field)));
    qw_command_flag_buffer(command, flag, &word);
    return true;
}

static bool say_weight(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    return say_by_device(command, flag, item, "Weight");
}

bool qw_say_weights(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_weight);
}

static bool say_rate(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    return say_by_device(command, flag, item, "Rate");
}

bool qw_say_rates(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_rate);
}
