/* Requests that wait for the engine: they hold up nobody, they are answered whatever comes of the
 * engine, of the client or of the server.  The test itself is the engine: it takes the questions
 * and answers when it likes. */
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>

#include "../../src/server/server_priv.h"
#include "gate_engine_fixture.h"
#include "test_server_client.h"

#include "qw/server.h"

#define ALLOW QW_PLUGIN_REPLY_ALLOW
#define DENY "{\"Allow\":false,"
#define PING_ENVELOPE "{\"RequestMethod\":\"GET\",\"RequestUri\":\"/_ping\"}"

enum { MOST_WAITING = SERVER_LOOKERS + SERVER_WAITING_MAX };

static struct gate_fixture fixture;
static struct qw_resolver *resolver;
static struct qw_server *server;
static char socket_path[64];
static char engine_path[64];
static int listening;
static int questions[SERVER_LOOKERS]; /* connections of workers that wait for an answer */
static int clients[MOST_WAITING + 1];

struct MHD_Connection;
uint64_t __real_qw_clock_monotonic_us(void);
uint64_t __wrap_qw_clock_monotonic_us(void);
void __real_MHD_suspend_connection(struct MHD_Connection *connection);
void __wrap_MHD_suspend_connection(struct MHD_Connection *connection);

static _Atomic uint64_t clock_ahead_us;
static sem_t suspended; /* posted for each request that has begun to wait */

uint64_t __wrap_qw_clock_monotonic_us(void)
{
    return __real_qw_clock_monotonic_us() + clock_ahead_us;
}

void __wrap_MHD_suspend_connection(struct MHD_Connection *connection)
{
    sem_post(&suspended);
    __real_MHD_suspend_connection(connection);
}

static void open_engine(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    memcpy(address.sun_path, engine_path, strlen(engine_path) + 1);
    listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_ge(listening, 0);
    ck_assert_int_eq(bind(listening, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(listen(listening, SERVER_LOOKERS), 0);
}

static void setup(void)
{
    char address[80];
    struct qw_diag diag = {0};

    snprintf(engine_path, sizeof engine_path, "/tmp/qw-exchange-%d.sock", (int)getpid());
    snprintf(address, sizeof address, "unix:%s", engine_path);
    open_engine();
    clock_ahead_us = 0;
    ck_assert_int_eq(sem_init(&suspended, 0, 0), 0);
    resolver = patient_resolver_for(address, PATIENT_MS);
    gate_fixture_open(&fixture, "restricted", true, (struct qw_gate_config){.resolver = resolver});
    snprintf(socket_path, sizeof socket_path, "%s/s.sock", fixture.folder);
    ck_assert_msg(qw_server_start(socket_path, fixture.gate, &server, &diag) == QW_OK, "%s",
                  diag.text);
}

static void close_engine(void)
{
    if (listening >= 0)
        close(listening);
    listening = -1;
}

static void teardown(void)
{
    close_engine();
    qw_server_stop(server);
    gate_fixture_done(&fixture);
    qw_resolver_free(resolver);
    unlink(engine_path);
    sem_destroy(&suspended);
}

/* --- The engine. ------------------------------------------------------------------------------ */

/* The next question, whose path begins with PATH. */
static int take_question(const char *path)
{
    struct http_answer question = {0};
    int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);

    ck_assert_int_ge(fd, 0);
    (void)client_read_head(fd, &question);
    ck_assert_msg(strncmp(question.head, "GET ", 4) == 0 &&
                      strncmp(question.head + 4, path, strlen(path)) == 0,
                  "%s", question.head);
    return fd;
}

static void answer_question(int fd, const char *text)
{
    const struct script row = {.text = text, .status = 200, .end = SCRIPT_WHOLE};

    engine_answer(fd, &row);
    close(fd);
}

/* Which engine it is, is asked once, by the first who needs it. */
static void tell_engine(void)
{
    answer_question(take_question("/version"), VERSION("20.10.24"));
    answer_question(take_question("/info"), INFO);
}

/* From then on every worker waits that looks at containers. */
static void take_all_workers(void)
{
    tell_engine();
    for (size_t i = 0; i < SERVER_LOOKERS; i++)
        questions[i] = take_question("/containers/");
}

/* Leaves a question without an answer. */
static void drop_questions(void)
{
    for (size_t i = 0; i < SERVER_LOOKERS; i++)
        close(questions[i]);
}

/* --- The clients. ----------------------------------------------------------------------------- */

static void send_request(int fd, const char *uri)
{
    char *envelope = envelope_of(&(struct question){"POST", uri, NULL});

    client_send_head(fd, QW_PLUGIN_PATH_REQUEST, strlen(envelope));
    ck_assert(client_send_text(fd, envelope));
    free(envelope);
}

/* Requests that wait for an answer of the engine, each on a connection of its own. */
static void begin_waiting(size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        clients[i] = client_connect(socket_path);
        send_request(clients[i], "/v1.41/containers/x/start");
    }
}

static void assert_answer(int fd, const char *start, const char *text)
{
    struct http_answer answer = client_read(fd);

    ck_assert_int_eq(answer.status, 200);
    ck_assert_msg(strncmp(answer.body, start, strlen(start)) == 0, "%s", answer.body);
    ck_assert_msg(strstr(answer.body, text) != NULL, "%s", answer.body);
}

/* All of them are denied, for the same reason. */
static void assert_all_denied(size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        assert_answer(clients[i], DENY, text);
        close(clients[i]);
    }
}

static void assert_serves(void)
{
    int fd = client_connect(socket_path);

    client_send_head(fd, QW_PLUGIN_PATH_REQUEST, strlen(PING_ENVELOPE));
    ck_assert(client_send_text(fd, PING_ENVELOPE));
    assert_answer(fd, ALLOW, "");
    close(fd);
}

/* --- What is promised. ------------------------------------------------------------------------ */

START_TEST(a_request_that_waits_is_answered_on_its_connection)
{
    begin_waiting(0, 1);
    tell_engine();
    answer_question(take_question("/containers/x/json"),
                    CONTAINER(GOOD_ID, "x", "true", "1001:1001", SOUND_HOST));
    answer_question(take_question("/images/sha256:1/json"), IMAGE("1001"));
    answer_question(take_question("/images/sha256:1/history"), "[]");
    answer_question(take_question("/containers/x/json"), "{'Id':'" GOOD_ID "'}");
    assert_answer(clients[0], ALLOW, "");
    send_request(clients[0], "/v1.41/containers/" GOOD_ID "/start");
    assert_answer(clients[0], ALLOW, "");
    close(clients[0]);
}
END_TEST

/* The image has to be asked for, and no container. */
#define PLAIN_BODY                                                                    \
    "{\"Image\":\"x\",\"HostConfig\":{\"ReadonlyRootfs\":true,\"CapDrop\":[\"ALL\"]," \
    "\"SecurityOpt\":[\"no-new-privileges\"],\"NetworkMode\":\"none\"}}"

START_TEST(while_every_looker_waits_a_create_is_asked_for_and_answered)
{
    char *envelope = envelope_of(&(struct question){"POST", CREATE_URI, PLAIN_BODY});
    int fd;

    begin_waiting(0, SERVER_LOOKERS);
    take_all_workers();
    fd = client_connect(socket_path);
    client_send_head(fd, QW_PLUGIN_PATH_REQUEST, strlen(envelope));
    ck_assert(client_send_text(fd, envelope));
    answer_question(take_question("/images/x/json"), IMAGE("1001:1001"));
    assert_answer(fd, ALLOW, "");
    close(fd);
    free(envelope);
    drop_questions();
    assert_all_denied(SERVER_LOOKERS, "the engine's answer broke off");
}
END_TEST

/* The questions that are left without an answer, each on a connection of its own. */
static int unanswered[2 * SERVER_LOOKERS];
static size_t n_unanswered;

/* Answers the next question whose path begins with PATH; others wait on. */
static void answer_among_others(const char *path, const char *text)
{
    for (;;) {
        struct http_answer question = {0};
        int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);

        ck_assert_int_ge(fd, 0);
        (void)client_read_head(fd, &question);
        if (strncmp(question.head + strlen("GET "), path, strlen(path)) == 0) {
            answer_question(fd, text);
            return;
        }
        ck_assert_uint_lt(n_unanswered, COUNT(unanswered));
        unanswered[n_unanswered++] = fd;
    }
}

START_TEST(some_lookers_are_never_held_by_long_waits)
{
    struct qw_resolver *ordinary = NULL;

    ck_assert_int_eq(qw_resolver_new(QW_ENGINE_NONE, &ordinary, NULL), QW_OK);
    ck_assert_uint_le(ordinary->limits.long_waits + 8, SERVER_LOOKERS);
    qw_resolver_free(ordinary);
}
END_TEST

/* More requests than there are lookers wait for a container that does not answer. */
START_TEST(who_holds_a_container_holds_up_no_look_at_another)
{
    enum { QUICK_MS = 1000, N_HELD = SERVER_LOOKERS + 8 };
    int fd;

    begin_waiting(0, 1);
    tell_engine();
    answer_question(take_question("/containers/x/json"), "{}");
    assert_answer(clients[0], DENY, "");
    close(clients[0]);
    resolver->limits.quick_ms = QUICK_MS; /* nobody asks just now */
    resolver->limits.hurry_ms = QUICK_MS;
    n_unanswered = 0;
    begin_waiting(0, N_HELD);
    for (size_t i = 0; i < N_HELD + 1; i++)
        ck_assert_int_eq(sem_wait(&suspended), 0);
    fd = client_connect(socket_path);
    send_request(fd, "/v1.41/containers/" GOOD_ID "/start");
    answer_among_others("/containers/" GOOD_ID "/json",
                        CONTAINER(GOOD_ID, "y", "true", "1001:1001", SOUND_HOST));
    answer_among_others("/images/sha256:1/json", IMAGE("1001"));
    answer_among_others("/images/sha256:1/history", "[]");
    assert_answer(fd, ALLOW, "");
    close(fd);
    for (size_t i = 0; i < n_unanswered; i++)
        close(unanswered[i]);
    assert_all_denied(N_HELD, "the engine");
}
END_TEST

/* The engine's own question about a question of ours is such an ordinary one. */
START_TEST(while_every_worker_waits_others_are_answered)
{
    const struct question own = {"GET", "/containers/x/json", NULL};
    char header[128];
    char *envelope;
    int fd;

    begin_waiting(0, SERVER_LOOKERS);
    take_all_workers();
    assert_serves();
    snprintf(header, sizeof header, "\"" QW_RESOLVE_HEADER "\":\"%s\",", resolver->nonce);
    envelope = envelope_with(&own, header);
    fd = client_connect(socket_path);
    client_send_head(fd, QW_PLUGIN_PATH_REQUEST, strlen(envelope));
    ck_assert(client_send_text(fd, envelope));
    assert_answer(fd, ALLOW, "");
    close(fd);
    free(envelope);
    drop_questions();
    assert_all_denied(SERVER_LOOKERS, "the engine's answer broke off");
}
END_TEST

/* The one of COUNT clients that has an answer. */
static size_t first_answered(size_t count)
{
    static struct pollfd fds[MOST_WAITING + 1];
    size_t i = 0;

    for (size_t j = 0; j < count; j++)
        fds[j] = (struct pollfd){.fd = clients[j], .events = POLLIN};
    ck_assert_int_eq(poll(fds, count, -1), 1);
    while (fds[i].revents == 0)
        i++;
    return i;
}

static void fill_queue(void)
{
    begin_waiting(0, SERVER_LOOKERS);
    take_all_workers();
    begin_waiting(SERVER_LOOKERS, SERVER_WAITING_MAX);
}

START_TEST(one_more_than_can_wait_is_denied_at_once)
{
    size_t refused;

    fill_queue();
    begin_waiting(MOST_WAITING, 1);
    refused = first_answered(MOST_WAITING + 1);
    assert_answer(clients[refused], DENY, "too many requests wait for an answer of the engine");
    close(clients[refused]);
    clients[refused] = clients[MOST_WAITING];
    assert_serves();
    close_engine();
    drop_questions();
    assert_all_denied(MOST_WAITING, "the engine");
    assert_serves();
}
END_TEST

START_TEST(a_request_that_waited_too_long_for_a_worker_is_denied_unasked)
{
    const uint64_t too_long_us = UINT64_C(15) * 1000 * 1000 + 1;

    begin_waiting(0, SERVER_LOOKERS);
    take_all_workers();
    begin_waiting(SERVER_LOOKERS, 1);
    for (size_t i = 0; i < SERVER_LOOKERS + 1; i++)
        ck_assert_int_eq(sem_wait(&suspended), 0);
    clock_ahead_us = too_long_us;
    drop_questions();
    assert_answer(clients[SERVER_LOOKERS], DENY, "this request has waited for 15 s");
    assert_all_denied(SERVER_LOOKERS, "the engine's answer broke off");
    close(clients[SERVER_LOOKERS]);
}
END_TEST

static void *stop(void *unused)
{
    qw_server_stop(server);
    server = NULL;
    return unused;
}

/* Those that were not read yet as well: they are told that quaywarden is stopping. */
START_TEST(stopping_answers_all_that_wait)
{
    pthread_t thread;

    fill_queue();
    ck_assert_int_eq(pthread_create(&thread, NULL, stop, NULL), 0);
    while (access(socket_path, F_OK) == 0)
        sched_yield();
    close_engine();
    drop_questions();
    assert_all_denied(MOST_WAITING, "try again in a moment");
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
}
END_TEST

/* A connection that is suspended is not looked at: that it was closed shows at the answer. */
START_TEST(a_client_that_goes_away_while_it_waits_harms_nobody)
{
    enum { N_GONE = SERVER_LOOKERS - 1 };

    begin_waiting(0, SERVER_LOOKERS);
    take_all_workers();
    for (size_t i = 0; i < N_GONE; i++)
        close(clients[i]);
    assert_serves();
    drop_questions();
    assert_answer(clients[N_GONE], DENY, "broke off");
    close(clients[N_GONE]);
    assert_serves();
    stop(NULL);
}
END_TEST

START_TEST(a_client_that_goes_away_is_not_waited_for_at_the_stop)
{
    pthread_t thread;

    begin_waiting(0, SERVER_LOOKERS);
    take_all_workers();
    for (size_t i = 0; i < SERVER_LOOKERS; i++)
        close(clients[i]);
    ck_assert_int_eq(pthread_create(&thread, NULL, stop, NULL), 0);
    while (access(socket_path, F_OK) == 0)
        sched_yield();
    drop_questions();
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("exchange");

    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_request_that_waits_is_answered_on_its_connection);
    tcase_add_test(tests, while_every_worker_waits_others_are_answered);
    tcase_add_test(tests, while_every_looker_waits_a_create_is_asked_for_and_answered);
    tcase_add_test(tests, some_lookers_are_never_held_by_long_waits);
    tcase_add_test(tests, who_holds_a_container_holds_up_no_look_at_another);
    tcase_add_test(tests, one_more_than_can_wait_is_denied_at_once);
    tcase_add_test(tests, a_request_that_waited_too_long_for_a_worker_is_denied_unasked);
    tcase_add_test(tests, stopping_answers_all_that_wait);
    tcase_add_test(tests, a_client_that_goes_away_while_it_waits_harms_nobody);
    tcase_add_test(tests, a_client_that_goes_away_is_not_waited_for_at_the_stop);
    return run_case("server/exchange", tests);
}
