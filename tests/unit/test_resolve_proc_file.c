/* Tests of src/resolve/proc_file.c: a process with a root of its own stands for a container.  They
 * need root. */
#include <check.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/resolve/resolve_priv.h"
#include "qw/cleanup.h"
#include "qw/limits.h"
#include "suite.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The container's side says whether it could be done. */
typedef bool prepare_fn(void);

static char folder[] = "/tmp/qw-proc-file-XXXXXX";

static bool write_file(const char *path, size_t size)
{
    int fd QW_CLEANUP(qw_cleanup_fd) = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    char *bytes QW_CLEANUP(qw_cleanup_free) = malloc(size);

    if (fd < 0 || bytes == NULL)
        return false;
    memset(bytes, 'x', size);
    return write(fd, bytes, size) == (ssize_t)size;
}

static bool make_nothing(void)
{
    return true;
}

static bool make_file(void)
{
    return write_file("etc/passwd", 3);
}

static bool make_empty(void)
{
    int fd QW_CLEANUP(qw_cleanup_fd) = open("etc/passwd", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    return fd >= 0;
}

static bool make_largest(void)
{
    return write_file("etc/passwd", QW_LIMIT_ACCOUNT_FILE);
}

static bool make_nearly_largest(void)
{
    return write_file("etc/passwd", QW_LIMIT_ACCOUNT_FILE - 1);
}

static bool make_too_large(void)
{
    return write_file("etc/passwd", QW_LIMIT_ACCOUNT_FILE + 1);
}

static bool make_folder(void)
{
    return mkdir("etc/passwd", 0700) == 0;
}

static bool make_pipe(void)
{
    return mkfifo("etc/passwd", 0600) == 0;
}

static bool make_device(void)
{
    return mknod("etc/passwd", S_IFCHR | 0600, makedev(1, 5)) == 0;
}

static bool make_link(void)
{
    return write_file("etc/other", 3) && symlink("other", "etc/passwd") == 0;
}

/* As a folder it leads within the container's root. */
static bool make_link_to_folder(void)
{
    return rmdir("etc") == 0 && mkdir("real", 0700) == 0 && write_file("real/passwd", 3) &&
           symlink("/real", "etc") == 0;
}

static bool make_link_out(void)
{
    return rmdir("etc") == 0 && symlink("../../../../etc", "etc") == 0;
}

static bool make_magic_link(void)
{
    return rmdir("etc") == 0 && mkdir("proc", 0700) == 0 &&
           mount("proc", "proc", "proc", 0, NULL) == 0 && symlink("/proc/self/root", "etc") == 0;
}

static bool make_mount(void)
{
    return make_file() && write_file("other", 3) &&
           mount("other", "etc/passwd", NULL, MS_BIND, NULL) == 0;
}

static bool make_mounted_folder(void)
{
    return mount("tmpfs", "etc", "tmpfs", 0, NULL) == 0 && make_file();
}

static bool make_no_folder(void)
{
    return rmdir("etc") == 0;
}

static bool make_file_of_folder(void)
{
    return rmdir("etc") == 0 && write_file("etc", 3);
}

/* A root within: a folder that is no mount. */
static bool change_root_again(void)
{
    return mkdir("within", 0700) == 0 && mkdir("within/etc", 0700) == 0 &&
           write_file("within/etc/passwd", 3) && chroot("within") == 0;
}

static bool enter_root(prepare_fn *prepare)
{
    return unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("tmpfs", folder, "tmpfs", 0, "size=4m") == 0 && chdir(folder) == 0 &&
           mkdir("etc", 0700) == 0 && chroot(".") == 0 && prepare();
}

struct container {
    pid_t pid;
    int hold; /* closed: it ends */
};

static struct container start(prepare_fn *prepare)
{
    struct container container;
    int hold[2];
    int ready[2];
    char byte = 0;

    ck_assert_int_eq(pipe2(hold, O_CLOEXEC), 0);
    ck_assert_int_eq(pipe2(ready, O_CLOEXEC), 0);
    container.hold = hold[1];
    container.pid = fork();
    ck_assert_int_ge(container.pid, 0);
    if (container.pid == 0) {
        close(hold[1]);
        byte = enter_root(prepare) ? 'y' : 'n';
        (void)!write(ready[1], &byte, 1);
        (void)!read(hold[0], &byte, 1);
        _exit(0);
    }
    close(hold[0]);
    close(ready[1]);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    ck_assert_msg(byte == 'y', "the container could not be made");
    return container;
}

static void stop(const struct container *container)
{
    close(container->hold);
    ck_assert_int_eq(waitpid(container->pid, NULL, 0), container->pid);
}

static void setup(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void teardown(void)
{
    rmdir(folder);
}

/* Stands in the cgroups of every process of this test. */
static const char *own_id(void)
{
    static char line[256];
    FILE *file = fopen("/proc/self/cgroup", "re");

    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
    ck_assert_int_eq(fclose(file), 0);
    line[strcspn(line, "\n")] = '\0';
    return line;
}

#define MIB ((size_t)1024 * 1024)

static const struct row {
    const char *what;
    prepare_fn *prepare;
    enum qw_err err;
    const char *why; /* within the sentence */
    size_t len;
} rows[] = {
    {"a file", make_file, QW_OK, NULL, 3},
    {"an empty file", make_empty, QW_OK, NULL, 0},
    {"a link on the way", make_link_to_folder, QW_OK, NULL, 3},
    {"n-1 bytes", make_nearly_largest, QW_OK, NULL, MIB - 1},
    {"n bytes", make_largest, QW_OK, NULL, MIB},
    {"n+1 bytes", make_too_large, QW_ERR_ENGINE, "are larger than 1 MiB", 0},
    {"no file", make_nothing, QW_ERR_NOT_FOUND, "the container has no /etc/passwd", 0},
    {"no folder", make_no_folder, QW_ERR_NOT_FOUND, "the container has no /etc/passwd", 0},
    {"a file for folder", make_file_of_folder, QW_ERR_NOT_FOUND, "has no /etc/passwd", 0},
    {"a link that would lead out", make_link_out, QW_ERR_ENGINE, "cannot be read", 0},
    {"a magic link", make_magic_link, QW_ERR_ENGINE, "", 0},
    {"a link", make_link, QW_ERR_ENGINE, "are no regular ones", 0},
    {"a folder", make_folder, QW_ERR_ENGINE, "are no regular ones", 0},
    {"a pipe", make_pipe, QW_ERR_ENGINE, "are no regular ones", 0},
    {"a device", make_device, QW_ERR_ENGINE, "are no regular ones", 0},
    {"a mounted file", make_mount, QW_ERR_ENGINE, "lie on a mount of their own", 0},
    {"a mounted folder", make_mounted_folder, QW_ERR_ENGINE, "lie on a mount of their own", 0},
    {"a root that is no mount", change_root_again, QW_ERR_ENGINE, "cannot be seen", 0},
};

static void assert_file(const struct row *row, const struct qw_held *held)
{
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_diag diag = {.err = QW_OK};
    struct qw_bytes file = {.data = NULL};
    const enum qw_err err = resolve_proc_file(arena, held, "passwd", &file, &diag);

    ck_assert_msg(err == row->err, "%s: %s: %s", row->what, qw_err_name(err), diag.text);
    if (row->why != NULL)
        ck_assert_msg(strstr(diag.text, row->why) != NULL, "%s: %s", row->what, diag.text);
    if (err != QW_OK)
        ck_assert_ptr_null(file.data);
    ck_assert_msg(file.len == row->len, "%s: %zu bytes", row->what, file.len);
}

START_TEST(a_regular_file_of_the_containers_own_is_read_and_nothing_else)
{
    const struct container container = start(rows[_i].prepare);

    assert_file(&rows[_i],
                &(struct qw_held){.pid = container.pid, .id = own_id(), .is_running = true});
    stop(&container);
}
END_TEST

START_TEST(what_is_not_the_containers_process_is_not_read)
{
    static const struct row unseen = {"unseen", NULL, QW_ERR_ENGINE, "cannot be seen from here", 0};
    const struct container container = start(make_file);
    const char *id = own_id();

    assert_file(&unseen, &(struct qw_held){.pid = container.pid, .id = "another id"});
    assert_file(&unseen, &(struct qw_held){.pid = container.pid, .id = ""});
    assert_file(&unseen, &(struct qw_held){.pid = 0, .id = id});
    assert_file(&unseen, &(struct qw_held){.pid = -1, .id = id});
    stop(&container);
    assert_file(&unseen, &(struct qw_held){.pid = container.pid, .id = id});
}
END_TEST

START_TEST(without_memory_there_is_no_file)
{
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) = qw_arena_new(4);
    const struct container container = start(make_file);
    const struct qw_held held = {.pid = container.pid, .id = own_id()};
    struct qw_diag diag = {.err = QW_OK};
    struct qw_bytes file;

    ck_assert_int_eq(resolve_proc_file(arena, &held, "passwd", &file, &diag), QW_ERR_NO_MEMORY);
    stop(&container);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("proc_file");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, a_regular_file_of_the_containers_own_is_read_and_nothing_else, 0,
                        (int)COUNT(rows));
    tcase_add_test(tests, what_is_not_the_containers_process_is_not_read);
    tcase_add_test(tests, without_memory_there_is_no_file);
    return run_case("resolve/proc_file", tests);
}
