/* Tests of src/rules/exposure.c. */
#include "rules_fixture.h"

#define PORT(binding) "{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[" binding "]}}}"
#define FIRST "HostConfig.PortBindings[\"80/tcp\"][0]"

static const struct qw_settings strictest;
static const struct qw_settings v4_allowed = {
    .values = {[QW_SETTING_HOST_INTERFACE_ALLOW] = WORDS("0.0.0.0")}};

static const struct row address_rows[] = {
    {"{}", ""},
    {PORT("{}"), FIRST},
    {PORT("{\"HostIp\":\"\"}"), FIRST},
    {PORT("{\"HostIp\":\"0.0.0.0\"}"), FIRST},
    {PORT("{\"HostIp\":\"::\"}"), FIRST},
    {PORT("{\"HostIp\":\"::0\"}"), FIRST},
    {PORT("{\"HostIp\":\"::ffff:0.0.0.0\"}"), FIRST},
    {PORT("{\"HostIp\":\"[::1]\"}"), FIRST},
    {PORT("{\"HostIp\":\"0\"}"), FIRST},
    {PORT("{\"HostIp\":\"127.0.0.1\"}"), ""},
    {PORT("{\"HostIp\":\"::1\"}"), ""},
    {PORT(""), "HostConfig.PortBindings[\"80/tcp\"]"},
    {"{\"HostConfig\":{\"PublishAllPorts\":true}}", "HostConfig.PublishAllPorts"},
};

START_TEST(every_spelling_of_every_interface_is_found)
{
    const struct rows rows = {QW_RULE_HOST_INTERFACE, QW_OP_CONTAINER_CREATE, address_rows,
                              COUNT(address_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row allowed_rows[] = {
    {PORT("{\"HostIp\":\"0.0.0.0\"}"), ""},
    {PORT("{\"HostIp\":\"::\"}"), FIRST},
    {PORT("{\"HostIp\":\"\"}"), FIRST}, /* both wildcards at once */
};

START_TEST(a_wildcard_passes_where_it_is_allowed)
{
    const struct rows rows = {QW_RULE_HOST_INTERFACE, QW_OP_CONTAINER_CREATE, allowed_rows,
                              COUNT(allowed_rows)};

    check_rows(&rows, &v4_allowed);
}
END_TEST

static const struct {
    const char *body;
    size_t n_findings;
} network_rows[] = {
    {"{}", 1},
    {"{\"HostConfig\":{\"NetworkMode\":\"default\"}}", 1},
    {"{\"HostConfig\":{\"NetworkMode\":\"bridge\"}}", 1},
    {"{\"HostConfig\":{\"NetworkMode\":\"mine\"}}", 0},
    {"{\"HostConfig\":{\"NetworkMode\":\"none\"}}", 0},
    {"{\"NetworkingConfig\":{\"EndpointsConfig\":{\"mine\":{}}}}", 0},
    {"{\"NetworkingConfig\":{\"EndpointsConfig\":{\"mine\":{},\"bridge\":{}}}}", 1},
};

START_TEST(the_default_bridge_is_found)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_findings findings = judge_body(
        arena, QW_RULE_DEFAULT_NETWORK, QW_OP_CONTAINER_CREATE, &strictest, network_rows[_i].body);

    ck_assert_uint_eq(findings.n_items, network_rows[_i].n_findings);
}
END_TEST

START_TEST(a_service_has_no_address_to_choose)
{
    check_text(&(struct telling){
        .rule = QW_RULE_HOST_INTERFACE,
        .op = QW_OP_SERVICE_CREATE,
        .settings = &strictest,
        .body = "{\"EndpointSpec\":{\"Ports\":[{\"TargetPort\":80,\"PublishedPort\":8080}]}}",
        .text = "is published on every interface of the nodes."});
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("exposure");

    tcase_add_test(cases, every_spelling_of_every_interface_is_found);
    tcase_add_test(cases, a_wildcard_passes_where_it_is_allowed);
    tcase_add_test(cases, a_service_has_no_address_to_choose);
    tcase_add_loop_test(cases, the_default_bridge_is_found, 0, (int)COUNT(network_rows));
    return run_case("rules/exposure", cases);
}
