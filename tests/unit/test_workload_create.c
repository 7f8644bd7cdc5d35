#include "workload_fixture.h"

START_TEST(plain_values_stand_with_their_place)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = read_create(
        &fixture, "{'Image':'nginx','HostConfig':{'Privileged':true,'ReadonlyRootfs':true,"
                  "'GroupAdd':['0','docker'],'CgroupParent':'/x','Runtime':'io.containerd.x.y',"
                  "'OomScoreAdj':-1000,'OomKillDisable':true,'Memory':9223372036854775807}}");

    ck_assert_int_eq(workload->kind, QW_WORKLOAD_CREATE);
    ck_assert_str_eq(workload->image.value, "nginx");
    ck_assert(workload->privileged.is_true);
    ck_assert_str_eq(path_of(&fixture, workload->privileged.at), "HostConfig.Privileged");
    ck_assert(workload->read_only_rootfs.is_true);
    ck_assert_uint_eq(workload->groups.n_items, 2);
    ck_assert_str_eq(workload->groups.items[1].text.value, "docker");
    ck_assert_str_eq(path_of(&fixture, workload->groups.items[1].text.at),
                     "HostConfig.GroupAdd[1]");
    ck_assert_str_eq(workload->cgroup_parent.value, "/x");
    ck_assert_str_eq(workload->runtime.value, "io.containerd.x.y");
    ck_assert_int_eq(workload->oom_score_adj.value, -1000);
    ck_assert(workload->oom_kill_disable.is_true);
    ck_assert_int_eq(workload->memory.value, INT64_MAX);
    fixture_done(&fixture);
}
END_TEST

START_TEST(maps_are_read_pair_by_pair)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = read_host(
        &fixture, "'Annotations':{'run.oci.x':'1','n':null},'LogConfig':{'Type':'syslog','Config':{"
                  "'syslog-address':'unix:///x'}}");

    ck_assert_uint_eq(workload->annotations.n_items, 2);
    ck_assert_str_eq(workload->annotations.items[0].name, "run.oci.x");
    ck_assert_str_eq(workload->annotations.items[1].value, "");
    ck_assert_str_eq(path_of(&fixture, workload->annotations.items[1].at),
                     "HostConfig.Annotations.n");
    ck_assert_str_eq(workload->log.type.value, "syslog");
    ck_assert_str_eq(path_of(&fixture, workload->log.type.at), "HostConfig.LogConfig.Type");
    ck_assert_str_eq(workload->log.options.items[0].value, "unix:///x");
    fixture_done(&fixture);
}
END_TEST

START_TEST(labels_and_joined_networks_are_told)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload =
        read_create(&fixture, "{'Labels':{'team':'red'},'HostConfig':{'PublishAllPorts':true},"
                              "'NetworkingConfig':{'EndpointsConfig':{'one':{},'two':null}}}");

    ck_assert_uint_eq(workload->labels.n_items, 1);
    ck_assert_str_eq(workload->labels.items[0].name, "team");
    ck_assert_str_eq(workload->labels.items[0].value, "red");
    ck_assert(workload->publishes_all_ports.is_true);
    ck_assert_uint_eq(workload->joined_networks.n_items, 2);
    ck_assert_str_eq(workload->joined_networks.items[1].value, "two");
    ck_assert_str_eq(path_of(&fixture, workload->joined_networks.items[0].at),
                     "NetworkingConfig.EndpointsConfig.one");
    fixture_done(&fixture);
}
END_TEST

/* The engine prefers NetworkID, but under the names of its own networks. */
START_TEST(a_network_id_is_one_more_network_that_is_joined)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload =
        read_create(&fixture, "{'NetworkingConfig':{'EndpointsConfig':{'one':{'NetworkID':'two'},"
                              "'three':{'NetworkID':''},'bridge':{'NetworkID':'four'}}}}");

    ck_assert_uint_eq(workload->joined_networks.n_items, 4);
    ck_assert_str_eq(workload->joined_networks.items[1].value, "two");
    ck_assert_str_eq(path_of(&fixture, workload->joined_networks.items[1].at),
                     "NetworkingConfig.EndpointsConfig.one.NetworkID");
    fixture_done(&fixture);
}
END_TEST

START_TEST(path_lists_tell_empty_from_absent)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload =
        read_host(&fixture, "'MaskedPaths':[],'ReadonlyPaths':['/proc/sys']");

    ck_assert_ptr_nonnull(workload->masked_paths.at);
    ck_assert_uint_eq(workload->masked_paths.n_items, 0);
    ck_assert_uint_eq(workload->read_only_paths.n_items, 1);
    ck_assert_str_eq(workload->read_only_paths.items[0].value, "/proc/sys");
    workload = read_host(&fixture, "'MaskedPaths':null");
    ck_assert_ptr_null(workload->masked_paths.at);
    ck_assert_ptr_null(workload->read_only_paths.at);
    fixture_done(&fixture);
}
END_TEST

START_TEST(what_is_absent_is_empty_and_nowhere)
{
    static const char *const bodies[] = {"{}", "{'HostConfig':{}}", "{'HostConfig':null}"};

    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct fixture fixture = fixture_new();
        const struct qw_workload *workload = read_create(&fixture, bodies[i]);

        ck_assert_str_eq(workload->image.value, "");
        ck_assert_str_eq(workload->cgroup_parent.value, "");
        ck_assert_str_eq(workload->runtime.value, "");
        ck_assert_str_eq(workload->restart.name, "");
        ck_assert_str_eq(workload->log.type.value, "");
        ck_assert_str_eq(workload->network.driver.value, "");
        ck_assert_str_eq(workload->volume.driver.value, "");
        ck_assert_ptr_null(workload->privileged.at);
        ck_assert_ptr_null(workload->memory.at);
        ck_assert_ptr_null(workload->security.at);
        ck_assert_uint_eq(workload->mounts.n_items, 0);
        ck_assert_uint_eq(workload->ports.n_items, 0);
        ck_assert_uint_eq(workload->unknown_fields.n_items, 0);
        for (size_t which = 0; which < QW_NAMESPACE_COUNT; which++)
            ck_assert_int_eq(workload->namespaces[which].mode, QW_NAMESPACE_DEFAULT);
        fixture_done(&fixture);
    }
}
END_TEST

START_TEST(unknown_keys_of_the_host_config_are_named_when_set)
{
    struct fixture fixture = fixture_new();
    const struct qw_texts *unknown =
        &read_create(&fixture, "{'Elsewhere':true,'HostConfig':{'NewPower':true,'Privileged':true,"
                               "'Off':false,'Empty':{},'Zero':0,'Other':[1]}}")
             ->unknown_fields;

    ck_assert_uint_eq(unknown->n_items, 2);
    ck_assert_str_eq(unknown->items[0].value, "NewPower");
    ck_assert_str_eq(path_of(&fixture, unknown->items[0].at), "HostConfig.NewPower");
    ck_assert_str_eq(unknown->items[1].value, "Other");
    ck_assert_str_eq(path_of(&fixture, unknown->at), "HostConfig");
    fixture_done(&fixture);
}
END_TEST

/* What no engine version takes. */
static const struct {
    const char *body;
    const char *sentence;
} wrong_rows[] = {
    {"[]", "the body must be an object"},
    {"{'User':0}", "User must be a string"},
    {"{'Env':'A=b'}", "Env must be an array"},
    {"{'Volumes':['/a']}", "Volumes must be an object"},
    {"{'HostConfig':[]}", "HostConfig must be an object"},
    {"{'HostConfig':{'Privileged':1}}", "HostConfig.Privileged must be true or false"},
    {"{'HostConfig':{'Memory':'1g'}}", "HostConfig.Memory must be an integer"},
    {"{'HostConfig':{'OomScoreAdj':1.0}}", "HostConfig.OomScoreAdj must be an integer"},
    {"{'HostConfig':{'CapAdd':'ALL'}}", "HostConfig.CapAdd must be an array"},
    {"{'HostConfig':{'CapAdd':[1]}}", "HostConfig.CapAdd[0] must be a string"},
    {"{'HostConfig':{'SecurityOpt':[{}]}}", "HostConfig.SecurityOpt[0] must be a string"},
    {"{'HostConfig':{'PidMode':true}}", "HostConfig.PidMode must be a string"},
    {"{'HostConfig':{'Binds':[1]}}", "HostConfig.Binds[0] must be a string"},
    {"{'HostConfig':{'Mounts':{}}}", "HostConfig.Mounts must be an array"},
    {"{'HostConfig':{'Mounts':['x']}}", "HostConfig.Mounts[0] must be an object"},
    {"{'HostConfig':{'Tmpfs':{'t':1}}}", "HostConfig.Tmpfs.t must be a string"},
    {"{'HostConfig':{'PortBindings':{'p':'80'}}}", "HostConfig.PortBindings.p must be an array"},
    {"{'HostConfig':{'Sysctls':{'s':1}}}", "HostConfig.Sysctls.s must be a string"},
    {"{'HostConfig':{'Devices':['/dev/sda']}}", "HostConfig.Devices[0] must be an object"},
    {"{'HostConfig':{'DeviceRequests':[{'Capabilities':['gpu']}]}}",
     "HostConfig.DeviceRequests[0].Capabilities[0] must be an array"},
    {"{'NetworkingConfig':{'EndpointsConfig':{'a':[]}}}",
     "NetworkingConfig.EndpointsConfig.a must be an object"},
};

START_TEST(a_wrong_type_is_an_error_that_says_where)
{
    struct fixture fixture = fixture_new();

    fixture.workload.kind = QW_WORKLOAD_KIND_COUNT;
    ck_assert_int_eq(read_as(&fixture, QW_OP_CONTAINER_CREATE, wrong_rows[_i].body), QW_ERR_TYPE);
    ck_assert_int_eq(fixture.diag.err, QW_ERR_TYPE);
    ck_assert_str_eq(fixture.diag.text, wrong_rows[_i].sentence);
    ck_assert_int_eq(fixture.workload.kind, QW_WORKLOAD_KIND_COUNT); /* left alone */
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("create");

    tcase_add_test(tests, plain_values_stand_with_their_place);
    tcase_add_test(tests, maps_are_read_pair_by_pair);
    tcase_add_test(tests, labels_and_joined_networks_are_told);
    tcase_add_test(tests, a_network_id_is_one_more_network_that_is_joined);
    tcase_add_test(tests, path_lists_tell_empty_from_absent);
    tcase_add_test(tests, what_is_absent_is_empty_and_nowhere);
    tcase_add_test(tests, unknown_keys_of_the_host_config_are_named_when_set);
    tcase_add_loop_test(tests, a_wrong_type_is_an_error_that_says_where, 0,
                        (int)COUNT_OF(wrong_rows));
    return run_case("workload/create", tests);
}
