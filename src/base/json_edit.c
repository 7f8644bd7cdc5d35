#include "json_priv.h"

#include <string.h>

void qw_json_link(struct qw_json *parent, struct qw_json *child)
{
    struct qw_json *last = parent->items.last;

    child->parent = parent;
    child->prev = last;
    child->next = NULL;
    child->index = last != NULL ? last->index + 1 : 0;
    child->removed = false;
    if (last != NULL)
        last->next = child;
    else
        parent->items.first = child;
    parent->items.last = child;
    parent->n_items++;
}

static void set_key(struct qw_json *member, const char *key)
{
    member->key = key;
    member->key_hash = qw_json_key_hash(key);
}

void qw_json_rename(struct qw_json *member, const char *name)
{
    set_key(member, name);
}

/* Makes what stood beside NODE point to BEFORE and AFTER instead. */
static void join_neighbours(struct qw_json *node, struct qw_json *before, struct qw_json *after)
{
    struct qw_json *parent = node->parent;

    if (node->prev != NULL)
        node->prev->next = after;
    else
        parent->items.first = after;
    if (node->next != NULL)
        node->next->prev = before;
    else
        parent->items.last = before;
}

static void detach(struct qw_json *node)
{
    node->prev = NULL;
    node->next = NULL;
    node->removed = true;
}

void qw_json_remove(struct qw_json *node)
{
    if (node == NULL || node->parent == NULL || node->removed)
        return;
    join_neighbours(node, node->prev, node->next);
    node->parent->n_items--;
    detach(node);
}

void qw_json_replace(struct qw_json *node, struct qw_json *replacement)
{
    if (replacement == NULL || node->parent == NULL || node->removed)
        return;
    replacement->parent = node->parent;
    replacement->prev = node->prev;
    replacement->next = node->next;
    replacement->key = node->key;
    replacement->key_hash = node->key_hash;
    replacement->index = node->index;
    replacement->removed = false;
    join_neighbours(node, replacement, replacement);
    detach(node);
}

static struct qw_json *node_new(struct qw_arena *arena, enum qw_json_type type)
{
    struct qw_json *node = qw_arena_alloc(arena, 1, sizeof *node);

    if (node != NULL)
        node->type = type;
    return node;
}

struct qw_json *qw_json_new_string(struct qw_arena *arena, const char *text)
{
    size_t len = strlen(text);
    char *copy = qw_arena_copy(arena, text, len);
    struct qw_json *node = copy != NULL ? node_new(arena, QW_JSON_STRING) : NULL;

    if (node != NULL)
        node->text = (struct qw_bytes){copy, len};
    return node;
}

struct qw_json *qw_json_new_array(struct qw_arena *arena)
{
    return node_new(arena, QW_JSON_ARRAY);
}

struct qw_json *qw_json_new_object(struct qw_arena *arena)
{
    return node_new(arena, QW_JSON_OBJECT);
}

static struct qw_json *find_exact(const struct qw_json *object, const char *key)
{
    uint32_t hash = qw_json_key_hash(key);
    struct qw_json *member = object->items.first;

    while (member != NULL && (member->key_hash != hash || strcmp(member->key, key) != 0))
        member = member->next;
    return member;
}

void qw_json_set(struct qw_json *object, const char *key, struct qw_json *child)
{
    if (qw_json_type(object) != QW_JSON_OBJECT || child == NULL)
        return;

    struct qw_json *old = find_exact(object, key);

    if (old != NULL)
        qw_json_replace(old, child);
    else
        qw_json_link(object, child);
    set_key(child, key);
}

void qw_json_append(struct qw_json *array, struct qw_json *child)
{
    if (qw_json_type(array) != QW_JSON_ARRAY || child == NULL)
        return;
    qw_json_link(array, child);
    child->key = NULL;
}
