#include "workload_fixture.h"

struct row {
    const char *written; /* one element of Mounts */
    enum qw_mount_type type;
    const char *source;
    const char *target;
    bool is_read_only;
    const char *propagation;
    const char *driver;
    const char *options;
};

static const struct row rows[] = {
    {"{'Type':'bind','Source':'/etc/../var//run/','Target':'/h/'}", QW_MOUNT_BIND, "/var/run", "/h",
     false, "", "", ""},
    {"{'Type':'bind','Source':'/etc','Target':'/h','ReadOnly':true}", QW_MOUNT_BIND, "/etc", "/h",
     true, "", "", ""},
    {"{'Type':'bind','Source':'/etc','Target':'/h','BindOptions':{'Propagation':'rshared'}}",
     QW_MOUNT_BIND, "/etc", "/h", false, "rshared", "", ""},
    {"{'Type':'bind','Source':'./etc/','Target':'/h'}", QW_MOUNT_BIND, "etc", "/h", false, "", "",
     ""},
    {"{'Type':'bind','Target':'/h'}", QW_MOUNT_BIND, "", "/h", false, "", "", ""},
    {"{'Type':'volume','Source':'data','Target':'/d'}", QW_MOUNT_VOLUME, "data", "/d", false, "",
     "", ""},
    {"{'Type':'volume','Target':'/d','VolumeOptions':{'NoCopy':true}}", QW_MOUNT_VOLUME, "", "/d",
     false, "", "", ""},
    {"{'Type':'volume','Source':'data','Target':'/d','VolumeOptions':{'DriverConfig':{'Name':"
     "'local'}}}",
     QW_MOUNT_VOLUME, "data", "/d", false, "", "local", ""},
    {"{'Type':'tmpfs','Target':'/t'}", QW_MOUNT_TMPFS, "", "/t", false, "", "", ""},
    {"{'Type':'tmpfs','Target':'/t','TmpfsOptions':{'SizeBytes':1024,'Mode':1023}}", QW_MOUNT_TMPFS,
     "", "/t", false, "", "", "size=1024,mode=1777"},
    {"{'Type':'tmpfs','Target':'/t','TmpfsOptions':{'Mode':511,'Options':[['exec'],['uid','0']]}}",
     QW_MOUNT_TMPFS, "", "/t", false, "", "", "mode=777,exec,uid=0"},
    {"{'Type':'image','Source':'alpine','Target':'/i'}", QW_MOUNT_IMAGE, "alpine", "/i", false, "",
     "", ""},
    {"{'Type':'cluster','Source':'c','Target':'/c'}", QW_MOUNT_CLUSTER, "c", "/c", false, "", "",
     ""},
    {"{'Type':'npipe','Source':'x','Target':'/c'}", QW_MOUNT_UNKNOWN, "x", "/c", false, "", "", ""},
    {"{'Type':'Bind','Source':'/etc','Target':'/h'}", QW_MOUNT_UNKNOWN, "/etc", "/h", false, "", "",
     ""},
    {"{'Source':'/etc','Target':'/h'}", QW_MOUNT_UNKNOWN, "/etc", "/h", false, "", "", ""},
    {"{}", QW_MOUNT_UNKNOWN, "", "/", false, "", "", ""},
    {"null", QW_MOUNT_UNKNOWN, "", "/", false, "", "", ""},
};

START_TEST(a_mount_is_read_by_its_type)
{
    struct fixture fixture = fixture_new();
    const struct row *row = &rows[_i];
    const struct qw_mounts *mounts =
        &read_host(&fixture, qw_arena_format(fixture.arena, "'Mounts':[%s]", row->written))->mounts;
    const struct qw_mount *mount = mounts->items;

    ck_assert_uint_eq(mounts->n_items, 1);
    ck_assert_int_eq(mount->type, row->type);
    ck_assert_str_eq(mount->source, row->source);
    ck_assert_str_eq(mount->target, row->target);
    ck_assert_int_eq(mount->is_read_only, row->is_read_only);
    ck_assert_str_eq(mount->propagation, row->propagation);
    ck_assert_str_eq(mount->driver, row->driver);
    ck_assert_str_eq(mount->options, row->options);
    ck_assert_ptr_null(mount->unknown_mode);
    ck_assert_str_eq(path_of(&fixture, mount->at), "HostConfig.Mounts[0]");
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *written; /* behind the type */
    bool forces_read_only;
} forced_rows[] = {
    {"", false},
    {",'ReadOnly':true", false},
    {",'ReadOnly':true,'BindOptions':{}", false},
    {",'ReadOnly':true,'BindOptions':{'ReadOnlyForceRecursive':false}", false},
    {",'ReadOnly':true,'BindOptions':{'ReadOnlyForceRecursive':null}", false},
    {",'ReadOnly':true,'BindOptions':{'ReadOnlyNonRecursive':true}", false},
    {",'ReadOnly':true,'VolumeOptions':{'ReadOnlyForceRecursive':true}", false},
    {",'ReadOnly':true,'BindOptions':{'ReadOnlyForceRecursive':true}", true},
    {",'readonly':true,'bindoptions':{'readonlyforcerecursive':true}", true},
};

START_TEST(a_bind_may_force_what_is_below_to_be_read_only)
{
    struct fixture fixture = fixture_new();
    const char *host =
        qw_arena_format(fixture.arena, "'Mounts':[{'Type':'bind'%s}]", forced_rows[_i].written);

    ck_assert_int_eq(read_host(&fixture, host)->mounts.items[0].forces_read_only,
                     forced_rows[_i].forces_read_only);
    fixture_done(&fixture);
}
END_TEST

START_TEST(driver_options_are_kept_with_their_place)
{
    struct fixture fixture = fixture_new();
    const struct qw_pairs *options =
        &read_host(&fixture,
                   "'Mounts':[{'Type':'volume','Target':'/h','VolumeOptions':{"
                   "'DriverConfig':{'Options':{'type':'none','o':'bind','device':'/'}}}}]")
             ->mounts.items[0]
             .driver_options;

    ck_assert_uint_eq(options->n_items, 3);
    ck_assert_str_eq(options->items[1].name, "o");
    ck_assert_str_eq(options->items[1].value, "bind");
    ck_assert_str_eq(options->items[2].value, "/");
    ck_assert_str_eq(path_of(&fixture, options->items[2].at),
                     "HostConfig.Mounts[0].VolumeOptions.DriverConfig.Options.device");
    fixture_done(&fixture);
}
END_TEST

START_TEST(all_kinds_of_mounts_stand_in_one_list)
{
    static const enum qw_mount_type types[] = {QW_MOUNT_BIND, QW_MOUNT_IMAGE, QW_MOUNT_TMPFS,
                                               QW_MOUNT_VOLUME};
    struct fixture fixture = fixture_new();
    const struct qw_mounts *mounts =
        &read_create(&fixture, "{'Volumes':{'/v':{}},'HostConfig':{'Tmpfs':{'/t':''},"
                               "'Binds':['/a:/b'],"
                               "'Mounts':[{'Type':'image','Source':'i','Target':'/i'}]}}")
             ->mounts;

    ck_assert_uint_eq(mounts->n_items, COUNT_OF(types));
    for (size_t i = 0; i < COUNT_OF(types); i++)
        ck_assert_int_eq(mounts->items[i].type, types[i]);
    ck_assert_str_eq(mounts->items[3].target, "/v");
    ck_assert_str_eq(path_of(&fixture, mounts->items[3].at), "Volumes[\"/v\"]");
    fixture_done(&fixture);
}
END_TEST

/* The engine takes any key of Volumes (20.10 to 28.5), and the runtime starts at its root. */
START_TEST(the_target_of_an_anonymous_volume_starts_at_the_root)
{
    static const char *const written[][2] = {
        {"proc", "/proc"}, {"./sys", "/sys"}, {"", "/"}, {"../dev", "/dev"}, {"/a:/b", "/a:/b"}};
    struct fixture fixture = fixture_new();
    const char *text = qw_arena_format(fixture.arena, "{'Volumes':{'%s':{}}}", written[_i][0]);

    ck_assert_str_eq(read_create(&fixture, text)->mounts.items[0].target, written[_i][1]);
    fixture_done(&fixture);
}
END_TEST

START_TEST(containers_of_volumes_from_stand_without_mode)
{
    static const char *const names[] = {"abc", "abc", "abc", "", ""};
    struct fixture fixture = fixture_new();
    const struct qw_texts *containers =
        &read_host(&fixture, "'VolumesFrom':['abc','abc:ro','abc:rw:z',':ro','']")->volumes_from;

    ck_assert_uint_eq(containers->n_items, COUNT_OF(names));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        ck_assert_str_eq(containers->items[i].value, names[i]);
    ck_assert_str_eq(path_of(&fixture, containers->items[1].at), "HostConfig.VolumesFrom[1]");
    fixture_done(&fixture);
}
END_TEST

START_TEST(every_mount_type_has_a_row)
{
    bool types[QW_MOUNT_UNKNOWN + 1] = {false};

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        types[rows[i].type] = true;
    assert_all_seen(types, COUNT_OF(types));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("mount");

    tcase_add_loop_test(tests, a_mount_is_read_by_its_type, 0, (int)COUNT_OF(rows));
    tcase_add_loop_test(tests, a_bind_may_force_what_is_below_to_be_read_only, 0,
                        (int)COUNT_OF(forced_rows));
    tcase_add_test(tests, driver_options_are_kept_with_their_place);
    tcase_add_test(tests, all_kinds_of_mounts_stand_in_one_list);
    tcase_add_loop_test(tests, the_target_of_an_anonymous_volume_starts_at_the_root, 0, 5);
    tcase_add_test(tests, containers_of_volumes_from_stand_without_mode);
    tcase_add_test(tests, every_mount_type_has_a_row);
    return run_case("workload/mount", tests);
}
