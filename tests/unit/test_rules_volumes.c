/* Tests of src/rules/volumes.c: kinds of mounts, modes, VolumesFrom, cluster volumes. */
#include "rules_fixture.h"

static const struct qw_settings strictest;
static const struct qw_settings local = {.values = {[QW_SETTING_VOLUMES_DRIVERS] = WORDS("local")}};

static const struct row ordinary_mounts_pass_rows[] = {
    {"{\"Image\":\"busybox\"}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"v:/h\",\"/anon\",\"w:/w:ro,nocopy\"]}}", ""},
    {"{\"Image\":\"b\",\"Volumes\":{\"/data\":{}}}", ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"s\",\"Target\":\"/h\"}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Target\":\"/h\"}]}}", ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"image\",\"Source\":\"s\",\"Target\":\"/h\"}]}}", ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/h\"}]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h:z\"]}}", ""},
    {"{\"HostConfig\":{\"VolumesFrom\":[]}}", ""},
};

START_TEST(ordinary_mounts_pass)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE, ordinary_mounts_pass_rows,
                              COUNT(ordinary_mounts_pass_rows)};

    check_rows(&rows, &local);
}
END_TEST

static const struct row kinds_that_nobody_judges_are_found_rows[] = {
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"cluster\",\"Source\":\"s\",\"Target\":\"/h\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"npipe\",\"Source\":\"s\",\"Target\":\"/h\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"\",\"Source\":\"s\",\"Target\":\"/h\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"Bind\",\"Source\":\"s\",\"Target\":\"/h\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"s\",\"Target\":\"/"
     "h\"},{\"Type\":\"nfs\",\"Source\":\"s\",\"Target\":\"/h\"}]}}",
     "HostConfig.Mounts[1]"},
    {"{\"HostConfig\":{\"Binds\":[\"x:ro\"]}}", "HostConfig.Binds[0]"},
};

START_TEST(kinds_that_nobody_judges_are_found)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE,
                              kinds_that_nobody_judges_are_found_rows,
                              COUNT(kinds_that_nobody_judges_are_found_rows)};

    check_rows(&rows, &local);
}
END_TEST

static const struct row modes_that_nobody_knows_are_found_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"v:/h:exec\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h:ro,dev\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h:RO\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h:ro,rw\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h:ro:rw\"]}}", "HostConfig.Binds[0]"},
};

START_TEST(modes_that_nobody_knows_are_found)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE,
                              modes_that_nobody_knows_are_found_rows,
                              COUNT(modes_that_nobody_knows_are_found_rows)};

    check_rows(&rows, &local);
}
END_TEST

static const struct row a_tmpfs_stays_a_tmpfs_rows[] = {
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"rw,exec,suid,dev,size=64m\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/sys/.\":\"remount,rw\"}}}",
     "HostConfig.Tmpfs[\"/sys/.\"] HostConfig.Tmpfs[\"/sys/.\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/proc/self/attr\":\"\"}}}",
     "HostConfig.Tmpfs[\"/proc/self/attr\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/dev\":\"\"}}}", "HostConfig.Tmpfs[\"/dev\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/dev/shm\":\"\"}}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/process\":\"\",\"/host/proc\":\"\"}}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"v:/proc/sys/kernel\"]}}", "HostConfig.Binds[0]"},
    {"{\"Volumes\":{\"/sys/fs\":{}}}", "Volumes[\"/sys/fs\"]"},
    {"{\"Volumes\":{\"dev\":{}}}", "Volumes.dev"},
    {"{\"Volumes\":{\"/\":{},\"\":{}}}", "Volumes[\"/\"] Volumes[\"\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"mand\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"bind\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"rbind\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"remount\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"Exec\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\" exec\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"exec \"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"size\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"exec=1\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/tmp\":\"bind,junk\"}}}", "HostConfig.Tmpfs[\"/tmp\"]"},
};

START_TEST(a_tmpfs_stays_a_tmpfs)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE, a_tmpfs_stays_a_tmpfs_rows,
                              COUNT(a_tmpfs_stays_a_tmpfs_rows)};

    check_rows(&rows, &local);
}
END_TEST

static const struct row mounts_of_other_containers_are_found_rows[] = {
    {"{\"HostConfig\":{\"VolumesFrom\":[\"a\"]}}", "HostConfig.VolumesFrom[0]"},
    {"{\"HostConfig\":{\"VolumesFrom\":[\"a:ro\",\"b\"]}}",
     "HostConfig.VolumesFrom[0] HostConfig.VolumesFrom[1]"},
};

START_TEST(mounts_of_other_containers_are_found)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE,
                              mounts_of_other_containers_are_found_rows,
                              COUNT(mounts_of_other_containers_are_found_rows)};

    check_rows(&rows, &local);
}
END_TEST

static const struct row a_driver_must_be_listed_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"v:/h\"],\"VolumeDriver\":\"rexray\"}}",
     "HostConfig.VolumeDriver"},
    {"{\"HostConfig\":{\"Binds\":[\"v:/h\",\"/srv:/s\"],\"VolumeDriver\":\"rexray\"}}",
     "HostConfig.VolumeDriver"},
    {"{\"HostConfig\":{\"VolumeDriver\":\"rexray\"}}", "HostConfig.VolumeDriver"},
    {"{\"HostConfig\":{\"Binds\":[\"/h\"],\"VolumeDriver\":\"rexray\"}}",
     "HostConfig.VolumeDriver"},
    {"{\"HostConfig\":{\"Binds\":[\"v:/h\"],\"VolumeDriver\":\"local\"}}", ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"rexray\",\"Options\":{}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"Local\",\"Options\":{}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"Volumes\":{\"/d\":{}},\"HostConfig\":{\"VolumeDriver\":\"rexray\"}}",
     "HostConfig.VolumeDriver"},
};

START_TEST(a_driver_must_be_listed)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE, a_driver_must_be_listed_rows,
                              COUNT(a_driver_must_be_listed_rows)};

    check_rows(&rows, &local);
}
END_TEST

static const struct row without_settings_no_driver_is_listed_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"v:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"image\",\"Source\":\"s\",\"Target\":\"/h\"}]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h\"]}}", ""},
};

START_TEST(without_settings_no_driver_is_listed)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE,
                              without_settings_no_driver_is_listed_rows,
                              COUNT(without_settings_no_driver_is_listed_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row a_cluster_volume_is_not_made_rows[] = {
    {"{\"Name\":\"v\"}", ""},
    {"{}", ""},
    {"{\"Name\":\"v\",\"ClusterVolumeSpec\":{\"Group\":\"g\"}}", "ClusterVolumeSpec"},
    {"{\"Name\":\"v\",\"ClusterVolumeSpec\":null}", ""},
};

START_TEST(a_cluster_volume_is_not_made)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_VOLUME_CREATE,
                              a_cluster_volume_is_not_made_rows,
                              COUNT(a_cluster_volume_is_not_made_rows)};

    check_rows(&rows, &local);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("volumes");

    tcase_add_test(cases, ordinary_mounts_pass);
    tcase_add_test(cases, kinds_that_nobody_judges_are_found);
    tcase_add_test(cases, modes_that_nobody_knows_are_found);
    tcase_add_test(cases, a_tmpfs_stays_a_tmpfs);
    tcase_add_test(cases, mounts_of_other_containers_are_found);
    tcase_add_test(cases, a_driver_must_be_listed);
    tcase_add_test(cases, without_settings_no_driver_is_listed);
    tcase_add_test(cases, a_cluster_volume_is_not_made);
    return run_case("rules/volumes", cases);
}
