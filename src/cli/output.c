#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli_priv.h"

#include "qw/limits.h"

void cli_error(const char *format, ...)
{
    char line[QW_DIAG_SOURCE_MAX + QW_DIAG_POINTER_MAX + QW_DIAG_TEXT_MAX + QW_LIMIT_SHOWN];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(line, sizeof line, format, args);
    va_end(args);
    for (char *byte = line; *byte != '\0'; byte++) {
        if ((unsigned char)*byte < 0x20 || *byte == 0x7f)
            *byte = '?';
    }
    (void)fprintf(stderr, "quaywarden: %s\n", line);
}

void cli_report(const struct qw_diag *diag)
{
    cli_error("%s", qw_diag_format(diag).text);
}

bool cli_print(struct qw_buffer *buffer)
{
    struct qw_buffer taken QW_CLEANUP(qw_buffer_done) = *buffer;

    *buffer = (struct qw_buffer){0};
    if (taken.err != QW_OK) {
        cli_error("%s", qw_err_text(taken.err));
        return false;
    }
    if (taken.len > 0 && fwrite(taken.data, 1, taken.len, stdout) != taken.len) {
        cli_error("standard output: %s", strerrordesc_np(errno));
        return false;
    }
    if (fflush(stdout) != 0) {
        cli_error("standard output: %s", strerrordesc_np(errno));
        return false;
    }
    return true;
}
