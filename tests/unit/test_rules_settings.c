/* Tests of src/rules/settings.c: the table is whole, and a compiled policy is looked up. */
#include "../../src/rules/rules_priv.h"
#include "rules_fixture.h"

START_TEST(a_setting_belongs_to_a_rule_and_says_what_it_is)
{
    const struct qw_setting_row *row = qw_setting_row_get((enum qw_setting_id)_i);

    ck_assert_int_lt(row->rule, QW_RULE_COUNT);
    ck_assert_str_ne(row->name, "");
    ck_assert_str_ne(row->help, "");
    ck_assert_int_le(row->type, QW_SETTING_TYPE_CPUS);
}
END_TEST

START_TEST(a_setting_is_found_by_its_rule_and_name)
{
    const struct qw_setting_row *row = qw_setting_row_get((enum qw_setting_id)_i);

    ck_assert_int_eq(qw_setting_from_name(row->rule, row->name), _i);
}
END_TEST

START_TEST(a_setting_of_another_rule_is_none)
{
    ck_assert_int_eq(qw_setting_from_name(QW_RULE_PRIVILEGED, "allow"), QW_SETTING_COUNT);
    ck_assert_int_eq(qw_setting_from_name(QW_RULE_SECCOMP, "types"), QW_SETTING_COUNT);
    ck_assert_int_eq(qw_setting_from_name(QW_RULE_SECCOMP, ""), QW_SETTING_COUNT);
    ck_assert_int_eq(qw_setting_from_name(QW_RULE_DEVICES, "gpus"), QW_SETTING_COUNT);
}
END_TEST

START_TEST(a_word_is_compared_as_a_whole)
{
    const struct qw_settings settings = {
        .values = {[QW_SETTING_SELINUX_TYPES] = WORDS("container_t", "spc_t")}};

    ck_assert(qw_setting_has_word(&settings, QW_SETTING_SELINUX_TYPES, "spc_t"));
    ck_assert(!qw_setting_has_word(&settings, QW_SETTING_SELINUX_TYPES, "spc"));
    ck_assert(!qw_setting_has_word(&settings, QW_SETTING_SELINUX_TYPES, "SPC_T"));
    ck_assert(!qw_setting_has_word(&settings, QW_SETTING_SELINUX_TYPES, ""));
    ck_assert(!qw_setting_has_word(&settings, QW_SETTING_APPARMOR_PROFILES, "spc_t"));
}
END_TEST

START_TEST(modes_and_access_have_names)
{
    ck_assert_str_eq(qw_mode_name(QW_MODE_ENFORCE), "enforce");
    ck_assert_str_eq(qw_mode_name(QW_MODE_AUDIT), "audit");
    ck_assert_str_eq(qw_mode_name(QW_MODE_OFF), "off");
    ck_assert_ptr_null(qw_mode_name((enum qw_mode)(QW_MODE_OFF + 1)));
    ck_assert_str_eq(qw_access_name(QW_ACCESS_READ_ONLY), "ro");
    ck_assert_str_eq(qw_access_name(QW_ACCESS_READ_WRITE), "rw");
    ck_assert_ptr_null(qw_access_name((enum qw_access)(QW_ACCESS_READ_WRITE + 1)));
}
END_TEST

int main(void)
{
    TCase *settings = tcase_create("settings");

    tcase_add_loop_test(settings, a_setting_belongs_to_a_rule_and_says_what_it_is, 0,
                        QW_SETTING_COUNT);
    tcase_add_loop_test(settings, a_setting_is_found_by_its_rule_and_name, 0, QW_SETTING_COUNT);
    tcase_add_test(settings, a_setting_of_another_rule_is_none);
    tcase_add_test(settings, a_word_is_compared_as_a_whole);
    tcase_add_test(settings, modes_and_access_have_names);
    return run_case("rules/settings", settings);
}
