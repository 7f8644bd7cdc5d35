/* What becomes of a request: the policy's word on the operation, the rules, and a way that passes.
 */
#include "test_verdict_fixture.h"

struct judge_row {
    const char *level;
    const char *body;
    const char *reason;
    enum qw_op op;
    enum qw_decision decision;
    enum qw_cause cause;
    bool is_audited;
};

static const char hardened[] =
    "{'Image':'nginx','User':'1000:1000','HostConfig':{'ReadonlyRootfs':true,'CapDrop':['ALL'],"
    "'SecurityOpt':['no-new-privileges']}}";

static const struct judge_row judge_rows[] = {
    {"restricted", NULL, "", QW_OP_CONTAINER_LIST, QW_ALLOW, QW_CAUSE_NONE, false},
    {"restricted", NULL, "operation", QW_OP_BUILD_CLASSIC, QW_DENY, QW_CAUSE_OPERATION, false},
    {"restricted", NULL, "unknown-operation", QW_OP_UNKNOWN, QW_DENY, QW_CAUSE_UNKNOWN_OPERATION,
     false},
    {"permissive", NULL, "unknown-operation", QW_OP_UNKNOWN, QW_DENY, QW_CAUSE_UNKNOWN_OPERATION,
     false},
    {"restricted", "{}", "rules", QW_OP_SERVICE_CREATE, QW_DENY, QW_CAUSE_RULES, false},
    {"restricted", "{}", "", QW_OP_CONTAINER_UPDATE, QW_ALLOW, QW_CAUSE_NONE, false},
    {"baseline", "{'TaskTemplate':{'PluginSpec':{'name':'x'}}}", "rules", QW_OP_SERVICE_UPDATE,
     QW_DENY, QW_CAUSE_RULES, false},
    {"permissive", "{}", "", QW_OP_SERVICE_CREATE, QW_ALLOW, QW_CAUSE_NONE, true},
    {"permissive", NULL, "", QW_OP_PLUGIN_PULL, QW_ALLOW, QW_CAUSE_NONE, true},
    {"restricted", "{'Image':'nginx'}", "rules", QW_OP_CONTAINER_CREATE, QW_DENY, QW_CAUSE_RULES,
     false},
    {"restricted", hardened, "", QW_OP_CONTAINER_CREATE, QW_ALLOW, QW_CAUSE_NONE, false},
    {"baseline", "{'Image':'nginx'}", "", QW_OP_CONTAINER_CREATE, QW_ALLOW, QW_CAUSE_NONE, false},
    {"permissive", "{'HostConfig':{'Privileged':true}}", "", QW_OP_CONTAINER_CREATE, QW_ALLOW,
     QW_CAUSE_NONE, true},
};

START_TEST(the_policy_and_the_rules_decide)
{
    const struct judge_row *row = &judge_rows[_i];
    struct fixture fixture = fixture_new(row->level);

    fixture_read(&fixture, row->op, "x", row->body);
    fixture_judge(&fixture);
    ck_assert_int_eq(fixture.verdict.decision, row->decision);
    ck_assert_int_eq(fixture.verdict.cause, row->cause);
    ck_assert_int_eq(fixture.verdict.is_audited, row->is_audited);
    ck_assert_str_eq(qw_verdict_reason(&fixture.verdict), row->reason);
    ck_assert_ptr_nonnull(fixture.verdict.detail);
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_workload_that_was_not_read_is_denied)
{
    struct fixture fixture = fixture_new("restricted");

    fixture_read(&fixture, QW_OP_CONTAINER_CREATE, "x", hardened);
    const struct qw_verdict_input input = {.operation = &fixture.operation};

    ck_assert_int_eq(qw_verdict_judge(fixture.arena, fixture.policy, &input, &fixture.verdict),
                     QW_OK);
    ck_assert_int_eq(fixture.verdict.decision, QW_DENY);
    ck_assert_int_eq(fixture.verdict.cause, QW_CAUSE_NOT_UNDERSTOOD);
    ck_assert_int_eq(fixture.verdict.err, QW_ERR_INTERNAL);
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_zeroed_verdict_denies)
{
    const struct qw_verdict verdict = {0};

    ck_assert_int_eq(verdict.decision, QW_DENY);
    ck_assert_int_eq(verdict.cause, QW_CAUSE_NOT_UNDERSTOOD);
}
END_TEST

START_TEST(a_verdict_without_a_sentence_has_an_empty_one)
{
    ck_assert_str_eq(qw_verdict_not_understood(QW_ERR_URI, NULL).detail, "");
}
END_TEST

START_TEST(what_was_not_understood_is_denied)
{
    const struct qw_diag diag = {.text = "why"};
    const struct qw_verdict verdict = qw_verdict_not_understood((enum qw_err)_i, &diag);

    ck_assert_int_eq(verdict.decision, QW_DENY);
    ck_assert_str_eq(verdict.detail, "why");
}
END_TEST

START_TEST(its_reason_is_the_name_of_its_error)
{
    const struct qw_verdict verdict = qw_verdict_not_understood((enum qw_err)_i, NULL);
    const enum qw_err told = _i == QW_OK ? QW_ERR_INTERNAL : (enum qw_err)_i;

    ck_assert_str_eq(qw_verdict_reason(&verdict), qw_err_name(told));
}
END_TEST

struct passes_row {
    enum qw_op op;
    const char *body;
    const char *passes;   /* NULL: there is none */
    const char *left_out; /* NULL: nothing */
};

#define HARD "--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges"

static const struct passes_row passes_rows[] = {
    {QW_OP_CONTAINER_CREATE, "{'Image':'nginx'}", "docker run -d --user 1000:1000 " HARD " nginx",
     NULL},
    {QW_OP_CONTAINER_CREATE, "{'Image':'nginx','User':'0'}",
     "docker run -d --user 1000:1000 " HARD " nginx", NULL},
    {QW_OP_CONTAINER_CREATE,
     "{'Image':'nginx','AttachStdout':true,'HostConfig':{'Privileged':true,'Binds':['/:/host',"
     "'data:/d']}}",
     "docker run --user 1000:1000 " HARD " -v data:/d nginx",
     "HostConfig.Privileged, HostConfig.Binds[0] \"/\""},
    /* one node, found by two rules, is told once */
    {QW_OP_CONTAINER_CREATE, "{'Image':'nginx','HostConfig':{'Binds':['/run/docker.sock:/s']}}",
     "docker run -d --user 1000:1000 " HARD " nginx", "HostConfig.Binds[0] \"/run/docker.sock\""},
    {QW_OP_CONTAINER_CREATE, "{'Image':'-v'}", NULL, NULL},
    {QW_OP_CONTAINER_CREATE, "{'Cmd':['sh']}", NULL, NULL},
    {QW_OP_CONTAINER_CREATE, "{'Image':'nginx','Shell':['sh'],'Labels':{'db.password':'p'}}",
     "docker run -d --user 1000:1000 " HARD " nginx",
     "Labels[\"db.password\"] (not shown in a command), Shell (not shown in a command)"},
    {QW_OP_EXEC_CREATE, "{'Privileged':true,'AttachStdout':true,'Cmd':['sh','-c','']}",
     "docker exec web sh -c ''", "Privileged"},
    {QW_OP_VOLUME_CREATE, "{'Name':'v','DriverOpts':{'o':'bind','type':'none','device':'/'}}",
     "docker volume create v", "DriverOpts \"/\""},
};

/* Either may be NULL. */
static void assert_same(const char *text, const char *expected)
{
    ck_assert_str_eq(text != NULL ? text : "(none)", expected != NULL ? expected : "(none)");
}

START_TEST(a_denial_offers_a_command_that_passes)
{
    const struct passes_row *row = &passes_rows[_i];
    struct fixture fixture = fixture_new("restricted");

    fixture_read(&fixture, row->op, "web", row->body);
    fixture_judge(&fixture);
    ck_assert_int_eq(fixture.verdict.cause, QW_CAUSE_RULES);
    assert_same(fixture.verdict.passes, row->passes);
    assert_same(fixture.verdict.left_out, row->left_out);

    /* the amended body is what the command says: an allowed request */
    fixture_judge(&fixture);
    ck_assert_int_eq(fixture.verdict.decision, QW_ALLOW);
    assert_same(fixture.verdict.passes, NULL);
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_long_list_of_what_was_left_out_is_counted)
{
    struct fixture fixture = fixture_new("restricted");
    struct qw_buffer body = QW_BUFFER(QW_LIMIT_ENVELOPE);

    qw_buffer_add_text(&body, "{'Image':'nginx','HostConfig':{'Binds':['/etc:/e'");
    for (int i = 0; i < 200; i++)
        qw_buffer_addf(&body, ",'/srv/%d:/x%d'", i, i);
    qw_buffer_add_text(&body, "]}}");
    fixture_read(&fixture, QW_OP_CONTAINER_CREATE, "", body.data);
    qw_buffer_done(&body);
    fixture_judge(&fixture);
    assert_holds(fixture.verdict.passes, "docker run -d --user 1000:1000 " HARD " nginx");
    assert_holds(fixture.verdict.left_out, "HostConfig.Binds[0] \"/etc\", ");
    assert_holds(fixture.verdict.left_out, " more");
    ck_assert_uint_lt(strlen(fixture.verdict.left_out), 700);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("judge");

    tcase_add_loop_test(tests, the_policy_and_the_rules_decide, 0, (int)COUNT(judge_rows));
    tcase_add_test(tests, a_workload_that_was_not_read_is_denied);
    tcase_add_test(tests, a_zeroed_verdict_denies);
    tcase_add_test(tests, a_verdict_without_a_sentence_has_an_empty_one);
    tcase_add_loop_test(tests, what_was_not_understood_is_denied, 0, QW_ERR_COUNT);
    tcase_add_loop_test(tests, its_reason_is_the_name_of_its_error, 0, QW_ERR_COUNT);
    tcase_add_loop_test(tests, a_denial_offers_a_command_that_passes, 0, (int)COUNT(passes_rows));
    tcase_add_test(tests, a_long_list_of_what_was_left_out_is_counted);
    return run_case("verdict/judge", tests);
}
