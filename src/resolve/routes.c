/* The routes of the engine's host: of the network namespace of the process that listens at the
 * engine's socket, as this one's own (PrivateNetwork=) or that of process 1 may be another one.  It
 * must have our root folder as well: the name servers are read from there. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "answers.h"
#include "qw/file.h"
#include "qw/host_path.h"
#include "qw/limits.h"
#include "resolve_priv.h"

struct source {
    const char *path;
    resolve_read_routes_fn *read;
    bool may_be_missing;
};

/* Without IPv6 the kernel has no such file; `route` comes after it and shows that the process is
 * still there.  It has the main table alone, but the gateways, too. */
static const struct source of_kernel[] = {
    {"ipv6_route", resolve_read_ipv6_route, true},
    {"route", resolve_read_route, false},
    {"fib_trie", resolve_read_fib_trie, false},
};

/* Behind the stub of systemd-resolved stand the real ones. */
static const struct source of_resolver[] = {
    {"/etc/resolv.conf", resolve_read_resolv_conf, true},
    {"/run/systemd/resolve/resolv.conf", resolve_read_resolv_conf, true},
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static enum qw_err unreadable(struct qw_diag *diag, const char *path)
{
    return qw_diag_set(diag, QW_ERR_ENGINE, "the host's routes are not known: %s cannot be read",
                       path);
}

/* FOLDER: what a relative path is relative to. */
static enum qw_err read_source(struct qw_arena *arena, int folder, const struct source *source,
                               struct resolve_routes *routes, struct qw_diag *diag)
{
    int fd QW_CLEANUP(qw_cleanup_fd) =
        openat(folder, source->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct qw_bytes file;
    enum qw_err err;

    if (fd < 0 && errno == ENOENT && source->may_be_missing)
        return QW_OK;
    if (fd < 0)
        return unreadable(diag, source->path);
    err = qw_file_read_fd(arena, fd, QW_LIMIT_ROUTE_FILE, &file, NULL);
    if (err == QW_ERR_TOO_LARGE)
        return qw_diag_set(diag, QW_ERR_ENGINE,
                           "the host's routes are not known: %s is larger than 1 MiB",
                           source->path);
    if (err == QW_ERR_NO_MEMORY)
        return err;
    return err == QW_OK ? source->read(file, routes, diag) : unreadable(diag, source->path);
}

static enum qw_err read_sources(struct qw_arena *arena, int net, struct resolve_routes *routes,
                                struct qw_diag *diag)
{
    enum qw_err err = QW_OK;

    for (size_t i = 0; err == QW_OK && i < COUNT_OF(of_kernel); i++)
        err = read_source(arena, net, &of_kernel[i], routes, diag);
    for (size_t i = 0; err == QW_OK && i < COUNT_OF(of_resolver); i++)
        err = read_source(arena, AT_FDCWD, &of_resolver[i], routes, diag);
    return err;
}

static int open_net(const char *socket)
{
    char path[sizeof("/proc//net") + 3 * sizeof(pid_t)];
    pid_t pid;

    if (qw_host_path_sight(socket, &pid) != QW_HOST_SIGHT_SAME)
        return -1;
    (void)snprintf(path, sizeof path, "/proc/%ld/net", (long)pid);
    return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

enum qw_err resolve_routes(struct qw_asker *asker, struct qw_route_facts *ret_routes)
{
    int net QW_CLEANUP(qw_cleanup_fd) = open_net(qw_resolver_socket(asker->resolver));
    struct resolve_routes routes = {
        .items = qw_arena_alloc(asker->arena, QW_LIMIT_ROUTES, sizeof *routes.items)};
    struct qw_route_facts facts = {0};
    struct qw_diag diag = {.err = QW_OK};
    enum qw_err err = QW_ERR_NO_MEMORY;

    if (routes.items != NULL && net >= 0)
        err = read_sources(asker->arena, net, &routes, &diag);
    else if (routes.items != NULL)
        err =
            qw_diag_set(&diag, QW_ERR_ENGINE,
                        "quaywarden cannot see the routes of the engine's host from where it runs");
    err = resolve_settle(asker->arena, err, &diag, &facts.fact);
    if (err != QW_OK)
        return err;
    if (facts.fact.state == QW_FACT_KNOWN) {
        facts.items = routes.items;
        facts.n_items = routes.n_items;
    }
    *ret_routes = facts;
    return QW_OK;
}
