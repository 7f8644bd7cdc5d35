/* What a workload asks of the drivers that hand out GPUs. */
#ifndef QW_RULES_GPUS_H
#define QW_RULES_GPUS_H

#include "rules_priv.h"

/* Adds what the rule `devices` finds of device requests and of NVIDIA_* variables. */
void qw_gpus_judge(const struct qw_workload *workload, const struct qw_settings *settings,
                   struct qw_findings *findings);

#endif
