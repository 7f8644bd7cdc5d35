/* The kernel's tables of routes as /proc/PID/net shows them (Linux, net/ipv4/fib_trie.c and
 * net/ipv6/route.c), and name servers (resolv.conf(5)).  A line of another form makes the whole
 * file no answer: a route that was missed would be one that may be taken over. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "answers.h"
#include "qw/limits.h"

static enum qw_err not_understood(struct qw_diag *diag, const char *file)
{
    return qw_diag_set(diag, QW_ERR_ENGINE,
                       "%s of the host has a line that quaywarden does not understand", file);
}

static enum qw_err add(struct resolve_routes *routes, enum qw_route_kind kind,
                       const struct qw_subnet *subnet, struct qw_diag *diag)
{
    if (subnet->n_bits == 0)
        return QW_OK;
    if (routes->n_items == QW_LIMIT_ROUTES)
        return qw_diag_set(diag, QW_ERR_ENGINE, "the host has more than %d routes",
                           QW_LIMIT_ROUTES);
    routes->items[routes->n_items++] = (struct qw_route){.kind = kind, .subnet = *subnet};
    return QW_OK;
}

/* The next line; false behind the last one. */
static bool next_line(struct qw_bytes *rest, struct qw_bytes *ret_line)
{
    const char *end;
    size_t len;

    if (rest->len == 0)
        return false;
    end = memchr(rest->data, '\n', rest->len);
    len = end != NULL ? (size_t)(end - rest->data) : rest->len;
    *ret_line = (struct qw_bytes){.data = rest->data, .len = len};
    len += end != NULL;
    *rest = (struct qw_bytes){.data = rest->data + len, .len = rest->len - len};
    return true;
}

/* The kernel ends every line: a file that does not was cut. */
static bool is_whole(struct qw_bytes file)
{
    return file.len == 0 || file.data[file.len - 1] == '\n';
}

static bool skip(struct qw_bytes *rest, const char *text)
{
    const size_t len = strlen(text);

    if (rest->len < len || memcmp(rest->data, text, len) != 0)
        return false;
    *rest = (struct qw_bytes){.data = rest->data + len, .len = rest->len - len};
    return true;
}

static struct qw_bytes take_until(struct qw_bytes *rest, const char *ends)
{
    struct qw_bytes taken = {.data = rest->data, .len = 0};

    while (taken.len < rest->len &&
           (rest->data[taken.len] == '\0' || strchr(ends, rest->data[taken.len]) == NULL))
        taken.len++;
    *rest = (struct qw_bytes){.data = rest->data + taken.len, .len = rest->len - taken.len};
    return taken;
}

static int digit_of(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* N_BYTES bytes as twice as many digits. */
static bool take_hex(struct qw_bytes *rest, size_t n_bytes, unsigned char *ret_bytes)
{
    if (rest->len < 2 * n_bytes)
        return false;
    for (size_t i = 0; i < n_bytes; i++) {
        const int high = digit_of(rest->data[2 * i]);
        const int low = digit_of(rest->data[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        ret_bytes[i] = (unsigned char)(high << 4 | low);
    }
    *rest = (struct qw_bytes){.data = rest->data + 2 * n_bytes, .len = rest->len - 2 * n_bytes};
    return true;
}

static bool is_zero(const struct qw_subnet *address)
{
    static const unsigned char zero[QW_SUBNET_BYTES];

    return memcmp(address->address, zero, sizeof zero) == 0;
}

/* A route and, where there is one, its gateway. */
static enum qw_err add_both(struct resolve_routes *routes, const struct qw_subnet *net,
                            const struct qw_subnet *gateway, struct qw_diag *diag)
{
    enum qw_err err = add(routes, QW_ROUTE_NET, net, diag);

    if (err != QW_OK || is_zero(gateway))
        return err;
    return add(routes, QW_ROUTE_GATEWAY, gateway, diag);
}

/* --- /proc/net/route -------------------------------------------------------------------------- */

enum { BYTES_V4 = 4 };

/* "0000630A": the number that the bytes of the address make on this machine. */
static bool take_number_v4(struct qw_bytes *rest, uint32_t *ret_number)
{
    unsigned char bytes[BYTES_V4];

    if (!take_hex(rest, sizeof bytes, bytes) || !skip(rest, "\t"))
        return false;
    *ret_number = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
                  (uint32_t)bytes[3];
    return true;
}

static bool take_address_v4(struct qw_bytes *rest, struct qw_subnet *ret_address)
{
    struct qw_subnet address = {.family = AF_INET, .n_bits = QW_SUBNET_BITS_V4};
    uint32_t number;

    if (!take_number_v4(rest, &number))
        return false;
    memcpy(address.address, &number, sizeof number);
    *ret_address = address;
    return true;
}

static bool take_mask_v4(struct qw_bytes *rest, unsigned *ret_bits)
{
    uint32_t number;
    unsigned n_bits = 0;

    if (!take_number_v4(rest, &number))
        return false;
    for (number = ntohl(number); (number & 0x80000000U) != 0; number <<= 1)
        n_bits++;
    *ret_bits = n_bits;
    return number == 0;
}

/* Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT */
static bool read_route_line(struct qw_bytes line, struct qw_subnet *ret_net,
                            struct qw_subnet *ret_gateway)
{
    enum { N_BEFORE_MASK = 4 };

    if (take_until(&line, "\t").len == 0 || !skip(&line, "\t") ||
        !take_address_v4(&line, ret_net) || !take_address_v4(&line, ret_gateway))
        return false;
    for (int i = 0; i < N_BEFORE_MASK; i++) {
        if (take_until(&line, "\t").len == 0 || !skip(&line, "\t"))
            return false;
    }
    return take_mask_v4(&line, &ret_net->n_bits);
}

enum qw_err resolve_read_route(struct qw_bytes file, struct resolve_routes *routes,
                               struct qw_diag *diag)
{
    static const char name[] = "/proc/net/route";
    struct qw_subnet net;
    struct qw_subnet gateway;
    struct qw_bytes line;
    enum qw_err err = QW_OK;

    if (!is_whole(file) || !next_line(&file, &line) ||
        !skip(&line, "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t"))
        return not_understood(diag, name);
    while (err == QW_OK && next_line(&file, &line)) {
        if (!read_route_line(line, &net, &gateway))
            return not_understood(diag, name);
        err = add_both(routes, &net, &gateway, diag);
    }
    return err;
}

/* --- /proc/net/ipv6_route --------------------------------------------------------------------- */

static bool take_address_v6(struct qw_bytes *rest, struct qw_subnet *ret_address)
{
    struct qw_subnet address = {.family = AF_INET6, .n_bits = QW_SUBNET_BITS_V6};

    if (!take_hex(rest, sizeof address.address, address.address) || !skip(rest, " "))
        return false;
    *ret_address = address;
    return true;
}

static bool take_net_v6(struct qw_bytes *rest, struct qw_subnet *ret_net)
{
    unsigned char n_bits;

    if (!take_address_v6(rest, ret_net) || !take_hex(rest, 1, &n_bits) || !skip(rest, " "))
        return false;
    ret_net->n_bits = n_bits;
    return n_bits <= QW_SUBNET_BITS_V6;
}

/* Destination, source, gateway, then numbers and the interface. */
enum qw_err resolve_read_ipv6_route(struct qw_bytes file, struct resolve_routes *routes,
                                    struct qw_diag *diag)
{
    static const char name[] = "/proc/net/ipv6_route";
    struct qw_subnet net;
    struct qw_subnet source;
    struct qw_subnet gateway;
    struct qw_bytes line;
    enum qw_err err = QW_OK;

    if (!is_whole(file))
        return not_understood(diag, name);
    while (err == QW_OK && next_line(&file, &line)) {
        if (!take_net_v6(&line, &net) || !take_net_v6(&line, &source) ||
            !take_address_v6(&line, &gateway))
            return not_understood(diag, name);
        err = add_both(routes, &net, &gateway, diag);
    }
    return err;
}

/* --- /proc/net/fib_trie ----------------------------------------------------------------------- */

static bool parse_joined(struct qw_bytes address, struct qw_bytes bits,
                         struct qw_subnet *ret_subnet)
{
    char text[QW_SUBNET_TEXT];

    if (address.len + bits.len >= sizeof text || memchr(address.data, '\0', address.len) != NULL ||
        memchr(bits.data, '\0', bits.len) != NULL)
        return false;
    (void)snprintf(text, sizeof text, "%.*s%.*s", (int)address.len, address.data, (int)bits.len,
                   bits.data);
    return qw_subnet_parse(text, ret_subnet);
}

static bool is_header(struct qw_bytes line)
{
    return line.len > 1 && line.data[0] != ' ' && line.data[line.len - 1] == ':';
}

/* "|-- 10.1.2.0" is followed by a line "/24 link UNICAST" for each route there; a line with "+--"
 * is a branch of the tree, and "Main:" or "Id 52:" begins a table. */
enum qw_err resolve_read_fib_trie(struct qw_bytes file, struct resolve_routes *routes,
                                  struct qw_diag *diag)
{
    static const char name[] = "/proc/net/fib_trie";
    struct qw_bytes leaf = {.data = "", .len = 0};
    struct qw_bytes line;
    struct qw_subnet net;
    enum qw_err err = QW_OK;

    if (!is_whole(file))
        return not_understood(diag, name);
    while (err == QW_OK && next_line(&file, &line)) {
        if (is_header(line))
            continue;
        while (skip(&line, " "))
            continue;
        if (skip(&line, "+-- "))
            continue;
        if (skip(&line, "|-- ")) {
            leaf = line;
            continue;
        }
        if (line.len == 0 || line.data[0] != '/' ||
            !parse_joined(leaf, take_until(&line, " "), &net))
            return not_understood(diag, name);
        err = add(routes, QW_ROUTE_NET, &net, diag);
    }
    return err;
}

/* --- resolv.conf ------------------------------------------------------------------------------ */

/* Without a zone, which only a link-local address has. */
static bool read_server(struct qw_bytes line, struct qw_subnet *ret_server)
{
    struct qw_bytes none = {.data = "", .len = 0};

    while (skip(&line, " ") || skip(&line, "\t"))
        continue;
    return parse_joined(take_until(&line, " \t\r%"), none, ret_server) &&
           ret_server->n_bits ==
               (ret_server->family == AF_INET ? QW_SUBNET_BITS_V4 : QW_SUBNET_BITS_V6);
}

enum qw_err resolve_read_resolv_conf(struct qw_bytes file, struct resolve_routes *routes,
                                     struct qw_diag *diag)
{
    struct qw_subnet server;
    struct qw_bytes line;
    enum qw_err err = QW_OK;

    while (err == QW_OK && next_line(&file, &line)) {
        while (skip(&line, " ") || skip(&line, "\t"))
            continue;
        if (!skip(&line, "nameserver ") && !skip(&line, "nameserver\t"))
            continue;
        if (!read_server(line, &server))
            return not_understood(diag, "resolv.conf");
        err = add(routes, QW_ROUTE_NAME_SERVER, &server, diag);
    }
    return err;
}
