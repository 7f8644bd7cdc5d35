/* Networks that are made, and what an endpoint asks of the driver of its network. */
#include <string.h>

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

static const char *effect_of_driver(const char *driver)
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

static void judge_driver(const struct qw_network *network, const struct qw_settings *settings,
                         struct qw_findings *findings)
{
    const char *driver = is_given(&network->driver) ? network->driver.value : "bridge";
    const struct qw_finding finding = finding_at(network->driver.at, driver);

    if (!qw_setting_has_word(settings, QW_SETTING_NETWORKS_DRIVERS, driver))
        qw_finding_add(findings, &finding, "uses the network driver %s: %s.",
                       qw_findings_show(findings, driver), effect_of_driver(driver));
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

static bool is_listed(const char *text, const struct qw_setting *allowed)
{
    struct qw_subnet subnet;

    return qw_subnet_parse(text, &subnet) &&
           qw_subnet_is_in(&subnet, allowed->words, allowed->n_words);
}

/* Even a private subnet can lie over a route of the host (its gateway, its name server), and would
 * take over that traffic; what the host routes is not known here. */
static void judge_subnets(const struct qw_texts *subnets, const struct qw_settings *settings,
                          struct qw_findings *findings)
{
    const struct qw_setting *allowed = &settings->values[QW_SETTING_NETWORKS_SUBNETS];

    for (size_t i = 0; i < subnets->n_items; i++) {
        const struct qw_text *subnet = &subnets->items[i];
        struct qw_finding finding = finding_at(subnet->at, subnet->value);

        if (is_listed(subnet->value, allowed))
            continue;
        finding.docker = "drop --subnet, --ip-range and --gateway: the engine chooses free ones";
        finding.compose = "drop ipam: config: the engine chooses free addresses";
        qw_finding_add(findings, &finding,
                       "asks for %s, which is in no subnet on the policy's list: if the host has a "
                       "route there, its traffic would go into this network.",
                       qw_findings_show(findings, subnet->value));
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

static void judge_network_create(const struct qw_network *network,
                                 const struct qw_settings *settings, struct qw_findings *findings)
{
    judge_driver(network, settings, findings);
    judge_scope(network, findings);
    judge_options(&network->options, settings, findings);
    judge_ipam(network, findings);
    judge_subnets(&network->subnets, settings, findings);
    judge_special_kinds(network, findings);
}

void qw_rule_networks(const struct qw_workload *workload, const struct qw_settings *settings,
                      struct qw_findings *findings)
{
    judge_options(&workload->endpoint_options, settings, findings);
    if (workload->kind == QW_WORKLOAD_CONNECT)
        judge_options(&workload->network.options, settings, findings);
    if (workload->kind == QW_WORKLOAD_NETWORK)
        judge_network_create(&workload->network, settings, findings);
}
