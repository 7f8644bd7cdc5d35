/* The options of a volume: when it is a path of the host, and which. */
#include "qw/volume_options.h"
#include "workload_fixture.h"

#define BIND_OPTIONS(device, o)                                                   \
    {                                                                             \
        {.name = "type", .value = "none"}, {.name = "device", .value = (device)}, \
            {.name = "o", .value = (o)},                                          \
    }

static struct {
    const char *driver;
    struct qw_pair options[3];
    const char *path; /* NULL: it is none */
} rows[] = {
    {"", BIND_OPTIONS("/data", "bind"), "/data"},
    {NULL, BIND_OPTIONS("/data", "bind"), "/data"},
    {"local", BIND_OPTIONS("/data", "ro,rbind"), "/data"},
    {"local", BIND_OPTIONS("/data/../etc", "bind,,"), "/data/../etc"},
    {"local", BIND_OPTIONS("", "bind"), ""},
    {"local", BIND_OPTIONS("/data", "ro"), NULL},
    {"local", BIND_OPTIONS("/data", "binder"), NULL},
    {"local", BIND_OPTIONS("/data", "Bind"), NULL},
    {"local", BIND_OPTIONS("/data", ""), NULL},
    {"Local", BIND_OPTIONS("/data", "bind"), NULL},
    {"nfs", BIND_OPTIONS("/data", "bind"), NULL},
};

START_TEST(a_local_volume_with_the_option_bind_is_a_path)
{
    const struct qw_pairs options = {.items = rows[_i].options, .n_items = 3};
    const char *path = qw_volume_host_path(rows[_i].driver, &options);

    if (rows[_i].path == NULL)
        ck_assert_ptr_null(path);
    else
        ck_assert_str_eq(path, rows[_i].path);
}
END_TEST

START_TEST(an_option_that_is_not_given_is_empty)
{
    const struct qw_pairs options = {.items = rows[0].options, .n_items = 3};

    ck_assert_str_eq(qw_volume_option(&options, "type"), "none");
    ck_assert_str_eq(qw_volume_option(&options, "Type"), "");
    ck_assert(!qw_volume_is_bind(&(struct qw_pairs){.n_items = 0}));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("volume_options");

    tcase_add_loop_test(tests, a_local_volume_with_the_option_bind_is_a_path, 0,
                        (int)(sizeof rows / sizeof rows[0]));
    tcase_add_test(tests, an_option_that_is_not_given_is_empty);
    return run_case("workload/volume_options", tests);
}
