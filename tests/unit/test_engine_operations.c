/* Every row of qw/operations.h. */
#include "../../src/engine/engine_priv.h"
#include "engine_fixture.h"

START_TEST(every_operation_has_a_unique_name_that_leads_back)
{
    enum qw_op op = (enum qw_op)_i;

    ck_assert_ptr_nonnull(qw_op_name(op));
    ck_assert_msg(qw_op_from_name(qw_op_name(op)) == op, "%s", qw_op_name(op));
}
END_TEST

START_TEST(only_unknown_has_the_class_unknown)
{
    enum qw_op op = (enum qw_op)_i;

    ck_assert_int_eq(qw_op_class(op) == QW_CLASS_UNKNOWN, op == QW_OP_UNKNOWN);
}
END_TEST

START_TEST(every_class_has_a_unique_name_that_leads_back)
{
    enum qw_class class = (enum qw_class)_i;

    ck_assert_int_eq(qw_class_from_name(qw_class_name(class)), class);
}
END_TEST

START_TEST(what_is_out_of_range_is_unknown)
{
    ck_assert_str_eq(qw_op_name(QW_OP_COUNT), "unknown");
    ck_assert_str_eq(qw_op_name((enum qw_op) - 1), "unknown");
    ck_assert_int_eq(qw_op_class(QW_OP_COUNT), QW_CLASS_UNKNOWN);
    ck_assert_str_eq(qw_class_name(QW_CLASS_COUNT), "unknown");
    ck_assert_int_eq(qw_op_body_need((enum qw_op)9999), QW_BODY_NONE);
    ck_assert_ptr_null(qw_op_schema(QW_OP_COUNT));
    ck_assert_int_eq(qw_op_from_name("container.fly"), QW_OP_UNKNOWN);
    ck_assert_int_eq(qw_op_from_name(""), QW_OP_UNKNOWN);
    ck_assert_int_eq(qw_class_from_name("reads"), QW_CLASS_UNKNOWN);
    ck_assert(qw_op_changes_state(QW_OP_UNKNOWN));
}
END_TEST

START_TEST(classes_are_named_as_policies_name_them)
{
    static const char *const names[] = {"unknown", "read",  "sensitive-read", "manage", "workload",
                                        "run",     "build", "inject",         "host"};

    ck_assert_uint_eq(COUNT_OF(names), QW_CLASS_COUNT);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        ck_assert_str_eq(qw_class_name((enum qw_class)i), names[i]);
}
END_TEST

/* A POST or PUT whose body nobody thought of would be one that is not looked at. */
START_TEST(every_post_and_put_says_what_it_does_with_a_body)
{
    const struct qw_route *route = &qw_routes[_i];
    bool reads_none = route->method != NULL && strcmp(route->method, "POST") != 0 &&
                      strcmp(route->method, "PUT") != 0;

    if (!reads_none)
        ck_assert_msg(qw_op_body_need(route->op) != QW_BODY_NONE, "%s", route->template);
}
END_TEST

START_TEST(reads_do_not_change_state)
{
    static const struct {
        const char *name;
        bool changes;
    } rows[] = {
        {"container.list", false},  {"container.logs", false},       {"system.ping", false},
        {"swarm.inspect", false},   {"checkpoint.list", false},      {"container.wait", false},
        {"container.create", true}, {"container.stop", true},        {"exec.start", true},
        {"image.pull", true},       {"container.archive.put", true}, {"plugin.enable", true},
        {"build.grpc", true},       {"checkpoint.create", true},     {"checkpoint.start", true},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        ck_assert_msg(qw_op_changes_state(qw_op_from_name(rows[i].name)) == rows[i].changes, "%s",
                      rows[i].name);
}
END_TEST

/* rules.md: only auth, build, load, import, archive PUT and plugins/create may have a body that is
 * not shown; session and grpc are hijacked. */
START_TEST(only_the_named_operations_may_hide_a_body)
{
    static const enum qw_op streams[] = {
        QW_OP_SYSTEM_AUTH,   QW_OP_CONTAINER_ARCHIVE_PUT, QW_OP_IMAGE_IMPORT,  QW_OP_IMAGE_LOAD,
        QW_OP_BUILD_CLASSIC, QW_OP_BUILD_BUILDKIT,        QW_OP_BUILD_SESSION, QW_OP_BUILD_GRPC,
        QW_OP_PLUGIN_CREATE};
    size_t n_streams = 0;

    for (int op = 0; op < QW_OP_COUNT; op++)
        n_streams += qw_op_body_need((enum qw_op)op) == QW_BODY_STREAM;
    ck_assert_uint_eq(n_streams, COUNT_OF(streams));
    for (size_t i = 0; i < COUNT_OF(streams); i++)
        ck_assert_int_eq(qw_op_body_need(streams[i]), QW_BODY_STREAM);
}
END_TEST

/* A form behind another Content-Type may hide every parameter of these: what it could say of each.
 */
START_TEST(only_the_named_operations_may_hide_their_parameters)
{
    static const enum qw_op harmless[] = {
        QW_OP_SYSTEM_DEBUG,      /* seconds, debug: the class decides, whatever they say */
        QW_OP_CONTAINER_WAIT,    /* condition: what the caller itself waits for */
        QW_OP_CONTAINER_STOP,    /* t, signal: how a process ends that may be ended */
        QW_OP_CONTAINER_KILL,    /* signal */
        QW_OP_CONTAINER_PAUSE,   /* none */
        QW_OP_CONTAINER_UNPAUSE, /* none */
        QW_OP_CONTAINER_RESIZE,  /* h, w */
        QW_OP_EXEC_START,        /* none; a JSON body with Detach, Tty, ConsoleSize */
        QW_OP_EXEC_RESIZE,       /* h, w */
    };
    size_t n_harmless = 0;

    for (int op = 0; op < QW_OP_COUNT; op++)
        n_harmless += qw_op_body_need((enum qw_op)op) == QW_BODY_HARMLESS;
    ck_assert_uint_eq(n_harmless, COUNT_OF(harmless));
    for (size_t i = 0; i < COUNT_OF(harmless); i++)
        ck_assert_int_eq(qw_op_body_need(harmless[i]), QW_BODY_HARMLESS);
    ck_assert_int_eq(qw_op_body_need(QW_OP_CONTAINER_ATTACH), QW_BODY_QUERY); /* stdin */
}
END_TEST

START_TEST(what_rules_judge_needs_a_visible_body)
{
    static const enum qw_op judged[] = {QW_OP_CONTAINER_CREATE, QW_OP_EXEC_CREATE,
                                        QW_OP_VOLUME_CREATE, QW_OP_NETWORK_CREATE,
                                        QW_OP_NETWORK_CONNECT};

    for (size_t i = 0; i < COUNT_OF(judged); i++) {
        ck_assert_int_eq(qw_op_body_need(judged[i]), QW_BODY_JSON);
        ck_assert_ptr_nonnull(qw_op_schema(judged[i]));
    }
    ck_assert_int_eq(qw_op_body_need(QW_OP_CONTAINER_START), QW_BODY_EMPTY);
    ck_assert_int_eq(qw_op_body_need(QW_OP_CONTAINER_RESTART), QW_BODY_QUERY);
    ck_assert_int_eq(qw_op_body_need(QW_OP_IMAGE_PULL), QW_BODY_QUERY);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("operations");

    tcase_add_loop_test(tests, every_operation_has_a_unique_name_that_leads_back, 0, QW_OP_COUNT);
    tcase_add_loop_test(tests, only_unknown_has_the_class_unknown, 0, QW_OP_COUNT);
    tcase_add_loop_test(tests, every_class_has_a_unique_name_that_leads_back, 0, QW_CLASS_COUNT);
    tcase_add_test(tests, what_is_out_of_range_is_unknown);
    tcase_add_test(tests, classes_are_named_as_policies_name_them);
    tcase_add_loop_test(tests, every_post_and_put_says_what_it_does_with_a_body, 0,
                        (int)qw_n_routes);
    tcase_add_test(tests, reads_do_not_change_state);
    tcase_add_test(tests, only_the_named_operations_may_hide_a_body);
    tcase_add_test(tests, only_the_named_operations_may_hide_their_parameters);
    tcase_add_test(tests, what_rules_judge_needs_a_visible_body);
    return run_case("engine/operations", tests);
}
