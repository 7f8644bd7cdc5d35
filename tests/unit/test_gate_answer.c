#include <signal.h>
#include <sys/resource.h>

#include "test_gate_fixture.h"

static struct gate_fixture fixture;
static struct qw_reply reply;

static void setup(void)
{
    gate_fixture_init(&fixture, "restricted", true, false);
}

static void setup_with_reads(void)
{
    gate_fixture_init(&fixture, "restricted", true, true);
}

static void teardown(void)
{
    qw_reply_done(&reply);
    gate_fixture_done(&fixture);
}

static bool is_allow(const struct qw_reply *answer)
{
    return answer->len == strlen(QW_PLUGIN_REPLY_ALLOW) &&
           memcmp(answer->data, QW_PLUGIN_REPLY_ALLOW, answer->len) == 0;
}

/* A denial is one object with two keys, whatever was asked. */
static void assert_is_denial(const struct qw_reply *answer)
{
    static const char start[] = "{\"Allow\":false,\"Msg\":\"";
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_json *root = NULL;
    struct qw_diag diag = {0};

    ck_assert_uint_gt(answer->len, strlen(start));
    ck_assert_int_eq(strncmp(answer->data, start, strlen(start)), 0);
    ck_assert_int_eq(qw_json_parse(arena, answer->data, answer->len, &root, &diag), QW_OK);
    ck_assert_uint_eq(qw_json_count(root), 2);
    ck_assert_uint_gt(qw_json_string_len(qw_json_get(root, "Msg")), 0);
    qw_arena_free(arena);
}

static const struct {
    const char *name;
    const char *level;
    struct question question;
    const char *raw; /* instead of the question */
    enum qw_decision decision;
    enum qw_cause cause;
    enum qw_err err;
} decide_rows[] = {
    {"empty", "permissive", {0}, "", QW_DENY, QW_CAUSE_NOT_UNDERSTOOD, QW_ERR_ENVELOPE},
    {"null", "permissive", {0}, "null", QW_DENY, QW_CAUSE_NOT_UNDERSTOOD, QW_ERR_ENVELOPE},
    {"no fields", "permissive", {0}, "{}", QW_DENY, QW_CAUSE_NOT_UNDERSTOOD, QW_ERR_ENVELOPE},
    {"partial",
     "permissive",
     {0},
     "{\"RequestMethod\":\"GET\",\"RequestUri\":\"/_pi",
     QW_DENY,
     QW_CAUSE_NOT_UNDERSTOOD,
     QW_ERR_SYNTAX},
    {"two values",
     "permissive",
     {0},
     "{\"RequestMethod\":\"GET\",\"RequestUri\":\"/_ping\"}{}",
     QW_DENY,
     QW_CAUSE_NOT_UNDERSTOOD,
     QW_ERR_SYNTAX},
    {"repeated key",
     "permissive",
     {0},
     "{\"RequestMethod\":\"GET\",\"RequestUri\":\"/_ping\",\"RequestUri\":\"/x\"}",
     QW_DENY,
     QW_CAUSE_NOT_UNDERSTOOD,
     QW_ERR_AMBIGUOUS},
    {"bad base64",
     "permissive",
     {0},
     "{\"RequestMethod\":\"POST\",\"RequestUri\":\"/v1.41/containers/"
     "create\",\"RequestBody\":\"@\"}",
     QW_DENY,
     QW_CAUSE_NOT_UNDERSTOOD,
     QW_ERR_BASE64},
    {"method",
     "permissive",
     {"post", "/v1.41/containers/json", NULL},
     NULL,
     QW_DENY,
     QW_CAUSE_NOT_UNDERSTOOD,
     QW_ERR_METHOD},
    {"uri",
     "permissive",
     {"GET", "/v1.41//containers/json", NULL},
     NULL,
     QW_DENY,
     QW_CAUSE_NOT_UNDERSTOOD,
     QW_ERR_URI},
    {"old version",
     "permissive",
     {"GET", "/v1.23/containers/json", NULL},
     NULL,
     QW_DENY,
     QW_CAUSE_NOT_UNDERSTOOD,
     QW_ERR_API_VERSION},
    {"no body",
     "permissive",
     {"POST", CREATE_URI, NULL},
     NULL,
     QW_DENY,
     QW_CAUSE_NOT_UNDERSTOOD,
     QW_ERR_BODY_MISSING},
    {"body that is no JSON",
     "permissive",
     {"POST", CREATE_URI, "Image=x"},
     NULL,
     QW_DENY,
     QW_CAUSE_NOT_UNDERSTOOD,
     QW_ERR_SYNTAX},
    {"twins in the body",
     "permissive",
     {"POST", CREATE_URI, "{\"Image\":\"x\",\"image\":\"y\"}"},
     NULL,
     QW_DENY,
     QW_CAUSE_NOT_UNDERSTOOD,
     QW_ERR_AMBIGUOUS},
    {"unknown operation",
     "permissive",
     {"POST", "/v1.41/containers/x/teleport", NULL},
     NULL,
     QW_DENY,
     QW_CAUSE_UNKNOWN_OPERATION,
     QW_OK},
    {"denied operation",
     "restricted",
     {"POST", "/v1.41/swarm/init", "{}"},
     NULL,
     QW_DENY,
     QW_CAUSE_OPERATION,
     QW_OK},
    {"an update by the rules",
     "restricted",
     {"POST", "/v1.41/containers/x/update", "{\"NewPower\":1}"},
     NULL,
     QW_DENY,
     QW_CAUSE_RULES,
     QW_OK},
    {"rules",
     "restricted",
     {"POST", CREATE_URI, PRIVILEGED_BODY},
     NULL,
     QW_DENY,
     QW_CAUSE_RULES,
     QW_OK},
    {"rules of a lower level",
     "baseline",
     {"POST", CREATE_URI, PRIVILEGED_BODY},
     NULL,
     QW_DENY,
     QW_CAUSE_RULES,
     QW_OK},
    {"hardened",
     "restricted",
     {"POST", CREATE_URI, HARDENED_BODY},
     NULL,
     QW_ALLOW,
     QW_CAUSE_NONE,
     QW_OK},
    {"privileged, permissive",
     "permissive",
     {"POST", CREATE_URI, PRIVILEGED_BODY},
     NULL,
     QW_ALLOW,
     QW_CAUSE_NONE,
     QW_OK},
    {"read", "restricted", {"GET", "/_ping", NULL}, NULL, QW_ALLOW, QW_CAUSE_NONE, QW_OK},
    {"stop",
     "restricted",
     {"POST", "/v1.41/containers/x/stop", NULL},
     NULL,
     QW_ALLOW,
     QW_CAUSE_NONE,
     QW_OK},
};

START_TEST(every_stage_decides_as_it_should)
{
    struct gate_fixture own;
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    char *envelope = decide_rows[_i].raw != NULL ? strdup(decide_rows[_i].raw)
                                                 : envelope_of(&decide_rows[_i].question);
    struct qw_decided decided;

    gate_fixture_init(&own, decide_rows[_i].level, false, false);
    qw_gate_decide(own.gate, arena, "check", (struct qw_bytes){envelope, strlen(envelope)},
                   &decided);
    ck_assert_msg(decided.verdict.decision == decide_rows[_i].decision, "%s: %s",
                  decide_rows[_i].name, decided.message);
    ck_assert_msg(decided.verdict.cause == decide_rows[_i].cause, "%s: cause %d, %s",
                  decide_rows[_i].name, decided.verdict.cause, decided.message);
    if (decide_rows[_i].cause == QW_CAUSE_NOT_UNDERSTOOD)
        ck_assert_msg(decided.verdict.err == decide_rows[_i].err, "%s: %s", decide_rows[_i].name,
                      qw_err_name(decided.verdict.err));
    ck_assert_ptr_nonnull(decided.message);
    if (decided.verdict.decision == QW_DENY)
        ck_assert_msg(strstr(decided.message, "check") != NULL, "%s", decided.message);
    gate_fixture_done(&own);
    qw_arena_free(arena);
    free(envelope);
}
END_TEST

static void ask(const struct question *question)
{
    char *envelope = envelope_of(question);

    qw_reply_done(&reply);
    qw_gate_answer(fixture.gate, (struct qw_bytes){envelope, strlen(envelope)}, &reply);
    free(envelope);
}

/* Lines of the audit file. */
static size_t n_records(void)
{
    FILE *file = fopen(fixture.audit_path, "r");
    size_t n = 0;

    for (int byte = getc(file); byte != EOF; byte = getc(file))
        n += byte == '\n';
    fclose(file);
    return n;
}

static const struct question hardened = {"POST", CREATE_URI, HARDENED_BODY};
static const struct question privileged = {"POST", CREATE_URI, PRIVILEGED_BODY};
static const struct question ping = {"GET", "/_ping", NULL};
static const struct question debug = {"GET", "/debug/pprof/", NULL};

static const struct {
    const struct question *question;
    bool is_allowed;
    bool is_recorded;
} record_rows[] = {
    {&hardened, true, true},
    {&privileged, false, true},
    {&ping, true, false},
    {&debug, false, true},
};

START_TEST(denials_and_changes_are_recorded_before_the_answer)
{
    ask(record_rows[_i].question);
    ck_assert_int_eq(is_allow(&reply), record_rows[_i].is_allowed);
    if (!record_rows[_i].is_allowed)
        assert_is_denial(&reply);
    ck_assert_uint_eq(n_records(), record_rows[_i].is_recorded ? 1 : 0);
    ck_assert_int_eq(reply.unrecorded.err, QW_OK);
}
END_TEST

START_TEST(reads_are_recorded_when_asked_for)
{
    ask(&ping);
    ck_assert(is_allow(&reply));
    ck_assert_uint_eq(n_records(), 1);
}
END_TEST

START_TEST(an_envelope_that_was_not_taken_in_is_denied_and_recorded)
{
    static const struct qw_diag reasons[] = {
        {.err = QW_ERR_TOO_LARGE, .text = "it is larger than can be"},
        {.err = QW_ERR_NO_MEMORY, .text = "there are too many"},
        {.err = QW_ERR_NO_MEMORY},
    };

    for (size_t i = 0; i < COUNT(reasons); i++) {
        qw_reply_done(&reply);
        qw_gate_answer_unread(fixture.gate, &reasons[i], &reply);
        assert_is_denial(&reply);
        ck_assert_ptr_nonnull(strstr(reply.data, reasons[i].text));
        ck_assert_uint_eq(n_records(), i + 1);
    }
}
END_TEST

static const struct {
    struct question question;
    bool is_allowed;
} full_disk_rows[] = {
    {{"POST", CREATE_URI, HARDENED_BODY}, false},
    {{"POST", CREATE_URI, PRIVILEGED_BODY}, false},
    {{"POST", "/v1.41/containers/x/start", NULL}, false},
    {{"POST", "/v1.41/containers/x/restart", NULL}, false},
    {{"POST", "/v1.41/containers/x/rename?name=y", NULL}, false},
    {{"POST", "/v1.41/images/create?fromImage=x&tag=1", NULL}, false},
    {{"GET", "/v1.41/containers/json", NULL}, true},
    {{"GET", "/v1.41/containers/x/logs?stdout=1", NULL}, true},
    {{"POST", "/v1.41/containers/x/stop", NULL}, true},
    {{"POST", "/v1.41/containers/x/kill", NULL}, true},
    {{"POST", "/v1.41/containers/x/pause", NULL}, true},
    {{"DELETE", "/v1.41/containers/x", NULL}, true},
    {{"POST", "/v1.41/containers/prune", NULL}, true},
    {{"DELETE", "/v1.41/images/x", NULL}, true},
    {{"POST", "/v1.41/images/prune", NULL}, true},
    {{"DELETE", "/v1.41/volumes/x", NULL}, true},
    {{"POST", "/v1.41/volumes/prune", NULL}, true},
    {{"DELETE", "/v1.41/networks/x", NULL}, true},
    {{"POST", "/v1.41/networks/prune", NULL}, true},
};

/* Check writes to a file itself: nothing is asserted while no file can grow. */
static bool let_files_grow(bool may_grow)
{
    const struct rlimit limit = {.rlim_cur = may_grow ? RLIM_INFINITY : 0,
                                 .rlim_max = RLIM_INFINITY};

    return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

START_TEST(without_a_record_only_reading_stopping_and_removing_go_on)
{
    char *envelope = envelope_of(&full_disk_rows[_i].question);
    bool was_limited;

    signal(SIGXFSZ, SIG_IGN);
    was_limited = let_files_grow(false);
    qw_gate_answer(fixture.gate, (struct qw_bytes){envelope, strlen(envelope)}, &reply);
    ck_assert(let_files_grow(true) && was_limited);
    ck_assert_msg(is_allow(&reply) == full_disk_rows[_i].is_allowed, "%s: %s",
                  full_disk_rows[_i].question.uri, reply.data);
    ck_assert_str_eq(reply.unrecorded.text, strcmp(full_disk_rows[_i].question.method, "GET") != 0
                                                ? "File too large"
                                                : "");
    if (!full_disk_rows[_i].is_allowed)
        assert_is_denial(&reply);
    ck_assert_uint_eq(n_records(), 0);
    free(envelope);
}
END_TEST

START_TEST(a_denial_for_want_of_a_record_says_so)
{
    struct qw_reply denied;
    char *envelope = envelope_of(&hardened);
    bool was_limited;

    signal(SIGXFSZ, SIG_IGN);
    was_limited = let_files_grow(false);
    qw_gate_answer(fixture.gate, (struct qw_bytes){envelope, strlen(envelope)}, &denied);
    ck_assert(let_files_grow(true) && was_limited);
    ck_assert_ptr_nonnull(strstr(denied.data, "record"));
    qw_reply_done(&denied);
    free(envelope);
}
END_TEST

/* The id is the text between the first brackets. */
static unsigned long id_of(const struct qw_reply *answer)
{
    const char *open = memchr(answer->data, '[', answer->len);
    char *end = NULL;
    unsigned long id;

    ck_assert_ptr_nonnull(open);
    id = strtoul(open + 1, &end, 16);
    ck_assert_int_eq(*end, ']');
    ck_assert_int_eq((int)(end - open), 9);
    return id;
}

static int compare_ids(const void *first, const void *second)
{
    unsigned long a = *(const unsigned long *)first;
    unsigned long b = *(const unsigned long *)second;

    return a < b ? -1 : a > b;
}

START_TEST(ids_have_eight_digits_and_do_not_repeat)
{
    enum { N_IDS = 2000 };
    static unsigned long ids[N_IDS];

    for (size_t i = 0; i < N_IDS; i++) {
        ask(&debug);
        ids[i] = id_of(&reply);
    }
    qsort(ids, N_IDS, sizeof *ids, compare_ids);
    for (size_t i = 1; i < N_IDS; i++)
        ck_assert_uint_ne(ids[i - 1], ids[i]);
}
END_TEST

#define LOOP(test, rows) tcase_add_loop_test(tcase, test, 0, (int)COUNT(rows))

static TCase *recording_case(void)
{
    TCase *tcase = tcase_create("answer");

    tcase_add_checked_fixture(tcase, setup, teardown);
    LOOP(every_stage_decides_as_it_should, decide_rows);
    LOOP(denials_and_changes_are_recorded_before_the_answer, record_rows);
    tcase_add_test(tcase, an_envelope_that_was_not_taken_in_is_denied_and_recorded);
    LOOP(without_a_record_only_reading_stopping_and_removing_go_on, full_disk_rows);
    tcase_add_test(tcase, a_denial_for_want_of_a_record_says_so);
    tcase_add_test(tcase, ids_have_eight_digits_and_do_not_repeat);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("gate/answer");
    TCase *reads = tcase_create("reads");
    int code;

    tcase_add_checked_fixture(reads, setup_with_reads, teardown);
    tcase_add_test(reads, reads_are_recorded_when_asked_for);
    suite_add_tcase(suite, recording_case());
    suite_add_tcase(suite, reads);
    run_suite_and_exit_code(srunner_create(suite), &code);
    return code;
}
