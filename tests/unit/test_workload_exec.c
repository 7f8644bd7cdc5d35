#include "workload_fixture.h"

START_TEST(an_exec_shows_who_runs_and_with_which_powers)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = &fixture.workload;

    ck_assert_int_eq(read_as(&fixture, QW_OP_EXEC_CREATE,
                             "{'User':'0','Privileged':true,'Cmd':['sh'],'Env':['A=b']}"),
                     QW_OK);
    ck_assert_int_eq(workload->kind, QW_WORKLOAD_EXEC);
    ck_assert_int_eq(workload->user.user, QW_IDENTITY_NUMBER);
    ck_assert(workload->privileged.is_true);
    ck_assert_str_eq(path_of(&fixture, workload->privileged.at), "Privileged");
    fixture_done(&fixture);
}
END_TEST

START_TEST(an_exec_without_a_user_leaves_it_absent)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(read_as(&fixture, QW_OP_EXEC_CREATE, "{'Cmd':['sh']}"), QW_OK);
    ck_assert_int_eq(fixture.workload.user.user, QW_IDENTITY_ABSENT);
    ck_assert_ptr_null(fixture.workload.user.text.at);
    ck_assert_ptr_null(fixture.workload.privileged.at);
    fixture_done(&fixture);
}
END_TEST

START_TEST(an_exec_of_the_wrong_type_is_an_error)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(read_as(&fixture, QW_OP_EXEC_CREATE, "{'Privileged':'true'}"), QW_ERR_TYPE);
    ck_assert_str_eq(fixture.diag.text, "Privileged must be true or false");
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("exec");

    tcase_add_test(tests, an_exec_shows_who_runs_and_with_which_powers);
    tcase_add_test(tests, an_exec_without_a_user_leaves_it_absent);
    tcase_add_test(tests, an_exec_of_the_wrong_type_is_an_error);
    return run_case("workload/exec", tests);
}
