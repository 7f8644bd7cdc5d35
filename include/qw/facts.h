/* What is known of a workload beyond the request itself: what its image brings, what a name stands
 * for, where a path leads, which engine it is.  Filled in by the resolve module, read by rules; the
 * zero value is "nobody asked".  Knows no policy.  Everything is borrowed from an arena. */
#ifndef QW_FACTS_H
#define QW_FACTS_H

#include "qw/account_facts.h"
#include "qw/fact.h"
#include "qw/route_facts.h"
#include "qw/workload_parts.h"

/* GET /version and /info of the engine that is guarded. */
struct qw_engine_facts {
    struct qw_fact fact;
    const char *version;         /* "26.1.5+dfsg1" */
    const char *default_runtime; /* "runc" */
    const char *log_driver;      /* "json-file" */
    const char *root_folder;     /* DockerRootDir */
    const char *socket;          /* the one that is asked; NULL when none is */
    bool has_cgroup_v1;
};

/* GET /images/NAME/json of the image that a create names, or of the id that a container holds. */
struct qw_image_facts {
    struct qw_fact fact;
    const char *id;          /* "sha256:..." */
    struct qw_user user;     /* Config.User: text "" is root */
    struct qw_texts env;     /* "NAME=value"; values are secrets and never shown */
    struct qw_pairs labels;  /* Config.Labels */
    bool has_healthcheck;    /* Config.Healthcheck is there, and its Test is not NONE */
    struct qw_texts digests; /* RepoDigests: "registry/name@sha256:..." */
    int64_t size;            /* bytes */
    struct qw_fact history_fact;
    struct qw_texts history; /* CreatedBy of each layer that /images/ID/history tells */
};

/* GET /volumes/NAME of a named volume that is mounted. */
struct qw_volume_facts {
    const char *name;    /* as the workload has it */
    struct qw_fact fact; /* MISSING: the engine will make a plain one */
    const char *driver;
    struct qw_pairs options; /* Options: {"o": "bind", "device": "/", ...} */
    const char *user;        /* a container that mounts it and runs; NULL: none, or nobody asked */
};

/* GET /networks: of all networks, as a name may stand for one, or a part of an id for another. */
struct qw_held_network {
    const char *name;
    const char *id;
    const char *driver;
};

struct qw_network_facts {
    struct qw_fact fact;
    const struct qw_held_network *items;
    size_t n_items;
};

struct qw_workload;

/* GET /containers/NAME/json of a container that this one joins or takes volumes from. */
struct qw_other_container {
    const char *name; /* as the workload has it */
    struct qw_fact fact;
    const char *id;                     /* of KNOWN: 64 hexadecimal digits */
    const struct qw_workload *workload; /* of KNOWN: as the second look reads it */
};

/* Another name of something that a path of the host shows, because it is mounted there. */
struct qw_path_name {
    const char *path; /* "/etc" for a bind of it; "/proc/sys" for that folder of any procfs */
    const char *at;   /* the mount point */
    const char *type; /* of a file system that is the kernel's own, "proc"; else NULL */
    bool is_part;     /* `path` is mounted from within what is shown, and holds less */
};

/* A path of the host that is mounted, followed to where it leads. */
struct qw_path_facts {
    const char *path;      /* as the workload has it, absolute and lexically clean */
    struct qw_fact fact;   /* KNOWN or FAILED */
    const char *real;      /* every symbolic link resolved; what does not exist stands, as it is
                              written, behind its nearest existing parent */
    const char *link;      /* the first component that is a symbolic link, as a path; or NULL */
    const char *swappable; /* the first component that others than root could replace,
                              as a path; or NULL */
    const struct qw_path_name *names; /* of what is mounted at, above or below `real` */
    size_t n_names;
};

/* The target of a mount, followed through the links of a container's files. */
struct qw_target_facts {
    const char *target;       /* as the workload has it */
    struct qw_fact fact;      /* KNOWN or FAILED */
    const char *const *turns; /* of KNOWN: each symbolic link on the way, each place that the way
                                 goes up from, and last where it ends: paths in the container
                                 without links above them.  What does not exist stands as written */
    size_t n_turns;           /* of KNOWN: at least 1 */
};

struct qw_facts {
    struct qw_engine_facts engine;
    struct qw_image_facts image;
    struct qw_account_facts account;
    struct qw_added_group_facts added_groups;
    struct qw_added_group_facts primary_group; /* the number in User, which the engine adds too */
    const struct qw_volume_facts *volumes;
    size_t n_volumes;
    const struct qw_other_container *others;
    size_t n_others;
    const struct qw_path_facts *paths;
    size_t n_paths;
    struct qw_path_facts socket; /* of the engine that is asked; where there are `paths` */
    const struct qw_target_facts *targets; /* NULL: nobody asked */
    size_t n_targets;
    struct qw_route_facts routes;
    struct qw_network_facts networks;
    bool is_resolved; /* somebody has asked: a path that is not among `paths` was missed */
};

/* What rules may need to know; bits for the rule table and the resolver. */
enum qw_need {
    QW_NEED_IMAGE_USER = 1 << 0, /* the image, where the request names no user, or one by name */
    QW_NEED_IMAGE = 1 << 1,      /* the image, whatever the request says */
    QW_NEED_HISTORY = 1 << 2,    /* its history as well: of a container alone */
    QW_NEED_ACCOUNT = 1 << 3,    /* of a container or an exec: its user, where it is a name */
    QW_NEED_VOLUMES = 1 << 4,    /* of each named volume */
    QW_NEED_OTHERS = 1 << 5,     /* of each container that is joined or gives volumes */
    QW_NEED_PATHS = 1 << 6,      /* of each path of the host */
    QW_NEED_ENGINE = 1 << 7,
    QW_NEED_ROUTES = 1 << 8,       /* of a network whose addresses are chosen */
    QW_NEED_VOLUME_USERS = 1 << 9, /* beside VOLUMES: who uses one that a create would fill */
    QW_NEED_NETWORKS = 1 << 10,    /* of all networks, where one that somebody made is joined */
    QW_NEED_GROUPS = 1 << 11,      /* of a container: the numbers in GroupAdd, which may be names */
    QW_NEED_PRIMARY_GROUP = 1 << 12, /* of a container that does not run: the one in User */
};

/* NULL when nothing was asked about NAME or PATH. */
const struct qw_volume_facts *qw_facts_volume(const struct qw_facts *facts, const char *name);
const struct qw_other_container *qw_facts_other(const struct qw_facts *facts, const char *name);
const struct qw_path_facts *qw_facts_path(const struct qw_facts *facts, const char *path);
const struct qw_target_facts *qw_facts_target(const struct qw_facts *facts, const char *target);

/* What is known of where PATH leads: FAILED when it was missed. */
const struct qw_fact *qw_facts_path_fact(const struct qw_facts *facts, const char *path);

#endif
