/* What a Content-Type header says.  Lenient where it may hide a form, strict where it is to be JSON
 * (engine.md section 2). */
#include <string.h>
#include <strings.h>

#include "engine_priv.h"

/* RFC 9110 5.6.2 */
static const char token_bytes[] = "!#$%&'*+-.^_`|~0123456789"
                                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char white_space[] = " \t";

/* A semicolon with nothing behind it is no error to Go (mime.ParseMediaType). */
static bool is_end(const char *at)
{
    return *at == ';' && at[1 + strspn(at + 1, white_space)] == '\0';
}

/* Skips one `; name=value`; NULL when it is not well-formed, which makes Go ignore errors. */
static const char *skip_parameter(const char *at)
{
    at += strspn(at + 1, white_space) + 1;
    size_t name_len = strspn(at, token_bytes);
    if (name_len == 0 || at[name_len] != '=')
        return NULL;
    at += name_len + 1;
    bool is_quoted = *at == '"';
    at += is_quoted;
    size_t value_len = strspn(at, token_bytes);
    if (value_len == 0 || (is_quoted && at[value_len] != '"'))
        return NULL;
    at += value_len + is_quoted;
    return at + strspn(at, white_space);
}

static bool is_json(const char *content_type)
{
    static const char json[] = "application/json";
    const char *at = content_type + strspn(content_type, white_space);

    if (strncasecmp(at, json, sizeof(json) - 1) != 0)
        return false;
    at += sizeof(json) - 1;
    at += strspn(at, white_space);
    while (at != NULL && *at == ';' && !is_end(at))
        at = skip_parameter(at);
    return at != NULL && (*at == '\0' || is_end(at));
}

enum qw_content qw_content_of(const char *content_type)
{
    if (content_type == NULL || content_type[0] == '\0')
        return QW_CONTENT_ABSENT;
    if (strcasestr(content_type, "multipart/") != NULL ||
        strcasestr(content_type, "form-urlencoded") != NULL)
        return QW_CONTENT_FORM;
    return is_json(content_type) ? QW_CONTENT_JSON : QW_CONTENT_OTHER;
}
