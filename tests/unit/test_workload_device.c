#include "workload_fixture.h"

START_TEST(device_paths_are_cleaned_and_point_to_their_device)
{
    static const char *const paths[] = {"/dev/sda", "/dev/mem", "", "dev/kvm"};
    struct fixture fixture = fixture_new();
    const struct qw_texts *devices =
        &read_host(&fixture, "'Devices':[{'PathOnHost':'/dev/sda','PathInContainer':'/dev/x',"
                             "'CgroupPermissions':'rwm'},{'PathOnHost':'/dev/../dev//mem/'},{},"
                             "{'PathOnHost':'dev/kvm'}]")
             ->devices.host_paths;

    ck_assert_uint_eq(devices->n_items, COUNT_OF(paths));
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        ck_assert_str_eq(devices->items[i].value, paths[i]);
    ck_assert_str_eq(path_of(&fixture, devices->items[1].at), "HostConfig.Devices[1]");
    ck_assert_str_eq(path_of(&fixture, devices->items[2].at), "HostConfig.Devices[2]");
    fixture_done(&fixture);
}
END_TEST

START_TEST(limited_devices_are_read_from_every_list)
{
    static const char *const paths[] = {"/dev/a", "/dev/b", "/dev/c", "/dev/d", "/root", ""};
    struct fixture fixture = fixture_new();
    const struct qw_texts *limited =
        &read_host(&fixture, "'BlkioDeviceWriteIOps':[{'Path':'/dev/../root/','Rate':1},{}],"
                             "'BlkioDeviceWriteBps':[{'Path':'/dev/d'}],"
                             "'BlkioDeviceReadIOps':[{'Path':'/dev/c'}],"
                             "'BlkioDeviceReadBps':[{'Path':'/dev/b'}],"
                             "'BlkioWeightDevice':[{'Path':'/dev/a','Weight':10}]")
             ->devices.limited_paths;

    ck_assert_uint_eq(limited->n_items, COUNT_OF(paths));
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        ck_assert_str_eq(limited->items[i].value, paths[i]);
    ck_assert_str_eq(path_of(&fixture, limited->items[4].at), "HostConfig.BlkioDeviceWriteIOps[0]");
    fixture_done(&fixture);
}
END_TEST

START_TEST(cgroup_rules_stand_as_written)
{
    struct fixture fixture = fixture_new();
    const struct qw_texts *rules =
        &read_host(&fixture, "'DeviceCgroupRules':['a *:* rwm']")->devices.cgroup_rules;

    ck_assert_uint_eq(rules->n_items, 1);
    ck_assert_str_eq(rules->items[0].value, "a *:* rwm");
    ck_assert_str_eq(path_of(&fixture, rules->items[0].at), "HostConfig.DeviceCgroupRules[0]");
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *written; /* Capabilities */
    bool asks_for_gpu;
} gpu_rows[] = {
    {"[['gpu']]", true},
    {"[['gpu','compute'],['utility','gpu']]", true},
    {"[['gpu'],['tpu']]", false},
    {"[['GPU']]", false},
    {"[[]]", false},
    {"[null]", false},
    {"[]", false},
    {"null", false},
};

START_TEST(a_gpu_is_asked_for_when_every_alternative_holds_it)
{
    struct fixture fixture = fixture_new();
    const struct qw_devices *devices =
        &read_host(&fixture,
                   qw_arena_format(fixture.arena, "'DeviceRequests':[{'Capabilities':%s}]",
                                   gpu_rows[_i].written))
             ->devices;

    ck_assert_uint_eq(devices->n_requests, 1);
    ck_assert_int_eq(devices->requests[0].asks_for_gpu, gpu_rows[_i].asks_for_gpu);
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_device_request_is_read_whole)
{
    struct fixture fixture = fixture_new();
    const struct qw_devices *devices =
        &read_host(&fixture, "'DeviceRequests':[{'Driver':'cdi','Count':-1,'DeviceIDs':['a=b','c'],"
                             "'Options':{'k':'v'}},{}]")
             ->devices;

    ck_assert_uint_eq(devices->n_requests, 2);
    ck_assert_str_eq(devices->requests[0].driver, "cdi");
    ck_assert_int_eq(devices->requests[0].count, -1);
    ck_assert_uint_eq(devices->requests[0].ids.n_items, 2);
    ck_assert_str_eq(devices->requests[0].ids.items[1].value, "c");
    ck_assert_str_eq(devices->requests[0].options.items[0].name, "k");
    ck_assert_str_eq(path_of(&fixture, devices->requests[0].at), "HostConfig.DeviceRequests[0]");
    ck_assert_str_eq(devices->requests[1].driver, "");
    ck_assert_int_eq(devices->requests[1].count, 0);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("device");

    tcase_add_test(tests, device_paths_are_cleaned_and_point_to_their_device);
    tcase_add_test(tests, limited_devices_are_read_from_every_list);
    tcase_add_test(tests, cgroup_rules_stand_as_written);
    tcase_add_loop_test(tests, a_gpu_is_asked_for_when_every_alternative_holds_it, 0,
                        (int)COUNT_OF(gpu_rows));
    tcase_add_test(tests, a_device_request_is_read_whole);
    return run_case("workload/device", tests);
}
