/* While a volume is filled from an image nobody else writes to it.  The engine is scripted. */
#include <time.h>

#include "../../src/gate/gate_priv.h"
#include "gate_engine_fixture.h"
#include "suite.h"

#define MADE_UP "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
#define START "/v1.41/containers/" GOOD_ID "/start"
#define VOLUME(name, created) \
    "{'Name':'" name "','Driver':'local','Options':null,'CreatedAt':'" created "'}"
#define OLD "2020-01-02T03:04:05Z"
#define NEW "2099-01-02T03:04:05Z" /* behind the start of the gate, and all that comes then */

/* Containers with a volume each: SOUND_HOST, and what the engine records of mounts. */
#define WITH_MOUNT(id, host, name, rw)                                                       \
    "{'Id':'" id "','Name':'/web','Image':'sha256:1','Created':'2020-01-02T03:04:05.678Z',"  \
    "'State':{'Status':'exited','Running':false,'Pid':0},'Config':{'Image':'myapp','User':"  \
    "'1001:1001','Volumes':{'/d':{}}},'HostConfig':{" SOUND_HOST host "},'Mounts':[{'Type':" \
    "'volume','Name':'" name "','Destination':'/d','RW':" rw "}]}"

enum { VOLUME_ROW, MADE_UP_ROW, USERS_ROW, CONTAINER_ROW, VERSION_ROW };

static const struct script rows[] = {
    [VOLUME_ROW] = {"/volumes/data", SAYS(VOLUME("data", NEW))},
    [MADE_UP_ROW] = {"/volumes/" MADE_UP, SAYS(VOLUME(MADE_UP, OLD))},
    [USERS_ROW] = {"/containers/json?", SAYS("[]")},
    [CONTAINER_ROW] = {"/containers/" GOOD_ID "/json",
                       SAYS(WITH_MOUNT(GOOD_ID, ",'Binds':['data:/d']", "data", "true"))},
    [VERSION_ROW] = {"/version", SAYS(VERSION("26.1.5"))},
    {"/volumes/plain", SAYS(VOLUME("plain", NEW))},
    {"/info", SAYS(INFO)},
    {"/images/", SAYS(IMAGE("1001:1001"))},
    {"/containers/" GOOD_ID "/archive", "", 404, SCRIPT_WHOLE},
    {"/containers/broken/json", SAYS("{}")},
    {"/containers/" IDLE_ID "/json", SAYS("{'Name':'/idle','State':{'Running':false}}")},
    {"/containers/" BAD_ID "/json", SAYS("{'Name':'/writer','State':{'Running':true}}")},
};

/* `baseline` without its rest: the rule alone, where it guards. */
#define POLICY                                                                          \
    "{\"version\":1,\"name\":\"site\",\"extends\":\"baseline\",\"rules\":{\"volumes\":" \
    "{\"allow_copy_up\":false}}}"

enum { SOON_US = 20000, NEVER_US = 60000000 };

static struct script said[COUNT_OF(rows)];
static const char *policy_path;

/* The gate has seen that there was none of NAME before. */
static void see_missing(struct asking *asking, const char *name)
{
    struct qw_digest digest;
    char text[128];

    snprintf(text, sizeof text, "volume %s", name);
    ck_assert_int_eq(qw_digest_sha256(text, strlen(text), &digest), QW_OK);
    volumes_note_missing(&asking->fixture.gate->volumes, &digest,
                         volumes_now(&asking->fixture.gate->volumes));
}

static void begin(struct asking *asking)
{
    memcpy(said, rows, sizeof rows);
    policy_path = write_policy_file(POLICY);
    asking_start(asking, policy_path, said, COUNT_OF(said), PATIENT_MS);
    asking->fixture.gate->claims.wait_us = SOON_US;
    see_missing(asking, "data");
    see_missing(asking, MADE_UP);
}

static void end(struct asking *asking)
{
    asking_stop(asking);
    ck_assert_int_eq(remove(policy_path), 0);
}

static void allow(struct asking *asking, const char *uri, const char *body)
{
    (void)asking_decide(asking, "POST", uri, body);
    assert_allowed(asking, body != NULL ? body : uri);
}

static void deny(struct asking *asking, const char *uri, const char *body, const char *text)
{
    (void)asking_decide(asking, "POST", uri, body);
    assert_denied(asking, uri, QW_CAUSE_NOT_UNDERSTOOD, text);
}

static void answered(struct asking *asking, const char *uri, const char *body)
{
    engine_answered(asking->fixture.gate, &(struct question){"POST", uri, body});
}

#define FILL(bind) "{\"Image\":\"myapp\",\"HostConfig\":{\"Binds\":[\"" bind "\"]}}"
#define PLAIN "{\"Image\":\"myapp\"}"
#define BEING_FILLED "a volume is being filled from an image"

/* --- One fills, another fills or writes. ------------------------------------------------------ */

START_TEST(what_is_being_filled_is_not_written_to)
{
    struct asking asking;

    begin(&asking);
    allow(&asking, CREATE_URI, FILL("data:/d"));
    deny(&asking, START, NULL, BEING_FILLED);
    deny(&asking, "/v1.41/containers/" GOOD_ID "/restart", NULL, BEING_FILLED);
    deny(&asking, CREATE_URI, FILL("data:/e"), BEING_FILLED);
    deny(&asking, CREATE_URI, FILL("data:/d"), BEING_FILLED);
    allow(&asking, CREATE_URI, FILL("data:/d:nocopy"));
    allow(&asking, CREATE_URI, FILL("other:/d"));
    answered(&asking, CREATE_URI, FILL("data:/d"));
    allow(&asking, START, NULL);
    end(&asking);
}
END_TEST

START_TEST(what_is_about_to_be_written_to_is_not_filled)
{
    struct asking asking;

    begin(&asking);
    allow(&asking, START, NULL);
    allow(&asking, START, NULL);
    deny(&asking, CREATE_URI, FILL("data:/d"), BEING_FILLED);
    allow(&asking, CREATE_URI, FILL("data:/d:nocopy"));
    answered(&asking, START, NULL);
    deny(&asking, CREATE_URI, FILL("data:/d"), BEING_FILLED);
    answered(&asking, START, NULL);
    allow(&asking, CREATE_URI, FILL("data:/d"));
    end(&asking);
}
END_TEST

START_TEST(a_reader_writes_nothing)
{
    struct asking asking;

    begin(&asking);
    said[CONTAINER_ROW].text = WITH_MOUNT(GOOD_ID, ",'Binds':['data:/d:ro']", "data", "false");
    allow(&asking, CREATE_URI, FILL("data:/d"));
    allow(&asking, START, NULL);
    end(&asking);
}
END_TEST

/* Answers the create as soon as the start waits for that. */
static void *answer_when_awaited(void *user)
{
    static const struct timespec pause = {.tv_nsec = 1000000};
    struct qw_gate *gate = user;
    unsigned n_waiting = 0;

    while (n_waiting == 0) {
        nanosleep(&pause, NULL);
        pthread_mutex_lock(&gate->claims.lock);
        n_waiting = gate->claims.n_waiting;
        pthread_mutex_unlock(&gate->claims.lock);
    }
    engine_answered(gate, &(struct question){"POST", CREATE_URI, FILL("data:/d")});
    return NULL;
}

START_TEST(who_comes_meanwhile_waits)
{
    struct asking asking;
    pthread_t thread;

    begin(&asking);
    asking.fixture.gate->claims.wait_us = NEVER_US;
    allow(&asking, CREATE_URI, FILL("data:/d"));
    ck_assert_int_eq(pthread_create(&thread, NULL, answer_when_awaited, asking.fixture.gate), 0);
    allow(&asking, START, NULL);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    end(&asking);
}
END_TEST

/* --- Who uses it. ----------------------------------------------------------------------------- */

#define USER "[{'Id':'" IDLE_ID "'},{'Id':'" BAD_ID "'}]"

START_TEST(what_is_in_use_is_not_filled)
{
    struct asking asking;

    begin(&asking);
    said[USERS_ROW].text = USER;
    (void)asking_decide(&asking, "POST", CREATE_URI, FILL("data:/d"));
    assert_denied(&asking, "create", QW_CAUSE_RULES, "which the container \"writer\" uses");
    allow(&asking, CREATE_URI, FILL("data:/d:nocopy"));
    end(&asking);
}
END_TEST

struct coming {
    int n_asked;
};

/* It starts to run between the first question and the second. */
static void come(void *asker, const char *path)
{
    struct coming *coming = asker;

    if (strncmp(path, "/containers/json?", strlen("/containers/json?")) == 0 &&
        ++coming->n_asked == 2)
        said[USERS_ROW].text = USER;
}

START_TEST(what_comes_into_use_is_not_filled)
{
    struct coming coming = {0};
    struct asking asking;

    begin(&asking);
    asking.engine.asker = &coming;
    asking.engine.asked = come;
    deny(&asking, CREATE_URI, FILL("data:/d"), "has just come into use");
    said[USERS_ROW].text = "[]";
    allow(&asking, CREATE_URI, FILL("data:/d")); /* the denied one has left no claim */
    end(&asking);
}
END_TEST

static const struct {
    const char *text;
    int status;
} unusable[] = {{"{}", 200}, {"[{}]", 200}, {"[{'Id':'broken'}]", 200}, {"[]", 500}, {"[]", 404}};

START_TEST(without_an_answer_nothing_is_filled)
{
    struct asking asking;

    begin(&asking);
    said[USERS_ROW].text = unusable[_i].text;
    said[USERS_ROW].status = unusable[_i].status;
    (void)asking_decide(&asking, "POST", CREATE_URI, FILL("data:/d"));
    assert_denied(&asking, unusable[_i].text, QW_CAUSE_RULES, "cannot be judged");
    end(&asking);
}
END_TEST

/* --- Who may hold it still. ------------------------------------------------------------------- */

#define TWO_MOUNTS(other, rw)                                                                    \
    "{'Id':'" GOOD_ID "','Name':'/web','Image':'sha256:1','Created':'2020-01-02T03:04:05.678Z'," \
    "'State':{'Status':'exited','Running':false,'Pid':0},'Config':{'Image':'myapp','User':"      \
    "'1001:1001'},'HostConfig':{" SOUND_HOST ",'Binds':['data:/d','" other ":/o']},'Mounts':["   \
    "{'Type':'volume','Name':'data','Destination':'/d','RW':" rw "},"                            \
    "{'Type':'volume','Name':'" other "','Destination':'/o','RW':true}]}"

#define HELD "somebody may still write to it"

static const struct {
    const char *container; /* started before; NULL: none */
    bool is_denied;
} held[] = {
    {NULL, false},
    {TWO_MOUNTS("data", "true"), false}, /* the same twice */
    {TWO_MOUNTS("plain", "true"), true},
    {TWO_MOUNTS("plain", "false"), true}, /* a socket can be connected to all the same */
};

START_TEST(what_was_beside_other_mounts_is_not_filled_again)
{
    struct asking asking;

    begin(&asking);
    if (held[_i].container != NULL) {
        said[CONTAINER_ROW].text = held[_i].container;
        allow(&asking, START, NULL);
        answered(&asking, START, NULL);
    }
    if (held[_i].is_denied)
        deny(&asking, CREATE_URI, FILL("data:/d"), HELD);
    else
        allow(&asking, CREATE_URI, FILL("data:/d"));
    allow(&asking, CREATE_URI, FILL("data:/d:nocopy"));
    end(&asking);
}
END_TEST

/* A volume that was there when the gate was started may have been anywhere. */
START_TEST(what_is_not_known_to_be_new_is_not_filled)
{
    struct asking asking;

    begin(&asking);
    asking.fixture.gate->volumes.n_items = 0;
    deny(&asking, CREATE_URI, FILL("data:/d"), HELD);
    said[VOLUME_ROW].status = 404;
    allow(&asking, CREATE_URI, FILL("data:/d")); /* it is made by this one */
    answered(&asking, CREATE_URI, FILL("data:/d"));
    said[VOLUME_ROW].status = 200;
    allow(&asking, CREATE_URI, FILL("data:/d"));
    end(&asking);
}
END_TEST

#define MAKE "{\"Name\":\"data\"}"

START_TEST(a_volume_is_seen_to_be_made)
{
    struct asking asking;

    begin(&asking);
    asking.fixture.gate->volumes.n_items = 0;
    allow(&asking, "/v1.41/volumes/create", MAKE); /* it is there already */
    deny(&asking, CREATE_URI, FILL("data:/d"), HELD);
    said[VOLUME_ROW].status = 404;
    allow(&asking, "/v1.41/volumes/create", MAKE);
    said[VOLUME_ROW].status = 200;
    allow(&asking, CREATE_URI, FILL("data:/d"));
    end(&asking);
}
END_TEST

START_TEST(what_was_held_is_gone_with_its_volume)
{
    struct asking asking;

    begin(&asking);
    said[CONTAINER_ROW].text = TWO_MOUNTS("plain", "true");
    allow(&asking, START, NULL);
    answered(&asking, START, NULL);
    said[VOLUME_ROW].status = 404;
    allow(&asking, "/v1.41/volumes/create", MAKE);
    said[VOLUME_ROW].status = 200;
    allow(&asking, CREATE_URI, FILL("data:/d"));
    end(&asking);
}
END_TEST

/* Its answer comes late: by then the volume has been made, and stood beside another. */
START_TEST(a_late_answer_frees_nothing)
{
    struct qw_digest digest;
    struct asking asking;
    uint64_t asked;

    begin(&asking);
    asked = volumes_now(&asking.fixture.gate->volumes);
    said[CONTAINER_ROW].text = TWO_MOUNTS("plain", "true");
    allow(&asking, START, NULL);
    answered(&asking, START, NULL);
    ck_assert_int_eq(qw_digest_sha256("volume data", strlen("volume data"), &digest), QW_OK);
    volumes_note_missing(&asking.fixture.gate->volumes, &digest, asked);
    deny(&asking, CREATE_URI, FILL("data:/d"), HELD);
    end(&asking);
}
END_TEST

START_TEST(what_is_forgotten_is_not_known_to_be_new)
{
    struct asking asking;
    char name[32];

    begin(&asking);
    for (int i = 0; i < VOLUMES_SIZE; i++) {
        snprintf(name, sizeof name, "v%d", i);
        see_missing(&asking, name);
    }
    deny(&asking, CREATE_URI, FILL("data:/d"), HELD);
    end(&asking);
}
END_TEST

/* --- Names that the engine makes up. ---------------------------------------------------------- */

#define NAMES_IT WITH_MOUNT(GOOD_ID, ",'Binds':['" MADE_UP ":/d']", MADE_UP, "true")
#define ITS_OWN WITH_MOUNT(GOOD_ID, "", MADE_UP, "true")
#define MAY_BE "may be that of a container that is just being made"

static const char *now_text(void)
{
    static char text[256];
    time_t now = time(NULL);
    char created[32];

    ck_assert_uint_gt(strftime(created, sizeof created, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now)), 0);
    snprintf(text, sizeof text,
             "{'Name':'" MADE_UP "','Driver':'local','Options':null,'CreatedAt':'%s'}", created);
    return text;
}

static const struct {
    const char *container; /* NULL: a create that fills */
    bool is_young;
    bool is_making;
    bool is_denied;
} made_up[] = {
    {NAMES_IT, true, true, true}, {NAMES_IT, false, true, false}, {NAMES_IT, true, false, false},
    {ITS_OWN, true, true, false}, {NULL, true, true, true},       {NULL, false, true, false},
    {NULL, true, false, false}, /* its own are not what it names */
};

START_TEST(a_name_that_was_made_up_is_not_used_before_it_is_told)
{
    const char *uri = made_up[_i].container != NULL ? START : CREATE_URI;
    const char *body = made_up[_i].container != NULL ? NULL : FILL(MADE_UP ":/d");
    struct asking asking;

    begin(&asking);
    said[CONTAINER_ROW].text = made_up[_i].container != NULL ? made_up[_i].container : NAMES_IT;
    if (made_up[_i].is_young)
        said[MADE_UP_ROW].text = now_text();
    if (made_up[_i].is_making)
        allow(&asking, CREATE_URI, PLAIN);
    if (made_up[_i].is_denied)
        deny(&asking, uri, body, MAY_BE);
    else
        allow(&asking, uri, body);
    end(&asking);
}
END_TEST

/* A build's volumes are filled while it is under way, by whichever builder a hidden form chose. */
static const char *const builds[] = {"/v1.41/build?t=a", "/v1.41/build?version=2&t=a"};

START_TEST(a_build_makes_volumes_too)
{
    struct asking asking;

    begin(&asking);
    said[CONTAINER_ROW].text = NAMES_IT;
    said[MADE_UP_ROW].text = now_text();
    allow(&asking, START, NULL);
    answered(&asking, START, NULL);
    (void)asking_decide(&asking, "POST", builds[_i], NULL);
    assert_allowed(&asking, builds[_i]);
    deny(&asking, START, NULL, MAY_BE);
    end(&asking);
}
END_TEST

/* Nobody names it, and so it could be remembered; but its start has to be claimed each time. */
START_TEST(a_container_that_writes_is_looked_at_each_time)
{
    struct asking asking;

    begin(&asking);
    said[CONTAINER_ROW].text = ITS_OWN;
    for (int i = 0; i < 3; i++)
        ck_assert_int_gt(asking_decide(&asking, "POST", START, NULL), 0);
    answered(&asking, START, NULL);
    deny(&asking, CREATE_URI, FILL(MADE_UP ":/d"), BEING_FILLED);
    end(&asking);
}
END_TEST

START_TEST(once_it_is_told_it_is_used)
{
    struct asking asking;

    begin(&asking);
    said[CONTAINER_ROW].text = NAMES_IT;
    said[MADE_UP_ROW].text = now_text();
    allow(&asking, CREATE_URI, PLAIN);
    deny(&asking, START, NULL, MAY_BE);
    answered(&asking, CREATE_URI, PLAIN);
    allow(&asking, START, NULL);
    end(&asking);
}
END_TEST

START_TEST(a_volume_of_no_age_counts_as_young)
{
    struct asking asking;

    begin(&asking);
    said[CONTAINER_ROW].text = NAMES_IT;
    said[MADE_UP_ROW].text = "{'Name':'" MADE_UP "','Driver':'local'}";
    allow(&asking, CREATE_URI, PLAIN);
    (void)asking_decide(&asking, "POST", START, NULL);
    assert_denied(&asking, "start", QW_CAUSE_NOT_UNDERSTOOD, "when the volume was made");
    end(&asking);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("filling");

    tcase_add_test(cases, what_is_being_filled_is_not_written_to);
    tcase_add_test(cases, what_is_about_to_be_written_to_is_not_filled);
    tcase_add_test(cases, a_reader_writes_nothing);
    tcase_add_test(cases, who_comes_meanwhile_waits);
    tcase_add_test(cases, what_is_in_use_is_not_filled);
    tcase_add_test(cases, what_comes_into_use_is_not_filled);
    tcase_add_loop_test(cases, without_an_answer_nothing_is_filled, 0, (int)COUNT_OF(unusable));
    tcase_add_loop_test(cases, a_name_that_was_made_up_is_not_used_before_it_is_told, 0,
                        (int)COUNT_OF(made_up));
    tcase_add_loop_test(cases, what_was_beside_other_mounts_is_not_filled_again, 0,
                        (int)COUNT_OF(held));
    tcase_add_test(cases, what_is_not_known_to_be_new_is_not_filled);
    tcase_add_test(cases, a_volume_is_seen_to_be_made);
    tcase_add_test(cases, what_was_held_is_gone_with_its_volume);
    tcase_add_test(cases, a_late_answer_frees_nothing);
    tcase_add_test(cases, what_is_forgotten_is_not_known_to_be_new);
    tcase_add_loop_test(cases, a_build_makes_volumes_too, 0, (int)COUNT_OF(builds));
    tcase_add_test(cases, a_container_that_writes_is_looked_at_each_time);
    tcase_add_test(cases, once_it_is_told_it_is_used);
    tcase_add_test(cases, a_volume_of_no_age_counts_as_young);
    return run_case("gate/filling", cases);
}
