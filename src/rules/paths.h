/* Paths of the host, compared by whole components.  Nothing here looks at the file system. */
#ifndef QW_RULES_PATHS_H
#define QW_RULES_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#include "qw/arena.h"

enum qw_path_relation {
    QW_PATH_APART,       /* also whenever one of the two is not absolute */
    QW_PATH_AT_OR_BELOW, /* the path is the base or lies in it */
    QW_PATH_ABOVE,       /* the path is a parent of the base, and shows it */
};

/* How PATH lies to BASE; a last component of two asterisks in BASE may be left out. */
enum qw_path_relation qw_path_relation(const char *path, const char *base);

/* The same, where a component `*` of PATTERN stands for any one name. */
enum qw_path_relation qw_path_relation_to_pattern(const char *path, const char *pattern);

/* How many components PATH has before such asterisks; 0 for "/". */
size_t qw_path_depth(const char *path);

/* True when a component is "..": the kernel follows symbolic links before it goes up, so that no
 * reading of the text alone tells where such a path leads. */
bool qw_path_goes_up(const char *path);

/* PATH without empty and "." components and without a final slash; NULL when memory is short. */
char *qw_path_tidy(struct qw_arena *arena, const char *path);

#endif
