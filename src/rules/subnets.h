/* Addresses of networks, parsed strictly. */
#ifndef QW_RULES_SUBNETS_H
#define QW_RULES_SUBNETS_H

#include <stdbool.h>
#include <stddef.h>

/* True when TEXT, an address with or without a prefix length, lies in one of SUBNETS.  False for
 * what is no address; a row of SUBNETS that is none holds nothing. */
bool qw_subnet_is_in(const char *text, const char *const *subnets, size_t n_subnets);

#endif
