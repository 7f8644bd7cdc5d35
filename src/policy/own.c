/* Where quaywarden's own files are: rules compare the names of paths, so that each counts by the
 * name that was given and by its real one. */
#include <string.h>

#include "policy_priv.h"
#include "qw/path.h"

/* A policy file and its folder, each by two names; a path of the options by two. */
enum { NAMES_OF_FILE = 4, NAMES_OF_OPTION = 2 };

/* PATH from the root on; where the working directory has no name, nothing relative can be opened.
 */
static char *from_root(struct qw_arena *arena, const char *path)
{
    QW_CLEANUP(qw_cleanup_free) char *folder = path[0] == '/' ? NULL : getcwd(NULL, 0);

    return qw_arena_format(arena, "%s/%s", folder == NULL ? "" : folder, path);
}

const char *qw_policy_path_clean(struct qw_arena *arena, const char *path)
{
    const char *text = from_root(arena, path);

    return text == NULL ? NULL : qw_path_clean(arena, text);
}

/* Drops the last component of the LEN bytes of TEXT, and its slash. */
static size_t without_last(const char *text, size_t len)
{
    while (len > 0 && text[len - 1] != '/')
        len--;
    return len > 0 ? len - 1 : 0;
}

/* PATH, absolute and clean, without links; what does not exist yet is the name below the part that
 * does. */
static char *real_name(struct qw_arena *arena, const char *path)
{
    char *start = qw_arena_copy(arena, path, strlen(path));
    size_t len = strlen(path);

    while (start != NULL && len > 1) {
        QW_CLEANUP(qw_cleanup_free) char *real = realpath(start, NULL);

        if (real != NULL)
            return qw_arena_format(arena, "%s%s", strcmp(real, "/") == 0 ? "" : real, path + len);
        len = without_last(start, len);
        start[len] = '\0';
    }
    return qw_arena_copy(arena, path, strlen(path));
}

static bool is_listed(const struct qw_policy_own *own, const char *path)
{
    for (size_t i = 0; i < own->n_paths; i++)
        if (strcmp(own->paths[i], path) == 0)
            return true;
    return false;
}

static enum qw_err add(struct qw_policy_own *own, const char *path)
{
    if (path == NULL)
        return QW_ERR_NO_MEMORY;
    if (!is_listed(own, path))
        own->paths[own->n_paths++] = path;
    return QW_OK;
}

static enum qw_err add_names(struct qw_arena *arena, const char *path, struct qw_policy_own *own)
{
    const char *clean = qw_policy_path_clean(arena, path);
    enum qw_err err = add(own, clean);

    if (err == QW_OK)
        err = add(own, real_name(arena, clean));
    return err;
}

/* FILE and its folder, which is left out where it is the root: every path lies there. */
static enum qw_err add_file(struct qw_arena *arena, const char *file, struct qw_policy_own *own)
{
    const size_t folder_len = without_last(file, strlen(file));
    const enum qw_err err = add(own, file);

    if (err != QW_OK || folder_len == 0)
        return err;
    return add(own, qw_arena_copy(arena, file, folder_len));
}

static enum qw_err add_source(struct qw_arena *arena, const struct qw_policy_source *source,
                              struct qw_policy_own *own)
{
    const enum qw_err err = add_file(arena, source->path, own);

    return err == QW_OK ? add_file(arena, source->identity, own) : err;
}

enum qw_err qw_policy_own_collect(struct qw_arena *arena, const struct qw_policy_options *options,
                                  const struct qw_policy_chain *chain,
                                  struct qw_policy_own *ret_own)
{
    const size_t n_options = options == NULL ? 0 : options->n_own_paths;
    const size_t n_max = chain->n_layers * NAMES_OF_FILE + n_options * NAMES_OF_OPTION;
    struct qw_policy_own own = {qw_arena_alloc(arena, n_max + 1, sizeof *own.paths), 0};
    enum qw_err err = own.paths == NULL ? QW_ERR_NO_MEMORY : QW_OK;

    for (size_t i = 0; err == QW_OK && i < n_options; i++)
        err = add_names(arena, options->own_paths[i], &own);
    for (size_t i = 0; err == QW_OK && i < chain->n_layers; i++)
        if (chain->sources[i]->path != NULL)
            err = add_source(arena, chain->sources[i], &own);
    if (err == QW_OK)
        *ret_own = own;
    return err;
}
