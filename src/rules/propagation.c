/* Whether mounts travel between host and container. */
#include "qw/word.h"
#include "rules_priv.h"

static const char *propagation_effect(const char *propagation)
{
    static const char *const shared[] = {"shared", "rshared", NULL};
    static const char *const slave[] = {"slave", "rslave", NULL};

    if (qw_text_is_in(propagation, shared))
        return "what is mounted in the container would appear on the host, and the reverse";
    if (qw_text_is_in(propagation, slave))
        return "what is mounted on the host later would appear in the container";
    return "this version of quaywarden does not know that word";
}

void qw_rule_mount_propagation(const struct qw_workload *workload,
                               const struct qw_settings *settings, struct qw_findings *findings)
{
    static const char *const harmless[] = {"", "private", "rprivate", NULL};

    (void)settings;
    for (size_t i = 0; i < workload->mounts.n_items; i++) {
        const struct qw_mount *mount = &workload->mounts.items[i];

        if (!mount->propagation || qw_text_is_in(mount->propagation, harmless))
            continue;

        const struct qw_finding finding = {
            .at = mount->at,
            .value = mount->propagation,
            .remedies = {{.kind = QW_REMEDY_DROP, .at = mount->at}},
        };

        qw_finding_add(findings, &finding, "asks for the mount propagation %s: %s.",
                       qw_findings_show(findings, mount->propagation),
                       propagation_effect(mount->propagation));
    }
}
