#include "workload_fixture.h"

static const struct {
    const char *policy;
    enum qw_restart when;
    int64_t most;
} restart_rows[] = {
    {"null", QW_RESTART_NEVER, 0},
    {"{}", QW_RESTART_NEVER, 0},
    {"{'Name':''}", QW_RESTART_NEVER, 0},
    {"{'Name':'no'}", QW_RESTART_NEVER, 0},
    {"{'Name':'always'}", QW_RESTART_ALWAYS, 0},
    {"{'Name':'unless-stopped'}", QW_RESTART_UNLESS_STOPPED, 0},
    {"{'Name':'on-failure'}", QW_RESTART_ON_FAILURE, 0},
    {"{'Name':'on-failure','MaximumRetryCount':5}", QW_RESTART_ON_FAILURE, 5},
    {"{'Name':'on-failure','MaximumRetryCount':-1}", QW_RESTART_ON_FAILURE, -1},
    {"{'Name':'Always'}", QW_RESTART_UNKNOWN, 0},
    {"{'Name':'always '}", QW_RESTART_UNKNOWN, 0},
};

START_TEST(a_restart_policy_is_read_exactly)
{
    struct fixture fixture = fixture_new();
    bool seen[QW_RESTART_UNKNOWN + 1] = {false};
    const struct qw_restart_policy *restart =
        &read_host(&fixture,
                   qw_arena_format(fixture.arena, "'RestartPolicy':%s", restart_rows[_i].policy))
             ->restart;

    ck_assert_int_eq(restart->when, restart_rows[_i].when);
    ck_assert_int_eq(restart->most, restart_rows[_i].most);
    for (size_t i = 0; i < COUNT_OF(restart_rows); i++)
        seen[restart_rows[i].when] = true;
    assert_all_seen(seen, COUNT_OF(seen));
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *config;
    enum qw_health state;
} health_rows[] = {
    {"null", QW_HEALTH_INHERITED},
    {"{}", QW_HEALTH_INHERITED},
    {"{'Interval':1000000000}", QW_HEALTH_INHERITED},
    {"{'Test':null}", QW_HEALTH_INHERITED},
    {"{'Test':[]}", QW_HEALTH_INHERITED},
    {"{'Test':['NONE']}", QW_HEALTH_NONE},
    {"{'Test':['none']}", QW_HEALTH_NONE},
    {"{'Test':['']}", QW_HEALTH_NONE},
    {"{'Test':['CMD-SHELL']}", QW_HEALTH_NONE},
    {"{'Test':['cmd','true']}", QW_HEALTH_NONE},
    {"{'Test':['CMD','true']}", QW_HEALTH_CHECKED},
    {"{'Test':['CMD-SHELL','true']}", QW_HEALTH_CHECKED},
};

START_TEST(only_a_command_is_a_health_check)
{
    struct fixture fixture = fixture_new();
    bool seen[QW_HEALTH_NONE + 1] = {false};
    const struct qw_healthcheck *check =
        &read_create(&fixture,
                     qw_arena_format(fixture.arena, "{'Healthcheck':%s}", health_rows[_i].config))
             ->healthcheck;

    ck_assert_int_eq(check->state, health_rows[_i].state);
    ck_assert_str_eq(path_of(&fixture, check->at),
                     check->state == QW_HEALTH_INHERITED ? "-" : "Healthcheck.Test");
    for (size_t i = 0; i < COUNT_OF(health_rows); i++)
        seen[health_rows[i].state] = true;
    assert_all_seen(seen, COUNT_OF(seen));
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_check_that_ends_the_engine_is_refused)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(read_as(&fixture, QW_OP_CONTAINER_CREATE, "{'Healthcheck':{'Test':['CMD']}}"),
                     QW_ERR_TYPE);
    ck_assert_ptr_nonnull(strstr(fixture.diag.text, "CMD without a command"));
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("lifecycle");

    tcase_add_loop_test(tests, a_restart_policy_is_read_exactly, 0, (int)COUNT_OF(restart_rows));
    tcase_add_loop_test(tests, only_a_command_is_a_health_check, 0, (int)COUNT_OF(health_rows));
    tcase_add_test(tests, a_check_that_ends_the_engine_is_refused);
    return run_case("workload/lifecycle", tests);
}
