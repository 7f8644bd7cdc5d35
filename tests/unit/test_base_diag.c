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

int main(void)
{
    const TTest *tests[] = {
        the_first_error_wins,
        nobody_needs_to_listen,
        a_text_that_does_not_fit_is_cut_visibly,
        a_cut_leaves_no_piece_of_a_character,
    };

    return base_run("base/diag", tests, N_ROWS(tests));
}
