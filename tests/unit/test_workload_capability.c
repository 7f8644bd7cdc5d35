#include "workload_fixture.h"

struct row {
    const char *written;
    const char *name;
};

static const struct row rows[] = {
    {"SYS_ADMIN", "CAP_SYS_ADMIN"},
    {"sys_admin", "CAP_SYS_ADMIN"},
    {"CAP_SYS_ADMIN", "CAP_SYS_ADMIN"},
    {"cap_Sys_Admin", "CAP_SYS_ADMIN"},
    {"\u017fYS_ADM\u0131N", "CAP_SYS_ADMIN"},
    {"cap_\u017fy\u017f_adm\u0131n", "CAP_SYS_ADMIN"},
    {"ALL", "ALL"},
    {"all", "ALL"},
    {"aLl", "ALL"},
    {"CAP_ALL", "CAP_ALL"}, /* unknown to the engine */
    {"ALL ", "CAP_ALL "},   /* no trimming */
    {" ALL", "CAP_ ALL"},
    {"\u212aILL", "CAP_\u212aILL"}, /* the Kelvin sign is upper case already */
    {"\u00e9", "CAP_\u00e9"},
    {"CAP", "CAP_CAP"},
    {"CAP_", "CAP_"},
    {"", "CAP_"},
};

START_TEST(a_capability_is_named_as_the_engine_names_it)
{
    struct fixture fixture = fixture_new();
    const struct row *row = &rows[_i];
    const struct qw_capabilities *capabilities =
        &read_host(&fixture, qw_arena_format(fixture.arena,
                                             "'CapAdd':['CHOWN','%s'],"
                                             "'CapDrop':['%s']",
                                             row->written, row->written))
             ->capabilities;

    ck_assert_uint_eq(capabilities->add.n_items, 2);
    ck_assert_str_eq(capabilities->add.items[0].value, "CAP_CHOWN");
    ck_assert_str_eq(capabilities->add.items[1].value, row->name);
    ck_assert_str_eq(path_of(&fixture, capabilities->add.items[1].at), "HostConfig.CapAdd[1]");
    ck_assert_uint_eq(capabilities->drop.n_items, 1);
    ck_assert_str_eq(capabilities->drop.items[0].value, row->name);
    ck_assert_str_eq(path_of(&fixture, capabilities->drop.at), "HostConfig.CapDrop");
    ck_assert_int_eq(capabilities->drops_all, strcmp(row->name, "ALL") == 0);
    fixture_done(&fixture);
}
END_TEST

START_TEST(all_is_told_apart_for_adding_and_dropping)
{
    struct fixture fixture = fixture_new();
    const struct qw_capabilities *capabilities =
        &read_host(&fixture, "'CapAdd':['all','NET_RAW'],'CapDrop':['MKNOD']")->capabilities;

    ck_assert(!capabilities->drops_all);
    capabilities =
        &read_host(&fixture, "'CapAdd':['NET_RAW'],'CapDrop':['MKNOD','ALL']")->capabilities;
    ck_assert(capabilities->drops_all);
    fixture_done(&fixture);
}
END_TEST

START_TEST(every_name_that_there_is_stands_once_without_its_prefix)
{
    for (size_t i = 0; i < QW_CAPABILITY_COUNT; i++) {
        ck_assert_ptr_eq(qw_capability_word(qw_capability_names[i]), qw_capability_names[i]);
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(qw_capability_names[i], qw_capability_names[j]);
    }
    ck_assert_str_eq(qw_capability_word("CAP_SYS_ADMIN"), "SYS_ADMIN");
    ck_assert_str_eq(qw_capability_word("CAP_"), "");
    ck_assert_str_eq(qw_capability_word("cap_chown"), "cap_chown");
}
END_TEST

START_TEST(absent_lists_have_no_place)
{
    struct fixture fixture = fixture_new();
    const struct qw_capabilities *capabilities = &read_host(&fixture, "")->capabilities;

    ck_assert_ptr_null(capabilities->add.at);
    ck_assert_ptr_null(capabilities->drop.at);
    ck_assert_uint_eq(capabilities->add.n_items + capabilities->drop.n_items, 0);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("capability");

    tcase_add_loop_test(tests, a_capability_is_named_as_the_engine_names_it, 0,
                        (int)COUNT_OF(rows));
    tcase_add_test(tests, all_is_told_apart_for_adding_and_dropping);
    tcase_add_test(tests, every_name_that_there_is_stands_once_without_its_prefix);
    tcase_add_test(tests, absent_lists_have_no_place);
    return run_case("workload/capability", tests);
}
