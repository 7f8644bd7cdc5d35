#include "policy_fixture.h"

#define RULES V1 ",\n\"rules\": {"

static const char path_message[] =
    "expected an absolute path without \"..\", \".\", \"//\", a slash at its end, * or ${, not ";

static const struct fault_row faults[] = {
    {RULES "\"capabilities\": {\"require_drop_all\": 1}}}", 2, 28,
     "/rules/capabilities/require_drop_all", "expected true or false, not a number"},
    {RULES "\"capabilities\": {\"allow_add\": \"CHOWN\"}}}", 2, 28, "/rules/capabilities/allow_add",
     "expected a list, not a string"},
    {RULES "\"capabilities\": {\"allow_add\": [\"CHOWN\", 7]}}}", 2, 51,
     "/rules/capabilities/allow_add/1", "expected a string, not a number"},
    {RULES "\"root-user\": {\"min_uid\": \"1\"}}}", 2, 25, "/rules/root-user/min_uid",
     "expected a whole number, not a string"},
    {RULES "\"root-user\": {\"min_uid\": 0}}}", 2, 25, "/rules/root-user/min_uid",
     "expected a whole number from 1 to 2147483647, not 0"},
    {RULES "\"root-user\": {\"min_uid\": 2147483648}}}", 2, 25, "/rules/root-user/min_uid",
     "expected a whole number from 1 to 2147483647, not 2147483648"},
    {RULES "\"host-ports\": {\"min\": 0}}}", 2, 26, "/rules/host-ports/min",
     "expected a whole number from 1 to 65535, not 0"},
    {RULES "\"host-ports\": {\"min\": 65536}}}", 2, 26, "/rules/host-ports/min",
     "expected a whole number from 1 to 65535, not 65536"},
    {RULES "\"devices\": {\"gpus\": {\"max\": -1}}}}", 2, 32, "/rules/devices/gpus/max",
     "expected a whole number from 0 to 2147483647, not -1"},
    {RULES "\"devices\": {\"gpus\": {\"max\": 1e3}}}}", 2, 32, "/rules/devices/gpus/max",
     "expected a whole number, not a number that is no whole number"},
    {RULES "\"devices\": {\"gpus\": {\"ids\": [\"0,1\"]}}}}", 2, 40, "/rules/devices/gpus/ids/0",
     "expected one id without wildcards, not \"0,1\""},
    {RULES "\"root-user\": {\"named_users\": []}}}", 2, 25, "/rules/root-user/named_users",
     "expected exactly one of resolve, allow and deny"},
    {RULES "\"root-user\": {\"named_users\": [\"allow\", \"deny\"]}}}", 2, 25,
     "/rules/root-user/named_users", "expected exactly one of resolve, allow and deny"},
    {RULES "\"bind-mounts\": {\"allow\": {}}}}", 2, 27, "/rules/bind-mounts/allow",
     "expected a list, not an object"},
    {RULES "\"bind-mounts\": {\"allow\": [true]}}}", 2, 37, "/rules/bind-mounts/allow/0",
     "expected an object, not true or false"},
    {RULES "\"bind-mounts\": {\"allow\": [{}]}}}", 2, 37, "/rules/bind-mounts/allow/0",
     "\"path\" is missing"},
    {RULES "\"bind-mounts\": {\"allow\": [{\"path\": 1}]}}}", 2, 38,
     "/rules/bind-mounts/allow/0/path", "expected a string, not a number"},
    {RULES "\"bind-mounts\": {\"allow\": [\"/a\", {\"path\": \"/data\", \"mode\": \"rw\"}]}}}", 2,
     61, "/rules/bind-mounts/allow/1/mode", "unknown key \"mode\"; expected path or access"},
    {RULES "\"bind-mounts\": {\"allow\": [{\"path\": \"/data\", \"access\": \"RW\"}]}}}", 2, 55,
     "/rules/bind-mounts/allow/0/access", "unknown access \"RW\": expected ro or rw"},
    {RULES "\"bind-mounts\": {\"allow\": [\"/b\", \"/a\", {\"path\": \"/b\"}]}}}", 2, 27,
     "/rules/bind-mounts/allow", "\"/b\" is given twice"},
};

START_TEST(what_is_wrong_with_a_value_is_told_with_its_place)
{
    for (size_t i = 0; i < COUNT_OF(faults); i++)
        check_fault(&faults[i]);
}
END_TEST

START_TEST(a_path_that_is_not_plain_is_an_error)
{
    static const char *const paths[] = {"",       "data",       "./data",    "/data/",
                                        "//data", "/data//x",   "/data/./x", "/data/../x",
                                        "/..",    "/home/*",    "/**",       "/home/${user}",
                                        "/.",     "/data/x/..", "~/data"};
    char text[256];
    char message[256];
    struct qw_diag diag;

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        snprintf(text, sizeof text, RULES "\"bind-mounts\": {\"allow\": [\"%s\"]}}}", paths[i]);
        snprintf(message, sizeof message, "%s\"%s\"", path_message, paths[i]);
        ck_assert_int_eq(load_bad(write_policy("policy.json", text), &diag), QW_ERR_POLICY);
        ck_assert_str_eq(diag.text, message);
        ck_assert_str_eq(diag.pointer, "/rules/bind-mounts/allow/0");
    }
}
END_TEST

START_TEST(a_plain_string_is_short_for_reading_only)
{
    struct qw_policy *policy = load_text(
        RULES "\"bind-mounts\": {\"allow\": [{\"access\": \"rw\", \"path\": \"/srv/..data/x.y\"},"
              "\"/\", {\"path\": \"/opt\"}, {\"path\": \"/mnt\", \"access\": \"ro\"}]}}}");
    const struct qw_setting *allowed = setting_of(policy, QW_SETTING_BIND_MOUNTS_ALLOW);
    static const struct qw_path_rule expected[] = {
        {"/", QW_ACCESS_READ_ONLY},
        {"/mnt", QW_ACCESS_READ_ONLY},
        {"/opt", QW_ACCESS_READ_ONLY},
        {"/srv/..data/x.y", QW_ACCESS_READ_WRITE},
    };

    ck_assert_uint_eq(allowed->n_paths, COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        ck_assert_str_eq(allowed->paths[i].path, expected[i].path);
        ck_assert_int_eq(allowed->paths[i].access, expected[i].access);
    }
    qw_policy_unref(policy);
}
END_TEST

START_TEST(words_are_a_set)
{
    struct qw_policy *policy =
        load_text(RULES "\"volumes\": {\"drivers\": [\"nfs\", \"local\", \"nfs\"]}}}");
    const struct qw_setting *drivers = setting_of(policy, QW_SETTING_VOLUMES_DRIVERS);

    ck_assert_uint_eq(drivers->n_words, 2);
    ck_assert_str_eq(drivers->words[0], "local");
    ck_assert_str_eq(drivers->words[1], "nfs");
    qw_policy_unref(policy);
}
END_TEST

START_TEST(numbers_are_taken_to_both_ends_of_their_range)
{
    static const struct {
        const char *text;
        enum qw_setting_id id;
        int64_t value;
    } rows[] = {
        {RULES "\"root-user\": {\"min_uid\": 1}}}", QW_SETTING_ROOT_USER_MIN_UID, 1},
        {RULES "\"root-user\": {\"min_uid\": 2147483647}}}", QW_SETTING_ROOT_USER_MIN_UID,
         INT32_MAX},
        {RULES "\"host-ports\": {\"min\": 1}}}", QW_SETTING_HOST_PORTS_MIN, 1},
        {RULES "\"host-ports\": {\"min\": 65535}}}", QW_SETTING_HOST_PORTS_MIN, 65535},
        {RULES "\"devices\": {\"gpus\": {\"max\": 0}}}}", QW_SETTING_DEVICES_GPU_MAX, 0},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct qw_policy *policy = load_text(rows[i].text);

        ck_assert_int_eq(setting_of(policy, rows[i].id)->number, rows[i].value);
        qw_policy_unref(policy);
    }
}
END_TEST

START_TEST(true_and_false_are_taken)
{
    struct qw_policy *policy = load_text(RULES "\"no-new-privileges\": {\"daemon_default\": true},"
                                               "\"groups\": {\"deny_gid_0\": false}}}");

    ck_assert(setting_of(policy, QW_SETTING_NO_NEW_PRIVILEGES_DAEMON_DEFAULT)->is_true);
    ck_assert(!setting_of(policy, QW_SETTING_GROUPS_DENY_GID_0)->is_true);
    qw_policy_unref(policy);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_is_wrong_with_a_value_is_told_with_its_place, a_path_that_is_not_plain_is_an_error,
        a_plain_string_is_short_for_reading_only,          words_are_a_set,
        numbers_are_taken_to_both_ends_of_their_range,     true_and_false_are_taken,
    };

    return run_suite("policy/setting", tests, COUNT_OF(tests));
}
