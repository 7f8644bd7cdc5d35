#include "workload_fixture.h"

static const struct {
    const char *network;
    enum qw_namespace_mode mode;
} rows[] = {
    {"", QW_NAMESPACE_DEFAULT},
    {"default", QW_NAMESPACE_DEFAULT},
    {"none", QW_NAMESPACE_PRIVATE},
    {"host", QW_NAMESPACE_HOST},
    {"container:abc", QW_NAMESPACE_CONTAINER},
    {"host:x", QW_NAMESPACE_UNKNOWN},
};

static const enum qw_op builds[] = {QW_OP_BUILD_CLASSIC, QW_OP_BUILD_BUILDKIT};

START_TEST(a_build_shows_what_its_query_shows)
{
    const struct qw_param params[] = {
        {"t", "x"}, {"networkmode", rows[_i].network}, {"cgroupparent", "/x"}};

    for (size_t i = 0; i < COUNT_OF(builds); i++) {
        struct fixture fixture = fixture_new();
        struct qw_operation operation = {
            .op = builds[i], .params = params, .n_params = COUNT_OF(params)};
        const struct qw_namespace_choice *choice =
            &fixture.workload.namespaces[QW_NAMESPACE_NETWORK];

        ck_assert_int_eq(
            qw_workload_read(fixture.arena, &operation, &fixture.workload, &fixture.diag), QW_OK);
        ck_assert_int_eq(fixture.workload.kind, QW_WORKLOAD_BUILD);
        ck_assert_int_eq(choice->mode, rows[_i].mode);
        ck_assert_str_eq(choice->text.value, rows[_i].network);
        ck_assert_ptr_null(choice->text.at);
        ck_assert_str_eq(fixture.workload.cgroup_parent.value, "/x");
        ck_assert_ptr_null(fixture.workload.cgroup_parent.at);
        fixture_done(&fixture);
    }
}
END_TEST

START_TEST(a_build_without_parameters_has_nothing_to_judge)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(read_as(&fixture, QW_OP_BUILD_CLASSIC, NULL), QW_OK);
    ck_assert_int_eq(fixture.workload.namespaces[QW_NAMESPACE_NETWORK].mode, QW_NAMESPACE_DEFAULT);
    ck_assert_str_eq(fixture.workload.cgroup_parent.value, "");
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("build");

    tcase_add_loop_test(tests, a_build_shows_what_its_query_shows, 0, (int)COUNT_OF(rows));
    tcase_add_test(tests, a_build_without_parameters_has_nothing_to_judge);
    return run_case("workload/build", tests);
}
