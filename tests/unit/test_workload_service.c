#include "workload_fixture.h"

static enum qw_err read_service(struct fixture *fixture, unsigned minor, const char *text)
{
    const struct qw_operation operation = {.op = QW_OP_SERVICE_CREATE,
                                           .api_major = minor > 0,
                                           .api_minor = minor,
                                           .body = parse(fixture, text)};

    return qw_workload_read(fixture->arena, &operation, &fixture->workload, &fixture->diag);
}

static const struct qw_workload *read_spec(struct fixture *fixture, const char *members)
{
    const char *text =
        qw_arena_format(fixture->arena, "{'TaskTemplate':{'ContainerSpec':{%s}}}", members);

    ck_assert_int_eq(read_service(fixture, 51, text), QW_OK);
    return &fixture->workload;
}

START_TEST(a_service_fills_what_a_create_fills)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = read_spec(
        &fixture,
        "'Image':'i','User':'0','Groups':['docker'],'ReadOnly':true,'CapabilityAdd':['sys_admin'],"
        "'CapabilityDrop':['ALL'],'Sysctls':{'a/b':'1'},'OomScoreAdj':-5,'Labels':{'l':'m'},"
        "'Ulimits':[{'Name':'nofile','Soft':1,'Hard':2}],'Healthcheck':{'Test':['NONE']},"
        "'Mounts':[{'Type':'volume','Source':'v','Target':'/t'}],'NewPower':1,"
        "'Env':['NVIDIA_VISIBLE_DEVICES={{.Node.ID}}']");

    ck_assert_int_eq(workload->kind, QW_WORKLOAD_SERVICE);
    ck_assert_str_eq(workload->image.value, "i");
    ck_assert_int_eq(workload->user.user, QW_IDENTITY_NUMBER);
    ck_assert_uint_eq(workload->groups.n_items, 1);
    ck_assert(workload->read_only_rootfs.is_true);
    ck_assert_str_eq(workload->capabilities.add.items[0].value, "CAP_SYS_ADMIN");
    ck_assert(workload->capabilities.drops_all);
    ck_assert_str_eq(workload->sysctls.items[0].name, "a.b");
    ck_assert_int_eq(workload->oom_score_adj.value, -5);
    ck_assert_uint_eq(workload->labels.n_items, 1);
    ck_assert_uint_eq(workload->ulimits.n_items, 1);
    ck_assert_int_eq(workload->healthcheck.state, QW_HEALTH_NONE);
    ck_assert_uint_eq(workload->mounts.n_items, 1);
    ck_assert_uint_eq(workload->devices.nvidia_cdi.n_items, 1);
    ck_assert_str_eq(workload->unknown_fields.items[0].value, "NewPower");
    ck_assert_int_eq(workload->restart.when, QW_RESTART_ALWAYS);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *mount;
    enum qw_mount_type type;
    const char *source;
    bool has_template;
} mounts[] = {
    {"'Type':'bind','Source':'/a/../b'", QW_MOUNT_BIND, "/b", false},
    {"'Source':'/'", QW_MOUNT_BIND, "/", false},
    {"'Type':'BIND','Source':'/'", QW_MOUNT_BIND, "/", false},
    {"'Type':'b\xC4\xB1nd','Source':'/'", QW_MOUNT_BIND, "/", false},
    {"'Type':'TMPF\xC5\xBF'", QW_MOUNT_TMPFS, "", false},
    {"'Type':'Volume','Source':'v'", QW_MOUNT_VOLUME, "v", false},
    {"'Type':'npipe'", QW_MOUNT_UNKNOWN, "", false},
    {"'Type':'volume','Source':'{{.Node.ID}}'", QW_MOUNT_VOLUME, "{{.Node.ID}}", true},
    {"'Type':'volume','Source':'v','VolumeOptions':{'DriverConfig':{'Options':{'o':'{{1}}'}}}",
     QW_MOUNT_VOLUME, "v", true},
};

START_TEST(a_mount_is_read_as_the_swarm_reads_it)
{
    struct fixture fixture = fixture_new();
    const char *members = qw_arena_format(fixture.arena, "'Mounts':[{%s}]", mounts[_i].mount);
    const struct qw_mount *mount = read_spec(&fixture, members)->mounts.items;

    ck_assert_int_eq(mount->type, mounts[_i].type);
    ck_assert_str_eq(mount->source, mounts[_i].source);
    ck_assert_int_eq(mount->has_template, mounts[_i].has_template);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *privileges;
    enum qw_security_key key;
    const char *value;
} privileges[] = {
    {"'NoNewPrivileges':true", QW_SECURITY_NO_NEW_PRIVILEGES, ""},
    {"'Seccomp':{'Mode':'unconfined'}", QW_SECURITY_SECCOMP, "unconfined"},
    {"'Seccomp':{'Mode':'custom','Profile':'e30='}", QW_SECURITY_SECCOMP, "{}"},
    {"'Seccomp':{'Mode':'custom'}", QW_SECURITY_SECCOMP, "custom"},
    {"'AppArmor':{'Mode':'disabled'}", QW_SECURITY_APPARMOR, "unconfined"},
    {"'SELinuxContext':{'Disable':true}", QW_SECURITY_LABEL, "disable"},
    {"'SELinuxContext':{'Type':'t'}", QW_SECURITY_LABEL, "type:t"},
    {"'CredentialSpec':{'File':'f'}", QW_SECURITY_UNKNOWN, "credentialspec"},
};

START_TEST(privileges_become_security_options)
{
    struct fixture fixture = fixture_new();
    const char *members =
        qw_arena_format(fixture.arena, "'Privileges':{%s}", privileges[_i].privileges);
    const struct qw_security_options *options = &read_spec(&fixture, members)->security;

    ck_assert_uint_eq(options->n_items, 1);
    ck_assert_int_eq(options->items[0].key, privileges[_i].key);
    ck_assert_str_eq(options->items[0].value, privileges[_i].value);
    fixture_done(&fixture);
}
END_TEST

START_TEST(default_modes_are_no_option)
{
    struct fixture fixture = fixture_new();

    ck_assert_uint_eq(read_spec(&fixture, "'Privileges':{'Seccomp':{'Mode':'default'},'AppArmor':{"
                                          "'Mode':'default'}}")
                          ->security.n_items,
                      0);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *targets;
    enum qw_namespace_mode mode;
} networks[] = {
    {"", QW_NAMESPACE_DEFAULT},
    {"{'Target':'stack_default'}", QW_NAMESPACE_PRIVATE},
    {"{'Target':'bridge'}", QW_NAMESPACE_PRIVATE},
    {"{'Target':'host'}", QW_NAMESPACE_HOST},
    {"{'Target':'a_b'},{'Target':'host'},{'Target':'c1'}", QW_NAMESPACE_HOST},
    {"{'Target':'c1'},{'Target':'a_b'}", QW_NAMESPACE_UNKNOWN},
    {"{}", QW_NAMESPACE_UNKNOWN},
};

START_TEST(the_worst_network_stands_for_all)
{
    struct fixture fixture = fixture_new();
    const char *targets = networks[_i].targets;
    const char *texts[] = {
        qw_arena_format(fixture.arena, "{'TaskTemplate':{'Networks':[%s]}}", targets),
        qw_arena_format(fixture.arena, "{'Networks':[%s]}", targets),
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        ck_assert_int_eq(read_service(&fixture, 44, texts[i]), QW_OK);
        ck_assert_int_eq(fixture.workload.namespaces[QW_NAMESPACE_NETWORK].mode, networks[_i].mode);
    }
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *task;
    bool is_plugin;
} tasks[] = {
    {"'Runtime':'container'", false},
    {"'PluginSpec':{'remote':'x'}", true},
    {"'Runtime':'plugin'", true},
    {"'Runtime':'attachment'", true},
    {"'Runtime':'','ForceUpdate':1", false},
};

START_TEST(a_plugin_is_known_by_either_mark)
{
    struct fixture fixture = fixture_new();
    const char *text = qw_arena_format(fixture.arena, "{'TaskTemplate':{%s}}", tasks[_i].task);

    ck_assert_int_eq(read_service(&fixture, 44, text), QW_OK);
    ck_assert_int_eq(fixture.workload.plugin.is_true, tasks[_i].is_plugin);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *value;
    const char *rollback;
} rollbacks[] = {{"previous", "previous"}, {"none", ""}, {"", ""}, {"Previous", "Previous"}};

START_TEST(a_rollback_is_read_from_the_query)
{
    struct fixture fixture = fixture_new();
    const struct qw_param param = {"rollback", rollbacks[_i].value};
    const struct qw_operation operation = {.op = QW_OP_SERVICE_UPDATE,
                                           .params = &param,
                                           .n_params = 1,
                                           .body = parse(&fixture, "{'Name':'s'}")};

    ck_assert_int_eq(qw_workload_read(fixture.arena, &operation, &fixture.workload, &fixture.diag),
                     QW_OK);
    ck_assert_str_eq(fixture.workload.rollback.value, rollbacks[_i].rollback);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *body;
    unsigned minor; /* the first that has the field */
} dated[] = {
    {"{'TaskTemplate':{'ContainerSpec':{'CapabilityDrop':['ALL']}}}", 41},
    {"{'TaskTemplate':{'ContainerSpec':{'Privileges':{'NoNewPrivileges':true}}}}", 44},
    {"{'TaskTemplate':{'Resources':{'Limits':{'Pids':9}}}}", 41},
};

START_TEST(a_protection_that_the_engine_would_drop_is_refused)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(read_service(&fixture, 0, dated[_i].body), QW_ERR_API_VERSION);
    fixture.diag = (struct qw_diag){0};
    ck_assert_int_eq(read_service(&fixture, dated[_i].minor - 1, dated[_i].body),
                     QW_ERR_API_VERSION);
    ck_assert_int_eq(read_service(&fixture, dated[_i].minor, dated[_i].body), QW_OK);
    fixture_done(&fixture);
}
END_TEST

START_TEST(published_ports_limits_and_logs_are_read)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = &fixture.workload;

    ck_assert_int_eq(
        read_service(&fixture, 44,
                     "{'EndpointSpec':{'Ports':[{'TargetPort':80,'PublishedPort':81},{'Protocol':"
                     "'udp','TargetPort':53,'PublishedPort':70000}]},'TaskTemplate':{'Resources':{"
                     "'Limits':{'MemoryBytes':7,'NanoCPUs':8,'Pids':9},'Reservations':{"
                     "'GenericResources':[{'DiscreteResourceSpec':{'Kind':'gpu','Value':1}}]}},"
                     "'RestartPolicy':{'Condition':'on-failure','MaxAttempts':3},'LogDriver':{"
                     "'Name':'syslog','Options':{'a':'b'}}}}"),
        QW_OK);
    ck_assert_str_eq(workload->ports.items[0].container_port, "80/tcp");
    ck_assert_int_eq(workload->ports.items[0].first, 81);
    ck_assert(!workload->ports.items[1].is_valid);
    ck_assert_int_eq(workload->memory.value, 7);
    ck_assert_int_eq(workload->nano_cpus.value, 8);
    ck_assert_int_eq(workload->pids_limit.value, 9);
    ck_assert_int_eq(workload->restart.when, QW_RESTART_ON_FAILURE);
    ck_assert_int_eq(workload->restart.most, 3);
    ck_assert_str_eq(workload->log.type.value, "syslog");
    ck_assert_uint_eq(workload->log.options.n_items, 1);
    ck_assert_uint_eq(workload->devices.nvidia_env.n_items, 1);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *policy;
    enum qw_restart when;
    int64_t most;
} restarts[] = {
    {"{}", QW_RESTART_ALWAYS, 0},
    {"{'MaxAttempts':3}", QW_RESTART_ALWAYS, 3},
    {"{'Condition':'any'}", QW_RESTART_ALWAYS, 0},
    {"{'Condition':'none'}", QW_RESTART_NEVER, 0},
    {"{'Condition':'on-failure','MaxAttempts':3,'Window':0}", QW_RESTART_ON_FAILURE, 3},
    {"{'Condition':'on-failure','MaxAttempts':3,'Window':1}", QW_RESTART_ON_FAILURE, 0},
    {"{'Condition':'Any'}", QW_RESTART_UNKNOWN, 0},
};

START_TEST(restarts_within_a_window_have_no_end)
{
    struct fixture fixture = fixture_new();
    const char *text = qw_arena_format(fixture.arena, "{'TaskTemplate':{'RestartPolicy':%s}}",
                                       restarts[_i].policy);

    ck_assert_int_eq(read_service(&fixture, 44, text), QW_OK);
    ck_assert_int_eq(fixture.workload.restart.when, restarts[_i].when);
    ck_assert_int_eq(fixture.workload.restart.most, restarts[_i].most);
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_profile_that_is_no_text_in_base64_is_an_error)
{
    struct fixture fixture = fixture_new();
    static const char *const profiles[] = {"!!", "AA==", "e30"};

    for (size_t i = 0; i < COUNT_OF(profiles); i++) {
        const char *text = qw_arena_format(
            fixture.arena,
            "{'TaskTemplate':{'ContainerSpec':{'Privileges':{'Seccomp':{'Profile':'%s'}}}}}",
            profiles[i]);

        fixture.diag = (struct qw_diag){0};
        ck_assert_int_eq(read_service(&fixture, 44, text), QW_ERR_TYPE);
    }
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("service");

    tcase_add_test(tests, a_service_fills_what_a_create_fills);
    tcase_add_loop_test(tests, a_mount_is_read_as_the_swarm_reads_it, 0, (int)COUNT_OF(mounts));
    tcase_add_loop_test(tests, privileges_become_security_options, 0, (int)COUNT_OF(privileges));
    tcase_add_test(tests, default_modes_are_no_option);
    tcase_add_loop_test(tests, the_worst_network_stands_for_all, 0, (int)COUNT_OF(networks));
    tcase_add_loop_test(tests, a_plugin_is_known_by_either_mark, 0, (int)COUNT_OF(tasks));
    tcase_add_loop_test(tests, a_rollback_is_read_from_the_query, 0, (int)COUNT_OF(rollbacks));
    tcase_add_loop_test(tests, a_protection_that_the_engine_would_drop_is_refused, 0,
                        (int)COUNT_OF(dated));
    tcase_add_test(tests, published_ports_limits_and_logs_are_read);
    tcase_add_loop_test(tests, restarts_within_a_window_have_no_end, 0, (int)COUNT_OF(restarts));
    tcase_add_test(tests, a_profile_that_is_no_text_in_base64_is_an_error);
    return run_case("workload/service", tests);
}
