#include <stdio.h>
#include <string.h>

#include "base_fixture.h"
#include "qw/json.h"
#include "qw/limits.h"

enum { ENOUGH = 8 * 1024 * 1024 };

static enum qw_err read_text(struct qw_arena *arena, const char *text, struct qw_json **ret_root)
{
    struct qw_diag diag = {.err = QW_OK};
    enum qw_err err = qw_json_parse(arena, text, strlen(text), ret_root, &diag);

    ck_assert_int_eq(diag.err, err);
    return err;
}

START_TEST(what_is_well_formed_is_read)
{
    static const struct {
        const char *text;
        const char *written;
    } rows[] = {
        {"null", "null"},
        {" \t\r\n true \t\r\n ", "true"},
        {"false", "false"},
        {"\"\"", "\"\""},
        {"{}", "{}"},
        {"[]", "[]"},
        {"{ }", "{}"},
        {"[ \n ]", "[]"},
        {"[[],{},[[]]]", "[[],{},[[]]]"},
        {"{\"a\":{\"b\":[1,{\"c\":null}]},\"d\":\"\"}",
         "{\"a\":{\"b\":[1,{\"c\":null}]},\"d\":\"\"}"},
        {" { \"a\" : [ 1 , 2 ] , \"b\" : false } ", "{\"a\":[1,2],\"b\":false}"},
        {"{\"\":1}", "{\"\":1}"},
        {"[0,-0,7,-7,10]", "[0,0,7,-7,10]"},
        {"[9223372036854775807,-9223372036854775808]",
         "[9223372036854775807,-9223372036854775808]"},
        {"[9223372036854775808,-9223372036854775809,1.50,1e3,1E+3,-0.0e-12]",
         "[9223372036854775808,-9223372036854775809,1.50,1e3,1E+3,-0.0e-12]"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\""},
        {"\"a\\u0062c\\u00e9\\u20AC\\uD83D\\uDE00z\"",
         "\"abc\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z\""},
        {"\"\\ud800\\udc00\\udbff\\udfff\"", "\"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\""},
        {"\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\\n\xC2\xA0\"",
         "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\\n\xC2\xA0\""},
        {"\"\\uFEFF\\uFFFF\\u0001\"", "\"\xEF\xBB\xBF\xEF\xBF\xBF\\u0001\""},
        {"{\"pr\\u0069vileged\":1}", "{\"privileged\":1}"},
        {"{\"a\":1,\"A\":2}", "{\"a\":1,\"A\":2}"},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        TEST_ARENA(arena);
        QW_CLEANUP(qw_buffer_done) struct qw_buffer buffer = {.max = ENOUGH};
        struct qw_json *root = NULL;

        ck_assert_msg(read_text(arena, rows[i].text, &root) == QW_OK, "%s", rows[i].text);
        qw_json_write(&buffer, root);
        ck_assert_str_eq(buffer.data, rows[i].written);
    }
}
END_TEST

/* A refused text, the error, the position and the sentence. */
struct refusal {
    const char *text;
    enum qw_err err;
    size_t line, column;
    const char *sentence;
};

static void check_refusals(const struct refusal *rows, size_t n_rows)
{
    for (size_t i = 0; i < n_rows; i++) {
        TEST_ARENA(arena);
        struct qw_diag diag = {.err = QW_OK};
        struct qw_json *root = NULL;
        enum qw_err err = qw_json_parse(arena, rows[i].text, strlen(rows[i].text), &root, &diag);

        ck_assert_msg(err == rows[i].err, "%s: %s", rows[i].text, qw_err_name(err));
        ck_assert_ptr_null(root);
        ck_assert_int_eq(diag.err, err);
        ck_assert_str_eq(diag.text, rows[i].sentence);
        ck_assert_msg(diag.line == rows[i].line && diag.column == rows[i].column,
                      "%s: line %zu, column %zu", rows[i].text, diag.line, diag.column);
        ck_assert_int_eq(qw_json_parse(arena, rows[i].text, strlen(rows[i].text), &root, NULL),
                         err);
    }
}

START_TEST(a_malformed_structure_is_refused_where_it_breaks)
{
    static const struct refusal rows[] = {
        {"", QW_ERR_SYNTAX, 1, 1, "the text ends where a value should stand"},
        {" \n ", QW_ERR_SYNTAX, 2, 2, "the text ends where a value should stand"},
        {"\xEF\xBB\xBF{}", QW_ERR_SYNTAX, 1, 1, "a byte order mark stands where a value should"},
        {"{}}", QW_ERR_SYNTAX, 1, 3, "\"}\" stands where the end of the text should"},
        {"{}]", QW_ERR_SYNTAX, 1, 3, "\"]\" stands where the end of the text should"},
        {"{} {}", QW_ERR_SYNTAX, 1, 4, "\"{\" stands where the end of the text should"},
        {"{}\ngarbage", QW_ERR_SYNTAX, 2, 1, "\"g\" stands where the end of the text should"},
        {"1 2", QW_ERR_SYNTAX, 1, 3, "\"2\" stands where the end of the text should"},
        {"[1,]", QW_ERR_SYNTAX, 1, 4, "\"]\" stands where a value should"},
        {"[,1]", QW_ERR_SYNTAX, 1, 2, "\",\" stands where a value should"},
        {"[1 2]", QW_ERR_SYNTAX, 1, 4, "\"2\" stands where a comma or ] should"},
        {"[1}", QW_ERR_SYNTAX, 1, 3, "\"}\" stands where a comma or ] should"},
        {"[", QW_ERR_SYNTAX, 1, 2, "the text ends where a value should stand"},
        {"[1", QW_ERR_SYNTAX, 1, 3, "the text ends where a comma or ] should stand"},
        {"]", QW_ERR_SYNTAX, 1, 1, "\"]\" stands where a value should"},
        {"{\n\"a\":1,\n}", QW_ERR_SYNTAX, 3, 1, "\"}\" stands where a key should"},
        {"{,}", QW_ERR_SYNTAX, 1, 2, "\",\" stands where a key should"},
        {"{a:1}", QW_ERR_SYNTAX, 1, 2, "\"a\" stands where a key should"},
        {"{1:1}", QW_ERR_SYNTAX, 1, 2, "\"1\" stands where a key should"},
        {"{\"a\"}", QW_ERR_SYNTAX, 1, 5, "\"}\" stands where a colon should"},
        {"{\"a\":}", QW_ERR_SYNTAX, 1, 6, "\"}\" stands where a value should"},
        {"{\"a\":1 \"b\":2}", QW_ERR_SYNTAX, 1, 8, "\"\\x22\" stands where a comma or } should"},
        {"{\"a\":1]", QW_ERR_SYNTAX, 1, 7, "\"]\" stands where a comma or } should"},
        {"{\"a\":1", QW_ERR_SYNTAX, 1, 7, "the text ends where a comma or } should stand"},
        {"// x\n{}", QW_ERR_SYNTAX, 1, 1, "\"/\" stands where a value should"},
        {"[1,/* */2]", QW_ERR_SYNTAX, 1, 4, "\"/\" stands where a value should"},
        {"\x0c[]", QW_ERR_SYNTAX, 1, 1, "\"\\x0c\" stands where a value should"},
        {"\xC2\xA0[]", QW_ERR_SYNTAX, 1, 1, "\"\\xc2\" stands where a value should"},
        {"nul", QW_ERR_SYNTAX, 1, 1, "\"n\" stands where a value should"},
        {"True", QW_ERR_SYNTAX, 1, 1, "\"T\" stands where a value should"},
        {"NaN", QW_ERR_SYNTAX, 1, 1, "\"N\" stands where a value should"},
        {"truee", QW_ERR_SYNTAX, 1, 5, "\"e\" stands where the end of the text should"},
        {"'a'", QW_ERR_SYNTAX, 1, 1, "\"'\" stands where a value should"},
    };

    check_refusals(rows, N_ROWS(rows));
}
END_TEST

START_TEST(a_malformed_number_is_refused)
{
    static const struct refusal rows[] = {
        {"-", QW_ERR_SYNTAX, 1, 2, "a digit must follow the minus sign"},
        {"-a", QW_ERR_SYNTAX, 1, 2, "a digit must follow the minus sign"},
        {"--1", QW_ERR_SYNTAX, 1, 2, "a digit must follow the minus sign"},
        {"+1", QW_ERR_SYNTAX, 1, 1, "\"+\" stands where a value should"},
        {".5", QW_ERR_SYNTAX, 1, 1, "\".\" stands where a value should"},
        {"01", QW_ERR_SYNTAX, 1, 1, "a number that begins with 0"},
        {"-00", QW_ERR_SYNTAX, 1, 1, "a number that begins with 0"},
        {"[1, 02.5]", QW_ERR_SYNTAX, 1, 5, "a number that begins with 0"},
        {"1.", QW_ERR_SYNTAX, 1, 1, "a number that is not complete"},
        {"1.e3", QW_ERR_SYNTAX, 1, 1, "a number that is not complete"},
        {"1e", QW_ERR_SYNTAX, 1, 1, "a number that is not complete"},
        {"1e+", QW_ERR_SYNTAX, 1, 1, "a number that is not complete"},
        {"1.5e-x", QW_ERR_SYNTAX, 1, 1, "a number that is not complete"},
        {"0x10", QW_ERR_SYNTAX, 1, 2, "\"x\" stands where the end of the text should"},
        {"1_0", QW_ERR_SYNTAX, 1, 2, "\"_\" stands where the end of the text should"},
    };

    check_refusals(rows, N_ROWS(rows));
}
END_TEST

START_TEST(a_malformed_string_is_refused)
{
    static const char escape[] = "an escape that JSON does not have";
    static const char digits[] = "four hexadecimal digits must follow \\u";
    static const char control[] = "a control character in a string";
    static const char utf8[] = "invalid UTF-8 in a string";
    static const char surrogate[] = "a lone surrogate escape";
    static const struct refusal rows[] = {
        {"\"abc", QW_ERR_SYNTAX, 1, 5, "the text ends within a string"},
        {"\"abc\\", QW_ERR_SYNTAX, 1, 5, escape},
        {"\"\\\"", QW_ERR_SYNTAX, 1, 4, "the text ends within a string"},
        {"\"\\q\"", QW_ERR_SYNTAX, 1, 2, escape},
        {"\"\\x41\"", QW_ERR_SYNTAX, 1, 2, escape},
        {"\"\\U0041\"", QW_ERR_SYNTAX, 1, 2, escape},
        {"\"\\u\"", QW_ERR_SYNTAX, 1, 2, digits},
        {"\"ab\\u12", QW_ERR_SYNTAX, 1, 4, digits},
        {"\"\\u12g4\"", QW_ERR_SYNTAX, 1, 2, digits},
        {"\"\\u 123\"", QW_ERR_SYNTAX, 1, 2, digits},
        {"\"a\nb\"", QW_ERR_SYNTAX, 1, 3, control},
        {"\"a\tb\"", QW_ERR_SYNTAX, 1, 3, control},
        {"{\"a\x1f\":1}", QW_ERR_SYNTAX, 1, 4, control},
        {"\"\xFF\"", QW_ERR_SYNTAX, 1, 2, utf8},
        {"\"a\x80\"", QW_ERR_SYNTAX, 1, 3, utf8},
        {"\"\xC0\x80\"", QW_ERR_SYNTAX, 1, 2, utf8},
        {"\"\xC3\"", QW_ERR_SYNTAX, 1, 2, utf8},
        {"\"\xE2\x82\"", QW_ERR_SYNTAX, 1, 2, utf8},
        {"\"\xE2\x82", QW_ERR_SYNTAX, 1, 2, utf8},
        {"\"\xE0\x9F\xBF\"", QW_ERR_SYNTAX, 1, 2, utf8},
        {"\"\xED\xA0\x80\"", QW_ERR_SYNTAX, 1, 2, utf8},
        {"\"\xF0\x8F\xBF\xBF\"", QW_ERR_SYNTAX, 1, 2, utf8},
        {"\"\xF4\x90\x80\x80\"", QW_ERR_SYNTAX, 1, 2, utf8},
        {"{\"k\xFF\":1}", QW_ERR_SYNTAX, 1, 4, utf8},
        {"\"a\\u0000b\"", QW_ERR_AMBIGUOUS, 1, 3, "a NUL in a string (\\u0000)"},
        {"{\"Priv\\u0000\":1}", QW_ERR_AMBIGUOUS, 1, 7, "a NUL in a string (\\u0000)"},
        {"\"\\ud800\"", QW_ERR_AMBIGUOUS, 1, 2, surrogate},
        {"\"\\udc00\"", QW_ERR_AMBIGUOUS, 1, 2, surrogate},
        {"\"\\ud800x\"", QW_ERR_AMBIGUOUS, 1, 2, surrogate},
        {"\"\\ud800\\n\"", QW_ERR_AMBIGUOUS, 1, 2, surrogate},
        {"\"\\ud800\\u0041\"", QW_ERR_AMBIGUOUS, 1, 2, surrogate},
        {"\"\\ud800\\ud800\"", QW_ERR_AMBIGUOUS, 1, 2, surrogate},
        {"\"\\ud800\\ue000\"", QW_ERR_AMBIGUOUS, 1, 2, surrogate},
        {"{\"\\udfff\":1}", QW_ERR_AMBIGUOUS, 1, 3, surrogate},
    };

    check_refusals(rows, N_ROWS(rows));
}
END_TEST

START_TEST(a_raw_nul_ends_nothing)
{
    static const struct {
        const char *text;
        size_t len;
        const char *sentence;
    } rows[] = {
        {"\0", 1, "a NUL stands where a value should"},
        {"{}\0", 3, "a NUL stands where the end of the text should"},
        {"{\"a\":1}\0{", 9, "a NUL stands where the end of the text should"},
        {"\"a\0b\"", 5, "a control character in a string"},
        {"\"\\\0\"", 4, "an escape that JSON does not have"},
        {"[1\0]", 4, "a NUL stands where a comma or ] should"},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        TEST_ARENA(arena);
        struct qw_diag diag = {.err = QW_OK};
        struct qw_json *root = NULL;

        ck_assert_int_eq(qw_json_parse(arena, rows[i].text, rows[i].len, &root, &diag),
                         QW_ERR_SYNTAX);
        ck_assert_str_eq(diag.text, rows[i].sentence);
    }
}
END_TEST

START_TEST(what_stands_behind_the_length_is_not_read)
{
    TEST_ARENA(arena);
    struct qw_json *root = NULL;

    ck_assert_int_eq(qw_json_parse(arena, "[1]]", 3, &root, NULL), QW_OK);
    ck_assert_int_eq(qw_json_parse(arena, "123", 2, &root, NULL), QW_OK);
    ck_assert_int_eq(qw_json_integer(root), 12);
    ck_assert_int_eq(qw_json_parse(arena, "true", 3, &root, NULL), QW_ERR_SYNTAX);
}
END_TEST

START_TEST(a_key_that_stands_twice_is_refused)
{
    static const struct refusal rows[] = {
        {"{\"Privileged\":false,\"Privileged\":true}", QW_ERR_AMBIGUOUS, 1, 21,
         "the key \"Privileged\" stands twice in one object"},
        {"{\"a\":1,\n \"b\":2,\n  \"\\u0061\":null}", QW_ERR_AMBIGUOUS, 3, 3,
         "the key \"a\" stands twice in one object"},
        {"[{\"\":1,\"\":1}]", QW_ERR_AMBIGUOUS, 1, 8, "the key \"\" stands twice in one object"},
        {"{\"x\":{\"a\":1,\"b\":{},\"a\":2}}", QW_ERR_AMBIGUOUS, 1, 20,
         "the key \"a\" stands twice in one object"},
        {"{\"a\":1,\"A\":2,\"a\":3}", QW_ERR_AMBIGUOUS, 1, 14,
         "the key \"a\" stands twice in one object"},
        {"{\"b\":1,\"a\":1,\"a\":2,\"b\":2}", QW_ERR_AMBIGUOUS, 1, 14,
         "the key \"a\" stands twice in one object"},
        {"{\"\\u202e\":1,\"\xE2\x80\xAE\":1}", QW_ERR_AMBIGUOUS, 1, 13,
         "the key \"\\u202e\" stands twice in one object"},
    };

    check_refusals(rows, N_ROWS(rows));
}
END_TEST

START_TEST(a_repeated_key_is_found_among_any_number)
{
    static const size_t counts[] = {2, 3, 63, 64, 65, 66, 200, 5000};

    for (size_t i = 0; i < N_ROWS(counts); i++) {
        TEST_ARENA(arena);
        QW_CLEANUP(qw_buffer_done) struct qw_buffer text = {.max = ENOUGH};
        struct qw_diag diag = {.err = QW_OK};
        struct qw_json *root = NULL;

        qw_buffer_add_text(&text, "{");
        for (size_t at = 0; at < counts[i]; at++)
            qw_buffer_addf(&text, "\"key %zu\":0,\n", at);

        size_t unique_len = text.len - 2;

        qw_buffer_addf(&text, "\"key %zu\":0}", counts[i] / 2);
        ck_assert_int_eq(qw_json_parse(arena, text.data, text.len, &root, &diag), QW_ERR_AMBIGUOUS);
        ck_assert_uint_eq(diag.line, counts[i] + 1);

        text.data[unique_len] = '}';
        ck_assert_int_eq(qw_json_parse(arena, text.data, unique_len + 1, &root, NULL), QW_OK);
        ck_assert_uint_eq(qw_json_count(root), counts[i]);
        ck_assert_ptr_null(qw_json_twin(root));
    }
}
END_TEST

START_TEST(twins_are_kept_and_told)
{
    static const struct {
        const char *text;
        const char *twin; /* NULL: none */
        int64_t value;
    } rows[] = {
        {"{\"Privileged\":1,\"privileged\":2}", "privileged", 2},
        {"{\"privileged\":1,\"x\":3,\"PRIVILEGED\":2}", "PRIVILEGED", 2},
        {"{\"b\":1,\"a\":2,\"A\":3,\"B\":4}", "A", 3},
        {"{\"a\":1,\"b\":2,\"B\":3,\"A\":4}", "B", 3},
        {"{\"aA\":1,\"AA\":2,\"aa\":3}", "AA", 2},
        {"{\"HostConfig\":1,\"Ho\\u017ftConfig\":2}", "Ho\xC5\xBFtConfig", 2},
        {"{\"Networ\\u212AMode\":1,\"NetworkMode\":2}", "NetworkMode", 2},
        {"{\"\xC3\xA9\":1,\"\xC3\x89\":2}", NULL, 0},
        {"{\"a_b\":1,\"a-b\":2,\"ab\":3}", NULL, 0},
        {"{\"@\":1,\"`\":2,\"[\":3,\"{\":4}", NULL, 0},
        {"{\"a\":{\"b\":1},\"c\":{\"B\":1}}", NULL, 0},
        {"{}", NULL, 0},
        {"[\"a\",\"A\"]", NULL, 0},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        TEST_ARENA(arena);
        struct qw_json *root = NULL;

        ck_assert_int_eq(read_text(arena, rows[i].text, &root), QW_OK);

        struct qw_json *twin = qw_json_twin(root);

        ck_assert_msg((twin != NULL) == (rows[i].twin != NULL), "%s", rows[i].text);
        if (twin == NULL)
            continue;
        ck_assert_str_eq(qw_json_key(twin), rows[i].twin);
        ck_assert_int_eq(qw_json_integer(twin), rows[i].value);
    }
}
END_TEST

START_TEST(a_twin_is_found_among_many)
{
    TEST_ARENA(arena);
    QW_CLEANUP(qw_buffer_done) struct qw_buffer text = {.max = ENOUGH};
    struct qw_json *root = NULL;

    qw_buffer_add_text(&text, "{");
    for (int i = 0; i < 1000; i++)
        qw_buffer_addf(&text, "\"key%d\":%d,", i, i);
    qw_buffer_add_text(&text, "\"KEY900\":1,\"kEY3\":2,\"KEY3\":3}");
    ck_assert_int_eq(qw_json_parse(arena, text.data, text.len, &root, NULL), QW_OK);
    ck_assert_str_eq(qw_json_key(qw_json_twin(root)), "KEY900");
}
END_TEST

/* N_DEEP brackets around nothing. */
static enum qw_err read_nested(size_t n_deep, const char *open, const char *close)
{
    TEST_ARENA(arena);
    QW_CLEANUP(qw_buffer_done) struct qw_buffer text = {.max = ENOUGH};
    struct qw_json *root = NULL;

    for (size_t i = 0; i < n_deep; i++)
        qw_buffer_add_text(&text, open);
    qw_buffer_add_text(&text, "0");
    for (size_t i = 0; i < n_deep; i++)
        qw_buffer_add_text(&text, close);
    return qw_json_parse(arena, text.data, text.len, &root, NULL);
}

START_TEST(depth_has_a_limit)
{
    static const struct {
        size_t depth;
        enum qw_err err;
    } rows[] = {
        {QW_LIMIT_JSON_DEPTH - 1, QW_OK},
        {QW_LIMIT_JSON_DEPTH, QW_OK},
        {QW_LIMIT_JSON_DEPTH + 1, QW_ERR_TOO_LARGE},
        {1000000, QW_ERR_TOO_LARGE},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        ck_assert_int_eq(read_nested(rows[i].depth, "[", "]"), rows[i].err);
        ck_assert_int_eq(read_nested(rows[i].depth, "{\"a\":", "}"), rows[i].err);
    }
}
END_TEST

START_TEST(depth_is_not_used_up_by_neighbours)
{
    TEST_ARENA(arena);
    QW_CLEANUP(qw_buffer_done) struct qw_buffer text = {.max = ENOUGH};
    struct qw_json *root = NULL;

    qw_buffer_add_text(&text, "[0");
    for (size_t i = 0; i < 10 * (size_t)QW_LIMIT_JSON_DEPTH; i++)
        qw_buffer_add_text(&text, ",[[]],{}");
    qw_buffer_add_text(&text, "]");
    ck_assert_int_eq(qw_json_parse(arena, text.data, text.len, &root, NULL), QW_OK);
}
END_TEST

START_TEST(nodes_have_a_limit)
{
    static const struct {
        size_t n_nodes;
        enum qw_err err;
    } rows[] = {
        {QW_LIMIT_JSON_NODES - 1, QW_OK},
        {QW_LIMIT_JSON_NODES, QW_OK},
        {QW_LIMIT_JSON_NODES + 1, QW_ERR_TOO_LARGE},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        TEST_ARENA(arena);
        QW_CLEANUP(qw_buffer_done) struct qw_buffer array = {.max = ENOUGH};
        QW_CLEANUP(qw_buffer_done) struct qw_buffer object = {.max = ENOUGH};
        struct qw_json *root = NULL;

        qw_buffer_add_text(&array, "[0");
        qw_buffer_add_text(&object, "{\"\":0");
        for (size_t at = 2; at < rows[i].n_nodes; at++) {
            qw_buffer_add_text(&array, ",0");
            qw_buffer_addf(&object, ",\"%zu\":0", at);
        }
        qw_buffer_add_text(&array, "]");
        qw_buffer_add_text(&object, "}");
        ck_assert_int_eq(qw_json_parse(arena, array.data, array.len, &root, NULL), rows[i].err);
        ck_assert_int_eq(qw_json_parse(arena, object.data, object.len, &root, NULL), rows[i].err);
    }
}
END_TEST

START_TEST(positions_are_those_of_the_text)
{
    static const char text[] = "{\n  \"a\" : [ 1,\n\t\"x\\n\\n\\u0041y\", null ],\r\n \"b\":{}\n}";
    TEST_ARENA(arena);
    struct qw_json *root = NULL;

    ck_assert_int_eq(read_text(arena, text, &root), QW_OK);

    const struct qw_json *a = qw_json_first(root);
    const struct qw_json *one = qw_json_first(a);
    const struct qw_json *x = qw_json_next(one);
    const struct {
        const struct qw_json *node;
        size_t line, column;
    } rows[] = {
        {root, 1, 1},
        {a, 2, 3},
        {one, 2, 11},
        {x, 3, 2},
        {qw_json_next(x), 3, 18},
        {qw_json_next(a), 4, 2},
        {NULL, 0, 0},
        {qw_json_new_array(arena), 0, 0},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        size_t line = 99;
        size_t column = 99;

        qw_json_position(rows[i].node, &line, &column);
        ck_assert_uint_eq(line, rows[i].line);
        ck_assert_uint_eq(column, rows[i].column);
    }
}
END_TEST

START_TEST(the_text_is_not_needed_afterwards)
{
    TEST_ARENA(arena);
    char text[] = "{\"key\":\"value\",\"n\":1.5}";
    QW_CLEANUP(qw_buffer_done) struct qw_buffer buffer = {.max = ENOUGH};
    struct qw_json *root = NULL;

    ck_assert_int_eq(read_text(arena, text, &root), QW_OK);
    memset(text, 'x', sizeof text);
    qw_json_write(&buffer, root);
    ck_assert_str_eq(buffer.data, "{\"key\":\"value\",\"n\":1.5}");
}
END_TEST

START_TEST(a_small_arena_is_no_memory)
{
    static const char text[] = "{\"a\":[1,2,3],\"b\":\"c\"}";

    for (size_t max = 0; max < 2000; max++) {
        QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(max);
        struct qw_diag diag = {.err = QW_OK};
        struct qw_json *root = NULL;
        enum qw_err err = qw_json_parse(arena, text, sizeof text - 1, &root, &diag);

        ck_assert_int_eq(diag.err, err);
        if (err == QW_OK)
            return;
        ck_assert_int_eq(err, QW_ERR_NO_MEMORY);
        ck_assert_ptr_null(root);
    }
    ck_abort_msg("2000 bytes are not enough");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        what_is_well_formed_is_read,
        a_malformed_structure_is_refused_where_it_breaks,
        a_malformed_number_is_refused,
        a_malformed_string_is_refused,
        a_raw_nul_ends_nothing,
        what_stands_behind_the_length_is_not_read,
        a_key_that_stands_twice_is_refused,
        a_repeated_key_is_found_among_any_number,
        twins_are_kept_and_told,
        a_twin_is_found_among_many,
        depth_has_a_limit,
        depth_is_not_used_up_by_neighbours,
        nodes_have_a_limit,
        positions_are_those_of_the_text,
        the_text_is_not_needed_afterwards,
        a_small_arena_is_no_memory,
    };

    return base_run("base/json_read", tests, N_ROWS(tests));
}
