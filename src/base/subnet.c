/* inet_pton() refuses what Go versions read differently: leading zeros, short forms, zones. */
#include "qw/subnet.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

_Static_assert(QW_SUBNET_TEXT >= INET6_ADDRSTRLEN + sizeof("/128") - 1, "every subnet fits");

/* 0 to MAX in decimal, without a sign or leading zeros. */
static bool parse_prefix(const char *text, unsigned max, unsigned *ret_bits)
{
    const size_t len = strspn(text, "0123456789");
    unsigned bits = 0;

    if (len == 0 || len > 3 || text[len] != '\0' || (*text == '0' && len > 1))
        return false;
    for (size_t i = 0; i < len; i++)
        bits = bits * 10 + (unsigned)(text[i] - '0');
    if (bits > max)
        return false;
    *ret_bits = bits;
    return true;
}

static unsigned bits_of(int family)
{
    return family == AF_INET6 ? QW_SUBNET_BITS_V6 : QW_SUBNET_BITS_V4;
}

static bool parse_address(const char *text, struct qw_subnet *ret_subnet)
{
    struct qw_subnet parsed = {.family = strchr(text, ':') ? AF_INET6 : AF_INET};

    if (inet_pton(parsed.family, text, parsed.address) != 1)
        return false;
    parsed.n_bits = bits_of(parsed.family);
    *ret_subnet = parsed;
    return true;
}

bool qw_subnet_parse(const char *text, struct qw_subnet *ret_subnet)
{
    char address[INET6_ADDRSTRLEN];
    const char *slash = strchr(text, '/');
    const size_t len = slash ? (size_t)(slash - text) : strlen(text);
    struct qw_subnet parsed;

    if (len >= sizeof(address))
        return false;
    memcpy(address, text, len);
    address[len] = '\0';
    if (!parse_address(address, &parsed))
        return false;
    if (slash && !parse_prefix(slash + 1, parsed.n_bits, &parsed.n_bits))
        return false;
    *ret_subnet = parsed;
    return true;
}

void qw_subnet_format(const struct qw_subnet *subnet, char ret_text[QW_SUBNET_TEXT])
{
    char address[INET6_ADDRSTRLEN] = "";

    (void)inet_ntop(subnet->family, subnet->address, address, sizeof(address));
    if (subnet->n_bits == bits_of(subnet->family))
        (void)snprintf(ret_text, QW_SUBNET_TEXT, "%s", address);
    else
        (void)snprintf(ret_text, QW_SUBNET_TEXT, "%s/%u", address, subnet->n_bits);
}

static bool prefix_equal(const struct qw_subnet *one, const struct qw_subnet *other,
                         unsigned n_bits)
{
    const size_t n_bytes = n_bits / 8;
    const unsigned n_rest = n_bits % 8;

    if (memcmp(one->address, other->address, n_bytes) != 0)
        return false;
    if (n_rest == 0)
        return true;
    return (one->address[n_bytes] ^ other->address[n_bytes]) >> (8 - n_rest) == 0;
}

bool qw_subnet_lies_in(const struct qw_subnet *inner, const struct qw_subnet *outer)
{
    return inner->family == outer->family && inner->n_bits >= outer->n_bits &&
           prefix_equal(inner, outer, outer->n_bits);
}

/* Of two prefixes that have an address in common one lies in the other. */
bool qw_subnet_overlaps(const struct qw_subnet *one, const struct qw_subnet *other)
{
    return qw_subnet_lies_in(one, other) || qw_subnet_lies_in(other, one);
}

bool qw_subnet_is_in(const struct qw_subnet *subnet, const char *const *subnets, size_t n_subnets)
{
    struct qw_subnet outer;

    for (size_t i = 0; i < n_subnets; i++) {
        if (qw_subnet_parse(subnets[i], &outer) && qw_subnet_lies_in(subnet, &outer))
            return true;
    }
    return false;
}
