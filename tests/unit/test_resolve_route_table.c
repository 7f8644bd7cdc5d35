/* Tests of src/resolve/route_table.c.  The addresses of /proc/net/route are written as the numbers
 * that they make on a little-endian machine, which is what quaywarden is tested on. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "../../src/resolve/answers.h"
#include "qw/limits.h"
#include "suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define V4_HEAD                                                                                 \
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT      " \
    "                                                 \n"
#define V4(dest, gateway, mask) \
    "eth0\t" dest "\t" gateway "\t0003\t0\t0\t100\t" mask "\t0\t0\t0         \n"
#define ZERO "00000000000000000000000000000000"
#define V6(dest, bits, gateway) \
    dest " " bits " " ZERO " 00 " gateway " 00000100 00000001 00000000 00000001     eth0\n"

struct row {
    const char *file;
    const char *routes; /* NULL: not understood */
};

static const char *const kinds[QW_ROUTE_KIND_COUNT] = {
    [QW_ROUTE_NET] = "", [QW_ROUTE_GATEWAY] = "gateway ", [QW_ROUTE_NAME_SERVER] = "server "};

static struct qw_route items[QW_LIMIT_ROUTES];

static void tell(const struct resolve_routes *routes, char *text, size_t size)
{
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < routes->n_items && len < size; i++) {
        char subnet[QW_SUBNET_TEXT];

        qw_subnet_format(&routes->items[i].subnet, subnet);
        len += (size_t)snprintf(text + len, size - len, "%s%s%s", i > 0 ? ", " : "",
                                kinds[routes->items[i].kind], subnet);
    }
}

static void check_row(resolve_read_routes_fn *read, const struct row *row)
{
    struct resolve_routes routes = {.items = items};
    struct qw_diag diag = {.err = QW_OK};
    const struct qw_bytes file = {.data = row->file, .len = strlen(row->file)};
    const enum qw_err err = read(file, &routes, &diag);
    char text[1024];

    tell(&routes, text, sizeof text);
    ck_assert_msg(err == (row->routes != NULL ? QW_OK : QW_ERR_ENGINE), "%s: %s", row->file,
                  diag.text);
    ck_assert_msg(row->routes == NULL || strcmp(text, row->routes) == 0, "%s: [%s], not [%s]",
                  row->file, text, row->routes);
    ck_assert_msg((diag.text[0] != '\0') == (row->routes == NULL), "%s: %s", row->file, diag.text);
}

static const struct row route_rows[] = {
    {V4_HEAD, ""},
    /* the default route is none, its gateway is told */
    {V4_HEAD V4("00000000", "010200C0", "00000000"), "gateway 192.0.2.1"},
    {V4_HEAD V4("000012AC", "00000000", "0000FFFF"), "172.18.0.0/16"},
    {V4_HEAD V4("0000630A", "0101630a", "00FFFFFF") V4("0100000A", "00000000", "FFFFFFFF"),
     "10.99.0.0/24, gateway 10.99.1.1, 10.0.0.1"},
    /* halves of everything, as VPNs make them, are no default route */
    {V4_HEAD V4("00000000", "00000000", "00000080"), "0.0.0.0/1"},
    {V4_HEAD "*\t0000000A\t00000000\t0200\t0\t0\t0\t000000FF\t0\t0\t0\n", "10.0.0.0/8"},
    /* cut, in the wrong form, or with another head */
    {"", NULL},
    {"\n", NULL},
    {"Iface\tDestination\n", NULL},
    {V4("000012AC", "00000000", "0000FFFF"), NULL},
    {V4_HEAD "\n", NULL},
    {V4_HEAD "eth0\t000012AC\t00000000\t0003\t0\t0\t100\t0000FFFF\t0\t0\t0", NULL},
    {V4_HEAD "eth0\t000012AC\t00000000\t0003\n", NULL},
    {V4_HEAD "eth0\t000012AC\t00000000\t0003\t0\t0\t100\t0000FFFF\n", NULL},
    {V4_HEAD "\t000012AC\t00000000\t0003\t0\t0\t100\t0000FFFF\t0\t0\t0\n", NULL},
    {V4_HEAD V4("000012A", "00000000", "0000FFFF"), NULL},
    {V4_HEAD V4("0000012AC", "00000000", "0000FFFF"), NULL},
    {V4_HEAD V4("000012AG", "00000000", "0000FFFF"), NULL},
    {V4_HEAD V4("000012AC", "0x000000", "0000FFFF"), NULL},
    {V4_HEAD V4("000012AC", "00000000", "00FF00FF"), NULL}, /* a mask with a gap */
    {V4_HEAD V4("000012AC", "00000000", "FFFF0000"), NULL},
};

START_TEST(routes_of_the_main_table_are_read)
{
    check_row(resolve_read_route, &route_rows[_i]);
}
END_TEST

static const struct row ipv6_rows[] = {
    {"", ""},
    {V6("fd000000000000000000000000000000", "40", ZERO), "fd00::/64"},
    {V6(ZERO, "00", "fe800000000000000000000000000001"), "gateway fe80::1"},
    {V6("fd000000000000000000000000000001", "80", ZERO)
         V6("fd000001000000000000000000000000", "20", "FD000000000000000000000000000001"),
     "fd00::1, fd00:1::/32, gateway fd00::1"},
    {"\n", NULL},
    {V6("fd000000000000000000000000000000", "81", ZERO), NULL},
    {V6("fd000000000000000000000000000000", "4", ZERO), NULL},
    {V6("fd00000000000000000000000000000", "40", ZERO), NULL},
    {V6("fd00::0000000000000000000000000g", "40", ZERO), NULL},
    {V6("fd000000000000000000000000000000", "40", "fe80"), NULL},
    {"fd000000000000000000000000000000 40\n", NULL},
    {"fd000000000000000000000000000000 40 " ZERO " 00 " ZERO "\n", NULL},
    {"fd000000000000000000000000000000 40 " ZERO " 00 " ZERO " 00000100", NULL},
};

START_TEST(routes_of_ipv6_are_read)
{
    check_row(resolve_read_ipv6_route, &ipv6_rows[_i]);
}
END_TEST

static const struct row trie_rows[] = {
    {"", ""},
    {"Main:\n"
     "  +-- 0.0.0.0/0 3 0 4\n"
     "     |-- 0.0.0.0\n"
     "        /0 universe UNICAST\n"
     "     |-- 10.99.0.0\n"
     "        /24 link UNICAST\n"
     "        /16 universe UNREACHABLE tos=8\n"
     "Id 52:\n"
     "  |-- 100.100.100.100\n"
     "     /32 link UNICAST\n"
     "Local:\n"
     "  +-- 127.0.0.0/8 2 0 2\n"
     "     |-- 127.0.0.1\n"
     "        /32 host LOCAL\n",
     "10.99.0.0/24, 10.99.0.0/16, 100.100.100.100, 127.0.0.1"},
    {"Main:\n  /24 link UNICAST\n", NULL}, /* of no address */
    {"Main:\n  |-- 10.99.0.0\n  24 link UNICAST\n", NULL},
    {"Main:\n  |-- 10.99.0.0\n  /33 link UNICAST\n", NULL},
    {"Main:\n  |-- 10.99.0\n  /24 link UNICAST\n", NULL},
    {"Main:\n  |-- 10.99.0.0/8\n  /24 link UNICAST\n", NULL},
    {"Main:\n  |-- 10.99.0.0\n  /24 link UNICAST", NULL}, /* cut */
    {"Main:\n\n", NULL},
    {"Main\n", NULL},
    {":\n", NULL},
    {"Main:\n  *-- 10.99.0.0\n", NULL},
    {"Main:\n  |-- 1111.2222.3333.4444.5555.6666.7777.8888.9999.0000.1111\n  /1 link UNICAST\n",
     NULL},
};

START_TEST(routes_of_every_table_are_read)
{
    check_row(resolve_read_fib_trie, &trie_rows[_i]);
}
END_TEST

static const struct row server_rows[] = {
    {"", ""},
    {"# nameserver 10.0.0.9\n;nameserver 10.0.0.9\nsearch example.org\noptions edns0\n", ""},
    {"nameserver 10.0.0.1\n\tnameserver\t fd00::1 # of the house\nnameserver 10.0.0.2",
     "server 10.0.0.1, server fd00::1, server 10.0.0.2"},
    {"nameserver 10.0.0.1\r\n", "server 10.0.0.1"},
    {"nameserver fe80::1%eth0\n", "server fe80::1"},
    {"nameserver\nnameservers 10.0.0.1\n", ""},
    /* the C library takes 10.1 for 10.0.0.1 */
    {"nameserver 10.1\n", NULL},
    {"nameserver 010.0.0.1\n", NULL},
    {"nameserver 10.0.0.1/24\n", NULL},
    {"nameserver \n", NULL},
    {"nameserver dns\n", NULL},
};

START_TEST(name_servers_are_read)
{
    check_row(resolve_read_resolv_conf, &server_rows[_i]);
}
END_TEST

START_TEST(a_zero_byte_is_not_the_end_of_an_address)
{
    static const char server[] = "nameserver 10.0.0.1\0.5\n";
    static const char leaf[] = "  |-- 10.0.0.1\0.5\n  /32 host LOCAL\n";
    struct resolve_routes routes = {.items = items};
    struct qw_diag diag = {.err = QW_OK};

    ck_assert_int_eq(
        resolve_read_resolv_conf((struct qw_bytes){server, sizeof server - 1}, &routes, &diag),
        QW_ERR_ENGINE);
    ck_assert_int_eq(
        resolve_read_fib_trie((struct qw_bytes){leaf, sizeof leaf - 1}, &routes, &diag),
        QW_ERR_ENGINE);
    ck_assert_uint_eq(routes.n_items, 0);
}
END_TEST

static const struct {
    size_t n_before;
    enum qw_err err;
} limit_rows[] = {
    {QW_LIMIT_ROUTES - 2, QW_OK},
    {QW_LIMIT_ROUTES - 1, QW_OK},
    {QW_LIMIT_ROUTES, QW_ERR_ENGINE},
};

START_TEST(more_routes_than_the_limit_are_not_cut)
{
    static const char file[] = "nameserver 10.0.0.1\n";
    struct resolve_routes routes = {.items = items, .n_items = limit_rows[_i].n_before};
    struct qw_diag diag = {.err = QW_OK};

    ck_assert_int_eq(
        resolve_read_resolv_conf((struct qw_bytes){file, sizeof file - 1}, &routes, &diag),
        limit_rows[_i].err);
    ck_assert_uint_le(routes.n_items, QW_LIMIT_ROUTES);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("route_table");

    tcase_add_loop_test(tests, routes_of_the_main_table_are_read, 0, COUNT_OF(route_rows));
    tcase_add_loop_test(tests, routes_of_ipv6_are_read, 0, COUNT_OF(ipv6_rows));
    tcase_add_loop_test(tests, routes_of_every_table_are_read, 0, COUNT_OF(trie_rows));
    tcase_add_loop_test(tests, name_servers_are_read, 0, COUNT_OF(server_rows));
    tcase_add_test(tests, a_zero_byte_is_not_the_end_of_an_address);
    tcase_add_loop_test(tests, more_routes_than_the_limit_are_not_cut, 0, COUNT_OF(limit_rows));
    return run_case("resolve/route_table", tests);
}
