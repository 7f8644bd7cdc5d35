#include "policy_fixture.h"

static const struct {
    const char *value; /* JSON */
    int64_t bytes;     /* -1: refused */
} sizes[] = {
    {"0", 0},
    {"1", 1},
    {"9223372036854775807", INT64_MAX},
    {"-1", -1},
    {"1.5", -1},
    {"true", -1},
    {"\"0\"", 0},
    {"\"512m\"", 536870912},
    {"\"512M\"", 536870912},
    {"\"512MiB\"", 536870912},
    {"\"64GiB\"", INT64_C(68719476736)},
    {"\"1k\"", 1024},
    {"\"1kib\"", 1024},
    {"\"1g\"", 1073741824},
    {"\"2t\"", INT64_C(2199023255552)},
    {"\"2TiB\"", INT64_C(2199023255552)},
    {"\"7b\"", 7},
    {"\"8388607t\"", INT64_C(9223370937343148032)},
    {"\"8388608t\"", -1},
    {"\"9223372036854775808\"", -1},
    {"\"\"", -1},
    {"\"m\"", -1},
    {"\"-1m\"", -1},
    {"\"1.5g\"", -1},
    {"\"1 g\"", -1},
    {"\"1GB\"", -1},
    {"\"1gi\"", -1},
};

static void check_size(size_t i)
{
    struct qw_diag diag = {0};
    char text[160];

    snprintf(text, sizeof text, V1 ", \"rules\": {\"memory-limit\": {\"max\": %s}}}",
             sizes[i].value);
    if (sizes[i].bytes < 0) {
        ck_assert_int_eq(load_bad(write_policy("policy.json", text), &diag), QW_ERR_POLICY);
        ck_assert_str_eq(diag.text, "expected a size such as \"512m\", \"64GiB\" or a number of "
                                    "bytes");
        ck_assert_str_eq(diag.pointer, "/rules/memory-limit/max");
        return;
    }

    struct qw_policy *policy = load_text(text);

    ck_assert_int_eq(setting_of(policy, QW_SETTING_MEMORY_LIMIT_MAX)->number, sizes[i].bytes);
    qw_policy_unref(policy);
}

START_TEST(a_size_has_a_unit_of_1024)
{
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        check_size(i);
}
END_TEST

static const struct {
    const char *value;
    int64_t nano;
    const char *dumped;
} cpus[] = {
    {"0", 0, "\"max\": 0"},
    {"4", INT64_C(4000000000), "\"max\": 4"},
    {"\"4\"", INT64_C(4000000000), "\"max\": 4"},
    {"\"1.5\"", 1500000000, "\"max\": \"1.5\""},
    {"\"1.50\"", 1500000000, "\"max\": \"1.5\""},
    {"\"0.05\"", 50000000, "\"max\": \"0.05\""},
    {"\"0.000000001\"", 1, "\"max\": \"0.000000001\""},
    {"2147483647", INT64_C(2147483647000000000), "\"max\": 2147483647"},
    {"2147483648", -1, NULL},
    {"-1", -1, NULL},
    {"1.5", -1, NULL},
    {"\"\"", -1, NULL},
    {"\".5\"", -1, NULL},
    {"\"1.\"", -1, NULL},
    {"\"1.0000000000\"", -1, NULL},
    {"\"1.5x\"", -1, NULL},
    {"\"1e3\"", -1, NULL},
};

static void check_cpus(size_t i)
{
    struct qw_buffer dump QW_CLEANUP(qw_buffer_done) = QW_BUFFER((size_t)64 * 1024);
    struct qw_diag diag = {0};
    char text[160];

    snprintf(text, sizeof text, V1 ", \"rules\": {\"cpu-limit\": {\"max\": %s}}}", cpus[i].value);
    if (cpus[i].nano < 0) {
        ck_assert_int_eq(load_bad(write_policy("policy.json", text), &diag), QW_ERR_POLICY);
        ck_assert_str_eq(diag.text, "expected a number of CPUs such as 4 or \"1.5\"");
        return;
    }

    struct qw_policy *policy = load_text(text);

    ck_assert_int_eq(setting_of(policy, QW_SETTING_CPU_LIMIT_MAX)->number, cpus[i].nano);
    qw_policy_dump(policy, &dump);
    ck_assert_ptr_nonnull(strstr(dump.data, cpus[i].dumped));
    qw_policy_unref(policy);
}

START_TEST(cpus_are_decimal)
{
    for (size_t i = 0; i < COUNT_OF(cpus); i++)
        check_cpus(i);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_size_has_a_unit_of_1024, cpus_are_decimal};

    return run_suite("policy/quantity", tests, COUNT_OF(tests));
}
