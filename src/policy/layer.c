/* The top level of a policy. */
#include <string.h>

#include "layer.h"

/* The language of this version. */
enum { LANGUAGE_VERSION = 1 };

/* A name stands in messages, records and metrics. */
enum { NAME_MAX_LEN = 64 };

typedef enum qw_err key_fn(const struct qw_policy_reader *reader,
                           const struct qw_policy_place *place, struct qw_policy_layer *layer);

struct key_row {
    const char *name;
    key_fn *read;
};

static enum qw_err read_text(const struct qw_policy_reader *reader,
                             const struct qw_policy_place *place, struct qw_policy_layer *layer)
{
    (void)layer;
    return qw_policy_expect(reader, place, QW_JSON_STRING);
}

static enum qw_err read_version(const struct qw_policy_reader *reader,
                                const struct qw_policy_place *place, struct qw_policy_layer *layer)
{
    const enum qw_err err = qw_policy_expect(reader, place, QW_JSON_INTEGER);

    (void)layer;
    if (err != QW_OK || qw_json_integer(place->node) == LANGUAGE_VERSION)
        return err;
    return qw_policy_fault(reader, place,
                           "version %lld of the language is not known here; expected %d",
                           (long long)qw_json_integer(place->node), LANGUAGE_VERSION);
}

static enum qw_err read_name(const struct qw_policy_reader *reader,
                             const struct qw_policy_place *place, struct qw_policy_layer *layer)
{
    const enum qw_err err = qw_policy_expect(reader, place, QW_JSON_STRING);

    if (err != QW_OK)
        return err;
    layer->name = qw_json_string(place->node);
    if (qw_policy_name_is_plain(layer->name))
        return QW_OK;
    return qw_policy_fault(reader, place,
                           "expected a name of 1 to %d letters, digits, \".\", \"_\" and \"-\", "
                           "not %s",
                           NAME_MAX_LEN, qw_policy_show(reader, layer->name));
}

static enum qw_err read_extends(const struct qw_policy_reader *reader,
                                const struct qw_policy_place *place, struct qw_policy_layer *layer)
{
    layer->extends = qw_json_string(place->node);
    layer->extends_at = place->node;
    return qw_policy_expect(reader, place, QW_JSON_STRING);
}

static const struct key_row keys[] = {
    {"$schema", read_text},
    {"version", read_version},
    {"name", read_name},
    {"description", read_text},
    {"extends", read_extends},
    {"rules", qw_policy_rules_read},
    {"operations", qw_policy_operations_read},
    {"engine", qw_policy_engine_read},
};

enum { N_KEYS = sizeof keys / sizeof keys[0] };

bool qw_policy_name_is_plain(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789._-";
    const size_t len = strlen(name);

    return len > 0 && len <= NAME_MAX_LEN && strspn(name, letters) == len;
}

static enum qw_err fault_key(const struct qw_policy_reader *reader,
                             const struct qw_policy_place *place)
{
    const char *names[N_KEYS];
    const char *key = qw_json_key(place->node);

    for (size_t i = 0; i < N_KEYS; i++)
        names[i] = keys[i].name;
    return qw_policy_fault(reader, place, "unknown key %s%s", qw_policy_show(reader, key),
                           qw_policy_hint(reader->arena, key, names, N_KEYS));
}

static enum qw_err read_member(const struct qw_policy_reader *reader,
                               const struct qw_policy_place *place, struct qw_policy_layer *layer)
{
    const char *key = qw_json_key(place->node);

    for (size_t i = 0; i < N_KEYS; i++)
        if (strcmp(key, keys[i].name) == 0)
            return keys[i].read(reader, place, layer);
    return fault_key(reader, place);
}

/* Keys of a policy compare exactly, unlike those of the engine. */
static const struct qw_json *member(const struct qw_json *object, const char *key)
{
    const struct qw_json *node = qw_json_first(object);

    while (node != NULL && strcmp(qw_json_key(node), key) != 0)
        node = qw_json_next(node);
    return node;
}

/* The version comes first, wherever it stands: it tells what the rest means. */
static enum qw_err check_version(const struct qw_policy_reader *reader,
                                 const struct qw_policy_place *root)
{
    const struct qw_policy_place place = {.up = root, .node = member(root->node, "version")};

    if (place.node == NULL)
        return qw_policy_fault(reader, root, "\"version\": %d is missing", LANGUAGE_VERSION);
    return read_version(reader, &place, NULL);
}

enum qw_err qw_policy_layer_read(const struct qw_policy_reader *reader, const struct qw_json *root,
                                 struct qw_policy_layer *layer)
{
    const struct qw_policy_place top = {.node = root};
    struct qw_policy_place at = {.up = &top, .node = qw_json_first(root)};
    enum qw_err err = qw_policy_expect(reader, &top, QW_JSON_OBJECT);

    if (err == QW_OK)
        err = check_version(reader, &top);
    for (; err == QW_OK && at.node != NULL; at.node = qw_json_next(at.node))
        err = read_member(reader, &at, layer);
    return err;
}
