/* Words of a text: split at a separator, and compared as a whole. */
#ifndef QW_WORD_H
#define QW_WORD_H

#include <stdbool.h>

#include "qw/bytes.h"

/* The next part of a text, split as Go's strings.Split does it: "" has one part, which is empty.
 * *CURSOR moves behind it and is NULL behind the last one; false when it was NULL.  A part ends at
 * its separator, not with a NUL. */
bool qw_word_next(const char **cursor, char separator, struct qw_bytes *ret_word);

/* The next part between commas that is not empty: options of mount(8), lists of ids. */
bool qw_word_next_option(const char **cursor, struct qw_bytes *ret_option);

bool qw_word_equal(struct qw_bytes word, const char *text);

/* The word up to its first equals sign; all of it when there is none. */
struct qw_bytes qw_word_key(struct qw_bytes word);

/* LIST ends with NULL. */
bool qw_word_is_in(struct qw_bytes word, const char *const *list);
bool qw_text_is_in(const char *text, const char *const *list);

#endif
