/* Names and numbers of users and groups, looked up in a container's own files; a part of
 * qw_resolve_facts() and of qw_resolve_targets(). */
#ifndef QW_RESOLVE_ACCOUNT_H
#define QW_RESOLVE_ACCOUNT_H

#include "resolve_priv.h"

/* Never fails but for memory: the fact tells. */
QW_MUST_USE enum qw_err resolve_account(struct qw_asker *asker, const struct qw_held *held,
                                        const struct qw_workload *workload,
                                        struct qw_account_facts *ret_account);

QW_MUST_USE enum qw_err resolve_added_groups(struct qw_asker *asker, const struct qw_held *held,
                                             const struct qw_workload *workload,
                                             struct qw_added_group_facts *ret_groups);

/* The same of the number in User, which the engine has added to the groups since CVE-2022-36109.
 * What runs, or mounts something, is left unasked: resolve_mounting_group() reads the file of the
 * latter, FILE, once it is known where its mounts lead. */
QW_MUST_USE enum qw_err resolve_primary_group(struct qw_asker *asker, const struct qw_held *held,
                                              const struct qw_workload *workload,
                                              struct qw_added_group_facts *ret_group);
QW_MUST_USE enum qw_err resolve_mounting_group(struct qw_asker *asker,
                                               const struct resolve_file *file,
                                               const struct qw_workload *workload,
                                               struct qw_added_group_facts *ret_group,
                                               struct qw_diag *diag);

#endif
