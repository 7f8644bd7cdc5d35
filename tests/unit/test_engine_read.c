/* Whole requests: the ways around a naive reader (engine.md 4.4), top-level HostConfig fields, two
 * spellings of a port, bodies without a schema. */
#include "engine_fixture.h"

enum { BODY_SIZE = 1024 };

static const struct {
    const char *body; /* with ' for " */
    enum qw_err err;
} ways_around[] = {
    /* 1 to 5: keys and duplicates */
    {"{'HostConfig':{'Privileged':false,'PRIVILEGED':true}}", QW_ERR_AMBIGUOUS},
    {"{'Ho\\u017ftConfig':{'Privileged':true}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'Networ\xE2\x84\xAAMode':'host'}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'Privileged':true,'pr\\u0069vileged':false}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'Privileged':true},'HostConfig':{'Binds':[]}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'Privileged':true,'Privileged':null}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'Privileged':true},'hostconfig':null}", QW_ERR_AMBIGUOUS},
    /* 6: slices that come back */
    {"{'HostConfig':{'Binds':['/etc:/h'],'Binds':[null]}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'Mounts':[{'Type':'bind'}],'mounts':[{'Source':'/'}]}}", QW_ERR_AMBIGUOUS},
    /* 7, 8: the top level */
    {"{'Image':'t','Privileged':true,'Binds':['/:/h']}", QW_ERR_AMBIGUOUS},
    {"{'Image':'t','HostConfig':null,'privileged':true}", QW_ERR_AMBIGUOUS},
    {"{'Image':'t','HostConfig':{},'Memory':7}", QW_ERR_AMBIGUOUS},
    {"{'Image':'t','MaskedPaths':[]}", QW_ERR_AMBIGUOUS},
    {"{'Image':'t','readonlyPaths':[]}", QW_ERR_AMBIGUOUS},
    {"{'Image':'t','MaskedPaths':null}", QW_OK},
    {"{'Image':'t','\\u017fecurityOpt':['x']}", QW_ERR_AMBIGUOUS},
    {"{'Image':'t','Cpuset':'0'}", QW_ERR_AMBIGUOUS},
    {"{'Image':'t','cpuSET':''}", QW_OK},
    {"{'Image':'t','RestartPolicy':{'Name':'always'}}", QW_ERR_AMBIGUOUS},
    {"{'Image':'t','Mounts':[{}]}", QW_ERR_AMBIGUOUS},
    {"{'Image':'t','Runtime':null,'VolumesFrom':[],'Memory':0,'CpuShares':0}", QW_OK},
    /* 9 to 17 */
    {"{'HostConfig':{'Binds':'/:/h'}}", QW_ERR_TYPE},
    {"{'Image':'t'}}", QW_ERR_SYNTAX},
    {"{'Image':'t'} {'HostConfig':{'Privileged':true}}", QW_ERR_SYNTAX},
    {"{'Image':'t'} x", QW_ERR_SYNTAX},
    {"{'Image':'t\\u0000x'}", QW_ERR_AMBIGUOUS},
    {"{'Image':'\\ud800'}", QW_ERR_AMBIGUOUS},
    {"{'Image':'\xff'}", QW_ERR_SYNTAX},
    {"{'HostConfig':{'Memory':1.0}}", QW_ERR_TYPE},
    {"{'HostConfig':{'Memory':1e3}}", QW_ERR_TYPE},
    {"{'HostConfig':{'Memory':9223372036854775808}}", QW_ERR_TYPE},
    {"{'HostConfig':{'Privileged':'true'}}", QW_ERR_TYPE},
    {"{'HostConfig':{'Privileged':1}}", QW_ERR_TYPE},
    {"{'HostConfig':{'Binds':[null]}}", QW_ERR_TYPE},
    {"{'HostConfig':{'Mounts':[null]}}", QW_ERR_TYPE},
    {"{'HostConfig':{'DeviceRequests':[{'Capabilities':[null]}]}}", QW_ERR_TYPE},
    {"{'HostConfig':{'PortBindings':{'80/tcp':[null]}}}", QW_ERR_TYPE},
    {"\xEF\xBB\xBF{'Image':'t'}", QW_ERR_SYNTAX},
    {"{'Image':'t',}", QW_ERR_SYNTAX},
    {"{'Image':'t'/**/}", QW_ERR_SYNTAX},
    /* maps compare exactly */
    {"{'Labels':{'a':'1','A':'2'}}", QW_OK},
    {"{'Labels':{'caf\xC3\xA9':'1'}}", QW_OK},
    {"{'Labels':{'a':'1','a':'2'}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'Sysctls':{'a':'1','\\u0061':'2'}}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'Sysctls':{'a':1}}}", QW_ERR_TYPE},
    /* two spellings of one port */
    {"{'HostConfig':{'PortBindings':{'80':[],'80/tcp':[]}}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'PortBindings':{'80/tcp':[],'81':[],'80/TCP':[]}}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'PortBindings':{'080/tcp':[],'80/tcp':[]}}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'PortBindings':{'80/':[],'80':[]}}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'PortBindings':{'80/tcp':[],'80/udp':[],'81/tcp':[]}}}", QW_OK},
    {"{'HostConfig':{'PortBindings':{'x':[],'y':[],'65536':[],'65536/tcp':[]}}}", QW_OK},
    {"{'HostConfig':{'PortBindings':{'65535':[],'65535/tcp':[]}}}", QW_ERR_AMBIGUOUS},
    {"{'HostConfig':{'PortBindings':{'80/abcdefgh':[],'80':[]}}}", QW_OK},
};

static void quoted(const char *text, char body[BODY_SIZE])
{
    snprintf(body, BODY_SIZE, "%s", text);
    for (char *at = body; *at != '\0'; at++)
        *at = *at == '\'' ? '"' : *at;
}

START_TEST(what_engines_read_differently_is_refused)
{
    struct fixture fixture = fixture_new();
    char body[BODY_SIZE];

    quoted(ways_around[_i].body, body);
    enum qw_err err = ask_json(&fixture, "/v1.41/containers/create?name=web", body);
    ck_assert_msg(err == ways_around[_i].err, "%s: %s (%s)", body, qw_err_name(err),
                  fixture.diag.text);
    ck_assert_int_eq(fixture.operation.op, QW_OP_CONTAINER_CREATE);
    ck_assert_str_eq(qw_operation_param(&fixture.operation, "name"), "web");
    ck_assert_int_eq(fixture.operation.body != NULL, err == QW_OK);
    fixture_done(&fixture);
}
END_TEST

START_TEST(top_level_fields_are_told_where_to_go)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(ask_json(&fixture, "/containers/create", "{\"Privileged\":true}"),
                     QW_ERR_AMBIGUOUS);
    ck_assert_ptr_nonnull(strstr(fixture.diag.text, "\nmove it into HostConfig."));
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *uri;
    const char *body;
    enum qw_err err;
    bool has_canonical;
} other_bodies[] = {
    {"/containers/web/exec", "{'cmd':['sh'],'detachKeys':'','Container':'web'}", QW_OK, true},
    {"/containers/web/exec", "{'Cmd':'sh'}", QW_ERR_TYPE, false},
    {"/containers/web/exec", "{'Privileged':false,'privileged':true}", QW_ERR_AMBIGUOUS, false},
    {"/containers/web/exec", "{'ConsoleSize':[24,80],'Tty':true}", QW_OK, true},
    {"/volumes/create", "{'DriverOpts':{'o':'bind'}}", QW_OK, true},
    {"/volumes/create", "{'DriverOpts':{},'driveropts':{'o':'bind'}}", QW_ERR_AMBIGUOUS, false},
    {"/networks/create", "{'Name':'n','CheckDuplicate':true,'IPAM':{'Config':[{}]}}", QW_OK, true},
    {"/networks/create", "{'Name':'n','Options':{'a':true}}", QW_ERR_TYPE, false},
    {"/networks/n/connect", "{'Container':'c','EndpointConfig':{'Links':null}}", QW_OK, true},
    {"/networks/n/connect", "{'EndpointConfig':{'driverOpts':{},'DriverOpts':{}}}",
     QW_ERR_AMBIGUOUS, false},
    {"/networks/n/disconnect", "{'Container':'c','Force':true}", QW_OK, false},
    {"/containers/web/update", "{'Memory':1,'memory':2}", QW_ERR_AMBIGUOUS, false},
    {"/containers/web/update", "{'RestartPolicy':{'Name':'a','NAME':'b'}}", QW_ERR_AMBIGUOUS,
     false},
    {"/containers/web/update", "{'Memory':1}", QW_OK, true},
    {"/containers/web/update", "{'Memory':1}}", QW_ERR_SYNTAX, false},
    {"/services/create", "{'TaskTemplate':{'Networks':[{'Target':'a','target':'b'}]}}",
     QW_ERR_AMBIGUOUS, false},
    {"/services/create", "{'TaskTemplate':[]}", QW_ERR_TYPE, false},
    {"/services/create", "{'Name':'x','UpdateConfig':{'MaxFailureRatio':0.5}}", QW_OK, true},
    {"/secrets/create", "{'Data':'a','DATA':'b'}", QW_ERR_AMBIGUOUS, false},
    {"/secrets/create", "{'Labels':{'a':'1','A':'2'}}", QW_OK, false},
    {"/exec/e/start", "{'Detach':false,'Tty':true}", QW_OK, false},
    {"/commit?container=c", "{'User':'0'}", QW_OK, true},
    {"/commit?container=c", "{'Labels':{'a':'1','A':'2'}}", QW_OK, true},
    {"/commit?container=c", "{'User':'0','user':'1'}", QW_ERR_AMBIGUOUS, false},
    {"/commit?container=c", "null", QW_OK, false},
    {"/plugins/pull?remote=p", "[{'Name':'network'}]", QW_OK, false},
};

START_TEST(every_visible_body_is_read_strictly)
{
    struct fixture fixture = fixture_new();
    char body[BODY_SIZE];

    quoted(other_bodies[_i].body, body);
    enum qw_err err = ask_json(&fixture, other_bodies[_i].uri, body);
    ck_assert_msg(err == other_bodies[_i].err, "%s: %s (%s)", body, qw_err_name(err),
                  fixture.diag.text);
    ck_assert_int_eq(fixture.operation.body != NULL, other_bodies[_i].has_canonical);
    fixture_done(&fixture);
}
END_TEST

/* Running out of memory is an error at every step, and never a crash. */
START_TEST(a_request_without_memory_is_refused)
{
    static const char body[] = "{\"Image\":\"t\",\"Cmd\":\"sh\",\"Volumes\":{\"/x\":null},"
                               "\"HostConfig\":{\"PortBindings\":{\"1\":[],\"2\":[]}}}";
    char length[24];
    const struct qw_engine_request request = {.method = "POST",
                                              .uri = "/v1.41/containers/create?name=a",
                                              .content_type = "application/json",
                                              .content_length = length,
                                              .has_body = true,
                                              .body = body,
                                              .body_len = sizeof(body) - 1};
    bool has_passed = false;

    snprintf(length, sizeof(length), "%zu", request.body_len);
    for (size_t max = 1; max < 65536 && !has_passed; max += 16) {
        struct qw_arena *arena = qw_arena_new(max);
        struct qw_operation operation;
        struct qw_diag diag = {.err = QW_OK};

        if (arena == NULL)
            continue;
        enum qw_err err = qw_engine_read(arena, &request, &operation, &diag);
        ck_assert(err == QW_OK || err == QW_ERR_NO_MEMORY || err == QW_ERR_TOO_LARGE);
        has_passed = err == QW_OK;
        qw_arena_free(arena);
    }
    ck_assert(has_passed);
}
END_TEST

/* The engine counts words until the title PID. */
static const struct {
    const char *uri;
    enum qw_err err;
} tops[] = {
    {"/containers/web/top", QW_OK},
    {"/containers/web/top?ps_args=", QW_OK},
    {"/containers/web/top?ps_args=-ef", QW_OK},
    {"/containers/web/top?ps_args=aux", QW_OK},
    {"/containers/web/top?ps_args=-eFww++f", QW_OK},
    {"/containers/web/top?ps_args=-eo+pid,args", QW_OK},
    {"/containers/web/top?ps_args=-eopid,lstart", QW_OK},
    {"/containers/web/top?ps_args=axo+pid", QW_OK},
    {"/containers/web/top?ps_args=-eo", QW_ERR_URI},
    {"/containers/web/top?ps_args=-", QW_ERR_URI},
    {"/containers/web/top?ps_args=-eo+lstart,uid,gid,nlwp,ni,pid,args+f", QW_ERR_URI},
    {"/containers/web/top?ps_args=-eo+start,rtprio,pid+--sort+-pid", QW_ERR_URI},
    {"/containers/web/top?ps_args=-eo+pid,args+-o+label,pid", QW_ERR_URI},
    {"/containers/web/top?ps_args=-eo+pidns,pid", QW_ERR_URI},
    {"/containers/web/top?ps_args=-eo+pid:9,args", QW_ERR_URI},
    {"/containers/web/top?ps_args=-eo%09pid", QW_ERR_URI},
    {"/containers/web/top?ps_args=-eo+%25U+PID", QW_ERR_URI},
    {"/containers/web/top?ps_args=-efZ", QW_ERR_URI},
    {"/containers/web/top?ps_args=-efM", QW_ERR_URI},
    {"/containers/web/top?ps_args=axh", QW_ERR_URI},
    {"/containers/web/top?ps_args=-ef+--no-headers", QW_ERR_URI},
    {"/containers/web/top?ps_args=-eO+lstart", QW_ERR_URI},
    {"/containers/web/top?ps_args=-uo+pid", QW_ERR_URI},
    {"/containers/web/top?ps_args=-eorss%3DPID,args", QW_ERR_URI},
    {"/containers/web/top?ps_args=-eorss=PID,args", QW_ERR_URI},
    {"/containers/web/top?ps_args=-o+args+f+--format=rss=PID", QW_ERR_URI},
    {"/v1.41/containers/json?ps_args=-eorss=PID", QW_OK},
};

START_TEST(ps_must_tell_the_number_of_a_process_where_the_engine_reads_it)
{
    struct fixture fixture = fixture_new();
    const struct qw_engine_request request = {.method = "GET", .uri = tops[_i].uri};

    ck_assert_int_eq(qw_engine_read(fixture.arena, &request, &fixture.operation, &fixture.diag),
                     tops[_i].err);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("read");

    tcase_add_loop_test(tests, what_engines_read_differently_is_refused, 0,
                        (int)COUNT_OF(ways_around));
    tcase_add_test(tests, top_level_fields_are_told_where_to_go);
    tcase_add_loop_test(tests, every_visible_body_is_read_strictly, 0, (int)COUNT_OF(other_bodies));
    tcase_add_loop_test(tests, ps_must_tell_the_number_of_a_process_where_the_engine_reads_it, 0,
                        (int)COUNT_OF(tops));
    tcase_add_test(tests, a_request_without_memory_is_refused);
    return run_case("engine/read", tests);
}
