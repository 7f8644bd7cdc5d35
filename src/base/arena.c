#include "qw/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    FIRST_CHUNK = 16 * 1024,  /* an ordinary create body and all that comes of it */
    LAST_CHUNK = 1024 * 1024, /* where chunks stop doubling */
    OWN_CHUNK_SHARE = 4,      /* what takes over a quarter of a chunk gets one of its own */
    ALIGNMENT = alignof(max_align_t),
};

struct chunk {
    alignas(max_align_t) struct chunk *next;
};

/* Stands at the head of its own first chunk, so that a small request costs one malloc. */
struct qw_arena {
    alignas(max_align_t) char *at;
    char *end;
    size_t left;       /* of MAX */
    size_t chunk_size; /* of the next chunk */
    struct chunk *chunks;
};

struct qw_arena *qw_arena_new(size_t max)
{
    char *memory = malloc(FIRST_CHUNK);

    if (memory == NULL)
        return NULL;

    struct qw_arena *arena = (struct qw_arena *)(void *)memory;

    *arena = (struct qw_arena){
        .at = memory + sizeof *arena,
        .end = memory + FIRST_CHUNK,
        .left = max,
        .chunk_size = 2 * (size_t)FIRST_CHUNK,
    };
    return arena;
}

void qw_arena_free(struct qw_arena *arena)
{
    if (arena == NULL)
        return;
    for (struct chunk *chunk = arena->chunks; chunk != NULL;) {
        struct chunk *next = chunk->next;

        free(chunk);
        chunk = next;
    }
    free(arena);
}

/* The memory behind the head of a new chunk. */
static char *chunk_add(struct qw_arena *arena, size_t size)
{
    size_t total = 0;

    if (__builtin_add_overflow(size, sizeof(struct chunk), &total))
        return NULL;

    struct chunk *chunk = malloc(total);

    if (chunk == NULL)
        return NULL;
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return (char *)(chunk + 1);
}

/* A chunk for SIZE bytes alone, or the next one to cut from. */
static char *take_from_new_chunk(struct qw_arena *arena, size_t size)
{
    bool alone = size > arena->chunk_size / OWN_CHUNK_SHARE;
    char *memory = chunk_add(arena, alone ? size : arena->chunk_size);

    if (memory == NULL)
        return NULL;
    if (!alone) {
        arena->at = memory + size;
        arena->end = memory + arena->chunk_size;
        if (arena->chunk_size < LAST_CHUNK)
            arena->chunk_size *= 2;
    }
    arena->left -= size;
    return memory;
}

/* Not zeroed. ALIGN: a power of two. */
static char *take(struct qw_arena *arena, size_t size, size_t align)
{
    size_t padding = -(uintptr_t)arena->at & (align - 1);
    size_t room = (size_t)(arena->end - arena->at);

    if (size > arena->left)
        return NULL;
    if (padding > room || size > room - padding)
        return take_from_new_chunk(arena, size);
    if (padding > arena->left - size)
        return NULL;

    char *memory = arena->at + padding;

    arena->at = memory + size;
    arena->left -= padding + size;
    return memory;
}

void *qw_arena_alloc(struct qw_arena *arena, size_t count, size_t size)
{
    size_t total = 0;

    if (__builtin_mul_overflow(count, size, &total))
        return NULL;

    void *memory = take(arena, total, ALIGNMENT);

    if (memory != NULL)
        memset(memory, 0, total);
    return memory;
}

char *qw_arena_copy(struct qw_arena *arena, const char *text, size_t len)
{
    if (len == SIZE_MAX)
        return NULL;

    char *copy = take(arena, len + 1, 1);

    if (copy == NULL)
        return NULL;
    if (len > 0)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *qw_arena_vformat(struct qw_arena *arena, const char *format, va_list args)
{
    va_list again;

    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0)
        return NULL;

    char *text = take(arena, (size_t)len + 1, 1);

    if (text != NULL)
        (void)vsnprintf(text, (size_t)len + 1, format, args);
    return text;
}

char *qw_arena_format(struct qw_arena *arena, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    char *text = qw_arena_vformat(arena, format, args);
    va_end(args);
    return text;
}
