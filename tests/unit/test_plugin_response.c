/* The envelope of an AuthZRes (engine.md 1.6). */
#include <check.h>
#include <string.h>

#include "qw/limits.h"
#include "qw/plugin.h"
#include "suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static enum qw_err read_response(struct qw_arena *arena, const char *text,
                                 struct qw_response *ret_response)
{
    return qw_plugin_read_response(arena, (struct qw_bytes){text, strlen(text)}, ret_response);
}

START_TEST(a_whole_response_is_read)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_response response;

    ck_assert_int_eq(
        read_response(arena,
                      "{\"User\":\"alice\",\"RequestMethod\":\"POST\",\"RequestUri\":\"/x\","
                      "\"RequestBody\":\"W10=\",\"ResponseStatusCode\":201,\"ResponseBody\":\"e30="
                      "\",\"Other\":[]}\n",
                      &response),
        QW_OK);
    ck_assert_str_eq(response.user, "alice");
    ck_assert_str_eq(response.method, "POST");
    ck_assert_str_eq(response.uri, "/x");
    ck_assert_int_eq(response.status, 201);
    ck_assert_uint_eq(response.body_len, 2);
    ck_assert_str_eq(response.body, "{}");
    ck_assert_uint_eq(response.request_body.len, 2);
    ck_assert_str_eq(response.request_body.data, "[]");
    qw_arena_free(arena);
}
END_TEST

START_TEST(what_is_not_told_is_empty)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_response response;

    ck_assert_int_eq(read_response(arena, "{}", &response), QW_OK);
    ck_assert_str_eq(response.user, "");
    ck_assert_str_eq(response.method, "");
    ck_assert_str_eq(response.uri, "");
    ck_assert_int_eq(response.status, 0);
    ck_assert_str_eq(response.body, "");
    ck_assert_uint_eq(response.request_body.len, 0);
    ck_assert_str_eq(response.request_body.data, "");
    qw_arena_free(arena);
}
END_TEST

static const struct {
    const char *envelope;
    enum qw_err err;
} refused[] = {
    {"", QW_ERR_ENVELOPE},
    {"[]", QW_ERR_ENVELOPE},
    {"{", QW_ERR_ENVELOPE},
    {"{\"User\":1}", QW_ERR_ENVELOPE},
    {"{\"RequestMethod\":1}", QW_ERR_ENVELOPE},
    {"{\"RequestUri\":1}", QW_ERR_ENVELOPE},
    {"{\"ResponseBody\":{}}", QW_ERR_ENVELOPE},
    {"{\"User\":\"a\",\"user\":\"b\"}", QW_ERR_ENVELOPE},
    {"{\"ResponseBody\":\"e30\"}", QW_ERR_BASE64},
};

START_TEST(what_is_no_response_is_refused)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_response response;

    ck_assert_int_eq(read_response(arena, refused[_i].envelope, &response), refused[_i].err);
    qw_arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("response");

    tcase_add_test(tests, a_whole_response_is_read);
    tcase_add_test(tests, what_is_not_told_is_empty);
    tcase_add_loop_test(tests, what_is_no_response_is_refused, 0, (int)COUNT_OF(refused));
    return run_case("plugin/response", tests);
}
