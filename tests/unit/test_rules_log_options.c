/* Tests of src/rules/log_options.c: each option with its values on both sides of the limit. */
#include <check.h>
#include <stdbool.h>

#include "../../src/rules/log_options.h"
#include "suite.h"

#define TEXT_OF_16 "0123456789abcdef"
#define TEXT_OF_64 TEXT_OF_16 TEXT_OF_16 TEXT_OF_16 TEXT_OF_16
#define TEXT_OF_256 TEXT_OF_64 TEXT_OF_64 TEXT_OF_64 TEXT_OF_64

static const struct {
    const char *name;
    const char *value;
    bool is_ordinary;
} rows[] = {
    {"compress", "true", true},
    {"env", "A,B", true},
    {"env-regex", "^A", true},
    {"labels", "a", true},
    {"labels-regex", "^a", true},
    {"mode", "non-blocking", true},
    {"cache-compress", "true", true},
    {"cache-disabled", "true", true},
    {"max-size", "10m", true},
    {"max-size", "10MB", true},
    {"max-size", "1k", true},
    {"max-size", "1024", true},
    {"max-size", "1023", false},
    {"max-size", "1", false},
    {"max-size", "0k", false},
    {"max-size", "-1", true},
    {"max-size", "-2", false},
    {"max-size", "", false},
    {"max-size", "m", false},
    {"max-size", "1.5m", false},
    {"max-size", "10 m", false},
    {"max-size", "999999999g", true},
    {"max-size", "1000000000", false},
    {"max-file", "1", true},
    {"max-file", "100", true},
    {"max-file", "0", false},
    {"max-file", "101", false},
    {"max-file", "3000000", false},
    {"max-file", "+5", false},
    {"max-file", "5x", false},
    {"max-buffer-size", "64m", true},
    {"max-buffer-size", "67108864", true},
    {"max-buffer-size", "67108865", false},
    {"max-buffer-size", "65m", false},
    {"max-buffer-size", "1g", false},
    {"cache-max-file", "100", true},
    {"cache-max-file", "101", false},
    {"cache-max-size", "1k", true},
    {"cache-max-size", "1", false},
    {"env-regex", "(x{1000})", false},
    {"labels-regex", "a{2}", false},
    {"tag", TEXT_OF_256, true},
    {"tag", TEXT_OF_256 "x", false},
    {"env", TEXT_OF_256 "x", false},
    {"tag", "{{.ContainerEnv}}", false},
    {"tag", "{{.Nam}}", false},
    {"tag", "{{.DaemonName}}", true},
    {"tag", "", true},
    {"tag", "plain/text 5", true},
    {"tag", "{{.Name}}", true},
    {"tag", "{{ .ImageName }}/{{.ID}}", true},
    {"tag", "{{.Name", false},
    {"tag", "{{}}", false},
    {"tag", "{{.}}", false},
    {"tag", "{{pad \"x\" 700000000 700000000}}", false},
    {"tag", "{{.Name}}{{pad .ID 9 9}}", false},
    {"tag", "{{json .}}", false},
    {"tag", "{{range .Name}}", false},
    {"tag", "{{.Name|pad}}", false},
    {"tag", "{{.Config.Env}}", false},
    {"tag", "{{- .Name}}", false},
    {"syslog-address", "unix:///x", false},
    {"path", "/x", false},
    {"cache-", "x", false},
    {"Tag", "x", false},
};

START_TEST(an_option_is_ordinary_by_name_and_value)
{
    const char *objection = qw_log_option_objection(rows[_i].name, rows[_i].value);

    ck_assert_msg((objection == NULL) == rows[_i].is_ordinary, "%s=%s: %s", rows[_i].name,
                  rows[_i].value, objection == NULL ? "ordinary" : objection);
    if (objection != NULL)
        ck_assert_str_ne(objection, "");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("log_options");

    tcase_add_loop_test(cases, an_option_is_ordinary_by_name_and_value, 0,
                        sizeof rows / sizeof rows[0]);
    return run_case("rules/log_options", cases);
}
