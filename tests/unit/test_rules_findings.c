/* Tests of src/rules/findings.c: what judges add, and the loop over the judges. */
#include "qw/limits.h"
#include "rules_fixture.h"

/* A finding of privileged, one of writable-rootfs, and one of capabilities for each entry. */
static const char unhardened[] =
    "{\"Image\":\"busybox\",\"HostConfig\":{\"Privileged\":true,\"CapAdd\":[\"SYS_ADMIN\"]}}";

static struct qw_settings audit_but(enum qw_rule_id enforced)
{
    struct qw_settings settings = {0};

    for (size_t i = 0; i < QW_RULE_COUNT; i++)
        settings.modes[i] = QW_MODE_OFF;
    settings.modes[QW_RULE_PRIVILEGED] = QW_MODE_AUDIT;
    settings.modes[QW_RULE_WRITABLE_ROOTFS] = QW_MODE_AUDIT;
    settings.modes[QW_RULE_CAPABILITIES] = QW_MODE_AUDIT;
    settings.modes[enforced] = QW_MODE_ENFORCE;
    return settings;
}

START_TEST(findings_come_in_the_order_of_the_rules_with_their_modes)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = audit_but(QW_RULE_CAPABILITIES);
    struct qw_json *root = read_body(arena, QW_OP_CONTAINER_CREATE, unhardened);
    const struct qw_findings findings = judge(arena, QW_OP_CONTAINER_CREATE, root, &settings);

    ck_assert_uint_eq(findings.n_items, 3);
    ck_assert_int_eq(findings.items[0].rule, QW_RULE_PRIVILEGED);
    ck_assert_int_eq(findings.items[0].mode, QW_MODE_AUDIT);
    ck_assert_str_eq(findings.items[0].field, "HostConfig.Privileged");
    ck_assert_str_eq(findings.items[0].text,
                     "is true: the container would hold every capability and all host devices.");
    ck_assert_int_eq(findings.items[1].rule, QW_RULE_WRITABLE_ROOTFS);
    ck_assert_str_eq(findings.items[1].field, "HostConfig.ReadonlyRootfs");
    ck_assert_int_eq(findings.items[2].rule, QW_RULE_CAPABILITIES);
    ck_assert_int_eq(findings.items[2].mode, QW_MODE_ENFORCE);
    ck_assert_str_eq(findings.items[2].field, "HostConfig.CapAdd[0]");
}
END_TEST

START_TEST(a_rule_that_is_off_says_nothing)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_settings settings = audit_but(QW_RULE_CAPABILITIES);

    settings.modes[QW_RULE_CAPABILITIES] = QW_MODE_OFF;
    settings.modes[QW_RULE_PRIVILEGED] = QW_MODE_OFF;

    struct qw_json *root = read_body(arena, QW_OP_CONTAINER_CREATE, unhardened);
    const struct qw_findings findings = judge(arena, QW_OP_CONTAINER_CREATE, root, &settings);

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_int_eq(findings.items[0].rule, QW_RULE_WRITABLE_ROOTFS);
}
END_TEST

START_TEST(a_rule_is_silent_on_kinds_that_it_is_not_for)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = audit_but(QW_RULE_WRITABLE_ROOTFS);
    struct qw_json *root = read_body(arena, QW_OP_EXEC_CREATE, "{\"Cmd\":[\"sh\"]}");
    const struct qw_findings findings = judge(arena, QW_OP_EXEC_CREATE, root, &settings);

    ck_assert_uint_eq(findings.n_items, 0);
}
END_TEST

START_TEST(advice_of_an_enforced_rule_is_only_recorded)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_finding finding = {.part = QW_PART_USER, .is_advice = true};
    struct qw_findings findings = {
        .arena = arena, .kind = QW_WORKLOAD_CREATE, .mode = QW_MODE_ENFORCE};

    qw_finding_add(&findings, &finding, "is %d.", 1);
    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_int_eq(findings.items[0].mode, QW_MODE_AUDIT);
    ck_assert_str_eq(findings.items[0].text, "is 1.");
}
END_TEST

START_TEST(a_field_that_the_judge_names_is_kept)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_finding finding = {.field = "networkmode"};
    struct qw_findings findings = {.arena = arena, .kind = QW_WORKLOAD_BUILD};

    qw_finding_add(&findings, &finding, "is wrong.");
    ck_assert_str_eq(findings.items[0].field, "networkmode");
}
END_TEST

START_TEST(a_path_that_is_too_long_for_a_record_ends_in_dots)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_json *root = qw_json_new_object(arena);
    struct qw_json *leaf = qw_json_new_string(arena, "x");
    char *key = qw_arena_alloc(arena, QW_LIMIT_AUDIT_TEXT + 2, 1);
    const struct qw_finding finding = {.at = leaf};
    struct qw_findings findings = {.arena = arena, .kind = QW_WORKLOAD_CREATE};

    for (size_t i = 0; i <= QW_LIMIT_AUDIT_TEXT; i++)
        key[i] = 'k';
    qw_json_set(root, key, leaf);
    qw_finding_add(&findings, &finding, "is wrong.");
    ck_assert_int_eq(findings.err, QW_OK);
    ck_assert_uint_le(strlen(findings.items[0].field), QW_LIMIT_AUDIT_TEXT + 3);
    ck_assert_ptr_nonnull(strstr(findings.items[0].field, "..."));
}
END_TEST

static const struct {
    size_t n_findings;
    enum qw_err err;
} limit_rows[] = {
    {QW_LIMIT_FINDINGS - 1, QW_OK},
    {QW_LIMIT_FINDINGS, QW_OK},
    {QW_LIMIT_FINDINGS + 1, QW_ERR_TOO_LARGE},
};

START_TEST(more_findings_than_the_limit_are_an_error)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const size_t n_findings = limit_rows[_i].n_findings;
    struct qw_text *names = qw_arena_alloc(arena, n_findings, sizeof(*names));
    const struct qw_settings none = {0};
    const struct qw_settings settings = only(QW_RULE_CAPABILITIES, &none);
    struct qw_findings findings = {0};
    struct qw_workload workload = {.kind = QW_WORKLOAD_CREATE};

    for (size_t i = 0; i < n_findings; i++)
        names[i] = (struct qw_text){.value = "CAP_SYS_ADMIN", .at = qw_json_new_array(arena)};
    workload.capabilities.add = (struct qw_texts){.items = names, .n_items = n_findings};
    ck_assert_int_eq(qw_rules_judge(arena, &workload, &settings, &findings), limit_rows[_i].err);
    ck_assert_uint_eq(findings.n_items, limit_rows[_i].err == QW_OK ? n_findings : 0);
}
END_TEST

/* Memory may end at any place: every result short of the whole is an error. */
START_TEST(short_memory_is_an_error_and_never_fewer_findings)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *body_arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = {0};
    struct qw_json *root = read_body(body_arena, QW_OP_CONTAINER_CREATE, unhardened);
    const struct qw_workload workload = read_workload(body_arena, QW_OP_CONTAINER_CREATE, root);
    const struct qw_findings all = judge(body_arena, QW_OP_CONTAINER_CREATE, root, &settings);
    size_t n_short = 0;

    for (size_t max = 16; max < ARENA_SIZE; max += 64) {
        QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(max);
        struct qw_findings findings = {0};
        const enum qw_err err = qw_rules_judge(arena, &workload, &settings, &findings);

        if (err == QW_OK) {
            ck_assert_uint_eq(findings.n_items, all.n_items);
            break;
        }
        ck_assert_int_eq(err, QW_ERR_NO_MEMORY);
        ck_assert_uint_eq(findings.n_items, 0);
        n_short++;
    }
    ck_assert_uint_gt(n_short, 0);
}
END_TEST

static const struct {
    const char *body;
    unsigned needs;
} need_rows[] = {
    {"{}", 0},
    {"{\"HostConfig\":{\"Binds\":[\"/anonymous\"]}}", 0},
    {"{\"HostConfig\":{\"Binds\":[\"v:/h\"]}}", QW_NEED_VOLUMES | QW_NEED_PATHS | QW_NEED_ENGINE},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h\"]}}", QW_NEED_PATHS | QW_NEED_ENGINE},
};

START_TEST(the_engine_is_asked_where_something_of_the_host_is_mounted)
{
    static const struct qw_settings strictest;
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_workload workload =
        read_workload(arena, QW_OP_CONTAINER_CREATE,
                      read_body(arena, QW_OP_CONTAINER_CREATE, need_rows[_i].body));
    const struct qw_settings settings = only(QW_RULE_BIND_MOUNTS, &strictest);

    ck_assert_uint_eq(qw_rules_needs(&workload, &settings), need_rows[_i].needs);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules/findings");
    TCase *judging = tcase_create("judging");
    TCase *adding = tcase_create("adding");

    tcase_add_test(judging, findings_come_in_the_order_of_the_rules_with_their_modes);
    tcase_add_test(judging, a_rule_that_is_off_says_nothing);
    tcase_add_test(judging, a_rule_is_silent_on_kinds_that_it_is_not_for);
    tcase_add_loop_test(judging, the_engine_is_asked_where_something_of_the_host_is_mounted, 0,
                        (int)COUNT(need_rows));
    tcase_add_test(adding, advice_of_an_enforced_rule_is_only_recorded);
    tcase_add_test(adding, a_field_that_the_judge_names_is_kept);
    tcase_add_test(adding, a_path_that_is_too_long_for_a_record_ends_in_dots);
    tcase_add_loop_test(adding, more_findings_than_the_limit_are_an_error, 0,
                        (int)COUNT(limit_rows));
    tcase_add_test(adding, short_memory_is_an_error_and_never_fewer_findings);
    suite_add_tcase(suite, judging);
    suite_add_tcase(suite, adding);
    return run_suite(suite);
}
