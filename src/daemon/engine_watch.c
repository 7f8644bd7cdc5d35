/* Watches which engine is guarded: logs and audits its version and its holes whenever they change.
 * The question comes back as an authorization request, and so is never asked by a thread that
 * answers one. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon_priv.h"

#include "qw/host_path.h"
#include "qw/log.h"

/* After Activate the engine does not serve its API yet (engine.md 1.2). */
enum { PAUSE_S = 2, RETRY_S = 10, PERIOD_S = 3600 };

enum { WATCH_MEMORY = 8 * 1024 * 1024 };

struct engine_watch {
    struct qw_resolver *resolver;
    struct qw_policy *policy;
    struct qw_audit *audit;
    struct engine_seen seen; /* of the thread alone */
    pthread_t thread;
    pthread_mutex_t lock; /* of the two below */
    bool is_poked;
    bool is_stopping;
    bool is_sight_told;
    pthread_cond_t changed;
};

bool engine_watch_is_news(struct engine_seen *seen, const char *version, unsigned holes)
{
    const char *known = version != NULL ? version : "";

    if (seen->is_told && seen->holes == holes &&
        strncmp(seen->version, known, sizeof seen->version - 1) == 0)
        return false;
    (void)snprintf(seen->version, sizeof seen->version, "%s", known);
    seen->holes = holes;
    seen->is_told = true;
    return true;
}

static void log_holes(const char *version, unsigned holes)
{
    qw_log(QW_LOG_INFO, "engine %s%s", version != NULL ? version : "of unknown version",
           holes == 0 ? ": no hole is open" : "");
    for (size_t id = 0; id < QW_HOLE_COUNT; id++) {
        const struct qw_hole *hole = qw_hole_get((enum qw_hole_id)id);

        if ((holes & 1U << id) == 0)
            continue;
        qw_log(hole->is_closed_here ? QW_LOG_INFO : QW_LOG_WARNING, "engine hole %s: %s %s",
               hole->name, hole->means,
               hole->is_closed_here ? "Requests that would go through it are denied." : hole->todo);
    }
}

void engine_watch_look(struct engine_seen *seen, const struct qw_engine_facts *facts,
                       const struct qw_policy *policy, struct qw_audit *audit)
{
    const char *version = facts->fact.state == QW_FACT_KNOWN ? facts->version : NULL;
    const struct qw_engine_record record = {
        .version = version,
        .holes = qw_holes_of_version(version) & ~qw_policy_fixed_holes(policy),
    };
    struct qw_diag diag = {0};

    if (!engine_watch_is_news(seen, version, record.holes))
        return;
    log_holes(version, record.holes);
    if (audit != NULL && qw_audit_write_engine(audit, &record, &diag) != QW_OK)
        qw_log(QW_LOG_ERROR, "the engine's holes could not be recorded: %s", diag.text);
}

/* Once: it is the same as long as this process lives. */
static void tell_sight(struct engine_watch *watch)
{
    pid_t pid = 0;

    if (watch->is_sight_told ||
        qw_host_path_sight(qw_resolver_socket(watch->resolver), &pid) != QW_HOST_SIGHT_OTHER)
        return;
    watch->is_sight_told = true;
    qw_log(QW_LOG_WARNING, "quaywarden cannot see the file system of the engine's host (a managed "
                           "plugin?): it denies every mount of a path of the host");
}

/* True when the engine answered. */
static bool ask(struct engine_watch *watch)
{
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) = qw_arena_new(WATCH_MEMORY);
    struct qw_asker asker = qw_asker_new(watch->resolver, arena);
    struct qw_engine_facts facts = {0};

    if (arena == NULL)
        return false;
    qw_resolver_forget(watch->resolver);
    qw_resolve_engine(&asker, &facts);
    engine_watch_look(&watch->seen, &facts, watch->policy, watch->audit);
    tell_sight(watch);
    return facts.fact.state == QW_FACT_KNOWN;
}

/* With the lock held: until SECONDS are over, or the watch stops, or (UNTIL_POKED) is poked. */
static void wait_locked(struct engine_watch *watch, time_t seconds, bool until_poked)
{
    struct timespec end;
    int error = 0;

    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += seconds;
    while (error != ETIMEDOUT && !watch->is_stopping && !(until_poked && watch->is_poked))
        error = pthread_cond_timedwait(&watch->changed, &watch->lock, &end);
}

static void *run(void *argument)
{
    struct engine_watch *watch = argument;
    time_t period = 0;

    pthread_mutex_lock(&watch->lock);
    while (!watch->is_stopping) {
        wait_locked(watch, period, true);
        if (watch->is_poked)
            wait_locked(watch, PAUSE_S, false);
        watch->is_poked = false;
        if (watch->is_stopping)
            break;
        pthread_mutex_unlock(&watch->lock);
        period = ask(watch) ? PERIOD_S : RETRY_S;
        pthread_mutex_lock(&watch->lock);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

static bool init_condition(pthread_cond_t *ret_condition)
{
    pthread_condattr_t attributes;

    if (pthread_condattr_init(&attributes) != 0)
        return false;
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    const bool is_made = pthread_cond_init(ret_condition, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return is_made;
}

static void free_watch(struct engine_watch *watch)
{
    pthread_cond_destroy(&watch->changed);
    pthread_mutex_destroy(&watch->lock);
    qw_policy_unref(watch->policy);
    free(watch);
}

enum qw_err engine_watch_start(struct qw_resolver *resolver, struct qw_policy *policy,
                               struct qw_audit *audit, struct engine_watch **ret_watch)
{
    struct engine_watch *watch = calloc(1, sizeof *watch);

    if (watch == NULL)
        return QW_ERR_NO_MEMORY;
    if (pthread_mutex_init(&watch->lock, NULL) != 0 || !init_condition(&watch->changed)) {
        free(watch);
        return QW_ERR_NO_MEMORY;
    }
    watch->resolver = resolver;
    watch->policy = qw_policy_ref(policy);
    watch->audit = audit;
    watch->is_poked = true;
    if (pthread_create(&watch->thread, NULL, run, watch) != 0) {
        free_watch(watch);
        return QW_ERR_NO_MEMORY;
    }
    *ret_watch = watch;
    return QW_OK;
}

void engine_watch_poke(struct engine_watch *watch)
{
    pthread_mutex_lock(&watch->lock);
    watch->is_poked = true;
    pthread_cond_signal(&watch->changed);
    pthread_mutex_unlock(&watch->lock);
}

void engine_watch_stop(struct engine_watch *watch)
{
    if (watch == NULL)
        return;
    pthread_mutex_lock(&watch->lock);
    watch->is_stopping = true;
    pthread_cond_signal(&watch->changed);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
}

void engine_watch_free(struct engine_watch *watch)
{
    if (watch != NULL)
        free_watch(watch);
}
