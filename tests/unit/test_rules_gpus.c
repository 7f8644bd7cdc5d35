/* Tests of src/rules/gpus.c: device requests. */
#include "rules_fixture.h"

static const struct qw_settings strictest;
static const struct qw_settings drivers = {
    .values = {[QW_SETTING_DEVICES_GPU_DRIVERS] = WORDS("nvidia", "amd")}};
static const struct qw_settings cdi = {.values = {[QW_SETTING_DEVICES_GPU_DRIVERS] = WORDS("cdi")}};
static const struct qw_settings by_id = {
    .values = {[QW_SETTING_DEVICES_GPU_DRIVERS] = WORDS("nvidia"),
               [QW_SETTING_DEVICES_GPU_IDS] = WORDS("0", "GPU-aa")}};
static const struct qw_settings at_most_two = {
    .values = {[QW_SETTING_DEVICES_GPU_DRIVERS] = WORDS("nvidia"),
               [QW_SETTING_DEVICES_GPU_MAX] = {.number = 2}}};

static const struct row without_settings_no_driver_is_listed_rows[] = {
    {"{\"Image\":\"b\"}", ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"\",\"Count\":-1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"amd\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"Image\":\"b\",\"Env\":[\"NVIDIA_VISIBLE_DEVICES=all\"]}", "Env[0]"},
    {"{\"Image\":\"b\",\"Env\":[\"A=b\",\"NVIDIA_VISIBLE_DEVICES=0\"]}", "Env[1]"},
    {"{\"Image\":\"b\",\"Env\":[\"NVIDIA_VISIBLE_DEVICES=void\"]}", ""},
};

START_TEST(without_settings_no_driver_is_listed)
{
    const struct rows rows = {QW_RULE_DEVICES, QW_OP_CONTAINER_CREATE,
                              without_settings_no_driver_is_listed_rows,
                              COUNT(without_settings_no_driver_is_listed_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row listed_drivers_hand_out_gpus_alone_rows[] = {
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"DeviceIDs\":[\"GPU-a\","
     "\"vendor.com/class=name\"],\"Capabilities\":[[\"gpu\"]]}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"amd\",\"DeviceIDs\":[\"a=b\"],"
     "\"Capabilities\":[[\"gpu\"]]}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"\",\"Count\":-1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"amd\",\"Count\":-1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":[\"0\"]"
     ",\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\",\"compute\"]],\"Options\":{}}]}}",
     ""},
    {"{\"Image\":\"b\",\"Env\":[\"NVIDIA_VISIBLE_DEVICES=all\"]}", ""},
    {"{\"Image\":\"b\",\"Env\":[\"NVIDIA_VISIBLE_DEVICES=GPU-5a\"]}", ""},
    {"{\"Image\":\"b\",\"Env\":[\"NVIDIA_VISIBLE_DEVICES=vendor.com/class=name\"]}", "Env[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Target\":\"/var/run/"
     "nvidia-container-devices/0\"}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Target\":\"/var/run/"
     "nvidia-container-devices/cdi/v/c/d\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"cdi\",\"Count\":0,\"DeviceIDs\":[\"vendor."
     "com/class=x\"],\"Capabilities\":[],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"cdi\",\"Count\":0,\"DeviceIDs\":[\"vendor."
     "com/class=x\"],\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"Nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"other\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"compute\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"],[\"compute\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"tpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{}]}}", "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{\"a\":\"b\"}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}},{\"Driver\":\"cdi\",\"Count\":0,\"DeviceIDs\":["
     "\"x\"],\"Capabilities\":[],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[1]"},
};

START_TEST(listed_drivers_hand_out_gpus_alone)
{
    const struct rows rows = {QW_RULE_DEVICES, QW_OP_CONTAINER_CREATE,
                              listed_drivers_hand_out_gpus_alone_rows,
                              COUNT(listed_drivers_hand_out_gpus_alone_rows)};

    check_rows(&rows, &drivers);
}
END_TEST

static const struct row cdi_passes_where_it_is_listed_rows[] = {
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"cdi\",\"Count\":0,\"DeviceIDs\":[\"v/"
     "c=x\"],\"Capabilities\":[],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
};

START_TEST(cdi_passes_where_it_is_listed)
{
    const struct rows rows = {QW_RULE_DEVICES, QW_OP_CONTAINER_CREATE,
                              cdi_passes_where_it_is_listed_rows,
                              COUNT(cdi_passes_where_it_is_listed_rows)};

    check_rows(&rows, &cdi);
}
END_TEST

static const struct row listed_ids_alone_are_handed_out_rows[] = {
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":[\"0\"]"
     ",\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":[\"0\","
     "\"GPU-aa\"],\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":[\"0,"
     "GPU-aa\"],\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":[\"1\"]"
     ",\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":[\"0\","
     "\"1\",\"2\"],\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0] HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":[\"0,"
     "1\"],\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":["
     "\"all\"],\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":-1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"Image\":\"b\",\"Env\":[\"NVIDIA_VISIBLE_DEVICES=0\"]}", "Env[0]"},
};

START_TEST(listed_ids_alone_are_handed_out)
{
    const struct rows rows = {QW_RULE_DEVICES, QW_OP_CONTAINER_CREATE,
                              listed_ids_alone_are_handed_out_rows,
                              COUNT(listed_ids_alone_are_handed_out_rows)};

    check_rows(&rows, &by_id);
}
END_TEST

static const struct row no_more_than_the_maximum_is_handed_out_rows[] = {
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":2,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":3,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":-1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":-2,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":9223372036854775807,"
     "\"DeviceIDs\":null,\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":[\"0\","
     "\"1\"],\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":[\"0\","
     "\"1\",\"2\"],\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":[\"0,1,"
     "2\"],\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":["
     "\"all\"],\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[0]"},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":1,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}},{\"Driver\":\"nvidia\",\"Count\":1,"
     "\"DeviceIDs\":null,\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     ""},
    {"{\"HostConfig\":{\"DeviceRequests\":[{\"Driver\":\"nvidia\",\"Count\":2,\"DeviceIDs\":null,"
     "\"Capabilities\":[[\"gpu\"]],\"Options\":{}},{\"Driver\":\"nvidia\",\"Count\":1,"
     "\"DeviceIDs\":null,\"Capabilities\":[[\"gpu\"]],\"Options\":{}}]}}",
     "HostConfig.DeviceRequests[1]"},
    {"{\"Image\":\"b\",\"Env\":[\"NVIDIA_VISIBLE_DEVICES=0\"]}", "Env[0]"},
};

START_TEST(no_more_than_the_maximum_is_handed_out)
{
    const struct rows rows = {QW_RULE_DEVICES, QW_OP_CONTAINER_CREATE,
                              no_more_than_the_maximum_is_handed_out_rows,
                              COUNT(no_more_than_the_maximum_is_handed_out_rows)};

    check_rows(&rows, &at_most_two);
}
END_TEST

START_TEST(the_value_of_a_variable_is_never_told)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const char *body = "{\"Env\":[\"NVIDIA_VISIBLE_DEVICES=secret\"]}";
    const struct qw_findings findings =
        judge_body(arena, QW_RULE_DEVICES, QW_OP_CONTAINER_CREATE, &strictest, body);

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_ptr_null(findings.items[0].value);
    ck_assert_ptr_null(strstr(findings.items[0].text, "secret"));
    ck_assert_ptr_null(strstr(findings.items[0].docker, "secret"));
    ck_assert_ptr_null(strstr(findings.items[0].compose, "secret"));
}
END_TEST

static const struct {
    const char *runtime;    /* of the container; "" is the engine's */
    const char *by_default; /* NULL: the engine is not known */
    bool is_found;
} readers[] = {
    {"", "runc", false},  {"runc", "nvidia", false}, {"io.containerd.runc.v2", NULL, false},
    {"", "nvidia", true}, {"nvidia", "runc", true},  {"", NULL, true},
};

START_TEST(variables_of_a_container_count_where_its_runtime_reads_them)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const char *body = "{\"Env\":[\"NVIDIA_VISIBLE_DEVICES=all\"]}";
    const struct qw_settings settings = only(QW_RULE_DEVICES, &strictest);
    struct qw_facts facts = {0};
    struct qw_workload workload = read_workload(arena, QW_OP_CONTAINER_CREATE,
                                                read_body(arena, QW_OP_CONTAINER_CREATE, body));
    struct qw_findings findings = {0};

    if (readers[_i].by_default != NULL)
        facts.engine = (struct qw_engine_facts){.fact.state = QW_FACT_KNOWN,
                                                .default_runtime = readers[_i].by_default};
    workload.kind = QW_WORKLOAD_CONTAINER;
    workload.runtime.value = readers[_i].runtime;
    workload.facts = &facts;
    ck_assert_int_eq(qw_rules_judge(arena, &workload, &settings, &findings), QW_OK);
    ck_assert_uint_eq(findings.n_items, readers[_i].is_found ? 1 : 0);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("gpus");

    tcase_add_test(cases, without_settings_no_driver_is_listed);
    tcase_add_test(cases, listed_drivers_hand_out_gpus_alone);
    tcase_add_test(cases, cdi_passes_where_it_is_listed);
    tcase_add_test(cases, listed_ids_alone_are_handed_out);
    tcase_add_test(cases, no_more_than_the_maximum_is_handed_out);
    tcase_add_test(cases, the_value_of_a_variable_is_never_told);
    tcase_add_loop_test(cases, variables_of_a_container_count_where_its_runtime_reads_them, 0,
                        (int)COUNT(readers));
    return run_case("rules/gpus", cases);
}
