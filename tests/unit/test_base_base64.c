#include <string.h>

#include "base_fixture.h"
#include "qw/base64.h"

START_TEST(canonical_text_is_decoded)
{
    static const struct {
        const char *text;
        const char *bytes;
        size_t len;
    } rows[] = {
        {"", "", 0},
        {"Zg==", "f", 1},
        {"Zm8=", "fo", 2},
        {"Zm9v", "foo", 3},
        {"Zm9vYg==", "foob", 4},
        {"Zm9vYmE=", "fooba", 5},
        {"Zm9vYmFy", "foobar", 6},
        {"AAAA", "\0\0\0", 3},
        {"+/+/", "\xfb\xff\xbf", 3},
        {"////", "\xff\xff\xff", 3},
        {"/w==", "\xff", 1},
        {"//8=", "\xff\xff", 2},
    };
    TEST_ARENA(arena);

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char *bytes = NULL;
        size_t len = 99;

        ck_assert_int_eq(qw_base64_decode(arena, rows[i].text, strlen(rows[i].text), &bytes, &len),
                         QW_OK);
        ck_assert_uint_eq(len, rows[i].len);
        ck_assert_mem_eq(bytes, rows[i].bytes, rows[i].len + 1);
    }
}
END_TEST

START_TEST(everything_else_is_refused_and_nothing_written)
{
    static const char *const rows[] = {
        "Z",        "Zg",       "Zg=",
        "Zg===",    "Zm8",      "=",
        "==",       "===",      "====",
        "A===",     "Zg==Zg==", "Zg==\n",
        "Zm9v\n",   " Zm9v",    "Zm 9v",
        "Zm\n9",    "Zm9-",     "Zm9_",
        "Zh==",     "Zm9=",     "Zm8=Zm9v",
        "Zm=v",     "Z=9v",     "=m9v",
        "Z=g=",     "Zm9v\xC3", "\xFF\xFF\xFF\xFF",
        "Zm9vZg=a", "Zm9vZ===", "Zm9v====",
        "Zg=\x01",  "/x==",     "//9=",
    };
    TEST_ARENA(arena);

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char *bytes = NULL;
        size_t len = 99;

        ck_assert_msg(qw_base64_decode(arena, rows[i], strlen(rows[i]), &bytes, &len) ==
                          QW_ERR_BASE64,
                      "%s was decoded", rows[i]);
        ck_assert_ptr_null(bytes);
        ck_assert_uint_eq(len, 99);
    }
}
END_TEST

START_TEST(a_nul_is_no_digit)
{
    TEST_ARENA(arena);
    char *bytes = NULL;
    size_t len = 0;

    ck_assert_int_eq(qw_base64_decode(arena, "Zm\0v", 4, &bytes, &len), QW_ERR_BASE64);
}
END_TEST

START_TEST(each_byte_value_is_a_digit_or_not)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    TEST_ARENA(arena);

    for (int value = 0; value < 256; value++) {
        char text[4] = {'A', 'A', 'A', (char)value};
        char *bytes = NULL;
        size_t len = 0;
        const char *digit = value != 0 ? strchr(digits, value) : NULL;
        enum qw_err err = qw_base64_decode(arena, text, sizeof text, &bytes, &len);

        if (digit == NULL && value != '=') {
            ck_assert_int_eq(err, QW_ERR_BASE64);
            continue;
        }
        ck_assert_int_eq(err, QW_OK);
        if (digit != NULL)
            ck_assert_int_eq(bytes[2], digit - digits);
    }
}
END_TEST

START_TEST(shortage_of_memory_is_told)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(3);
    char *bytes = NULL;
    size_t len = 0;

    ck_assert_int_eq(qw_base64_decode(arena, "Zm9v", 4, &bytes, &len), QW_ERR_NO_MEMORY);
    ck_assert_int_eq(qw_base64_decode(arena, "Zm8=", 4, &bytes, &len), QW_OK);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        canonical_text_is_decoded,  everything_else_is_refused_and_nothing_written,
        a_nul_is_no_digit,          each_byte_value_is_a_digit_or_not,
        shortage_of_memory_is_told,
    };

    return base_run("base/base64", tests, N_ROWS(tests));
}
