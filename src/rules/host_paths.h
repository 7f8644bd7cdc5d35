/* The host paths that a workload mounts, whatever way it says so: Binds, Mounts of type bind, and
 * local volumes with the mount option bind, in a create body, in volume.create, or as the engine
 * holds them already. */
#ifndef QW_RULES_HOST_PATHS_H
#define QW_RULES_HOST_PATHS_H

#include "qw/volume_options.h"
#include "rules_priv.h"

struct qw_host_path {
    const char *path; /* that of a bind is clean, that of a volume option as it was given */
    bool is_read_only;
    bool is_read_only_below; /* and so is what is mounted below the path */
    bool can_force;          /* the engine would make it so if it were asked */
    bool relabels;
    bool is_volume_option;        /* the path is the `device` option of a volume */
    const char *volume;           /* the name of one that the engine holds; else NULL */
    const struct qw_facts *facts; /* of the workload */
    const struct qw_mount *mount; /* NULL for volume.create */
    const struct qw_json *at;
};

typedef void qw_host_path_fn(const struct qw_host_path *path, const struct qw_settings *settings,
                             struct qw_findings *findings);

/* Calls JUDGE for each of them, in the order of the request.  What a volume is that could not be
 * asked about, is a finding here only where the rule `volumes` does not deny it. */
void qw_host_paths_visit(const struct qw_workload *workload, const struct qw_settings *settings,
                         struct qw_findings *findings, qw_host_path_fn *judge);

/* What the engine holds as the volume of MOUNT, where it is not just what MOUNT asks for itself, or
 * where that could not be had; else NULL. */
const struct qw_volume_facts *qw_mount_volume_facts(const struct qw_facts *facts,
                                                    const struct qw_mount *mount);

#endif
