#include "qw/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "qw/limits.h"

enum { PREFIX_SIZE = 8, DELETE = 0x7F };

/* A line is one message: nothing in it may begin another, or steer a terminal. */
static void flatten(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)text[i] < ' ' || text[i] == DELETE)
            text[i] = ' ';
    }
}

void qw_log(enum qw_log_level level, const char *format, ...)
{
    static const char ellipsis[] = "...";
    char line[PREFIX_SIZE + QW_LIMIT_MESSAGE + 1];
    size_t len = 0;
    va_list args;

    /* systemd sets it where it reads the levels (systemd.exec(5), sd-daemon(3)). */
    if (secure_getenv("JOURNAL_STREAM") != NULL)
        len = (size_t)snprintf(line, PREFIX_SIZE, "<%d>", (int)level);

    va_start(args, format);
    int written = vsnprintf(line + len, QW_LIMIT_MESSAGE, format, args);
    va_end(args);
    if (written < 0)
        return;

    size_t shown = (size_t)written;

    if (shown >= QW_LIMIT_MESSAGE) {
        shown = QW_LIMIT_MESSAGE - 1;
        memcpy(line + len + shown - strlen(ellipsis), ellipsis, sizeof ellipsis);
    }
    flatten(line + len, shown);
    len += shown;
    line[len++] = '\n';

    /* Nobody is left to be told when even this fails. */
    ssize_t ignored = write(STDERR_FILENO, line, len);

    (void)ignored;
}
