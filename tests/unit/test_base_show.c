#include <string.h>

#include "base_fixture.h"
#include "qw/limits.h"
#include "qw/show.h"

START_TEST(values_are_safe_to_print)
{
    static const struct {
        const char *text;
        const char *expected;
    } rows[] = {
        {"", "\"\""},
        {"/var/run:/x", "\"/var/run:/x\""},
        {"say \"hi\" \\", "\"say \\x22hi\\x22 \\x5c\""},
        {"\x1b[31m\n\t\x7f", "\"\\x1b[31m\\x0a\\x09\\x7f\""},
        {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""},
        {"\xFFz\xC3", "\"\\xffz\\xc3\""},
        {"\xC0\xAF\xE0\x80\xAF", "\"\\xc0\\xaf\\xe0\\x80\\xaf\""},
        {"\xED\xA0\x80", "\"\\xed\\xa0\\x80\""},
        {"\xF4\x90\x80\x80\xF5", "\"\\xf4\\x90\\x80\\x80\\xf5\""},
        {"\xC2\x9B", "\"\\u009b\""},
        {"\xE2\x80\x8B\xE2\x80\x8F", "\"\\u200b\\u200f\""},
        {"\xE2\x80\x90", "\"\xE2\x80\x90\""},
        {"\xE2\x80\xA8\xE2\x80\xAE", "\"\\u2028\\u202e\""},
        {"\xE2\x81\xA0\xE2\x81\xA9", "\"\\u2060\\u2069\""},
        {"\xEF\xBB\xBF", "\"\\ufeff\""},
        {"\xF3\xA0\x81\x81", "\"\\U000e0041\""},
    };
    TEST_ARENA(arena);

    for (size_t i = 0; i < N_ROWS(rows); i++)
        ck_assert_str_eq(qw_show(arena, rows[i].text), rows[i].expected);
}
END_TEST

START_TEST(values_are_cut_at_the_limit_in_characters)
{
    static const char *const characters[] = {"x", "\xC3\xA9", "\xF0\x9F\x98\x80"};
    TEST_ARENA(arena);

    for (size_t i = 0; i < N_ROWS(characters); i++) {
        for (size_t n = QW_LIMIT_SHOWN - 1; n <= QW_LIMIT_SHOWN + 1; n++) {
            char text[(QW_LIMIT_SHOWN + 1) * 4 + 1] = "";
            size_t width = strlen(characters[i]);
            size_t n_shown = n < QW_LIMIT_SHOWN ? n : QW_LIMIT_SHOWN;

            for (size_t at = 0; at < n; at++)
                memcpy(text + at * width, characters[i], width);

            const char *shown = qw_show(arena, text);
            size_t behind = 1 + n_shown * width;

            ck_assert_mem_eq(shown + 1, text, n_shown * width);
            ck_assert_str_eq(shown + behind, n > QW_LIMIT_SHOWN ? "...\"" : "\"");
        }
    }
}
END_TEST

START_TEST(the_longest_escapes_fit)
{
    TEST_ARENA(arena);
    char text[QW_LIMIT_SHOWN * 8 + 1] = "";

    for (size_t i = 0; i + 4 < sizeof text; i += 4)
        memcpy(text + i, "\xF3\xA0\x81\x81", 4);

    const char *shown = qw_show(arena, text);

    ck_assert_uint_eq(strlen(shown), QW_LIMIT_SHOWN * 10 + 5);
    ck_assert_str_eq(shown + QW_LIMIT_SHOWN * 10 + 1, "...\"");
}
END_TEST

START_TEST(a_buffer_takes_what_is_shown_elsewhere)
{
    static const char *const texts[] = {"", "/a b", "\x1b\"\xE2\x80\xAE"};
    TEST_ARENA(arena);

    for (size_t i = 0; i < N_ROWS(texts); i++) {
        struct qw_buffer buffer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_SHOWN);

        qw_buffer_add_shown(&buffer, texts[i]);
        ck_assert_str_eq(buffer.data, qw_show(arena, texts[i]));
    }
}
END_TEST

START_TEST(shortage_of_memory_is_told)
{
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) = qw_arena_new(4);

    ck_assert_str_eq(qw_show(arena, "x"), "\"x\"");
    ck_assert_ptr_null(qw_show(arena, "x"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        values_are_safe_to_print,   values_are_cut_at_the_limit_in_characters,
        the_longest_escapes_fit,    a_buffer_takes_what_is_shown_elsewhere,
        shortage_of_memory_is_told,
    };

    return base_run("base/show", tests, N_ROWS(tests));
}
