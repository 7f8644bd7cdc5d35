#include "../../src/policy/place.h"
#include "policy_fixture.h"

struct nearest_row {
    const char *name;
    const char *nearest;
};

static const char *const names[] = {"pid", "ipc", "network", "user", "cgroup", "enforce"};

static const struct nearest_row rows[] = {
    {"pid", "pid"},       {"PID", "pid"},          {"pidd", "pid"},       {"pi", "pid"},
    {"net", "network"},   {"NETW", "network"},     {"nework", "network"}, {"usr", "user"},
    {"groups", "cgroup"}, {"enforced", "enforce"}, {"cpi", "pid"},        {"", "pid"},
};

START_TEST(the_name_with_the_fewest_edits_is_nearest)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        ck_assert_str_eq(qw_policy_nearest(rows[i].name, names, COUNT_OF(names)), rows[i].nearest);
}
END_TEST

START_TEST(of_no_names_none_is_nearest)
{
    ck_assert_str_eq(qw_policy_nearest("pid", names, 0), "");
}
END_TEST

START_TEST(names_of_any_length_are_compared)
{
    char long_name[5000];
    char longer_name[70];
    const char *const both[] = {"x", long_name};

    memset(long_name, 'x', sizeof long_name);
    long_name[sizeof long_name - 1] = '\0';
    memset(longer_name, 'x', sizeof longer_name);
    longer_name[sizeof longer_name - 1] = '\0';
    ck_assert_ptr_eq(qw_policy_nearest(longer_name, both, 2), long_name);
    ck_assert_str_eq(qw_policy_nearest(long_name, names, COUNT_OF(names)), "pid");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_name_with_the_fewest_edits_is_nearest,
        of_no_names_none_is_nearest,
        names_of_any_length_are_compared,
    };

    return run_suite("policy/nearest", tests, COUNT_OF(tests));
}
