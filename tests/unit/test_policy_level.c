/* The shipped levels against their snapshots, so that a change of policy shows in review.  To take
 * new ones, see tests/policy/README.md. */
#include "policy_fixture.h"

#define SNAPSHOTS "tests/policy/levels"

static const char *const levels[] = {"permissive", "baseline", "restricted", "cis"};

static void dump(const struct qw_policy *policy, struct qw_buffer *buffer)
{
    *buffer = QW_BUFFER(DUMP_MAX);
    qw_policy_dump(policy, buffer);
    ck_assert_int_eq(buffer->err, QW_OK);
}

static void write_snapshot(const char *path, const struct qw_buffer *buffer)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(buffer->data, 1, buffer->len, file), buffer->len);
    ck_assert_int_eq(fclose(file), 0);
}

static void compare_snapshot(const char *path, const struct qw_buffer *buffer)
{
    char *text = malloc(DUMP_MAX);
    FILE *file = fopen(path, "r");
    size_t len = 0;

    ck_assert_ptr_nonnull(text);
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    len = fread(text, 1, DUMP_MAX - 1, file);
    text[len] = '\0';
    fclose(file);
    ck_assert_msg(strcmp(text, buffer->data) == 0,
                  "%s is not what the level says now; tests/policy/README.md tells what to do",
                  path);
    free(text);
}

START_TEST(each_level_is_what_its_snapshot_says)
{
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        QW_CLEANUP(qw_buffer_done) struct qw_buffer buffer = {0};
        QW_CLEANUP(qw_cleanup_policy) struct qw_policy *policy = load_good(levels[i]);
        char path[PATH_SIZE];

        snprintf(path, sizeof path, SNAPSHOTS "/%s.dump", levels[i]);
        dump(policy, &buffer);
        if (getenv("QW_UPDATE_SNAPSHOTS") != NULL)
            write_snapshot(path, &buffer);
        compare_snapshot(path, &buffer);
    }
}
END_TEST

START_TEST(levels_come_in_order_of_strictness)
{
    ck_assert_uint_eq(qw_policy_level_count(), COUNT_OF(levels));
    for (size_t i = 0; i < COUNT_OF(levels); i++)
        ck_assert_str_eq(qw_policy_level_name(i), levels[i]);
    ck_assert_str_eq(qw_policy_level_name(COUNT_OF(levels)), "");
}
END_TEST

/* From baseline on, each level judges at least as strictly as the one before. */
START_TEST(no_level_is_laxer_than_the_one_before)
{
    for (size_t i = 2; i < COUNT_OF(levels); i++) {
        struct qw_policy *before = load_good(levels[i - 1]);
        struct qw_policy *policy = load_good(levels[i]);

        for (size_t rule = 0; rule < QW_RULE_COUNT; rule++)
            ck_assert_int_le(qw_policy_settings(policy)->modes[rule],
                             qw_policy_settings(before)->modes[rule]);
        for (size_t op = 0; op < QW_OP_COUNT; op++)
            ck_assert_int_le(qw_policy_action(policy, (enum qw_op)op),
                             qw_policy_action(before, (enum qw_op)op));
        qw_policy_unref(policy);
        qw_policy_unref(before);
    }
}
END_TEST

/* restricted enforces every other rule. */
static enum qw_mode mode_at_restricted(enum qw_rule_id rule)
{
    static const enum qw_rule_id recorded[] = {QW_RULE_HOST_INTERFACE, QW_RULE_MEMORY_LIMIT,
                                               QW_RULE_CPU_LIMIT,      QW_RULE_PIDS_LIMIT,
                                               QW_RULE_ULIMITS,        QW_RULE_IMAGE_CONTENT};
    static const enum qw_rule_id left_to_cis[] = {QW_RULE_RESTART_POLICY, QW_RULE_HEALTHCHECK,
                                                  QW_RULE_DEFAULT_NETWORK, QW_RULE_IMAGE_REFERENCE,
                                                  QW_RULE_REQUIRED_LABELS};

    for (size_t i = 0; i < COUNT_OF(recorded); i++)
        if (recorded[i] == rule)
            return QW_MODE_AUDIT;
    for (size_t i = 0; i < COUNT_OF(left_to_cis); i++)
        if (left_to_cis[i] == rule)
            return QW_MODE_OFF;
    return QW_MODE_ENFORCE;
}

START_TEST(permissive_audits_what_restricted_judges)
{
    struct qw_policy *permissive = load_good("permissive");
    struct qw_policy *restricted = load_good("restricted");

    for (size_t rule = 0; rule < QW_RULE_COUNT; rule++) {
        ck_assert_int_eq(qw_policy_settings(permissive)->modes[rule], QW_MODE_AUDIT);
        ck_assert_int_eq(qw_policy_settings(restricted)->modes[rule],
                         mode_at_restricted((enum qw_rule_id)rule));
    }
    for (size_t id = 0; id < QW_SETTING_COUNT; id++) {
        const struct qw_setting *one = setting_of(permissive, (enum qw_setting_id)id);
        const struct qw_setting *other = setting_of(restricted, (enum qw_setting_id)id);

        ck_assert(one->is_true == other->is_true);
        ck_assert_int_eq(one->number, other->number);
        ck_assert_uint_eq(one->n_paths, other->n_paths);
        ck_assert_uint_eq(one->n_words, other->n_words);
        for (size_t word = 0; word < one->n_words; word++)
            ck_assert_str_eq(one->words[word], other->words[word]);
    }
    for (size_t op = QW_OP_UNKNOWN + 1; op < QW_OP_COUNT; op++)
        ck_assert_int_ne(qw_policy_action(permissive, (enum qw_op)op), QW_ACTION_DENY);
    qw_policy_unref(restricted);
    qw_policy_unref(permissive);
}
END_TEST

struct op_row {
    enum qw_op op;
    enum qw_action baseline;
    enum qw_action restricted;
};

/* rules.md, "Rules on the operation itself" */
static const struct op_row op_rows[] = {
    {QW_OP_UNKNOWN, QW_ACTION_DENY, QW_ACTION_DENY},
    {QW_OP_CONTAINER_INSPECT, QW_ACTION_ALLOW, QW_ACTION_ALLOW},
    {QW_OP_CONTAINER_LOGS, QW_ACTION_ALLOW, QW_ACTION_ALLOW},
    {QW_OP_SERVICE_LOGS, QW_ACTION_ALLOW, QW_ACTION_ALLOW},
    {QW_OP_TASK_LOGS, QW_ACTION_ALLOW, QW_ACTION_ALLOW},
    {QW_OP_CONTAINER_EXPORT, QW_ACTION_ALLOW, QW_ACTION_ALLOW},
    {QW_OP_CONTAINER_ARCHIVE_GET, QW_ACTION_ALLOW, QW_ACTION_ALLOW},
    {QW_OP_CONTAINER_ARCHIVE_PUT, QW_ACTION_ALLOW, QW_ACTION_DENY},
    {QW_OP_CONTAINER_COPY, QW_ACTION_DENY, QW_ACTION_DENY},
    {QW_OP_CONFIG_INSPECT, QW_ACTION_DENY, QW_ACTION_DENY},
    {QW_OP_SECRET_LIST, QW_ACTION_DENY, QW_ACTION_DENY},
    {QW_OP_SWARM_UNLOCK_KEY, QW_ACTION_DENY, QW_ACTION_DENY},
    {QW_OP_SWARM_INSPECT, QW_ACTION_DENY, QW_ACTION_DENY},
    {QW_OP_SYSTEM_DEBUG, QW_ACTION_DENY, QW_ACTION_DENY},
    {QW_OP_PLUGIN_DISABLE, QW_ACTION_DENY, QW_ACTION_DENY},
    {QW_OP_CONTAINER_STOP, QW_ACTION_ALLOW, QW_ACTION_ALLOW},
    {QW_OP_IMAGE_PULL, QW_ACTION_ALLOW, QW_ACTION_ALLOW},
    {QW_OP_CONTAINER_CREATE, QW_ACTION_ALLOW, QW_ACTION_ALLOW},
    {QW_OP_CONTAINER_START, QW_ACTION_ALLOW, QW_ACTION_ALLOW},
    {QW_OP_BUILD_CLASSIC, QW_ACTION_ALLOW, QW_ACTION_DENY},
    {QW_OP_BUILD_BUILDKIT, QW_ACTION_ALLOW, QW_ACTION_DENY},
    {QW_OP_IMAGE_LOAD, QW_ACTION_ALLOW, QW_ACTION_DENY},
    {QW_OP_BUILD_GRPC, QW_ACTION_ALLOW, QW_ACTION_DENY},
    {QW_OP_BUILD_SESSION, QW_ACTION_ALLOW, QW_ACTION_DENY},
};

START_TEST(operations_are_allowed_as_the_classes_of_the_levels_say)
{
    struct qw_policy *baseline = load_good("baseline");
    struct qw_policy *restricted = load_good("restricted");

    for (size_t i = 0; i < COUNT_OF(op_rows); i++) {
        const char *name = qw_op_name(op_rows[i].op);

        ck_assert_msg(qw_policy_action(baseline, op_rows[i].op) == op_rows[i].baseline, "%s", name);
        ck_assert_msg(qw_policy_action(restricted, op_rows[i].op) == op_rows[i].restricted, "%s",
                      name);
    }
    qw_policy_unref(restricted);
    qw_policy_unref(baseline);
}
END_TEST

START_TEST(cis_denies_the_primary_group_of_root)
{
    struct qw_policy *restricted = load_good("restricted");
    struct qw_policy *cis = load_good("cis");

    ck_assert(!setting_of(restricted, QW_SETTING_GROUPS_DENY_GID_0)->is_true);
    ck_assert(setting_of(cis, QW_SETTING_GROUPS_DENY_GID_0)->is_true);
    qw_policy_unref(cis);
    qw_policy_unref(restricted);
}
END_TEST

START_TEST(a_dump_is_a_policy_of_the_same_meaning)
{
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        QW_CLEANUP(qw_buffer_done) struct qw_buffer buffer = {0};
        QW_CLEANUP(qw_cleanup_policy) struct qw_policy *level = load_good(levels[i]);
        QW_CLEANUP(qw_cleanup_policy) struct qw_policy *again = NULL;

        dump(level, &buffer);
        again = load_text(buffer.data);
        ck_assert_str_eq(qw_policy_digest(level)->text, qw_policy_digest(again)->text);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        each_level_is_what_its_snapshot_says,
        levels_come_in_order_of_strictness,
        no_level_is_laxer_than_the_one_before,
        permissive_audits_what_restricted_judges,
        operations_are_allowed_as_the_classes_of_the_levels_say,
        cis_denies_the_primary_group_of_root,
        a_dump_is_a_policy_of_the_same_meaning,
    };

    return run_suite("policy/level", tests, COUNT_OF(tests));
}
