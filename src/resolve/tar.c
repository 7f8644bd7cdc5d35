/* The answer to GET /containers/ID/archive: a tar (ustar, with pax headers where Go needs them) of
 * one regular file, or of one symbolic link.  Whatever else it holds, or the file is, makes it of
 * no use: nothing is followed. */
#include <string.h>

#include "answers.h"
#include "qw/limits.h"

enum {
    BLOCK = 512,
    NAME_AT = 0,
    NAME_SIZE = 100,
    SIZE_AT = 124,
    SIZE_DIGITS = 11,
    SUM_AT = 148,
    SUM_SIZE = 8,
    TYPE_AT = 156,
    LINK_AT = 157,
    LINK_SIZE = 100,
    MAGIC_AT = 257,
    OCTAL_BITS = 3,
};

static enum qw_err refuse(struct qw_diag *diag, const char *what)
{
    return qw_diag_set(diag, QW_ERR_ENGINE, "the engine's copy of the file %s", what);
}

/* Octal digits, ended by NUL or space; SIZE_MAX for anything else, such as binary numbers. */
static size_t read_octal(const char *field, size_t size)
{
    size_t number = 0;
    size_t i = 0;

    for (; i < size && field[i] >= '0' && field[i] <= '7'; i++)
        number = (number << OCTAL_BITS) | (size_t)(field[i] - '0');
    return i > 0 && (i == size || field[i] == '\0' || field[i] == ' ') ? number : SIZE_MAX;
}

/* The sum of the header's bytes, with spaces for the sum itself (POSIX, ustar). */
static bool has_right_sum(const char *header)
{
    size_t sum = 0;

    for (size_t i = 0; i < BLOCK; i++) {
        const bool is_sum = i >= SUM_AT && i < SUM_AT + SUM_SIZE;

        sum += is_sum ? (size_t)' ' : (size_t)(unsigned char)header[i];
    }
    return read_octal(header + SUM_AT, SUM_SIZE) == sum;
}

static bool is_named(const char *header, const char *name)
{
    const size_t len = strlen(name);

    return len < NAME_SIZE && memcmp(header + NAME_AT, name, len + 1) == 0;
}

static size_t padded(size_t size)
{
    return (size + BLOCK - 1) / BLOCK * BLOCK;
}

/* A header, and the content behind it, which lies within TAR. */
static enum qw_err read_entry(struct qw_bytes tar, char *ret_type, struct qw_bytes *ret_content,
                              struct qw_diag *diag)
{
    size_t size;

    if (tar.len < BLOCK)
        return refuse(diag, "broke off");
    if (memcmp(tar.data + MAGIC_AT, "ustar", strlen("ustar")) != 0 || !has_right_sum(tar.data))
        return refuse(diag, "is no tar archive");
    size = read_octal(tar.data + SIZE_AT, SIZE_DIGITS);
    if (size > QW_LIMIT_ACCOUNT_FILE)
        return refuse(diag, "is larger than 1 MiB");
    if (padded(size) > tar.len - BLOCK)
        return refuse(diag, "broke off");
    *ret_type = tar.data[TYPE_AT];
    *ret_content = (struct qw_bytes){.data = tar.data + BLOCK, .len = size};
    return QW_OK;
}

/* Go writes a pax header for times and attributes.  One that gave the file another name or size
 * would have to hold the record. */
static bool is_harmless_pax(struct qw_bytes records)
{
    static const char *const keys[] = {" path=", " size=", " linkpath=", " GNU."};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (memmem(records.data, records.len, keys[i], strlen(keys[i])) != NULL)
            return false;
    }
    return true;
}

/* Nothing but zeros. */
static bool is_end(struct qw_bytes rest)
{
    for (size_t i = 0; i < rest.len; i++) {
        if (rest.data[i] != '\0')
            return false;
    }
    return true;
}

static struct qw_bytes behind(struct qw_bytes tar, struct qw_bytes content)
{
    const size_t taken = BLOCK + padded(content.len);

    return (struct qw_bytes){.data = tar.data + taken, .len = tar.len - taken};
}

/* What is asked for, and what is told of another type. */
struct wanted {
    const char *name;
    char type;
    const char *told;
};

/* The header and the content of the one that is WANTED, alone. */
static enum qw_err read_sole(struct qw_bytes tar, const struct wanted *wanted,
                             const char **ret_header, struct qw_bytes *ret_content,
                             struct qw_diag *diag)
{
    struct qw_bytes content = {.data = "", .len = 0};
    char type = '\0';
    enum qw_err err = read_entry(tar, &type, &content, diag);

    if (err == QW_OK && type == 'x') {
        if (!is_harmless_pax(content))
            return refuse(diag, "has a header of a kind that is not read");
        tar = behind(tar, content);
        err = read_entry(tar, &type, &content, diag);
    }
    if (err != QW_OK)
        return err;
    if (type != wanted->type)
        return refuse(diag, wanted->told);
    if (!is_named(tar.data, wanted->name) || !is_end(behind(tar, content)))
        return refuse(diag, "is not that file alone");
    *ret_header = tar.data;
    *ret_content = content;
    return QW_OK;
}

enum qw_err resolve_read_tar(struct qw_bytes tar, const char *name, struct qw_bytes *ret_file,
                             struct qw_diag *diag)
{
    const struct wanted wanted = {.name = name, .type = '0', .told = "is no regular file"};
    const char *header = NULL;

    return read_sole(tar, &wanted, &header, ret_file, diag);
}

enum qw_err resolve_read_tar_link(struct qw_bytes tar, const char *name, struct qw_bytes *ret_text,
                                  struct qw_diag *diag)
{
    const struct wanted wanted = {.name = name, .type = '2', .told = "is no symbolic link"};
    const char *header = NULL;
    struct qw_bytes content = {.data = "", .len = 0};
    enum qw_err err = read_sole(tar, &wanted, &header, &content, diag);
    size_t len;

    if (err != QW_OK || header == NULL)
        return err;
    len = strnlen(header + LINK_AT, LINK_SIZE);
    if (len == 0 || len == LINK_SIZE || content.len > 0)
        return refuse(diag, "is a symbolic link whose text is not read");
    *ret_text = (struct qw_bytes){.data = header + LINK_AT, .len = len};
    return QW_OK;
}
