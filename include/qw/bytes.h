/* A borrowed run of bytes; what this project hands out has a NUL behind the last one. */
#ifndef QW_BYTES_H
#define QW_BYTES_H

#include <stddef.h>

struct qw_bytes {
    const char *data;
    size_t len;
};

#endif
