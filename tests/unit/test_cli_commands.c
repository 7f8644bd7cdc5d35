#include "test_cli_fixture.h"

static const struct {
    const char *arguments[CLI_ARGUMENTS];
    int code;
    const char *out; /* part of it; "" for nothing at all */
    const char *err; /* likewise; one line */
} rows[] = {
    {{NULL}, 2, "", "which command"},
    {{"--help"}, 0, "serve", ""},
    {{"help"}, 0, "explain", ""},
    {{"fly"}, 2, "", "there is no command fly"},
    {{"version"}, 0, "quaywarden 0.", ""},
    {{"--version"}, 0, "quaywarden 0.", ""},
    {{"version", "x"}, 2, "", "takes no argument"},
    {{"version", "--x"}, 2, "", "version: unknown option --x (try quaywarden version --help)"},
    {{"version", "--help"}, 0, "Usage: quaywarden version", ""},
    {{"serve", "--help"}, 0, "--ready-fd", ""},
    {{"serve", "--no-such-option"}, 2, "", "unknown option --no-such-option"},
    {{"serve", "extra", "--bogus"}, 2, "", "unknown option --bogus"},
    {{"serve", "-xy"}, 2, "", "unknown option -xy"},
    {{"serve", "-p", "cis", "-xy"}, 2, "", "unknown option -xy"},
    {{"serve", "--socket"}, 2, "", "serve: --socket needs a value"},
    {{"serve", "--sock"}, 2, "", "serve: --sock needs a value"},
    {{"serve", "--aud", "x"}, 2, "", "serve: unknown option --aud"},
    {{"serve", "-s"}, 2, "", "serve: -s needs a value"},
    {{"serve", "--audit-reads=yes"}, 2, "", "serve: --audit-reads=yes takes no value"},
    {{"serve", "--socket", ""}, 2, "", "empty"},
    {{"serve", "extra"}, 2, "", "extra"},
    {{"serve", "--ready-fd", "x"}, 2, "", "descriptor"},
    {{"serve", "--ready-fd", "-1"}, 2, "", "descriptor"},
    {{"serve", "--ready-fd", "0"}, 2, "", "descriptor from 3 up"},
    {{"serve", "--ready-fd", "1"}, 2, "", "descriptor from 3 up"},
    {{"serve", "--ready-fd", "2"}, 2, "", "descriptor from 3 up"},
    {{"serve", "--ready-fd", "9999"}, 2, "", "descriptor"},
    {{"serve", "--ready-fd", "99999999999999999999"}, 2, "", "descriptor"},
    {{"serve", "--policy", "no-such-level"}, 2, "", "no-such-level"},
    {{"serve", "--policy", "/no/such/file.json"}, 2, "", "/no/such/file.json"},
    {{"serve", "--audit", "/no/such/folder/audit"}, 3, "", "/no/such/folder/audit"},
    {{"check", "--help"}, 0, "[FILE]", ""},
    {{"check", "/no/such/file"}, 2, "", "/no/such/file"},
    {{"check", "a", "b"}, 2, "", "b is a second"},
    {{"check", "--policy", "no-such-level"}, 2, "", "no-such-level"},
    {{"check", "--xml"}, 2, "", "--xml"},
    {{"explain", "--help"}, 0, "[RULE]", ""},
    {{"explain", "privileged"}, 0, "--privileged", ""},
    {{"explain", "privilegde"}, 2, "", "did you mean privileged?"},
    {{"explain", "mounts"}, 2, "", "bind-mounts"},
    {{"explain", "zzz"}, 2, "", "explain lists them"},
    {{"explain", ""}, 2, "", "there is no rule"},
    {{"explain", "a", "b"}, 2, "", "b is a second"},
    {{"explain", "--json", "privileged"}, 2, "", "--json"},
};

/* What the log says has no prefix of its own; both are one line. */
START_TEST(each_use_has_its_exit_code_and_one_line)
{
    struct cli_run run = cli_run(rows[_i].arguments, "");

    ck_assert_msg(run.code == rows[_i].code, "exit %d: %s%s", run.code, run.out, run.err);
    ck_assert_msg(strstr(run.out, rows[_i].out) != NULL, "%s", run.out);
    ck_assert_msg(strstr(run.err, rows[_i].err) != NULL, "%s", run.err);
    ck_assert_int_eq(*run.out != '\0', *rows[_i].out != '\0');
    ck_assert_msg(count_lines(run.err) == (*rows[_i].err != '\0' ? 1 : 0), "%s", run.err);
    cli_run_done(&run);
}
END_TEST

START_TEST(the_table_of_rules_lists_each_at_each_level)
{
    const char *const arguments[] = {"explain", NULL};
    struct cli_run run = cli_run(arguments, "");

    ck_assert_int_eq(run.code, 0);
    ck_assert_uint_eq(count_lines(run.out), QW_RULE_COUNT + 1);
    for (int id = 0; id < QW_RULE_COUNT; id++)
        ck_assert_ptr_nonnull(strstr(run.out, qw_rule_get((enum qw_rule_id)id)->title));
    for (size_t i = 0; i < qw_policy_level_count(); i++)
        ck_assert_ptr_nonnull(strstr(run.out, qw_policy_level_name(i)));
    cli_run_done(&run);
}
END_TEST

START_TEST(the_table_of_rules_is_to_be_had_as_json)
{
    const char *const arguments[] = {"explain", "--json", NULL};
    struct cli_run run = cli_run(arguments, "");
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_diag diag = {0};
    struct qw_json *root = NULL;

    ck_assert_int_eq(run.code, 0);
    ck_assert_int_eq(qw_json_parse(arena, run.out, strlen(run.out), &root, &diag), QW_OK);
    ck_assert_uint_eq(qw_json_count(root), QW_RULE_COUNT);
    ck_assert_str_eq(qw_json_string(qw_json_get(qw_json_first(root), "rule")),
                     qw_rule_get((enum qw_rule_id)0)->name);
    ck_assert_uint_eq(qw_json_count(qw_json_get(qw_json_first(root), "modes")),
                      qw_policy_level_count());
    qw_arena_free(arena);
    cli_run_done(&run);
}
END_TEST

START_TEST(each_rule_has_a_page)
{
    const char *const arguments[] = {"explain", qw_rule_get((enum qw_rule_id)_i)->name, NULL};
    struct cli_run run = cli_run(arguments, "");

    ck_assert_int_eq(run.code, 0);
    ck_assert_ptr_nonnull(strstr(run.out, qw_rule_get((enum qw_rule_id)_i)->title));
    cli_run_done(&run);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cli/commands");
    TCase *tcase = tcase_create("commands");
    int code;

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, each_use_has_its_exit_code_and_one_line, 0, (int)COUNT(rows));
    tcase_add_test(tcase, the_table_of_rules_lists_each_at_each_level);
    tcase_add_test(tcase, the_table_of_rules_is_to_be_had_as_json);
    tcase_add_loop_test(tcase, each_rule_has_a_page, 0, QW_RULE_COUNT);
    suite_add_tcase(suite, tcase);
    run_suite_and_exit_code(srunner_create(suite), &code);
    return code;
}
