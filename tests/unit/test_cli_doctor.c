/* `doctor` on a host where nothing listens: each finding is told, and nothing is well by silence.
 * What it says of real daemons is in tests/e2e/scenarios/doctor.sh. */
#include "test_cli_fixture.h"

#define NOWHERE "--socket=/tmp/qw-no-such-socket"

static char daemon_json[64];

static const char *write_daemon_json(const char *text)
{
    static char option[96];
    FILE *file;

    snprintf(daemon_json, sizeof daemon_json, "/tmp/qw-doctor-%d.json", (int)getpid());
    file = fopen(daemon_json, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
    snprintf(option, sizeof option, "--daemon-json=%s", daemon_json);
    return option;
}

static const struct {
    const char *text;  /* of daemon.json */
    const char *found; /* JSON */
} json_rows[] = {
    {"{\"authorization-plugins\": [\"other\", \"quaywarden\"]}",
     "{\"check\":\"daemon-json\",\"state\":\"ok\""},
    {"{\"authorization-plugins\": [\"quaywarden2\"]}",
     "{\"check\":\"daemon-json\",\"state\":\"wrong\""},
    {"{\"authorization-plugins\": \"quaywarden\"}",
     "{\"check\":\"daemon-json\",\"state\":\"wrong\""},
    {"{}", "{\"check\":\"daemon-json\",\"state\":\"wrong\""},
    {"[]", "{\"check\":\"daemon-json\",\"state\":\"wrong\""},
    {"{", "{\"check\":\"daemon-json\",\"state\":\"cannot-tell\""},
    {"{\"builder\": {\"Entitlements\": {\"security-insecure\": true}}}",
     "{\"check\":\"entitlements\",\"state\":\"wrong\""},
};

START_TEST(daemon_json_is_read)
{
    const char *const arguments[] = {
        "doctor", "--json", "--engine=none", NOWHERE, write_daemon_json(json_rows[_i].text), NULL};
    struct cli_run run = cli_run(arguments, "");

    unlink(daemon_json);
    ck_assert_int_eq(run.code, 1);
    ck_assert_str_eq(run.err, "");
    ck_assert_msg(strstr(run.out, json_rows[_i].found) != NULL, "%s", run.out);
    cli_run_done(&run);
}
END_TEST

START_TEST(a_silent_plugin_and_no_engine_are_wrong)
{
    const char *const arguments[] = {"doctor", "--engine=none", NOWHERE, NULL};
    struct cli_run run = cli_run(arguments, "");

    ck_assert_int_eq(run.code, 1);
    ck_assert_ptr_nonnull(strstr(run.out, "WRONG  it answers"));
    ck_assert_ptr_nonnull(strstr(run.out, "WRONG  it denies"));
    ck_assert_ptr_nonnull(strstr(run.out, "WRONG  the engine"));
    ck_assert_ptr_nonnull(strstr(run.out, "?      dockerd uses it"));
    ck_assert_ptr_nonnull(strstr(run.out, "This host is not guarded as it should be"));
    cli_run_done(&run);
}
END_TEST

static const char *const wrong_uses[] = {"--engine=tcp://h:1", "--engine=unix:relative",
                                         "--policy=nonesuch", "--plugin=", "--what"};

START_TEST(wrong_use_is_one_line_and_two)
{
    const char *const arguments[] = {"doctor", wrong_uses[_i], NULL};
    struct cli_run run = cli_run(arguments, "");

    ck_assert_int_eq(run.code, 2);
    ck_assert_str_eq(run.out, "");
    ck_assert_uint_eq(count_lines(run.err), 1);
    cli_run_done(&run);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cli/doctor");
    TCase *tests = tcase_create("doctor");
    SRunner *runner = srunner_create(suite);

    tcase_add_loop_test(tests, daemon_json_is_read, 0, (int)(sizeof json_rows / sizeof *json_rows));
    tcase_add_test(tests, a_silent_plugin_and_no_engine_are_wrong);
    tcase_add_loop_test(tests, wrong_use_is_one_line_and_two, 0,
                        (int)(sizeof wrong_uses / sizeof *wrong_uses));
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_ENV);

    const int n_failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
