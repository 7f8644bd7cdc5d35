/* Which paths of the host a workload mounts. */
#include <string.h>

#include "qw/host_path.h"
#include "qw/volume_options.h"
#include "resolve_priv.h"

struct path_list {
    const char **items;
    size_t n_items;
};

static void add_path(struct path_list *list, const char *path)
{
    if (*path != '/')
        return;
    for (size_t i = 0; i < list->n_items; i++) {
        if (strcmp(list->items[i], path) == 0)
            return;
    }
    list->items[list->n_items++] = path;
}

static void add_volume(struct path_list *list, const char *driver, const struct qw_pairs *options)
{
    const char *path = qw_volume_host_path(driver, options);

    if (path != NULL)
        add_path(list, path);
}

static bool list_paths(struct qw_arena *arena, const struct qw_workload *workload,
                       const struct qw_facts *facts, struct path_list *list)
{
    const struct qw_mounts *mounts = &workload->mounts;
    const size_t most = 2 * mounts->n_items + facts->n_volumes + 1;

    list->items = qw_arena_alloc(arena, most, sizeof *list->items);
    if (list->items == NULL)
        return false;
    for (size_t i = 0; i < mounts->n_items; i++) {
        if (mounts->items[i].type == QW_MOUNT_BIND)
            add_path(list, mounts->items[i].source);
        add_volume(list, mounts->items[i].driver, &mounts->items[i].driver_options);
    }
    add_volume(list, workload->volume.driver.value, &workload->volume.options);
    for (size_t i = 0; i < facts->n_volumes; i++)
        add_volume(list, facts->volumes[i].driver, &facts->volumes[i].options);
    return true;
}

/* A managed plugin has a root folder of its own, where no path of the host is what it seems. */
static enum qw_err follow(struct qw_arena *arena, const char *path, bool is_elsewhere,
                          struct qw_path_facts *ret_facts)
{
    if (!is_elsewhere)
        return qw_host_path_follow(arena, path, ret_facts);
    *ret_facts = (struct qw_path_facts){
        .path = path,
        .fact = {.state = QW_FACT_FAILED,
                 .why = "quaywarden cannot see the host's file system from where it runs"}};
    return QW_OK;
}

enum qw_err resolve_paths(struct qw_asker *asker, const struct qw_workload *workload,
                          struct qw_facts *facts)
{
    struct qw_arena *arena = asker->arena;
    struct path_list list = {.n_items = 0};
    bool is_elsewhere;
    struct qw_path_facts *paths;

    if (!list_paths(arena, workload, facts, &list))
        return QW_ERR_NO_MEMORY;
    if (list.n_items == 0)
        return QW_OK;
    paths = qw_arena_alloc(arena, list.n_items, sizeof *paths);
    if (paths == NULL)
        return QW_ERR_NO_MEMORY;
    is_elsewhere = qw_resolver_has_engine(asker->resolver) &&
                   qw_host_path_sight(qw_resolver_socket(asker->resolver)) != QW_HOST_SIGHT_SAME;
    for (size_t i = 0; i < list.n_items; i++) {
        enum qw_err err = follow(arena, list.items[i], is_elsewhere, &paths[i]);

        if (err != QW_OK)
            return err;
    }
    facts->paths = paths;
    facts->n_paths = list.n_items;
    return QW_OK;
}
