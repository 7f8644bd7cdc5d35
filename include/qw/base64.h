/* Standard base64, padded, as Go's encoding/json writes []byte. */
#ifndef QW_BASE64_H
#define QW_BASE64_H

#include <stddef.h>

#include "qw/arena.h"

/* QW_ERR_BASE64 for anything but canonical, padded base64 (no white space, no stray bits in the
 * last group).  The bytes are NUL-terminated and belong to the arena. */
QW_MUST_USE enum qw_err qw_base64_decode(struct qw_arena *arena, const char *text, size_t len,
                                         char **ret_bytes, size_t *ret_len);

#endif
