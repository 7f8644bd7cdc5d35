/* The typed view of what would run, read from a canonical body.  Every spelling that the engine
 * understands is understood here, so that rules compare values and never parse.  Knows no policy.
 *
 * Presence stands beside every value: `at` is the JSON node that it was read from, NULL when it was
 * not given.  Everything is borrowed from the arena. */
#ifndef QW_WORKLOAD_H
#define QW_WORKLOAD_H

#include "qw/engine.h"
#include "qw/facts.h"
#include "qw/workload_limits.h"

enum qw_workload_kind {
    QW_WORKLOAD_NONE, /* the operation runs nothing that rules could judge */
    QW_WORKLOAD_CREATE,
    QW_WORKLOAD_EXEC,
    QW_WORKLOAD_VOLUME,  /* volume.create */
    QW_WORKLOAD_NETWORK, /* network.create */
    QW_WORKLOAD_CONNECT, /* network.connect */
    QW_WORKLOAD_BUILD, /* build.*: what its query shows.  A courtesy and no boundary: the steps of a
                          build run outside the rules.  Network namespace and cgroup_parent have a
                          value, but `at` is NULL */
    QW_WORKLOAD_UPDATE,    /* container.update: partial, what is absent stays as it is */
    QW_WORKLOAD_SERVICE,   /* service.create and service.update: whole specs, both */
    QW_WORKLOAD_CONTAINER, /* the second look: a container as the engine holds it.  No operation has
                              this kind */
    QW_WORKLOAD_KIND_COUNT
};

struct qw_workload {
    enum qw_workload_kind kind;
    struct qw_text image;
    struct qw_flag privileged;
    struct qw_flag plugin;   /* of SERVICE: its tasks are plugins of the engine, no containers */
    struct qw_text rollback; /* of SERVICE: the query's word; the previous spec would run instead of
                                the body.  `at` is NULL */
    struct qw_user user;
    struct qw_groups groups; /* GroupAdd */
    struct qw_flag read_only_rootfs;
    struct qw_capabilities capabilities;
    struct qw_security_options security;
    struct qw_texts masked_paths;    /* `at` NULL: the engine's defaults */
    struct qw_texts read_only_paths; /* likewise */
    struct qw_namespace_choice namespaces[QW_NAMESPACE_COUNT];
    struct qw_mounts mounts;      /* Binds and Mounts, tmpfs of both kinds included */
    struct qw_text volume_driver; /* of all volumes that name none, the image's own VOLUMEs too */
    struct qw_texts volumes_from; /* container part, without its mode */
    struct qw_devices devices;
    struct qw_pairs sysctls; /* names with dots, whatever the request wrote */
    struct qw_pairs
        endpoint_options; /* DriverOpts of every EndpointsConfig entry, sysctls split out */
    struct qw_text cgroup_parent;
    struct qw_text runtime;
    struct qw_pairs annotations;
    struct qw_number oom_score_adj;
    struct qw_flag oom_kill_disable;
    struct qw_number memory;
    struct qw_number memory_swap; /* memory and swap together; -1: swap without end */
    struct qw_number nano_cpus;
    struct qw_number cpu_quota;
    struct qw_number cpu_period;
    struct qw_number cpu_shares;
    struct qw_number pids_limit;
    struct qw_ulimits ulimits;
    struct qw_restart_policy restart;
    struct qw_healthcheck healthcheck;
    struct qw_pairs labels;
    struct qw_texts joined_networks; /* keys of EndpointsConfig, or the one that is connected to;
                                        each NetworkID */
    struct qw_ports ports;
    struct qw_flag publishes_all_ports;
    struct qw_log_config log;
    struct qw_texts secrets;        /* of SERVICE: secrets and configs of the swarm, by name */
    struct qw_texts unknown_fields; /* keys of HostConfig without a row that are set to something */
    struct qw_network network;      /* of NETWORK and CONNECT */
    struct qw_volume volume;        /* of VOLUME */
    const struct qw_facts *facts;   /* what was asked about all this; never NULL */
};

/* The kind that OP's requests have; QW_WORKLOAD_NONE when no rule can judge them. */
enum qw_workload_kind qw_workload_kind_of(enum qw_op op);

/* Reads what OPERATION would run from its canonical body and its query.  QW_ERR_NO_MEMORY,
 * QW_ERR_TYPE with a sentence for what no engine version would take, or QW_ERR_BODY_MISSING for an
 * operation that cannot do without a body (nothing to judge would be nothing to deny).  What is
 * absent has the value "" and an `at` of NULL. */
QW_MUST_USE enum qw_err qw_workload_read(struct qw_arena *arena,
                                         const struct qw_operation *operation,
                                         struct qw_workload *ret_workload, struct qw_diag *diag);

/* WORD as the engine reads an entry of GroupAdd: for lists of a policy, which name groups likewise.
 * The text is WORD, borrowed. */
struct qw_group qw_group_of(const char *word);

/* False for the networks that every engine has, under names that it gives to no other. */
bool qw_workload_network_is_made(const char *name);

/* NetworkMode names a network that somebody made. */
bool qw_workload_mode_joins_network(const struct qw_workload *workload);

/* The bits of enum qw_need that WORKLOAD gives cause for: those of the volumes of one that mounts
 * none are no question. */
unsigned qw_workload_gives_cause(const struct qw_workload *workload);

/* True when the engine reads the container's own files to make a process of WORKLOAD's user: for a
 * name, and for a number without a group, which takes it, and more, from the line that has the
 * number.  Root needs no group: it is judged as root. */
bool qw_workload_user_is_looked_up(const struct qw_workload *workload);

/* True when the engine, to make the container of WORKLOAD, a create, copies what its image has at
 * the target of MOUNT into the volume, should that be empty. */
bool qw_workload_fills(const struct qw_workload *workload, const struct qw_mount *mount);

/* True when that is so for any mount of the volume NAME. */
bool qw_workload_fills_volume(const struct qw_workload *workload, const char *name);

/* True when what is absent from a body of KIND stays as it is, so that it is no finding. */
bool qw_workload_is_partial(enum qw_workload_kind kind);

/* --- Where a value would stand when it is absent, by kind of body: for findings and remedies. ---
 */

enum qw_part {
    QW_PART_USER,
    QW_PART_PRIVILEGED,
    QW_PART_READ_ONLY_ROOTFS,
    QW_PART_CAP_DROP,
    QW_PART_SECURITY_OPT,
    QW_PART_TMPFS,
    QW_PART_MEMORY,
    QW_PART_CPUS,
    QW_PART_PIDS_LIMIT,
    QW_PART_HEALTHCHECK,
    QW_PART_LABELS,
    QW_PART_IMAGE,
    QW_PART_NETWORK_MODE,
    QW_PART_NO_NEW_PRIVILEGES, /* of SERVICE, which has no SecurityOpt */
    QW_PART_RESTART,
    QW_PART_COUNT
};

/* "HostConfig.CapDrop"; NULL where that kind of body has no such part. */
const char *qw_workload_part_path(enum qw_workload_kind kind, enum qw_part part);

#endif
