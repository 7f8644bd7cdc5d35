/* Containers as the engine tells of them: `docker inspect` output and the second look. */
#ifndef QW_INSPECT_H
#define QW_INSPECT_H

#include "qw/workload.h"

/* Turns one element of `docker inspect` (an object with Config and HostConfig) into a create body,
 * not yet canonical; INSPECT is used up.  NetworkSettings.Networks become the EndpointsConfig, and
 * an empty User becomes "0", because the engine has merged the image's into it already.
 * QW_ERR_TYPE, QW_ERR_AMBIGUOUS, QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err qw_workload_body_from_inspect(struct qw_arena *arena,
                                                      struct qw_json *inspect,
                                                      struct qw_json **ret_body,
                                                      struct qw_diag *diag);

/* What of GET /containers/NAME/json stands beside the workload. */
struct qw_held {
    const char *id;       /* 64 hexadecimal digits */
    const char *name;     /* without its slash */
    const char *image_id; /* "sha256:..." */
    const char *created;  /* RFC 3339, as the engine writes it */
    bool is_running;      /* or paused, or restarting */
    bool is_unstarted;    /* since it was created */
    bool has_read_only_root;
    struct qw_texts volumes; /* names of those that it mounts, anonymous ones too */
    struct qw_texts written; /* of these, those that it can write to */
    int64_t pid;             /* on the engine's host; 0 when it does not run */
};

/* Reads the answer to GET /containers/NAME/json, which is used up, as what the container is: kind
 * CONTAINER, the image's User merged in as the engine did, and without what the engine itself wrote
 * there because it is its default (ENGINE: cgroup namespace on cgroup v1, runtime, log driver).
 * An ENGINE that is not KNOWN has Docker's own defaults.  What VolumesFrom gave stands among its
 * mounts, and VolumesFrom is empty.  QW_ERR_TYPE, QW_ERR_AMBIGUOUS,
 * QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err qw_workload_read_container(struct qw_arena *arena, struct qw_json *inspect,
                                                   const struct qw_engine_facts *engine,
                                                   struct qw_workload *ret_workload,
                                                   struct qw_held *ret_held, struct qw_diag *diag);

#endif
