/* The way of a real body: the engine module's canonical form, then the workload. */
#include "qw/inspect.h"
#include "workload_fixture.h"

static const struct qw_workload *read_canonical(struct fixture *fixture, struct qw_json *body)
{
    struct qw_operation operation = {.op = QW_OP_CONTAINER_CREATE, .body = body};

    ck_assert_int_eq(qw_engine_canonicalise(fixture->arena, operation.op, body, &fixture->diag),
                     QW_OK);
    ck_assert_int_eq(
        qw_workload_read(fixture->arena, &operation, &fixture->workload, &fixture->diag), QW_OK);
    return &fixture->workload;
}

START_TEST(odd_spellings_reach_the_same_values)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = read_canonical(
        &fixture,
        parse(&fixture,
              "{'image':'nginx','uSER':'+0:00','ho\\u0073tconfig':{'PRIVILEGED':true,"
              "'capadd':'\\u017fys_adm\\u0131n','networkMode':'host','binds':['/etc/..:/h'],"
              "'mounts':[{'type':'bind','source':'//','TARGET':'/m'}],"
              "'maskedpaths':[],'pidmode':'','memory':0}}"));

    ck_assert_str_eq(workload->image.value, "nginx");
    ck_assert_int_eq(workload->user.user, QW_IDENTITY_NUMBER);
    ck_assert_int_eq(workload->user.uid, 0);
    ck_assert_int_eq(workload->user.group, QW_IDENTITY_NUMBER);
    ck_assert(workload->privileged.is_true);
    ck_assert_str_eq(path_of(&fixture, workload->privileged.at), "HostConfig.Privileged");
    ck_assert_str_eq(workload->capabilities.add.items[0].value, "CAP_SYS_ADMIN");
    ck_assert_int_eq(workload->namespaces[QW_NAMESPACE_NETWORK].mode, QW_NAMESPACE_HOST);
    ck_assert_str_eq(workload->mounts.items[0].source, "/");
    ck_assert_int_eq(workload->mounts.items[1].type, QW_MOUNT_BIND);
    ck_assert_str_eq(workload->mounts.items[1].source, "/");
    ck_assert_ptr_nonnull(workload->masked_paths.at);
    ck_assert_ptr_null(workload->memory.at);
    ck_assert_ptr_null(workload->namespaces[QW_NAMESPACE_PID].text.at);
    fixture_done(&fixture);
}
END_TEST

START_TEST(the_nulls_of_client_libraries_are_absent)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = read_canonical(
        &fixture,
        parse(&fixture, "{'Image':'i','User':'','Env':null,'Volumes':{},'Entrypoint':null,"
                        "'HostConfig':{'Binds':null,'Mounts':[],'CapAdd':null,'CapDrop':[],"
                        "'Privileged':false,'SecurityOpt':null,'MaskedPaths':null,'Tmpfs':null,"
                        "'PortBindings':{},'Devices':[],'LogConfig':{'Type':'','Config':{}},"
                        "'OomKillDisable':false,'Sysctls':{},'Later':null},"
                        "'NetworkingConfig':{'EndpointsConfig':{'n':null}}}"));

    ck_assert_int_eq(workload->user.user, QW_IDENTITY_ABSENT);
    ck_assert_ptr_null(workload->user.text.at);
    ck_assert_ptr_null(workload->privileged.at);
    ck_assert_ptr_null(workload->security.at);
    ck_assert_ptr_null(workload->masked_paths.at);
    ck_assert_ptr_null(workload->capabilities.add.at);
    ck_assert_ptr_null(workload->log.type.at);
    ck_assert_uint_eq(workload->mounts.n_items, 0);
    ck_assert_uint_eq(workload->ports.n_items, 0);
    ck_assert_uint_eq(workload->unknown_fields.n_items, 0);
    fixture_done(&fixture);
}
END_TEST

/* Maps whose keys alone have a meaning. */
START_TEST(keys_with_empty_values_survive)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = read_canonical(
        &fixture, parse(&fixture, "{'Volumes':{'/v':{},'/w':null},'HostConfig':{'Tmpfs':{'/t':''},"
                                  "'PortBindings':{'80/tcp':[],'81/tcp':null,'82/tcp':[{}]},"
                                  "'Annotations':{'a':''}}}"));

    ck_assert_uint_eq(workload->mounts.n_items, 3);
    ck_assert_uint_eq(workload->ports.n_items, 3);
    ck_assert_uint_eq(workload->annotations.n_items, 1);
    fixture_done(&fixture);
}
END_TEST

START_TEST(an_inspected_container_can_be_made_canonical)
{
    struct fixture fixture = fixture_new();
    struct qw_json *body = NULL;
    const struct qw_workload *workload;

    ck_assert_int_eq(
        qw_workload_body_from_inspect(
            fixture.arena,
            parse(&fixture,
                  "{'Id':'a','Config':{'Hostname':'h','Domainname':'','User':'','Tty':false,"
                  "'Env':['A=b'],'Cmd':['sh'],'Image':'i','Volumes':null,'OnBuild':null,"
                  "'Labels':{}},'HostConfig':{'Binds':null,'ContainerIDFile':'','LogConfig':"
                  "{'Type':'json-file','Config':{}},'NetworkMode':'default','PortBindings':{},"
                  "'RestartPolicy':{'Name':'no','MaximumRetryCount':0},'AutoRemove':false,"
                  "'CapAdd':null,'CgroupnsMode':'host','Cgroup':'','OomScoreAdj':0,'IpcMode':"
                  "'private','Privileged':false,'ShmSize':67108864,'Runtime':'runc',"
                  "'ConsoleSize':[0,0],'Isolation':'','OomKillDisable':false,'PidsLimit':null,"
                  "'MaskedPaths':['/proc/asound'],'ReadonlyPaths':['/proc/bus']},"
                  "'NetworkSettings':{'Bridge':'','Networks':{'bridge':{'IPAMConfig':null,"
                  "'Links':null,'Aliases':null,'NetworkID':'n','EndpointID':'e','Gateway':'',"
                  "'IPPrefixLen':16,'DriverOpts':null}}}}"),
            &body, &fixture.diag),
        QW_OK);
    workload = read_canonical(&fixture, body);
    ck_assert_int_eq(workload->user.uid, 0);
    ck_assert_int_eq(workload->user.user, QW_IDENTITY_NUMBER);
    ck_assert_str_eq(workload->runtime.value, "runc");
    ck_assert_int_eq(workload->namespaces[QW_NAMESPACE_CGROUP].mode, QW_NAMESPACE_HOST);
    ck_assert_uint_eq(workload->masked_paths.n_items, 1);
    ck_assert_uint_eq(workload->unknown_fields.n_items, 0);
    ck_assert_ptr_null(workload->endpoint_options.at);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("canonical");

    tcase_add_test(tests, odd_spellings_reach_the_same_values);
    tcase_add_test(tests, the_nulls_of_client_libraries_are_absent);
    tcase_add_test(tests, keys_with_empty_values_survive);
    tcase_add_test(tests, an_inspected_container_can_be_made_canonical);
    return run_case("workload/canonical", tests);
}
