#include "resolve_fixture.h"

enum { BLOCK = 512, ROOM = 8 * BLOCK };

struct tar {
    char bytes[ROOM];
    size_t len;
};

static void add(struct tar *tar, const char *name, char type, const char *content)
{
    char *header = tar->bytes + tar->len;
    unsigned sum = 0;

    memset(header, 0, BLOCK);
    snprintf(header, 100, "%s", name);
    snprintf(header + 124, 12, "%011o", (unsigned)strlen(content) & 0xfffU);
    memset(header + 148, ' ', 8);
    header[156] = type;
    memcpy(header + 257, "ustar\00000", 8);
    for (int i = 0; i < BLOCK; i++)
        sum += (unsigned char)header[i];
    snprintf(header + 148, 8, "%06o", sum);
    memcpy(header + BLOCK, content, strlen(content));
    tar->len += BLOCK + (strlen(content) + BLOCK - 1) / BLOCK * BLOCK;
}

/* Gives the last entry the text of a link, and its sum anew. */
static void set_link(struct tar *tar, const char *text)
{
    char *header = tar->bytes + tar->len - BLOCK;
    unsigned sum = 0;

    memcpy(header + 157, text, strlen(text));
    memset(header + 148, ' ', 8);
    for (int i = 0; i < BLOCK; i++)
        sum += (unsigned char)header[i];
    snprintf(header + 148, 8, "%06o", sum);
}

static enum qw_err read_tar(const struct tar *tar, size_t len, struct qw_bytes *file)
{
    struct qw_diag diag = {.err = QW_OK};
    enum qw_err err = resolve_read_tar((struct qw_bytes){tar->bytes, len}, "passwd", file, &diag);

    ck_assert_int_eq(diag.err, err);
    return err;
}

START_TEST(one_regular_file_is_read)
{
    struct tar tar = {.len = 0};
    struct qw_bytes file;

    add(&tar, "pax", 'x', "30 mtime=1700000000.123456789\n");
    add(&tar, "passwd", '0', "app:x:1:1\n");
    ck_assert_int_eq(read_tar(&tar, tar.len, &file), QW_OK);
    ck_assert_uint_eq(file.len, 10);
    ck_assert_int_eq(read_tar(&tar, tar.len + 2 * (size_t)BLOCK, &file), QW_OK);
    for (size_t len = 0; len < tar.len; len += 64)
        ck_assert_int_eq(read_tar(&tar, len, &file), QW_ERR_ENGINE);
}
END_TEST

static const struct {
    const char *name;
    char type;
    const char *pax; /* NULL: none */
} refused[] = {
    {"passwd", '2', NULL},
    {"passwd", '1', NULL},
    {"passwd", '3', NULL},
    {"passwd", '5', NULL},
    {"passwd", '6', NULL},
    {"passwd", 'L', NULL},
    {"passwd", 'x', NULL},
    {"group", '0', NULL},
    {"etc/passwd", '0', NULL},
    {"passwd", '0', "14 size=10000\n"},
    {"passwd", '0', "15 path=passwd\n"},
};

START_TEST(everything_else_is_refused)
{
    struct tar tar = {.len = 0};
    struct qw_bytes file;

    if (refused[_i].pax != NULL)
        add(&tar, "pax", 'x', refused[_i].pax);
    add(&tar, refused[_i].name, refused[_i].type, "app:x:1:1\n");
    ck_assert_int_eq(read_tar(&tar, tar.len, &file), QW_ERR_ENGINE);
}
END_TEST

START_TEST(a_second_file_and_a_wrong_sum_are_refused)
{
    struct tar tar = {.len = 0};
    struct qw_bytes file;

    add(&tar, "passwd", '0', "app:x:1:1\n");
    tar.bytes[0] ^= 1;
    ck_assert_int_eq(read_tar(&tar, tar.len, &file), QW_ERR_ENGINE);
    tar.bytes[0] ^= 1;
    add(&tar, "passwd", '0', "app:x:0:0\n");
    ck_assert_int_eq(read_tar(&tar, tar.len, &file), QW_ERR_ENGINE);
}
END_TEST

START_TEST(the_text_of_a_link_is_read)
{
    static const struct {
        char type;
        size_t len;
        enum qw_err err;
    } rows[] = {
        {'2', 1, QW_OK},         {'2', 99, QW_OK},        {'2', 100, QW_ERR_ENGINE},
        {'2', 0, QW_ERR_ENGINE}, {'1', 4, QW_ERR_ENGINE}, {'0', 4, QW_ERR_ENGINE},
        {'5', 4, QW_ERR_ENGINE},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tar tar = {.len = 0};
        char text[101] = "";
        struct qw_bytes read;
        struct qw_diag diag = {.err = QW_OK};

        memset(text, 'x', rows[i].len);
        add(&tar, "led", rows[i].type, "");
        set_link(&tar, text);
        ck_assert_int_eq(
            resolve_read_tar_link((struct qw_bytes){tar.bytes, tar.len}, "led", &read, &diag),
            rows[i].err);
        if (rows[i].err == QW_OK)
            ck_assert_uint_eq(read.len, rows[i].len);
    }
}
END_TEST

START_TEST(a_link_with_a_content_or_a_long_text_is_refused)
{
    struct tar tar = {.len = 0};
    struct qw_bytes read;
    struct qw_diag diag = {.err = QW_OK};

    add(&tar, "led", '2', "content");
    ck_assert_int_eq(
        resolve_read_tar_link((struct qw_bytes){tar.bytes, tar.len}, "led", &read, &diag),
        QW_ERR_ENGINE);
    tar.len = 0;
    add(&tar, "pax", 'x', "18 linkpath=/dev/x\n");
    add(&tar, "led", '2', "");
    set_link(&tar, "/data");
    ck_assert_int_eq(
        resolve_read_tar_link((struct qw_bytes){tar.bytes, tar.len}, "led", &read, &diag),
        QW_ERR_ENGINE);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("tar");

    tcase_add_test(tests, one_regular_file_is_read);
    tcase_add_loop_test(tests, everything_else_is_refused, 0, (int)COUNT_OF(refused));
    tcase_add_test(tests, a_second_file_and_a_wrong_sum_are_refused);
    tcase_add_test(tests, the_text_of_a_link_is_read);
    tcase_add_test(tests, a_link_with_a_content_or_a_long_text_is_refused);
    return run_case("resolve/tar", tests);
}
