#include "qw/show.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "show_priv.h"
#include "utf8_priv.h"

enum { LAST_ASCII = 0x7F, LAST_BMP = 0xFFFF };

static bool needs_escape(uint32_t point)
{
    return point == '"' || point == '\\' || qw_utf8_is_deceptive(point);
}

static int write_escape(uint32_t point, char *to, size_t size)
{
    if (point <= LAST_ASCII)
        return snprintf(to, size, "\\x%02x", (unsigned)point);
    if (point <= LAST_BMP)
        return snprintf(to, size, "\\u%04x", (unsigned)point);
    return snprintf(to, size, "\\U%08x", (unsigned)point);
}

/* Writes the first character of TEXT to TO and returns its bytes in TEXT. */
static size_t show_character(const char *text, size_t len, char **to)
{
    uint32_t point = 0;
    size_t n_bytes = qw_utf8_decode(text, len, &point);

    if (n_bytes == 0) {
        *to += snprintf(*to, QW_SHOW_ESCAPE_MAX + 1, "\\x%02x", (unsigned)(unsigned char)*text);
        return 1;
    }
    if (needs_escape(point)) {
        *to += write_escape(point, *to, QW_SHOW_ESCAPE_MAX + 1);
        return n_bytes;
    }
    memcpy(*to, text, n_bytes);
    *to += n_bytes;
    return n_bytes;
}

size_t qw_show_format(const char *text, char ret_shown[QW_SHOW_SIZE])
{
    /* Never looks further than it shows: a value may have megabytes. */
    size_t len = strnlen(text, (size_t)(QW_LIMIT_SHOWN + 1) * QW_UTF8_MAX);
    char *to = ret_shown;
    size_t at = 0;

    *to++ = '"';
    for (size_t n_shown = 0; n_shown < QW_LIMIT_SHOWN && at < len; n_shown++)
        at += show_character(text + at, len - at, &to);
    if (at < len) {
        memcpy(to, "...", 3);
        to += 3;
    }
    *to++ = '"';
    *to = '\0';
    return (size_t)(to - ret_shown);
}

const char *qw_show(struct qw_arena *arena, const char *text)
{
    char shown[QW_SHOW_SIZE];
    size_t len = qw_show_format(text, shown);

    return qw_arena_copy(arena, shown, len);
}

void qw_buffer_add_shown(struct qw_buffer *buffer, const char *text)
{
    char shown[QW_SHOW_SIZE];
    size_t len = qw_show_format(text, shown);

    qw_buffer_add(buffer, shown, len);
}
