#include <unistd.h>

#include "policy_fixture.h"

#define EXTENDS(what) "{\"version\": 1,\n  \"extends\": \"" what "\"}"

struct extends_row {
    const char *text;
    enum qw_err err;
    const char *message;
};

static const struct extends_row bad_rows[] = {
    {EXTENDS("restrict"), QW_ERR_POLICY,
     "there is no level \"restrict\"; did you mean \"restricted\"? (a file's name holds a slash or "
     "ends in .json)"},
    {EXTENDS("baseline@2"), QW_ERR_POLICY,
     "there is no level \"baseline@2\"; did you mean \"baseline\"? (a file's name holds a slash or "
     "ends in .json)"},
    {EXTENDS("baseline@"), QW_ERR_POLICY,
     "there is no level \"baseline@\"; did you mean \"baseline\"? (a file's name holds a slash or "
     "ends in .json)"},
    {EXTENDS(""), QW_ERR_POLICY,
     "there is no level \"\"; expected permissive, baseline, restricted or cis (a file's name "
     "holds "
     "a slash or ends in .json)"},
    {EXTENDS("x"), QW_ERR_POLICY,
     "there is no level \"x\"; expected permissive, baseline, restricted or cis (a file's name "
     "holds a slash or ends in .json)"},
    {EXTENDS("policy.json"), QW_ERR_POLICY, "policies extend one another in a circle"},
    {EXTENDS("./policy.json"), QW_ERR_POLICY, "policies extend one another in a circle"},
};

START_TEST(what_cannot_be_extended_is_told_where_it_is_named)
{
    for (size_t i = 0; i < COUNT_OF(bad_rows); i++) {
        struct qw_diag diag;
        const char *path = write_policy("policy.json", bad_rows[i].text);

        ck_assert_int_eq(load_bad(path, &diag), bad_rows[i].err);
        ck_assert_str_eq(diag.text, bad_rows[i].message);
        ck_assert_str_eq(diag.pointer, "/extends");
        ck_assert_str_eq(diag.source, path);
        ck_assert_uint_eq(diag.line, 2);
        ck_assert_uint_eq(diag.column, 3);
    }
}
END_TEST

START_TEST(a_missing_file_is_told_where_it_is_named)
{
    struct qw_diag diag;
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "%s", write_policy("policy.json", EXTENDS("absent.json")));
    ck_assert_int_eq(load_bad(path, &diag), QW_ERR_NOT_FOUND);
    ck_assert_str_eq(diag.source, path);
    ck_assert_str_eq(diag.pointer, "/extends");
    ck_assert_uint_eq(diag.line, 2);
    ck_assert_ptr_nonnull(strstr(diag.text, "absent.json"));
}
END_TEST

START_TEST(a_fault_in_an_extended_file_is_told_in_that_file)
{
    struct qw_diag diag;
    char path[PATH_SIZE];

    write_policy("base.json", V1 ", \"rules\": {\"oom\": {\"mode\": \"on\"}}}");
    snprintf(path, sizeof path, "%s", write_policy("policy.json", EXTENDS("base.json")));
    ck_assert_int_eq(load_bad(path, &diag), QW_ERR_POLICY);
    ck_assert_str_eq(diag.source, path_of("base.json"));
    ck_assert_str_eq(diag.pointer, "/rules/oom/mode");
    write_policy("base.json", "{");
    ck_assert_int_eq(load_bad(path, &diag), QW_ERR_SYNTAX);
    ck_assert_str_eq(diag.source, path_of("base.json"));
}
END_TEST

START_TEST(a_circle_through_a_link_is_found)
{
    struct qw_diag diag;
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "%s", write_policy("a.json", EXTENDS("link.json")));
    ck_assert_int_eq(symlink("a.json", path_of("link.json")), 0);
    ck_assert_int_eq(load_bad(path, &diag), QW_ERR_POLICY);
    ck_assert_str_eq(diag.text, "policies extend one another in a circle");
}
END_TEST

START_TEST(a_circle_of_two_is_found)
{
    struct qw_diag diag;
    char path[PATH_SIZE];

    write_policy("b.json", EXTENDS("a.json"));
    snprintf(path, sizeof path, "%s", write_policy("a.json", EXTENDS("b.json")));
    ck_assert_int_eq(load_bad(path, &diag), QW_ERR_POLICY);
    ck_assert_str_eq(diag.text, "policies extend one another in a circle");
    ck_assert_str_eq(diag.source, path_of("b.json"));
}
END_TEST

/* 1.json extends nothing, 2.json extends it, and so on. */
static const char *write_chain(int n_policies)
{
    char name[32];
    char text[128];
    const char *path = NULL;

    for (int i = 1; i <= n_policies; i++) {
        snprintf(name, sizeof name, "%d.json", i);
        snprintf(text, sizeof text, V1 ", \"extends\": \"%d.json\"}", i - 1);
        path = write_policy(name, i == 1 ? V1 "}" : text);
    }
    return path;
}

START_TEST(chains_of_7_and_8_are_taken_and_of_9_are_not)
{
    struct qw_diag diag;

    qw_policy_unref(load_good(write_chain(7)));
    qw_policy_unref(load_good(write_chain(8)));
    ck_assert_int_eq(load_bad(write_chain(9), &diag), QW_ERR_POLICY);
    ck_assert_str_eq(diag.text, "too many policies extend one another");
    ck_assert_str_eq(diag.source, path_of("2.json"));
    ck_assert_str_eq(diag.pointer, "/extends");
}
END_TEST

START_TEST(a_relative_path_is_relative_to_the_file_that_holds_it)
{
    ck_assert_int_eq(mkdir(path_of("sub"), 0755), 0);
    write_policy("base.json", V1 ", \"rules\": {\"oom\": {\"mode\": \"off\"}}}");
    struct qw_policy *policy = load_good(write_policy("sub/c.json", EXTENDS("../base.json")));
    ck_assert_int_eq(qw_policy_settings(policy)->modes[QW_RULE_OOM], QW_MODE_OFF);
    ck_assert_str_eq(qw_policy_name(policy), "c");
    qw_policy_unref(policy);
}
END_TEST

START_TEST(a_path_without_a_folder_is_one_in_the_working_directory)
{
    char before[PATH_SIZE];

    ck_assert_ptr_nonnull(getcwd(before, sizeof before));
    write_policy("base.json", V1 ", \"rules\": {\"oom\": {\"mode\": \"off\"}}}");
    write_policy("policy.json", EXTENDS("base.json"));
    ck_assert_int_eq(chdir(folder), 0);
    struct qw_policy *policy = load_good("policy.json");
    ck_assert_int_eq(chdir(before), 0);
    ck_assert_int_eq(qw_policy_settings(policy)->modes[QW_RULE_OOM], QW_MODE_OFF);
    qw_policy_unref(policy);
}
END_TEST

START_TEST(an_absolute_path_is_taken_as_it_stands)
{
    char text[2 * PATH_SIZE];

    snprintf(text, sizeof text, V1 ", \"extends\": \"%s\"}",
             write_policy("base.json", V1 ", \"rules\": {\"oom\": {\"mode\": \"off\"}}}"));
    struct qw_policy *policy = load_text(text);
    ck_assert_int_eq(qw_policy_settings(policy)->modes[QW_RULE_OOM], QW_MODE_OFF);
    qw_policy_unref(policy);
}
END_TEST

START_TEST(a_level_with_its_version_is_the_level)
{
    struct qw_policy *level = load_good("baseline");
    struct qw_policy *pinned = load_text(EXTENDS("baseline@1"));

    ck_assert_str_eq(qw_policy_digest(level)->text, qw_policy_digest(pinned)->text);
    ck_assert_str_eq(qw_policy_name(level), "baseline");
    ck_assert_str_eq(qw_policy_name(pinned), "policy");
    qw_policy_unref(level);
    qw_policy_unref(pinned);
}
END_TEST

START_TEST(a_file_that_others_may_change_is_refused)
{
    static const mode_t modes[] = {0666, 0664, 0646};
    struct qw_diag diag;
    char path[PATH_SIZE];

    write_policy("base.json", V1 "}");
    snprintf(path, sizeof path, "%s", write_policy("policy.json", EXTENDS("base.json")));
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        ck_assert_int_eq(chmod(path, modes[i]), 0);
        ck_assert_int_eq(load_bad(path, &diag), QW_ERR_UNSAFE_FILE);
        ck_assert_str_eq(diag.source, path);
    }
    ck_assert_int_eq(chmod(path, 0644), 0);
    ck_assert_int_eq(chmod(path_of("base.json"), 0666), 0);
    ck_assert_int_eq(load_bad(path, &diag), QW_ERR_UNSAFE_FILE);
    ck_assert_str_eq(diag.pointer, "/extends");
    ck_assert_ptr_nonnull(strstr(diag.text, "base.json"));
}
END_TEST

START_TEST(names_and_paths_that_lead_nowhere_are_told_apart)
{
    struct qw_diag diag;

    ck_assert_int_eq(load_bad("restrictd", &diag), QW_ERR_NOT_FOUND);
    ck_assert_str_eq(diag.text, "there is no level \"restrictd\"; did you mean \"restricted\"? (a "
                                "file's name holds a slash or ends in .json)");
    ck_assert_str_eq(diag.source, "restrictd");
    ck_assert_int_eq(load_bad(path_of("absent.json"), &diag), QW_ERR_NOT_FOUND);
    ck_assert_str_eq(diag.source, path_of("absent.json"));
    ck_assert_int_eq(load_bad(folder, &diag), QW_ERR_IO);
}
END_TEST

START_TEST(a_policy_over_4_mib_is_too_large)
{
    enum { LIMIT = 4 * 1024 * 1024 };
    char *text = malloc(LIMIT + 2);
    struct qw_diag diag;

    ck_assert_ptr_nonnull(text);
    memset(text, ' ', LIMIT + 1);
    memcpy(text, V1 "}", strlen(V1 "}"));
    text[LIMIT] = '\0';
    qw_policy_unref(load_text(text));
    text[LIMIT] = ' ';
    text[LIMIT + 1] = '\0';
    ck_assert_int_eq(load_bad(write_policy("policy.json", text), &diag), QW_ERR_TOO_LARGE);
    free(text);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_cannot_be_extended_is_told_where_it_is_named,
        a_missing_file_is_told_where_it_is_named,
        a_fault_in_an_extended_file_is_told_in_that_file,
        a_circle_through_a_link_is_found,
        a_circle_of_two_is_found,
        chains_of_7_and_8_are_taken_and_of_9_are_not,
        a_relative_path_is_relative_to_the_file_that_holds_it,
        a_path_without_a_folder_is_one_in_the_working_directory,
        an_absolute_path_is_taken_as_it_stands,
        a_level_with_its_version_is_the_level,
        a_file_that_others_may_change_is_refused,
        names_and_paths_that_lead_nowhere_are_told_apart,
        a_policy_over_4_mib_is_too_large,
    };

    return run_suite("policy/chain", tests, COUNT_OF(tests));
}
