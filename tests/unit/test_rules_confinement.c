/* Tests of src/rules/confinement.c: seccomp, apparmor, selinux. */
#include "rules_fixture.h"

#define OPTIONS(list) "{\"Image\":\"busybox\",\"HostConfig\":{\"SecurityOpt\":[" list "]}}"

static const struct qw_settings strictest;

/* --- seccomp ---------------------------------------------------------------------------------- */

static const struct row seccomp_rows[] = {
    {"{\"Image\":\"busybox\"}", ""},
    {OPTIONS("\"no-new-privileges\""), ""},
    {OPTIONS("\"seccomp=builtin\""), ""},
    {OPTIONS("\"seccomp:builtin\""), ""},
    {OPTIONS("\"seccomp=\""), ""},
    {OPTIONS("\"seccomp=unconfined\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp:unconfined\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp=Unconfined\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp={}\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp:{}\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp={ }\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp=null\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp={\\\"defaultAction\\\":\\\"SCMP_ACT_ALLOW\\\"}\""),
     "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp=/etc/profile.json\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp=builtin\",\"seccomp=unconfined\""), "HostConfig.SecurityOpt[1]"},
    {OPTIONS("\"seccomp=unconfined\",\"seccomp={}\""),
     "HostConfig.SecurityOpt[0] HostConfig.SecurityOpt[1]"},
};

START_TEST(seccomp_stays_on)
{
    const struct rows rows = {QW_RULE_SECCOMP, QW_OP_CONTAINER_CREATE, seccomp_rows,
                              COUNT(seccomp_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

/* printf '%s' '{"defaultAction":"SCMP_ACT_ERRNO","a b":" \" {"}' | sha256sum */
#define LISTED_SHA256 "a66eea7bc972ec797b50c832531a4a1be7493c83a8e81165c8a4280aac9fbf53"
#define ACTION "\\\"defaultAction\\\""
#define ERRNO "\\\"SCMP_ACT_ERRNO\\\""
#define LAST "\\\"a b\\\":\\\" \\\\\\\" {\\\""

static const struct row profile_rows[] = {
    {OPTIONS("\"seccomp={" ACTION ":" ERRNO "," LAST "}\""), ""},
    {OPTIONS("\"seccomp:{" ACTION ":" ERRNO "," LAST "}\""), ""},
    {OPTIONS("\"seccomp= {\\r\\n\\t" ACTION " : " ERRNO ",\\n" LAST "\\n}\\n\""), ""},
    {OPTIONS("\"seccomp={" ACTION ":\\\"SCMP_ACT_ERRNO \\\"," LAST "}\""),
     "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp={" ACTION ":" ERRNO ",\\\"ab\\\":\\\" \\\\\\\" {\\\"}\""),
     "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp={" ACTION ":\\\"SCMP_ACT_ALLOW\\\"," LAST "}\""),
     "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"seccomp={" ACTION ":" ERRNO "," LAST "}\",\"seccomp={}\""),
     "HostConfig.SecurityOpt[1]"},
    {OPTIONS("\"seccomp=unconfined\""), "HostConfig.SecurityOpt[0]"},
};

START_TEST(a_listed_profile_passes_whatever_space_stands_in_it)
{
    const struct rows rows = {QW_RULE_SECCOMP, QW_OP_CONTAINER_CREATE, profile_rows,
                              COUNT(profile_rows)};
    const struct qw_settings settings = {
        .values = {[QW_SETTING_SECCOMP_PROFILES] = WORDS("0123", LISTED_SHA256)}};

    check_rows(&rows, &settings);
}
END_TEST

START_TEST(a_profile_is_never_told_as_a_whole)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = only(QW_RULE_SECCOMP, &strictest);
    struct qw_buffer body = QW_BUFFER(ARENA_SIZE);

    qw_buffer_add_text(&body, "{\"HostConfig\":{\"SecurityOpt\":[\"seccomp={");
    for (size_t i = 0; i < 1000; i++)
        qw_buffer_add_text(&body, "syscalls and more syscalls,");
    qw_buffer_add_text(&body, "}\"]}}");

    struct qw_json *root = read_body(arena, QW_OP_CONTAINER_CREATE, body.data);
    const struct qw_findings findings = judge(arena, QW_OP_CONTAINER_CREATE, root, &settings);

    qw_buffer_done(&body);
    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_uint_lt(strlen(findings.items[0].value), 100);
    ck_assert_uint_lt(strlen(findings.items[0].text), 200);
}
END_TEST

/* --- apparmor --------------------------------------------------------------------------------- */

static const struct row apparmor_rows[] = {
    {"{\"Image\":\"busybox\"}", ""},
    {OPTIONS("\"apparmor=docker-default\""), ""},
    {OPTIONS("\"apparmor:docker-default\""), ""},
    {OPTIONS("\"apparmor=\""), ""},
    {OPTIONS("\"apparmor=site-web\""), ""},
    {OPTIONS("\"apparmor=unconfined\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"apparmor:unconfined\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"apparmor=Docker-Default\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"apparmor=other\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"apparmor=docker-default\",\"apparmor=unconfined\""), "HostConfig.SecurityOpt[1]"},
};

START_TEST(only_listed_apparmor_profiles_are_chosen)
{
    const struct rows rows = {QW_RULE_APPARMOR, QW_OP_CONTAINER_CREATE, apparmor_rows,
                              COUNT(apparmor_rows)};
    const struct qw_settings settings = {
        .values = {[QW_SETTING_APPARMOR_PROFILES] = WORDS("site-web")}};

    check_rows(&rows, &settings);
}
END_TEST

START_TEST(unconfined_passes_only_where_it_is_listed)
{
    const struct row row = {OPTIONS("\"apparmor=unconfined\""), ""};
    const struct rows rows = {QW_RULE_APPARMOR, QW_OP_CONTAINER_CREATE, &row, 1};
    const struct qw_settings settings = {
        .values = {[QW_SETTING_APPARMOR_PROFILES] = WORDS("unconfined")}};

    check_rows(&rows, &settings);
}
END_TEST

/* --- selinux ---------------------------------------------------------------------------------- */

static const struct row selinux_rows[] = {
    {"{\"Image\":\"busybox\"}", ""},
    {OPTIONS("\"label=type:container_t\""), ""},
    {OPTIONS("\"label:type:container_t\""), ""},
    {OPTIONS("\"label=disable\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"label:disable\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"disable\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"label=type:spc_t\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"label=type:\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"label=TYPE:container_t\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"label=user:system_u\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"label=role:system_r\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"label=level:s0:c1,c2\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"label=filetype:container_file_t\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"label=\""), "HostConfig.SecurityOpt[0]"},
    {OPTIONS("\"label=type:container_t\",\"label=level:s0\""), "HostConfig.SecurityOpt[1]"},
};

START_TEST(only_listed_selinux_types_are_chosen)
{
    const struct rows rows = {QW_RULE_SELINUX, QW_OP_CONTAINER_CREATE, selinux_rows,
                              COUNT(selinux_rows)};
    const struct qw_settings settings = {
        .values = {[QW_SETTING_SELINUX_TYPES] = WORDS("container_t", "container_init_t")}};

    check_rows(&rows, &settings);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules/confinement");
    TCase *seccomp = tcase_create("seccomp");
    TCase *labels = tcase_create("labels");

    tcase_add_test(seccomp, seccomp_stays_on);
    tcase_add_test(seccomp, a_listed_profile_passes_whatever_space_stands_in_it);
    tcase_add_test(seccomp, a_profile_is_never_told_as_a_whole);
    tcase_add_test(labels, only_listed_apparmor_profiles_are_chosen);
    tcase_add_test(labels, unconfined_passes_only_where_it_is_listed);
    tcase_add_test(labels, only_listed_selinux_types_are_chosen);
    suite_add_tcase(suite, seccomp);
    suite_add_tcase(suite, labels);
    return run_suite(suite);
}
