#include <ctype.h>
#include <string.h>

#include "base_fixture.h"
#include "qw/error.h"

START_TEST(every_error_has_a_name_and_a_text)
{
    for (enum qw_err err = QW_OK; err < QW_ERR_COUNT; err++) {
        const char *name = qw_err_name(err);

        ck_assert_ptr_nonnull(name);
        ck_assert_msg(name[0] != '\0', "error %d has no name", (int)err);
        ck_assert_msg(qw_err_text(err)[0] != '\0', "error %s has no text", name);
        for (const char *at = name; *at != '\0'; at++)
            ck_assert_msg(islower((unsigned char)*at) || isdigit((unsigned char)*at) || *at == '-',
                          "%s is no stable name", name);
    }
}
END_TEST

START_TEST(no_two_errors_share_a_name_or_a_text)
{
    for (enum qw_err a = QW_OK; a < QW_ERR_COUNT; a++) {
        for (enum qw_err b = a + 1; b < QW_ERR_COUNT; b++) {
            ck_assert_str_ne(qw_err_name(a), qw_err_name(b));
            ck_assert_str_ne(qw_err_text(a), qw_err_text(b));
        }
    }
}
END_TEST

START_TEST(what_is_no_error_is_an_internal_one)
{
    ck_assert_str_eq(qw_err_name(QW_ERR_COUNT), "internal");
    ck_assert_str_eq(qw_err_name((enum qw_err)1000), "internal");
    ck_assert_str_eq(qw_err_text((enum qw_err)1000), qw_err_text(QW_ERR_INTERNAL));
}
END_TEST

START_TEST(success_is_zero)
{
    ck_assert_int_eq(QW_OK, 0);
    ck_assert_str_eq(qw_err_name(QW_OK), "ok");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        every_error_has_a_name_and_a_text,
        no_two_errors_share_a_name_or_a_text,
        what_is_no_error_is_an_internal_one,
        success_is_zero,
    };

    return base_run("base/error", tests, N_ROWS(tests));
}
