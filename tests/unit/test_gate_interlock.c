/* A container's name means to the engine what it meant when it was judged.  The engine is scripted:
 * what it says changes between two questions, and what it is allowed is answered when a test says
 * so. */
#include "gate_engine_fixture.h"
#include "suite.h"

#define WEB CONTAINER(GOOD_ID, "web", "false", "1001:1001", SOUND_HOST)
#define CREATE_AS(name) CREATE_URI "?name=" name
#define RENAME_TO(name) "/v1.41/containers/other/rename?name=" name
#define START "/v1.41/containers/web/start"

static const struct script rows[] = {
    {"/version", SAYS(VERSION("20.10.24"))}, {"/info", SAYS(INFO)},
    {"/images/", SAYS(IMAGE("1001"))},       {"/containers/web/json", SAYS(WEB)},
    {"/containers/aa/json", SAYS(WEB)},      {"/containers/" GOOD_ID "/json", SAYS(WEB)},
};

static void begin(struct asking *asking, const char *level)
{
    asking_start(asking, level, rows, COUNT(rows), PATIENT_MS);
}

static void allow(struct asking *asking, const char *method, const char *uri, const char *body)
{
    (void)asking_decide(asking, method, uri, body);
    assert_allowed(asking, uri);
}

static void deny(struct asking *asking, const char *method, const char *uri, const char *body)
{
    (void)asking_decide(asking, method, uri, body);
    assert_denied(asking, uri, QW_CAUSE_NOT_UNDERSTOOD, "name-moves");
}

static void answered(struct asking *asking, const char *method, const char *uri, const char *body)
{
    engine_answered(asking->fixture.gate, &(struct question){method, uri, body});
}

/* What relies on the name "web" or "aa" (a part of its id), and what gives it. */
static const struct {
    const char *method;
    const char *uri;
    const char *body;
    const char *given;
} relying[] = {
    {"POST", START, NULL, "web"},
    {"POST", "/v1.41/containers/web/restart", NULL, "web"},
    {"POST", "/v1.41/containers/web/attach?stdin=1&stream=1", NULL, "web"},
    {"POST", "/v1.41/containers/web/exec", "{\"Cmd\":[\"id\"]}", "web"},
    {"GET", "/v1.41/containers/web/export", NULL, "web"},
    {"GET", "/v1.41/containers/web/archive?path=/a", NULL, "web"},
    {"PUT", "/v1.41/containers/web/archive?path=/a", NULL, "web"},
    {"POST", "/v1.41/commit?container=web", NULL, "web"},
    {"POST", "/v1.41/containers/web/update", "{\"RestartPolicy\":{\"Name\":\"no\"}}", "web"},
    {"POST", "/v1.41/containers/none/update", "{\"RestartPolicy\":{\"Name\":\"no\"}}", "none"},
    {"POST", CREATE_URI, "{\"Image\":\"myapp\",\"HostConfig\":{\"NetworkMode\":\"container:web\"}}",
     "web"},
    {"POST", CREATE_URI, "{\"Image\":\"myapp\",\"HostConfig\":{\"VolumesFrom\":[\"web\"]}}", "web"},
};

static const char *rename_to(const char *name)
{
    static char uri[128];

    snprintf(uri, sizeof uri, RENAME_TO("%s"), name);
    return uri;
}

static const char *create_as(const char *name)
{
    static char uri[128];

    snprintf(uri, sizeof uri, CREATE_AS("%s"), name);
    return uri;
}

START_TEST(a_name_that_a_request_relies_on_is_not_given_away)
{
    const char *method = relying[_i].method;
    const char *uri = relying[_i].uri;
    struct asking asking;

    begin(&asking, "baseline");
    allow(&asking, method, uri, relying[_i].body);
    deny(&asking, "POST", rename_to(relying[_i].given), NULL);
    deny(&asking, "POST", create_as(relying[_i].given), HARDENED_BODY);
    allow(&asking, "POST", RENAME_TO("another"), NULL);
    answered(&asking, method, uri, relying[_i].body);
    allow(&asking, "POST", rename_to(relying[_i].given), NULL);
    asking_stop(&asking);
}
END_TEST

START_TEST(a_name_that_is_being_given_is_not_relied_on)
{
    const char *method = relying[_i].method;
    const char *uri = relying[_i].uri;
    struct asking asking;

    begin(&asking, "baseline");
    allow(&asking, "POST", rename_to(relying[_i].given), NULL);
    deny(&asking, method, uri, relying[_i].body);
    answered(&asking, "POST", rename_to(relying[_i].given), NULL);
    allow(&asking, method, uri, relying[_i].body);
    asking_stop(&asking);
}
END_TEST

#define JOIN_BODY "{\"Image\":\"myapp\",\"HostConfig\":{\"NetworkMode\":\"container:web\"}}"

/* Which of two requests of the same words was answered, nobody can tell. */
START_TEST(a_claim_is_not_ended_by_the_answer_to_another_request)
{
    struct asking asking;

    begin(&asking, "baseline");
    allow(&asking, "POST", CREATE_URI, HARDENED_BODY);
    allow(&asking, "POST", CREATE_URI, JOIN_BODY);
    allow(&asking, "POST", CREATE_URI, JOIN_BODY);
    answered(&asking, "POST", CREATE_URI, HARDENED_BODY);
    answered(&asking, "POST", CREATE_URI, JOIN_BODY);
    deny(&asking, "POST", RENAME_TO("web"), NULL);
    answered(&asking, "POST", CREATE_URI, JOIN_BODY);
    allow(&asking, "POST", RENAME_TO("web"), NULL);
    asking_stop(&asking);
}
END_TEST

/* "aa" begins the id of web: it would mean web as soon as its bearer has another name again. */
static const struct {
    const char *name;
    const char *denied; /* NULL: allowed */
} beginnings[] = {
    {"aa", "the beginning of another container's id"},
    {"/aa", "the beginning of another container's id"},
    {"ab", NULL},  /* of nobody's id */
    {"aax", NULL}, /* of no id */
};

START_TEST(no_name_is_given_that_begins_anothers_id)
{
    const char *uris[] = {rename_to(beginnings[_i].name), create_as(beginnings[_i].name)};
    struct asking asking;

    for (size_t i = 0; i < COUNT(uris); i++) {
        begin(&asking, "baseline");
        (void)asking_decide(&asking, "POST", uris[i], i == 1 ? HARDENED_BODY : NULL);
        if (beginnings[_i].denied == NULL)
            assert_allowed(&asking, uris[i]);
        else
            assert_denied(&asking, uris[i], QW_CAUSE_NOT_UNDERSTOOD, beginnings[_i].denied);
        asking_stop(&asking);
    }
}
END_TEST

static const char *const givings[] = {
    RENAME_TO("web"),
    RENAME_TO("%77eb"),
    RENAME_TO("/web"),
    RENAME_TO("%2fweb"),
    CREATE_AS("web"),
    CREATE_AS("/web"),
    "/v1.41/containers/create?platform=&name=web",
};

START_TEST(a_name_is_known_however_it_is_written)
{
    const bool is_create = strstr(givings[_i], "/create") != NULL;
    struct asking asking;

    begin(&asking, "baseline");
    allow(&asking, "POST", START, NULL);
    deny(&asking, "POST", givings[_i], is_create ? HARDENED_BODY : NULL);
    answered(&asking, "POST", START, NULL);
    allow(&asking, "POST", givings[_i], is_create ? HARDENED_BODY : NULL);
    deny(&asking, "POST", START, NULL);
    asking_stop(&asking);
}
END_TEST

/* None of these gives or relies on a name that could come to mean something else. */
static const struct {
    const char *method;
    const char *uri;
    const char *body;
} free_of_names[] = {
    {"POST", "/v1.41/containers/" GOOD_ID "/start", NULL},
    {"POST", "/v1.41/containers/web/stop", NULL},
    {"DELETE", "/v1.41/containers/web", NULL},
    {"GET", "/v1.41/containers/web/json", NULL},
    {"POST", "/v1.41/containers/web/wait?condition=removed", NULL},
    {"POST", CREATE_URI, HARDENED_BODY},
    {"POST", CREATE_URI,
     "{\"Image\":\"myapp\",\"HostConfig\":{\"NetworkMode\":\"container:" GOOD_ID "\"}}"},
};

START_TEST(what_relies_on_no_name_is_held_up_by_none)
{
    struct asking asking;

    begin(&asking, "baseline");
    allow(&asking, "POST", RENAME_TO("web"), NULL);
    allow(&asking, free_of_names[_i].method, free_of_names[_i].uri, free_of_names[_i].body);
    answered(&asking, "POST", RENAME_TO("web"), NULL);
    allow(&asking, free_of_names[_i].method, free_of_names[_i].uri, free_of_names[_i].body);
    allow(&asking, "POST", RENAME_TO("web"), NULL);
    asking_stop(&asking);
}
END_TEST

/* Says of "web" that it is another container, from the second time that it is asked on. */
struct moving {
    struct script rows[COUNT(rows)];
    int n_asked;
    const char *then; /* NULL: there is none any more */
};

static void move(void *asker, const char *path)
{
    static const char asked[] = "/containers/web/json";
    struct moving *moving = asker;

    if (strncmp(path, asked, sizeof asked - 1) != 0 || ++moving->n_asked != 2)
        return;
    for (size_t i = 0; i < COUNT(moving->rows); i++) {
        if (strcmp(moving->rows[i].path, asked) != 0)
            continue;
        moving->rows[i].text = moving->then != NULL ? moving->then : "{}";
        moving->rows[i].status = moving->then != NULL ? 200 : 404;
    }
}

static const char *const moved[] = {
    CONTAINER(BAD_ID, "web", "false", "0", "'Privileged':true"),
    CONTAINER(IDLE_ID, "web", "false", "1001", SOUND_HOST),
    NULL,
};

START_TEST(a_name_that_moved_while_it_was_judged_is_denied)
{
    struct moving moving = {.then = moved[_i]};
    struct asking asking;

    memcpy(moving.rows, rows, sizeof rows);
    asking_start(&asking, "baseline", moving.rows, COUNT(moving.rows), PATIENT_MS);
    asking.engine.asked = move;
    asking.engine.asker = &moving;
    deny(&asking, "POST", START, NULL);
    ck_assert_ptr_nonnull(
        strstr(asking.decided.message, "\"web\" has just come to mean another container"));
    ck_assert_ptr_nonnull(strstr(asking.decided.message, "write the container's full id"));
    /* what was denied claims nothing */
    allow(&asking, "POST", RENAME_TO("web"), NULL);
    asking_stop(&asking);
}
END_TEST

START_TEST(a_level_that_enforces_nothing_holds_up_nobody)
{
    struct asking asking;

    begin(&asking, "permissive");
    allow(&asking, "POST", START, NULL);
    allow(&asking, "POST", RENAME_TO("web"), NULL);
    allow(&asking, "POST", START, NULL);
    asking_stop(&asking);
}
END_TEST

/* Any dockerd of the host activates the plugin when it looks for drivers. */
START_TEST(an_activation_gives_no_name_away)
{
    struct asking asking;

    begin(&asking, "baseline");
    allow(&asking, "POST", START, NULL);
    qw_gate_engine_started(asking.fixture.gate);
    deny(&asking, "POST", RENAME_TO("web"), NULL);
    asking_stop(&asking);
}
END_TEST

#define START_BY_ID "/v1.41/containers/" GOOD_ID "/start"
#define UPDATE_BY_ID "/v1.41/containers/" GOOD_ID "/update"

/* It could be looked at before the update lands, and remembered as it was. */
START_TEST(nothing_is_remembered_while_an_update_is_under_way)
{
    struct asking asking;

    begin(&asking, "baseline");
    allow(&asking, "POST", UPDATE_BY_ID, "{\"Memory\":1048576}");
    ck_assert_int_gt(asking_decide(&asking, "POST", START_BY_ID, NULL), 0);
    ck_assert_int_gt(asking_decide(&asking, "POST", START_BY_ID, NULL), 0);
    answered(&asking, "POST", UPDATE_BY_ID, "{\"Memory\":1048576}");
    ck_assert_int_gt(asking_decide(&asking, "POST", START_BY_ID, NULL), 0);
    ck_assert_int_eq(asking_decide(&asking, "POST", START_BY_ID, NULL), 0);
    asking_stop(&asking);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("interlock");

    tcase_add_loop_test(tests, a_name_that_a_request_relies_on_is_not_given_away, 0,
                        (int)COUNT(relying));
    tcase_add_loop_test(tests, a_name_that_is_being_given_is_not_relied_on, 0, (int)COUNT(relying));
    tcase_add_test(tests, a_claim_is_not_ended_by_the_answer_to_another_request);
    tcase_add_loop_test(tests, no_name_is_given_that_begins_anothers_id, 0, (int)COUNT(beginnings));
    tcase_add_loop_test(tests, a_name_is_known_however_it_is_written, 0, (int)COUNT(givings));
    tcase_add_loop_test(tests, what_relies_on_no_name_is_held_up_by_none, 0,
                        (int)COUNT(free_of_names));
    tcase_add_loop_test(tests, a_name_that_moved_while_it_was_judged_is_denied, 0,
                        (int)COUNT(moved));
    tcase_add_test(tests, a_level_that_enforces_nothing_holds_up_nobody);
    tcase_add_test(tests, an_activation_gives_no_name_away);
    tcase_add_test(tests, nothing_is_remembered_while_an_update_is_under_way);
    return run_case("gate/interlock", tests);
}
