/* What is asked, and what is not asked again: the memory of containers that were admitted,
 * questions of quaywarden's own, an engine that is none, holes, and images. */
#include "gate_engine_fixture.h"

#define NAMED_ID "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
#define BOUND_ID "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
#define VOLUME_ID "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
#define JOINED_ID "8888888888888888888888888888888888888888888888888888888888888888"
#define RESTING_ID "9999999999999999999999999999999999999999999999999999999999999999"

/* `restricted`, with what makes containers pass that must not be remembered. */
static const char policy_text[] =
    "{\"version\":1,\"name\":\"plan\",\"extends\":\"restricted\","
    "\"operations\":{\"allow\":[\"container.archive.put\"]},"
    "\"rules\":{\"root-user\":{\"named_users\":[\"allow\"]},\"groups\":{\"mode\":\"off\"},"
    "\"bind-mounts\":{\"allow\":[{\"path\":\"/usr/share\",\"access\":\"ro\"}]}}}";

static const char fixed_policy_text[] =
    "{\"version\":1,\"name\":\"plan\",\"extends\":\"restricted\","
    "\"operations\":{\"allow\":[\"container.archive.put\"]},"
    "\"engine\":{\"fixed\":[\"GHSA-x86f-5xw2-fm2r\",\"GHSA-vp62-88p7-qqf5\"]}}";

#define SOUND(id, name, user) SAYS(CONTAINER(id, name, "true", user, SOUND_HOST))
#define START(id) "/v1.41/containers/" id "/start"
#define CREATE(image)                                                                         \
    "{\"Image\":\"" image "\",\"HostConfig\":{\"ReadonlyRootfs\":true,\"CapDrop\":[\"ALL\"]," \
    "\"SecurityOpt\":[\"no-new-privileges\"],\"NetworkMode\":\"none\"}}"
#define PRIVILEGED_CREATE(image)                                                            \
    "{\"Image\":\"" image "\",\"HostConfig\":{\"Privileged\":true,\"ReadonlyRootfs\":true," \
    "\"CapDrop\":[\"ALL\"],\"SecurityOpt\":[\"no-new-privileges\"],\"NetworkMode\":\"none\"}}"

#define JOINED_HOST(network)                                                                     \
    "'ReadonlyRootfs':true,'CapDrop':['ALL'],'SecurityOpt':['no-new-privileges'],"               \
    "'NetworkMode':'" network "','IpcMode':'private','CgroupnsMode':'private','Runtime':'runc'," \
    "'LogConfig':{'Type':'json-file','Config':{}}"

static const struct script script[] = {
    {"/version", SAYS(VERSION("20.10.24"))},
    {"/info", SAYS(INFO)},
    {"/images/sha256:1/json", SAYS(IMAGE("1001"))},
    {"/images/sha256:1/history", SAYS("[]")},
    {"/images/zero/", SAYS(IMAGE("0"))},
    {"/images/padded/", SAYS(IMAGE("00:1"))},
    {"/images/none/", SAYS(IMAGE(""))},
    {"/images/number/", SAYS(IMAGE("1001:1001"))},
    {"/images/name/", SAYS(IMAGE("app"))},
    {"/images/broken/", "{}", 500, SCRIPT_WHOLE},
    {"/volumes/data", SAYS("{'Name':'data','Driver':'local','Options':null}")},
    {"/containers/" GOOD_ID "/", SOUND(GOOD_ID, "good", "1001:1001")},
    {"/containers/good/", SOUND(GOOD_ID, "good", "1001:1001")},
    {"/containers/" BAD_ID "/", SOUND(BAD_ID, "bad", "0")},
    {"/containers/" IDLE_ID "/", SAYS(UNSTARTED(IDLE_ID, "idle", "0", SOUND_HOST))},
    {"/containers/" RESTING_ID "/",
     SAYS(CONTAINER(RESTING_ID, "resting", "false", "1001:1001", SOUND_HOST))},
    {"/containers/" NAMED_ID "/", SOUND(NAMED_ID, "named", "app")},
    {"/containers/" BOUND_ID "/", SAYS(CONTAINER(BOUND_ID, "bound", "true", "1001:1001",
                                                 SOUND_HOST ",'Binds':['/usr/share:/mnt:ro']"))},
    {"/containers/" VOLUME_ID "/", SAYS(CONTAINER(VOLUME_ID, "volume", "true", "1001:1001",
                                                  SOUND_HOST ",'Binds':['data:/data']"))},
    {"/networks", SAYS("[{'Name':'web','Id':'1','Driver':'bridge'},"
                       "{'Name':'lan','Id':'2','Driver':'macvlan'}]")},
    {"/containers/" JOINED_ID "/",
     SAYS(CONTAINER(JOINED_ID, "joined", "true", "1001:1001", JOINED_HOST("web")))},
    {"/exec/e/", SAYS(EXEC(GOOD_ID, ""))},
};

static struct asking asking;

static void start_with(const char *policy_json, const struct script *rows, size_t n_rows)
{
    const char *path = write_policy_file(policy_json);

    asking_start(&asking, path, rows, n_rows, PATIENT_MS);
    unlink(path);
}

static void setup(void)
{
    start_with(policy_text, script, COUNT_OF(script));
}

static void teardown(void)
{
    asking_stop(&asking);
}

static int post(const char *uri)
{
    return asking_decide(&asking, "POST", uri, NULL);
}

/* --- Memory. ---------------------------------------------------------------------------------- */

#define ATTACH(id) "/v1.41/containers/" id "/attach?stream=1"

static const struct {
    const char *what;
    const char *first;
    const char *then;
    bool is_remembered;
} memory_rows[] = {
    {"attach, start", ATTACH(RESTING_ID), START(RESTING_ID), true},
    {"wait, start", "/v1.41/containers/" RESTING_ID "/wait?condition=removed", START(RESTING_ID),
     true},
    {"start, restart", START(GOOD_ID), "/v1.41/containers/" GOOD_ID "/restart", true},
    {"a name, the id", START("good"), START(GOOD_ID), true},
    {"the id, a name", START(GOOD_ID), START("good"), false},
    {"a named user", START(NAMED_ID), START(NAMED_ID), false},
    {"a path of the host", START(BOUND_ID), START(BOUND_ID), false},
    {"a volume", START(VOLUME_ID), START(VOLUME_ID), false},
    {"a network", START(JOINED_ID), START(JOINED_ID), false},
    {"another container", START(GOOD_ID), START(RESTING_ID), false},
};

START_TEST(what_cannot_change_is_asked_once)
{
    ck_assert_int_gt(post(memory_rows[_i].first), 0);
    assert_allowed(&asking, memory_rows[_i].what);
    ck_assert_msg((post(memory_rows[_i].then) == 0) == memory_rows[_i].is_remembered, "%s",
                  memory_rows[_i].what);
    assert_allowed(&asking, memory_rows[_i].what);
}
END_TEST

/* /networks, whatever their number. */
START_TEST(a_network_that_is_joined_is_asked_about)
{
    static const char create[] =
        "{\"Image\":\"number\",\"HostConfig\":{\"ReadonlyRootfs\":true,\"CapDrop\":[\"ALL\"],"
        "\"SecurityOpt\":[\"no-new-privileges\"],\"NetworkMode\":\"%s\"}}";
    static const char *const names[] = {"none", "web", "lan"};
    static const int n_questions[] = {1, 2, 2}; /* with the image */
    char body[256];

    snprintf(body, sizeof body, create, names[_i]);
    ck_assert_int_eq(asking_decide(&asking, "POST", "/v1.41/containers/create", body),
                     n_questions[_i]);
    if (_i == 2)
        assert_denied(&asking, names[_i], QW_CAUSE_RULES, "joins the network \"lan\"");
    else
        assert_allowed(&asking, names[_i]);
    (void)asking_decide(&asking, "POST", "/v1.41/networks/lan/connect", "{\"Container\":\"c\"}");
    assert_denied(&asking, "connect", QW_CAUSE_RULES, "joins the network \"lan\"");
    (void)asking_decide(&asking, "POST", "/v1.41/networks/web/connect", "{\"Container\":\"c\"}");
    assert_allowed(&asking, "connect");
}
END_TEST

START_TEST(an_exec_in_a_container_that_is_remembered_asks_for_the_exec_alone)
{
    post(START(GOOD_ID));
    ck_assert_int_eq(asking_decide(&asking, "POST", "/v1.41/exec/e/start", "{\"Detach\":false}"),
                     1);
    assert_allowed(&asking, "exec start");
}
END_TEST

START_TEST(an_attach_that_passed_unlooked_is_not_remembered)
{
    post(ATTACH(IDLE_ID));
    assert_allowed(&asking, "attach");
    ck_assert_int_gt(post(START(IDLE_ID)), 0);
    assert_denied(&asking, "start", QW_CAUSE_RULES, "root-user");
}
END_TEST

START_TEST(a_denial_is_not_remembered)
{
    for (int i = 0; i < 2; i++) {
        ck_assert_int_gt(post(START(BAD_ID)), 0);
        assert_denied(&asking, "start", QW_CAUSE_RULES, "root-user");
    }
}
END_TEST

START_TEST(an_update_forgets)
{
    static const struct question update = {"POST", "/v1.41/containers/other/update",
                                           "{\"CpuShares\":1}"};

    post(START(GOOD_ID));
    ck_assert_int_eq(post(START(GOOD_ID)), 0);
    ck_assert_int_eq(asking_decide(&asking, update.method, update.uri, update.body), 0);
    assert_allowed(&asking, "update");
    engine_answered(asking.fixture.gate, &update);
    ck_assert_int_gt(post(START(GOOD_ID)), 0);
    ck_assert_int_eq(post(START(GOOD_ID)), 0);
}
END_TEST

START_TEST(an_update_that_is_denied_forgets_nothing)
{
    post(START(GOOD_ID));
    asking_decide(&asking, "POST", "/v1.41/containers/other/update", "{\"NewPower\":1}");
    assert_denied(&asking, "update", QW_CAUSE_RULES, "unknown-fields");
    ck_assert_int_eq(post(START(GOOD_ID)), 0);
}
END_TEST

START_TEST(an_engine_that_started_anew_is_asked_again)
{
    const int n_asked = post(START(GOOD_ID));

    qw_gate_engine_started(asking.fixture.gate);
    ck_assert_int_ge(post(START(GOOD_ID)), n_asked - 1); /* the history stands by its id */
    ck_assert_int_eq(post(START(GOOD_ID)), 0);
}
END_TEST

/* On the engine's thread, while the gate waits for the answer. */
static void forget_meanwhile(void *asker, const char *path)
{
    if (strncmp(path, "/containers/", strlen("/containers/")) == 0)
        qw_gate_engine_started(asker);
}

START_TEST(an_answer_that_began_before_the_engine_started_anew_is_not_remembered)
{
    asking.engine.asker = asking.fixture.gate;
    asking.engine.asked = forget_meanwhile;
    for (int i = 0; i < 2; i++) {
        ck_assert_int_gt(post(START(GOOD_ID)), 0);
        assert_allowed(&asking, "start");
    }
}
END_TEST

/* --- Questions of quaywarden's own. ----------------------------------------------------------- */

static const struct {
    struct question question;
    bool is_right; /* the nonce */
    bool is_own;
    bool is_allowed;
} own_rows[] = {
    {{"GET", "/containers/" BAD_ID "/json", NULL}, true, true, true},
    {{"GET", "/version", NULL}, true, true, true},
    {{"GET", "/networks", NULL}, true, true, true},
    {{"GET", "/networks", NULL}, false, false, true},
    {{"GET", "/networks/lan", NULL}, true, false, true},
    {{"GET", "/containers/" BAD_ID "/archive?path=/etc/passwd", NULL}, true, true, true},
    {{"GET", "/containers/" BAD_ID "/archive?path=/etc/passwd", NULL}, false, false, false},
    {{"GET", "/containers/" BAD_ID "/json", NULL}, false, false, true},
    {{"HEAD", "/containers/" BAD_ID "/archive?path=/etc/passwd", NULL}, true, false, false},
    {{"POST", START(BAD_ID), NULL}, true, false, false},
    {{"POST", CREATE_URI, PRIVILEGED_BODY}, true, false, false},
    {{"POST", "/v1.41/swarm/init", "{}"}, true, false, false},
    {{"GET", "/v1.41/containers/" BAD_ID "/attach/ws", NULL}, true, false, false},
    {{"GET", "/v1.41/containers/" BAD_ID "/teleport", NULL}, true, false, false},
};

/* A nonce of the right form: that of the resolver, or with its last digit changed. */
static const char *header_of(bool is_right)
{
    static char header[128];
    char nonce[RESOLVE_NONCE_SIZE];

    memcpy(nonce, asking.resolver->nonce, sizeof nonce);
    if (!is_right)
        nonce[RESOLVE_NONCE_SIZE - 2] ^= 1;
    snprintf(header, sizeof header, "\"" QW_RESOLVE_HEADER "\":\"%s\",", nonce);
    return header;
}

static size_t n_records(void)
{
    FILE *file = fopen(asking.fixture.audit_path, "r");
    size_t n = 0;

    ck_assert_ptr_nonnull(file);
    for (int byte = getc(file); byte != EOF; byte = getc(file))
        n += byte == '\n';
    fclose(file);
    return n;
}

START_TEST(a_question_of_its_own_passes_unrecorded_and_nothing_else_does)
{
    const char *header = header_of(own_rows[_i].is_right);
    char *envelope = envelope_with(&own_rows[_i].question, header);
    struct qw_reply reply;
    const int n_asked = asking_decide_with(&asking, &own_rows[_i].question, header);

    ck_assert_int_eq(asking.decided.is_own, own_rows[_i].is_own);
    ck_assert_int_eq(asking.decided.verdict.decision == QW_ALLOW, own_rows[_i].is_allowed);
    if (own_rows[_i].is_own)
        ck_assert_int_eq(n_asked, 0);
    qw_gate_answer(asking.fixture.gate, (struct qw_bytes){envelope, strlen(envelope)}, &reply);
    ck_assert_uint_eq(n_records(), own_rows[_i].is_own ? 0 : 1);
    qw_reply_done(&reply);
    free(envelope);
}
END_TEST

/* --- No engine. ------------------------------------------------------------------------------- */

static const struct {
    const char *policy;
    struct question question;
    bool is_allowed;
    const char *text;
} none_rows[] = {
    {"restricted", {"POST", START("x"), NULL}, true, ""},
    {"restricted", {"POST", ATTACH("x"), NULL}, true, ""},
    {"restricted", {"POST", "/v1.41/exec/x/start", "{\"Detach\":false}"}, true, ""},
    {"restricted", {"GET", "/v1.41/containers/x/export", NULL}, true, ""},
    {"restricted", {"GET", "/v1.41/containers/x/archive?path=/etc", NULL}, true, ""},
    {"restricted", {"POST", "/v1.41/containers/x/exec", "{\"User\":\"0\"}"}, false, "root-user"},
    {"restricted", {"POST", CREATE_URI, HARDENED_BODY}, true, ""},
    {"restricted", {"POST", CREATE_URI, CREATE("myapp")}, false, ": root-user ["},
    {"baseline", {"PUT", "/v1.41/containers/x/archive?path=/tmp", NULL}, false, "GHSA-"},
    {"permissive", {"PUT", "/v1.41/containers/x/archive?path=/tmp", NULL}, true, ""},
    {"baseline", {"POST", "/v1.41/build?version=2", NULL}, false, "CVE-2024-23653"},
};

START_TEST(without_an_engine_requests_are_judged_alone)
{
    struct qw_resolver *resolver = patient_resolver_for(QW_ENGINE_NONE, PATIENT_MS);
    struct asking alone = {.resolver = resolver, .arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY)};

    gate_fixture_open(&alone.fixture, none_rows[_i].policy, false,
                      (struct qw_gate_config){.resolver = resolver});
    ck_assert_int_eq(asking_decide_with(&alone, &none_rows[_i].question, ""), 0);
    ck_assert_msg((alone.decided.verdict.decision == QW_ALLOW) == none_rows[_i].is_allowed,
                  "%s: %s", none_rows[_i].question.uri, alone.decided.message);
    ck_assert_msg(strstr(alone.decided.message, none_rows[_i].text) != NULL, "%s",
                  alone.decided.message);
    gate_fixture_done(&alone.fixture);
    qw_resolver_free(resolver);
    qw_arena_free(alone.arena);
}
END_TEST

/* --- Holes. ----------------------------------------------------------------------------------- */

enum { VERSION_OLD, VERSION_OPEN, VERSION_CLOSED, VERSION_STRANGE, VERSION_UNTOLD };

static const struct script versions[] = {
    [VERSION_OLD] = {"/version", SAYS(VERSION("20.10.24+dfsg1"))},
    [VERSION_OPEN] = {"/version", SAYS(VERSION("26.1.5+dfsg1"))},
    [VERSION_CLOSED] = {"/version", SAYS(VERSION("29.5.1"))},
    [VERSION_STRANGE] = {"/version", SAYS(VERSION("moby"))},
    [VERSION_UNTOLD] = {"/version", "{}", 500, SCRIPT_WHOLE},
};

#define ARCHIVE(id) "/v1.41/containers/" id "/archive?path=/tmp"

static const struct {
    size_t version;
    const char *method;
    const char *uri;
    bool is_fixed;    /* says the policy */
    const char *text; /* of the denial; NULL: allowed */
} hole_rows[] = {
    {VERSION_OLD, "PUT", ARCHIVE(GOOD_ID), false, NULL},
    {VERSION_OPEN, "PUT", ARCHIVE(GOOD_ID), false, "engine 26.1.5+dfsg1 has the hole"},
    {VERSION_OPEN, "PUT", ARCHIVE(RESTING_ID), false, "GHSA-x86f-5xw2-fm2r"},
    {VERSION_OPEN, "PUT", ARCHIVE(GOOD_ID), true, NULL},
    {VERSION_CLOSED, "PUT", ARCHIVE(GOOD_ID), false, NULL},
    {VERSION_STRANGE, "PUT", ARCHIVE(GOOD_ID), false, "GHSA-x86f-5xw2-fm2r"},
    {VERSION_UNTOLD, "PUT", ARCHIVE(GOOD_ID), false, "the worst is assumed"},
    {VERSION_UNTOLD, "PUT", ARCHIVE(GOOD_ID), true, NULL},
    {VERSION_OPEN, "GET", ARCHIVE(GOOD_ID), false, "GHSA-vp62-88p7-qqf5"},
    {VERSION_OPEN, "GET", ARCHIVE(RESTING_ID), false, NULL},
    {VERSION_OPEN, "GET", ARCHIVE(GOOD_ID), true, NULL},
    {VERSION_UNTOLD, "GET", ARCHIVE(GOOD_ID), false, "the worst is assumed"},
    {VERSION_OPEN, "GET", "/v1.41/containers/" GOOD_ID "/export", false, "GHSA-vp62-88p7-qqf5"},
    {VERSION_OPEN, "GET", "/v1.41/containers/" RESTING_ID "/export", false, NULL},
};

/* Twice, because what is remembered of a container says nothing of whether it runs. */
START_TEST(what_leads_through_a_hole_of_the_engine_is_denied)
{
    struct script rows[COUNT_OF(script)];

    memcpy(rows, script, sizeof rows);
    rows[0] = versions[hole_rows[_i].version];
    start_with(hole_rows[_i].is_fixed ? fixed_policy_text : policy_text, rows, COUNT_OF(rows));
    for (int i = 0; i < 2; i++) {
        asking_decide(&asking, hole_rows[_i].method, hole_rows[_i].uri, NULL);
        if (hole_rows[_i].text == NULL)
            assert_allowed(&asking, hole_rows[_i].uri);
        else
            assert_denied(&asking, hole_rows[_i].uri, QW_CAUSE_ENGINE_HOLE, hole_rows[_i].text);
    }
    asking_stop(&asking);
}
END_TEST

/* --- Images. ---------------------------------------------------------------------------------- */

static const struct {
    const char *what;
    const char *body;
    const char *text; /* of the denial; NULL: allowed */
} image_rows[] = {
    {"USER 0", CREATE("zero"), ": root-user ["},
    {"USER 00:1", CREATE("padded"), ": root-user ["},
    {"no USER", CREATE("none"), ": root-user ["},
    {"a number", CREATE("number"), NULL},
    {"a name", CREATE("name"), NULL},
    {"not there", CREATE("nosuch"), NULL},
    {"not there, and privileged", PRIVILEGED_CREATE("nosuch"), ": privileged ["},
    {"no answer", CREATE("broken"), "the engine answered with status 500"},
};

START_TEST(a_create_without_a_user_is_judged_by_the_images)
{
    const int n_asked = asking_decide(&asking, "POST", CREATE_URI, image_rows[_i].body);

    ck_assert_msg(n_asked == 1, "%s: %d questions", image_rows[_i].what, n_asked);
    if (image_rows[_i].text == NULL)
        assert_allowed(&asking, image_rows[_i].what);
    else
        assert_denied(&asking, image_rows[_i].what, QW_CAUSE_RULES, image_rows[_i].text);
}
END_TEST

START_TEST(an_operation_that_the_policy_denies_asks_nothing)
{
    ck_assert_int_eq(asking_decide(&asking, "POST", "/v1.41/swarm/init", "{}"), 0);
    ck_assert_int_eq(asking_decide(&asking, "POST", "/v1.41/build", NULL), 0);
    assert_denied(&asking, "build", QW_CAUSE_OPERATION, "build");
}
END_TEST

#define LOOP(test, rows) tcase_add_loop_test(tcase, test, 0, (int)COUNT_OF(rows))

static TCase *asking_case(void)
{
    TCase *tcase = tcase_create("asking");

    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    LOOP(what_cannot_change_is_asked_once, memory_rows);
    tcase_add_loop_test(tcase, a_network_that_is_joined_is_asked_about, 0, 3);
    tcase_add_test(tcase, an_exec_in_a_container_that_is_remembered_asks_for_the_exec_alone);
    tcase_add_test(tcase, an_attach_that_passed_unlooked_is_not_remembered);
    tcase_add_test(tcase, a_denial_is_not_remembered);
    tcase_add_test(tcase, an_update_forgets);
    tcase_add_test(tcase, an_update_that_is_denied_forgets_nothing);
    tcase_add_test(tcase, an_engine_that_started_anew_is_asked_again);
    tcase_add_test(tcase, an_answer_that_began_before_the_engine_started_anew_is_not_remembered);
    LOOP(a_question_of_its_own_passes_unrecorded_and_nothing_else_does, own_rows);
    LOOP(a_create_without_a_user_is_judged_by_the_images, image_rows);
    tcase_add_test(tcase, an_operation_that_the_policy_denies_asks_nothing);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("gate/plan");
    TCase *tcase = tcase_create("alone");

    suite_add_tcase(suite, asking_case());
    LOOP(without_an_engine_requests_are_judged_alone, none_rows);
    LOOP(what_leads_through_a_hole_of_the_engine_is_denied, hole_rows);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
