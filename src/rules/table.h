/* What the two halves of the rule table share. */
#ifndef QW_RULES_TABLE_H
#define QW_RULES_TABLE_H

#include "rules_priv.h"

/* One member a rule, so that a row takes its name from QW_RULES by the same word as its id. */
static const struct {
#define QW_X(id, name) char id[sizeof(name)];
    QW_RULES(QW_X)
#undef QW_X
} names = {
/* NOLINTNEXTLINE(bugprone-macro-parentheses): what fills an array stands in none */
#define QW_X(id, name) .id = name,
    QW_RULES(QW_X)
#undef QW_X
};

#define IDENTITY(rule) .id = QW_RULE_##rule, .name = names.rule

/* What a rule applies to. */
enum {
    CREATE = 1 << QW_WORKLOAD_CREATE,
    EXEC = 1 << QW_WORKLOAD_EXEC,
    VOLUME = 1 << QW_WORKLOAD_VOLUME,
    NETWORK = 1 << QW_WORKLOAD_NETWORK,
    CONNECT = 1 << QW_WORKLOAD_CONNECT,
    BUILD = 1 << QW_WORKLOAD_BUILD,
    UPDATE = 1 << QW_WORKLOAD_UPDATE,
    SERVICE = 1 << QW_WORKLOAD_SERVICE,
    CONTAINER = 1 << QW_WORKLOAD_CONTAINER, /* the second look */
};

/* table_use.c: the rows that table.c leaves out. */
extern const struct qw_rule qw_rules_of_use[QW_RULE_COUNT];

#endif
