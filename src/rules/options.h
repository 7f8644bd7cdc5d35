/* Comma-separated options, as mount(8) and the engine write them, and lists of names to hold them
 * against.  A list ends with NULL. */
#ifndef QW_RULES_OPTIONS_H
#define QW_RULES_OPTIONS_H

#include <stdbool.h>

#include "qw/bytes.h"

/* Takes the next option that is not empty; *REST moves behind it.  False when there is none.  What
 * it gives ends at the comma, not with a NUL. */
bool qw_option_next(const char **rest, struct qw_bytes *ret_option);

bool qw_option_equal(struct qw_bytes option, const char *text);

/* The option up to its first equals sign. */
struct qw_bytes qw_option_key(struct qw_bytes option);

bool qw_option_is_in(struct qw_bytes option, const char *const *list);
bool qw_text_is_in(const char *text, const char *const *list);

#endif
