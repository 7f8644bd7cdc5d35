/* The n-th allocation fails, for every n: linked with --wrap for malloc, calloc and realloc, and
 * for what cuts from an arena, which takes from malloc for many allocations at once. */
#include "gate_engine_fixture.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__real_qw_arena_alloc(struct qw_arena *arena, size_t count, size_t size);
char *__real_qw_arena_copy(struct qw_arena *arena, const char *text, size_t len);
char *__real_qw_arena_vformat(struct qw_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
void *__wrap_qw_arena_alloc(struct qw_arena *arena, size_t count, size_t size);
char *__wrap_qw_arena_copy(struct qw_arena *arena, const char *text, size_t len);
char *__wrap_qw_arena_vformat(struct qw_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
char *__wrap_qw_arena_format(struct qw_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

enum { NEVER = -1, MOST_ALLOCATIONS = 100000 };

/* Allocations that succeed before one fails, and how many fail from there.  The scripted engine has
 * a thread, and memory, of its own. */
static _Thread_local int n_before = NEVER;
static _Thread_local int n_failing;
static _Thread_local bool has_failed;

static bool fails_now(void)
{
    if (n_before == NEVER)
        return false;
    if (n_before > 0) {
        n_before--;
        return false;
    }
    if (n_failing == 0)
        return false;
    n_failing--;
    has_failed = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails_now() ? NULL : __real_realloc(memory, size);
}

void *__wrap_qw_arena_alloc(struct qw_arena *arena, size_t count, size_t size)
{
    return fails_now() ? NULL : __real_qw_arena_alloc(arena, count, size);
}

char *__wrap_qw_arena_copy(struct qw_arena *arena, const char *text, size_t len)
{
    return fails_now() ? NULL : __real_qw_arena_copy(arena, text, len);
}

char *__wrap_qw_arena_vformat(struct qw_arena *arena, const char *format, va_list args)
{
    return fails_now() ? NULL : __real_qw_arena_vformat(arena, format, args);
}

char *__wrap_qw_arena_format(struct qw_arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = __wrap_qw_arena_vformat(arena, format, args);
    va_end(args);
    return text;
}

static const struct {
    struct question question;
    bool is_allowed;
} rows[] = {
    {{"POST", CREATE_URI, PRIVILEGED_BODY}, false},
    {{"POST", CREATE_URI, HARDENED_BODY}, true},
    {{"POST", "/v1.41/containers/x/exec", "{\"User\":\"0\",\"Privileged\":true}"}, false},
    {{"POST", "/v1.41/containers/x/teleport", "{}"}, false},
    {{"GET", "/_ping", NULL}, true},
};

enum { ONE_FAILS = 1, REST_FAILS = MOST_ALLOCATIONS };

/* Gives false once no allocation failed any more: the sweep is through. */
static bool answer_with_failure(struct qw_gate *gate, const char *envelope, int n, int n_fails,
                                struct qw_reply *ret_reply)
{
    has_failed = false;
    n_failing = n_fails;
    n_before = n;
    qw_gate_answer(gate, (struct qw_bytes){envelope, strlen(envelope)}, ret_reply);
    n_before = NEVER;
    return has_failed;
}

/* What is asked is as denied, or as allowed, as what is not. */
static void sweep(struct qw_gate *gate, const struct question *question, bool is_allowed,
                  int n_fails)
{
    char *envelope = envelope_of(question);
    bool goes_on = true;
    int n = 0;

    for (; goes_on && n < MOST_ALLOCATIONS; n++) {
        struct qw_reply reply;
        bool is_allow;

        qw_gate_engine_started(gate);
        goes_on = answer_with_failure(gate, envelope, n, n_fails, &reply);
        is_allow = strcmp(reply.data, QW_PLUGIN_REPLY_ALLOW) == 0;
        if (!is_allow)
            ck_assert_int_eq(strncmp(reply.data, "{\"Allow\":false,", 15), 0);
        ck_assert_msg(!is_allow || is_allowed, "allowed when allocation %d failed", n);
        if (!goes_on)
            ck_assert_int_eq(is_allow, is_allowed);
        qw_reply_done(&reply);
    }
    ck_assert_int_gt(n, 1);
    ck_assert(!goes_on);
    free(envelope);
}

static void sweep_alone(size_t row, int n_fails)
{
    struct gate_fixture fixture;

    gate_fixture_init(&fixture, "restricted", true, false);
    sweep(fixture.gate, &rows[row].question, rows[row].is_allowed, n_fails);
    gate_fixture_done(&fixture);
}

START_TEST(one_failed_allocation_never_allows_what_is_denied)
{
    sweep_alone((size_t)_i, ONE_FAILS);
}
END_TEST

START_TEST(no_memory_at_all_never_allows_what_is_denied)
{
    sweep_alone((size_t)_i, REST_FAILS);
}
END_TEST

/* --- What is asked. --------------------------------------------------------------------------- */

static const char policy_text[] = "{\"version\":1,\"name\":\"asks\",\"extends\":\"restricted\","
                                  "\"operations\":{\"allow\":[\"container.archive.put\"]}}";

#define BAD_HOST SOUND_HOST ",'VolumesFrom':['good'],'Binds':['/etc:/a','data:/b']"

static const struct script script[] = {
    {"/version", SAYS(VERSION("26.1.5"))},
    {"/info", SAYS(INFO)},
    {"/images/sha256:1/json", SAYS(IMAGE("0"))},
    {"/images/sha256:1/history", SAYS("[{'CreatedBy':'RUN x'}]")},
    {"/images/zero/", SAYS(IMAGE("0"))},
    {"/images/number/", SAYS(IMAGE("1001:1001"))},
    {"/volumes/data", SAYS("{'Name':'data','Driver':'local','Options':{'o':'bind'}}")},
    {"/containers/good/", SAYS(CONTAINER(GOOD_ID, "good", "true", "1001:1001", SOUND_HOST))},
    {"/containers/root/", SAYS(CONTAINER(BAD_ID, "root", "true", "0", SOUND_HOST))},
    {"/containers/bad/", SAYS(CONTAINER(BAD_ID, "bad", "true", "1001:1001", BAD_HOST))},
    {"/exec/good/", SAYS(EXEC("good", "1001:1001"))},
    {"/exec/root/", SAYS(EXEC("root", ""))},
};

#define CREATE_OF(image, more)                                                                \
    "{\"Image\":\"" image "\",\"HostConfig\":{\"ReadonlyRootfs\":true,\"CapDrop\":[\"ALL\"]," \
    "\"SecurityOpt\":[\"no-new-privileges\"],\"NetworkMode\":\"none\"" more "}}"

static const struct {
    struct question question;
    bool is_allowed;
} asking_rows[] = {
    {{"POST", CREATE_URI, CREATE_OF("number", "")}, true},
    {{"POST", CREATE_URI, CREATE_OF("zero", "")}, false},
    {{"POST", CREATE_URI, CREATE_OF("number", ",\"Binds\":[\"data:/data\"]")}, false},
    {{"POST", CREATE_URI, CREATE_OF("number", ",\"VolumesFrom\":[\"bad\"]")}, false},
    {{"POST", "/v1.41/containers/good/start", NULL}, true},
    {{"POST", "/v1.41/containers/root/start", NULL}, false},
    {{"POST", "/v1.41/containers/bad/start", NULL}, false},
    {{"POST", "/v1.41/containers/nosuch/start", NULL}, false},
    {{"POST", "/v1.41/containers/root/attach", NULL}, false},
    {{"POST", "/v1.41/containers/root/exec", "{\"Cmd\":[\"id\"]}"}, false},
    {{"POST", "/v1.41/exec/good/start", "{\"Detach\":false}"}, true},
    {{"POST", "/v1.41/exec/root/start", "{\"Detach\":false}"}, false},
    {{"PUT", "/v1.41/containers/good/archive?path=/tmp", NULL}, false},
    {{"GET", "/v1.41/containers/good/archive?path=/tmp", NULL}, false},
};

static void sweep_asking(size_t row, int n_fails)
{
    struct asking asking;
    const char *path = write_policy_file(policy_text);

    asking_start(&asking, path, script, COUNT_OF(script), PATIENT_MS);
    unlink(path);
    sweep(asking.fixture.gate, &asking_rows[row].question, asking_rows[row].is_allowed, n_fails);
    asking_stop(&asking);
}

START_TEST(one_failed_allocation_while_it_asks_never_allows_what_is_denied)
{
    sweep_asking((size_t)_i, ONE_FAILS);
}
END_TEST

START_TEST(no_memory_at_all_while_it_asks_never_allows_what_is_denied)
{
    sweep_asking((size_t)_i, REST_FAILS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate/no_memory");
    TCase *tcase = tcase_create("no_memory");
    int code;

    tcase_add_loop_test(tcase, one_failed_allocation_never_allows_what_is_denied, 0,
                        (int)COUNT(rows));
    tcase_add_loop_test(tcase, no_memory_at_all_never_allows_what_is_denied, 0, (int)COUNT(rows));
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("asking");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, one_failed_allocation_while_it_asks_never_allows_what_is_denied, 0,
                        (int)COUNT(asking_rows));
    tcase_add_loop_test(tcase, no_memory_at_all_while_it_asks_never_allows_what_is_denied, 0,
                        (int)COUNT(asking_rows));
    suite_add_tcase(suite, tcase);
    run_suite_and_exit_code(srunner_create(suite), &code);
    return code;
}
