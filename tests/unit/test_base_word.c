#include "qw/word.h"

#include "base_fixture.h"

START_TEST(a_text_is_split_as_go_splits_it)
{
    static const struct {
        const char *text;
        const char *words[4];
    } rows[] = {
        {"", {""}},
        {"a", {"a"}},
        {"a:b", {"a", "b"}},
        {":", {"", ""}},
        {"a::b:", {"a", "", "b", ""}},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const char *cursor = rows[i].text;
        struct qw_bytes word;

        for (size_t n = 0; n < N_ROWS(rows[i].words) && rows[i].words[n] != NULL; n++) {
            ck_assert(qw_word_next(&cursor, ':', &word));
            ck_assert(qw_word_equal(word, rows[i].words[n]));
        }
        ck_assert(!qw_word_next(&cursor, ':', &word));
        ck_assert_ptr_null(cursor);
    }
}
END_TEST

START_TEST(options_are_split_at_commas)
{
    static const char *const expected[] = {"a", "size=1", " b "};
    const char *rest = ",a,,size=1, b ,";
    struct qw_bytes option;
    size_t count = 0;

    while (qw_word_next_option(&rest, &option)) {
        ck_assert_uint_lt(count, N_ROWS(expected));
        ck_assert(qw_word_equal(option, expected[count]));
        count++;
    }
    ck_assert_uint_eq(count, N_ROWS(expected));
}
END_TEST

START_TEST(a_key_ends_at_the_first_equals_sign)
{
    const char *rest = "size=1=2";
    struct qw_bytes option;

    ck_assert(qw_word_next_option(&rest, &option));
    ck_assert(qw_word_equal(qw_word_key(option), "size"));
    ck_assert(!qw_word_equal(option, "size"));
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
    const TTest *tests[] = {
        a_text_is_split_as_go_splits_it,
        options_are_split_at_commas,
        a_key_ends_at_the_first_equals_sign,
        a_list_holds_whole_words,
    };

    return base_run("base/word", tests, N_ROWS(tests));
}
