#include <sys/resource.h>

#include "../../src/server/server_priv.h"
#include "test_gate_fixture.h"

/* Below the limits of the test's own process, so that each row may lower them. */
static const struct {
    rlim_t soft;
    rlim_t hard;
    rlim_t raised; /* the soft limit afterwards */
    unsigned n_connections;
} rows[] = {
    {20, 20, 20, 16},
    {79, 79, 79, 16},
    {80, 80, 80, 16},
    {81, 81, 81, 17},
    {256, 256, 256, 192},
    {64, 256, 256, 192},
    {256, 1024, 1024, 960},
    {1024, 65535, 65535, 65471},
    {1024, 65536, 65536, 65472},
    {1024, 65537, 65536, 65472},
    {65537, 65537, 65537, 65472},
};

START_TEST(connections_fit_below_the_limit_of_open_files)
{
    const struct rlimit limit = {.rlim_cur = rows[_i].soft, .rlim_max = rows[_i].hard};
    struct rlimit seen = {0};

    if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
        return; /* the hard limit of this host is lower */
    ck_assert_uint_eq(server_connection_limit(), rows[_i].n_connections);
    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &seen), 0);
    ck_assert_uint_eq(seen.rlim_cur, rows[_i].raised);
    ck_assert_uint_eq(seen.rlim_max, rows[_i].hard);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server/connections");
    TCase *tcase = tcase_create("connections");
    int code;

    tcase_add_loop_test(tcase, connections_fit_below_the_limit_of_open_files, 0, (int)COUNT(rows));
    suite_add_tcase(suite, tcase);
    run_suite_and_exit_code(srunner_create(suite), &code);
    return code;
}
