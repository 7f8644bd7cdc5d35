/* A process that has opened a volume can pass its descriptor on to a process of another container,
 * by a unix socket in anything that both mount; that one writes to the volume when no container
 * that mounts it runs any more.  So a volume that was in one container with something else that
 * others can mount is never filled again, nor is one of which that is not known: it is mounted with
 * nocopy. Containers do not share namespaces where volumes are guarded. */
#include "volumes.h"

#include <string.h>

void volumes_init(struct volumes *volumes)
{
    /* glibc's mutexes of the default kind need nothing that could fail */
    (void)pthread_mutex_init(&volumes->lock, NULL);
    volumes->n_items = 0;
    volumes->now = volumes->forgotten = 0;
}

void volumes_done(struct volumes *volumes)
{
    (void)pthread_mutex_destroy(&volumes->lock);
}

static struct volumes_item *find(struct volumes *volumes, const struct qw_digest *name)
{
    for (size_t i = 0; i < volumes->n_items; i++) {
        if (memcmp(volumes->items[i].name.text, name->text, sizeof name->text) == 0)
            return &volumes->items[i];
    }
    return NULL;
}

static struct volumes_item *find_or_add(struct volumes *volumes, const struct qw_digest *name)
{
    struct volumes_item *item = find(volumes, name);

    if (item != NULL)
        return item;
    if (volumes->n_items == VOLUMES_SIZE) {
        volumes->n_items = 0;
        volumes->forgotten = ++volumes->now;
    }
    item = &volumes->items[volumes->n_items++];
    *item = (struct volumes_item){.name = *name};
    return item;
}

uint64_t volumes_now(struct volumes *volumes)
{
    uint64_t now;

    pthread_mutex_lock(&volumes->lock);
    now = volumes->now;
    pthread_mutex_unlock(&volumes->lock);
    return now;
}

/* What was held is gone with the volume itself; but not what came while the answer was on its way.
 */
void volumes_note_missing(struct volumes *volumes, const struct qw_digest *name, uint64_t asked)
{
    struct volumes_item *item;

    pthread_mutex_lock(&volumes->lock);
    item = find_or_add(volumes, name);
    if (volumes->forgotten <= asked && item->when <= asked)
        *item = (struct volumes_item){.name = *name, .was_missing = true};
    pthread_mutex_unlock(&volumes->lock);
}

void volumes_note_held(struct volumes *volumes, const struct qw_digest *name)
{
    struct volumes_item *item;

    pthread_mutex_lock(&volumes->lock);
    item = find_or_add(volumes, name);
    item->is_held = true;
    item->when = ++volumes->now;
    pthread_mutex_unlock(&volumes->lock);
}

bool volumes_is_free(struct volumes *volumes, const struct qw_digest *name)
{
    const struct volumes_item *item;
    bool is_free;

    pthread_mutex_lock(&volumes->lock);
    item = find(volumes, name);
    is_free = item != NULL && item->was_missing && !item->is_held;
    pthread_mutex_unlock(&volumes->lock);
    return is_free;
}
