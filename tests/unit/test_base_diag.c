#include <stdint.h>
#include <string.h>

#include "base_fixture.h"
#include "qw/diag.h"

START_TEST(the_first_error_wins)
{
    struct qw_diag diag = {.err = QW_OK};

    ck_assert_int_eq(qw_diag_set(&diag, QW_ERR_SYNTAX, "first %d", 1), QW_ERR_SYNTAX);
    ck_assert_int_eq(qw_diag_set(&diag, QW_ERR_IO, "second"), QW_ERR_IO);
    ck_assert_int_eq(diag.err, QW_ERR_SYNTAX);
    ck_assert_str_eq(diag.text, "first 1");
}
END_TEST

START_TEST(nobody_needs_to_listen)
{
    ck_assert_int_eq(qw_diag_set(NULL, QW_ERR_IO, "%s", "unheard"), QW_ERR_IO);
}
END_TEST

START_TEST(a_text_that_does_not_fit_is_cut_visibly)
{
    static const struct {
        size_t len;
        bool cut;
    } rows[] = {
        {QW_DIAG_TEXT_MAX - 2, false},
        {QW_DIAG_TEXT_MAX - 1, false},
        {QW_DIAG_TEXT_MAX, true},
        {4096, true},
    };
    char text[4097];

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct qw_diag diag = {.err = QW_OK};

        memset(text, 'x', rows[i].len);
        text[rows[i].len] = '\0';
        ck_assert_int_eq(qw_diag_set(&diag, QW_ERR_IO, "%s", text), QW_ERR_IO);
        ck_assert_uint_eq(strlen(diag.text),
                          rows[i].cut ? (size_t)QW_DIAG_TEXT_MAX - 1 : rows[i].len);
        ck_assert_int_eq(strstr(diag.text, "...") != NULL, rows[i].cut);
    }
}
END_TEST

START_TEST(a_cut_leaves_no_piece_of_a_character)
{
    char text[QW_DIAG_TEXT_MAX * 2 + 1] = "";

    for (size_t shift = 0; shift < 3; shift++) {
        struct qw_diag diag = {.err = QW_OK};

        memset(text, 'x', shift);
        for (size_t i = shift; i + 3 < sizeof text; i += 3)
            memcpy(text + i, "\xE2\x82\xAC", 4);
        qw_diag_set(&diag, QW_ERR_IO, "%s", text);

        size_t len = strlen(diag.text);

        ck_assert_str_eq(diag.text + len - 3, "...");
        ck_assert_uint_eq((len - 3 - shift) % 3, 0);
        ck_assert_uint_ge(len, QW_DIAG_TEXT_MAX - 3);
    }
}
END_TEST

START_TEST(a_line_tells_the_place_as_far_as_there_is_one)
{
    static const struct {
        struct qw_diag diag;
        const char *line;
    } rows[] = {
        {{.text = "no such file"}, "no such file"},
        {{.source = "p.json", .text = "no such file"}, "no such file"},
        {{.source = "p.json", .pointer = "/rules", .text = "unknown"}, "p.json: /rules: unknown"},
        {{.source = "p.json", .line = 3, .column = 7, .text = "unknown"}, "p.json:3:7: unknown"},
        {{.source = "p.json", .line = 3, .column = 7, .pointer = "/rules", .text = "unknown"},
         "p.json:3:7: /rules: unknown"},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        ck_assert_str_eq(qw_diag_format(&rows[i].diag).text, rows[i].line);
}
END_TEST

START_TEST(the_longest_line_is_whole)
{
    struct qw_diag diag = {.line = SIZE_MAX, .column = SIZE_MAX};
    struct qw_diag_line line;

    memset(diag.source, 's', sizeof diag.source - 1);
    memset(diag.pointer, 'p', sizeof diag.pointer - 1);
    memset(diag.text, 't', sizeof diag.text - 1);
    line = qw_diag_format(&diag);
    ck_assert_uint_eq(strspn(strrchr(line.text, ' ') + 1, "t"), sizeof diag.text - 1);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_first_error_wins,
        nobody_needs_to_listen,
        a_text_that_does_not_fit_is_cut_visibly,
        a_cut_leaves_no_piece_of_a_character,
        a_line_tells_the_place_as_far_as_there_is_one,
        the_longest_line_is_whole,
    };

    return base_run("base/diag", tests, N_ROWS(tests));
}
