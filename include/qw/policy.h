/* Policies: a level or a file, with what it extends, compiled to an immutable snapshot.  Any thread
 * may read one; requests hold a counted reference. */
#ifndef QW_POLICY_H
#define QW_POLICY_H

#include "qw/digest.h"
#include "qw/rules.h"

struct qw_policy;

/* What a policy says of an operation as such.  The zero value denies. */
enum qw_action { QW_ACTION_DENY = 0, QW_ACTION_AUDIT, QW_ACTION_ALLOW };

struct qw_policy_options {
    /* quaywarden's own files and folders: never to be mounted, whatever the policy allows; a policy
     * that allows something in one is an error.  The policy's own files and their folders are added
     * to them.  NULL: none. */
    const char *const *own_paths;
    size_t n_own_paths;
};

/* Loads a level by its name ("restricted", "restricted@1") or a file by its path (it holds a slash
 * or ends in .json).  QW_ERR_NOT_FOUND, QW_ERR_UNSAFE_FILE, QW_ERR_IO, QW_ERR_SYNTAX,
 * QW_ERR_AMBIGUOUS, QW_ERR_TOO_LARGE, QW_ERR_POLICY (unknown key, rule, operation or setting; wrong
 * type; extends in a circle), QW_ERR_NO_MEMORY; DIAG names file, line, column and JSON pointer, and
 * the nearest known name.  The names in groups.deny are looked up in the host's group database, and
 * QW_ERR_IO is also one that does not answer.  The result has one reference. */
QW_MUST_USE enum qw_err qw_policy_load(const char *name_or_path,
                                       const struct qw_policy_options *options,
                                       struct qw_policy **ret_policy, struct qw_diag *diag);

struct qw_policy *qw_policy_ref(struct qw_policy *policy);

/* Takes NULL. */
void qw_policy_unref(struct qw_policy *policy);

QW_DEFINE_CLEANUP(qw_cleanup_policy, struct qw_policy, qw_policy_unref)

/* Borrowed from the policy. */
const char *qw_policy_name(const struct qw_policy *policy);
const struct qw_settings *qw_policy_settings(const struct qw_policy *policy);

/* SHA-256 over the effective policy in canonical form: equal for equal meaning, on every host, and
 * whatever the policy is called. */
const struct qw_digest *qw_policy_digest(const struct qw_policy *policy);

/* QW_ACTION_DENY for QW_OP_UNKNOWN, whatever the policy says. */
enum qw_action qw_policy_action(const struct qw_policy *policy, enum qw_op op);

/* The holes of the engine that this host's distribution, or its operator, has closed although the
 * engine's version has them: bits 1 << enum qw_hole_id of qw/holes.h. */
unsigned qw_policy_fixed_holes(const struct qw_policy *policy);

/* Adds the effective policy as canonical, indented JSON: what the digest covers, and what the
 * snapshots of the shipped levels in tests/ hold.  It is a policy itself, without name and
 * `extends`; own paths and the numbers of groups are no part of it. */
void qw_policy_dump(const struct qw_policy *policy, struct qw_buffer *buffer);

/* The embedded levels, in order of strictness. */
size_t qw_policy_level_count(void);
const char *qw_policy_level_name(size_t index);

#endif
