/* Amounts in words: as people read them, and as the docker CLI takes them. */
#ifndef QW_RULES_QUANTITIES_H
#define QW_RULES_QUANTITIES_H

#include "qw/rules.h"

const char *qw_show_size(struct qw_findings *findings, int64_t bytes); /* "512 MiB" */
/* "1.1 GiB": in the largest unit that it reaches, rounded up, so that what is over a maximum reads
 * as more. */
const char *qw_show_size_about(struct qw_findings *findings, int64_t bytes);
const char *qw_write_size(struct qw_findings *findings, int64_t bytes); /* "512m" */
const char *qw_show_cpus(struct qw_findings *findings, int64_t nano);   /* "1.5 CPUs" */
const char *qw_write_cpus(struct qw_findings *findings, int64_t nano);  /* "1.5" */
const char *qw_show_count(struct qw_findings *findings, int64_t count); /* "200" */

#endif
