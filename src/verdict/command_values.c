/* Writers for plain values: text, numbers, lists and maps. */
#include <inttypes.h>
#include <string.h>

#include "command_priv.h"

bool qw_say_silently(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    (void)command;
    (void)flag;
    (void)node;
    return true;
}

bool qw_say_switch(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    if (qw_json_is_true(node))
        qw_command_switch(command, flag);
    return true;
}

bool qw_say_text(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    const char *text = qw_json_string(node);

    if (text == NULL)
        return false;
    if (text[0])
        qw_command_flag(command, flag, text);
    return true;
}

bool qw_say_integer(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    if (qw_json_type(node) != QW_JSON_INTEGER)
        return false;
    if (qw_json_integer(node))
        qw_buffer_addf(command->out, " %s %" PRId64, flag, qw_json_integer(node));
    return true;
}

bool qw_say_each(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    bool is_said = true;

    for (const struct qw_json *item = qw_json_first(node); item != NULL;
         item = qw_json_next(item)) {
        if (qw_json_string(item) != NULL)
            qw_command_flag(command, flag, qw_json_string(item));
        else
            is_said = false;
    }
    return is_said;
}

/* The docker CLI splits at the first `=`. */
static bool say_pair(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    struct qw_buffer word QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
    const char *name = qw_json_key(item);
    const char *value = qw_json_string(item);

    if (name == NULL || !name[0] || value == NULL || strchr(name, '=') != NULL ||
        qw_command_is_secret(name, value))
        return false;
    qw_buffer_addf(&word, "%s=%s", name, value);
    qw_command_flag_buffer(command, flag, &word);
    return true;
}

bool qw_say_pairs(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_pair);
}

/* The value stays where the person has it: the docker CLI takes `-e NAME` from its own
 * environment. */
static bool say_env_name(struct qw_command *command, const char *flag, const char *entry)
{
    struct qw_buffer name QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
    const size_t len = entry != NULL ? strcspn(entry, "=") : 0;

    if (!len)
        return false;
    qw_buffer_add(&name, entry, len);
    qw_command_flag_buffer(command, flag, &name);
    return true;
}

bool qw_say_env_names(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    bool is_said = true;

    for (const struct qw_json *item = qw_json_first(node); item != NULL; item = qw_json_next(item))
        is_said = say_env_name(command, flag, qw_json_string(item)) && is_said;
    return is_said;
}

struct unit {
    int64_t size;
    const char *suffix;
};

/* The largest unit that divides VALUE; the last one of size 1 always does. */
static void say_in_units(struct qw_command *command, const char *flag, int64_t value,
                         const struct unit *unit)
{
    while (value % unit->size)
        unit++;
    qw_buffer_addf(command->out, " %s %" PRId64 "%s", flag, value / unit->size, unit->suffix);
}

bool qw_say_bytes(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    static const struct unit units[] = {
        {INT64_C(1) << 30, "g"}, {INT64_C(1) << 20, "m"}, {INT64_C(1) << 10, "k"}, {1, "b"}};
    const int64_t value = qw_json_integer(node);

    if (value == -1) { /* --memory-swap: no limit */
        qw_command_flag(command, flag, "-1");
        return true;
    }
    if (value < 0 || qw_json_type(node) != QW_JSON_INTEGER)
        return false;
    if (value)
        say_in_units(command, flag, value, units);
    return true;
}

bool qw_say_duration(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    static const struct unit units[] = {
        {INT64_C(1000000000), "s"}, {INT64_C(1000000), "ms"}, {1, "ns"}};
    const int64_t value = qw_json_integer(node);

    if (value < 0 || qw_json_type(node) != QW_JSON_INTEGER)
        return false;
    if (value)
        say_in_units(command, flag, value, units);
    return true;
}
