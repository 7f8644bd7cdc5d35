/* The sentences on operations: none is missing, and none promises what this version cannot do. */
#include "../../src/verdict/verdict_priv.h"
#include "test_verdict_fixture.h"

static void assert_sentence(const char *text)
{
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_gt(strlen(text), 10);
    ck_assert_int_eq(text[strlen(text) - 1], '.');
    assert_lacks(text, "  ");
}

START_TEST(every_operation_says_why_and_what_it_gives_away)
{
    const struct qw_operation_text text = qw_operation_text_of((enum qw_op)_i);

    assert_sentence(text.why);
    assert_sentence(text.gives);
}
END_TEST

START_TEST(no_judgement_is_promised_where_there_is_none)
{
    const enum qw_op op = (enum qw_op)_i;

    if (qw_workload_kind_of(op) == QW_WORKLOAD_NONE)
        assert_lacks(qw_operation_text_of(op).gives, "the rules judge");
    else
        ck_assert(qw_op_class(op) == QW_CLASS_WORKLOAD || qw_op_class(op) == QW_CLASS_BUILD);
    if (qw_op_class(op) == QW_CLASS_WORKLOAD)
        ck_assert_int_ne(qw_workload_kind_of(op), QW_WORKLOAD_NONE);
}
END_TEST

START_TEST(an_operation_of_its_own_kind_has_a_sentence_of_its_own)
{
    static const struct {
        enum qw_op op;
        const char *why;
    } rows[] = {
        {QW_OP_IMAGE_PULL, "fetches any image"},    {QW_OP_IMAGE_PUSH, "sends any image"},
        {QW_OP_SYSTEM_AUTH, "log in to"},           {QW_OP_SWARM_INSPECT, "the tokens to join it"},
        {QW_OP_SECRET_LIST, "not what they hold"},  {QW_OP_CONTAINER_STOP, "stops or removes"},
        {QW_OP_CONTAINER_LIST, "what runs on this"}};

    for (size_t i = 0; i < COUNT(rows); i++)
        assert_holds(qw_operation_text_of(rows[i].op).why, rows[i].why);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("text_operations");

    tcase_add_loop_test(tests, every_operation_says_why_and_what_it_gives_away, 0, QW_OP_COUNT);
    tcase_add_loop_test(tests, no_judgement_is_promised_where_there_is_none, 0, QW_OP_COUNT);
    tcase_add_test(tests, an_operation_of_its_own_kind_has_a_sentence_of_its_own);
    return run_case("verdict/text_operations", tests);
}
