/* Addresses of networks.  inet_pton() refuses what Go versions read differently: leading zeros,
 * short forms, zones. */
#include <arpa/inet.h>
#include <string.h>

#include "subnets.h"

enum { ADDRESS_BYTES = 16, BITS_V4 = 32, BITS_V6 = 128 };

struct subnet {
    int family;
    unsigned char address[ADDRESS_BYTES];
    unsigned n_bits;
};

/* 0 to 128 in decimal, without a sign or leading zeros. */
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

static bool parse_address(const char *text, struct subnet *ret_subnet)
{
    struct subnet parsed = {.family = strchr(text, ':') ? AF_INET6 : AF_INET};

    if (inet_pton(parsed.family, text, parsed.address) != 1)
        return false;
    parsed.n_bits = parsed.family == AF_INET6 ? BITS_V6 : BITS_V4;
    *ret_subnet = parsed;
    return true;
}

static bool parse_subnet(const char *text, struct subnet *ret_subnet)
{
    char address[INET6_ADDRSTRLEN];
    const char *slash = strchr(text, '/');
    const size_t len = slash ? (size_t)(slash - text) : strlen(text);
    struct subnet parsed;

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

static bool prefix_equal(const struct subnet *one, const struct subnet *other, unsigned n_bits)
{
    const size_t n_bytes = n_bits / 8;
    const unsigned n_rest = n_bits % 8;

    if (memcmp(one->address, other->address, n_bytes) != 0)
        return false;
    if (n_rest == 0)
        return true;
    return (one->address[n_bytes] ^ other->address[n_bytes]) >> (8 - n_rest) == 0;
}

static bool lies_in(const struct subnet *inner, const struct subnet *outer)
{
    return inner->family == outer->family && inner->n_bits >= outer->n_bits &&
           prefix_equal(inner, outer, outer->n_bits);
}

bool qw_subnet_is_in(const char *text, const char *const *subnets, size_t n_subnets)
{
    struct subnet inner;
    struct subnet outer;

    if (!parse_subnet(text, &inner))
        return false;
    for (size_t i = 0; i < n_subnets; i++) {
        if (parse_subnet(subnets[i], &outer) && lies_in(&inner, &outer))
            return true;
    }
    return false;
}
