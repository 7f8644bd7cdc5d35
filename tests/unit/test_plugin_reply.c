/* Answers: no text from outside can form a key (engine.md 1.3). */
#include <check.h>
#include <string.h>

#include "qw/json.h"
#include "qw/plugin.h"

static const struct {
    const char *message;
    const char *reply;
} rows[] = {
    {"no", "{\"Allow\":false,\"Msg\":\"no\"}"},
    {"", "{\"Allow\":false,\"Msg\":\"\"}"},
    {NULL, "{\"Allow\":false,\"Msg\":\"\"}"},
    {"x\",\"allow\":true,\"y\":\"",
     "{\"Allow\":false,\"Msg\":\"x\\\",\\\"allow\\\":true,\\\"y\\\":\\\"\"}"},
};

START_TEST(a_denial_is_a_fixed_string_around_its_message)
{
    struct qw_buffer buffer = QW_BUFFER(4096);

    qw_plugin_add_denial(&buffer, rows[_i].message);
    ck_assert_int_eq(buffer.err, QW_OK);
    ck_assert_str_eq(buffer.data, rows[_i].reply);
    qw_buffer_done(&buffer);
}
END_TEST

START_TEST(whatever_the_message_a_denial_reads_as_one)
{
    static const char hostile[] = "\\\"}\n{\"Allow\":true}\x01\xff\xE2\x80\xA8<>&";
    struct qw_arena *arena = qw_arena_new(65536);
    struct qw_buffer buffer = QW_BUFFER(4096);
    struct qw_json *root = NULL;

    qw_plugin_add_denial(&buffer, hostile);
    ck_assert_int_eq(qw_json_parse(arena, buffer.data, buffer.len, &root, NULL), QW_OK);
    ck_assert_uint_eq(qw_json_count(root), 2);
    ck_assert_int_eq(qw_json_type(qw_json_get(root, "Allow")), QW_JSON_BOOL);
    ck_assert(!qw_json_is_true(qw_json_get(root, "Allow")));
    qw_buffer_done(&buffer);
    qw_arena_free(arena);
}
END_TEST

START_TEST(fixed_answers_say_what_they_must)
{
    ck_assert_str_eq(QW_PLUGIN_REPLY_ACTIVATE, "{\"Implements\":[\"authz\"]}");
    ck_assert_str_eq(QW_PLUGIN_REPLY_ALLOW, "{\"Allow\":true}");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plugin/reply");
    TCase *tests = tcase_create("reply");

    tcase_add_loop_test(tests, a_denial_is_a_fixed_string_around_its_message, 0,
                        (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(tests, whatever_the_message_a_denial_reads_as_one);
    tcase_add_test(tests, fixed_answers_say_what_they_must);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
