#include "qw/word.h"

#include <string.h>

bool qw_word_next(const char **cursor, char separator, struct qw_bytes *ret_word)
{
    const char *start = *cursor;

    if (start == NULL)
        return false;

    const char *end = strchrnul(start, separator);

    *ret_word = (struct qw_bytes){.data = start, .len = (size_t)(end - start)};
    *cursor = *end == '\0' ? NULL : end + 1;
    return true;
}

bool qw_word_next_option(const char **cursor, struct qw_bytes *ret_option)
{
    struct qw_bytes word;

    while (qw_word_next(cursor, ',', &word)) {
        if (word.len > 0) {
            *ret_option = word;
            return true;
        }
    }
    return false;
}

bool qw_word_equal(struct qw_bytes word, const char *text)
{
    return strlen(text) == word.len && memcmp(word.data, text, word.len) == 0;
}

struct qw_bytes qw_word_key(struct qw_bytes word)
{
    const char *equals = memchr(word.data, '=', word.len);

    if (equals == NULL)
        return word;
    return (struct qw_bytes){.data = word.data, .len = (size_t)(equals - word.data)};
}

bool qw_word_is_in(struct qw_bytes word, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (qw_word_equal(word, *list))
            return true;
    }
    return false;
}

bool qw_text_is_in(const char *text, const char *const *list)
{
    return qw_word_is_in((struct qw_bytes){.data = text, .len = strlen(text)}, list);
}
