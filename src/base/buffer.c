#include "qw/buffer.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 256 };

void qw_buffer_done(struct qw_buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct qw_buffer){.max = buffer->max};
}

/* Room for EXTRA more bytes and the NUL behind them; false when buffer->err is set. */
static bool reserve(struct qw_buffer *buffer, size_t extra)
{
    if (buffer->err != QW_OK)
        return false;
    if (buffer->len > buffer->max || extra > buffer->max - buffer->len ||
        extra >= SIZE_MAX / 2 - buffer->len) {
        buffer->err = QW_ERR_TOO_LARGE;
        return false;
    }

    size_t need = buffer->len + extra + 1;

    if (need <= buffer->cap)
        return true;

    size_t cap = buffer->cap > 0 ? 2 * buffer->cap : FIRST_CAPACITY;
    char *data = realloc(buffer->data, cap > need ? cap : need);

    if (data == NULL) {
        buffer->err = QW_ERR_NO_MEMORY;
        return false;
    }
    buffer->data = data;
    buffer->cap = cap > need ? cap : need;
    return true;
}

void qw_buffer_add(struct qw_buffer *buffer, const char *data, size_t len)
{
    if (len == 0 || !reserve(buffer, len))
        return;
    memcpy(buffer->data + buffer->len, data, len);
    buffer->len += len;
    buffer->data[buffer->len] = '\0';
}

void qw_buffer_add_text(struct qw_buffer *buffer, const char *text)
{
    qw_buffer_add(buffer, text, strlen(text));
}

void qw_buffer_addf(struct qw_buffer *buffer, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0 && buffer->err == QW_OK)
        buffer->err = QW_ERR_INTERNAL;
    if (len <= 0 || !reserve(buffer, (size_t)len))
        return;

    va_start(args, format);
    (void)vsnprintf(buffer->data + buffer->len, (size_t)len + 1, format, args);
    va_end(args);
    buffer->len += (size_t)len;
}
