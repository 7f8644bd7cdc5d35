#include "utf8_priv.h"

/* RFC 3629, section 4: what may begin a sequence, and what may stand second after it; every later
 * byte is 80..BF. */
struct lead {
    uint8_t first, last;
    uint8_t len;
    uint8_t second_min, second_max;
};

static const struct lead leads[] = {
    {0x00, 0x7F, 1, 0, 0},       {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF},
    {0xE1, 0xEC, 3, 0x80, 0xBF}, {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F},
};

/* Bits of the code point that the first byte of a sequence of this length holds. */
static const uint8_t lead_bits[QW_UTF8_MAX + 1] = {0, 0x7F, 0x1F, 0x0F, 0x07};

enum {
    N_LEADS = sizeof leads / sizeof leads[0],
    TAIL_BITS = 6,
    TAIL_MASK = 0x3F,
    TAIL_MARK = 0x80
};

static const struct lead *lead_of(uint8_t byte)
{
    for (size_t i = 0; i < N_LEADS; i++) {
        if (byte >= leads[i].first && byte <= leads[i].last)
            return &leads[i];
    }
    return NULL;
}

size_t qw_utf8_decode(const char *text, size_t len, uint32_t *ret_point)
{
    const uint8_t *bytes = (const uint8_t *)text;
    const struct lead *lead = len > 0 ? lead_of(bytes[0]) : NULL;

    if (lead == NULL || lead->len > len)
        return 0;
    if (lead->len > 1 && (bytes[1] < lead->second_min || bytes[1] > lead->second_max))
        return 0;

    uint32_t point = bytes[0] & lead_bits[lead->len];

    for (size_t i = 1; i < lead->len; i++) {
        if ((bytes[i] & ~TAIL_MASK) != TAIL_MARK)
            return 0;
        point = point << TAIL_BITS | (bytes[i] & TAIL_MASK);
    }
    *ret_point = point;
    return lead->len;
}

size_t qw_utf8_encode(uint32_t point, char *ret_bytes)
{
    static const uint32_t over[QW_UTF8_MAX] = {0x7F, 0x7FF, 0xFFFF, 0x10FFFF};
    static const uint8_t marks[QW_UTF8_MAX] = {0x00, 0xC0, 0xE0, 0xF0};
    size_t n_tail = 0;

    while (n_tail < QW_UTF8_MAX - 1 && point > over[n_tail])
        n_tail++;
    for (size_t i = n_tail; i > 0; i--) {
        ret_bytes[i] = (char)(TAIL_MARK | (point & TAIL_MASK));
        point >>= TAIL_BITS;
    }
    ret_bytes[0] = (char)(marks[n_tail] | point);
    return n_tail + 1;
}

bool qw_utf8_is_deceptive(uint32_t point)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0000, 0x001F},   /* C0 */
        {0x007F, 0x009F},   /* DEL and C1 */
        {0x00AD, 0x00AD},   /* soft hyphen */
        {0x061C, 0x061C},   /* Arabic letter mark */
        {0x115F, 0x1160},   /* Hangul fillers */
        {0x180E, 0x180E},   /* Mongolian vowel separator */
        {0x200B, 0x200F},   /* zero width, direction marks */
        {0x2028, 0x202E},   /* separators, embeddings and overrides */
        {0x2060, 0x206F},   /* word joiner, isolates */
        {0x3164, 0x3164},   /* Hangul filler */
        {0xFEFF, 0xFEFF},   /* BOM */
        {0xFFA0, 0xFFA0},   /* half-width Hangul filler */
        {0xFFF9, 0xFFFB},   /* interlinear annotation */
        {0xE0000, 0xE0FFF}, /* tags, variation selectors */
    };

    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (point >= ranges[i].first && point <= ranges[i].last)
            return true;
    }
    return false;
}
