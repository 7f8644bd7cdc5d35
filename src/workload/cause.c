/* Which facts a workload gives cause to ask for. */
#include <string.h>

#include "qw/word.h"
#include "qw/workload.h"

/* What VolumesFrom brings is never filled: moby, daemon/volumes.go, registerMountPoints. */
bool qw_workload_fills(const struct qw_workload *workload, const struct qw_mount *mount)
{
    return workload->kind == QW_WORKLOAD_CREATE && mount->type == QW_MOUNT_VOLUME &&
           !mount->no_copy;
}

bool qw_workload_fills_volume(const struct qw_workload *workload, const char *name)
{
    for (size_t i = 0; i < workload->mounts.n_items; i++) {
        const struct qw_mount *mount = &workload->mounts.items[i];

        if (qw_workload_fills(workload, mount) && strcmp(mount->source, name) == 0)
            return true;
    }
    return false;
}

static bool mounts_named_volume(const struct qw_workload *workload)
{
    for (size_t i = 0; i < workload->mounts.n_items; i++) {
        const struct qw_mount *mount = &workload->mounts.items[i];

        if (mount->type == QW_MOUNT_VOLUME && *mount->source != '\0')
            return true;
    }
    return false;
}

/* A volume's mount options may hold a path too. */
static bool mounts_host_path(const struct qw_workload *workload)
{
    for (size_t i = 0; i < workload->mounts.n_items; i++) {
        const struct qw_mount *mount = &workload->mounts.items[i];

        if (mount->type == QW_MOUNT_BIND || mount->driver_options.n_items > 0)
            return true;
    }
    return workload->volume.options.n_items > 0;
}

static bool joins_container(const struct qw_workload *workload)
{
    for (size_t i = 0; i < QW_NAMESPACE_COUNT; i++) {
        if (workload->namespaces[i].mode == QW_NAMESPACE_CONTAINER)
            return true;
    }
    return workload->volumes_from.n_items > 0;
}

bool qw_workload_network_is_made(const char *name)
{
    static const char *const of_engine[] = {"", "default", "bridge", "host", "none", NULL};

    return !qw_text_is_in(name, of_engine);
}

bool qw_workload_mode_joins_network(const struct qw_workload *workload)
{
    const struct qw_namespace_choice *mode = &workload->namespaces[QW_NAMESPACE_NETWORK];

    return mode->mode == QW_NAMESPACE_PRIVATE && qw_workload_network_is_made(mode->text.value);
}

static bool joins_network(const struct qw_workload *workload)
{
    for (size_t i = 0; i < workload->joined_networks.n_items; i++) {
        if (qw_workload_network_is_made(workload->joined_networks.items[i].value))
            return true;
    }
    return qw_workload_mode_joins_network(workload);
}

bool qw_workload_user_is_looked_up(const struct qw_workload *workload)
{
    const struct qw_user *user = &workload->user;

    return user->user == QW_IDENTITY_NAME || user->group == QW_IDENTITY_NAME ||
           (user->user == QW_IDENTITY_NUMBER && user->uid != 0 &&
            user->group == QW_IDENTITY_ABSENT);
}

/* A name is denied as it stands; a number may be one to the engine (moby/sys, user/user.go,
 * GetAdditionalGroups). */
static bool adds_group_by_number(const struct qw_workload *workload)
{
    for (size_t i = 0; i < workload->groups.n_items; i++) {
        if (workload->groups.items[i].kind == QW_IDENTITY_NUMBER)
            return true;
    }
    return false;
}

/* Of a container the engine has merged the image's user in; a task's image is that of its node. */
static bool asks_image_for_user(const struct qw_workload *workload)
{
    if (*workload->image.value == '\0' || workload->kind == QW_WORKLOAD_CONTAINER ||
        workload->kind == QW_WORKLOAD_SERVICE)
        return false;
    return workload->user.user == QW_IDENTITY_ABSENT || workload->user.user == QW_IDENTITY_NAME;
}

unsigned qw_workload_gives_cause(const struct qw_workload *workload)
{
    const bool is_held = workload->kind == QW_WORKLOAD_CONTAINER;
    unsigned needs = QW_NEED_ENGINE;

    if (*workload->image.value != '\0')
        needs |= QW_NEED_IMAGE;
    if (asks_image_for_user(workload))
        needs |= QW_NEED_IMAGE_USER;
    if (is_held)
        needs |= QW_NEED_HISTORY;
    if ((is_held || workload->kind == QW_WORKLOAD_EXEC) && qw_workload_user_is_looked_up(workload))
        needs |= QW_NEED_ACCOUNT;
    if (is_held && adds_group_by_number(workload))
        needs |= QW_NEED_GROUPS;
    if (is_held && workload->user.group == QW_IDENTITY_NUMBER)
        needs |= QW_NEED_PRIMARY_GROUP;
    if (mounts_named_volume(workload))
        needs |= QW_NEED_VOLUMES | QW_NEED_VOLUME_USERS | QW_NEED_PATHS; /* it may be a bind */
    if (joins_container(workload))
        needs |= QW_NEED_OTHERS;
    if (mounts_host_path(workload))
        needs |= QW_NEED_PATHS;
    if (workload->network.subnets.n_items > 0)
        needs |= QW_NEED_ROUTES;
    if (joins_network(workload))
        needs |= QW_NEED_NETWORKS;
    return needs;
}
