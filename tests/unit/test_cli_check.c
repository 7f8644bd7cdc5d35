#include "test_cli_fixture.h"

#define INSPECT(name, privileged)                                                             \
    "{\"Id\":\"0123\",\"Name\":\"/" name "\",\"State\":{\"Status\":\"created\"},"             \
    "\"Config\":{\"Image\":\"myapp:1\",\"User\":\"1001:1001\","                               \
    "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"]}},"                                         \
    "\"HostConfig\":{\"Privileged\":" privileged ",\"ReadonlyRootfs\":true,"                  \
    "\"CapDrop\":[\"ALL\"],\"SecurityOpt\":[\"no-new-privileges\"],\"NetworkMode\":\"none\"," \
    "\"Memory\":1024,\"NanoCpus\":1,\"PidsLimit\":1}}"

static const struct {
    const char *input;
    const char *policy;
    int code;
    const char *out; /* start of it */
} rows[] = {
    {"{\"RequestMethod\":\"GET\",\"RequestUri\":\"/_ping\"}", "restricted", 0,
     "allowed by policy restricted\n"},
    {"{\"RequestMethod\":\"POST\",\"RequestUri\":\"/v1.41/swarm/init\"}", "restricted", 1,
     "denied"},
    {"{\"requestmethod\":\"GET\",\"RequestUri\":\"/_ping\"}", "restricted", 0, "allowed"},
    {"{\"RequestMethod\":\"GET\",\"RequestUri\":\"/_ping\"", "permissive", 1, "denied"},
    {"{\"RequestMethod\":\"GET\"}", "permissive", 1, "denied"},
    {HARDENED_BODY, "restricted", 0,
     "allowed by policy restricted, with findings: memory-limit, cpu-limit, pids-limit [check]\n"},
    {PRIVILEGED_BODY, "baseline", 1, "denied by policy baseline: privileged [check]\n"},
    {"{\"Image\":\"x\",\"Image\":\"y\"}", "permissive", 1, "denied"},
    {"{\"Image\":\"x\",\"image\":\"y\"}", "permissive", 1, "denied"},
    {"{\"HostConfig\":{}}", "permissive", 0,
     "allowed by policy permissive, with findings: root-user"},
    {INSPECT("web", "true"), "permissive", 0,
     "\"web\": allowed by policy permissive, with findings: privileged [check]\n"},
    {INSPECT("web", "false"), "restricted", 0, "\"web\": allowed by policy restricted\n"},
    {INSPECT("web", "true"), "restricted", 1, "\"web\": denied by policy restricted: privileged"},
    {"[" INSPECT("web", "false") "," INSPECT("db", "false") "]", "restricted", 0,
     "\"web\": allowed by policy restricted\n\"db\": allowed by policy restricted\n"},
    {"[" INSPECT("web", "false") "," INSPECT("db", "true") "]", "restricted", 1,
     "\"web\": allowed by policy restricted\n\"db\": denied by policy restricted: privileged"},
};

START_TEST(each_kind_of_input_is_told_apart_and_judged)
{
    const char *const arguments[] = {"check", "--policy", rows[_i].policy, NULL};
    struct cli_run run = cli_run(arguments, rows[_i].input);

    ck_assert_msg(run.code == rows[_i].code, "exit %d: %s%s", run.code, run.out, run.err);
    ck_assert_msg(strncmp(run.out, rows[_i].out, strlen(rows[_i].out)) == 0, "%s", run.out);
    ck_assert_str_eq(run.err, "");
    cli_run_done(&run);
}
END_TEST

static const struct {
    const char *input;
    const char *err;
} refused_rows[] = {
    {"", "-:1:1: "},
    {"not JSON", "-:1:"},
    {"{\"a\":1,}", "-:1:"},
    {"\"text\"", "envelope"},
    {"{}", "envelope"},
    {"[]", "envelope"},
    {"[1]", "envelope"},
    {"[" HARDENED_BODY "]", "envelope"},
    {"{\"State\":{},\"Image\":\"x\"}", "envelope"},
    {"{\"Id\":\"x\",\"Config\":[],\"HostConfig\":{}}", "container"},
};

START_TEST(input_of_no_kind_is_a_usage_error_in_one_line)
{
    const char *const arguments[] = {"check", "-", NULL};
    struct cli_run run = cli_run(arguments, refused_rows[_i].input);

    ck_assert_msg(run.code == 2, "exit %d: %s%s", run.code, run.out, run.err);
    ck_assert_str_eq(run.out, "");
    ck_assert_msg(strstr(run.err, refused_rows[_i].err) != NULL, "%s", run.err);
    ck_assert_msg(count_lines(run.err) == 1, "%s", run.err);
    cli_run_done(&run);
}
END_TEST

static struct qw_json *parsed(struct qw_arena *arena, const char *text)
{
    struct qw_diag diag = {0};
    struct qw_json *root = NULL;

    ck_assert_msg(qw_json_parse(arena, text, strlen(text), &root, &diag) == QW_OK, "%s", diag.text);
    return root;
}

START_TEST(json_holds_the_whole_verdict)
{
    static const struct {
        const char *key;
        const char *value;
    } members[] = {
        {"decision", "deny"},
        {"reason", "rules"},
        {"policy", "baseline"},
        {"operation", "container.create"},
    };
    static const char *const keys[] = {"rule", "mode",   "field",   "value",
                                       "text", "docker", "compose", "cis"};
    const char *const arguments[] = {"check", "--json", "--policy", "baseline", NULL};
    struct cli_run run = cli_run(arguments, PRIVILEGED_BODY);
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    const struct qw_json *root = parsed(arena, run.out);
    const struct qw_json *finding = qw_json_first(qw_json_get(root, "findings"));

    ck_assert_int_eq(run.code, 1);
    for (size_t i = 0; i < COUNT(members); i++)
        ck_assert_str_eq(qw_json_string(qw_json_get(root, members[i].key)), members[i].value);
    for (size_t i = 0; i < COUNT(keys); i++)
        ck_assert_ptr_nonnull(qw_json_get(finding, keys[i]));
    ck_assert_str_eq(qw_json_string(qw_json_get(finding, "rule")), "privileged");
    ck_assert_ptr_nonnull(qw_json_string(qw_json_get(root, "passes")));
    ck_assert_ptr_nonnull(qw_json_string(qw_json_get(root, "message")));
    ck_assert_ptr_nonnull(qw_json_get(root, "left_out"));
    qw_arena_free(arena);
    cli_run_done(&run);
}
END_TEST

static const struct {
    const char *input;
    const char *passes; /* NULL: the JSON null */
    size_t n_results;   /* 0: no array */
} json_rows[] = {
    {HARDENED_BODY, NULL, 0},
    {INSPECT("web", "false"), NULL, 0},
    {"[" INSPECT("web", "false") "]", NULL, 1},
    {"[" INSPECT("web", "false") "," INSPECT("db", "false") "]", NULL, 2},
};

START_TEST(json_is_one_object_or_an_array_for_an_array)
{
    const char *const arguments[] = {"check", "--json", NULL};
    struct cli_run run = cli_run(arguments, json_rows[_i].input);
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    const struct qw_json *root = parsed(arena, run.out);

    ck_assert_int_eq(run.code, 0);
    if (json_rows[_i].n_results > 0) {
        ck_assert_int_eq(qw_json_type(root), QW_JSON_ARRAY);
        ck_assert_uint_eq(qw_json_count(root), json_rows[_i].n_results);
        root = qw_json_first(root);
    }
    ck_assert_str_eq(qw_json_string(qw_json_get(root, "decision")), "allow");
    ck_assert_ptr_null(qw_json_string(qw_json_get(root, "passes")));
    qw_arena_free(arena);
    cli_run_done(&run);
}
END_TEST

/* The daemon's sentences are the gate's: check says the same, but for the id. */
START_TEST(check_says_what_the_daemon_says)
{
    const char *const arguments[] = {"check", NULL};
    const struct question privileged = {"POST", CREATE_URI, PRIVILEGED_BODY};
    char *envelope = envelope_of(&privileged);
    struct cli_run of_envelope = cli_run(arguments, envelope);
    struct cli_run of_body = cli_run(arguments, PRIVILEGED_BODY);
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct gate_fixture fixture;
    struct qw_decided decided;

    gate_fixture_init(&fixture, "restricted", false, false);
    qw_gate_decide(fixture.gate, arena, "check", (struct qw_bytes){envelope, strlen(envelope)},
                   &decided);
    ck_assert_int_eq(strncmp(of_envelope.out, decided.message, strlen(decided.message)), 0);
    ck_assert_str_eq(of_body.out, of_envelope.out);
    gate_fixture_done(&fixture);
    qw_arena_free(arena);
    cli_run_done(&of_body);
    cli_run_done(&of_envelope);
    free(envelope);
}
END_TEST

/* A policy file site.json in a folder of its own, which is the working directory from then on. */
static void make_site(char *folder, const char *policy)
{
    FILE *file = NULL;

    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    file = fopen("site.json", "w");
    ck_assert_ptr_nonnull(file);
    fputs(policy, file);
    fclose(file);
}

static void remove_site(const char *folder)
{
    ck_assert_int_eq(unlink("site.json"), 0);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}

/* At baseline any other folder below /tmp may be mounted. */
START_TEST(the_folder_of_a_policy_without_a_slash_is_denied)
{
    const char *const arguments[] = {"check", "--policy", "site.json", NULL};
    char folder[] = "/tmp/qw-check-XXXXXX";
    char body[128];
    struct cli_run run;

    make_site(folder, "{\"version\":1,\"extends\":\"baseline\"}");
    snprintf(body, sizeof body, "{\"Image\":\"x\",\"HostConfig\":{\"Binds\":[\"%s:/x\"]}}", folder);
    run = cli_run(arguments, body);
    remove_site(folder);
    ck_assert_msg(run.code == 1 && strstr(run.out, "denied by policy site: bind-mounts") == run.out,
                  "exit %d: %s%s", run.code, run.out, run.err);
    cli_run_done(&run);
}
END_TEST

/* `serve` with its defaults would refuse it. */
START_TEST(a_policy_that_opens_the_daemons_own_folders_is_refused)
{
    const char *const arguments[] = {"check", "--policy", "./site.json", NULL};
    char folder[] = "/tmp/qw-check-XXXXXX";
    struct cli_run run;

    make_site(folder,
              "{\"version\":1,\"rules\":{\"bind-mounts\":{\"allow\":[\"/var/log/quaywarden\"]}}}");
    run = cli_run(arguments, HARDENED_BODY);
    remove_site(folder);
    ck_assert_int_eq(run.code, 2);
    ck_assert_str_eq(run.out, "");
    ck_assert_str_eq(run.err, "quaywarden: bind-mounts allows \"/var/log/quaywarden\", which is "
                              "quaywarden's own\n");
    cli_run_done(&run);
}
END_TEST

#define LOOP(test, table) tcase_add_loop_test(tcase, test, 0, (int)COUNT(table))

int main(void)
{
    Suite *suite = suite_create("cli/check");
    TCase *tcase = tcase_create("check");
    int code;

    tcase_set_timeout(tcase, 60);
    LOOP(each_kind_of_input_is_told_apart_and_judged, rows);
    LOOP(input_of_no_kind_is_a_usage_error_in_one_line, refused_rows);
    tcase_add_test(tcase, json_holds_the_whole_verdict);
    LOOP(json_is_one_object_or_an_array_for_an_array, json_rows);
    tcase_add_test(tcase, check_says_what_the_daemon_says);
    tcase_add_test(tcase, the_folder_of_a_policy_without_a_slash_is_denied);
    tcase_add_test(tcase, a_policy_that_opens_the_daemons_own_folders_is_refused);
    suite_add_tcase(suite, tcase);
    run_suite_and_exit_code(srunner_create(suite), &code);
    return code;
}
