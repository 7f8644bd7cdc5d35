#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>

#include "audit_priv.h"

#include "qw/limits.h"

struct qw_audit {
    char *path;
    pthread_mutex_t lock; /* of everything below */
    int fd;
    uint64_t seq;      /* of the last record that was written whole */
    bool line_is_torn; /* the file does not end in a newline */
};

QW_DEFINE_CLEANUP(cleanup_audit, struct qw_audit, qw_audit_close)

static enum qw_err look_at_file(int fd, const char *path, struct audit_tail *ret_tail,
                                struct qw_diag *diag)
{
    struct stat status;
    enum qw_err err;

    if (fstat(fd, &status) < 0)
        return qw_diag_set(diag, QW_ERR_IO, "audit file %s: %s", path, strerrordesc_np(errno));
    if (!S_ISREG(status.st_mode))
        return qw_diag_set(diag, QW_ERR_UNSAFE_FILE, "audit file %s is no regular file", path);
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return qw_diag_set(diag, QW_ERR_UNSAFE_FILE,
                           "audit file %s may be written by others than its owner", path);
    err = audit_read_tail(fd, ret_tail);
    if (err != QW_OK)
        return qw_diag_set(diag, err, "audit file %s: its last record could not be read", path);
    return QW_OK;
}

/* O_NONBLOCK: a pipe in the file's place must not hold up the start.  Readable, because the last
 * record tells where the numbers go on. */
static enum qw_err open_file(const char *path, int *ret_fd, struct audit_tail *ret_tail,
                             struct qw_diag *diag)
{
    int fd =
        open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY,
             S_IRUSR | S_IWUSR);
    enum qw_err err;

    if (fd < 0 && errno == ELOOP)
        return qw_diag_set(diag, QW_ERR_UNSAFE_FILE, "audit file %s is a symbolic link", path);
    if (fd < 0)
        return qw_diag_set(diag, QW_ERR_IO, "audit file %s: %s", path, strerrordesc_np(errno));
    err = look_at_file(fd, path, ret_tail, diag);
    if (err != QW_OK) {
        close(fd);
        return err;
    }
    *ret_fd = fd;
    return QW_OK;
}

enum qw_err qw_audit_open(const char *path, struct qw_audit **ret_audit, struct qw_diag *diag)
{
    struct qw_audit *audit QW_CLEANUP(cleanup_audit) = calloc(1, sizeof *audit);
    struct audit_tail tail = {0};
    enum qw_err err;

    if (audit == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    audit->fd = -1;
    if (pthread_mutex_init(&audit->lock, NULL) != 0) {
        free(QW_STEAL(audit));
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    }
    audit->path = strdup(path);
    if (audit->path == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    err = open_file(path, &audit->fd, &tail, diag);
    if (err != QW_OK)
        return err;
    audit->seq = tail.seq;
    audit->line_is_torn = tail.ends_torn;
    *ret_audit = QW_STEAL(audit);
    return QW_OK;
}

enum qw_err qw_audit_reopen(struct qw_audit *audit, struct qw_diag *diag)
{
    struct audit_tail tail = {0};
    int fd = -1;
    int old_fd;
    enum qw_err err = open_file(audit->path, &fd, &tail, diag);

    if (err != QW_OK)
        return err;
    pthread_mutex_lock(&audit->lock);
    old_fd = audit->fd;
    audit->fd = fd;
    audit->line_is_torn = tail.ends_torn;
    /* A new, empty file goes on where the old one ended. */
    if (tail.seq > audit->seq)
        audit->seq = tail.seq;
    pthread_mutex_unlock(&audit->lock);
    close(old_fd);
    return QW_OK;
}

void qw_audit_close(struct qw_audit *audit)
{
    if (audit == NULL)
        return;
    if (audit->fd >= 0)
        close(audit->fd);
    pthread_mutex_destroy(&audit->lock);
    free(audit->path);
    free(audit);
}

/* One write(2), so that a line is never interleaved with another.  What was written of it stays:
 * an append-only file cannot be cut, so that the next record ends the torn line first. */
static enum qw_err append(struct qw_audit *audit, const struct qw_buffer *line)
{
    ssize_t n;

    do {
        n = write(audit->fd, line->data, line->len);
    } while (n < 0 && errno == EINTR);

    if (n > 0)
        audit->line_is_torn = (size_t)n < line->len && line->data[n - 1] != '\n';
    return n >= 0 && (size_t)n == line->len ? QW_OK : QW_ERR_IO;
}

static enum qw_err write_locked(struct qw_audit *audit, const struct qw_record *record)
{
    struct qw_buffer line QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_AUDIT_LINE);
    enum qw_err err;

    if (audit->line_is_torn)
        qw_buffer_add_text(&line, "\n");
    qw_audit_format(&line, record, audit->seq + 1);
    if (line.err != QW_OK)
        return line.err;
    err = append(audit, &line);
    if (err == QW_OK)
        audit->seq++;
    return err;
}

enum qw_err qw_audit_write(struct qw_audit *audit, const struct qw_record *record)
{
    enum qw_err err;

    pthread_mutex_lock(&audit->lock);
    err = write_locked(audit, record);
    pthread_mutex_unlock(&audit->lock);
    return err;
}
