/* Comma-separated options. */
#include <string.h>

#include "options.h"

bool qw_option_next(const char **rest, struct qw_bytes *ret_option)
{
    const char *start = *rest + strspn(*rest, ",");
    const size_t len = strcspn(start, ",");

    *rest = start + len;
    if (len == 0)
        return false;
    *ret_option = (struct qw_bytes){start, len};
    return true;
}

bool qw_option_equal(struct qw_bytes option, const char *text)
{
    return strlen(text) == option.len && memcmp(option.data, text, option.len) == 0;
}

struct qw_bytes qw_option_key(struct qw_bytes option)
{
    const char *equals = memchr(option.data, '=', option.len);

    if (!equals)
        return option;
    return (struct qw_bytes){option.data, (size_t)(equals - option.data)};
}

bool qw_option_is_in(struct qw_bytes option, const char *const *list)
{
    for (; *list; list++) {
        if (qw_option_equal(option, *list))
            return true;
    }
    return false;
}

bool qw_text_is_in(const char *text, const char *const *list)
{
    return qw_option_is_in((struct qw_bytes){text, strlen(text)}, list);
}
