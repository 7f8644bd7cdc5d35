/* What is known of volumes since the gate was started: which of them somebody may still hold. */
#ifndef QW_GATE_VOLUMES_H
#define QW_GATE_VOLUMES_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "qw/digest.h"

enum { VOLUMES_SIZE = 4096 };

struct volumes_item {
    struct qw_digest name;
    int64_t when_s; /* since 1970: when it last could be passed on */
};

struct volumes {
    pthread_mutex_t lock;
    struct volumes_item items[VOLUMES_SIZE];
    size_t n_items;
    int64_t since_s; /* what is older is not known: the gate's start, or what was forgotten last */
};

void volumes_init(struct volumes *volumes, int64_t now_s);
void volumes_done(struct volumes *volumes);

/* A container starts that could pass the volume on. */
void volumes_note(struct volumes *volumes, const struct qw_digest *name, int64_t now_s);

/* True for a volume that was MADE_S, in whole seconds, and that nobody could have passed on since.
 */
bool volumes_is_free(struct volumes *volumes, const struct qw_digest *name, int64_t made_s);

#endif
