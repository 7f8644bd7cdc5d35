#include "workload_fixture.h"

START_TEST(numbers_stand_with_their_place)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload =
        read_host(&fixture, "'Memory':1,'MemorySwap':-1,'NanoCpus':3,'CpuQuota':4,'CpuPeriod':5,"
                            "'CpuShares':6,'PidsLimit':-7");

    ck_assert_int_eq(workload->memory.value, 1);
    ck_assert_int_eq(workload->memory_swap.value, -1);
    ck_assert_int_eq(workload->nano_cpus.value, 3);
    ck_assert_int_eq(workload->cpu_quota.value, 4);
    ck_assert_int_eq(workload->cpu_period.value, 5);
    ck_assert_int_eq(workload->cpu_shares.value, 6);
    ck_assert_int_eq(workload->pids_limit.value, -7);
    ck_assert_str_eq(path_of(&fixture, workload->pids_limit.at), "HostConfig.PidsLimit");
    fixture_done(&fixture);
}
END_TEST

START_TEST(what_is_not_limited_is_absent)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = read_host(&fixture, "'Memory':null,'Ulimits':null");

    ck_assert_ptr_null(workload->memory.at);
    ck_assert_ptr_null(workload->memory_swap.at);
    ck_assert_ptr_null(workload->nano_cpus.at);
    ck_assert_ptr_null(workload->cpu_quota.at);
    ck_assert_ptr_null(workload->cpu_period.at);
    ck_assert_ptr_null(workload->cpu_shares.at);
    ck_assert_ptr_null(workload->pids_limit.at);
    ck_assert_uint_eq(workload->ulimits.n_items, 0);
    fixture_done(&fixture);
}
END_TEST

START_TEST(every_ulimit_is_told)
{
    struct fixture fixture = fixture_new();
    const struct qw_ulimits *ulimits =
        &read_host(&fixture, "'Ulimits':[{'Name':'nofile','Soft':1,'Hard':2},{'Name':'core'},"
                             "{'Hard':-1}]")
             ->ulimits;

    ck_assert_uint_eq(ulimits->n_items, 3);
    ck_assert_str_eq(ulimits->items[0].name, "nofile");
    ck_assert_int_eq(ulimits->items[0].soft, 1);
    ck_assert_int_eq(ulimits->items[0].hard, 2);
    ck_assert_str_eq(path_of(&fixture, ulimits->items[0].at), "HostConfig.Ulimits[0]");
    ck_assert_int_eq(ulimits->items[1].hard, 0);
    ck_assert_str_eq(ulimits->items[2].name, "");
    ck_assert_int_eq(ulimits->items[2].hard, -1);
    fixture_done(&fixture);
}
END_TEST

static const char *const wrong_types[] = {"'Memory':'1g'",          "'NanoCpus':1.5",
                                          "'PidsLimit':true",       "'Ulimits':{}",
                                          "'Ulimits':['nofile=1']", "'Ulimits':[{'Soft':'1'}]",
                                          "'CpuQuota':[100]",       "'Ulimits':[{'Name':true}]"};

START_TEST(other_types_are_refused)
{
    struct fixture fixture = fixture_new();
    const char *text = qw_arena_format(fixture.arena, "{'HostConfig':{%s}}", wrong_types[_i]);

    ck_assert_int_eq(read_as(&fixture, QW_OP_CONTAINER_CREATE, text), QW_ERR_TYPE);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("limits");

    tcase_add_test(tests, numbers_stand_with_their_place);
    tcase_add_test(tests, what_is_not_limited_is_absent);
    tcase_add_test(tests, every_ulimit_is_told);
    tcase_add_loop_test(tests, other_types_are_refused, 0, (int)COUNT_OF(wrong_types));
    return run_case("workload/limits", tests);
}
