/* Tests of src/rules/networks.c. */
#include "rules_fixture.h"

static const struct qw_settings ordinary = {
    .values = {[QW_SETTING_NETWORKS_DRIVERS] = WORDS("bridge", "overlay"),
               [QW_SETTING_NETWORKS_OPTIONS] = WORDS("com.docker.network.driver.mtu"),
               [QW_SETTING_NETWORKS_SUBNETS] = WORDS("172.28.0.0/16", "fd00:1::/64")}};
static const struct qw_settings with_subnets = {
    .values = {[QW_SETTING_NETWORKS_DRIVERS] = WORDS("bridge"),
               [QW_SETTING_NETWORKS_SUBNETS] = WORDS("10.20.0.0/16", "203.0.113.0/24")}};

static const struct row ordinary_networks_pass_rows[] = {
    {"{\"Name\":\"n\"}", ""},
    {"{\"Name\":\"n\",\"Driver\":\"\"}", ""},
    {"{\"Name\":\"n\",\"Driver\":\"bridge\"}", ""},
    {"{\"Name\":\"n\",\"CheckDuplicate\":true,\"Driver\":\"bridge\",\"Scope\":\"\",\"EnableIPv6\":"
     "false,\"IPAM\":{\"Driver\":\"default\",\"Options\":{},\"Config\":[]},\"Internal\":false,"
     "\"Attachable\":false,\"Ingress\":false,\"ConfigOnly\":false,\"ConfigFrom\":{\"Network\":\"\"}"
     ",\"Options\":{},\"Labels\":{}}",
     ""},
    {"{\"Name\":\"p_default\",\"CheckDuplicate\":true,\"Driver\":\"\",\"EnableIPv6\":null,\"IPAM\":"
     "null,\"ConfigFrom\":null,\"Options\":null,\"Labels\":{\"com.docker.compose.project\":\"p\"}}",
     ""},
    {"{\"Name\":\"n\",\"Scope\":\"local\"}", ""},
    {"{\"Name\":\"n\",\"Options\":{\"com.docker.network.driver.mtu\":\"1450\"}}", ""},
    {"{\"Name\":\"n\",\"IPAM\":{\"Driver\":\"default\",\"Config\":[{\"Subnet\":\"172.28.0.0/"
     "16\",\"IPRange\":\"172.28.5.0/24\",\"Gateway\":\"172.28.5.254\"}]}}",
     ""},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"fd00:1::/64\"}]}}", ""},
};

START_TEST(ordinary_networks_pass)
{
    const struct rows rows = {QW_RULE_NETWORKS, QW_OP_NETWORK_CREATE, ordinary_networks_pass_rows,
                              COUNT(ordinary_networks_pass_rows)};

    check_rows(&rows, &ordinary);
}
END_TEST

static const struct row extraordinary_networks_are_found_rows[] = {
    {"{\"Name\":\"n\",\"Driver\":\"macvlan\"}", "Driver"},
    {"{\"Name\":\"n\",\"Driver\":\"ipvlan\"}", "Driver"},
    {"{\"Name\":\"n\",\"Driver\":\"host\"}", "Driver"},
    {"{\"Name\":\"n\",\"Driver\":\"Bridge\"}", "Driver"},
    {"{\"Name\":\"n\",\"Driver\":\"weave\"}", "Driver"},
    {"{\"Name\":\"n\",\"Driver\":\"macvlan\",\"Options\":{\"parent\":\"eth0\"}}",
     "Driver Options.parent"},
    {"{\"Name\":\"n\",\"Options\":{\"com.docker.network.bridge.name\":\"br0\"}}",
     "Options[\"com.docker.network.bridge.name\"]"},
    {"{\"Name\":\"n\",\"Options\":{\"com.docker.network.driver.mtu\":\"1450\",\"com.docker.network."
     "bridge.gateway_mode_ipv4\":\"nat-unprotected\"}}",
     "Options[\"com.docker.network.bridge.gateway_mode_ipv4\"]"},
    {"{\"Name\":\"n\",\"ConfigFrom\":{\"Network\":\"c\"}}", "ConfigFrom.Network"},
    {"{\"Name\":\"n\",\"ConfigOnly\":true}", "ConfigOnly"},
    {"{\"Name\":\"n\",\"Ingress\":true}", "Ingress"},
    {"{\"Name\":\"n\",\"Scope\":\"swarm\"}", "Scope"},
    {"{\"Name\":\"n\",\"Scope\":\"global\"}", "Scope"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Driver\":\"null\"}}", "IPAM.Driver"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Driver\":\"dhcp\",\"Options\":{\"a\":\"b\"}}}",
     "IPAM.Driver IPAM.Options.a"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"8.8.8.0/24\"}]}}",
     "IPAM.Config[0].Subnet"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"172.28.0.0/16\"},{\"Subnet\":\"10.0.0.0/"
     "8\"}]}}",
     "IPAM.Config[1].Subnet"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"172.28.0.0/"
     "16\",\"Gateway\":\"1.1.1.1\"}]}}",
     "IPAM.Config[0].Gateway"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"IPRange\":\"junk\"}]}}", "IPAM.Config[0].IPRange"},
};

START_TEST(extraordinary_networks_are_found)
{
    const struct rows rows = {QW_RULE_NETWORKS, QW_OP_NETWORK_CREATE,
                              extraordinary_networks_are_found_rows,
                              COUNT(extraordinary_networks_are_found_rows)};

    check_rows(&rows, &ordinary);
}
END_TEST

static const struct row listed_subnets_alone_pass_where_there_is_a_list_rows[] = {
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.20.0.0/16\"}]}}", ""},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.20.30.0/24\"}]}}", ""},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"203.0.113.128/25\"}]}}", ""},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.21.0.0/24\"}]}}",
     "IPAM.Config[0].Subnet"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.0.0.0/8\"}]}}",
     "IPAM.Config[0].Subnet"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"172.28.0.0/16\"}]}}",
     "IPAM.Config[0].Subnet"},
};

START_TEST(listed_subnets_alone_pass_where_there_is_a_list)
{
    const struct rows rows = {QW_RULE_NETWORKS, QW_OP_NETWORK_CREATE,
                              listed_subnets_alone_pass_where_there_is_a_list_rows,
                              COUNT(listed_subnets_alone_pass_where_there_is_a_list_rows)};

    check_rows(&rows, &with_subnets);
}
END_TEST

static const struct row endpoints_take_no_options_rows[] = {
    {"{\"Container\":\"c\"}", ""},
    {"{\"Container\":\"c\",\"EndpointConfig\":{\"Aliases\":[\"a\"],\"Links\":[\"b\"],"
     "\"IPAMConfig\":{\"IPv4Address\":\"10.1.1.1\"}}}",
     ""},
    {"{\"Container\":\"c\",\"EndpointConfig\":{\"DriverOpts\":{\"com.docker.network.endpoint."
     "sysctls\":\"net.ipv4.conf.IFNAME.log_martians=1\"}}}",
     ""},
    {"{\"Container\":\"c\",\"EndpointConfig\":{\"DriverOpts\":{\"parent\":\"eth0\"}}}",
     "EndpointConfig.DriverOpts.parent"},
};

START_TEST(endpoints_take_no_options)
{
    const struct rows rows = {QW_RULE_NETWORKS, QW_OP_NETWORK_CONNECT,
                              endpoints_take_no_options_rows,
                              COUNT(endpoints_take_no_options_rows)};

    check_rows(&rows, &ordinary);
}
END_TEST

static const struct row endpoints_of_a_create_take_no_options_rows[] = {
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"Aliases\":[\"a\"],"
     "\"IPAMConfig\":{\"IPv4Address\":\"8.8.8.8\"}}}}}",
     ""},
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"DriverOpts\":{}}}}}",
     ""},
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"DriverOpts\":{\"com."
     "docker.network.endpoint.sysctls\":\"a=b\"}}}}}",
     ""},
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"DriverOpts\":{\"com."
     "docker.network.driver.mtu\":\"9\"}}}}}",
     ""},
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"DriverOpts\":{\"x\":"
     "\"1\"}}}}}",
     "NetworkingConfig.EndpointsConfig.n.DriverOpts.x"},
};

START_TEST(endpoints_of_a_create_take_no_options)
{
    const struct rows rows = {QW_RULE_NETWORKS, QW_OP_CONTAINER_CREATE,
                              endpoints_of_a_create_take_no_options_rows,
                              COUNT(endpoints_of_a_create_take_no_options_rows)};

    check_rows(&rows, &ordinary);
}
END_TEST

START_TEST(macvlan_is_explained)
{
    check_text(&(struct telling){
        .rule = QW_RULE_NETWORKS,
        .op = QW_OP_NETWORK_CREATE,
        .settings = &ordinary,
        .body = "{\"Name\":\"n\",\"Driver\":\"macvlan\"}",
        .text = "uses the network driver \"macvlan\": its containers stand in the "
                "host's own network as machines of their own."});
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("networks");

    tcase_add_test(cases, ordinary_networks_pass);
    tcase_add_test(cases, extraordinary_networks_are_found);
    tcase_add_test(cases, listed_subnets_alone_pass_where_there_is_a_list);
    tcase_add_test(cases, endpoints_take_no_options);
    tcase_add_test(cases, endpoints_of_a_create_take_no_options);
    tcase_add_test(cases, macvlan_is_explained);
    return run_case("rules/networks", cases);
}
