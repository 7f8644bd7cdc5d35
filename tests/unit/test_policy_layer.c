#include "policy_fixture.h"

static const struct fault_row faults[] = {
    {"[]", 1, 1, "", "expected an object, not a list"},
    {"{}", 1, 1, "", "\"version\": 1 is missing"},
    {"{\n  \"version\": 2,\n  \"subjects\": []\n}", 2, 3, "/version",
     "version 2 of the language is not known here; expected 1"},
    {"{ \"version\": 0 }", 1, 3, "/version",
     "version 0 of the language is not known here; expected 1"},
    {"{ \"subjects\": [], \"version\": 2 }", 1, 19, "/version",
     "version 2 of the language is not known here; expected 1"},
    {"{ \"version\": \"1\" }", 1, 3, "/version", "expected a whole number, not a string"},
    {"{ \"version\": 1.0 }", 1, 3, "/version",
     "expected a whole number, not a number that is no whole number"},
    {"{ \"Version\": 1 }", 1, 1, "", "\"version\": 1 is missing"},
    {V1 ",\n \"Name\": \"lab\"}", 2, 2, "/Name", "unknown key \"Name\"; did you mean \"name\"?"},
    {V1 ",\n \"extend\": \"cis\"}", 2, 2, "/extend",
     "unknown key \"extend\"; did you mean \"extends\"?"},
    {V1 ",\n \"exceptions\": []}", 2, 2, "/exceptions",
     "unknown key \"exceptions\"; did you mean \"description\"?"},
    {V1 ", \"a/b~\\u0001\\u00e9\": 1}", 1, 16, "/a~1b~0???",
     "unknown key \"a/b~\\x01\303\251\"; expected $schema, version, name, description, extends, "
     "rules, operations or engine"},
    {V1 ", \"name\": 7}", 1, 16, "/name", "expected a string, not a number"},
    {V1 ", \"name\": \"\"}", 1, 16, "/name",
     "expected a name of 1 to 64 letters, digits, \".\", \"_\" and \"-\", not \"\""},
    {V1 ", \"name\": \"a lab\"}", 1, 16, "/name",
     "expected a name of 1 to 64 letters, digits, \".\", \"_\" and \"-\", not \"a lab\""},
    {V1 ", \"description\": null}", 1, 16, "/description", "expected a string, not null"},
    {V1 ", \"$schema\": true}", 1, 16, "/$schema", "expected a string, not true or false"},
    {V1 ", \"extends\": [\"cis\"]}", 1, 16, "/extends", "expected a string, not a list"},
    {V1 ", \"rules\": null}", 1, 16, "/rules", "expected an object, not null"},
    {V1 ", \"operations\": []}", 1, 16, "/operations", "expected an object, not a list"},
};

START_TEST(what_is_wrong_at_the_top_is_told_with_its_place)
{
    for (size_t i = 0; i < COUNT_OF(faults); i++)
        check_fault(&faults[i]);
}
END_TEST

START_TEST(names_of_up_to_64_letters_are_taken)
{
    char name[66];
    char text[128];
    struct qw_diag diag;

    memset(name, 'n', sizeof name);
    name[64] = '\0';
    snprintf(text, sizeof text, V1 ", \"name\": \"%s\"}", name);
    struct qw_policy *policy = load_text(text);
    ck_assert_str_eq(qw_policy_name(policy), name);
    qw_policy_unref(policy);
    name[64] = 'n';
    name[65] = '\0';
    snprintf(text, sizeof text, V1 ", \"name\": \"%s\"}", name);
    ck_assert_int_eq(load_bad(write_policy("policy.json", text), &diag), QW_ERR_POLICY);
}
END_TEST

START_TEST(a_policy_without_a_name_is_called_after_its_file)
{
    struct qw_policy *policy = load_text(V1 "}");

    ck_assert_str_eq(qw_policy_name(policy), "policy");
    qw_policy_unref(policy);
}
END_TEST

START_TEST(a_file_whose_name_cannot_be_shown_needs_a_name)
{
    struct qw_diag diag;
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "%s", write_policy("a b.json", V1 "}"));
    ck_assert_int_eq(load_bad(path, &diag), QW_ERR_POLICY);
    ck_assert_str_eq(diag.text, "the file's name cannot be the policy's: give it a \"name\"");
    ck_assert_str_eq(diag.source, path);
    write_policy("a b.json", V1 ", \"name\": \"ab\"}");
    struct qw_policy *policy = load_good(path);
    ck_assert_str_eq(qw_policy_name(policy), "ab");
    qw_policy_unref(policy);
    ck_assert_int_eq(remove(path), 0);
}
END_TEST

START_TEST(a_schema_and_a_description_are_taken)
{
    qw_policy_unref(load_text(V1 ", \"$schema\": \"https://example.org/s.json\", \"description\": "
                                 "\"what it is for\"}"));
}
END_TEST

START_TEST(what_is_no_json_is_told_with_its_line)
{
    struct qw_diag diag;
    const char *path = write_policy("policy.json", "{\n  \"version\": 1,\n}\n");

    ck_assert_int_eq(load_bad(path, &diag), QW_ERR_SYNTAX);
    ck_assert_uint_eq(diag.line, 3);
    ck_assert_str_eq(diag.source, path);
    path = write_policy("policy.json", V1 ",\n \"version\": 1}");
    ck_assert_int_eq(load_bad(path, &diag), QW_ERR_AMBIGUOUS);
    ck_assert_uint_eq(diag.line, 2);
    ck_assert_str_eq(diag.source, path);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_is_wrong_at_the_top_is_told_with_its_place,
        names_of_up_to_64_letters_are_taken,
        a_policy_without_a_name_is_called_after_its_file,
        a_file_whose_name_cannot_be_shown_needs_a_name,
        a_schema_and_a_description_are_taken,
        what_is_no_json_is_told_with_its_line,
    };

    return run_suite("policy/layer", tests, COUNT_OF(tests));
}
