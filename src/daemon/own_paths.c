#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon_priv.h"

#include "qw/cleanup.h"

#define CONFIGURATION_FOLDER "/etc/quaywarden"

/* Takes PATH, which may be NULL for want of memory. */
static bool add(struct own_paths *own, char *take_path)
{
    if (take_path == NULL || own->n_paths == OWN_PATHS_MAX) {
        free(take_path);
        return false;
    }
    own->paths[own->n_paths++] = take_path;
    return true;
}

/* PATH from the root on; as given when the current folder has no name. */
static char *absolute(const char *path)
{
    char *folder = NULL;
    char *joined = NULL;

    if (*path == '/')
        return strdup(path);
    folder = getcwd(NULL, 0);
    if (folder == NULL)
        return strdup(path);
    if (asprintf(&joined, "%s/%s", folder, path) < 0)
        joined = NULL;
    free(folder);
    return joined;
}

static char *folder_of(const char *absolute_path)
{
    const char *last = strrchr(absolute_path, '/');

    if (last == NULL || last == absolute_path)
        return strdup("/");
    return strndup(absolute_path, (size_t)(last - absolute_path));
}

/* FOLDER by the name that was given and, when links lead elsewhere, by its own.  Takes FOLDER,
 * which may be NULL for want of memory. */
static bool add_names(struct own_paths *own, char *take_folder)
{
    char *real = take_folder != NULL ? realpath(take_folder, NULL) : NULL;

    if (real != NULL && strcmp(real, take_folder) == 0) {
        free(real);
        real = NULL;
    }
    if (!add(own, take_folder)) {
        free(real);
        return false;
    }
    return real == NULL || add(own, real);
}

static bool add_folder(struct own_paths *own, const char *path)
{
    char *whole = absolute(path);
    char *folder = whole != NULL ? folder_of(whole) : NULL;

    free(whole);
    return add_names(own, folder);
}

bool own_paths_collect(const struct qw_daemon_config *config, struct own_paths *ret_own)
{
    struct own_paths own = {0};
    /* A level has no file. */
    bool is_collected =
        add(&own, strdup(CONFIGURATION_FOLDER)) && add_folder(&own, config->socket_path) &&
        add(&own, absolute(config->audit_path)) && add_folder(&own, config->audit_path) &&
        (strchr(config->policy, '/') == NULL || add_folder(&own, config->policy));

    if (!is_collected) {
        own_paths_done(&own);
        return false;
    }
    *ret_own = own;
    return true;
}

void own_paths_done(struct own_paths *own)
{
    for (size_t i = 0; i < own->n_paths; i++)
        free(own->paths[i]);
    own->n_paths = 0;
}
