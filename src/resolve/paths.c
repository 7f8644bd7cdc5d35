/* Which paths of the host a workload mounts. */
#include <fcntl.h>
#include <string.h>

#include "mounts.h"
#include "qw/file.h"
#include "qw/host_path.h"
#include "qw/limits.h"
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

/* --- Where they lead -------------------------------------------------------------------------- */

/* What the host shows of itself to this process. */
struct view {
    struct qw_arena *arena;
    const char *blind; /* why nothing can be said of any path; NULL when something can */
    struct resolve_mounts mounts;
};

static enum qw_err read_mounts(struct view *view, pid_t pid)
{
    const char *path = pid > 0 ? qw_arena_format(view->arena, "/proc/%ld/mountinfo", (long)pid)
                               : "/proc/self/mountinfo";
    int fd QW_CLEANUP(qw_cleanup_fd) = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    struct qw_diag diag = {.err = QW_OK};
    struct qw_bytes text;
    enum qw_err err = QW_ERR_IO;

    if (fd >= 0)
        err = qw_file_read_fd(view->arena, fd, QW_LIMIT_MOUNT_TABLE, &text, NULL);
    if (err == QW_OK)
        err = resolve_read_mounts(view->arena, text, &view->mounts, &diag);
    if (err == QW_ERR_NO_MEMORY || path == NULL)
        return QW_ERR_NO_MEMORY;
    if (err == QW_ERR_TYPE)
        view->blind = "the host's table of mounts cannot be understood";
    else if (err == QW_ERR_TOO_LARGE)
        view->blind = "the host's table of mounts is larger than 4 MiB";
    else if (err != QW_OK)
        view->blind = "the host's table of mounts cannot be read";
    return QW_OK;
}

/* A managed plugin has a root folder of its own, where no path of the host is what it seems.  The
 * engine may have mounts that this process lacks: its table counts. */
static enum qw_err look(const struct qw_resolver *resolver, struct view *view)
{
    pid_t pid = 0;

    if (qw_resolver_has_engine(resolver) &&
        qw_host_path_sight(qw_resolver_socket(resolver), &pid) != QW_HOST_SIGHT_SAME) {
        view->blind = "quaywarden cannot see the host's file system from where it runs";
        return QW_OK;
    }
    return read_mounts(view, pid);
}

static enum qw_err follow(const struct view *view, const char *path,
                          struct qw_path_facts *ret_facts)
{
    enum qw_err err;

    if (view->blind != NULL) {
        *ret_facts = (struct qw_path_facts){.path = path,
                                            .fact = {.state = QW_FACT_FAILED, .why = view->blind}};
        return QW_OK;
    }
    err = qw_host_path_follow(view->arena, path, ret_facts);
    if (err != QW_OK || ret_facts->fact.state != QW_FACT_KNOWN)
        return err;
    return resolve_mount_names(view->arena, &view->mounts, ret_facts);
}

enum qw_err resolve_paths(struct qw_asker *asker, const struct qw_workload *workload,
                          struct qw_facts *facts)
{
    struct view view = {.arena = asker->arena};
    struct path_list list = {.n_items = 0};
    struct qw_path_facts *paths;
    enum qw_err err;

    if (!list_paths(asker->arena, workload, facts, &list))
        return QW_ERR_NO_MEMORY;
    if (list.n_items == 0)
        return QW_OK;
    paths = qw_arena_alloc(asker->arena, list.n_items, sizeof *paths);
    if (paths == NULL)
        return QW_ERR_NO_MEMORY;
    err = look(asker->resolver, &view);
    if (err == QW_OK && qw_resolver_has_engine(asker->resolver))
        err = follow(&view, qw_resolver_socket(asker->resolver), &facts->socket);
    for (size_t i = 0; err == QW_OK && i < list.n_items; i++)
        err = follow(&view, list.items[i], &paths[i]);
    if (err != QW_OK)
        return err;
    facts->paths = paths;
    facts->n_paths = list.n_items;
    return QW_OK;
}
