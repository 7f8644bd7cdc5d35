/* The URI algorithm of engine.md section 3. */
#include "engine_fixture.h"

static const struct {
    const char *uri;
    const char *path;
    unsigned major;
    unsigned minor;
} accepted[] = {
    {"/containers/create", "/containers/create", 0, 0},
    {"/v1.41/containers/create", "/containers/create", 1, 41},
    {"/%63ontainers%2fcreate", "/containers/create", 0, 0},
    {"/%76%31%2e41%2Fcontainers/create", "/containers/create", 1, 41},
    {"/v01.041/containers/create", "/containers/create", 1, 41},
    {"/v1.41.0/containers/create", "/containers/create", 1, 41},
    {"/v1.24/containers/create", "/containers/create", 1, 24},
    {"/v1.25/containers/create", "/containers/create", 1, 25},
    {"/v2/containers/create", "/containers/create", 2, 0},
    {"/v2.0/containers/create", "/containers/create", 2, 0},
    {"/v1.1000000/containers/create", "/containers/create", 1, 1000000},
    {"/containers/create?", "/containers/create", 0, 0},
    {"/containers/create?x=/auth", "/containers/create", 0, 0},
    {"/containers/create?name=a?b", "/containers/create", 0, 0},
    {"/containers/create?name=//./..", "/containers/create", 0, 0},
};

START_TEST(a_plain_address_is_taken_apart)
{
    struct fixture fixture = fixture_new();

    ck_assert_msg(ask_json(&fixture, accepted[_i].uri, "{\"Image\":\"t\"}") == QW_OK, "%s: %s",
                  accepted[_i].uri, fixture.diag.text);
    ck_assert_int_eq(fixture.operation.op, QW_OP_CONTAINER_CREATE);
    ck_assert_str_eq(fixture.operation.path, accepted[_i].path);
    ck_assert_uint_eq(fixture.operation.api_major, accepted[_i].major);
    ck_assert_uint_eq(fixture.operation.api_minor, accepted[_i].minor);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *uri;
    enum qw_err err;
} refused[] = {
    {"", QW_ERR_URI},
    {"*", QW_ERR_URI},
    {"containers/create", QW_ERR_URI},
    {"http://evil/v1.43/containers/create", QW_ERR_URI},
    {"foo:/containers/create", QW_ERR_URI},
    {"foo:v1.43/containers/create", QW_ERR_URI},
    {"//containers/create", QW_ERR_URI},
    {"//host/containers/create", QW_ERR_URI},
    {"/containers//create", QW_ERR_URI},
    {"/containers/%2Fcreate", QW_ERR_URI},
    {"/containers/./create", QW_ERR_URI},
    {"/containers/%2e/create", QW_ERR_URI},
    {"/containers/../containers/create", QW_ERR_URI},
    {"/containers/%2E%2e/containers/create", QW_ERR_URI},
    {"/containers/create/.", QW_ERR_URI},
    {"/containers/create/..", QW_ERR_URI},
    {"/v1.41//containers/create", QW_ERR_URI},
    {"/containers\\create", QW_ERR_URI},
    {"/containers%5Ccreate", QW_ERR_URI},
    {"/containers/create#x", QW_ERR_URI},
    {"/containers/create?#%zz", QW_ERR_URI},
    {"/swarm/join?#%zz", QW_ERR_URI},
    {"/containers/create?name=a#b", QW_ERR_URI},
    {"/containers/create\xEF\xBF\xBD", QW_ERR_URI},
    {"/containers/create?name=\xEF\xBF\xBD", QW_ERR_URI},
    {"/containers/create\x01", QW_ERR_URI},
    {"/containers/create\x7f", QW_ERR_URI},
    {"/containers/create ", QW_ERR_URI},
    {"/containers/create?name=a b", QW_ERR_URI},
    {"/containers/create\n", QW_ERR_URI},
    {"/containers/create%00", QW_ERR_URI},
    {"/containers/create%0A", QW_ERR_URI},
    {"/containers/create%7f", QW_ERR_URI},
    {"/containers/create%", QW_ERR_URI},
    {"/containers/create%4", QW_ERR_URI},
    {"/containers/create%?41", QW_ERR_URI},
    {"/containers/create%zz", QW_ERR_URI},
    {"/containers/create%4g", QW_ERR_URI},
    {"/v1.41./containers/create", QW_ERR_URI},
    {"/v.1/containers/create", QW_ERR_URI},
    {"/v./containers/create", QW_ERR_URI},
    {"/v1..41/containers/create", QW_ERR_URI},
    {"/v1.99999999999999999999/containers/create", QW_ERR_URI},
    {"/v1.1000001/containers/create", QW_ERR_URI},
    {"/v1.23/containers/create", QW_ERR_API_VERSION},
    {"/v1.23/containers/x/start", QW_ERR_API_VERSION},
    {"/v1.12/_ping", QW_ERR_API_VERSION},
    {"/v1/containers/create", QW_ERR_API_VERSION},
    {"/v0.99/containers/create", QW_ERR_API_VERSION},
    {"/v0/containers/create", QW_ERR_API_VERSION},
    {"/v1.2/containers/create", QW_ERR_API_VERSION},
    {"/v1.21/no/such/thing", QW_ERR_API_VERSION},
};

START_TEST(an_address_that_could_be_read_otherwise_is_refused)
{
    struct fixture fixture = fixture_new();

    ck_assert_msg(ask_json(&fixture, refused[_i].uri, "{\"Image\":\"t\"}") == refused[_i].err,
                  "%s: %s", refused[_i].uri, fixture.diag.text);
    ck_assert_int_eq(fixture.operation.op == QW_OP_UNKNOWN, true);
    ck_assert_str_eq(fixture.operation.method, "POST");
    ck_assert_ptr_nonnull(fixture.operation.path);
    ck_assert_ptr_nonnull(fixture.operation.object);
    ck_assert_ptr_null(fixture.operation.body);
    fixture_done(&fixture);
}
END_TEST

START_TEST(an_old_api_version_is_named_beside_the_oldest_that_passes)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(ask_bare(&fixture, "GET", "/v1.21/containers/json"), QW_ERR_API_VERSION);
    ck_assert_ptr_nonnull(strstr(fixture.diag.text, "API version 1.21 is under 1.24, "));
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("uri");

    tcase_add_loop_test(tests, a_plain_address_is_taken_apart, 0, (int)COUNT_OF(accepted));
    tcase_add_loop_test(tests, an_address_that_could_be_read_otherwise_is_refused, 0,
                        (int)COUNT_OF(refused));
    tcase_add_test(tests, an_old_api_version_is_named_beside_the_oldest_that_passes);
    return run_case("engine/uri", tests);
}
