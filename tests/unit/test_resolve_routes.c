/* Tests of src/resolve/routes.c: a process with a network of its own listens as the engine.  They
 * need root. */
#include <arpa/inet.h>
#include <check.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "../../src/resolve/resolve_priv.h"
#include "qw/limits.h"
#include "suite.h"

static char folder[] = "/tmp/qw-routes-XXXXXX";
static struct sockaddr_un address = {.sun_family = AF_UNIX};

static void make_folder(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/s", folder);
}

static void remove_folder(void)
{
    unlink(address.sun_path);
    rmdir(folder);
}

static int bind_socket(void)
{
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    ck_assert_int_ge(fd, 0);
    unlink(address.sun_path);
    ck_assert_int_eq(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* Brings up the loopback interface of this network, with a route to 10.213.7.0/24 through it. */
static bool make_route(void)
{
    QW_CLEANUP(qw_cleanup_fd) const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    char device[] = "lo";
    struct ifreq up = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    struct sockaddr_in net = {.sin_family = AF_INET};
    struct sockaddr_in mask = {.sin_family = AF_INET};
    struct rtentry route = {.rt_flags = RTF_UP, .rt_dev = device};

    (void)inet_pton(AF_INET, "10.213.7.0", &net.sin_addr);
    (void)inet_pton(AF_INET, "255.255.255.0", &mask.sin_addr);
    memcpy(&route.rt_dst, &net, sizeof net);
    memcpy(&route.rt_genmask, &mask, sizeof mask);
    return fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &up) == 0 && ioctl(fd, SIOCADDRT, &route) == 0;
}

/* The engine's side: listens as PREPARE left it, says so, and waits to be told to go. */
typedef bool prepare_fn(void);

static int be_the_engine(prepare_fn *prepare, int fd, int peer)
{
    char byte = 0;

    if (!prepare() || listen(fd, 1) != 0 || write(peer, &byte, 1) != 1)
        return 1;
    return read(peer, &byte, 1) == 0 ? 0 : 1;
}

static bool have_own_network(void)
{
    return unshare(CLONE_NEWNET) == 0 && make_route();
}

static bool have_own_root(void)
{
    return chroot(folder) == 0;
}

static void ask(struct qw_arena *arena, struct qw_route_facts *ret_routes)
{
    struct qw_resolver *resolver QW_CLEANUP(qw_cleanup_resolver) = NULL;
    char engine[sizeof address.sun_path + sizeof "unix:"];
    struct qw_diag diag = {.err = QW_OK};

    (void)snprintf(engine, sizeof engine, "unix:%s", address.sun_path);
    ck_assert_int_eq(qw_resolver_new(engine, &resolver, &diag), QW_OK);

    struct qw_asker asker = qw_asker_new(resolver, arena);

    ck_assert_int_eq(resolve_routes(&asker, ret_routes), QW_OK);
}

static void ask_beside(prepare_fn *prepare, struct qw_arena *arena,
                       struct qw_route_facts *ret_routes)
{
    QW_CLEANUP(qw_cleanup_fd) const int fd = bind_socket();
    int pair[2];
    int status = -1;
    char byte = 0;

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);

    const pid_t child = fork();

    if (child == 0) {
        close(pair[0]);
        _exit(be_the_engine(prepare, fd, pair[1]));
    }
    close(pair[1]);
    ck_assert_int_eq(read(pair[0], &byte, 1), 1);
    ask(arena, ret_routes);
    close(pair[0]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}

static bool has_route(const struct qw_route_facts *routes, const char *text)
{
    struct qw_subnet subnet;

    ck_assert(qw_subnet_parse(text, &subnet));
    for (size_t i = 0; i < routes->n_items; i++) {
        if (routes->items[i].kind == QW_ROUTE_NET &&
            qw_subnet_overlaps(&routes->items[i].subnet, &subnet))
            return true;
    }
    return false;
}

/* 127.0.0.0/8 stands in the local table alone. */
START_TEST(the_routes_are_those_of_the_engines_network)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_route_facts routes = {0};

    ask_beside(have_own_network, arena, &routes);
    ck_assert_msg(routes.fact.state == QW_FACT_KNOWN, "%s", routes.fact.why);
    ck_assert(has_route(&routes, "10.213.7.9"));
    ck_assert(has_route(&routes, "127.0.0.1"));
    ck_assert(!has_route(&routes, "10.213.8.0/24"));
}
END_TEST

START_TEST(a_host_that_is_not_seen_has_no_known_routes)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_route_facts routes = {0};

    ask_beside(have_own_root, arena, &routes);
    ck_assert_int_eq(routes.fact.state, QW_FACT_FAILED);
    ck_assert_uint_eq(routes.n_items, 0);
    ck_assert_str_eq(routes.fact.why, "quaywarden cannot see the routes of the engine's host from "
                                      "where it runs");
}
END_TEST

START_TEST(where_nobody_listens_no_routes_are_known)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_route_facts routes = {0};

    unlink(address.sun_path);
    ask(arena, &routes);
    ck_assert_int_eq(routes.fact.state, QW_FACT_FAILED);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("routes");

    tcase_add_unchecked_fixture(tests, make_folder, remove_folder);
    tcase_add_test(tests, the_routes_are_those_of_the_engines_network);
    tcase_add_test(tests, a_host_that_is_not_seen_has_no_known_routes);
    tcase_add_test(tests, where_nobody_listens_no_routes_are_known);
    return run_case("resolve/routes", tests);
}
