/* Tests of src/resolve/host_sight.c: who listens at a socket, and what root folder he has.  They
 * need root. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "qw/host_path.h"
#include "suite.h"

static char folder[] = "/tmp/qw-host-sight-XXXXXX";
static struct sockaddr_un address = {.sun_family = AF_UNIX};

static void make_folder(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/s", folder);
}

static void remove_folder(void)
{
    unlink(address.sun_path);
    rmdir(folder);
}

static pid_t peer; /* whom sight_of() saw last */

static enum qw_host_sight sight_of(const char *path)
{
    return qw_host_path_sight(path, &peer);
}

static int bind_socket(void)
{
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    ck_assert_int_ge(fd, 0);
    unlink(address.sun_path);
    ck_assert_int_eq(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

START_TEST(a_listener_of_the_same_root_is_seen)
{
    QW_CLEANUP(qw_cleanup_fd) const int fd = bind_socket();

    ck_assert_int_eq(listen(fd, 1), 0);
    ck_assert_int_eq(sight_of(address.sun_path), QW_HOST_SIGHT_SAME);
    ck_assert_int_eq(peer, getpid());
}
END_TEST

/* Listens from another root folder, says so, and waits to be told to go. */
static int listen_elsewhere(int fd, int parent)
{
    char byte = 0;

    if (chroot(folder) != 0 || listen(fd, 1) != 0 || write(parent, &byte, 1) != 1)
        return 1;
    return read(parent, &byte, 1) == 0 ? 0 : 1;
}

START_TEST(a_listener_of_another_root_is_told_apart)
{
    QW_CLEANUP(qw_cleanup_fd) const int fd = bind_socket();
    int pair[2];
    int status = -1;
    char byte = 0;

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);

    const pid_t child = fork();

    if (child == 0) {
        close(pair[0]);
        _exit(listen_elsewhere(fd, pair[1]));
    }
    close(pair[1]);
    ck_assert_int_eq(read(pair[0], &byte, 1), 1);
    ck_assert_int_eq(sight_of(address.sun_path), QW_HOST_SIGHT_OTHER);
    close(pair[0]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(where_nobody_listens_nothing_is_known)
{
    const int fd = bind_socket();

    ck_assert_int_eq(sight_of(address.sun_path), QW_HOST_SIGHT_UNKNOWN);
    ck_assert_int_eq(sight_of("/tmp/qw-host-sight/none"), QW_HOST_SIGHT_UNKNOWN);
    ck_assert_int_eq(sight_of(""), QW_HOST_SIGHT_UNKNOWN);
    close(fd);
}
END_TEST

/* sun_path has room for 107 bytes and the one behind them. */
START_TEST(a_path_that_fits_no_address_is_not_cut)
{
    char path[sizeof address.sun_path + 1];

    memset(path, 'n', sizeof path);
    path[sizeof path - 1] = '\0';
    ck_assert_int_eq(sight_of(path), QW_HOST_SIGHT_UNKNOWN);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("host_sight");

    tcase_add_unchecked_fixture(tests, make_folder, remove_folder);
    tcase_add_test(tests, a_listener_of_the_same_root_is_seen);
    tcase_add_test(tests, a_listener_of_another_root_is_told_apart);
    tcase_add_test(tests, where_nobody_listens_nothing_is_known);
    tcase_add_test(tests, a_path_that_fits_no_address_is_not_cut);
    return run_case("resolve/host_sight", tests);
}
