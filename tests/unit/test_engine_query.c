/* Query parameters (engine.md section 3). */
#include "engine_fixture.h"

static const struct {
    const char *query;
    const char *name;
    const char *value; /* NULL: absent */
    size_t n_params;
} decoded[] = {
    {"name=web", "name", "web", 1},
    {"name=a+b", "name", "a b", 1},
    {"name=a%2Bb", "name", "a+b", 1},
    {"na%6De=web", "name", "web", 1},
    {"name", "name", "", 1},
    {"name=", "name", "", 1},
    {"name=a=b", "name", "a=b", 1},
    {"&&name=web&&", "name", "web", 1},
    {"=web", "", "web", 1},
    {"Name=web", "name", NULL, 1},
    {"name=web&Name=db", "name", "web", 2},
    {"x=1&name=a%26b%3Bc%23d", "name", "a&b;c#d", 2},
    {"name=%C3%A9", "name", "\xC3\xA9", 1},
    {"&", "name", NULL, 0},
    {"", "name", NULL, 0},
};

START_TEST(a_parameter_is_decoded_as_go_decodes_it)
{
    struct fixture fixture = fixture_new();
    char uri[128];

    snprintf(uri, sizeof(uri), "/containers/json?%s", decoded[_i].query);
    ck_assert_int_eq(ask_bare(&fixture, "GET", uri), QW_OK);
    ck_assert_uint_eq(fixture.operation.n_params, decoded[_i].n_params);
    const char *value = qw_operation_param(&fixture.operation, decoded[_i].name);
    if (decoded[_i].value == NULL)
        ck_assert_ptr_null(value);
    else
        ck_assert_str_eq(value, decoded[_i].value);
    fixture_done(&fixture);
}
END_TEST

static const char *const refused[] = {
    "a=1;b=2", "a=%", "a=%4", "a=%zz", "%=1", "a=%00", "a%00b=1", "a=1&b=%g0",
};

START_TEST(a_query_that_parsers_read_differently_is_refused)
{
    struct fixture fixture = fixture_new();
    char uri[128];

    snprintf(uri, sizeof(uri), "/containers/json?%s", refused[_i]);
    ck_assert_int_eq(ask_bare(&fixture, "GET", uri), QW_ERR_URI);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *method;
    const char *uri;
    enum qw_err err;
} repeats[] = {
    {"POST", "/images/create?fromImage=a&fromImage=b", QW_ERR_URI},
    {"POST", "/images/create?fromImage=&fromImage=b", QW_ERR_URI},
    {"POST", "/images/create?fromSrc=-&changes=USER+1&changes=USER+2", QW_OK},
    {"POST", "/images/create?fromImage=a&changes=x&changes=y", QW_ERR_URI},
    {"POST", "/build?version=1&version=2", QW_ERR_URI},
    {"POST", "/build?t=a&t=b&extrahosts=a&extrahosts=b", QW_OK},
    {"POST", "/build?version=2&t=a&t=b", QW_OK},
    {"POST", "/build?networkmode=none&networkmode=host", QW_ERR_URI},
    {"POST", "/build?networkmode=none&network%6Dode=host", QW_ERR_URI},
    {"POST", "/commit?changes=a&changes=b", QW_OK},
    {"POST", "/commit?container=a&container=b", QW_ERR_URI},
    {"GET", "/images/get?names=a&names=b&names=c", QW_OK},
    {"GET", "/containers/json?names=a&names=b", QW_ERR_URI},
    {"GET", "/system/df?type=a&type=b", QW_OK},
    {"DELETE", "/images/x?platforms=a&platforms=b", QW_OK},
    {"DELETE", "/containers/x?v=0&v=1", QW_ERR_URI},
    {"POST", "/containers/x/start?checkpoint=a&checkpoint=a", QW_ERR_URI},
    /* dockerode: the body again, which no engine reads there */
    {"POST", "/containers/create?Image=a&Cmd=b&Cmd=c&name=d", QW_ERR_BODY_MISSING},
    {"GET", "/containers/json?Image=a&%43md=b&C%6Dd=c", QW_OK},
    {"GET", "/containers/json?Zz=b&Zz=c", QW_OK},
    {"POST", "/containers/create?Image=a&name=b&name=c", QW_ERR_URI},
    {"POST", "/containers/create?%6Eame=b&name=c", QW_ERR_URI},
    {"POST", "/containers/create?cmd=b&cmd=c", QW_ERR_URI},
    {"POST", "/containers/create?%40=b&%40=c", QW_ERR_URI},
    {"POST", "/containers/create?[=b&[=c", QW_ERR_URI},
    {"POST", "/containers/create?=b&=c", QW_ERR_URI},
    {"PATCH", "/x", QW_ERR_METHOD},
    {"GET", "/no/such/thing?a=1&a=2", QW_ERR_URI},
};

START_TEST(a_repeated_parameter_is_refused_unless_the_engine_reads_a_list_or_nothing)
{
    struct fixture fixture = fixture_new();

    ck_assert_msg(ask_bare(&fixture, repeats[_i].method, repeats[_i].uri) == repeats[_i].err,
                  "%s: %s", repeats[_i].uri, fixture.diag.text);
    fixture_done(&fixture);
}
END_TEST

/* N parameters p0=, p1=, ... */
static enum qw_err ask_many(struct fixture *fixture, int n_params)
{
    char uri[8 * (QW_LIMIT_PARAMS + 2) + 32];
    int len = snprintf(uri, sizeof(uri), "/containers/json?");

    for (int i = 0; i < n_params; i++)
        len += snprintf(uri + len, sizeof(uri) - (size_t)len, "%sp%d=", i > 0 ? "&" : "", i);
    return ask_bare(fixture, "GET", uri);
}

START_TEST(parameters_have_a_limit)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(ask_many(&fixture, QW_LIMIT_PARAMS - 1), QW_OK);
    ck_assert_int_eq(ask_many(&fixture, QW_LIMIT_PARAMS), QW_OK);
    ck_assert_uint_eq(fixture.operation.n_params, QW_LIMIT_PARAMS);
    ck_assert_int_eq(ask_many(&fixture, QW_LIMIT_PARAMS + 1), QW_ERR_TOO_LARGE);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("query");

    tcase_add_loop_test(tests, a_parameter_is_decoded_as_go_decodes_it, 0, (int)COUNT_OF(decoded));
    tcase_add_loop_test(tests, a_query_that_parsers_read_differently_is_refused, 0,
                        (int)COUNT_OF(refused));
    tcase_add_loop_test(tests,
                        a_repeated_parameter_is_refused_unless_the_engine_reads_a_list_or_nothing,
                        0, (int)COUNT_OF(repeats));
    tcase_add_test(tests, parameters_have_a_limit);
    return run_case("engine/query", tests);
}
