/* Patterns in which a `*` stands for any characters, also for none and for slashes. */
#ifndef QW_GLOB_H
#define QW_GLOB_H

#include <stdbool.h>

/* Compared byte by byte, the whole of TEXT. */
bool qw_glob_match(const char *pattern, const char *text);

#endif
