#include <curl/curl.h>

#include "resolve_priv.h"

void resolve_pool_init(struct resolve_pool *pool)
{
    *pool = (struct resolve_pool){.lock = PTHREAD_MUTEX_INITIALIZER};
}

void resolve_pool_done(struct resolve_pool *pool)
{
    while (pool->n_idle > 0)
        curl_easy_cleanup(pool->idle[--pool->n_idle]);
    (void)pthread_mutex_destroy(&pool->lock);
}

/* Nobody waits for a handle: when all are in use there is one more, for as long as it takes. */
void *resolve_pool_take(struct resolve_pool *pool)
{
    CURL *handle = NULL;

    (void)pthread_mutex_lock(&pool->lock);
    if (pool->n_idle > 0)
        handle = pool->idle[--pool->n_idle];
    (void)pthread_mutex_unlock(&pool->lock);
    if (handle == NULL)
        return curl_easy_init();
    curl_easy_reset(handle); /* connections stay */
    return handle;
}

void resolve_pool_give(struct resolve_pool *pool, void *take_handle)
{
    bool is_kept = false;

    (void)pthread_mutex_lock(&pool->lock);
    if (pool->n_idle < RESOLVE_POOL_SIZE) {
        pool->idle[pool->n_idle++] = take_handle;
        is_kept = true;
    }
    (void)pthread_mutex_unlock(&pool->lock);
    if (!is_kept)
        curl_easy_cleanup(take_handle);
}
