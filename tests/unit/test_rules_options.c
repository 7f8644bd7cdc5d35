/* Tests of src/rules/options.c. */
#include "../../src/rules/options.h"
#include "rules_fixture.h"

START_TEST(options_are_split_at_commas)
{
    static const char *const expected[] = {"a", "size=1", " b "};
    const char *rest = ",a,,size=1, b ,";
    struct qw_bytes option;
    size_t count = 0;

    while (qw_option_next(&rest, &option)) {
        ck_assert_uint_lt(count, COUNT(expected));
        ck_assert(qw_option_equal(option, expected[count]));
        count++;
    }
    ck_assert_uint_eq(count, COUNT(expected));
}
END_TEST

START_TEST(a_key_ends_at_the_first_equals_sign)
{
    const char *rest = "size=1=2";
    struct qw_bytes option;

    ck_assert(qw_option_next(&rest, &option));
    ck_assert(qw_option_equal(qw_option_key(option), "size"));
    ck_assert(!qw_option_equal(option, "size"));
}
END_TEST

START_TEST(a_list_holds_whole_words)
{
    static const char *const list[] = {"bind", "ro", NULL};

    ck_assert(qw_text_is_in("ro", list));
    ck_assert(!qw_text_is_in("r", list));
    ck_assert(!qw_text_is_in("rob", list));
    ck_assert(!qw_text_is_in("", list));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules/options");
    TCase *cases = tcase_create("options");

    tcase_add_test(cases, options_are_split_at_commas);
    tcase_add_test(cases, a_key_ends_at_the_first_equals_sign);
    tcase_add_test(cases, a_list_holds_whole_words);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
