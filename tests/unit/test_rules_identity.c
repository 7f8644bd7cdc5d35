/* Tests of src/rules/identity.c: root-user, groups. */
#include "rules_facts_fixture.h"

#define USER(text) "{\"Image\":\"busybox\",\"User\":\"" text "\"}"
#define EXEC_USER(text) "{\"Cmd\":[\"sh\"],\"User\":\"" text "\"}"
#define GROUP_ADD(list) \
    "{\"Image\":\"busybox\",\"User\":\"1001:1001\",\"HostConfig\":{\"GroupAdd\":[" list "]}}"

static const struct qw_settings strictest;

/* --- root-user -------------------------------------------------------------------------------- */

/* engine.md 5.3: every spelling of uid 0, and of what is none */
static const struct row root_rows[] = {
    {USER("1"), ""},
    {USER("1001"), ""},
    {USER("1001:0"), ""},
    {USER("1001:"), ""},
    {USER("+1000"), ""},
    {USER("01000"), ""},
    {USER("2147483647"), ""},
    {"{\"Image\":\"busybox\"}", "User"},
    {"{\"Image\":\"busybox\",\"User\":null}", "User"},
    {USER(""), "User"},
    {USER("0"), "User"},
    {USER("0:0"), "User"},
    {USER("0:1000"), "User"},
    {USER("00"), "User"},
    {USER("+0"), "User"},
    {USER("-0"), "User"},
    {USER(":"), "User"},
    {USER(":1000"), "User"},
    {USER("\\u0030"), "User"},
    {USER("root"), "User"},
    {USER("root:staff"), "User"},
    {USER("app"), "User"},
    {USER(" 0"), "User"},
    {USER("0x0"), "User"},
    {USER("-1"), "User"},
    {USER("2147483648"), "User"},
    {USER("4294967296"), "User"},
    {USER("99999999999999999999"), "User"},
    {USER("1000:1000:junk"), "User"},
};

START_TEST(uid_0_is_found_in_every_spelling)
{
    const struct rows rows = {QW_RULE_ROOT_USER, QW_OP_CONTAINER_CREATE, root_rows,
                              COUNT(root_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row root_exec_rows[] = {
    {"{\"Cmd\":[\"sh\"]}", ""},  {EXEC_USER(""), ""},        {EXEC_USER("1001"), ""},
    {EXEC_USER("0"), "User"},    {EXEC_USER("+0"), "User"},  {EXEC_USER(":1000"), "User"},
    {EXEC_USER("root"), "User"}, {EXEC_USER("app"), "User"}, {EXEC_USER("4294967296"), "User"},
};

START_TEST(an_exec_without_a_user_keeps_that_of_the_container)
{
    const struct rows rows = {QW_RULE_ROOT_USER, QW_OP_EXEC_CREATE, root_exec_rows,
                              COUNT(root_exec_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct {
    int64_t min_uid;
    struct row row;
    const char *good; /* the remedy, or NULL */
} min_uid_rows[] = {
    {-5, {USER("0"), "User"}, "\"1000:1000\""},
    {0, {USER("0"), "User"}, "\"1000:1000\""},
    {0, {USER("1"), ""}, NULL},
    {1, {USER("1"), ""}, NULL},
    {1000, {USER("999:7"), "User"}, "\"1000:7\""},
    {1000, {USER("1000"), ""}, NULL},
    {1000, {USER("1001"), ""}, NULL},
    {5000, {USER("1000:1000"), "User"}, "\"5000:1000\""},
    {5000, {USER("0:0"), "User"}, "\"5000:5000\""},
    {5000, {USER("app"), "User"}, "\"5000:5000\""},
};

START_TEST(a_uid_under_the_lowest_is_found_and_a_good_one_offered)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct rows rows = {QW_RULE_ROOT_USER, QW_OP_CONTAINER_CREATE, &min_uid_rows[_i].row, 1};
    const struct qw_settings settings = {
        .values = {[QW_SETTING_ROOT_USER_MIN_UID] = {.number = min_uid_rows[_i].min_uid}}};

    check_rows(&rows, &settings);

    const struct qw_findings findings =
        judge_body(arena, rows.rule, rows.op, &settings, rows.items[0].body);

    if (min_uid_rows[_i].good)
        ck_assert_str_eq(findings.items[0].remedies[0].value, min_uid_rows[_i].good);
}
END_TEST

static const struct {
    struct qw_setting named_users;
    const char *user;
    const char *text; /* of the finding; NULL for none */
} named_rows[] = {
    {{0}, USER("app"), "is \"app\": the image decides which uid a name has; use a numeric --user."},
    {WORDS("deny"), USER("app"),
     "is \"app\": the image decides which uid a name has; use a numeric --user."},
    {WORDS("allow", "deny"), USER("app"),
     "is \"app\": the image decides which uid a name has; use a numeric --user."},
    {WORDS("perhaps"), USER("app"),
     "is \"app\": the image decides which uid a name has; use a numeric --user."},
    {WORDS("resolve"), USER("app"),
     "is \"app\": the image decides which uid a name has; use a numeric --user."},
    {WORDS("allow", "resolve"), USER("app"),
     "is \"app\": the image decides which uid a name has; use a numeric --user."},
    {WORDS("allow"), USER("app"), NULL},
    {WORDS("allow"), USER("app:staff"), NULL},
    {WORDS("allow"), USER("root"),
     "is \"root\": the process would be root, in the container and on whatever it reaches of the "
     "host."},
    {WORDS("allow"), USER("0"),
     "is \"0\": the process would be root, in the container and on whatever it reaches of the "
     "host."},
    {WORDS("allow"), USER("-1"), "is \"-1\": this is no user that all engines read alike."},
    {WORDS("allow"), "{\"Image\":\"busybox\"}",
     "is not given, and nobody could be asked for the image's USER, which may be root: give a "
     "number."},
};

START_TEST(a_name_passes_only_where_names_are_allowed)
{
    const struct qw_settings settings = {
        .values = {[QW_SETTING_ROOT_USER_NAMED_USERS] = named_rows[_i].named_users}};
    const struct row row = {named_rows[_i].user, named_rows[_i].text ? "User" : ""};
    const struct rows rows = {QW_RULE_ROOT_USER, QW_OP_CONTAINER_CREATE, &row, 1};

    check_rows(&rows, &settings);
    if (named_rows[_i].text)
        check_text(&(struct telling){.rule = rows.rule,
                                     .op = rows.op,
                                     .settings = &settings,
                                     .body = row.body,
                                     .text = named_rows[_i].text});
}
END_TEST

/* With an engine that can be asked: what the image and the container's own files say. */
static const struct {
    enum qw_workload_kind kind;
    const char *body;
    struct qw_facts facts;
    const char *text;
} fact_rows[] = {
    {QW_WORKLOAD_CREATE, USER(""), {.image = {.fact = {.state = QW_FACT_MISSING}}}, ""},
    {QW_WORKLOAD_CREATE,
     USER(""),
     {.image = {.fact = {QW_FACT_FAILED, "the engine slept"}}},
     "cannot be judged: the engine slept."},
    {QW_WORKLOAD_CREATE,
     USER(""),
     {.image = {.fact = {.state = QW_FACT_KNOWN}}},
     "is given neither here nor by the image: the process would be root, in the container and on "
     "whatever it reaches of the host."},
    {QW_WORKLOAD_CREATE,
     USER(""),
     {.image = {.fact = {.state = QW_FACT_KNOWN},
                .user = {.text = {.value = "0"}, .user = QW_IDENTITY_NUMBER}}},
     "is not given, and the image's is \"0\": the process would be root, in the container and on "
     "whatever it reaches of the host."},
    {QW_WORKLOAD_CREATE,
     USER(""),
     {.image = {.fact = {.state = QW_FACT_KNOWN},
                .user = {.text = {.value = "7"}, .user = QW_IDENTITY_NUMBER, .uid = 7}}},
     ""},
    {QW_WORKLOAD_CREATE,
     USER(""),
     {.image = {.fact = {.state = QW_FACT_KNOWN},
                .user = {.text = {.value = "app"}, .user = QW_IDENTITY_NAME, .user_name = "app"}}},
     ""},
    {QW_WORKLOAD_CREATE, USER("app"), {.image = {.fact = {.state = QW_FACT_KNOWN}}}, ""},
    {QW_WORKLOAD_CREATE, USER("app"), {.image = {.fact = {.state = QW_FACT_MISSING}}}, ""},
    {QW_WORKLOAD_CREATE,
     USER("app"),
     {.image = {.fact = {QW_FACT_FAILED, "the engine slept"}}},
     "is \"app\": it cannot be looked up: the engine slept; use a numeric --user."},
    {QW_WORKLOAD_CONTAINER,
     USER("app"),
     {.account = {.fact = {.state = QW_FACT_KNOWN}, .uid = 7}},
     ""},
    {QW_WORKLOAD_CONTAINER,
     USER("app"),
     {.account = {.fact = {.state = QW_FACT_KNOWN}}},
     "is \"app\": the process would be root, in the container and on whatever it reaches of the "
     "host."},
    {QW_WORKLOAD_CONTAINER,
     USER("app"),
     {.account = {.fact = {.state = QW_FACT_MISSING}}},
     "is \"app\": the container has no such user, so that it counts as root; use a numeric "
     "--user."},
    {QW_WORKLOAD_CONTAINER,
     USER("app"),
     {.account = {.fact = {QW_FACT_FAILED, "/etc/passwd is no file"}}},
     "is \"app\": it counts as root, because /etc/passwd is no file; use a numeric --user."},
    {QW_WORKLOAD_CONTAINER,
     USER("app"),
     {.image = {.fact = {.state = QW_FACT_KNOWN}}},
     "is \"app\": the image decides which uid a name has; use a numeric --user."},
};

START_TEST(facts_tell_who_a_user_is)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = {
        .values = {[QW_SETTING_ROOT_USER_NAMED_USERS] = WORDS("resolve")}};
    const struct qw_settings alone = only(QW_RULE_ROOT_USER, &settings);

    ck_assert_str_eq(
        found(arena, fact_rows[_i].kind, fact_rows[_i].body, &fact_rows[_i].facts, &alone),
        fact_rows[_i].text);
}
END_TEST

START_TEST(groups_of_the_containers_own_files_are_judged)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = {.values = {[QW_SETTING_GROUPS_DENY] = WORDS("999")}};
    const struct qw_settings alone = only(QW_RULE_GROUPS, &settings);
    static const int64_t good[] = {5, 6};
    static const int64_t bad[] = {5, 999};
    static const int64_t root[] = {0};
    struct qw_facts facts = {
        .account = {
            .fact = {.state = QW_FACT_KNOWN}, .uid = 7, .gid = 7, .groups = good, .n_groups = 2}};
    const char *body = USER("app");

    ck_assert_str_eq(found(arena, QW_WORKLOAD_CONTAINER, body, &facts, &alone), "");
    facts.account.groups = bad;
    ck_assert_str_eq(found(arena, QW_WORKLOAD_CONTAINER, body, &facts, &alone),
                     "is in the group 999 by the image's files, which has power over the host.");
    facts.account.groups = root;
    facts.account.n_groups = 1;
    ck_assert_str_eq(found(arena, QW_WORKLOAD_CONTAINER, body, &facts, &alone),
                     "is in the group 0 by the image's files, which has power over the host.");
    facts.account.n_groups = 0;
    facts.account.gid = 999;
    ck_assert_str_eq(found(arena, QW_WORKLOAD_CONTAINER, body, &facts, &alone),
                     "has the group 999, which has power over the host.");
}
END_TEST

START_TEST(groups_that_cannot_be_looked_up_are_told)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = {0};
    const struct qw_settings alone = only(QW_RULE_GROUPS, &settings);
    const struct qw_facts facts = {.account = {.fact = {QW_FACT_FAILED, "/etc/group is no file"}}};

    ck_assert_str_eq(found(arena, QW_WORKLOAD_CONTAINER, USER("app"), &facts, &alone),
                     "cannot be judged: /etc/group is no file.");
}
END_TEST

/* --- groups ----------------------------------------------------------------------------------- */

static const struct qw_settings denied_groups = {
    .values = {[QW_SETTING_GROUPS_DENY] = WORDS("root", "docker", "999", "disk", "1000")}};

static const struct row group_rows[] = {
    {GROUP_ADD(""), ""},
    {GROUP_ADD("\"1002\""), ""},
    {GROUP_ADD("\"staff\",\"998\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"0\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"00\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"+0\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"-0\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"root\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"docker\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"Docker\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"0x0\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\" 998\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"999\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"+999\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"0999\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"1002\",\"disk\",\"docker\""), "HostConfig.GroupAdd[1] HostConfig.GroupAdd[2]"},
    {GROUP_ADD("\"-1\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"2147483647\""), ""},
    {GROUP_ADD("\"2147483648\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"99999999999999999999\""), "HostConfig.GroupAdd[0]"},
    {GROUP_ADD("\"\""), "HostConfig.GroupAdd[0]"},
    {USER("1001"), ""},
    {USER("1001:0"), ""},
    {USER("1001:998"), ""},
    {USER("1001:root"), "User"},
    {USER("1001:staff"), "User"},
    {USER("app"), ""},
    {USER("app:staff"), "User"},
    {USER("1001:docker"), "User"},
    {USER("1001:999"), "User"},
    {USER("1001:+999"), "User"},
    {USER("1001:disk"), "User"},
    {USER("1000:1000"), "User"},
    {USER("app:docker"), "User"},
    {USER("1001:2147483648"), "User"},
    {USER("1001:1001:0"), "User"},
};

START_TEST(a_group_with_power_is_found_in_every_spelling)
{
    const struct rows rows = {QW_RULE_GROUPS, QW_OP_CONTAINER_CREATE, group_rows,
                              COUNT(group_rows)};

    check_rows(&rows, &denied_groups);
}
END_TEST

static const struct {
    const char *body;
    const char *text;
} group_texts[] = {
    {GROUP_ADD("\"staff\""),
     "is \"staff\": the image decides which gid a group's name has; give a number."},
    {GROUP_ADD("\"docker\""), "is \"docker\": this group has power over the host."},
    {GROUP_ADD("\"-1\""), "is \"-1\": this is no group that all engines read alike."},
    {USER("1001:staff"),
     "is \"1001:staff\": the image decides which gid a group's name has; give a number."},
    {USER("1001:root"),
     "is \"1001:root\": the image decides which gid a group's name has; give a number."},
    {USER("1001:docker"), "is \"1001:docker\": its group has power over the host."},
};

START_TEST(a_finding_says_what_is_wrong_with_a_group)
{
    check_text(&(struct telling){.rule = QW_RULE_GROUPS,
                                 .op = QW_OP_CONTAINER_CREATE,
                                 .settings = &denied_groups,
                                 .body = group_texts[_i].body,
                                 .text = group_texts[_i].text});
}
END_TEST

static const bool second_is_other[] = {false, true};

static const struct {
    struct qw_added_group_facts added;
    const char *text;
} added_facts[] = {
    {{.fact = {.state = QW_FACT_UNASKED}}, ""},
    {{.fact = {.state = QW_FACT_KNOWN}, .is_other = (const bool[]){false, false}}, ""},
    {{.fact = {.state = QW_FACT_KNOWN}, .is_other = second_is_other},
     "is \"1600\": the image's /etc/group has a group whose name is this number, and its gid is "
     "another."},
    {{.fact = {QW_FACT_FAILED, "it is a pipe"}},
     "is \"1002\": the image may have a group whose name is this number, which cannot be looked "
     "up: it is a pipe."},
};

START_TEST(a_number_is_judged_by_the_group_that_has_it_as_its_name)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings alone = only(QW_RULE_GROUPS, &denied_groups);
    const struct qw_facts facts = {.added_groups = added_facts[_i].added};

    ck_assert_str_eq(
        found(arena, QW_WORKLOAD_CONTAINER, GROUP_ADD("\"1002\",\"1600\""), &facts, &alone),
        added_facts[_i].text);
}
END_TEST

START_TEST(the_number_of_the_users_group_is_judged_likewise)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings alone = only(QW_RULE_GROUPS, &denied_groups);
    const struct qw_facts other = {
        .primary_group = {.fact = {QW_FACT_KNOWN, NULL}, .is_other = (const bool[]){true}}};
    const struct qw_facts same = {
        .primary_group = {.fact = {QW_FACT_KNOWN, NULL}, .is_other = (const bool[]){false}}};
    const struct qw_facts failed = {.primary_group = {.fact = {QW_FACT_FAILED, "it is a pipe"}}};

    ck_assert_str_eq(found(arena, QW_WORKLOAD_CONTAINER, USER("1001:1600"), &other, &alone),
                     "has a group whose number is the name of another one in the image's "
                     "/etc/group: give a number that is none.");
    ck_assert_str_eq(found(arena, QW_WORKLOAD_CONTAINER, USER("1001:1600"), &same, &alone), "");
    ck_assert_str_eq(found(arena, QW_WORKLOAD_CONTAINER, USER("1001:1600"), &failed, &alone),
                     "cannot be judged: it is a pipe.");
}
END_TEST

static const struct row group_exec_rows[] = {
    {"{\"Cmd\":[\"sh\"]}", ""},        {EXEC_USER("1001:1001"), ""},
    {EXEC_USER("1001:999"), "User"},   {EXEC_USER("1001:docker"), "User"},
    {EXEC_USER("1001:staff"), "User"},
};

START_TEST(an_exec_gets_no_group_with_power_either)
{
    const struct rows rows = {QW_RULE_GROUPS, QW_OP_EXEC_CREATE, group_exec_rows,
                              COUNT(group_exec_rows)};

    check_rows(&rows, &denied_groups);
}
END_TEST

static const struct row gid_0_rows[] = {
    {"{\"Image\":\"busybox\"}", ""}, {USER("1001:1001"), ""},
    {USER("1001:staff"), "User"},    {USER("app"), ""},
    {USER("1001"), "User"},          {USER("1001:"), "User"},
    {USER("1001:0"), "User"},        {USER("1001:00"), "User"},
    {USER("1001:+0"), "User"},       {USER("1001:root"), "User"},
    {GROUP_ADD("\"1002\""), ""},     {GROUP_ADD("\"0\""), ""},
};

START_TEST(gid_0_as_the_primary_group_is_found_where_it_is_denied)
{
    const struct rows rows = {QW_RULE_GROUPS, QW_OP_CONTAINER_CREATE, gid_0_rows,
                              COUNT(gid_0_rows)};
    const struct qw_settings settings = {
        .values = {[QW_SETTING_GROUPS_DENY_GID_0] = {.is_true = true}}};

    check_rows(&rows, &settings);
}
END_TEST

/* Both rules set the same member: what one offers has to suit the other. */
START_TEST(both_rules_offer_the_same_user)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_settings settings = only(QW_RULE_ROOT_USER, &denied_groups);
    struct qw_json *root = read_body(arena, QW_OP_CONTAINER_CREATE, USER("0:0"));

    settings.modes[QW_RULE_GROUPS] = QW_MODE_ENFORCE;
    settings.values[QW_SETTING_GROUPS_DENY_GID_0].is_true = true;

    const struct qw_findings findings = judge(arena, QW_OP_CONTAINER_CREATE, root, &settings);

    ck_assert_uint_eq(findings.n_items, 2);
    ck_assert_str_eq(findings.items[0].remedies[0].value, "\"1000:1001\"");
    ck_assert_str_eq(findings.items[1].remedies[0].value, "\"1000:1001\"");
    ck_assert_str_eq(findings.items[0].docker, "use --user 1000:1001");
    ck_assert_str_eq(findings.items[0].compose, "use user: \"1000:1001\"");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules/identity");
    TCase *users = tcase_create("root-user");
    TCase *groups = tcase_create("groups");

    tcase_add_test(users, uid_0_is_found_in_every_spelling);
    tcase_add_test(users, an_exec_without_a_user_keeps_that_of_the_container);
    tcase_add_loop_test(users, a_uid_under_the_lowest_is_found_and_a_good_one_offered, 0,
                        (int)COUNT(min_uid_rows));
    tcase_add_loop_test(users, a_name_passes_only_where_names_are_allowed, 0,
                        (int)COUNT(named_rows));
    tcase_add_loop_test(users, facts_tell_who_a_user_is, 0, (int)COUNT(fact_rows));
    tcase_add_test(users, groups_that_cannot_be_looked_up_are_told);
    tcase_add_test(groups, groups_of_the_containers_own_files_are_judged);
    tcase_add_test(groups, a_group_with_power_is_found_in_every_spelling);
    tcase_add_loop_test(groups, a_finding_says_what_is_wrong_with_a_group, 0,
                        (int)COUNT(group_texts));
    tcase_add_loop_test(groups, a_number_is_judged_by_the_group_that_has_it_as_its_name, 0,
                        (int)COUNT(added_facts));
    tcase_add_test(groups, the_number_of_the_users_group_is_judged_likewise);
    tcase_add_test(groups, an_exec_gets_no_group_with_power_either);
    tcase_add_test(groups, gid_0_as_the_primary_group_is_found_where_it_is_denied);
    tcase_add_test(groups, both_rules_offer_the_same_user);
    suite_add_tcase(suite, users);
    suite_add_tcase(suite, groups);
    return run_suite(suite);
}
