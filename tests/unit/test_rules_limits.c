/* Tests of src/rules/limits.c. */
#include "rules_fixture.h"

#define HOST(members) "{\"HostConfig\":{" members "}}"

static const struct qw_settings limited = {
    .values = {[QW_SETTING_MEMORY_LIMIT_REQUIRED] = {.is_true = true},
               [QW_SETTING_MEMORY_LIMIT_MAX] = {.number = 1073741824},
               [QW_SETTING_CPU_LIMIT_REQUIRED] = {.is_true = true},
               [QW_SETTING_CPU_LIMIT_MAX] = {.number = 1500000000},
               [QW_SETTING_PIDS_LIMIT_REQUIRED] = {.is_true = true},
               [QW_SETTING_PIDS_LIMIT_MAX] = {.number = 100},
               [QW_SETTING_ULIMITS_MAX_NOFILE] = {.number = 1024}}};

static const struct row memory_rows[] = {
    {"{}", "HostConfig.Memory"},
    {HOST("\"Memory\":0"), "HostConfig.Memory"},
    {HOST("\"Memory\":-1"), "HostConfig.Memory"},
    {HOST("\"Memory\":1073741823"), ""},
    {HOST("\"Memory\":1073741824"), ""},
    {HOST("\"Memory\":1073741825"), "HostConfig.Memory"},
    {HOST("\"Memory\":1024,\"MemorySwap\":2147483649"), ""},
    {HOST("\"Memory\":1024,\"MemorySwap\":2147483650"), "HostConfig.MemorySwap"},
    {HOST("\"Memory\":1024,\"MemorySwap\":-1"), "HostConfig.MemorySwap"},
};

static const struct row cpu_rows[] = {
    {"{}", "HostConfig.NanoCpus"},
    {HOST("\"CpuShares\":2"), "HostConfig.NanoCpus"},
    {HOST("\"NanoCpus\":1500000000"), ""},
    {HOST("\"NanoCpus\":1500000001"), "HostConfig.NanoCpus"},
    {HOST("\"NanoCpus\":-1"), "HostConfig.NanoCpus"},
    {HOST("\"CpuQuota\":150000"), ""},
    {HOST("\"CpuQuota\":150001"), "HostConfig.CpuQuota"},
    {HOST("\"CpuQuota\":1500,\"CpuPeriod\":1000"), ""},
    {HOST("\"CpuQuota\":1501,\"CpuPeriod\":1000"), "HostConfig.CpuQuota"},
    {HOST("\"CpuQuota\":-1"), "HostConfig.CpuQuota"},
    {HOST("\"CpuQuota\":1,\"CpuPeriod\":-1"), "HostConfig.CpuQuota"},
    {HOST("\"CpuQuota\":1,\"CpuPeriod\":1000001"), "HostConfig.CpuQuota"},
    {HOST("\"CpuQuota\":9223372036854775807,\"CpuPeriod\":1"), "HostConfig.CpuQuota"},
    {HOST("\"CpuPeriod\":1000"), "HostConfig.NanoCpus"},
    {HOST("\"NanoCpus\":1,\"CpuQuota\":150001"), "HostConfig.CpuQuota"},
};

static const struct row pids_rows[] = {
    {"{}", "HostConfig.PidsLimit"},
    {HOST("\"PidsLimit\":0"), "HostConfig.PidsLimit"},
    {HOST("\"PidsLimit\":-1"), "HostConfig.PidsLimit"},
    {HOST("\"PidsLimit\":100"), ""},
    {HOST("\"PidsLimit\":101"), "HostConfig.PidsLimit"},
};

#define ULIMIT(name, soft, hard) \
    HOST("\"Ulimits\":[{\"Name\":\"" name "\",\"Soft\":" soft ",\"Hard\":" hard "}]")

static const struct row ulimit_rows[] = {
    {ULIMIT("nofile", "1024", "1024"), ""},
    {ULIMIT("nofile", "1", "1025"), "HostConfig.Ulimits[0]"},
    {ULIMIT("nofile", "1025", "1"), "HostConfig.Ulimits[0]"},
    {ULIMIT("nofile", "-1", "1"), "HostConfig.Ulimits[0]"},
    {ULIMIT("NOFILE", "1", "-1"), "HostConfig.Ulimits[0]"},
    {ULIMIT("nproc", "-1", "-1"), ""}, /* no maximum is set */
    {ULIMIT("core", "-1", "-1"), ""},
};

static const struct rows tables[] = {
    {QW_RULE_MEMORY_LIMIT, QW_OP_CONTAINER_CREATE, memory_rows, COUNT(memory_rows)},
    {QW_RULE_CPU_LIMIT, QW_OP_CONTAINER_CREATE, cpu_rows, COUNT(cpu_rows)},
    {QW_RULE_PIDS_LIMIT, QW_OP_CONTAINER_CREATE, pids_rows, COUNT(pids_rows)},
    {QW_RULE_ULIMITS, QW_OP_CONTAINER_CREATE, ulimit_rows, COUNT(ulimit_rows)},
};

START_TEST(what_is_unlimited_or_over_the_maximum_is_found)
{
    check_rows(&tables[_i], &limited);
}
END_TEST

START_TEST(without_required_and_maximum_everything_passes)
{
    static const struct row rows[] = {{"{}", ""},
                                      {HOST("\"Memory\":-1,\"NanoCpus\":-1,\"PidsLimit\":-1"), ""}};
    static const struct qw_settings lax;

    for (size_t i = 0; i < 3; i++) {
        const struct rows table = {tables[i].rule, QW_OP_CONTAINER_CREATE, rows, COUNT(rows)};

        check_rows(&table, &lax);
    }
}
END_TEST

START_TEST(amounts_are_told_as_people_write_them)
{
    check_text(&(struct telling){.rule = QW_RULE_MEMORY_LIMIT,
                                 .op = QW_OP_CONTAINER_CREATE,
                                 .settings = &limited,
                                 .body = HOST("\"Memory\":2147483648"),
                                 .text = "is 2 GiB: at most 1 GiB is allowed."});
    check_text(&(struct telling){.rule = QW_RULE_CPU_LIMIT,
                                 .op = QW_OP_CONTAINER_CREATE,
                                 .settings = &limited,
                                 .body = HOST("\"NanoCpus\":2000000000"),
                                 .text = "is 2 CPUs: at most 1.5 CPUs is allowed."});
}
END_TEST

static const struct {
    enum qw_rule_id rule;
    const char *field;
    const char *docker;
    const char *compose;
} service_rows[] = {
    {QW_RULE_MEMORY_LIMIT, "TaskTemplate.Resources.Limits.MemoryBytes", "use --limit-memory 512m",
     "use deploy.resources.limits.memory: 512m"},
    {QW_RULE_CPU_LIMIT, "TaskTemplate.Resources.Limits.NanoCPUs", "use --limit-cpu 1",
     "use deploy.resources.limits.cpus: 1"},
    {QW_RULE_PIDS_LIMIT, "TaskTemplate.Resources.Limits.Pids", "use --limit-pids 100",
     "use deploy.resources.limits.pids: 100"},
};

START_TEST(a_service_is_told_its_own_flags)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_findings findings =
        judge_body(arena, service_rows[_i].rule, QW_OP_SERVICE_CREATE, &limited, "{}");

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_str_eq(findings.items[0].field, service_rows[_i].field);
    ck_assert_str_eq(findings.items[0].docker, service_rows[_i].docker);
    ck_assert_str_eq(findings.items[0].compose, service_rows[_i].compose);
}
END_TEST

static const struct {
    enum qw_rule_id rule;
    const char *body;
    const char *field; /* "" for no finding */
} update_rows[] = {
    {QW_RULE_MEMORY_LIMIT, "{}", ""},
    {QW_RULE_MEMORY_LIMIT, "{\"Memory\":0}", ""},
    {QW_RULE_MEMORY_LIMIT, "{\"Memory\":1073741824}", ""},
    {QW_RULE_MEMORY_LIMIT, "{\"Memory\":1073741825}", "Memory"},
    {QW_RULE_MEMORY_LIMIT, "{\"MemorySwap\":-1}", "MemorySwap"},
    {QW_RULE_CPU_LIMIT, "{\"NanoCpus\":0}", ""},
    {QW_RULE_CPU_LIMIT, "{\"NanoCpus\":1500000001}", "NanoCpus"},
    {QW_RULE_CPU_LIMIT, "{\"CpuPeriod\":1000}", "CpuPeriod"},
    {QW_RULE_CPU_LIMIT, "{\"CpuQuota\":1,\"CpuPeriod\":1000}", ""},
    {QW_RULE_PIDS_LIMIT, "{}", ""},
    {QW_RULE_PIDS_LIMIT, "{\"PidsLimit\":null}", ""},
    {QW_RULE_PIDS_LIMIT, "{\"PidsLimit\":0}", "PidsLimit"},
    {QW_RULE_PIDS_LIMIT, "{\"PidsLimit\":-1}", "PidsLimit"},
    {QW_RULE_PIDS_LIMIT, "{\"PidsLimit\":100}", ""},
    {QW_RULE_PIDS_LIMIT, "{\"PidsLimit\":101}", "PidsLimit"},
    {QW_RULE_ULIMITS, "{\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":-1}]}", ""},
};

START_TEST(of_an_update_only_what_it_sets_is_judged)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_findings findings = judge_body(
        arena, update_rows[_i].rule, QW_OP_CONTAINER_UPDATE, &limited, update_rows[_i].body);

    ck_assert_uint_eq(findings.n_items, *update_rows[_i].field != '\0');
    if (findings.n_items > 0)
        ck_assert_str_eq(findings.items[0].field, update_rows[_i].field);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("limits");

    tcase_add_loop_test(cases, what_is_unlimited_or_over_the_maximum_is_found, 0,
                        (int)COUNT(tables));
    tcase_add_test(cases, without_required_and_maximum_everything_passes);
    tcase_add_test(cases, amounts_are_told_as_people_write_them);
    tcase_add_loop_test(cases, a_service_is_told_its_own_flags, 0, (int)COUNT(service_rows));
    tcase_add_loop_test(cases, of_an_update_only_what_it_sets_is_judged, 0,
                        (int)COUNT(update_rows));
    return run_case("rules/limits", cases);
}
