/* Each call on the way of a request fails once, in every way that it can: the answer is a denial, a
 * connection that ends (dockerd asks again, and then denies), or what a clean run answers.  What
 * was answered is on record or was reported, and the next request is answered as if nothing had
 * been.
 *
 * Prints for each family of calls how many failed, and how many answers were wrong. */
#include <stdatomic.h>
#include <sys/time.h>

#include "../../src/gate/gate_priv.h"
#include "../unit/test_server_client.h"
#include "inject_libraries.h"
#include "records.h"
#include "requests.h"
#include "table.h"
#include "wrap.h"

#include "qw/clock.h"
#include "qw/log.h"
#include "qw/server.h"

enum { LONGEST_S = 600, ANSWER_S = 20, MOST_ROUNDS = 20000, MOST_TOLD = 20 };

/* --- What is watched. ------------------------------------------------------------------------- */

static _Atomic uint64_t clock_ahead_us;
static atomic_bool is_reported;

uint64_t __real_qw_clock_monotonic_us(void);
uint64_t __wrap_qw_clock_monotonic_us(void);
void __wrap_qw_log(enum qw_log_level level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

uint64_t __wrap_qw_clock_monotonic_us(void)
{
    return __real_qw_clock_monotonic_us() + clock_ahead_us;
}

/* The server has one thing to say: that a record is missing. */
void __wrap_qw_log(enum qw_log_level level, const char *format, ...)
{
    if (level == QW_LOG_ERROR && strncmp(format, "audit record not written", 24) == 0)
        is_reported = true;
}

/* --- The stage. ------------------------------------------------------------------------------- */

struct stage {
    struct scene scene;
    struct engine engine;
    struct qw_resolver *resolver;
    struct gate_fixture fixture;
    struct qw_server *server;
    char socket_path[64];
    struct mark mark; /* what is behind it belongs to the round */
    long n_injected;
    long n_wrong;
};

static void spare_engine(void *asker, const char *path)
{
    (void)asker;
    (void)path;
    fault_spare_this_thread(true);
}

/* What a request can get. */
enum answer { ANSWER_ALLOW, ANSWER_DENY, ANSWER_NONE, ANSWER_LATE, ANSWER_OTHER };

static enum answer read_answer(int fd)
{
    static const char denial[] = "{\"Allow\":false,\"Msg\":\"";
    struct http_answer answer;

    errno = 0;
    answer = client_read(fd);
    if (answer.status == 0)
        return errno == EAGAIN || errno == EWOULDBLOCK ? ANSWER_LATE : ANSWER_NONE;
    if (answer.status >= 400)
        return ANSWER_NONE;
    if (answer.status == 200 && strcmp(answer.body, QW_PLUGIN_REPLY_ALLOW) == 0)
        return ANSWER_ALLOW;
    if (answer.status == 200 && strncmp(answer.body, denial, sizeof denial - 1) == 0)
        return ANSWER_DENY;
    return ANSWER_OTHER;
}

static int connect_patiently(const struct stage *stage)
{
    const struct timeval patience = {.tv_sec = ANSWER_S};
    int fd = client_connect(stage->socket_path);

    ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    return fd;
}

static off_t audit_size(const struct stage *stage)
{
    struct stat status;

    ck_assert_int_eq(stat(stage->fixture.audit_path, &status), 0);
    return status.st_size;
}

static const char *path_of(const struct request *request)
{
    return request->is_response ? QW_PLUGIN_PATH_RESPONSE : QW_PLUGIN_PATH_REQUEST;
}

/* On a connection of its own: a fault may meet the end of another. */
static enum answer ask(const struct stage *stage, const char *path, const char *envelope)
{
    const int fd = connect_patiently(stage);
    enum answer answer;

    client_send_head(fd, path, strlen(envelope));
    (void)client_send_text(fd, envelope);
    answer = read_answer(fd);
    close(fd);
    return answer;
}

/* As dockerd tells what it has done: what was claimed for the request ends. */
static void answer_request(const struct stage *stage, const struct request *request,
                           const char *envelope)
{
    if (!request->is_response)
        (void)ask(stage, QW_PLUGIN_PATH_RESPONSE, envelope);
}

/* The engine is taken to have started anew: all has to be asked again. */
static void forget(const struct stage *stage)
{
    const int fd = connect_patiently(stage);
    const struct http_answer answer = client_ask(fd, QW_PLUGIN_PATH_ACTIVATE, "");

    close(fd);
    ck_assert_int_eq(answer.status, 200);
}

/* --- One round. ------------------------------------------------------------------------------- */

/* NULL when nothing is wrong. */
static const char *fault_of_answer(const struct request *request, enum answer answer)
{
    if (answer == ANSWER_LATE)
        return "no answer came";
    if (answer == ANSWER_OTHER)
        return "an answer that dockerd does not know";
    if (answer == ANSWER_ALLOW && !request->is_allowed)
        return "allowed";
    return NULL;
}

static const char *fault_of_lines(const struct records *records)
{
    if (records->n_bad > 0)
        return "a line of the log is no record";
    if (records->n_gaps > 0)
        return "the numbers of the log do not follow each other";
    return NULL;
}

/* A record that could not be written is no answer lost where its lack was reported. */
static const char *fault_of_records(const struct request *request, enum answer answer,
                                    const struct records *records)
{
    if (answer == ANSWER_DENY && records->n_allow > 0)
        return "denied, and recorded as allowed";
    if (answer == ANSWER_DENY && records->n_deny == 0 && !is_reported)
        return "a denial is lost";
    if (answer == ANSWER_ALLOW && request->is_recorded && records->n_allow == 0 &&
        !(request->passes_unrecorded && is_reported))
        return "a change of state is lost";
    return fault_of_lines(records);
}

/* Asked again, behind the records since the stage's mark of which BEFORE were there: what a round
 * has left of a line must not spoil the next one.  Moves the mark on. */
static const char *fault_of_clean(struct stage *stage, const struct request *request,
                                  const char *envelope, const struct records *before)
{
    const enum answer answer = ask(stage, path_of(request), envelope);
    const bool is_recorded = request->is_recorded || !request->is_allowed;
    const struct records after = records_since(stage->fixture.audit_path, stage->mark);

    answer_request(stage, request, envelope);
    stage->mark = (struct mark){audit_size(stage), after.last_seq};
    if (answer != (request->is_allowed ? ANSWER_ALLOW : ANSWER_DENY))
        return "the next one is not answered as before";
    if (after.n_allow + after.n_deny != before->n_allow + before->n_deny + is_recorded)
        return "the next one is not on record once";
    return fault_of_lines(&after);
}

/* Gives how many calls failed. */
static int play_round(struct stage *stage, const struct request *request, const char *envelope,
                      const struct fault *fault, int n)
{
    const uint64_t longer_than_a_report_us = UINT64_C(61) * 1000 * 1000;
    const char *wrong;
    const char *wrong_after;
    struct records records;
    enum answer answer;
    int n_failed;

    forget(stage);
    clock_ahead_us += longer_than_a_report_us;
    is_reported = false;
    fault_arm(fault, n);
    answer = ask(stage, path_of(request), envelope);
    n_failed = fault_disarm();
    answer_request(stage, request, envelope);
    wrong = fault_of_answer(request, answer);
    records = records_since(stage->fixture.audit_path, stage->mark);
    if (wrong == NULL)
        wrong = fault_of_records(request, answer, &records);
    wrong_after = fault_of_clean(stage, request, envelope, &records);
    if (wrong == NULL)
        wrong = wrong_after;
    stage->n_injected += n_failed > 0;
    if (wrong != NULL && stage->n_wrong++ < MOST_TOLD)
        printf("  %s, %s at call %d: %s\n", request->name, fault->name, n + 1, wrong);
    return n_failed;
}

static void sweep(struct stage *stage, const struct request *request, const struct fault *fault)
{
    char *envelope = scene_envelope(&stage->scene, request);
    int n = 0;

    while (n < MOST_ROUNDS && play_round(stage, request, envelope, fault, n) > 0)
        n += fault->step > 0 ? fault->step : 1;
    ck_assert_int_lt(n, MOST_ROUNDS);
    free(envelope);
}

/* --- Families. -------------------------------------------------------------------------------- */

/* The gate has seen that there was no such volume, so that it may be filled. */
static void see_plain_missing(const struct stage *stage)
{
    static const char text[] = "volume plain";
    struct qw_digest digest;

    ck_assert_int_eq(qw_digest_sha256(text, sizeof text - 1, &digest), QW_OK);
    volumes_note_missing(&stage->fixture.gate->volumes, &digest,
                         volumes_now(&stage->fixture.gate->volumes));
}

static void stage_open(struct stage *stage)
{
    struct qw_diag diag = {0};

    *stage = (struct stage){0};
    fault_spare_this_thread(true);
    scene_open(&stage->scene);
    engine_start(&stage->engine, engine_rows, n_engine_rows);
    stage->engine.asked = spare_engine;
    stage->resolver = patient_resolver_for(stage->engine.address, PATIENT_MS);
    gate_fixture_open(&stage->fixture, stage->scene.policy, true,
                      (struct qw_gate_config){.resolver = stage->resolver});
    see_plain_missing(stage);
    stage->fixture.gate->claims.wait_us = 1; /* nobody else is there to be waited for */
    (void)snprintf(stage->socket_path, sizeof stage->socket_path, "%s/s.sock",
                   stage->fixture.folder);
    ck_assert_msg(qw_server_start(stage->socket_path, stage->fixture.gate, &stage->server, &diag) ==
                      QW_OK,
                  "%s", diag.text);
}

static void stage_stop_server(struct stage *stage)
{
    qw_server_stop(stage->server);
    stage->server = NULL;
}

static void stage_close(struct stage *stage)
{
    stage_stop_server(stage);
    gate_fixture_done(&stage->fixture);
    qw_resolver_free(stage->resolver);
    engine_stop(&stage->engine);
    scene_close(&stage->scene);
}

/* A table that says something else would prove nothing. */
static void check_clean_verdicts(struct stage *stage)
{
    for (size_t i = 0; i < n_requests; i++) {
        char *envelope = scene_envelope(&stage->scene, &requests[i]);
        const char *wrong;

        forget(stage);
        wrong = fault_of_clean(stage, &requests[i], envelope, &(struct records){0});
        ck_assert_msg(wrong == NULL, "%s, without a fault: %s", requests[i].name, wrong);
        free(envelope);
    }
}

static void report(const struct fault_family *family, const struct stage *stage)
{
    printf("%s: faults injected %ld, wrong answers %ld\n", family->name, stage->n_injected,
           stage->n_wrong);
    (void)fflush(stdout);
}

/* Every fault of a family has to be met by some request. */
START_TEST(a_call_that_fails_never_allows_and_loses_nothing)
{
    const struct fault_family *family = &fault_families[_i];
    struct stage stage;

    ck_assert(fault_take_curl_memory());
    stage_open(&stage);
    check_clean_verdicts(&stage);
    for (size_t i = 0; i < family->n_faults; i++) {
        const long n_before = stage.n_injected;

        for (size_t j = 0; j < n_requests; j++)
            sweep(&stage, &requests[j], &family->faults[i]);
        ck_assert_msg(stage.n_injected > n_before, "%s: met by no request", family->faults[i].name);
    }
    stage_close(&stage);
    report(family, &stage);
    ck_assert_int_eq(stage.n_wrong, 0);
}
END_TEST

/* --- The start. ------------------------------------------------------------------------------- */

/* What serves, built as daemon/ builds it. */
struct served {
    struct qw_policy *policy;
    struct qw_audit *audit;
    struct qw_resolver *resolver;
    struct qw_gate *gate;
    struct qw_server *server;
};

/* A failure leaves what there was for stop_serving(). */
static enum qw_err serve(const struct stage *stage, struct served *served, struct qw_diag *diag)
{
    struct qw_gate_config config = {0};
    enum qw_err err = qw_policy_load(stage->scene.policy, NULL, &served->policy, diag);

    if (err == QW_OK)
        err = qw_audit_open(stage->fixture.audit_path, &served->audit, diag);
    if (err == QW_OK)
        err = qw_resolver_new(stage->engine.address, &served->resolver, diag);
    config.policy = served->policy;
    config.audit = served->audit;
    config.resolver = served->resolver;
    if (err == QW_OK)
        err = qw_gate_new(&config, &served->gate);
    if (err == QW_OK)
        err = qw_server_start(stage->socket_path, served->gate, &served->server, diag);
    return err;
}

static void stop_serving(struct served *served)
{
    qw_server_stop(served->server);
    qw_gate_free(served->gate);
    qw_resolver_free(served->resolver);
    qw_audit_close(served->audit);
    qw_policy_unref(served->policy);
}

/* What an earlier start left in the log. */
enum { EARLIER_SEQ = 41 };

static void write_earlier_record(const struct stage *stage)
{
    FILE *file = fopen(stage->fixture.audit_path, "we");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fprintf(file, "{\"v\":1,\"seq\":%d,\"decision\":\"deny\"}\n", EARLIER_SEQ), 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* NULL when nothing is wrong: it does not start, and some sentence could be told; or it denies what
 * is to be denied, under the next number. */
static const char *fault_of_start(struct stage *stage, const char *envelope,
                                  const struct fault *fault, int n, int *ret_n_failed)
{
    const struct request *denied = &(struct request){.name = "start"};
    struct served served = {0};
    struct qw_diag diag = {0};
    const char *wrong = NULL;
    struct records records;
    enum qw_err err;

    write_earlier_record(stage);
    is_reported = false;
    fault_arm(fault, n);
    fault_spare_this_thread(false);
    err = serve(stage, &served, &diag);
    fault_spare_this_thread(true);
    if (err == QW_OK) {
        const enum answer answer = ask(stage, path_of(denied), envelope);

        wrong = fault_of_answer(denied, answer);
        records = records_since(stage->fixture.audit_path, (struct mark){.seq = EARLIER_SEQ - 1});
        records.n_deny -= records.n_deny > 0;
        if (wrong == NULL)
            wrong = fault_of_records(denied, answer, &records);
    }
    *ret_n_failed = fault_disarm();
    stop_serving(&served);
    return wrong;
}

/* The first request is a part of it: it is the first that asks the engine. */
static void sweep_start(struct stage *stage, const char *envelope, const struct fault *fault)
{
    static const struct fault none;
    int n_failed = 1;

    for (int n = 0; n_failed > 0 && n < MOST_ROUNDS; n++) {
        const char *wrong = fault_of_start(stage, envelope, fault, n, &n_failed);
        int n_none = 0;

        if (wrong == NULL && n_failed > 0)
            wrong = fault_of_start(stage, envelope, &none, 0, &n_none);
        stage->n_injected += n_failed > 0;
        if (wrong != NULL && stage->n_wrong++ < MOST_TOLD)
            printf("  start, %s at call %d: %s\n", fault->name, n + 1, wrong);
    }
    ck_assert_int_eq(n_failed, 0);
}

START_TEST(a_start_that_fails_leaves_nothing_behind)
{
    const struct request *denied = NULL;
    struct stage stage;
    char *envelope;

    ck_assert(fault_take_curl_memory());
    stage_open(&stage);
    for (size_t i = 0; i < n_requests; i++) {
        if (strcmp(requests[i].name, "start, root") == 0)
            denied = &requests[i];
    }
    envelope = scene_envelope(&stage.scene, denied);
    stage_stop_server(&stage);
    for (size_t i = 0; i < fault_start.n_faults; i++) {
        const long n_before = stage.n_injected;

        sweep_start(&stage, envelope, &fault_start.faults[i]);
        ck_assert_msg(stage.n_injected > n_before, "%s: not met", fault_start.faults[i].name);
    }
    free(envelope);
    stage_close(&stage);
    report(&fault_start, &stage);
    ck_assert_int_eq(stage.n_wrong, 0);
}
END_TEST

/* A case for each family: CK_RUN_CASE=audit runs one. */
int main(void)
{
    Suite *suite = suite_create("faults");
    TCase *tests;

    for (size_t i = 0; i < n_fault_families; i++) {
        tests = tcase_create(fault_families[i].name);
        tcase_set_timeout(tests, LONGEST_S);
        tcase_add_loop_test(tests, a_call_that_fails_never_allows_and_loses_nothing, (int)i,
                            (int)i + 1);
        suite_add_tcase(suite, tests);
    }
    tests = tcase_create(fault_start.name);
    tcase_set_timeout(tests, LONGEST_S);
    tcase_add_test(tests, a_start_that_fails_leaves_nothing_behind);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
