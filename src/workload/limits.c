/* What a container may use: the part of HostConfig that the engine calls Resources, which an update
 * has at its top level. */
#include "workload_priv.h"

void qw_workload_read_limits(struct qw_reader *reader, const struct qw_json *resources,
                             struct qw_workload *workload)
{
    workload->memory = qw_reader_number(reader, qw_json_get(resources, "Memory"));
    workload->memory_swap = qw_reader_number(reader, qw_json_get(resources, "MemorySwap"));
    workload->nano_cpus = qw_reader_number(reader, qw_json_get(resources, "NanoCpus"));
    workload->cpu_quota = qw_reader_number(reader, qw_json_get(resources, "CpuQuota"));
    workload->cpu_period = qw_reader_number(reader, qw_json_get(resources, "CpuPeriod"));
    workload->cpu_shares = qw_reader_number(reader, qw_json_get(resources, "CpuShares"));
    workload->pids_limit = qw_reader_number(reader, qw_json_get(resources, "PidsLimit"));
}

static struct qw_ulimit read_ulimit(struct qw_reader *reader, const struct qw_json *element)
{
    const struct qw_json *ulimit = qw_reader_object(reader, element);

    return (struct qw_ulimit){
        .name = qw_reader_text(reader, qw_json_get(ulimit, "Name")).value,
        .soft = qw_reader_number(reader, qw_json_get(ulimit, "Soft")).value,
        .hard = qw_reader_number(reader, qw_json_get(ulimit, "Hard")).value,
        .at = element,
    };
}

struct qw_ulimits qw_workload_read_ulimits(struct qw_reader *reader, const struct qw_json *node)
{
    const struct qw_json *list = qw_reader_array(reader, node);
    struct qw_ulimit *items = qw_reader_alloc(reader, qw_json_count(list), sizeof *items);
    struct qw_ulimits ulimits = {.items = items};

    if (items == NULL)
        return ulimits;
    for (const struct qw_json *element = qw_json_first(list); element != NULL;
         element = qw_json_next(element))
        items[ulimits.n_items++] = read_ulimit(reader, element);
    return ulimits;
}
