/* Where the Engine API keeps what we ask for.  Without a version: the engines that are guarded have
 * none in common (20.10 ends at 1.41, 29.0 begins at 1.44), and one that is learnt first would be a
 * question more, stale after an upgrade.  The engine then answers by its newest, and what is read
 * here has had its name and meaning in all of them. */
#include <stdbool.h>
#include <string.h>

#include "place.h"
#include "qw/bytes.h"

enum name_kind {
    NAME_NONE,
    NAME_PLAIN,  /* one component */
    NAME_QUOTED, /* the same within a string of JSON */
    NAME_IMAGE,  /* a reference: components, : and @ */
};

static const struct {
    const char *before;
    const char *behind;
    enum name_kind kind;
} places[RESOLVE_PLACE_COUNT] = {
    [RESOLVE_VERSION] = {"/version", "", NAME_NONE},
    [RESOLVE_INFO] = {"/info", "", NAME_NONE},
    [RESOLVE_IMAGE] = {"/images/", "/json", NAME_IMAGE},
    [RESOLVE_HISTORY] = {"/images/", "/history", NAME_IMAGE},
    [RESOLVE_VOLUME] = {"/volumes/", "", NAME_PLAIN},
    [RESOLVE_VOLUME_USERS] = {"/containers/json?all=1&filters=%7B%22volume%22:%7B%22",
                              "%22:true%7D%7D", NAME_QUOTED},
    [RESOLVE_NETWORKS] = {"/networks", "", NAME_NONE},
    [RESOLVE_CONTAINER] = {"/containers/", "/json", NAME_PLAIN},
    [RESOLVE_EXEC] = {"/exec/", "/json", NAME_PLAIN},
    [RESOLVE_PASSWD] = {"/containers/", "/archive?path=/etc/passwd", NAME_PLAIN},
    [RESOLVE_GROUP] = {"/containers/", "/archive?path=/etc/group", NAME_PLAIN},
};

/* Longer than any name or reference that an engine takes. */
enum { NAME_MAX_LEN = 1024 };

static bool is_component(struct qw_bytes component)
{
    return component.len > 0 && !(component.len == 1 && component.data[0] == '.') &&
           !(component.len == 2 && memcmp(component.data, "..", 2) == 0);
}

/* The engine cleans a path before it looks at it, and a slash there is a slash however it is
 * written (engine.md section 3): a name must not be able to lead to another place. */
static bool is_name(const char *name, enum name_kind kind)
{
    const size_t len = strnlen(name, NAME_MAX_LEN + 1);
    size_t start = 0;

    if (len > NAME_MAX_LEN || (kind != NAME_IMAGE && memchr(name, '/', len) != NULL) ||
        (kind == NAME_QUOTED && memchr(name, '"', len) != NULL))
        return false;
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)name[i] < ' ' || name[i] == '\x7f' || name[i] == '\\')
            return false;
        if (name[i] != '/')
            continue;
        if (!is_component((struct qw_bytes){name + start, i - start}))
            return false;
        start = i + 1;
    }
    return is_component((struct qw_bytes){name + start, len - start});
}

static bool stands_for_itself(char byte, enum name_kind kind)
{
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
        (byte >= '0' && byte <= '9'))
        return true;
    if (strchr("-._~", byte) != NULL)
        return true;
    return kind == NAME_IMAGE && strchr("/:@", byte) != NULL;
}

static char *add_encoded(char *to, const char *name, enum name_kind kind)
{
    static const char digits[] = "0123456789ABCDEF";

    for (; *name != '\0'; name++) {
        const unsigned char byte = (unsigned char)*name;

        if (stands_for_itself(*name, kind)) {
            *to++ = *name;
            continue;
        }
        *to++ = '%';
        *to++ = digits[byte >> 4];
        *to++ = digits[byte & 0xf];
    }
    return to;
}

static enum qw_err refuse_name(struct qw_diag *diag)
{
    return qw_diag_set(diag, QW_ERR_ENGINE, "the engine cannot be asked about a name of this form");
}

enum qw_err resolve_archive_path(struct qw_arena *arena, const char *id, const char *path,
                                 const char **ret_path, struct qw_diag *diag)
{
    static const char before[] = "/containers/";
    static const char between[] = "/archive?path=";
    char *text;
    char *end;

    if (!is_name(id, NAME_PLAIN))
        return refuse_name(diag);
    text =
        qw_arena_alloc(arena, sizeof before + sizeof between + 3 * (strlen(id) + strlen(path)), 1);
    if (text == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));
    end = add_encoded(stpcpy(text, before), id, NAME_PLAIN);
    end = add_encoded(stpcpy(end, between), path, NAME_PLAIN);
    *end = '\0';
    *ret_path = text;
    return QW_OK;
}

enum qw_err resolve_place_path(struct qw_arena *arena, enum resolve_place place, const char *name,
                               const char **ret_path, struct qw_diag *diag)
{
    const char *named = places[place].kind == NAME_NONE ? "" : name;
    char *path;
    char *end;

    if (places[place].kind != NAME_NONE && !is_name(named, places[place].kind))
        return refuse_name(diag);
    path = qw_arena_alloc(
        arena, strlen(places[place].before) + 3 * strlen(named) + strlen(places[place].behind) + 1,
        1);
    if (path == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));
    end = add_encoded(stpcpy(path, places[place].before), named, places[place].kind);
    (void)stpcpy(end, places[place].behind);
    *ret_path = path;
    return QW_OK;
}
