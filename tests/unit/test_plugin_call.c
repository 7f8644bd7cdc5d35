/* The envelope of an AuthZReq (engine.md 1.3, 1.5). */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "qw/limits.h"
#include "qw/plugin.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static enum qw_err read_call(struct qw_arena *arena, const char *text, struct qw_call *ret_call,
                             struct qw_diag *diag)
{
    return qw_plugin_read_call(arena, (struct qw_bytes){text, strlen(text)}, ret_call, diag);
}

#define MINIMAL "\"RequestMethod\":\"GET\",\"RequestUri\":\"/_ping\""

START_TEST(a_whole_question_is_read)
{
    static const char envelope[] =
        "{\"User\":\"alice\",\"UserAuthNMethod\":\"TLS\",\"RequestMethod\":\"POST\","
        "\"RequestUri\":\"/v1.41/containers/create\",\"RequestBody\":\"e30=\","
        "\"RequestHeaders\":{\"Content-Length\":\"2\",\"Content-Type\":\"application/json\"},"
        "\"RequestPeerCertificates\":[\"LS0t\"],\"Unknown\":[1]}\n";
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_call call;

    ck_assert_int_eq(read_call(arena, envelope, &call, NULL), QW_OK);
    ck_assert_str_eq(call.user, "alice");
    ck_assert_str_eq(call.authn_method, "TLS");
    ck_assert_str_eq(call.method, "POST");
    ck_assert_str_eq(call.uri, "/v1.41/containers/create");
    ck_assert(call.has_body);
    ck_assert_uint_eq(call.body_len, 2);
    ck_assert_str_eq(call.body, "{}");
    ck_assert_uint_eq(call.n_headers, 2);
    ck_assert_str_eq(qw_call_header(&call, "content-length"), "2");
    ck_assert_str_eq(qw_call_header(&call, "Content-Type"), "application/json");
    ck_assert_ptr_null(qw_call_header(&call, "Content"));
    qw_arena_free(arena);
}
END_TEST

START_TEST(what_is_omitted_is_empty)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_call call;

    ck_assert_int_eq(read_call(arena, "{" MINIMAL "}", &call, NULL), QW_OK);
    ck_assert_str_eq(call.user, "");
    ck_assert_str_eq(call.authn_method, "");
    ck_assert(!call.has_body);
    ck_assert_str_eq(call.body, "");
    ck_assert_uint_eq(call.body_len, 0);
    ck_assert_uint_eq(call.n_headers, 0);
    ck_assert_ptr_null(qw_call_header(&call, "Content-Type"));
    qw_arena_free(arena);
}
END_TEST

static const struct {
    const char *envelope;
    enum qw_err err;
} rows[] = {
    {"{" MINIMAL ",\"User\":null,\"RequestHeaders\":null,\"RequestBody\":\"\"}", QW_OK},
    {"{" MINIMAL ",\"ResponseStatusCode\":200,\"ResponseBody\":\"e30=\","
     "\"ResponseHeaders\":{\"A\":\"b\"}}",
     QW_OK},
    {"{" MINIMAL ",\"RequestPeerCertificates\":[]}", QW_OK},
    {"{\"requestmethod\":\"GET\",\"REQUESTURI\":\"/\"}", QW_OK},
    {"", QW_ERR_ENVELOPE},
    {"null", QW_ERR_ENVELOPE},
    {"[]", QW_ERR_ENVELOPE},
    {"\"x\"", QW_ERR_ENVELOPE},
    {"{}", QW_ERR_ENVELOPE},
    {"{\"RequestMethod\":\"GET\"}", QW_ERR_ENVELOPE},
    {"{\"RequestUri\":\"/\"}", QW_ERR_ENVELOPE},
    {"{\"RequestMethod\":\"\",\"RequestUri\":\"/\"}", QW_ERR_ENVELOPE},
    {"{\"RequestMethod\":\"GET\",\"RequestUri\":\"\"}", QW_ERR_ENVELOPE},
    {"{\"RequestMethod\":null,\"RequestUri\":\"/\"}", QW_ERR_ENVELOPE},
    {"{\"RequestMethod\":7,\"RequestUri\":\"/\"}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"User\":1}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"UserAuthNMethod\":true}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"RequestBody\":{}}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"RequestHeaders\":[]}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"RequestHeaders\":\"x\"}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"RequestHeaders\":{\"A\":1}}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"RequestHeaders\":{\"A\":null}}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"RequestHeaders\":{\"Content-Type\":\"a\",\"content-type\":\"b\"}}",
     QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"RequestPeerCertificates\":{}}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"RequestPeerCertificates\":[1]}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"ResponseStatusCode\":\"200\"}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"ResponseStatusCode\":2.5}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"ResponseBody\":[]}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"ResponseHeaders\":{\"A\":{}}}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"user\":\"a\",\"User\":\"b\"}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"Reque\xC5\xBFtUri\":\"/x\"}", QW_ERR_ENVELOPE},
    {"{" MINIMAL ",\"RequestUri\":\"/x\"}", QW_ERR_AMBIGUOUS},
    {"{" MINIMAL ",\"RequestHeaders\":{\"A\":\"1\",\"A\":\"2\"}}", QW_ERR_AMBIGUOUS},
    {"{" MINIMAL, QW_ERR_SYNTAX},
    {"{" MINIMAL "} x", QW_ERR_SYNTAX},
    {"{" MINIMAL "}}", QW_ERR_SYNTAX},
    {"{" MINIMAL ",\"User\":\"a\\u0000b\"}", QW_ERR_AMBIGUOUS},
    {"x", QW_ERR_SYNTAX},
    {"{" MINIMAL ",\"RequestBody\":\"e30\"}", QW_ERR_BASE64},
    {"{" MINIMAL ",\"RequestBody\":\"e3 0=\"}", QW_ERR_BASE64},
    {"{" MINIMAL ",\"RequestBody\":\"!!!!\"}", QW_ERR_BASE64},
    {"{" MINIMAL ",\"RequestBody\":\"====\"}", QW_ERR_BASE64},
};

START_TEST(what_is_not_whole_is_refused)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_diag diag = {.err = QW_OK};
    struct qw_call call = {.user = "untouched"};

    enum qw_err err = read_call(arena, rows[_i].envelope, &call, &diag);
    ck_assert_msg(err == rows[_i].err, "%s: %s", rows[_i].envelope, qw_err_name(err));
    ck_assert_int_eq(diag.err, err);
    if (err != QW_OK) {
        ck_assert_uint_gt(strlen(diag.text), 0);
        ck_assert_str_eq(call.user, "untouched");
    }
    qw_arena_free(arena);
}
END_TEST

START_TEST(what_is_no_json_is_told_with_its_place)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_diag diag = {.err = QW_OK};
    struct qw_call call;

    ck_assert_int_eq(read_call(arena, "{\n\"User\" 1}", &call, &diag), QW_ERR_SYNTAX);
    ck_assert_str_eq(diag.text,
                     "the authorization request, at line 2, column 8: \"1\" stands where a colon "
                     "should\ntry again; if it stays so, ask your operator.");
    qw_arena_free(arena);
}
END_TEST

START_TEST(nothing_at_all_is_refused)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_call call;

    ck_assert_int_eq(qw_plugin_read_call(arena, (struct qw_bytes){NULL, 0}, &call, NULL),
                     QW_ERR_ENVELOPE);
    qw_arena_free(arena);
}
END_TEST

START_TEST(a_binary_body_keeps_its_length)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_call call;

    ck_assert_int_eq(read_call(arena, "{" MINIMAL ",\"RequestBody\":\"AAEA\"}", &call, NULL),
                     QW_OK);
    ck_assert_uint_eq(call.body_len, 3);
    ck_assert_mem_eq(call.body, "\0\1\0", 4);
    qw_arena_free(arena);
}
END_TEST

START_TEST(a_question_without_memory_is_refused)
{
    static const char envelope[] =
        "{" MINIMAL ",\"RequestBody\":\"e30=\",\"RequestHeaders\":{\"A\":\"b\"}}";
    bool has_passed = false;

    for (size_t max = 1; max < 65536 && !has_passed; max += 8) {
        struct qw_arena *arena = qw_arena_new(max);
        struct qw_call call;

        if (arena == NULL)
            continue;
        enum qw_err err = read_call(arena, envelope, &call, NULL);
        ck_assert(err == QW_OK || err == QW_ERR_NO_MEMORY || err == QW_ERR_TOO_LARGE);
        has_passed = err == QW_OK;
        qw_arena_free(arena);
    }
    ck_assert(has_passed);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plugin/call");
    TCase *tests = tcase_create("call");

    tcase_add_test(tests, a_whole_question_is_read);
    tcase_add_test(tests, what_is_omitted_is_empty);
    tcase_add_loop_test(tests, what_is_not_whole_is_refused, 0, (int)COUNT_OF(rows));
    tcase_add_test(tests, what_is_no_json_is_told_with_its_place);
    tcase_add_test(tests, nothing_at_all_is_refused);
    tcase_add_test(tests, a_binary_body_keeps_its_length);
    tcase_add_test(tests, a_question_without_memory_is_refused);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
