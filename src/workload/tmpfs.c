/* HostConfig.Tmpfs and Mounts[].TmpfsOptions: both become mount options, which the engine passes on
 * (engine.md 5.2: `exec,suid,dev` are honoured). */
#include "qw/limits.h"
#include "workload_priv.h"

static const char *const propagation_words[] = {"private", "rprivate", "slave",      "rslave",
                                                "shared",  "rshared",  "unbindable", "runbindable"};

static const char *propagation_of(struct qw_bytes word)
{
    for (size_t i = 0; i < sizeof propagation_words / sizeof propagation_words[0]; i++)
        if (qw_word_equal(word, propagation_words[i]))
            return propagation_words[i];
    return NULL;
}

static void read_option_words(const char *options, struct qw_mount *mount)
{
    const char *cursor = options;
    struct qw_bytes word;

    while (qw_word_next(&cursor, ',', &word)) {
        const char *propagation = propagation_of(word);

        if (propagation != NULL)
            mount->propagation = propagation;
        if (qw_word_equal(word, "ro"))
            mount->is_read_only = true;
        if (qw_word_equal(word, "rw"))
            mount->is_read_only = false;
    }
}

void qw_workload_read_tmpfs_entry(struct qw_reader *reader, const struct qw_json *member,
                                  struct qw_mount *ret_mount)
{
    ret_mount->type = QW_MOUNT_TMPFS;
    ret_mount->options = qw_reader_text(reader, member).value;
    ret_mount->target = qw_reader_target(reader, qw_json_key(member));
    read_option_words(ret_mount->options, ret_mount);
}

static void add_separator(struct qw_buffer *buffer)
{
    if (buffer->len > 0)
        qw_buffer_add(buffer, ",", 1);
}

/* One element of Options: ["exec"], or ["size", "1m"], which the engine joins with '='. */
static void add_option(struct qw_reader *reader, struct qw_buffer *buffer,
                       const struct qw_json *option)
{
    struct qw_texts parts = qw_reader_texts(reader, option);

    add_separator(buffer);
    for (size_t i = 0; i < parts.n_items; i++) {
        if (i > 0)
            qw_buffer_add(buffer, "=", 1);
        qw_buffer_add_text(buffer, parts.items[i].value);
    }
}

const char *qw_workload_read_tmpfs_options(struct qw_reader *reader, const struct qw_json *node)
{
    const struct qw_json *options = qw_reader_object(reader, node);
    struct qw_number size = qw_reader_number(reader, qw_json_get(options, "SizeBytes"));
    struct qw_number mode = qw_reader_number(reader, qw_json_get(options, "Mode"));
    const struct qw_json *list = qw_reader_array(reader, qw_json_get(options, "Options"));
    struct qw_buffer buffer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_REQUEST_MEMORY);

    if (size.value != 0)
        qw_buffer_addf(&buffer, "size=%lld", (long long)size.value);
    if (mode.value != 0) {
        add_separator(&buffer);
        qw_buffer_addf(&buffer, "mode=%llo", (unsigned long long)mode.value);
    }
    for (const struct qw_json *option = qw_json_first(list); option != NULL;
         option = qw_json_next(option))
        add_option(reader, &buffer, option);
    if (buffer.err != QW_OK && reader->err == QW_OK)
        reader->err = QW_ERR_NO_MEMORY;
    if (buffer.len == 0)
        return "";
    return qw_reader_copy(reader, (struct qw_bytes){.data = buffer.data, .len = buffer.len});
}
