/* Tests of src/rules/logging.c. */
#include "rules_fixture.h"

static const struct qw_settings strictest;
static const struct qw_settings listed = {
    .values = {[QW_SETTING_LOG_DRIVER_ALLOW] = WORDS("json-file", "none")}};

static const struct row log_drivers_outside_the_list_are_found_rows[] = {
    {"{\"Image\":\"b\"}", ""},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"\",\"Config\":{}}}}", ""},
    {"{\"HostConfig\":{\"LogConfig\":{}}}", ""},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{}}}}", ""},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"none\",\"Config\":{}}}}", ""},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"max-size\":\"10m\","
     "\"max-file\":\"3\",\"compress\":\"true\",\"labels\":\"a\",\"env\":\"B\",\"tag\":\"x\","
     "\"mode\":\"non-blocking\",\"max-buffer-size\":\"4m\",\"cache-disabled\":\"true\",\"labels-"
     "regex\":\"^a\",\"env-regex\":\"^b\"}}}}",
     ""},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"\",\"Config\":{\"max-size\":\"1m\"}}}}", ""},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"syslog\",\"Config\":{}}}}",
     "HostConfig.LogConfig.Type"},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"syslog\",\"Config\":{\"syslog-address\":"
     "\"unixgram:///dev/log\"}}}}",
     "HostConfig.LogConfig.Type HostConfig.LogConfig.Config.syslog-address"},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"fluentd\",\"Config\":{}}}}",
     "HostConfig.LogConfig.Type"},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"gelf\",\"Config\":{}}}}",
     "HostConfig.LogConfig.Type"},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"splunk\",\"Config\":{\"splunk-capath\":\"/etc/"
     "shadow\",\"max-size\":\"1m\"}}}}",
     "HostConfig.LogConfig.Type HostConfig.LogConfig.Config.splunk-capath"},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"awslogs\",\"Config\":{}}}}",
     "HostConfig.LogConfig.Type"},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"gcplogs\",\"Config\":{}}}}",
     "HostConfig.LogConfig.Type"},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"some/plugin:latest\",\"Config\":{}}}}",
     "HostConfig.LogConfig.Type"},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"Json-file\",\"Config\":{}}}}",
     "HostConfig.LogConfig.Type"},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"\",\"Config\":{\"syslog-address\":\"tcp://"
     "1.2.3.4:1\"}}}}",
     "HostConfig.LogConfig.Config.syslog-address"},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"max-size\":\"1m\","
     "\"path\":\"/x\"}}}}",
     "HostConfig.LogConfig.Config.path"},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{\"cache\":\"x\"}}}}",
     "HostConfig.LogConfig.Config.cache"},
};

START_TEST(log_drivers_outside_the_list_are_found)
{
    const struct rows rows = {QW_RULE_LOG_DRIVER, QW_OP_CONTAINER_CREATE,
                              log_drivers_outside_the_list_are_found_rows,
                              COUNT(log_drivers_outside_the_list_are_found_rows)};

    check_rows(&rows, &listed);
}
END_TEST

static const struct row without_settings_only_the_default_driver_passes_rows[] = {
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"\",\"Config\":{}}}}", ""},
    {"{\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{}}}}",
     "HostConfig.LogConfig.Type"},
};

START_TEST(without_settings_only_the_default_driver_passes)
{
    const struct rows rows = {QW_RULE_LOG_DRIVER, QW_OP_CONTAINER_CREATE,
                              without_settings_only_the_default_driver_passes_rows,
                              COUNT(without_settings_only_the_default_driver_passes_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

START_TEST(the_value_of_an_option_is_never_told)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const char *body =
        "{\"HostConfig\":{\"LogConfig\":{\"Config\":{\"splunk-token\":\"secret\"}}}}";
    const struct qw_findings findings =
        judge_body(arena, QW_RULE_LOG_DRIVER, QW_OP_CONTAINER_CREATE, &strictest, body);

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_ptr_null(findings.items[0].value);
    ck_assert_ptr_null(strstr(findings.items[0].text, "secret"));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("logging");

    tcase_add_test(cases, log_drivers_outside_the_list_are_found);
    tcase_add_test(cases, without_settings_only_the_default_driver_passes);
    tcase_add_test(cases, the_value_of_an_option_is_never_told);
    return run_case("rules/logging", cases);
}
