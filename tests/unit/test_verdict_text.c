/* What a person reads: complete, within its limit, and without a byte that a terminal acts upon. */
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
        assert_holds(text, ": quaywarden check shows all\n  passes: ");
    if (n_binds[_i] == 1)
        assert_lacks(text, "check shows all");
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
    assert_holds(text, "too long for this message");
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

START_TEST(an_operation_that_is_not_judged_yet_says_so)
{
    struct fixture fixture = fixture_new("restricted");
    const char *text = judge_text(&fixture, QW_OP_SERVICE_CREATE, "{}");

    assert_holds(text, "denied by policy restricted: service.create [7f3ac1d2]\n");
    assert_holds(text, "cannot judge service.create yet, so it is denied");
    assert_holds(text, "{\"audit\": [\"service.create\"]}");
    fixture_done(&fixture);
}
END_TEST

static void tell(struct qw_buffer *text, const struct qw_verdict *verdict,
                 const struct qw_operation *operation)
{
    const struct qw_verdict_context context = {
        .policy_name = "p", .id = "check", .operation = operation};

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
        assert_holds(text.data, " [check]\n  why: ");
        assert_holds(text.data, qw_err_text(err));
        assert_holds(text.data, "\n  fix: ");
        if (err != QW_ERR_INTERNAL)
            assert_lacks(text.data, "a fault of quaywarden");
        qw_buffer_done(&text);
    }
}
END_TEST

START_TEST(a_diag_tells_why_and_paths_are_escaped)
{
    const struct qw_operation operation = {.method = "PO\033ST", .path = "/\033[2J\n"};
    struct qw_diag diag = {.text = "line 1, column 2: no"};
    const struct qw_verdict verdict = qw_verdict_not_understood(QW_ERR_SYNTAX, &diag);
    struct qw_buffer text;

    tell(&text, &verdict, &operation);
    assert_holds(text.data, "\n  why: line 1, column 2: no\n");
    assert_holds(text.data, "asked: PO\\x1bST \"/\\x1b[2J\\x0a\"\n");
    qw_buffer_done(&text);
}
END_TEST

START_TEST(a_record_that_could_not_be_written_says_so)
{
    const struct qw_operation operation = {.method = "POST", .path = "/x"};
    const struct qw_verdict verdict = {.cause = QW_CAUSE_AUDIT_FAILED, .detail = ""};
    struct qw_buffer text;

    tell(&text, &verdict, &operation);
    assert_holds(text.data, "denied by policy p: audit-failed [check]\n");
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
    tcase_add_test(tests, an_operation_that_is_not_judged_yet_says_so);
    tcase_add_test(tests, every_error_has_a_sentence_and_a_fix);
    tcase_add_test(tests, a_diag_tells_why_and_paths_are_escaped);
    tcase_add_test(tests, a_record_that_could_not_be_written_says_so);
    tcase_add_loop_test(tests, every_rule_has_a_page_with_its_settings, 0, QW_RULE_COUNT);
    return run_case("verdict/text", tests);
}
