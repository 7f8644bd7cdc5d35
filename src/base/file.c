#include "qw/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "qw/buffer.h"
#include "show_priv.h"

enum { PIECE = 16 * 1024 };

static enum qw_err refuse(struct qw_diag *diag, enum qw_err err, const char *path, const char *why)
{
    char shown[QW_SHOW_SIZE];

    qw_show_format(path, shown);
    return qw_diag_set(diag, err, "%s: %s", shown, why);
}

static bool is_safe(const struct stat *status)
{
    return (status->st_uid == 0 || status->st_uid == geteuid()) &&
           (status->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static enum qw_err check(int fd, const struct qw_file_request *request, struct qw_diag *diag)
{
    struct stat status;

    if (fstat(fd, &status) != 0)
        return refuse(diag, QW_ERR_IO, request->path, strerrordesc_np(errno));
    if (!S_ISREG(status.st_mode))
        return refuse(diag, QW_ERR_IO, request->path, "not a regular file");
    if (request->check == QW_FILE_REQUIRE_SAFE && !is_safe(&status))
        return refuse(diag, QW_ERR_UNSAFE_FILE, request->path,
                      "it must belong to root or to the user who runs this, and nobody else may "
                      "write to it");
    return QW_OK;
}

/* O_NONBLOCK: a FIFO in the place of a file must not hold us up before it is refused. */
static enum qw_err open_checked(const struct qw_file_request *request, int *ret_fd,
                                struct qw_diag *diag)
{
    int fd QW_CLEANUP(qw_cleanup_fd) =
        open(request->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (fd < 0) {
        bool absent = errno == ENOENT || errno == ENOTDIR;

        return refuse(diag, absent ? QW_ERR_NOT_FOUND : QW_ERR_IO, request->path,
                      strerrordesc_np(errno));
    }

    enum qw_err err = check(fd, request, diag);

    if (err != QW_OK)
        return err;
    *ret_fd = qw_steal_fd(&fd);
    return QW_OK;
}

/* read() that waits where FD would not. */
static ssize_t read_piece(int fd, char *piece, size_t size)
{
    for (;;) {
        ssize_t n_read = read(fd, piece, size);

        if (n_read >= 0 || (errno != EINTR && errno != EAGAIN))
            return n_read;
        if (errno == EAGAIN)
            poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
    }
}

/* Until the end or until BUFFER is full: the size that fstat tells may be out of date, or 0. */
static enum qw_err read_all(int fd, struct qw_buffer *buffer, struct qw_diag *diag)
{
    char piece[PIECE];

    while (buffer->err == QW_OK) {
        ssize_t n_read = read_piece(fd, piece, sizeof piece);

        if (n_read < 0)
            return qw_diag_set(diag, QW_ERR_IO, "cannot be read: %s", strerrordesc_np(errno));
        if (n_read == 0)
            return QW_OK;
        qw_buffer_add(buffer, piece, (size_t)n_read);
    }
    if (buffer->err == QW_ERR_TOO_LARGE)
        return qw_diag_set(diag, buffer->err, "more than %zu bytes", buffer->max);
    return qw_diag_set(diag, buffer->err, "%s", qw_err_text(buffer->err));
}

enum qw_err qw_file_read_fd(struct qw_arena *arena, int fd, size_t max, struct qw_bytes *ret_bytes,
                            struct qw_diag *diag)
{
    QW_CLEANUP(qw_buffer_done) struct qw_buffer buffer = {.max = max};
    enum qw_err err = read_all(fd, &buffer, diag);

    if (err != QW_OK)
        return err;

    char *copy = qw_arena_copy(arena, buffer.data, buffer.len);

    if (copy == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));
    *ret_bytes = (struct qw_bytes){copy, buffer.len};
    return QW_OK;
}

enum qw_err qw_file_read(struct qw_arena *arena, const struct qw_file_request *request,
                         struct qw_bytes *ret_bytes, struct qw_diag *diag)
{
    QW_CLEANUP(qw_cleanup_fd) int fd = -1;
    struct qw_diag inner = {.err = QW_OK};
    enum qw_err err = open_checked(request, &fd, diag);

    if (err != QW_OK)
        return err;
    err = qw_file_read_fd(arena, fd, request->max, ret_bytes, &inner);
    return err == QW_OK ? QW_OK : refuse(diag, err, request->path, inner.text);
}
