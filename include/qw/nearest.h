/* The name that was probably meant. */
#ifndef QW_NEAREST_H
#define QW_NEAREST_H

#include <stddef.h>

/* The one of NAMES that takes the fewest edits from NAME, without regard to case; the first of
 * several.  NULL when none is near: when the edits exceed half of NAME. */
const char *qw_nearest(const char *name, const char *const *names, size_t n_names);

#endif
