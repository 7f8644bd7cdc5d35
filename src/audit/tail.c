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

/* The number of a line of ours; false for any other line.  LINE ends before its newline. */
static bool line_seq(const char *line, size_t len, uint64_t *ret_seq)
{
    const size_t start_len = strlen(AUDIT_LINE_START);
    uint64_t seq = 0;
    size_t i = start_len;

    if (len <= start_len || memcmp(line, AUDIT_LINE_START, start_len) != 0 || line[len - 1] != '}')
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

/* The last line of ours that stands whole in BYTES. */
static bool last_seq_in(const char *bytes, size_t len, uint64_t *ret_seq)
{
    const char *newline = memrchr(bytes, '\n', len);

    while (newline != NULL) {
        size_t end = (size_t)(newline - bytes);
        const char *before = memrchr(bytes, '\n', end);
        const char *line = before != NULL ? before + 1 : bytes;

        if (line_seq(line, end - (size_t)(line - bytes), ret_seq))
            return true;
        newline = before;
    }
    return false;
}

/* Looks back from the end of a file of SIZE bytes, window by window. */
static enum qw_err search(int fd, off_t size, char *window, struct audit_tail *ret_tail)
{
    struct audit_tail tail = {0};
    off_t end = size;

    while (end > 0) {
        off_t start = end > WINDOW ? end - WINDOW : 0;
        size_t len = (size_t)(end - start);

        if (!read_at(fd, window, len, start))
            return QW_ERR_IO;
        if (end == size)
            tail.ends_torn = window[len - 1] != '\n';
        if (last_seq_in(window, len, &tail.seq) || start == 0)
            break;
        end = start + LINE_MAX_LEN;
    }
    *ret_tail = tail;
    return QW_OK;
}

enum qw_err audit_read_tail(int fd, struct audit_tail *ret_tail)
{
    struct stat status;
    char *window;
    enum qw_err err;

    if (fstat(fd, &status) < 0)
        return QW_ERR_IO;
    window = calloc(1, WINDOW);
    if (window == NULL)
        return QW_ERR_NO_MEMORY;
    err = search(fd, status.st_size, window, ret_tail);
    free(window);
    return err;
}
