#include <fcntl.h>
#include <pthread.h>
#include <sched.h>

#include "test_server_client.h"

#include "qw/clock.h"
#include "qw/server.h"

#define ALLOW QW_PLUGIN_REPLY_ALLOW
#define DENY "{\"Allow\":false,"
#define PING_ENVELOPE "{\"RequestMethod\":\"GET\",\"RequestUri\":\"/_ping\"}"

static struct gate_fixture fixture;
static struct qw_server *server;
static char socket_path[64];

static void start(void)
{
    struct qw_diag diag = {0};

    ck_assert_msg(qw_server_start(socket_path, fixture.gate, &server, &diag) == QW_OK, "%s",
                  diag.text);
}

static void setup(void)
{
    gate_fixture_init(&fixture, "restricted", true, false);
    snprintf(socket_path, sizeof socket_path, "%s/s.sock", fixture.folder);
    start();
}

static void teardown(void)
{
    qw_server_stop(server);
    gate_fixture_done(&fixture);
}

static void assert_answer(const struct http_answer *answer, int status, const char *start)
{
    ck_assert_msg(answer->status == status, "status %d: %s", answer->status, answer->body);
    ck_assert_msg(strncmp(answer->body, start, strlen(start)) == 0, "%s", answer->body);
    if (status == 200)
        ck_assert_ptr_nonnull(
            strstr(answer->head, "Content-Type: application/vnd.docker.plugins.v1.2+json\r\n"));
}

static const struct {
    const char *path;
    const char *body;
    int status;
    const char *start;
} path_rows[] = {
    {QW_PLUGIN_PATH_ACTIVATE, "", 200, QW_PLUGIN_REPLY_ACTIVATE},
    {QW_PLUGIN_PATH_REQUEST, PING_ENVELOPE, 200, ALLOW},
    {QW_PLUGIN_PATH_REQUEST, "", 200, DENY},
    {QW_PLUGIN_PATH_REQUEST, "{", 200, DENY},
    {QW_PLUGIN_PATH_REQUEST, "{\"RequestMethod\":\"GET\"}", 200, DENY},
    {QW_PLUGIN_PATH_REQUEST, "\xff\xfe", 200, DENY},
    {QW_PLUGIN_PATH_RESPONSE, "", 200, ALLOW},
    {QW_PLUGIN_PATH_RESPONSE, "rubbish", 200, ALLOW},
    {QW_PLUGIN_PATH_RESPONSE, PING_ENVELOPE, 200, ALLOW},
    {"/", "", 404, "quaywarden"},
    {"/AuthZPlugin.AuthZReq/", PING_ENVELOPE, 404, "quaywarden"},
    {"/authzplugin.authzreq", PING_ENVELOPE, 404, "quaywarden"},
    {"/VolumeDriver.List", "{}", 404, "quaywarden"},
};

START_TEST(each_path_of_the_protocol_has_its_answer)
{
    int fd = client_connect(socket_path);
    struct http_answer answer = client_ask(fd, path_rows[_i].path, path_rows[_i].body);

    assert_answer(&answer, path_rows[_i].status, path_rows[_i].start);
    close(fd);
}
END_TEST

START_TEST(a_denial_reaches_the_caller_whole)
{
    const struct question privileged = {"POST", CREATE_URI, PRIVILEGED_BODY};
    char *envelope = envelope_of(&privileged);
    int fd = client_connect(socket_path);
    struct http_answer answer = client_ask(fd, QW_PLUGIN_PATH_REQUEST, envelope);

    assert_answer(&answer, 200,
                  "{\"Allow\":false,\"Msg\":\"denied by policy restricted: privileged");
    ck_assert_str_eq(answer.body + answer.body_len - 2, "\"}");
    close(fd);
    free(envelope);
}
END_TEST

#define BODY_OF_PING "Content-Length: 45\r\n\r\n" PING_ENVELOPE

static const struct {
    const char *text;
    int status;
    const char *start;
} raw_rows[] = {
    /* 20.10 (engine.md 1.2) */
    {"POST /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost: \r\n" BODY_OF_PING, 200, ALLOW},
    {"POST /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost:\r\n" BODY_OF_PING, 200, ALLOW},
    {"POST /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost: /run/docker/plugins/x.sock\r\n" BODY_OF_PING,
     200, ALLOW},
    {"POST /Plugin.Activate HTTP/1.1\r\nHost: \r\nContent-Length: 0\r\n\r\n", 200,
     QW_PLUGIN_REPLY_ACTIVATE},
    {"POST /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
     "10\r\n{\"RequestMethod\"\r\n1d\r\n:\"GET\",\"RequestUri\":\"/_ping\"}\r\n0\r\n\r\n",
     200, ALLOW},
    {"POST /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
     "chunked\r\n\r\n0\r\n\r\n",
     200, DENY},
    {"GET /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost: x\r\n\r\n", 404, "quaywarden"},
    {"GET /Plugin.Activate HTTP/1.1\r\nHost: x\r\n\r\n", 404, "quaywarden"},
    {"PUT /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost: x\r\n" BODY_OF_PING, 404, "quaywarden"},
    /* Announced so large that it is not waited for. */
    {"POST /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", 200,
     DENY},
    {"POST /AuthZPlugin.AuthZRes HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", 200,
     ALLOW},
};

START_TEST(requests_as_engines_write_them_are_answered)
{
    int fd = client_connect(socket_path);
    struct http_answer answer;

    ck_assert(client_send_text(fd, raw_rows[_i].text));
    answer = client_read(fd);
    assert_answer(&answer, raw_rows[_i].status, raw_rows[_i].start);
    close(fd);
}
END_TEST

START_TEST(a_kept_connection_answers_again_and_again)
{
    enum { N_REQUESTS = 50 };
    int fd = client_connect(socket_path);

    for (int i = 0; i < N_REQUESTS; i++) {
        struct http_answer allowed = client_ask(fd, QW_PLUGIN_PATH_REQUEST, PING_ENVELOPE);
        struct http_answer denied = client_ask(fd, QW_PLUGIN_PATH_REQUEST, "");

        assert_answer(&allowed, 200, ALLOW);
        assert_answer(&denied, 200, DENY);
    }
    close(fd);
}
END_TEST

START_TEST(a_body_that_comes_byte_by_byte_is_whole)
{
    const char *body = PING_ENVELOPE;
    int fd = client_connect(socket_path);
    struct http_answer answer;

    client_send_head(fd, QW_PLUGIN_PATH_REQUEST, strlen(body));
    for (size_t i = 0; body[i] != '\0'; i++)
        ck_assert(client_send(fd, body + i, 1));
    answer = client_read(fd);
    assert_answer(&answer, 200, ALLOW);
    close(fd);
}
END_TEST

START_TEST(a_dropped_request_leaves_the_server_serving)
{
    int fd = client_connect(socket_path);
    struct http_answer answer;

    client_send_head(fd, QW_PLUGIN_PATH_REQUEST, 1000);
    ck_assert(client_send_text(fd, "{\"RequestMethod\":"));
    close(fd);
    fd = client_connect(socket_path);
    answer = client_ask(fd, QW_PLUGIN_PATH_REQUEST, PING_ENVELOPE);
    assert_answer(&answer, 200, ALLOW);
    close(fd);
}
END_TEST

static const struct {
    long long over;
    const char *start;
} size_rows[] = {{-1, ALLOW}, {0, ALLOW}, {1, DENY}, {1 << 20, DENY}};

START_TEST(an_envelope_over_the_limit_is_denied_on_a_kept_connection)
{
    size_t len = (size_t)((long long)QW_LIMIT_ENVELOPE + size_rows[_i].over);
    char *body = malloc(len);
    int fd = client_connect(socket_path);
    struct http_answer answer;

    ck_assert_ptr_nonnull(body);
    memset(body, ' ', len);
    memcpy(body, PING_ENVELOPE, strlen(PING_ENVELOPE));
    client_send_head(fd, QW_PLUGIN_PATH_REQUEST, len);
    ck_assert(client_send(fd, body, len));
    answer = client_read(fd);
    assert_answer(&answer, 200, size_rows[_i].start);
    answer = client_ask(fd, QW_PLUGIN_PATH_REQUEST, PING_ENVELOPE);
    assert_answer(&answer, 200, ALLOW);
    close(fd);
    free(body);
}
END_TEST

START_TEST(a_hundred_connections_are_answered_at_once)
{
    enum { N_CONNECTIONS = 100 };
    const struct question privileged = {"POST", CREATE_URI, PRIVILEGED_BODY};
    char *envelope = envelope_of(&privileged);
    int fds[N_CONNECTIONS];

    for (size_t i = 0; i < N_CONNECTIONS; i++)
        fds[i] = client_connect(socket_path);
    for (size_t i = 0; i < N_CONNECTIONS; i++) {
        const char *body = i % 2 == 0 ? PING_ENVELOPE : envelope;

        client_send_head(fds[i], QW_PLUGIN_PATH_REQUEST, strlen(body));
        ck_assert(client_send_text(fds[i], body));
    }
    for (size_t i = 0; i < N_CONNECTIONS; i++) {
        struct http_answer answer = client_read(fds[i]);

        assert_answer(&answer, 200, i % 2 == 0 ? ALLOW : DENY);
        close(fds[i]);
    }
    free(envelope);
}
END_TEST

static void *stop(void *unused)
{
    qw_server_stop(server);
    server = NULL;
    return unused;
}

/* Says that the server has the request in hand: it answers 100 from its first look at it. */
static int begin_request(void)
{
    struct http_answer answer = {0};
    int fd = client_connect(socket_path);

    ck_assert(client_send_text(fd, "POST /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost: x\r\n"
                                   "Expect: 100-continue\r\nContent-Length: 45\r\n\r\n"));
    ck_assert(client_read_head(fd, &answer));
    ck_assert_int_eq(answer.status, 100);
    return fd;
}

START_TEST(stopping_answers_what_is_in_flight)
{
    int fd = begin_request();
    int idle = client_connect(socket_path);
    pthread_t thread;
    struct http_answer answer;
    char byte;

    answer = client_ask(idle, QW_PLUGIN_PATH_REQUEST, PING_ENVELOPE);
    assert_answer(&answer, 200, ALLOW);
    ck_assert_int_eq(pthread_create(&thread, NULL, stop, NULL), 0);
    while (access(socket_path, F_OK) == 0)
        sched_yield();
    ck_assert(client_send_text(fd, PING_ENVELOPE));
    answer = client_read(fd);
    assert_answer(&answer, 200, ALLOW);
    ck_assert_ptr_nonnull(strcasestr(answer.head, "Connection: close"));
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert_int_eq(recv(fd, &byte, 1, 0), 0);
    ck_assert_int_eq(recv(idle, &byte, 1, 0), 0);
    close(fd);
    close(idle);
}
END_TEST

static const bool was_used_rows[] = {false, true};

/* What dockerd has connected and not yet sent, or sends on a kept connection: were it cut, dockerd
 * would repeat it with an empty body, which is denied. */
START_TEST(stopping_answers_what_comes_on_open_connections)
{
    enum { N_CONNECTIONS = 20 };
    int fds[N_CONNECTIONS];
    pthread_t thread;

    for (size_t i = 0; i < N_CONNECTIONS; i++) {
        fds[i] = client_connect(socket_path);
        if (was_used_rows[_i])
            (void)client_ask(fds[i], QW_PLUGIN_PATH_REQUEST, PING_ENVELOPE);
    }
    ck_assert_int_eq(pthread_create(&thread, NULL, stop, NULL), 0);
    while (access(socket_path, F_OK) == 0)
        sched_yield();
    for (size_t i = 0; i < N_CONNECTIONS; i++) {
        struct http_answer answer = client_ask(fds[i], QW_PLUGIN_PATH_REQUEST, PING_ENVELOPE);

        assert_answer(&answer, 200, ALLOW);
        close(fds[i]);
    }
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
}
END_TEST

static void assert_stops_soon(void)
{
    const uint64_t most_us = 2000000;
    uint64_t started_us = qw_clock_monotonic_us();

    stop(NULL);
    ck_assert_uint_lt(qw_clock_monotonic_us() - started_us, most_us);
}

START_TEST(an_idle_connection_does_not_delay_stopping)
{
    int fresh = client_connect(socket_path);
    int kept = client_connect(socket_path);
    struct http_answer answer = client_ask(kept, QW_PLUGIN_PATH_REQUEST, PING_ENVELOPE);

    assert_answer(&answer, 200, ALLOW);
    assert_stops_soon();
    close(fresh);
    close(kept);
}
END_TEST

static const char *const broken_rows[] = {
    "rubbish\r\n\r\n",
    "POST /AuthZPlugin.AuthZReq HTTP/1.1\r\n",
    "POST /AuthZPlugin.AuthZReq HTTP/1.1\r\nno header\r\n\r\n",
    "POST /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
    "POST /AuthZPlugin.AuthZReq HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
};

START_TEST(a_request_that_breaks_off_does_not_delay_stopping)
{
    int fd = client_connect(socket_path);

    ck_assert(client_send_text(fd, broken_rows[_i]));
    close(fd);
    assert_stops_soon();
}
END_TEST

static int lowest_free_descriptor(void)
{
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

    close(fd);
    return fd;
}

/* Each closing wakes a thread of the server while it is being stopped. */
START_TEST(stopping_amid_closing_connections_is_clean)
{
    enum { N_ROUNDS = 100, N_CONNECTIONS = 8 };
    int free_descriptor = lowest_free_descriptor();

    for (int round = 0; round < N_ROUNDS; round++) {
        int fds[N_CONNECTIONS];

        for (size_t i = 0; i < N_CONNECTIONS; i++)
            fds[i] = client_connect(socket_path);
        for (size_t i = 0; i < N_CONNECTIONS; i++)
            close(fds[i]);
        stop(NULL);
        start();
    }
    ck_assert_int_eq(lowest_free_descriptor(), free_descriptor);
}
END_TEST

START_TEST(a_second_server_on_a_live_socket_is_refused)
{
    struct qw_server *second = NULL;
    struct qw_diag diag = {0};
    struct http_answer answer;
    int fd;

    ck_assert_int_eq(qw_server_start(socket_path, fixture.gate, &second, &diag), QW_ERR_IN_USE);
    ck_assert_ptr_null(second);
    fd = client_connect(socket_path);
    answer = client_ask(fd, QW_PLUGIN_PATH_REQUEST, PING_ENVELOPE);
    assert_answer(&answer, 200, ALLOW);
    close(fd);
}
END_TEST

#define LOOP(test, rows) tcase_add_loop_test(tcase, test, 0, (int)COUNT(rows))

int main(void)
{
    Suite *suite = suite_create("server/server");
    TCase *tcase = tcase_create("server");
    int code;

    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    LOOP(each_path_of_the_protocol_has_its_answer, path_rows);
    tcase_add_test(tcase, a_denial_reaches_the_caller_whole);
    LOOP(requests_as_engines_write_them_are_answered, raw_rows);
    tcase_add_test(tcase, a_kept_connection_answers_again_and_again);
    tcase_add_test(tcase, a_body_that_comes_byte_by_byte_is_whole);
    tcase_add_test(tcase, a_dropped_request_leaves_the_server_serving);
    LOOP(an_envelope_over_the_limit_is_denied_on_a_kept_connection, size_rows);
    tcase_add_test(tcase, a_hundred_connections_are_answered_at_once);
    tcase_add_test(tcase, stopping_answers_what_is_in_flight);
    LOOP(stopping_answers_what_comes_on_open_connections, was_used_rows);
    tcase_add_test(tcase, an_idle_connection_does_not_delay_stopping);
    LOOP(a_request_that_breaks_off_does_not_delay_stopping, broken_rows);
    tcase_add_test(tcase, stopping_amid_closing_connections_is_clean);
    tcase_add_test(tcase, a_second_server_on_a_live_socket_is_refused);
    suite_add_tcase(suite, tcase);
    run_suite_and_exit_code(srunner_create(suite), &code);
    return code;
}
