#include <string.h>

#include "base_fixture.h"
#include "qw/buffer.h"

enum { ENOUGH = 1 << 20 };

START_TEST(additions_follow_each_other)
{
    struct qw_buffer buffer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(ENOUGH);

    ck_assert_ptr_null(buffer.data);
    qw_buffer_add(&buffer, "", 0);
    qw_buffer_add_text(&buffer, "");
    ck_assert_ptr_null(buffer.data);
    qw_buffer_add(&buffer, "ab\0", 3);
    qw_buffer_add_text(&buffer, "cd");
    qw_buffer_addf(&buffer, "%d%s", 7, "e");
    ck_assert_int_eq(buffer.err, QW_OK);
    ck_assert_uint_eq(buffer.len, 7);
    ck_assert_mem_eq(buffer.data, "ab\0cd7e", 8);
}
END_TEST

START_TEST(a_long_text_grows_it)
{
    struct qw_buffer buffer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(ENOUGH);

    for (int i = 0; i < 10000; i++)
        qw_buffer_addf(&buffer, "%06d", i);
    ck_assert_int_eq(buffer.err, QW_OK);
    ck_assert_uint_eq(buffer.len, 60000);
    ck_assert_str_eq(buffer.data + 59994, "009999");
}
END_TEST

START_TEST(max_is_kept_to_the_byte_and_the_failure_sticks)
{
    static const struct {
        size_t len;
        enum qw_err err;
    } rows[] = {{9, QW_OK}, {10, QW_OK}, {11, QW_ERR_TOO_LARGE}};

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct qw_buffer buffer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(10);
        struct qw_buffer formatted QW_CLEANUP(qw_buffer_done) = QW_BUFFER(10);

        qw_buffer_add(&buffer, "abc", 3);
        qw_buffer_add(&buffer, "0123456789", rows[i].len - 3);
        qw_buffer_addf(&formatted, "%0*d", (int)rows[i].len, 1);
        ck_assert_int_eq(buffer.err, rows[i].err);
        ck_assert_int_eq(formatted.err, rows[i].err);
        if (rows[i].err == QW_OK)
            continue;
        qw_buffer_add(&buffer, "d", 1);
        qw_buffer_addf(&buffer, "%d", 1);
        ck_assert_uint_eq(buffer.len, 3);
        ck_assert_str_eq(buffer.data, "abc");
    }
}
END_TEST

START_TEST(a_zeroed_buffer_may_be_done)
{
    struct qw_buffer buffer = {.data = NULL};

    qw_buffer_done(&buffer);
    qw_buffer_done(&buffer);
    ck_assert_ptr_null(buffer.data);
}
END_TEST

START_TEST(json_strings_can_form_nothing_else)
{
    static const struct {
        const char *text;
        size_t len;
        const char *expected;
    } rows[] = {
        {"", 0, "\"\""},
        {"plain /text", 11, "\"plain /text\""},
        {"\"\\", 2, "\"\\\"\\\\\""},
        {"\n\r\t\b\x01\x1f", 6, "\"\\n\\r\\t\\u0008\\u0001\\u001f\""},
        {"a\0b", 3, "\"a\\u0000b\""},
        {"<a>&\x7f", 5, "\"\\u003ca\\u003e\\u0026\\u007f\""},
        {"\xC2\x9B\xC2\xA0", 4, "\"\\u009b\xC2\xA0\""},
        {"\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA", 9, "\"\\u2028\\u2029\xE2\x80\xAA\""},
        {"\xC3\xA9\xF0\x9F\x98\x80", 6, "\"\xC3\xA9\xF0\x9F\x98\x80\""},
        {"a\xFF\xC3", 3, "\"a\\ufffd\\ufffd\""},
        {"\xED\xA0\x80", 3, "\"\\ufffd\\ufffd\\ufffd\""},
        {"\xC0\x80\xF4\x90\x80\x80x", 7, "\"\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\\ufffdx\""},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct qw_buffer buffer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(ENOUGH);

        qw_buffer_add_json_string(&buffer, rows[i].text, rows[i].len);
        ck_assert_str_eq(buffer.data, rows[i].expected);
    }
}
END_TEST

START_TEST(shell_words_are_quoted_where_needed)
{
    static const struct {
        const char *text;
        const char *expected;
    } rows[] = {
        {"", "''"},
        {"registry.local:5000/a_b/c-d@sha256:00", "registry.local:5000/a_b/c-d@sha256:00"},
        {"--env=A", "--env=A"},
        {"=ls", "'=ls'"},
        {"~root", "'~root'"},
        {"a b", "'a b'"},
        {"$(id)", "'$(id)'"},
        {"`id`;|&<>!#*?[]{}\"\\", "'`id`;|&<>!#*?[]{}\"\\'"},
        {"it's", "'it'\\''s'"},
        {"'", "''\\'''"},
        {"\xC3\xA9", "'\xC3\xA9'"},
        {"a\nb", "$'a\\012b'"},
        {"\x1b[2J1'\\", "$'\\033[2J1\\047\\134'"},
        {"\x7f", "$'\\177'"},
        {"\xE2\x80\xAE"
         "1",
         "$'\\342\\200\\2561'"},
        {"\xFF", "$'\\377'"},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct qw_buffer buffer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(ENOUGH);

        qw_buffer_add_shell_word(&buffer, rows[i].text);
        ck_assert_str_eq(buffer.data, rows[i].expected);
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        additions_follow_each_other,
        a_long_text_grows_it,
        max_is_kept_to_the_byte_and_the_failure_sticks,
        a_zeroed_buffer_may_be_done,
        json_strings_can_form_nothing_else,
        shell_words_are_quoted_where_needed,
    };

    return base_run("base/buffer", tests, N_ROWS(tests));
}
