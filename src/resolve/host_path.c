/* Walks a path of the host component by component, and resolves symbolic links itself. */
#include "qw/host_path.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "qw/path.h"
#include "qw/word.h"

/* As the kernel counts them (MAXSYMLINKS). */
enum { MOST_LINKS = 40 };

/* A place in the file system. */
struct place {
    int fd; /* -1: none */
    struct stat status;
};

/* The walk goes on with TARGET and then with GIVEN behind N_TAKEN.  Each link starts again at the
 * root, with the path that it makes: there is no "..". */
struct walk {
    struct qw_arena *arena;
    const char *given;  /* the path of the caller */
    size_t n_taken;     /* bytes of it */
    const char *target; /* of the targets of links; NULL when nothing is left */
    const char *real;   /* walked so far; "" for the root */
    size_t n_links;
    struct place at;
    bool is_done; /* the rest does not exist */
    struct qw_path_facts facts;
    enum qw_err err; /* QW_ERR_NO_MEMORY */
};

static void place_done(struct place *place)
{
    qw_cleanup_fd(&place->fd);
    place->fd = -1;
}

static void walk_done(struct walk *walk)
{
    place_done(&walk->at);
}

/* The first reason counts. */
static void fail(struct walk *walk, const char *why)
{
    if (walk->facts.fact.state == QW_FACT_UNASKED)
        walk->facts.fact = (struct qw_fact){.state = QW_FACT_FAILED, .why = why};
}

static bool goes_on(const struct walk *walk)
{
    return walk->err == QW_OK && walk->facts.fact.state != QW_FACT_FAILED && !walk->is_done;
}

/* TEXT, or the error that there is none. */
static const char *text_or_fail(struct walk *walk, const char *text)
{
    if (text != NULL)
        return text;
    walk->err = QW_ERR_NO_MEMORY;
    return "";
}

/* --- Text that no file system has to be asked about ------------------------------------------- */

static bool has_long_name(const char *path)
{
    struct qw_bytes component;

    while (qw_word_next(&path, '/', &component)) {
        if (component.len > NAME_MAX)
            return true;
    }
    return false;
}

static bool is_too_long(const char *path)
{
    return strlen(path) >= PATH_MAX || has_long_name(path);
}

/* True for "a/../b", and not for "../b" alone. */
static bool goes_up_behind_name(const char *target)
{
    bool has_name = false;
    struct qw_bytes component;

    while (qw_word_next(&target, '/', &component)) {
        if (component.len == 0 || qw_word_equal(component, "."))
            continue;
        if (!qw_word_equal(component, ".."))
            has_name = true;
        else if (has_name)
            return true;
    }
    return false;
}

/* --- Who could put something else there -------------------------------------------------------
 * Nobody but root is trusted, the caller neither: what he could read as himself is not what a
 * container of his reads, under any number but 0. */

/* The group counts whatever it is: containers may run with gid 0, root's.  With an ACL, the group's
 * bits are the mask of all that it names. */
static bool is_writable_by_others(const struct place *folder)
{
    return (folder->status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

/* CHILD: NULL for what does not exist, which the sticky bit does not protect. */
static bool is_swappable(const struct walk *walk, const struct place *child)
{
    const struct stat *folder = &walk->at.status;

    if (folder->st_uid != 0)
        return true;
    if (!is_writable_by_others(&walk->at))
        return false;
    if (child == NULL || (folder->st_mode & S_ISVTX) == 0)
        return true;
    return child->status.st_uid != 0;
}

static const char *given_so_far(struct walk *walk)
{
    return text_or_fail(walk, qw_arena_copy(walk->arena, walk->given, walk->n_taken));
}

static void note_swappable(struct walk *walk, const struct place *child)
{
    if (walk->facts.swappable == NULL && is_swappable(walk, child))
        walk->facts.swappable = given_so_far(walk);
}

/* --- Places ----------------------------------------------------------------------------------- */

/* O_DIRECTORY makes an automount mount; what is no directory is opened without. */
static int open_place(int folder, const char *name)
{
    const int flags = O_PATH | O_NOFOLLOW | O_CLOEXEC;
    const int fd = openat(folder, name, flags | O_DIRECTORY);

    return fd >= 0 || errno != ENOTDIR ? fd : openat(folder, name, flags);
}

static bool is_absent(int error)
{
    return error == ENOENT || error == ENOTDIR;
}

static void fail_by_errno(struct walk *walk, int error)
{
    fail(walk, text_or_fail(walk, qw_arena_format(walk->arena,
                                                  "the path cannot be followed on the host: %s",
                                                  strerrordesc_np(error))));
}

/* False when there is no such place; then RET_PLACE holds nothing. */
static bool find_place(struct walk *walk, int folder, const char *name, struct place *ret_place)
{
    struct place place = {.fd = open_place(folder, name)};

    if (place.fd < 0 && is_absent(errno))
        return false;
    if (place.fd < 0 || fstat(place.fd, &place.status) != 0) {
        fail_by_errno(walk, errno);
        place_done(&place);
        return false;
    }
    *ret_place = place;
    return true;
}

static bool is_on_procfs(struct walk *walk, int fd)
{
    struct statfs status;

    if (fstatfs(fd, &status) != 0) {
        fail_by_errno(walk, errno);
        return false;
    }
    return status.f_type == PROC_SUPER_MAGIC;
}

static void fail_on_procfs(struct walk *walk)
{
    if (is_on_procfs(walk, walk->at.fd))
        fail(walk, "the path passes through /proc");
}

static void go_to_root(struct walk *walk)
{
    place_done(&walk->at);
    walk->real = "";
    if (!find_place(walk, AT_FDCWD, "/", &walk->at))
        fail_by_errno(walk, ENOENT);
}

/* --- Steps ------------------------------------------------------------------------------------ */

static bool take_component(const char **path, struct qw_bytes *ret_component)
{
    while (qw_word_next(path, '/', ret_component)) {
        if (ret_component->len > 0 && !qw_word_equal(*ret_component, "."))
            return true;
    }
    return false;
}

/* The next component; NULL behind the last one. */
static const char *next_name(struct walk *walk)
{
    const char *rest = walk->given + walk->n_taken;
    struct qw_bytes component;

    if (take_component(&walk->target, &component))
        return text_or_fail(walk, qw_arena_copy(walk->arena, component.data, component.len));
    if (!take_component(&rest, &component))
        return NULL;
    walk->n_taken = (size_t)(component.data - walk->given) + component.len;
    return text_or_fail(walk, qw_arena_copy(walk->arena, component.data, component.len));
}

static const char *join(struct walk *walk, const char *folder, const char *name)
{
    return text_or_fail(walk, qw_arena_format(walk->arena, "%s/%s", folder, name));
}

static const char *rest_of_target(const struct walk *walk)
{
    return walk->target != NULL ? walk->target : "";
}

/* What follows stands as it is written: nothing there could be a link. */
static void end_at_missing(struct walk *walk, const char *name)
{
    const char *path = join(walk, join(walk, walk->real, name), rest_of_target(walk));

    walk->real = text_or_fail(
        walk, qw_path_clean(walk->arena, join(walk, path, walk->given + walk->n_taken)));
    walk->is_done = true;
}

/* "" when the text of the link LINK could not be had. */
static const char *target_of(struct walk *walk, const struct place *link)
{
    char target[PATH_MAX];
    const ssize_t len = readlinkat(link->fd, "", target, sizeof target);

    if (len < 0) {
        fail_by_errno(walk, errno);
        return "";
    }
    if ((size_t)len == sizeof target) {
        fail_by_errno(walk, ENAMETOOLONG);
        return "";
    }
    return text_or_fail(walk, qw_arena_copy(walk->arena, target, (size_t)len));
}

static void follow_link(struct walk *walk, const struct place *link)
{
    const char *target = target_of(walk, link);

    if (!goes_on(walk))
        return;
    if (walk->facts.link == NULL)
        walk->facts.link = given_so_far(walk);
    if (++walk->n_links > MOST_LINKS) {
        fail(walk, "the path leads through too many symbolic links");
        return;
    }
    if (goes_up_behind_name(target)) {
        fail(walk, "a symbolic link on the path has \"..\" behind a name");
        return;
    }

    const char *from = *target == '/' ? target : join(walk, walk->real, target);
    const char *clean = text_or_fail(walk, qw_path_clean(walk->arena, from));

    walk->target = join(walk, clean, rest_of_target(walk));
    if (is_too_long(walk->target)) {
        fail(walk, "a symbolic link makes the path longer than the host takes");
        return;
    }
    go_to_root(walk);
}

static void enter(struct walk *walk, const char *name, struct place *place)
{
    place_done(&walk->at);
    walk->at = *place;
    place->fd = -1;
    walk->real = join(walk, walk->real, name);
}

static void take_step(struct walk *walk, const char *name)
{
    QW_CLEANUP(place_done) struct place place = {.fd = -1};
    const bool exists = find_place(walk, walk->at.fd, name, &place);

    if (!goes_on(walk))
        return;
    note_swappable(walk, exists ? &place : NULL);
    if (!exists || S_ISLNK(place.status.st_mode))
        fail_on_procfs(walk);
    if (!goes_on(walk))
        return;
    if (!exists)
        end_at_missing(walk, name);
    else if (S_ISLNK(place.status.st_mode))
        follow_link(walk, &place);
    else
        enter(walk, name, &place);
}

/* What the caller wrote, judged before anything is looked at. */
static void check_given(struct walk *walk)
{
    if (*walk->given != '/')
        fail(walk, "the path is not absolute");
    else if (qw_path_goes_up(walk->given))
        fail(walk, "the path goes up by \"..\"");
    else if (is_too_long(walk->given))
        fail(walk, "the path is longer than the host takes");
}

static void walk_all(struct walk *walk)
{
    const char *name;

    check_given(walk);
    if (goes_on(walk))
        go_to_root(walk);
    while (goes_on(walk) && (name = next_name(walk)) != NULL)
        take_step(walk, name);
}

enum qw_err qw_host_path_follow(struct qw_arena *arena, const char *path,
                                struct qw_path_facts *ret_facts)
{
    QW_CLEANUP(walk_done)
    struct walk walk = {.arena = arena, .at = {.fd = -1}, .real = ""};

    walk.given = text_or_fail(&walk, qw_arena_copy(arena, path, strlen(path)));
    walk_all(&walk);
    if (walk.err != QW_OK)
        return walk.err;
    walk.facts.path = walk.given;
    if (walk.facts.fact.state != QW_FACT_FAILED) {
        walk.facts.fact.state = QW_FACT_KNOWN;
        walk.facts.real = *walk.real != '\0' ? walk.real : "/";
    }
    *ret_facts = walk.facts;
    return QW_OK;
}
