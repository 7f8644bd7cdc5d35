/* Tests of src/rules/tmpfs.c. */
#include "rules_fixture.h"

static const struct qw_settings strictest;

static const struct row a_tmpfs_runs_no_programs_rows[] = {
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"size=64m\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"rw,noexec,nosuid,nodev,size=65536k\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"mode=1777,uid=1000,gid=1000\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"noexec\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"ro,relatime\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"defaults\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"exec\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"suid\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"dev\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"rw,exec,size=64m\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"exec,noexec\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"noexec,exec\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"exec,suid,dev\"}}}",
     "HostConfig.Tmpfs[\"/tmp\"] HostConfig.Tmpfs[\"/tmp\"] HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"nosuid,suid,dev,nodev\"}}}",
     "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"exec,\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\",,exec\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"shared\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"shared,exec\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/a\":\"\",\"/b\":\"exec\",\"/c\":\"dev\"}}}",
     "HostConfig.Tmpfs[\"/b\"] HostConfig.Tmpfs[\"/c\"]"},
};

START_TEST(a_tmpfs_runs_no_programs)
{
    const struct rows rows = {QW_RULE_TMPFS_OPTIONS, QW_OP_CONTAINER_CREATE,
                              a_tmpfs_runs_no_programs_rows, COUNT(a_tmpfs_runs_no_programs_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row a_tmpfs_in_mounts_runs_no_programs_rows[] = {
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/tmp\"}]}}", ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/"
     "tmp\",\"TmpfsOptions\":{\"SizeBytes\":1048576,\"Mode\":1023}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/"
     "tmp\",\"TmpfsOptions\":{\"Options\":[[\"noexec\"]]}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/"
     "tmp\",\"TmpfsOptions\":{\"Options\":[[\"exec\"]]}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/"
     "tmp\",\"TmpfsOptions\":{\"Options\":[[\"noexec\"],[\"exec\"]]}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/"
     "tmp\",\"TmpfsOptions\":{\"Options\":[[\"exec\"],[\"noexec\"]]}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/"
     "tmp\",\"TmpfsOptions\":{\"Options\":[[\"exec,dev\"]]}}]}}",
     "HostConfig.Mounts[0] HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/"
     "tmp\",\"TmpfsOptions\":{\"Options\":[[\"size\",\"1m\"]]}}]}}",
     ""},
};

START_TEST(a_tmpfs_in_mounts_runs_no_programs)
{
    const struct rows rows = {QW_RULE_TMPFS_OPTIONS, QW_OP_CONTAINER_CREATE,
                              a_tmpfs_in_mounts_runs_no_programs_rows,
                              COUNT(a_tmpfs_in_mounts_runs_no_programs_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

START_TEST(the_option_is_named)
{
    check_text(&(struct telling){
        .rule = QW_RULE_TMPFS_OPTIONS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &strictest,
        .body = "{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"exec\"}}}",
        .text = "has the option exec: programs brought in can be run in \"/tmp\"."});
}
END_TEST

START_TEST(the_remedy_keeps_the_other_options)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const char *body = "{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"size=64m,exec,mode=1777,shared\"}}}";
    const struct qw_findings findings =
        judge_body(arena, QW_RULE_TMPFS_OPTIONS, QW_OP_CONTAINER_CREATE, &strictest, body);

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_str_eq(findings.items[0].docker, "use --tmpfs \"/tmp:size=64m,mode=1777\"");
    ck_assert_str_eq(findings.items[0].compose, "use tmpfs: [\"/tmp:size=64m,mode=1777\"]");
    ck_assert_int_eq(findings.items[0].remedies[1].kind, QW_REMEDY_PUT);
    ck_assert_str_eq(findings.items[0].remedies[1].key, "/tmp");
    ck_assert_str_eq(findings.items[0].remedies[1].value, "size=64m,mode=1777");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("tmpfs");

    tcase_add_test(cases, a_tmpfs_runs_no_programs);
    tcase_add_test(cases, a_tmpfs_in_mounts_runs_no_programs);
    tcase_add_test(cases, the_option_is_named);
    tcase_add_test(cases, the_remedy_keeps_the_other_options);
    return run_case("rules/tmpfs", cases);
}
