/* GET /networks. */
#include "answers.h"
#include "qw/workload_reader.h"

static enum qw_err read_network(struct qw_reader *reader, const struct qw_json *element,
                                struct qw_held_network *ret_network)
{
    struct qw_held_network network;

    if (qw_json_type(element) != QW_JSON_OBJECT)
        return qw_diag_set(reader->diag, QW_ERR_TYPE, "a network is no object");
    if (qw_json_twin(element) != NULL)
        return qw_diag_set(reader->diag, QW_ERR_AMBIGUOUS,
                           "a key of the network stands there twice");
    network.name = qw_reader_text(reader, qw_json_get(element, "Name")).value;
    network.id = qw_reader_text(reader, qw_json_get(element, "Id")).value;
    network.driver = qw_reader_text(reader, qw_json_get(element, "Driver")).value;
    if (reader->err != QW_OK)
        return reader->err;
    if (*network.name == '\0' || *network.id == '\0' || *network.driver == '\0')
        return qw_diag_set(reader->diag, QW_ERR_TYPE,
                           "it tells no Name, Id or Driver of a network");
    *ret_network = network;
    return QW_OK;
}

enum qw_err resolve_read_networks(struct qw_arena *arena, const struct qw_json *root,
                                  struct qw_network_facts *ret_networks, struct qw_diag *diag)
{
    struct qw_reader reader = {.arena = arena, .diag = diag};
    struct qw_network_facts networks = {.fact = {.state = QW_FACT_KNOWN}};
    struct qw_held_network *items;

    if (qw_json_type(root) != QW_JSON_ARRAY)
        return qw_diag_set(diag, QW_ERR_TYPE, "it is no array");
    items = qw_arena_alloc(arena, qw_json_count(root) + 1, sizeof *items);
    if (items == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    for (const struct qw_json *element = qw_json_first(root); element != NULL;
         element = qw_json_next(element)) {
        enum qw_err err = read_network(&reader, element, &items[networks.n_items]);

        if (err != QW_OK)
            return err;
        networks.n_items++;
    }
    networks.items = items;
    *ret_networks = networks;
    return QW_OK;
}
