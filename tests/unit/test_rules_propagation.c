/* Tests of src/rules/propagation.c. */
#include "rules_fixture.h"

static const struct qw_settings strictest;

static const struct row mounts_do_not_travel_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h:private\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h:rprivate,ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"v:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Target\":\"/h\"}]}}", ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Target\":\"/"
     "h\",\"BindOptions\":{\"Propagation\":\"rprivate\"}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Target\":\"/"
     "h\",\"BindOptions\":{\"Propagation\":\"\"}}]}}",
     ""},
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h:shared\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h:ro,shared\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Target\":\"/"
     "h\",\"BindOptions\":{\"Propagation\":\"shared\"}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h:rshared\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h:ro,rshared\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Target\":\"/"
     "h\",\"BindOptions\":{\"Propagation\":\"rshared\"}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h:slave\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h:ro,slave\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Target\":\"/"
     "h\",\"BindOptions\":{\"Propagation\":\"slave\"}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h:rslave\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/x:/h:ro,rslave\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Target\":\"/"
     "h\",\"BindOptions\":{\"Propagation\":\"rslave\"}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Target\":\"/"
     "h\",\"BindOptions\":{\"Propagation\":\"Shared\"}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Target\":\"/"
     "h\",\"BindOptions\":{\"Propagation\":\"unbindable\"}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/t\":\"shared\"}}}", "HostConfig.Tmpfs[\"/t\"]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/x\",\"Target\":\"/"
     "h\",\"bindoptions\":{\"pro\\u0070agation\":\"rshared\"}}]}}",
     "HostConfig.Mounts[0]"},
};

START_TEST(mounts_do_not_travel)
{
    const struct rows rows = {QW_RULE_MOUNT_PROPAGATION, QW_OP_CONTAINER_CREATE,
                              mounts_do_not_travel_rows, COUNT(mounts_do_not_travel_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

START_TEST(the_direction_is_told)
{
    check_text(&(struct telling){
        .rule = QW_RULE_MOUNT_PROPAGATION,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &strictest,
        .body = "{\"HostConfig\":{\"Binds\":[\"/x:/h:rslave\"]}}",
        .text = "asks for the mount propagation \"rslave\": what is mounted on the host "
                "later would appear in the container."});
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("propagation");

    tcase_add_test(cases, mounts_do_not_travel);
    tcase_add_test(cases, the_direction_is_told);
    return run_case("rules/propagation", cases);
}
