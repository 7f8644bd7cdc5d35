/* A workload as JSON: what quaywarden understood of a request, for `check --json` and for those who
 * hold it against what an engine made of the same request (tests/differential). */
#ifndef QW_WORKLOAD_WRITE_H
#define QW_WORKLOAD_WRITE_H

#include "qw/buffer.h"
#include "qw/workload.h"

/* Adds one object.  A value that was not given is null, a list that was not given is null or empty.
 * Values stand as they were understood, secrets in options included: for the eyes of whoever made
 * the request.  A failure sticks in BUFFER. */
void qw_workload_write(struct qw_buffer *buffer, const struct qw_workload *workload);

/* The word in that object: "create", "exec", ...; "none" for QW_WORKLOAD_NONE. */
const char *qw_workload_kind_name(enum qw_workload_kind kind);

#endif
