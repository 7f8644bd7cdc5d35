#include <string.h>

#include "qw/daemon.h"

#define CONFIGURATION_FOLDER "/etc/quaywarden"

static const char *folder_of(struct qw_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return ".";
    return slash == path ? "/" : qw_arena_copy(arena, path, (size_t)(slash - path));
}

enum qw_err qw_daemon_own_paths(struct qw_arena *arena, const struct qw_daemon_config *config,
                                struct qw_policy_options *ret_options)
{
    /* The files stand here too: a policy that denies "/" means the root alone, not what lies in it.
     */
    const char *const own[] = {
        CONFIGURATION_FOLDER,
        config->socket_path,
        folder_of(arena, config->socket_path),
        config->audit_path,
        folder_of(arena, config->audit_path),
    };
    enum { N_OWN = sizeof own / sizeof own[0] };
    const char **paths = qw_arena_alloc(arena, N_OWN, sizeof *paths);

    if (paths == NULL)
        return QW_ERR_NO_MEMORY;
    for (size_t i = 0; i < N_OWN; i++) {
        paths[i] = own[i] != NULL ? qw_arena_copy(arena, own[i], strlen(own[i])) : NULL;
        if (paths[i] == NULL)
            return QW_ERR_NO_MEMORY;
    }
    *ret_options = (struct qw_policy_options){.own_paths = paths, .n_own_paths = N_OWN};
    return QW_OK;
}
