/* A process that has opened a volume can pass its descriptor on to a process of another container,
 * by a unix socket in anything that both mount; that one writes to the volume when no container
 * that mounts it runs any more.  So a volume that was in one container with something else that
 * others can mount is never filled again, nor is one of which that is not known: it is mounted with
 * nocopy. Containers do not share namespaces where volumes are guarded. */
#include "volumes.h"

#include <string.h>

void volumes_init(struct volumes *volumes, int64_t now_s)
{
    /* glibc's mutexes of the default kind need nothing that could fail */
    (void)pthread_mutex_init(&volumes->lock, NULL);
    volumes->n_items = 0;
    volumes->since_s = now_s;
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

/* Where there is no room, all that is older than now is no longer known. */
static struct volumes_item *add(struct volumes *volumes, int64_t now_s)
{
    if (volumes->n_items == VOLUMES_SIZE) {
        volumes->n_items = 0;
        volumes->since_s = now_s;
    }
    return &volumes->items[volumes->n_items++];
}

void volumes_note(struct volumes *volumes, const struct qw_digest *name, int64_t now_s)
{
    struct volumes_item *item;

    pthread_mutex_lock(&volumes->lock);
    item = find(volumes, name);
    if (item == NULL)
        item = add(volumes, now_s);
    *item = (struct volumes_item){.name = *name, .when_s = now_s};
    pthread_mutex_unlock(&volumes->lock);
}

bool volumes_is_free(struct volumes *volumes, const struct qw_digest *name, int64_t made_s)
{
    const struct volumes_item *item;
    bool is_free;

    pthread_mutex_lock(&volumes->lock);
    item = find(volumes, name);
    is_free = made_s > volumes->since_s && (item == NULL || made_s > item->when_s);
    pthread_mutex_unlock(&volumes->lock);
    return is_free;
}
