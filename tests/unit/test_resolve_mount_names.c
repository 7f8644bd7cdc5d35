/* Tests of src/resolve/mount_names.c: by which other names what a path shows can be had. */
#include <stdio.h>
#include <stdlib.h>

#include "../../src/resolve/mounts.h"
#include "qw/limits.h"
#include "suite.h"

enum { MEMORY = 4 * 1024 * 1024 };

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

/* A host: its table leaves out what is the same in every row. */
#define M(device, root, point, type) "1 1 " device " " root " " point " rw - " type " none rw\n"
#define HOST                                   \
    M("8:1", "/", "/", "ext4")                 \
    M("0:5", "/", "/proc", "proc")             \
    M("0:6", "/", "/sys", "sysfs")             \
    M("0:7", "/", "/sys/fs/cgroup", "cgroup2") \
    M("0:8", "/", "/dev", "devtmpfs")          \
    M("0:9", "/", "/dev/pts", "devpts")        \
    M("0:10", "/", "/run", "tmpfs")            \
    M("8:2", "/", "/home", "ext4")

static int order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *told_below(const struct qw_path_facts *facts)
{
    const char **points = qw_arena_alloc(arena, facts->n_below + 1, sizeof *points);
    const char *told = "";

    ck_assert_ptr_nonnull(points);
    for (size_t i = 0; i < facts->n_below; i++)
        points[i] = facts->below[i];
    qsort(points, facts->n_below, sizeof *points, order);
    for (size_t i = 0; i < facts->n_below; i++)
        told = qw_arena_format(arena, "%s%s;", told, points[i]);
    return told;
}

static const struct {
    const char *mounts; /* beside HOST */
    const char *real;
    const char *names; /* "PATH@POINT TYPE;", + for a part */
} rows[] = {
    /* ordinary hosts */
    {"", "/srv/x", ""},
    {"", "/", ""},
    {"", "/home/me", ""},
    {"", "/proc", ""},
    {"", "/sys/fs", ""},
    {"", "/dev/pts/0", ""},
    {M("8:3", "/", "/data", "xfs"), "/data", ""},
    {M("0:30", "/", "/data", "nfs4"), "/data/me", ""},
    {M("0:30", "/", "/data", "zfs") M("0:31", "/", "/data/me", "zfs"), "/data", ""},
    {M("0:30", "/@", "/mnt", "btrfs") M("0:30", "/@data", "/data", "btrfs"), "/data", ""},
    {M("0:30", "/", "/data", "overlay") M("0:31", "/", "/data/tmp", "tmpfs"), "/data", ""},
    {M("0:30", "/", "/data", "fuse.sshfs"), "/data", ""},
    {M("0:30", "/", "/data", "autofs") M("0:31", "/", "/data/me", "nfs"), "/data", ""},
    {M("0:30", "/", "/srv/chroot/proc", "proc"), "/srv/other", ""},
    {M("0:30", "/", "/srv/chroot2", "proc"), "/srv/chroot", ""},
    {M("8:1", "/srv/data", "/srv/data", "ext4"), "/srv/data", ""},
    /* the kernel's own file systems, at, above and below the path */
    {M("0:30", "/", "/srv/chroot/proc", "proc"), "/srv", "/proc@/srv/chroot/proc proc;"},
    {M("0:30", "/", "/srv/chroot/proc", "proc"), "/srv/chroot/proc",
     "/proc@/srv/chroot/proc proc;"},
    {M("0:30", "/", "/srv/chroot/proc", "proc"), "/srv/chroot/proc/sys/kernel",
     "/proc/sys/kernel@/srv/chroot/proc proc;"},
    {M("0:5", "/sys", "/srv/sys", "proc"), "/srv/sys/vm", "/proc/sys/vm@/srv/sys proc;"},
    {M("0:30", "/", "/srv/s", "sysfs"), "/srv", "/sys@/srv/s sysfs;"},
    {M("0:30", "/a", "/srv/c", "cgroup"), "/srv", "/sys/a@/srv/c cgroup;"},
    {M("0:30", "/", "/srv/d", "devtmpfs"), "/srv", "/dev@/srv/d devtmpfs;"},
    {M("0:30", "/", "/srv/d", "debugfs"), "/srv", "/sys@/srv/d debugfs;"},
    {M("0:30", "net:[4026531840]", "/srv/n", "nsfs"), "/srv", "/proc@/srv/n nsfs;"},
    {M("0:30", "/", "/srv/f", "fusectl"), "/srv", "/sys@/srv/f fusectl;"},
    {M("0:30", "/", "/srv/f", "of-tomorrow"), "/srv", "/sys@/srv/f of-tomorrow;"},
    {M("8:3", "/", "/srv/f", "of-tomorrow"), "/srv", ""},
    /* binds */
    {M("8:1", "/etc", "/srv/x", "ext4"), "/srv", "/etc@/srv/x ;"},
    {M("8:1", "/etc", "/srv/x", "ext4"), "/srv/x/ssh", "/etc/ssh@/srv/x ;"},
    {M("8:1", "/", "/srv/x", "ext4"), "/srv/x", "/@/srv/x ;"},
    {M("8:1", "/", "/srv/x", "ext4"), "/srv/x/etc", "/etc@/srv/x ;"},
    {M("0:10", "/", "/srv/x", "tmpfs"), "/srv", "/run@/srv/x ;"},
    {M("0:10", "/docker", "/srv/x", "tmpfs"), "/srv", "/run/docker@/srv/x ;"},
    {M("8:1", "/etc/passwd", "/srv/x", "ext4"), "/srv/x", "/etc/passwd@/srv/x ;"},
    {M("8:1", "/e\\040c", "/srv/x", "ext4"), "/srv/x", "/e c@/srv/x ;"},
    {M("8:3", "/", "/data", "ext4") M("8:3", "/docker", "/var/lib/docker", "ext4"), "/data",
     "/var/lib/docker@/data +;"},
    {M("8:3", "/", "/data", "ext4") M("8:3", "/docker", "/var/lib/docker", "ext4"), "/data/docker",
     "/var/lib/docker@/data ;"},
    {M("8:3", "/", "/data", "ext4") M("8:3", "/docker", "/var/lib/docker", "ext4"), "/data/other",
     ""},
    /* all that are mounted at one place count */
    {M("0:30", "/", "/srv/x", "proc") M("8:3", "/", "/srv/x", "ext4"), "/srv/x",
     "/proc@/srv/x proc;"},
};

START_TEST(what_is_shown_has_its_other_names)
{
    const char *text = qw_arena_format(arena, HOST "%s", rows[_i].mounts);
    struct qw_path_facts facts = {.fact = {.state = QW_FACT_KNOWN}, .real = rows[_i].real};
    struct resolve_mounts mounts;
    struct qw_diag diag = {.err = QW_OK};
    const char *told = "";

    ck_assert_int_eq(
        resolve_read_mounts(arena, (struct qw_bytes){text, strlen(text)}, &mounts, &diag), QW_OK);
    ck_assert_int_eq(resolve_mount_names(arena, &mounts, &facts), QW_OK);
    for (size_t i = 0; i < facts.n_names; i++) {
        const struct qw_path_name *name = &facts.names[i];

        told = qw_arena_format(arena, "%s%s@%s %s%s;", told, name->path, name->at,
                               name->type != NULL ? name->type : "", name->is_part ? "+" : "");
    }
    ck_assert_str_eq(told, rows[_i].names);
    ck_assert_int_eq(facts.fact.state, QW_FACT_KNOWN);
}
END_TEST

static const struct {
    const char *mounts; /* beside HOST */
    const char *real;
    const char *below; /* "POINT;" */
} below_rows[] = {
    {"", "/srv", ""},
    {"", "/dev", "/dev/pts;"},
    {"", "/", "/dev;/dev/pts;/home;/proc;/run;/sys;/sys/fs/cgroup;"},
    {"", "/home", ""},
    {"", "/home/me", ""},
    {M("0:30", "/", "/srv/t", "tmpfs"), "/srv", "/srv/t;"},
    {M("0:30", "/", "/srv/t", "tmpfs"), "/srv/t", ""},
    {M("0:30", "/", "/srv/t", "tmpfs"), "/srv/t/x", ""},
    {M("0:30", "/", "/srv/t", "tmpfs"), "/srv/other", ""},
    {M("0:30", "/", "/srv2/t", "tmpfs"), "/srv", ""},
    {M("8:1", "/srv/a", "/srv/b", "ext4"), "/srv", "/srv/b;"}, /* it has no other name */
    {M("0:30", "/", "/srv/**", "tmpfs"), "/srv", "/srv/**;"},
    {M("0:30", "/", "/srv/t", "tmpfs") M("0:31", "/", "/srv/t/u", "tmpfs"), "/srv",
     "/srv/t;/srv/t/u;"},
    /* what another mount hides counts, too */
    {M("0:30", "/", "/srv/t/u", "tmpfs") M("0:31", "/", "/srv/t", "tmpfs"), "/srv/t", "/srv/t/u;"},
};

START_TEST(what_is_mounted_below_is_listed)
{
    const char *text = qw_arena_format(arena, HOST "%s", below_rows[_i].mounts);
    struct qw_path_facts facts = {.fact = {.state = QW_FACT_KNOWN}, .real = below_rows[_i].real};
    struct resolve_mounts mounts;
    struct qw_diag diag = {.err = QW_OK};

    ck_assert_int_eq(
        resolve_read_mounts(arena, (struct qw_bytes){text, strlen(text)}, &mounts, &diag), QW_OK);
    ck_assert_int_eq(resolve_mount_names(arena, &mounts, &facts), QW_OK);
    ck_assert_str_eq(told_below(&facts), below_rows[_i].below);
}
END_TEST

/* COUNT binds of folders of /home. */
static struct qw_path_facts facts_with(size_t count)
{
    const char *text = M("8:2", "/", "/home", "ext4");
    struct qw_path_facts facts = {.fact = {.state = QW_FACT_KNOWN}, .real = "/srv"};
    struct resolve_mounts mounts;
    struct qw_diag diag = {.err = QW_OK};

    for (size_t i = 0; i < count; i++)
        text = qw_arena_format(arena, "%s1 1 8:2 /%zu /srv/%zu rw - ext4 none rw\n", text, i, i);
    ck_assert_ptr_nonnull(text);
    ck_assert_int_eq(
        resolve_read_mounts(arena, (struct qw_bytes){text, strlen(text)}, &mounts, &diag), QW_OK);
    ck_assert_int_eq(resolve_mount_names(arena, &mounts, &facts), QW_OK);
    return facts;
}

START_TEST(more_names_than_are_followed_are_a_failure)
{
    ck_assert_int_eq(facts_with(QW_LIMIT_MOUNT_NAMES - 1).fact.state, QW_FACT_KNOWN);
    ck_assert_int_eq(facts_with(QW_LIMIT_MOUNT_NAMES).fact.state, QW_FACT_KNOWN);
    ck_assert_int_eq(facts_with(QW_LIMIT_MOUNT_NAMES + 1).fact.state, QW_FACT_FAILED);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("mount_names");

    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_loop_test(tests, what_is_shown_has_its_other_names, 0,
                        (int)(sizeof rows / sizeof rows[0]));
    tcase_add_loop_test(tests, what_is_mounted_below_is_listed, 0,
                        (int)(sizeof below_rows / sizeof below_rows[0]));
    tcase_add_test(tests, more_names_than_are_followed_are_a_failure);
    return run_case("resolve/mount_names", tests);
}
