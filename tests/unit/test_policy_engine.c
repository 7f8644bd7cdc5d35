#include "policy_fixture.h"
#include "qw/holes.h"

#define ENGINE V1 ",\n\"engine\": "

#define PUT (1U << QW_HOLE_ARCHIVE_PUT)
#define MOUNTS (1U << QW_HOLE_ARCHIVE_MOUNTS)

static const struct fault_row faults[] = {
    {ENGINE "[]}", 2, 1, "/engine", "expected an object, not a list"},
    {ENGINE "{\"fixd\": []}}", 2, 12, "/engine/fixd",
     "unknown key \"fixd\"; did you mean \"fixed\"?"},
    {ENGINE "{\"version\": \"28.5.2\"}}", 2, 12, "/engine/version",
     "unknown key \"version\"; expected fixed"},
    {ENGINE "{\"fixed\": \"native-grpc\"}}", 2, 12, "/engine/fixed",
     "expected a list, not a string"},
    {ENGINE "{\"fixed\": [\"native-grpc\", 1]}}", 2, 37, "/engine/fixed/1",
     "expected a string, not a number"},
    {ENGINE "{\"fixed\": [\"GHSA-x86f-5xw2-fm2\"]}}", 2, 22, "/engine/fixed/0",
     "unknown hole \"GHSA-x86f-5xw2-fm2\"; did you mean \"GHSA-x86f-5xw2-fm2r\"?"},
    {ENGINE "{\"fixed\": [\"native-grpc\", \"ghsa-x86f-5xw2-fm2r\"]}}", 2, 37, "/engine/fixed/1",
     "unknown hole \"ghsa-x86f-5xw2-fm2r\"; did you mean \"GHSA-x86f-5xw2-fm2r\"?"},
    {ENGINE "{\"fixed\": [\"\"]}}", 2, 22, "/engine/fixed/0",
     "unknown hole \"\"; expected native-grpc, GHSA-x744-4wpc-v9h2, CVE-2024-41110, "
     "GHSA-x86f-5xw2-fm2r, GHSA-vp62-88p7-qqf5, CVE-2024-23653, start-with-body or "
     "CVE-2025-31133"},
};

START_TEST(what_is_wrong_is_told_with_its_place)
{
    for (size_t i = 0; i < COUNT_OF(faults); i++)
        check_fault(&faults[i]);
}
END_TEST

static unsigned fixed_of(const char *text)
{
    struct qw_policy *policy = load_text(text);
    const unsigned fixed = qw_policy_fixed_holes(policy);

    qw_policy_unref(policy);
    return fixed;
}

START_TEST(nothing_is_fixed_where_nobody_says_so)
{
    for (size_t i = 0; i < qw_policy_level_count(); i++) {
        struct qw_policy *policy = load_good(qw_policy_level_name(i));

        ck_assert_uint_eq(qw_policy_fixed_holes(policy), 0);
        qw_policy_unref(policy);
    }
    ck_assert_uint_eq(fixed_of(ENGINE "{}}"), 0);
    ck_assert_uint_eq(fixed_of(ENGINE "{\"fixed\": []}}"), 0);
}
END_TEST

START_TEST(every_hole_can_be_said_to_be_fixed)
{
    for (int id = 0; id < QW_HOLE_COUNT; id++) {
        char text[256];

        snprintf(text, sizeof text, ENGINE "{\"fixed\": [\"%s\"]}}",
                 qw_hole_get((enum qw_hole_id)id)->name);
        ck_assert_uint_eq(fixed_of(text), 1U << id);
    }
}
END_TEST

START_TEST(what_is_fixed_adds_to_what_is_inherited)
{
    (void)write_policy("base.json", ENGINE "{\"fixed\": [\"GHSA-x86f-5xw2-fm2r\"]}}");
    ck_assert_uint_eq(fixed_of(V1 ", \"extends\": \"base.json\", \"engine\": {\"fixed\": "
                                  "[\"GHSA-vp62-88p7-qqf5\"]}}"),
                      PUT | MOUNTS);
    ck_assert_uint_eq(fixed_of(V1 ", \"extends\": \"base.json\", \"engine\": {\"fixed\": []}}"),
                      PUT);
    ck_assert_uint_eq(fixed_of(V1 ", \"extends\": \"base.json\"}"), PUT);
}
END_TEST

START_TEST(the_dump_and_the_digest_tell_what_is_fixed)
{
    struct qw_buffer dump QW_CLEANUP(qw_buffer_done) = QW_BUFFER(DUMP_MAX);
    struct qw_policy *none = load_text(V1 "}");
    struct qw_policy *some =
        load_text(ENGINE "{\"fixed\": [\"native-grpc\", \"CVE-2024-41110\"]}}");

    qw_policy_dump(some, &dump);
    qw_buffer_add(&dump, "", 1);
    ck_assert_int_eq(dump.err, QW_OK);
    ck_assert_ptr_nonnull(strstr(dump.data, "  \"engine\": {\n"
                                            "    \"fixed\": [\n"
                                            "      \"CVE-2024-41110\",\n"
                                            "      \"native-grpc\"\n"
                                            "    ]\n"
                                            "  }\n}\n"));
    ck_assert_str_ne(qw_policy_digest(none)->text, qw_policy_digest(some)->text);

    struct qw_policy *again = load_text(dump.data);

    ck_assert_str_eq(qw_policy_digest(again)->text, qw_policy_digest(some)->text);
    qw_policy_unref(again);
    qw_policy_unref(some);
    qw_policy_unref(none);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_is_wrong_is_told_with_its_place,       nothing_is_fixed_where_nobody_says_so,
        every_hole_can_be_said_to_be_fixed,         what_is_fixed_adds_to_what_is_inherited,
        the_dump_and_the_digest_tell_what_is_fixed,
    };

    return run_suite("policy/engine", tests, COUNT_OF(tests));
}
