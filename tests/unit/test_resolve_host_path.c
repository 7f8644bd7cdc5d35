/* Tests of src/resolve/host_path.c, in a folder with links and owners of all kinds: they need root.
 * Linked with --wrap, so that any call can fail. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/xattr.h>

#include "qw/host_path.h"
#include "suite.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { ALICE = 1000, ARENA_SIZE = 1 << 20 };

/* --- Calls that fail -------------------------------------------------------------------------- */

enum call { CALL_NONE, CALL_OPENAT, CALL_FSTAT, CALL_READLINKAT, CALL_FSTATFS };

static enum call failing;
static int n_left; /* calls that succeed before one fails */
static bool has_failed;

static bool fails_now(enum call call)
{
    if (failing != call || n_left-- != 0)
        return false;
    has_failed = true;
    errno = EIO;
    return true;
}

int __real_openat(int folder, const char *name, int flags);
int __wrap_openat(int folder, const char *name, int flags);
int __real_fstat(int fd, struct stat *ret_status);
int __wrap_fstat(int fd, struct stat *ret_status);
ssize_t __real_readlinkat(int folder, const char *name, char *ret_target, size_t size);
ssize_t __wrap_readlinkat(int folder, const char *name, char *ret_target, size_t size);
int __real_fstatfs(int fd, struct statfs *ret_status);
int __wrap_fstatfs(int fd, struct statfs *ret_status);

int __wrap_openat(int folder, const char *name, int flags)
{
    return fails_now(CALL_OPENAT) ? -1 : __real_openat(folder, name, flags);
}

int __wrap_fstat(int fd, struct stat *ret_status)
{
    return fails_now(CALL_FSTAT) ? -1 : __real_fstat(fd, ret_status);
}

ssize_t __wrap_readlinkat(int folder, const char *name, char *ret_target, size_t size)
{
    return fails_now(CALL_READLINKAT) ? -1 : __real_readlinkat(folder, name, ret_target, size);
}

int __wrap_fstatfs(int fd, struct statfs *ret_status)
{
    return fails_now(CALL_FSTATFS) ? -1 : __real_fstatfs(fd, ret_status);
}

/* --- The folder ------------------------------------------------------------------------------- */

#define NAME_255                                                       \
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" \
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" \
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" \
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"

static char base[] = "/tmp/qw-host-path-XXXXXX";

/* TEXT, where an @ at its beginning stands for the folder. */
static const char *at_base(const char *text, char *ret_path, size_t size)
{
    (void)snprintf(ret_path, size, "%s%s", *text == '@' ? base : "", text + (*text == '@'));
    return ret_path;
}

static const struct {
    const char *path;
    mode_t mode; /* with the type; FIFO, REG or DIR */
    uid_t uid;
    gid_t gid;
} places[] = {
    {"@/data", S_IFDIR | 0755, 0, 0},
    {"@/data/x", S_IFDIR | 0755, 0, 0},
    {"@/data/x/y", S_IFDIR | 0755, 0, 0},
    {"@/data/file", S_IFREG | 0644, 0, 0},
    {"@/data/fifo", S_IFIFO | 0644, 0, 0},
    {"@/data/hers", S_IFDIR | 0700, ALICE, ALICE},
    {"@/other", S_IFDIR | 0755, 0, 0},
    {"@/other/deep", S_IFDIR | 0755, 0, 0},
    {"@/all", S_IFDIR | 0777, 0, 0},
    {"@/all/x", S_IFDIR | 0755, 0, 0},
    {"@/all/x/y", S_IFDIR | 0755, 0, 0},
    {"@/sticky", S_IFDIR | 01777, 0, 0},
    {"@/sticky/root", S_IFDIR | 0755, 0, 0},
    {"@/sticky/alice", S_IFDIR | 0755, ALICE, ALICE},
    {"@/sticky/alice/x", S_IFDIR | 0755, 0, 0},
    {"@/group", S_IFDIR | 0775, 0, 50},
    {"@/group/x", S_IFDIR | 0755, 0, 0},
    {"@/group-sticky", S_IFDIR | 01775, 0, 50},
    {"@/group-sticky/x", S_IFDIR | 0755, 0, 0},
    {"@/group-sticky/hers", S_IFDIR | 0755, ALICE, 0},
    {"@/group-0", S_IFDIR | 0775, 0, 0},
    {"@/group-0/x", S_IFDIR | 0755, 0, 0},
    {"@/acl", S_IFDIR | 0775, 0, 0},
    {"@/acl/x", S_IFDIR | 0755, 0, 0},
    {"@/acl-masked", S_IFDIR | 0755, 0, 0},
    {"@/acl-masked/x", S_IFDIR | 0755, 0, 0},
    {"@/alice", S_IFDIR | 0755, ALICE, ALICE},
    {"@/alice/x", S_IFDIR | 0755, ALICE, ALICE},
};

static const struct {
    const char *path;
    const char *target;
} links[] = {
    {"@/data/to-x", "x"},
    {"@/data/to-x-by-dots", "./././x/"},
    {"@/data/to-file", "file"},
    {"@/data/up", "../other"},
    {"@/data/up-far", "../../../../../../../../etc"},
    {"@/data/out", "@/other"},
    {"@/data/one", "two"},
    {"@/data/two", "@/data/three/deep"},
    {"@/data/three", "../other"},
    {"@/data/loop", "pool"},
    {"@/data/pool", "loop"},
    {"@/data/self", "self"},
    {"@/data/grows", "grows/x"},
    {"@/data/nowhere", "no/such"},
    {"@/data/nowhere-else", "/no-such-folder/below"},
    {"@/data/to-root", "/"},
    {"@/data/to-root-by-dots", "/.."},
    {"@/data/to-proc", "/proc/self/root/etc"},
    {"@/data/to-fd", "/dev/fd/0"},
    {"@/data/to-no-process", "/proc/0/root"},
    {"@/data/down-up", "x/../x"},
    {"@/data/down-up-nowhere", "/no-such-folder/../etc"},
    {"@/data/long-name", "/no-such-folder/" NAME_255 "n"},
    {"@/data/longest-name", "/no-such-folder/" NAME_255},
    {"@/data/to-all", "../all/x"},
    {"@/data/to-alice", "@/alice"},
    {"@/data/to-sticky", "../sticky/alice"},
    {"@/alice/out", "../data/x"},
    {"@/all/out", "../data/x"},
};

/* linux/posix_acl_xattr.h: version 2; u::rwx, u:1000:rwx, g::r-x, m::, o::r-x */
struct acl_entry {
    uint16_t tag;
    uint16_t perm;
    uint32_t id;
};

static void set_acl(const char *path, uint16_t mask)
{
    const struct {
        uint32_t version;
        struct acl_entry entries[5];
    } acl = {2,
             {{0x01, 7, UINT32_MAX},
              {0x02, 7, ALICE},
              {0x04, 5, UINT32_MAX},
              {0x10, mask, UINT32_MAX},
              {0x20, 5, UINT32_MAX}}};
    char name[PATH_MAX];

    at_base(path, name, sizeof name);
    ck_assert_int_eq(setxattr(name, "system.posix_acl_access", &acl, sizeof acl, 0), 0);
}

static void make_link(const char *path, const char *target)
{
    char name[PATH_MAX];
    char text[PATH_MAX];

    at_base(path, name, sizeof name);
    ck_assert_int_eq(symlink(at_base(target, text, sizeof text), name), 0);
}

/* l0 -> x, l1 -> l0, and so on. */
static void make_ladder(int n_links)
{
    char path[64];
    char target[64] = "x";

    for (int i = 0; i < n_links; i++) {
        (void)snprintf(path, sizeof path, "@/data/l%d", i);
        make_link(path, target);
        (void)snprintf(target, sizeof target, "l%d", i);
    }
}

static void make_folder(void)
{
    char name[PATH_MAX];

    umask(0);
    ck_assert_ptr_nonnull(mkdtemp(base));
    ck_assert_int_eq(chmod(base, 0755), 0);
    for (size_t i = 0; i < COUNT(places); i++) {
        const mode_t mode = places[i].mode;

        at_base(places[i].path, name, sizeof name);
        ck_assert_int_eq(S_ISDIR(mode) ? mkdir(name, mode & 07777) : mknod(name, mode, 0), 0);
        ck_assert_int_eq(chown(name, places[i].uid, places[i].gid), 0);
        ck_assert_int_eq(chmod(name, mode & 07777), 0);
    }
    for (size_t i = 0; i < COUNT(links); i++)
        make_link(links[i].path, links[i].target);
    make_ladder(41);
    set_acl("@/acl", 7);
    set_acl("@/acl-masked", 5);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *at)
{
    (void)status;
    (void)type;
    (void)at;
    return remove(path);
}

static void remove_folder(void)
{
    enum { MOST_OPEN = 16 };

    ck_assert_int_eq(nftw(base, remove_one, MOST_OPEN, FTW_DEPTH | FTW_PHYS), 0);
}

/* --- Rows ------------------------------------------------------------------------------------- */

struct row {
    const char *path;
    const char *real; /* NULL: FAILED */
    const char *link;
    const char *other; /* swappable; of FAILED: why */
};

static void check_same(const char *what, const struct row *row, const char *is, const char *wanted)
{
    char text[PATH_MAX] = "";

    if (wanted != NULL)
        at_base(wanted, text, sizeof text);
    ck_assert_msg((is == NULL) == (wanted == NULL) && (is == NULL || strcmp(is, text) == 0),
                  "%s: %s is %s, not %s", row->path, what, is ? is : "NULL",
                  wanted ? text : "NULL");
}

static struct qw_path_facts follow(struct qw_arena *arena, const char *path)
{
    struct qw_path_facts facts = {0};
    char text[2 * PATH_MAX];

    at_base(path, text, sizeof text);
    ck_assert_int_eq(qw_host_path_follow(arena, text, &facts), QW_OK);
    ck_assert_str_eq(facts.path, text);
    return facts;
}

static void check_row(const struct row *row)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_path_facts facts = follow(arena, row->path);

    if (row->real == NULL) {
        ck_assert_msg(facts.fact.state == QW_FACT_FAILED, "%s did not fail", row->path);
        check_same("why", row, facts.fact.why, row->other);
        return;
    }
    ck_assert_msg(facts.fact.state == QW_FACT_KNOWN, "%s: %s", row->path, facts.fact.why);
    check_same("real", row, facts.real, row->real);
    check_same("link", row, facts.link, row->link);
    check_same("swappable", row, facts.swappable, row->other);
}

#define NO_FACT NULL, NULL
#define MANY "the path leads through too many symbolic links"
#define BEHIND "a symbolic link on the path has \"..\" behind a name"
#define PROC "the path passes through /proc"
#define LONG_LINK "a symbolic link makes the path longer than the host takes"

static const struct row real_rows[] = {
    {"/", "/", NULL, NULL},
    {"//.//", "/", NULL, NULL},
    {"/etc", "/etc", NULL, NULL},
    {"@/data/x", "@/data/x", NULL, NULL},
    {"@//data/./x/", "@/data/x", NULL, NULL},
    {"@/data/file", "@/data/file", NULL, NULL},
    {"@/data/fifo", "@/data/fifo", NULL, NULL},
    {"@/data/none", "@/data/none", NULL, NULL},
    {"@/data/none/at//all/", "@/data/none/at/all", NULL, NULL},
    {"@/data/file/x", "@/data/file/x", NULL, NULL},
    {"@/data/to-x", "@/data/x", "@/data/to-x", NULL},
    {"@/data/to-x/y", "@/data/x/y", "@/data/to-x", NULL},
    {"@/data/to-x/none", "@/data/x/none", "@/data/to-x", NULL},
    {"@/data/to-x-by-dots/y", "@/data/x/y", "@/data/to-x-by-dots", NULL},
    {"@/data/to-file", "@/data/file", "@/data/to-file", NULL},
    {"@/data/up/deep", "@/other/deep", "@/data/up", NULL},
    {"@/data/up-far", "/etc", "@/data/up-far", NULL},
    {"@/data/out", "@/other", "@/data/out", NULL},
    {"@/data/one", "@/other/deep", "@/data/one", NULL},
    {"@/data/one/x", "@/other/deep/x", "@/data/one", NULL},
    {"@/data/up/../x", NO_FACT, "the path goes up by \"..\""},
    {"@/data/nowhere/x", "@/data/no/such/x", "@/data/nowhere", NULL},
    {"@/data/nowhere-else/x", "/no-such-folder/below/x", "@/data/nowhere-else", NULL},
    {"@/data/to-root", "/", "@/data/to-root", NULL},
    {"@/data/to-root/etc", "/etc", "@/data/to-root", NULL},
    {"@/data/to-root-by-dots", "/", "@/data/to-root-by-dots", NULL},
    {"/proc/sys/kernel", "/proc/sys/kernel", NULL, NULL},
    {"@/data/longest-name", "/no-such-folder/" NAME_255, "@/data/longest-name", NULL},
    {"@/data/" NAME_255, "@/data/" NAME_255, NULL, NULL},
    {"@/data/l38", "@/data/x", "@/data/l38", NULL},
    {"@/data/l39", "@/data/x", "@/data/l39", NULL},
};

START_TEST(a_path_is_followed_to_where_it_leads)
{
    check_row(&real_rows[_i]);
}
END_TEST

static const struct row failed_rows[] = {
    {"", NO_FACT, "the path is not absolute"},
    {"data/x", NO_FACT, "the path is not absolute"},
    {"@/data/..", NO_FACT, "the path goes up by \"..\""},
    {"@/data/l40", NO_FACT, MANY},
    {"@/data/loop", NO_FACT, MANY},
    {"@/data/loop/x", NO_FACT, MANY},
    {"@/data/self", NO_FACT, MANY},
    {"@/data/grows", NO_FACT, MANY},
    {"@/data/to-proc", NO_FACT, PROC},
    {"@/data/to-fd", NO_FACT, PROC},
    {"@/data/to-no-process", NO_FACT, PROC},
    {"/proc/self", NO_FACT, PROC},
    {"/proc/self/root", NO_FACT, PROC},
    {"/proc/1/cwd/x", NO_FACT, PROC},
    {"/proc/none", NO_FACT, PROC},
    {"@/data/" NAME_255 "n", NO_FACT, "the path is longer than the host takes"},
    {"@/data/long-name", NO_FACT, LONG_LINK},
};

START_TEST(what_cannot_be_followed_is_a_fact_that_failed)
{
    check_row(&failed_rows[_i]);
}
END_TEST

/* An answer that differed would tell whether that folder is there. */
static const struct row blind_rows[] = {
    {"@/data/down-up", NO_FACT, BEHIND},
    {"@/data/down-up-nowhere", NO_FACT, BEHIND},
};

START_TEST(going_up_behind_a_name_fails_whether_it_exists_or_not)
{
    check_row(&blind_rows[_i]);
}
END_TEST

static const struct row swappable_rows[] = {
    {"@/data/x", "@/data/x", NULL, NULL},
    {"@/data/hers", "@/data/hers", NULL, NULL},
    {"@/data/hers/x", "@/data/hers/x", NULL, "@/data/hers/x"},
    {"@/data/hers/x/y", "@/data/hers/x/y", NULL, "@/data/hers/x"},
    {"@/data/hers/x", "@/data/hers/x", NULL, "@/data/hers/x"},
    {"@/all", "@/all", NULL, NULL},
    {"@/all/x", "@/all/x", NULL, "@/all/x"},
    {"@/all/x/y", "@/all/x/y", NULL, "@/all/x"},
    {"@/all/none", "@/all/none", NULL, "@/all/none"},
    {"@/all/out", "@/data/x", "@/all/out", "@/all/out"},
    {"@/sticky/root", "@/sticky/root", NULL, NULL},
    {"@/sticky/alice", "@/sticky/alice", NULL, "@/sticky/alice"},
    {"@/sticky/alice/x", "@/sticky/alice/x", NULL, "@/sticky/alice"},
    {"@/sticky/none", "@/sticky/none", NULL, "@/sticky/none"},
    {"@/group/x", "@/group/x", NULL, "@/group/x"},
    {"@/group-sticky/x", "@/group-sticky/x", NULL, NULL},
    {"@/group-sticky/hers", "@/group-sticky/hers", NULL, "@/group-sticky/hers"},
    {"@/group-sticky/none", "@/group-sticky/none", NULL, "@/group-sticky/none"},
    {"@/group-0/x", "@/group-0/x", NULL, "@/group-0/x"},
    {"@/group-0/none", "@/group-0/none", NULL, "@/group-0/none"},
    {"@/acl/x", "@/acl/x", NULL, "@/acl/x"},
    {"@/acl-masked/x", "@/acl-masked/x", NULL, NULL},
    {"@/alice/x", "@/alice/x", NULL, "@/alice/x"},
    {"@/alice/out/y", "@/data/x/y", "@/alice/out", "@/alice/out"},
    {"@/data/to-all", "@/all/x", "@/data/to-all", "@/data/to-all"},
    {"@/data/to-all/y", "@/all/x/y", "@/data/to-all", "@/data/to-all"},
    {"@/data/to-alice", "@/alice", "@/data/to-alice", NULL},
    {"@/data/to-alice/x", "@/alice/x", "@/data/to-alice", "@/data/to-alice/x"},
    {"@/data/to-sticky", "@/sticky/alice", "@/data/to-sticky", "@/data/to-sticky"},
};

START_TEST(the_first_component_that_others_could_replace_is_told_as_the_caller_wrote_it)
{
    check_row(&swappable_rows[_i]);
}
END_TEST

/* PATH_MAX counts the byte behind the end. */
static const struct {
    size_t len;
    enum qw_fact_state state;
} length_rows[] = {
    {PATH_MAX - 2, QW_FACT_KNOWN},
    {PATH_MAX - 1, QW_FACT_KNOWN},
    {PATH_MAX, QW_FACT_FAILED},
};

START_TEST(a_path_ends_at_the_limit_of_the_host)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    char path[PATH_MAX + 1];

    for (size_t i = 0; i < sizeof path; i++)
        path[i] = i % 2 == 0 ? '/' : 'n';
    path[length_rows[_i].len] = '\0';
    ck_assert_int_eq(follow(arena, path).fact.state, length_rows[_i].state);
}
END_TEST

/* --- Faults ----------------------------------------------------------------------------------- */

static const struct {
    enum call call;
    const char *path;
} fault_rows[] = {
    {CALL_OPENAT, "@/data/to-x/y"},  {CALL_OPENAT, "@/data/none"}, {CALL_FSTAT, "@/data/to-x/y"},
    {CALL_READLINKAT, "@/data/one"}, {CALL_FSTATFS, "@/data/one"}, {CALL_FSTATFS, "@/data/none"},
};

START_TEST(a_call_that_fails_makes_the_fact_fail_and_leaves_nothing_open)
{
    const int lowest = dup(0);
    int n = 0;

    close(lowest);
    for (has_failed = true; has_failed; n++) {
        QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);

        failing = fault_rows[_i].call;
        n_left = n;
        has_failed = false;

        const struct qw_path_facts facts = follow(arena, fault_rows[_i].path);

        failing = CALL_NONE;
        ck_assert_int_eq(facts.fact.state, has_failed ? QW_FACT_FAILED : QW_FACT_KNOWN);
        if (has_failed)
            ck_assert_str_eq(facts.fact.why,
                             "the path cannot be followed on the host: Input/output error");
    }
    ck_assert_int_gt(n, 1);

    const int now = dup(0);

    close(now);
    ck_assert_int_eq(now, lowest);
}
END_TEST

START_TEST(without_memory_there_is_no_fact)
{
    static const char untouched[] = "untouched";
    enum qw_err err = QW_ERR_NO_MEMORY;
    char path[PATH_MAX];
    size_t n_failed = 0;

    at_base("@/all/out/none/more", path, sizeof path);
    for (size_t size = 0; err != QW_OK; size += 8) {
        QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(size);
        struct qw_path_facts facts = {.path = untouched};

        ck_assert_ptr_nonnull(arena);
        err = qw_host_path_follow(arena, path, &facts);
        if (err == QW_OK)
            break;
        ck_assert_int_eq(err, QW_ERR_NO_MEMORY);
        ck_assert_ptr_eq(facts.path, untouched);
        n_failed++;
    }
    ck_assert_uint_gt(n_failed, 10);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("host_path");

    tcase_add_unchecked_fixture(tests, make_folder, remove_folder);
    tcase_add_loop_test(tests, a_path_is_followed_to_where_it_leads, 0, (int)COUNT(real_rows));
    tcase_add_loop_test(tests, what_cannot_be_followed_is_a_fact_that_failed, 0,
                        (int)COUNT(failed_rows));
    tcase_add_loop_test(tests, going_up_behind_a_name_fails_whether_it_exists_or_not, 0,
                        (int)COUNT(blind_rows));
    tcase_add_loop_test(
        tests, the_first_component_that_others_could_replace_is_told_as_the_caller_wrote_it, 0,
        (int)COUNT(swappable_rows));
    tcase_add_loop_test(tests, a_path_ends_at_the_limit_of_the_host, 0, (int)COUNT(length_rows));
    tcase_add_loop_test(tests, a_call_that_fails_makes_the_fact_fail_and_leaves_nothing_open, 0,
                        (int)COUNT(fault_rows));
    tcase_add_test(tests, without_memory_there_is_no_fact);
    return run_case("resolve/host_path", tests);
}
