#include <string.h>

#include "audit_priv.h"

#include "qw/limits.h"

/* Query parameters with secrets in them: build arguments, `ENV NAME=value` lines of commit and
 * import, and addresses to fetch, which may hold a password (engine.md section 3); in lower case.
 * With them every name that begins with a capital: it is no parameter of the engine, but a key of
 * the body, environment included, which dockerode sends in the query as well. */
static const char *const hidden_params[] = {"buildargs", "changes", "fromsrc", "remote"};

/* The most bytes that qw_buffer_add_json_string() makes of one byte. */
static size_t written_len(unsigned char byte)
{
    enum { PLAIN = 1, ESCAPED = 6 };

    if (byte < 0x20 || byte >= 0x7f || strchr("\"\\<>&", byte) != NULL)
        return ESCAPED;
    return PLAIN;
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xc0U) == 0x80U;
}

/* Length of the longest start of TEXT that fits, without half a character at its end. */
static size_t fitting_len(const char *text, size_t len)
{
    size_t written = 0;
    size_t end = 0;

    while (end < len) {
        written += written_len((unsigned char)text[end]);
        if (written > QW_LIMIT_AUDIT_TEXT)
            break;
        end++;
    }
    while (end < len && end > 0 && is_continuation(text[end]))
        end--;
    return end;
}

void audit_add_text(struct qw_buffer *buffer, const char *text)
{
    size_t len = text != NULL ? strlen(text) : 0;
    size_t fitting = fitting_len(text, len);

    qw_buffer_add_json_string(buffer, text != NULL ? text : "", fitting);
    if (fitting == len || buffer->err != QW_OK)
        return;

    /* The mark goes inside the quotation marks. */
    buffer->data[--buffer->len] = '\0';
    qw_buffer_add_text(buffer, AUDIT_CUT_MARK "\"");
}

static int hex_digit(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = digit != '\0' ? strchr(digits, digit | 0x20) : NULL;

    return found != NULL ? (int)(found - digits) : -1;
}

/* The first character of NAME as the engine decodes it, and how many bytes it takes. */
static int first_decoded(const char *name, size_t len, size_t *ret_len)
{
    enum { ESCAPED = 3 };
    int high = len >= ESCAPED && name[0] == '%' ? hex_digit(name[1]) : -1;
    int low = high >= 0 ? hex_digit(name[2]) : -1;

    *ret_len = low >= 0 ? ESCAPED : 1;
    return low >= 0 ? high * 16 + low : (unsigned char)name[0];
}

/* Compared without case: what hides too much does no harm. */
static bool decodes_to(const char *name, size_t len, const char *word)
{
    size_t taken = 0;

    for (; len > 0 && *word != '\0'; word++) {
        if ((first_decoded(name, len, &taken) | 0x20) != *word)
            return false;
        name += taken;
        len -= taken;
    }
    return len == 0 && *word == '\0';
}

static bool begins_with_capital(const char *name, size_t len)
{
    size_t taken = 0;
    int first = len > 0 ? first_decoded(name, len, &taken) : 0;

    return first >= 'A' && first <= 'Z';
}

static bool is_hidden_param(const char *name, size_t len)
{
    if (begins_with_capital(name, len))
        return true;
    for (size_t i = 0; i < sizeof hidden_params / sizeof *hidden_params; i++) {
        if (decodes_to(name, len, hidden_params[i]))
            return true;
    }
    return false;
}

/* Adds one `name=value` of a query. */
static void add_pair(struct qw_buffer *shown, const char *pair, size_t len)
{
    const char *equals = memchr(pair, '=', len);
    size_t name_len = equals != NULL ? (size_t)(equals - pair) : len;

    if (equals == NULL || !is_hidden_param(pair, name_len)) {
        qw_buffer_add(shown, pair, len);
        return;
    }
    qw_buffer_add(shown, pair, name_len + 1);
    qw_buffer_add_text(shown, "(hidden)");
}

/* Old engines take ';' for '&' (engine.md section 3). */
static void add_query(struct qw_buffer *shown, const char *query)
{
    for (;;) {
        size_t len = strcspn(query, "&;");

        add_pair(shown, query, len);
        if (query[len] == '\0')
            return;
        qw_buffer_add(shown, query + len, 1);
        query += len + 1;
    }
}

/* The address with the values of its secrets hidden; QUERY is its first '?'. */
static void add_uri_with_query(struct qw_buffer *buffer, const char *uri, const char *query)
{
    /* Hiding shortens most values; the shortest pair of which one is hidden, "changes=", doubles.
     */
    struct qw_buffer shown QW_CLEANUP(qw_buffer_done) =
        QW_BUFFER(2 * strlen(uri) + QW_LIMIT_AUDIT_TEXT);

    qw_buffer_add(&shown, uri, (size_t)(query + 1 - uri));
    add_query(&shown, query + 1);
    if (shown.err != QW_OK && buffer->err == QW_OK)
        buffer->err = shown.err;
    audit_add_text(buffer, shown.data);
}

void audit_add_uri(struct qw_buffer *buffer, const char *uri)
{
    const char *query = uri != NULL ? strchr(uri, '?') : NULL;

    if (query == NULL)
        audit_add_text(buffer, uri);
    else
        add_uri_with_query(buffer, uri, query);
}
