/* Whether this process sees the file system that the engine mounts from. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "qw/host_path.h"

/* -1 when nobody listens there. */
static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const size_t len = strlen(path);
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd < 0)
        return -1;
    if (len < sizeof address.sun_path) {
        memcpy(address.sun_path, path, len + 1);
        if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
            return fd;
    }
    close(fd);
    return -1;
}

/* Processes that this one cannot name have the number 0. */
static enum qw_host_sight sight_of(pid_t pid)
{
    char name[sizeof("/proc//root/") + 3 * sizeof(pid)];
    struct stat theirs;
    struct stat ours;

    if (pid <= 0)
        return QW_HOST_SIGHT_OTHER;
    (void)snprintf(name, sizeof name, "/proc/%ld/root/", (long)pid);
    if (stat(name, &theirs) != 0 || stat("/", &ours) != 0)
        return QW_HOST_SIGHT_UNKNOWN;
    return theirs.st_dev == ours.st_dev && theirs.st_ino == ours.st_ino ? QW_HOST_SIGHT_SAME
                                                                        : QW_HOST_SIGHT_OTHER;
}

enum qw_host_sight qw_host_path_sight(const char *socket, pid_t *ret_pid)
{
    QW_CLEANUP(qw_cleanup_fd) const int fd = connect_to(socket);
    struct ucred peer = {0};
    socklen_t size = sizeof peer;

    if (fd < 0 || getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return QW_HOST_SIGHT_UNKNOWN;
    *ret_pid = peer.pid;
    return sight_of(peer.pid);
}
