/* Networks that are made, and what an endpoint asks of the driver of its network. */
#include <string.h>

#include "qw/limits.h"
#include "qw/subnet.h"
#include "qw/word.h"
#include "rules_priv.h"

struct driver_effect {
    const char *driver;
    const char *effect;
};

static const struct driver_effect driver_effects[] = {
    {"macvlan", "its containers stand in the host's own network as machines of their own"},
    {"ipvlan", "its containers stand in the host's own network, with addresses they choose"},
    {"host", "its containers share the network of the host"},
};

const char *qw_network_driver_effect(const char *driver)
{
    for (size_t i = 0; i < sizeof(driver_effects) / sizeof(driver_effects[0]); i++) {
        if (strcmp(driver_effects[i].driver, driver) == 0)
            return driver_effects[i].effect;
    }
    return "it acts on the host's network as root and is not on the policy's list";
}

static bool is_given(const struct qw_text *text)
{
    return text->value && *text->value;
}

static struct qw_finding finding_at(const struct qw_json *at, const char *value)
{
    return (struct qw_finding){
        .at = at,
        .field = at ? NULL : "Driver",
        .value = value,
        .remedies = {{.kind = at ? QW_REMEDY_DROP : QW_REMEDY_NONE, .at = at}},
    };
}

/* " Allowed: \"bridge\", \"overlay\"." */
static const char *allowed_drivers(struct qw_findings *findings, const struct qw_setting *drivers)
{
    enum { MOST_TOLD = 6 };
    const char *told = "";

    if (drivers->n_words == 0)
        return " No network may be made: join one that is there.";
    for (size_t i = 0; i < drivers->n_words && i < MOST_TOLD; i++)
        told = qw_findings_format(findings, "%s%s%s", told, i > 0 ? ", " : "",
                                  qw_findings_show(findings, drivers->words[i]));
    if (drivers->n_words > MOST_TOLD)
        told = qw_findings_format(findings, "%s and %zu more", told, drivers->n_words - MOST_TOLD);
    return qw_findings_format(findings, " Allowed: %s.", told);
}

/* The policy's fix in its own words, where it does not allow the one that the rule's table names.
 */
static void set_driver_fix(struct qw_findings *findings, const struct qw_setting *drivers,
                           struct qw_finding *finding)
{
    if (drivers->n_words == 0) {
        finding->docker = "join a network that is there: docker network ls lists them";
        finding->compose = "use a network that is there: external: true";
        return;
    }
    finding->docker = qw_findings_format(findings, "use --driver %s",
                                         qw_findings_show(findings, drivers->words[0]));
    finding->compose = qw_findings_format(findings, "use driver: %s",
                                          qw_findings_show(findings, drivers->words[0]));
}

static void judge_driver(const struct qw_network *network, const struct qw_settings *settings,
                         struct qw_findings *findings)
{
    const struct qw_setting *drivers = &settings->values[QW_SETTING_NETWORKS_DRIVERS];
    const char *driver = is_given(&network->driver) ? network->driver.value : "bridge";
    struct qw_finding finding = finding_at(network->driver.at, driver);

    if (qw_setting_has_word(settings, QW_SETTING_NETWORKS_DRIVERS, driver))
        return;
    if (!qw_setting_has_word(settings, QW_SETTING_NETWORKS_DRIVERS, "bridge"))
        set_driver_fix(findings, drivers, &finding);
    qw_finding_add(findings, &finding, "uses the network driver %s: %s.%s",
                   qw_findings_show(findings, driver), qw_network_driver_effect(driver),
                   allowed_drivers(findings, drivers));
}

static void judge_options(const struct qw_pairs *options, const struct qw_settings *settings,
                          struct qw_findings *findings)
{
    for (size_t i = 0; i < options->n_items; i++) {
        const struct qw_pair *option = &options->items[i];
        struct qw_finding finding = finding_at(option->at, option->value);

        if (qw_setting_has_word(settings, QW_SETTING_NETWORKS_OPTIONS, option->name))
            continue;
        finding.docker = qw_findings_format(findings, "drop the driver option %s",
                                            qw_findings_show(findings, option->name));
        finding.compose = qw_findings_format(
            findings, "remove %s from driver_opts:", qw_findings_show(findings, option->name));
        qw_finding_add(findings, &finding,
                       "gives the network driver an option that is not on the policy's list: "
                       "options choose interfaces, addresses and filters of the host.");
    }
}

/* What one address or subnet that is asked for is held against. */
struct subnet_question {
    const struct qw_finding *finding;
    const char *shown;
    struct qw_subnet subnet;
};

static const struct qw_route *overlapped_route(const struct qw_route_facts *routes,
                                               const struct qw_subnet *subnet)
{
    for (size_t i = 0; i < routes->n_items; i++) {
        if (qw_subnet_overlaps(subnet, &routes->items[i].subnet))
            return &routes->items[i];
    }
    return NULL;
}

/* Even a private subnet can lie over a route of the host, its gateway or its name server, and would
 * take over that traffic. */
static void judge_routes(const struct subnet_question *question,
                         const struct qw_route_facts *routes, struct qw_findings *findings)
{
    static const char *const kinds[QW_ROUTE_KIND_COUNT] = {
        [QW_ROUTE_NET] = "a route of the host",
        [QW_ROUTE_GATEWAY] = "a gateway of the host",
        [QW_ROUTE_NAME_SERVER] = "a name server of the host",
    };
    const struct qw_route *route = overlapped_route(routes, &question->subnet);
    char text[QW_SUBNET_TEXT];

    if (route == NULL)
        return;
    qw_subnet_format(&route->subnet, text);
    qw_finding_add(
        findings, question->finding,
        "asks for %s, which overlaps %s, %s: the host's traffic to it would go into this "
        "network.",
        question->shown, text, kinds[route->kind]);
}

static void judge_private(const struct subnet_question *question,
                          const struct qw_route_facts *routes, struct qw_findings *findings)
{
    if (routes->fact.state == QW_FACT_KNOWN)
        judge_routes(question, routes, findings);
    else if (routes->fact.state == QW_FACT_FAILED)
        qw_finding_add_unresolved(findings, question->finding, &routes->fact);
    else
        qw_finding_add(findings, question->finding,
                       "asks for %s, which is in no subnet on the policy's list, and the host's "
                       "routes are not known here: if it has one there, that traffic would go into "
                       "this network.",
                       question->shown);
}

/* RFC 1918, RFC 6598, RFC 4193. */
static bool is_private(const struct qw_subnet *subnet)
{
    static const char *const nets[] = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                                       "100.64.0.0/10", "fc00::/7"};

    return qw_subnet_is_in(subnet, nets, sizeof(nets) / sizeof(nets[0]));
}

/* Machines that the host reaches by its default route have private addresses too, and no route
 * tells of them: where that matters, subnets are listed. */
static void judge_subnet(const struct qw_text *text, const struct qw_finding *finding,
                         const struct qw_settings *settings, const struct qw_route_facts *routes,
                         struct qw_findings *findings)
{
    const struct qw_setting *allowed = &settings->values[QW_SETTING_NETWORKS_SUBNETS];
    const bool allows_unrouted = settings->values[QW_SETTING_NETWORKS_ALLOW_UNROUTED].is_true;
    struct subnet_question question = {.finding = finding};
    const bool is_subnet = qw_subnet_parse(text->value, &question.subnet);

    if (is_subnet && qw_subnet_is_in(&question.subnet, allowed->words, allowed->n_words))
        return;
    question.shown = qw_findings_show(findings, text->value);
    if (!allows_unrouted)
        qw_finding_add(
            findings, finding,
            "asks for %s, which is in no subnet on the policy's list: the host's traffic "
            "to it would go into this network.",
            question.shown);
    else if (is_subnet && is_private(&question.subnet))
        judge_private(&question, routes, findings);
    else
        qw_finding_add(findings, finding,
                       "asks for %s, which is no private subnet and in none on the policy's list: "
                       "the host's traffic to it would go into this network.",
                       question.shown);
}

/* All of Config goes: what is left of it would not fit to the subnet that the engine chooses. */
static void judge_subnets(const struct qw_workload *workload, const struct qw_settings *settings,
                          struct qw_findings *findings)
{
    const struct qw_texts *subnets = &workload->network.subnets;

    for (size_t i = 0; i < subnets->n_items; i++) {
        const struct qw_text *subnet = &subnets->items[i];
        const struct qw_finding finding = {
            .at = subnet->at,
            .value = subnet->value,
            .docker = "drop --subnet, --ip-range, --gateway and --aux-address: the engine chooses "
                      "free ones",
            .compose = "drop ipam: config: the engine chooses free addresses",
            .remedies = {{.kind = QW_REMEDY_DROP, .at = subnets->at}},
        };

        if (i == QW_LIMIT_SUBNETS) {
            qw_finding_add(findings, &finding,
                           "is one of more than %d addresses: so many are not judged.",
                           QW_LIMIT_SUBNETS);
            return;
        }
        judge_subnet(subnet, &finding, settings, &workload->facts->routes, findings);
    }
}

static void judge_ipam(const struct qw_network *network, struct qw_findings *findings)
{
    static const char *const ordinary[] = {"", "default", NULL};

    if (is_given(&network->ipam_driver) && !qw_text_is_in(network->ipam_driver.value, ordinary)) {
        const struct qw_finding finding =
            finding_at(network->ipam_driver.at, network->ipam_driver.value);

        qw_finding_add(findings, &finding,
                       "uses the address driver %s, which acts on the host as root; only the "
                       "default one is judged.",
                       qw_findings_show(findings, network->ipam_driver.value));
    }
    for (size_t i = 0; i < network->ipam_options.n_items; i++) {
        const struct qw_pair *option = &network->ipam_options.items[i];
        const struct qw_finding finding = finding_at(option->at, option->value);

        qw_finding_add(findings, &finding,
                       "gives the address driver an option, and what it does is not judged.");
    }
}

static void judge_scope(const struct qw_network *network, struct qw_findings *findings)
{
    static const char *const ordinary[] = {"", "local", NULL};
    const struct qw_finding finding = finding_at(network->scope.at, network->scope.value);

    if (is_given(&network->scope) && !qw_text_is_in(network->scope.value, ordinary))
        qw_finding_add(findings, &finding,
                       "makes a network of scope %s, which reaches beyond this host.",
                       qw_findings_show(findings, network->scope.value));
}

static void judge_special_kinds(const struct qw_network *network, struct qw_findings *findings)
{
    const struct qw_finding from = finding_at(network->config_from.at, network->config_from.value);
    const struct qw_finding only = finding_at(network->config_only.at, "true");
    const struct qw_finding ingress = finding_at(network->ingress.at, "true");

    if (network->config_from.at || is_given(&network->config_from))
        qw_finding_add(findings, &from,
                       "takes its options from another network, where they are not judged.");
    if (network->config_only.is_true)
        qw_finding_add(findings, &only,
                       "is true: such a network only lends its options to others, which are then "
                       "not judged.");
    if (network->ingress.is_true)
        qw_finding_add(findings, &ingress,
                       "is true: the network that routes published ports of the whole swarm would "
                       "be replaced.");
}

static void judge_network_create(const struct qw_workload *workload,
                                 const struct qw_settings *settings, struct qw_findings *findings)
{
    const struct qw_network *network = &workload->network;

    judge_driver(network, settings, findings);
    judge_scope(network, findings);
    judge_options(&network->options, settings, findings);
    judge_ipam(network, findings);
    judge_subnets(workload, settings, findings);
    judge_special_kinds(network, findings);
}

void qw_rule_networks(const struct qw_workload *workload, const struct qw_settings *settings,
                      struct qw_findings *findings)
{
    judge_options(&workload->endpoint_options, settings, findings);
    if (workload->kind == QW_WORKLOAD_CONNECT)
        judge_options(&workload->network.options, settings, findings);
    if (workload->kind == QW_WORKLOAD_NETWORK)
        judge_network_create(workload, settings, findings);
    qw_rule_joined_networks(workload, settings, findings);
}
