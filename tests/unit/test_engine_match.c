/* Method and path to operation (engine.md 3 and 5.1). */
#include "../../src/engine/engine_priv.h"
#include "engine_fixture.h"

enum { PATH_SIZE = 128 };

/* TEMPLATE with every placeholder replaced by a name. */
static void example_of(const char *template, char path[PATH_SIZE])
{
    size_t len = 0;

    while (*template != '\0' && len + 4 < PATH_SIZE) {
        if (*template != '{') {
            path[len++] = *template ++;
            continue;
        }
        memcpy(path + len, "a1", 2);
        len += 2;
        template = strchr(template, '}') + 1;
    }
    path[len] = '\0';
}

START_TEST(every_operation_has_a_route)
{
    enum qw_op op = (enum qw_op)_i;
    bool found = op == QW_OP_UNKNOWN || op == QW_OP_IMAGE_PULL || op == QW_OP_BUILD_BUILDKIT ||
                 op == QW_OP_CHECKPOINT_START;

    for (size_t i = 0; i < qw_n_routes && !found; i++)
        found = qw_routes[i].op == op;
    ck_assert_msg(found, "%s", qw_op_name(op));
}
END_TEST

START_TEST(every_route_is_found_by_its_own_example)
{
    const struct qw_route *route = &qw_routes[_i];
    struct fixture fixture = fixture_new();
    char path[PATH_SIZE];
    struct qw_operation operation = {.method = route->method != NULL ? route->method : "POST",
                                     .path = path};

    example_of(route->template, path);
    ck_assert_int_eq(qw_route_match(fixture.arena, &operation, NULL), QW_OK);
    ck_assert_msg(operation.op == route->op, "%s %s is %s", operation.method, path,
                  qw_op_name(operation.op));
    if (strchr(route->template, '{') != NULL)
        ck_assert_str_eq(operation.object, "a1");
    fixture_done(&fixture);
}
END_TEST

START_TEST(every_route_names_its_router)
{
    ck_assert_uint_gt(strlen(qw_routes[_i].citation), 0);
    ck_assert_int_ne(qw_routes[_i].op, QW_OP_UNKNOWN);
}
END_TEST

static const struct {
    const char *method;
    const char *uri;
    const char *name;
    const char *object;
} matches[] = {
    {"GET", "/_ping", "system.ping", ""},
    {"HEAD", "/v1.41/_ping", "system.ping", ""},
    {"GET", "/containers/json?all=1", "container.list", ""},
    {"GET", "/v1.41/containers/web/json", "container.inspect", "web"},
    {"GET", "/containers/json/json", "container.inspect", "json"},
    {"GET", "/containers/a_b.c-d/attach/ws", "container.attach", "a_b.c-d"},
    {"HEAD", "/containers/web/archive?path=/etc", "container.archive.get", "web"},
    {"DELETE", "/containers/web?force=1", "container.remove", "web"},
    {"DELETE", "/containers/web/checkpoints/one", "checkpoint.remove", "web"},
    {"GET", "/images/json", "image.list", ""},
    {"GET", "/images/a/b/json/json", "image.inspect", "a/b/json"},
    {"GET", "/images/localhost:5000/team/app:1.2/json", "image.inspect",
     "localhost:5000/team/app:1.2"},
    {"GET", "/images/sha256:0123/history", "image.history", "sha256:0123"},
    {"GET", "/images/get?names=a&names=b", "image.save", ""},
    {"GET", "/images/a%2Fb/get", "image.save", "a/b"},
    {"DELETE", "/images/app@sha256:0123", "image.remove", "app@sha256:0123"},
    {"GET", "/distribution/library/nginx/json", "distribution.inspect", "library/nginx"},
    {"POST", "/images/create?fromImage=nginx&tag=latest", "image.pull", ""},
    {"POST", "/images/create?fromImage=nginx&fromSrc=-", "image.pull", ""},
    {"POST", "/images/create?fromImage=&fromSrc=-", "image.import", ""},
    {"POST", "/images/create?fromimage=nginx", "image.import", ""},
    {"POST", "/images/create", "image.import", ""},
    {"POST", "/build?t=a&t=b", "build.classic", ""},
    {"POST", "/build?version=1", "build.classic", ""},
    {"POST", "/build?version=2&session=x", "build.buildkit", ""},
    {"POST", "/containers/web/start", "container.start", "web"},
    {"POST", "/containers/web/start?checkpoint=&checkpoint-dir=", "container.start", "web"},
    {"POST", "/containers/web/start?Checkpoint=a", "container.start", "web"},
    {"POST", "/containers/web/start?checkpoint=a", "checkpoint.start", "web"},
    {"POST", "/containers/web/start?checkpoint-dir=/root", "checkpoint.start", "web"},
    {"POST", "/containers/web/start?checkpoint%2Ddir=/root", "checkpoint.start", "web"},
    {"POST", "/build/prune", "build.prune", ""},
    {"GET", "/networks", "network.list", ""},
    {"GET", "/networks/", "network.list", ""},
    {"GET", "/networks/my%20net", "network.inspect", "my net"},
    {"DELETE", "/networks/_x", "network.remove", "_x"},
    {"GET", "/plugins/privileges?remote=x", "plugin.privileges", ""},
    {"GET", "/plugins/vieux/sshfs:latest/json", "plugin.inspect", "vieux/sshfs:latest"},
    {"DELETE", "/plugins/vieux/sshfs", "plugin.remove", "vieux/sshfs"},
    {"GET", "/volumes/data", "volume.inspect", "data"},
    {"GET", "/services/abc/logs", "service.logs", "abc"},
    {"GET", "/debug/pprof/profile", "system.debug", "pprof/profile"},
    {"POST", "/debug/vars", "system.debug", "vars"},
    {"OPTIONS", "/debug/vars", "system.debug", "vars"},
    {"GET", "/debug/pprof/", "system.debug", "pprof/"},
    {"GET", "/v1.52/debug/pprof/heap", "system.debug", "pprof/heap"},
    {"OPTIONS", "/v1.41/containers/create", "system.options", "containers/create"},
    {"OPTIONS", "/", "system.options", ""},
    {"POST", "/grpc", "build.grpc", ""},
    {"POST", "/session", "build.session", ""},
    /* no endpoint of any engine */
    {"GET", "/", "unknown", ""},
    {"GET", "/v1.41", "unknown", ""},
    {"GET", "/v1.41/", "unknown", ""},
    {"GET", "/v1.41/v1.41/containers/json", "unknown", ""},
    {"GET", "/V1.41/containers/json", "unknown", ""},
    {"GET", "/Containers/json", "unknown", ""},
    {"GET", "/containers/json/", "unknown", ""},
    {"GET", "/services/a/b", "unknown", ""},
    {"GET", "/containers/create", "unknown", ""},
    {"HEAD", "/containers/json", "unknown", ""},
    {"PUT", "/containers/create", "unknown", ""},
    {"POST", "/containers/web/start/", "unknown", ""},
    {"POST", "/containers/web/fly", "unknown", ""},
    {"POST", "/containersXcreate", "unknown", ""},
    {"GET", "/debugger", "unknown", ""},
    {"POST", "/moby.buildkit.v1.Control/Solve", "unknown", ""},
};

START_TEST(method_and_path_lead_to_the_endpoint_that_the_engine_takes)
{
    struct fixture fixture = fixture_new();

    ck_assert_msg(ask_bare(&fixture, matches[_i].method, matches[_i].uri) == QW_OK, "%s: %s",
                  matches[_i].uri, fixture.diag.text);
    ck_assert_str_eq(qw_op_name(fixture.operation.op), matches[_i].name);
    ck_assert_str_eq(fixture.operation.object, matches[_i].object);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *method;
    const char *uri;
} misnamed[] = {
    {"DELETE", "/containers/"},
    {"DELETE", "/containers/a/b"},
    {"DELETE", "/containers/_web"},
    {"DELETE", "/containers/-f"},
    {"POST", "/containers/a%20b/start"},
    {"POST", "/containers/a%3Fb/start"},
    {"POST", "/containers/caf%C3%A9/stop"},
    {"GET", "/volumes/"},
    {"GET", "/volumes/a%2Fb"},
    {"DELETE", "/volumes/a:b"},
    {"GET", "/exec/*/json"},
    {"GET", "/networks/a/b"},
    {"GET", "/networks/%20"},
    {"GET", "/images/%20/json"},
    {"GET", "/images/a%3Cb/json"},
    {"DELETE", "/images/"},
    {"DELETE", "/plugins/$x"},
    {"GET", "/services/%20"},
    {"GET", "/containers/a/b/json"},
    {"DELETE", "/containers/web/checkpoints/a/b"},
    {"DELETE", "/containers/web/checkpoints/$"},
};

START_TEST(a_name_that_no_engine_gives_out_is_refused)
{
    struct fixture fixture = fixture_new();

    ck_assert_msg(ask_bare(&fixture, misnamed[_i].method, misnamed[_i].uri) == QW_ERR_URI, "%s",
                  misnamed[_i].uri);
    ck_assert_int_ne(fixture.operation.op, QW_OP_UNKNOWN);
    fixture_done(&fixture);
}
END_TEST

START_TEST(methods_compare_exactly)
{
    static const char *const strange[] = {"get", "Post",  "PATCH", "CONNECT", "TRACE",
                                          "",    "POST ", "PO",    "POSTPOST"};
    struct fixture fixture = fixture_new();

    for (size_t i = 0; i < COUNT_OF(strange); i++) {
        ck_assert_int_eq(ask_bare(&fixture, strange[i], "/_ping"), QW_ERR_METHOD);
        ck_assert_int_eq(fixture.operation.op, QW_OP_UNKNOWN);
        ck_assert_str_eq(fixture.operation.method, strange[i]);
    }
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("match");

    tcase_add_loop_test(tests, every_operation_has_a_route, 0, QW_OP_COUNT);
    tcase_add_loop_test(tests, every_route_is_found_by_its_own_example, 0, (int)qw_n_routes);
    tcase_add_loop_test(tests, every_route_names_its_router, 0, (int)qw_n_routes);
    tcase_add_loop_test(tests, method_and_path_lead_to_the_endpoint_that_the_engine_takes, 0,
                        (int)COUNT_OF(matches));
    tcase_add_loop_test(tests, a_name_that_no_engine_gives_out_is_refused, 0,
                        (int)COUNT_OF(misnamed));
    tcase_add_test(tests, methods_compare_exactly);
    return run_case("engine/match", tests);
}
