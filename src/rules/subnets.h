/* Addresses of networks, parsed strictly. */
#ifndef QW_RULES_SUBNETS_H
#define QW_RULES_SUBNETS_H

#include <stdbool.h>
#include <stddef.h>

/* True when TEXT, an address with or without a prefix length, lies in one of SUBNETS.  False for
 * what is no address; a row of SUBNETS that is none holds nothing. */
bool qw_subnet_is_in(const char *text, const char *const *subnets, size_t n_subnets);

/* True when TEXT lies in a private range (RFC 1918, RFC 4193) and is no wider than a network of
 * containers needs: /16, in IPv6 /48. */
bool qw_subnet_is_private(const char *text);

#endif
