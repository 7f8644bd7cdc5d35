#include "test_audit_fixture.h"

static struct qw_arena *arena;
static struct audit_fixture fixture;
static struct qw_buffer line;

static void setup(void)
{
    arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    ck_assert_ptr_nonnull(arena);
    audit_fixture_init(&fixture);
    line = QW_BUFFER(QW_LIMIT_AUDIT_LINE);
}

static void teardown(void)
{
    qw_buffer_done(&line);
    qw_arena_free(arena);
}

/* Formats the fixture's record and reads it back. */
static const struct qw_json *formatted(void)
{
    struct qw_json *root = NULL;
    struct qw_diag diag = {0};

    qw_audit_format(&line, &fixture.record, 7);
    ck_assert_int_eq(line.err, QW_OK);
    ck_assert_ptr_eq(memchr(line.data, '\n', line.len), line.data + line.len - 1);
    ck_assert_msg(qw_json_parse(arena, line.data, line.len - 1, &root, &diag) == QW_OK, "%s: %s",
                  diag.text, line.data);
    return root;
}

/* The string at a dotted path. */
static const char *text_at(const struct qw_json *node, const char *path)
{
    char key[64];

    while (*path != '\0') {
        size_t len = strcspn(path, ".");

        memcpy(key, path, len);
        key[len] = '\0';
        node = qw_json_get(node, key);
        path += path[len] == '.' ? len + 1 : len;
    }
    return qw_json_string(node);
}

START_TEST(the_record_holds_what_design_lists)
{
    static const struct {
        const char *path;
        const char *value;
    } rows[] = {
        {"id", "0123abcd"},
        {"phase", "request"},
        {"decision", "deny"},
        {"mode", "enforce"},
        {"user.name", "alice"},
        {"user.method", "TLS"},
        {"method", "POST"},
        {"operation", "container.create"},
        {"uri", "/v1.41/containers/create"},
        {"engine_api", "1.41"},
        {"policy.name", "restricted"},
        {"policy.digest", "d1935"},
        {"reason", "rules"},
    };
    const struct qw_json *root = formatted();
    const char *time = text_at(root, "time");

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_str_eq(text_at(root, rows[i].path), rows[i].value);
    ck_assert_int_eq(qw_json_integer(qw_json_get(root, "v")), 1);
    ck_assert_int_eq(qw_json_integer(qw_json_get(root, "seq")), 7);
    ck_assert_int_eq(qw_json_integer(qw_json_get(root, "latency_us")), 42);
    ck_assert_int_eq(qw_json_type(qw_json_get(root, "findings")), QW_JSON_ARRAY);
    ck_assert_int_eq(qw_json_type(qw_json_get(root, "exceptions")), QW_JSON_ARRAY);
    ck_assert_int_eq(qw_json_type(qw_json_get(qw_json_get(root, "user"), "groups")), QW_JSON_ARRAY);
    ck_assert_ptr_nonnull(time);
    ck_assert_uint_eq(strlen(time), strlen("2026-11-23T18:31:00.123456Z"));
    ck_assert_int_eq(time[strlen(time) - 1], 'Z');
}
END_TEST

START_TEST(a_finding_tells_rule_mode_field_value_and_cis)
{
    static struct qw_finding items[] = {
        {.rule = QW_RULE_PRIVILEGED,
         .mode = QW_MODE_ENFORCE,
         .field = "HostConfig.Privileged",
         .value = "true",
         .text = ""},
        {.rule = QW_RULE_ROOT_USER, .mode = QW_MODE_AUDIT, .field = "User", .text = ""},
    };
    const struct qw_json *first;
    const struct qw_json *second;

    fixture.verdict.findings.items = items;
    fixture.verdict.findings.n_items = 2;
    first = qw_json_first(qw_json_get(formatted(), "findings"));
    second = qw_json_next(first);
    ck_assert_str_eq(text_at(first, "rule"), "privileged");
    ck_assert_str_eq(text_at(first, "mode"), "enforce");
    ck_assert_str_eq(text_at(first, "field"), "HostConfig.Privileged");
    ck_assert_str_eq(text_at(first, "value"), "true");
    ck_assert_str_eq(text_at(first, "cis"), qw_rule_get(QW_RULE_PRIVILEGED)->cis);
    ck_assert_str_eq(text_at(second, "mode"), "audit");
    ck_assert_ptr_null(qw_json_get(second, "value"));
    ck_assert_ptr_null(qw_json_next(second));
}
END_TEST

static const struct {
    enum qw_decision decision;
    bool is_audited;
    size_t n_findings;
    const char *mode;
} mode_rows[] = {
    {QW_DENY, false, 1, "enforce"}, {QW_DENY, true, 0, "enforce"}, {QW_ALLOW, false, 0, "enforce"},
    {QW_ALLOW, true, 0, "audit"},   {QW_ALLOW, false, 1, "audit"},
};

START_TEST(the_mode_is_audit_only_for_what_audit_alone_allowed)
{
    static struct qw_finding item = {
        .rule = QW_RULE_PRIVILEGED, .mode = QW_MODE_AUDIT, .field = "", .text = ""};

    fixture.verdict.decision = mode_rows[_i].decision;
    fixture.verdict.is_audited = mode_rows[_i].is_audited;
    fixture.verdict.cause = mode_rows[_i].decision == QW_ALLOW ? QW_CAUSE_NONE : QW_CAUSE_RULES;
    fixture.verdict.findings.items = &item;
    fixture.verdict.findings.n_items = mode_rows[_i].n_findings;
    ck_assert_str_eq(text_at(formatted(), "mode"), mode_rows[_i].mode);
}
END_TEST

#define FULL_ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const struct {
    enum qw_op op;
    const char *object;
    struct qw_param param;
    const char *image;
    const char *name;
    const char *id;
} object_rows[] = {
    {QW_OP_CONTAINER_STOP, "web", {"t", "1"}, NULL, "web", NULL},
    {QW_OP_CONTAINER_STOP, FULL_ID, {"t", "1"}, NULL, NULL, FULL_ID},
    {QW_OP_CONTAINER_STOP, "0123456789ab", {"t", "1"}, NULL, NULL, "0123456789ab"},
    {QW_OP_CONTAINER_STOP, "0123456789a", {"t", "1"}, NULL, "0123456789a", NULL},
    {QW_OP_CONTAINER_CREATE, "", {"name", "web"}, NULL, "web", NULL},
    {QW_OP_IMAGE_PULL, "", {"fromImage", "nginx"}, "nginx", NULL, NULL},
    {QW_OP_IMAGE_TAG, "nginx:1", {"repo", "x"}, "nginx:1", NULL, NULL},
    {QW_OP_CONTAINER_LIST, "", {"all", "1"}, NULL, NULL, NULL},
};

static void assert_text(const char *seen, const char *expected)
{
    if (expected == NULL)
        ck_assert_ptr_null(seen);
    else
        ck_assert_pstr_eq(seen, expected);
}

static const enum qw_op named_in_body[] = {QW_OP_VOLUME_CREATE, QW_OP_NETWORK_CREATE};

START_TEST(what_a_body_names_is_told)
{
    fixture.operation.op = named_in_body[_i];
    fixture.operation.body = qw_json_new_object(arena);
    qw_json_set(fixture.operation.body, "Name", qw_json_new_string(arena, "data"));
    ck_assert_str_eq(text_at(formatted(), "object.name"), "data");
}
END_TEST

START_TEST(the_object_is_told_by_image_name_or_id)
{
    const struct qw_json *root;

    fixture.operation.op = object_rows[_i].op;
    fixture.operation.object = object_rows[_i].object;
    fixture.operation.params = &object_rows[_i].param;
    fixture.operation.n_params = 1;
    root = formatted();
    assert_text(text_at(root, "object.image"), object_rows[_i].image);
    assert_text(text_at(root, "object.name"), object_rows[_i].name);
    assert_text(text_at(root, "object.id"), object_rows[_i].id);
}
END_TEST

START_TEST(the_image_of_a_workload_is_told)
{
    static const struct qw_workload workload = {.image = {.value = "nginx:1.27"}};

    fixture.record.workload = &workload;
    ck_assert_str_eq(text_at(formatted(), "object.image"), "nginx:1.27");
}
END_TEST

static const struct {
    int len_over;
    bool is_cut;
} cut_rows[] = {{-1, false}, {0, false}, {1, true}, {100000, true}};

START_TEST(a_text_over_the_limit_is_cut_and_marked)
{
    size_t len = (size_t)(QW_LIMIT_AUDIT_TEXT + cut_rows[_i].len_over);
    char *uri = calloc(1, len + 1);
    const char *shown;

    ck_assert_ptr_nonnull(uri);
    memset(uri, 'a', len);
    fixture.call.uri = uri;
    shown = text_at(formatted(), "uri");
    ck_assert_int_eq(strstr(shown, "...(cut)") != NULL, cut_rows[_i].is_cut);
    ck_assert_uint_eq(strspn(shown, "a"), cut_rows[_i].is_cut ? QW_LIMIT_AUDIT_TEXT : len);
    free(uri);
}
END_TEST

START_TEST(a_cut_leaves_no_half_character)
{
    enum { LEN = 3000 };
    char name[LEN + 1] = {0};

    for (size_t i = 0; i + 1 < LEN; i += 2)
        memcpy(name + i, "\xc3\xa9", 2);
    fixture.call.user = name;
    ck_assert_ptr_null(strstr(text_at(formatted(), "user.name"), "\xef\xbf\xbd"));
}
END_TEST

static const struct {
    const char *uri;
    const char *shown;
} uri_rows[] = {
    {"/v1.41/build?t=x&buildargs=%7B%22TOKEN%22%3A%22geheim%22%7D&q=1",
     "/v1.41/build?t=x&buildargs=(hidden)&q=1"},
    {"/build?remote=https://u:geheim@h/r&q=1", "/build?remote=(hidden)&q=1"},
    {"/images/create?fromSrc=https://u:geheim@h/r", "/images/create?fromSrc=(hidden)"},
    {"/v1.41/commit?changes=ENV%20A%3Dgeheim", "/v1.41/commit?changes=(hidden)"},
    {"/v1.41/commit?changes=geheim&changes=geheim",
     "/v1.41/commit?changes=(hidden)&changes=(hidden)"},
    {"/v1.41/commit?%63hanges=ENV%20A%3Dgeheim", "/v1.41/commit?%63hanges=(hidden)"},
    {"/v1.41/commit?%43%48anges=geheim&buildarg%73=geheim&y=1",
     "/v1.41/commit?%43%48anges=(hidden)&buildarg%73=(hidden)&y=1"},
    {"/v1.41/commit?a=1;chan%67es=geheim;y=2", "/v1.41/commit?a=1;chan%67es=(hidden);y=2"},
    {"/v1.41/x?changes%=1&%=2&%6=3&%6g=4&change=5&changess=6&changes%20=7",
     "/v1.41/x?changes%=1&%=2&%6=3&%6g=4&change=5&changess=6&changes%20=7"},
    {"/v1.41/containers/create?name=n&Env=A%3Dgeheim&Env=b&%45nv=geheim&HostConfig=%7B%7D",
     "/v1.41/containers/"
     "create?name=n&Env=(hidden)&Env=(hidden)&%45nv=(hidden)&HostConfig=(hidden)"},
    {"/v1.41/x?%5b=1&@=2&[=3&=4", "/v1.41/x?%5b=1&@=2&[=3&=4"},
    {"/v1.41/x?changes&y=", "/v1.41/x?changes&y="},
    {"/v1.41/x?", "/v1.41/x?"},
    {"/v1.41/x?a=changes", "/v1.41/x?a=changes"},
};

START_TEST(environment_in_a_query_is_hidden)
{
    fixture.call.uri = uri_rows[_i].uri;
    ck_assert_str_eq(text_at(formatted(), "uri"), uri_rows[_i].shown);
}
END_TEST

START_TEST(hostile_texts_stay_in_one_line_and_one_string)
{
    fixture.call.user = "a\"}\n{\"decision\":\"allow\"";
    fixture.call.method = "\x01\x7f\xff";
    fixture.call.uri = NULL;
    ck_assert_str_eq(text_at(formatted(), "user.name"), fixture.call.user);
}
END_TEST

START_TEST(more_findings_than_a_line_holds_are_counted)
{
    static struct qw_finding items[QW_LIMIT_FINDINGS];
    char *value = calloc(1, 4096);
    const struct qw_json *root;
    size_t told;

    ck_assert_ptr_nonnull(value);
    memset(value, '\x01', 4095);
    for (size_t i = 0; i < QW_LIMIT_FINDINGS; i++)
        items[i] = (struct qw_finding){.rule = QW_RULE_BIND_MOUNTS, .field = value, .value = value};
    fixture.verdict.findings.items = items;
    fixture.verdict.findings.n_items = QW_LIMIT_FINDINGS;
    fixture.call.uri = fixture.call.user = fixture.call.method = value;
    root = formatted();
    told = qw_json_count(qw_json_get(root, "findings"));
    ck_assert_uint_gt(told, 0);
    ck_assert_int_eq(qw_json_integer(qw_json_get(root, "findings_left_out")),
                     (int64_t)(QW_LIMIT_FINDINGS - told));
    ck_assert_str_eq(text_at(root, "reason"), "rules");
    free(value);
}
END_TEST

START_TEST(a_request_that_could_not_be_read_has_a_record_too)
{
    const struct qw_json *root;

    memset(&fixture.call, 0, sizeof fixture.call);
    memset(&fixture.operation, 0, sizeof fixture.operation);
    fixture.verdict = qw_verdict_not_understood(QW_ERR_ENVELOPE, NULL);
    root = formatted();
    ck_assert_str_eq(text_at(root, "reason"), "malformed-envelope");
    ck_assert_str_eq(text_at(root, "operation"), "unknown");
}
END_TEST

START_TEST(a_hole_of_the_engine_is_told_by_its_name)
{
    const struct qw_json *root;

    fixture.verdict = qw_verdict_engine_hole(QW_HOLE_ARCHIVE_PUT, "28.5.2");
    root = formatted();
    ck_assert_str_eq(text_at(root, "reason"), "engine-hole");
    ck_assert_str_eq(text_at(root, "hole"), "GHSA-x86f-5xw2-fm2r");
    ck_assert_str_eq(text_at(root, "decision"), "deny");
}
END_TEST

START_TEST(other_records_name_no_hole)
{
    ck_assert_ptr_null(qw_json_get(formatted(), "hole"));
}
END_TEST

#define LOOP(test, rows) tcase_add_loop_test(tcase, test, 0, (int)(sizeof(rows) / sizeof *(rows)))

int main(void)
{
    Suite *suite = suite_create("audit/record");
    TCase *tcase = tcase_create("record");
    SRunner *runner;
    int n_failed;

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, the_record_holds_what_design_lists);
    tcase_add_test(tcase, a_finding_tells_rule_mode_field_value_and_cis);
    LOOP(the_mode_is_audit_only_for_what_audit_alone_allowed, mode_rows);
    LOOP(the_object_is_told_by_image_name_or_id, object_rows);
    LOOP(what_a_body_names_is_told, named_in_body);
    tcase_add_test(tcase, the_image_of_a_workload_is_told);
    LOOP(a_text_over_the_limit_is_cut_and_marked, cut_rows);
    tcase_add_test(tcase, a_cut_leaves_no_half_character);
    LOOP(environment_in_a_query_is_hidden, uri_rows);
    tcase_add_test(tcase, hostile_texts_stay_in_one_line_and_one_string);
    tcase_add_test(tcase, more_findings_than_a_line_holds_are_counted);
    tcase_add_test(tcase, a_hole_of_the_engine_is_told_by_its_name);
    tcase_add_test(tcase, other_records_name_no_hole);
    tcase_add_test(tcase, a_request_that_could_not_be_read_has_a_record_too);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
