/* network.create and network.connect (engine.md 5.1). */
#include "workload_priv.h"

static void add_text(struct qw_reader *reader, const struct qw_json *node, struct qw_texts *texts)
{
    struct qw_text text = qw_reader_text(reader, node);

    if (text.at != NULL)
        qw_reader_add_text(reader, texts, text);
}

static struct qw_texts read_subnets(struct qw_reader *reader, const struct qw_json *node)
{
    static const char *const fields[] = {"Subnet", "IPRange", "Gateway"};
    struct qw_texts subnets = {.at = qw_reader_array(reader, node)};

    for (const struct qw_json *element = qw_json_first(subnets.at); element != NULL;
         element = qw_json_next(element)) {
        const struct qw_json *config = qw_reader_object(reader, element);
        const struct qw_json *reserved =
            qw_reader_object(reader, qw_json_get(config, "AuxiliaryAddresses"));

        for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
            add_text(reader, qw_json_get(config, fields[i]), &subnets);
        for (const struct qw_json *member = qw_json_first(reserved); member != NULL;
             member = qw_json_next(member))
            add_text(reader, member, &subnets);
    }
    return subnets;
}

struct qw_network qw_workload_read_network(struct qw_reader *reader, const struct qw_json *body)
{
    const struct qw_json *ipam = qw_reader_object(reader, qw_json_get(body, "IPAM"));
    const struct qw_json *from = qw_reader_object(reader, qw_json_get(body, "ConfigFrom"));
    struct qw_network network = {0};

    network.driver = qw_reader_text(reader, qw_json_get(body, "Driver"));
    network.scope = qw_reader_text(reader, qw_json_get(body, "Scope"));
    network.options = qw_reader_pairs(reader, qw_json_get(body, "Options"));
    network.subnets = read_subnets(reader, qw_json_get(ipam, "Config"));
    network.ipam_driver = qw_reader_text(reader, qw_json_get(ipam, "Driver"));
    network.ipam_options = qw_reader_pairs(reader, qw_json_get(ipam, "Options"));
    network.config_from = qw_reader_text(reader, qw_json_get(from, "Network"));
    network.config_only = qw_reader_flag(reader, qw_json_get(body, "ConfigOnly"));
    network.ingress = qw_reader_flag(reader, qw_json_get(body, "Ingress"));
    return network;
}

void qw_workload_read_network_body(struct qw_reader *reader, const struct qw_operation *operation,
                                   struct qw_workload *workload)
{
    workload->network = qw_workload_read_network(reader, qw_reader_object(reader, operation->body));
}

void qw_workload_read_connect(struct qw_reader *reader, const struct qw_operation *operation,
                              struct qw_workload *workload)
{
    const struct qw_json *body = qw_reader_object(reader, operation->body);
    const struct qw_json *endpoint = qw_json_get(body, "EndpointConfig");
    struct qw_pairs *options = &workload->network.options;
    struct qw_pairs *sysctls = &workload->sysctls;

    qw_endpoint_add_joined(reader, (struct qw_text){.value = operation->object}, endpoint,
                           &workload->joined_networks);
    qw_endpoint_add(reader, endpoint, options, sysctls);
    options->at = options->n_items > 0 ? qw_json_get(endpoint, "DriverOpts") : NULL;
    sysctls->at = sysctls->n_items > 0 ? sysctls->items[0].at : NULL;
}
