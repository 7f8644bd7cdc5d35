#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include "test_audit_fixture.h"

static struct audit_fixture fixture;
static const char *folder;
static char path[256];

static void setup(void)
{
    audit_fixture_init(&fixture);
    folder = audit_folder();
    memcpy(path, path_in(folder, "audit.jsonl"), sizeof path);
}

/* Only what stands in the folder, wherever a test has pointed `path`. */
static void teardown(void)
{
    unlink(path_in(folder, "audit.jsonl"));
    unlink(path_in(folder, "audit.jsonl.1"));
    rmdir(folder);
}

static struct qw_audit *opened(void)
{
    struct qw_audit *audit = NULL;
    struct qw_diag diag = {0};

    ck_assert_msg(qw_audit_open(path, &audit, &diag) == QW_OK, "%s", diag.text);
    return audit;
}

static void write_record(struct qw_audit *audit)
{
    ck_assert_int_eq(qw_audit_write(audit, &fixture.record), QW_OK);
}

/* How often NEEDLE stands in the file at AT. */
static size_t occurrences(const char *at, const char *needle)
{
    char *text = read_file(at);
    size_t n = 0;

    for (const char *found = strstr(text, needle); found != NULL; found = strstr(found + 1, needle))
        n++;
    free(text);
    return n;
}

START_TEST(a_new_file_is_for_its_owner_alone)
{
    mode_t mask = umask(0);
    struct qw_audit *audit = opened();
    struct stat status;

    umask(mask);
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_uint_eq(status.st_mode & 07777U, 0600);
    qw_audit_close(audit);
}
END_TEST

START_TEST(the_numbers_go_on_from_the_last_record)
{
    struct qw_audit *audit = opened();

    write_record(audit);
    write_record(audit);
    qw_audit_close(audit);
    audit = opened();
    write_record(audit);
    qw_audit_close(audit);
    ck_assert_uint_eq(occurrences(path, "\"seq\":1,"), 1);
    ck_assert_uint_eq(occurrences(path, "\"seq\":2,"), 1);
    ck_assert_uint_eq(occurrences(path, "\"seq\":3,"), 1);
    ck_assert_uint_eq(occurrences(path, "\n"), 3);
}
END_TEST

static const struct {
    const char *text;
    const char *next;     /* part of the record that follows */
    const char *boundary; /* what stands right before that record */
} tail_rows[] = {
    {"", "\"seq\":1,", ""},
    {"{\"v\":1,\"seq\":41,\"x\":1}\n", "\"seq\":42,", "}\n{"},
    {"{\"v\":1,\"seq\":41,\"x\":1}\n{\"v\":1,\"seq\":42,\"ti", "\"seq\":42,", "ti\n{"},
    {"{\"v\":1,\"seq\":41,\"x\":1}\n{\"v\":1,\"seq\":42,\"ti\n", "\"seq\":42,", "ti\n{"},
    {"not a record", "\"seq\":1,", "record\n{"},
    {"\n\n\n", "\"seq\":1,", "\n{"},
    {"{\"v\":1,\"seq\":,\"x\":1}\n", "\"seq\":1,", "}\n{"},
    {"{\"v\":1,\"seq\":18446744073709551616,\"x\":1}\n", "\"seq\":1,", "}\n{"},
    {"{\"v\":1,\"seq\":9}\n{\"v\":1,\"seq\":5,\"x\":1}\n", "\"seq\":6,", "}\n{"},
};

START_TEST(a_torn_line_is_closed_and_not_counted)
{
    struct qw_audit *audit;
    char *text;

    write_file(path, tail_rows[_i].text, strlen(tail_rows[_i].text));
    audit = opened();
    write_record(audit);
    qw_audit_close(audit);
    text = read_file(path);
    ck_assert_ptr_eq(strstr(text, tail_rows[_i].text), text);
    ck_assert_ptr_nonnull(strstr(text + strlen(tail_rows[_i].text), tail_rows[_i].next));
    ck_assert_msg(strstr(text, tail_rows[_i].boundary) != NULL, "%s", text);
    free(text);
}
END_TEST

START_TEST(the_last_record_is_found_behind_long_rubbish)
{
    enum { RUBBISH = 3 * 1024 * 1024 };
    static const char record[] = "{\"v\":1,\"seq\":77,\"x\":1}\n";
    char *text = malloc(sizeof record + RUBBISH);
    struct qw_audit *audit;

    ck_assert_ptr_nonnull(text);
    memcpy(text, record, sizeof record - 1);
    memset(text + sizeof record - 1, 'x', RUBBISH);
    write_file(path, text, sizeof record - 1 + RUBBISH);
    free(text);
    audit = opened();
    write_record(audit);
    qw_audit_close(audit);
    ck_assert_uint_eq(occurrences(path, "\n{\"v\":1,\"seq\":78,"), 1);
}
END_TEST

static void make_link(void)
{
    write_file(path_in(folder, "audit.jsonl.1"), "", 0);
    ck_assert_int_eq(symlink(path_in(folder, "audit.jsonl.1"), path), 0);
}

static void make_pipe(void)
{
    ck_assert_int_eq(mkfifo(path, 0600), 0);
}

static void make_shared_file(void)
{
    write_file(path, "", 0);
    ck_assert_int_eq(chmod(path, 0620), 0);
}

static void make_nothing(void)
{
    ck_assert_int_lt(snprintf(path, sizeof path, "%s/missing/audit.jsonl", folder),
                     (int)sizeof path);
}

static void choose_folder(void)
{
    ck_assert_int_lt(snprintf(path, sizeof path, "%s", folder), (int)sizeof path);
}

static const struct {
    void (*make)(void);
    enum qw_err err;
    const char *says;
} refused_rows[] = {
    {make_link, QW_ERR_UNSAFE_FILE, "symbolic link"},
    {make_pipe, QW_ERR_UNSAFE_FILE, "no regular file"},
    {make_shared_file, QW_ERR_UNSAFE_FILE, "others"},
    {choose_folder, QW_ERR_IO, "directory"},
    {make_nothing, QW_ERR_IO, "No such file"},
};

START_TEST(what_is_no_safe_regular_file_is_refused)
{
    struct qw_audit *audit = NULL;
    struct qw_diag diag = {0};

    refused_rows[_i].make();
    ck_assert_int_eq(qw_audit_open(path, &audit, &diag), refused_rows[_i].err);
    ck_assert_ptr_null(audit);
    ck_assert_msg(strstr(diag.text, refused_rows[_i].says) != NULL, "%s", diag.text);
}
END_TEST

START_TEST(reopening_writes_to_a_new_file_and_counts_on)
{
    struct qw_audit *audit = opened();
    char moved[sizeof path];
    struct qw_diag diag = {0};

    memcpy(moved, path_in(folder, "audit.jsonl.1"), sizeof moved);
    write_record(audit);
    ck_assert_int_eq(rename(path, moved), 0);
    write_record(audit);
    ck_assert_int_eq(qw_audit_reopen(audit, &diag), QW_OK);
    write_record(audit);
    qw_audit_close(audit);
    ck_assert_uint_eq(occurrences(moved, "\n"), 2);
    ck_assert_uint_eq(occurrences(path, "\"seq\":3,"), 1);
    ck_assert_uint_eq(occurrences(path, "\n"), 1);
}
END_TEST

START_TEST(a_failed_reopening_keeps_the_old_file)
{
    struct qw_audit *audit = opened();
    char moved[sizeof path];
    struct qw_diag diag = {0};

    memcpy(moved, path_in(folder, "audit.jsonl.1"), sizeof moved);
    write_record(audit);
    ck_assert_int_eq(rename(path, moved), 0);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert_int_eq(qw_audit_reopen(audit, &diag), QW_ERR_IO);
    ck_assert_str_ne(diag.text, "");
    write_record(audit);
    qw_audit_close(audit);
    ck_assert_uint_eq(occurrences(moved, "\"seq\":2,"), 1);
    ck_assert_int_eq(rmdir(path), 0);
}
END_TEST

/* Check itself writes to a file: nothing is asserted while the limit holds. */
static bool limit_file_size(rlim_t bytes)
{
    const struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};

    return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

START_TEST(a_record_that_does_not_fit_is_an_error_and_its_line_is_closed_later)
{
    struct qw_audit *audit = opened();
    struct stat status;
    enum qw_err errors[2];
    bool was_limited;

    signal(SIGXFSZ, SIG_IGN);
    write_record(audit);
    ck_assert_int_eq(stat(path, &status), 0);
    was_limited = limit_file_size((rlim_t)status.st_size + 20);
    for (size_t i = 0; i < 2; i++)
        errors[i] = qw_audit_write(audit, &fixture.record);
    ck_assert(limit_file_size(RLIM_INFINITY) && was_limited);
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(errors[i], QW_ERR_IO);
    write_record(audit);
    write_record(audit);
    qw_audit_close(audit);
    ck_assert_uint_eq(occurrences(path, "\n"), 4);
    ck_assert_uint_eq(occurrences(path, "\n{\"v\":1,\"seq\":2,"), 2);
    ck_assert_uint_eq(occurrences(path, "\n{\"v\":1,\"seq\":3,"), 1);
}
END_TEST

enum { N_THREADS = 4, N_RECORDS = 200 };

static void *write_many(void *audit)
{
    size_t n_failed = 0;

    for (int i = 0; i < N_RECORDS; i++)
        n_failed += qw_audit_write(audit, &fixture.record) != QW_OK;
    return n_failed == 0 ? NULL : audit;
}

START_TEST(threads_write_whole_lines_in_order)
{
    struct qw_audit *audit = opened();
    pthread_t threads[N_THREADS];
    char expected[64];
    char *text;
    const char *line;

    for (size_t i = 0; i < N_THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, write_many, audit), 0);
    for (size_t i = 0; i < N_THREADS; i++) {
        void *failed = NULL;

        ck_assert_int_eq(pthread_join(threads[i], &failed), 0);
        ck_assert_ptr_null(failed);
    }
    qw_audit_close(audit);
    line = text = read_file(path);
    for (int seq = 1; seq <= N_THREADS * N_RECORDS; seq++) {
        int len = snprintf(expected, sizeof expected, "{\"v\":1,\"seq\":%d,", seq);

        ck_assert_int_eq(strncmp(line, expected, (size_t)len), 0);
        line = strchr(line, '\n');
        ck_assert_ptr_nonnull(line);
        line++;
    }
    ck_assert_int_eq(*line, '\0');
    free(text);
}
END_TEST

#define LOOP(test, rows) tcase_add_loop_test(tcase, test, 0, (int)(sizeof(rows) / sizeof *(rows)))

int main(void)
{
    Suite *suite = suite_create("audit/log");
    TCase *tcase = tcase_create("log");
    SRunner *runner;
    int n_failed;

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, a_new_file_is_for_its_owner_alone);
    tcase_add_test(tcase, the_numbers_go_on_from_the_last_record);
    LOOP(a_torn_line_is_closed_and_not_counted, tail_rows);
    tcase_add_test(tcase, the_last_record_is_found_behind_long_rubbish);
    LOOP(what_is_no_safe_regular_file_is_refused, refused_rows);
    tcase_add_test(tcase, reopening_writes_to_a_new_file_and_counts_on);
    tcase_add_test(tcase, a_failed_reopening_keeps_the_old_file);
    tcase_add_test(tcase, a_record_that_does_not_fit_is_an_error_and_its_line_is_closed_later);
    tcase_add_test(tcase, threads_write_whole_lines_in_order);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
