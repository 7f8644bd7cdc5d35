/* What is known of volumes since the gate was started: which of them somebody may still hold. */
#ifndef QW_GATE_VOLUMES_H
#define QW_GATE_VOLUMES_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qw/digest.h"

enum { VOLUMES_SIZE = 4096 };

struct volumes_item {
    struct qw_digest name;
    bool was_missing; /* so that the one of this name was made behind the gate's start */
    bool is_held;     /* it has been where it could be passed on since */
    uint64_t when;    /* that was noted, by `now` */
};

struct volumes {
    pthread_mutex_t lock;
    struct volumes_item items[VOLUMES_SIZE]; /* when it is full, all is forgotten */
    size_t n_items;
    uint64_t now;       /* counts what is noted as held, and forgotten */
    uint64_t forgotten; /* when */
};

void volumes_init(struct volumes *volumes);
void volumes_done(struct volumes *volumes);

/* The engine has said, since ASKED, that there is none of that name. */
uint64_t volumes_now(struct volumes *volumes);
void volumes_note_missing(struct volumes *volumes, const struct qw_digest *name, uint64_t asked);

/* A container starts that could pass it on. */
void volumes_note_held(struct volumes *volumes, const struct qw_digest *name);

/* True for one that nobody could have passed on since it was made. */
bool volumes_is_free(struct volumes *volumes, const struct qw_digest *name);

#endif
