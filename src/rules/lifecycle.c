/* What starts a container again, what tells that it is well, and whose it is. */
#include <stdlib.h>
#include <string.h>

#include "qw/glob.h"
#include "rules_priv.h"

/* --- restart-policy --------------------------------------------------------------------------- */

/* "on-failure:5" of the setting allows as many tries and fewer. */
static bool allows_tries(const struct qw_setting *allow, int64_t tries)
{
    static const char counted[] = "on-failure:";

    for (size_t i = 0; i < allow->n_words; i++) {
        const char *word = allow->words[i];

        if (strncmp(word, counted, strlen(counted)) == 0 && tries > 0 &&
            tries <= strtol(word + strlen(counted), NULL, 10))
            return true;
    }
    return false;
}

static bool allows_restart(const struct qw_settings *settings,
                           const struct qw_restart_policy *restart)
{
    const enum qw_setting_id id = QW_SETTING_RESTART_POLICY_ALLOW;

    if (restart->when == QW_RESTART_NEVER)
        return true;
    if (restart->when == QW_RESTART_UNKNOWN)
        return false;
    if (qw_setting_has_word(settings, id, restart->name) ||
        (restart->when == QW_RESTART_ALWAYS && qw_setting_has_word(settings, id, "always")))
        return true;
    return restart->when == QW_RESTART_ON_FAILURE &&
           allows_tries(&settings->values[id], restart->most);
}

static struct qw_finding restart_finding(const struct qw_restart_policy *restart,
                                         enum qw_workload_kind kind)
{
    struct qw_finding finding = {
        .at = restart->at,
        .part = QW_PART_RESTART,
        .value = restart->at ? restart->name : NULL,
        .remedies = {{.kind = QW_REMEDY_DROP, .at = restart->at}},
    };

    if (kind != QW_WORKLOAD_SERVICE)
        return finding;
    finding.docker = "use --restart-condition on-failure --restart-max-attempts 5";
    finding.compose = "under deploy.restart_policy use condition: on-failure, max_attempts: 5 and "
                      "no window";
    finding.remedies[0] = (struct qw_remedy){.kind = QW_REMEDY_NONE};
    return finding;
}

void qw_rule_restart_policy(const struct qw_workload *workload, const struct qw_settings *settings,
                            struct qw_findings *findings)
{
    const struct qw_restart_policy *restart = &workload->restart;
    const bool counts = restart->when == QW_RESTART_ON_FAILURE && restart->most > 0;
    const struct qw_finding finding = restart_finding(restart, workload->kind);

    if (allows_restart(settings, restart))
        return;
    if (*restart->name == '\0')
        qw_finding_add(findings, &finding,
                       "names no condition, so that the swarm starts it again without end.");
    else if (counts)
        qw_finding_add(findings, &finding,
                       "is on-failure with %lld tries, which is not on the policy's list.",
                       (long long)restart->most);
    else
        qw_finding_add(findings, &finding,
                       "is %s, which is not on the policy's list: it starts again without end.",
                       qw_findings_show(findings, restart->name));
}

/* --- healthcheck ------------------------------------------------------------------------------ */

void qw_rule_healthcheck(const struct qw_workload *workload, const struct qw_settings *settings,
                         struct qw_findings *findings)
{
    const struct qw_image_facts *image = &workload->facts->image;
    const struct qw_finding finding = {
        .at = workload->healthcheck.at,
        .part = QW_PART_HEALTHCHECK,
        .remedies = {{.kind = workload->healthcheck.at ? QW_REMEDY_DROP : QW_REMEDY_NONE,
                      .at = workload->healthcheck.at}},
    };

    (void)settings;
    if (workload->healthcheck.state == QW_HEALTH_CHECKED ||
        (workload->healthcheck.at == NULL && qw_workload_is_partial(workload->kind)))
        return;
    if (workload->healthcheck.state == QW_HEALTH_NONE) {
        qw_finding_add(findings, &finding, "is no check that the engine would run.");
        return;
    }
    /* The engine has merged the image's into a container's own. */
    if (workload->kind == QW_WORKLOAD_CONTAINER) {
        qw_finding_add(findings, &finding, "is not given: nobody notices when it hangs.");
        return;
    }
    switch (image->fact.state) {
    case QW_FACT_MISSING:
        if (!qw_image_is_looked_at_later(workload))
            qw_finding_add(findings, &finding, "is not given, and the image is not here to tell.");
        return;
    case QW_FACT_FAILED:
        qw_finding_add_unresolved(findings, &finding, &image->fact);
        return;
    case QW_FACT_KNOWN:
        if (!image->has_healthcheck)
            qw_finding_add(findings, &finding, "is given neither here nor by the image.");
        return;
    case QW_FACT_UNASKED:
        qw_finding_add(findings, &finding,
                       "is not given, and nobody could be asked for the image's.");
        return;
    }
}

/* --- required-labels -------------------------------------------------------------------------- */

static const char *label_of(const struct qw_pairs *labels, const char *key, size_t len)
{
    for (size_t i = 0; i < labels->n_items; i++) {
        const char *name = labels->items[i].name;

        if (strlen(name) == len && memcmp(name, key, len) == 0)
            return labels->items[i].value;
    }
    return NULL;
}

/* The request's, over the image's as the engine merges them. */
static const char *effective_label(const struct qw_workload *workload, const char *key, size_t len)
{
    const char *own = label_of(&workload->labels, key, len);

    return own ? own : label_of(&workload->facts->image.labels, key, len);
}

/* Only a value without a wildcard can be offered. */
static struct qw_remedy label_remedy(struct qw_findings *findings, const char *key,
                                     const char *pattern)
{
    if (pattern == NULL || strchr(pattern, '*') != NULL)
        return (struct qw_remedy){.kind = QW_REMEDY_NONE};
    return (struct qw_remedy){.kind = QW_REMEDY_PUT,
                              .part = QW_PART_LABELS,
                              .key = key,
                              .value = qw_findings_format(findings, "%s", pattern)};
}

static void judge_label(const struct qw_workload *workload, const char *word,
                        struct qw_findings *findings)
{
    const size_t len = strcspn(word, "=");
    const char *pattern = word[len] == '=' ? word + len + 1 : NULL;
    const char *value = effective_label(workload, word, len);
    const struct qw_fact *fact = &workload->facts->image.fact;

    if (value != NULL && (pattern == NULL || qw_glob_match(pattern, value)))
        return;
    if (value == NULL && qw_image_is_looked_at_later(workload))
        return; /* the image may bring it */

    const char *key = qw_findings_format(findings, "%.*s", (int)len, word);
    const struct qw_finding finding = {
        .part = QW_PART_LABELS,
        .docker = qw_findings_format(findings, "add --label %s", qw_findings_show(findings, word)),
        .compose =
            qw_findings_format(findings, "add %s to labels:", qw_findings_show(findings, word)),
        .remedies = {label_remedy(findings, key, pattern)},
    };

    if (value == NULL && fact->state == QW_FACT_FAILED)
        qw_finding_add_unresolved(findings, &finding, fact);
    else if (value == NULL)
        qw_finding_add(findings, &finding, "lacks %s, which the policy requires.",
                       qw_findings_show(findings, key));
    else
        qw_finding_add(findings, &finding, "gives %s a value that does not fit %s.",
                       qw_findings_show(findings, key), qw_findings_show(findings, pattern));
}

void qw_rule_required_labels(const struct qw_workload *workload, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    const struct qw_setting *labels = &settings->values[QW_SETTING_REQUIRED_LABELS_LABELS];

    if (qw_workload_is_partial(workload->kind))
        return;
    for (size_t i = 0; i < labels->n_words; i++)
        judge_label(workload, labels->words[i], findings);
}
