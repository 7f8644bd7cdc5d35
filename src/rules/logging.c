/* Where the output of a container goes.  Log drivers run within the engine, as root. */
#include "log_options.h"
#include "rules_priv.h"

static void judge_options(const struct qw_pairs *options, struct qw_findings *findings)
{
    for (size_t i = 0; i < options->n_items; i++) {
        const struct qw_pair *option = &options->items[i];

        const char *objection = qw_log_option_objection(option->name, option->value);

        if (objection == NULL)
            continue;

        /* No value: options of log drivers hold tokens. */
        const char *name = qw_findings_show(findings, option->name);
        const struct qw_finding finding = {
            .at = option->at,
            .docker = qw_findings_format(findings, "drop --log-opt %s", name),
            .compose = qw_findings_format(findings, "remove %s from logging: options:", name),
            .remedies = {{.kind = QW_REMEDY_DROP, .at = option->at}},
        };

        qw_finding_add(findings, &finding, "is %s.", objection);
    }
}

void qw_rule_log_driver(const struct qw_workload *workload, const struct qw_settings *settings,
                        struct qw_findings *findings)
{
    const struct qw_text *type = &workload->log.type;

    if (type->value && *type->value &&
        !qw_setting_has_word(settings, QW_SETTING_LOG_DRIVER_ALLOW, type->value)) {
        const struct qw_finding finding = {
            .at = type->at,
            .value = type->value,
            .remedies = {{.kind = QW_REMEDY_DROP, .at = type->at}},
        };

        qw_finding_add(findings, &finding,
                       "is %s, which is not on the policy's list: it makes the engine connect and "
                       "read files as root.",
                       qw_findings_show(findings, type->value));
    }
    judge_options(&workload->log.options, findings);
}
