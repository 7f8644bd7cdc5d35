#include "workload_fixture.h"

struct row {
    enum qw_namespace which;
    const char *field;
    const char *written;
    enum qw_namespace_mode mode;
};

#define PID QW_NAMESPACE_PID, "PidMode"
#define IPC QW_NAMESPACE_IPC, "IpcMode"
#define UTS QW_NAMESPACE_UTS, "UTSMode"
#define NETWORK QW_NAMESPACE_NETWORK, "NetworkMode"
#define USER QW_NAMESPACE_USER, "UsernsMode"
#define CGROUP QW_NAMESPACE_CGROUP, "CgroupnsMode"

static const struct row rows[] = {
    {PID, "", QW_NAMESPACE_DEFAULT},
    {PID, "host", QW_NAMESPACE_HOST},
    {PID, "HOST", QW_NAMESPACE_UNKNOWN},
    {PID, " host", QW_NAMESPACE_UNKNOWN},
    {PID, "host:xyz", QW_NAMESPACE_UNKNOWN},
    {PID, "private", QW_NAMESPACE_UNKNOWN},
    {PID, "container:abc", QW_NAMESPACE_CONTAINER},
    {PID, "container:a:b", QW_NAMESPACE_CONTAINER},
    {PID, "container:", QW_NAMESPACE_UNKNOWN},
    {PID, "Container:abc", QW_NAMESPACE_UNKNOWN},
    {PID, "ns:/proc/1/ns/pid", QW_NAMESPACE_PATH},
    {IPC, "", QW_NAMESPACE_DEFAULT},
    {IPC, "none", QW_NAMESPACE_PRIVATE},
    {IPC, "private", QW_NAMESPACE_PRIVATE},
    {IPC, "shareable", QW_NAMESPACE_PRIVATE},
    {IPC, "host", QW_NAMESPACE_HOST},
    {IPC, "Host", QW_NAMESPACE_UNKNOWN},
    {IPC, "container:abc", QW_NAMESPACE_CONTAINER},
    {IPC, "ns:/x", QW_NAMESPACE_PATH},
    {UTS, "", QW_NAMESPACE_DEFAULT},
    {UTS, "host", QW_NAMESPACE_HOST},
    {UTS, "private", QW_NAMESPACE_UNKNOWN},
    {UTS, "container:abc", QW_NAMESPACE_UNKNOWN},
    {UTS, "ns:/x", QW_NAMESPACE_PATH},
    {NETWORK, "", QW_NAMESPACE_DEFAULT},
    {NETWORK, "default", QW_NAMESPACE_DEFAULT},
    {NETWORK, "bridge", QW_NAMESPACE_PRIVATE},
    {NETWORK, "none", QW_NAMESPACE_PRIVATE},
    {NETWORK, "host", QW_NAMESPACE_HOST},
    {NETWORK, "Host", QW_NAMESPACE_PRIVATE}, /* a network of that name */
    {NETWORK, "project_default", QW_NAMESPACE_PRIVATE},
    {NETWORK, "9f86d081884c", QW_NAMESPACE_PRIVATE},
    {NETWORK, "container:abc", QW_NAMESPACE_CONTAINER},
    {NETWORK, "container:", QW_NAMESPACE_UNKNOWN},
    {NETWORK, "host:x", QW_NAMESPACE_UNKNOWN},
    {NETWORK, "host ", QW_NAMESPACE_UNKNOWN},
    {NETWORK, "/proc/1/ns/net", QW_NAMESPACE_UNKNOWN},
    {NETWORK, "ns:/proc/1/ns/net", QW_NAMESPACE_PATH},
    {USER, "", QW_NAMESPACE_DEFAULT},
    {USER, "host", QW_NAMESPACE_HOST},
    {USER, "private", QW_NAMESPACE_PRIVATE},
    {USER, "keep-id", QW_NAMESPACE_UNKNOWN},
    {USER, "container:abc", QW_NAMESPACE_UNKNOWN},
    {USER, "ns:/x", QW_NAMESPACE_PATH},
    {CGROUP, "", QW_NAMESPACE_DEFAULT},
    {CGROUP, "host", QW_NAMESPACE_HOST},
    {CGROUP, "private", QW_NAMESPACE_PRIVATE},
    {CGROUP, "HOST", QW_NAMESPACE_UNKNOWN},
    {CGROUP, "container:abc", QW_NAMESPACE_UNKNOWN},
    {CGROUP, "ns:/x", QW_NAMESPACE_PATH},
};

START_TEST(a_mode_is_an_exact_word_or_not_understood)
{
    struct fixture fixture = fixture_new();
    const struct row *row = &rows[_i];
    const struct qw_namespace_choice *choice =
        &read_host(&fixture, qw_arena_format(fixture.arena, "'%s':'%s'", row->field, row->written))
             ->namespaces[row->which];

    ck_assert_int_eq(choice->mode, row->mode);
    ck_assert_str_eq(choice->text.value, row->written);
    ck_assert_str_eq(path_of(&fixture, choice->text.at),
                     qw_arena_format(fixture.arena, "HostConfig.%s", row->field));
    for (size_t other = 0; other < QW_NAMESPACE_COUNT; other++)
        if (other != row->which)
            ck_assert_int_eq(fixture.workload.namespaces[other].mode, QW_NAMESPACE_DEFAULT);
    fixture_done(&fixture);
}
END_TEST

START_TEST(every_namespace_and_every_mode_has_a_row)
{
    bool namespaces[QW_NAMESPACE_COUNT] = {false};
    bool modes[QW_NAMESPACE_UNKNOWN + 1] = {false};

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        namespaces[rows[i].which] = true;
        modes[rows[i].mode] = true;
    }
    assert_all_seen(namespaces, COUNT_OF(namespaces));
    assert_all_seen(modes, COUNT_OF(modes));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("namespace");

    tcase_add_loop_test(tests, a_mode_is_an_exact_word_or_not_understood, 0, (int)COUNT_OF(rows));
    tcase_add_test(tests, every_namespace_and_every_mode_has_a_row);
    return run_case("workload/namespace", tests);
}
