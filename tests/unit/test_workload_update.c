#include "workload_fixture.h"

START_TEST(an_update_shows_the_limits_that_it_sets)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = &fixture.workload;

    ck_assert_int_eq(read_as(&fixture, QW_OP_CONTAINER_UPDATE,
                             "{'Memory':1048576,'MemorySwap':-1,'PidsLimit':-1,"
                             "'RestartPolicy':{'Name':'always'},'NewPower':1}"),
                     QW_OK);
    ck_assert_int_eq(workload->kind, QW_WORKLOAD_UPDATE);
    ck_assert_int_eq(workload->memory.value, 1048576);
    ck_assert_int_eq(workload->memory_swap.value, -1);
    ck_assert_int_eq(workload->pids_limit.value, -1);
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
                             "{'CgroupParent':'/x','Devices':[{'PathOnHost':'/dev/sda'}],"
                             "'OomKillDisable':true}"),
                     QW_OK);
    ck_assert(!workload->oom_kill_disable.is_true);
    ck_assert_ptr_null(workload->memory.at);
    ck_assert_ptr_null(workload->restart.at);
    ck_assert_str_eq(workload->cgroup_parent.value, "");
    ck_assert_uint_eq(workload->devices.host_paths.n_items, 0);
    ck_assert_uint_eq(workload->unknown_fields.n_items, 0);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    unsigned major;
    unsigned minor;
    bool counts;
} pids_rows[] = {{1, 39, false}, {1, 40, true}, {1, 41, true}, {2, 0, true}, {0, 0, true}};

START_TEST(a_limit_of_processes_counts_from_api_1_40_on_and_without_a_version)
{
    struct fixture fixture = fixture_new();
    const struct qw_operation operation = {
        .op = QW_OP_CONTAINER_UPDATE,
        .method = "POST",
        .path = "/",
        .object = "",
        .api_major = pids_rows[_i].major,
        .api_minor = pids_rows[_i].minor,
        .body = parse(&fixture, "{'PidsLimit':0}"),
    };

    ck_assert_int_eq(qw_workload_read(fixture.arena, &operation, &fixture.workload, &fixture.diag),
                     QW_OK);
    ck_assert_int_eq(fixture.workload.pids_limit.at != NULL, pids_rows[_i].counts);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("update");

    tcase_add_test(tests, an_update_shows_the_limits_that_it_sets);
    tcase_add_test(tests, what_an_update_does_not_set_is_absent_and_what_the_engine_ignores_too);
    tcase_add_loop_test(tests, a_limit_of_processes_counts_from_api_1_40_on_and_without_a_version,
                        0, (int)COUNT_OF(pids_rows));
    return run_case("workload/update", tests);
}
