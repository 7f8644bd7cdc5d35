/* What the engine copies into empty volumes. */
#ifndef QW_RULES_COPY_UP_H
#define QW_RULES_COPY_UP_H

#include "rules_priv.h"

/* Adds what the rule `volumes` finds of MOUNT, one of WORKLOAD's, should the engine fill it. */
void qw_copy_up_judge(const struct qw_workload *workload, const struct qw_mount *mount,
                      const struct qw_settings *settings, struct qw_findings *findings);

#endif
