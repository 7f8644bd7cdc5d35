#include <string.h>

#include "base_fixture.h"

#include "qw/nearest.h"

struct nearest_row {
    const char *name;
    const char *nearest; /* NULL: none is near */
};

static const char *const names[] = {"pid",    "ipc",     "network",    "user",
                                    "cgroup", "enforce", "bind-mounts"};

static const struct nearest_row rows[] = {
    {"pid", "pid"},
    {"PID", "pid"},
    {"pidd", "pid"},
    {"pi", "pid"},
    {"net", "network"},
    {"NETW", "network"},
    {"nework", "network"},
    {"usr", "user"},
    {"groups", "cgroup"},
    {"enforced", "enforce"},
    {"mounts", "bind-mounts"},
    {"bind_mounts", "bind-mounts"},
    /* At most half of the letters may change. */
    {"pppp", NULL},
    {"pidxxx", "pid"},
    {"pidxxxx", NULL},
    {"cpi", NULL},
    {"ALL", NULL},
    {"x", NULL},
    {"p", NULL},
    {"id", "pid"},
    {"", NULL},
};

START_TEST(the_name_with_the_fewest_edits_is_nearest_if_it_is_near)
{
    for (size_t i = 0; i < N_ROWS(rows); i++)
        ck_assert_pstr_eq(qw_nearest(rows[i].name, names, N_ROWS(names)), rows[i].nearest);
}
END_TEST

START_TEST(of_no_names_none_is_nearest)
{
    ck_assert_ptr_null(qw_nearest("pid", names, 0));
}
END_TEST

START_TEST(the_first_of_equals_is_nearest)
{
    static const char *const equals[] = {"name", "game", "same"};

    ck_assert_str_eq(qw_nearest("tame", equals, 3), "name");
}
END_TEST

START_TEST(names_of_any_length_are_compared)
{
    char long_name[5000];
    char longer_name[70];
    const char *const both[] = {"x", long_name};

    memset(long_name, 'x', sizeof long_name);
    long_name[sizeof long_name - 1] = '\0';
    memset(longer_name, 'x', sizeof longer_name);
    longer_name[sizeof longer_name - 1] = '\0';
    ck_assert_ptr_eq(qw_nearest(longer_name, both, 2), long_name);
    ck_assert_ptr_null(qw_nearest(long_name, names, N_ROWS(names)));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_name_with_the_fewest_edits_is_nearest_if_it_is_near,
        of_no_names_none_is_nearest,
        the_first_of_equals_is_nearest,
        names_of_any_length_are_compared,
    };

    return base_run("base/nearest", tests, N_ROWS(tests));
}
