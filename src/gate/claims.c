#include "claims.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "qw/clock.h"

/* Far more than clients have under way; QW_LIMIT_CLAIMS bounds those of one request. */
enum { US_PER_S = 1000000, NS_PER_US = 1000 };
enum { CLAIMS_FIRST = 16, CLAIMS_MOST = 16384 };

/* From our answer to the engine's own look-up, and a second question of ours before it: far more
 * than a loaded host needs.  The answer to a look may come hours later (attach, a copy). */
#define CLAIM_LOOK_US (UINT64_C(60) * 1000 * 1000)

/* To fill a volume takes as long as the image is large: longer than this only for more files than
 * disks hold.  But an answer may never come, where the engine breaks off over a request. */
#define CLAIM_FILL_US (60 * CLAIM_LOOK_US)

/* A create that fills nothing large takes less.  Whoever waits has a thread, of which there are
 * few: a caller who fills a volume for hours shall not hold them all. */
enum { WAITING_MOST = 16 };
#define WAIT_US (UINT64_C(5) * 1000 * 1000)

void claims_init(struct claims *claims)
{
    pthread_condattr_t attributes;

    *claims = (struct claims){.lock = PTHREAD_MUTEX_INITIALIZER, .wait_us = WAIT_US};
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
    if (now_us < entry->until_us &&
        (fills_alone(entry->kind, claim->kind) || fills_alone(claim->kind, entry->kind)))
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
    const uint64_t until_us = request->now_us + claims->wait_us;
    const struct timespec until = {.tv_sec = (time_t)(until_us / US_PER_S),
                                   .tv_nsec = (long)(until_us % US_PER_S * NS_PER_US)};

    if (err != QW_ERR_VOLUME_FILLED || !request->may_wait || claims->n_waiting >= WAITING_MOST)
        return err;
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

static uint64_t time_of(enum claim_kind kind)
{
    const bool is_of_volume = kind == CLAIM_FILLS || kind == CLAIM_WRITES || kind == CLAIM_MAKES;

    return is_of_volume ? CLAIM_FILL_US : CLAIM_LOOK_US;
}

static void take_one(struct claims *claims, const struct claim_request *request,
                     const struct claim *claim, unsigned n_open)
{
    struct claim_entry *entry = entry_for(claims, &request->words, claim);

    if (entry->n_open == 0) {
        entry->since_us = request->now_us;
        entry->since_s = (int64_t)time(NULL);
    }
    entry->n_open = n_open;
    entry->is_orphan = false; /* this one will be answered */
    entry->until_us = request->now_us + time_of(entry->kind);
}

static void take(struct claims *claims, const struct claim_request *request)
{
    const unsigned n_open = open_again(claims, &request->words);

    for (size_t i = 0; i < request->n_items; i++)
        take_one(claims, request, &request->items[i], n_open);
}

enum qw_err claims_enter(struct claims *claims, const struct claim_request *request)
{
    enum qw_err err;

    pthread_mutex_lock(&claims->lock);
    drop_orphans(claims, request->now_us);
    err = wait_for_volumes(claims, request);
    if (err == QW_OK)
        err = make_room(claims, request->n_items);
    if (err == QW_OK)
        take(claims, request);
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

/* A clock that was set back, or forth, since then tells too late a time by one of the two. */
static int64_t begin_of(const struct claim_entry *entry)
{
    const uint64_t elapsed_us = qw_clock_monotonic_us() - entry->since_us;
    const int64_t by_now = (int64_t)time(NULL) - (int64_t)(elapsed_us / US_PER_S);

    return by_now < entry->since_s ? by_now : entry->since_s;
}

int64_t claims_making_since(struct claims *claims, const struct qw_digest *words)
{
    int64_t since_s = CLAIMS_NONE;

    pthread_mutex_lock(&claims->lock);
    for (size_t i = 0; i < claims->n_entries; i++) {
        const struct claim_entry *entry = &claims->entries[i];

        if (entry->kind != CLAIM_MAKES ||
            (entry->n_open == 1 && digest_equal(&entry->words, words)))
            continue;
        if (since_s == CLAIMS_NONE || begin_of(entry) < since_s)
            since_s = begin_of(entry);
    }
    pthread_mutex_unlock(&claims->lock);
    return since_s;
}

void claims_orphan(struct claims *claims)
{
    pthread_mutex_lock(&claims->lock);
    for (size_t i = 0; i < claims->n_entries; i++)
        claims->entries[i].is_orphan = true;
    pthread_mutex_unlock(&claims->lock);
}
