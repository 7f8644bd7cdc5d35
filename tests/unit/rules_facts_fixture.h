/* A workload judged with facts that a test gives. */
#ifndef QW_TEST_RULES_FACTS_FIXTURE_H
#define QW_TEST_RULES_FACTS_FIXTURE_H

#include "rules_fixture.h"

/* What is found of a workload of KIND with FACTS, in the words of the first finding; "" for none.
 */
static inline const char *found(struct qw_arena *arena, enum qw_workload_kind kind,
                                const char *body, const struct qw_facts *facts,
                                const struct qw_settings *settings)
{
    struct qw_workload workload = read_workload(arena, QW_OP_CONTAINER_CREATE,
                                                read_body(arena, QW_OP_CONTAINER_CREATE, body));
    struct qw_findings findings = {0};

    workload.kind = kind;
    workload.facts = facts;
    ck_assert_int_eq(qw_rules_judge(arena, &workload, settings, &findings), QW_OK);
    return findings.n_items > 0 ? findings.items[0].text : "";
}

#endif
