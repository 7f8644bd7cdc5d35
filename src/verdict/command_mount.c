/* Mounts: --mount, a comma-separated list of options (docker CLI, opts/mount.go). */
#include <inttypes.h>
#include <string.h>

#include "command_priv.h"

typedef bool add_option_fn(struct qw_buffer *word, const char *key, const struct qw_json *node);

/* A field of a mount and its option; `nested` for the fields of an object in it. */
struct option_row {
    const char *field;
    const char *key;
    add_option_fn *add;
    const struct option_row *nested;
    size_t n_nested;
};

static bool add_text(struct qw_buffer *word, const char *key, const struct qw_json *node)
{
    const char *text = qw_json_string(node);

    if (text != NULL)
        qw_command_add_csv(word, key, text);
    return text != NULL;
}

/* The docker CLI makes a volume of an empty type; clusters are for services, npipe for Windows. */
static bool add_type(struct qw_buffer *word, const char *key, const struct qw_json *node)
{
    static const char *const types[] = {"bind", "volume", "tmpfs", "image"};
    const char *text = qw_json_string(node);

    for (size_t i = 0; text != NULL && i < QW_COUNT_ROWS(types); i++) {
        if (strcmp(text, types[i]) == 0)
            return add_text(word, key, node);
    }
    return false;
}

static bool add_source(struct qw_buffer *word, const char *key, const struct qw_json *node)
{
    return qw_command_is_plain_source(qw_json_string(node)) && add_text(word, key, node);
}

static bool add_switch(struct qw_buffer *word, const char *key, const struct qw_json *node)
{
    if (qw_json_is_true(node))
        qw_command_add_csv(word, key, "true");
    return true;
}

/* Three booleans of the API are one option of three values. */
static bool add_disabled(struct qw_buffer *word, const char *key, const struct qw_json *node)
{
    if (qw_json_is_true(node))
        qw_command_add_csv(word, key, "disabled");
    return true;
}

static bool add_writable(struct qw_buffer *word, const char *key, const struct qw_json *node)
{
    if (qw_json_is_true(node))
        qw_command_add_csv(word, key, "writable");
    return true;
}

/* CreateMountpoint only spares the person a mkdir. */
static bool add_nothing(struct qw_buffer *word, const char *key, const struct qw_json *node)
{
    (void)word;
    (void)key;
    (void)node;
    return true;
}

static bool add_number(struct qw_buffer *word, const char *key, const struct qw_json *node)
{
    qw_buffer_addf(word, ",%s=%" PRId64, key, qw_json_integer(node));
    return qw_json_integer(node) >= 0;
}

/* A file mode, which the docker CLI reads as octal. */
static bool add_mode(struct qw_buffer *word, const char *key, const struct qw_json *node)
{
    qw_buffer_addf(word, ",%s=%" PRIo64, key, (uint64_t)qw_json_integer(node));
    return qw_json_integer(node) >= 0;
}

static bool add_pairs(struct qw_buffer *word, const char *key, const struct qw_json *node)
{
    for (const struct qw_json *item = qw_json_first(node); item != NULL;
         item = qw_json_next(item)) {
        struct qw_buffer pair QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
        const char *name = qw_json_key(item);
        const char *value = qw_json_string(item);

        if (value == NULL || strchr(name, '=') != NULL || qw_command_is_secret(name, value))
            return false;
        qw_buffer_addf(&pair, "%s=%s", name, value);
        if (pair.err != QW_OK)
            return false;
        qw_command_add_csv(word, key, pair.data);
    }
    return true;
}

static const struct option_row bind_rows[] = {
    {.field = "Propagation", .key = "bind-propagation", .add = add_text},
    {.field = "NonRecursive", .key = "bind-recursive", .add = add_disabled},
    {.field = "ReadOnlyNonRecursive", .key = "bind-recursive", .add = add_writable},
    {.field = "CreateMountpoint", .add = add_nothing},
};

static const struct option_row driver_rows[] = {
    {.field = "Name", .key = "volume-driver", .add = add_text},
    {.field = "Options", .key = "volume-opt", .add = add_pairs},
};

static const struct option_row volume_rows[] = {
    {.field = "NoCopy", .key = "volume-nocopy", .add = add_switch},
    {.field = "Labels", .key = "volume-label", .add = add_pairs},
    {.field = "DriverConfig", .nested = driver_rows, .n_nested = QW_COUNT_ROWS(driver_rows)},
    {.field = "Subpath", .key = "volume-subpath", .add = add_text},
};

static const struct option_row tmpfs_rows[] = {
    {.field = "SizeBytes", .key = "tmpfs-size", .add = add_number},
    {.field = "Mode", .key = "tmpfs-mode", .add = add_mode},
};

static const struct option_row image_rows[] = {
    {.field = "Subpath", .key = "image-subpath", .add = add_text},
};

static const struct option_row mount_rows[] = {
    {.field = "Type", .key = "type", .add = add_type},
    {.field = "Source", .key = "source", .add = add_source},
    {.field = "Target", .key = "target", .add = add_text},
    {.field = "ReadOnly", .key = "readonly", .add = add_switch},
    {.field = "Consistency", .key = "consistency", .add = add_text},
    {.field = "BindOptions", .nested = bind_rows, .n_nested = QW_COUNT_ROWS(bind_rows)},
    {.field = "VolumeOptions", .nested = volume_rows, .n_nested = QW_COUNT_ROWS(volume_rows)},
    {.field = "TmpfsOptions", .nested = tmpfs_rows, .n_nested = QW_COUNT_ROWS(tmpfs_rows)},
    {.field = "ImageOptions", .nested = image_rows, .n_nested = QW_COUNT_ROWS(image_rows)},
};

static bool has_only(const struct qw_json *object, const struct option_row *rows, size_t n_rows)
{
    for (const struct qw_json *node = qw_json_first(object); node != NULL;
         node = qw_json_next(node)) {
        bool is_known = !qw_json_is_set(node);

        for (size_t i = 0; i < n_rows && !is_known; i++)
            is_known = qw_json_key_folds_to(qw_json_key(node), rows[i].field);
        if (!is_known)
            return false;
    }
    return true;
}

/* False when anything that is set has no option: a mount is said whole or not at all.
 * Recursion is as deep as the tables. */
static bool add_options(struct qw_buffer *word, const struct qw_json *object,
                        const struct option_row *rows, size_t n_rows)
{
    if (!has_only(object, rows, n_rows))
        return false;
    for (size_t i = 0; i < n_rows; i++) {
        const struct option_row *row = &rows[i];
        const struct qw_json *node = qw_json_get(object, row->field);

        if (!qw_json_is_set(node))
            continue;
        if (row->nested != NULL ? !add_options(word, node, row->nested, row->n_nested)
                                : !row->add(word, row->key, node))
            return false;
    }
    return true;
}

static bool say_one(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    struct qw_buffer word QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);

    if (!qw_json_is_set(qw_json_get(item, "Type")) ||
        !add_options(&word, item, mount_rows, QW_COUNT_ROWS(mount_rows)))
        return false;
    qw_command_flag_buffer(command, flag, &word);
    return true;
}

bool qw_say_mounts(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_one);
}
