/* What is wrong with a text, and where.  The caller supplies the struct, zeroed; the first error
 * wins. */
#ifndef QW_DIAG_H
#define QW_DIAG_H

#include <stddef.h>

#include "qw/error.h"

enum { QW_DIAG_TEXT_MAX = 320, QW_DIAG_SOURCE_MAX = 256, QW_DIAG_POINTER_MAX = 128 };

struct qw_diag {
    enum qw_err err;                   /* QW_OK: nothing was reported yet */
    size_t line;                       /* from 1; 0: does not apply */
    size_t column;                     /* from 1, in bytes */
    char source[QW_DIAG_SOURCE_MAX];   /* file or level name; "" for a request */
    char pointer[QW_DIAG_POINTER_MAX]; /* JSON pointer, or "" */
    char text[QW_DIAG_TEXT_MAX];       /* one sentence, safe to show, without a final newline */
};

/* Records ERR and the formatted sentence unless something was recorded before.  Returns ERR, so
 * that a caller may write `return qw_diag_set(...)`.  DIAG may be NULL.  A text that does not fit
 * is cut and ends in "...". */
enum qw_err qw_diag_set(struct qw_diag *diag, enum qw_err err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

enum { QW_DIAG_LINE_MAX = QW_DIAG_SOURCE_MAX + QW_DIAG_POINTER_MAX + QW_DIAG_TEXT_MAX + 64 };

struct qw_diag_line {
    char text[QW_DIAG_LINE_MAX];
};

/* What DIAG says, with its place as far as it has one: "source:line:column: pointer: text". */
struct qw_diag_line qw_diag_format(const struct qw_diag *diag);

#endif
