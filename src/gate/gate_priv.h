/* What the files of this module share. */
#ifndef QW_GATE_PRIV_H
#define QW_GATE_PRIV_H

#include "qw/gate.h"

struct qw_gate {
    struct qw_policy *policy;
    struct qw_audit *audit;
    bool audit_reads;
    unsigned id_start;
    _Atomic unsigned n_ids;
};

/* decide.c: a denial of what could not be read, as if WHY had come up in deciding. */
void gate_decide_unread(const struct qw_gate *gate, struct qw_arena *arena, const char *id,
                        const struct qw_diag *why, struct qw_decided *ret_decided);

/* decide.c: turns DECIDED into a denial for want of a record, and says so in its message. */
void gate_deny_unrecorded(const struct qw_gate *gate, struct qw_arena *arena, const char *id,
                          struct qw_decided *decided);

#endif
