#include "policy_fixture.h"

#define OPS V1 ",\n\"operations\": "

static const struct fault_row faults[] = {
    {OPS "{\"Allow\": []}}", 2, 16, "/operations/Allow",
     "unknown key \"Allow\"; did you mean \"allow\"?"},
    {OPS "{\"alow\": []}}", 2, 16, "/operations/alow",
     "unknown key \"alow\"; did you mean \"allow\"?"},
    {OPS "{\"allow\": \"class:read\"}}", 2, 16, "/operations/allow",
     "expected a list, not a string"},
    {OPS "{\"allow\": [\"class:read\", {}]}}", 2, 40, "/operations/allow/1",
     "expected a string, not an object"},
    {OPS "{\"allow\": [\"container.creat\"]}}", 2, 26, "/operations/allow/0",
     "unknown operation \"container.creat\"; did you mean \"container.create\"?"},
    {OPS "{\"deny\": [\"container.list\", \"Container.create\"]}}", 2, 43, "/operations/deny/1",
     "unknown operation \"Container.create\"; did you mean \"container.create\"?"},
    {OPS "{\"allow\": [\"\"]}}", 2, 26, "/operations/allow/0", "unknown operation \"\""},
    {OPS "{\"allow\": [\"build\"]}}", 2, 26, "/operations/allow/0",
     "unknown operation \"build\"; did you mean \"build.classic\"?"},
    {OPS "{\"allow\": [\"swam.*\"]}}", 2, 26, "/operations/allow/0",
     "no operation matches \"swam.*\""},
    {OPS "{\"allow\": [\"unk*\"]}}", 2, 26, "/operations/allow/0",
     "no operation matches \"unk*\"; did you mean \"unknown\"?"},
    {OPS "{\"audit\": [\"class:bild\"]}}", 2, 26, "/operations/audit/0",
     "unknown class \"bild\"; did you mean \"build\"?"},
    {OPS "{\"audit\": [\"class:*\"]}}", 2, 26, "/operations/audit/0",
     "unknown class \"*\"; expected unknown, read, sensitive-read, manage, workload, run, build, "
     "inject or host"},
    {OPS "{\"audit\": [\"Class:read\"]}}", 2, 26, "/operations/audit/0",
     "unknown operation \"Class:read\""},
    {OPS "{\"allow\": [\"unknown\"]}}", 2, 26, "/operations/allow/0",
     "\"unknown\" is what quaywarden does not know: it may only be denied"},
    {OPS "{\"audit\": [\"unknown\"]}}", 2, 26, "/operations/audit/0",
     "\"unknown\" is what quaywarden does not know: it may only be denied"},
    {OPS "{\"allow\": [\"class:unknown\"]}}", 2, 26, "/operations/allow/0",
     "\"class:unknown\" is what quaywarden does not know: it may only be denied"},
    {OPS "{\"audit\": [\"class:unknown\"]}}", 2, 26, "/operations/audit/0",
     "\"class:unknown\" is what quaywarden does not know: it may only be denied"},
};

START_TEST(what_is_wrong_with_an_entry_is_told_with_its_place)
{
    for (size_t i = 0; i < COUNT_OF(faults); i++)
        check_fault(&faults[i]);
}
END_TEST

struct action_row {
    const char *text;
    enum qw_op op;
    enum qw_action action;
};

/* Within one layer: class < glob < exact; at equal closeness deny < audit < allow. */
static const struct action_row within_a_layer[] = {
    {OPS "{}}", QW_OP_CONTAINER_LIST, QW_ACTION_DENY},
    {OPS "{\"allow\": [\"class:read\"]}}", QW_OP_CONTAINER_LIST, QW_ACTION_ALLOW},
    {OPS "{\"audit\": [\"class:read\"]}}", QW_OP_CONTAINER_LIST, QW_ACTION_AUDIT},
    {OPS "{\"allow\": [\"class:read\"]}}", QW_OP_CONTAINER_CREATE, QW_ACTION_DENY},
    {OPS "{\"allow\": [\"container.*\"]}}", QW_OP_CONTAINER_CREATE, QW_ACTION_ALLOW},
    {OPS "{\"allow\": [\"container.*\"]}}", QW_OP_IMAGE_LIST, QW_ACTION_DENY},
    {OPS "{\"allow\": [\"*.create\"]}}", QW_OP_EXEC_CREATE, QW_ACTION_ALLOW},
    {OPS "{\"allow\": [\"con*ex*e\"]}}", QW_OP_EXEC_CREATE, QW_ACTION_ALLOW},
    {OPS "{\"allow\": [\"con*ex*e\"]}}", QW_OP_CONTAINER_EXPORT, QW_ACTION_DENY},
    {OPS "{\"allow\": [\"*\"]}}", QW_OP_SWARM_JOIN, QW_ACTION_ALLOW},
    {OPS "{\"allow\": [\"*\"]}}", QW_OP_UNKNOWN, QW_ACTION_DENY},
    {OPS "{\"allow\": [\"container.create\"]}}", QW_OP_CONTAINER_CREATE, QW_ACTION_ALLOW},
    {OPS "{\"deny\": [\"class:workload\"], \"allow\": [\"container.*\"]}}", QW_OP_CONTAINER_CREATE,
     QW_ACTION_ALLOW},
    {OPS "{\"allow\": [\"container.*\"], \"deny\": [\"class:workload\"]}}", QW_OP_CONTAINER_CREATE,
     QW_ACTION_ALLOW},
    {OPS "{\"allow\": [\"class:workload\"], \"audit\": [\"container.*\"]}}", QW_OP_CONTAINER_CREATE,
     QW_ACTION_AUDIT},
    {OPS "{\"deny\": [\"container.*\"], \"allow\": [\"container.create\"]}}",
     QW_OP_CONTAINER_CREATE, QW_ACTION_ALLOW},
    {OPS "{\"allow\": [\"*\"], \"deny\": [\"container.create\"]}}", QW_OP_CONTAINER_CREATE,
     QW_ACTION_DENY},
    {OPS "{\"allow\": [\"class:read\"], \"audit\": [\"class:read\"]}}", QW_OP_CONTAINER_LIST,
     QW_ACTION_AUDIT},
    {OPS "{\"audit\": [\"class:read\"], \"allow\": [\"class:read\"]}}", QW_OP_CONTAINER_LIST,
     QW_ACTION_AUDIT},
    {OPS "{\"deny\": [\"class:read\"], \"allow\": [\"class:read\"]}}", QW_OP_CONTAINER_LIST,
     QW_ACTION_DENY},
    {OPS "{\"allow\": [\"image.*\"], \"deny\": [\"*.list\"]}}", QW_OP_IMAGE_LIST, QW_ACTION_DENY},
    {OPS "{\"allow\": [\"image.list\"], \"audit\": [\"image.list\"]}}", QW_OP_IMAGE_LIST,
     QW_ACTION_AUDIT},
    {OPS "{\"deny\": [\"unknown\", \"class:unknown\"]}}", QW_OP_UNKNOWN, QW_ACTION_DENY},
};

static void check_actions(const struct action_row *rows, size_t n_rows)
{
    for (size_t i = 0; i < n_rows; i++) {
        struct qw_policy *policy = load_text(rows[i].text);

        ck_assert_msg(qw_policy_action(policy, rows[i].op) == rows[i].action, "%s: %s is %d",
                      rows[i].text, qw_op_name(rows[i].op),
                      (int)qw_policy_action(policy, rows[i].op));
        qw_policy_unref(policy);
    }
}

START_TEST(the_closer_entry_wins_and_then_the_stricter_one)
{
    check_actions(within_a_layer, COUNT_OF(within_a_layer));
}
END_TEST

#define DERIVED V1 ", \"extends\": \"base.json\", \"operations\": "

/* base.json: allow class:build, deny build.grpc, audit image.load. */
static const struct action_row across_layers[] = {
    {DERIVED "{}}", QW_OP_BUILD_CLASSIC, QW_ACTION_ALLOW},
    {DERIVED "{}}", QW_OP_BUILD_GRPC, QW_ACTION_DENY},
    {DERIVED "{}}", QW_OP_IMAGE_LOAD, QW_ACTION_AUDIT},
    {DERIVED "{\"deny\": [\"class:build\"]}}", QW_OP_BUILD_CLASSIC, QW_ACTION_DENY},
    {DERIVED "{\"allow\": [\"class:build\"]}}", QW_OP_BUILD_GRPC, QW_ACTION_ALLOW},
    {DERIVED "{\"deny\": [\"class:build\"]}}", QW_OP_IMAGE_LOAD, QW_ACTION_DENY},
    {DERIVED "{\"allow\": [\"image.*\"]}}", QW_OP_IMAGE_LOAD, QW_ACTION_ALLOW},
    {DERIVED "{\"allow\": [\"image.*\"]}}", QW_OP_BUILD_GRPC, QW_ACTION_DENY},
    {DERIVED "{\"deny\": [\"swarm.*\"]}}", QW_OP_BUILD_CLASSIC, QW_ACTION_ALLOW},
};

START_TEST(a_derived_policy_wins_for_what_it_names)
{
    write_policy("base.json", OPS "{\"allow\": [\"class:build\"], \"deny\": [\"build.grpc\"], "
                                  "\"audit\": [\"image.load\"]}}");
    check_actions(across_layers, COUNT_OF(across_layers));
}
END_TEST

START_TEST(every_operation_and_class_can_be_named)
{
    char text[128];

    for (size_t op = QW_OP_UNKNOWN + 1; op < QW_OP_COUNT; op++) {
        snprintf(text, sizeof text, OPS "{\"allow\": [\"%s\"]}}", qw_op_name((enum qw_op)op));
        struct qw_policy *policy = load_text(text);
        for (size_t other = 0; other < QW_OP_COUNT; other++)
            ck_assert_int_eq(qw_policy_action(policy, (enum qw_op)other),
                             other == op ? QW_ACTION_ALLOW : QW_ACTION_DENY);
        qw_policy_unref(policy);
    }
    for (size_t class = QW_CLASS_UNKNOWN + 1; class < QW_CLASS_COUNT; class ++) {
        snprintf(text, sizeof text, OPS "{\"allow\": [\"class:%s\"]}}",
                 qw_class_name((enum qw_class) class));
        struct qw_policy *policy = load_text(text);
        for (size_t op = 0; op < QW_OP_COUNT; op++)
            ck_assert_int_eq(qw_policy_action(policy, (enum qw_op)op),
                             qw_op_class((enum qw_op)op) == class ? QW_ACTION_ALLOW
                                                                  : QW_ACTION_DENY);
        qw_policy_unref(policy);
    }
}
END_TEST

START_TEST(an_operation_out_of_range_is_denied)
{
    struct qw_policy *policy = load_text(OPS "{\"allow\": [\"*\"]}}");

    ck_assert_int_eq(qw_policy_action(policy, QW_OP_COUNT), QW_ACTION_DENY);
    ck_assert_int_eq(qw_policy_action(policy, (enum qw_op)4096), QW_ACTION_DENY);
    qw_policy_unref(policy);
}
END_TEST

START_TEST(a_pattern_of_many_stars_takes_no_time)
{
    struct qw_diag diag;
    char text[4096] = OPS "{\"allow\": [\"";

    for (int i = 0; i < 500; i++)
        strncat(text, "*a*e", sizeof text - strlen(text) - 1);
    strncat(text, "\"]}}", sizeof text - strlen(text) - 1);
    ck_assert_int_eq(load_bad(write_policy("policy.json", text), &diag), QW_ERR_POLICY);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_is_wrong_with_an_entry_is_told_with_its_place,
        the_closer_entry_wins_and_then_the_stricter_one,
        a_derived_policy_wins_for_what_it_names,
        every_operation_and_class_can_be_named,
        an_operation_out_of_range_is_denied,
        a_pattern_of_many_stars_takes_no_time,
    };

    return run_suite("policy/operations", tests, COUNT_OF(tests));
}
