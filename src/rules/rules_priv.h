/* The judges: one for each row of the rule table, grouped by file as below. */
#ifndef QW_RULES_PRIV_H
#define QW_RULES_PRIV_H

#include "qw/rules.h"

/* isolation.c */
qw_rule_fn qw_rule_privileged;
qw_rule_fn qw_rule_host_namespaces;
qw_rule_fn qw_rule_writable_rootfs;
qw_rule_fn qw_rule_masked_paths;

/* identity.c */
qw_rule_fn qw_rule_root_user;
qw_rule_fn qw_rule_groups;

/* privileges.c */
qw_rule_fn qw_rule_no_new_privileges;
qw_rule_fn qw_rule_capabilities;

/* confinement.c: SecurityOpt */
qw_rule_fn qw_rule_seccomp;
qw_rule_fn qw_rule_apparmor;
qw_rule_fn qw_rule_selinux;

/* mounts.c, sockets.c, volumes.c */
qw_rule_fn qw_rule_bind_mounts;
qw_rule_fn qw_rule_engine_sockets;
qw_rule_fn qw_rule_mount_propagation;
qw_rule_fn qw_rule_tmpfs_options;
qw_rule_fn qw_rule_volumes;

/* `volumes` without VolumesFrom. */
qw_rule_fn qw_volumes_judge_mounts;

/* volumes_from.c, for `volumes`. */
qw_rule_fn qw_volumes_from_judge;

/* True when JUDGE, of RULE, would deny WORKLOAD: another one than that of FINDINGS, which takes its
 * errors alone. */
bool qw_rule_denies(const struct qw_workload *workload, enum qw_rule_id rule, qw_rule_fn *judge,
                    const struct qw_settings *settings, struct qw_findings *findings);

/* images.c: true when the image is not here yet and the second look will judge what was pulled.
 * Nobody looks at the tasks of a service. */
bool qw_image_is_looked_at_later(const struct qw_workload *workload);

/* tmpfs.c, for `volumes`: options that make another kind of mount of a tmpfs. */
void qw_tmpfs_judge_kind(const struct qw_mount *mount, struct qw_findings *findings);

/* networks.c */
qw_rule_fn qw_rule_networks;
qw_rule_fn qw_rule_host_ports;
qw_rule_fn qw_rule_sysctls;

/* devices.c */
qw_rule_fn qw_rule_devices;

/* runtime.c */
qw_rule_fn qw_rule_cgroup_parent;
qw_rule_fn qw_rule_runtimes;
qw_rule_fn qw_rule_oom;
qw_rule_fn qw_rule_log_driver;
qw_rule_fn qw_rule_service_secrets;
qw_rule_fn qw_rule_unknown_fields;

/* limits.c */
qw_rule_fn qw_rule_memory_limit;
qw_rule_fn qw_rule_cpu_limit;
qw_rule_fn qw_rule_pids_limit;
qw_rule_fn qw_rule_ulimits;

/* lifecycle.c */
qw_rule_fn qw_rule_restart_policy;
qw_rule_fn qw_rule_healthcheck;
qw_rule_fn qw_rule_required_labels;

/* exposure.c */
qw_rule_fn qw_rule_host_interface;
qw_rule_fn qw_rule_default_network;

/* networks.c */

/* What makes a network driver more than a bridge, as the end of a sentence. */
const char *qw_network_driver_effect(const char *driver);

/* joined_networks.c: part of the rule networks. */
qw_rule_fn qw_rule_joined_networks;

/* images.c */
qw_rule_fn qw_rule_image_reference;
qw_rule_fn qw_rule_image_content;

/* In networks.join: every network. */
#define QW_ANY_NETWORK "*"

/* settings.c: a look-up that the judges share. */
bool qw_setting_has_word(const struct qw_settings *settings, enum qw_setting_id id,
                         const char *word);

/* findings.c: words for a finding.  Never NULL: when memory is short the error sticks in FINDINGS
 * and "" is returned, so that a judge reads straight down. */

/* TEXT as qw_show() makes it. */
const char *qw_findings_show(struct qw_findings *findings, const char *text);
const char *qw_findings_format(struct qw_findings *findings, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
