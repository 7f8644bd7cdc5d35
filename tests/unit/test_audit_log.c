#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
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
    ck_assert_int_eq(qw_audit_write(audit, &fixture.record, NULL), QW_OK);
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
    const char *added; /* up to the number of the record that follows */
} tail_rows[] = {
    {"", "{\"v\":1,\"seq\":1,"},
    {"{\"v\":1,\"seq\":41,\"x\":1}\n", "{\"v\":1,\"seq\":42,"},
    {"{\"v\":1,\"seq\":41,\"x\":1}\n{\"v\":1,\"seq\":42,\"ti", " (torn)\n{\"v\":1,\"seq\":43,"},
    {"{\"v\":1,\"seq\":41,\"x\":1}\n{\"v\":1,\"seq\":42,\"ti (torn)\n", "{\"v\":1,\"seq\":43,"},
    {"{\"v\":1,\"seq\":41,\"x\":1}\n{\"v\":1,\"seq\":4", " (torn)\n{\"v\":1,\"seq\":42,"},
    {"{\"v\":1,\"seq\":41,\"x\":1}", " (torn)\n{\"v\":1,\"seq\":42,"},
    {"not a record", " (torn)\n{\"v\":1,\"seq\":1,"},
    {"\n\n\n", "{\"v\":1,\"seq\":1,"},
    {"{\"v\":1,\"seq\":,\"x\":1}\n", "{\"v\":1,\"seq\":1,"},
    {"{\"v\":1,\"seq\":18446744073709551616,\"x\":1}\n", "{\"v\":1,\"seq\":1,"},
    {"{\"v\":1,\"seq\":9}\n{\"v\":1,\"seq\":5,\"x\":1}\n", "{\"v\":1,\"seq\":6,"},
};

START_TEST(a_torn_line_is_made_no_record_and_uses_its_number_up)
{
    size_t len = strlen(tail_rows[_i].text);
    struct qw_audit *audit;
    char *text;

    write_file(path, tail_rows[_i].text, len);
    audit = opened();
    write_record(audit);
    qw_audit_close(audit);
    text = read_file(path);
    ck_assert_int_eq(strncmp(text, tail_rows[_i].text, len), 0);
    ck_assert_msg(strncmp(text + len, tail_rows[_i].added, strlen(tail_rows[_i].added)) == 0, "%s",
                  text);
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
    ck_assert_uint_eq(occurrences(path, "x (torn)\n{\"v\":1,\"seq\":78,"), 1);
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

/* Writes a record while the file may grow by ROOM bytes alone, and gives the error's text. */
static struct qw_diag write_with_room(struct qw_audit *audit, off_t room)
{
    struct qw_diag diag = {0};
    struct stat status;
    enum qw_err err;
    bool was_limited;

    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(stat(path, &status), 0);
    was_limited = limit_file_size((rlim_t)(status.st_size + room));
    err = qw_audit_write(audit, &fixture.record, &diag);
    ck_assert(limit_file_size(RLIM_INFINITY) && was_limited);
    ck_assert_int_eq(diag.err, err);
    return diag;
}

/* The record of the fixture has one length while its number has one digit. */
static off_t record_len(void)
{
    struct stat status;
    struct qw_audit *audit = opened();

    write_record(audit);
    qw_audit_close(audit);
    ck_assert_int_eq(stat(path, &status), 0);
    return status.st_size;
}

static const struct {
    off_t lacking; /* bytes of the record that find no room; 0: as many as it has, but 20 */
    enum qw_err err;
} room_rows[] = {{0, QW_ERR_IO}, {2, QW_ERR_IO}, {1, QW_ERR_IO}, {-1, QW_OK}};

START_TEST(a_record_that_does_not_fit_leaves_nothing)
{
    off_t len = record_len();
    struct qw_audit *audit = opened();
    bool fits = room_rows[_i].err == QW_OK;
    struct qw_diag diag;

    for (size_t i = 0; i < 2; i++) {
        diag =
            write_with_room(audit, room_rows[_i].lacking == 0 ? 20 : len - room_rows[_i].lacking);
        ck_assert_int_eq(diag.err, room_rows[_i].err);
        ck_assert_str_eq(diag.text, fits ? "" : "File too large");
    }
    write_record(audit);
    qw_audit_close(audit);
    ck_assert_uint_eq(occurrences(path, "\n"), fits ? 4 : 2);
    ck_assert_uint_eq(occurrences(path, "(torn)"), 0);
    ck_assert_uint_eq(occurrences(path, fits ? "\n{\"v\":1,\"seq\":4," : "\n{\"v\":1,\"seq\":2,"),
                      1);
}
END_TEST

/* The file may only grow: what chattr +a, or another writer, makes of it. */
static bool may_not_shrink;

int __real_ftruncate(int fd, off_t len);
int __wrap_ftruncate(int fd, off_t len);

int __wrap_ftruncate(int fd, off_t len)
{
    if (!may_not_shrink)
        return __real_ftruncate(fd, len);
    errno = EPERM;
    return -1;
}

START_TEST(a_record_that_cannot_be_taken_back_is_no_record)
{
    struct qw_audit *audit;
    off_t len;

    fixture.verdict.decision = QW_ALLOW;
    fixture.verdict.cause = QW_CAUSE_NONE;
    len = record_len();
    audit = opened();
    may_not_shrink = true;
    /* All but the newline: else it would read as a request that was allowed. */
    ck_assert_int_eq(write_with_room(audit, len - 1).err, QW_ERR_IO);
    write_record(audit);
    qw_audit_close(audit);
    ck_assert_uint_eq(occurrences(path, "\n"), 3);
    ck_assert_uint_eq(occurrences(path, "} (torn)\n{\"v\":1,\"seq\":3,"), 1);
}
END_TEST

START_TEST(a_torn_line_is_closed_when_its_file_is_left)
{
    struct qw_audit *audit = opened();
    char moved[sizeof path];

    may_not_shrink = true;
    memcpy(moved, path_in(folder, "audit.jsonl.1"), sizeof moved);
    ck_assert_int_eq(write_with_room(audit, 40).err, QW_ERR_IO);
    ck_assert_int_eq(rename(path, moved), 0);
    ck_assert_int_eq(qw_audit_reopen(audit, NULL), QW_OK);
    write_record(audit);
    qw_audit_close(audit);
    ck_assert_uint_eq(occurrences(moved, " (torn)\n"), 1);
    ck_assert_uint_eq(occurrences(path, "{\"v\":1,\"seq\":2,"), 1);
    ck_assert_uint_eq(occurrences(path, "(torn)"), 0);
}
END_TEST

enum { N_THREADS = 4, N_RECORDS = 3000 };

static atomic_int n_writing;

static void *write_many(void *audit)
{
    size_t n_failed = 0;

    for (int i = 0; i < N_RECORDS; i++)
        n_failed += qw_audit_write(audit, &fixture.record, NULL) != QW_OK;
    n_writing--;
    return n_failed == 0 ? NULL : audit;
}

static void start_writing(struct qw_audit *audit, pthread_t *threads)
{
    n_writing = N_THREADS;
    for (size_t i = 0; i < N_THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, write_many, audit), 0);
}

static void join_writing(const pthread_t *threads)
{
    for (size_t i = 0; i < N_THREADS; i++) {
        void *failed = NULL;

        ck_assert_int_eq(pthread_join(threads[i], &failed), 0);
        ck_assert_ptr_null(failed);
    }
}

/* Every line of the file at AT is a whole record; gives the number of the last one. */
static int assert_whole_lines(const char *at, int seq)
{
    FILE *file = fopen(at, "r");
    char *line = NULL;
    size_t cap = 0;
    char expected[64];

    ck_assert_ptr_nonnull(file);
    while (getline(&line, &cap, file) > 0) {
        int len = snprintf(expected, sizeof expected, "{\"v\":1,\"seq\":%d,", ++seq);

        ck_assert_msg(strncmp(line, expected, (size_t)len) == 0, "%s instead of %s", line,
                      expected);
        ck_assert_ptr_nonnull(strstr(line, "}\n"));
    }
    free(line);
    fclose(file);
    return seq;
}

START_TEST(threads_write_whole_lines_in_order)
{
    struct qw_audit *audit = opened();
    pthread_t threads[N_THREADS];

    start_writing(audit, threads);
    join_writing(threads);
    qw_audit_close(audit);
    ck_assert_int_eq(assert_whole_lines(path, 0), N_THREADS * N_RECORDS);
}
END_TEST

START_TEST(reopening_amid_writers_tears_no_line)
{
    struct qw_audit *audit = opened();
    pthread_t threads[N_THREADS];
    char moved[sizeof path];

    memcpy(moved, path_in(folder, "audit.jsonl.1"), sizeof moved);
    start_writing(audit, threads);
    while (n_writing > N_THREADS / 2)
        ck_assert_int_eq(qw_audit_reopen(audit, NULL), QW_OK);
    ck_assert_int_eq(rename(path, moved), 0);
    do {
        ck_assert_int_eq(qw_audit_reopen(audit, NULL), QW_OK);
    } while (n_writing > 0);
    join_writing(threads);
    qw_audit_close(audit);
    ck_assert_int_eq(assert_whole_lines(path, assert_whole_lines(moved, 0)), N_THREADS * N_RECORDS);
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
    LOOP(a_torn_line_is_made_no_record_and_uses_its_number_up, tail_rows);
    tcase_add_test(tcase, the_last_record_is_found_behind_long_rubbish);
    LOOP(what_is_no_safe_regular_file_is_refused, refused_rows);
    tcase_add_test(tcase, reopening_writes_to_a_new_file_and_counts_on);
    tcase_add_test(tcase, a_failed_reopening_keeps_the_old_file);
    LOOP(a_record_that_does_not_fit_leaves_nothing, room_rows);
    tcase_add_test(tcase, a_record_that_cannot_be_taken_back_is_no_record);
    tcase_add_test(tcase, a_torn_line_is_closed_when_its_file_is_left);
    tcase_add_test(tcase, threads_write_whole_lines_in_order);
    tcase_add_test(tcase, reopening_amid_writers_tears_no_line);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
