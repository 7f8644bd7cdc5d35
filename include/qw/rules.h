/* The rule table: each rule is one row, one function and its tests.  Rules judge a workload against
 * settings; they know policy values and no JSON of Docker, do no I/O and keep no state. */
#ifndef QW_RULES_H
#define QW_RULES_H

#include "qw/settings.h"
#include "qw/workload.h"

/* How to change the request so that the finding goes away; the verdict applies it to the canonical
 * body and judges again. */
enum qw_remedy_kind {
    QW_REMEDY_NONE,    /* no request of this kind would pass, or a person has to decide */
    QW_REMEDY_DROP,    /* take the node `at` out */
    QW_REMEDY_SET,     /* put `value` at the part's path */
    QW_REMEDY_NO_COPY, /* let `at`, an entry of Binds or Mounts, be a volume that is not filled */
    QW_REMEDY_APPEND,  /* add the string `value` to the list at the part's path */
    QW_REMEDY_PUT, /* put key `key` with the string `value` into the object `at`, or when that is
                      NULL into the map at the part's path */
};

struct qw_remedy {
    enum qw_remedy_kind kind;
    const struct qw_json *at;
    enum qw_part part;
    const char *key;
    const char *value; /* SET: a JSON literal, e.g. true or "1000:1000" with its quotation marks */
};

enum { QW_FINDING_REMEDIES = 2 };

struct qw_finding {
    enum qw_rule_id rule;     /* filled in by the evaluator */
    enum qw_mode mode;        /* likewise; never QW_MODE_OFF */
    bool is_advice;           /* recorded only, even where the rule is enforced */
    const struct qw_json *at; /* where; NULL when something is missing, then `part` tells */
    enum qw_part part;
    const char *field; /* path of `at` or of the part, for people: filled in by qw_finding_add
                          where the judge named none itself (a query parameter) */
    const char *value; /* what was given, raw; NULL for secrets and for what is missing */
    const char *text;  /* "is true: the container would ...": follows the field; safe to show */
    const char
        *docker; /* what to change, when it is more exact than the rule's own; safe to show */
    const char *compose; /* likewise */
    struct qw_remedy remedies[QW_FINDING_REMEDIES];
};

struct qw_findings {
    struct qw_arena *arena;
    struct qw_finding *items;
    size_t n_items;
    enum qw_workload_kind kind;
    enum qw_rule_id rule; /* the rule being judged */
    enum qw_mode mode;
    size_t cap;
    enum qw_err err; /* sticky: QW_ERR_NO_MEMORY, QW_ERR_TOO_LARGE over QW_LIMIT_FINDINGS */
};

/* Adds a copy of FINDING with the formatted text; values in the format go through qw_show().  Does
 * nothing once `err` is set. */
void qw_finding_add(struct qw_findings *findings, const struct qw_finding *finding,
                    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds FINDING for what cannot be judged because FACT could not be had: "cannot be judged: " and
 * why. */
void qw_finding_add_unresolved(struct qw_findings *findings, const struct qw_finding *finding,
                               const struct qw_fact *fact);

typedef void qw_rule_fn(const struct qw_workload *workload, const struct qw_settings *settings,
                        struct qw_findings *findings);

struct qw_rule {
    enum qw_rule_id id;
    unsigned applies; /* bits 1 << enum qw_workload_kind */
    unsigned needs;   /* bits of enum qw_need: what it asks of workload->facts */
    const char *name;
    const char *title;   /* "Containers do not run privileged" */
    const char *why;     /* one sentence */
    const char *docker;  /* what to change on a docker command line */
    const char *compose; /* what to change in a compose file */
    const char *cis;     /* CIS Docker Benchmark 1.6 numbers, "5.10 5.16", or "" */
    const char *pss;     /* Kubernetes Pod Security Standards control, or "" */
    qw_rule_fn *judge;
};

/* Static storage; ID must be in range. */
const struct qw_rule *qw_rule_get(enum qw_rule_id id);

/* QW_RULE_COUNT for a name that is none. */
enum qw_rule_id qw_rule_from_name(const char *name);

/* What the rules that are on and apply to WORKLOAD need to know of it: bits of enum qw_need, only
 * those that it gives cause for. */
unsigned qw_rules_needs(const struct qw_workload *workload, const struct qw_settings *settings);

/* True when a rule in `enforce` applies to workloads of KIND: then what they are must be known. */
bool qw_rules_enforce(const struct qw_settings *settings, enum qw_workload_kind kind);

/* True when where links lead the mounts of WORKLOAD, a container, decides: what
 * qw_resolve_targets() tells. */
bool qw_rules_follow_targets(const struct qw_workload *workload,
                             const struct qw_settings *settings);

/* True when no volume may be filled from an image while others can write to it. */
bool qw_rules_guard_volumes(const struct qw_settings *settings);

/* Judges WORKLOAD by every rule that applies to its kind and is not off; findings come in rule
 * order, all of them.  ARENA must outlive the findings.  QW_ERR_NO_MEMORY, QW_ERR_TOO_LARGE. */
QW_MUST_USE enum qw_err qw_rules_judge(struct qw_arena *arena, const struct qw_workload *workload,
                                       const struct qw_settings *settings,
                                       struct qw_findings *ret_findings);

#endif
