/* Tests of src/rules/volume_driver.c: drivers of volumes and their options. */
#include "rules_fixture.h"

static const struct qw_settings local = {
    .values = {[QW_SETTING_VOLUMES_DRIVERS] = WORDS("local", "listed"),
               [QW_SETTING_VOLUMES_ALLOW_COPY_UP] = {.is_true = true}}};

static const struct row options_in_mounts_are_judged_rows[] = {
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"tmpfs\",\"o\":\"\","
     "\"device\":\"tmpfs\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"tmpfs\",\"device\":"
     "\"tmpfs\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"tmpfs\",\"o\":\"size=100m,"
     "uid=1000,gid=1000,mode=0700,noexec,nosuid,nodev\",\"device\":\"tmpfs\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"tmpfs\",\"o\":\"size=1m,"
     "exec\",\"device\":\"tmpfs\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"tmpfs\",\"o\":\"size\","
     "\"device\":\"tmpfs\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"tmpfs\",\"o\":\"\","
     "\"device\":\"/dev/sda1\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"tmpfs\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"device\":\"tmpfs\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"size\":\"10G\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/srv\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"rbind,ro\","
     "\"device\":\"/srv\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"bind\",\"o\":\"bind\","
     "\"device\":\"/srv\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"\",\"o\":\"bind\","
     "\"device\":\"/srv\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"o\":\"bind\",\"device\":\"/"
     "srv\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind,private,"
     "nodev\",\"device\":\"/srv\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind,"
     "shared\",\"device\":\"/srv\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind,"
     "rslave\",\"device\":\"/srv\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind,"
     "remount\",\"device\":\"/srv\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind,exec\","
     "\"device\":\"/srv\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"ext4\",\"o\":\"bind\","
     "\"device\":\"/srv\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"tmpfs\",\"o\":\"bind\","
     "\"device\":\"/srv\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/srv\",\"size\":\"1\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/srv\",\"x\":\"1\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"ext4\",\"o\":\"\","
     "\"device\":\"/dev/sda1\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"nfs\",\"o\":\"addr=10.0.0.1,"
     "rw\",\"device\":\":/export\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"nfs4\",\"o\":\"addr=10.0.0."
     "1\",\"device\":\":/e\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"cifs\",\"o\":\"username=a,"
     "password=b\",\"device\":\"//srv/share\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"overlay\",\"o\":\"lowerdir=/"
     ",upperdir=/u,workdir=/w\",\"device\":\"overlay\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"proc\",\"o\":\"\","
     "\"device\":\"proc\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"sysfs\",\"o\":\"\","
     "\"device\":\"sysfs\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"\","
     "\"device\":\"none\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"Bind\","
     "\"device\":\"/srv\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\" "
     "bind\",\"device\":\"/srv\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"O\":\"bind\",\"type\":\"none\","
     "\"device\":\"/\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"listed\",\"Options\":{\"type\":\"tmpfs\","
     "\"device\":\"tmpfs\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"listed\",\"Options\":{}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"rexray\",\"Options\":{\"a\":\"b\"}}}}]}}",
     "HostConfig.Mounts[0] HostConfig.Mounts[0]"},
};

START_TEST(options_in_mounts_are_judged)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE,
                              options_in_mounts_are_judged_rows,
                              COUNT(options_in_mounts_are_judged_rows)};

    check_rows(&rows, &local);
}
END_TEST

static const struct row options_of_a_volume_that_is_made_are_judged_rows[] = {
    {"{\"Name\":\"v\",\"DriverOpts\":{}}", ""},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"tmpfs\",\"o\":\"\",\"device\":\"tmpfs\"}}", ""},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"tmpfs\",\"device\":\"tmpfs\"}}", ""},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"tmpfs\",\"o\":\"size=100m,uid=1000,gid=1000,mode="
     "0700,noexec,nosuid,nodev\",\"device\":\"tmpfs\"}}",
     ""},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"tmpfs\",\"o\":\"size=1m,exec\",\"device\":"
     "\"tmpfs\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"tmpfs\",\"o\":\"size\",\"device\":\"tmpfs\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"tmpfs\",\"o\":\"\",\"device\":\"/dev/sda1\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"tmpfs\"}}", "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"device\":\"tmpfs\"}}", "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"size\":\"10G\"}}", "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/srv\"}}", ""},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"rbind,ro\",\"device\":\"/srv\"}}",
     ""},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"bind\",\"o\":\"bind\",\"device\":\"/srv\"}}", ""},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"\",\"o\":\"bind\",\"device\":\"/srv\"}}", ""},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"o\":\"bind\",\"device\":\"/srv\"}}", ""},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind,private,nodev\",\"device\":\"/"
     "srv\"}}",
     ""},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind,shared\",\"device\":\"/"
     "srv\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind,rslave\",\"device\":\"/"
     "srv\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind,remount\",\"device\":\"/"
     "srv\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind,exec\",\"device\":\"/srv\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"ext4\",\"o\":\"bind\",\"device\":\"/srv\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"tmpfs\",\"o\":\"bind\",\"device\":\"/srv\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/"
     "srv\",\"size\":\"1\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/"
     "srv\",\"x\":\"1\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"ext4\",\"o\":\"\",\"device\":\"/dev/sda1\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"nfs\",\"o\":\"addr=10.0.0.1,rw\",\"device\":\":/"
     "export\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"nfs4\",\"o\":\"addr=10.0.0.1\",\"device\":\":/"
     "e\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"cifs\",\"o\":\"username=a,password=b\",\"device\":"
     "\"//srv/share\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"overlay\",\"o\":\"lowerdir=/,upperdir=/u,workdir=/"
     "w\",\"device\":\"overlay\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"proc\",\"o\":\"\",\"device\":\"proc\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"sysfs\",\"o\":\"\",\"device\":\"sysfs\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"\",\"device\":\"none\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"Bind\",\"device\":\"/srv\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\" bind\",\"device\":\"/srv\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"DriverOpts\":{\"O\":\"bind\",\"type\":\"none\",\"device\":\"/\"}}",
     "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"rexray\"}", "Driver"},
    {"{\"Name\":\"v\",\"Driver\":\"local\"}", ""},
    {"{\"Name\":\"v\",\"Driver\":\"\"}", ""},
    {"{\"Name\":\"v\",\"Driver\":\"listed\",\"DriverOpts\":{\"a\":\"b\"}}", "DriverOpts"},
    {"{\"Name\":\"v\",\"Driver\":\"rexray\",\"DriverOpts\":{\"a\":\"b\"}}", "Driver DriverOpts"},
};

START_TEST(options_of_a_volume_that_is_made_are_judged)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_VOLUME_CREATE,
                              options_of_a_volume_that_is_made_are_judged_rows,
                              COUNT(options_of_a_volume_that_is_made_are_judged_rows)};

    check_rows(&rows, &local);
}
END_TEST

START_TEST(a_share_is_named_without_its_password)
{
    check_text(&(struct telling){
        .rule = QW_RULE_VOLUMES,
        .op = QW_OP_VOLUME_CREATE,
        .settings = &local,
        .body = "{\"DriverOpts\":{\"type\":\"cifs\",\"device\":\"//srv/"
                "share\",\"o\":\"username=a,password=secret\"}}",
        .text = "gives the volume driver the options \"type=cifs\", \"device=//srv/share\", "
                "\"o\": the engine would mount a remote CIFS share as root."});
}
END_TEST

START_TEST(a_block_device_is_named)
{
    check_text(&(struct telling){
        .rule = QW_RULE_VOLUMES,
        .op = QW_OP_VOLUME_CREATE,
        .settings = &local,
        .body = "{\"DriverOpts\":{\"type\":\"ext4\",\"device\":\"/dev/sda1\"}}",
        .text = "gives the volume driver the options \"type=ext4\", \"device=/dev/sda1\": the "
                "engine would mount that device or image of the host as root."});
}
END_TEST

START_TEST(without_a_name_the_default_driver_is_judged)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings strictest = {0};
    const struct qw_findings findings =
        judge_body(arena, QW_RULE_VOLUMES, QW_OP_VOLUME_CREATE, &strictest, "{}");

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_str_eq(findings.items[0].field, "Driver");
    ck_assert_str_eq(findings.items[0].value, "local");
    ck_assert_int_eq(findings.items[0].remedies[0].kind, QW_REMEDY_NONE);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("volume_driver");

    tcase_add_test(cases, options_in_mounts_are_judged);
    tcase_add_test(cases, options_of_a_volume_that_is_made_are_judged);
    tcase_add_test(cases, a_share_is_named_without_its_password);
    tcase_add_test(cases, a_block_device_is_named);
    tcase_add_test(cases, without_a_name_the_default_driver_is_judged);
    return run_case("rules/volume_driver", cases);
}
