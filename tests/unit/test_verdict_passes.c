/* The search for a command that passes: its rounds, what it tells, and where it gives up. */
#include "../../src/verdict/verdict_priv.h"
#include "test_verdict_fixture.h"

/* No rule is in force but those that a test switches on. */
static struct qw_settings no_rules(void)
{
    struct qw_settings settings = {0};

    for (size_t rule = 0; rule < QW_RULE_COUNT; rule++)
        settings.modes[rule] = QW_MODE_OFF;
    return settings;
}

static struct qw_passing find(struct fixture *fixture, const struct qw_settings *settings,
                              struct qw_finding *items, size_t n_items)
{
    const struct qw_findings findings = {
        .arena = fixture->arena, .items = items, .n_items = n_items};
    const struct qw_verdict_input input = {.operation = &fixture->operation,
                                           .workload = &fixture->workload};
    struct qw_passing passing = {0};

    if (fixture->operation.body != NULL)
        ck_assert_int_eq(
            qw_workload_read(fixture->arena, &fixture->operation, &fixture->workload, NULL), QW_OK);
    ck_assert_int_eq(qw_verdict_find_passing(fixture->arena, settings, &input, &findings, &passing),
                     QW_OK);
    return passing;
}

/* Either may be NULL. */
static void assert_passing(struct qw_passing passing, const char *command, const char *left_out)
{
    ck_assert_str_eq(passing.command != NULL ? passing.command : "(none)",
                     command != NULL ? command : "(none)");
    ck_assert_str_eq(passing.left_out != NULL ? passing.left_out : "(none)",
                     left_out != NULL ? left_out : "(none)");
}

struct remedy_row {
    struct qw_remedy remedy;
    const char *command;  /* NULL: there is none */
    const char *left_out; /* NULL: nothing */
};

static const struct remedy_row remedy_rows[] = {
    {{.kind = QW_REMEDY_SET, .part = QW_PART_USER, .value = "\"1:2\""},
     "docker run -d --user 1:2 --init i",
     NULL},
    {{.kind = QW_REMEDY_APPEND, .part = QW_PART_CAP_DROP, .value = "ALL"},
     "docker run -d --cap-drop ALL --init i",
     NULL},
    {{.kind = QW_REMEDY_PUT, .part = QW_PART_TMPFS, .key = "/tmp", .value = "noexec"},
     "docker run -d --tmpfs /tmp:noexec --init i",
     NULL},
    {{.kind = QW_REMEDY_DROP}, "docker run -d i", "HostConfig.Init"},
    /* a person has to decide */
    {{.kind = QW_REMEDY_NONE}, NULL, NULL},
    /* no place, no value, no JSON */
    {{.kind = QW_REMEDY_SET, .part = QW_PART_COUNT, .value = "true"}, NULL, NULL},
    {{.kind = QW_REMEDY_SET, .part = QW_PART_USER}, NULL, NULL},
    {{.kind = QW_REMEDY_SET, .part = QW_PART_USER, .value = "1:2"}, NULL, NULL},
};

START_TEST(each_remedy_is_in_the_command_or_there_is_none)
{
    const struct remedy_row *row = &remedy_rows[_i];
    const struct qw_settings settings = no_rules();
    struct fixture fixture = fixture_new("permissive");
    struct qw_finding finding = {.field = "HostConfig.Init", .remedies = {row->remedy}};

    fixture_read(&fixture, QW_OP_CONTAINER_CREATE, "", "{'Image':'i','HostConfig':{'Init':true}}");
    if (row->remedy.kind == QW_REMEDY_DROP)
        finding.remedies[0].at =
            qw_json_get(qw_json_get(fixture.operation.body, "HostConfig"), "Init");
    assert_passing(find(&fixture, &settings, &finding, 1), row->command, row->left_out);
    fixture_done(&fixture);
}
END_TEST

/* A second remedy of a finding is part of the first. */
START_TEST(all_remedies_of_a_finding_are_applied)
{
    const struct qw_settings settings = no_rules();
    struct fixture fixture = fixture_new("permissive");
    struct qw_finding finding = {
        .remedies = {{.kind = QW_REMEDY_SET, .part = QW_PART_READ_ONLY_ROOTFS, .value = "true"},
                     {.kind = QW_REMEDY_PUT, .part = QW_PART_TMPFS, .key = "/tmp", .value = ""}}};

    fixture_read(&fixture, QW_OP_CONTAINER_CREATE, "", "{'Image':'i'}");
    assert_passing(find(&fixture, &settings, &finding, 1),
                   "docker run -d --read-only --tmpfs /tmp i", NULL);
    finding.remedies[1].key = NULL;
    assert_passing(find(&fixture, &settings, &finding, 1), NULL, NULL);
    fixture_done(&fixture);
}
END_TEST

START_TEST(findings_of_audit_are_left_alone)
{
    const struct qw_settings settings = no_rules();
    struct fixture fixture = fixture_new("permissive");
    struct qw_finding findings[] = {
        {.mode = QW_MODE_AUDIT}, /* could not be mended */
        {.mode = QW_MODE_AUDIT,
         .remedies = {{.kind = QW_REMEDY_APPEND, .part = QW_PART_CAP_DROP, .value = "ALL"}}},
        {.remedies = {{.kind = QW_REMEDY_SET, .part = QW_PART_USER, .value = "\"1:2\""}}},
    };

    fixture_read(&fixture, QW_OP_CONTAINER_CREATE, "", "{'Image':'i'}");
    assert_passing(find(&fixture, &settings, findings, COUNT(findings)),
                   "docker run -d --user 1:2 i", NULL);
    fixture_done(&fixture);
}
END_TEST

/* One node may be the matter of two findings, and stand in the matter of a third. */
START_TEST(a_node_is_dropped_and_told_once)
{
    const struct qw_settings settings = no_rules();
    struct fixture fixture = fixture_new("permissive");

    fixture_read(&fixture, QW_OP_CONTAINER_CREATE, "",
                 "{'Image':'i','HostConfig':{'Binds':['/a:/a'],'Init':true}}");

    const struct qw_json *binds =
        qw_json_get(qw_json_get(fixture.operation.body, "HostConfig"), "Binds");
    const struct qw_remedy drop_all = {.kind = QW_REMEDY_DROP, .at = binds};
    const struct qw_remedy drop_first = {.kind = QW_REMEDY_DROP, .at = qw_json_first(binds)};
    struct qw_finding findings[] = {
        {.field = "HostConfig.Binds", .remedies = {drop_all}},
        {.field = "HostConfig.Binds[0]", .value = "/a", .remedies = {drop_first}},
        {.field = "HostConfig.Binds[0]", .value = "/a", .remedies = {drop_first}},
    };

    assert_passing(find(&fixture, &settings, findings, COUNT(findings)), "docker run -d --init i",
                   "HostConfig.Binds, HostConfig.Binds[0] \"/a\"");
    fixture_done(&fixture);
}
END_TEST

/* The first finding is mended; what the rules then say is the second round's. */
START_TEST(what_comes_up_on_the_way_is_mended_too)
{
    struct qw_settings settings = no_rules();
    struct fixture fixture = fixture_new("permissive");
    struct qw_finding finding = {
        .remedies = {{.kind = QW_REMEDY_SET, .part = QW_PART_USER, .value = "\"1:2\""}}};

    settings.modes[QW_RULE_PRIVILEGED] = QW_MODE_ENFORCE;
    fixture_read(&fixture, QW_OP_CONTAINER_CREATE, "",
                 "{'Image':'i','HostConfig':{'Privileged':true}}");
    assert_passing(find(&fixture, &settings, &finding, 1), "docker run -d --user 1:2 i",
                   "HostConfig.Privileged");
    fixture_done(&fixture);
}
END_TEST

START_TEST(what_comes_up_and_cannot_be_mended_gives_no_command)
{
    struct qw_settings settings = no_rules();
    struct fixture fixture = fixture_new("permissive");
    struct qw_finding finding = {
        .remedies = {{.kind = QW_REMEDY_SET, .part = QW_PART_USER, .value = "\"1:2\""}}};

    /* no driver is allowed, and the default one is named by nobody */
    settings.modes[QW_RULE_VOLUMES] = QW_MODE_ENFORCE;
    fixture_read(&fixture, QW_OP_VOLUME_CREATE, "", "{'Name':'v'}");
    finding.remedies[0] =
        (struct qw_remedy){.kind = QW_REMEDY_DROP, .at = qw_json_first(fixture.operation.body)};
    finding.field = "Name";
    assert_passing(find(&fixture, &settings, &finding, 1), NULL, NULL);
    fixture_done(&fixture);
}
END_TEST

/* No uid is as high as this, so that each remedy leads to the same finding. */
START_TEST(a_remedy_that_never_helps_ends_the_search)
{
    struct qw_settings settings = no_rules();
    struct fixture fixture = fixture_new("permissive");
    struct qw_finding finding = {
        .remedies = {{.kind = QW_REMEDY_SET, .part = QW_PART_USER, .value = "\"1:2\""}}};

    settings.modes[QW_RULE_ROOT_USER] = QW_MODE_ENFORCE;
    settings.values[QW_SETTING_ROOT_USER_MIN_UID].number = INT64_C(5000000000);
    fixture_read(&fixture, QW_OP_CONTAINER_CREATE, "", "{'Image':'i'}");
    assert_passing(find(&fixture, &settings, &finding, 1), NULL, NULL);
    ck_assert_str_eq(qw_json_string(qw_json_get(fixture.operation.body, "User")), "5000000000:2");
    fixture_done(&fixture);
}
END_TEST

START_TEST(what_no_command_says_is_told)
{
    const struct qw_settings settings = no_rules();
    struct fixture fixture = fixture_new("permissive");
    struct qw_finding finding = {
        .remedies = {{.kind = QW_REMEDY_SET, .part = QW_PART_USER, .value = "\"1:2\""}}};

    fixture_read(&fixture, QW_OP_CONTAINER_CREATE, "", "{'Image':'i','Shell':['sh']}");
    assert_passing(find(&fixture, &settings, &finding, 1), "docker run -d --user 1:2 i",
                   "Shell (not shown in a command)");
    fixture_done(&fixture);
}
END_TEST

START_TEST(without_a_body_there_is_no_command)
{
    const struct qw_settings settings = no_rules();
    struct fixture fixture = fixture_new("permissive");
    struct qw_finding finding = {
        .remedies = {{.kind = QW_REMEDY_SET, .part = QW_PART_USER, .value = "\"1:2\""}}};

    fixture_read(&fixture, QW_OP_BUILD_CLASSIC, "", NULL);
    assert_passing(find(&fixture, &settings, &finding, 1), NULL, NULL);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("passes");

    tcase_add_loop_test(tests, each_remedy_is_in_the_command_or_there_is_none, 0,
                        (int)COUNT(remedy_rows));
    tcase_add_test(tests, all_remedies_of_a_finding_are_applied);
    tcase_add_test(tests, findings_of_audit_are_left_alone);
    tcase_add_test(tests, a_node_is_dropped_and_told_once);
    tcase_add_test(tests, what_comes_up_on_the_way_is_mended_too);
    tcase_add_test(tests, what_comes_up_and_cannot_be_mended_gives_no_command);
    tcase_add_test(tests, a_remedy_that_never_helps_ends_the_search);
    tcase_add_test(tests, what_no_command_says_is_told);
    tcase_add_test(tests, without_a_body_there_is_no_command);
    return run_case("verdict/passes", tests);
}
