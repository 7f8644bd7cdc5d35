/* Networks: --network and what goes with it, `docker network create` and `connect`. */
#include <inttypes.h>
#include <string.h>

#include "command_priv.h"

static const char *text_of(const struct qw_json *object, const char *name)
{
    const char *text = qw_json_string(qw_json_get(object, name));

    return text != NULL ? text : "";
}

/* "default" is what the docker CLI sends unasked; what holds `=` it reads as options. */
bool qw_say_network_mode(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    const char *mode = qw_json_string(node);

    if (mode == NULL || strpbrk(mode, "=,") != NULL)
        return false;
    if (mode[0] && strcmp(mode, "default") != 0)
        qw_command_flag(command, flag, mode);
    return true;
}

/* --- The endpoint of the network that NetworkMode names: flags of their own. -------------------
 */

static bool say_addresses(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    static const struct qw_say_row rows[] = {
        {"IPv4Address", "--ip", qw_say_text},
        {"IPv6Address", "--ip6", qw_say_text},
        {"LinkLocalIPs", "--link-local-ip", qw_say_each},
    };

    (void)flag;
    qw_command_say_fields(command, node, QW_SAY_TABLE(rows));
    return true;
}

/* What the engine fills in and a body made from `docker inspect` still holds is silent. */
static const struct qw_say_row main_rows[] = {
    {"Aliases", "--network-alias", qw_say_each},
    {"IPAMConfig", NULL, say_addresses},
    {"Links", "--link", qw_say_each},
    {"MacAddress", "--mac-address", qw_say_text},
    {"NetworkID", NULL, qw_say_silently},
    {"EndpointID", NULL, qw_say_silently},
    {"Gateway", NULL, qw_say_silently},
    {"IPAddress", NULL, qw_say_silently},
    {"IPPrefixLen", NULL, qw_say_silently},
    {"IPv6Gateway", NULL, qw_say_silently},
    {"GlobalIPv6Address", NULL, qw_say_silently},
    {"GlobalIPv6PrefixLen", NULL, qw_say_silently},
    {"DNSNames", NULL, qw_say_silently},
};

/* --- Every other endpoint: one --network with its options. -------------------------------------
 */

struct endpoint_row {
    const char *object; /* NULL: the endpoint itself */
    const char *field;
    const char *key;
};

static const struct endpoint_row endpoint_rows[] = {
    {NULL, "Aliases", "alias"},           {"IPAMConfig", "IPv4Address", "ip"},
    {"IPAMConfig", "IPv6Address", "ip6"}, {"IPAMConfig", "LinkLocalIPs", "link-local-ip"},
    {NULL, "MacAddress", "mac-address"},
};

static void add_endpoint_field(struct qw_buffer *word, const struct qw_json *endpoint,
                               const struct endpoint_row *row)
{
    const struct qw_json *object =
        row->object != NULL ? qw_json_get(endpoint, row->object) : endpoint;
    const struct qw_json *node = qw_json_get(object, row->field);
    const char *text = qw_json_string(node);

    if (text != NULL && text[0])
        qw_command_add_csv(word, row->key, text);
    for (const struct qw_json *item = qw_json_first(node); item != NULL;
         item = qw_json_next(item)) {
        if (qw_json_string(item) != NULL)
            qw_command_add_csv(word, row->key, qw_json_string(item));
    }
}

static void tell_unsaid(struct qw_command *command, const struct qw_json *endpoint)
{
    static const char *const silent[] = {"DriverOpts", "Links", "GwPriority"};

    for (size_t i = 0; i < QW_COUNT_ROWS(silent); i++) {
        const struct qw_json *node = qw_json_get(endpoint, silent[i]);

        if (qw_json_is_set(node))
            qw_command_unsaid(command, node);
    }
}

static bool say_other(struct qw_command *command, const char *flag, const struct qw_json *endpoint)
{
    struct qw_buffer word QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);

    qw_command_add_csv(&word, "name", qw_json_key(endpoint));
    for (size_t i = 0; i < QW_COUNT_ROWS(endpoint_rows); i++)
        add_endpoint_field(&word, endpoint, &endpoint_rows[i]);
    qw_command_flag_buffer(command, flag, &word);
    tell_unsaid(command, endpoint);
    return true;
}

static bool is_default_network(const char *name)
{
    return !name[0] || strcmp(name, "default") == 0 || strcmp(name, "bridge") == 0;
}

static bool is_main(const struct qw_command *command, const struct qw_json *endpoint)
{
    const struct qw_json *host = qw_json_get(command->operation->body, "HostConfig");
    const char *mode = text_of(host, "NetworkMode");
    const char *name = qw_json_key(endpoint);

    return strcmp(mode, name) == 0 || (is_default_network(mode) && is_default_network(name));
}

static bool say_each_endpoint(struct qw_command *command, const char *flag,
                              const struct qw_json *endpoint)
{
    if (!is_main(command, endpoint))
        return say_other(command, flag, endpoint);
    qw_command_say_fields(command, endpoint, QW_SAY_TABLE(main_rows));
    return true;
}

static bool say_endpoints(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_each_endpoint);
}

bool qw_say_networking(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    static const struct qw_say_row rows[] = {{"EndpointsConfig", "--network", say_endpoints}};

    (void)flag;
    qw_command_say_fields(command, node, QW_SAY_TABLE(rows));
    return true;
}

/* --- docker network create ---------------------------------------------------------------------
 */

/* The engine's word for its own address management, which is none to the docker CLI either. */
static bool say_ipam_driver(struct qw_command *command, const char *flag,
                            const struct qw_json *node)
{
    const char *driver = qw_json_string(node);

    return (driver != NULL && strcmp(driver, "default") == 0) || qw_say_text(command, flag, node);
}

static bool say_subnet(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    static const struct qw_say_row rows[] = {
        {"Subnet", "--subnet", qw_say_text},
        {"IPRange", "--ip-range", qw_say_text},
        {"Gateway", "--gateway", qw_say_text},
        {"AuxiliaryAddresses", "--aux-address", qw_say_pairs},
    };

    (void)flag;
    qw_command_say_fields(command, item, QW_SAY_TABLE(rows));
    return true;
}

static bool say_subnets(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_subnet);
}

static bool say_ipam(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    static const struct qw_say_row rows[] = {
        {"Driver", "--ipam-driver", say_ipam_driver},
        {"Options", "--ipam-opt", qw_say_pairs},
        {"Config", NULL, say_subnets},
    };

    (void)flag;
    qw_command_say_fields(command, node, QW_SAY_TABLE(rows));
    return true;
}

static bool say_config_from(struct qw_command *command, const char *flag,
                            const struct qw_json *node)
{
    static const struct qw_say_row rows[] = {{"Network", "--config-from", qw_say_text}};

    (void)flag;
    qw_command_say_fields(command, node, QW_SAY_TABLE(rows));
    return true;
}

bool qw_command_network_create(struct qw_command *command)
{
    static const struct qw_say_row rows[] = {
        {"Driver", "--driver", qw_say_text},
        {"Scope", "--scope", qw_say_text},
        {"Internal", "--internal", qw_say_switch},
        {"Attachable", "--attachable", qw_say_switch},
        {"Ingress", "--ingress", qw_say_switch},
        {"EnableIPv6", "--ipv6", qw_say_switch},
        {"EnableIPv4", NULL, qw_say_silently},
        {"IPAM", NULL, say_ipam},
        {"Options", "--opt", qw_say_pairs},
        {"Labels", "--label", qw_say_pairs},
        {"ConfigOnly", "--config-only", qw_say_switch},
        {"ConfigFrom", NULL, say_config_from},
        {"Name", NULL, qw_say_silently},
        {"CheckDuplicate", NULL, qw_say_silently},
    };

    qw_buffer_add_text(command->out, "docker network create");
    qw_command_say_fields(command, command->operation->body, QW_SAY_TABLE(rows));
    return qw_command_argument(command, text_of(command->operation->body, "Name"));
}

/* --- docker network connect --------------------------------------------------------------------
 */

static bool say_endpoint(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    static const struct qw_say_row rows[] = {
        {"IPAMConfig", NULL, say_addresses},
        {"Links", "--link", qw_say_each},
        {"Aliases", "--alias", qw_say_each},
        {"DriverOpts", "--driver-opt", qw_say_pairs},
        {"GwPriority", "--gw-priority", qw_say_integer},
    };

    (void)flag;
    qw_command_say_fields(command, node, QW_SAY_TABLE(rows));
    return true;
}

bool qw_command_network_connect(struct qw_command *command)
{
    static const struct qw_say_row rows[] = {
        {"EndpointConfig", NULL, say_endpoint},
        {"Container", NULL, qw_say_silently},
    };

    qw_buffer_add_text(command->out, "docker network connect");
    qw_command_say_fields(command, command->operation->body, QW_SAY_TABLE(rows));
    return qw_command_argument(command, command->operation->object) &&
           qw_command_argument(command, text_of(command->operation->body, "Container"));
}
