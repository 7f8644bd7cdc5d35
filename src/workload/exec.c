#include "workload_priv.h"

/* The other members of an exec change nothing of its isolation (engine.md 5.1). */
void qw_workload_read_exec(struct qw_reader *reader, const struct qw_operation *operation,
                           struct qw_workload *workload)
{
    const struct qw_json *body = qw_reader_object(reader, operation->body);

    workload->user = qw_reader_user(reader, qw_json_get(body, "User"));
    workload->privileged = qw_reader_flag(reader, qw_json_get(body, "Privileged"));
}
