#include "policy_fixture.h"

#define RULES V1 ",\n\"rules\": {"

static const struct fault_row faults[] = {
    {RULES "\"previleged\": {}}}", 2, 11, "/rules/previleged",
     "unknown rule \"previleged\"; did you mean \"privileged\"?"},
    {RULES "\"Privileged\": {}}}", 2, 11, "/rules/Privileged",
     "unknown rule \"Privileged\"; did you mean \"privileged\"?"},
    {RULES "\"bind_mounts\": {}}}", 2, 11, "/rules/bind_mounts",
     "unknown rule \"bind_mounts\"; did you mean \"bind-mounts\"?"},
    {RULES "\"privileged\": \"off\"}}", 2, 11, "/rules/privileged",
     "expected an object, not a string"},
    {RULES "\"privileged\": {\"mode\": 0}}}", 2, 26, "/rules/privileged/mode",
     "expected a string, not a number"},
    {RULES "\"privileged\": {\"mode\": \"enforced\"}}}", 2, 26, "/rules/privileged/mode",
     "unknown mode \"enforced\"; did you mean \"enforce\"?"},
    {RULES "\"privileged\": {\"mode\": \"Off\"}}}", 2, 26, "/rules/privileged/mode",
     "unknown mode \"Off\"; did you mean \"off\"?"},
    {RULES "\"privileged\": {\"allow\": []}}}", 2, 26, "/rules/privileged/allow",
     "rule privileged has no setting \"allow\"; expected mode"},
    {RULES "\"capabilities\": {\"alow_add\": []}}}", 2, 28, "/rules/capabilities/alow_add",
     "rule capabilities has no setting \"alow_add\"; did you mean \"allow_add\"?"},
    {RULES "\"capabilities\": {\"Mode\": \"off\"}}}", 2, 28, "/rules/capabilities/Mode",
     "rule capabilities has no setting \"Mode\"; did you mean \"mode\"?"},
    {RULES "\"devices\": {\"gpu\": {}}}}", 2, 23, "/rules/devices/gpu",
     "rule devices has no setting \"gpu\"; did you mean \"gpus\"?"},
    {RULES "\"devices\": {\"gpus.drivers\": []}}}", 2, 23, "/rules/devices/gpus.drivers",
     "rule devices has no setting \"gpus.drivers\"; expected mode, allow or gpus"},
    {RULES "\"devices\": {\"gpus\": []}}}", 2, 23, "/rules/devices/gpus",
     "expected an object, not a list"},
    {RULES "\"devices\": {\"gpus\": {\"driver\": []}}}}", 2, 32, "/rules/devices/gpus/driver",
     "rule devices has no setting \"driver\"; did you mean \"drivers\"?"},
    {RULES "\"devices\": {\"gpus\": {\"mode\": \"off\"}}}}", 2, 32, "/rules/devices/gpus/mode",
     "rule devices has no setting \"mode\"; expected drivers, ids or max"},
    {RULES "\"devices\": {\"\": 1}}}", 2, 23, "/rules/devices/",
     "rule devices has no setting \"\"; expected mode, allow or gpus"},
};

START_TEST(what_is_wrong_with_a_rule_is_told_with_its_place)
{
    for (size_t i = 0; i < COUNT_OF(faults); i++)
        check_fault(&faults[i]);
}
END_TEST

START_TEST(every_rule_takes_every_mode)
{
    static const char *const modes[] = {"enforce", "audit", "off"};
    char text[256];

    for (size_t rule = 0; rule < QW_RULE_COUNT; rule++) {
        for (size_t mode = 0; mode < COUNT_OF(modes); mode++) {
            snprintf(text, sizeof text, RULES "\"%s\": {\"mode\": \"%s\"}}}",
                     qw_rule_get((enum qw_rule_id)rule)->name, modes[mode]);
            struct qw_policy *policy = load_text(text);
            ck_assert_uint_eq(qw_policy_settings(policy)->modes[rule], mode);
            qw_policy_unref(policy);
        }
    }
}
END_TEST

START_TEST(a_dot_in_a_setting_is_a_nested_object)
{
    struct qw_policy *policy =
        load_text(RULES "\"devices\": {\"gpus\": {\"drivers\": [\"amd\"], \"max\": 2}}}}");

    ck_assert_str_eq(setting_of(policy, QW_SETTING_DEVICES_GPU_DRIVERS)->words[0], "amd");
    ck_assert_int_eq(setting_of(policy, QW_SETTING_DEVICES_GPU_MAX)->number, 2);
    ck_assert_uint_eq(setting_of(policy, QW_SETTING_DEVICES_GPU_IDS)->n_words, 0);
    qw_policy_unref(policy);
}
END_TEST

START_TEST(a_policy_that_extends_nothing_is_the_strictest)
{
    struct qw_policy *policy = load_text(V1 "}");
    const struct qw_settings *settings = qw_policy_settings(policy);

    for (size_t rule = 0; rule < QW_RULE_COUNT; rule++)
        ck_assert_int_eq(settings->modes[rule], QW_MODE_ENFORCE);
    for (size_t op = 0; op < QW_OP_COUNT; op++)
        ck_assert_int_eq(qw_policy_action(policy, (enum qw_op)op), QW_ACTION_DENY);
    ck_assert(settings->values[QW_SETTING_CAPABILITIES_REQUIRE_DROP_ALL].is_true);
    ck_assert(settings->values[QW_SETTING_GROUPS_DENY_GID_0].is_true);
    ck_assert(has_word(&settings->values[QW_SETTING_GROUPS_DENY], "docker"));
    ck_assert(has_word(&settings->values[QW_SETTING_ROOT_USER_NAMED_USERS], "deny"));
    ck_assert(has_word(&settings->values[QW_SETTING_BIND_MOUNTS_DENY], "/**"));
    ck_assert_int_eq(settings->values[QW_SETTING_ROOT_USER_MIN_UID].number, 1);
    ck_assert_int_eq(settings->values[QW_SETTING_HOST_PORTS_MIN].number, 1024);
    ck_assert_uint_eq(settings->values[QW_SETTING_CAPABILITIES_ALLOW_ADD].n_words, 0);
    ck_assert_uint_eq(settings->values[QW_SETTING_BIND_MOUNTS_ALLOW].n_paths, 0);
    qw_policy_unref(policy);
}
END_TEST

START_TEST(the_groups_denied_by_default_are_those_of_the_levels)
{
    struct qw_policy *policy = load_text(V1 "}");
    struct qw_policy *level = load_good("restricted");
    const struct qw_setting *own = setting_of(policy, QW_SETTING_GROUPS_DENY);
    const struct qw_setting *shipped = setting_of(level, QW_SETTING_GROUPS_DENY);

    ck_assert_uint_eq(own->n_words, shipped->n_words);
    for (size_t i = 0; i < own->n_words; i++)
        ck_assert_str_eq(own->words[i], shipped->words[i]);
    qw_policy_unref(level);
    qw_policy_unref(policy);
}
END_TEST

START_TEST(a_derived_policy_replaces_what_it_names_and_keeps_the_rest)
{
    struct qw_policy *policy = load_text(V1 ", \"extends\": \"baseline\", \"rules\": {"
                                            "\"capabilities\": {\"allow_add\": [\"CHOWN\"]},"
                                            "\"devices\": {\"gpus\": {\"max\": 1}},"
                                            "\"root-user\": {\"mode\": \"audit\"}}}");
    const struct qw_settings *settings = qw_policy_settings(policy);

    ck_assert_uint_eq(settings->values[QW_SETTING_CAPABILITIES_ALLOW_ADD].n_words, 1);
    ck_assert(!settings->values[QW_SETTING_CAPABILITIES_REQUIRE_DROP_ALL].is_true);
    ck_assert_int_eq(settings->modes[QW_RULE_CAPABILITIES], QW_MODE_ENFORCE);
    ck_assert_uint_eq(settings->values[QW_SETTING_DEVICES_GPU_DRIVERS].n_words, 2);
    ck_assert_int_eq(settings->values[QW_SETTING_DEVICES_GPU_MAX].number, 1);
    ck_assert_int_eq(settings->modes[QW_RULE_ROOT_USER], QW_MODE_AUDIT);
    ck_assert_int_eq(settings->modes[QW_RULE_GROUPS], QW_MODE_OFF);
    qw_policy_unref(policy);
}
END_TEST

START_TEST(an_empty_list_of_denied_paths_denies_everything)
{
    struct qw_policy *policy = load_text(V1 ", \"rules\": {\"bind-mounts\": {\"deny\": []}}}");
    const struct qw_setting *denied = setting_of(policy, QW_SETTING_BIND_MOUNTS_DENY);

    ck_assert_uint_ge(denied->n_words, 1);
    ck_assert_str_eq(denied->words[0], "/**");
    qw_policy_unref(policy);
}
END_TEST

static const struct united_row {
    enum qw_setting_id setting;
    const char *text;
    const char *word; /* stands in the effective list */
} united_rows[] = {
    {QW_SETTING_BIND_MOUNTS_DENY, "\"bind-mounts\": {\"deny\": [\"/srv/secret\"]}", "/**"},
    {QW_SETTING_BIND_MOUNTS_DENY, "\"bind-mounts\": {\"deny\": [\"/srv/secret\"]}", "/srv/secret"},
    {QW_SETTING_BIND_MOUNTS_DENY, "\"bind-mounts\": {\"deny\": []}", "/**"},
    {QW_SETTING_GROUPS_DENY, "\"groups\": {\"deny\": [\"ops\"]}", "docker"},
    {QW_SETTING_GROUPS_DENY, "\"groups\": {\"deny\": [\"ops\", \"docker\"]}", "ops"},
    {QW_SETTING_GROUPS_DENY, "\"groups\": {\"deny\": [\"ops\", \"docker\"]}", "root"},
};

START_TEST(what_a_file_denies_comes_on_top_of_what_it_inherits)
{
    for (size_t i = 0; i < COUNT_OF(united_rows); i++) {
        char text[PATH_SIZE];

        snprintf(text, sizeof text, V1 ", \"extends\": \"restricted\", \"rules\": {%s}}",
                 united_rows[i].text);
        struct qw_policy *policy = load_text(text);

        ck_assert_msg(has_word(setting_of(policy, united_rows[i].setting), united_rows[i].word),
                      "%s", united_rows[i].text);
        qw_policy_unref(policy);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_is_wrong_with_a_rule_is_told_with_its_place,
        every_rule_takes_every_mode,
        a_dot_in_a_setting_is_a_nested_object,
        a_policy_that_extends_nothing_is_the_strictest,
        the_groups_denied_by_default_are_those_of_the_levels,
        a_derived_policy_replaces_what_it_names_and_keeps_the_rest,
        an_empty_list_of_denied_paths_denies_everything,
        what_a_file_denies_comes_on_top_of_what_it_inherits,
    };

    return run_suite("policy/rules", tests, COUNT_OF(tests));
}
