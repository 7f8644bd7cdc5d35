/* What the files of this module share. */
#ifndef QW_VERDICT_PRIV_H
#define QW_VERDICT_PRIV_H

#include "qw/verdict.h"

/* judge.c: true when a finding of `enforce` is among FINDINGS. */
bool qw_findings_deny(const struct qw_findings *findings);

/* --- passes.c: a command like the person's own that would pass. --------------------------------
 */

struct qw_passing {
    const char *command;  /* NULL when there is none */
    const char *left_out; /* NULL when nothing was */
};

/* Applies the remedies of FINDINGS to the body of INPUT, which has a workload, and judges again,
 * until it passes.  That nothing passes is no error; QW_ERR_NO_MEMORY is the only one. */
QW_MUST_USE enum qw_err qw_verdict_find_passing(struct qw_arena *arena,
                                                const struct qw_settings *settings,
                                                const struct qw_verdict_input *input,
                                                const struct qw_findings *findings,
                                                struct qw_passing *ret_passing);

/* --- remedy.c: one remedy on a canonical body. -------------------------------------------------
 */

/* QW_ERR_NOT_FOUND when the remedy has no place in this kind of body, QW_ERR_SYNTAX when its value
 * is no JSON, QW_ERR_NO_MEMORY.  KIND tells where the parts stand.  A node that left the body
 * before is no error. */
QW_MUST_USE enum qw_err qw_remedy_apply(struct qw_arena *arena, struct qw_json *body,
                                        enum qw_workload_kind kind, const struct qw_remedy *remedy);

/* --- text_*.c: sentences. ----------------------------------------------------------------------
 */

/* Why an operation gives away the host, and what it costs to allow it.  Never NULL. */
struct qw_operation_text {
    const char *why;
    const char *gives;
};

struct qw_operation_text qw_operation_text_of(enum qw_op op);

/* What the person can do about ERR where its detail does not tell; never NULL for an error. */
const char *qw_err_fix(enum qw_err err);

/* TEXT with everything but printable ASCII as \xNN, at most LEN_MAX bytes of it: for names that
 * stand without quotation marks. */
void qw_text_add_plain(struct qw_buffer *buffer, const char *text, size_t len_max);

/* Adds the blocks of the findings of MODE, as many whole ones as fit into ROOM bytes, and a line
 * that counts the rest. */
void qw_text_add_findings(struct qw_buffer *buffer, const struct qw_findings *findings,
                          enum qw_mode mode, size_t room);

/* Adds the names of the rules with findings of MODE, each once: "privileged, bind-mounts". */
void qw_text_add_rules(struct qw_buffer *buffer, const struct qw_findings *findings,
                       enum qw_mode mode);

/* The first rule with a finding of MODE, QW_RULE_COUNT when there is none. */
enum qw_rule_id qw_text_first_rule(const struct qw_findings *findings, enum qw_mode mode);

#endif
