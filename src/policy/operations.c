/* `operations`: which are allowed, audited and denied as such. */
#include <string.h>

#include "layer.h"
#include "qw/glob.h"

static const char class_prefix[] = "class:";

static const char *const list_names[] = {
    [QW_ACTION_DENY] = "deny",
    [QW_ACTION_AUDIT] = "audit",
    [QW_ACTION_ALLOW] = "allow",
};

enum { N_LISTS = sizeof list_names / sizeof list_names[0] };

/* One entry of a list. */
struct entry {
    const struct qw_policy_place *place;
    const char *text;
    enum qw_action action;
};

/* The closer entry wins; of two that are equally close, the stricter one (enum qw_action is in
 * order of strictness). */
static void claim(struct qw_policy_claim *claim, enum qw_policy_reach reach, enum qw_action action)
{
    if (reach < claim->reach || (reach == claim->reach && action > claim->action))
        return;
    *claim = (struct qw_policy_claim){.reach = reach, .action = action};
}

/* Denied whatever a policy says; to claim otherwise would only mislead who reads it. */
static enum qw_err fault_unknown(const struct qw_policy_reader *reader, const struct entry *entry)
{
    return qw_policy_fault(reader, entry->place,
                           "%s is what quaywarden does not know: it may only be denied",
                           qw_policy_show(reader, entry->text));
}

static enum qw_err fault_class(const struct qw_policy_reader *reader, const struct entry *entry)
{
    const char *name = entry->text + strlen(class_prefix);
    const char *names[QW_CLASS_COUNT];

    for (size_t i = 0; i < QW_CLASS_COUNT; i++)
        names[i] = qw_class_name((enum qw_class)i);
    return qw_policy_fault(reader, entry->place, "unknown class %s%s", qw_policy_show(reader, name),
                           qw_policy_hint(reader->arena, name, names, QW_CLASS_COUNT));
}

/* Of a pattern, what stands before its first `*` tells what was meant. */
static enum qw_err fault_operation(const struct qw_policy_reader *reader, const struct entry *entry,
                                   const char *what)
{
    const char *names[QW_OP_COUNT];
    const char *meant = qw_arena_copy(reader->arena, entry->text, strcspn(entry->text, "*"));

    if (meant == NULL)
        return QW_ERR_NO_MEMORY;
    for (size_t i = 0; i < QW_OP_COUNT; i++)
        names[i] = qw_op_name((enum qw_op)i);
    return qw_policy_fault(reader, entry->place, "%s %s%s", what,
                           qw_policy_show(reader, entry->text),
                           qw_policy_hint(reader->arena, meant, names, QW_OP_COUNT));
}

static enum qw_err read_class(const struct qw_policy_reader *reader, const struct entry *entry,
                              struct qw_policy_layer *layer)
{
    const char *name = entry->text + strlen(class_prefix);
    const enum qw_class class = qw_class_from_name(name);

    if (strcmp(qw_class_name(class), name) != 0)
        return fault_class(reader, entry);
    if (class == QW_CLASS_UNKNOWN && entry->action != QW_ACTION_DENY)
        return fault_unknown(reader, entry);
    for (size_t op = 0; op < QW_OP_COUNT; op++)
        if (qw_op_class((enum qw_op)op) == class)
            claim(&layer->claims[op], QW_POLICY_REACH_CLASS, entry->action);
    return QW_OK;
}

static enum qw_err read_glob(const struct qw_policy_reader *reader, const struct entry *entry,
                             struct qw_policy_layer *layer)
{
    size_t n_matches = 0;

    for (size_t op = QW_OP_UNKNOWN + 1; op < QW_OP_COUNT; op++) {
        if (!qw_glob_match(entry->text, qw_op_name((enum qw_op)op)))
            continue;
        claim(&layer->claims[op], QW_POLICY_REACH_GLOB, entry->action);
        n_matches++;
    }
    return n_matches > 0 ? QW_OK : fault_operation(reader, entry, "no operation matches");
}

static enum qw_err read_exact(const struct qw_policy_reader *reader, const struct entry *entry,
                              struct qw_policy_layer *layer)
{
    const enum qw_op op = qw_op_from_name(entry->text);

    if (strcmp(qw_op_name(op), entry->text) != 0)
        return fault_operation(reader, entry, "unknown operation");
    if (op == QW_OP_UNKNOWN && entry->action != QW_ACTION_DENY)
        return fault_unknown(reader, entry);
    claim(&layer->claims[op], QW_POLICY_REACH_EXACT, entry->action);
    return QW_OK;
}

static enum qw_err read_entry(const struct qw_policy_reader *reader, const struct entry *entry,
                              struct qw_policy_layer *layer)
{
    if (strncmp(entry->text, class_prefix, strlen(class_prefix)) == 0)
        return read_class(reader, entry, layer);
    if (strchr(entry->text, '*') != NULL)
        return read_glob(reader, entry, layer);
    return read_exact(reader, entry, layer);
}

static enum qw_err read_list(const struct qw_policy_reader *reader,
                             const struct qw_policy_place *place, enum qw_action action,
                             struct qw_policy_layer *layer)
{
    struct qw_policy_place at = {.up = place, .node = qw_json_first(place->node)};
    enum qw_err err = qw_policy_expect(reader, place, QW_JSON_ARRAY);

    for (; err == QW_OK && at.node != NULL; at.node = qw_json_next(at.node), at.index++) {
        const struct entry entry = {&at, qw_json_string(at.node), action};

        err = qw_policy_expect(reader, &at, QW_JSON_STRING);
        if (err == QW_OK)
            err = read_entry(reader, &entry, layer);
    }
    return err;
}

/* N_LISTS for a key that names no list. */
static size_t list_of(const char *key)
{
    size_t list = 0;

    while (list < N_LISTS && strcmp(key, list_names[list]) != 0)
        list++;
    return list;
}

enum qw_err qw_policy_operations_read(const struct qw_policy_reader *reader,
                                      const struct qw_policy_place *place,
                                      struct qw_policy_layer *layer)
{
    struct qw_policy_place at = {.up = place, .node = qw_json_first(place->node)};
    enum qw_err err = qw_policy_expect(reader, place, QW_JSON_OBJECT);

    for (; err == QW_OK && at.node != NULL; at.node = qw_json_next(at.node)) {
        const char *key = qw_json_key(at.node);
        const size_t list = list_of(key);

        if (list == N_LISTS)
            return qw_policy_fault(reader, &at, "unknown key %s%s", qw_policy_show(reader, key),
                                   qw_policy_hint(reader->arena, key, list_names, N_LISTS));
        err = read_list(reader, &at, (enum qw_action)list, layer);
    }
    return err;
}
