#include "resolve_fixture.h"

enum { SMALL = 4096 };

static const char image[] = "{'Id':'sha256:1','Config':{'User':'app'}}";

/* What one question for an image comes to. */
static const struct {
    const char *what;
    struct script row;
    enum qw_fact_state state;
    const char *why;
} answers[] = {
    {"whole", {"/images/a/json", image, 200, SCRIPT_WHOLE}, QW_FACT_KNOWN, NULL},
    {"none", {"/images/a/json", "{}", 404, SCRIPT_WHOLE}, QW_FACT_MISSING, NULL},
    {"broken engine",
     {"/images/a/json", "{}", 500, SCRIPT_WHOLE},
     QW_FACT_FAILED,
     "the engine answered with status 500"},
    {"another plugin",
     {"/images/a/json", "{}", 403, SCRIPT_WHOLE},
     QW_FACT_FAILED,
     "another authorization plugin denies the question (status 403)"},
    {"a redirect",
     {"/images/a/json", "HTTP/1.1 301 X\r\nLocation: /version\r\nContent-Length: 0\r\n\r\n", 0,
      SCRIPT_RAW},
     QW_FACT_FAILED,
     "the engine answered with status 301"},
    {"nonsense",
     {"/images/a/json", "hello\r\n\r\n", 0, SCRIPT_RAW},
     QW_FACT_FAILED,
     "the engine's answer is no well-formed HTTP"},
    {"no JSON",
     {"/images/a/json", "{'Id':", 200, SCRIPT_WHOLE},
     QW_FACT_FAILED,
     "the engine's answer is no well-formed JSON"},
    {"nothing",
     {"/images/a/json", "", 0, SCRIPT_RAW},
     QW_FACT_FAILED,
     "the engine's answer broke off"},
    {"cut off",
     {"/images/a/json", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Id\":", 0, SCRIPT_RAW},
     QW_FACT_FAILED,
     "the engine's answer broke off"},
    {"slow",
     {"/images/a/json", "", 0, SCRIPT_SILENT},
     QW_FACT_FAILED,
     "the engine did not answer within 200 ms"},
    {"endless",
     {"/images/a/json", "", 0, SCRIPT_ENDLESS},
     QW_FACT_FAILED,
     "the engine's answer is larger than 4 KiB"},
    {"wrong type",
     {"/images/a/json", "{'Id':'sha256:1','Config':{'User':1}}", 200, SCRIPT_WHOLE},
     QW_FACT_FAILED,
     "the engine's answer cannot be used: Config.User must be a string"},
};

START_TEST(each_answer_is_a_fact_with_a_clause)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    const struct qw_resolve_context context = {.held = NULL};
    struct qw_workload workload = {.kind = QW_WORKLOAD_CREATE, .image = {.value = "a"}};
    struct engine engine;

    engine_start(&engine, &answers[_i].row, 1);

    QW_CLEANUP(qw_cleanup_resolver)
    struct qw_resolver *resolver = resolver_for(engine.address, SMALL);

    struct qw_asker asker = qw_asker_new(resolver, arena);

    ck_assert_int_eq(qw_resolve_facts(&asker, QW_NEED_IMAGE_USER, &context, &workload), QW_OK);
    engine_stop(&engine);
    ck_assert_msg(workload.facts->image.fact.state == answers[_i].state, "%s: %s", answers[_i].what,
                  workload.facts->image.fact.why);
    if (answers[_i].why == NULL)
        ck_assert_ptr_null(workload.facts->image.fact.why);
    else
        ck_assert_str_eq(workload.facts->image.fact.why, answers[_i].why);
    ck_assert_int_eq(engine.n_questions, 1);
    ck_assert_ptr_nonnull(strstr(engine.head, QW_RESOLVE_HEADER ": "));
    if (answers[_i].state == QW_FACT_KNOWN)
        ck_assert_str_eq(workload.facts->image.user.user_name, "app");
}
END_TEST

/* An image of LEN bytes: what follows the object is white space. */
static char *padded_image(size_t len)
{
    char *text = malloc(len + 1);

    ck_assert_ptr_nonnull(text);
    memset(text, ' ', len);
    memcpy(text, image, strlen(image));
    text[len] = '\0';
    return text;
}

static const struct {
    size_t len;
    enum qw_fact_state state;
} sizes[] = {{QW_LIMIT_ANSWER - 1, QW_FACT_KNOWN},
             {QW_LIMIT_ANSWER, QW_FACT_KNOWN},
             {QW_LIMIT_ANSWER + 1, QW_FACT_FAILED}};

START_TEST(an_answer_may_have_8_mib)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    QW_CLEANUP(qw_cleanup_free) char *text = padded_image(sizes[_i].len);
    const struct script row = {"/images/a/json", text, 200, SCRIPT_WHOLE};
    const struct qw_resolve_context context = {.held = NULL};
    struct qw_workload workload = {.kind = QW_WORKLOAD_CREATE, .image = {.value = "a"}};
    struct engine engine;

    engine_start(&engine, &row, 1);

    QW_CLEANUP(qw_cleanup_resolver)
    struct qw_resolver *resolver = patient_resolver_for(engine.address, 1);

    struct qw_asker asker = qw_asker_new(resolver, arena);

    ck_assert_int_eq(qw_resolve_facts(&asker, QW_NEED_IMAGE_USER, &context, &workload), QW_OK);
    engine_stop(&engine);
    ck_assert_int_eq(workload.facts->image.fact.state, sizes[_i].state);
    if (sizes[_i].state == QW_FACT_FAILED)
        ck_assert_str_eq(workload.facts->image.fact.why,
                         "the engine's answer is larger than 8 MiB");
}
END_TEST

START_TEST(an_engine_that_is_not_there_is_named)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    QW_CLEANUP(qw_cleanup_resolver)
    struct qw_resolver *resolver = resolver_for("unix:///nowhere/docker.sock", SMALL);
    struct qw_asker asker = qw_asker_new(resolver, arena);
    struct qw_workload workload;
    struct qw_held held;
    struct qw_diag diag = {.err = QW_OK};

    ck_assert_int_eq(qw_resolve_container(&asker, "a", &workload, &held, &diag), QW_ERR_ENGINE);
    ck_assert_str_eq(diag.text, "the engine's socket /nowhere/docker.sock cannot be reached (No "
                                "such file or directory)");
}
END_TEST

static void ask_engine(struct qw_resolver *resolver, struct qw_arena *arena,
                       struct qw_engine_facts *ret_facts)
{
    struct qw_asker asker = qw_asker_new(resolver, arena);

    qw_resolve_engine(&asker, ret_facts);
}

START_TEST(the_engine_is_asked_once_until_it_is_forgotten)
{
    static const struct script rows[] = {
        {"/version", "{'Version':'26.1.5'}", 200, SCRIPT_WHOLE},
        {"/info",
         "{'DefaultRuntime':'runc','LoggingDriver':'local','DockerRootDir':'/"
         "d','CgroupVersion':'1',"
         "'SecurityOptions':['name=seccomp,profile=builtin','name=no-new-privileges']}",
         200, SCRIPT_WHOLE},
    };
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_engine_facts facts;
    struct engine engine;

    engine_start(&engine, rows, COUNT_OF(rows));

    QW_CLEANUP(qw_cleanup_resolver)
    struct qw_resolver *resolver = resolver_for(engine.address, SMALL);

    for (int i = 0; i < 3; i++) {
        ask_engine(resolver, arena, &facts);
        ck_assert_int_eq(facts.fact.state, QW_FACT_KNOWN);
        ck_assert_int_eq(engine.n_questions, 2);
    }
    ck_assert_str_eq(facts.log_driver, "local");
    ck_assert(facts.has_cgroup_v1);
    qw_resolver_forget(resolver);
    ask_engine(resolver, arena, &facts);
    ck_assert_int_eq(engine.n_questions, 4);
    engine_stop(&engine);
    qw_resolver_forget(resolver);
    for (int i = 0; i < 2; i++) { /* a failure is not kept */
        ask_engine(resolver, arena, &facts);
        ck_assert_int_eq(facts.fact.state, QW_FACT_FAILED);
    }
}
END_TEST

static const struct script slow_rows[] = {
    {"/version", "{'Version':'26.1.5'}", 200, SCRIPT_WHOLE},
    {"/info", "{'DefaultRuntime':'runc'}", 200, SCRIPT_WHOLE},
    {"/containers/", "", 0, SCRIPT_SILENT},
    {"/images/", "", 0, SCRIPT_SILENT},
};

/* However many questions there are, and whatever they are about. */
START_TEST(all_that_a_request_asks_shares_one_time)
{
    enum { US_PER_MS = 1000, REQUEST_MS = 700 };
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    const struct qw_resolve_context context = {0};
    struct qw_workload workload = {.kind = QW_WORKLOAD_CREATE, .image = {.value = "a"}};
    struct qw_workload other;
    struct qw_held held;
    struct qw_engine_facts facts;
    struct qw_diag diag;
    const char *id = NULL;
    struct engine engine;
    int n_waits = 0;

    engine_start(&engine, slow_rows, COUNT_OF(slow_rows));

    QW_CLEANUP(qw_cleanup_resolver)
    struct qw_resolver *resolver = resolver_for(engine.address, SMALL);

    resolver->limits.request_ms = REQUEST_MS;

    struct qw_asker asker = qw_asker_new(resolver, arena);

    /* each takes 300 ms, and the last one what is left */
    do {
        diag = (struct qw_diag){.err = QW_OK};
        ck_assert_int_eq(qw_resolve_container(&asker, "a", &other, &held, &diag), QW_ERR_ENGINE);
    } while (strstr(diag.text, "still busy") != NULL && ++n_waits < 4);
    ck_assert_int_le(n_waits, 3);
    ck_assert_ptr_nonnull(strstr(diag.text, "in the time"));
    ck_assert_int_eq(qw_resolve_container_id(&asker, "a", &id, &(struct qw_diag){0}),
                     QW_ERR_ENGINE);
    ck_assert_int_eq(qw_resolve_facts(&asker, QW_NEED_IMAGE_USER, &context, &workload), QW_OK);
    ck_assert_ptr_nonnull(strstr(workload.facts->image.fact.why, "in the time"));
    qw_resolver_forget(resolver);
    qw_resolve_engine(&asker, &facts);
    ck_assert_str_eq(facts.fact.why, "the engine did not answer in the time that a decision has");
    engine_stop(&engine);
}
END_TEST

START_TEST(questions_are_known_again_by_their_header_alone)
{
    QW_CLEANUP(qw_cleanup_resolver) struct qw_resolver *resolver = resolver_for("unix:/x", SMALL);
    char other[RESOLVE_NONCE_SIZE + 1];

    ck_assert(qw_resolver_is_own(resolver, resolver->nonce));
    ck_assert(!qw_resolver_is_own(resolver, NULL));
    ck_assert(!qw_resolver_is_own(resolver, ""));
    ck_assert(!qw_resolver_is_own(NULL, resolver->nonce));
    snprintf(other, sizeof other, "%s0", resolver->nonce);
    ck_assert(!qw_resolver_is_own(resolver, other));
    other[RESOLVE_NONCE_SIZE - 1] = '\0';
    other[RESOLVE_NONCE_SIZE - 2] ^= 1;
    ck_assert(!qw_resolver_is_own(resolver, other));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("ask");

    tcase_add_loop_test(tests, each_answer_is_a_fact_with_a_clause, 0, (int)COUNT_OF(answers));
    tcase_add_loop_test(tests, an_answer_may_have_8_mib, 0, (int)COUNT_OF(sizes));
    tcase_add_test(tests, an_engine_that_is_not_there_is_named);
    tcase_add_test(tests, the_engine_is_asked_once_until_it_is_forgotten);
    tcase_add_test(tests, all_that_a_request_asks_shares_one_time);
    tcase_add_test(tests, questions_are_known_again_by_their_header_alone);
    return run_case("resolve/ask", tests);
}
