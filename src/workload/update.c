#include "workload_priv.h"

/* Keys without a row: a newer engine may act on them. */
static void read_unknown(struct qw_reader *reader, const struct qw_json *body,
                         struct qw_workload *workload)
{
    qw_workload_add_unknown_fields(reader, body, qw_op_schema(QW_OP_CONTAINER_UPDATE),
                                   &workload->unknown_fields);
}

/* PidsLimit came with API 1.40: of an older request the engine drops it, and the clients of that
 * time sent 0 (postContainerUpdate; measured on 20.10 and 28.5). */
static bool drops_pids_limit(const struct qw_operation *operation)
{
    return operation->api_major == 1 && operation->api_minor < 40;
}

/* Only what is set changes anything.  The engine acts on the limits and on RestartPolicy, and
 * ignores the rest of Resources, OomKillDisable included (engine.md 5.1; measured likewise). */
void qw_workload_read_update(struct qw_reader *reader, const struct qw_operation *operation,
                             struct qw_workload *workload)
{
    const struct qw_json *body = qw_reader_object(reader, operation->body);

    qw_workload_read_limits(reader, body, workload);
    if (drops_pids_limit(operation))
        workload->pids_limit = (struct qw_number){0};
    workload->restart = qw_workload_read_restart(reader, qw_json_get(body, "RestartPolicy"));
    read_unknown(reader, body, workload);
}
