/* The kernel's table of mounts, read strictly: a line of another form, and nothing is known. */
#include <stdlib.h>
#include <string.h>

#include "mounts.h"
#include "qw/word.h"

enum { DECIMAL = 10, OCTAL_BITS = 3, ESCAPE_LEN = 4, MOST_DIGITS = 9, BYTE_VALUES = 256 };

static enum qw_err refuse(struct qw_diag *diag)
{
    return qw_diag_set(diag, QW_ERR_TYPE, "the host's table of mounts cannot be understood");
}

static bool read_number(struct qw_bytes word, unsigned *ret_number)
{
    unsigned number = 0;

    if (word.len == 0 || word.len > MOST_DIGITS)
        return false;
    for (size_t i = 0; i < word.len; i++) {
        if (word.data[i] < '0' || word.data[i] > '9')
            return false;
        number = number * DECIMAL + (unsigned)(word.data[i] - '0');
    }
    *ret_number = number;
    return true;
}

/* "254:0" */
static bool read_device(struct qw_bytes word, struct resolve_mount *mount)
{
    const char *colon = memchr(word.data, ':', word.len);
    const size_t len = colon != NULL ? (size_t)(colon - word.data) : 0;

    return colon != NULL && read_number((struct qw_bytes){word.data, len}, &mount->major) &&
           read_number((struct qw_bytes){colon + 1, word.len - len - 1}, &mount->minor);
}

/* The byte that "\040" at FROM stands for; 0 for what is no escape. */
static char escaped_byte(const char *from, size_t len)
{
    unsigned byte = 0;
    char text;

    if (len < ESCAPE_LEN)
        return '\0';
    for (size_t i = 1; i < ESCAPE_LEN; i++) {
        if (from[i] < '0' || from[i] > '7')
            return '\0';
        byte = (byte << OCTAL_BITS) | (unsigned)(from[i] - '0');
    }
    if (byte >= BYTE_VALUES)
        return '\0';
    *(unsigned char *)&text = (unsigned char)byte;
    return text;
}

/* Spaces, tabs, line ends, # and \ are written in octal.  False for what is no escape; RET_TEXT is
 * NULL when memory is short. */
static bool read_text(struct qw_arena *arena, struct qw_bytes word, const char **ret_text)
{
    char *text = qw_arena_copy(arena, word.data, word.len);
    size_t len = 0;

    for (size_t i = 0; text != NULL && i < word.len; i++) {
        text[len] = word.data[i];
        if (word.data[i] == '\\') {
            text[len] = escaped_byte(word.data + i, word.len - i);
            i += ESCAPE_LEN - 1;
        }
        if (text[len++] == '\0')
            return false;
    }
    if (text != NULL)
        text[len] = '\0';
    *ret_text = text;
    return word.len > 0;
}

/* Moves *LINE behind the dash that ends the fields of which there may be any number. */
static bool skip_tags(const char **line)
{
    struct qw_bytes word;

    while (qw_word_next(line, ' ', &word)) {
        if (qw_word_equal(word, "-"))
            return true;
    }
    return false;
}

/* ID PARENT MAJOR:MINOR ROOT POINT OPTIONS TAG... - TYPE SOURCE OPTIONS; the source may be empty.
 */
static enum qw_err read_line(struct qw_arena *arena, const char *line, struct resolve_mount *mount,
                             struct qw_diag *diag)
{
    enum { ID, PARENT, DEVICE, ROOT, POINT, OPTIONS, FIELD_COUNT };
    struct qw_bytes fields[FIELD_COUNT];
    struct qw_bytes type;
    unsigned number;

    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (!qw_word_next(&line, ' ', &fields[i]))
            return refuse(diag);
    }
    if (!skip_tags(&line) || !qw_word_next(&line, ' ', &type) || line == NULL)
        return refuse(diag);
    if (!read_number(fields[ID], &number) || !read_number(fields[PARENT], &number) ||
        !read_device(fields[DEVICE], mount) || !read_text(arena, fields[ROOT], &mount->root) ||
        !read_text(arena, fields[POINT], &mount->point) || !read_text(arena, type, &mount->type))
        return refuse(diag);
    if (mount->root == NULL || mount->point == NULL || mount->type == NULL)
        return QW_ERR_NO_MEMORY;
    return *mount->point == '/' ? QW_OK : refuse(diag);
}

static size_t count_lines(struct qw_bytes text)
{
    size_t n_lines = 0;

    for (size_t i = 0; i < text.len; i++)
        n_lines += text.data[i] == '\n';
    return n_lines;
}

static int compare_devices(const void *left, const void *right)
{
    const struct resolve_mount *a = left;
    const struct resolve_mount *b = right;

    if (a->major != b->major)
        return a->major < b->major ? -1 : 1;
    if (a->minor != b->minor)
        return a->minor < b->minor ? -1 : 1;
    return 0;
}

enum qw_err resolve_read_mounts(struct qw_arena *arena, struct qw_bytes text,
                                struct resolve_mounts *ret_mounts, struct qw_diag *diag)
{
    const size_t n_lines = count_lines(text);
    struct resolve_mount *mounts = qw_arena_alloc(arena, n_lines + 1, sizeof *mounts);
    const char *rest = text.data;
    struct qw_bytes line;

    if (text.len == 0 || text.data[text.len - 1] != '\n' || strlen(text.data) != text.len)
        return refuse(diag);
    for (size_t i = 0; i < n_lines && qw_word_next(&rest, '\n', &line); i++) {
        const char *copy = qw_arena_copy(arena, line.data, line.len);
        enum qw_err err;

        if (mounts == NULL || copy == NULL)
            return QW_ERR_NO_MEMORY;
        err = read_line(arena, copy, &mounts[i], diag);
        if (err != QW_OK)
            return err;
    }
    qsort(mounts, n_lines, sizeof *mounts, compare_devices);
    *ret_mounts = (struct resolve_mounts){.items = mounts, .n_items = n_lines};
    return QW_OK;
}
