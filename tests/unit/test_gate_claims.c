/* Claims on names: which two exclude one another, and when they end. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "../../src/gate/claims.h"
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
    {FILLS("v", 0), WRITES("v", 1000 * HOLD_S), QW_ERR_VOLUME_FILLED},
    {WRITES("v", 0), FILLS("v", 1000 * HOLD_S), QW_ERR_VOLUME_FILLED},
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

START_TEST(the_first_of_those_that_make_volumes_counts)
{
    const struct step first = {"create a", CLAIM_MAKES, "", false, 10};
    const struct step second = {"create b", CLAIM_MAKES, "", false, 20};
    const struct step again = {"create a", CLAIM_MAKES, "", false, 30};
    struct claims claims;

    claims_init(&claims);
    ck_assert_uint_eq(claims_making_since(&claims), 0);
    ck_assert_int_eq(enter(&claims, &first), QW_OK);
    ck_assert_int_eq(enter(&claims, &second), QW_OK);
    ck_assert_int_eq(enter(&claims, &again), QW_OK);
    ck_assert_uint_eq(claims_making_since(&claims), 10 * SECOND_US);
    ck_assert(!leave(&claims, "create a"));
    ck_assert_uint_eq(claims_making_since(&claims), 10 * SECOND_US);
    ck_assert(!leave(&claims, "create a"));
    ck_assert_uint_eq(claims_making_since(&claims), 20 * SECOND_US);
    ck_assert(!leave(&claims, "create b"));
    ck_assert_uint_eq(claims_making_since(&claims), 0);
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
    tcase_add_test(tests, what_was_answered_claims_nothing);
    tcase_add_test(tests, the_answer_to_one_of_two_ends_the_claim_of_none);
    tcase_add_test(tests, nor_does_it_when_they_rely_on_different_names);
    tcase_add_test(tests, an_update_is_under_way_until_it_was_answered);
    tcase_add_test(tests, an_activation_ends_no_claim_before_its_time);
    tcase_add_test(tests, what_is_claimed_behind_an_activation_lasts_until_it_was_answered);
    tcase_add_test(tests, there_are_so_many_and_no_more);
    return run_case("gate/claims", tests);
}
