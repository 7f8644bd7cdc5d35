/* Tests of src/rules/copy_up.c: which volumes the engine may fill from an image. */
#include "rules_facts_fixture.h"

static const struct qw_settings guarded = {
    .values = {[QW_SETTING_VOLUMES_DRIVERS] = WORDS("local", "shared"),
               [QW_SETTING_VOLUMES_ALLOW_NESTED] = {.is_true = true}}};
static const struct qw_settings open_to_all = {
    .values = {[QW_SETTING_VOLUMES_DRIVERS] = WORDS("local", "shared"),
               [QW_SETTING_VOLUMES_ALLOW_NESTED] = {.is_true = true},
               [QW_SETTING_VOLUMES_ALLOW_COPY_UP] = {.is_true = true}}};

#define COPIED                                                                        \
    "what the image has there would be copied into it as root of the host, wherever " \
    "symbolic links in it lead."
#define USED "mounts the volume \"v\", which the container \"web\" uses: " COPIED
#define NAMED "mounts a volume that can be written to by other names as well: " COPIED

#define BIND(text) "{\"HostConfig\":{\"Binds\":[\"" text "\"]}}"
#define MOUNT(options)                                                                      \
    "{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/d\"," \
    "\"VolumeOptions\":" options "}]}}"
#define DRIVER(name, options) "{\"DriverConfig\":{\"Name\":\"" name "\",\"Options\":" options "}}"

static struct qw_pair bind_options[] = {{.name = "o", .value = "bind"},
                                        {.name = "device", .value = "/srv"}};
static struct qw_pair tmpfs_options[] = {{.name = "type", .value = "tmpfs"},
                                         {.name = "device", .value = "tmpfs"}};

static const struct qw_volume_facts plain = {
    .name = "v", .fact = {.state = QW_FACT_KNOWN}, .driver = "local"};
static const struct qw_volume_facts missing = {.name = "v", .fact = {.state = QW_FACT_MISSING}};
static const struct qw_volume_facts used = {
    .name = "v", .fact = {.state = QW_FACT_KNOWN}, .driver = "local", .user = "web"};
static const struct qw_volume_facts memory = {.name = "v",
                                              .fact = {.state = QW_FACT_KNOWN},
                                              .driver = "local",
                                              .options = {tmpfs_options, 2, NULL}};
static const struct qw_volume_facts folder = {.name = "v",
                                              .fact = {.state = QW_FACT_KNOWN},
                                              .driver = "local",
                                              .options = {bind_options, 2, NULL}};
static const struct qw_volume_facts remote = {
    .name = "v", .fact = {.state = QW_FACT_KNOWN}, .driver = "shared"};

static const struct {
    const char *body;
    const struct qw_volume_facts *volume;
    const char *text;
} creates[] = {
    {BIND("v:/d"), &plain, ""},
    {BIND("v:/d"), &missing, ""},
    {BIND("v:/d"), &memory, ""},
    {BIND("v:/d"), &used, USED},
    {BIND("v:/d:ro"), &used, USED},
    {BIND("v:/d:nocopy"), &used, ""},
    {BIND("v:/d:ro,nocopy"), &used, ""},
    {BIND("v:/d:nocopy\",\"v:/e"), &used, USED},
    {BIND("w:/d"), &used, ""},
    {BIND("/d"), &used, ""},
    {BIND("v:/d"), &folder, NAMED},
    {BIND("v:/d:nocopy"), &folder, ""},
    {BIND("v:/d"), &remote, NAMED},
    {MOUNT("{\"NoCopy\":true}"), &used, ""},
    {MOUNT("{\"NoCopy\":false}"), &used, USED},
    {MOUNT("{\"NoCopy\":null}"), &used, USED},
    {MOUNT("{}"), &used, USED},
    {MOUNT(DRIVER("local", "{\"o\":\"bind\",\"device\":\"/srv\"}")), &missing, NAMED},
    {MOUNT(DRIVER("shared", "{}")), &missing, NAMED},
    {MOUNT(DRIVER("local", "{}")), &missing, ""},
    {"{\"HostConfig\":{\"Binds\":[\"v:/d\"],\"VolumeDriver\":\"shared\"}}", &missing, NAMED},
    {"{\"HostConfig\":{\"Binds\":[\"v:/d\"],\"VolumeDriver\":\"shared\"}}", &plain, ""},
    {"{\"Volumes\":{\"/d\":{}}}", &used, ""},
};

static const char *found_in(struct qw_arena *arena, enum qw_workload_kind kind, int row,
                            const struct qw_settings *settings)
{
    const struct qw_facts facts = {.volumes = creates[row].volume, .n_volumes = 1};
    const struct qw_settings alone = only(QW_RULE_VOLUMES, settings);

    return found(arena, kind, creates[row].body, &facts, &alone);
}

START_TEST(a_volume_is_filled_where_nobody_else_can_write)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);

    ck_assert_msg(strcmp(found_in(arena, QW_WORKLOAD_CREATE, _i, &guarded), creates[_i].text) == 0,
                  "%s: %s", creates[_i].body, found_in(arena, QW_WORKLOAD_CREATE, _i, &guarded));
}
END_TEST

START_TEST(a_policy_may_let_it_be_filled)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);

    ck_assert_str_eq(found_in(arena, QW_WORKLOAD_CREATE, _i, &open_to_all), "");
}
END_TEST

/* It has been filled when it was made, if at all. */
START_TEST(a_container_fills_nothing)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);

    ck_assert_str_eq(found_in(arena, QW_WORKLOAD_CONTAINER, _i, &guarded), "");
}
END_TEST

#define TASK(options)                                                                          \
    "{\"TaskTemplate\":{\"ContainerSpec\":{\"Mounts\":[{\"Type\":\"volume\",\"Target\":\"/d\"" \
    "," options "}]}}}"

START_TEST(nobody_looks_when_a_task_starts)
{
    static const struct row items[] = {
        {TASK("\"Source\":\"v\""), "TaskTemplate.ContainerSpec.Mounts[0]"},
        {TASK("\"Source\":\"\""), "TaskTemplate.ContainerSpec.Mounts[0]"},
        {TASK("\"Source\":\"v\",\"ReadOnly\":true"), "TaskTemplate.ContainerSpec.Mounts[0]"},
        {TASK("\"Source\":\"v\",\"VolumeOptions\":{\"NoCopy\":true}"),
         "TaskTemplate.ContainerSpec.Mounts[0]"},
        {TASK("\"Source\":\"v\",\"ReadOnly\":true,\"VolumeOptions\":{\"NoCopy\":true}"), ""},
        {TASK("\"Source\":\"v\",\"ReadOnly\":true,\"VolumeOptions\":{\"NoCopy\":true}},"
              "{\"Type\":\"tmpfs\",\"Target\":\"/t\""),
         ""},
        {TASK("\"Source\":\"v\",\"ReadOnly\":true,\"VolumeOptions\":{\"NoCopy\":true}},"
              "{\"Type\":\"volume\",\"Source\":\"w\",\"Target\":\"/w\",\"ReadOnly\":true,"
              "\"VolumeOptions\":{\"NoCopy\":true}"),
         "TaskTemplate.ContainerSpec.Mounts[0] TaskTemplate.ContainerSpec.Mounts[1]"},
    };
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_SERVICE_CREATE, items, COUNT(items)};
    const struct telling telling = {
        QW_RULE_VOLUMES, QW_OP_SERVICE_CREATE, &guarded, items[0].body,
        "mounts a volume that a task would fill, or write to, whenever the swarm starts it: others "
        "may be filling it then."};

    check_rows(&rows, &guarded);
    check_text(&telling);
}
END_TEST

START_TEST(a_policy_may_let_tasks_have_volumes)
{
    static const struct row items[] = {{TASK("\"Source\":\"v\""), ""}};
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_SERVICE_CREATE, items, COUNT(items)};

    check_rows(&rows, &open_to_all);
}
END_TEST

START_TEST(volumes_are_guarded_where_that_is_enforced)
{
    static const struct {
        enum qw_mode mode;
        bool allows;
        bool guards;
    } rows[] = {
        {QW_MODE_ENFORCE, false, true},
        {QW_MODE_ENFORCE, true, false},
        {QW_MODE_AUDIT, false, false},
        {QW_MODE_OFF, false, false},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct qw_settings settings = {
            .modes = {[QW_RULE_VOLUMES] = rows[i].mode},
            .values = {[QW_SETTING_VOLUMES_ALLOW_COPY_UP] = {.is_true = rows[i].allows}}};

        ck_assert_int_eq(qw_rules_guard_volumes(&settings), rows[i].guards);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("copy_up");

    tcase_add_loop_test(cases, a_volume_is_filled_where_nobody_else_can_write, 0,
                        (int)COUNT(creates));
    tcase_add_loop_test(cases, a_policy_may_let_it_be_filled, 0, (int)COUNT(creates));
    tcase_add_loop_test(cases, a_container_fills_nothing, 0, (int)COUNT(creates));
    tcase_add_test(cases, nobody_looks_when_a_task_starts);
    tcase_add_test(cases, a_policy_may_let_tasks_have_volumes);
    tcase_add_test(cases, volumes_are_guarded_where_that_is_enforced);
    return run_case("rules/copy_up", cases);
}
