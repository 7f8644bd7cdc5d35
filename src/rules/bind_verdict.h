/* What a policy says of a path of the host, by its text alone. */
#ifndef QW_RULES_BIND_VERDICT_H
#define QW_RULES_BIND_VERDICT_H

#include "rules_priv.h"

enum qw_bind_outcome {
    QW_BIND_NOT_ALLOWED,
    QW_BIND_LIES_IN,   /* below a denied path */
    QW_BIND_SHOWS,     /* above a denied path */
    QW_BIND_READ_ONLY, /* allowed, but not for writing */
    QW_BIND_RELATIVE,
    QW_BIND_GOES_UP,
    QW_BIND_PASSES,
};

struct qw_bind_verdict {
    enum qw_bind_outcome outcome;
    const char *entry; /* of the policy; NULL when none in particular.  Of PASSES: that of `allow`
                          that outweighs */
    bool is_by_allow;  /* of PASSES: an entry of `allow` outweighs one of `deny` */
};

struct qw_bind_policy {
    const struct qw_setting *deny;
    const struct qw_setting *allow;
    const char *engine_folder; /* denied like the entries of `deny`; NULL when nobody knows it */
};

struct qw_bind_policy qw_bind_policy_of(const struct qw_settings *settings,
                                        const struct qw_facts *facts);

/* True when an entry of `deny` that is not for everything covers PATH or lies below it. */
bool qw_bind_policy_names(const struct qw_bind_policy *policy, const char *path);

struct qw_bind_verdict qw_bind_verdict_on(const struct qw_bind_policy *policy, const char *path,
                                          bool is_read_only);

#endif
