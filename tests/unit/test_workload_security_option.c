#include "workload_fixture.h"

struct row {
    const char *written;
    enum qw_security_key key;
    const char *value;
    bool is_true;
    bool is_valid;
};

static const struct row rows[] = {
    {"no-new-privileges", QW_SECURITY_NO_NEW_PRIVILEGES, "", true, true},
    {"no-new-privileges=true", QW_SECURITY_NO_NEW_PRIVILEGES, "true", true, true},
    {"no-new-privileges:true", QW_SECURITY_NO_NEW_PRIVILEGES, "true", true, true},
    {"no-new-privileges=1", QW_SECURITY_NO_NEW_PRIVILEGES, "1", true, true},
    {"no-new-privileges=t", QW_SECURITY_NO_NEW_PRIVILEGES, "t", true, true},
    {"no-new-privileges=T", QW_SECURITY_NO_NEW_PRIVILEGES, "T", true, true},
    {"no-new-privileges=TRUE", QW_SECURITY_NO_NEW_PRIVILEGES, "TRUE", true, true},
    {"no-new-privileges=True", QW_SECURITY_NO_NEW_PRIVILEGES, "True", true, true},
    {"no-new-privileges=0", QW_SECURITY_NO_NEW_PRIVILEGES, "0", false, true},
    {"no-new-privileges:0", QW_SECURITY_NO_NEW_PRIVILEGES, "0", false, true},
    {"no-new-privileges=f", QW_SECURITY_NO_NEW_PRIVILEGES, "f", false, true},
    {"no-new-privileges=F", QW_SECURITY_NO_NEW_PRIVILEGES, "F", false, true},
    {"no-new-privileges=FALSE", QW_SECURITY_NO_NEW_PRIVILEGES, "FALSE", false, true},
    {"no-new-privileges=false", QW_SECURITY_NO_NEW_PRIVILEGES, "false", false, true},
    {"no-new-privileges=False", QW_SECURITY_NO_NEW_PRIVILEGES, "False", false, true},
    {"no-new-privileges=tRUE", QW_SECURITY_NO_NEW_PRIVILEGES, "tRUE", false, false},
    {"no-new-privileges=yes", QW_SECURITY_NO_NEW_PRIVILEGES, "yes", false, false},
    {"no-new-privileges=", QW_SECURITY_NO_NEW_PRIVILEGES, "", false, false},
    {"no-new-privileges= true", QW_SECURITY_NO_NEW_PRIVILEGES, " true", false, false},
    {"No-New-Privileges", QW_SECURITY_UNKNOWN, "No-New-Privileges", false, false},
    {" no-new-privileges", QW_SECURITY_UNKNOWN, " no-new-privileges", false, false},
    {"disable", QW_SECURITY_LABEL, "disable", false, true},
    {"label=disable", QW_SECURITY_LABEL, "disable", false, true},
    {"label:disable", QW_SECURITY_LABEL, "disable", false, true},
    {"label=type:spc_t", QW_SECURITY_LABEL, "type:spc_t", false, true},
    {"label:type:spc_t", QW_SECURITY_LABEL, "type:spc_t", false, true},
    {"label:type=x", QW_SECURITY_UNKNOWN, "label:type=x", false, false}, /* '=' goes first */
    {"Label=disable", QW_SECURITY_UNKNOWN, "Label=disable", false, false},
    {"apparmor=unconfined", QW_SECURITY_APPARMOR, "unconfined", false, true},
    {"apparmor:unconfined", QW_SECURITY_APPARMOR, "unconfined", false, true},
    {"apparmor=", QW_SECURITY_APPARMOR, "", false, true},
    {"apparmor", QW_SECURITY_UNKNOWN, "apparmor", false, false},
    {"seccomp=unconfined", QW_SECURITY_SECCOMP, "unconfined", false, true},
    {"seccomp:unconfined", QW_SECURITY_SECCOMP, "unconfined", false, true},
    {"seccomp={}", QW_SECURITY_SECCOMP, "{}", false, true},
    {"seccomp:{}", QW_SECURITY_SECCOMP, "{}", false, true},
    {"seccomp=a=b:c", QW_SECURITY_SECCOMP, "a=b:c", false, true},
    {"seccomp =unconfined", QW_SECURITY_UNKNOWN, "seccomp =unconfined", false, false},
    {"writable-cgroups", QW_SECURITY_WRITABLE_CGROUPS, "", true, true},
    {"writable-cgroups=true", QW_SECURITY_WRITABLE_CGROUPS, "true", true, true},
    {"writable-cgroups:1", QW_SECURITY_WRITABLE_CGROUPS, "1", true, true},
    {"writable-cgroups=false", QW_SECURITY_WRITABLE_CGROUPS, "false", false, true},
    {"writable-cgroups=on", QW_SECURITY_WRITABLE_CGROUPS, "on", false, false},
    {"systempaths=unconfined", QW_SECURITY_UNKNOWN, "systempaths=unconfined", false, false},
    {"=x", QW_SECURITY_UNKNOWN, "=x", false, false},
    {"", QW_SECURITY_UNKNOWN, "", false, false},
};

START_TEST(an_option_is_split_as_the_engine_splits_it)
{
    struct fixture fixture = fixture_new();
    const struct row *row = &rows[_i];
    const struct qw_security_options *options =
        &read_host(&fixture, qw_arena_format(fixture.arena, "'SecurityOpt':['%s']", row->written))
             ->security;

    ck_assert_uint_eq(options->n_items, 1);
    ck_assert_int_eq(options->items[0].key, row->key);
    ck_assert_str_eq(options->items[0].value, row->value);
    ck_assert_int_eq(options->items[0].is_true, row->is_true);
    ck_assert_int_eq(options->items[0].is_valid, row->is_valid);
    ck_assert_str_eq(path_of(&fixture, options->items[0].at), "HostConfig.SecurityOpt[0]");
    fixture_done(&fixture);
}
END_TEST

START_TEST(the_order_of_options_is_kept)
{
    struct fixture fixture = fixture_new();
    const struct qw_security_options *options =
        &read_host(&fixture, "'SecurityOpt':['no-new-privileges','no-new-privileges:0']")->security;

    ck_assert_uint_eq(options->n_items, 2);
    ck_assert(options->items[0].is_true);
    ck_assert(!options->items[1].is_true);
    ck_assert_str_eq(path_of(&fixture, options->at), "HostConfig.SecurityOpt");
    fixture_done(&fixture);
}
END_TEST

START_TEST(every_key_has_a_row)
{
    bool keys[QW_SECURITY_UNKNOWN + 1] = {false};

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        keys[rows[i].key] = true;
    assert_all_seen(keys, COUNT_OF(keys));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("security_option");

    tcase_add_loop_test(tests, an_option_is_split_as_the_engine_splits_it, 0, (int)COUNT_OF(rows));
    tcase_add_test(tests, the_order_of_options_is_kept);
    tcase_add_test(tests, every_key_has_a_row);
    return run_case("workload/security_option", tests);
}
