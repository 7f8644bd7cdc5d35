#include <string.h>

#include "workload_priv.h"

/* A path being built; `floor` is the length that ".." cannot take away: "/" or leading "..". */
struct cleaned {
    char *text;
    size_t len;
    size_t floor;
};

static void append_segment(struct cleaned *path, struct qw_bytes segment)
{
    if (path->len > 0 && path->text[path->len - 1] != '/')
        path->text[path->len++] = '/';
    memcpy(path->text + path->len, segment.data, segment.len);
    path->len += segment.len;
}

static void drop_segment(struct cleaned *path)
{
    while (path->len > path->floor && path->text[path->len - 1] != '/')
        path->len--;
    if (path->len > path->floor)
        path->len--;
}

static void go_up(struct cleaned *path, struct qw_bytes parent)
{
    if (path->len > path->floor) {
        drop_segment(path);
        return;
    }
    if (path->text[0] == '/')
        return;
    append_segment(path, parent);
    path->floor = path->len;
}

const char *qw_path_clean(struct qw_arena *arena, const char *path)
{
    size_t size = strlen(path) + 1;
    struct cleaned cleaned = {.text = qw_arena_alloc(arena, size, 1)};
    const char *cursor = path;
    struct qw_bytes segment;

    if (cleaned.text == NULL || path[0] == '\0')
        return cleaned.text;
    if (path[0] == '/')
        append_segment(&cleaned, (struct qw_bytes){"/", 1});
    cleaned.floor = cleaned.len;
    while (qw_word_next(&cursor, '/', &segment)) {
        if (segment.len == 0 || qw_word_equal(segment, "."))
            continue;
        if (qw_word_equal(segment, ".."))
            go_up(&cleaned, segment);
        else
            append_segment(&cleaned, segment);
    }
    if (cleaned.len == 0)
        append_segment(&cleaned, (struct qw_bytes){".", 1});
    cleaned.text[cleaned.len] = '\0';
    return cleaned.text;
}

bool qw_path_is_within(const char *path, const char *ancestor)
{
    size_t len = strlen(ancestor);

    return strncmp(path, ancestor, len) == 0 && (path[len] == '\0' || path[len] == '/');
}
