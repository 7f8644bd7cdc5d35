/* Who a container's own /etc/passwd and /etc/group make of a user and of groups. */
#ifndef QW_ACCOUNT_FACTS_H
#define QW_ACCOUNT_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qw/fact.h"

/* A user given by name, looked up in a container's own passwd and group files. */
struct qw_account_facts {
    struct qw_fact fact; /* MISSING: there is no such name */
    int64_t uid;
    int64_t gid;
    const int64_t *groups; /* supplementary, from /etc/group */
    size_t n_groups;
};

/* GroupAdd of a container, looked up in its own group file. */
struct qw_added_group_facts {
    struct qw_fact fact;
    const bool
        *is_other; /* of each: a number that is the name of a group there, whose gid differs */
};

#endif
