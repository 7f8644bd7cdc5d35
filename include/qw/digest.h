/* SHA-256 as lower-case hexadecimal text. */
#ifndef QW_DIGEST_H
#define QW_DIGEST_H

#include <stddef.h>

#include "qw/error.h"

enum { QW_DIGEST_TEXT_SIZE = 65 };

struct qw_digest {
    char text[QW_DIGEST_TEXT_SIZE];
};

QW_MUST_USE enum qw_err qw_digest_sha256(const void *data, size_t len,
                                         struct qw_digest *ret_digest);

#endif
