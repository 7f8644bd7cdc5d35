/* How a suite of tests is run as a program. */
#ifndef QW_TEST_SUITE_H
#define QW_TEST_SUITE_H

#include <check.h>

/* The exit code of the program.  That no test was run is a failure: CK_RUN_CASE may name none. */
static inline int run_suite(Suite *suite)
{
    SRunner *runner = srunner_create(suite);

    srunner_run_all(runner, CK_ENV);

    const int n_run = srunner_ntests_run(runner);
    const int n_failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    return n_run > 0 && n_failed == 0 ? 0 : 1;
}

static inline int run_case(const char *name, TCase *tests)
{
    Suite *suite = suite_create(name);

    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

#endif
