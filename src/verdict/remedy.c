/* One remedy on a canonical body (include/qw/rules.h: struct qw_remedy). */
#include <string.h>

#include "verdict_priv.h"

/* Where a part stands: the object that holds it, and its key there. */
struct place {
    struct qw_json *object;
    const char *key;
};

/* Member KEY of OBJECT, made when it is absent or of another type; NULL when memory is short. */
static struct qw_json *member(struct qw_arena *arena, struct qw_json *object, const char *key,
                              enum qw_json_type type)
{
    struct qw_json *node = qw_json_get(object, key);

    if (node != NULL && qw_json_type(node) == type)
        return node;
    node = type == QW_JSON_ARRAY ? qw_json_new_array(arena) : qw_json_new_object(arena);
    if (node != NULL)
        qw_json_set(object, key, node);
    return node;
}

/* Walks PATH ("HostConfig.CapDrop") down from BODY; objects on the way are made. */
static enum qw_err find_place(struct qw_arena *arena, struct qw_json *body, const char *path,
                              struct place *ret_place)
{
    struct place place = {.object = body, .key = path};

    for (const char *dot = strchr(path, '.'); dot != NULL; dot = strchr(place.key, '.')) {
        const char *key = qw_arena_copy(arena, place.key, (size_t)(dot - place.key));

        if (key == NULL)
            return QW_ERR_NO_MEMORY;
        place.object = member(arena, place.object, key, QW_JSON_OBJECT);
        if (place.object == NULL)
            return QW_ERR_NO_MEMORY;
        place.key = dot + 1;
    }
    *ret_place = place;
    return QW_OK;
}

static enum qw_err apply_set(struct qw_arena *arena, struct place place,
                             const struct qw_remedy *remedy)
{
    struct qw_json *value = NULL;
    enum qw_err err = qw_json_parse(arena, remedy->value, strlen(remedy->value), &value, NULL);

    if (err != QW_OK)
        return err;
    qw_json_set(place.object, place.key, value);
    return QW_OK;
}

static enum qw_err apply_append(struct qw_arena *arena, struct place place,
                                const struct qw_remedy *remedy)
{
    struct qw_json *list = member(arena, place.object, place.key, QW_JSON_ARRAY);
    struct qw_json *value = qw_json_new_string(arena, remedy->value);

    if (list == NULL || value == NULL)
        return QW_ERR_NO_MEMORY;
    qw_json_append(list, value);
    return QW_OK;
}

static enum qw_err put_into(struct qw_arena *arena, struct qw_json *map,
                            const struct qw_remedy *remedy)
{
    struct qw_json *value = qw_json_new_string(arena, remedy->value);

    if (map == NULL || value == NULL)
        return QW_ERR_NO_MEMORY;
    qw_json_set(map, remedy->key, value);
    return QW_OK;
}

static enum qw_err apply_put(struct qw_arena *arena, struct place place,
                             const struct qw_remedy *remedy)
{
    return put_into(arena, member(arena, place.object, place.key, QW_JSON_OBJECT), remedy);
}

typedef enum qw_err apply_fn(struct qw_arena *arena, struct place place,
                             const struct qw_remedy *remedy);

static apply_fn *const appliers[] = {
    [QW_REMEDY_SET] = apply_set,
    [QW_REMEDY_APPEND] = apply_append,
    [QW_REMEDY_PUT] = apply_put,
};

static enum qw_err apply_at_part(struct qw_arena *arena, struct qw_json *body, const char *path,
                                 const struct qw_remedy *remedy)
{
    struct place place;
    enum qw_err err = find_place(arena, body, path, &place);

    if (err != QW_OK)
        return err;
    return appliers[remedy->kind](arena, place, remedy);
}

/* The tree is the arena's and ours to change; findings borrow its nodes as const because rules may
 * not. */
static struct qw_json *own(const struct qw_json *borrowed)
{
    union {
        const struct qw_json *borrowed;
        struct qw_json *own;
    } node = {.borrowed = borrowed};

    return node.own;
}

/* SOURCE:TARGET[:MODE] */
static enum qw_err add_nocopy_word(struct qw_arena *arena, struct qw_json *bind)
{
    const char *text = qw_json_string(bind);
    const bool has_mode = strchr(text, ':') != strrchr(text, ':');
    const char *changed = qw_arena_format(arena, "%s%snocopy", text, has_mode ? "," : ":");
    struct qw_json *node = changed != NULL ? qw_json_new_string(arena, changed) : NULL;

    if (node == NULL)
        return QW_ERR_NO_MEMORY;
    qw_json_replace(bind, node);
    return QW_OK;
}

static enum qw_err apply_no_copy(struct qw_arena *arena, struct qw_json *mount)
{
    static const struct qw_remedy no_copy = {.value = "true"};
    struct qw_json *options;

    if (qw_json_type(mount) == QW_JSON_STRING && strchr(qw_json_string(mount), ':') != NULL)
        return add_nocopy_word(arena, mount);
    if (qw_json_type(mount) != QW_JSON_OBJECT || qw_json_get(mount, "Target") == NULL)
        return QW_ERR_NOT_FOUND;
    options = member(arena, mount, "VolumeOptions", QW_JSON_OBJECT);
    if (options == NULL)
        return QW_ERR_NO_MEMORY;
    return apply_set(arena, (struct place){.object = options, .key = "NoCopy"}, &no_copy);
}

enum qw_err qw_remedy_apply(struct qw_arena *arena, struct qw_json *body,
                            enum qw_workload_kind kind, const struct qw_remedy *remedy)
{
    if (remedy->kind == QW_REMEDY_NONE)
        return QW_ERR_NOT_FOUND;
    if (remedy->kind == QW_REMEDY_DROP) {
        if (remedy->at == NULL)
            return QW_ERR_NOT_FOUND;
        qw_json_remove(own(remedy->at));
        return QW_OK;
    }
    if (remedy->kind == QW_REMEDY_NO_COPY)
        return remedy->at != NULL ? apply_no_copy(arena, own(remedy->at)) : QW_ERR_NOT_FOUND;
    if (remedy->value == NULL || (remedy->kind == QW_REMEDY_PUT && remedy->key == NULL))
        return QW_ERR_NOT_FOUND;
    if (remedy->kind == QW_REMEDY_PUT && remedy->at != NULL)
        return put_into(arena, own(remedy->at), remedy);

    const char *path = qw_workload_part_path(kind, remedy->part);

    if (path == NULL)
        return QW_ERR_NOT_FOUND;
    return apply_at_part(arena, body, path, remedy);
}
