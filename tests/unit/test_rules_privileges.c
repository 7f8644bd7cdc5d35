/* Tests of src/rules/privileges.c: no-new-privileges, capabilities. */
#include "rules_fixture.h"

#define OPTIONS(list) "{\"Image\":\"busybox\",\"HostConfig\":{\"SecurityOpt\":[" list "]}}"
#define CAPS(add, drop) \
    "{\"Image\":\"busybox\",\"HostConfig\":{\"CapAdd\":" add ",\"CapDrop\":" drop "}}"

static const struct qw_settings strictest;

/* --- no-new-privileges ------------------------------------------------------------------------ */

static const struct row nnp_rows[] = {
    {OPTIONS("\"no-new-privileges\""), ""},
    {OPTIONS("\"no-new-privileges=true\""), ""},
    {OPTIONS("\"no-new-privileges:true\""), ""},
    {OPTIONS("\"no-new-privileges=1\""), ""},
    {OPTIONS("\"no-new-privileges=T\""), ""},
    {OPTIONS("\"no-new-privileges:0\",\"no-new-privileges\""), ""},
    {OPTIONS("\"no-new-privileges=false\",\"label=type:x\",\"no-new-privileges=true\""), ""},
    {OPTIONS(""), "HostConfig.SecurityOpt"},
    {"{\"Image\":\"busybox\"}", "HostConfig.SecurityOpt"},
    {OPTIONS("\"apparmor=docker-default\""), "HostConfig.SecurityOpt"},
    {OPTIONS("\"No-New-Privileges\""), "HostConfig.SecurityOpt"},
    {OPTIONS("\" no-new-privileges\""), "HostConfig.SecurityOpt"},
    {OPTIONS("\"no-new-privileges=false\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"no-new-privileges:0\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"no-new-privileges\",\"no-new-privileges:0\""), "HostConfig.SecurityOpt[1]"},
    {OPTIONS("\"no-new-privileges=F\",\"no-new-privileges=1\",\"no-new-privileges=f\""),
     "HostConfig.SecurityOpt[0] HostConfig.SecurityOpt[2]"},
    {OPTIONS("\"no-new-privileges\",\"no-new-privileges=yes\""), "HostConfig.SecurityOpt[1]"},
    {OPTIONS("\"no-new-privileges=\""), "HostConfig.SecurityOpt[0] HostConfig.SecurityOpt"},
};

START_TEST(the_last_word_on_no_new_privileges_wins)
{
    const struct rows rows = {QW_RULE_NO_NEW_PRIVILEGES, QW_OP_CONTAINER_CREATE, nnp_rows,
                              COUNT(nnp_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row daemon_default_rows[] = {
    {OPTIONS(""), ""},
    {"{\"Image\":\"busybox\"}", ""},
    {OPTIONS("\"no-new-privileges\""), ""},
    {OPTIONS("\"no-new-privileges=false\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"no-new-privileges=maybe\""), "HostConfig.SecurityOpt[0]"},
};

START_TEST(the_default_of_the_engine_counts_until_it_is_switched_off)
{
    const struct rows rows = {QW_RULE_NO_NEW_PRIVILEGES, QW_OP_CONTAINER_CREATE,
                              daemon_default_rows, COUNT(daemon_default_rows)};
    const struct qw_settings settings = {
        .values = {[QW_SETTING_NO_NEW_PRIVILEGES_DAEMON_DEFAULT] = {.is_true = true}}};

    check_rows(&rows, &settings);
}
END_TEST

/* --- capabilities ----------------------------------------------------------------------------- */

static const struct row capability_rows[] = {
    {CAPS("null", "[\"ALL\"]"), ""},
    {CAPS("[]", "[\"all\"]"), ""},
    {CAPS("[]", "\"ALL\""), ""},
    {CAPS("[\"NET_BIND_SERVICE\"]", "[\"ALL\"]"), ""},
    {CAPS("[\"cap_net_bind_service\"]", "[\"ALL\",\"NET_RAW\"]"), ""},
    {CAPS("\"CHOWN\"", "[\"ALL\"]"), ""},
    {"{\"Image\":\"busybox\"}", "HostConfig.CapDrop"},
    {CAPS("[]", "[]"), "HostConfig.CapDrop"},
    {CAPS("[]", "[\"NET_RAW\"]"), "HostConfig.CapDrop"},
    {CAPS("[]", "[\"CAP_ALL\"]"), "HostConfig.CapDrop HostConfig.CapDrop[0]"},
    {CAPS("[\"SYS_ADMIN\"]", "[\"ALL\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("[\"CAP_SYS_ADMIN\"]", "[\"ALL\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("[\"sys_admin\"]", "[\"ALL\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("[\"cap_sys_admin\"]", "[\"ALL\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("[\"\xc5\xbfYS_ADM\xc4\xb1N\"]", "[\"ALL\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("\"SYS_ADMIN\"", "[\"ALL\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("[\"SYS_ADMIN\"]", "[\"ALL\",\"SYS_ADMIN\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("[\"ALL\"]", "[\"ALL\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("[\"aLl\"]", "[\"ALL\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("[\"CHOWN\",\"BPF\",\"ALL\"]", "[\"ALL\"]"), "HostConfig.CapAdd[1] HostConfig.CapAdd[2]"},
    {CAPS("[\"CAP_ALL\"]", "[\"ALL\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("[\"NO_SUCH\"]", "[\"ALL\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("[\" CHOWN\"]", "[\"ALL\"]"), "HostConfig.CapAdd[0]"},
    {CAPS("[]", "[\"ALL\",\"NO_SUCH\"]"), "HostConfig.CapDrop[1]"},
};

START_TEST(only_listed_capabilities_are_added_in_every_spelling)
{
    const struct rows rows = {QW_RULE_CAPABILITIES, QW_OP_CONTAINER_CREATE, capability_rows,
                              COUNT(capability_rows)};
    const struct qw_settings settings = {
        .values = {[QW_SETTING_CAPABILITIES_REQUIRE_DROP_ALL] = {.is_true = true},
                   [QW_SETTING_CAPABILITIES_ALLOW_ADD] = WORDS("NET_BIND_SERVICE", "CHOWN")}};

    check_rows(&rows, &settings);
}
END_TEST

static const struct row add_only_rows[] = {
    {"{\"Image\":\"busybox\"}", ""},
    {CAPS("[]", "[\"NET_RAW\"]"), ""},
    {CAPS("[\"CHOWN\"]", "[]"), "HostConfig.CapAdd[0]"},
};

START_TEST(where_all_need_not_be_dropped_only_additions_count)
{
    const struct rows rows = {QW_RULE_CAPABILITIES, QW_OP_CONTAINER_CREATE, add_only_rows,
                              COUNT(add_only_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row all_listed_rows[] = {
    {CAPS("[\"SYS_ADMIN\",\"BPF\"]", "[]"), ""},
    {CAPS("[\"ALL\"]", "[]"), "HostConfig.CapAdd[0]"},
    {CAPS("[\"NO_SUCH\"]", "[]"), "HostConfig.CapAdd[0]"},
};

START_TEST(all_is_more_than_every_capability_that_is_listed)
{
    const struct rows rows = {QW_RULE_CAPABILITIES, QW_OP_CONTAINER_CREATE, all_listed_rows,
                              COUNT(all_listed_rows)};
    const struct qw_settings settings = {
        .values = {[QW_SETTING_CAPABILITIES_ALLOW_ADD] = {.words = qw_capability_names,
                                                          .n_words = QW_CAPABILITY_COUNT}}};

    check_rows(&rows, &settings);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules/privileges");
    TCase *privileges = tcase_create("no-new-privileges");
    TCase *capabilities = tcase_create("capabilities");

    tcase_add_test(privileges, the_last_word_on_no_new_privileges_wins);
    tcase_add_test(privileges, the_default_of_the_engine_counts_until_it_is_switched_off);
    tcase_add_test(capabilities, only_listed_capabilities_are_added_in_every_spelling);
    tcase_add_test(capabilities, where_all_need_not_be_dropped_only_additions_count);
    tcase_add_test(capabilities, all_is_more_than_every_capability_that_is_listed);
    suite_add_tcase(suite, privileges);
    suite_add_tcase(suite, capabilities);
    return run_suite(suite);
}
