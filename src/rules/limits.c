/* How much of the host a container may take: memory, CPUs, processes.  Of an update only what is
 * set is judged (rules.md, "On a partial body"). */
#include <string.h>

#include "quantities.h"
#include "rules_priv.h"

static const int64_t NANO = 1000000000;

/* One limit of a workload against the two settings of its rule. */
struct limit {
    struct qw_number given; /* 0 or less: none */
    enum qw_setting_id required;
    enum qw_setting_id max;
    enum qw_part part;
    const char *takes;          /* "the container may take ... of the host" */
    const char *docker;         /* stands before the amount as the docker CLI takes it */
    const char *compose;        /* likewise */
    const char *service_docker; /* likewise, of a service */
    const char *service_compose;
    int64_t usual; /* what is offered where the policy allows so much */
    const char *(*show)(struct qw_findings *findings, int64_t amount);
    const char *(*write)(struct qw_findings *findings, int64_t amount);
};

static int64_t offered(const struct limit *limit, int64_t max)
{
    return max > 0 && max < limit->usual ? max : limit->usual;
}

static struct qw_finding limit_finding(const struct limit *limit, int64_t max,
                                       struct qw_findings *findings)
{
    const int64_t amount = offered(limit, max);
    const char *written = limit->write(findings, amount);
    const bool is_service = findings->kind == QW_WORKLOAD_SERVICE;

    return (struct qw_finding){
        .at = limit->given.at,
        .part = limit->part,
        .value = limit->given.at ? limit->show(findings, limit->given.value) : NULL,
        .docker = qw_findings_format(findings, "use %s %s",
                                     is_service ? limit->service_docker : limit->docker, written),
        .compose = qw_findings_format(
            findings, "use %s: %s", is_service ? limit->service_compose : limit->compose, written),
        .remedies = {{.kind = QW_REMEDY_SET,
                      .part = limit->part,
                      .value = qw_findings_format(findings, "%lld", (long long)amount)}},
    };
}

static void find_unlimited(const struct limit *limit, const struct qw_finding *finding,
                           struct qw_findings *findings)
{
    if (limit->given.at == NULL)
        qw_finding_add(findings, finding, "is not given: the container may take %s of the host.",
                       limit->takes);
    else
        qw_finding_add(findings, finding,
                       "is %lld, which is no limit: the container may take %s of the host.",
                       (long long)limit->given.value, limit->takes);
}

/* Whether the limit that is given, or that none is, is a finding. */
static bool is_over(const struct limit *limit, const struct qw_settings *settings,
                    enum qw_workload_kind kind)
{
    const int64_t max = settings->values[limit->max].number;
    const bool is_required = settings->values[limit->required].is_true;

    if (limit->given.at == NULL)
        return is_required && !qw_workload_is_partial(kind);
    if (limit->given.value <= 0)
        return is_required || max > 0;
    return max > 0 && limit->given.value > max;
}

static void tell(const struct limit *limit, const struct qw_settings *settings,
                 const struct qw_finding *finding, struct qw_findings *findings)
{
    if (limit->given.value <= 0)
        find_unlimited(limit, finding, findings);
    else
        qw_finding_add(findings, finding, "is %s: at most %s is allowed.",
                       limit->show(findings, limit->given.value),
                       limit->show(findings, settings->values[limit->max].number));
}

static void judge(const struct limit *limit, const struct qw_workload *workload,
                  const struct qw_settings *settings, struct qw_findings *findings)
{
    if (!is_over(limit, settings, workload->kind))
        return;

    const struct qw_finding finding =
        limit_finding(limit, settings->values[limit->max].number, findings);

    tell(limit, settings, &finding, findings);
}

/* --- memory-limit ----------------------------------------------------------------------------- */

/* MemorySwap is memory and swap together, twice the memory when it is not given (engine.md 6): what
 * the largest container gets unasked is no finding. */
static void judge_swap(const struct qw_number *swap, int64_t max, struct qw_findings *findings)
{
    const bool is_endless = swap->value < 0;
    const struct qw_finding finding = {
        .at = swap->at,
        .docker = "drop --memory-swap",
        .compose = "drop memswap_limit",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = swap->at}},
    };

    if (swap->at == NULL || max <= 0 || (!is_endless && swap->value / 2 <= max))
        return;
    if (is_endless)
        qw_finding_add(findings, &finding,
                       "is %lld, which is no limit: the container may take all swap of the host.",
                       (long long)swap->value);
    else
        qw_finding_add(findings, &finding,
                       "is %s: at most %s of memory are allowed, and as much swap.",
                       qw_show_size(findings, swap->value), qw_show_size(findings, max));
}

void qw_rule_memory_limit(const struct qw_workload *workload, const struct qw_settings *settings,
                          struct qw_findings *findings)
{
    const struct limit limit = {
        .given = workload->memory,
        .required = QW_SETTING_MEMORY_LIMIT_REQUIRED,
        .max = QW_SETTING_MEMORY_LIMIT_MAX,
        .part = QW_PART_MEMORY,
        .takes = "all memory",
        .docker = "--memory",
        .compose = "mem_limit",
        .service_docker = "--limit-memory",
        .service_compose = "deploy.resources.limits.memory",
        .usual = INT64_C(512) * 1024 * 1024,
        .show = qw_show_size,
        .write = qw_write_size,
    };

    judge(&limit, workload, settings, findings);
    judge_swap(&workload->memory_swap, settings->values[limit.max].number, findings);
}

/* --- cpu-limit -------------------------------------------------------------------------------- */

enum { DEFAULT_PERIOD = 100000, LONGEST_PERIOD = 1000000 }; /* microseconds, as the kernel has it */

/* Billionths of a CPU; a quota without a sensible period is more than any maximum. */
static int64_t cpus_of(int64_t quota, int64_t period)
{
    if (period == 0)
        period = DEFAULT_PERIOD;
    if (quota <= 0)
        return quota;
    if (period < 0 || period > LONGEST_PERIOD || quota / period >= INT64_MAX / NANO)
        return INT64_MAX;
    return quota / period * NANO + quota % period * NANO / period;
}

/* NanoCpus or CpuQuota of each CpuPeriod: the engine refuses both at once, and the larger counts.
 * CpuShares only say who goes first (CIS 5.12 takes them for a limit; they are none). */
static struct qw_number cpus_given(const struct qw_workload *workload)
{
    const struct qw_number quota = {
        .value = cpus_of(workload->cpu_quota.value, workload->cpu_period.value),
        .at = workload->cpu_quota.at,
    };

    if (workload->nano_cpus.at != NULL &&
        (quota.at == NULL || workload->nano_cpus.value > quota.value))
        return workload->nano_cpus;
    return quota;
}

/* An amended request holds NanoCpus alone, since the engine refuses the two beside it. */
static void set_remedies(const struct qw_workload *workload, struct qw_finding *finding)
{
    const struct qw_remedy drop_period = {.kind = QW_REMEDY_DROP, .at = workload->cpu_period.at};

    if (workload->cpu_quota.at != NULL)
        finding->remedies[0] =
            (struct qw_remedy){.kind = QW_REMEDY_DROP, .at = workload->cpu_quota.at};
    if (drop_period.at != NULL)
        finding->remedies[1] = drop_period;
}

/* Either alone changes what the other, which the container holds and nobody shows here, amounts to.
 */
static void judge_half_quota(const struct qw_workload *workload, int64_t max,
                             struct qw_findings *findings)
{
    const bool has_quota = workload->cpu_quota.at != NULL;
    const struct qw_finding finding = {
        .at = has_quota ? workload->cpu_quota.at : workload->cpu_period.at,
        .part = QW_PART_CPUS,
        .docker = "use --cpus",
        .compose = "use cpus:",
    };

    if (max > 0 && qw_workload_is_partial(workload->kind) &&
        has_quota != (workload->cpu_period.at != NULL))
        qw_finding_add(
            findings, &finding,
            "limits nothing by itself: how many CPUs that are depends on the container's "
            "%s, which is not shown here. Give both.",
            has_quota ? "period" : "quota");
}

void qw_rule_cpu_limit(const struct qw_workload *workload, const struct qw_settings *settings,
                       struct qw_findings *findings)
{
    const struct limit limit = {
        .given = cpus_given(workload),
        .required = QW_SETTING_CPU_LIMIT_REQUIRED,
        .max = QW_SETTING_CPU_LIMIT_MAX,
        .part = QW_PART_CPUS,
        .takes = "all CPUs",
        .docker = "--cpus",
        .compose = "cpus",
        .service_docker = "--limit-cpu",
        .service_compose = "deploy.resources.limits.cpus",
        .usual = NANO,
        .show = qw_show_cpus,
        .write = qw_write_cpus,
    };

    judge_half_quota(workload, settings->values[limit.max].number, findings);
    if (!is_over(&limit, settings, workload->kind))
        return;

    struct qw_finding finding = limit_finding(&limit, settings->values[limit.max].number, findings);

    set_remedies(workload, &finding);
    tell(&limit, settings, &finding, findings);
}

/* --- pids-limit ------------------------------------------------------------------------------- */

void qw_rule_pids_limit(const struct qw_workload *workload, const struct qw_settings *settings,
                        struct qw_findings *findings)
{
    const struct limit limit = {
        .given = workload->pids_limit,
        .required = QW_SETTING_PIDS_LIMIT_REQUIRED,
        .max = QW_SETTING_PIDS_LIMIT_MAX,
        .part = QW_PART_PIDS_LIMIT,
        .takes = "all processes",
        .docker = "--pids-limit",
        .compose = "pids_limit",
        .service_docker = "--limit-pids",
        .service_compose = "deploy.resources.limits.pids",
        .usual = 200,
        .show = qw_show_count,
        .write = qw_show_count,
    };

    judge(&limit, workload, settings, findings);
}

/* --- ulimits ---------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    enum qw_setting_id max;
} ulimit_rows[] = {
    {"NOFILE", QW_SETTING_ULIMITS_MAX_NOFILE},
    {"NPROC", QW_SETTING_ULIMITS_MAX_NPROC},
};

static void judge_ulimit(const struct qw_ulimit *ulimit, int64_t max, struct qw_findings *findings)
{
    const bool is_endless = ulimit->soft < 0 || ulimit->hard < 0;
    const int64_t most = ulimit->soft > ulimit->hard ? ulimit->soft : ulimit->hard;
    const struct qw_finding finding = {
        .at = ulimit->at,
        .value = is_endless ? "-1" : qw_show_count(findings, most),
        .remedies = {{.kind = QW_REMEDY_DROP, .at = ulimit->at}},
    };

    if (max <= 0 || (!is_endless && most <= max))
        return;
    if (is_endless)
        qw_finding_add(findings, &finding, "is no limit: at most %lld is allowed.", (long long)max);
    else
        qw_finding_add(findings, &finding, "is %lld: at most %lld is allowed.", (long long)most,
                       (long long)max);
}

void qw_rule_ulimits(const struct qw_workload *workload, const struct qw_settings *settings,
                     struct qw_findings *findings)
{
    for (size_t i = 0; i < workload->ulimits.n_items; i++) {
        const struct qw_ulimit *ulimit = &workload->ulimits.items[i];

        for (size_t row = 0; row < sizeof ulimit_rows / sizeof ulimit_rows[0]; row++) {
            if (strcmp(ulimit->name, ulimit_rows[row].name) == 0)
                judge_ulimit(ulimit, settings->values[ulimit_rows[row].max].number, findings);
        }
    }
}
