/* Tests of src/rules/sysctls.c. */
#include "rules_fixture.h"

static const struct qw_settings listed = {
    .values = {[QW_SETTING_SYSCTLS_ALLOW] = WORDS("net.ipv4.ip_unprivileged_port_start",
                                                  "net.ipv4.conf.IFNAME.log_martians")}};

static const struct row sysctls_outside_the_list_are_found_rows[] = {
    {"{\"Image\":\"b\"}", ""},
    {"{\"HostConfig\":{\"Sysctls\":{}}}", ""},
    {"{\"HostConfig\":{\"Sysctls\":{\"net.ipv4.ip_unprivileged_port_start\":\"0\"}}}", ""},
    {"{\"HostConfig\":{\"Sysctls\":{\"net/ipv4/ip_unprivileged_port_start\":\"0\"}}}", ""},
    {"{\"HostConfig\":{\"Sysctls\":{\"kernel.core_pattern\":\"|/x\"}}}",
     "HostConfig.Sysctls[\"kernel.core_pattern\"]"},
    {"{\"HostConfig\":{\"Sysctls\":{\"kernel/core_pattern\":\"|/x\"}}}",
     "HostConfig.Sysctls[\"kernel/core_pattern\"]"},
    {"{\"HostConfig\":{\"Sysctls\":{\"NET.ipv4.ip_unprivileged_port_start\":\"0\"}}}",
     "HostConfig.Sysctls[\"NET.ipv4.ip_unprivileged_port_start\"]"},
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"DriverOpts\":{\"com."
     "docker.network.endpoint.sysctls\":\"net.ipv4.conf.IFNAME.log_martians=1\"}}}}}",
     ""},
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"DriverOpts\":{\"com."
     "docker.network.endpoint.sysctls\":\"net.ipv4.conf.IFNAME.forwarding=1\"}}}}}",
     "NetworkingConfig.EndpointsConfig.n.DriverOpts[\"com.docker.network.endpoint.sysctls\"]"},
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"DriverOpts\":{\"com."
     "docker.network.endpoint.sysctls\":\"net.ipv4.conf.IFNAME.log_martians=1,a.b=1,c.d=2\"}}}}}",
     "NetworkingConfig.EndpointsConfig.n.DriverOpts[\"com.docker.network.endpoint.sysctls\"] "
     "NetworkingConfig.EndpointsConfig.n.DriverOpts[\"com.docker.network.endpoint.sysctls\"]"},
};

START_TEST(sysctls_outside_the_list_are_found)
{
    const struct rows rows = {QW_RULE_SYSCTLS, QW_OP_CONTAINER_CREATE,
                              sysctls_outside_the_list_are_found_rows,
                              COUNT(sysctls_outside_the_list_are_found_rows)};

    check_rows(&rows, &listed);
}
END_TEST

static const struct row sysctls_of_a_connection_are_found_rows[] = {
    {"{\"Container\":\"c\",\"EndpointConfig\":{\"DriverOpts\":{\"com.docker.network.endpoint."
     "sysctls\":\"net.ipv4.conf.IFNAME.log_martians=1\"}}}",
     ""},
    {"{\"Container\":\"c\",\"EndpointConfig\":{\"DriverOpts\":{\"com.docker.network.endpoint."
     "sysctls\":\"net.ipv4.conf.IFNAME.forwarding=1\"}}}",
     "EndpointConfig.DriverOpts[\"com.docker.network.endpoint.sysctls\"]"},
};

START_TEST(sysctls_of_a_connection_are_found)
{
    const struct rows rows = {QW_RULE_SYSCTLS, QW_OP_NETWORK_CONNECT,
                              sysctls_of_a_connection_are_found_rows,
                              COUNT(sysctls_of_a_connection_are_found_rows)};

    check_rows(&rows, &listed);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("sysctls");

    tcase_add_test(cases, sysctls_outside_the_list_are_found);
    tcase_add_test(cases, sysctls_of_a_connection_are_found);
    return run_case("rules/sysctls", cases);
}
