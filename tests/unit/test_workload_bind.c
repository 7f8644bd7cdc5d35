#include "workload_fixture.h"

struct row {
    const char *written;
    enum qw_mount_type type;
    const char *source;
    const char *target;
    bool is_read_only;
    bool relabels;
    const char *propagation;
    const char *unknown_mode;
};

#define BIND QW_MOUNT_BIND
#define VOLUME QW_MOUNT_VOLUME
#define UNKNOWN QW_MOUNT_UNKNOWN

static const struct row rows[] = {
    {"/:/host", BIND, "/", "/host", false, false, "", NULL},
    {"/etc:/h:ro", BIND, "/etc", "/h", true, false, "", NULL},
    {"/etc:/h:rw", BIND, "/etc", "/h", false, false, "", NULL},
    {"/etc:/h:", BIND, "/etc", "/h", false, false, "", NULL},
    {"/etc:/h:z", BIND, "/etc", "/h", false, true, "", NULL},
    {"/etc:/h:Z", BIND, "/etc", "/h", false, true, "", NULL},
    {"/etc:/h:ro,Z", BIND, "/etc", "/h", true, true, "", NULL},
    {"/etc:/h:shared", BIND, "/etc", "/h", false, false, "shared", NULL},
    {"/etc:/h:rshared", BIND, "/etc", "/h", false, false, "rshared", NULL},
    {"/etc:/h:slave", BIND, "/etc", "/h", false, false, "slave", NULL},
    {"/etc:/h:ro,rslave", BIND, "/etc", "/h", true, false, "rslave", NULL},
    {"/etc:/h:private", BIND, "/etc", "/h", false, false, "private", NULL},
    {"/etc:/h:rprivate", BIND, "/etc", "/h", false, false, "rprivate", NULL},
    {"/etc:/h:nocopy", BIND, "/etc", "/h", false, false, "", NULL},
    {"/etc:/h:cached,ro", BIND, "/etc", "/h", true, false, "", NULL},
    {"/etc:/h:consistent", BIND, "/etc", "/h", false, false, "", NULL},
    {"/etc:/h:delegated", BIND, "/etc", "/h", false, false, "", NULL},
    {"/etc:/h:RO", BIND, "/etc", "/h", false, false, "", "RO"},
    {"/etc:/h:ro,U", BIND, "/etc", "/h", true, false, "", "U"},
    {"/etc:/h:ro,", BIND, "/etc", "/h", true, false, "", ""},
    {"/etc:/h:ro,rw", BIND, "/etc", "/h", true, false, "", "rw"},
    {"/etc:/h:z,Z", BIND, "/etc", "/h", false, true, "", "Z"},
    {"/etc:/h:shared,rprivate", BIND, "/etc", "/h", false, false, "shared", "rprivate"},
    {"/etc:/h:x,y", BIND, "/etc", "/h", false, false, "", "x"},
    {"/etc:/h:ro:rw", BIND, "/etc", "/h", false, false, "", "ro:rw"},
    {"/data/../etc/./shadow//:/h/../x", BIND, "/etc/shadow", "/x", false, false, "", NULL},
    {"//var//run/:/h", BIND, "/var/run", "/h", false, false, "", NULL},
    {"/../..:/h", BIND, "/", "/h", false, false, "", NULL},
    {"/a/b/../../..:/h", BIND, "/", "/h", false, false, "", NULL},
    {"/.:/h", BIND, "/", "/h", false, false, "", NULL},
    {"/...:/h", BIND, "/...", "/h", false, false, "", NULL},
    {"/a/..b:/h", BIND, "/a/..b", "/h", false, false, "", NULL},
    {"/a/b/..:/h", BIND, "/a", "/h", false, false, "", NULL},
    {"data:/h", VOLUME, "data", "/h", false, false, "", NULL},
    {"data:/h:ro,nocopy", VOLUME, "data", "/h", true, false, "", NULL},
    {"../etc:/h", VOLUME, "../etc", "/h", false, false, "", NULL}, /* a name that none may have */
    {" /etc:/h", VOLUME, " /etc", "/h", false, false, "", NULL},
    {"/data", VOLUME, "", "/data", false, false, "", NULL},
    {"a/../../b", VOLUME, "", "/b", false, false, "", NULL},
    {"../../a/..", VOLUME, "", "/", false, false, "", NULL},
    {"a/..", VOLUME, "", "/", false, false, "", NULL},
    {"", UNKNOWN, "", "/", false, false, "", NULL},
    {":/h", UNKNOWN, "", "/h", false, false, "", NULL},
    {"/etc:", UNKNOWN, "/etc", "/", false, false, "", NULL},
    {"/etc::ro", UNKNOWN, "/etc", "/", false, false, "", NULL},
    {"/etc:ro", UNKNOWN, "/etc", "/ro", false, false, "", NULL},
    {"/etc:rw,z", UNKNOWN, "/etc", "/rw,z", false, false, "", NULL},
};

START_TEST(a_bind_is_split_as_the_engine_splits_it)
{
    struct fixture fixture = fixture_new();
    const struct row *row = &rows[_i];
    const struct qw_mounts *mounts =
        &read_host(&fixture, qw_arena_format(fixture.arena, "'Binds':['%s']", row->written))
             ->mounts;
    const struct qw_mount *mount = mounts->items;

    ck_assert_uint_eq(mounts->n_items, 1);
    ck_assert_int_eq(mount->type, row->type);
    ck_assert_str_eq(mount->source, row->source);
    ck_assert_str_eq(mount->target, row->target);
    ck_assert_int_eq(mount->is_read_only, row->is_read_only);
    ck_assert_int_eq(mount->relabels, row->relabels);
    ck_assert_str_eq(mount->propagation, row->propagation);
    ck_assert_pstr_eq(mount->unknown_mode, row->unknown_mode);
    ck_assert_str_eq(mount->driver, "");
    ck_assert_str_eq(mount->options, "");
    ck_assert_str_eq(path_of(&fixture, mount->at), "HostConfig.Binds[0]");
    fixture_done(&fixture);
}
END_TEST

START_TEST(the_driver_of_the_host_config_is_of_all_volumes)
{
    struct fixture fixture = fixture_new();
    const struct qw_workload *workload = read_host(&fixture, "'VolumeDriver':'rexray'");

    ck_assert_str_eq(workload->volume_driver.value, "rexray");
    ck_assert_str_eq(path_of(&fixture, workload->volume_driver.at), "HostConfig.VolumeDriver");
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *host;
    bool no_copy;
} copied[] = {
    {"'Binds':['data:/h']", false},
    {"'Binds':['data:/h:ro']", false},
    {"'Binds':['data:/h:nocopy']", true},
    {"'Binds':['data:/h:z,nocopy,ro']", true},
    {"'Binds':['data:/h:NOCOPY']", false},
    {"'Mounts':[{'Type':'volume','Source':'data','Target':'/h'}]", false},
    {"'Mounts':[{'Type':'volume','Target':'/h','VolumeOptions':{'NoCopy':false}}]", false},
    {"'Mounts':[{'Type':'volume','Target':'/h','VolumeOptions':{'NoCopy':true}}]", true},
};

START_TEST(a_volume_is_filled_but_for_one_word)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(read_host(&fixture, copied[_i].host)->mounts.items[0].no_copy,
                     copied[_i].no_copy);
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_null_element_is_an_empty_bind)
{
    struct fixture fixture = fixture_new();
    const struct qw_mounts *mounts = &read_host(&fixture, "'Binds':[null]")->mounts;

    ck_assert_uint_eq(mounts->n_items, 1);
    ck_assert_int_eq(mounts->items[0].type, QW_MOUNT_UNKNOWN);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("bind");

    tcase_add_loop_test(tests, a_bind_is_split_as_the_engine_splits_it, 0, (int)COUNT_OF(rows));
    tcase_add_test(tests, the_driver_of_the_host_config_is_of_all_volumes);
    tcase_add_loop_test(tests, a_volume_is_filled_but_for_one_word, 0,
                        (int)(sizeof copied / sizeof copied[0]));
    tcase_add_test(tests, a_null_element_is_an_empty_bind);
    return run_case("workload/bind", tests);
}
