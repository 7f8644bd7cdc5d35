#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base_fixture.h"
#include "qw/limits.h"
#include "qw/log.h"

enum { SIZE = 2 * QW_LIMIT_MESSAGE };

/* What one message looks like on standard error. */
static void log_and_read(enum qw_log_level level, const char *text, char ret_line[SIZE])
{
    int ends[2];
    int saved = dup(STDERR_FILENO);

    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    ck_assert_int_ge(dup2(ends[1], STDERR_FILENO), 0);
    qw_log(level, "%s", text);
    ck_assert_int_ge(dup2(saved, STDERR_FILENO), 0);
    close(ends[1]);
    close(saved);

    ssize_t len = read(ends[0], ret_line, SIZE - 1);

    ck_assert_int_ge(len, 0);
    ret_line[len] = '\0';
    close(ends[0]);
}

START_TEST(a_message_is_one_line)
{
    char line[SIZE];

    unsetenv("JOURNAL_STREAM");
    log_and_read(QW_LOG_ERROR, "denied\nby \x1b[1mpolicy\r\x7f", line);
    ck_assert_str_eq(line, "denied by  [1mpolicy  \n");
}
END_TEST

START_TEST(the_journal_learns_the_level)
{
    static const struct {
        enum qw_log_level level;
        const char *expected;
    } rows[] = {
        {QW_LOG_ERROR, "<3>x\n"},
        {QW_LOG_WARNING, "<4>x\n"},
        {QW_LOG_INFO, "<6>x\n"},
    };
    char line[SIZE];

    setenv("JOURNAL_STREAM", "8:12345", 1);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        log_and_read(rows[i].level, "x", line);
        ck_assert_str_eq(line, rows[i].expected);
    }
}
END_TEST

START_TEST(a_long_message_is_cut_visibly)
{
    char text[QW_LIMIT_MESSAGE + 2];
    char line[SIZE];

    unsetenv("JOURNAL_STREAM");
    for (size_t len = QW_LIMIT_MESSAGE - 2; len <= QW_LIMIT_MESSAGE; len++) {
        bool cut = len >= QW_LIMIT_MESSAGE;

        memset(text, 'x', len);
        text[len] = '\0';
        log_and_read(QW_LOG_INFO, text, line);
        ck_assert_uint_eq(strlen(line), (cut ? QW_LIMIT_MESSAGE - 1 : len) + 1);
        ck_assert_int_eq(strstr(line, "...\n") != NULL, cut);
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_message_is_one_line,
        the_journal_learns_the_level,
        a_long_message_is_cut_visibly,
    };

    return base_run("base/log", tests, N_ROWS(tests));
}
