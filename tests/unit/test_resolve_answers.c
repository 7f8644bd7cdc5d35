/* Answers of the engine, read apart from the socket: what is told, and what is refused. */
#include "resolve_fixture.h"

static struct qw_json *parse(struct qw_arena *arena, const char *text)
{
    struct qw_json *root = NULL;
    char *json = qw_arena_copy(arena, text, strlen(text));

    for (char *byte = json; *byte != '\0'; byte++)
        if (*byte == '\'')
            *byte = '"';
    ck_assert_int_eq(qw_json_parse(arena, json, strlen(json), &root, NULL), QW_OK);
    return root;
}

struct refusal {
    const char *text;
    enum qw_err err;
};

START_TEST(an_image_is_read)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_image_facts image = {0};

    ck_assert_int_eq(
        resolve_read_image(arena,
                           parse(arena, "{'Id':'sha256:1','RepoDigests':["
                                        "'r/a@sha256:2'],'Size':7,'Config':{'User':'app:5',"
                                        "'Env':['A=b'],'Labels':{'k':'v'},'Healthcheck':{'Test':"
                                        "['CMD','true']}}}"),
                           &image, NULL),
        QW_OK);
    ck_assert_str_eq(image.id, "sha256:1");
    ck_assert_int_eq(image.user.user, QW_IDENTITY_NAME);
    ck_assert_str_eq(image.user.user_name, "app");
    ck_assert_int_eq(image.user.gid, 5);
    ck_assert_str_eq(image.env.items[0].value, "A=b");
    ck_assert_str_eq(image.labels.items[0].value, "v");
    ck_assert_str_eq(image.digests.items[0].value, "r/a@sha256:2");
    ck_assert_int_eq(image.size, 7);
    ck_assert(image.has_healthcheck);
}
END_TEST

static const struct {
    const char *config;
    bool has_healthcheck;
} checks[] = {
    {"{}", false},
    {"{'Healthcheck':null}", false},
    {"{'Healthcheck':{'Test':['NONE']}}", false},
    {"{'Healthcheck':{'Test':['CMD-SHELL','true']}}", true},
};

START_TEST(a_health_check_of_none_is_none)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_image_facts image = {0};
    const char *text = qw_arena_format(arena, "{'Id':'sha256:1','Config':%s}", checks[_i].config);

    ck_assert_int_eq(resolve_read_image(arena, parse(arena, text), &image, NULL), QW_OK);
    ck_assert(image.has_healthcheck == checks[_i].has_healthcheck);
    ck_assert_str_eq(image.user.text.value, "");
    ck_assert_int_eq(image.user.user, QW_IDENTITY_ABSENT);
}
END_TEST

static const struct refusal images[] = {
    {"{}", QW_ERR_TYPE},
    {"[]", QW_ERR_TYPE},
    {"{'Id':1}", QW_ERR_TYPE},
    {"{'Id':'sha256:1','Config':[]}", QW_ERR_TYPE},
    {"{'Id':'sha256:1','Config':{'User':0}}", QW_ERR_TYPE},
    {"{'Id':'sha256:1','Config':{'Env':'A=b'}}", QW_ERR_TYPE},
    {"{'Id':'sha256:1','Config':{'Labels':[]}}", QW_ERR_TYPE},
    {"{'Id':'sha256:1','RepoTags':{}}", QW_ERR_TYPE},
    {"{'Id':'sha256:1','RepoDigests':[1]}", QW_ERR_TYPE},
    {"{'Id':'sha256:1','Size':'7'}", QW_ERR_TYPE},
    {"{'Id':'sha256:1','Config':{'User':'0','user':'5'}}", QW_ERR_AMBIGUOUS},
};

START_TEST(another_image_is_refused)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_image_facts image = {0};
    struct qw_diag diag = {0};

    ck_assert_msg(resolve_read_image(arena, parse(arena, images[_i].text), &image, &diag) ==
                      images[_i].err,
                  "%s: %s", images[_i].text, diag.text);
    ck_assert_str_ne(diag.text, "");
}
END_TEST

START_TEST(a_history_is_its_steps)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_texts history = {0};

    ck_assert_int_eq(
        resolve_read_history(arena, parse(arena, "[{'CreatedBy':'RUN a'},{'CreatedBy':'RUN b'}]"),
                             &history, NULL),
        QW_OK);
    ck_assert_uint_eq(history.n_items, 2);
    ck_assert_str_eq(history.items[1].value, "RUN b");
    ck_assert_int_eq(resolve_read_history(arena, parse(arena, "{}"), &history, NULL), QW_ERR_TYPE);
    ck_assert_int_eq(resolve_read_history(arena, parse(arena, "[{'CreatedBy':1}]"), &history, NULL),
                     QW_ERR_TYPE);
}
END_TEST

START_TEST(a_volume_has_its_driver_and_options)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_volume_facts volume = {0};

    ck_assert_int_eq(
        resolve_read_volume(arena,
                            parse(arena, "{'Name':'a','Driver':'local','Options':{'o':'bind'}}"),
                            &volume, NULL),
        QW_OK);
    ck_assert_str_eq(volume.driver, "local");
    ck_assert_uint_eq(volume.options.n_items, 1);
    ck_assert_str_eq(volume.options.items[0].value, "bind");
}
END_TEST

static const struct refusal volumes[] = {
    {"[]", QW_ERR_TYPE},
    {"{'Driver':1}", QW_ERR_TYPE},
    {"{'Driver':'local','Options':[]}", QW_ERR_TYPE},
    {"{'Driver':'local','Options':{'o':1}}", QW_ERR_TYPE},
    {"{'Driver':'local','driver':'x'}", QW_ERR_AMBIGUOUS},
};

START_TEST(another_volume_is_refused)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_volume_facts volume = {0};
    struct qw_diag diag = {0};

    ck_assert_msg(resolve_read_volume(arena, parse(arena, volumes[_i].text), &volume, &diag) ==
                      volumes[_i].err,
                  "%s: %s", volumes[_i].text, diag.text);
}
END_TEST

static const struct {
    const char *text;
    size_t n_ids;
    enum qw_err err;
} users[] = {
    {"[]", 0, QW_OK},
    {"[{'Id':'a'}]", 1, QW_OK},
    {"[{'Id':'a','Names':['/web']},{'Id':'b'}]", 2, QW_OK},
    {"{}", 0, QW_ERR_TYPE},
    {"null", 0, QW_ERR_TYPE},
    {"[null]", 0, QW_ERR_TYPE},
    {"[{}]", 0, QW_ERR_TYPE},
    {"[{'Id':7}]", 0, QW_ERR_TYPE},
    {"[{'Id':''}]", 0, QW_ERR_TYPE},
};

START_TEST(who_mounts_a_volume_is_told_by_id)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_diag diag = {0};
    struct qw_texts ids;

    ck_assert_int_eq(resolve_read_users(arena, parse(arena, users[_i].text), &ids, &diag),
                     users[_i].err);
    if (users[_i].err == QW_OK)
        ck_assert_uint_eq(ids.n_items, users[_i].n_ids);
}
END_TEST

static const struct {
    const char *text;
    const char *name; /* NULL: it does not run */
    enum qw_err err;
} running[] = {
    {"{'Name':'/web','State':{'Running':true}}", "web", QW_OK},
    {"{'Name':'/web','State':{'Running':true,'Paused':true}}", "web", QW_OK},
    {"{'Name':'/web','State':{'Running':false,'Restarting':true}}", "web", QW_OK},
    {"{'Name':'/web','State':{'Running':false}}", NULL, QW_OK},
    {"{'Name':'/web','State':{}}", NULL, QW_OK},
    {"{'Name':'/web'}", NULL, QW_ERR_TYPE},
    {"{'State':{'Running':false}}", NULL, QW_ERR_TYPE},
    {"{'Name':'/web','State':{'Running':'false'}}", NULL, QW_ERR_TYPE},
    {"[]", NULL, QW_ERR_TYPE},
};

START_TEST(a_container_tells_whether_it_runs)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_diag diag = {0};
    const char *name = NULL;

    ck_assert_int_eq(resolve_read_running(arena, parse(arena, running[_i].text), &name, &diag),
                     running[_i].err);
    ck_assert_pstr_eq(name, running[_i].name);
}
END_TEST

static const struct {
    const char *text;
    int64_t time; /* -1: refused */
} times[] = {
    {"{'CreatedAt':'1970-01-01T00:00:07Z'}", 7},
    {"{'CreatedAt':'2026-11-28T17:00:00Z'}", 1795885200},
    {"{'CreatedAt':'2026-11-28T18:00:00+01:00'}", 1795885200},
    {"{'CreatedAt':'2026-11-28T11:30:00-05:30'}", 1795885200},
    {"{'CreatedAt':'2026-11-28T17:00:00.999Z'}", 1795885200},
    {"{'CreatedAt':'2026-11-28T17:00:00'}", -1},
    {"{'CreatedAt':'2026-11-28T17:00:00Zx'}", -1},
    {"{'CreatedAt':'2026-11-28'}", -1},
    {"{'CreatedAt':''}", -1},
    {"{'CreatedAt':7}", -1},
    {"{}", -1},
    {"[]", -1},
};

START_TEST(a_volume_tells_when_it_was_made)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_diag diag = {0};
    int64_t made = -1;
    enum qw_err err = resolve_read_volume_time(parse(arena, times[_i].text), &made, &diag);

    ck_assert_int_eq(err, times[_i].time >= 0 ? QW_OK : QW_ERR_TYPE);
    if (err == QW_OK)
        ck_assert_int_eq(made, times[_i].time);
}
END_TEST

START_TEST(networks_have_names_ids_and_drivers)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_network_facts networks = {.n_items = 9};

    ck_assert_int_eq(resolve_read_networks(arena, parse(arena, "[]"), &networks, NULL), QW_OK);
    ck_assert_uint_eq(networks.n_items, 0);
    ck_assert_int_eq(
        resolve_read_networks(arena,
                              parse(arena, "[{'Name':'a','Id':'1','Driver':'bridge'},"
                                           "{'Name':'b','Id':'2','Driver':'macvlan','Labels':{}}]"),
                              &networks, NULL),
        QW_OK);
    ck_assert_int_eq(networks.fact.state, QW_FACT_KNOWN);
    ck_assert_uint_eq(networks.n_items, 2);
    ck_assert_str_eq(networks.items[1].name, "b");
    ck_assert_str_eq(networks.items[1].id, "2");
    ck_assert_str_eq(networks.items[1].driver, "macvlan");
}
END_TEST

static const struct refusal other_networks[] = {
    {"{}", QW_ERR_TYPE},
    {"[1]", QW_ERR_TYPE},
    {"[{'Name':'a','Id':'1'}]", QW_ERR_TYPE},
    {"[{'Name':'a','Driver':'bridge'}]", QW_ERR_TYPE},
    {"[{'Id':'1','Driver':'bridge'}]", QW_ERR_TYPE},
    {"[{'Name':'a','Id':'1','Driver':1}]", QW_ERR_TYPE},
    {"[{'Name':'a','Id':'1','Driver':'bridge'},{}]", QW_ERR_TYPE},
    {"[{'Name':'a','Id':'1','Driver':'bridge','driver':'macvlan'}]", QW_ERR_AMBIGUOUS},
};

START_TEST(other_networks_are_refused)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_network_facts networks = {0};
    struct qw_diag diag = {0};

    ck_assert_msg(resolve_read_networks(arena, parse(arena, other_networks[_i].text), &networks,
                                        &diag) == other_networks[_i].err,
                  "%s: %s", other_networks[_i].text, diag.text);
    ck_assert_str_ne(diag.text, "");
}
END_TEST

START_TEST(an_engine_tells_its_defaults)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_engine_facts engine = {0};

    ck_assert_int_eq(
        resolve_read_version(arena, parse(arena, "{'Version':'28.5.2'}"), &engine, NULL), QW_OK);
    ck_assert_int_eq(
        resolve_read_info(arena,
                          parse(arena, "{'DefaultRuntime':'runc','LoggingDriver':'local',"
                                       "'DockerRootDir':'/srv/docker','CgroupVersion':'1',"
                                       "'SecurityOptions':['name=seccomp,profile=default',"
                                       "'name=no-new-privileges']}"),
                          &engine, NULL),
        QW_OK);
    ck_assert_str_eq(engine.version, "28.5.2");
    ck_assert_str_eq(engine.default_runtime, "runc");
    ck_assert_str_eq(engine.log_driver, "local");
    ck_assert_str_eq(engine.root_folder, "/srv/docker");
    ck_assert(engine.has_cgroup_v1);
    ck_assert_int_ne(resolve_read_version(arena, parse(arena, "{}"), &engine, NULL), QW_OK);
    ck_assert_int_ne(resolve_read_version(arena, parse(arena, "{'Version':1}"), &engine, NULL),
                     QW_OK);
    ck_assert_int_ne(
        resolve_read_info(arena, parse(arena, "{'SecurityOptions':'x'}"), &engine, NULL), QW_OK);
}
END_TEST

START_TEST(an_exec_tells_its_user_and_its_container)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_workload exec;
    const char *container = NULL;

    ck_assert_int_eq(resolve_read_exec(arena,
                                       parse(arena, "{'ContainerID':'c','ProcessConfig':{'user':"
                                                    "'0','privileged':true}}"),
                                       &exec, &container, NULL),
                     QW_OK);
    ck_assert_int_eq(exec.kind, QW_WORKLOAD_EXEC);
    ck_assert_int_eq(exec.user.uid, 0);
    ck_assert_int_eq(exec.user.user, QW_IDENTITY_NUMBER);
    ck_assert(exec.privileged.is_true);
    ck_assert_str_eq(container, "c");
}
END_TEST

static const struct refusal execs[] = {
    {"{}", QW_ERR_TYPE},
    {"{'ContainerID':1,'ProcessConfig':{}}", QW_ERR_TYPE},
    {"{'ContainerID':'c','ProcessConfig':{'user':0}}", QW_ERR_TYPE},
    {"{'ContainerID':'c','ProcessConfig':{'privileged':'true'}}", QW_ERR_TYPE},
};

START_TEST(another_exec_is_refused)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_workload exec;
    const char *container = NULL;
    struct qw_diag diag = {0};

    ck_assert_msg(resolve_read_exec(arena, parse(arena, execs[_i].text), &exec, &container,
                                    &diag) == execs[_i].err,
                  "%s: %s", execs[_i].text, diag.text);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("answers");

    tcase_add_test(tests, an_image_is_read);
    tcase_add_loop_test(tests, a_health_check_of_none_is_none, 0, (int)COUNT_OF(checks));
    tcase_add_loop_test(tests, another_image_is_refused, 0, (int)COUNT_OF(images));
    tcase_add_test(tests, a_history_is_its_steps);
    tcase_add_test(tests, a_volume_has_its_driver_and_options);
    tcase_add_loop_test(tests, another_volume_is_refused, 0, (int)COUNT_OF(volumes));
    tcase_add_loop_test(tests, who_mounts_a_volume_is_told_by_id, 0, (int)COUNT_OF(users));
    tcase_add_loop_test(tests, a_container_tells_whether_it_runs, 0, (int)COUNT_OF(running));
    tcase_add_loop_test(tests, a_volume_tells_when_it_was_made, 0, (int)COUNT_OF(times));
    tcase_add_test(tests, networks_have_names_ids_and_drivers);
    tcase_add_loop_test(tests, other_networks_are_refused, 0, (int)COUNT_OF(other_networks));
    tcase_add_test(tests, an_engine_tells_its_defaults);
    tcase_add_test(tests, an_exec_tells_its_user_and_its_container);
    tcase_add_loop_test(tests, another_exec_is_refused, 0, (int)COUNT_OF(execs));
    return run_case("resolve/answers", tests);
}
