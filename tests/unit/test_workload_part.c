#include "workload_fixture.h"

struct row {
    enum qw_workload_kind kind;
    enum qw_part part;
    const char *path;
};

static const struct row rows[] = {
    {QW_WORKLOAD_CREATE, QW_PART_USER, "User"},
    {QW_WORKLOAD_CREATE, QW_PART_PRIVILEGED, "HostConfig.Privileged"},
    {QW_WORKLOAD_CREATE, QW_PART_READ_ONLY_ROOTFS, "HostConfig.ReadonlyRootfs"},
    {QW_WORKLOAD_CREATE, QW_PART_CAP_DROP, "HostConfig.CapDrop"},
    {QW_WORKLOAD_CREATE, QW_PART_SECURITY_OPT, "HostConfig.SecurityOpt"},
    {QW_WORKLOAD_CREATE, QW_PART_TMPFS, "HostConfig.Tmpfs"},
    {QW_WORKLOAD_CREATE, QW_PART_MEMORY, "HostConfig.Memory"},
    {QW_WORKLOAD_CREATE, QW_PART_CPUS, "HostConfig.NanoCpus"},
    {QW_WORKLOAD_CREATE, QW_PART_PIDS_LIMIT, "HostConfig.PidsLimit"},
    {QW_WORKLOAD_CREATE, QW_PART_HEALTHCHECK, "Healthcheck"},
    {QW_WORKLOAD_CREATE, QW_PART_LABELS, "Labels"},
    {QW_WORKLOAD_CREATE, QW_PART_IMAGE, "Image"},
    {QW_WORKLOAD_CREATE, QW_PART_NETWORK_MODE, "HostConfig.NetworkMode"},
    {QW_WORKLOAD_CREATE, QW_PART_RESTART, "HostConfig.RestartPolicy"},
    {QW_WORKLOAD_EXEC, QW_PART_USER, "User"},
    {QW_WORKLOAD_SERVICE, QW_PART_USER, "TaskTemplate.ContainerSpec.User"},
    {QW_WORKLOAD_SERVICE, QW_PART_READ_ONLY_ROOTFS, "TaskTemplate.ContainerSpec.ReadOnly"},
    {QW_WORKLOAD_SERVICE, QW_PART_CAP_DROP, "TaskTemplate.ContainerSpec.CapabilityDrop"},
    {QW_WORKLOAD_SERVICE, QW_PART_NO_NEW_PRIVILEGES,
     "TaskTemplate.ContainerSpec.Privileges.NoNewPrivileges"},
    {QW_WORKLOAD_SERVICE, QW_PART_MEMORY, "TaskTemplate.Resources.Limits.MemoryBytes"},
    {QW_WORKLOAD_SERVICE, QW_PART_CPUS, "TaskTemplate.Resources.Limits.NanoCPUs"},
    {QW_WORKLOAD_SERVICE, QW_PART_PIDS_LIMIT, "TaskTemplate.Resources.Limits.Pids"},
    {QW_WORKLOAD_SERVICE, QW_PART_HEALTHCHECK, "TaskTemplate.ContainerSpec.Healthcheck"},
    {QW_WORKLOAD_SERVICE, QW_PART_LABELS, "TaskTemplate.ContainerSpec.Labels"},
    {QW_WORKLOAD_SERVICE, QW_PART_IMAGE, "TaskTemplate.ContainerSpec.Image"},
    {QW_WORKLOAD_SERVICE, QW_PART_RESTART, "TaskTemplate.RestartPolicy"},
    {QW_WORKLOAD_EXEC, QW_PART_PRIVILEGED, "Privileged"},
};

static const char *expected_path(enum qw_workload_kind kind, enum qw_part part)
{
    /* A container that is held has the parts of the body that made it. */
    if (kind == QW_WORKLOAD_CONTAINER)
        kind = QW_WORKLOAD_CREATE;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].kind == kind && rows[i].part == part)
            return rows[i].path;
    return NULL;
}

START_TEST(every_part_stands_where_the_kind_of_body_has_it)
{
    for (enum qw_workload_kind kind = 0; kind < QW_WORKLOAD_KIND_COUNT; kind++)
        for (enum qw_part part = 0; part < QW_PART_COUNT; part++)
            ck_assert_pstr_eq(qw_workload_part_path(kind, part), expected_path(kind, part));
}
END_TEST

START_TEST(an_exec_and_an_update_leave_out_what_they_do_not_change)
{
    for (enum qw_workload_kind kind = 0; kind < QW_WORKLOAD_KIND_COUNT; kind++)
        ck_assert_int_eq(qw_workload_is_partial(kind),
                         kind == QW_WORKLOAD_EXEC || kind == QW_WORKLOAD_UPDATE);
}
END_TEST

START_TEST(what_is_out_of_range_has_no_path)
{
    ck_assert_ptr_null(qw_workload_part_path(QW_WORKLOAD_KIND_COUNT, QW_PART_USER));
    ck_assert_ptr_null(qw_workload_part_path(QW_WORKLOAD_CREATE, QW_PART_COUNT));
}
END_TEST

START_TEST(every_part_has_a_row)
{
    bool parts[QW_PART_COUNT] = {false};

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        parts[rows[i].part] = true;
    assert_all_seen(parts, COUNT_OF(parts));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("part");

    tcase_add_test(tests, every_part_stands_where_the_kind_of_body_has_it);
    tcase_add_test(tests, an_exec_and_an_update_leave_out_what_they_do_not_change);
    tcase_add_test(tests, what_is_out_of_range_has_no_path);
    tcase_add_test(tests, every_part_has_a_row);
    return run_case("workload/part", tests);
}
