/* A growing string for what is written: replies, messages, audit lines.  The first failure sticks
 * in `err` and later additions do nothing, so that a writer checks once, at the end. */
#ifndef QW_BUFFER_H
#define QW_BUFFER_H

#include <stddef.h>

#include "qw/error.h"

struct qw_buffer {
    char *data; /* owned, NUL behind the last byte; NULL while empty */
    size_t len;
    size_t cap;
    size_t max;      /* bytes; an addition beyond it sets err to QW_ERR_TOO_LARGE */
    enum qw_err err; /* sticky */
};

/* The empty buffer, as a value: a buffer is never declared without it, so that it can always be
 * freed. */
#define QW_BUFFER(limit) ((struct qw_buffer){.max = (limit)})

/* Frees the data; takes a zeroed buffer. */
void qw_buffer_done(struct qw_buffer *buffer);

void qw_buffer_add(struct qw_buffer *buffer, const char *data, size_t len);
void qw_buffer_add_text(struct qw_buffer *buffer, const char *text);
void qw_buffer_addf(struct qw_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A JSON string with its quotation marks.  Control characters, `"`, `\`, DEL, `<`, `>`, `&`,
 * U+2028/9 are escaped and invalid UTF-8 becomes U+FFFD, so that TEXT can form neither a key nor a
 * line of a log. */
void qw_buffer_add_json_string(struct qw_buffer *buffer, const char *text, size_t len);

/* One word of a POSIX shell, quoted where needed; control characters make it $'...'. */
void qw_buffer_add_shell_word(struct qw_buffer *buffer, const char *text);

#endif
