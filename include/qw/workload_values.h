/* The small values of a workload: each with the JSON node that it was read from (`at`), NULL when
 * absent. */
#ifndef QW_WORKLOAD_VALUES_H
#define QW_WORKLOAD_VALUES_H

#include <stdbool.h>
#include <stdint.h>

#include "qw/json.h"

struct qw_flag {
    bool is_true;
    const struct qw_json *at;
};

struct qw_number {
    int64_t value;
    const struct qw_json *at;
};

struct qw_text {
    const char *value; /* "" when absent */
    const struct qw_json *at;
};

struct qw_texts {
    struct qw_text *items;
    size_t n_items;
    const struct qw_json *at; /* the list itself; not NULL for an empty list that means something */
};

struct qw_pair {
    const char *name;
    const char *value;
    const struct qw_json *at; /* the value */
};

struct qw_pairs {
    struct qw_pair *items;
    size_t n_items;
    const struct qw_json *at;
};

/* user[:group] (engine.md 5.3) */
enum qw_identity {
    QW_IDENTITY_ABSENT,  /* no such part, or an empty group */
    QW_IDENTITY_NUMBER,  /* what strconv.Atoi takes, within 0..2147483647 */
    QW_IDENTITY_NAME,    /* looked up in the container's own files when it starts */
    QW_IDENTITY_INVALID, /* the engine would refuse it, or versions differ: a number out of range, a
                            third part */
};

struct qw_user {
    struct qw_text text;
    enum qw_identity
        user; /* an empty user part with a group is NUMBER 0: the engine runs it as root */
    enum qw_identity group;
    int64_t uid;
    int64_t gid;
    const char *user_name; /* the part as written; "" when absent */
    const char *group_name;
};

/* One entry of GroupAdd. */
struct qw_group {
    enum qw_identity kind; /* never ABSENT: an empty word is INVALID */
    int64_t gid;           /* of NUMBER; else 0 */
    struct qw_text text;
};

struct qw_groups {
    const struct qw_group *items;
    size_t n_items;
    const struct qw_json *at;
};

/* PidMode, IpcMode, UTSMode, UsernsMode, CgroupnsMode, NetworkMode */
enum qw_namespace {
    QW_NAMESPACE_PID,
    QW_NAMESPACE_IPC,
    QW_NAMESPACE_UTS,
    QW_NAMESPACE_NETWORK,
    QW_NAMESPACE_USER,
    QW_NAMESPACE_CGROUP,
    QW_NAMESPACE_COUNT
};

enum qw_namespace_mode {
    QW_NAMESPACE_DEFAULT, /* absent or the engine's own default word */
    QW_NAMESPACE_PRIVATE, /* private, none, shareable; for the network: bridge or a named network */
    QW_NAMESPACE_HOST,
    QW_NAMESPACE_CONTAINER, /* container:ID */
    QW_NAMESPACE_PATH,      /* ns:PATH */
    QW_NAMESPACE_UNKNOWN,   /* anything else */
};

struct qw_namespace_choice {
    enum qw_namespace_mode mode;
    struct qw_text text;
};

#endif
