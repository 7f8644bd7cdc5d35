/* Paths as text: made clean, and compared by whole components, so that /data2 does not lie in
 * /data.  Nothing here looks at a file system. */
#ifndef QW_PATH_H
#define QW_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "qw/arena.h"

/* Go's path.Clean, but "" stays "".  NULL when memory is short. */
const char *qw_path_clean(struct qw_arena *arena, const char *path);

enum qw_path_relation {
    QW_PATH_APART,       /* also whenever one of the two is not absolute */
    QW_PATH_AT_OR_BELOW, /* the path is the base or lies in it */
    QW_PATH_ABOVE,       /* the path is a parent of the base, and shows it */
};

/* How PATH lies to BASE: empty and "." components count for nothing, ".." is a name like others; a
 * last component of two asterisks in BASE may be left out. */
enum qw_path_relation qw_path_relation(const char *path, const char *base);

/* The same, where a component `*` of PATTERN stands for any one name. */
enum qw_path_relation qw_path_relation_to_pattern(const char *path, const char *pattern);

/* How many components PATH has before such asterisks; 0 for "/". */
size_t qw_path_depth(const char *path);

/* True when a component is "..": the kernel follows symbolic links before it goes up, so that no
 * reading of the text alone tells where such a path leads. */
bool qw_path_goes_up(const char *path);

#endif
