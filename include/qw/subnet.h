/* Networks as an address with a prefix length, parsed strictly. */
#ifndef QW_SUBNET_H
#define QW_SUBNET_H

#include <stdbool.h>
#include <stddef.h>

enum {
    QW_SUBNET_BYTES = 16,
    QW_SUBNET_BITS_V4 = 32,
    QW_SUBNET_BITS_V6 = 128,
    QW_SUBNET_TEXT = 46 + sizeof("/128"), /* INET6_ADDRSTRLEN */
};

struct qw_subnet {
    int family; /* AF_INET or AF_INET6 */
    unsigned char
        address[QW_SUBNET_BYTES]; /* in network order; bits behind the prefix may be set */
    unsigned n_bits;              /* of the prefix */
};

/* "10.20.0.0/16", "fd00::/64", or one address.  False for everything else. */
bool qw_subnet_parse(const char *text, struct qw_subnet *ret_subnet);

/* "10.20.0.0/16", and "10.20.0.1" for one address. */
void qw_subnet_format(const struct qw_subnet *subnet, char ret_text[QW_SUBNET_TEXT]);

/* True when each address of INNER is one of OUTER. */
bool qw_subnet_lies_in(const struct qw_subnet *inner, const struct qw_subnet *outer);

/* True when they have an address in common. */
bool qw_subnet_overlaps(const struct qw_subnet *one, const struct qw_subnet *other);

/* True when SUBNET lies in one of SUBNETS; a row that is no subnet holds nothing. */
bool qw_subnet_is_in(const struct qw_subnet *subnet, const char *const *subnets, size_t n_subnets);

#endif
