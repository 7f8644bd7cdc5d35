#include "workload_fixture.h"

START_TEST(a_network_is_read_whole)
{
    static const char *const subnets[] = {"10.0.0.0/8", "10.1.0.0/16", "10.0.0.1", "10.0.0.2",
                                          "fd00::/8"};
    struct fixture fixture = fixture_new();
    const struct qw_network *network = &fixture.workload.network;

    ck_assert_int_eq(
        read_as(&fixture, QW_OP_NETWORK_CREATE,
                "{'Name':'n','Driver':'macvlan','Scope':'local','Options':{'parent':'eth0'},"
                "'IPAM':{'Driver':'dhcp','Options':{'a':'b'},'Config':[{'Subnet':'10.0.0.0/8',"
                "'IPRange':'10.1.0.0/16','Gateway':'10.0.0.1','AuxiliaryAddresses':{'h':'10.0.0.2'}"
                "},{'Subnet':'fd00::/8'}]},'ConfigFrom':{'Network':'other'},'ConfigOnly':true,"
                "'Ingress':true}"),
        QW_OK);
    ck_assert_int_eq(fixture.workload.kind, QW_WORKLOAD_NETWORK);
    ck_assert_str_eq(network->driver.value, "macvlan");
    ck_assert_str_eq(network->scope.value, "local");
    ck_assert_str_eq(network->options.items[0].name, "parent");
    ck_assert_str_eq(path_of(&fixture, network->options.items[0].at), "Options.parent");
    ck_assert_str_eq(network->ipam_driver.value, "dhcp");
    ck_assert_str_eq(network->ipam_options.items[0].value, "b");
    ck_assert_uint_eq(network->subnets.n_items, COUNT_OF(subnets));
    for (size_t i = 0; i < COUNT_OF(subnets); i++)
        ck_assert_str_eq(network->subnets.items[i].value, subnets[i]);
    ck_assert_str_eq(path_of(&fixture, network->subnets.items[4].at), "IPAM.Config[1].Subnet");
    ck_assert_str_eq(network->config_from.value, "other");
    ck_assert(network->config_only.is_true);
    ck_assert(network->ingress.is_true);
    fixture_done(&fixture);
}
END_TEST

START_TEST(an_ordinary_network_has_nothing_to_judge)
{
    struct fixture fixture = fixture_new();
    const struct qw_network *network = &fixture.workload.network;

    ck_assert_int_eq(read_as(&fixture, QW_OP_NETWORK_CREATE, "{'Name':'n'}"), QW_OK);
    ck_assert_str_eq(network->driver.value, "");
    ck_assert_ptr_null(network->driver.at);
    ck_assert_ptr_null(network->options.at);
    ck_assert_ptr_null(network->subnets.at);
    ck_assert_str_eq(network->config_from.value, "");
    ck_assert(!network->config_only.is_true);
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_connect_shows_the_options_of_its_endpoint)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(read_as(&fixture, QW_OP_NETWORK_CONNECT,
                             "{'Container':'c','EndpointConfig':{'Aliases':['x'],'DriverOpts':{"
                             "'com.docker.network.endpoint.sysctls':'net/ipv4/conf/IFNAME/x=1',"
                             "'y':'z'}}}"),
                     QW_OK);
    ck_assert_int_eq(fixture.workload.kind, QW_WORKLOAD_CONNECT);
    ck_assert_uint_eq(fixture.workload.network.options.n_items, 1);
    ck_assert_str_eq(fixture.workload.network.options.items[0].name, "y");
    ck_assert_str_eq(path_of(&fixture, fixture.workload.network.options.at),
                     "EndpointConfig.DriverOpts");
    ck_assert_uint_eq(fixture.workload.sysctls.n_items, 1);
    ck_assert_str_eq(fixture.workload.sysctls.items[0].name, "net.ipv4.conf.IFNAME.x");
    fixture_done(&fixture);
}
END_TEST

START_TEST(an_ordinary_connect_has_no_options)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(read_as(&fixture, QW_OP_NETWORK_CONNECT, "{'Container':'c'}"), QW_OK);
    ck_assert_ptr_null(fixture.workload.network.options.at);
    ck_assert_ptr_null(fixture.workload.sysctls.at);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("network");

    tcase_add_test(tests, a_network_is_read_whole);
    tcase_add_test(tests, an_ordinary_network_has_nothing_to_judge);
    tcase_add_test(tests, a_connect_shows_the_options_of_its_endpoint);
    tcase_add_test(tests, an_ordinary_connect_has_no_options);
    return run_case("workload/network", tests);
}
