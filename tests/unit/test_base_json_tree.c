#include <string.h>

#include "base_fixture.h"
#include "qw/json.h"
#include "qw/limits.h"

enum { ENOUGH = 1 << 20 };

static struct qw_json *tree(struct qw_arena *arena, const char *text)
{
    struct qw_json *root = NULL;

    ck_assert_msg(qw_json_parse(arena, text, strlen(text), &root, NULL) == QW_OK, "%s", text);
    return root;
}

static void assert_written(const struct qw_json *node, const char *expected)
{
    QW_CLEANUP(qw_buffer_done) struct qw_buffer buffer = {.max = ENOUGH};

    qw_json_write(&buffer, node);
    ck_assert_str_eq(buffer.data, expected);
}

static void assert_path(const struct qw_json *node, const char *expected)
{
    QW_CLEANUP(qw_buffer_done) struct qw_buffer buffer = {.max = ENOUGH};

    qw_buffer_add_text(&buffer, ">");
    qw_json_add_path(&buffer, node);
    ck_assert_str_eq(buffer.data + 1, expected);
}

START_TEST(a_getter_of_another_type_tells_nothing)
{
    static const struct {
        const char *text;
        enum qw_json_type type;
        bool is_true, is_set;
        int64_t integer;
        const char *string;
        size_t count;
    } rows[] = {
        {"null", QW_JSON_NULL, false, false, 0, NULL, 0},
        {"true", QW_JSON_BOOL, true, true, 0, NULL, 0},
        {"false", QW_JSON_BOOL, false, false, 0, NULL, 0},
        {"1", QW_JSON_INTEGER, false, true, 1, NULL, 0},
        {"0", QW_JSON_INTEGER, false, false, 0, NULL, 0},
        {"-0", QW_JSON_INTEGER, false, false, 0, NULL, 0},
        {"-9223372036854775808", QW_JSON_INTEGER, false, true, INT64_MIN, NULL, 0},
        {"9223372036854775807", QW_JSON_INTEGER, false, true, INT64_MAX, NULL, 0},
        {"9223372036854775808", QW_JSON_NUMBER, false, true, 0, NULL, 0},
        {"-9223372036854775809", QW_JSON_NUMBER, false, true, 0, NULL, 0},
        {"99999999999999999999999", QW_JSON_NUMBER, false, true, 0, NULL, 0},
        {"1.0", QW_JSON_NUMBER, false, true, 0, NULL, 0},
        {"1e3", QW_JSON_NUMBER, false, true, 0, NULL, 0},
        {"0.0", QW_JSON_NUMBER, false, true, 0, NULL, 0},
        {"\"\"", QW_JSON_STRING, false, false, 0, "", 0},
        {"\"true\"", QW_JSON_STRING, false, true, 0, "true", 0},
        {"[]", QW_JSON_ARRAY, false, false, 0, NULL, 0},
        {"[null]", QW_JSON_ARRAY, false, true, 0, NULL, 1},
        {"{}", QW_JSON_OBJECT, false, false, 0, NULL, 0},
        {"{\"a\":null,\"b\":1}", QW_JSON_OBJECT, false, true, 0, NULL, 2},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        TEST_ARENA(arena);
        const struct qw_json *node = tree(arena, rows[i].text);

        ck_assert_msg(qw_json_type(node) == rows[i].type, "%s", rows[i].text);
        ck_assert_int_eq(qw_json_is_true(node), rows[i].is_true);
        ck_assert_int_eq(qw_json_is_set(node), rows[i].is_set);
        ck_assert_int_eq(qw_json_integer(node), rows[i].integer);
        ck_assert_pstr_eq(qw_json_string(node), rows[i].string);
        ck_assert_uint_eq(qw_json_string_len(node), rows[i].string ? strlen(rows[i].string) : 0);
        ck_assert_uint_eq(qw_json_count(node), rows[i].count);
        ck_assert_int_eq(qw_json_first(node) != NULL, rows[i].count > 0);
    }
}
END_TEST

START_TEST(an_absent_node_is_null_everywhere)
{
    ck_assert_int_eq(qw_json_type(NULL), QW_JSON_NULL);
    ck_assert(!qw_json_is_true(NULL));
    ck_assert(!qw_json_is_set(NULL));
    ck_assert_int_eq(qw_json_integer(NULL), 0);
    ck_assert_ptr_null(qw_json_string(NULL));
    ck_assert_uint_eq(qw_json_string_len(NULL), 0);
    ck_assert_uint_eq(qw_json_count(NULL), 0);
    ck_assert_ptr_null(qw_json_first(NULL));
    ck_assert_ptr_null(qw_json_next(NULL));
    ck_assert_ptr_null(qw_json_key(NULL));
    ck_assert_ptr_null(qw_json_get(NULL, "a"));
    ck_assert_ptr_null(qw_json_twin(NULL));
    qw_json_remove(NULL);
    assert_path(NULL, "");
    assert_written(NULL, "null");
}
END_TEST

START_TEST(keys_fold_as_go_folds_them)
{
    static const struct {
        const char *key;
        const char *name;
        bool folds;
    } rows[] = {
        {"Privileged", "Privileged", true},
        {"pRIVILEGED", "Privileged", true},
        {"Ho\xC5\xBFtConfig", "HostConfig", true},
        {"\xC5\xBF", "S", true},
        {"\xC5\xBF", "s", true},
        {"Networ\xE2\x84\xAAMode", "NetworkMode", true},
        {"\xE2\x84\xAA", "K", true},
        {"", "", true},
        {"", "a", false},
        {"Privilege", "Privileged", false},
        {"Privileged ", "Privileged", false},
        {"Host_Config", "HostConfig", false},
        {"Host-Config", "HostConfig", false},
        {"\xC4\xB1mage", "image", false}, /* U+0131, dotless i */
        {"\xC4\xB0mage", "Image", false}, /* U+0130, dotted I */
        {"\xC3\x9F", "ss", false},        /* U+00DF, sharp s */
        {"\xC5\xBE", "s", false},
        {"\xE2\x84\xAB", "k", false},
        {"`", "@", false},
        {"{", "[", false},
        {"\x01", "!", false},
    };
    TEST_ARENA(arena);

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct qw_json *object = qw_json_new_object(arena);

        ck_assert_msg(qw_json_key_folds_to(rows[i].key, rows[i].name) == rows[i].folds, "%s, %s",
                      rows[i].key, rows[i].name);
        ck_assert(qw_json_key_folds_to(rows[i].name, rows[i].key) == rows[i].folds);
        qw_json_set(object, rows[i].key, tree(arena, "true"));
        ck_assert(qw_json_is_true(qw_json_get(object, rows[i].name)) == rows[i].folds);
    }
}
END_TEST

START_TEST(the_exact_member_goes_before_the_folded)
{
    TEST_ARENA(arena);
    const struct qw_json *root = tree(arena, "{\"A\":1,\"a\":2,\"bB\":3,\"Bb\":4}");

    ck_assert_int_eq(qw_json_integer(qw_json_get(root, "a")), 2);
    ck_assert_int_eq(qw_json_integer(qw_json_get(root, "A")), 1);
    ck_assert_int_eq(qw_json_integer(qw_json_get(root, "bb")), 3);
    ck_assert_ptr_null(qw_json_get(root, "c"));
    ck_assert_ptr_null(qw_json_get(tree(arena, "[\"a\"]"), "a"));
    ck_assert_ptr_null(qw_json_get(tree(arena, "\"a\""), "a"));
}
END_TEST

START_TEST(members_keep_their_order)
{
    TEST_ARENA(arena);
    const struct qw_json *root = tree(arena, "{\"z\":0,\"a\":1,\"m\":2}");
    const char *const keys[] = {"z", "a", "m"};
    size_t n_seen = 0;

    for (const struct qw_json *at = qw_json_first(root); at != NULL; at = qw_json_next(at)) {
        ck_assert_str_eq(qw_json_key(at), keys[n_seen]);
        ck_assert_int_eq(qw_json_integer(at), (int64_t)n_seen);
        n_seen++;
    }
    ck_assert_uint_eq(n_seen, 3);
    ck_assert_ptr_null(qw_json_key(root));
    ck_assert_ptr_null(qw_json_key(qw_json_first(tree(arena, "[1]"))));
}
END_TEST

START_TEST(paths_are_as_people_write_them)
{
    TEST_ARENA(arena);
    struct qw_json *root = tree(
        arena, "{\"HostConfig\":{\"Binds\":[\"a\",[{\"Type\":1}]]},\"Labels\":{\"a b\":1,\"\":2,"
               "\"x.y\":3,\"q\\\"\\n\":4},\"bind-mounts\":5}");
    const struct qw_json *host = qw_json_get(root, "HostConfig");
    const struct qw_json *binds = qw_json_get(host, "Binds");
    const struct qw_json *second = qw_json_next(qw_json_first(binds));
    const struct qw_json *labels = qw_json_get(root, "Labels");

    assert_path(root, "");
    assert_path(host, "HostConfig");
    assert_path(binds, "HostConfig.Binds");
    assert_path(qw_json_first(binds), "HostConfig.Binds[0]");
    assert_path(qw_json_get(qw_json_first(second), "Type"), "HostConfig.Binds[1][0].Type");
    assert_path(qw_json_get(labels, "a b"), "Labels[\"a b\"]");
    assert_path(qw_json_get(labels, ""), "Labels[\"\"]");
    assert_path(qw_json_get(labels, "x.y"), "Labels[\"x.y\"]");
    assert_path(qw_json_get(labels, "q\"\n"), "Labels[\"q\\x22\\x0a\"]");
    assert_path(qw_json_get(root, "bind-mounts"), "bind-mounts");
    assert_path(qw_json_first(qw_json_first(tree(arena, "[{\"Id\":1}]"))), "[0].Id");
}
END_TEST

START_TEST(a_long_key_is_cut_in_a_path)
{
    TEST_ARENA(arena);
    struct qw_json *object = qw_json_new_object(arena);
    struct qw_json *value = tree(arena, "true");
    char key[QW_LIMIT_SHOWN + 2] = "";
    QW_CLEANUP(qw_buffer_done) struct qw_buffer buffer = {.max = ENOUGH};

    memset(key, 'k', sizeof key - 1);
    qw_json_set(object, key, value);
    qw_json_add_path(&buffer, value);
    ck_assert_uint_eq(buffer.len, QW_LIMIT_SHOWN + 7);
    ck_assert_str_eq(buffer.data + QW_LIMIT_SHOWN + 2, "...\"]");
}
END_TEST

START_TEST(a_removed_node_keeps_its_path_and_the_rest_its_order)
{
    TEST_ARENA(arena);
    struct qw_json *root = tree(arena, "{\"a\":[0,1,2,3],\"b\":1}");
    struct qw_json *array = qw_json_get(root, "a");
    struct qw_json *first = qw_json_first(array);
    struct qw_json *second = qw_json_next(first);
    struct qw_json *third = qw_json_next(second);
    struct qw_json *last = qw_json_next(third);

    qw_json_remove(second);
    assert_written(root, "{\"a\":[0,2,3],\"b\":1}");
    qw_json_remove(second);
    assert_written(root, "{\"a\":[0,2,3],\"b\":1}");
    assert_path(second, "a[1]");
    assert_path(third, "a[2]");
    ck_assert_ptr_null(qw_json_next(second));
    qw_json_remove(first);
    assert_written(root, "{\"a\":[2,3],\"b\":1}");
    qw_json_remove(last);
    assert_written(root, "{\"a\":[2],\"b\":1}");
    qw_json_remove(third);
    assert_written(root, "{\"a\":[],\"b\":1}");
    ck_assert_uint_eq(qw_json_count(array), 0);
    ck_assert(!qw_json_is_set(array));
    qw_json_append(array, last);
    qw_json_append(array, first);
    assert_written(root, "{\"a\":[3,0],\"b\":1}");
    qw_json_remove(root);
    assert_written(root, "{\"a\":[3,0],\"b\":1}");
}
END_TEST

START_TEST(a_renamed_member_is_found_by_its_new_name)
{
    TEST_ARENA(arena);
    struct qw_json *root = tree(arena, "{\"privileGED\":true}");
    struct qw_json *member = qw_json_first(root);

    qw_json_rename(member, "Privileged");
    assert_written(root, "{\"Privileged\":true}");
    assert_path(member, "Privileged");
    qw_json_rename(member, "Other");
    ck_assert_ptr_null(qw_json_get(root, "Privileged"));
    ck_assert_ptr_eq(qw_json_get(root, "other"), member);
}
END_TEST

START_TEST(a_tree_can_be_built)
{
    TEST_ARENA(arena);
    struct qw_json *root = qw_json_new_object(arena);
    struct qw_json *array = qw_json_new_array(arena);
    char text[] = "te<xt";

    qw_json_set(root, "list", array);
    qw_json_append(array, qw_json_new_string(arena, text));
    qw_json_append(array, tree(arena, "-5"));
    qw_json_append(array, tree(arena, "false"));
    qw_json_append(array, qw_json_new_object(arena));
    qw_json_set(root, "LIST", tree(arena, "true"));
    memset(text, 'x', sizeof text - 1);
    assert_written(root, "{\"list\":[\"te\\u003cxt\",-5,false,{}],\"LIST\":true}");
    assert_written(array, "[\"te\\u003cxt\",-5,false,{}]");
    assert_path(qw_json_next(qw_json_first(array)), "list[1]");

    qw_json_set(root, "list", tree(arena, "1"));
    assert_written(root, "{\"list\":1,\"LIST\":true}");
    ck_assert_uint_eq(qw_json_count(root), 2);
}
END_TEST

START_TEST(a_replacement_takes_place_and_key)
{
    TEST_ARENA(arena);
    struct qw_json *root = tree(arena, "{\"a\":1,\"CapAdd\":\"ALL\",\"b\":[1,2,3]}");
    struct qw_json *word = qw_json_get(root, "CapAdd");
    struct qw_json *array = qw_json_new_array(arena);
    struct qw_json *numbers = qw_json_get(root, "b");

    qw_json_replace(word, array);
    qw_json_append(array, word);
    assert_written(root, "{\"a\":1,\"CapAdd\":[\"ALL\"],\"b\":[1,2,3]}");
    assert_path(word, "CapAdd[0]");
    ck_assert_ptr_null(qw_json_key(word));

    struct qw_json *first = qw_json_first(numbers);
    struct qw_json *last = qw_json_next(qw_json_next(first));

    qw_json_replace(first, tree(arena, "true"));
    qw_json_replace(last, tree(arena, "false"));
    assert_written(numbers, "[true,2,false]");
    ck_assert_uint_eq(qw_json_count(numbers), 3);
    qw_json_append(numbers, first);
    assert_written(numbers, "[true,2,false,1]");
    qw_json_replace(root, tree(arena, "true"));
    ck_assert_uint_eq(qw_json_count(root), 3);
}
END_TEST

START_TEST(what_memory_was_short_for_changes_nothing)
{
    TEST_ARENA(arena);
    struct qw_json *root = tree(arena, "{\"a\":[1]}");
    struct qw_json *array = qw_json_get(root, "a");
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *empty = qw_arena_new(0);

    ck_assert_ptr_null(qw_json_new_string(empty, "a"));
    ck_assert_ptr_null(qw_json_new_array(empty));
    ck_assert_ptr_null(qw_json_new_object(empty));
    qw_json_set(root, "b", NULL);
    qw_json_append(array, NULL);
    qw_json_replace(array, NULL);
    qw_json_set(array, "b", tree(arena, "true"));
    qw_json_append(root, tree(arena, "true"));
    assert_written(root, "{\"a\":[1]}");
}
END_TEST

START_TEST(writing_stops_at_the_buffers_limit)
{
    TEST_ARENA(arena);
    QW_CLEANUP(qw_buffer_done) struct qw_buffer buffer = {.max = 5};

    qw_json_write(&buffer, tree(arena, "[1,2,3,4,5,6]"));
    ck_assert_int_eq(buffer.err, QW_ERR_TOO_LARGE);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_getter_of_another_type_tells_nothing,
        an_absent_node_is_null_everywhere,
        keys_fold_as_go_folds_them,
        the_exact_member_goes_before_the_folded,
        members_keep_their_order,
        paths_are_as_people_write_them,
        a_long_key_is_cut_in_a_path,
        a_removed_node_keeps_its_path_and_the_rest_its_order,
        a_renamed_member_is_found_by_its_new_name,
        a_tree_can_be_built,
        a_replacement_takes_place_and_key,
        what_memory_was_short_for_changes_nothing,
        writing_stops_at_the_buffers_limit,
    };

    return base_run("base/json_tree", tests, N_ROWS(tests));
}
