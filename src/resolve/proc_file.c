/* A file of a running container, read through /proc instead of by archive GET, which mounts the
 * container's volumes anew: on engines with GHSA-vp62-88p7-qqf5 a running container can lead those
 * mounts to the host, and our question would be the moment it waits for. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "qw/file.h"
#include "qw/limits.h"
#include "resolve_priv.h"

enum { PATH_SIZE = 64, CGROUP_MAX = 64 * 1024 };

static enum qw_err refuse(struct qw_diag *diag, const char *what)
{
    return qw_diag_set(diag, QW_ERR_ENGINE, "the files of the running container %s", what);
}

/* A kernel without openat2(), or one that is told to deny it, is a failure like others. */
static int open_beneath(int root, const char *path)
{
    const struct open_how how = {
        .flags = O_PATH | O_NOFOLLOW | O_CLOEXEC,
        .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
    };

    return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
}

/* The descriptor of /proc/PID stays that process's when the number is used again. */
static bool is_of_container(struct qw_arena *arena, int process, const char *id)
{
    int cgroup QW_CLEANUP(qw_cleanup_fd) = openat(process, "cgroup", O_RDONLY | O_CLOEXEC);
    struct qw_bytes text;

    return cgroup >= 0 && *id != '\0' &&
           qw_file_read_fd(arena, cgroup, CGROUP_MAX, &text, NULL) == QW_OK &&
           strstr(text.data, id) != NULL;
}

/* What has called chroot() shows a root of its own choice: a folder, that is no mount. */
static bool is_mount_root(int root)
{
    struct statx status;

    return statx(root, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &status) == 0 &&
           (status.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0 &&
           (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

static int open_root(struct qw_arena *arena, const struct qw_held *held)
{
    char path[PATH_SIZE];
    int process QW_CLEANUP(qw_cleanup_fd) = -1;
    int root QW_CLEANUP(qw_cleanup_fd) = -1;

    (void)snprintf(path, sizeof path, "/proc/%lld", (long long)held->pid);
    process = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (process < 0)
        return -1;
    root = openat(process, "root", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root >= 0 && is_mount_root(root) && is_of_container(arena, process, held->id))
        return qw_steal_fd(&root);
    return -1;
}

/* PLACE is opened for reading only once it is known to be a regular file: opening a device does
 * things. */
static enum qw_err read_regular(struct qw_arena *arena, int place, struct qw_bytes *ret_file,
                                struct qw_diag *diag)
{
    char path[PATH_SIZE];
    struct stat status;
    int file QW_CLEANUP(qw_cleanup_fd) = -1;
    enum qw_err err;

    if (fstat(place, &status) != 0 || !S_ISREG(status.st_mode))
        return refuse(diag, "are no regular ones");
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", place);
    file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0)
        return refuse(diag, "cannot be read from here");
    err = qw_file_read_fd(arena, file, QW_LIMIT_ACCOUNT_FILE, ret_file, NULL);
    if (err == QW_ERR_NO_MEMORY)
        return qw_diag_set(diag, err, "%s", qw_err_text(err));
    if (err == QW_ERR_TOO_LARGE)
        return refuse(diag, "are larger than 1 MiB");
    return err == QW_OK ? QW_OK : refuse(diag, "cannot be read from here");
}

enum qw_err resolve_proc_file(struct qw_arena *arena, const struct qw_held *held, const char *name,
                              struct qw_bytes *ret_file, struct qw_diag *diag)
{
    int root QW_CLEANUP(qw_cleanup_fd) = held->pid > 0 ? open_root(arena, held) : -1;
    int place QW_CLEANUP(qw_cleanup_fd) = -1;
    const char *path = qw_arena_format(arena, "etc/%s", name);

    if (path == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));
    if (root < 0)
        return refuse(diag, "cannot be seen from here");
    place = open_beneath(root, path);
    if (place >= 0)
        return read_regular(arena, place, ret_file, diag);
    if (errno == ENOENT || errno == ENOTDIR)
        return qw_diag_set(diag, QW_ERR_NOT_FOUND, "the container has no /etc/%s", name);
    return refuse(diag,
                  errno == EXDEV ? "lie on a mount of their own" : "cannot be read from here");
}
