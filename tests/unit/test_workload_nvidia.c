#include "workload_fixture.h"

struct row {
    const char *variable;
    const char *name; /* NULL: asks for no device */
};

static const struct row rows[] = {
    {"NVIDIA_VISIBLE_DEVICES=all", "NVIDIA_VISIBLE_DEVICES"},
    {"NVIDIA_VISIBLE_DEVICES=0,1", "NVIDIA_VISIBLE_DEVICES"},
    {"NVIDIA_VISIBLE_DEVICES=none,0", "NVIDIA_VISIBLE_DEVICES"},
    {"NVIDIA_VISIBLE_DEVICES= none", "NVIDIA_VISIBLE_DEVICES"},
    {"NVIDIA_VISIBLE_DEVICES=", NULL},
    {"NVIDIA_VISIBLE_DEVICES=void", NULL},
    {"NVIDIA_VISIBLE_DEVICES=none", NULL},
    {"NVIDIA_VISIBLE_DEVICES", NULL}, /* takes the image's out */
    {"nvidia_visible_devices=all", NULL},
    {"XNVIDIA_VISIBLE_DEVICES=all", NULL},
    {"NVIDIA_VISIBLE_DEVICES_=all", NULL},
    {"NVIDIA_IMEX_CHANNELS=0", "NVIDIA_IMEX_CHANNELS"},
    {"NVIDIA_GDS=enabled", "NVIDIA_GDS"},
    {"NVIDIA_MOFED=enabled", "NVIDIA_MOFED"},
    {"NVIDIA_GDRCOPY=enabled", "NVIDIA_GDRCOPY"},
    {"NVIDIA_NVSWITCH=enabled", "NVIDIA_NVSWITCH"},
    {"NVIDIA_MIG_CONFIG_DEVICES=all", "NVIDIA_MIG_CONFIG_DEVICES"},
    {"NVIDIA_MIG_MONITOR_DEVICES=all", "NVIDIA_MIG_MONITOR_DEVICES"},
    {"NVIDIA_MIG_MONITOR_DEVICES=", NULL},
    {"NVIDIA_DRIVER_CAPABILITIES=all", NULL},
    {"NVIDIA_REQUIRE_CUDA=cuda>=12", NULL},
    {"NVIDIA_API_KEY=secret", NULL},
    {"PATH=/bin", NULL},
    {"", NULL},
};

START_TEST(a_variable_that_asks_for_a_device_is_named_without_its_value)
{
    struct fixture fixture = fixture_new();
    const struct row *row = &rows[_i];
    const struct qw_texts *names =
        &read_create(&fixture,
                     qw_arena_format(fixture.arena, "{'Env':['A=b','%s']}", row->variable))
             ->devices.nvidia_env;

    ck_assert_uint_eq(names->n_items, row->name == NULL ? 0 : 1);
    if (row->name != NULL) {
        ck_assert_str_eq(names->items[0].value, row->name);
        ck_assert_str_eq(path_of(&fixture, names->items[0].at), "Env[1]");
    }
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *target;
    bool counts;
} mount_rows[] = {
    {"/var/run/nvidia-container-devices", true},
    {"/var/run/nvidia-container-devices/all", true},
    {"/var/run/../run//nvidia-container-devices/0", true},
    {"/var/run/nvidia-container-devices-x", false},
    {"/var/run", false},
};

START_TEST(a_mount_where_the_device_list_is_read_counts)
{
    struct fixture fixture = fixture_new();
    const struct qw_texts *names =
        &read_host(&fixture, qw_arena_format(fixture.arena, "'Binds':['/dev/null:%s']",
                                             mount_rows[_i].target))
             ->devices.nvidia_env;

    ck_assert_uint_eq(names->n_items, mount_rows[_i].counts ? 1 : 0);
    if (mount_rows[_i].counts)
        ck_assert_str_eq(path_of(&fixture, names->items[0].at), "HostConfig.Binds[0]");
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("nvidia");

    tcase_add_loop_test(tests, a_variable_that_asks_for_a_device_is_named_without_its_value, 0,
                        (int)COUNT_OF(rows));
    tcase_add_loop_test(tests, a_mount_where_the_device_list_is_read_counts, 0,
                        (int)COUNT_OF(mount_rows));
    return run_case("workload/nvidia", tests);
}
