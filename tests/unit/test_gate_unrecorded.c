#include "test_gate_fixture.h"

/* Walks every operation: nothing that starts, makes or opens something passes without a record. */
START_TEST(no_operation_outside_read_and_manage_passes_unrecorded)
{
    const enum qw_op op = (enum qw_op)_i;
    const enum qw_class class = qw_op_class(op);

    if (!qw_gate_passes_unrecorded(op))
        return;
    ck_assert_int_ne(op, QW_OP_UNKNOWN);
    ck_assert_msg(!qw_op_changes_state(op) || class == QW_CLASS_MANAGE, "%s", qw_op_name(op));
}
END_TEST

START_TEST(every_read_passes_unrecorded)
{
    const enum qw_op op = (enum qw_op)_i;

    if (op != QW_OP_UNKNOWN && qw_op_class(op) == QW_CLASS_READ && !qw_op_changes_state(op))
        ck_assert_msg(qw_gate_passes_unrecorded(op), "%s", qw_op_name(op));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gate/unrecorded");
    TCase *tcase = tcase_create("unrecorded");
    int code;

    tcase_add_loop_test(tcase, no_operation_outside_read_and_manage_passes_unrecorded, 0,
                        QW_OP_COUNT);
    tcase_add_loop_test(tcase, every_read_passes_unrecorded, 0, QW_OP_COUNT);
    suite_add_tcase(suite, tcase);
    run_suite_and_exit_code(srunner_create(suite), &code);
    return code;
}
