#include <check.h>
#include <string.h>

#include "../../src/cli/cli_priv.h"

#include "qw/limits.h"

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])
#define INSPECT "{\"Id\":\"0\",\"Config\":{},\"HostConfig\":{},\"State\":{}}"

struct input_row {
    const char *text;
    enum cli_input_kind kind;
    bool is_read; /* well-formed */
};

static const struct input_row rows[] = {
    {"{\"RequestMethod\":\"GET\"}", CLI_INPUT_ENVELOPE, true},
    {"{\"requestMETHOD\":null}", CLI_INPUT_ENVELOPE, true},
    {"{\"RequestMethod\":\"GET\",\"Image\":\"x\"}", CLI_INPUT_ENVELOPE, true},
    {"{\"Image\":\"x\"}", CLI_INPUT_CREATE_BODY, true},
    {"{\"image\":\"x\"}", CLI_INPUT_CREATE_BODY, true},
    {"{\"HostConfig\":null}", CLI_INPUT_CREATE_BODY, true},
    {INSPECT, CLI_INPUT_INSPECT, true},
    {"[" INSPECT "]", CLI_INPUT_INSPECTS, true},
    {"[" INSPECT "," INSPECT "]", CLI_INPUT_INSPECTS, true},
    /* `docker inspect` of something else, or less than one. */
    {"{\"Id\":\"0\",\"Config\":{},\"State\":{}}", CLI_INPUT_UNKNOWN, true},
    {"{\"HostConfig\":{},\"State\":{}}", CLI_INPUT_UNKNOWN, true},
    {"[" INSPECT ",{\"Image\":\"x\"}]", CLI_INPUT_UNKNOWN, true},
    {"[" INSPECT ",null]", CLI_INPUT_UNKNOWN, true},
    {"[[" INSPECT "]]", CLI_INPUT_UNKNOWN, true},
    {"{}", CLI_INPUT_UNKNOWN, true},
    {"[]", CLI_INPUT_UNKNOWN, true},
    {"\"RequestMethod\"", CLI_INPUT_UNKNOWN, true},
    {"null", CLI_INPUT_UNKNOWN, true},
    /* What was meant is judged all the same, as the daemon would judge it. */
    {"{\"RequestMethod\":\"GET\"", CLI_INPUT_ENVELOPE, false},
    {"{\"Image\":\"x\",\"Image\":\"y\"}", CLI_INPUT_CREATE_BODY, false},
    {"{\"HostConfig\":{},}", CLI_INPUT_CREATE_BODY, false},
    {"{\"HostConfig\":{},\"State\":{}", CLI_INPUT_UNKNOWN, false},
    {"", CLI_INPUT_UNKNOWN, false},
    {"Image", CLI_INPUT_UNKNOWN, false},
};

START_TEST(each_kind_is_told_by_its_keys)
{
    const struct input_row *row = &rows[_i];
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_CHECK_INPUT);
    struct cli_input input;
    struct qw_diag diag = {0};

    cli_input_read(arena, (struct qw_bytes){row->text, strlen(row->text)}, &input, &diag);
    ck_assert_int_eq(input.kind, row->kind);
    ck_assert_ptr_eq(input.text.data, row->text);
    ck_assert_int_eq(input.root != NULL, row->is_read);
    if (row->kind == CLI_INPUT_UNKNOWN)
        ck_assert_msg((diag.line > 0) == !row->is_read && diag.text[0] != '\0', "%s", diag.text);
    qw_arena_free(arena);
}
END_TEST

START_TEST(an_unknown_kind_is_told_what_is_taken)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_CHECK_INPUT);
    struct cli_input input;
    struct qw_diag diag = {0};

    cli_input_read(arena, (struct qw_bytes){"{}", 2}, &input, &diag);
    ck_assert_int_eq(diag.err, QW_ERR_USAGE);
    ck_assert_str_eq(diag.text, "this is neither an AuthZReq envelope (RequestMethod), a create "
                                "body (Image, HostConfig), nor the output of docker inspect (Id, "
                                "Config, HostConfig)");
    qw_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cli/input");
    TCase *tcase = tcase_create("input");
    SRunner *runner = srunner_create(suite);
    int n_failed = 0;

    tcase_add_loop_test(tcase, each_kind_is_told_by_its_keys, 0, (int)COUNT_OF(rows));
    tcase_add_test(tcase, an_unknown_kind_is_told_what_is_taken);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
