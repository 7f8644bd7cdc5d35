/* Files that decide something, checked on the opened descriptor rather than on the path. */
#ifndef QW_FILE_H
#define QW_FILE_H

#include <stddef.h>

#include "qw/arena.h"
#include "qw/diag.h"

/* Reads a whole regular file.  With REQUIRE_SAFE, QW_ERR_UNSAFE_FILE when somebody other than root
 * and the calling user owns it, or group or others may write it.  QW_ERR_NOT_FOUND, QW_ERR_IO,
 * QW_ERR_TOO_LARGE (over MAX bytes).  The bytes are NUL-terminated and belong to the arena. */
enum qw_file_check { QW_FILE_ANY, QW_FILE_REQUIRE_SAFE };
QW_MUST_USE enum qw_err qw_file_read(struct qw_arena *arena, const char *path,
                                     enum qw_file_check check, size_t max, char **ret_bytes,
                                     size_t *ret_len, struct qw_diag *diag);

/* The same from an open descriptor (stdin of `check`); FD stays open. */
QW_MUST_USE enum qw_err qw_file_read_fd(struct qw_arena *arena, int fd, size_t max,
                                        char **ret_bytes, size_t *ret_len, struct qw_diag *diag);

#endif
