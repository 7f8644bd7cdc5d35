/* `engine`: what is known of this host's engine that its version does not tell. */
#include <string.h>

#include "layer.h"
#include "qw/holes.h"

static const char fixed_key[] = "fixed";

static enum qw_err fault_hole(const struct qw_policy_reader *reader,
                              const struct qw_policy_place *place)
{
    const char *names[QW_HOLE_COUNT];
    const char *name = qw_json_string(place->node);

    for (size_t i = 0; i < QW_HOLE_COUNT; i++)
        names[i] = qw_hole_get((enum qw_hole_id)i)->name;
    return qw_policy_fault(reader, place, "unknown hole %s%s", qw_policy_show(reader, name),
                           qw_policy_hint(reader->arena, name, names, QW_HOLE_COUNT));
}

static enum qw_err read_fixed(const struct qw_policy_reader *reader,
                              const struct qw_policy_place *place, struct qw_policy_layer *layer)
{
    struct qw_policy_place at = {.up = place, .node = qw_json_first(place->node)};
    enum qw_err err = qw_policy_expect(reader, place, QW_JSON_ARRAY);

    for (; err == QW_OK && at.node != NULL; at.node = qw_json_next(at.node), at.index++) {
        err = qw_policy_expect(reader, &at, QW_JSON_STRING);
        if (err != QW_OK)
            return err;

        const enum qw_hole_id hole = qw_hole_from_name(qw_json_string(at.node));

        if (hole == QW_HOLE_COUNT)
            return fault_hole(reader, &at);
        layer->fixed_holes |= 1U << hole;
    }
    return err;
}

enum qw_err qw_policy_engine_read(const struct qw_policy_reader *reader,
                                  const struct qw_policy_place *place,
                                  struct qw_policy_layer *layer)
{
    static const char *const keys[] = {fixed_key};
    struct qw_policy_place at = {.up = place, .node = qw_json_first(place->node)};
    enum qw_err err = qw_policy_expect(reader, place, QW_JSON_OBJECT);

    for (; err == QW_OK && at.node != NULL; at.node = qw_json_next(at.node)) {
        const char *key = qw_json_key(at.node);

        if (strcmp(key, fixed_key) != 0)
            return qw_policy_fault(reader, &at, "unknown key %s%s", qw_policy_show(reader, key),
                                   qw_policy_hint(reader->arena, key, keys, 1));
        err = read_fixed(reader, &at, layer);
    }
    return err;
}
