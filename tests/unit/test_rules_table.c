/* Tests of src/rules/table.c: the table is whole. */
#include "rules_fixture.h"

static bool is_sentence(const char *text)
{
    const size_t len = strlen(text);

    return len > 1 && text[len - 1] == '.';
}

START_TEST(every_rule_has_its_sentences_and_its_judge)
{
    const struct qw_rule *rule = qw_rule_get((enum qw_rule_id)_i);

    ck_assert_int_eq(rule->id, _i);
    ck_assert_str_ne(rule->name, "");
    ck_assert_str_ne(rule->title, "");
    ck_assert(!is_sentence(rule->title));
    ck_assert(is_sentence(rule->why));
    ck_assert_str_ne(rule->docker, "");
    ck_assert_str_ne(rule->compose, "");
    ck_assert(!is_sentence(rule->docker) ||
              strcmp(rule->docker + strlen(rule->docker) - 3, "...") == 0);
    ck_assert_ptr_nonnull(rule->cis);
    ck_assert_ptr_nonnull(rule->pss);
    ck_assert_uint_ne(rule->applies, 0);
    ck_assert(rule->judge != NULL);
}
END_TEST

START_TEST(a_rule_applies_to_kinds_that_exist_and_never_to_none)
{
    const unsigned applies = qw_rule_get((enum qw_rule_id)_i)->applies;

    ck_assert_uint_eq(applies >> QW_WORKLOAD_KIND_COUNT, 0);
    ck_assert_uint_eq(applies & (1U << QW_WORKLOAD_NONE), 0);
}
END_TEST

START_TEST(a_rule_is_found_by_its_name_alone)
{
    ck_assert_int_eq(qw_rule_from_name(qw_rule_get((enum qw_rule_id)_i)->name), _i);
}
END_TEST

START_TEST(no_name_is_no_rule)
{
    static const char *const none[] = {"", "Privileged", "privileged ", "privilege", "rules"};

    for (size_t i = 0; i < COUNT(none); i++)
        ck_assert_int_eq(qw_rule_from_name(none[i]), QW_RULE_COUNT);
}
END_TEST

int main(void)
{
    TCase *rules = tcase_create("rules");

    tcase_add_loop_test(rules, every_rule_has_its_sentences_and_its_judge, 0, QW_RULE_COUNT);
    tcase_add_loop_test(rules, a_rule_applies_to_kinds_that_exist_and_never_to_none, 0,
                        QW_RULE_COUNT);
    tcase_add_loop_test(rules, a_rule_is_found_by_its_name_alone, 0, QW_RULE_COUNT);
    tcase_add_test(rules, no_name_is_no_rule);
    return run_case("rules/table", rules);
}
