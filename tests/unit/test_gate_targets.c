/* Where links of a container lead its mounts is asked before it starts, each time, and only where
 * nothing else decides; what the engine asks back then is known as our own. */
#include "container_files_fixture.h"
#include "gate_engine_fixture.h"

#include "../../src/gate/gate_priv.h"

#define WAYS "/v1.41/containers/good"
#define FILES "/containers/" GOOD_ID "/archive?path="
#define MOUNTING(binds, is_running) \
    CONTAINER(GOOD_ID, "good", is_running, "1001:1001", SOUND_HOST ",'Binds':[" binds "]")

static const struct container_file files[] = {
    {.path = "/data"},
    {.path = "/run"},
    {.path = "/ok", .link = "/run"},
    {.path = "/led", .link = "/dev"},
    {.path = "/refused", .status = 403},
};

static const char writable[] =
    CONTAINER(GOOD_ID, "good", "false", "1001:1001", "'CapDrop':['ALL'],'Binds':['/led']");

static struct asking asking;
static atomic_int n_files_asked;

static bool answer_counted_file(int fd, const char *head)
{
    if (strstr(head, "/archive?path=") != NULL)
        atomic_fetch_add(&n_files_asked, 1);
    return answer_file(fd, head);
}

static struct script script[] = {
    {"/version", SAYS(VERSION("20.10.24"))},
    {"/info", SAYS(INFO)},
    {"/images/", SAYS(IMAGE("1001"))},
    {"/containers/", SAYS("{}")},
};

static void start(const char *policy, const char *held, bool (*answers)(int fd, const char *head))
{
    container_files = files;
    n_container_files = COUNT_OF(files);
    script[COUNT_OF(script) - 1].text = held;
    asking_start(&asking, policy, script, COUNT_OF(script), PATIENT_MS);
    asking.engine.answers = answers;
}

static const struct {
    const char *level;
    const char *method;
    const char *uri;
    const char *held;
    bool is_denied;
    int n_files;
} rows[] = {
    {"restricted", "POST", WAYS "/start", MOUNTING("'/data'", "false"), false, 1},
    {"restricted", "POST", WAYS "/start", MOUNTING("'/ok'", "false"), false, 3},
    {"restricted", "POST", WAYS "/start", MOUNTING("'/led'", "false"), true, 3},
    {"restricted", "POST", WAYS "/start", MOUNTING("'/refused'", "false"), true, 1},
    {"restricted", "POST", WAYS "/restart", MOUNTING("'/led'", "false"), true, 3},
    {"restricted", "GET", WAYS "/archive?path=/a", MOUNTING("'/led'", "false"), true, 3},
    {"restricted", "GET", WAYS "/export", MOUNTING("'/led'", "false"), true, 3},
    {"restricted", "POST", WAYS "/wait?condition=removed", MOUNTING("'/led'", "false"), true, 3},
    /* what is denied anyway, and what runs, is not asked about */
    {"restricted", "POST", WAYS "/start", MOUNTING("'/led','/dev'", "false"), true, 0},
    {"restricted", "POST", WAYS "/start", MOUNTING("'/data','/data/led'", "false"), true, 0},
    {"restricted", "POST", WAYS "/restart", MOUNTING("'/led'", "true"), false, 0},
    {"restricted", "POST", WAYS "/attach?stdin=1&stream=1", MOUNTING("'/led'", "false"), false, 0},
    {"baseline", "POST", WAYS "/start", MOUNTING("'/led'", "false"), false, 0},
    {"baseline", "POST", WAYS "/start", writable, false, 0},
};

START_TEST(links_are_followed_each_time_where_they_decide)
{
    start(rows[_i].level, rows[_i].held, answer_counted_file);
    for (int i = 1; i <= 2; i++) {
        (void)asking_decide(&asking, rows[_i].method, rows[_i].uri, NULL);
        if (rows[_i].is_denied)
            assert_denied(&asking, rows[_i].uri, QW_CAUSE_RULES, ": volumes [");
        else
            assert_allowed(&asking, rows[_i].uri);
        ck_assert_int_eq(atomic_load(&n_files_asked), i * rows[_i].n_files);
    }
    asking_stop(&asking);
}
END_TEST

/* What the engine says it is asked, while the gate asks it for /data. */
static const struct {
    const char *method;
    const char *uri;
    bool has_nonce;
    bool is_own;
} backs[] = {
    {"HEAD", FILES "%2Fdata", true, true},          {"HEAD", FILES "%2Fdata", false, false},
    {"GET", FILES "%2Fdata", true, false},          {"HEAD", FILES "/data", true, false},
    {"HEAD", FILES "%2Fetc%2Fshadow", true, false}, {"HEAD", "/v1.41" FILES "%2Fdata", true, false},
};

static bool is_own(size_t i)
{
    const struct question question = {backs[i].method, backs[i].uri, NULL};
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_decided decided;
    char header[96];
    char *envelope;

    ck_assert_ptr_nonnull(arena);
    snprintf(header, sizeof header, "\"" QW_RESOLVE_HEADER "\":\"%s\",",
             backs[i].has_nonce ? asking.resolver->nonce : "00000000000000000000000000000000");
    envelope = envelope_with(&question, header);
    /* asks nothing where it is our own; else it is only planned: the engine has one thread */
    (void)gate_decide_at_once(asking.fixture.gate, arena, "check",
                              (struct qw_bytes){envelope, strlen(envelope)}, &decided);
    free(envelope);
    qw_arena_free(arena);
    return decided.is_own;
}

static bool was_own[COUNT_OF(backs)];

static bool ask_back_and_answer(int fd, const char *head)
{
    for (size_t i = 0; strstr(head, "/archive?path=") != NULL && i < COUNT_OF(backs); i++)
        was_own[i] = is_own(i);
    return answer_file(fd, head);
}

START_TEST(a_file_is_an_own_question_only_while_it_is_asked_for)
{
    static const char held[] = MOUNTING("'/data'", "false");

    start("restricted", held, ask_back_and_answer);
    (void)asking_decide(&asking, "POST", WAYS "/start", NULL);
    assert_allowed(&asking, "start");
    for (size_t i = 0; i < COUNT_OF(backs); i++) {
        ck_assert_msg(was_own[i] == backs[i].is_own, "row %zu", i);
        ck_assert(!is_own(i));
    }
    asking_stop(&asking);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("targets");

    tcase_add_loop_test(tests, links_are_followed_each_time_where_they_decide, 0,
                        (int)COUNT_OF(rows));
    tcase_add_test(tests, a_file_is_an_own_question_only_while_it_is_asked_for);
    return run_case("gate/targets", tests);
}
