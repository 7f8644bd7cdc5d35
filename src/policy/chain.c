/* A policy and what it extends, down to the one that extends nothing. */
#include <string.h>

#include "policy_priv.h"

/* The position of `extends` in the layer that holds it. */
static enum qw_err fault_extends(const struct qw_policy_reader *reader,
                                 const struct qw_policy_layer *layer, const char *text)
{
    const struct qw_policy_place top = {0};
    const struct qw_policy_place place = {.up = &top, .node = layer->extends_at};

    return qw_policy_fault(reader, &place, "%s", text);
}

/* What `extends` names, as the working directory sees it. */
static const char *extended_path(struct qw_arena *arena, const struct qw_policy_source *holder,
                                 const char *extends)
{
    const char *slash = strrchr(holder->label, '/');

    if (!qw_policy_is_path(extends) || extends[0] == '/' || slash == NULL)
        return qw_arena_copy(arena, extends, strlen(extends));
    return qw_arena_format(arena, "%.*s/%s", (int)(slash - holder->label), holder->label, extends);
}

/* What goes wrong with the extended file is told at the place that names it; the kind of error
 * stays, so that a file that is missing can be told from one that is wrong. */
static enum qw_err open_extended(const struct qw_policy_reader *reader,
                                 const struct qw_policy_source *holder,
                                 const struct qw_policy_layer *layer,
                                 const struct qw_policy_source **ret_source)
{
    struct qw_diag found = {0};
    const char *path = extended_path(reader->arena, holder, layer->extends);
    enum qw_err err = QW_OK;

    if (path == NULL)
        return QW_ERR_NO_MEMORY;
    err = qw_policy_source_open(reader->arena, path, ret_source, &found);
    if (err == QW_OK || err == QW_ERR_NO_MEMORY)
        return err;
    if (!qw_policy_is_path(layer->extends))
        return fault_extends(reader, layer, found.text);
    (void)fault_extends(reader, layer, found.text);
    reader->diag->err = err;
    return err;
}

static bool is_in_chain(const struct qw_policy_chain *chain, const struct qw_policy_source *source)
{
    for (size_t i = 0; i < chain->n_layers; i++)
        if (strcmp(chain->sources[i]->identity, source->identity) == 0)
            return true;
    return false;
}

static enum qw_err read_layer(const struct qw_policy_reader *reader,
                              const struct qw_policy_source *source,
                              const struct qw_policy_layer **ret_layer)
{
    struct qw_policy_layer *layer = qw_arena_alloc(reader->arena, 1, sizeof *layer);
    struct qw_json *root = NULL;
    enum qw_err err = QW_OK;

    if (layer == NULL)
        return QW_ERR_NO_MEMORY;
    err = qw_json_parse(reader->arena, source->bytes.data, source->bytes.len, &root, reader->diag);
    if (err == QW_OK)
        err = qw_policy_layer_read(reader, root, layer);
    else
        qw_policy_name_source(reader->diag, reader->source);
    if (err == QW_OK)
        *ret_layer = layer;
    return err;
}

/* Adds SOURCE to the chain, and gives what it extends: NULL when that is nothing. */
static enum qw_err add_link(const struct qw_policy_reader *reader,
                            const struct qw_policy_source *source, struct qw_policy_chain *chain,
                            const struct qw_policy_source **ret_next)
{
    const struct qw_policy_source *next = NULL;
    const struct qw_policy_layer *layer = NULL;
    enum qw_err err = read_layer(reader, source, &layer);

    if (err != QW_OK)
        return err;
    chain->sources[chain->n_layers] = source;
    chain->layers[chain->n_layers++] = layer;
    if (layer->extends == NULL) {
        *ret_next = NULL;
        return QW_OK;
    }
    err = open_extended(reader, source, layer, &next);
    if (err != QW_OK)
        return err;
    if (is_in_chain(chain, next))
        return fault_extends(reader, layer, "policies extend one another in a circle");
    if (chain->n_layers == QW_LIMIT_POLICY_DEPTH)
        return fault_extends(reader, layer, "too many policies extend one another");
    *ret_next = next;
    return QW_OK;
}

enum qw_err qw_policy_chain_read(struct qw_arena *arena, const struct qw_policy_source *first,
                                 struct qw_policy_chain *ret_chain, struct qw_diag *diag)
{
    struct qw_policy_chain chain = {0};
    const struct qw_policy_source *source = first;

    while (source != NULL) {
        const struct qw_policy_reader reader = {arena, source->label, diag};
        const enum qw_err err = add_link(&reader, source, &chain, &source);

        if (err != QW_OK)
            return err;
    }
    *ret_chain = chain;
    return QW_OK;
}
