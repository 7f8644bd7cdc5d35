#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

#include "../../src/server/server_priv.h"
#include "test_gate_fixture.h"

static char folder[] = "/tmp/qw-socket-XXXXXX";
static char path[300];
static struct server_socket listening = {.fd = -1};
static struct qw_diag diag;

static char lock_path[300];

static void setup(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/s.sock", folder);
    snprintf(lock_path, sizeof lock_path, "%s/s.sock.lock", folder);
}

/* Only what stands in the folder, wherever a test has pointed `path`. */
static void teardown(void)
{
    char below[sizeof path];

    server_socket_remove(&listening);
    server_socket_done(&listening);
    snprintf(below, sizeof below, "%s/s.sock", folder);
    unlink(below);
    unlink(lock_path);
    snprintf(below, sizeof below, "%s/a/b", folder);
    rmdir(below);
    snprintf(below, sizeof below, "%s/a", folder);
    rmdir(below);
    rmdir(folder);
}

static void open_socket(void)
{
    ck_assert_msg(server_socket_open(path, &listening, &diag) == QW_OK, "%s", diag.text);
}

static mode_t mode_of(const char *at)
{
    struct stat status;

    ck_assert_int_eq(lstat(at, &status), 0);
    return status.st_mode & 07777U;
}

/* Whether somebody answers at the path. */
static bool is_live(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    bool connected;

    memcpy(address.sun_path, path, strlen(path) + 1);
    connected = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return connected;
}

static const mode_t masks[] = {0, 022, 077, 0777};

START_TEST(the_socket_is_for_its_owner_alone_whatever_the_umask)
{
    mode_t mask = umask(masks[_i]);

    open_socket();
    umask(mask);
    ck_assert_uint_eq(mode_of(path), 0600);
    ck_assert(is_live());
}
END_TEST

START_TEST(missing_folders_are_made_and_the_innermost_is_private)
{
    char at[sizeof path];
    mode_t mask = umask(077);

    snprintf(path, sizeof path, "%s/a/b/s.sock", folder);
    open_socket();
    umask(mask);
    snprintf(at, sizeof at, "%s/a", folder);
    ck_assert_uint_eq(mode_of(at), 0755);
    snprintf(at, sizeof at, "%s/a/b", folder);
    ck_assert_uint_eq(mode_of(at), 0700);
}
END_TEST

START_TEST(a_folder_that_is_there_keeps_its_mode)
{
    ck_assert_int_eq(chmod(folder, 0750), 0);
    open_socket();
    ck_assert_uint_eq(mode_of(folder), 0750);
}
END_TEST

START_TEST(a_stale_socket_is_replaced)
{
    open_socket();
    close(listening.fd);
    listening.fd = -1;
    ck_assert(!is_live());
    server_socket_done(&listening);
    open_socket();
    ck_assert(is_live());
}
END_TEST

START_TEST(a_live_socket_is_left_alone)
{
    struct server_socket second = {.fd = -1};

    open_socket();
    ck_assert_int_eq(server_socket_open(path, &second, &diag), QW_ERR_IN_USE);
    ck_assert_str_ne(diag.text, "");
    ck_assert_int_eq(second.fd, -1);
    ck_assert(is_live());
}
END_TEST

static int hold_lock(void)
{
    int fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(flock(fd, LOCK_EX), 0);
    return fd;
}

START_TEST(a_lock_is_not_waited_for_without_end)
{
    int holder = hold_lock();

    ck_assert_int_eq(server_socket_open(path, &listening, &diag), QW_ERR_IN_USE);
    ck_assert_ptr_nonnull(strstr(diag.text, "another process is starting there"));
    ck_assert_int_eq(listening.fd, -1);
    close(holder);
    diag = (struct qw_diag){0};
    open_socket();
    ck_assert_int_ne(access(lock_path, F_OK), 0);
}
END_TEST

/* Whoever may read the folder can lock it. */
START_TEST(a_lock_on_the_folder_keeps_nobody_from_starting)
{
    int holder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    ck_assert_int_eq(flock(holder, LOCK_EX), 0);
    open_socket();
    ck_assert(is_live());
    close(holder);
}
END_TEST

START_TEST(a_lock_that_others_may_open_is_none)
{
    int fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    ck_assert_int_eq(fchmod(fd, 0640), 0);
    ck_assert_int_eq(server_socket_open(path, &listening, &diag), QW_ERR_IO);
    ck_assert_ptr_nonnull(strstr(diag.text, ".lock is no file of quaywarden's own"));
    close(fd);
}
END_TEST

START_TEST(a_lock_that_is_a_link_is_not_followed)
{
    ck_assert_int_eq(symlink("/dev/null", lock_path), 0);
    ck_assert_int_eq(server_socket_open(path, &listening, &diag), QW_ERR_IO);
    ck_assert_ptr_nonnull(strstr(diag.text, ".lock is no file of quaywarden's own"));
}
END_TEST

START_TEST(a_file_that_is_no_socket_is_left_alone)
{
    FILE *file = fopen(path, "w");

    fclose(file);
    ck_assert_int_eq(server_socket_open(path, &listening, &diag), QW_ERR_IO);
    ck_assert_ptr_nonnull(strstr(diag.text, "no socket"));
    ck_assert_uint_ne(mode_of(path), 0);
}
END_TEST

START_TEST(a_file_in_the_place_of_a_folder_is_an_error)
{
    FILE *file = fopen(path, "w");
    char below[sizeof path + 8];

    fclose(file);
    snprintf(below, sizeof below, "%s/s", path);
    ck_assert_int_eq(server_socket_open(below, &listening, &diag), QW_ERR_IO);
    ck_assert_str_ne(diag.text, "");
}
END_TEST

static const struct {
    size_t len;
    enum qw_err err;
} length_rows[] = {{0, QW_ERR_IO}, {106, QW_OK}, {107, QW_OK}, {108, QW_ERR_IO}, {250, QW_ERR_IO}};

START_TEST(a_path_longer_than_a_socket_may_have_is_an_error)
{
    size_t start = strlen(path);

    if (length_rows[_i].len < start)
        path[length_rows[_i].len] = '\0';
    for (size_t i = start; i < length_rows[_i].len; i++)
        path[i] = 'x';
    ck_assert_int_eq(server_socket_open(path, &listening, &diag), length_rows[_i].err);
    ck_assert_int_eq(diag.text[0] != '\0', length_rows[_i].err != QW_OK);
}
END_TEST

START_TEST(only_the_own_socket_is_removed)
{
    struct server_socket first;

    open_socket();
    first = listening;
    ck_assert_int_eq(unlink(path), 0);
    open_socket();
    server_socket_remove(&first);
    ck_assert(is_live());
    server_socket_remove(&listening);
    ck_assert(!is_live());
    ck_assert_int_ne(access(path, F_OK), 0);
    server_socket_done(&first);
}
END_TEST

static void *unlock_later(void *fd)
{
    const struct timespec moment = {.tv_nsec = 50 * 1000 * 1000};

    nanosleep(&moment, NULL);
    close(*(int *)fd);
    return NULL;
}

/* Two that start in one folder at once: the later one waits its turn. */
START_TEST(a_lock_held_for_a_moment_is_waited_for)
{
    pthread_t holder;
    int fd = hold_lock();

    ck_assert_int_eq(pthread_create(&holder, NULL, unlock_later, &fd), 0);
    open_socket();
    ck_assert_int_eq(pthread_join(holder, NULL), 0);
    ck_assert(is_live());
}
END_TEST

#define LOOP(test, rows) tcase_add_loop_test(tcase, test, 0, (int)COUNT(rows))

int main(void)
{
    Suite *suite = suite_create("server/socket");
    TCase *tcase = tcase_create("socket");
    int code;

    tcase_add_checked_fixture(tcase, setup, teardown);
    LOOP(the_socket_is_for_its_owner_alone_whatever_the_umask, masks);
    tcase_add_test(tcase, missing_folders_are_made_and_the_innermost_is_private);
    tcase_add_test(tcase, a_folder_that_is_there_keeps_its_mode);
    tcase_add_test(tcase, a_stale_socket_is_replaced);
    tcase_add_test(tcase, a_live_socket_is_left_alone);
    tcase_add_test(tcase, a_lock_is_not_waited_for_without_end);
    tcase_add_test(tcase, a_lock_on_the_folder_keeps_nobody_from_starting);
    tcase_add_test(tcase, a_lock_that_others_may_open_is_none);
    tcase_add_test(tcase, a_lock_that_is_a_link_is_not_followed);
    tcase_add_test(tcase, a_lock_held_for_a_moment_is_waited_for);
    tcase_add_test(tcase, a_file_that_is_no_socket_is_left_alone);
    tcase_add_test(tcase, a_file_in_the_place_of_a_folder_is_an_error);
    LOOP(a_path_longer_than_a_socket_may_have_is_an_error, length_rows);
    tcase_add_test(tcase, only_the_own_socket_is_removed);
    suite_add_tcase(suite, tcase);
    run_suite_and_exit_code(srunner_create(suite), &code);
    return code;
}
