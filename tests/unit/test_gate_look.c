/* The second look, against an engine that answers by script: who is let through, who is not, and
 * what becomes of requests whose question has no answer. */
#include "resolve_fixture.h"
#include "test_gate_fixture.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define EXEC_ID "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define WAYS "/v1.41/containers/" ID

#define HARD_HOST                                                                 \
    "'HostConfig':{'ReadonlyRootfs':true,'CapDrop':['ALL'],'NetworkMode':'none'," \
    "'SecurityOpt':['no-new-privileges'],'IpcMode':'private'}"
#define HELD(user, host, running)                                                                  \
    "{'Id':'" ID "','Name':'/web','Image':'sha256:1','Created':'2020-01-01T00:00:00Z',"            \
    "'State':{'Running':" running ",'Pid':0},'Config':{'Image':'myapp:1','User':'" user "'}," host \
    "}"

static const char good[] = HELD("1001:1001", HARD_HOST, "false");
static const char good_running[] = HELD("1001:1001", HARD_HOST, "true");
static const char groupless[] = HELD("1001", HARD_HOST, "false"); /* whose files are no tar */
static const char rooted[] = HELD("0", HARD_HOST, "false");
static const char rooted_running[] = HELD("0", HARD_HOST, "true");
static const char bound[] =
    HELD("1001",
         "'HostConfig':{'ReadonlyRootfs':true,'CapDrop':['ALL'],'Binds':['/etc:/h'],"
         "'SecurityOpt':['no-new-privileges']}",
         "false");
static const char exec_of_it[] =
    "{'ID':'" EXEC_ID "','ContainerID':'" ID "','ProcessConfig':{'user':'','privileged':false}}";
static const char exec_as_root[] =
    "{'ID':'" EXEC_ID "','ContainerID':'" ID "','ProcessConfig':{'user':'0','privileged':false}}";

#define VERSION(number) "{'Version':'" number "','ApiVersion':'1.41'}"
#define ENGINE(number)                                                                      \
    {"/version", VERSION(number), 200, SCRIPT_WHOLE},                                       \
        {"/info",                                                                           \
         "{'DefaultRuntime':'runc','LoggingDriver':'json-file','DockerRootDir':'/var/lib/"  \
         "docker','CgroupVersion':'1','SecurityOptions':['name=seccomp,profile=default']}", \
         200, SCRIPT_WHOLE},                                                                \
    {                                                                                       \
        "/images/", "{'Id':'sha256:1','Config':{'User':'1001'}}", 200, SCRIPT_WHOLE         \
    }

/* A gate of LEVEL that asks ENGINE. */
struct looking {
    struct engine engine;
    struct qw_resolver *resolver;
    struct qw_policy *policy;
    struct qw_gate *gate;
    struct qw_arena *arena;
};

static void looking_init(struct looking *looking, const char *level, const struct script *rows,
                         size_t n_rows)
{
    struct qw_gate_config config = {0};

    engine_start(&looking->engine, rows, n_rows);
    looking->resolver = resolver_for(looking->engine.address, QW_LIMIT_ANSWER);
    ck_assert_int_eq(qw_policy_load(level, NULL, &looking->policy, NULL), QW_OK);
    config.policy = looking->policy;
    config.resolver = looking->resolver;
    ck_assert_int_eq(qw_gate_new(&config, &looking->gate), QW_OK);
    looking->arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    ck_assert_ptr_nonnull(looking->arena);
}

static void looking_done(struct looking *looking)
{
    qw_gate_free(looking->gate);
    qw_resolver_free(looking->resolver);
    qw_policy_unref(looking->policy);
    qw_arena_free(looking->arena);
    engine_stop(&looking->engine);
}

static struct qw_decided decide(struct looking *looking, const char *method, const char *uri,
                                const char *body)
{
    const struct question question = {method, uri, body};
    char *envelope = envelope_of(&question);
    struct qw_decided decided;

    qw_gate_decide(looking->gate, looking->arena, "check",
                   (struct qw_bytes){envelope, strlen(envelope)}, &decided);
    free(envelope);
    return decided;
}

#define EXEC_BODY "{\"Cmd\":[\"id\"],\"User\":\"1001:1001\"}"

static const struct look_row {
    const char *method;
    const char *uri;
    const char *body;
    const char *held;
    const char *exec;   /* NULL: none is asked for */
    const char *denied; /* the words of the first line; NULL: allowed */
} looks[] = {
    {"POST", WAYS "/start", NULL, good, NULL, NULL},
    {"POST", WAYS "/start", NULL, groupless, NULL, "groups"},
    {"POST", WAYS "/start", NULL, rooted, NULL, "root-user"},
    {"POST", WAYS "/start", NULL, bound, NULL, "bind-mounts"},
    {"POST", "/v1.41/containers/web/start", NULL, rooted, NULL, "root-user"},
    {"POST", WAYS "/restart", NULL, rooted, NULL, "root-user"},
    {"POST", WAYS "/restart", NULL, good_running, NULL, NULL},
    {"POST", WAYS "/attach?stdin=1&stream=1", NULL, rooted_running, NULL, "root-user"},
    {"POST", WAYS "/attach?stdin=1&stream=1", NULL, rooted, NULL, NULL},
    {"GET", WAYS "/attach/ws?stdin=1&stream=1", NULL, rooted_running, NULL, "root-user"},
    {"POST", WAYS "/wait?condition=removed", NULL, rooted, NULL, "root-user"},
    {"POST", WAYS "/wait?condition=removed", NULL, rooted_running, NULL, NULL},
    {"POST", WAYS "/wait", NULL, rooted, NULL, NULL},
    {"POST", WAYS "/exec", EXEC_BODY, rooted_running, NULL, "root-user"},
    {"POST", WAYS "/exec", EXEC_BODY, good_running, NULL, NULL},
    {"POST", "/v1.41/exec/" EXEC_ID "/start", "{\"Detach\":true}", good_running, exec_of_it, NULL},
    {"POST", "/v1.41/exec/" EXEC_ID "/start", "{\"Detach\":true}", good_running, exec_as_root,
     "root-user"},
    {"POST", "/v1.41/exec/" EXEC_ID "/start", "{\"Detach\":true}", rooted_running, exec_of_it,
     "root-user"},
    {"GET", WAYS "/export", NULL, rooted, NULL, "root-user"},
    {"GET", WAYS "/export", NULL, good, NULL, NULL},
    {"GET", WAYS "/archive?path=/a", NULL, rooted, NULL, "root-user"},
    {"HEAD", WAYS "/archive?path=/a", NULL, rooted, NULL, "root-user"},
    {"POST", WAYS "/update", "{\"RestartPolicy\":{\"Name\":\"always\"}}", rooted, NULL,
     "root-user"},
    {"POST", WAYS "/update", "{\"RestartPolicy\":{\"Name\":\"always\"}}", good, NULL, NULL},
    {"POST", WAYS "/update", "{\"Memory\":1048576}", rooted, NULL, NULL},
    {"GET", WAYS "/json", NULL, rooted, NULL, NULL},
    {"POST", WAYS "/stop", NULL, rooted, NULL, NULL},
    {"DELETE", WAYS, NULL, rooted, NULL, NULL},
};

START_TEST(what_the_engine_holds_is_judged)
{
    const struct look_row *row = &looks[_i];
    const struct script rows[] = {
        {"/containers/", row->held, 200, SCRIPT_WHOLE},
        {"/exec/", row->exec != NULL ? row->exec : "{}", row->exec != NULL ? 200 : 404,
         SCRIPT_WHOLE},
        ENGINE("20.10.24"),
    };
    struct looking looking;
    struct qw_decided decided;

    looking_init(&looking, "restricted", rows, COUNT_OF(rows));
    decided = decide(&looking, row->method, row->uri, row->body);
    ck_assert_msg((decided.verdict.decision == QW_ALLOW) == (row->denied == NULL), "%s %s: %s",
                  row->method, row->uri, decided.message);
    if (row->denied != NULL)
        ck_assert_msg(strstr(decided.message, row->denied) != NULL, "%s %s: %s", row->method,
                      row->uri, decided.message);
    looking_done(&looking);
}
END_TEST

START_TEST(the_message_names_the_container_and_how_it_came)
{
    const struct script rows[] = {{"/containers/", rooted, 200, SCRIPT_WHOLE}, ENGINE("20.10.24")};
    struct looking looking;
    struct qw_decided decided;

    looking_init(&looking, "restricted", rows, COUNT_OF(rows));
    decided = decide(&looking, "POST", WAYS "/start", NULL);
    ck_assert_ptr_nonnull(strstr(decided.message,
                                 "container: web (0123456789ab) was created at 2020-01-01T00:00:00Z"
                                 ", before quaywarden was started here"));
    ck_assert_ptr_nonnull(
        strstr(decided.message, "it can still be stopped, removed and inspected"));
    ck_assert_ptr_null(decided.verdict.passes);
    looking_done(&looking);
}
END_TEST

static const struct {
    const char *what;
    struct script row;
    const char *why; /* in the message at restricted */
} failures[] = {
    {"none", {"/containers/", "{}", 404, SCRIPT_WHOLE}, "not-found"},
    {"broken", {"/containers/", "{}", 500, SCRIPT_WHOLE}, "the engine answered with status 500"},
    {"slow",
     {"/containers/", "", 0, SCRIPT_SILENT},
     "the engine is still busy with this container, try again"},
    {"no JSON", {"/containers/", "{", 200, SCRIPT_WHOLE}, "no well-formed JSON"},
    {"cut off",
     {"/containers/", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", 0, SCRIPT_RAW},
     "broke off"},
    {"endless", {"/containers/", "", 0, SCRIPT_ENDLESS}, "larger than 8 MiB"},
    {"another thing", {"/containers/", "{'Id':'x'}", 200, SCRIPT_WHOLE}, "denied by policy"},
};

START_TEST(without_an_answer_an_enforced_rule_denies)
{
    const struct script rows[] = {failures[_i].row, ENGINE("20.10.24")};
    struct looking looking;
    struct qw_decided decided;

    looking_init(&looking, "restricted", rows, COUNT_OF(rows));
    decided = decide(&looking, "POST", WAYS "/start", NULL);
    ck_assert_msg(decided.verdict.decision == QW_DENY, "%s", failures[_i].what);
    ck_assert_msg(strstr(decided.message, failures[_i].why) != NULL, "%s: %s", failures[_i].what,
                  decided.message);
    looking_done(&looking);
}
END_TEST

START_TEST(without_an_answer_a_level_that_enforces_nothing_allows)
{
    const struct script rows[] = {failures[_i].row, ENGINE("20.10.24")};
    struct looking looking;

    looking_init(&looking, "permissive", rows, COUNT_OF(rows));
    ck_assert_int_eq(decide(&looking, "POST", WAYS "/start", NULL).verdict.decision, QW_ALLOW);
    looking_done(&looking);
}
END_TEST

static int questions(struct looking *looking, const char *method, const char *uri)
{
    const int before = atomic_load(&looking->engine.n_questions);

    ck_assert_int_eq(decide(looking, method, uri, NULL).verdict.decision, QW_ALLOW);
    return atomic_load(&looking->engine.n_questions) - before;
}

START_TEST(one_run_asks_for_its_container_once)
{
    const struct script rows[] = {{"/containers/", good, 200, SCRIPT_WHOLE}, ENGINE("20.10.24")};
    struct looking looking;

    looking_init(&looking, "baseline", rows, COUNT_OF(rows));
    ck_assert_int_gt(questions(&looking, "POST", WAYS "/attach"), 0);
    ck_assert_int_eq(questions(&looking, "POST", WAYS "/wait?condition=removed"), 0);
    ck_assert_int_eq(questions(&looking, "POST", WAYS "/start"), 0);
    /* By its name it may be another one by now. */
    ck_assert_int_gt(questions(&looking, "POST", "/v1.41/containers/web/start"), 0);
    looking_done(&looking);
}
END_TEST

START_TEST(an_update_and_another_engine_are_looked_at_again)
{
    const struct script rows[] = {{"/containers/", good, 200, SCRIPT_WHOLE}, ENGINE("20.10.24")};
    struct looking looking;

    looking_init(&looking, "baseline", rows, COUNT_OF(rows));
    ck_assert_int_gt(questions(&looking, "POST", WAYS "/start"), 0);
    ck_assert_int_eq(questions(&looking, "POST", WAYS "/start"), 0);
    ck_assert_int_eq(
        decide(&looking, "POST", WAYS "/update", "{\"Memory\":1048576}").verdict.decision,
        QW_ALLOW);
    engine_answered(looking.gate, "POST", WAYS "/update");
    ck_assert_int_gt(questions(&looking, "POST", WAYS "/start"), 0);
    ck_assert_int_eq(questions(&looking, "POST", WAYS "/start"), 0);
    qw_gate_engine_started(looking.gate);
    ck_assert_int_gt(questions(&looking, "POST", WAYS "/start"), 0);
    looking_done(&looking);
}
END_TEST

START_TEST(an_attach_that_waits_for_its_start_is_not_remembered)
{
    const struct script rows[] = {{"/containers/", rooted, 200, SCRIPT_WHOLE}, ENGINE("20.10.24")};
    struct looking looking;

    looking_init(&looking, "restricted", rows, COUNT_OF(rows));
    ck_assert_int_eq(decide(&looking, "POST", WAYS "/attach", NULL).verdict.decision, QW_ALLOW);
    ck_assert_int_eq(decide(&looking, "POST", WAYS "/start", NULL).verdict.decision, QW_DENY);
    looking_done(&looking);
}
END_TEST

/* Each held container has something that can change under its id. */
static const char *const passing[] = {
    HELD("app", HARD_HOST, "false"),
    HELD("1001", HARD_HOST, "false"),
    HELD("1001:1001", "'HostConfig':{'Binds':['/srv:/h']}", "false"),
    HELD("1001:1001", "'HostConfig':{'Binds':['data:/h']}", "false"),
    HELD("1001:1001", "'HostConfig':{'NetworkMode':'container:other'}", "false"),
};

START_TEST(what_can_change_under_its_id_is_looked_at_each_time)
{
    const struct script rows[] = {
        {"/containers/" ID, passing[_i], 200, SCRIPT_WHOLE},
        {"/containers/other", good, 200, SCRIPT_WHOLE},
        ENGINE("20.10.24"),
    };
    struct looking looking;

    looking_init(&looking, "baseline", rows, COUNT_OF(rows));
    ck_assert_int_gt(questions(&looking, "POST", WAYS "/start"), 0);
    ck_assert_int_gt(questions(&looking, "POST", WAYS "/start"), 0);
    looking_done(&looking);
}
END_TEST

/* A question of ours is known by its header, changes nothing, and nobody else's passes for one. */
static enum qw_decision decide_with_nonce(struct looking *looking, const char *method,
                                          const char *uri, const char *nonce, bool *ret_is_own)
{
    struct qw_decided decided;
    char *envelope = NULL;

    ck_assert_int_gt(asprintf(&envelope,
                              "{\"RequestMethod\":\"%s\",\"RequestUri\":\"%s\","
                              "\"RequestHeaders\":{\"X-Quaywarden-Question\":\"%s\","
                              "\"Content-Length\":\"0\"}}",
                              method, uri, nonce),
                     0);
    qw_gate_decide(looking->gate, looking->arena, "check",
                   (struct qw_bytes){envelope, strlen(envelope)}, &decided);
    free(envelope);
    *ret_is_own = decided.is_own;
    return decided.verdict.decision;
}

START_TEST(own_questions_are_answered_without_a_question)
{
    static const char wrong[] = "00000000000000000000000000000000";
    const struct script rows[] = {{"/containers/", rooted, 200, SCRIPT_WHOLE}, ENGINE("20.10.24")};
    struct looking looking;
    bool is_own = false;

    looking_init(&looking, "restricted", rows, COUNT_OF(rows));
    const char *nonce = looking.resolver->nonce;

    ck_assert_int_eq(
        decide_with_nonce(&looking, "GET", WAYS "/archive?path=/etc/passwd", nonce, &is_own),
        QW_ALLOW);
    ck_assert(is_own);
    ck_assert_int_eq(atomic_load(&looking.engine.n_questions), 0);
    ck_assert_int_eq(
        decide_with_nonce(&looking, "GET", WAYS "/archive?path=/etc/passwd", wrong, &is_own),
        QW_DENY);
    ck_assert(!is_own);
    ck_assert_int_eq(
        decide_with_nonce(&looking, "GET", WAYS "/archive?path=/etc/shadow", nonce, &is_own),
        QW_DENY);
    ck_assert(!is_own);
    ck_assert_int_eq(decide_with_nonce(&looking, "GET", WAYS "/export", nonce, &is_own), QW_DENY);
    ck_assert_int_eq(decide_with_nonce(&looking, "POST", WAYS "/start", nonce, &is_own), QW_DENY);
    ck_assert(!is_own);
    ck_assert_int_eq(decide_with_nonce(&looking, "GET", WAYS "/attach/ws?stdin=1", nonce, &is_own),
                     QW_ALLOW);
    ck_assert(!is_own);
    looking_done(&looking);
}
END_TEST

static const struct {
    const char *version;
    const char *method;
    const char *uri;
    const char *held;
    bool is_denied;
} holes[] = {
    {"20.10.24", "PUT", WAYS "/archive?path=/", good, false},
    {"26.1.5+dfsg1", "PUT", WAYS "/archive?path=/", good, true},
    {"nonsense", "PUT", WAYS "/archive?path=/", good, true},
    {"26.1.5+dfsg1", "GET", WAYS "/archive?path=/", good, false},
    {"26.1.5+dfsg1", "GET", WAYS "/archive?path=/", good_running, true},
    {"29.5.1", "GET", WAYS "/archive?path=/", good_running, false},
    {"20.10.24", "POST", "/v1.41/session", good, true},
    {"26.1.5", "POST", "/v1.41/session", good, false},
};

START_TEST(what_would_go_through_a_hole_of_the_engine_is_denied)
{
    char version[128];
    const struct script rows[] = {
        {"/containers/", holes[_i].held, 200, SCRIPT_WHOLE},
        {"/version", version, 200, SCRIPT_WHOLE},
        ENGINE("20.10.24"),
    };
    struct looking looking;
    struct qw_decided decided;

    snprintf(version, sizeof version, "{'Version':'%s'}", holes[_i].version);
    looking_init(&looking, "baseline", rows, COUNT_OF(rows));
    decided = decide(&looking, holes[_i].method, holes[_i].uri, NULL);
    ck_assert_msg((decided.verdict.decision == QW_DENY) == holes[_i].is_denied, "%d: %s", _i,
                  decided.message);
    if (holes[_i].is_denied)
        ck_assert_int_eq(decided.verdict.cause, QW_CAUSE_ENGINE_HOLE);
    looking_done(&looking);
}
END_TEST

START_TEST(a_commit_looks_at_the_container_of_its_query)
{
    const struct script rows[] = {{"/containers/web/json",
                                   HELD("1001", "'HostConfig':{'Privileged':true}", "false"), 200,
                                   SCRIPT_WHOLE},
                                  ENGINE("26.1.5")};
    struct looking looking;
    struct qw_decided decided;

    looking_init(&looking, "baseline", rows, COUNT_OF(rows));
    decided = decide(&looking, "POST", "/v1.41/commit?container=web&repo=a", NULL);
    ck_assert_int_eq(decided.verdict.decision, QW_DENY);
    ck_assert_ptr_nonnull(strstr(decided.message, "privileged"));
    looking_done(&looking);
}
END_TEST

/* Once the container is gone, its id would stand for whatever has it for a name. */
static const char *const names_like_ids[] = {
    "/v1.41/containers/create?name=" ID,
    "/v1.41/containers/create?name=/" ID,
    "/v1.41/containers/web/rename?name=" ID,
};

START_TEST(no_container_is_called_like_an_id)
{
    const struct script rows[] = {ENGINE("26.1.5")};
    struct looking looking;
    struct qw_decided decided;

    looking_init(&looking, "permissive", rows, COUNT_OF(rows));
    decided = decide(&looking, "POST", names_like_ids[_i], _i < 2 ? HARDENED_BODY : NULL);
    ck_assert_int_eq(decided.verdict.decision, QW_DENY);
    ck_assert_ptr_nonnull(strstr(decided.message, "must not look like an id"));
    looking_done(&looking);
}
END_TEST

START_TEST(a_level_that_enforces_nothing_leaves_holes_open)
{
    const struct script rows[] = {{"/containers/", good_running, 200, SCRIPT_WHOLE},
                                  ENGINE("26.1.5")};
    struct looking looking;

    looking_init(&looking, "permissive", rows, COUNT_OF(rows));
    ck_assert_int_eq(decide(&looking, "PUT", WAYS "/archive?path=/", NULL).verdict.decision,
                     QW_ALLOW);
    looking_done(&looking);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("look");

    tcase_add_loop_test(tests, what_the_engine_holds_is_judged, 0, (int)COUNT_OF(looks));
    tcase_add_test(tests, the_message_names_the_container_and_how_it_came);
    tcase_add_loop_test(tests, without_an_answer_an_enforced_rule_denies, 0,
                        (int)COUNT_OF(failures));
    tcase_add_loop_test(tests, without_an_answer_a_level_that_enforces_nothing_allows, 0,
                        (int)COUNT_OF(failures));
    tcase_add_test(tests, one_run_asks_for_its_container_once);
    tcase_add_test(tests, an_update_and_another_engine_are_looked_at_again);
    tcase_add_test(tests, an_attach_that_waits_for_its_start_is_not_remembered);
    tcase_add_loop_test(tests, what_can_change_under_its_id_is_looked_at_each_time, 0,
                        (int)COUNT_OF(passing));
    tcase_add_test(tests, own_questions_are_answered_without_a_question);
    tcase_add_loop_test(tests, what_would_go_through_a_hole_of_the_engine_is_denied, 0,
                        (int)COUNT_OF(holes));
    tcase_add_test(tests, a_commit_looks_at_the_container_of_its_query);
    tcase_add_loop_test(tests, no_container_is_called_like_an_id, 0, (int)COUNT_OF(names_like_ids));
    tcase_add_test(tests, a_level_that_enforces_nothing_leaves_holes_open);
    return run_case("gate/look", tests);
}
