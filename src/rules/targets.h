/* Where in a container its mounts come to stand. */
#ifndef QW_RULES_TARGETS_H
#define QW_RULES_TARGETS_H

#include "rules_priv.h"

/* Adds what the rule `volumes` finds of the target of MOUNT, one of WORKLOAD's. */
void qw_target_judge(const struct qw_workload *workload, const struct qw_mount *mount,
                     const struct qw_settings *settings, struct qw_findings *findings);

#endif
