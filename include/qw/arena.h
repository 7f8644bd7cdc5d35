/* The memory of one request: everything that is read, judged and said lives in one arena and is
 * freed with it.  One arena belongs to one thread at a time. */
#ifndef QW_ARENA_H
#define QW_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "qw/cleanup.h"
#include "qw/error.h"

struct qw_arena;

/* NULL when memory is short.  MAX: bytes that it may hand out in all. */
struct qw_arena *qw_arena_new(size_t max);

/* Takes NULL. */
void qw_arena_free(struct qw_arena *arena);

/* Zeroed, aligned for any type, freed with the arena; NULL when memory is short, MAX is reached, or
 * COUNT * SIZE overflows. */
void *qw_arena_alloc(struct qw_arena *arena, size_t count, size_t size);

/* Copies with a NUL behind; NULL when memory is short. */
char *qw_arena_copy(struct qw_arena *arena, const char *text, size_t len);

char *qw_arena_format(struct qw_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *qw_arena_vformat(struct qw_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

QW_DEFINE_CLEANUP(qw_cleanup_arena, struct qw_arena, qw_arena_free)

#endif
