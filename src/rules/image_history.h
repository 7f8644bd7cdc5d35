/* What the environment and the history of an image give away. */
#ifndef QW_RULES_IMAGE_HISTORY_H
#define QW_RULES_IMAGE_HISTORY_H

#include "qw/rules.h"

/* The name in "NAME=value" when it fits one of PATTERNS and the value is not empty; else NULL. */
const char *qw_image_secret_in(struct qw_findings *findings, const char *variable,
                               const struct qw_setting *patterns);

/* Adds what LINE, the command that made a layer, shows: copies of FINDING. */
void qw_image_history_judge(const char *line, const struct qw_setting *patterns,
                            const struct qw_finding *finding, struct qw_findings *findings);

#endif
