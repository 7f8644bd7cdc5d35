/* Networks that are there already, and joined: made before the policy, or by an operator. */
#include <string.h>

#include "rules_priv.h"

/* The engine takes a full id, a name, or the beginning of an id that is the only one.  Which of
 * them it will be can change until it looks: a network of the name is removed, and the beginning of
 * an id counts.  So all that a word could mean is judged. */
static bool could_mean(const struct qw_held_network *network, const char *word)
{
    return strcmp(network->name, word) == 0 || strncmp(network->id, word, strlen(word)) == 0;
}

/* The network that is called none has the driver null. */
static bool is_allowed(const struct qw_held_network *network, const struct qw_settings *settings)
{
    const char *driver = strcmp(network->driver, "null") == 0 ? "none" : network->driver;

    return qw_setting_has_word(settings, QW_SETTING_NETWORKS_DRIVERS, driver) ||
           qw_setting_has_word(settings, QW_SETTING_NETWORKS_JOIN, network->name);
}

static void judge_meaning(const struct qw_held_network *network, const char *word,
                          const struct qw_finding *finding, struct qw_findings *findings)
{
    const char *named = strcmp(network->name, word) == 0
                            ? ""
                            : qw_findings_format(findings, " (by its id, %.12s)", network->id);

    qw_finding_add(findings, finding, "joins the network %s%s, which has the driver %s: %s.",
                   qw_findings_show(findings, network->name), named,
                   qw_findings_show(findings, network->driver),
                   qw_network_driver_effect(network->driver));
}

static void judge_joined(const struct qw_text *joined, const struct qw_network_facts *networks,
                         const struct qw_settings *settings, struct qw_findings *findings)
{
    const struct qw_finding finding = {
        .at = joined->at,
        .field = joined->at ? NULL : "the network",
        .value = joined->value,
        .docker = "join another network: docker network ls tells their drivers",
        .compose = "use another network",
        .remedies = {{.kind = joined->at ? QW_REMEDY_DROP : QW_REMEDY_NONE, .at = joined->at}},
    };

    if (!qw_workload_network_is_made(joined->value))
        return;
    if (networks->fact.state == QW_FACT_FAILED)
        qw_finding_add_unresolved(findings, &finding, &networks->fact);
    for (size_t i = 0; i < networks->n_items; i++) {
        if (could_mean(&networks->items[i], joined->value) &&
            !is_allowed(&networks->items[i], settings))
            judge_meaning(&networks->items[i], joined->value, &finding, findings);
    }
}

void qw_rule_joined_networks(const struct qw_workload *workload, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    const struct qw_network_facts *networks = &workload->facts->networks;

    if (qw_setting_has_word(settings, QW_SETTING_NETWORKS_JOIN, QW_ANY_NETWORK))
        return;
    for (size_t i = 0; i < workload->joined_networks.n_items; i++)
        judge_joined(&workload->joined_networks.items[i], networks, settings, findings);
    if (qw_workload_mode_joins_network(workload))
        judge_joined(&workload->namespaces[QW_NAMESPACE_NETWORK].text, networks, settings,
                     findings);
}
