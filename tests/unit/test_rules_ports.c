/* Tests of src/rules/ports.c. */
#include "rules_fixture.h"

static const struct qw_settings strictest;
static const struct qw_settings listed = {
    .values = {[QW_SETTING_HOST_PORTS_MIN] = {.number = 1000},
               [QW_SETTING_HOST_PORTS_ALLOW] = WORDS("80", "443/tcp", "53/udp", "81")}};

static const struct row low_ports_are_found_rows[] = {
    {"{\"Image\":\"b\"}", ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"\"}]}}}", ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"0\"}]}}}", ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[]}}}", ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"1024\"}]}}}",
     ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"1023\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"80\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"1\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"080\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}]}}}",
     ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"65535\"}]}}}",
     ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/"
     "tcp\":[{\"HostIp\":\"\",\"HostPort\":\"1023-1030\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/"
     "tcp\":[{\"HostIp\":\"\",\"HostPort\":\"1024-1030\"}]}}}",
     ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/"
     "tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"},{\"HostIp\":\"\",\"HostPort\":\"80\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][1]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"65536\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"-1\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"x\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"0-80\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"90-80\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"80-\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PublishAllPorts\":true}}", ""},
};

START_TEST(low_ports_are_found)
{
    const struct rows rows = {QW_RULE_HOST_PORTS, QW_OP_CONTAINER_CREATE, low_ports_are_found_rows,
                              COUNT(low_ports_are_found_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row listed_ports_pass_rows[] = {
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"80\"}]}}}",
     ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/udp\":[{\"HostIp\":\"\",\"HostPort\":\"80\"}]}}}",
     ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80\":[{\"HostIp\":\"\",\"HostPort\":\"443\"}]}}}", ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"8443/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"443\"}]}}}",
     ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"443/udp\":[{\"HostIp\":\"\",\"HostPort\":\"443\"}]}}}",
     "HostConfig.PortBindings[\"443/udp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"53/udp\":[{\"HostIp\":\"\",\"HostPort\":\"53\"}]}}}",
     ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"53/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"53\"}]}}}",
     "HostConfig.PortBindings[\"53/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"80-81\"}]}}}",
     ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"80-82\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"999\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"1000\"}]}}}",
     ""},
    {"{\"HostConfig\":{\"PortBindings\":{\"80/"
     "tcp\":[{\"HostIp\":\"\",\"HostPort\":\"80-1000\"}]}}}",
     "HostConfig.PortBindings[\"80/tcp\"][0]"},
};

START_TEST(listed_ports_pass)
{
    const struct rows rows = {QW_RULE_HOST_PORTS, QW_OP_CONTAINER_CREATE, listed_ports_pass_rows,
                              COUNT(listed_ports_pass_rows)};

    check_rows(&rows, &listed);
}
END_TEST

START_TEST(the_port_is_named)
{
    check_text(&(struct telling){
        .rule = QW_RULE_HOST_PORTS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &listed,
        .body = "{\"HostConfig\":{\"PortBindings\":{\"80/"
                "tcp\":[{\"HostIp\":\"\",\"HostPort\":\"80-90\"}]}}}",
        .text =
            "publishes port 82 of the host: ports under 1000 belong to the host's own services."});
}
END_TEST

START_TEST(the_fix_names_a_higher_port)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const char *body = "{\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"443\"}],"
                       "\"x y/tcp\":[{\"HostPort\":\"22\"}]}}}";
    const struct qw_findings findings =
        judge_body(arena, QW_RULE_HOST_PORTS, QW_OP_CONTAINER_CREATE, &strictest, body);

    ck_assert_uint_eq(findings.n_items, 2);
    ck_assert_str_eq(findings.items[0].value, "443");
    ck_assert_str_eq(findings.items[0].docker, "use -p 8443:80");
    ck_assert_ptr_null(findings.items[1].docker);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("ports");

    tcase_add_test(cases, low_ports_are_found);
    tcase_add_test(cases, listed_ports_pass);
    tcase_add_test(cases, the_port_is_named);
    tcase_add_test(cases, the_fix_names_a_higher_port);
    return run_case("rules/ports", cases);
}
