/* The n-th allocation fails, for every n: linked with --wrap for malloc, calloc and realloc. */
#include "test_gate_fixture.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

enum { NEVER = -1, MOST_ALLOCATIONS = 100000 };

/* Allocations that succeed before one fails, and how many fail from there. */
static int n_before = NEVER;
static int n_failing;
static bool has_failed;

static bool fails_now(void)
{
    if (n_before == NEVER)
        return false;
    if (n_before > 0) {
        n_before--;
        return false;
    }
    if (n_failing == 0)
        return false;
    n_failing--;
    has_failed = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails_now() ? NULL : __real_realloc(memory, size);
}

static const struct {
    struct question question;
    bool is_allowed;
} rows[] = {
    {{"POST", CREATE_URI, PRIVILEGED_BODY}, false},
    {{"POST", CREATE_URI, HARDENED_BODY}, true},
    {{"POST", "/v1.41/containers/x/exec", "{\"User\":\"0\",\"Privileged\":true}"}, false},
    {{"POST", "/v1.41/containers/x/teleport", "{}"}, false},
    {{"GET", "/_ping", NULL}, true},
};

enum { ONE_FAILS = 1, REST_FAILS = MOST_ALLOCATIONS };

/* Gives false once no allocation failed any more: the sweep is through. */
static bool answer_with_failure(struct qw_gate *gate, const char *envelope, int n, int n_fails,
                                struct qw_reply *ret_reply)
{
    has_failed = false;
    n_failing = n_fails;
    n_before = n;
    qw_gate_answer(gate, (struct qw_bytes){envelope, strlen(envelope)}, ret_reply);
    n_before = NEVER;
    return has_failed;
}

static void sweep(size_t row, int n_fails)
{
    struct gate_fixture fixture;
    char *envelope = envelope_of(&rows[row].question);
    bool goes_on = true;
    int n = 0;

    gate_fixture_init(&fixture, "restricted", true, false);
    for (; goes_on && n < MOST_ALLOCATIONS; n++) {
        struct qw_reply reply;
        bool is_allow;

        goes_on = answer_with_failure(fixture.gate, envelope, n, n_fails, &reply);
        is_allow = strcmp(reply.data, QW_PLUGIN_REPLY_ALLOW) == 0;
        if (!is_allow)
            ck_assert_int_eq(strncmp(reply.data, "{\"Allow\":false,", 15), 0);
        ck_assert_msg(!is_allow || rows[row].is_allowed, "allowed when allocation %d failed", n);
        if (!goes_on)
            ck_assert_int_eq(is_allow, rows[row].is_allowed);
        qw_reply_done(&reply);
    }
    ck_assert_int_gt(n, 1);
    ck_assert(!goes_on);
    gate_fixture_done(&fixture);
    free(envelope);
}

START_TEST(one_failed_allocation_never_allows_what_is_denied)
{
    sweep((size_t)_i, ONE_FAILS);
}
END_TEST

START_TEST(no_memory_at_all_never_allows_what_is_denied)
{
    sweep((size_t)_i, REST_FAILS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate/no_memory");
    TCase *tcase = tcase_create("no_memory");
    int code;

    tcase_add_loop_test(tcase, one_failed_allocation_never_allows_what_is_denied, 0,
                        (int)COUNT(rows));
    tcase_add_loop_test(tcase, no_memory_at_all_never_allows_what_is_denied, 0, (int)COUNT(rows));
    suite_add_tcase(suite, tcase);
    run_suite_and_exit_code(srunner_create(suite), &code);
    return code;
}
