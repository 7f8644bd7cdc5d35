/* Devices and DeviceRequests: --device, --gpus (docker CLI, opts/gpus.go). */
#include <inttypes.h>
#include <string.h>

#include "command_priv.h"

static bool say_device(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    struct qw_buffer word QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
    const char *host = qw_json_string(qw_json_get(item, "PathOnHost"));
    const char *inside = qw_json_string(qw_json_get(item, "PathInContainer"));
    const char *permissions = qw_json_string(qw_json_get(item, "CgroupPermissions"));

    if (!qw_command_is_device_path(host) || (inside != NULL && !qw_command_is_device_path(inside)))
        return false;
    qw_buffer_addf(&word, "%s:%s:%s", host, inside != NULL ? inside : host,
                   permissions != NULL ? permissions : "rwm");
    qw_command_flag_buffer(command, flag, &word);
    return true;
}

bool qw_say_devices(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_device);
}

/* "0,1"; false when an element is no word that stands in such a list. */
static bool join(struct qw_buffer *list, const struct qw_json *strings, const char *but)
{
    for (const struct qw_json *item = qw_json_first(strings); item != NULL;
         item = qw_json_next(item)) {
        const char *text = qw_json_string(item);

        if (text == NULL || !text[0] || strpbrk(text, ",\"") != NULL)
            return false;
        if (but != NULL && strcmp(text, but) == 0)
            continue;
        if (list->len)
            qw_buffer_add_text(list, ",");
        qw_buffer_add_text(list, text);
    }
    return true;
}

static bool has_word(const struct qw_json *strings, const char *word)
{
    for (const struct qw_json *item = qw_json_first(strings); item != NULL;
         item = qw_json_next(item)) {
        if (qw_json_string(item) != NULL && strcmp(qw_json_string(item), word) == 0)
            return true;
    }
    return false;
}

static bool add_list(struct qw_buffer *word, const char *key, const struct qw_json *strings,
                     const char *but)
{
    struct qw_buffer list QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);

    if (!join(&list, strings, but))
        return false;
    if (list.len)
        qw_command_add_csv(word, key, list.data);
    return true;
}

static void add_count(struct qw_buffer *word, const struct qw_json *request)
{
    const int64_t count = qw_json_integer(qw_json_get(request, "Count"));

    if (count == -1)
        qw_buffer_add_text(word, "all");
    else if (count > 0)
        qw_buffer_addf(word, "count=%" PRId64, count);
}

/* The docker CLI always adds the capability "gpu", and says one alternative. */
static bool add_request(struct qw_buffer *word, const struct qw_json *request)
{
    const struct qw_json *alternatives = qw_json_get(request, "Capabilities");
    const struct qw_json *capabilities = qw_json_first(alternatives);
    const char *driver = qw_json_string(qw_json_get(request, "Driver"));

    if (qw_json_count(alternatives) != 1 || !has_word(capabilities, "gpu") ||
        qw_json_is_set(qw_json_get(request, "Options")))
        return false;
    add_count(word, request);
    if (driver != NULL && driver[0])
        qw_command_add_csv(word, "driver", driver);
    return add_list(word, "device", qw_json_get(request, "DeviceIDs"), NULL) &&
           add_list(word, "capabilities", capabilities, "gpu");
}

static bool say_request(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    struct qw_buffer word QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);

    if (!add_request(&word, item) || word.len == 0)
        return false;
    qw_command_flag_buffer(command, flag, &word);
    return true;
}

bool qw_say_device_requests(struct qw_command *command, const char *flag,
                            const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_request);
}
