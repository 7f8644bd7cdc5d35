/* Every operation of the second look against every kind of answer: what the engine holds is judged
 * at every door, and an answer of no use is a denial where a rule in `enforce` needs it. */
#include "gate_engine_fixture.h"

/* `restricted` but for the operation that it denies as such. */
static const char policy_text[] =
    "{\"version\":1,\"name\":\"doors\",\"extends\":\"restricted\","
    "\"operations\":{\"allow\":[\"container.archive.put\",\"image.commit\"]}}";

/* One for each operation of the second look; what it names stands between the parts of its address.
 */
static const struct operation {
    const char *name;
    const char *method;
    const char *before;
    const char *behind;
    const char *body;
    bool passes_idle; /* nothing runs behind it yet */
    bool passes_none; /* nothing can be done to a container that is not there */
} operations[] = {
    {"start", "POST", "/v1.41/containers/", "/start", NULL, false, false},
    {"restart", "POST", "/v1.41/containers/", "/restart?t=1", NULL, false, false},
    {"attach", "POST", "/v1.41/containers/", "/attach?stream=1&stdin=1", NULL, true, false},
    {"attach/ws", "GET", "/v1.41/containers/", "/attach/ws?stream=1", NULL, true, false},
    {"exec create", "POST", "/v1.41/containers/", "/exec", "{\"Cmd\":[\"id\"]}", false, false},
    {"exec start", "POST", "/v1.41/exec/", "/start", "{\"Detach\":false}", false, false},
    {"export", "GET", "/v1.41/containers/", "/export", NULL, false, false},
    {"archive get", "GET", "/v1.41/containers/", "/archive?path=/etc/passwd", NULL, false, false},
    {"archive head", "HEAD", "/v1.41/containers/", "/archive?path=/etc/passwd", NULL, false, false},
    {"archive put", "PUT", "/v1.41/containers/", "/archive?path=/tmp", NULL, false, false},
    {"commit", "POST", "/v1.41/commit?container=", "&repo=a", NULL, false, true},
    {"update", "POST", "/v1.41/containers/", "/update", "{\"RestartPolicy\":{\"Name\":\"no\"}}",
     false, true},
};

#define BAD_HOST SOUND_HOST ",'Privileged':true,'Binds':['/etc:/host']"
#define IDLE SAYS(UNSTARTED(IDLE_ID, "idle", "0", BAD_HOST))

/* Answers that are of no use, to questions about a container and about an exec alike. */
#define BROKEN "{}", 500, SCRIPT_WHOLE
#define SILENT "", 0, SCRIPT_SILENT
#define MUTE "", 0, SCRIPT_RAW
#define NOISE "hello\r\n\r\n", 0, SCRIPT_RAW
#define CUT "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"Id\":", 0, SCRIPT_RAW
#define ENDLESS "", 0, SCRIPT_ENDLESS
#define TWINS                                                                                \
    SAYS("{'Id':'1','Name':'/a','Image':'x','Created':'y','ContainerID':'good','Config':{}," \
         "'HostConfig':{},'ProcessConfig':{},'image':'z'}")

static const struct script script[] = {
    {"/version", SAYS(VERSION("20.10.24"))},
    {"/info", SAYS(INFO)},
    {"/images/sha256:1/json", SAYS(IMAGE("1001"))},
    {"/images/sha256:1/history", SAYS("[]")},
    {"/containers/good/", SAYS(CONTAINER(GOOD_ID, "good", "true", "1001:1001", SOUND_HOST))},
    {"/containers/bad/", SAYS(CONTAINER(BAD_ID, "bad", "true", "0", BAD_HOST))},
    {"/containers/idle/", IDLE},
    {"/containers/" IDLE_ID "/", IDLE},
    {"/exec/good/", SAYS(EXEC("good", ""))},
    {"/exec/bad/", SAYS(EXEC("bad", ""))},
    {"/exec/idle/", SAYS(EXEC("idle", ""))},
    {"/exec/orphan/", SAYS(EXEC("nosuch", ""))},
    {"/containers/broken/", BROKEN},
    {"/exec/broken/", BROKEN},
    {"/containers/silent/", SILENT},
    {"/exec/silent/", SILENT},
    {"/containers/mute/", MUTE},
    {"/exec/mute/", MUTE},
    {"/containers/noise/", NOISE},
    {"/exec/noise/", NOISE},
    {"/containers/cut/", CUT},
    {"/exec/cut/", CUT},
    {"/containers/endless/", ENDLESS},
    {"/exec/endless/", ENDLESS},
    {"/containers/half/", SAYS("{'Id':")},
    {"/exec/half/", SAYS("{'Id':")},
    {"/containers/empty/", SAYS("{}")},
    {"/exec/empty/", SAYS("{}")},
    {"/containers/list/", SAYS("[]")},
    {"/exec/list/", SAYS("[]")},
    {"/containers/twins/", TWINS},
    {"/exec/twins/", TWINS},
};

static struct asking asking;

static void start(const char *policy, long container_ms)
{
    asking_start(&asking, policy, script, COUNT_OF(script), container_ms);
}

static void setup_restricted(void)
{
    const char *path = write_policy_file(policy_text);

    start(path, PATIENT_MS);
    unlink(path);
}

static void setup_permissive(void)
{
    start("permissive", PATIENT_MS);
}

static void setup_impatient(void)
{
    const char *path = write_policy_file(policy_text);

    start(path, IMPATIENT_MS);
    unlink(path);
}

static void setup_permissive_impatient(void)
{
    start("permissive", IMPATIENT_MS);
}

static void teardown(void)
{
    asking_stop(&asking);
}

static int decide(const struct operation *operation, const char *name)
{
    char uri[128];

    snprintf(uri, sizeof uri, "%s%s%s", operation->before, name, operation->behind);
    return asking_decide(&asking, operation->method, uri, operation->body);
}

START_TEST(a_container_that_the_level_admits_passes)
{
    const struct operation *operation = &operations[_i];

    ck_assert_int_gt(decide(operation, "good"), 0);
    assert_allowed(&asking, operation->name);
    ck_assert_msg(asking.decided.has_held, "%s", operation->name);
    ck_assert_str_eq(asking.decided.held.id, GOOD_ID);
}
END_TEST

/* Denied by RULES alone, which the first line names. */
static void assert_rules(const struct operation *operation, const char *rules)
{
    char first_line[128];

    snprintf(first_line, sizeof first_line, "denied by policy doors: %s [check]\n", rules);
    assert_denied(&asking, operation->name, QW_CAUSE_RULES, first_line);
    ck_assert_msg(strncmp(asking.decided.message, first_line, strlen(first_line)) == 0, "%s",
                  asking.decided.message);
}

START_TEST(a_container_that_it_does_not_admit_is_denied_at_every_door)
{
    const struct operation *operation = &operations[_i];

    decide(operation, "bad");
    assert_rules(operation, "privileged, root-user, bind-mounts");
    assert_denied(&asking, operation->name, QW_CAUSE_RULES,
                  "  container: bad (bbbbbbbbbbbb) was created at 2020-01-02T03:04:05Z, before "
                  "quaywarden was started here\n  fix: create it anew");
    ck_assert(asking.decided.verdict.is_of_held);
    ck_assert_msg(strstr(asking.decided.message, "passes:") == NULL, "%s", asking.decided.message);
}
END_TEST

START_TEST(nothing_runs_behind_an_attach_until_the_start)
{
    const struct operation *operation = &operations[_i];

    engine_created(asking.fixture.gate, CREATED_IDLE_BY(""));
    decide(operation, "idle");
    if (!operation->passes_idle) {
        assert_rules(operation, "privileged, root-user, bind-mounts");
        return;
    }
    assert_allowed(&asking, operation->name);
    ck_assert(!asking.decided.has_held);
    ck_assert_int_gt(decide(&operations[0], IDLE_ID), 0);
    assert_denied(&asking, "start", QW_CAUSE_RULES, "privileged");
}
END_TEST

/* Answers that are of no use: what is said of them, where a rule needs one. */
static const struct {
    const char *name;
    enum qw_err err;
    const char *clause;
} useless[] = {
    {"nosuch", QW_ERR_NOT_FOUND, "  fix: check its name: docker ps --all"},
    {"orphan", QW_ERR_NOT_FOUND, "why: the engine knows no such "},
    {"broken", QW_ERR_ENGINE, "the engine answered with status 500"},
    {"mute", QW_ERR_ENGINE, "the engine's answer broke off"},
    {"noise", QW_ERR_ENGINE, "the engine's answer is no well-formed HTTP"},
    {"cut", QW_ERR_ENGINE, "the engine's answer broke off"},
    {"endless", QW_ERR_ENGINE, "the engine's answer is larger than 8 MiB"},
    {"half", QW_ERR_ENGINE, "the engine's answer is no well-formed JSON"},
    {"empty", QW_ERR_ENGINE, "the engine's answer cannot be used: "},
    {"list", QW_ERR_ENGINE, "the engine's answer cannot be used: "},
    {"twins", QW_ERR_ENGINE, "the engine's answer cannot be used: a key of the "},
};

static void assert_useless(const struct operation *operation, size_t row)
{
    const enum qw_err err = asking.decided.verdict.err;

    if (operation->passes_none && useless[row].err == QW_ERR_NOT_FOUND) {
        assert_allowed(&asking, operation->name);
        return;
    }
    assert_denied(&asking, operation->name, QW_CAUSE_NOT_UNDERSTOOD, useless[row].clause);
    ck_assert_msg(err == useless[row].err, "%s of %s: %s", operation->name, useless[row].name,
                  qw_err_name(err));
}

START_TEST(an_answer_of_no_use_is_a_denial)
{
    for (size_t i = 0; i < COUNT_OF(operations); i++) {
        decide(&operations[i], useless[_i].name);
        ck_assert(!asking.decided.has_held);
        assert_useless(&operations[i], (size_t)_i);
    }
}
END_TEST

START_TEST(an_answer_that_no_enforced_rule_needs_may_be_of_no_use)
{
    for (size_t i = 0; i < COUNT_OF(operations); i++) {
        decide(&operations[i], useless[_i].name);
        assert_allowed(&asking, operations[i].name);
    }
}
END_TEST

START_TEST(an_engine_that_does_not_answer_in_time_is_a_denial)
{
    decide(&operations[_i], "silent");
    assert_denied(&asking, operations[_i].name, QW_CAUSE_NOT_UNDERSTOOD,
                  "the engine is still busy with this container, try again");
    ck_assert_int_eq(asking.decided.verdict.err, QW_ERR_ENGINE);
}
END_TEST

START_TEST(an_engine_that_does_not_answer_in_time_is_not_needed_at_permissive)
{
    decide(&operations[_i], "silent");
    assert_allowed(&asking, operations[_i].name);
}
END_TEST

static const struct {
    const char *policy;
    bool is_allowed;
} gone_rows[] = {{"baseline", false}, {"restricted", false}, {"cis", false}, {"permissive", true}};

/* Or denied as such, as an archive PUT is by most levels. */
static void assert_unreachable(const char *name)
{
    if (asking.decided.verdict.cause == QW_CAUSE_OPERATION)
        return;
    assert_denied(&asking, name, QW_CAUSE_NOT_UNDERSTOOD,
                  "the engine's socket /nowhere/s cannot be reached");
}

START_TEST(an_engine_that_is_gone_is_a_denial)
{
    struct gate_fixture fixture;
    struct qw_resolver *resolver = patient_resolver_for("unix:/nowhere/s", PATIENT_MS);

    gate_fixture_open(&fixture, gone_rows[_i].policy, false,
                      (struct qw_gate_config){.resolver = resolver});
    asking = (struct asking){.fixture = fixture, .arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY)};
    for (size_t i = 0; i < COUNT_OF(operations); i++) {
        decide(&operations[i], "good");
        if (!gone_rows[_i].is_allowed)
            assert_unreachable(operations[i].name);
        else
            assert_allowed(&asking, operations[i].name);
    }
    qw_arena_free(asking.arena);
    gate_fixture_done(&fixture);
    qw_resolver_free(resolver);
}
END_TEST

/* A request of its own that the level does not admit is named beside the container. */
START_TEST(findings_of_request_and_container_stand_together)
{
    asking_decide(&asking, "POST", "/v1.41/containers/bad/exec",
                  "{\"Cmd\":[\"id\"],\"User\":\"0\"}");
    assert_rules(&operations[4], "privileged, root-user, bind-mounts");
    asking_decide(&asking, "POST", "/v1.41/containers/good/exec",
                  "{\"Cmd\":[\"id\"],\"User\":\"0\"}");
    assert_rules(&operations[4], "root-user");
    ck_assert(!asking.decided.verdict.is_of_held);
}
END_TEST

#define LOOP(test, rows) tcase_add_loop_test(tcase, test, 0, (int)COUNT_OF(rows))

static TCase *new_case(const char *name, SFun setup)
{
    TCase *tcase = tcase_create(name);

    if (setup != NULL)
        tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_set_timeout(tcase, 60);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("gate/decide");
    TCase *tcase = new_case("restricted", setup_restricted);

    LOOP(a_container_that_the_level_admits_passes, operations);
    LOOP(a_container_that_it_does_not_admit_is_denied_at_every_door, operations);
    LOOP(nothing_runs_behind_an_attach_until_the_start, operations);
    LOOP(an_answer_of_no_use_is_a_denial, useless);
    tcase_add_test(tcase, findings_of_request_and_container_stand_together);
    suite_add_tcase(suite, tcase);
    tcase = new_case("permissive", setup_permissive);
    LOOP(an_answer_that_no_enforced_rule_needs_may_be_of_no_use, useless);
    suite_add_tcase(suite, tcase);
    tcase = new_case("impatient", setup_impatient);
    LOOP(an_engine_that_does_not_answer_in_time_is_a_denial, operations);
    suite_add_tcase(suite, tcase);
    tcase = new_case("permissive, impatient", setup_permissive_impatient);
    LOOP(an_engine_that_does_not_answer_in_time_is_not_needed_at_permissive, operations);
    suite_add_tcase(suite, tcase);
    tcase = new_case("gone", NULL);
    LOOP(an_engine_that_is_gone_is_a_denial, gone_rows);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
