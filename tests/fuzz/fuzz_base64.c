/* What is decoded encodes to the same text again, and every encoded text is decoded: hence exactly
 * the canonical texts are accepted. */
#include <string.h>

#include "fuzz.h"
#include "qw/base64.h"

enum { ENOUGH = 1 << 26 };

static char *encode(struct qw_arena *arena, const uint8_t *bytes, size_t len, size_t *ret_len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = qw_arena_alloc(arena, (len + 2) / 3 + 1, 4);
    size_t at = 0;

    fuzz_require(text != NULL, "there is memory");
    for (size_t i = 0; i < len; i += 3) {
        uint32_t bits = (uint32_t)bytes[i] << 16 | (i + 1 < len ? (uint32_t)bytes[i + 1] << 8 : 0) |
                        (i + 2 < len ? bytes[i + 2] : 0U);

        text[at++] = digits[bits >> 18 & 63];
        text[at++] = digits[bits >> 12 & 63];
        text[at++] = (char)(i + 1 < len ? digits[bits >> 6 & 63] : '=');
        text[at++] = (char)(i + 2 < len ? digits[bits & 63] : '=');
    }
    *ret_len = at;
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ENOUGH);
    const char *text = (const char *)data;
    char *bytes = NULL;
    size_t len = 0;
    size_t text_len = 0;

    fuzz_require(arena != NULL, "there is memory");

    enum qw_err err = qw_base64_decode(arena, text, size, &bytes, &len);

    fuzz_require(err == QW_OK || err == QW_ERR_BASE64, "only what is malformed is refused");
    if (err == QW_OK) {
        char *again = encode(arena, (const uint8_t *)bytes, len, &text_len);

        fuzz_require(text_len == size && memcmp(again, text, size) == 0, "only one text a value");
        fuzz_require(bytes[len] == '\0', "a NUL stands behind");
    }

    char *encoded = encode(arena, data, size, &text_len);

    fuzz_require(qw_base64_decode(arena, encoded, text_len, &bytes, &len) == QW_OK && len == size &&
                     memcmp(bytes, data, size) == 0,
                 "every value has a text");
    return 0;
}
