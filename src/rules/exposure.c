/* From where a container can be reached: the interfaces of its ports, the network that it shares.
 */
#include <arpa/inet.h>
#include <string.h>

#include "rules_priv.h"

/* --- host-interface --------------------------------------------------------------------------- */

static bool is_zero(const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

/* The wildcard that ADDRESS stands for; NULL for an address of one interface.  The engine takes
 * what it cannot parse for none given, which is both wildcards (engine.md 5.2): "". */
static const char *wildcard_of(const char *address)
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff}; /* ::ffff:0.0.0.0 */
    unsigned char bytes[sizeof(struct in6_addr)] = {0};

    if (inet_pton(AF_INET, address, bytes) == 1)
        return is_zero(bytes, sizeof(struct in_addr)) ? "0.0.0.0" : NULL;
    if (inet_pton(AF_INET6, address, bytes) != 1)
        return "";
    if (is_zero(bytes, sizeof bytes))
        return "::";
    if (memcmp(bytes, mapped, sizeof mapped) == 0 && is_zero(bytes + sizeof mapped, 4))
        return "0.0.0.0";
    return NULL;
}

static bool is_allowed(const struct qw_settings *settings, const char *wildcard)
{
    const enum qw_setting_id id = QW_SETTING_HOST_INTERFACE_ALLOW;

    if (*wildcard == '\0')
        return qw_setting_has_word(settings, id, "0.0.0.0") &&
               qw_setting_has_word(settings, id, "::");
    return qw_setting_has_word(settings, id, wildcard);
}

/* A list without a binding is no object that an address could be put into. */
static struct qw_remedy address_remedy(const struct qw_port *port)
{
    if (qw_json_type(port->at) != QW_JSON_OBJECT)
        return (struct qw_remedy){.kind = QW_REMEDY_DROP, .at = port->at};
    return (struct qw_remedy){
        .kind = QW_REMEDY_PUT, .at = port->at, .key = "HostIp", .value = "127.0.0.1"};
}

/* A service cannot choose an address (PortConfig has none). */
static void find_service_port(const struct qw_port *port, struct qw_findings *findings)
{
    const struct qw_finding finding = {
        .at = port->at,
        .docker = "drop --publish: a service cannot choose an address",
        .compose = "drop ports: a service cannot choose an address",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = port->at}},
    };

    qw_finding_add(findings, &finding, "is published on every interface of the nodes.");
}

static void judge_port(const struct qw_port *port, const struct qw_settings *settings,
                       struct qw_findings *findings)
{
    const char *wildcard = wildcard_of(port->host_ip);
    const struct qw_finding finding = {
        .at = port->at,
        .value = port->host_ip,
        .remedies = {address_remedy(port)},
    };

    if (wildcard == NULL || is_allowed(settings, wildcard))
        return;
    if (findings->kind == QW_WORKLOAD_SERVICE)
        find_service_port(port, findings);
    else if (port->host_ip[0] == '\0')
        qw_finding_add(findings, &finding, "is published on every interface of the host.");
    else
        qw_finding_add(findings, &finding, "is published on %s: on every interface of the host.",
                       qw_findings_show(findings, port->host_ip));
}

void qw_rule_host_interface(const struct qw_workload *workload, const struct qw_settings *settings,
                            struct qw_findings *findings)
{
    const struct qw_flag *all = &workload->publishes_all_ports;

    for (size_t i = 0; i < workload->ports.n_items; i++)
        judge_port(&workload->ports.items[i], settings, findings);
    if (!all->is_true)
        return;

    const struct qw_finding finding = {
        .at = all->at,
        .docker = "drop -P, and publish what is needed: -p 127.0.0.1:8080:80",
        .compose = "publish what is needed: \"127.0.0.1:8080:80\"",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = all->at}},
    };

    qw_finding_add(findings, &finding,
                   "is true: every port that the image exposes would be published on every "
                   "interface of the host.");
}

/* --- default-network -------------------------------------------------------------------------- */

static bool is_default_bridge(const char *name)
{
    return strcmp(name, "bridge") == 0 || strcmp(name, "default") == 0;
}

/* The networks that are joined count; without any it is the one of NetworkMode. */
static bool uses_default_bridge(const struct qw_workload *workload, const struct qw_json **ret_at)
{
    const struct qw_namespace_choice *mode = &workload->namespaces[QW_NAMESPACE_NETWORK];

    for (size_t i = 0; i < workload->joined_networks.n_items; i++) {
        const struct qw_text *network = &workload->joined_networks.items[i];

        *ret_at = network->at;
        if (is_default_bridge(network->value))
            return true;
    }
    *ret_at = mode->text.at;
    if (mode->mode == QW_NAMESPACE_DEFAULT)
        return workload->joined_networks.n_items == 0;
    return is_default_bridge(mode->text.value);
}

void qw_rule_default_network(const struct qw_workload *workload, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    struct qw_finding finding = {.part = QW_PART_NETWORK_MODE};

    (void)settings;
    if (qw_workload_is_partial(workload->kind) || !uses_default_bridge(workload, &finding.at))
        return;
    qw_finding_add(findings, &finding,
                   finding.at ? "is the default bridge, which all containers without a network of "
                                "their own share."
                              : "is not given: the container would join the default bridge, which "
                                "all containers without a network of their own share.");
}
