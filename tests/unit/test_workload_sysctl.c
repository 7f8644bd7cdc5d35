#include "workload_fixture.h"

static const struct {
    const char *written;
    const char *name;
} rows[] = {
    {"net.ipv4.ip_forward", "net.ipv4.ip_forward"},
    {"net/ipv4/ip_forward", "net.ipv4.ip_forward"},
    {"net/ipv4/conf/eno2.100/rp_filter", "net.ipv4.conf.eno2/100.rp_filter"},
    {"net.ipv4.conf.eno2/100.rp_filter", "net.ipv4.conf.eno2/100.rp_filter"},
    {"net.ipv4/ip_forward", "net.ipv4/ip_forward"}, /* no list holds that */
    {"kernel", "kernel"},
    {"/kernel/shmmax", ".kernel.shmmax"},
    {"", ""},
};

START_TEST(a_sysctl_is_named_with_dots_as_runc_names_it)
{
    struct fixture fixture = fixture_new();
    const struct qw_pairs *sysctls =
        &read_host(&fixture,
                   qw_arena_format(fixture.arena, "'Sysctls':{'%s':'1'}", rows[_i].written))
             ->sysctls;

    ck_assert_uint_eq(sysctls->n_items, 1);
    ck_assert_str_eq(sysctls->items[0].name, rows[_i].name);
    ck_assert_str_eq(sysctls->items[0].value, "1");
    ck_assert_ptr_nonnull(sysctls->items[0].at);
    fixture_done(&fixture);
}
END_TEST

START_TEST(both_spellings_of_one_name_are_told)
{
    struct fixture fixture = fixture_new();
    const struct qw_pairs *sysctls =
        &read_host(&fixture, "'Sysctls':{'net.core.somaxconn':'1','net/core/somaxconn':'2'}")
             ->sysctls;

    ck_assert_uint_eq(sysctls->n_items, 2);
    ck_assert_str_eq(sysctls->items[0].name, sysctls->items[1].name);
    ck_assert_str_eq(sysctls->items[1].value, "2");
    ck_assert_str_eq(path_of(&fixture, sysctls->items[1].at),
                     "HostConfig.Sysctls[\"net/core/somaxconn\"]");
    fixture_done(&fixture);
}
END_TEST

#define OPTION "com.docker.network.endpoint.sysctls"

START_TEST(sysctls_of_endpoints_join_those_of_the_host_config)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = read_create(
        &fixture,
        "{'HostConfig':{'Sysctls':{'kernel.shmmax':'1'}},'NetworkingConfig':{'EndpointsConfig':{"
        "'a':{'DriverOpts':{'x':'y','" OPTION "':'net.ipv4.conf.IFNAME.log_martians=1,"
        "net/ipv6/conf/IFNAME/forwarding=a=b,bare'}},'b':{'Aliases':['c']},"
        "'c':{'DriverOpts':{'" OPTION "':'net.ipv4.ip_forward=1','" OPTION ".x':'z'}}}}}");
    const struct qw_pair *sysctls = workload->sysctls.items;

    ck_assert_uint_eq(workload->sysctls.n_items, 5);
    ck_assert_str_eq(sysctls[0].name, "kernel.shmmax");
    ck_assert_str_eq(sysctls[1].name, "net.ipv4.conf.IFNAME.log_martians");
    ck_assert_str_eq(sysctls[1].value, "1");
    ck_assert_str_eq(sysctls[2].name, "net.ipv6.conf.IFNAME.forwarding");
    ck_assert_str_eq(sysctls[2].value, "a=b");
    ck_assert_str_eq(sysctls[3].name, "bare");
    ck_assert_str_eq(sysctls[3].value, "");
    ck_assert_str_eq(sysctls[4].name, "net.ipv4.ip_forward");
    ck_assert_str_eq(
        path_of(&fixture, sysctls[4].at),
        "NetworkingConfig.EndpointsConfig.c.DriverOpts[\"com.docker.network.endpoint.sysctls\"]");
    ck_assert_uint_eq(workload->endpoint_options.n_items, 2);
    ck_assert_str_eq(workload->endpoint_options.items[0].name, "x");
    ck_assert_str_eq(workload->endpoint_options.items[1].name, OPTION ".x");
    ck_assert_str_eq(path_of(&fixture, workload->endpoint_options.at),
                     "NetworkingConfig.EndpointsConfig");
    fixture_done(&fixture);
}
END_TEST

START_TEST(ordinary_endpoints_have_no_options)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = read_create(
        &fixture, "{'NetworkingConfig':{'EndpointsConfig':{'a':{'Aliases':['c']},'b':null}}}");

    ck_assert_ptr_null(workload->endpoint_options.at);
    ck_assert_ptr_null(workload->sysctls.at);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("sysctl");

    tcase_add_loop_test(tests, a_sysctl_is_named_with_dots_as_runc_names_it, 0,
                        (int)COUNT_OF(rows));
    tcase_add_test(tests, both_spellings_of_one_name_are_told);
    tcase_add_test(tests, sysctls_of_endpoints_join_those_of_the_host_config);
    tcase_add_test(tests, ordinary_endpoints_have_no_options);
    return run_case("workload/sysctl", tests);
}
