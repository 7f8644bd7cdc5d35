/* Which requests are looked at twice, and which container is looked at then.  What comes of each
 * answer is tested in test_gate_decide.c, what is remembered in test_gate_plan.c. */
#include "gate_engine_fixture.h"

#define ALONE_ID "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
#define ROOT(id, name, is_running) SAYS(CONTAINER(id, name, is_running, "0", SOUND_HOST))

static const struct script script[] = {
    {"/version", SAYS(VERSION("20.10.24"))},
    {"/info", SAYS(INFO)},
    {"/images/", SAYS(IMAGE("1001"))},
    {"/containers/good/", SAYS(CONTAINER(GOOD_ID, "good", "true", "1001:1001", SOUND_HOST))},
    {"/containers/root/", ROOT(BAD_ID, "root", "true")},
    {"/containers/idle/", ROOT(IDLE_ID, "idle", "false")},
    {"/containers/new/", SAYS(UNSTARTED(IDLE_ID, "new", "0", SOUND_HOST))},
    {"/containers/alone/", SAYS(CONTAINER(ALONE_ID, "alone", "false", "1001", SOUND_HOST))},
    {"/containers/adds/",
     SAYS(CONTAINER(ALONE_ID, "adds", "false", "1001:1001", SOUND_HOST ",'GroupAdd':['1600']"))},
    {"/containers/" ALONE_ID "/archive", SAYS("no tar")},
    {"/exec/sound/", SAYS(EXEC("good", "1001:1001"))},
    {"/exec/rooted/", SAYS(EXEC("good", "0"))},
    {"/exec/elsewhere/", SAYS(EXEC("root", "1001:1001"))},
};

static struct asking asking;

static void start(const char *policy, const struct script *rows, size_t n_rows)
{
    asking_start(&asking, policy, rows, n_rows, PATIENT_MS);
}

static void setup(void)
{
    start("restricted", script, COUNT_OF(script));
}

static void teardown(void)
{
    asking_stop(&asking);
}

#define CONTAINERS "/v1.41/containers/"
#define RESTART_POLICY "{\"RestartPolicy\":{\"Name\":\"always\"}}"

static const struct {
    struct question question;
    const char *held;   /* the id of the container that was looked at; NULL: none */
    const char *denied; /* NULL: allowed */
} rows[] = {
    {{"POST", CONTAINERS "good/start", NULL}, GOOD_ID, NULL},
    {{"POST", CONTAINERS "root/start", NULL}, BAD_ID, "root-user"},
    /* whose groups stand in files that cannot be read */
    {{"POST", CONTAINERS "alone/start", NULL}, ALONE_ID, "groups"},
    {{"POST", CONTAINERS "adds/start", NULL}, ALONE_ID, "groups"},
    /* who types waits for the start of another */
    {{"POST", CONTAINERS "idle/attach?stdin=1&stream=1", NULL}, IDLE_ID, "root-user"},
    {{"POST", CONTAINERS "idle/attach?stdin=True&stream=1", NULL}, IDLE_ID, "root-user"},
    {{"POST", CONTAINERS "idle/attach?stdin=no&stream=1", NULL}, IDLE_ID, "root-user"},
    {{"GET", CONTAINERS "idle/attach/ws?stdin=0&stream=1", NULL}, IDLE_ID, "root-user"},
    {{"POST", CONTAINERS "idle/attach?stdin=0&stdout=1&stream=1", NULL}, NULL, NULL},
    {{"POST", CONTAINERS "idle/attach?stdout=1&stream=1", NULL}, NULL, NULL},
    {{"POST", CONTAINERS "root/attach?stdout=1&stream=1", NULL}, BAD_ID, "root-user"},
    {{"POST", CONTAINERS "new/attach?stdin=1&stream=1", NULL}, IDLE_ID, "root-user"},
    {{"GET", CONTAINERS "new/attach/ws?stream=1", NULL}, IDLE_ID, "root-user"},
    {{"POST", CONTAINERS "new/attach?stdout=1&stream=1", NULL}, NULL, NULL},
    {{"POST", CONTAINERS "new/start", NULL}, IDLE_ID, "root-user"},
    {{"POST", CONTAINERS "idle/wait?condition=removed", NULL}, IDLE_ID, "root-user"},
    {{"POST", CONTAINERS "root/wait?condition=removed", NULL}, NULL, NULL},
    {{"POST", CONTAINERS "nosuch/wait?condition=removed", NULL}, NULL, NULL},
    {{"POST", CONTAINERS "idle/wait?condition=next-exit", NULL}, NULL, NULL},
    {{"POST", CONTAINERS "idle/wait", NULL}, NULL, NULL},
    {{"POST", CONTAINERS "root/update", RESTART_POLICY}, BAD_ID, "root-user"},
    {{"POST", CONTAINERS "good/update", RESTART_POLICY}, GOOD_ID, NULL},
    {{"POST", CONTAINERS "root/update", "{\"Memory\":1048576}"}, NULL, NULL},
    {{"POST", "/v1.41/exec/sound/start", "{\"Detach\":true}"}, GOOD_ID, NULL},
    {{"POST", "/v1.41/exec/rooted/start", "{\"Detach\":true}"}, GOOD_ID, "root-user"},
    {{"POST", "/v1.41/exec/elsewhere/start", "{\"Detach\":true}"}, BAD_ID, "root-user"},
    {{"GET", CONTAINERS "root/json", NULL}, NULL, NULL},
    {{"GET", CONTAINERS "root/top", NULL}, NULL, NULL},
    {{"POST", CONTAINERS "root/stop", NULL}, NULL, NULL},
    {{"POST", CONTAINERS "root/kill", NULL}, NULL, NULL},
    {{"DELETE", CONTAINERS "root", NULL}, NULL, NULL},
};

START_TEST(what_runs_enters_or_opens_a_container_is_looked_at)
{
    const struct question *question = &rows[_i].question;

    asking_decide(&asking, question->method, question->uri, question->body);
    if (rows[_i].denied == NULL)
        assert_allowed(&asking, question->uri);
    else
        assert_denied(&asking, question->uri, QW_CAUSE_RULES, rows[_i].denied);
    ck_assert_msg(asking.decided.has_held == (rows[_i].held != NULL), "%s", question->uri);
    if (rows[_i].held != NULL)
        ck_assert_str_eq(asking.decided.held.id, rows[_i].held);
}
END_TEST

/* `docker run -i`: it shows the denial of the start, and not that of the attach. */
static const struct question attaches[] = {
    {"POST", CONTAINERS "new/attach?stdin=1&stream=1", NULL},
    {"GET", CONTAINERS "new/attach/ws?stdin=1&stream=1", NULL},
};

START_TEST(who_made_a_container_here_attaches_before_its_start)
{
    const struct question *question = &attaches[_i];

    engine_created(asking.fixture.gate, CREATED_IDLE_BY(""));
    asking_decide(&asking, question->method, question->uri, NULL);
    assert_allowed(&asking, question->uri);
    ck_assert(!asking.decided.has_held);
    /* but not after it */
    asking_decide(&asking, "POST", CONTAINERS "idle/attach?stdin=1&stream=1", NULL);
    assert_denied(&asking, "idle", QW_CAUSE_RULES, "root-user");
}
END_TEST

START_TEST(nobody_else_does)
{
    const struct question *question = &attaches[_i];

    engine_created(asking.fixture.gate, CREATED_IDLE_BY("alice"));
    asking_decide(&asking, question->method, question->uri, NULL);
    assert_denied(&asking, question->uri, QW_CAUSE_RULES, "root-user");
}
END_TEST

/* What needs no look is answered by the event loop, which must not wait: nothing is asked.  (Of a
 * name that could begin an id the engine is asked whether it means something already.) */
START_TEST(what_only_reads_stops_or_removes_asks_nothing)
{
    static const char *const uris[] = {"stop",    "kill",           "pause",
                                       "unpause", "resize?h=1&w=1", "rename?name=other"};
    char uri[128];

    for (size_t i = 0; i < COUNT_OF(uris); i++) {
        snprintf(uri, sizeof uri, CONTAINERS "root/%s", uris[i]);
        ck_assert_int_eq(asking_decide(&asking, "POST", uri, NULL), 0);
        assert_allowed(&asking, uri);
    }
}
END_TEST

/* BuildKit's session is a hole of old engines; a build has no container. */
static const struct {
    const char *version;
    bool is_denied;
} sessions[] = {{VERSION("20.10.24"), true}, {VERSION("26.1.5"), false}};

START_TEST(a_hole_without_a_container_asks_for_the_engine_alone)
{
    const struct script of_engine[] = {{"/version", sessions[_i].version, 200, SCRIPT_WHOLE},
                                       {"/info", SAYS(INFO)}};

    start("baseline", of_engine, COUNT_OF(of_engine));
    ck_assert_int_eq(asking_decide(&asking, "POST", "/v1.41/session", NULL), 2);
    if (sessions[_i].is_denied)
        assert_denied(&asking, "session", QW_CAUSE_ENGINE_HOLE, "CVE-");
    else
        assert_allowed(&asking, "session");
}
END_TEST

START_TEST(a_level_that_enforces_nothing_leaves_holes_open)
{
    struct script open[COUNT_OF(script)];

    memcpy(open, script, sizeof open);
    open[0] = (struct script){"/version", SAYS(VERSION("26.1.5"))};
    start("permissive", open, COUNT_OF(open));
    asking_decide(&asking, "PUT", CONTAINERS "good/archive?path=/", NULL);
    assert_allowed(&asking, "archive put");
}
END_TEST

/* Once the container is gone, its id would stand for whatever has it for a name. */
static const struct question names_like_ids[] = {
    {"POST", CREATE_URI "?name=" GOOD_ID, HARDENED_BODY},
    {"POST", CREATE_URI "?name=/" GOOD_ID, HARDENED_BODY},
    {"POST", CONTAINERS "web/rename?name=" GOOD_ID, NULL},
};

START_TEST(no_container_is_called_like_an_id)
{
    const struct question *question = &names_like_ids[_i];

    start("permissive", script, COUNT_OF(script));
    asking_decide(&asking, question->method, question->uri, question->body);
    assert_denied(&asking, question->uri, QW_CAUSE_NOT_UNDERSTOOD, "must not look like an id");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate/look");
    TCase *tcase = tcase_create("restricted");

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, what_runs_enters_or_opens_a_container_is_looked_at, 0,
                        (int)COUNT_OF(rows));
    tcase_add_loop_test(tcase, who_made_a_container_here_attaches_before_its_start, 0,
                        (int)COUNT_OF(attaches));
    tcase_add_loop_test(tcase, nobody_else_does, 0, (int)COUNT_OF(attaches));
    tcase_add_test(tcase, what_only_reads_stops_or_removes_asks_nothing);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("others");
    tcase_add_checked_fixture(tcase, NULL, teardown);
    tcase_add_loop_test(tcase, a_hole_without_a_container_asks_for_the_engine_alone, 0,
                        (int)COUNT_OF(sessions));
    tcase_add_test(tcase, a_level_that_enforces_nothing_leaves_holes_open);
    tcase_add_loop_test(tcase, no_container_is_called_like_an_id, 0, (int)COUNT_OF(names_like_ids));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
