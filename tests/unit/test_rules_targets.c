/* Tests of src/rules/targets.c: mounts below other mounts. */
#include "rules_fixture.h"

static const struct qw_settings apart = {.values = {[QW_SETTING_VOLUMES_DRIVERS] = WORDS("local")}};
static const struct qw_settings nested = {
    .values = {[QW_SETTING_VOLUMES_DRIVERS] = WORDS("local"),
               [QW_SETTING_VOLUMES_ALLOW_NESTED] = {.is_true = true}}};

#define BELOW "{\"HostConfig\":{\"Binds\":[\"first:/a\",\"second:/a/led\"]}}"

static const struct row mounts_below_others_are_found_rows[] = {
    {BELOW, "HostConfig.Binds[1]"},
    {"{\"HostConfig\":{\"Binds\":[\"second:/a/b/led\",\"/srv:/a/\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"second:/a/../b/led\",\"first:/b\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/a/led:ro\",\"first:/a:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"Volumes\":{\"/a\":{}},\"HostConfig\":{\"Binds\":[\"v:/a/led\"]}}", "HostConfig.Binds[0]"},
    {"{\"Volumes\":{\"a/led\":{}},\"HostConfig\":{\"Binds\":[\"v:/a\"]}}", "Volumes[\"a/led\"]"},
    {"{\"HostConfig\":{\"Binds\":[\"v:/a\"],\"Mounts\":[{\"Type\":\"image\",\"Source\":\"s\","
     "\"Target\":\"/a/led\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"v:/a/led\"],\"Mounts\":[{\"Type\":\"image\",\"Source\":\"s\","
     "\"Target\":\"/a\"}]}}",
     "HostConfig.Binds[0]"},
    /* the volume that holds the tmpfs leads both */
    {"{\"HostConfig\":{\"Binds\":[\"v:/a\",\"w:/a/t/led\"],\"Tmpfs\":{\"/a/t\":\"\"}}}",
     "HostConfig.Binds[1]"},
};

START_TEST(mounts_below_others_are_found)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE,
                              mounts_below_others_are_found_rows,
                              COUNT(mounts_below_others_are_found_rows)};

    check_rows(&rows, &apart);
}
END_TEST

static const struct row mounts_that_nobody_leads_pass_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"v:/a\",\"w:/ab\",\"x:/b/a\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"v:/run/app\"],\"Tmpfs\":{\"/run\":\"\"}}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"v:/a\"],\"Tmpfs\":{\"/a/t\":\"\"}}}", ""},
    {"{\"Volumes\":{\"/a\":{}},\"HostConfig\":{\"Binds\":[\"v:/a\"]}}", ""},
};

START_TEST(mounts_that_nobody_leads_pass)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE,
                              mounts_that_nobody_leads_pass_rows,
                              COUNT(mounts_that_nobody_leads_pass_rows)};

    check_rows(&rows, &apart);
}
END_TEST

START_TEST(a_policy_may_let_them_pass)
{
    static const struct row items[] = {{BELOW, ""}};
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE, items, COUNT(items)};

    check_rows(&rows, &nested);
}
END_TEST

START_TEST(services_are_judged_alike)
{
    static const struct row items[] = {
        {"{\"TaskTemplate\":{\"ContainerSpec\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\","
         "\"Target\":\"/a\"},{\"Type\":\"volume\",\"Source\":\"w\",\"Target\":\"/a/led\"}]}}}",
         "TaskTemplate.ContainerSpec.Mounts[1]"},
    };
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_SERVICE_CREATE, items, COUNT(items)};

    check_rows(&rows, &apart);
}
END_TEST

START_TEST(the_mount_above_is_named)
{
    const struct telling telling = {
        QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE, &apart, BELOW,
        "is mounted at \"/a/led\", below the mount at \"/a\": a symbolic link in that one can lead "
        "it to any place, /dev among them."};

    check_text(&telling);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("targets");

    tcase_add_test(cases, mounts_below_others_are_found);
    tcase_add_test(cases, mounts_that_nobody_leads_pass);
    tcase_add_test(cases, a_policy_may_let_them_pass);
    tcase_add_test(cases, services_are_judged_alike);
    tcase_add_test(cases, the_mount_above_is_named);
    return run_case("rules/targets", cases);
}
