#include "workload_fixture.h"

START_TEST(an_update_shows_the_limits_that_it_sets)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = &fixture.workload;

    ck_assert_int_eq(read_as(&fixture, QW_OP_CONTAINER_UPDATE,
                             "{'Memory':1048576,'MemorySwap':-1,'PidsLimit':-1,'OomKillDisable':"
                             "true,'RestartPolicy':{'Name':'always'},'NewPower':1}"),
                     QW_OK);
    ck_assert_int_eq(workload->kind, QW_WORKLOAD_UPDATE);
    ck_assert_int_eq(workload->memory.value, 1048576);
    ck_assert_int_eq(workload->memory_swap.value, -1);
    ck_assert_int_eq(workload->pids_limit.value, -1);
    ck_assert(workload->oom_kill_disable.is_true);
    ck_assert_int_eq(workload->restart.when, QW_RESTART_ALWAYS);
    ck_assert_uint_eq(workload->unknown_fields.n_items, 1);
    ck_assert_str_eq(workload->unknown_fields.items[0].value, "NewPower");
    fixture_done(&fixture);
}
END_TEST

START_TEST(what_an_update_does_not_set_is_absent_and_what_the_engine_ignores_too)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = &fixture.workload;

    ck_assert_int_eq(read_as(&fixture, QW_OP_CONTAINER_UPDATE,
                             "{'CgroupParent':'/x','Devices':[{'PathOnHost':'/dev/sda'}]}"),
                     QW_OK);
    ck_assert_ptr_null(workload->memory.at);
    ck_assert_ptr_null(workload->restart.at);
    ck_assert_str_eq(workload->cgroup_parent.value, "");
    ck_assert_uint_eq(workload->devices.host_paths.n_items, 0);
    ck_assert_uint_eq(workload->unknown_fields.n_items, 0);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("update");

    tcase_add_test(tests, an_update_shows_the_limits_that_it_sets);
    tcase_add_test(tests, what_an_update_does_not_set_is_absent_and_what_the_engine_ignores_too);
    return run_case("workload/update", tests);
}
