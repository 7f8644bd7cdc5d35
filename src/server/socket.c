#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "server_priv.h"

#include "qw/cleanup.h"

enum { BACKLOG = 1024 };

static enum qw_err fail(struct qw_diag *diag, const char *path, const char *what)
{
    return qw_diag_set(diag, QW_ERR_IO, "socket %s: %s: %s", path, what, strerrordesc_np(errno));
}

static enum qw_err address_of(const char *path, struct sockaddr_un *ret_address,
                              struct qw_diag *diag)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t len = strlen(path);

    if (len == 0)
        return qw_diag_set(diag, QW_ERR_IO, "socket: the path is empty");
    if (len >= sizeof address.sun_path)
        return qw_diag_set(diag, QW_ERR_IO,
                           "socket %.40s...: the path has %zu bytes, a socket's may have %zu", path,
                           len, sizeof address.sun_path - 1);
    memcpy(address.sun_path, path, len + 1);
    *ret_address = address;
    return QW_OK;
}

/* Makes the folders above PATH's last part: the innermost for its owner alone, because whoever may
 * write there may put another socket in our place. */
static bool make_folders(char *path)
{
    char *last = strrchr(path, '/');

    for (char *slash = last != NULL ? strchr(path + 1, '/') : NULL; slash != NULL && slash <= last;
         slash = strchr(slash + 1, '/')) {
        mode_t mode = slash == last ? S_IRWXU : S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH;
        mode_t mask = umask(0);
        int result;

        *slash = '\0';
        result = mkdir(path, mode);
        *slash = '/';
        umask(mask);
        if (result < 0 && errno != EEXIST)
            return false;
    }
    return true;
}

/* Nobody else may open the lock, or he could hold it and keep us from starting: the folder itself,
 * which others may read, would be no lock. */
static bool is_own(int fd)
{
    struct stat status;

    if (fstat(fd, &status) < 0)
        return false;
    if (S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
        (status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
        return true;
    errno = EPERM;
    return false;
}

/* False when another starter has removed the lock since it was opened. */
static bool is_there(int fd, const char *path)
{
    struct stat opened;
    struct stat found;

    return fstat(fd, &opened) == 0 && lstat(path, &found) == 0 && opened.st_dev == found.st_dev &&
           opened.st_ino == found.st_ino;
}

/* EWOULDBLOCK: another starter holds it. */
static int try_lock(const char *path)
{
    const int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    int fd QW_CLEANUP(qw_cleanup_fd) = open(path, flags, S_IRUSR | S_IWUSR);

    if (fd < 0 || !is_own(fd) || flock(fd, LOCK_EX | LOCK_NB) < 0)
        return -1;
    if (!is_there(fd, path)) {
        errno = EWOULDBLOCK;
        return -1;
    }
    return qw_steal_fd(&fd);
}

/* Another starter holds the lock for a moment only.  The wait has an end: signals are blocked while
 * `serve` starts. */
static int take_lock(const char *path)
{
    enum { TRIES = 100, PAUSE_NS = 10000000 }; /* 10 ms: one second in all */
    static const struct timespec pause = {.tv_nsec = PAUSE_NS};
    int fd = try_lock(path);

    for (int i = 1; i < TRIES && fd < 0 && errno == EWOULDBLOCK; i++) {
        nanosleep(&pause, NULL);
        fd = try_lock(path);
    }
    return fd;
}

static enum qw_err fail_to_lock(const char *path, struct qw_diag *diag)
{
    if (errno == EWOULDBLOCK)
        return qw_diag_set(diag, QW_ERR_IN_USE,
                           "socket %s: another process is starting there and holds %s.lock", path,
                           path);
    if (errno == EPERM || errno == ELOOP)
        return qw_diag_set(diag, QW_ERR_IO,
                           "socket %s: %s.lock is no file of quaywarden's own: remove it", path,
                           path);
    return fail(diag, path, "cannot lock it");
}

/* The umask is the process's, but no other thread runs yet; the file is never anything but 0600. */
static int bind_private(int fd, const struct sockaddr_un *address)
{
    mode_t mask = umask(S_IXUSR | S_IRWXG | S_IRWXO);
    int result = bind(fd, (const struct sockaddr *)address, sizeof *address);
    int saved = errno;

    umask(mask);
    errno = saved;
    return result;
}

/* Removes what a killed process left behind.  EAGAIN: somebody listens and has a full queue. */
static enum qw_err remove_stale(const struct sockaddr_un *address, struct qw_diag *diag)
{
    const char *path = address->sun_path;
    int probe QW_CLEANUP(qw_cleanup_fd) = -1;
    struct stat status;

    if (lstat(path, &status) < 0)
        return fail(diag, path, "cannot look at it");
    if (!S_ISSOCK(status.st_mode))
        return qw_diag_set(diag, QW_ERR_IO, "socket %s: there is a file that is no socket", path);
    probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (probe < 0)
        return fail(diag, path, "cannot make a socket");
    if (connect(probe, (const struct sockaddr *)address, sizeof *address) == 0 || errno == EAGAIN)
        return qw_diag_set(diag, QW_ERR_IN_USE, "socket %s: another process answers there", path);
    if (errno != ECONNREFUSED)
        return fail(diag, path, "cannot tell whether it is in use");
    if (unlink(path) < 0)
        return fail(diag, path, "cannot remove a stale one");
    return QW_OK;
}

static enum qw_err bind_and_listen(int fd, const struct sockaddr_un *address, struct qw_diag *diag)
{
    const char *path = address->sun_path;

    if (bind_private(fd, address) < 0) {
        enum qw_err err;

        if (errno != EADDRINUSE)
            return fail(diag, path, "cannot bind");
        err = remove_stale(address, diag);
        if (err != QW_OK)
            return err;
        if (bind_private(fd, address) < 0)
            return fail(diag, path, "cannot bind");
    }
    if (listen(fd, BACKLOG) < 0)
        return fail(diag, path, "cannot listen");
    return QW_OK;
}

/* Fills in what is not yet there of OPENED; what failed is the caller's to release. */
static enum qw_err open_at(struct server_socket *opened, const struct sockaddr_un *address,
                           struct qw_diag *diag)
{
    struct stat status;
    enum qw_err err;

    opened->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (opened->fd < 0)
        return fail(diag, opened->path, "cannot make a socket");
    err = bind_and_listen(opened->fd, address, diag);
    if (err != QW_OK)
        return err;
    if (lstat(opened->path, &status) < 0)
        return fail(diag, opened->path, "cannot look at it");
    opened->device = status.st_dev;
    opened->inode = status.st_ino;
    return QW_OK;
}

/* With a lock, so that of two starters only one replaces a stale socket. */
static enum qw_err open_in_folder(struct server_socket *opened, const struct sockaddr_un *address,
                                  struct qw_diag *diag)
{
    char lock_path[sizeof address->sun_path + sizeof ".lock"];
    int lock QW_CLEANUP(qw_cleanup_fd) = -1;
    enum qw_err err;

    if (!make_folders(opened->path))
        return fail(diag, opened->path, "cannot make its folder");
    (void)snprintf(lock_path, sizeof lock_path, "%s.lock", opened->path);
    lock = take_lock(lock_path);
    if (lock < 0)
        return fail_to_lock(opened->path, diag);
    err = open_at(opened, address, diag);
    unlink(lock_path);
    return err;
}

enum qw_err server_socket_open(const char *path, struct server_socket *ret_socket,
                               struct qw_diag *diag)
{
    struct server_socket opened = {.fd = -1};
    struct sockaddr_un address;
    enum qw_err err = address_of(path, &address, diag);

    if (err != QW_OK)
        return err;
    opened.path = strdup(path);
    if (opened.path == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    err = open_in_folder(&opened, &address, diag);
    if (err != QW_OK) {
        server_socket_done(&opened);
        return err;
    }
    *ret_socket = opened;
    return QW_OK;
}

void server_socket_remove(const struct server_socket *listening)
{
    struct stat status;

    if (listening->path == NULL || lstat(listening->path, &status) < 0)
        return;
    if (S_ISSOCK(status.st_mode) && status.st_dev == listening->device &&
        status.st_ino == listening->inode)
        unlink(listening->path);
}

void server_socket_done(struct server_socket *listening)
{
    if (listening->fd >= 0)
        close(listening->fd);
    free(listening->path);
    *listening = (struct server_socket){.fd = -1};
}
