/* Threads for the requests that have to wait for an answer of the engine. */
#include <pthread.h>
#include <stdlib.h>

#include "server_priv.h"

struct worker {
    struct server_workers *workers;
    pthread_t thread;
    pthread_cond_t woken;
    struct worker *next; /* who rests for longer */
    bool is_resting;
};

struct server_workers {
    pthread_mutex_t lock;
    struct server_job *first; /* a queue, the oldest first */
    struct server_job **last;
    size_t n_waiting;
    struct worker *resting; /* a stack: who rested last has its memory at hand still */
    bool is_stopping;
    size_t n_threads;
    struct worker threads[SERVER_LOOKERS];
};

/* With the lock held, which is let go until server_workers_add() picks this worker, or the stop. */
static void rest(struct worker *worker)
{
    struct server_workers *workers = worker->workers;

    worker->is_resting = true;
    worker->next = workers->resting;
    workers->resting = worker;
    while (worker->is_resting && !workers->is_stopping)
        pthread_cond_wait(&worker->woken, &workers->lock);
}

/* NULL when there is nothing more to do, ever. */
static struct server_job *take(struct worker *worker)
{
    struct server_workers *workers = worker->workers;
    struct server_job *job;

    pthread_mutex_lock(&workers->lock);
    while (workers->first == NULL && !workers->is_stopping)
        rest(worker);
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
    struct worker *worker = cls;

    for (struct server_job *job = take(worker); job != NULL; job = take(worker))
        job->run(job);
    return NULL;
}

static bool start_threads(struct server_workers *workers, size_t count)
{
    while (workers->n_threads < count) {
        struct worker *worker = &workers->threads[workers->n_threads];

        worker->workers = workers;
        if (pthread_create(&worker->thread, NULL, work, worker) != 0)
            return false;
        workers->n_threads++;
    }
    return true;
}

struct server_workers *server_workers_new(size_t count)
{
    struct server_workers *workers = calloc(1, sizeof *workers);

    if (workers == NULL)
        return NULL;
    workers->last = &workers->first;
    /* glibc's mutexes and conditions of the default kind need nothing that could fail. */
    (void)pthread_mutex_init(&workers->lock, NULL);
    for (size_t i = 0; i < SERVER_LOOKERS; i++)
        (void)pthread_cond_init(&workers->threads[i].woken, NULL);
    if (start_threads(workers, count))
        return workers;
    server_workers_free(workers);
    return NULL;
}

/* The worker that is to be woken; NULL when all are at work.  With the lock held. */
static struct worker *enqueue(struct server_workers *workers, struct server_job *job)
{
    struct worker *worker = workers->resting;

    job->next = NULL;
    *workers->last = job;
    workers->last = &job->next;
    workers->n_waiting++;
    if (worker == NULL)
        return NULL;
    workers->resting = worker->next;
    worker->is_resting = false;
    return worker;
}

bool server_workers_add(struct server_workers *workers, struct server_job *job)
{
    struct worker *woken = NULL;
    bool is_taken;

    pthread_mutex_lock(&workers->lock);
    is_taken = !workers->is_stopping && workers->n_waiting < SERVER_WAITING_MAX;
    if (is_taken)
        woken = enqueue(workers, job);
    pthread_mutex_unlock(&workers->lock);
    /* not before: it would wait for the lock */
    if (woken != NULL)
        pthread_cond_signal(&woken->woken);
    return is_taken;
}

void server_workers_stop(struct server_workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    workers->is_stopping = true;
    for (size_t i = 0; i < workers->n_threads; i++)
        pthread_cond_signal(&workers->threads[i].woken);
    pthread_mutex_unlock(&workers->lock);
    for (size_t i = 0; i < workers->n_threads; i++)
        pthread_join(workers->threads[i].thread, NULL);
    workers->n_threads = 0;
}

void server_workers_free(struct server_workers *workers)
{
    if (workers == NULL)
        return;
    server_workers_stop(workers);
    for (size_t i = 0; i < SERVER_LOOKERS; i++)
        (void)pthread_cond_destroy(&workers->threads[i].woken);
    (void)pthread_mutex_destroy(&workers->lock);
    free(workers);
}
