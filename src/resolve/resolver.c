#include <curl/curl.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "qw/limits.h"
#include "resolve_priv.h"

/* design.md, Threads: a container's lock is held by the engine while it starts or stops it.  All
 * the questions of one request may take what one container may, and a second for the rest.  Of the
 * server's workers, a few are never held by long waits. */
static const struct resolve_limits ordinary_limits = {
    .connect_ms = 1000,
    .quick_ms = 2000,
    .container_ms = 15000,
    .long_waits = 24,
    .hurry_ms = 200,
    .request_ms = 20000,
    .answer = QW_LIMIT_ANSWER,
};

/* A 128-bit number as hexadecimal text. */
static bool make_nonce(char nonce[RESOLVE_NONCE_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[(RESOLVE_NONCE_SIZE - 1) / 2];

    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++) {
        nonce[2 * i] = digits[bytes[i] >> 4];
        nonce[2 * i + 1] = digits[bytes[i] & 0xf];
    }
    nonce[RESOLVE_NONCE_SIZE - 1] = '\0';
    return true;
}

/* qw_asker.deadline_us is of the monotonic clock. */
static void init_settled(pthread_cond_t *settled)
{
    pthread_condattr_t attributes;

    /* glibc's need nothing that could fail */
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(settled, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

static struct qw_resolver *resolver_alloc(void)
{
    struct qw_resolver *resolver = calloc(1, sizeof *resolver);

    if (resolver == NULL)
        return NULL;
    if (curl_global_init(CURL_GLOBAL_NOTHING) != CURLE_OK) {
        free(resolver);
        return NULL;
    }
    resolve_pool_init(&resolver->pool);
    resolve_open_init(&resolver->open);
    resolve_patience_init(&resolver->patience);
    (void)pthread_mutex_init(&resolver->engine.lock, NULL);
    init_settled(&resolver->engine.settled);
    return resolver;
}

void qw_resolver_free(struct qw_resolver *resolver)
{
    if (resolver == NULL)
        return;
    resolve_pool_done(&resolver->pool);
    resolve_open_done(&resolver->open);
    resolve_patience_done(&resolver->patience);
    resolve_cache_free(resolver->cache);
    qw_arena_free(resolver->engine.arena);
    (void)pthread_cond_destroy(&resolver->engine.settled);
    (void)pthread_mutex_destroy(&resolver->engine.lock);
    free(resolver->socket);
    free(resolver);
    curl_global_cleanup();
}

static enum qw_err no_memory(struct qw_diag *diag)
{
    return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));
}

enum qw_err resolver_new_limited(const char *engine, const struct resolve_limits *limits,
                                 struct qw_resolver **ret_resolver, struct qw_diag *diag)
{
    const bool is_none = strcmp(engine, QW_ENGINE_NONE) == 0;
    const char *path = resolve_address_path(engine);
    struct qw_resolver *resolver QW_CLEANUP(qw_cleanup_resolver) = NULL;

    if (!is_none && path == NULL)
        return qw_diag_set(diag, QW_ERR_USAGE,
                           "the engine's address must be unix:/PATH, unix:///PATH or none");
    resolver = resolver_alloc();
    if (resolver == NULL)
        return no_memory(diag);
    if (!make_nonce(resolver->nonce))
        return qw_diag_set(diag, QW_ERR_INTERNAL, "the system gives no random numbers");
    resolver->limits = *limits;
    resolver->cache = resolve_cache_new();
    if (!is_none)
        resolver->socket = strdup(path);
    if (resolver->cache == NULL || (!is_none && resolver->socket == NULL))
        return no_memory(diag);
    *ret_resolver = QW_STEAL(resolver);
    return QW_OK;
}

enum qw_err qw_resolver_new(const char *engine, struct qw_resolver **ret_resolver,
                            struct qw_diag *diag)
{
    return resolver_new_limited(engine, &ordinary_limits, ret_resolver, diag);
}

bool qw_resolver_has_engine(const struct qw_resolver *resolver)
{
    return resolver != NULL && resolver->socket != NULL;
}

const char *qw_resolver_socket(const struct qw_resolver *resolver)
{
    return resolver != NULL ? resolver->socket : NULL;
}

/* The length is no secret. */
bool qw_resolver_is_own(const struct qw_resolver *resolver, const char *value)
{
    unsigned char difference = 0;

    if (!qw_resolver_has_engine(resolver) || value == NULL ||
        strnlen(value, RESOLVE_NONCE_SIZE) != RESOLVE_NONCE_SIZE - 1)
        return false;
    for (size_t i = 0; i < RESOLVE_NONCE_SIZE - 1; i++)
        difference |= (unsigned char)(value[i] ^ resolver->nonce[i]);
    return difference == 0;
}
