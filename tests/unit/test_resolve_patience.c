/* How long questions about containers may wait, by how many do. */
#include "resolve_fixture.h"

enum { CONTAINER_MS = 15000, QUICK_MS = 2000, HURRY_MS = 200, LONG_WAITS = 3, US_PER_MS = 1000 };

static const struct resolve_limits limits = {.container_ms = CONTAINER_MS,
                                             .quick_ms = QUICK_MS,
                                             .hurry_ms = HURRY_MS,
                                             .long_waits = LONG_WAITS};

static struct resolve_wait begin(struct resolve_patience *patience, uint64_t now_us)
{
    return resolve_patience_begin(patience, &limits, now_us);
}

static void begin_long(struct resolve_patience *patience, struct resolve_wait *waits)
{
    for (int i = 0; i < LONG_WAITS; i++) {
        waits[i] = begin(patience, 1);
        ck_assert(waits[i].is_long);
        ck_assert_int_eq(waits[i].limit_ms, CONTAINER_MS);
    }
}

START_TEST(so_many_wait_long_and_no_more)
{
    struct resolve_wait waits[LONG_WAITS];
    struct resolve_patience patience;
    struct resolve_wait more;

    resolve_patience_init(&patience);
    begin_long(&patience, waits);
    more = begin(&patience, 1);
    ck_assert(!more.is_long);
    ck_assert_int_eq(more.limit_ms, QUICK_MS);
    resolve_patience_end(&patience, &limits, &more, 0);
    resolve_patience_end(&patience, &limits, &waits[0], 0);
    ck_assert_int_eq(begin(&patience, 1).limit_ms, CONTAINER_MS);
    ck_assert_int_eq(begin(&patience, 1).limit_ms, QUICK_MS);
    resolve_patience_done(&patience);
}
END_TEST

START_TEST(after_one_in_vain_the_next_are_in_a_hurry_for_a_while)
{
    const uint64_t in_vain_us = 5;
    const uint64_t until_us = in_vain_us + (uint64_t)CONTAINER_MS * US_PER_MS;
    struct resolve_wait waits[LONG_WAITS];
    struct resolve_patience patience;
    struct resolve_wait more;

    resolve_patience_init(&patience);
    begin_long(&patience, waits);
    more = begin(&patience, 1);
    resolve_patience_end(&patience, &limits, &more, in_vain_us);
    ck_assert_int_eq(begin(&patience, in_vain_us).limit_ms, HURRY_MS);
    ck_assert_int_eq(begin(&patience, until_us - 1).limit_ms, HURRY_MS);
    ck_assert_int_eq(begin(&patience, until_us).limit_ms, QUICK_MS);
    resolve_patience_end(&patience, &limits, &waits[0], 0);
    ck_assert_int_eq(begin(&patience, in_vain_us).limit_ms, CONTAINER_MS);
    resolve_patience_done(&patience);
}
END_TEST

START_TEST(a_long_wait_in_vain_hurries_nobody)
{
    struct resolve_wait waits[LONG_WAITS];
    struct resolve_patience patience;

    resolve_patience_init(&patience);
    begin_long(&patience, waits);
    resolve_patience_end(&patience, &limits, &waits[0], 5);
    waits[0] = begin(&patience, 6);
    ck_assert_int_eq(waits[0].limit_ms, CONTAINER_MS);
    ck_assert_int_eq(begin(&patience, 6).limit_ms, QUICK_MS);
    resolve_patience_done(&patience);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("patience");

    tcase_add_test(tests, so_many_wait_long_and_no_more);
    tcase_add_test(tests, after_one_in_vain_the_next_are_in_a_hurry_for_a_while);
    tcase_add_test(tests, a_long_wait_in_vain_hurries_nobody);
    return run_case("resolve/patience", tests);
}
