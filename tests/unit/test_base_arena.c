#include <stdalign.h>
#include <string.h>

#include "base_fixture.h"

static bool is_zeroed(const unsigned char *memory, size_t size)
{
    for (size_t at = 0; at < size; at++) {
        if (memory[at] != 0)
            return false;
    }
    return true;
}

START_TEST(memory_is_zeroed_and_aligned)
{
    static const size_t sizes[] = {1, 7, 16, 100, 5000, 20000, 300000, 3};
    TEST_ARENA(arena);

    for (size_t round = 0; round < 50; round++) {
        for (size_t i = 0; i < N_ROWS(sizes); i++) {
            unsigned char *memory = qw_arena_alloc(arena, 1, sizes[i]);

            ck_assert_ptr_nonnull(memory);
            ck_assert_uint_eq((uintptr_t)memory % alignof(max_align_t), 0);
            ck_assert(is_zeroed(memory, sizes[i]));
            memset(memory, 0xA5, sizes[i]);
        }
    }
}
END_TEST

START_TEST(allocations_do_not_overlap)
{
    enum { COUNT = 3000 };
    TEST_ARENA(arena);
    uint32_t *taken[COUNT];

    for (uint32_t i = 0; i < COUNT; i++) {
        taken[i] = qw_arena_alloc(arena, i % 97 + 1, sizeof(uint32_t));
        ck_assert_ptr_nonnull(taken[i]);
        for (uint32_t at = 0; at < i % 97 + 1; at++)
            taken[i][at] = i;
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        bool intact = true;

        for (uint32_t at = 0; at < i % 97 + 1; at++)
            intact = intact && taken[i][at] == i;
        ck_assert(intact);
    }
}
END_TEST

START_TEST(no_more_than_max_is_handed_out)
{
    static const size_t limits[] = {1, 100, 16 * 1024, 40 * 1000, 5 * 1024 * 1024};

    for (size_t i = 0; i < N_ROWS(limits); i++) {
        for (int over = -1; over <= 1; over++) {
            QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(limits[i]);
            size_t size = limits[i] + (size_t)over;

            ck_assert_int_eq(qw_arena_alloc(arena, 1, size) != NULL, over <= 0);
            if (over == 0)
                ck_assert_ptr_null(qw_arena_alloc(arena, 1, 1));
        }
    }
}
END_TEST

START_TEST(max_holds_over_many_small_allocations)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(100000);
    size_t total = 0;

    while (qw_arena_alloc(arena, 1, 16) != NULL)
        total += 16;
    ck_assert_uint_le(total, 100000);
    ck_assert_uint_ge(total, 100000 - 16);
    ck_assert_ptr_null(qw_arena_copy(arena, "0123456789abcdef", 16));
}
END_TEST

START_TEST(a_product_that_overflows_is_refused)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(SIZE_MAX);

    ck_assert_ptr_null(qw_arena_alloc(arena, SIZE_MAX / 2 + 1, 2));
    ck_assert_ptr_null(qw_arena_alloc(arena, SIZE_MAX, 1));
    ck_assert_ptr_null(qw_arena_copy(arena, "", SIZE_MAX));
    ck_assert_ptr_nonnull(qw_arena_alloc(arena, 1, 1));
}
END_TEST

START_TEST(nothing_is_something)
{
    TEST_ARENA(arena);

    ck_assert_ptr_nonnull(qw_arena_alloc(arena, 0, 8));
    ck_assert_str_eq(qw_arena_copy(arena, NULL, 0), "");
}
END_TEST

START_TEST(a_copy_has_a_nul_behind_it)
{
    TEST_ARENA(arena);
    char *copy = qw_arena_copy(arena, "a\0bcd", 4);

    ck_assert_mem_eq(copy, "a\0bc", 5);
}
END_TEST

START_TEST(texts_are_formatted_whole)
{
    TEST_ARENA(arena);
    const char *text = qw_arena_format(arena, "%s-%0*d", "x", 40000, 7);

    ck_assert_uint_eq(strlen(text), 40002);
    ck_assert_str_eq(text + 39995, "0000007");
    ck_assert_str_eq(qw_arena_format(arena, "%s", ""), "");

    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *small = qw_arena_new(10);

    ck_assert_ptr_null(qw_arena_format(small, "%s", "0123456789"));
    ck_assert_str_eq(qw_arena_format(small, "%s", "012345678"), "012345678");
}
END_TEST

START_TEST(freeing_nothing_is_allowed)
{
    qw_arena_free(NULL);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        memory_is_zeroed_and_aligned,        allocations_do_not_overlap,
        no_more_than_max_is_handed_out,      max_holds_over_many_small_allocations,
        a_product_that_overflows_is_refused, nothing_is_something,
        a_copy_has_a_nul_behind_it,          texts_are_formatted_whole,
        freeing_nothing_is_allowed,
    };

    return base_run("base/arena", tests, N_ROWS(tests));
}
