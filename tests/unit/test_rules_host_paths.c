/* Tests of src/rules/host_paths.c: volumes whose options make them a bind, judged by bind-mounts.
 */
#include "rules_fixture.h"

static const struct qw_path_rule data[] = {{"/data", QW_ACCESS_READ_ONLY},
                                           {"/scratch", QW_ACCESS_READ_WRITE}};
static const struct qw_settings listed = {
    .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/**"),
               [QW_SETTING_BIND_MOUNTS_ALLOW] = {.paths = data, .n_paths = COUNT(data)}}};

static const struct row a_volume_in_mounts_is_judged_by_its_device_rows[] = {
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"rbind\","
     "\"device\":\"/\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/scratch\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/data\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"ro,bind\","
     "\"device\":\"/data\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind,ro\","
     "\"device\":\"/data/x\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind,ro,rw\","
     "\"device\":\"/data\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind,rw,ro\","
     "\"device\":\"/data\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"tmpfs\",\"o\":\"bind\","
     "\"device\":\"/\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"ext4\",\"o\":\"bind\","
     "\"device\":\"/\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"\",\"o\":\"bind\","
     "\"device\":\"/\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"noexec,"
     "rbind\",\"device\":\"/etc\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"etc\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"scratch\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/scratch/../etc\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/scratch/..\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"//scratch//x/\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/scratch/./x\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/scratch2\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"\","
     "\"device\":\"/etc\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"Bind\","
     "\"device\":\"/etc\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"xbind\","
     "\"device\":\"/etc\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"local\",\"Options\":{\"type\":\"none\","
     "\"o\":\"bind\",\"device\":\"/\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"\",\"Options\":{\"type\":\"none\",\"o\":"
     "\"bind\",\"device\":\"/\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/data\"}}},\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
};

START_TEST(a_volume_in_mounts_is_judged_by_its_device)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              a_volume_in_mounts_is_judged_by_its_device_rows,
                              COUNT(a_volume_in_mounts_is_judged_by_its_device_rows)};

    check_rows(&rows, &listed);
}
END_TEST

static const struct row a_volume_that_is_made_is_judged_by_its_device_rows[] = {
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"rbind\","
     "\"device\":\"/\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/scratch\"}}",
     ""},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/data\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"ro,bind\","
     "\"device\":\"/data\"}}",
     ""},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind,ro\","
     "\"device\":\"/data/x\"}}",
     ""},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind,ro,rw\","
     "\"device\":\"/data\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind,rw,ro\","
     "\"device\":\"/data\"}}",
     ""},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"tmpfs\",\"o\":\"bind\","
     "\"device\":\"/\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"ext4\",\"o\":\"bind\","
     "\"device\":\"/\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"\",\"o\":\"bind\",\"device\":"
     "\"/\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"noexec,"
     "rbind\",\"device\":\"/etc\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"etc\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"scratch\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/scratch/../etc\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/scratch/..\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"//scratch//x/\"}}",
     ""},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/scratch/./x\"}}",
     ""},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/scratch2\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"\",\"device\":"
     "\"/etc\"}}",
     ""},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"Bind\","
     "\"device\":\"/etc\"}}",
     ""},
    {"{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"xbind\","
     "\"device\":\"/etc\"}}",
     ""},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\"}", ""},
    {"{}", ""},
};

START_TEST(a_volume_that_is_made_is_judged_by_its_device)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_VOLUME_CREATE,
                              a_volume_that_is_made_is_judged_by_its_device_rows,
                              COUNT(a_volume_that_is_made_is_judged_by_its_device_rows)};

    check_rows(&rows, &listed);
}
END_TEST

START_TEST(a_relative_device_is_named)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_VOLUME_CREATE,
        .settings = &listed,
        .body = "{\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"scratch\"}}",
        .text =
            "mounts \"scratch\" of the host, which is no absolute path, so that the engine's own "
            "folder decides what it shows. Allowed: /data (ro), /scratch (rw)."});
}
END_TEST

START_TEST(going_up_is_named)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_VOLUME_CREATE,
        .settings = &listed,
        .body = "{\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/scratch/..\"}}",
        .text = "mounts \"/scratch/..\" of the host, whose \"..\" can lead anywhere "
                "through a symbolic link. Allowed: /data (ro), /scratch (rw)."});
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("host_paths");

    tcase_add_test(cases, a_volume_in_mounts_is_judged_by_its_device);
    tcase_add_test(cases, a_volume_that_is_made_is_judged_by_its_device);
    tcase_add_test(cases, a_relative_device_is_named);
    tcase_add_test(cases, going_up_is_named);
    return run_case("rules/host_paths", cases);
}
