/* What requests that were allowed do with names until the engine has answered them; interlock.c and
 * filling.c tell what for. */
#ifndef QW_GATE_CLAIMS_H
#define QW_GATE_CLAIMS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qw/digest.h"

enum claim_kind {
    CLAIM_RELIES,  /* on what the name means, until the engine has looked it up */
    CLAIM_GIVES,   /* the name to a container */
    CLAIM_FILLS,   /* a volume of that name, alone */
    CLAIM_WRITES,  /* to a volume of that name */
    CLAIM_MAKES,   /* and fills volumes whose names the engine makes up; no name */
    CLAIM_UPDATES, /* a container; no name */
    CLAIM_NOTHING, /* where others of the same words may rely on names: it is counted with them */
};

struct claim {
    enum claim_kind kind;
    struct qw_digest name;
    bool has_it; /* of RELIES: the container is called so, in full */
};

/* What one request claims.  Its words are those by which its answer is known again. */
struct claim_request {
    struct qw_digest words;
    struct claim *items;
    size_t n_items;
    uint64_t now_us;
    bool may_wait; /* a moment, for a volume: its thread may block */
};

struct claim_entry {
    struct qw_digest words;
    struct qw_digest name;
    enum claim_kind kind;
    unsigned n_open;   /* requests of the same words that were not answered yet */
    uint64_t since_us; /* the first of them came */
    int64_t since_s;   /* the same by the wall clock, which somebody may set */
    uint64_t until_us; /* by then the engine has looked the name up */
    bool is_orphan;    /* no answer may come: it ends then at the latest */
};

struct claims {
    pthread_mutex_t lock;
    pthread_cond_t left; /* some claim has ended */
    unsigned n_waiting;
    uint64_t wait_us;            /* for a volume that another fills, or writes to */
    struct claim_entry *entries; /* owned */
    size_t n_entries;
    size_t size;
};

void claims_init(struct claims *claims);
void claims_done(struct claims *claims);

/* QW_ERR_NAME_MOVES when one claim gives a name that the other relies on, QW_ERR_VOLUME_FILLED when
 * one fills a volume that the other fills or writes to, QW_ERR_BUSY when there are too many,
 * QW_ERR_NO_MEMORY: then nothing is claimed. */
QW_MUST_USE enum qw_err claims_enter(struct claims *claims, const struct claim_request *request);

/* One request of these WORDS is over.  True when it was an update. */
bool claims_leave(struct claims *claims, const struct qw_digest *words);
bool claims_any(struct claims *claims);
bool claims_has_update(struct claims *claims);

/* Since when the first of those that hold MAKES does, but for the request of WORDS: in seconds
 * since 1970, by the clock as it was then or as it is now, whichever is earlier. */
enum { CLAIMS_NONE = -1 };
int64_t claims_making_since(struct claims *claims, const struct qw_digest *words);

/* An engine has started: those of one that is gone get no answer.  But every dockerd of the host
 * activates every plugin that it finds, so that none ends before its time: a look-up has a minute,
 * a volume an hour to be filled. */
void claims_orphan(struct claims *claims);

#endif
