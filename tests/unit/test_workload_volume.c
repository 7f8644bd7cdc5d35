#include "workload_fixture.h"

START_TEST(a_volume_is_read_whole)
{
    struct fixture fixture = fixture_new();
    const struct qw_volume *volume = &fixture.workload.volume;

    ck_assert_int_eq(read_as(&fixture, QW_OP_VOLUME_CREATE,
                             "{'Name':'v','Driver':'local','DriverOpts':{'type':'none','o':'bind',"
                             "'device':'/'},'ClusterVolumeSpec':{'Group':'g'}}"),
                     QW_OK);
    ck_assert_int_eq(fixture.workload.kind, QW_WORKLOAD_VOLUME);
    ck_assert_str_eq(volume->driver.value, "local");
    ck_assert_uint_eq(volume->options.n_items, 3);
    ck_assert_str_eq(volume->options.items[2].name, "device");
    ck_assert_str_eq(volume->options.items[2].value, "/");
    ck_assert_str_eq(path_of(&fixture, volume->options.items[2].at), "DriverOpts.device");
    ck_assert_str_eq(path_of(&fixture, volume->cluster_spec), "ClusterVolumeSpec");
    fixture_done(&fixture);
}
END_TEST

static const char *const plain_bodies[] = {"{'Name':'v'}", "{}"};

START_TEST(an_ordinary_volume_has_nothing_to_judge)
{
    struct fixture fixture = fixture_new();
    const struct qw_volume *volume = &fixture.workload.volume;

    ck_assert_int_eq(read_as(&fixture, QW_OP_VOLUME_CREATE, plain_bodies[_i]), QW_OK);
    ck_assert_str_eq(volume->driver.value, "");
    ck_assert_ptr_null(volume->driver.at);
    ck_assert_ptr_null(volume->options.at);
    ck_assert_ptr_null(volume->cluster_spec);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("volume");

    tcase_add_test(tests, a_volume_is_read_whole);
    tcase_add_loop_test(tests, an_ordinary_volume_has_nothing_to_judge, 0,
                        (int)COUNT_OF(plain_bodies));
    return run_case("workload/volume", tests);
}
