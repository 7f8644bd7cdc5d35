/* Threads for the requests that have to wait for an answer of the engine. */
#include <pthread.h>
#include <stdlib.h>

#include "server_priv.h"

struct server_workers {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct server_job *first; /* a queue, the oldest first */
    struct server_job **last;
    size_t n_waiting;
    bool is_stopping;
    size_t n_threads;
    pthread_t threads[SERVER_WORKERS];
};

/* NULL when there is nothing more to do, ever. */
static struct server_job *take(struct server_workers *workers)
{
    struct server_job *job;

    pthread_mutex_lock(&workers->lock);
    while (workers->first == NULL && !workers->is_stopping)
        pthread_cond_wait(&workers->changed, &workers->lock);
    job = workers->first;
    if (job != NULL) {
        workers->first = job->next;
        if (workers->first == NULL)
            workers->last = &workers->first;
        workers->n_waiting--;
    }
    pthread_mutex_unlock(&workers->lock);
    return job;
}

static void *work(void *cls)
{
    struct server_workers *workers = cls;

    for (struct server_job *job = take(workers); job != NULL; job = take(workers))
        job->run(job);
    return NULL;
}

static bool start_threads(struct server_workers *workers)
{
    while (workers->n_threads < SERVER_WORKERS) {
        if (pthread_create(&workers->threads[workers->n_threads], NULL, work, workers) != 0)
            return false;
        workers->n_threads++;
    }
    return true;
}

struct server_workers *server_workers_new(void)
{
    struct server_workers *workers = calloc(1, sizeof *workers);

    if (workers == NULL)
        return NULL;
    workers->last = &workers->first;
    if (pthread_mutex_init(&workers->lock, NULL) != 0) {
        free(workers);
        return NULL;
    }
    if (pthread_cond_init(&workers->changed, NULL) != 0) {
        pthread_mutex_destroy(&workers->lock);
        free(workers);
        return NULL;
    }
    if (start_threads(workers))
        return workers;
    server_workers_free(workers);
    return NULL;
}

bool server_workers_add(struct server_workers *workers, struct server_job *job)
{
    bool is_taken = false;

    pthread_mutex_lock(&workers->lock);
    if (!workers->is_stopping && workers->n_waiting < SERVER_WAITING_MAX) {
        job->next = NULL;
        *workers->last = job;
        workers->last = &job->next;
        workers->n_waiting++;
        is_taken = true;
        pthread_cond_signal(&workers->changed);
    }
    pthread_mutex_unlock(&workers->lock);
    return is_taken;
}

void server_workers_stop(struct server_workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    workers->is_stopping = true;
    pthread_cond_broadcast(&workers->changed);
    pthread_mutex_unlock(&workers->lock);
    for (size_t i = 0; i < workers->n_threads; i++)
        pthread_join(workers->threads[i], NULL);
    workers->n_threads = 0;
}

void server_workers_free(struct server_workers *workers)
{
    if (workers == NULL)
        return;
    server_workers_stop(workers);
    pthread_cond_destroy(&workers->changed);
    pthread_mutex_destroy(&workers->lock);
    free(workers);
}
