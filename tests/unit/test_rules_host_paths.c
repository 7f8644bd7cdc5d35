/* Tests of src/rules/host_paths.c: volumes whose options make them a bind, judged by bind-mounts.
 */
#include "rules_fixture.h"

static const struct qw_path_rule data[] = {{"/data", QW_ACCESS_READ_ONLY},
                                           {"/scratch", QW_ACCESS_READ_WRITE}};
static const struct qw_settings listed = {
    .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/**"),
               [QW_SETTING_BIND_MOUNTS_ALLOW] = {.paths = data, .n_paths = COUNT(data)},
               [QW_SETTING_VOLUMES_ALLOW_COPY_UP] = {.is_true = true}}};

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

/* --- Volumes that the engine holds ------------------------------------------------------------ */

#define PAIR(name, value)     \
    {                         \
        (name), (value), NULL \
    }
#define VOLUME "{\"HostConfig\":{\"Binds\":[\"v:/h\"]}}"
#define ASKED                                                                               \
    "{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/h\"," \
    "\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"local\",\"Options\":{\"o\":\"bind\","  \
    "\"device\":\"/etc\"}}}}]}}"
#define ALLOWED " Allowed: /data (ro), /scratch (rw)."

static struct qw_pair bind_of_etc[] = {PAIR("o", "bind"), PAIR("device", "/etc")};
static struct qw_pair bind_of_scratch[] = {PAIR("device", "/scratch/x"), PAIR("o", "bind")};
static struct qw_pair nfs[] = {PAIR("type", "nfs"), PAIR("device", ":/x"), PAIR("o", "addr=h")};

static const struct held {
    const char *body;
    struct qw_volume_facts volume;
    const char *binds;   /* what bind-mounts finds */
    const char *volumes; /* and what volumes finds */
} held_rows[] = {
    {VOLUME, {"v", {.state = QW_FACT_KNOWN}, "local", {0}, NULL}, "", ""},
    {VOLUME, {"v", {.state = QW_FACT_MISSING}, NULL, {0}, NULL}, "", ""},
    {VOLUME, {"v", {.state = QW_FACT_UNASKED}, NULL, {0}, NULL}, "", ""},
    {VOLUME, {"w", {.state = QW_FACT_FAILED, .why = "no"}, NULL, {0}, NULL}, "", ""},
    {VOLUME,
     {"v", {.state = QW_FACT_FAILED, .why = "the engine is slow"}, NULL, {0}, NULL},
     "",
     "cannot be judged: the engine is slow."},
    {VOLUME,
     {"v", {.state = QW_FACT_KNOWN}, "local", {bind_of_etc, 2, NULL}, NULL},
     "mounts the volume \"v\", a bind of \"/etc\" of the host." ALLOWED,
     ""},
    {VOLUME, {"v", {.state = QW_FACT_KNOWN}, "local", {bind_of_scratch, 2, NULL}, NULL}, "", ""},
    {VOLUME,
     {"v", {.state = QW_FACT_KNOWN}, "local", {nfs, 3, NULL}, NULL},
     "",
     "mounts the volume \"v\", which gives the volume driver the options \"type=nfs\", "
     "\"device=:/x\", \"o\": the engine would mount a remote NFS share as root."},
    {VOLUME,
     {"v", {.state = QW_FACT_KNOWN}, "rexray", {0}, NULL},
     "",
     "mounts the volume \"v\", which uses the volume driver \"rexray\", which acts on the host as "
     "root and is not on the policy's list."},
    /* the same by request and by engine is one finding; another one is judged beside it */
    {ASKED,
     {"v", {.state = QW_FACT_KNOWN}, "local", {bind_of_etc, 2, NULL}, NULL},
     "mounts \"/etc\" of the host." ALLOWED,
     ""},
    {ASKED,
     {"v", {.state = QW_FACT_KNOWN}, "local", {bind_of_scratch, 2, NULL}, NULL},
     "mounts \"/etc\" of the host." ALLOWED,
     ""},
};

START_TEST(a_volume_that_the_engine_holds_is_judged_by_what_it_is)
{
    const struct held *row = &held_rows[_i];
    const struct qw_facts facts = {.volumes = &row->volume, .n_volumes = 1};
    struct qw_settings settings = only(QW_RULE_BIND_MOUNTS, &listed);

    settings.modes[QW_RULE_VOLUMES] = QW_MODE_ENFORCE;
    settings.values[QW_SETTING_VOLUMES_DRIVERS] = (struct qw_setting)WORDS("local");
    check_facts(QW_RULE_BIND_MOUNTS, &settings, row->body, &facts, row->binds);
    check_facts(QW_RULE_VOLUMES, &settings, row->body, &facts, row->volumes);
}
END_TEST

START_TEST(a_volume_that_could_not_be_asked_about_is_denied_whichever_rule_is_on)
{
    const struct qw_volume_facts volume = {
        "v", {.state = QW_FACT_FAILED, .why = "no"}, NULL, {0}, NULL};
    const struct qw_facts facts = {.volumes = &volume, .n_volumes = 1};
    const struct qw_settings binds = only(QW_RULE_BIND_MOUNTS, &listed);
    const struct qw_settings sockets = only(QW_RULE_ENGINE_SOCKETS, &listed);

    check_facts(QW_RULE_BIND_MOUNTS, &binds, VOLUME, &facts, "cannot be judged: no.");
    check_facts(QW_RULE_ENGINE_SOCKETS, &sockets, VOLUME, &facts, "cannot be judged: no.");
}
END_TEST

START_TEST(where_the_bind_of_a_held_volume_leads_counts)
{
    const struct qw_volume_facts volume = {
        "v", {.state = QW_FACT_KNOWN}, "local", {bind_of_scratch, 2, NULL}, NULL};
    const struct qw_path_facts path = {"/scratch/x",
                                       {.state = QW_FACT_KNOWN},
                                       "/run/docker.sock",
                                       "/scratch/x",
                                       NULL,
                                       NULL,
                                       0,
                                       NULL,
                                       0};
    const struct qw_facts facts = {
        .volumes = &volume, .n_volumes = 1, .paths = &path, .n_paths = 1};
    const struct qw_settings alone = only(QW_RULE_BIND_MOUNTS, &listed);

    check_facts(QW_RULE_BIND_MOUNTS, &alone, VOLUME, &facts,
                "mounts the volume \"v\", a bind of \"/scratch/x\" of the host, which a symbolic "
                "link (\"/scratch/x\") leads out of what may be mounted." ALLOWED);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("host_paths");

    tcase_add_test(cases, a_volume_in_mounts_is_judged_by_its_device);
    tcase_add_test(cases, a_volume_that_is_made_is_judged_by_its_device);
    tcase_add_test(cases, a_relative_device_is_named);
    tcase_add_test(cases, going_up_is_named);
    tcase_add_loop_test(cases, a_volume_that_the_engine_holds_is_judged_by_what_it_is, 0,
                        (int)COUNT(held_rows));
    tcase_add_test(cases, a_volume_that_could_not_be_asked_about_is_denied_whichever_rule_is_on);
    tcase_add_test(cases, where_the_bind_of_a_held_volume_leads_counts);
    return run_case("rules/host_paths", cases);
}
