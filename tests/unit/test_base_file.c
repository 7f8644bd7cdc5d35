#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base_fixture.h"
#include "qw/file.h"

enum { MAX = 70000, PATH_SIZE = 64 };

static char folder[PATH_SIZE];

static void make_folder(void)
{
    (void)snprintf(folder, sizeof folder, "/tmp/qw-test-file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

/* The path of a new file with LEN bytes; the caller's RET_PATH has PATH_SIZE + 16. */
static void make_file(const char *name, size_t len, mode_t mode, char *ret_path)
{
    (void)snprintf(ret_path, PATH_SIZE + 16, "%s/%s", folder, name);

    FILE *file = fopen(ret_path, "we");

    ck_assert_ptr_nonnull(file);
    for (size_t i = 0; i < len; i++)
        (void)fputc('a' + (int)(i % 26), file);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(ret_path, mode), 0);
}

static bool is_content(struct qw_bytes bytes)
{
    for (size_t at = 0; at < bytes.len; at++) {
        if (bytes.data[at] != 'a' + (int)(at % 26))
            return false;
    }
    return bytes.data[bytes.len] == '\0';
}

static enum qw_err read_path(struct qw_arena *arena, const char *path, enum qw_file_check check,
                             struct qw_bytes *ret_bytes)
{
    struct qw_diag diag = {.err = QW_OK};
    enum qw_err err =
        qw_file_read(arena, &(struct qw_file_request){.path = path, .check = check, .max = MAX},
                     ret_bytes, &diag);

    ck_assert_int_eq(diag.err, err);
    ck_assert_int_eq(diag.text[0] != '\0', err != QW_OK);
    return err;
}

START_TEST(a_file_is_read_up_to_the_limit)
{
    static const struct {
        size_t len;
        enum qw_err err;
    } rows[] = {
        {0, QW_OK},       {1, QW_OK},   {16 * 1024, QW_OK},          {16 * 1024 + 1, QW_OK},
        {MAX - 1, QW_OK}, {MAX, QW_OK}, {MAX + 1, QW_ERR_TOO_LARGE}, {2 * MAX, QW_ERR_TOO_LARGE},
    };
    char path[PATH_SIZE + 16];

    make_folder();
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        TEST_ARENA(arena);
        struct qw_bytes bytes = {NULL, 99};

        make_file("file", rows[i].len, 0644, path);
        ck_assert_int_eq(read_path(arena, path, QW_FILE_ANY, &bytes), rows[i].err);
        if (rows[i].err != QW_OK) {
            ck_assert_uint_eq(bytes.len, 99);
            continue;
        }
        ck_assert_uint_eq(bytes.len, rows[i].len);
        ck_assert(is_content(bytes));
    }
    unlink(path);
    rmdir(folder);
}
END_TEST

START_TEST(others_may_not_change_a_file_that_must_be_safe)
{
    static const struct {
        mode_t mode;
        uid_t owner;
        enum qw_err err;
    } rows[] = {
        {0600, 0, QW_OK},
        {0644, 0, QW_OK},
        {0664, 0, QW_ERR_UNSAFE_FILE},
        {0646, 0, QW_ERR_UNSAFE_FILE},
        {0602, 0, QW_ERR_UNSAFE_FILE},
        {0600, 12345, QW_ERR_UNSAFE_FILE},
    };
    TEST_ARENA(arena);
    char path[PATH_SIZE + 16];

    make_folder();
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct qw_bytes bytes = {NULL, 0};

        make_file("file", 3, rows[i].mode, path);
        /* Only root can give a file away. */
        if (rows[i].owner != 0 && chown(path, rows[i].owner, (gid_t)-1) != 0)
            continue;
        ck_assert_int_eq(read_path(arena, path, QW_FILE_REQUIRE_SAFE, &bytes), rows[i].err);
        ck_assert_int_eq(read_path(arena, path, QW_FILE_ANY, &bytes), QW_OK);
        unlink(path);
    }
    rmdir(folder);
}
END_TEST

START_TEST(only_regular_files_are_read)
{
    TEST_ARENA(arena);
    struct qw_bytes bytes = {NULL, 0};
    char path[PATH_SIZE + 16];

    make_folder();
    (void)snprintf(path, sizeof path, "%s/fifo", folder);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    ck_assert_int_eq(read_path(arena, path, QW_FILE_ANY, &bytes), QW_ERR_IO);
    unlink(path);
    ck_assert_int_eq(read_path(arena, folder, QW_FILE_ANY, &bytes), QW_ERR_IO);
    ck_assert_int_eq(read_path(arena, "/dev/zero", QW_FILE_ANY, &bytes), QW_ERR_IO);
    rmdir(folder);
}
END_TEST

START_TEST(an_absent_file_is_told_from_an_unreadable_one)
{
    TEST_ARENA(arena);
    struct qw_bytes bytes = {NULL, 0};
    struct qw_diag diag = {.err = QW_OK};
    char path[PATH_SIZE + 16];
    char below[PATH_SIZE + 32];

    make_folder();
    make_file("file", 1, 0600, path);
    (void)snprintf(below, sizeof below, "%s/none", path);
    ck_assert_int_eq(read_path(arena, below, QW_FILE_ANY, &bytes), QW_ERR_NOT_FOUND);
    unlink(path);
    ck_assert_int_eq(read_path(arena, path, QW_FILE_ANY, &bytes), QW_ERR_NOT_FOUND);
    ck_assert_int_eq(symlink(path, path), 0);
    ck_assert_int_eq(read_path(arena, path, QW_FILE_ANY, &bytes), QW_ERR_IO);
    unlink(path);
    rmdir(folder);

    ck_assert_int_eq(qw_file_read(arena,
                                  &(struct qw_file_request){.path = "/nowhere\n/x", .max = 1},
                                  &bytes, &diag),
                     QW_ERR_NOT_FOUND);
    ck_assert_str_eq(diag.text, "\"/nowhere\\x0a/x\": No such file or directory");
}
END_TEST

START_TEST(a_pipe_is_read_until_it_ends)
{
    TEST_ARENA(arena);
    struct qw_bytes bytes = {NULL, 0};
    struct qw_diag diag = {.err = QW_OK};
    int ends[2];

    ck_assert_int_eq(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    ck_assert_int_eq(write(ends[1], "{}\n", 3), 3);
    close(ends[1]);
    ck_assert_int_eq(qw_file_read_fd(arena, ends[0], 3, &bytes, &diag), QW_OK);
    ck_assert_uint_eq(bytes.len, 3);
    ck_assert_str_eq(bytes.data, "{}\n");
    ck_assert_int_eq(fcntl(ends[0], F_GETFD) >= 0, true);
    close(ends[0]);
}
END_TEST

START_TEST(a_pipe_without_end_stops_at_the_limit)
{
    TEST_ARENA(arena);
    struct qw_bytes bytes = {NULL, 0};
    struct qw_diag diag = {.err = QW_OK};
    int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);

    ck_assert_int_ge(zero, 0);
    ck_assert_int_eq(qw_file_read_fd(arena, zero, MAX, &bytes, &diag), QW_ERR_TOO_LARGE);
    ck_assert_str_eq(diag.text, "more than 70000 bytes");
    close(zero);
}
END_TEST

START_TEST(a_closed_descriptor_is_an_error)
{
    TEST_ARENA(arena);
    struct qw_bytes bytes = {NULL, 0};
    struct qw_diag diag = {.err = QW_OK};

    ck_assert_int_eq(qw_file_read_fd(arena, -1, MAX, &bytes, &diag), QW_ERR_IO);
    ck_assert_str_eq(diag.text, "cannot be read: Bad file descriptor");
}
END_TEST

START_TEST(a_file_that_fits_the_limit_but_not_the_arena_is_no_memory)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(100);
    struct qw_bytes bytes = {NULL, 0};
    char path[PATH_SIZE + 16];

    make_folder();
    make_file("file", 100, 0600, path);
    ck_assert_int_eq(read_path(arena, path, QW_FILE_ANY, &bytes), QW_ERR_NO_MEMORY);
    make_file("file", 99, 0600, path);
    ck_assert_int_eq(read_path(arena, path, QW_FILE_ANY, &bytes), QW_OK);
    unlink(path);
    rmdir(folder);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_file_is_read_up_to_the_limit,  others_may_not_change_a_file_that_must_be_safe,
        only_regular_files_are_read,     an_absent_file_is_told_from_an_unreadable_one,
        a_pipe_is_read_until_it_ends,    a_pipe_without_end_stops_at_the_limit,
        a_closed_descriptor_is_an_error, a_file_that_fits_the_limit_but_not_the_arena_is_no_memory,
    };

    return base_run("base/file", tests, N_ROWS(tests));
}
