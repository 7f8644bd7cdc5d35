/* Tests of src/rules/quantities.c. */
#include "../../src/rules/quantities.h"

#include "rules_fixture.h"

START_TEST(an_amount_is_told_exactly)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_findings findings = {.arena = arena};

    ck_assert_str_eq(qw_show_size(&findings, 1), "1 bytes");
    ck_assert_str_eq(qw_show_size(&findings, 1025), "1025 bytes");
    ck_assert_str_eq(qw_show_size(&findings, 1536), "1536 bytes");
    ck_assert_str_eq(qw_show_size(&findings, 536870912), "512 MiB");
    ck_assert_str_eq(qw_write_size(&findings, INT64_C(2199023255552)), "2t");
    ck_assert_str_eq(qw_write_size(&findings, 7), "7b");
    ck_assert_str_eq(qw_write_cpus(&findings, 1500000000), "1.5");
    ck_assert_str_eq(qw_write_cpus(&findings, 1), "0.000000001");
    ck_assert_str_eq(qw_show_cpus(&findings, INT64_C(4000000000)), "4 CPUs");
    ck_assert_str_eq(qw_show_count(&findings, -1), "-1");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("quantities");

    tcase_add_test(cases, an_amount_is_told_exactly);
    return run_case("rules/quantities", cases);
}
