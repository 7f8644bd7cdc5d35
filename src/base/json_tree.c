#include "json_priv.h"

#include <string.h>

enum qw_json_type qw_json_type(const struct qw_json *node)
{
    return node != NULL ? node->type : QW_JSON_NULL;
}

static bool is_container(const struct qw_json *node)
{
    enum qw_json_type type = qw_json_type(node);

    return type == QW_JSON_ARRAY || type == QW_JSON_OBJECT;
}

bool qw_json_is_true(const struct qw_json *node)
{
    return qw_json_type(node) == QW_JSON_BOOL && node->truth;
}

int64_t qw_json_integer(const struct qw_json *node)
{
    return qw_json_type(node) == QW_JSON_INTEGER ? node->integer : 0;
}

const char *qw_json_string(const struct qw_json *node)
{
    return qw_json_type(node) == QW_JSON_STRING ? node->text.data : NULL;
}

size_t qw_json_string_len(const struct qw_json *node)
{
    return qw_json_type(node) == QW_JSON_STRING ? node->text.len : 0;
}

bool qw_json_is_set(const struct qw_json *node)
{
    switch (qw_json_type(node)) {
    case QW_JSON_NULL:
        return false;
    case QW_JSON_BOOL:
        return node->truth;
    case QW_JSON_INTEGER:
        return node->integer != 0;
    case QW_JSON_NUMBER:
        return true;
    case QW_JSON_STRING:
        return node->text.len > 0;
    case QW_JSON_ARRAY:
    case QW_JSON_OBJECT:
        return node->n_items > 0;
    }
    return true;
}

size_t qw_json_count(const struct qw_json *node)
{
    return is_container(node) ? node->n_items : 0;
}

struct qw_json *qw_json_first(const struct qw_json *node)
{
    return is_container(node) ? node->items.first : NULL;
}

struct qw_json *qw_json_next(const struct qw_json *node)
{
    return node != NULL ? node->next : NULL;
}

const char *qw_json_key(const struct qw_json *node)
{
    return node != NULL ? node->key : NULL;
}

struct qw_json *qw_json_get(const struct qw_json *object, const char *name)
{
    if (qw_json_type(object) != QW_JSON_OBJECT)
        return NULL;

    uint32_t hash = qw_json_key_hash(name);
    struct qw_json *folded = NULL;

    for (struct qw_json *member = object->items.first; member != NULL; member = member->next) {
        if (member->key_hash != hash)
            continue;
        if (strcmp(member->key, name) == 0)
            return member;
        if (folded == NULL && qw_json_key_folds_to(member->key, name))
            folded = member;
    }
    return folded;
}

struct qw_json *qw_json_twin(const struct qw_json *object)
{
    return qw_json_type(object) == QW_JSON_OBJECT ? object->items.twin : NULL;
}

void qw_json_position(const struct qw_json *node, size_t *ret_line, size_t *ret_column)
{
    *ret_line = node != NULL ? node->line : 0;
    *ret_column = node != NULL ? node->column : 0;
}
