/* Tests of src/resolve/mount_table.c: the kernel's table of mounts is read strictly. */
#include "../../src/resolve/mounts.h"
#include "suite.h"

enum { MEMORY = 1024 * 1024 };

static struct qw_arena *arena;

static void start(void)
{
    arena = qw_arena_new(MEMORY);
    ck_assert_ptr_nonnull(arena);
}

static void stop(void)
{
    qw_arena_free(arena);
}

static enum qw_err read_text(const char *text, size_t len, struct resolve_mounts *mounts,
                             struct qw_diag *diag)
{
    return resolve_read_mounts(arena, (struct qw_bytes){text, len}, mounts, diag);
}

static const struct {
    const char *line;
    struct resolve_mount mount;
} lines[] = {
    {"27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n", {254, 0, "/", "/", "ext4"}},
    {"57 27 254:0 /a /b rw shared:23 master:1 - ext4 /dev/vda rw\n", {254, 0, "/a", "/b", "ext4"}},
    {"46 27 0:4 net:[4026532184] /run/netns/x rw - nsfs nsfs rw\n",
     {0, 4, "net:[4026532184]", "/run/netns/x", "nsfs"}},
    {"1 1 0:40 / /home/me rw - fuse.sshfs me@host: rw\n", {0, 40, "/", "/home/me", "fuse.sshfs"}},
    {"1 1 0:40 / /x rw - tmpfs  rw\n", {0, 40, "/", "/x", "tmpfs"}},
    {"1 1 0:40 /a\\040b /c\\011\\012\\043\\134d rw - tmpfs none rw\n",
     {0, 40, "/a b", "/c\t\n#\\d", "tmpfs"}},
    {"1 1 0:40 /gone//deleted /x rw - ext4 /dev/sda rw\n", {0, 40, "/gone//deleted", "/x", "ext4"}},
    {"999999999 1 0:40 / /x rw - tmpfs none rw\n", {0, 40, "/", "/x", "tmpfs"}},
};

START_TEST(a_line_tells_what_is_mounted_where)
{
    const struct resolve_mount *want = &lines[_i].mount;
    struct resolve_mounts mounts = {.n_items = 0};
    struct qw_diag diag = {.err = QW_OK};

    ck_assert_int_eq(read_text(lines[_i].line, strlen(lines[_i].line), &mounts, &diag), QW_OK);
    ck_assert_uint_eq(mounts.n_items, 1);
    ck_assert_uint_eq(mounts.items[0].major, want->major);
    ck_assert_uint_eq(mounts.items[0].minor, want->minor);
    ck_assert_str_eq(mounts.items[0].root, want->root);
    ck_assert_str_eq(mounts.items[0].point, want->point);
    ck_assert_str_eq(mounts.items[0].type, want->type);
}
END_TEST

static const char *const refused[] = {
    "",
    "\n",
    "27 1 254:0 / / rw - ext4 /dev/vda rw",
    "27 1 254:0 / / rw - ext4\n",
    "27 1 254:0 / / rw - \n",
    "27 1 254:0 / / rw -  /dev/vda rw\n",
    "27 1 254:0 / / rw ext4 /dev/vda rw\n",
    "27 1 254:0 / /\n",
    "27 1 254 / / rw - ext4 /dev/vda rw\n",
    "27 1 254: / / rw - ext4 /dev/vda rw\n",
    "27 1 :0 / / rw - ext4 /dev/vda rw\n",
    "27 1 254:0x1 / / rw - ext4 /dev/vda rw\n",
    "27 1 -1:0 / / rw - ext4 /dev/vda rw\n",
    "27 1 1000000000:0 / / rw - ext4 /dev/vda rw\n",
    "a 1 254:0 / / rw - ext4 /dev/vda rw\n",
    "27  254:0 / / rw - ext4 /dev/vda rw\n",
    "27 1 254:0  / rw - ext4 /dev/vda rw\n",
    "27 1 254:0 /  rw - ext4 /dev/vda rw\n",
    "27 1 254:0 / relative rw - ext4 /dev/vda rw\n",
    "27 1 254:0 / /a\\04 rw - ext4 /dev/vda rw\n",
    "27 1 254:0 / /a\\048 rw - ext4 /dev/vda rw\n",
    "27 1 254:0 / /a\\000b rw - ext4 /dev/vda rw\n",
    "27 1 254:0 / /a\\400b rw - ext4 /dev/vda rw\n",
    "27 1 254:0 / /a\\ rw - ext4 /dev/vda rw\n",
    "27 1 254:0 / / rw - ext4 /dev/vda rw\n\n",
    "27 1 254:0 / / rw - ext4 /dev/vda rw\n28 27 0:5 / /x rw - proc proc",
};

START_TEST(a_table_of_another_form_is_not_read)
{
    struct resolve_mounts mounts = {.n_items = 7};
    struct qw_diag diag = {.err = QW_OK};

    ck_assert_int_eq(read_text(refused[_i], strlen(refused[_i]), &mounts, &diag), QW_ERR_TYPE);
    ck_assert_str_eq(diag.text, "the host's table of mounts cannot be understood");
    ck_assert_uint_eq(mounts.n_items, 7);
}
END_TEST

START_TEST(a_table_with_a_nul_is_not_read)
{
    static const char text[] = "27 1 254:0 / / rw - ext4 /dev/vda rw\n\0\n";
    struct resolve_mounts mounts = {.n_items = 0};
    struct qw_diag diag = {.err = QW_OK};

    ck_assert_int_eq(read_text(text, sizeof text - 1, &mounts, &diag), QW_ERR_TYPE);
}
END_TEST

START_TEST(mounts_of_one_device_stand_together)
{
    static const char text[] = "1 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
                               "2 1 0:5 / /proc rw - proc proc rw\n"
                               "3 1 8:2 / /data rw - ext4 /dev/sda2 rw\n"
                               "4 1 8:1 /etc /srv/etc rw - ext4 /dev/sda1 rw\n";
    static const unsigned minors[] = {5, 1, 1, 2};
    struct resolve_mounts mounts = {.n_items = 0};
    struct qw_diag diag = {.err = QW_OK};

    ck_assert_int_eq(read_text(text, strlen(text), &mounts, &diag), QW_OK);
    ck_assert_uint_eq(mounts.n_items, 4);
    for (size_t i = 0; i < 4; i++)
        ck_assert_uint_eq(mounts.items[i].minor, minors[i]);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("mount_table");

    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_loop_test(tests, a_line_tells_what_is_mounted_where, 0,
                        (int)(sizeof lines / sizeof lines[0]));
    tcase_add_loop_test(tests, a_table_of_another_form_is_not_read, 0,
                        (int)(sizeof refused / sizeof refused[0]));
    tcase_add_test(tests, a_table_with_a_nul_is_not_read);
    tcase_add_test(tests, mounts_of_one_device_stand_together);
    return run_case("resolve/mount_table", tests);
}
