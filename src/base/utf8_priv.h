/* UTF-8 for those who read or show text from outside; known to base alone. */
#ifndef QW_UTF8_PRIV_H
#define QW_UTF8_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { QW_UTF8_MAX = 4 };

/* Bytes of the character that TEXT begins with, and its code point; 0 when LEN is 0 or it is not
 * well-formed (RFC 3629: overlong forms, surrogates and what lies over U+10FFFF are not). */
size_t qw_utf8_decode(const char *text, size_t len, uint32_t *ret_point);

/* Writes POINT, a scalar value, and returns the number of bytes. */
size_t qw_utf8_encode(uint32_t point, char *ret_bytes);

/* True for what a terminal acts upon, or a reader does not see: control characters, line and
 * paragraph separators, bidirectional controls, zero-width and invisible characters. */
bool qw_utf8_is_deceptive(uint32_t point);

#endif
