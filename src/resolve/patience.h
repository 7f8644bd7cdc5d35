/* How long questions may wait. */
#ifndef QW_RESOLVE_PATIENCE_H
#define QW_RESOLVE_PATIENCE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How long and how much: shorter in tests. */
struct resolve_limits {
    long connect_ms;
    long quick_ms;       /* images, volumes, info: nothing holds the engine up there */
    long container_ms;   /* whose lock the engine holds while it starts or stops it */
    unsigned long_waits; /* questions about containers that may take so long; others get quick_ms */
    long hurry_ms;       /* and once one of those was in vain, for a while no more than this */
    long request_ms;     /* all the questions of one request together */
    size_t answer;       /* bytes */
};

/* How long a question about a container may wait. */
struct resolve_patience {
    pthread_mutex_t lock;
    unsigned n_long;
    uint64_t hurry_until_us;
};

struct resolve_wait {
    long limit_ms;
    bool is_long;
};

void resolve_patience_init(struct resolve_patience *patience);
void resolve_patience_done(struct resolve_patience *patience);

/* Each that begins must end.  IN_VAIN_US: when its time was up; 0 when there was an answer. */
struct resolve_wait resolve_patience_begin(struct resolve_patience *patience,
                                           const struct resolve_limits *limits, uint64_t now_us);
void resolve_patience_end(struct resolve_patience *patience, const struct resolve_limits *limits,
                          const struct resolve_wait *wait, uint64_t in_vain_us);

#endif
