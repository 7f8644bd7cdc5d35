/* Tests of src/rules/runtime.c: cgroup-parent, runtimes, oom, service-secrets, unknown-fields. */
#include "rules_fixture.h"

static const struct qw_settings strictest;
static const struct qw_settings listed = {
    .values = {[QW_SETTING_CGROUP_PARENT_ALLOW] = WORDS("lab.slice"),
               [QW_SETTING_RUNTIMES_ALLOW] = WORDS("runc", "io.containerd.runc.v2"),
               [QW_SETTING_RUNTIMES_ALLOW_ANNOTATIONS] = WORDS("org.example.note")}};

static const struct row the_engine_chooses_the_cgroup_rows[] = {
    {"{\"Image\":\"b\"}", ""},
    {"{\"HostConfig\":{\"CgroupParent\":\"\"}}", ""},
    {"{\"HostConfig\":{\"CgroupParent\":\"/\"}}", "HostConfig.CgroupParent"},
    {"{\"HostConfig\":{\"CgroupParent\":\"/docker\"}}", "HostConfig.CgroupParent"},
    {"{\"HostConfig\":{\"CgroupParent\":\"lab.slice\"}}", "HostConfig.CgroupParent"},
    {"{\"hostconfig\":{\"cgroupparent\":\"/x\"}}", "HostConfig.CgroupParent"},
};

START_TEST(the_engine_chooses_the_cgroup)
{
    const struct rows rows = {QW_RULE_CGROUP_PARENT, QW_OP_CONTAINER_CREATE,
                              the_engine_chooses_the_cgroup_rows,
                              COUNT(the_engine_chooses_the_cgroup_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row a_listed_cgroup_passes_rows[] = {
    {"{\"HostConfig\":{\"CgroupParent\":\"lab.slice\"}}", ""},
    {"{\"HostConfig\":{\"CgroupParent\":\"lab.slice/\"}}", "HostConfig.CgroupParent"},
    {"{\"HostConfig\":{\"CgroupParent\":\"system.slice\"}}", "HostConfig.CgroupParent"},
};

START_TEST(a_listed_cgroup_passes)
{
    const struct rows rows = {QW_RULE_CGROUP_PARENT, QW_OP_CONTAINER_CREATE,
                              a_listed_cgroup_passes_rows, COUNT(a_listed_cgroup_passes_rows)};

    check_rows(&rows, &listed);
}
END_TEST

START_TEST(the_cgroup_of_a_build_is_found_in_its_query)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings alone = only(QW_RULE_CGROUP_PARENT, &strictest);
    const struct qw_workload build = {.kind = QW_WORKLOAD_BUILD, .cgroup_parent = {.value = "/x"}};
    struct qw_findings findings = {0};

    ck_assert_int_eq(qw_rules_judge(arena, &build, &alone, &findings), QW_OK);
    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_str_eq(findings.items[0].field, "cgroupparent");
    ck_assert_int_eq(findings.items[0].remedies[0].kind, QW_REMEDY_NONE);
}
END_TEST

static const struct row listed_runtimes_and_annotations_pass_rows[] = {
    {"{\"Image\":\"b\"}", ""},
    {"{\"HostConfig\":{\"Runtime\":\"\"}}", ""},
    {"{\"HostConfig\":{\"Runtime\":\"runc\"}}", ""},
    {"{\"HostConfig\":{\"Runtime\":\"io.containerd.runc.v2\"}}", ""},
    {"{\"HostConfig\":{\"Annotations\":{\"org.example.note\":\"x\"}}}", ""},
    {"{\"HostConfig\":{\"Runtime\":\"kata\"}}", "HostConfig.Runtime"},
    {"{\"HostConfig\":{\"Runtime\":\"Runc\"}}", "HostConfig.Runtime"},
    {"{\"HostConfig\":{\"Runtime\":\"runc \"}}", "HostConfig.Runtime"},
    {"{\"HostConfig\":{\"Runtime\":\"io.containerd.evil.v1\"}}", "HostConfig.Runtime"},
    {"{\"HostConfig\":{\"Runtime\":\"nvidia\"}}", "HostConfig.Runtime"},
    {"{\"HostConfig\":{\"Annotations\":{\"org.systemd.property.Foo\":\"1\"}}}",
     "HostConfig.Annotations[\"org.systemd.property.Foo\"]"},
    {"{\"HostConfig\":{\"Annotations\":{\"run.oci.x\":\"1\"}}}",
     "HostConfig.Annotations[\"run.oci.x\"]"},
    {"{\"HostConfig\":{\"Runtime\":\"x\",\"Annotations\":{\"a\":\"b\"}}}",
     "HostConfig.Runtime HostConfig.Annotations.a"},
};

START_TEST(listed_runtimes_and_annotations_pass)
{
    const struct rows rows = {QW_RULE_RUNTIMES, QW_OP_CONTAINER_CREATE,
                              listed_runtimes_and_annotations_pass_rows,
                              COUNT(listed_runtimes_and_annotations_pass_rows)};

    check_rows(&rows, &listed);
}
END_TEST

static const struct row without_settings_only_the_default_runtime_passes_rows[] = {
    {"{\"HostConfig\":{\"Runtime\":\"\"}}", ""},
    {"{\"HostConfig\":{\"Runtime\":\"runc\"}}", "HostConfig.Runtime"},
    {"{\"HostConfig\":{\"Annotations\":{\"a\":\"b\"}}}", "HostConfig.Annotations.a"},
};

START_TEST(without_settings_only_the_default_runtime_passes)
{
    const struct rows rows = {QW_RULE_RUNTIMES, QW_OP_CONTAINER_CREATE,
                              without_settings_only_the_default_runtime_passes_rows,
                              COUNT(without_settings_only_the_default_runtime_passes_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row the_kernel_may_end_a_container_rows[] = {
    {"{\"Image\":\"b\"}", ""},
    {"{\"HostConfig\":{\"OomScoreAdj\":0}}", ""},
    {"{\"HostConfig\":{\"OomScoreAdj\":1000}}", ""},
    {"{\"HostConfig\":{\"OomScoreAdj\":-1}}", "HostConfig.OomScoreAdj"},
    {"{\"HostConfig\":{\"OomScoreAdj\":-1000}}", "HostConfig.OomScoreAdj"},
    {"{\"HostConfig\":{\"OomKillDisable\":false}}", ""},
    {"{\"HostConfig\":{\"OomKillDisable\":true}}", "HostConfig.OomKillDisable"},
    {"{\"HostConfig\":{\"OomKillDisable\":true,\"Memory\":0}}", "HostConfig.OomKillDisable"},
    {"{\"HostConfig\":{\"OomKillDisable\":true,\"Memory\":-1}}", "HostConfig.OomKillDisable"},
    {"{\"HostConfig\":{\"OomKillDisable\":true,\"Memory\":6291456}}", ""},
    {"{\"HostConfig\":{\"OomScoreAdj\":-5,\"OomKillDisable\":true}}",
     "HostConfig.OomScoreAdj HostConfig.OomKillDisable"},
};

START_TEST(the_kernel_may_end_a_container)
{
    const struct rows rows = {QW_RULE_OOM, QW_OP_CONTAINER_CREATE,
                              the_kernel_may_end_a_container_rows,
                              COUNT(the_kernel_may_end_a_container_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row fields_that_nobody_knows_are_found_rows[] = {
    {"{\"Image\":\"b\"}", ""},
    {"{\"HostConfig\":{\"Memory\":1}}", ""},
    {"{\"HostConfig\":{\"memory\":1}}", ""},
    {"{\"HostConfig\":{\"Frobnicate\":null}}", ""},
    {"{\"HostConfig\":{\"Frobnicate\":false}}", ""},
    {"{\"HostConfig\":{\"Frobnicate\":\"\"}}", ""},
    {"{\"HostConfig\":{\"Frobnicate\":[]}}", ""},
    {"{\"HostConfig\":{\"Frobnicate\":true}}", "HostConfig.Frobnicate"},
    {"{\"HostConfig\":{\"Frobnicate\":0,\"Other\":{\"a\":1},\"More\":1}}",
     "HostConfig.Other HostConfig.More"},
};

START_TEST(fields_that_nobody_knows_are_found)
{
    const struct rows rows = {QW_RULE_UNKNOWN_FIELDS, QW_OP_CONTAINER_CREATE,
                              fields_that_nobody_knows_are_found_rows,
                              COUNT(fields_that_nobody_knows_are_found_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

START_TEST(an_unknown_field_is_called_so)
{
    check_text(&(struct telling){
        .rule = QW_RULE_UNKNOWN_FIELDS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &strictest,
        .body = "{\"HostConfig\":{\"X\":1}}",
        .text = "is not known to this version of quaywarden, which cannot tell what it does."});
}
END_TEST

#define SPEC(members) "{\"TaskTemplate\":{\"ContainerSpec\":{" members "}}}"
#define IN_SPEC(path) "TaskTemplate.ContainerSpec." path

static const struct row secret_rows[] = {
    {SPEC(""), ""},
    {SPEC("\"Secrets\":[],\"Configs\":null"), ""},
    {SPEC("\"Secrets\":[{\"SecretID\":\"a\"},{\"SecretID\":\"b\"}]"),
     IN_SPEC("Secrets[0]") " " IN_SPEC("Secrets[1]")},
    {SPEC("\"Configs\":[{}]"), IN_SPEC("Configs[0]")},
    {SPEC("\"Privileges\":{\"CredentialSpec\":{\"Config\":\"c\"}}"),
     IN_SPEC("Privileges.CredentialSpec.Config")},
    {SPEC("\"Privileges\":{\"CredentialSpec\":{\"Config\":\"\"}}"), ""},
};

START_TEST(secrets_and_configs_of_a_service_are_found)
{
    const struct rows rows = {QW_RULE_SERVICE_SECRETS, QW_OP_SERVICE_CREATE, secret_rows,
                              COUNT(secret_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

START_TEST(a_secret_is_called_by_its_name)
{
    check_text(&(struct telling){
        .rule = QW_RULE_SERVICE_SECRETS,
        .op = QW_OP_SERVICE_CREATE,
        .settings = &strictest,
        .body = SPEC("\"Secrets\":[{\"SecretID\":\"a\",\"SecretName\":\"db\"}]"),
        .text =
            "gives the task \"db\" of the swarm, whoever it was made for: it could print what it "
            "holds."});
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("runtime");

    tcase_add_test(cases, the_engine_chooses_the_cgroup);
    tcase_add_test(cases, a_listed_cgroup_passes);
    tcase_add_test(cases, the_cgroup_of_a_build_is_found_in_its_query);
    tcase_add_test(cases, listed_runtimes_and_annotations_pass);
    tcase_add_test(cases, without_settings_only_the_default_runtime_passes);
    tcase_add_test(cases, the_kernel_may_end_a_container);
    tcase_add_test(cases, fields_that_nobody_knows_are_found);
    tcase_add_test(cases, an_unknown_field_is_called_so);
    tcase_add_test(cases, secrets_and_configs_of_a_service_are_found);
    tcase_add_test(cases, a_secret_is_called_by_its_name);
    return run_case("rules/runtime", cases);
}
