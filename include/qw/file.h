/* Files that decide something, checked on the opened descriptor rather than on the path. */
#ifndef QW_FILE_H
#define QW_FILE_H

#include "qw/arena.h"
#include "qw/bytes.h"
#include "qw/diag.h"

enum qw_file_check {
    QW_FILE_ANY,
    QW_FILE_REQUIRE_SAFE, /* owned by root or the calling user, and writable by nobody else */
};

struct qw_file_request {
    const char *path;
    enum qw_file_check check;
    size_t max; /* bytes */
};

/* Reads a whole regular file into the arena.  QW_ERR_NOT_FOUND, QW_ERR_IO, QW_ERR_UNSAFE_FILE,
 * QW_ERR_TOO_LARGE, QW_ERR_NO_MEMORY, with a sentence in DIAG. */
QW_MUST_USE enum qw_err qw_file_read(struct qw_arena *arena, const struct qw_file_request *request,
                                     struct qw_bytes *ret_bytes, struct qw_diag *diag);

/* The same from an open descriptor of any kind (the standard input of `check`); FD stays open. */
QW_MUST_USE enum qw_err qw_file_read_fd(struct qw_arena *arena, int fd, size_t max,
                                        struct qw_bytes *ret_bytes, struct qw_diag *diag);

#endif
