/* Any bytes as the audit file that an earlier start left behind: the number to go on from, and
 * whether the last line has its end.  A byte 1 stands for a long stretch, so that the file is
 * longer than what is looked at in one piece.  Property: both are what reading the file from its
 * start gives. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../src/audit/audit_priv.h"
#include "fuzz.h"
#include "qw/cleanup.h"
#include "qw/limits.h"

enum { STRETCH = 40000, STRETCHES_MAX = 16 };

static char *expand(const uint8_t *data, size_t size, size_t *ret_len)
{
    char *text = malloc(size + (size_t)STRETCH * STRETCHES_MAX + 1);
    size_t n_stretches = 0;
    size_t len = 0;

    fuzz_require(text != NULL, "there is memory");
    for (size_t i = 0; i < size; i++) {
        const bool is_long = data[i] == 1 && n_stretches < STRETCHES_MAX;

        memset(text + len, is_long ? 'x' : data[i], is_long ? STRETCH : 1);
        n_stretches += is_long;
        len += is_long ? STRETCH : 1;
    }
    text[len] = '\0';
    *ret_len = len;
    return text;
}

/* {"v":1,"seq":N, at the beginning of a line, as sscanf() reads it. */
static bool has_number(const char *line, uint64_t *ret_seq)
{
    char digits[32] = "";
    int end = 0;

    if (sscanf(line, "{\"v\":1,\"seq\":%19[0-9]%n", digits, &end) != 1 || line[end] != ',')
        return false;
    *ret_seq = strtoull(digits, NULL, 10);
    return true;
}

/* Numbers of 20 digits may be numbers or not. */
static bool has_long_number(const char *text)
{
    size_t n_digits = 0;

    for (; *text != '\0' && n_digits < 20; text++)
        n_digits = *text >= '0' && *text <= '9' ? n_digits + 1 : 0;
    return n_digits == 20;
}

/* False when a line is longer than any that is written: such a file is not ours. */
static bool read_from_start(char *text, size_t len, uint64_t *ret_seq)
{
    char *end = text + len;

    *ret_seq = 0;
    for (char *line = text; line < end;) {
        char *newline = memchr(line, '\n', (size_t)(end - line));
        char *next = newline != NULL ? newline : end;

        if ((size_t)(next - line) > QW_LIMIT_AUDIT_LINE)
            return false;
        (void)has_number(line, ret_seq);
        line = next + 1;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t len = 0;
    char *text QW_CLEANUP(qw_cleanup_free) = expand(data, size, &len);
    int fd QW_CLEANUP(qw_cleanup_fd) = memfd_create("audit", MFD_CLOEXEC);
    const bool is_torn = len > 0 && text[len - 1] != '\n';
    uint64_t expected = 0;
    uint64_t seq = 0;

    fuzz_require(fd >= 0 && write(fd, text, len) == (ssize_t)len, "there is a file");
    fuzz_require(audit_last_seq(fd, &seq) == QW_OK, "any file can be looked at");
    fuzz_require(audit_ends_torn(fd) == is_torn, "a line without an end is torn");
    if (strlen(text) == len && !has_long_number(text) && read_from_start(text, len, &expected))
        fuzz_require(seq == expected, "the numbers go on from the last one");
    return 0;
}
