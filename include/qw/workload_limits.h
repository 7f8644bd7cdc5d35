/* What bounds a workload and what keeps it running.  The numbers beside these (memory, CPUs, pids)
 * are plain members of struct qw_workload.  Of a partial body (an update) what is absent stays as
 * it is. */
#ifndef QW_WORKLOAD_LIMITS_H
#define QW_WORKLOAD_LIMITS_H

#include "qw/workload_values.h"

struct qw_ulimit {
    const char *name; /* as the engine takes it, whatever was written: "NOFILE" */
    int64_t soft;     /* below 0: unlimited */
    int64_t hard;     /* likewise */
    const struct qw_json *at;
};

struct qw_ulimits {
    const struct qw_ulimit *items;
    size_t n_items;
};

/* The zero value is the engine's own default for a container. */
enum qw_restart {
    QW_RESTART_NEVER, /* absent, "" or no */
    QW_RESTART_ON_FAILURE,
    QW_RESTART_ALWAYS,
    QW_RESTART_UNLESS_STOPPED,
    QW_RESTART_UNKNOWN, /* the engine would refuse it */
};

struct qw_restart_policy {
    enum qw_restart when;
    const char *name; /* as written; "" when absent, which of a service is ALWAYS */
    int64_t most;     /* of ON_FAILURE: tries; 0 or less: without end, as are those of a service
                         that are counted within a window of time alone */
    const struct qw_json *at;
};

/* Whether anybody checks that the container is well (Test of a HealthConfig).  On kind CONTAINER
 * the image's is merged in already. */
enum qw_health {
    QW_HEALTH_INHERITED, /* not given: the image's, if it has one */
    QW_HEALTH_CHECKED,
    QW_HEALTH_NONE, /* NONE, or what the engine takes for no check: an unknown kind, no command */
};

struct qw_healthcheck {
    enum qw_health state;
    const struct qw_json *at; /* Test */
};

#endif
