/* One entry of HostConfig.Binds as moby's linux_parser reads it (engine.md 5.2): one part is an
 * anonymous volume, two are source and target, the third is the mode; a source with a leading slash
 * is a host path, every other one the name of a volume. */
#include "workload_priv.h"

/* The engine takes at most one word of each kind. */
enum word_kind { ACCESS, LABEL, PROPAGATION, COPY, CONSISTENCY, KIND_COUNT };

struct mode_word {
    const char *word;
    enum word_kind kind;
};

static const struct mode_word mode_words[] = {
    {"ro", ACCESS},
    {"rw", ACCESS},
    {"z", LABEL},
    {"Z", LABEL},
    {"private", PROPAGATION},
    {"rprivate", PROPAGATION},
    {"slave", PROPAGATION},
    {"rslave", PROPAGATION},
    {"shared", PROPAGATION},
    {"rshared", PROPAGATION},
    {"nocopy", COPY},
    {"cached", CONSISTENCY},
    {"consistent", CONSISTENCY},
    {"delegated", CONSISTENCY},
};

static const struct mode_word *find_word(struct qw_bytes word)
{
    for (size_t i = 0; i < sizeof mode_words / sizeof mode_words[0]; i++)
        if (qw_word_equal(word, mode_words[i].word))
            return &mode_words[i];
    return NULL;
}

static void apply_word(const struct mode_word *row, struct qw_mount *mount)
{
    if (row->kind == ACCESS)
        mount->is_read_only = row->word[1] == 'o';
    if (row->kind == LABEL)
        mount->relabels = true;
    if (row->kind == PROPAGATION)
        mount->propagation = row->word;
    if (row->kind == COPY)
        mount->no_copy = true;
}

static void read_mode(struct qw_reader *reader, const char *mode, struct qw_mount *mount)
{
    bool has_kind[KIND_COUNT] = {false};
    const char *cursor = mode;
    struct qw_bytes word;

    if (mode[0] == '\0')
        return;
    while (qw_word_next(&cursor, ',', &word)) {
        const struct mode_word *row = find_word(word);

        if (row != NULL && !has_kind[row->kind]) {
            has_kind[row->kind] = true;
            apply_word(row, mount);
        } else if (mount->unknown_mode == NULL) {
            mount->unknown_mode = qw_reader_copy(reader, word);
        }
    }
}

/* "x:ro" has a mode and no target: no engine takes it. */
static bool is_mode(struct qw_reader *reader, struct qw_bytes text)
{
    struct qw_mount probe = {0};

    read_mode(reader, qw_reader_copy(reader, text), &probe);
    return probe.unknown_mode == NULL;
}

static void read_source(struct qw_reader *reader, struct qw_bytes source, struct qw_mount *mount)
{
    mount->type = QW_MOUNT_VOLUME;
    mount->source = qw_reader_copy(reader, source);
    if (source.len == 0 || source.data[0] != '/')
        return;
    mount->type = QW_MOUNT_BIND;
    mount->source = qw_reader_clean(reader, mount->source);
}

void qw_workload_read_bind(struct qw_reader *reader, const struct qw_json *node,
                           struct qw_mount *ret_mount)
{
    const char *cursor = qw_reader_text(reader, node).value;
    struct qw_bytes first = {.data = "", .len = 0};
    struct qw_bytes target = {.data = "", .len = 0};

    qw_word_next(&cursor, ':', &first);
    if (cursor == NULL) {
        ret_mount->type = first.len > 0 ? QW_MOUNT_VOLUME : QW_MOUNT_UNKNOWN;
        ret_mount->target = qw_reader_target(reader, qw_reader_copy(reader, first));
        return;
    }
    read_source(reader, first, ret_mount);
    qw_word_next(&cursor, ':', &target);
    ret_mount->target = qw_reader_target(reader, qw_reader_copy(reader, target));
    if (first.len == 0 || target.len == 0 || (cursor == NULL && is_mode(reader, target))) {
        ret_mount->type = QW_MOUNT_UNKNOWN;
        return;
    }
    if (cursor != NULL)
        read_mode(reader, cursor, ret_mount);
}
