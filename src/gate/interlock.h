/* What interlock.c and filling.c share: a request that is about to be allowed, and its claims. */
#ifndef QW_GATE_INTERLOCK_H
#define QW_GATE_INTERLOCK_H

#include "gate_priv.h"

/* A name that a request relies on, and what it meant when that was judged. */
struct reliance {
    const char *name;
    const char *id; /* NULL: there was no such container */
};

struct interlock {
    struct qw_gate *gate;
    struct qw_asker *asker;
    struct qw_decided *decided;
    struct claim_request request;
    struct reliance *reliances;
    size_t n_reliances;
};

/* A claim more, for which there is room. */
void interlock_claim(struct interlock *interlock, enum claim_kind kind,
                     const struct qw_digest *name);

/* ERR itself, with a sentence of TEXT in the diag of what is decided. */
QW_MUST_USE enum qw_err interlock_refuse(struct interlock *interlock, enum qw_err err,
                                         const char *text);

#endif
