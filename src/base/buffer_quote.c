#include "qw/buffer.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "utf8_priv.h"

enum {
    REPLACEMENT = 0xFFFD,
    LINE_SEPARATOR = 0x2028,
    PARAGRAPH_SEPARATOR = 0x2029,
    DELETE = 0x7F,
    LAST_C1 = 0x9F,
};

/* `<`, `>` and `&` as Go's encoder does: the text may end up in a page. */
static bool json_needs_escape(uint32_t point)
{
    if (point < DELETE)
        return point < ' ' || point == '"' || point == '\\' || point == '<' || point == '>' ||
               point == '&';
    return point <= LAST_C1 || point == LINE_SEPARATOR || point == PARAGRAPH_SEPARATOR;
}

static void add_json_escape(struct qw_buffer *buffer, uint32_t point)
{
    static const char short_from[] = "\"\\\n\r\t";
    static const char short_to[] = "\"\\nrt";
    const char *found = point != 0 && point < DELETE ? strchr(short_from, (int)point) : NULL;

    if (found != NULL)
        qw_buffer_addf(buffer, "\\%c", short_to[found - short_from]);
    else
        qw_buffer_addf(buffer, "\\u%04x", (unsigned)point);
}

void qw_buffer_add_json_string(struct qw_buffer *buffer, const char *text, size_t len)
{
    size_t plain_from = 0;
    size_t at = 0;

    qw_buffer_add(buffer, "\"", 1);
    while (at < len) {
        uint32_t point = REPLACEMENT;
        size_t n_bytes = qw_utf8_decode(text + at, len - at, &point);

        if (n_bytes > 0 && !json_needs_escape(point)) {
            at += n_bytes;
            continue;
        }
        qw_buffer_add(buffer, text + plain_from, at - plain_from);
        add_json_escape(buffer, point);
        at += n_bytes > 0 ? n_bytes : 1;
        plain_from = at;
    }
    qw_buffer_add(buffer, text + plain_from, at - plain_from);
    qw_buffer_add(buffer, "\"", 1);
}

enum word_kind { WORD_BARE, WORD_QUOTED, WORD_ESCAPED };

/* What no shell gives a meaning to anywhere in a word but for a leading `=` or `~`. */
static bool is_bare(uint32_t point)
{
    static const char marks[] = "_@%+=:,./-";

    return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') ||
           (point >= '0' && point <= '9') ||
           (point != 0 && point < DELETE && strchr(marks, (int)point) != NULL);
}

static enum word_kind word_kind(const char *text, size_t len)
{
    enum word_kind kind = len == 0 || text[0] == '=' ? WORD_QUOTED : WORD_BARE;
    uint32_t point = 0;

    for (size_t at = 0; at < len;) {
        size_t n_bytes = qw_utf8_decode(text + at, len - at, &point);

        if (n_bytes == 0 || qw_utf8_is_deceptive(point))
            return WORD_ESCAPED;
        if (!is_bare(point))
            kind = WORD_QUOTED;
        at += n_bytes;
    }
    return kind;
}

static void add_quoted_word(struct qw_buffer *buffer, const char *text, size_t len)
{
    qw_buffer_add(buffer, "'", 1);
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\'')
            qw_buffer_add_text(buffer, "'\\''");
        else
            qw_buffer_add(buffer, text + i, 1);
    }
    qw_buffer_add(buffer, "'", 1);
}

/* Three octal digits: unlike \x, they cannot swallow a digit that follows. */
static void add_escaped_word(struct qw_buffer *buffer, const char *text, size_t len)
{
    qw_buffer_add_text(buffer, "$'");
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)text[i];

        if (byte < ' ' || byte >= DELETE || byte == '\'' || byte == '\\')
            qw_buffer_addf(buffer, "\\%03o", (unsigned)byte);
        else
            qw_buffer_add(buffer, text + i, 1);
    }
    qw_buffer_add(buffer, "'", 1);
}

void qw_buffer_add_shell_word(struct qw_buffer *buffer, const char *text)
{
    typedef void (*add_fn)(struct qw_buffer *, const char *, size_t);
    static const add_fn add[] = {
        [WORD_BARE] = qw_buffer_add,
        [WORD_QUOTED] = add_quoted_word,
        [WORD_ESCAPED] = add_escaped_word,
    };
    size_t len = strlen(text);

    add[word_kind(text, len)](buffer, text, len);
}
