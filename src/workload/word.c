#include <string.h>

#include "workload_priv.h"

bool qw_word_next(const char **cursor, char separator, struct qw_bytes *ret_word)
{
    const char *start = *cursor;
    const char *end;

    if (start == NULL)
        return false;
    end = strchrnul(start, separator);
    *ret_word = (struct qw_bytes){.data = start, .len = (size_t)(end - start)};
    *cursor = *end == '\0' ? NULL : end + 1;
    return true;
}

bool qw_word_equal(struct qw_bytes word, const char *text)
{
    return strlen(text) == word.len && memcmp(word.data, text, word.len) == 0;
}
