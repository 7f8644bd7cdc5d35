/* How long a question about a container may wait.  The engine holds a container's lock while it
 * starts or stops it, and while its files are read, which the reader can draw out for ever.  Many
 * may wait long for that, but not all: who holds the locks of many containers must not hold up the
 * questions about others, which the engine answers within milliseconds. */
#include "patience.h"

enum { US_PER_MS = 1000 };

void resolve_patience_init(struct resolve_patience *patience)
{
    *patience = (struct resolve_patience){.lock = PTHREAD_MUTEX_INITIALIZER};
}

void resolve_patience_done(struct resolve_patience *patience)
{
    (void)pthread_mutex_destroy(&patience->lock);
}

struct resolve_wait resolve_patience_begin(struct resolve_patience *patience,
                                           const struct resolve_limits *limits, uint64_t now_us)
{
    struct resolve_wait wait = {.limit_ms = limits->container_ms, .is_long = true};

    (void)pthread_mutex_lock(&patience->lock);
    if (patience->n_long < limits->long_waits)
        patience->n_long++;
    else
        wait = (struct resolve_wait){
            .limit_ms = now_us < patience->hurry_until_us ? limits->hurry_ms : limits->quick_ms};
    (void)pthread_mutex_unlock(&patience->lock);
    return wait;
}

/* One that waited in vain was not the last of its kind. */
void resolve_patience_end(struct resolve_patience *patience, const struct resolve_limits *limits,
                          const struct resolve_wait *wait, uint64_t in_vain_us)
{
    (void)pthread_mutex_lock(&patience->lock);
    if (wait->is_long)
        patience->n_long--;
    else if (in_vain_us != 0)
        patience->hurry_until_us = in_vain_us + (uint64_t)limits->container_ms * US_PER_MS;
    (void)pthread_mutex_unlock(&patience->lock);
}
