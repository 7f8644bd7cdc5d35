#include "claims.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Far more than clients have under way; each that stays costs its owner a connection to the
 * engine. */
enum { CLAIMS_FIRST = 16, CLAIMS_MOST = 16384 };

/* From our answer to the engine's own look-up, and a second question of ours before it: far more
 * than a loaded host needs.  The answer to a look may come hours later (attach, a copy). */
#define CLAIM_LOOK_US (UINT64_C(60) * 1000 * 1000)

/* A create that fills nothing large takes less.  Whoever waits has a thread, of which there are
 * few: a caller who fills a volume for hours shall not hold them all. */
enum { WAIT_S = 1, WAITING_MOST = 4 };

void claims_init(struct claims *claims)
{
    pthread_condattr_t attributes;

    *claims = (struct claims){.lock = PTHREAD_MUTEX_INITIALIZER};
    /* glibc's need nothing that could fail */
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&claims->left, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

void claims_done(struct claims *claims)
{
    (void)pthread_cond_destroy(&claims->left);
    (void)pthread_mutex_destroy(&claims->lock);
    free(claims->entries);
}

static bool digest_equal(const struct qw_digest *a, const struct qw_digest *b)
{
    return memcmp(a->text, b->text, sizeof a->text) == 0;
}

/* Two that fill one volume would find each other's links in it. */
static bool fills_alone(enum claim_kind one, enum claim_kind other)
{
    return one == CLAIM_FILLS && (other == CLAIM_FILLS || other == CLAIM_WRITES);
}

/* A name that is given lands when the engine comes to it, which its receiver can put off, and so it
 * counts until it is answered.  But no name is given while somebody has it: to whom it belongs it
 * is not withheld for long, should the answer be lost. */
static bool moves_name(const struct claim_entry *entry, const struct claim *claim, uint64_t now_us)
{
    if (entry->kind == CLAIM_GIVES && claim->kind == CLAIM_RELIES)
        return !claim->has_it || now_us < entry->until_us;
    return entry->kind == CLAIM_RELIES && claim->kind == CLAIM_GIVES && now_us < entry->until_us;
}

static enum qw_err conflict(const struct claim_entry *entry, const struct claim *claim,
                            uint64_t now_us)
{
    if (!digest_equal(&entry->name, &claim->name))
        return QW_OK;
    if (fills_alone(entry->kind, claim->kind) || fills_alone(claim->kind, entry->kind))
        return QW_ERR_VOLUME_FILLED;
    return moves_name(entry, claim, now_us) ? QW_ERR_NAME_MOVES : QW_OK;
}

static enum qw_err find_conflict(const struct claims *claims, const struct claim_request *request)
{
    enum qw_err err = QW_OK;

    for (size_t i = 0; err == QW_OK && i < claims->n_entries; i++) {
        for (size_t j = 0; err == QW_OK && j < request->n_items; j++)
            err = conflict(&claims->entries[i], &request->items[j], request->now_us);
    }
    return err;
}

/* Nothing is claimed meanwhile, so that nobody waits for one who waits. */
static enum qw_err wait_for_volumes(struct claims *claims, const struct claim_request *request)
{
    enum qw_err err = find_conflict(claims, request);
    struct timespec until;

    if (err != QW_ERR_VOLUME_FILLED || !request->may_wait || claims->n_waiting >= WAITING_MOST ||
        clock_gettime(CLOCK_MONOTONIC, &until) < 0)
        return err;
    until.tv_sec += WAIT_S;
    claims->n_waiting++;
    while (err == QW_ERR_VOLUME_FILLED &&
           pthread_cond_timedwait(&claims->left, &claims->lock, &until) == 0)
        err = find_conflict(claims, request);
    claims->n_waiting--;
    return err;
}

static enum qw_err make_room(struct claims *claims, size_t n_more)
{
    const size_t needed = claims->n_entries + n_more;
    size_t size = claims->size != 0 ? claims->size : CLAIMS_FIRST;
    struct claim_entry *entries;

    if (needed > CLAIMS_MOST)
        return QW_ERR_BUSY;
    if (needed <= claims->size)
        return QW_OK;
    while (size < needed)
        size *= 2;
    entries = reallocarray(claims->entries, size, sizeof *entries);
    if (entries == NULL)
        return QW_ERR_NO_MEMORY;
    claims->entries = entries;
    claims->size = size;
    return QW_OK;
}

/* One more request of the same words is under way.  Which of them an answer belongs to cannot be
 * told, so that all their claims end with the last answer. */
static unsigned open_again(struct claims *claims, const struct qw_digest *words)
{
    unsigned n_open = 1;

    for (size_t i = 0; i < claims->n_entries; i++) {
        struct claim_entry *entry = &claims->entries[i];

        if (digest_equal(&entry->words, words))
            n_open = ++entry->n_open;
    }
    return n_open;
}

static struct claim_entry *entry_for(struct claims *claims, const struct qw_digest *words,
                                     const struct claim *claim)
{
    struct claim_entry *entry;

    for (size_t i = 0; i < claims->n_entries; i++) {
        entry = &claims->entries[i];
        if (entry->kind == claim->kind && digest_equal(&entry->words, words) &&
            digest_equal(&entry->name, &claim->name))
            return entry;
    }
    entry = &claims->entries[claims->n_entries++];
    *entry = (struct claim_entry){.words = *words, .name = claim->name, .kind = claim->kind};
    return entry;
}

static void drop_orphans(struct claims *claims, uint64_t now_us)
{
    size_t i = 0;

    while (i < claims->n_entries) {
        struct claim_entry *entry = &claims->entries[i];

        if (entry->is_orphan && now_us >= entry->until_us)
            *entry = claims->entries[--claims->n_entries];
        else
            i++;
    }
}

enum qw_err claims_enter(struct claims *claims, const struct claim_request *request)
{
    enum qw_err err;

    pthread_mutex_lock(&claims->lock);
    drop_orphans(claims, request->now_us);
    err = wait_for_volumes(claims, request);
    if (err == QW_OK)
        err = make_room(claims, request->n_items);
    if (err == QW_OK) {
        const unsigned n_open = open_again(claims, &request->words);

        for (size_t i = 0; i < request->n_items; i++) {
            struct claim_entry *entry = entry_for(claims, &request->words, &request->items[i]);

            entry->since_us = entry->n_open > 0 ? entry->since_us : request->now_us;
            entry->n_open = n_open;
            entry->is_orphan = false; /* this one will be answered */
            entry->until_us = request->now_us + CLAIM_LOOK_US;
        }
    }
    pthread_mutex_unlock(&claims->lock);
    return err;
}

bool claims_leave(struct claims *claims, const struct qw_digest *words)
{
    bool was_update = false;
    size_t i = 0;

    pthread_mutex_lock(&claims->lock);
    while (i < claims->n_entries) {
        struct claim_entry *entry = &claims->entries[i];
        const bool is_of_it = digest_equal(&entry->words, words);

        was_update = was_update || (is_of_it && entry->kind == CLAIM_UPDATES);
        if (is_of_it && --entry->n_open == 0)
            *entry = claims->entries[--claims->n_entries];
        else
            i++;
    }
    pthread_cond_broadcast(&claims->left);
    pthread_mutex_unlock(&claims->lock);
    return was_update;
}

bool claims_any(struct claims *claims)
{
    bool any;

    pthread_mutex_lock(&claims->lock);
    any = claims->n_entries > 0;
    pthread_mutex_unlock(&claims->lock);
    return any;
}

bool claims_has_update(struct claims *claims)
{
    bool has_update = false;

    pthread_mutex_lock(&claims->lock);
    for (size_t i = 0; i < claims->n_entries && !has_update; i++)
        has_update = claims->entries[i].kind == CLAIM_UPDATES;
    pthread_mutex_unlock(&claims->lock);
    return has_update;
}

uint64_t claims_making_since(struct claims *claims)
{
    uint64_t since_us = 0;

    pthread_mutex_lock(&claims->lock);
    for (size_t i = 0; i < claims->n_entries; i++) {
        const struct claim_entry *entry = &claims->entries[i];

        if (entry->kind == CLAIM_MAKES && (since_us == 0 || entry->since_us < since_us))
            since_us = entry->since_us;
    }
    pthread_mutex_unlock(&claims->lock);
    return since_us;
}

void claims_orphan(struct claims *claims)
{
    pthread_mutex_lock(&claims->lock);
    for (size_t i = 0; i < claims->n_entries; i++)
        claims->entries[i].is_orphan = true;
    pthread_mutex_unlock(&claims->lock);
}
