/* Values from outside, made safe to print in a sentence. */
#ifndef QW_SHOW_H
#define QW_SHOW_H

#include "qw/arena.h"
#include "qw/buffer.h"

/* TEXT in double quotation marks, cut to QW_LIMIT_SHOWN characters (then `..."`), with control
 * characters, `"`, `\`, invalid UTF-8 and everything that reorders or hides text (U+200B..200F,
 * 2028..202E, 2060..206F, FEFF and the like) as \xNN, \uNNNN or \UNNNNNNNN.  NULL when memory is
 * short. */
const char *qw_show(struct qw_arena *arena, const char *text);

/* Adds the same to BUFFER. */
void qw_buffer_add_shown(struct qw_buffer *buffer, const char *text);

#endif
