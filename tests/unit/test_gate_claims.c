/* Claims on names: which two exclude one another, and when they end. */
#include <check.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../../src/gate/claims.h"
#include "qw/clock.h"
#include "suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { SECOND_US = 1000000, HOLD_S = 60 };

static struct qw_digest digest_of(const char *text)
{
    struct qw_digest digest;

    ck_assert_int_eq(qw_digest_sha256(text, strlen(text), &digest), QW_OK);
    return digest;
}

/* A claim of the request WORDS, at NOW_S. */
struct step {
    const char *words;
    enum claim_kind kind;
    const char *name;
    bool has_it;
    unsigned now_s;
};

static enum qw_err enter(struct claims *claims, const struct step *step)
{
    struct claim claim = {
        .kind = step->kind, .name = digest_of(step->name), .has_it = step->has_it};
    const struct claim_request request = {.words = digest_of(step->words),
                                          .items = &claim,
                                          .n_items = 1,
                                          .now_us = (uint64_t)step->now_s * SECOND_US};

    return claims_enter(claims, &request);
}

static bool leave(struct claims *claims, const char *words)
{
    const struct qw_digest digest = digest_of(words);

    return claims_leave(claims, &digest);
}

#define RELIES(name, has_it, now_s)                \
    {                                              \
        "start", CLAIM_RELIES, name, has_it, now_s \
    }
#define GIVES(name, now_s)                        \
    {                                             \
        "rename", CLAIM_GIVES, name, false, now_s \
    }

#define FILLS(name, now_s)                        \
    {                                             \
        "create", CLAIM_FILLS, name, false, now_s \
    }
#define WRITES(name, now_s)                       \
    {                                             \
        "start", CLAIM_WRITES, name, false, now_s \
    }

static const struct {
    struct step first;
    struct step second;
    enum qw_err excludes; /* QW_OK: it does not */
} pairs[] = {
    {RELIES("web", true, 0), GIVES("web", 1), QW_ERR_NAME_MOVES},
    {RELIES("web", true, 0), GIVES("db", 1), QW_OK},
    {RELIES("web", true, 0), GIVES("we", 1), QW_OK},
    {RELIES("web", true, 0), RELIES("web", true, 1), QW_OK},
    {RELIES("web", true, 0), GIVES("web", HOLD_S - 1), QW_ERR_NAME_MOVES},
    {RELIES("web", true, 0), GIVES("web", HOLD_S), QW_OK},
    {RELIES("web", true, 0), GIVES("web", HOLD_S + 1), QW_OK},
    {GIVES("web", 0), RELIES("web", true, 1), QW_ERR_NAME_MOVES},
    {GIVES("web", 0), RELIES("web", false, 1), QW_ERR_NAME_MOVES},
    {GIVES("web", 0), RELIES("db", true, 1), QW_OK},
    {GIVES("web", 0), GIVES("web", 1), QW_OK},
    /* its receiver can put off the landing, but not while somebody has the name */
    {GIVES("web", 0), RELIES("web", true, HOLD_S - 1), QW_ERR_NAME_MOVES},
    {GIVES("web", 0), RELIES("web", true, HOLD_S), QW_OK},
    {GIVES("web", 0), RELIES("web", false, HOLD_S), QW_ERR_NAME_MOVES},
    {GIVES("ab", 0), RELIES("ab", false, 1000 * HOLD_S), QW_ERR_NAME_MOVES},
    {FILLS("v", 0), FILLS("v", 1), QW_ERR_VOLUME_FILLED},
    {FILLS("v", 0), WRITES("v", 60 * HOLD_S - 1), QW_ERR_VOLUME_FILLED},
    {FILLS("v", 0), WRITES("v", 60 * HOLD_S), QW_OK},
    {WRITES("v", 0), FILLS("v", 60 * HOLD_S - 1), QW_ERR_VOLUME_FILLED},
    {WRITES("v", 0), FILLS("v", 60 * HOLD_S), QW_OK},
    {WRITES("v", 0), WRITES("v", 1), QW_OK},
    {FILLS("v", 0), WRITES("w", 1), QW_OK},
    {FILLS("v", 0), RELIES("v", true, 1), QW_OK},
    {{"build", CLAIM_MAKES, "", false, 0}, FILLS("", 1), QW_OK},
    {{"update", CLAIM_UPDATES, "", false, 0}, GIVES("", 1), QW_OK},
    {{"update", CLAIM_UPDATES, "", false, 0}, RELIES("", false, 1), QW_OK},
};

START_TEST(a_name_is_not_given_while_somebody_relies_on_it)
{
    struct claims claims;

    claims_init(&claims);
    ck_assert_int_eq(enter(&claims, &pairs[_i].first), QW_OK);
    ck_assert_int_eq(enter(&claims, &pairs[_i].second), pairs[_i].excludes);
    claims_done(&claims);
}
END_TEST

/* In seconds since 1970, so that a test can say how long ago. */
static int64_t making_since(struct claims *claims, const char *words)
{
    const struct qw_digest digest = digest_of(words);
    const int64_t since_s = claims_making_since(claims, &digest);

    return since_s == CLAIMS_NONE ? CLAIMS_NONE : (int64_t)time(NULL) - since_s;
}

static void check_ago(int64_t ago_s, int64_t expected_s)
{
    ck_assert_int_ge(ago_s, expected_s);
    ck_assert_int_le(ago_s, expected_s + 5); /* of a slow machine */
}

START_TEST(the_first_of_those_that_make_volumes_counts)
{
    const unsigned now_s = (unsigned)(qw_clock_monotonic_us() / SECOND_US);
    const struct step first = {"create a", CLAIM_MAKES, "", false, now_s - 100};
    const struct step second = {"create b", CLAIM_MAKES, "", false, now_s - 50};
    const struct step again = {"create a", CLAIM_MAKES, "", false, now_s};
    struct claims claims;

    claims_init(&claims);
    ck_assert_int_eq(making_since(&claims, "start"), CLAIMS_NONE);
    ck_assert_int_eq(enter(&claims, &first), QW_OK);
    ck_assert_int_eq(making_since(&claims, "create a"), CLAIMS_NONE);
    ck_assert_int_eq(enter(&claims, &second), QW_OK);
    check_ago(making_since(&claims, "create a"), 50);
    ck_assert_int_eq(enter(&claims, &again), QW_OK);
    check_ago(making_since(&claims, "start"), 100);
    check_ago(making_since(&claims, "create a"), 100); /* another one of these words */
    ck_assert(!leave(&claims, "create a"));
    check_ago(making_since(&claims, "start"), 100);
    ck_assert(!leave(&claims, "create a"));
    check_ago(making_since(&claims, "start"), 50);
    ck_assert(!leave(&claims, "create b"));
    ck_assert_int_eq(making_since(&claims, "start"), CLAIMS_NONE);
    claims_done(&claims);
}
END_TEST

/* Somebody sets the clock forth: what is young must not look old. */
START_TEST(a_clock_that_was_set_makes_nothing_later)
{
    const unsigned now_s = (unsigned)(qw_clock_monotonic_us() / SECOND_US);
    const struct step making = {"create", CLAIM_MAKES, "", false, now_s};
    struct claims claims;

    claims_init(&claims);
    ck_assert_int_eq(enter(&claims, &making), QW_OK);
    claims.entries[0].since_s -= 3600; /* as it was then */
    check_ago(making_since(&claims, "start"), 3600);
    claims.entries[0].since_s += 7200;
    check_ago(making_since(&claims, "start"), 0);
    claims_done(&claims);
}
END_TEST

static const struct {
    enum claim_kind kind;
    unsigned ends_s;
} orphans[] = {
    {CLAIM_RELIES, HOLD_S},     {CLAIM_GIVES, HOLD_S},       {CLAIM_UPDATES, HOLD_S},
    {CLAIM_FILLS, 60 * HOLD_S}, {CLAIM_WRITES, 60 * HOLD_S}, {CLAIM_MAKES, 60 * HOLD_S},
};

START_TEST(claims_of_an_engine_that_is_gone_end_in_their_time)
{
    const struct step orphan = {"gone", orphans[_i].kind, "x", false, 0};
    const struct step before = {"a", CLAIM_NOTHING, "", false, orphans[_i].ends_s - 1};
    const struct step behind = {"b", CLAIM_NOTHING, "", false, orphans[_i].ends_s};
    struct claims claims;

    claims_init(&claims);
    ck_assert_int_eq(enter(&claims, &orphan), QW_OK);
    claims_orphan(&claims);
    ck_assert_int_eq(enter(&claims, &before), QW_OK);
    ck_assert_uint_eq(claims.n_entries, 2);
    ck_assert_int_eq(enter(&claims, &behind), QW_OK);
    ck_assert_uint_eq(claims.n_entries, 2);
    claims_done(&claims);
}
END_TEST

/* --- Waiting. --------------------------------------------------------------------------------- */

enum { WAITERS_MOST = 16 };

struct waiter {
    struct claims *claims;
    pthread_t thread;
    char words[32];
    enum qw_err err;
};

static void *wait_to_write(void *user)
{
    struct waiter *waiter = user;
    struct claim claim = {.kind = CLAIM_WRITES, .name = digest_of("v")};
    const struct claim_request request = {.words = digest_of(waiter->words),
                                          .items = &claim,
                                          .n_items = 1,
                                          .now_us = qw_clock_monotonic_us(),
                                          .may_wait = true};

    waiter->err = claims_enter(waiter->claims, &request);
    return NULL;
}

static unsigned n_waiting(struct claims *claims)
{
    unsigned n;

    pthread_mutex_lock(&claims->lock);
    n = claims->n_waiting;
    pthread_mutex_unlock(&claims->lock);
    return n;
}

static void start_waiters(struct claims *claims, struct waiter *waiters, unsigned count)
{
    static const struct timespec pause = {.tv_nsec = 1000000};

    for (unsigned i = 0; i < count; i++) {
        waiters[i].claims = claims;
        snprintf(waiters[i].words, sizeof waiters[i].words, "start %u", i);
        ck_assert_int_eq(pthread_create(&waiters[i].thread, NULL, wait_to_write, &waiters[i]), 0);
    }
    while (n_waiting(claims) < count)
        nanosleep(&pause, NULL);
}

START_TEST(all_who_wait_come_in_when_the_volume_is_free)
{
    const struct step fills = FILLS("v", (unsigned)(qw_clock_monotonic_us() / SECOND_US));
    struct waiter waiters[WAITERS_MOST] = {{.err = QW_ERR_INTERNAL}};
    struct waiter one_more = {.words = "one more"};
    struct claims claims;

    claims_init(&claims);
    claims.wait_us = 60 * SECOND_US; /* never reached */
    ck_assert_int_eq(enter(&claims, &fills), QW_OK);
    start_waiters(&claims, waiters, WAITERS_MOST);
    one_more.claims = &claims;
    (void)wait_to_write(&one_more);
    ck_assert_int_eq(one_more.err, QW_ERR_VOLUME_FILLED); /* at once: so many and no more wait */
    ck_assert(!leave(&claims, fills.words));
    for (size_t i = 0; i < WAITERS_MOST; i++) {
        ck_assert_int_eq(pthread_join(waiters[i].thread, NULL), 0);
        ck_assert_int_eq(waiters[i].err, QW_OK);
    }
    ck_assert_uint_eq(claims.n_waiting, 0);
    ck_assert_uint_eq(claims.n_entries, WAITERS_MOST);
    claims_done(&claims);
}
END_TEST

START_TEST(a_wait_has_an_end)
{
    const struct step fills = FILLS("v", (unsigned)(qw_clock_monotonic_us() / SECOND_US));
    struct waiter waiter = {.words = "start"};
    struct claims claims;

    claims_init(&claims);
    claims.wait_us = SECOND_US / 100;
    ck_assert_int_eq(enter(&claims, &fills), QW_OK);
    waiter.claims = &claims;
    (void)wait_to_write(&waiter);
    ck_assert_int_eq(waiter.err, QW_ERR_VOLUME_FILLED);
    ck_assert_uint_eq(claims.n_waiting, 0);
    claims_done(&claims);
}
END_TEST

START_TEST(what_was_answered_claims_nothing)
{
    const struct step relies = RELIES("web", true, 0);
    const struct step gives = GIVES("web", 0);
    struct claims claims;

    claims_init(&claims);
    ck_assert_int_eq(enter(&claims, &relies), QW_OK);
    ck_assert(!leave(&claims, "another"));
    ck_assert_int_eq(enter(&claims, &gives), QW_ERR_NAME_MOVES);
    ck_assert(!leave(&claims, relies.words));
    ck_assert_int_eq(enter(&claims, &gives), QW_OK);
    ck_assert_int_eq(enter(&claims, &relies), QW_ERR_NAME_MOVES);
    ck_assert(!leave(&claims, gives.words));
    ck_assert_int_eq(enter(&claims, &relies), QW_OK);
    ck_assert(!leave(&claims, relies.words));
    ck_assert(!claims_any(&claims));
    claims_done(&claims);
}
END_TEST

/* An attach that was opened long ago must not end the claim of one that begins. */
START_TEST(the_answer_to_one_of_two_ends_the_claim_of_none)
{
    const struct step first = RELIES("web", true, 0);
    const struct step second = RELIES("web", true, 10 * HOLD_S);
    const struct step gives = GIVES("web", 10 * HOLD_S + 1);
    struct claims claims;

    claims_init(&claims);
    ck_assert_int_eq(enter(&claims, &first), QW_OK);
    ck_assert_int_eq(enter(&claims, &second), QW_OK);
    ck_assert(!leave(&claims, first.words));
    ck_assert_int_eq(enter(&claims, &gives), QW_ERR_NAME_MOVES);
    ck_assert(!leave(&claims, first.words));
    ck_assert_int_eq(enter(&claims, &gives), QW_OK);
    claims_done(&claims);
}
END_TEST

/* The same words, but the container joins another one by now. */
START_TEST(nor_does_it_when_they_rely_on_different_names)
{
    const struct step first = RELIES("a", false, 0);
    const struct step second = RELIES("b", false, 1);
    const struct step gives = GIVES("b", 2);
    struct claims claims;

    claims_init(&claims);
    ck_assert_int_eq(enter(&claims, &first), QW_OK);
    ck_assert_int_eq(enter(&claims, &second), QW_OK);
    ck_assert(!leave(&claims, first.words));
    ck_assert_int_eq(enter(&claims, &gives), QW_ERR_NAME_MOVES);
    claims_done(&claims);
}
END_TEST

START_TEST(an_update_is_under_way_until_it_was_answered)
{
    const struct step update = {"update", CLAIM_UPDATES, "", false, 0};
    const struct step relies = RELIES("web", true, 0);
    struct claims claims;

    claims_init(&claims);
    ck_assert_int_eq(enter(&claims, &relies), QW_OK);
    ck_assert(!claims_has_update(&claims));
    ck_assert_int_eq(enter(&claims, &update), QW_OK);
    ck_assert(claims_has_update(&claims));
    ck_assert(!leave(&claims, "start"));
    ck_assert(claims_has_update(&claims));
    ck_assert(leave(&claims, "update"));
    ck_assert(!claims_has_update(&claims));
    ck_assert(!leave(&claims, "update"));
    claims_done(&claims);
}
END_TEST

START_TEST(an_activation_ends_no_claim_before_its_time)
{
    const struct step gives = GIVES("web", 0);
    const struct step too_early = RELIES("web", false, HOLD_S - 1);
    const struct step relies = RELIES("web", false, HOLD_S);
    struct claims claims;

    claims_init(&claims);
    ck_assert_int_eq(enter(&claims, &gives), QW_OK);
    claims_orphan(&claims);
    ck_assert_int_eq(enter(&claims, &too_early), QW_ERR_NAME_MOVES);
    ck_assert_int_eq(enter(&claims, &relies), QW_OK);
    claims_done(&claims);
}
END_TEST

/* The engine that started hears the same words again: that request will be answered. */
START_TEST(what_is_claimed_behind_an_activation_lasts_until_it_was_answered)
{
    const struct step before = GIVES("web", 0);
    const struct step behind = GIVES("web", 1);
    const struct step relies = RELIES("web", false, 2 + 2 * HOLD_S);
    struct claims claims;

    claims_init(&claims);
    ck_assert_int_eq(enter(&claims, &before), QW_OK);
    claims_orphan(&claims);
    ck_assert_int_eq(enter(&claims, &behind), QW_OK);
    ck_assert_int_eq(enter(&claims, &relies), QW_ERR_NAME_MOVES);
    claims_done(&claims);
}
END_TEST

START_TEST(there_are_so_many_and_no_more)
{
    enum { MOST = 16384 };
    struct claims claims;
    char words[32];
    struct step step = GIVES("web", 0);

    step.words = words;
    claims_init(&claims);
    for (int i = 0; i < MOST; i++) {
        snprintf(words, sizeof words, "rename %d", i);
        /* entered without the search for its like, which takes too long here */
        if (claims.n_entries + 1 < claims.size) {
            claims.entries[claims.n_entries++] =
                (struct claim_entry){.words = digest_of(words), .n_open = 1};
            continue;
        }
        ck_assert_int_eq(enter(&claims, &step), QW_OK);
    }
    snprintf(words, sizeof words, "one more");
    ck_assert_int_eq(enter(&claims, &step), QW_ERR_BUSY);
    ck_assert(!leave(&claims, "rename 7"));
    ck_assert_int_eq(enter(&claims, &step), QW_OK);
    claims_done(&claims);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("claims");

    tcase_add_loop_test(tests, a_name_is_not_given_while_somebody_relies_on_it, 0,
                        (int)COUNT_OF(pairs));
    tcase_add_test(tests, the_first_of_those_that_make_volumes_counts);
    tcase_add_test(tests, a_clock_that_was_set_makes_nothing_later);
    tcase_add_loop_test(tests, claims_of_an_engine_that_is_gone_end_in_their_time, 0,
                        (int)COUNT_OF(orphans));
    tcase_add_test(tests, all_who_wait_come_in_when_the_volume_is_free);
    tcase_add_test(tests, a_wait_has_an_end);
    tcase_add_test(tests, what_was_answered_claims_nothing);
    tcase_add_test(tests, the_answer_to_one_of_two_ends_the_claim_of_none);
    tcase_add_test(tests, nor_does_it_when_they_rely_on_different_names);
    tcase_add_test(tests, an_update_is_under_way_until_it_was_answered);
    tcase_add_test(tests, an_activation_ends_no_claim_before_its_time);
    tcase_add_test(tests, what_is_claimed_behind_an_activation_lasts_until_it_was_answered);
    tcase_add_test(tests, there_are_so_many_and_no_more);
    return run_case("gate/claims", tests);
}
