#include "workload_priv.h"

#include <string.h>

#include "qw/limits.h"

static void fail(struct qw_reader *reader, const struct qw_json *node, const char *wanted)
{
    struct qw_buffer path QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_MESSAGE);

    if (reader->err != QW_OK)
        return;
    qw_json_add_path(&path, node);
    reader->err = qw_diag_set(reader->diag, QW_ERR_TYPE, "%s must be %s",
                              path.len > 0 && path.err == QW_OK ? path.data : "the body", wanted);
}

/* NODE when it has TYPE; NULL when it is absent, or of another type, which is a failure. */
static const struct qw_json *typed(struct qw_reader *reader, const struct qw_json *node,
                                   enum qw_json_type type, const char *wanted)
{
    if (qw_json_type(node) == QW_JSON_NULL)
        return NULL;
    if (qw_json_type(node) != type) {
        fail(reader, node, wanted);
        return NULL;
    }
    return node;
}

const struct qw_json *qw_reader_object(struct qw_reader *reader, const struct qw_json *node)
{
    return typed(reader, node, QW_JSON_OBJECT, "an object");
}

const struct qw_json *qw_reader_array(struct qw_reader *reader, const struct qw_json *node)
{
    return typed(reader, node, QW_JSON_ARRAY, "an array");
}

struct qw_text qw_reader_text(struct qw_reader *reader, const struct qw_json *node)
{
    const struct qw_json *at = typed(reader, node, QW_JSON_STRING, "a string");
    struct qw_text text = {.value = "", .at = at};

    if (at != NULL)
        text.value = qw_json_string(at);
    return text;
}

struct qw_flag qw_reader_flag(struct qw_reader *reader, const struct qw_json *node)
{
    const struct qw_json *at = typed(reader, node, QW_JSON_BOOL, "true or false");
    struct qw_flag flag = {.is_true = qw_json_is_true(at), .at = at};

    return flag;
}

struct qw_number qw_reader_number(struct qw_reader *reader, const struct qw_json *node)
{
    const struct qw_json *at = typed(reader, node, QW_JSON_INTEGER, "an integer");
    struct qw_number number = {.value = qw_json_integer(at), .at = at};

    return number;
}

/* Go reads null as "" where a string stands in an array or a map (engine.md 4.4 number 16): it is
 * an element, not an absence. */
static struct qw_text element_text(struct qw_reader *reader, const struct qw_json *element)
{
    struct qw_text text = qw_reader_text(reader, element);

    text.at = element;
    return text;
}

struct qw_texts qw_reader_texts(struct qw_reader *reader, const struct qw_json *node)
{
    struct qw_texts texts = {.at = qw_reader_array(reader, node)};
    struct qw_text *items = qw_reader_alloc(reader, qw_json_count(texts.at), sizeof *items);

    if (items == NULL)
        return texts;
    for (const struct qw_json *element = qw_json_first(texts.at); element != NULL;
         element = qw_json_next(element))
        items[texts.n_items++] = element_text(reader, element);
    texts.items = items;
    return texts;
}

struct qw_pairs qw_reader_pairs(struct qw_reader *reader, const struct qw_json *node)
{
    struct qw_pairs pairs = {.at = qw_reader_object(reader, node)};
    struct qw_pair *items = qw_reader_alloc(reader, qw_json_count(pairs.at), sizeof *items);

    if (items == NULL)
        return pairs;
    for (const struct qw_json *member = qw_json_first(pairs.at); member != NULL;
         member = qw_json_next(member)) {
        struct qw_text text = element_text(reader, member);

        items[pairs.n_items++] =
            (struct qw_pair){.name = qw_json_key(member), .value = text.value, .at = member};
    }
    pairs.items = items;
    return pairs;
}

void *qw_reader_alloc(struct qw_reader *reader, size_t count, size_t size)
{
    void *memory;

    if (reader->err != QW_OK || count == 0)
        return NULL;
    memory = qw_arena_alloc(reader->arena, count, size);
    if (memory == NULL)
        reader->err = QW_ERR_NO_MEMORY;
    return memory;
}

const char *qw_reader_copy(struct qw_reader *reader, struct qw_bytes text)
{
    const char *copy = NULL;

    if (reader->err == QW_OK)
        copy = qw_arena_copy(reader->arena, text.data, text.len);
    if (copy != NULL)
        return copy;
    if (reader->err == QW_OK)
        reader->err = QW_ERR_NO_MEMORY;
    return "";
}

const char *qw_reader_clean(struct qw_reader *reader, const char *path)
{
    const char *cleaned = NULL;

    if (reader->err == QW_OK)
        cleaned = qw_path_clean(reader->arena, path);
    if (cleaned != NULL)
        return cleaned;
    if (reader->err == QW_OK)
        reader->err = QW_ERR_NO_MEMORY;
    return "";
}

const char *qw_reader_target(struct qw_reader *reader, const char *path)
{
    const char *rooted = NULL;

    if (reader->err == QW_OK)
        rooted = qw_arena_format(reader->arena, "/%s", path);
    if (rooted != NULL)
        return qw_reader_clean(reader, rooted);
    if (reader->err == QW_OK)
        reader->err = QW_ERR_NO_MEMORY;
    return "";
}

/* ITEMS, with room for one more behind N_ITEMS: a new copy whenever a power of two is reached. */
static void *grow(struct qw_reader *reader, void *items, size_t n_items, size_t size)
{
    void *larger;

    if (n_items != 0 && (n_items & (n_items - 1)) != 0)
        return items;
    larger = qw_reader_alloc(reader, n_items == 0 ? 1 : n_items * 2, size);
    if (larger != NULL && n_items > 0)
        memcpy(larger, items, n_items * size);
    return larger;
}

void qw_reader_add_text(struct qw_reader *reader, struct qw_texts *texts, struct qw_text text)
{
    struct qw_text *items = grow(reader, texts->items, texts->n_items, sizeof *items);

    if (items == NULL)
        return;
    items[texts->n_items++] = text;
    texts->items = items;
}

void qw_reader_add_pair(struct qw_reader *reader, struct qw_pairs *pairs, struct qw_pair pair)
{
    struct qw_pair *items = grow(reader, pairs->items, pairs->n_items, sizeof *items);

    if (items == NULL)
        return;
    items[pairs->n_items++] = pair;
    pairs->items = items;
}
