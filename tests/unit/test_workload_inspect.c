#include <stdio.h>

#include "qw/inspect.h"
#include "workload_fixture.h"

enum { TEXT_SIZE = 512 };

static const char element[] =
    "{'Id':'abc','State':{'Status':'running'},'Image':'sha256:0','HostConfig':{'Privileged':true},"
    "'Config':{'Image':'nginx','User':'1000','Env':['A=b']},'Mounts':[{'Type':'bind'}],"
    "'NetworkSettings':{'Networks':{'n':{'NetworkID':'1','DriverOpts':{'x':'y'}}}}}";

static struct qw_json *body_of(struct fixture *fixture, const char *text)
{
    struct qw_json *body = NULL;

    ck_assert_int_eq(
        qw_workload_body_from_inspect(fixture->arena, parse(fixture, text), &body, &fixture->diag),
        QW_OK);
    return body;
}

static const struct qw_workload *read_body(struct fixture *fixture, struct qw_json *body)
{
    struct qw_operation operation = {.op = QW_OP_CONTAINER_CREATE, .body = body};

    ck_assert_int_eq(
        qw_workload_read(fixture->arena, &operation, &fixture->workload, &fixture->diag), QW_OK);
    return &fixture->workload;
}

START_TEST(an_inspected_container_becomes_a_create_body)
{
    struct fixture fixture = fixture_new();
    struct qw_json *body = body_of(&fixture, element);
    const struct qw_workload *workload = read_body(&fixture, body);

    ck_assert_str_eq(workload->image.value, "nginx");
    ck_assert_str_eq(path_of(&fixture, workload->image.at), "Image");
    ck_assert_int_eq(workload->user.uid, 1000);
    ck_assert(workload->privileged.is_true);
    ck_assert_str_eq(path_of(&fixture, workload->privileged.at), "HostConfig.Privileged");
    ck_assert_str_eq(path_of(&fixture, workload->endpoint_options.items[0].at),
                     "NetworkingConfig.EndpointsConfig.n.DriverOpts.x");
    ck_assert_ptr_null(qw_json_get(body, "State"));
    ck_assert_ptr_null(qw_json_get(body, "Mounts"));
    ck_assert_ptr_null(qw_json_get(body, "Id"));
    fixture_done(&fixture);
}
END_TEST

static const char *const root_users[] = {
    "{'Config':{'User':''},'HostConfig':{}}",
    "{'Config':{},'HostConfig':{}}",
    "{'Config':{'User':null},'HostConfig':{}}",
};

START_TEST(a_container_without_a_user_runs_as_root)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = read_body(&fixture, body_of(&fixture, root_users[_i]));

    ck_assert_int_eq(workload->user.user, QW_IDENTITY_NUMBER);
    ck_assert_int_eq(workload->user.uid, 0);
    ck_assert_str_eq(path_of(&fixture, workload->user.text.at), "User");
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *text;
    enum qw_err err;
} bad_elements[] = {
    {"{}", QW_ERR_TYPE},
    {"[]", QW_ERR_TYPE},
    {"'x'", QW_ERR_TYPE},
    {"{'Config':{}}", QW_ERR_TYPE},
    {"{'HostConfig':{}}", QW_ERR_TYPE},
    {"{'Config':null,'HostConfig':{}}", QW_ERR_TYPE},
    {"{'Config':{},'HostConfig':[]}", QW_ERR_TYPE},
    {"{'Config':{},'HostConfig':{},'hostconfig':{}}", QW_ERR_AMBIGUOUS},
};

START_TEST(what_is_no_container_is_an_error)
{
    struct fixture fixture = fixture_new();
    struct qw_json *body = NULL;

    ck_assert_int_eq(qw_workload_body_from_inspect(fixture.arena,
                                                   parse(&fixture, bad_elements[_i].text), &body,
                                                   &fixture.diag),
                     bad_elements[_i].err);
    ck_assert_ptr_null(body);
    ck_assert_int_eq(fixture.diag.err, bad_elements[_i].err);
    fixture_done(&fixture);
}
END_TEST

/* As the engine answers; the mounts stand behind. */
#define HEIR                                                                \
    "{'Id':'a','Name':'/a','Image':'i','Created':'','Config':{'User':'1'}," \
    "'HostConfig':{'VolumesFrom':['donor'],'Binds':['/own:/own']}"

static const struct {
    const char *mounts;
    enum qw_err err;
    enum qw_mount_type type;
    const char *source;
    const char *target;
    bool is_read_only;
    bool relabels;
    const char *propagation;
} recorded[] = {
    {"'Mounts':[{'Type':'bind','Source':'/host','Destination':'/h','Mode':'','RW':true,"
     "'Propagation':'rprivate'}]",
     QW_OK, QW_MOUNT_BIND, "/host", "/h", false, false, "rprivate"},
    {"'Mounts':[{'Type':'bind','Source':'/host','Destination':'/h','Mode':'ro,Z','RW':false,"
     "'Propagation':'shared'}]",
     QW_OK, QW_MOUNT_BIND, "/host", "/h", true, true, "shared"},
    {"'Mounts':[{'Type':'volume','Name':'v','Source':'/var/lib/docker/volumes/v/_data',"
     "'Destination':'/v','Driver':'local','Mode':'z','RW':true,'Propagation':''}]",
     QW_OK, QW_MOUNT_VOLUME, "v", "/v", false, true, ""},
    {"'Mounts':[{'Type':'new','Destination':'/n'}]", QW_OK, QW_MOUNT_UNKNOWN, "", "/n", true, false,
     ""},
    {"'Mounts':null", QW_ERR_TYPE, 0, NULL, NULL, 0, 0, NULL},
    {"'Mounts':['/host']", QW_ERR_TYPE, 0, NULL, NULL, 0, 0, NULL},
};

START_TEST(what_other_containers_gave_is_read_from_the_engines_record)
{
    struct fixture fixture = fixture_new();
    const struct qw_engine_facts engine = {.fact = {.state = QW_FACT_UNASKED}};
    struct qw_held held;
    char text[TEXT_SIZE];
    const struct qw_mount *mount;

    (void)snprintf(text, sizeof text, HEIR ",%s}", recorded[_i].mounts);
    ck_assert_int_eq(qw_workload_read_container(fixture.arena, parse(&fixture, text), &engine,
                                                &fixture.workload, &held, &fixture.diag),
                     recorded[_i].err);
    if (recorded[_i].err == QW_OK) {
        ck_assert_uint_eq(fixture.workload.volumes_from.n_items, 0);
        ck_assert_uint_eq(fixture.workload.mounts.n_items, 2);
        ck_assert_str_eq(fixture.workload.mounts.items[0].source, "/own");
        ck_assert(!fixture.workload.mounts.items[0].is_taken_over);
        mount = &fixture.workload.mounts.items[1];
        ck_assert(mount->is_taken_over);
        ck_assert_int_eq(mount->type, recorded[_i].type);
        ck_assert_str_eq(mount->source, recorded[_i].source);
        ck_assert_str_eq(mount->target, recorded[_i].target);
        ck_assert_int_eq(mount->is_read_only, recorded[_i].is_read_only);
        ck_assert_int_eq(mount->relabels, recorded[_i].relabels);
        ck_assert_str_eq(mount->propagation, recorded[_i].propagation);
        ck_assert_str_eq(path_of(&fixture, mount->at), "Mounts[0]");
    }
    fixture_done(&fixture);
}
END_TEST

#define VOLUME(name, rw) "{'Type':'volume','Name':'" name "','Destination':'/" name "','RW':" rw "}"

static const struct {
    const char *text; /* of the record */
    enum qw_err err;
    const char *names[3]; /* of the volumes that it can write to */
} written[] = {
    {"'HostConfig':{},'Mounts':[]", QW_OK, {NULL}},
    {"'HostConfig':{}", QW_OK, {NULL}},
    {"'HostConfig':{'Binds':['/a:/a']}", QW_OK, {NULL}},
    {"'HostConfig':{'Binds':['a:/a']},'Mounts':[" VOLUME("a", "true") "]", QW_OK, {"a"}},
    {"'HostConfig':{'Binds':['a:/a:ro']},'Mounts':[" VOLUME("a", "false") "]", QW_OK, {NULL}},
    {"'HostConfig':{},'Mounts':[" VOLUME("a", "true") "," VOLUME("b", "true") "]",
     QW_OK,
     {"a", "b"}},
    {"'HostConfig':{},'Mounts':[{'Type':'bind','Source':'/a','Destination':'/a','RW':true}]",
     QW_OK,
     {NULL}},
    {"'HostConfig':{'Binds':['a:/a']}", QW_ERR_TYPE, {NULL}},
    {"'HostConfig':{'Binds':['a:/a']},'Mounts':null", QW_ERR_TYPE, {NULL}},
    {"'HostConfig':{},'Mounts':[7]", QW_ERR_TYPE, {NULL}},
};

START_TEST(the_volumes_that_it_can_write_to_are_known)
{
    struct fixture fixture = fixture_new();
    const struct qw_engine_facts engine = {.fact = {.state = QW_FACT_UNASKED}};
    struct qw_held held = {0};
    char text[TEXT_SIZE];

    (void)snprintf(text, sizeof text,
                   "{'Id':'a','Name':'/a','Image':'i','Created':'','Config':{'User':'1'},%s}",
                   written[_i].text);
    ck_assert_int_eq(qw_workload_read_container(fixture.arena, parse(&fixture, text), &engine,
                                                &fixture.workload, &held, &fixture.diag),
                     written[_i].err);
    for (size_t i = 0; written[_i].names[i] != NULL; i++) {
        ck_assert_uint_gt(held.written.n_items, i);
        ck_assert_str_eq(held.written.items[i].value, written[_i].names[i]);
    }
    ck_assert_int_eq((int)held.written.n_items,
                     (written[_i].names[0] != NULL) + (written[_i].names[1] != NULL));
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *state;
    bool is_running;
    bool is_unstarted;
} states[] = {
    {"'State':{'Status':'created','Running':false}", false, true},
    {"'State':{'Status':'exited','Running':false}", false, false},
    {"'State':{'Status':'Created','Running':false}", false, false},
    {"'State':{'Status':true,'Running':false}", false, false},
    {"'State':{'Running':false}", false, false},
    {"'State':{'Status':'running','Running':true}", true, false},
    {"'State':{'Status':'restarting','Running':false,'Restarting':true}", true, false},
    {"'Mounts':null", false, false},
};

START_TEST(what_was_never_started_is_told_from_what_was_stopped)
{
    struct fixture fixture = fixture_new();
    const struct qw_engine_facts engine = {.fact = {.state = QW_FACT_UNASKED}};
    struct qw_held held;
    char text[TEXT_SIZE];

    (void)snprintf(text, sizeof text,
                   "{'Id':'a','Name':'/a','Image':'i','Created':'','Config':{},'HostConfig':{},%s}",
                   states[_i].state);
    ck_assert_int_eq(qw_workload_read_container(fixture.arena, parse(&fixture, text), &engine,
                                                &fixture.workload, &held, &fixture.diag),
                     QW_OK);
    ck_assert_int_eq(held.is_running, states[_i].is_running);
    ck_assert_int_eq(held.is_unstarted, states[_i].is_unstarted);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("inspect");

    tcase_add_loop_test(tests, the_volumes_that_it_can_write_to_are_known, 0,
                        (int)(sizeof written / sizeof written[0]));
    tcase_add_loop_test(tests, what_was_never_started_is_told_from_what_was_stopped, 0,
                        (int)(sizeof states / sizeof states[0]));

    tcase_add_test(tests, an_inspected_container_becomes_a_create_body);
    tcase_add_loop_test(tests, a_container_without_a_user_runs_as_root, 0,
                        (int)COUNT_OF(root_users));
    tcase_add_loop_test(tests, what_is_no_container_is_an_error, 0, (int)COUNT_OF(bad_elements));
    tcase_add_loop_test(tests, what_other_containers_gave_is_read_from_the_engines_record, 0,
                        (int)COUNT_OF(recorded));
    return run_case("workload/inspect", tests);
}
