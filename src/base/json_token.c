/* Strings and numbers: what RFC 8259 builds of single characters. */
#include "json_priv.h"

#include <string.h>

#include "utf8_priv.h"

enum {
    HEX_BITS = 4,
    UNICODE_ESCAPE = 6, /* bytes of \uXXXX */
    HIGH_SURROGATE = 0xD800,
    LOW_SURROGATE = 0xDC00,
    PAST_SURROGATES = 0xE000,
    SURROGATE_BITS = 10,
    FIRST_SUPPLEMENTARY = 0x10000,
    DECIMAL = 10,
    FIRST_NON_ASCII = 0x80,
};

/* What stands for itself in a string: neither a control character, a quotation mark, a backslash,
 * nor the beginning of a longer character. */
static bool is_plain(char byte)
{
    unsigned char value = (unsigned char)byte;

    return value >= ' ' && value != '"' && value != '\\' && value < FIRST_NON_ASCII;
}

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + DECIMAL;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + DECIMAL;
    return -1;
}

/* Stops at the first byte that is no digit, hence at the NUL behind the text. */
static bool read_unicode_escape(const char *at, uint32_t *ret_unit)
{
    uint32_t unit = 0;

    if (at[0] != '\\' || at[1] != 'u')
        return false;
    for (size_t i = 2; i < UNICODE_ESCAPE; i++) {
        int digit = hex_digit(at[i]);

        if (digit < 0)
            return false;
        unit = unit << HEX_BITS | (uint32_t)digit;
    }
    *ret_unit = unit;
    return true;
}

static bool is_surrogate(uint32_t unit)
{
    return unit >= HIGH_SURROGATE && unit < PAST_SURROGATES;
}

/* \uXXXX or a pair of them at reader->at, written to *TO. */
static enum qw_err decode_unicode(struct qw_json_reader *reader, char **to)
{
    char *at = reader->at;
    uint32_t point = 0;
    uint32_t low = 0;

    if (!read_unicode_escape(at, &point))
        return qw_json_fail(reader, QW_ERR_SYNTAX, at, "four hexadecimal digits must follow \\u");
    if (point == 0)
        return qw_json_fail(reader, QW_ERR_AMBIGUOUS, at, "a NUL in a string (\\u0000)");
    reader->at += UNICODE_ESCAPE;
    if (is_surrogate(point)) {
        if (point >= LOW_SURROGATE || !read_unicode_escape(reader->at, &low) ||
            low < LOW_SURROGATE || low >= PAST_SURROGATES)
            return qw_json_fail(reader, QW_ERR_AMBIGUOUS, at, "a lone surrogate escape");
        reader->at += UNICODE_ESCAPE;
        point = FIRST_SUPPLEMENTARY + ((point - HIGH_SURROGATE) << SURROGATE_BITS) +
                (low - LOW_SURROGATE);
    }
    *to += qw_utf8_encode(point, *to);
    return QW_OK;
}

static enum qw_err decode_escape(struct qw_json_reader *reader, char **to)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    char name = reader->at[1];
    const char *found = name != '\0' ? strchr(names, name) : NULL;

    if (name == 'u')
        return decode_unicode(reader, to);
    if (found == NULL)
        return qw_json_fail(reader, QW_ERR_SYNTAX, reader->at, "an escape that JSON does not have");
    *(*to)++ = values[found - names];
    reader->at += 2;
    return QW_OK;
}

/* Neither plain nor an escape: a longer character, or what may not stand in a string. */
static enum qw_err decode_other(struct qw_json_reader *reader, char **to)
{
    char *at = reader->at;
    uint32_t point = 0;

    if (at == reader->end)
        return qw_json_fail(reader, QW_ERR_SYNTAX, at, "the text ends within a string");
    if ((unsigned char)*at < ' ')
        return qw_json_fail(reader, QW_ERR_SYNTAX, at, "a control character in a string");

    size_t n_bytes = qw_utf8_decode(at, (size_t)(reader->end - at), &point);

    if (n_bytes == 0)
        return qw_json_fail(reader, QW_ERR_SYNTAX, at, "invalid UTF-8 in a string");
    memmove(*to, at, n_bytes);
    *to += n_bytes;
    reader->at += n_bytes;
    return QW_OK;
}

/* Moves the run of plain bytes at reader->at to TO, which is not behind it. */
static char *move_plain(struct qw_json_reader *reader, char *to)
{
    char *from = reader->at;
    char *at = from;

    while (is_plain(*at))
        at++;

    size_t len = (size_t)(at - from);

    if (to != from)
        memmove(to, from, len);
    reader->at = at;
    return to + len;
}

enum qw_err qw_json_read_string(struct qw_json_reader *reader, struct qw_bytes *ret_text)
{
    char *start = ++reader->at;
    char *to = move_plain(reader, start);

    while (*reader->at != '"') {
        bool escaped = *reader->at == '\\';
        enum qw_err err = escaped ? decode_escape(reader, &to) : decode_other(reader, &to);

        if (err != QW_OK)
            return err;
        to = move_plain(reader, to);
    }
    reader->at++;
    *to = '\0';
    *ret_text = (struct qw_bytes){start, (size_t)(to - start)};
    return QW_OK;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static char *skip_digits(char *at)
{
    while (is_digit(*at))
        at++;
    return at;
}

/* The end of the fraction and exponent at AT, which is AT where there are none; NULL when they are
 * malformed. */
static char *skip_fraction(char *at)
{
    if (*at == '.') {
        if (!is_digit(at[1]))
            return NULL;
        at = skip_digits(at + 1);
    }
    if (*at != 'e' && *at != 'E')
        return at;
    at++;
    if (*at == '+' || *at == '-')
        at++;
    return is_digit(*at) ? skip_digits(at) : NULL;
}

/* False when it is beyond int64_t.  Counted on the negative side, which reaches further. */
static bool integer_value(const char *at, const char *end, int64_t *ret_value)
{
    bool negative = *at == '-';
    int64_t value = 0;

    for (at += negative ? 1 : 0; at < end; at++) {
        if (__builtin_mul_overflow(value, DECIMAL, &value) ||
            __builtin_sub_overflow(value, *at - '0', &value))
            return false;
    }
    if (!negative && __builtin_sub_overflow(0, value, &value))
        return false;
    *ret_value = value;
    return true;
}

enum qw_err qw_json_read_number(struct qw_json_reader *reader, struct qw_json *node)
{
    char *start = reader->at;
    char *digits = *start == '-' ? start + 1 : start;
    char *whole = skip_digits(digits);
    int64_t value = 0;

    if (whole == digits)
        return qw_json_fail(reader, QW_ERR_SYNTAX, digits, "a digit must follow the minus sign");
    if (*digits == '0' && whole > digits + 1)
        return qw_json_fail(reader, QW_ERR_SYNTAX, start, "a number that begins with 0");

    char *end = skip_fraction(whole);

    if (end == NULL)
        return qw_json_fail(reader, QW_ERR_SYNTAX, start, "a number that is not complete");
    reader->at = end;
    if (end == whole && integer_value(start, end, &value)) {
        node->type = QW_JSON_INTEGER;
        node->integer = value;
        return QW_OK;
    }
    node->type = QW_JSON_NUMBER;
    node->text = (struct qw_bytes){start, (size_t)(end - start)};
    return QW_OK;
}
