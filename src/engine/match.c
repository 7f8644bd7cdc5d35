/* From method and path to operation: an allow-list of templates, in which names are restricted to
 * what the engine gives out (engine.md section 3). */
#include <string.h>

#include "engine_priv.h"

#define LETTERS_AND_DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

struct name_kind {
    const char *placeholder;
    size_t placeholder_len;
    const char *what;    /* for a sentence */
    const char *fix;     /* what to write instead of a name that no engine gives out */
    const char *first;   /* bytes that may begin a name; NULL: anything, nothing too */
    const char *more;    /* bytes that may follow */
    bool spans_segments; /* moby: {x:.*} rather than {x}, which is one segment */
};

#define KIND(text) (text), sizeof(text) - 1

static const char use_id[] = "use its ID.";
static const char plain_name[] =
    "write its name in letters, digits, '_', '.' and '-', and a letter or digit first.";

static const struct name_kind name_kinds[] = {
    {KIND("{container}"), "container", use_id, LETTERS_AND_DIGITS, LETTERS_AND_DIGITS "_.-", true},
    {KIND("{exec}"), "exec", use_id, LETTERS_AND_DIGITS, LETTERS_AND_DIGITS "_.-", true},
    {KIND("{checkpoint}"), "checkpoint", plain_name, LETTERS_AND_DIGITS, LETTERS_AND_DIGITS "_.-",
     false},
    {KIND("{volume}"), "volume", plain_name, LETTERS_AND_DIGITS, LETTERS_AND_DIGITS "_.-", true},
    {KIND("{id}"), "swarm object", use_id, LETTERS_AND_DIGITS, LETTERS_AND_DIGITS "_.-", false},
    /* the engine asks of a network's name only that it is not blank */
    {KIND("{network}"), "network", use_id, LETTERS_AND_DIGITS "_", LETTERS_AND_DIGITS "_.-+:@ ",
     true},
    {KIND("{image}"), "image", use_id, LETTERS_AND_DIGITS, LETTERS_AND_DIGITS "_.-/:@+", true},
    {KIND("{plugin}"), "plugin", use_id, LETTERS_AND_DIGITS, LETTERS_AND_DIGITS "_.-/:@+", true},
    {KIND("{any}"), "path", NULL, NULL, NULL, true},
};

/* Uses of an endpoint that a parameter tells apart.  engine.md 3: fromImage pulls whatever else is
 * given; version 2 is BuildKit. */
static const struct {
    const char *param;
    const char *value; /* NULL: anything but empty */
    enum qw_op op;
    enum qw_op use;
} uses[] = {
    {"fromImage", NULL, QW_OP_IMAGE_IMPORT, QW_OP_IMAGE_PULL},
    {"version", "2", QW_OP_BUILD_CLASSIC, QW_OP_BUILD_BUILDKIT},
    {"checkpoint", NULL, QW_OP_CONTAINER_START, QW_OP_CHECKPOINT_START},
    {"checkpoint-dir", NULL, QW_OP_CONTAINER_START, QW_OP_CHECKPOINT_START},
};

struct span {
    const char *start;
    size_t len;
};

/* Where a path fits a template. */
struct fit {
    const struct name_kind *misnamed; /* kind of the first name that no engine gives out, or NULL */
    struct span object;               /* the first name */
};

static const struct name_kind *kind_at(const char *template)
{
    for (size_t i = 0; i < sizeof(name_kinds) / sizeof(name_kinds[0]); i++) {
        if (strncmp(template, name_kinds[i].placeholder, name_kinds[i].placeholder_len) == 0)
            return &name_kinds[i];
    }
    return NULL;
}

static bool is_name(const struct name_kind *kind, struct span name)
{
    if (kind->first == NULL)
        return true;
    if (name.len == 0 || strchr(kind->first, name.start[0]) == NULL)
        return false;
    for (size_t i = 1; i < name.len; i++) {
        if (strchr(kind->more, name.start[i]) == NULL)
            return false;
    }
    return true;
}

/* The part of PATH that stands for a placeholder of KIND with REST of the template behind it.  Go
 * matches greedily, hence from the end; moby lets no name span segments where a second follows. */
static bool name_span(const struct name_kind *kind, const char *path, const char *rest,
                      struct span *ret_name)
{
    size_t len = strlen(path);

    if (!kind->spans_segments || strchr(rest, '{') != NULL) {
        *ret_name = (struct span){path, strcspn(path, "/")};
        return true;
    }
    size_t rest_len = strlen(rest);
    if (len < rest_len || strcmp(path + len - rest_len, rest) != 0)
        return false;
    *ret_name = (struct span){path, len - rest_len};
    return true;
}

static bool fits(const char *template, const char *path, struct fit *ret_fit)
{
    struct fit fit = {.misnamed = NULL};

    while (*template != '\0') {
        const struct name_kind *kind = *template == '{' ? kind_at(template) : NULL;
        struct span name = {NULL, 0};

        if (kind == NULL) {
            if (*template ++ != *path++)
                return false;
            continue;
        }
        template += kind->placeholder_len;
        if (!name_span(kind, path, template, &name))
            return false;
        if (fit.misnamed == NULL && !is_name(kind, name))
            fit.misnamed = kind;
        if (fit.object.start == NULL)
            fit.object = name;
        path += name.len;
    }
    if (*path != '\0')
        return false;
    *ret_fit = fit;
    return true;
}

static const struct qw_route *find_route(const struct qw_operation *operation, struct fit *ret_fit)
{
    for (size_t i = 0; i < qw_n_routes; i++) {
        const struct qw_route *route = &qw_routes[i];

        if (route->method != NULL && strcmp(route->method, operation->method) != 0)
            continue;
        if (fits(route->template, operation->path, ret_fit))
            return route;
    }
    return NULL;
}

enum qw_err qw_route_match(struct qw_arena *arena, struct qw_operation *operation,
                           struct qw_diag *diag)
{
    struct fit fit = {.misnamed = NULL};
    const struct qw_route *route = find_route(operation, &fit);

    if (route == NULL)
        return QW_OK;
    operation->op = route->op;
    if (fit.object.start != NULL) {
        const char *object = qw_arena_copy(arena, fit.object.start, fit.object.len);

        if (object == NULL)
            return QW_ERR_NO_MEMORY;
        operation->object = object;
    }
    if (fit.misnamed == NULL)
        return QW_OK;
    return qw_diag_set(diag, QW_ERR_URI, "no %s can have the name that stands in this path\n%s",
                       fit.misnamed->what, fit.misnamed->fix);
}

enum qw_op qw_route_use(const struct qw_operation *operation)
{
    for (size_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
        if (uses[i].op != operation->op)
            continue;
        const char *value = qw_operation_param(operation, uses[i].param);
        if (value == NULL || value[0] == '\0')
            continue;
        if (uses[i].value == NULL || strcmp(uses[i].value, value) == 0)
            return uses[i].use;
    }
    return operation->op;
}
