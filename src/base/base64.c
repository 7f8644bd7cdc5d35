#include "qw/base64.h"

#include <stdint.h>

enum { GROUP = 4, GROUP_BYTES = 3, DIGIT_BITS = 6, BYTE_BITS = 8, NO = 0x80 };

/* The value of each byte as a digit (RFC 4648, table 1). */
/* clang-format off */
static const uint8_t digits[256] = {
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, 62, NO, NO, NO, 63,
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, NO, NO, NO, NO, NO, NO,
    NO, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, NO, NO, NO, NO, NO,
    NO, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
};
/* clang-format on */

/* The 24 bits of a group; over 2^24 when one of its characters is no digit. */
static uint32_t group_bits(const uint8_t *text)
{
    uint8_t a = digits[text[0]];
    uint8_t b = digits[text[1]];
    uint8_t c = digits[text[2]];
    uint8_t d = digits[text[3]];

    if (((a | b | c | d) & NO) != 0)
        return UINT32_MAX;
    return (uint32_t)a << 3 * DIGIT_BITS | (uint32_t)b << 2 * DIGIT_BITS |
           (uint32_t)c << DIGIT_BITS | d;
}

static void put_bytes(uint32_t bits, size_t n_bytes, char *to)
{
    for (size_t i = 0; i < n_bytes; i++)
        to[i] = (char)(bits >> (GROUP_BYTES - 1 - i) * BYTE_BITS & UINT8_MAX);
}

static enum qw_err decode_whole_groups(const uint8_t *text, size_t n_groups, char *to)
{
    for (size_t i = 0; i < n_groups; i++) {
        uint32_t bits = group_bits(text + i * GROUP);

        if (bits == UINT32_MAX)
            return QW_ERR_BASE64;
        put_bytes(bits, GROUP_BYTES, to + i * GROUP_BYTES);
    }
    return QW_OK;
}

/* The last group when it is padded.  Bits that no byte takes must be 0: else two texts would stand
 * for the same bytes. */
static enum qw_err decode_padded_group(const uint8_t *text, size_t n_padding, char *to)
{
    uint8_t filled[GROUP] = {text[0], text[1], n_padding == 2 ? 'A' : text[2], 'A'};
    uint32_t bits = group_bits(filled);

    if (bits == UINT32_MAX || (bits & ((UINT32_C(1) << n_padding * BYTE_BITS) - 1)) != 0)
        return QW_ERR_BASE64;
    put_bytes(bits, GROUP_BYTES - n_padding, to);
    return QW_OK;
}

static size_t padding_of(const char *text, size_t len)
{
    if (len == 0 || text[len - 1] != '=')
        return 0;
    return text[len - 2] == '=' ? 2 : 1;
}

enum qw_err qw_base64_decode(struct qw_arena *arena, const char *text, size_t len, char **ret_bytes,
                             size_t *ret_len)
{
    if (len % GROUP != 0)
        return QW_ERR_BASE64;

    const uint8_t *digits_text = (const uint8_t *)text;
    size_t n_padding = padding_of(text, len);
    size_t n_whole = len / GROUP - (n_padding > 0 ? 1 : 0);
    size_t n_bytes = len / GROUP * GROUP_BYTES - n_padding;
    char *bytes = qw_arena_alloc(arena, n_bytes + 1, 1);

    if (bytes == NULL)
        return QW_ERR_NO_MEMORY;

    enum qw_err err = decode_whole_groups(digits_text, n_whole, bytes);

    if (err == QW_OK && n_padding > 0)
        err = decode_padded_group(digits_text + n_whole * GROUP, n_padding,
                                  bytes + n_whole * GROUP_BYTES);
    if (err != QW_OK)
        return err;
    *ret_bytes = bytes;
    *ret_len = n_bytes;
    return QW_OK;
}
