#include "qw/path.h"

#include <string.h>

#include "qw/word.h"

/* The next component that is neither empty nor ".". */
static bool next_component(const char **cursor, struct qw_bytes *ret_component)
{
    while (qw_word_next(cursor, '/', ret_component)) {
        if (ret_component->len > 0 && !qw_word_equal(*ret_component, "."))
            return true;
    }
    return false;
}

/* --- Clean ------------------------------------------------------------------------------------ */

/* A path being built; `floor` is the length that ".." cannot take away: "/" or leading "..". */
struct cleaned {
    char *text;
    size_t len;
    size_t floor;
};

static void append_component(struct cleaned *path, struct qw_bytes component)
{
    if (path->len > 0 && path->text[path->len - 1] != '/')
        path->text[path->len++] = '/';
    memcpy(path->text + path->len, component.data, component.len);
    path->len += component.len;
}

static void drop_component(struct cleaned *path)
{
    while (path->len > path->floor && path->text[path->len - 1] != '/')
        path->len--;
    if (path->len > path->floor)
        path->len--;
}

static void go_up(struct cleaned *path, struct qw_bytes parent)
{
    if (path->len > path->floor) {
        drop_component(path);
        return;
    }
    if (path->text[0] == '/')
        return;
    append_component(path, parent);
    path->floor = path->len;
}

const char *qw_path_clean(struct qw_arena *arena, const char *path)
{
    size_t size = strlen(path) + 1;
    struct cleaned cleaned = {.text = qw_arena_alloc(arena, size, 1)};
    const char *cursor = path;
    struct qw_bytes component;

    if (cleaned.text == NULL || path[0] == '\0')
        return cleaned.text;
    if (path[0] == '/')
        append_component(&cleaned, (struct qw_bytes){"/", 1});
    cleaned.floor = cleaned.len;
    while (next_component(&cursor, &component)) {
        if (qw_word_equal(component, ".."))
            go_up(&cleaned, component);
        else
            append_component(&cleaned, component);
    }
    if (cleaned.len == 0)
        append_component(&cleaned, (struct qw_bytes){".", 1});
    cleaned.text[cleaned.len] = '\0';
    return cleaned.text;
}

/* --- How paths lie to each other -------------------------------------------------------------- */

typedef bool component_equal_fn(struct qw_bytes named, struct qw_bytes base);

static bool component_equal(struct qw_bytes named, struct qw_bytes base)
{
    return named.len == base.len && memcmp(named.data, base.data, base.len) == 0;
}

static bool component_matches(struct qw_bytes named, struct qw_bytes base)
{
    return qw_word_equal(base, "*") || component_equal(named, base);
}

/* What is below a directory may also be written with a last component of two asterisks. */
static bool next_of_base(const char **cursor, struct qw_bytes *ret_component)
{
    return next_component(cursor, ret_component) && !qw_word_equal(*ret_component, "**");
}

static enum qw_path_relation relation_by(const char *path, const char *base,
                                         component_equal_fn *equal)
{
    struct qw_bytes of_base;
    struct qw_bytes of_path;

    if (*path != '/' || *base != '/')
        return QW_PATH_APART;
    while (next_of_base(&base, &of_base)) {
        if (!next_component(&path, &of_path))
            return QW_PATH_ABOVE;
        if (!equal(of_path, of_base))
            return QW_PATH_APART;
    }
    return QW_PATH_AT_OR_BELOW;
}

enum qw_path_relation qw_path_relation(const char *path, const char *base)
{
    return relation_by(path, base, component_equal);
}

enum qw_path_relation qw_path_relation_to_pattern(const char *path, const char *pattern)
{
    return relation_by(path, pattern, component_matches);
}

size_t qw_path_depth(const char *path)
{
    struct qw_bytes component;
    size_t depth = 0;

    while (next_of_base(&path, &component))
        depth++;
    return depth;
}

bool qw_path_goes_up(const char *path)
{
    struct qw_bytes component;

    while (next_component(&path, &component)) {
        if (qw_word_equal(component, ".."))
            return true;
    }
    return false;
}
