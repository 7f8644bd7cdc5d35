/* Parameters of the kernel. */
#include "rules_priv.h"

void qw_rule_sysctls(const struct qw_workload *workload, const struct qw_settings *settings,
                     struct qw_findings *findings)
{
    for (size_t i = 0; i < workload->sysctls.n_items; i++) {
        const struct qw_pair *sysctl = &workload->sysctls.items[i];

        if (qw_setting_has_word(settings, QW_SETTING_SYSCTLS_ALLOW, sysctl->name))
            continue;

        const char *name = qw_findings_show(findings, sysctl->name);
        const struct qw_finding finding = {
            .at = sysctl->at,
            .value = sysctl->value,
            .docker = qw_findings_format(findings, "drop --sysctl %s", name),
            .compose = qw_findings_format(findings, "remove %s from sysctls:", name),
            .remedies = {{.kind = QW_REMEDY_DROP, .at = sysctl->at}},
        };

        qw_finding_add(findings, &finding,
                       "sets the kernel parameter %s, which is not on the list of those that are "
                       "known to stay within the container.",
                       name);
    }
}
