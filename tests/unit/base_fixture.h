/* What the suites of base share: one case a file, and an arena that ends with its test. */
#ifndef QW_TEST_BASE_FIXTURE_H
#define QW_TEST_BASE_FIXTURE_H

#include <check.h>
#include <stdbool.h>
#include <stdint.h>

#include "qw/arena.h"
#include "suite.h"

#define N_ROWS(table) (sizeof(table) / sizeof((table)[0]))

#define TEST_ARENA(name) \
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *name = qw_arena_new((size_t)64 * 1024 * 1024)

static inline int base_run(const char *name, const TTest *const *tests, size_t n_tests)
{
    Suite *suite = suite_create(name);
    TCase *all = tcase_create(name);

    tcase_set_timeout(all, 60);
    for (size_t i = 0; i < n_tests; i++)
        tcase_add_test(all, tests[i]);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}

#endif
