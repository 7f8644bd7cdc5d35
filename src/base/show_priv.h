/* qw_show() for those who write into memory of their own; known to base alone. */
#ifndef QW_SHOW_PRIV_H
#define QW_SHOW_PRIV_H

#include <stddef.h>

#include "qw/limits.h"

enum {
    QW_SHOW_ESCAPE_MAX = 10, /* \UNNNNNNNN */
    QW_SHOW_SIZE = QW_LIMIT_SHOWN * QW_SHOW_ESCAPE_MAX + 8,
};

/* As qw_show(), with a NUL behind; returns the length. */
size_t qw_show_format(const char *text, char ret_shown[QW_SHOW_SIZE]);

#endif
