#include "workload_fixture.h"

#include "qw/workload_write.h"

static const struct qw_json *written(struct fixture *fixture)
{
    struct qw_buffer buffer = QW_BUFFER(QW_LIMIT_REQUEST_MEMORY);
    struct qw_json *root = NULL;

    qw_workload_write(&buffer, &fixture->workload);
    ck_assert_int_eq(buffer.err, QW_OK);
    ck_assert_int_eq(qw_json_parse(fixture->arena,
                                   qw_arena_copy(fixture->arena, buffer.data, buffer.len),
                                   buffer.len, &root, &fixture->diag),
                     QW_OK);
    qw_buffer_done(&buffer);
    return root;
}

/* The member MEMBER of what BODY is understood as, as JSON. */
static const char *member(struct fixture *fixture, const char *body, const char *name)
{
    struct qw_buffer buffer = QW_BUFFER(QW_LIMIT_REQUEST_MEMORY);
    const char *text;

    read_create(fixture, body);
    qw_json_write(&buffer, qw_json_get(written(fixture), name));
    ck_assert_int_eq(buffer.err, QW_OK);
    text = qw_arena_copy(fixture->arena, buffer.data, buffer.len);
    qw_buffer_done(&buffer);
    ck_assert_ptr_nonnull(text);
    return text;
}

static const struct {
    const char *body;
    const char *member;
    const char *expected;
} rows[] = {
    {"{'Image':'a\\u0022b'}", "image", "'a\\'b'"},
    {"{}", "image", "null"},
    {"{'HostConfig':{'Privileged':true}}", "privileged", "true"},
    {"{'User':'7:app'}", "user",
     "{'text':'7:app','user':'number','uid':7,'user_name':'7','group':'name','gid':0,"
     "'group_name':'app'}"},
    {"{'HostConfig':{'GroupAdd':['+5']}}", "groups", "[{'text':'+5','kind':'number','gid':5}]"},
    {"{'HostConfig':{'CapAdd':['chown'],'CapDrop':['all']}}", "capabilities",
     "{'add':['CAP_CHOWN'],'drop':['ALL'],'drops_all':true}"},
    {"{'HostConfig':{'SecurityOpt':['seccomp=unconfined']}}", "security",
     "[{'key':'seccomp','value':'unconfined','is_true':false,'is_valid':true}]"},
    {"{'HostConfig':{'MaskedPaths':[]}}", "masked_paths", "[]"},
    {"{}", "masked_paths", "null"},
    {"{'HostConfig':{'Memory':5}}", "memory", "5"},
    {"{}", "memory", "null"},
    {"{'HostConfig':{'Sysctls':{'net/a':'1'}}}", "sysctls", "[['net.a','1']]"},
    {"{'HostConfig':{'Ulimits':[{'Name':'nofile','Soft':1,'Hard':2}]}}", "ulimits",
     "[{'name':'NOFILE','soft':1,'hard':2}]"},
    {"{'HostConfig':{'RestartPolicy':{'Name':'on-failure','MaximumRetryCount':3}}}", "restart",
     "{'when':'on-failure','name':'on-failure','most':3}"},
    {"{'Healthcheck':{'Test':['NONE']}}", "healthcheck", "'none'"},
    {"{'HostConfig':{'LogConfig':{'Type':'syslog','Config':{'tag':'x'}}}}", "log",
     "{'type':'syslog','options':[['tag','x']]}"},
    {"{'HostConfig':{'PortBindings':{'80/tcp':[{'HostIp':'','HostPort':'8000-8001'}]}}}", "ports",
     "[{'container_port':'80/tcp','host_ip':'','first':8000,'last':8001,'is_valid':true}]"},
};

START_TEST(a_value_stands_as_it_was_understood)
{
    struct fixture fixture = fixture_new();
    char *expected = qw_arena_copy(fixture.arena, rows[_i].expected, strlen(rows[_i].expected));
    const char *got = member(&fixture, rows[_i].body, rows[_i].member);
    char *seen = qw_arena_copy(fixture.arena, got, strlen(got));

    ck_assert(expected != NULL && seen != NULL);
    for (char *byte = seen; *byte != '\0'; byte++)
        if (*byte == '"')
            *byte = '\'';
    ck_assert_str_eq(seen, expected);
    fixture_done(&fixture);
}
END_TEST

START_TEST(mounts_and_namespaces_stand_with_every_part)
{
    struct fixture fixture = fixture_new();

    ck_assert_str_eq(
        member(&fixture, "{'HostConfig':{'Binds':['/a/../b:/c:ro,Z']}}", "mounts"),
        "[{\"type\":\"bind\",\"source\":\"/b\",\"target\":\"/c\",\"is_read_only\":true,"
        "\"relabels\":true,\"no_copy\":false,\"propagation\":\"\",\"driver\":\"\",\"driver_"
        "options\":[],"
        "\"options\":\"\",\"has_template\":false,\"unknown_mode\":null}]");
    ck_assert_str_eq(member(&fixture, "{'HostConfig':{'PidMode':'host'}}", "namespaces"),
                     "{\"pid\":{\"mode\":\"host\",\"text\":\"host\"},"
                     "\"ipc\":{\"mode\":\"default\",\"text\":null},"
                     "\"uts\":{\"mode\":\"default\",\"text\":null},"
                     "\"network\":{\"mode\":\"default\",\"text\":null},"
                     "\"user\":{\"mode\":\"default\",\"text\":null},"
                     "\"cgroup\":{\"mode\":\"default\",\"text\":null}}");
    fixture_done(&fixture);
}
END_TEST

/* What a kind of body cannot have is zero throughout. */
START_TEST(a_workload_of_every_kind_can_be_written)
{
    for (int op = 0; op < QW_OP_COUNT; op++) {
        struct fixture fixture = fixture_new();

        if (qw_workload_kind_of((enum qw_op)op) != QW_WORKLOAD_NONE &&
            read_as(&fixture, (enum qw_op)op, "{}") == QW_OK)
            ck_assert_str_eq(qw_json_string(qw_json_get(written(&fixture), "kind")),
                             qw_workload_kind_name(fixture.workload.kind));
        fixture_done(&fixture);
    }
}
END_TEST

START_TEST(every_kind_has_a_name_of_its_own)
{
    for (int kind = 0; kind < QW_WORKLOAD_KIND_COUNT; kind++) {
        const char *name = qw_workload_kind_name((enum qw_workload_kind)kind);

        ck_assert_ptr_nonnull(name);
        for (int other = 0; other < kind; other++)
            ck_assert_str_ne(name, qw_workload_kind_name((enum qw_workload_kind)other));
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("write");

    tcase_add_loop_test(tests, a_value_stands_as_it_was_understood, 0, (int)COUNT_OF(rows));
    tcase_add_test(tests, mounts_and_namespaces_stand_with_every_part);
    tcase_add_test(tests, a_workload_of_every_kind_can_be_written);
    tcase_add_test(tests, every_kind_has_a_name_of_its_own);
    return run_case("workload/write", tests);
}
