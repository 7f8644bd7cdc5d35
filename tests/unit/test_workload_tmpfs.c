#include "workload_fixture.h"

struct row {
    const char *target;
    const char *options;
    const char *cleaned;
    bool is_read_only;
    const char *propagation;
};

static const struct row rows[] = {
    {"/tmp", "", "/tmp", false, ""},
    {"/tmp", "exec,suid,dev", "/tmp", false, ""},
    {"/tmp/../run/", "ro,size=1m", "/run", true, ""},
    {"/tmp", "ro,rw", "/tmp", false, ""},
    {"/tmp", "rshared,size=1m", "/tmp", false, "rshared"},
    {"/tmp", "unbindable", "/tmp", false, "unbindable"},
};

START_TEST(a_tmpfs_keeps_its_options)
{
    struct fixture fixture = fixture_new();
    const struct row *row = &rows[_i];
    const struct qw_mounts *mounts =
        &read_host(&fixture,
                   qw_arena_format(fixture.arena, "'Tmpfs':{'%s':'%s'}", row->target, row->options))
             ->mounts;

    ck_assert_uint_eq(mounts->n_items, 1);
    ck_assert_int_eq(mounts->items[0].type, QW_MOUNT_TMPFS);
    ck_assert_str_eq(mounts->items[0].target, row->cleaned);
    ck_assert_str_eq(mounts->items[0].options, row->options);
    ck_assert_int_eq(mounts->items[0].is_read_only, row->is_read_only);
    ck_assert_str_eq(mounts->items[0].propagation, row->propagation);
    ck_assert_str_eq(mounts->items[0].source, "");
    ck_assert_ptr_nonnull(mounts->items[0].at);
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_null_option_text_is_an_empty_one)
{
    struct fixture fixture = fixture_new();

    ck_assert_str_eq(read_host(&fixture, "'Tmpfs':{'/t':null}")->mounts.items[0].options, "");
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("tmpfs");

    tcase_add_loop_test(tests, a_tmpfs_keeps_its_options, 0, (int)COUNT_OF(rows));
    tcase_add_test(tests, a_null_option_text_is_an_empty_one);
    return run_case("workload/tmpfs", tests);
}
