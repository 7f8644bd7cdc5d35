/* Rules x settings -> verdict and findings, and the sentences that a person reads: the same for a
 * denial, `check` and `explain`. */
#ifndef QW_VERDICT_H
#define QW_VERDICT_H

#include "qw/holes.h"
#include "qw/inspect.h"
#include "qw/policy.h"

enum qw_decision { QW_DENY = 0, QW_ALLOW };

/* Why a request was denied as a whole. */
enum qw_cause {
    QW_CAUSE_NOT_UNDERSTOOD = 0, /* `err` and `diag` tell: malformed, ambiguous, hidden */
    QW_CAUSE_UNKNOWN_OPERATION,  /* no row in the table */
    QW_CAUSE_OPERATION,          /* the policy denies the operation as such */
    QW_CAUSE_RULES,              /* findings of rules in `enforce` */
    QW_CAUSE_ENGINE_HOLE,        /* it would go through a hole of this engine's version */
    QW_CAUSE_AUDIT_FAILED,       /* the record could not be written */
    QW_CAUSE_NONE,               /* allowed */
};

struct qw_verdict {
    enum qw_decision decision;
    enum qw_cause cause;
    enum qw_err err;      /* of NOT_UNDERSTOOD */
    const char *detail;   /* of NOT_UNDERSTOOD: the diag's text, else "": the cause, and what to do
                             behind a newline where the error's own fix would not be it */
    size_t line;          /* of NOT_UNDERSTOOD: where in the body, from 1; 0: does not apply */
    size_t column;        /* from 1, in bytes */
    enum qw_hole_id hole; /* of ENGINE_HOLE */
    const char *engine_version; /* of ENGINE_HOLE; NULL: not known, the worst is assumed */
    bool is_audited;            /* allowed only because the policy says `audit` for the operation */
    struct qw_findings findings; /* of both modes, in rule order */
    bool is_of_held;             /* findings in `enforce` about the container that is there */
    const char *passes;          /* a command that would pass, or NULL */
    const char *left_out;        /* what that command leaves out of the request, or NULL */
};

/* The id of what no engine asked: there is no record that an operator could look up. */
#define QW_VERDICT_ID_CHECK "check"

/* What is judged. */
struct qw_verdict_input {
    const struct qw_operation *operation;
    const struct qw_workload *workload; /* of the request; NULL for operations without one */
    const struct qw_workload *held;     /* the container that it runs, enters or opens; or NULL */
};

/* What is told beside the verdict. */
struct qw_verdict_context {
    const char *policy_name;
    const char *id; /* of the decision, 8 hexadecimal digits, or QW_VERDICT_ID_CHECK */
    const struct qw_operation *operation; /* what could be read of it; never NULL */
    const struct qw_held *held;           /* the container that was looked at; or NULL */
    const char *held_since; /* how it came to be there: "was created before ..."; with `held` */
};

/* The verdict on a request that was read.  On denial the remedies are applied to operation->body,
 * which is used up, to compute `passes`: it is set only when the amended request was judged again
 * and passes.  QW_ERR_NO_MEMORY, QW_ERR_TOO_LARGE. */
QW_MUST_USE enum qw_err qw_verdict_judge(struct qw_arena *arena, const struct qw_policy *policy,
                                         const struct qw_verdict_input *input,
                                         struct qw_verdict *ret_verdict);

/* The verdict on a request that could not be read: always a denial.  DIAG may be NULL; its text
 * must outlive the verdict. */
struct qw_verdict qw_verdict_not_understood(enum qw_err err, const struct qw_diag *diag);

/* The denial of what the policy allows and HOLE (qw_hole_reached()) forbids.  ENGINE_VERSION must
 * outlive the verdict; NULL: not known. */
struct qw_verdict qw_verdict_engine_hole(enum qw_hole_id hole, const char *engine_version);

/* Stable word for records and metrics: "rules", "operation", "unknown-operation", "engine-hole",
 * "audit-failed", "" for allowed, or the error's name. */
const char *qw_verdict_reason(const struct qw_verdict *verdict);

/* Adds the text of a denial, at most QW_LIMIT_MESSAGE bytes, in the form of design.md; nothing for
 * an allowed request without findings, and the audit findings for one with some.  The last line has
 * no newline. */
void qw_verdict_add_text(struct qw_buffer *buffer, const struct qw_verdict *verdict,
                         const struct qw_verdict_context *context);

/* Adds the page that `explain RULE` prints. */
void qw_verdict_add_rule_page(struct qw_buffer *buffer, enum qw_rule_id rule);

#endif
