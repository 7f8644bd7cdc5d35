/* What the second look remembers: full ids alone, the newest, and nothing from before it forgot. */
#include <check.h>
#include <stdio.h>

#include "../../src/gate/gate_priv.h"
#include "suite.h"

struct id {
    char text[MEMORY_ID_LEN + 1];
};

static struct id id_of(unsigned number)
{
    struct id id;

    (void)snprintf(id.text, sizeof id.text, "%064x", number);
    return id;
}

static struct memory new_memory(void)
{
    return (struct memory){.lock = PTHREAD_MUTEX_INITIALIZER};
}

static void remember(struct memory *memory, unsigned number)
{
    memory_remember(memory, id_of(number).text, memory_generation(memory));
}

START_TEST(what_was_remembered_is_known)
{
    struct memory memory = new_memory();

    ck_assert(!memory_knows(&memory, id_of(1).text));
    remember(&memory, 1);
    ck_assert(memory_knows(&memory, id_of(1).text));
    ck_assert(!memory_knows(&memory, id_of(2).text));
}
END_TEST

START_TEST(a_name_or_a_part_of_an_id_is_never_known)
{
    struct memory memory = new_memory();
    struct id longer = id_of(1);
    static const char *const names[] = {
        "",
        "web",
        "0",
        "000000000000",
        "00000000000000000000000000000000000000000000000000000000000000010",
        "000000000000000000000000000000000000000000000000000000000000000G"};

    remember(&memory, 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        memory_remember(&memory, names[i], memory_generation(&memory));
        ck_assert(!memory_knows(&memory, names[i]));
    }
    longer.text[MEMORY_ID_LEN - 1] = '\0';
    ck_assert(!memory_knows(&memory, longer.text));
}
END_TEST

/* Zeroed memory stands for no id: sixty-four NULs are none. */
START_TEST(the_newest_are_kept)
{
    struct memory memory = new_memory();

    for (unsigned i = 0; i <= MEMORY_SIZE; i++)
        remember(&memory, i);
    ck_assert(!memory_knows(&memory, id_of(0).text));
    ck_assert(memory_knows(&memory, id_of(1).text));
    ck_assert(memory_knows(&memory, id_of(MEMORY_SIZE).text));
}
END_TEST

START_TEST(remembering_twice_takes_one_place)
{
    struct memory memory = new_memory();

    remember(&memory, 0);
    for (unsigned i = 0; i < MEMORY_SIZE; i++)
        remember(&memory, 1);
    ck_assert(memory_knows(&memory, id_of(0).text));
}
END_TEST

START_TEST(what_began_before_it_forgot_is_not_kept)
{
    struct memory memory = new_memory();
    const unsigned before = memory_generation(&memory);

    remember(&memory, 1);
    memory_forget(&memory);
    ck_assert(!memory_knows(&memory, id_of(1).text));
    memory_remember(&memory, id_of(2).text, before);
    ck_assert(!memory_knows(&memory, id_of(2).text));
    remember(&memory, 3);
    ck_assert(memory_knows(&memory, id_of(3).text));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("memory");

    tcase_add_test(tests, what_was_remembered_is_known);
    tcase_add_test(tests, a_name_or_a_part_of_an_id_is_never_known);
    tcase_add_test(tests, the_newest_are_kept);
    tcase_add_test(tests, remembering_twice_takes_one_place);
    tcase_add_test(tests, what_began_before_it_forgot_is_not_kept);
    return run_case("gate/memory", tests);
}
