/* What a volume asks of its driver: the same in a create body and in volume.create. */
#ifndef QW_RULES_VOLUME_DRIVER_H
#define QW_RULES_VOLUME_DRIVER_H

#include "rules_priv.h"

struct qw_volume_request {
    const char *name;   /* of one that the engine holds already; else NULL */
    const char *driver; /* "" or NULL is local */
    const struct qw_pairs *options;
    const struct qw_json *driver_at;  /* what to drop for another driver */
    const struct qw_json *options_at; /* what to drop for other options */
};

/* Adds what the rule `volumes` finds of it. */
void qw_volume_judge(const struct qw_volume_request *volume, const struct qw_settings *settings,
                     struct qw_findings *findings);

#endif
