/* What a person reads: complete, within its limit, and without a byte that a terminal acts upon. */
#include <stdio.h>

#include "test_verdict_fixture.h"

static const char *judge_text(struct fixture *fixture, enum qw_op op, const char *body)
{
    fixture_read(fixture, op, "web", body);
    return fixture_judge(fixture);
}

static void assert_safe(const char *text)
{
    ck_assert_uint_le(strlen(text), QW_LIMIT_MESSAGE);
    for (const char *at = text; *at; at++)
        ck_assert_msg((unsigned char)*at >= ' ' || *at == '\n', "byte %d in:\n%s", *at, text);
}

START_TEST(a_denial_has_the_form_of_the_design)
{
    struct fixture fixture = fixture_new("restricted");
    const char *text = judge_text(
        &fixture, QW_OP_CONTAINER_CREATE,
        "{'Image':'nginx','User':'1:1','AttachStdout':true,'HostConfig':{'Privileged':true,"
        "'CapDrop':['ALL'],'SecurityOpt':['no-new-privileges'],'Tmpfs':{'/tmp':''}}}");

    ck_assert_int_eq(strncmp(text,
                             "denied by policy restricted: privileged, writable-rootfs [7f3ac1d2]\n"
                             "  privileged       HostConfig.Privileged is true: ",
                             strlen("denied by policy restricted: privileged, writable-rootfs "
                                    "[7f3ac1d2]\n"
                                    "  privileged       HostConfig.Privileged is true: ")),
                     0);
    assert_holds(text, "\n                   docker: remove --privileged | compose: ");
    assert_holds(text, " | CIS 5.5 5.23\n  writable-rootfs  HostConfig.ReadonlyRootfs ");
    assert_holds(text, "\n  passes: docker run --user 1:1 --read-only --tmpfs /tmp --cap-drop ALL "
                       "--security-opt no-new-privileges nginx\n");
    assert_holds(text, "\n  left out: HostConfig.Privileged\n");
    assert_holds(text, "\n  more: quaywarden explain privileged | for your operator: 7f3ac1d2");
    ck_assert_int_ne(text[strlen(text) - 1], '\n');
    fixture_done(&fixture);
}
END_TEST

START_TEST(findings_of_one_rule_stand_together_under_its_name)
{
    struct fixture fixture = fixture_new("restricted");
    const char *text =
        judge_text(&fixture, QW_OP_CONTAINER_CREATE,
                   "{'Image':'nginx','HostConfig':{'PidMode':'host','IpcMode':'host'}}");
    const char *first = strstr(text, "\n  host-namespaces ");

    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_null(strstr(first + 1, "\n  host-namespaces "));
    assert_holds(first, "HostConfig.PidMode");
    assert_holds(first, "HostConfig.IpcMode");
    fixture_done(&fixture);
}
END_TEST

START_TEST(audit_findings_are_no_part_of_a_denial)
{
    struct fixture fixture = fixture_new("baseline");
    const char *text =
        judge_text(&fixture, QW_OP_CONTAINER_CREATE,
                   "{'Image':'nginx','HostConfig':{'Privileged':true,'FooBar':true}}");

    assert_holds(text, "denied by policy baseline: privileged [");
    assert_lacks(text, "FooBar is");
    assert_lacks(text, "unknown-fields");
    fixture_done(&fixture);
}
END_TEST

START_TEST(an_allowed_request_tells_its_audit_findings_and_nothing_else)
{
    struct fixture fixture = fixture_new("permissive");
    const char *text = judge_text(&fixture, QW_OP_CONTAINER_CREATE,
                                  "{'Image':'nginx','HostConfig':{'Privileged':true}}");

    assert_holds(text, "allowed by policy permissive, with findings: privileged, ");
    assert_lacks(text, "passes:");
    ck_assert_str_eq(judge_text(&fixture, QW_OP_CONTAINER_LIST, NULL), "");
    ck_assert_str_eq(judge_text(&fixture, QW_OP_PLUGIN_PULL, NULL), "");
    fixture_done(&fixture);
}
END_TEST

/* Sizes around the limit, and far beyond: as many findings as there may be. */
static const int n_binds[] = {1, 5, 6, 7, 8, 9, 10, 12, 16, 24, 250, 400};

START_TEST(a_message_never_exceeds_its_limit_and_keeps_its_frame)
{
    struct fixture fixture = fixture_new("restricted");
    struct qw_buffer body = QW_BUFFER(QW_LIMIT_ENVELOPE);

    qw_buffer_add_text(&body, "{'Image':'nginx','HostConfig':{'Binds':['/etc:/e'");
    for (int i = 1; i < n_binds[_i]; i++)
        qw_buffer_addf(&body, ",'/srv/\\u00fcber-\\u20ac-%d:/x%d'", i, i);
    qw_buffer_add_text(&body, "]}}");

    const char *text = judge_text(&fixture, QW_OP_CONTAINER_CREATE, body.data);

    qw_buffer_done(&body);
    assert_safe(text);
    ck_assert_int_eq(strncmp(text, "denied by policy restricted: root-user, ", 40), 0);
    assert_holds(text, "\n  passes: docker run ");
    assert_holds(text, "\n  more: quaywarden explain root-user | for your operator: 7f3ac1d2");
    if (n_binds[_i] > 20)
        assert_holds(text, ": quaywarden check --json lists all\n  passes: ");
    if (n_binds[_i] == 1)
        assert_lacks(text, "lists all");
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_command_that_is_too_long_is_told_not_cut)
{
    struct fixture fixture = fixture_new("restricted");
    struct qw_buffer body = QW_BUFFER(QW_LIMIT_ENVELOPE);

    qw_buffer_add_text(&body, "{'Image':'nginx','Cmd':['");
    for (int i = 0; i < 1500; i++)
        qw_buffer_add_text(&body, "x");
    qw_buffer_add_text(&body, "']}");

    const char *text = judge_text(&fixture, QW_OP_CONTAINER_CREATE, body.data);

    qw_buffer_done(&body);
    assert_safe(text);
    assert_holds(text, "too long for this message: quaywarden check --json shows it\n");
    assert_lacks(text, "xxxx");
    fixture_done(&fixture);
}
END_TEST

/* Every place of a body that a caller chooses, with what a terminal acts upon and secrets. */
static const char hostile_body[] =
    "{\"Image\":\"i\\u001b[2J\\n\\u202egpj\",\"Hostname\":\"\\u001b]0;x\\u0007\","
    "\"Env\":[\"A=hidden-value\",\"NVIDIA_VISIBLE_DEVICES=hidden-value\"],"
    "\"Labels\":{\"a\\u001b[1m\\n\":\"\\u0085\\u200b\",\"db.password\":\"hidden-value\","
    "\"url\":\"https://u:hidden-value@host/\"},"
    "\"HostConfig\":{\"Binds\":[\"/\\u001b[31m\\n:/x\"],\"CapAdd\":[\"\\u001b\\r\"],"
    "\"Sysctls\":{\"a\\u001b\":\"\\u001b\"},\"X\\u007f\":1,\"Runtime\":\"\\n\\nallowed by\","
    "\"LogConfig\":{\"Type\":\"splunk\",\"Config\":{\"splunk-token\":\"hidden-value\"}},"
    "\"Annotations\":{\"\\u001b\":\"\\u001b\"},\"PidMode\":\"container:\\u001b\"}}";

START_TEST(nothing_hostile_and_nothing_secret_reaches_the_reader)
{
    struct fixture fixture = fixture_new("restricted");
    const char *text = judge_text(&fixture, QW_OP_CONTAINER_CREATE, hostile_body);

    assert_safe(text);
    assert_lacks(text, "hidden-value");
    assert_lacks(text, "\nallowed by");
    assert_lacks(text, "\xe2\x80\xae");
    assert_lacks(text, "\xc2\x85");
    fixture_done(&fixture);
}
END_TEST

/* A level's word on an operation, and what it says for it. */
static const char *const levels[] = {"permissive", "baseline", "restricted", "cis"};

START_TEST(every_operation_that_a_level_denies_has_its_sentences)
{
    struct fixture fixture = fixture_new(levels[_i]);

    for (enum qw_op op = 0; op < QW_OP_COUNT; op++) {
        if (op != QW_OP_UNKNOWN && qw_policy_action(fixture.policy, op) != QW_ACTION_DENY)
            continue;

        const char *text = judge_text(&fixture, op, NULL);
        const char *name = op == QW_OP_UNKNOWN ? "unknown-operation" : qw_op_name(op);
        const char *first = qw_arena_format(fixture.arena, "denied by policy %s: %s [7f3ac1d2]\n",
                                            levels[_i], name);

        assert_safe(text);
        assert_holds(text, first);
        assert_holds(text, "\n  asked: POST \"/x\"\n  why: ");
        assert_holds(text, op == QW_OP_UNKNOWN ? "\n  fix: " : "\n  allow: \"operations\": {");
        assert_lacks(text, "(null)");
    }
    fixture_done(&fixture);
}
END_TEST

static void tell(struct qw_buffer *text, const struct qw_verdict *verdict,
                 const struct qw_operation *operation)
{
    const struct qw_verdict_context context = {
        .policy_name = "p", .id = "7f3ac1d2", .operation = operation};

    *text = QW_BUFFER(QW_LIMIT_ENVELOPE);
    qw_verdict_add_text(text, verdict, &context);
    ck_assert_int_eq(text->err, QW_OK);
    assert_safe(text->data);
}

START_TEST(every_error_has_a_sentence_and_a_fix)
{
    const struct qw_operation nothing_read = {0};

    for (enum qw_err err = QW_OK + 1; err < QW_ERR_COUNT; err++) {
        const struct qw_verdict verdict = qw_verdict_not_understood(err, NULL);
        struct qw_buffer text;

        tell(&text, &verdict, &nothing_read);
        assert_holds(text.data, "denied by policy p: ");
        assert_holds(text.data, qw_err_name(err));
        assert_holds(text.data, " [7f3ac1d2]\n  why: ");
        assert_holds(text.data, qw_err_text(err));
        assert_holds(text.data, "\n  fix: ");
        assert_holds(text.data, ".\n  more: for your operator: 7f3ac1d2");
        if (err != QW_ERR_INTERNAL)
            assert_lacks(text.data, "a fault of quaywarden");
        qw_buffer_done(&text);
    }
}
END_TEST

START_TEST(paths_are_escaped)
{
    const struct qw_operation operation = {.method = "PO\033ST", .path = "/\033[2J\n"};
    const struct qw_verdict verdict = qw_verdict_not_understood(QW_ERR_SYNTAX, NULL);
    struct qw_buffer text;

    tell(&text, &verdict, &operation);
    assert_holds(text.data, "asked: PO\\x1bST \"/\\x1b[2J\\x0a\"\n");
    qw_buffer_done(&text);
}
END_TEST

struct told_row {
    const char *method;
    const char *uri;
    const char *type;
    const char *length; /* NULL: that of the body */
    const char *body;   /* NULL: not shown */
    const char *told;   /* the whole text behind the first line */
};

#define CREATE "/v1.41/containers/create"
#define JSON "application/json"
#define ASKED "  asked: POST \"/containers/create\"\n"
#define MORE "  more: for your operator: 7f3ac1d2"

/* Requests as the engine module reads them: one cause and one fix, true for each. */
static const struct told_row told_rows[] = {
    {"POST", CREATE, JSON, NULL, "{\"Image\":\"x\"",
     ASKED "  why: line 1, column 13: the text ends where a comma or } should stand.\n"
           "  fix: send one well-formed JSON object and nothing behind it, as docker, compose and "
           "the SDKs do.\n" MORE},
    {"POST", CREATE, JSON, NULL, "{\n\"Image\":\"x\",\n \"Image\":\"y\"}",
     ASKED "  why: line 3, column 2: the key \"Image\" stands twice in one object.\n"
           "  fix: send plain JSON, as docker, compose and the SDKs do: each key once, in Docker's "
           "own spelling, and no NUL or half character in a string.\n" MORE},
    {"POST", CREATE, JSON, NULL, "{\"Privileged\":true}",
     ASKED "  why: Privileged stands at the top level of the body, where engines up to 26.1 take "
           "it for HostConfig.Privileged and newer ones ignore it.\n"
           "  fix: move it into HostConfig.\n" MORE},
    {"POST", CREATE, JSON, NULL, "{\"Image\":7}",
     ASKED "  why: Image must be a string, and is an integer.\n"
           "  fix: give the value the type that the Engine API documents.\n" MORE},
    {"POST", CREATE, "text/plain", "13", NULL,
     ASKED "  why: the engine did not show the body of this request: its Content-Type is not JSON, "
           "and engines show only that.\n"
           "  fix: send Content-Type: application/json.\n" MORE},
    {"POST", CREATE, JSON, "2000000", NULL,
     ASKED "  why: the engine did not show the body of this request: it has 1 MiB or more, which "
           "engines before 25.0.16 and 29.3.1 hide.\n"
           "  fix: send less than 1 MiB, or ask your operator to upgrade the engine.\n" MORE},
    {"POST", CREATE, JSON, "0", NULL,
     ASKED "  why: this request needs a JSON body, and has none.\n"
           "  fix: send the JSON body that the Engine API documents for this address.\n" MORE},
    {"POST", "/containers/web/start", JSON, NULL, "{\"Binds\":[]}",
     "  asked: POST \"/containers/web/start\"\n"
     "  why: no body belongs to this request.\n"
     "  fix: send no body, and Content-Length: 0.\n" MORE},
    {"POST", "/containers/a%20b/start", NULL, "0", NULL,
     "  asked: POST \"/containers/a b/start\"\n"
     "  why: no container can have the name that stands in this path.\n"
     "  fix: use its ID.\n" MORE},
    {"GET", "/volumes/a%20b", NULL, "0", NULL,
     "  asked: GET \"/volumes/a b\"\n"
     "  why: no volume can have the name that stands in this path.\n"
     "  fix: write its name in letters, digits, '_', '.' and '-', and a letter or digit "
     "first.\n" MORE},
    {"GET", "/v1.21/containers/json", NULL, "0", NULL,
     "  why: API version 1.21 is under 1.24, where starting a container could replace its "
     "configuration.\n"
     "  fix: update the client, or unset DOCKER_API_VERSION and COMPOSE_API_VERSION.\n" MORE},
    {"GET", "/v1.41//containers/json", NULL, "0", NULL,
     "  why: the address could be read in more than one way: its path has an empty, \".\" or "
     "\"..\" segment.\n"
     "  fix: write the address plainly, as /v1.41/containers/create: no //, no /./ or /../, no #, "
     "no ;, no space, % only before two hexadecimal digits, each parameter once.\n" MORE},
    {"get", "/_ping", NULL, "0", NULL,
     "  why: the engine knows no such HTTP method.\n"
     "  fix: use GET, HEAD, POST, PUT, DELETE or OPTIONS, in capital letters.\n" MORE},
};

START_TEST(what_was_not_understood_has_one_cause_and_one_fix)
{
    const struct told_row *row = &told_rows[_i];
    const char *body = row->body != NULL ? row->body : "";
    char length[24];
    const struct qw_engine_request request = {.method = row->method,
                                              .uri = row->uri,
                                              .content_type = row->type,
                                              .content_length =
                                                  row->length != NULL ? row->length : length,
                                              .has_body = row->body != NULL,
                                              .body = body,
                                              .body_len = strlen(body)};
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_operation operation;
    struct qw_diag diag = {0};
    struct qw_buffer text;

    snprintf(length, sizeof length, "%zu", strlen(body));

    const enum qw_err err = qw_engine_read(arena, &request, &operation, &diag);
    const struct qw_verdict verdict = qw_verdict_not_understood(err, &diag);

    ck_assert_int_ne(err, QW_OK);
    tell(&text, &verdict, &operation);
    ck_assert_str_eq(strchr(text.data, '\n') + 1, row->told);
    qw_buffer_done(&text);
    qw_arena_free(arena);
}
END_TEST

START_TEST(a_check_names_no_record)
{
    struct fixture fixture = fixture_new("restricted");
    const struct qw_verdict_context context = {
        .policy_name = "p", .id = QW_VERDICT_ID_CHECK, .operation = &fixture.operation};
    static const struct {
        enum qw_op op;
        const char *body;
    } rows[] = {{QW_OP_CONTAINER_CREATE, "{'Image':'i'}"},
                {QW_OP_BUILD_CLASSIC, NULL},
                {QW_OP_SERVICE_CREATE, "{}"},
                {QW_OP_UNKNOWN, NULL}};

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct qw_buffer text = QW_BUFFER(QW_LIMIT_MESSAGE);

        assert_holds(judge_text(&fixture, rows[i].op, rows[i].body), "for your operator: 7f3ac1d2");
        qw_verdict_add_text(&text, &fixture.verdict, &context);
        assert_holds(text.data, " [check]\n");
        assert_lacks(text.data, "for your operator");
        qw_buffer_done(&text);
    }
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_record_that_could_not_be_written_says_so)
{
    const struct qw_operation operation = {.method = "POST", .path = "/x"};
    const struct qw_verdict verdict = {.cause = QW_CAUSE_AUDIT_FAILED, .detail = ""};
    struct qw_buffer text;

    tell(&text, &verdict, &operation);
    assert_holds(text.data, "denied by policy p: audit-failed [7f3ac1d2]\n");
    qw_buffer_done(&text);
}
END_TEST

START_TEST(a_hole_is_told_with_the_version_and_both_ways_out)
{
    const enum qw_hole_id id = (enum qw_hole_id)_i;
    const struct qw_hole *hole = qw_hole_get(id);
    const struct qw_operation operation = {
        .op = QW_OP_CONTAINER_ARCHIVE_PUT, .method = "PUT", .path = "/containers/c/archive"};
    const struct qw_verdict verdict = qw_verdict_engine_hole(id, "28.5.2+dfsg4");
    char fixed[80];
    struct qw_buffer text;

    snprintf(fixed, sizeof fixed, "\"engine\": {\"fixed\": [\"%s\"]}\n", hole->name);
    ck_assert_int_eq(verdict.decision, QW_DENY);
    ck_assert_str_eq(qw_verdict_reason(&verdict), "engine-hole");
    tell(&text, &verdict, &operation);
    ck_assert_ptr_eq(strstr(text.data, "denied by policy p: container.archive.put [7f3ac1d2]\n"
                                       "  asked: PUT \"/containers/c/archive\"\n"
                                       "  why: engine 28.5.2+dfsg4 has the hole "),
                     text.data);
    assert_holds(text.data, hole->means);
    assert_holds(text.data, hole->todo);
    assert_holds(text.data, fixed);
    ck_assert_uint_lt(text.len, 1200);
    qw_buffer_done(&text);
}
END_TEST

START_TEST(a_hole_of_an_unknown_version_is_the_worst_that_may_be)
{
    static const char *const unknown[] = {NULL, ""};
    const struct qw_operation operation = {
        .op = QW_OP_BUILD_GRPC, .method = "POST", .path = "/grpc"};

    for (size_t i = 0; i < COUNT(unknown); i++) {
        const struct qw_verdict verdict =
            qw_verdict_engine_hole(QW_HOLE_GATEWAY_CONTAINERS, unknown[i]);
        struct qw_buffer text;

        tell(&text, &verdict, &operation);
        assert_holds(text.data, "denied by policy p: build.grpc [7f3ac1d2]\n");
        assert_holds(text.data, "  why: the engine's version is not known, so that the worst is "
                                "assumed: the hole CVE-2024-23653. A build");
        qw_buffer_done(&text);
    }
}
END_TEST

START_TEST(a_version_is_shown_as_plain_text)
{
    const struct qw_operation operation = {.op = QW_OP_BUILD_GRPC};
    const struct qw_verdict verdict =
        qw_verdict_engine_hole(QW_HOLE_GATEWAY_CONTAINERS, "1\n\033[31m");
    struct qw_buffer text;

    tell(&text, &verdict, &operation);
    assert_holds(text.data, "engine 1\\x0a\\x1b[31m has");
    qw_buffer_done(&text);
}
END_TEST

START_TEST(every_rule_has_a_page_with_its_settings)
{
    const enum qw_rule_id id = (enum qw_rule_id)_i;
    const struct qw_rule *rule = qw_rule_get(id);
    struct qw_buffer page = QW_BUFFER(QW_LIMIT_ENVELOPE);

    qw_verdict_add_rule_page(&page, id);
    ck_assert_int_eq(page.err, QW_OK);
    assert_holds(page.data, rule->title);
    assert_holds(page.data, rule->why);
    assert_holds(page.data, "\n  judges    ");
    assert_holds(page.data, rule->docker);
    assert_holds(page.data, rule->compose);
    assert_holds(page.data, rule->cis);
    assert_holds(page.data, rule->pss);
    for (enum qw_setting_id setting = 0; setting < QW_SETTING_COUNT; setting++) {
        const struct qw_setting_row *row = qw_setting_row_get(setting);

        if (row->rule == id)
            assert_holds(page.data, row->help);
    }
    qw_buffer_done(&page);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("text");

    tcase_add_test(tests, a_denial_has_the_form_of_the_design);
    tcase_add_test(tests, findings_of_one_rule_stand_together_under_its_name);
    tcase_add_test(tests, audit_findings_are_no_part_of_a_denial);
    tcase_add_test(tests, an_allowed_request_tells_its_audit_findings_and_nothing_else);
    tcase_add_loop_test(tests, a_message_never_exceeds_its_limit_and_keeps_its_frame, 0,
                        (int)COUNT(n_binds));
    tcase_add_test(tests, a_command_that_is_too_long_is_told_not_cut);
    tcase_add_test(tests, nothing_hostile_and_nothing_secret_reaches_the_reader);
    tcase_add_loop_test(tests, every_operation_that_a_level_denies_has_its_sentences, 0,
                        (int)COUNT(levels));
    tcase_add_test(tests, every_error_has_a_sentence_and_a_fix);
    tcase_add_test(tests, paths_are_escaped);
    tcase_add_loop_test(tests, what_was_not_understood_has_one_cause_and_one_fix, 0,
                        (int)COUNT(told_rows));
    tcase_add_test(tests, a_check_names_no_record);
    tcase_add_test(tests, a_record_that_could_not_be_written_says_so);
    tcase_add_loop_test(tests, a_hole_is_told_with_the_version_and_both_ways_out, 0, QW_HOLE_COUNT);
    tcase_add_test(tests, a_hole_of_an_unknown_version_is_the_worst_that_may_be);
    tcase_add_test(tests, a_version_is_shown_as_plain_text);
    tcase_add_loop_test(tests, every_rule_has_a_page_with_its_settings, 0, QW_RULE_COUNT);
    return run_case("verdict/text", tests);
}
