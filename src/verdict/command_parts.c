/* Parts of a create body that more than one flag says: security options, logs, restarts, health. */
#include <inttypes.h>
#include <string.h>

#include "command_priv.h"

/* The docker CLI reads the value of `seccomp` as a file's name unless it is one of these, and keeps
 * `systempaths` for itself: what it would make of an unknown word nobody judged. */
static bool is_said_value(const char *key, size_t key_len, const char *value)
{
    static const char *const keys[] = {"label", "apparmor", "no-new-privileges",
                                       "writable-cgroups"};

    if (!value[0])
        return false;
    if (key_len == strlen("seccomp") && strncmp(key, "seccomp", key_len) == 0)
        return strcmp(value, "unconfined") == 0 || strcmp(value, "builtin") == 0;
    for (size_t i = 0; i < QW_COUNT_ROWS(keys); i++) {
        if (strlen(keys[i]) == key_len && strncmp(key, keys[i], key_len) == 0)
            return true;
    }
    return false;
}

/* Words that stand alone for the engine, and how the docker CLI takes them. */
static const char *const bare_words[][2] = {
    {"no-new-privileges", "no-new-privileges"},
    {"disable", "label=disable"},
    {"writable-cgroups", "writable-cgroups=true"},
};

static bool say_bare(struct qw_command *command, const char *flag, const char *option)
{
    for (size_t i = 0; i < QW_COUNT_ROWS(bare_words); i++) {
        if (strcmp(option, bare_words[i][0]) == 0) {
            qw_command_flag(command, flag, bare_words[i][1]);
            return true;
        }
    }
    return false;
}

/* Split as the engine does: at the first `=` if there is one, else at the first `:`. */
static bool say_option(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    struct qw_buffer word QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
    const char *option = qw_json_string(item);
    const char *split = option != NULL ? strchr(option, '=') : NULL;

    if (option == NULL)
        return false;
    if (split == NULL)
        split = strchr(option, ':');
    if (split == NULL)
        return say_bare(command, flag, option);
    if (!is_said_value(option, (size_t)(split - option), split + 1))
        return false;
    qw_buffer_add(&word, option, (size_t)(split - option));
    qw_buffer_addf(&word, "=%s", split + 1);
    qw_command_flag_buffer(command, flag, &word);
    return true;
}

bool qw_say_security(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_option);
}

static bool is_empty_list(const struct qw_json *node)
{
    return qw_json_type(node) == QW_JSON_ARRAY && !qw_json_count(node);
}

/* The docker CLI can only empty MaskedPaths and ReadonlyPaths, and both at once. */
bool qw_say_system_paths(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    if (!is_empty_list(qw_json_get(command->object, "MaskedPaths")) ||
        !is_empty_list(qw_json_get(command->object, "ReadonlyPaths")))
        return false;
    if (node == qw_json_get(command->object, "MaskedPaths"))
        qw_command_flag(command, flag, "systempaths=unconfined");
    return true;
}

bool qw_say_log(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    static const struct qw_say_row rows[] = {
        {"Type", "--log-driver", qw_say_text},
        {"Config", "--log-opt", qw_say_pairs},
    };

    (void)flag;
    qw_command_say_fields(command, node, QW_SAY_TABLE(rows));
    return true;
}

bool qw_say_restart(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    struct qw_buffer word QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
    const char *name = qw_json_string(qw_json_get(node, "Name"));
    const int64_t most = qw_json_integer(qw_json_get(node, "MaximumRetryCount"));

    if (name == NULL || !name[0] || strcmp(name, "no") == 0)
        return true;
    qw_buffer_add_text(&word, name);
    if (most > 0)
        qw_buffer_addf(&word, ":%" PRId64, most);
    qw_command_flag_buffer(command, flag, &word);
    return true;
}

/* ["CMD", ...] has no flag: --health-cmd always goes through a shell. */
static bool say_health_test(struct qw_command *command, const char *flag,
                            const struct qw_json *node)
{
    const struct qw_json *first = qw_json_first(node);
    const char *kind = qw_json_string(first);

    if (kind != NULL && strcmp(kind, "NONE") == 0) {
        qw_command_switch(command, "--no-healthcheck");
        return true;
    }
    if (kind == NULL || strcmp(kind, "CMD-SHELL") != 0 || qw_json_count(node) != 2)
        return false;
    return qw_say_text(command, flag, qw_json_next(first));
}

bool qw_say_health(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    static const struct qw_say_row rows[] = {
        {"Test", "--health-cmd", say_health_test},
        {"Interval", "--health-interval", qw_say_duration},
        {"Timeout", "--health-timeout", qw_say_duration},
        {"StartPeriod", "--health-start-period", qw_say_duration},
        {"StartInterval", "--health-start-interval", qw_say_duration},
        {"Retries", "--health-retries", qw_say_integer},
    };

    (void)flag;
    qw_command_say_fields(command, node, QW_SAY_TABLE(rows));
    return true;
}
