/* Where the host's traffic goes: what the subnets of a network are held against. */
#ifndef QW_ROUTE_FACTS_H
#define QW_ROUTE_FACTS_H

#include <stddef.h>

#include "qw/fact.h"
#include "qw/subnet.h"

/* What of the host's traffic a network over SUBNET would take. */
enum qw_route_kind {
    QW_ROUTE_NET = 0,     /* a route other than the default one */
    QW_ROUTE_GATEWAY,     /* the next machine on the way of a route: one address */
    QW_ROUTE_NAME_SERVER, /* one address */
    QW_ROUTE_KIND_COUNT
};

struct qw_route {
    enum qw_route_kind kind;
    struct qw_subnet subnet;
};

/* The routes of the network namespace in which the engine makes networks, of every table, at the
 * moment of the question. */
struct qw_route_facts {
    struct qw_fact fact; /* never MISSING; UNASKED without an engine: nobody tells whose count */
    const struct qw_route *items;
    size_t n_items;
};

#endif
