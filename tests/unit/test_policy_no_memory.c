/* Every allocation of a load fails once (style.md 37). */
#include "policy_fixture.h"

/* The allocation that fails, counted from 1; 0: none. */
static size_t failing;
static size_t n_allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static bool fails_now(void)
{
    return failing > 0 && ++n_allocations == failing;
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

static enum qw_err load_with_fault(const char *name, size_t nth, struct qw_diag *ret_diag)
{
    static const char *const own_paths[] = {"/etc/quaywarden"};
    static const struct qw_policy_options options = {own_paths, 1};
    struct qw_policy *policy = NULL;
    struct qw_diag diag = {0};
    enum qw_err err = QW_OK;

    n_allocations = 0;
    failing = nth;
    err = qw_policy_load(name, &options, &policy, &diag);
    failing = 0;
    ck_assert((policy == NULL) == (err != QW_OK));
    ck_assert_int_eq(diag.err, err);
    qw_policy_unref(policy);
    *ret_diag = diag;
    return err;
}

/* Returns how many allocations failed before the load came to its end. */
static size_t sweep(const char *name, enum qw_err expected)
{
    struct qw_diag diag;
    size_t nth = 1;

    while (load_with_fault(name, nth, &diag) == QW_ERR_NO_MEMORY) {
        ck_assert_uint_gt(strlen(diag.text), 0);
        nth++;
        ck_assert_uint_lt(nth, 10000);
    }
    ck_assert_int_eq(diag.err, expected);
    return nth - 1;
}

START_TEST(each_failing_allocation_fails_the_load_of_a_level)
{
    ck_assert_uint_gt(sweep("cis", QW_OK), 5);
}
END_TEST

START_TEST(each_failing_allocation_fails_the_load_of_a_file)
{
    ck_assert_uint_gt(sweep(write_policy("policy.json", V1 ", \"extends\": \"baseline\"}"), QW_OK),
                      5);
}
END_TEST

/* A page of other words, so that arenas need more than their first piece. */
static const char *write_long_policy(const char *end)
{
    enum { N_WORDS = 4000 };
    static char text[N_WORDS * 32];
    size_t len = 0;

    len += (size_t)snprintf(text, sizeof text, V1 ", \"rules\": {\"log-driver\": {\"allow\": [");
    for (int i = 0; i < N_WORDS; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s\"driver-%d\"", i > 0 ? ", " : "",
                                i);
    snprintf(text + len, sizeof text - len, "]}}%s}", end);
    return write_policy("policy.json", text);
}

START_TEST(each_failing_allocation_fails_the_load_of_a_long_file)
{
    ck_assert_uint_gt(sweep(write_long_policy(""), QW_OK), 10);
}
END_TEST

START_TEST(a_fault_is_told_once_memory_suffices)
{
    ck_assert_uint_gt(sweep(write_long_policy(", \"nosuch\": 1"), QW_ERR_POLICY), 3);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        each_failing_allocation_fails_the_load_of_a_level,
        each_failing_allocation_fails_the_load_of_a_file,
        each_failing_allocation_fails_the_load_of_a_long_file,
        a_fault_is_told_once_memory_suffices,
    };

    return run_suite("policy/no_memory", tests, COUNT_OF(tests));
}
