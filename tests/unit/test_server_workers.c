/* The threads for what has to wait: everything that was taken is done once, what is too much is
 * refused, and stopping loses nothing. */
#include <check.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "../../src/server/server_priv.h"
#include "suite.h"

enum { N_WORKERS = SERVER_ASKERS, N_JOBS = N_WORKERS + SERVER_WAITING_MAX };

struct gated_job {
    struct server_job job;
    sem_t *begun; /* posted when the job begins; then it waits for `gate` */
    sem_t *gate;
    atomic_uint n_runs;
};

static void run_gated(struct server_job *job)
{
    struct gated_job *gated = job->owner;

    sem_post(gated->begun);
    sem_wait(gated->gate);
    gated->n_runs++;
}

struct fixture {
    sem_t begun;
    sem_t gate;
    struct server_workers *workers;
    struct gated_job *jobs;
};

static struct fixture *fixture_new(void)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    ck_assert_ptr_nonnull(fixture);
    ck_assert_int_eq(sem_init(&fixture->begun, 0, 0), 0);
    ck_assert_int_eq(sem_init(&fixture->gate, 0, 0), 0);
    fixture->workers = server_workers_new(N_WORKERS);
    ck_assert_ptr_nonnull(fixture->workers);
    fixture->jobs = calloc(N_JOBS + 1, sizeof *fixture->jobs);
    ck_assert_ptr_nonnull(fixture->jobs);
    for (size_t i = 0; i < N_JOBS + 1; i++)
        fixture->jobs[i] = (struct gated_job){.job = {.run = run_gated, .owner = &fixture->jobs[i]},
                                              .begun = &fixture->begun,
                                              .gate = &fixture->gate};
    return fixture;
}

static void fixture_done(struct fixture *fixture)
{
    server_workers_free(fixture->workers);
    sem_destroy(&fixture->begun);
    sem_destroy(&fixture->gate);
    free(fixture->jobs);
    free(fixture);
}

/* Every worker waits, and the queue behind them is full. */
static void fill(struct fixture *fixture)
{
    for (size_t i = 0; i < N_WORKERS; i++)
        ck_assert(server_workers_add(fixture->workers, &fixture->jobs[i].job));
    for (size_t i = 0; i < N_WORKERS; i++)
        sem_wait(&fixture->begun);
    for (size_t i = N_WORKERS; i < N_JOBS; i++)
        ck_assert(server_workers_add(fixture->workers, &fixture->jobs[i].job));
}

START_TEST(one_more_than_the_queue_holds_is_refused)
{
    struct fixture *fixture = fixture_new();

    fill(fixture);
    ck_assert(!server_workers_add(fixture->workers, &fixture->jobs[N_JOBS].job));
    for (size_t i = 0; i < N_JOBS; i++)
        sem_post(&fixture->gate);
    server_workers_stop(fixture->workers);
    for (size_t i = 0; i < N_JOBS; i++)
        ck_assert_uint_eq(fixture->jobs[i].n_runs, 1);
    ck_assert_uint_eq(fixture->jobs[N_JOBS].n_runs, 0);
    fixture_done(fixture);
}
END_TEST

START_TEST(what_comes_after_the_stop_is_refused)
{
    struct fixture *fixture = fixture_new();

    server_workers_stop(fixture->workers);
    ck_assert(!server_workers_add(fixture->workers, &fixture->jobs[0].job));
    ck_assert_uint_eq(fixture->jobs[0].n_runs, 0);
    fixture_done(fixture);
}
END_TEST

START_TEST(nothing_is_freed_twice)
{
    struct fixture *fixture = fixture_new();

    server_workers_free(NULL);
    server_workers_stop(fixture->workers);
    server_workers_stop(fixture->workers);
    fixture_done(fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("workers");

    tcase_add_test(tests, one_more_than_the_queue_holds_is_refused);
    tcase_add_test(tests, what_comes_after_the_stop_is_refused);
    tcase_add_test(tests, nothing_is_freed_twice);
    return run_case("server/workers", tests);
}
