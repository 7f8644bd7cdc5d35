/* Where links of a container lead its mounts is asked before it starts, and only where nothing else
 * decides; what the engine asks back then is known as our own. */
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
    int n_files; /* /etc and /etc/group among them, for the number of the user's group */
} rows[] = {
    {"restricted", "POST", WAYS "/start", MOUNTING("'/data'", "false"), false, 3},
    {"restricted", "POST", WAYS "/start", MOUNTING("'/ok'", "false"), false, 5},
    {"restricted", "POST", WAYS "/start", MOUNTING("'/led'", "false"), true, 5},
    {"restricted", "POST", WAYS "/start", MOUNTING("'/refused'", "false"), true, 2},
    {"restricted", "POST", WAYS "/restart", MOUNTING("'/led'", "false"), true, 5},
    {"restricted", "GET", WAYS "/archive?path=/a", MOUNTING("'/led'", "false"), true, 5},
    {"restricted", "GET", WAYS "/export", MOUNTING("'/led'", "false"), true, 5},
    {"restricted", "POST", WAYS "/wait?condition=removed", MOUNTING("'/led'", "false"), true, 5},
    /* what is denied anyway, and what runs, is not asked about */
    {"restricted", "POST", WAYS "/start", MOUNTING("'/led','/dev'", "false"), true, 0},
    {"restricted", "POST", WAYS "/start", MOUNTING("'/data','/data/led'", "false"), true, 0},
    {"restricted", "POST", WAYS "/restart", MOUNTING("'/led'", "true"), false, 0},
    {"restricted", "POST", WAYS "/attach?stdin=1&stream=1", MOUNTING("'/led'", "false"), false, 0},
    {"baseline", "POST", WAYS "/start", MOUNTING("'/led'", "false"), false, 0},
    {"baseline", "POST", WAYS "/start", writable, false, 0},
};

START_TEST(links_are_followed_until_they_are_admitted)
{
    start(rows[_i].level, rows[_i].held, answer_counted_file);
    for (int i = 1; i <= 2; i++) {
        (void)asking_decide(&asking, rows[_i].method, rows[_i].uri, NULL);
        if (rows[_i].is_denied)
            assert_denied(&asking, rows[_i].uri, QW_CAUSE_RULES, "volumes [");
        else
            assert_allowed(&asking, rows[_i].uri);
        /* what was admitted once stays so */
        ck_assert_int_eq(atomic_load(&n_files_asked),
                         rows[_i].is_denied ? i * rows[_i].n_files : rows[_i].n_files);
    }
    asking_stop(&asking);
}
END_TEST

/* A file that the engine would read elsewhere than we do tells nothing. */
START_TEST(a_mount_where_the_group_file_is_denies_the_number)
{
    start("restricted", MOUNTING("'/etc/group'", "false"), answer_counted_file);
    (void)asking_decide(&asking, "POST", WAYS "/start", NULL);
    assert_denied(&asking, "start", QW_CAUSE_RULES, "mounts something over its group file");
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
    for (size_t i = 0; strstr(head, "/archive?path=%2Fdata") != NULL && i < COUNT_OF(backs); i++)
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

/* --- An engine that sets the volumes up on the host to answer. -------------------------------- */

#define TWO_OF(binds, names)                                                                      \
    "{'Id':'" GOOD_ID "','Name':'/good','Image':'sha256:1','Created':'2020-01-02T03:04:05.678Z'," \
    "'State':{'Status':'exited','Running':false,'Pid':0},'Config':{'Image':'myapp','User':"       \
    "'1001:1001'},'HostConfig':{" SOUND_HOST ",'Binds':[" binds "]},'Mounts':[" names "]}"
#define RECORD(name, target) \
    "{'Type':'volume','Name':'" name "','Destination':'" target "','RW':true}"
#define TWO TWO_OF("'one:/data','two:/run'", RECORD("one", "/data") "," RECORD("two", "/run"))
#define ANONYMOUS TWO_OF("'/data','two:/run'", RECORD("x", "/data") "," RECORD("two", "/run"))
/* an anonymous volume that is a folder of the host */
#define BOUND                                                                          \
    TWO_OF("'two:/run'],'Mounts':[{'Type':'volume','Target':'/data','VolumeOptions':{" \
           "'DriverConfig':{'Name':'local','Options':{'o':'bind','device':'/usr'}}}}", \
           RECORD("x", "/data") "," RECORD("two", "/run"))
#define VOLUME(options) \
    "{'Name':'v','Driver':'local','CreatedAt':'2099-01-02T03:04:05Z','Options':" options "}"
#define USER "[{'Id':'" BAD_ID "'}]"

enum { VERSION_ROW, USERS_ROW, ONE_ROW, HELD_ROW };

static struct script old_engine[] = {
    [VERSION_ROW] = {"/version", SAYS(VERSION("20.10.24"))},
    [USERS_ROW] = {"/containers/json?", SAYS("[]")},
    [ONE_ROW] = {"/volumes/one", SAYS(VOLUME("null"))},
    [HELD_ROW] = {"/containers/good/", SAYS(TWO)},
    {"/containers/" GOOD_ID "/json", SAYS(TWO)},
    {"/containers/" BAD_ID "/json", SAYS("{'Name':'/writer','State':{'Running':true}}")},
    {"/volumes/x", SAYS(VOLUME("null"))},
    {"/volumes/two", SAYS(VOLUME("null"))},
    {"/info", SAYS(INFO)},
    {"/images/", SAYS(IMAGE("1001"))},
};

#define SITE                                                                                   \
    "{\"version\":1,\"name\":\"site\",\"extends\":\"restricted\",\"rules\":{\"bind-mounts\":{" \
    "\"deny\":[],\"allow\":[{\"path\":\"/usr\",\"access\":\"rw\"}]}%s}}"

static const struct {
    const char *version;
    const char *held;
    const char *volume; /* NULL: a plain one */
    const char *users;
    const char *more; /* rules of the policy */
    bool is_denied;
} old_engines[] = {
    {VERSION("20.10.24"), TWO, NULL, "[]", "", false},
    /* nobody has seen that there was none of that name */
    {VERSION("20.10.24"), ANONYMOUS, NULL, "[]", "", true},
    {VERSION("20.10.24"), TWO, VOLUME("{'type':'tmpfs','device':'tmpfs'}"), "[]", "", false},
    {VERSION("20.10.24"), TWO, VOLUME("{'o':'bind','device':'/usr'}"), "[]", "", true},
    {VERSION("20.10.24"), BOUND, NULL, "[]", "", true},
    {VERSION("20.10.24"), TWO, NULL, USER, "", true},
    {VERSION("20.10.24"), TWO, NULL, "{}", "", true},
    {VERSION("26.1.5"), TWO, NULL, USER, "", false},
    /* without claims of others there is no quiet */
    {VERSION("20.10.24"), TWO, NULL, "[]", ",\"volumes\":{\"allow_copy_up\":true}", true},
};

static char *policy_of_site(const char *more)
{
    static char text[512];

    snprintf(text, sizeof text, SITE, more);
    return text;
}

/* The gate has seen these made. */
static void see_missing(void)
{
    static const char *const texts[] = {"volume one", "volume two"};

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct qw_digest digest;

        ck_assert_int_eq(qw_digest_sha256(texts[i], strlen(texts[i]), &digest), QW_OK);
        volumes_note_missing(&asking.fixture.gate->volumes, &digest,
                             volumes_now(&asking.fixture.gate->volumes));
    }
}

static const char *begin_old(int row)
{
    const char *path = write_policy_file(policy_of_site(old_engines[row].more));

    container_files = files;
    n_container_files = COUNT_OF(files);
    old_engine[VERSION_ROW].text = old_engines[row].version;
    old_engine[USERS_ROW].text = old_engines[row].users;
    old_engine[ONE_ROW].text =
        old_engines[row].volume != NULL ? old_engines[row].volume : VOLUME("null");
    old_engine[HELD_ROW].text = old_engines[row].held;
    asking_start(&asking, path, old_engine, COUNT_OF(old_engine), PATIENT_MS);
    asking.engine.answers = answer_file;
    see_missing();
    return path;
}

START_TEST(an_old_engine_is_asked_about_two_volumes_when_all_is_quiet)
{
    const char *path = begin_old(_i);

    for (int i = 0; i < 2; i++) {
        (void)asking_decide(&asking, "POST", WAYS "/start", NULL);
        if (old_engines[_i].is_denied)
            assert_denied(&asking, "start", QW_CAUSE_RULES, "not safe to ask");
        else
            assert_allowed(&asking, "start");
        engine_answered(asking.fixture.gate, &(struct question){"POST", WAYS "/start", NULL});
    }
    asking_stop(&asking);
    ck_assert_int_eq(remove(path), 0);
}
END_TEST

/* Somebody else's start that was allowed, and is not answered yet, may write to it. */
START_TEST(it_is_not_asked_while_another_may_write)
{
    const char *path = begin_old(0);

    asking.fixture.gate->claims.wait_us = 1;
    (void)asking_decide(&asking, "POST", WAYS "/start", NULL);
    assert_allowed(&asking, "the other's start");
    memory_forget(&asking.fixture.gate->followed);
    (void)asking_decide(&asking, "POST", "/v1.41/containers/" GOOD_ID "/start", NULL);
    assert_denied(&asking, "start", QW_CAUSE_RULES, "not safe to ask");
    engine_answered(asking.fixture.gate, &(struct question){"POST", WAYS "/start", NULL});
    see_missing(); /* made anew: what was passed on is gone */
    (void)asking_decide(&asking, "POST", "/v1.41/containers/" GOOD_ID "/start", NULL);
    assert_allowed(&asking, "start");
    asking_stop(&asking);
    ck_assert_int_eq(remove(path), 0);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("targets");

    tcase_add_test(tests, a_mount_where_the_group_file_is_denies_the_number);
    tcase_add_loop_test(tests, links_are_followed_until_they_are_admitted, 0, (int)COUNT_OF(rows));
    tcase_add_test(tests, a_file_is_an_own_question_only_while_it_is_asked_for);
    tcase_add_loop_test(tests, an_old_engine_is_asked_about_two_volumes_when_all_is_quiet, 0,
                        (int)COUNT_OF(old_engines));
    tcase_add_test(tests, it_is_not_asked_while_another_may_write);
    return run_case("gate/targets", tests);
}
