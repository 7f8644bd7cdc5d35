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

/* The words under which a workload joins networks, the one of NetworkMode last; NULL behind it. */
static const struct qw_text *word_at(const struct qw_workload *workload, size_t i)
{
    const struct qw_texts *joined = &workload->joined_networks;

    if (i < joined->n_items)
        return &joined->items[i];
    return i == joined->n_items && qw_workload_mode_joins_network(workload)
               ? &workload->namespaces[QW_NAMESPACE_NETWORK].text
               : NULL;
}

static struct qw_finding finding_of(const struct qw_text *word)
{
    return (struct qw_finding){
        .at = word->at,
        .field = word->at ? NULL : "the network",
        .value = word->value,
        .docker = "join another network: docker network ls tells their drivers",
        .compose = "use another network",
        .remedies = {{.kind = word->at ? QW_REMEDY_DROP : QW_REMEDY_NONE, .at = word->at}},
    };
}

static void add_denied(const struct qw_held_network *network, const struct qw_text *word,
                       struct qw_findings *findings)
{
    const struct qw_finding finding = finding_of(word);
    const char *named = "";

    if (strcmp(network->name, word->value) != 0) {
        const char *id = qw_findings_format(findings, "%.12s", network->id);

        named = qw_findings_format(findings, " (by its id, %s)", qw_findings_show(findings, id));
    }
    qw_finding_add(findings, &finding, "joins the network %s%s, which has the driver %s: %s.",
                   qw_findings_show(findings, network->name), named,
                   qw_findings_show(findings, network->driver),
                   qw_network_driver_effect(network->driver));
}

/* NetworkMode, EndpointsConfig and NetworkID may all say the same network, which is told once. */
static void judge_held(const struct qw_held_network *network, const struct qw_workload *workload,
                       const struct qw_settings *settings, struct qw_findings *findings)
{
    const struct qw_text *word;

    if (is_allowed(network, settings))
        return;
    for (size_t i = 0; (word = word_at(workload, i)) != NULL; i++) {
        if (qw_workload_network_is_made(word->value) && could_mean(network, word->value)) {
            add_denied(network, word, findings);
            return;
        }
    }
}

static bool is_listed(const struct qw_network_facts *networks, const char *word)
{
    for (size_t i = 0; i < networks->n_items; i++) {
        if (could_mean(&networks->items[i], word))
            return true;
    }
    return false;
}

static bool is_told(const struct qw_findings *findings, size_t first, const char *word)
{
    for (size_t i = first; i < findings->n_items; i++) {
        if (strcmp(findings->items[i].value, word) == 0)
            return true;
    }
    return false;
}

/* A worker of a swarm lists a network of the swarm once a container is in it, and not before: where
 * the policy names it, it need not be listed. */
static void judge_unseen(const struct qw_text *word, const struct qw_network_facts *networks,
                         const struct qw_settings *settings, struct qw_findings *findings)
{
    struct qw_finding finding = finding_of(word);

    if (networks->fact.state == QW_FACT_FAILED) {
        qw_finding_add_unresolved(findings, &finding, &networks->fact);
        return;
    }
    if (qw_setting_has_word(settings, QW_SETTING_NETWORKS_JOIN, word->value))
        return;
    finding.docker = "join a network that docker network ls shows, or make it first: docker "
                     "network create";
    finding.compose = "make the network first, or use another one";
    qw_finding_add(findings, &finding,
                   "joins the network %s, and the engine lists no such network: its driver cannot "
                   "be judged.",
                   qw_findings_show(findings, word->value));
}

/* Without an answer of the engine every word is unseen. */
static void judge_words(const struct qw_workload *workload, const struct qw_settings *settings,
                        struct qw_findings *findings)
{
    const struct qw_network_facts *networks = &workload->facts->networks;
    const size_t first = findings->n_items;
    const struct qw_text *word;

    for (size_t i = 0; (word = word_at(workload, i)) != NULL && findings->err == QW_OK; i++) {
        if (qw_workload_network_is_made(word->value) && !is_listed(networks, word->value) &&
            !is_told(findings, first, word->value))
            judge_unseen(word, networks, settings, findings);
    }
}

void qw_rule_joined_networks(const struct qw_workload *workload, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    const struct qw_network_facts *networks = &workload->facts->networks;

    if (networks->fact.state == QW_FACT_UNASKED ||
        qw_setting_has_word(settings, QW_SETTING_NETWORKS_JOIN, QW_ANY_NETWORK))
        return;
    for (size_t i = 0; i < networks->n_items; i++)
        judge_held(&networks->items[i], workload, settings, findings);
    judge_words(workload, settings, findings);
}
