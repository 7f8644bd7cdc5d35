/* The bytes of a policy: a level of the program, or a file. */
#include <stdio.h>
#include <string.h>

#include "policy_priv.h"
#include "qw/file.h"

static const char file_suffix[] = ".json";

bool qw_policy_is_path(const char *name_or_path)
{
    const size_t len = strlen(name_or_path);
    const size_t suffix_len = strlen(file_suffix);

    return strchr(name_or_path, '/') != NULL ||
           (len >= suffix_len && strcmp(name_or_path + len - suffix_len, file_suffix) == 0);
}

/* Two paths of one file are one link of a circle.  A path that cannot be resolved cannot be read
 * either. */
static char *identity_of(struct qw_arena *arena, const char *path)
{
    QW_CLEANUP(qw_cleanup_free) char *real = realpath(path, NULL);
    const char *identity = real == NULL ? path : real;

    return qw_arena_copy(arena, identity, strlen(identity));
}

static enum qw_err open_file(struct qw_arena *arena, const char *path,
                             struct qw_policy_source *source, struct qw_diag *diag)
{
    const struct qw_file_request request = {path, QW_FILE_REQUIRE_SAFE, QW_LIMIT_POLICY};

    source->label = path;
    source->path = qw_policy_path_clean(arena, path);
    source->identity = identity_of(arena, path);
    if (source->path == NULL || source->identity == NULL)
        return QW_ERR_NO_MEMORY;
    return qw_file_read(arena, &request, &source->bytes, diag);
}

static enum qw_err open_level(struct qw_arena *arena, const char *name,
                              struct qw_policy_source *source, struct qw_diag *diag)
{
    const struct qw_policy_embedded *level = qw_policy_level_find(name);

    if (level == NULL)
        return qw_policy_level_unknown(arena, name, diag);
    source->label = level->name;
    source->identity = level->name;
    source->bytes.data = (const char *)level->data;
    source->bytes.len = level->len;
    return QW_OK;
}

enum qw_err qw_policy_source_open(struct qw_arena *arena, const char *name_or_path,
                                  const struct qw_policy_source **ret_source, struct qw_diag *diag)
{
    struct qw_policy_source *source = qw_arena_alloc(arena, 1, sizeof *source);
    const char *name = qw_arena_copy(arena, name_or_path, strlen(name_or_path));
    enum qw_err err = QW_OK;

    if (source == NULL || name == NULL)
        return QW_ERR_NO_MEMORY;
    if (qw_policy_is_path(name))
        err = open_file(arena, name, source, diag);
    else
        err = open_level(arena, name, source, diag);
    if (err == QW_OK)
        *ret_source = source;
    return err;
}
