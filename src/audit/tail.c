#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "audit_priv.h"

#include "qw/limits.h"

/* Windows overlap by the longest line, so that each line stands whole in one of them. */
enum { LINE_MAX_LEN = QW_LIMIT_AUDIT_LINE + 1, WINDOW = 4 * LINE_MAX_LEN };

/* Reads LEN bytes at OFFSET; false when the file is shorter or cannot be read. */
static bool read_at(int fd, char *bytes, size_t len, off_t offset)
{
    size_t got = 0;

    while (got < len) {
        ssize_t n = pread(fd, bytes + got, len - got, offset + (off_t)got);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        got += (size_t)n;
    }
    return true;
}

/* The number of a line of ours, which a torn one has used up too; false for any other line. */
static bool line_seq(const char *line, size_t len, uint64_t *ret_seq)
{
    const size_t start_len = strlen(AUDIT_LINE_START);
    uint64_t seq = 0;
    size_t i = start_len;

    if (len <= start_len || memcmp(line, AUDIT_LINE_START, start_len) != 0)
        return false;
    for (; i < len && line[i] >= '0' && line[i] <= '9'; i++) {
        uint64_t digit = (uint64_t)(line[i] - '0');

        if (seq > (UINT64_MAX - digit) / 10)
            return false;
        seq = seq * 10 + digit;
    }
    if (i == start_len || i == len || line[i] != ',')
        return false;
    *ret_seq = seq;
    return true;
}

/* The number in the last line of ours in BYTES, whose last line may lack its end. */
static bool last_seq_in(const char *bytes, size_t len, uint64_t *ret_seq)
{
    size_t end = len;

    for (;;) {
        const char *before = memrchr(bytes, '\n', end);
        size_t start = before != NULL ? (size_t)(before - bytes) + 1 : 0;

        if (line_seq(bytes + start, end - start, ret_seq))
            return true;
        if (before == NULL)
            return false;
        end = start - 1;
    }
}

/* Looks back from the end of a file of SIZE bytes, window by window. */
static enum qw_err search(int fd, off_t size, char *window, uint64_t *ret_seq)
{
    uint64_t seq = 0;
    off_t end = size;

    while (end > 0) {
        off_t start = end > WINDOW ? end - WINDOW : 0;
        size_t len = (size_t)(end - start);

        if (!read_at(fd, window, len, start))
            return QW_ERR_IO;
        if (last_seq_in(window, len, &seq) || start == 0)
            break;
        end = start + LINE_MAX_LEN;
    }
    *ret_seq = seq;
    return QW_OK;
}

enum qw_err audit_last_seq(int fd, uint64_t *ret_seq)
{
    struct stat status;
    char *window;
    enum qw_err err;

    if (fstat(fd, &status) < 0)
        return QW_ERR_IO;
    window = calloc(1, WINDOW);
    if (window == NULL)
        return QW_ERR_NO_MEMORY;
    err = search(fd, status.st_size, window, ret_seq);
    free(window);
    return err;
}

bool audit_ends_torn(int fd)
{
    struct stat status;
    char last = '\0';

    if (fstat(fd, &status) < 0)
        return true;
    return status.st_size > 0 && (!read_at(fd, &last, 1, status.st_size - 1) || last != '\n');
}
