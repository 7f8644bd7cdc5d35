/* Tests of src/rules/devices.c. */
#include "rules_fixture.h"

static const struct qw_settings strictest;
static const struct qw_settings listed = {
    .values = {[QW_SETTING_DEVICES_ALLOW] = WORDS("/dev/fuse", "/dev/dri")}};

static const struct row devices_outside_the_list_are_found_rows[] = {
    {"{\"Image\":\"b\"}", ""},
    {"{\"HostConfig\":{\"Devices\":[]}}", ""},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/fuse\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     ""},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/dri\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     ""},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/dri/renderD128\",\"PathInContainer\":\"/"
     "dev/x\",\"CgroupPermissions\":\"rwm\"}]}}",
     ""},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev//./fuse\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     ""},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/sda\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     "HostConfig.Devices[0]"},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     "HostConfig.Devices[0]"},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     "HostConfig.Devices[0]"},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/fuse2\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     "HostConfig.Devices[0]"},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/dri/../sda\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     "HostConfig.Devices[0]"},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     "HostConfig.Devices[0]"},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"dev/fuse\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     "HostConfig.Devices[0]"},
    {"{\"HostConfig\":{\"Devices\":[{}]}}", "HostConfig.Devices[0]"},
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/fuse\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"},{\"PathOnHost\":\"/dev/mem\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"},{\"PathOnHost\":\"/dev/kvm\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     "HostConfig.Devices[1] HostConfig.Devices[2]"},
};

START_TEST(devices_outside_the_list_are_found)
{
    const struct rows rows = {QW_RULE_DEVICES, QW_OP_CONTAINER_CREATE,
                              devices_outside_the_list_are_found_rows,
                              COUNT(devices_outside_the_list_are_found_rows)};

    check_rows(&rows, &listed);
}
END_TEST

static const struct row without_settings_no_device_is_listed_rows[] = {
    {"{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/null\",\"PathInContainer\":\"/dev/"
     "x\",\"CgroupPermissions\":\"rwm\"}]}}",
     "HostConfig.Devices[0]"},
};

START_TEST(without_settings_no_device_is_listed)
{
    const struct rows rows = {QW_RULE_DEVICES, QW_OP_CONTAINER_CREATE,
                              without_settings_no_device_is_listed_rows,
                              COUNT(without_settings_no_device_is_listed_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row every_cgroup_rule_is_found_rows[] = {
    {"{\"HostConfig\":{\"DeviceCgroupRules\":[]}}", ""},
    {"{\"HostConfig\":{\"DeviceCgroupRules\":[\"c 1:3 r\"]}}", "HostConfig.DeviceCgroupRules[0]"},
    {"{\"HostConfig\":{\"DeviceCgroupRules\":[\"a *:* rwm\",\"b 8:* rwm\"]}}",
     "HostConfig.DeviceCgroupRules[0] HostConfig.DeviceCgroupRules[1]"},
};

START_TEST(every_cgroup_rule_is_found)
{
    const struct rows rows = {QW_RULE_DEVICES, QW_OP_CONTAINER_CREATE,
                              every_cgroup_rule_is_found_rows,
                              COUNT(every_cgroup_rule_is_found_rows)};

    check_rows(&rows, &listed);
}
END_TEST

static const struct row only_what_is_below_dev_is_limited_rows[] = {
    {"{\"HostConfig\":{\"BlkioDeviceReadBps\":[{\"Path\":\"/dev/sda\",\"Rate\":1}]}}", ""},
    {"{\"HostConfig\":{\"BlkioWeightDevice\":[{\"Path\":\"/dev/mapper/a-b\",\"Weight\":9}]}}", ""},
    {"{\"HostConfig\":{\"BlkioDeviceReadBps\":[{\"Path\":\"/root/.ssh\"}]}}",
     "HostConfig.BlkioDeviceReadBps[0]"},
    {"{\"HostConfig\":{\"BlkioDeviceReadIOps\":[{\"Path\":\"/dev/../root\"}]}}",
     "HostConfig.BlkioDeviceReadIOps[0]"},
    {"{\"HostConfig\":{\"BlkioDeviceWriteBps\":[{\"Path\":\"/dev/shm/link\"}]}}",
     "HostConfig.BlkioDeviceWriteBps[0]"},
    {"{\"HostConfig\":{\"BlkioDeviceWriteIOps\":[{\"Path\":\"/dev/fd/3\"}]}}",
     "HostConfig.BlkioDeviceWriteIOps[0]"},
    {"{\"HostConfig\":{\"BlkioWeightDevice\":[{\"Path\":\"/dev/sda\"},{\"Path\":\"dev/sda\"},{}]}}",
     "HostConfig.BlkioWeightDevice[1] HostConfig.BlkioWeightDevice[2]"},
};

START_TEST(only_what_is_below_dev_is_limited)
{
    const struct rows rows = {QW_RULE_DEVICES, QW_OP_CONTAINER_CREATE,
                              only_what_is_below_dev_is_limited_rows,
                              COUNT(only_what_is_below_dev_is_limited_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

START_TEST(the_device_is_named)
{
    check_text(&(struct telling){
        .rule = QW_RULE_DEVICES,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &strictest,
        .body = "{\"HostConfig\":{\"Devices\":[{\"PathOnHost\":\"/dev/sda\",\"PathInContainer\":\"/"
                "dev/x\",\"CgroupPermissions\":\"rwm\"}]}}",
        .text = "gives the container the device \"/dev/sda\" of the host, which is not "
                "on the policy's list."});
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("devices");

    tcase_add_test(cases, devices_outside_the_list_are_found);
    tcase_add_test(cases, without_settings_no_device_is_listed);
    tcase_add_test(cases, every_cgroup_rule_is_found);
    tcase_add_test(cases, only_what_is_below_dev_is_limited);
    tcase_add_test(cases, the_device_is_named);
    return run_case("rules/devices", cases);
}
