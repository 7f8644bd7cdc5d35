#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "audit_priv.h"

#include "qw/bytes.h"
#include "qw/limits.h"

/* Room before a record for what only the lock can tell: the end of a torn line, the number. */
enum { HEAD_MAX = 64 };

struct qw_audit {
    char *path;
    pthread_mutex_t lock; /* of everything below */
    int fd;
    uint64_t seq;      /* of the last record of which something stands in the file */
    bool line_is_torn; /* the file does not end in a newline */
};

QW_DEFINE_CLEANUP(cleanup_audit, struct qw_audit, qw_audit_close)

static enum qw_err look_at_file(int fd, const char *path, uint64_t *ret_seq, struct qw_diag *diag)
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
    err = audit_last_seq(fd, ret_seq);
    if (err != QW_OK)
        return qw_diag_set(diag, err, "audit file %s: its last record could not be read", path);
    return QW_OK;
}

/* O_NONBLOCK: a pipe in the file's place must not hold up the start.  Readable, because the last
 * record tells where the numbers go on. */
static enum qw_err open_file(const char *path, int *ret_fd, uint64_t *ret_seq, struct qw_diag *diag)
{
    int fd QW_CLEANUP(qw_cleanup_fd) =
        open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY,
             S_IRUSR | S_IWUSR);
    enum qw_err err;

    if (fd < 0 && errno == ELOOP)
        return qw_diag_set(diag, QW_ERR_UNSAFE_FILE, "audit file %s is a symbolic link", path);
    if (fd < 0)
        return qw_diag_set(diag, QW_ERR_IO, "audit file %s: %s", path, strerrordesc_np(errno));
    err = look_at_file(fd, path, ret_seq, diag);
    if (err != QW_OK)
        return err;
    *ret_fd = qw_steal_fd(&fd);
    return QW_OK;
}

enum qw_err qw_audit_open(const char *path, struct qw_audit **ret_audit, struct qw_diag *diag)
{
    struct qw_audit *audit QW_CLEANUP(cleanup_audit) = calloc(1, sizeof *audit);
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
    err = open_file(path, &audit->fd, &audit->seq, diag);
    if (err != QW_OK)
        return err;
    audit->line_is_torn = audit_ends_torn(audit->fd);
    *ret_audit = QW_STEAL(audit);
    return QW_OK;
}

/* How many of the bytes were written; with errno when not all.  One write(2) as a rule, so that a
 * line is never interleaved with another; what follows a short one is the attempt that tells why.
 */
static size_t append(int fd, struct qw_bytes bytes)
{
    size_t done = 0;

    while (done < bytes.len) {
        ssize_t n = write(fd, bytes.data + done, bytes.len - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0)
            errno = EIO;
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    return done;
}

/* Goes on in FD.  Others may have written until now: only the lock makes the look at its end true.
 */
static int swap_file(struct qw_audit *audit, int fd, uint64_t seq)
{
    const struct qw_bytes torn_end = {AUDIT_TORN_END, strlen(AUDIT_TORN_END)};
    int old_fd;

    pthread_mutex_lock(&audit->lock);
    old_fd = audit->fd;
    /* The last chance to close a line of the old file, which may have room again. */
    if (audit->line_is_torn)
        (void)append(old_fd, torn_end);
    audit->fd = fd;
    audit->line_is_torn = audit_ends_torn(fd);
    /* A new, empty file goes on where the old one ended. */
    if (seq > audit->seq)
        audit->seq = seq;
    pthread_mutex_unlock(&audit->lock);
    return old_fd;
}

enum qw_err qw_audit_reopen(struct qw_audit *audit, struct qw_diag *diag)
{
    uint64_t seq = 0;
    int fd = -1;
    enum qw_err err = open_file(audit->path, &fd, &seq, diag);

    if (err != QW_OK)
        return err;
    close(swap_file(audit, fd, seq));
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

/* Cuts off what was written of a record behind BEFORE, the size of the file then; false where that
 * is not to be had: the file may only grow (chattr +a), or somebody else has written behind. */
static bool take_back(int fd, off_t before, size_t n_written)
{
    return before >= 0 && lseek(fd, 0, SEEK_END) == before + (off_t)n_written &&
           ftruncate(fd, before) == 0;
}

/* Puts the number, and the end of a torn line, into the room at the start of LINE. */
static struct qw_bytes complete(const struct qw_audit *audit, struct qw_buffer *line)
{
    char head[HEAD_MAX];
    size_t len = (size_t)snprintf(head, sizeof head, "%s" AUDIT_LINE_START "%" PRIu64,
                                  audit->line_is_torn ? AUDIT_TORN_END : "", audit->seq + 1);
    char *start = line->data + HEAD_MAX - len;

    memcpy(start, head, len);
    return (struct qw_bytes){start, line->len - (HEAD_MAX - len)};
}

static enum qw_err write_locked(struct qw_audit *audit, struct qw_buffer *line,
                                struct qw_diag *diag)
{
    const struct qw_bytes bytes = complete(audit, line);
    const off_t before = lseek(audit->fd, 0, SEEK_END);
    const size_t n_written = append(audit->fd, bytes);
    const int reason = errno;

    if (n_written > 0 && (n_written == bytes.len || !take_back(audit->fd, before, n_written))) {
        audit->line_is_torn = bytes.data[n_written - 1] != '\n';
        audit->seq++;
    }
    if (n_written == bytes.len)
        return QW_OK;
    return qw_diag_set(diag, QW_ERR_IO, "%s", strerrordesc_np(reason));
}

static const char room[HEAD_MAX];

static enum qw_err write_line(struct qw_audit *audit, struct qw_buffer *line, struct qw_diag *diag)
{
    enum qw_err err;

    if (line->err != QW_OK)
        return qw_diag_set(diag, line->err, "%s", qw_err_text(line->err));
    pthread_mutex_lock(&audit->lock);
    err = write_locked(audit, line, diag);
    pthread_mutex_unlock(&audit->lock);
    return err;
}

enum qw_err qw_audit_write(struct qw_audit *audit, const struct qw_record *record,
                           struct qw_diag *diag)
{
    struct qw_buffer line QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_AUDIT_LINE);

    qw_buffer_add(&line, room, sizeof room);
    audit_add_after_seq(&line, record);
    return write_line(audit, &line, diag);
}

enum qw_err qw_audit_write_engine(struct qw_audit *audit, const struct qw_engine_record *record,
                                  struct qw_diag *diag)
{
    struct qw_buffer line QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_AUDIT_LINE);

    qw_buffer_add(&line, room, sizeof room);
    audit_add_engine_after_seq(&line, record);
    return write_line(audit, &line, diag);
}
