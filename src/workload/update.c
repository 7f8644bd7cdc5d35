#include "workload_priv.h"

/* Keys without a row: a newer engine may act on them. */
static void read_unknown(struct qw_reader *reader, const struct qw_json *body,
                         struct qw_workload *workload)
{
    qw_workload_add_unknown_fields(reader, body, qw_op_schema(QW_OP_CONTAINER_UPDATE),
                                   &workload->unknown_fields);
}

/* Only what is set changes anything.  The engine acts on the limits and on RestartPolicy, and
 * ignores the rest of Resources (engine.md 5.1); OomKillDisable is read because a limit that is
 * lifted beside it would count. */
void qw_workload_read_update(struct qw_reader *reader, const struct qw_operation *operation,
                             struct qw_workload *workload)
{
    const struct qw_json *body = qw_reader_object(reader, operation->body);

    qw_workload_read_limits(reader, body, workload);
    workload->oom_kill_disable = qw_reader_flag(reader, qw_json_get(body, "OomKillDisable"));
    workload->restart = qw_workload_read_restart(reader, qw_json_get(body, "RestartPolicy"));
    read_unknown(reader, body, workload);
}
