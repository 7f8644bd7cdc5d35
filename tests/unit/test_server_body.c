#include "../../src/server/server_priv.h"
#include "test_gate_fixture.h"

static struct server_budget budget;
static struct server_body body;

static void setup(void)
{
    budget.max = QW_LIMIT_BODIES;
    budget.used = 0;
    body = (struct server_body){.budget = &budget};
}

static void teardown(void)
{
    server_body_done(&body);
    ck_assert_uint_eq(budget.used, 0);
}

/* Adds LEN bytes in pieces as libmicrohttpd hands them over. */
static void add_bytes(size_t len)
{
    enum { PIECE = 32 * 1024 };
    static char piece[PIECE];

    memset(piece, 'x', PIECE);
    while (len > 0) {
        size_t part = len < PIECE ? len : PIECE;

        server_body_add(&body, piece, part);
        len -= part;
    }
}

static const struct {
    long long over;
    enum qw_err err;
} limit_rows[] = {{-1, QW_OK}, {0, QW_OK}, {1, QW_ERR_TOO_LARGE}};

START_TEST(a_body_is_kept_up_to_the_limit)
{
    size_t len = (size_t)((long long)QW_LIMIT_ENVELOPE + limit_rows[_i].over);

    add_bytes(len);
    ck_assert_int_eq(body.why.err, limit_rows[_i].err);
    ck_assert_uint_eq(body.len, limit_rows[_i].err == QW_OK ? len : 0);
    ck_assert_uint_eq(body.discarded, limit_rows[_i].err == QW_OK ? 0 : len);
    ck_assert(!server_body_is_hopeless(&body));
}
END_TEST

START_TEST(an_announced_length_over_the_limit_is_never_stored)
{
    body.announced = QW_LIMIT_ENVELOPE + 1;
    add_bytes(1);
    ck_assert_int_eq(body.why.err, QW_ERR_TOO_LARGE);
    ck_assert_uint_eq(body.cap, 0);
}
END_TEST

START_TEST(memory_follows_the_bytes_and_not_the_header)
{
    body.announced = QW_LIMIT_ENVELOPE;
    add_bytes(1);
    ck_assert_uint_le(body.cap, 64 * 1024);
    add_bytes(100 * 1024);
    ck_assert_uint_le(body.cap, 2 * body.len);
}
END_TEST

START_TEST(an_announced_length_is_allocated_once)
{
    const char *data;

    body.announced = 5000;
    add_bytes(1000);
    data = body.data;
    ck_assert_uint_eq(body.cap, 5000);
    add_bytes(4000);
    ck_assert_ptr_eq(body.data, data);
    ck_assert_uint_eq(body.len, 5000);
}
END_TEST

START_TEST(a_header_that_says_too_little_does_no_harm)
{
    body.announced = 10;
    add_bytes(200 * 1024);
    ck_assert_int_eq(body.why.err, QW_OK);
    ck_assert_uint_eq(body.len, 200 * 1024);
}
END_TEST

static const struct {
    int over;
    enum qw_err err;
    const char *says;
} budget_rows[] = {
    {-1, QW_OK, ""}, {0, QW_OK, ""}, {1, QW_ERR_NO_MEMORY, "too many large requests at once"}};

START_TEST(all_bodies_together_have_a_limit)
{
    struct server_body other = {.budget = &budget, .announced = 5000};
    size_t len = (size_t)(5000 + budget_rows[_i].over);
    char *bytes = calloc(1, len);

    ck_assert_ptr_nonnull(bytes);
    budget.max = 10000;
    server_body_add(&other, bytes, 1);
    body.announced = len;
    server_body_add(&body, bytes, len);
    ck_assert_int_eq(body.why.err, budget_rows[_i].err);
    ck_assert_ptr_nonnull(strstr(body.why.text, budget_rows[_i].says));
    ck_assert_uint_eq(budget.used, 5000 + body.cap);
    ck_assert_int_eq(other.why.err, QW_OK);
    server_body_done(&other);
    ck_assert_uint_eq(budget.used, body.cap);
    free(bytes);
}
END_TEST

START_TEST(a_body_that_went_makes_room_for_the_next)
{
    budget.max = 64 * 1024;
    for (int i = 0; i < 100; i++) {
        add_bytes(20 * 1024);
        ck_assert_int_eq(body.why.err, QW_OK);
        server_body_done(&body);
        body = (struct server_body){.budget = &budget};
    }
    add_bytes(budget.max + 1);
    ck_assert_int_eq(body.why.err, QW_ERR_NO_MEMORY);
    ck_assert_uint_eq(budget.used, 0);
}
END_TEST

static const struct {
    size_t announced;
    size_t discarded;
    bool is_hopeless;
} hopeless_rows[] = {
    {QW_LIMIT_DISCARD, 0, false}, {QW_LIMIT_DISCARD + 1, 0, true}, {0, QW_LIMIT_DISCARD - 1, false},
    {0, QW_LIMIT_DISCARD, false}, {0, QW_LIMIT_DISCARD + 1, true},
};

START_TEST(what_is_thrown_away_has_a_limit_too)
{
    body.announced = hopeless_rows[_i].announced;
    body.discarded = hopeless_rows[_i].discarded;
    ck_assert_int_eq(server_body_is_hopeless(&body), hopeless_rows[_i].is_hopeless);
}
END_TEST

#define LOOP(test, rows) tcase_add_loop_test(tcase, test, 0, (int)COUNT(rows))

int main(void)
{
    Suite *suite = suite_create("server/body");
    TCase *tcase = tcase_create("body");
    int code;

    tcase_add_checked_fixture(tcase, setup, teardown);
    LOOP(a_body_is_kept_up_to_the_limit, limit_rows);
    tcase_add_test(tcase, an_announced_length_over_the_limit_is_never_stored);
    tcase_add_test(tcase, memory_follows_the_bytes_and_not_the_header);
    tcase_add_test(tcase, an_announced_length_is_allocated_once);
    tcase_add_test(tcase, a_header_that_says_too_little_does_no_harm);
    LOOP(all_bodies_together_have_a_limit, budget_rows);
    tcase_add_test(tcase, a_body_that_went_makes_room_for_the_next);
    LOOP(what_is_thrown_away_has_a_limit_too, hopeless_rows);
    suite_add_tcase(suite, tcase);
    run_suite_and_exit_code(srunner_create(suite), &code);
    return code;
}
