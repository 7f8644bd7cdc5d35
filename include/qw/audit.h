/* The audit log: one JSON object a line, written in one piece and before the answer leaves. */
#ifndef QW_AUDIT_H
#define QW_AUDIT_H

#include <stdint.h>

#include "qw/plugin.h"
#include "qw/verdict.h"

struct qw_audit;

/* What one decision leaves behind.  All borrowed. */
struct qw_record {
    const char *id;
    const char *phase; /* "request" */
    const struct qw_call *call;
    const struct qw_operation *operation;
    const struct qw_workload *workload; /* NULL when there is none: its image is told */
    const struct qw_verdict *verdict;
    const char *policy_name;
    const char *policy_digest;
    uint64_t latency_us;
};

/* Opens PATH for appending, creating it 0600; QW_ERR_IO with a sentence in DIAG, QW_ERR_UNSAFE_FILE
 * for what is no regular file.  `seq` goes on from the last record of the file. */
QW_MUST_USE enum qw_err qw_audit_open(const char *path, struct qw_audit **ret_audit,
                                      struct qw_diag *diag);

/* Opens the path again (logrotate); on failure the old file stays in use.  Any thread. */
QW_MUST_USE enum qw_err qw_audit_reopen(struct qw_audit *audit, struct qw_diag *diag);

/* Takes NULL. */
void qw_audit_close(struct qw_audit *audit);

/* Appends RECORD; any thread.  QW_ERR_IO when it could not be written whole: what stands of it is
 * cut off again or, where that cannot be, made no record by what closes its line. QW_ERR_NO_MEMORY,
 * QW_ERR_TOO_LARGE.  DIAG says why.  Numbers follow the file; times are taken before the lock, so
 * that those of two threads may stand the other way round. */
QW_MUST_USE enum qw_err qw_audit_write(struct qw_audit *audit, const struct qw_record *record,
                                       struct qw_diag *diag);

/* What is known of the guarded engine: written when it changes. */
struct qw_engine_record {
    const char *version; /* NULL: not known */
    unsigned holes;      /* that are open: bits 1 << enum qw_hole_id */
};

/* Appends {v, seq, time, phase: "engine", engine: {version}, holes: [names]}.  Errors as above. */
QW_MUST_USE enum qw_err qw_audit_write_engine(struct qw_audit *audit,
                                              const struct qw_engine_record *record,
                                              struct qw_diag *diag);

/* The record as one JSON line with its newline: what qw_audit_write() writes. */
void qw_audit_format(struct qw_buffer *buffer, const struct qw_record *record, uint64_t seq);

#endif
