#include "qw/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char ellipsis[] = "...";

/* Ends a text that fills its array with "...", without leaving a piece of a character before it. */
static void mark_cut(char *text, size_t size)
{
    size_t at = size - sizeof ellipsis;

    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
        at--;
    memcpy(text + at, ellipsis, sizeof ellipsis);
}

enum qw_err qw_diag_set(struct qw_diag *diag, enum qw_err err, const char *format, ...)
{
    if (diag == NULL || diag->err != QW_OK)
        return err;

    va_list args;

    diag->err = err;
    va_start(args, format);
    int len = vsnprintf(diag->text, sizeof diag->text, format, args);
    va_end(args);
    if (len < 0)
        diag->text[0] = '\0';
    else if ((size_t)len >= sizeof diag->text)
        mark_cut(diag->text, sizeof diag->text);
    return err;
}

struct qw_diag_line qw_diag_format(const struct qw_diag *diag)
{
    const char *colon = *diag->pointer != '\0' ? ": " : "";
    struct qw_diag_line line;

    if (diag->line > 0)
        (void)snprintf(line.text, sizeof line.text, "%s:%zu:%zu: %s%s%s", diag->source, diag->line,
                       diag->column, diag->pointer, colon, diag->text);
    else if (*diag->pointer != '\0')
        (void)snprintf(line.text, sizeof line.text, "%s: %s: %s", diag->source, diag->pointer,
                       diag->text);
    else
        (void)snprintf(line.text, sizeof line.text, "%s", diag->text);
    return line;
}
