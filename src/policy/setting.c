/* The value of one setting, by its type. */
#include <string.h>

#include "layer.h"

/* What a number may be; a row without a maximum: 0 to what fits an int, as counts do. */
struct range {
    int64_t least;
    int64_t most;
};

/* The rules take 0 for "not given", which a policy says by leaving the setting out. */
static const struct range ranges[QW_SETTING_COUNT] = {
    [QW_SETTING_ROOT_USER_MIN_UID] = {1, INT32_MAX},
    [QW_SETTING_HOST_PORTS_MIN] = {1, 65535},
};

typedef enum qw_err setting_fn(const struct qw_policy_reader *reader,
                               const struct qw_policy_place *place, enum qw_setting_id id,
                               struct qw_setting *setting);

static enum qw_err read_bool(const struct qw_policy_reader *reader,
                             const struct qw_policy_place *place, enum qw_setting_id id,
                             struct qw_setting *setting)
{
    (void)id;
    setting->is_true = qw_json_is_true(place->node);
    return qw_policy_expect(reader, place, QW_JSON_BOOL);
}

static enum qw_err read_integer(const struct qw_policy_reader *reader,
                                const struct qw_policy_place *place, enum qw_setting_id id,
                                struct qw_setting *setting)
{
    const enum qw_err err = qw_policy_expect(reader, place, QW_JSON_INTEGER);
    const struct range range = ranges[id].most > 0 ? ranges[id] : (struct range){0, INT32_MAX};

    if (err != QW_OK)
        return err;
    setting->number = qw_json_integer(place->node);
    if (setting->number >= range.least && setting->number <= range.most)
        return QW_OK;
    return qw_policy_fault(reader, place, "expected a whole number from %lld to %lld, not %lld",
                           (long long)range.least, (long long)range.most,
                           (long long)setting->number);
}

static int compare_words(const void *first, const void *second)
{
    return strcmp(*(const char *const *)first, *(const char *const *)second);
}

/* Words are a set: in order and without repetition they are equal when they mean the same. */
static size_t make_set(const char **words, size_t n_words)
{
    size_t n_kept = 0;

    if (n_words > 1)
        qsort(words, n_words, sizeof *words, compare_words);
    for (size_t i = 0; i < n_words; i++)
        if (n_kept == 0 || strcmp(words[n_kept - 1], words[i]) != 0)
            words[n_kept++] = words[i];
    return n_kept;
}

static enum qw_err read_words(const struct qw_policy_reader *reader,
                              const struct qw_policy_place *place, enum qw_setting_id id,
                              struct qw_setting *setting)
{
    struct qw_policy_place at = {.up = place, .node = qw_json_first(place->node)};
    enum qw_err err = qw_policy_expect(reader, place, QW_JSON_ARRAY);
    const char **words = NULL;

    if (err != QW_OK)
        return err;
    words = qw_arena_alloc(reader->arena, qw_json_count(place->node) + 1, sizeof *words);
    if (words == NULL)
        return QW_ERR_NO_MEMORY;
    for (; err == QW_OK && at.node != NULL; at.node = qw_json_next(at.node), at.index++)
        err = qw_policy_word_read(reader, &at, id, &words[at.index]);
    if (err != QW_OK)
        return err;
    if (id == QW_SETTING_ROOT_USER_NAMED_USERS && at.index != 1)
        return qw_policy_fault(reader, place, "expected exactly one of resolve, allow and deny");
    setting->n_words = make_set(words, at.index);
    setting->words = words;
    return QW_OK;
}

static enum qw_err read_path(const struct qw_policy_reader *reader,
                             const struct qw_policy_place *place, struct qw_path_rule *path)
{
    const enum qw_err err = qw_policy_expect(reader, place, QW_JSON_STRING);

    if (err != QW_OK)
        return err;
    path->path = qw_json_string(place->node);
    if (qw_policy_path_is_plain(path->path))
        return QW_OK;
    return qw_policy_fault(reader, place,
                           "expected an absolute path without \"..\", \".\", \"//\", a slash at "
                           "its end, * or ${, not %s",
                           qw_policy_show(reader, path->path));
}

static enum qw_err read_access(const struct qw_policy_reader *reader,
                               const struct qw_policy_place *place, struct qw_path_rule *path)
{
    const enum qw_err err = qw_policy_expect(reader, place, QW_JSON_STRING);
    const char *text = qw_json_string(place->node);

    if (err != QW_OK)
        return err;
    for (int access = QW_ACCESS_READ_ONLY; access <= QW_ACCESS_READ_WRITE; access++) {
        if (strcmp(text, qw_access_name((enum qw_access)access)) == 0) {
            path->access = (enum qw_access)access;
            return QW_OK;
        }
    }
    return qw_policy_fault(reader, place, "unknown access %s: expected ro or rw",
                           qw_policy_show(reader, text));
}

static enum qw_err read_path_member(const struct qw_policy_reader *reader,
                                    const struct qw_policy_place *place, struct qw_path_rule *path)
{
    static const char *const keys[] = {"path", "access"};
    const char *key = qw_json_key(place->node);

    if (strcmp(key, "path") == 0)
        return read_path(reader, place, path);
    if (strcmp(key, "access") == 0)
        return read_access(reader, place, path);
    return qw_policy_fault(reader, place, "unknown key %s%s", qw_policy_show(reader, key),
                           qw_policy_hint(reader->arena, key, keys, 2));
}

/* "/data" is short for {"path": "/data", "access": "ro"}. */
static enum qw_err read_path_rule(const struct qw_policy_reader *reader,
                                  const struct qw_policy_place *place, struct qw_path_rule *path)
{
    struct qw_policy_place at = {.up = place, .node = qw_json_first(place->node)};
    enum qw_err err = QW_OK;

    if (qw_json_type(place->node) == QW_JSON_STRING)
        return read_path(reader, place, path);
    err = qw_policy_expect(reader, place, QW_JSON_OBJECT);
    for (; err == QW_OK && at.node != NULL; at.node = qw_json_next(at.node))
        err = read_path_member(reader, &at, path);
    if (err == QW_OK && path->path == NULL)
        return qw_policy_fault(reader, place, "\"path\" is missing");
    return err;
}

static int compare_paths(const void *first, const void *second)
{
    const struct qw_path_rule *one = first;
    const struct qw_path_rule *other = second;

    return strcmp(one->path, other->path);
}

static enum qw_err read_paths(const struct qw_policy_reader *reader,
                              const struct qw_policy_place *place, enum qw_setting_id id,
                              struct qw_setting *setting)
{
    struct qw_policy_place at = {.up = place, .node = qw_json_first(place->node)};
    enum qw_err err = qw_policy_expect(reader, place, QW_JSON_ARRAY);
    struct qw_path_rule *paths = NULL;

    (void)id;
    if (err != QW_OK)
        return err;
    paths = qw_arena_alloc(reader->arena, qw_json_count(place->node) + 1, sizeof *paths);
    if (paths == NULL)
        return QW_ERR_NO_MEMORY;
    for (; err == QW_OK && at.node != NULL; at.node = qw_json_next(at.node), at.index++)
        err = read_path_rule(reader, &at, &paths[at.index]);
    if (err != QW_OK)
        return err;
    qsort(paths, at.index, sizeof *paths, compare_paths);
    for (size_t i = 1; i < at.index; i++)
        if (strcmp(paths[i - 1].path, paths[i].path) == 0)
            return qw_policy_fault(reader, place, "%s is given twice",
                                   qw_policy_show(reader, paths[i].path));
    setting->paths = paths;
    setting->n_paths = at.index;
    return QW_OK;
}

static enum qw_err read_size(const struct qw_policy_reader *reader,
                             const struct qw_policy_place *place, enum qw_setting_id id,
                             struct qw_setting *setting)
{
    (void)id;
    if (qw_policy_parse_size(place->node, &setting->number))
        return QW_OK;
    return qw_policy_fault(reader, place,
                           "expected a size such as \"512m\", \"64GiB\" or a number of bytes");
}

static enum qw_err read_cpus(const struct qw_policy_reader *reader,
                             const struct qw_policy_place *place, enum qw_setting_id id,
                             struct qw_setting *setting)
{
    (void)id;
    if (qw_policy_parse_cpus(place->node, &setting->number))
        return QW_OK;
    return qw_policy_fault(reader, place, "expected a number of CPUs such as 4 or \"1.5\"");
}

static setting_fn *const readers[] = {
    [QW_SETTING_TYPE_BOOL] = read_bool,   [QW_SETTING_TYPE_INTEGER] = read_integer,
    [QW_SETTING_TYPE_WORDS] = read_words, [QW_SETTING_TYPE_PATHS] = read_paths,
    [QW_SETTING_TYPE_SIZE] = read_size,   [QW_SETTING_TYPE_CPUS] = read_cpus,
};

enum qw_err qw_policy_setting_read(const struct qw_policy_reader *reader,
                                   const struct qw_policy_place *place, enum qw_setting_id id,
                                   struct qw_setting *ret_setting)
{
    struct qw_setting setting = {0};
    const enum qw_err err = readers[qw_setting_row_get(id)->type](reader, place, id, &setting);

    if (err == QW_OK)
        *ret_setting = setting;
    return err;
}
