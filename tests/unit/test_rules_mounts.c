/* Tests of src/rules/mounts.c: which paths of the host may be mounted. */
#include "rules_fixture.h"

/* Nothing was set: the zero value of a setting is the strictest. */
static const struct qw_settings strictest;

/* The root and some folders, as at baseline. */
static const struct qw_path_rule certificates[] = {{"/etc/ssl/certs", QW_ACCESS_READ_ONLY}};
static const struct qw_settings folders = {
    .values = {
        [QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/", "/etc", "/var/lib", "/run"),
        [QW_SETTING_BIND_MOUNTS_ALLOW] = {.paths = certificates, .n_paths = COUNT(certificates)}}};

/* All but some folders, as at restricted. */
static const struct qw_path_rule data[] = {{"/data", QW_ACCESS_READ_ONLY},
                                           {"/srv/scratch/", QW_ACCESS_READ_WRITE},
                                           {"/srv/scratch/reference", QW_ACCESS_READ_ONLY},
                                           {"/etc", QW_ACCESS_READ_WRITE}};
static const struct qw_settings listed = {
    .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/**", "/etc/quaywarden", "/srv/scratch/own"),
               [QW_SETTING_BIND_MOUNTS_ALLOW] = {.paths = data, .n_paths = COUNT(data)}}};

static const struct row without_settings_every_path_is_denied_rows[] = {
    {"{\"Image\":\"busybox\"}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"data:/data\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/data\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/data:/data\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/:/host\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/data:/data:ro\"]}}", "HostConfig.Binds[0]"},
};

START_TEST(without_settings_every_path_is_denied)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              without_settings_every_path_is_denied_rows,
                              COUNT(without_settings_every_path_is_denied_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row folders_are_denied_with_their_parents_and_children_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"/:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"//:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/.:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/..:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/../..:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/shadow:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/../etc/./shadow:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/../etc/shadow:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/lib:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/lib/docker:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc2:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/et:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/home/me:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/var/lib2:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/var/www:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/../srv:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/a\",\"/etc:/b\",\"/home:/c\",\"/run:/d\"]}}",
     "HostConfig.Binds[1] HostConfig.Binds[3]"},
};

START_TEST(folders_are_denied_with_their_parents_and_children)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              folders_are_denied_with_their_parents_and_children_rows,
                              COUNT(folders_are_denied_with_their_parents_and_children_rows)};

    check_rows(&rows, &folders);
}
END_TEST

static const struct row a_longer_allowed_path_wins_for_what_it_grants_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs/a.pem:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs:/h:rw\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs:/h:ro,z\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs:/h:ro,Z\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs2:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs/../private:/h:ro\"]}}", "HostConfig.Binds[0]"},
};

START_TEST(a_longer_allowed_path_wins_for_what_it_grants)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              a_longer_allowed_path_wins_for_what_it_grants_rows,
                              COUNT(a_longer_allowed_path_wins_for_what_it_grants_rows)};

    check_rows(&rows, &folders);
}
END_TEST

static const struct row only_listed_paths_pass_where_everything_is_denied_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"/data:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/data/set/1:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/data:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/data2:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/me:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/me:/h:Z\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/me:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/reference:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/reference/x:/h:rw\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/reference/x:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/own:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/own/x:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/hosts:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/etc:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/quaywarden/policy.json:/h:ro\"]}}", "HostConfig.Binds[0]"},
};

START_TEST(only_listed_paths_pass_where_everything_is_denied)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              only_listed_paths_pass_where_everything_is_denied_rows,
                              COUNT(only_listed_paths_pass_where_everything_is_denied_rows)};

    check_rows(&rows, &listed);
}
END_TEST

static const struct row mounts_are_judged_as_binds_are_rows[] = {
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/\",\"Target\":\"/h\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/etc/../\",\"Target\":\"/"
     "h\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/data\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/data\",\"Target\":\"/h\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/data\",\"Target\":\"/"
     "h\",\"ReadOnly\":false}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/srv/scratch/me\",\"Target\":\"/"
     "h\"}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"data\",\"Target\":\"/"
     "h\"},{\"Type\":\"bind\",\"Source\":\"/root\",\"Target\":\"/h\"}]}}",
     "HostConfig.Mounts[1]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/h\"}]}}", ""},
    {"{\"hostconfig\":{\"mounts\":[{\"type\":\"bind\",\"\\u0073ource\":\"/root\",\"target\":\"/"
     "h\"}]}}",
     "HostConfig.Mounts[0]"},
};

START_TEST(mounts_are_judged_as_binds_are)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              mounts_are_judged_as_binds_are_rows,
                              COUNT(mounts_are_judged_as_binds_are_rows)};

    check_rows(&rows, &listed);
}
END_TEST

/* Equal length: deny wins, also for the root. */
static const struct qw_path_rule tied[] = {{"/", QW_ACCESS_READ_WRITE},
                                           {"/srv", QW_ACCESS_READ_ONLY},
                                           {"/srv", QW_ACCESS_READ_WRITE},
                                           {"/opt", QW_ACCESS_READ_WRITE}};
static const struct qw_settings ties = {
    .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/", "/opt", "/home/**"),
               [QW_SETTING_BIND_MOUNTS_ALLOW] = {.paths = tied, .n_paths = COUNT(tied)}}};

static const struct row of_equal_entries_deny_wins_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"/:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/opt:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/opt/x:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/usr:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/home:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/home/me:/h\"]}}", "HostConfig.Binds[0]"},
};

START_TEST(of_equal_entries_deny_wins)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              of_equal_entries_deny_wins_rows,
                              COUNT(of_equal_entries_deny_wins_rows)};

    check_rows(&rows, &ties);
}
END_TEST

START_TEST(a_finding_names_the_path_and_what_is_allowed)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &listed,
        .body = "{\"HostConfig\":{\"Binds\":[\"/:/host\"]}}",
        .text = "mounts \"/\" of the host. Allowed: /data (ro), /srv/scratch/ (rw), "
                "/srv/scratch/reference (ro), /etc (rw)."});
}
END_TEST

START_TEST(without_allowed_paths_the_finding_says_so)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &strictest,
        .body = "{\"HostConfig\":{\"Binds\":[\"/x\\u001b[31m:/host\"]}}",
        .text = "mounts \"/x\\x1b[31m\" of the host. No path of the host is allowed."});
}
END_TEST

START_TEST(where_other_paths_pass_the_finding_does_not_say_that_none_is_allowed)
{
    const struct qw_settings settings = {
        .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/", "/etc")}};

    check_text(&(struct telling){.rule = QW_RULE_BIND_MOUNTS,
                                 .op = QW_OP_CONTAINER_CREATE,
                                 .settings = &settings,
                                 .body = "{\"HostConfig\":{\"Binds\":[\"/etc:/host\"]}}",
                                 .text = "mounts \"/etc\" of the host."});
}
END_TEST

START_TEST(a_parent_names_what_it_shows)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &folders,
        .body = "{\"HostConfig\":{\"Binds\":[\"/var:/host\"]}}",
        .text = "mounts \"/var\" of the host, which shows /var/lib. Allowed within what "
                "the policy denies: /etc/ssl/certs (ro)."});
}
END_TEST

START_TEST(a_child_names_what_it_lies_in)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &folders,
        .body = "{\"HostConfig\":{\"Binds\":[\"/etc/shadow:/host\"]}}",
        .text = "mounts \"/etc/shadow\" of the host, which lies in /etc. Allowed within "
                "what the policy denies: /etc/ssl/certs (ro)."});
}
END_TEST

START_TEST(writing_is_named)
{
    check_text(
        &(struct telling){.rule = QW_RULE_BIND_MOUNTS,
                          .op = QW_OP_CONTAINER_CREATE,
                          .settings = &listed,
                          .body = "{\"HostConfig\":{\"Binds\":[\"/data:/host\"]}}",
                          .text = "mounts \"/data\" of the host for writing. Allowed: /data (ro), "
                                  "/srv/scratch/ (rw), /srv/scratch/reference (ro), /etc (rw)."});
}
END_TEST

START_TEST(relabelling_is_named)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &listed,
        .body = "{\"HostConfig\":{\"Binds\":[\"/data:/host:ro,z\"]}}",
        .text =
            "mounts \"/data\" of the host and relabels its files, which counts as writing. "
            "Allowed: /data (ro), /srv/scratch/ (rw), /srv/scratch/reference (ro), /etc (rw)."});
}
END_TEST

START_TEST(the_fixes_name_the_word_to_drop)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const char *body = "{\"HostConfig\":{\"Binds\":[\"/:/host\"],\"Mounts\":["
                       "{\"Type\":\"bind\",\"Source\":\"/etc\",\"Target\":\"/e\"}]}}";
    const struct qw_findings findings =
        judge_body(arena, QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE, &strictest, body);

    ck_assert_uint_eq(findings.n_items, 2);
    ck_assert_str_eq(findings.items[0].value, "/");
    ck_assert_str_eq(findings.items[0].docker, "drop -v \"/:/host\"");
    ck_assert_str_eq(findings.items[0].compose, "remove \"/:/host\" from volumes:");
    ck_assert_str_eq(findings.items[1].docker, "drop the --mount with target=\"/e\"");
    ck_assert_str_eq(findings.items[1].compose,
                     "remove the entry with target \"/e\" from volumes:");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("mounts");

    tcase_add_test(cases, without_settings_every_path_is_denied);
    tcase_add_test(cases, folders_are_denied_with_their_parents_and_children);
    tcase_add_test(cases, a_longer_allowed_path_wins_for_what_it_grants);
    tcase_add_test(cases, only_listed_paths_pass_where_everything_is_denied);
    tcase_add_test(cases, mounts_are_judged_as_binds_are);
    tcase_add_test(cases, of_equal_entries_deny_wins);
    tcase_add_test(cases, a_finding_names_the_path_and_what_is_allowed);
    tcase_add_test(cases, without_allowed_paths_the_finding_says_so);
    tcase_add_test(cases, where_other_paths_pass_the_finding_does_not_say_that_none_is_allowed);
    tcase_add_test(cases, a_parent_names_what_it_shows);
    tcase_add_test(cases, a_child_names_what_it_lies_in);
    tcase_add_test(cases, writing_is_named);
    tcase_add_test(cases, relabelling_is_named);
    tcase_add_test(cases, the_fixes_name_the_word_to_drop);
    return run_case("rules/mounts", cases);
}
