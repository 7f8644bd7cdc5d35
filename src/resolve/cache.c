/* Histories of images, by id.  A tag moves, an id is the digest of what it names. */
#include <string.h>

#include "qw/limits.h"
#include "resolve_priv.h"

/* Texts stand behind one another, a NUL behind each. */
struct entry {
    char id[QW_LIMIT_IMAGE_ID];
    char *texts; /* owned; NULL: empty slot */
    size_t len;
    size_t n_texts;
    uint64_t used; /* the least recently used one makes room */
};

struct resolve_cache {
    pthread_mutex_t lock;
    uint64_t clock;
    struct entry entries[QW_LIMIT_HISTORIES];
};

struct resolve_cache *resolve_cache_new(void)
{
    struct resolve_cache *cache = calloc(1, sizeof *cache);

    if (cache != NULL)
        (void)pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

void resolve_cache_free(struct resolve_cache *cache)
{
    if (cache == NULL)
        return;
    for (size_t i = 0; i < QW_LIMIT_HISTORIES; i++)
        free(cache->entries[i].texts);
    (void)pthread_mutex_destroy(&cache->lock);
    free(cache);
}

static struct entry *find(struct resolve_cache *cache, const char *id)
{
    for (size_t i = 0; i < QW_LIMIT_HISTORIES; i++) {
        if (cache->entries[i].texts != NULL && strcmp(cache->entries[i].id, id) == 0)
            return &cache->entries[i];
    }
    return NULL;
}

static bool copy_out(const struct entry *entry, struct qw_arena *arena, struct qw_texts *ret_texts)
{
    struct qw_text *items = qw_arena_alloc(arena, entry->n_texts, sizeof *items);
    const char *text = qw_arena_copy(arena, entry->texts, entry->len);

    if (items == NULL || text == NULL)
        return false;
    for (size_t i = 0; i < entry->n_texts; i++) {
        items[i] = (struct qw_text){.value = text};
        text += strlen(text) + 1;
    }
    *ret_texts = (struct qw_texts){.items = items, .n_items = entry->n_texts};
    return true;
}

bool resolve_cache_get(struct resolve_cache *cache, struct qw_arena *arena, const char *id,
                       struct qw_texts *ret_texts)
{
    struct entry *entry;
    bool is_found = false;

    (void)pthread_mutex_lock(&cache->lock);
    entry = find(cache, id);
    if (entry != NULL) {
        entry->used = ++cache->clock;
        is_found = copy_out(entry, arena, ret_texts);
    }
    (void)pthread_mutex_unlock(&cache->lock);
    return is_found;
}

/* All texts as one; NULL when they are too many or memory is short. */
static char *join(const struct qw_texts *texts, size_t *ret_len)
{
    size_t len = 0;
    char *joined;
    char *end;

    for (size_t i = 0; i < texts->n_items; i++) {
        len += strlen(texts->items[i].value) + 1;
        if (len > QW_LIMIT_HISTORY)
            return NULL;
    }
    joined = malloc(len + 1);
    if (joined == NULL)
        return NULL;
    end = joined;
    for (size_t i = 0; i < texts->n_items; i++)
        end = stpcpy(end, texts->items[i].value) + 1;
    *ret_len = len;
    return joined;
}

static struct entry *slot(struct resolve_cache *cache)
{
    struct entry *oldest = &cache->entries[0];

    for (size_t i = 0; i < QW_LIMIT_HISTORIES; i++) {
        if (cache->entries[i].texts == NULL)
            return &cache->entries[i];
        if (cache->entries[i].used < oldest->used)
            oldest = &cache->entries[i];
    }
    return oldest;
}

void resolve_cache_put(struct resolve_cache *cache, const char *id, const struct qw_texts *texts)
{
    const size_t id_len = strlen(id);
    size_t len = 0;
    char *joined = id_len < QW_LIMIT_IMAGE_ID ? join(texts, &len) : NULL;
    struct entry *entry;

    if (joined == NULL)
        return;
    (void)pthread_mutex_lock(&cache->lock);
    entry = find(cache, id);
    if (entry == NULL)
        entry = slot(cache);
    free(entry->texts);
    *entry = (struct entry){
        .texts = joined, .len = len, .n_texts = texts->n_items, .used = ++cache->clock};
    memcpy(entry->id, id, id_len + 1);
    (void)pthread_mutex_unlock(&cache->lock);
}
