/* Paths of the host, compared by whole components: /data2 does not lie in /data. */
#include <string.h>

#include "paths.h"

struct component {
    const char *text; /* NULL behind the last one */
    size_t len;
};

typedef bool component_equal_fn(struct component named, struct component base);

/* The next component that is neither empty nor "."; *REST moves behind it. */
static struct component next_component(const char **rest)
{
    for (;;) {
        const char *start = *rest + strspn(*rest, "/");
        const size_t len = strcspn(start, "/");

        *rest = start + len;
        if (len == 0)
            return (struct component){NULL, 0};
        if (len != 1 || *start != '.')
            return (struct component){start, len};
    }
}

static bool component_equal(struct component named, struct component base)
{
    return named.len == base.len && memcmp(named.text, base.text, base.len) == 0;
}

/* What is below a directory may also be written with a last component of two asterisks. */
static bool is_everything_below(struct component component)
{
    return component_equal(component, (struct component){"**", 2});
}

static bool component_matches(struct component named, struct component base)
{
    return (base.len == 1 && *base.text == '*') || component_equal(named, base);
}

static enum qw_path_relation relation_by(const char *path, const char *base,
                                         component_equal_fn *equal)
{
    if (*path != '/' || *base != '/')
        return QW_PATH_APART;
    for (;;) {
        const struct component of_base = next_component(&base);
        const struct component of_path = next_component(&path);

        if (!of_base.text || is_everything_below(of_base))
            return QW_PATH_AT_OR_BELOW;
        if (!of_path.text)
            return QW_PATH_ABOVE;
        if (!equal(of_path, of_base))
            return QW_PATH_APART;
    }
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
    for (size_t depth = 0;; depth++) {
        const struct component component = next_component(&path);

        if (!component.text || is_everything_below(component))
            return depth;
    }
}

bool qw_path_goes_up(const char *path)
{
    const struct component up = {"..", 2};

    for (;;) {
        const struct component component = next_component(&path);

        if (!component.text)
            return false;
        if (component_equal(component, up))
            return true;
    }
}

char *qw_path_tidy(struct qw_arena *arena, const char *path)
{
    const bool is_absolute = *path == '/';
    char *tidy = qw_arena_alloc(arena, strlen(path) + 2, 1);
    size_t len = 0;

    if (!tidy)
        return NULL;
    for (;;) {
        const struct component component = next_component(&path);

        if (!component.text)
            break;
        if (len > 0 || is_absolute)
            tidy[len++] = '/';
        memcpy(tidy + len, component.text, component.len);
        len += component.len;
    }
    if (len == 0 && is_absolute)
        tidy[len++] = '/';
    tidy[len] = '\0';
    return tidy;
}
