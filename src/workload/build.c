#include "workload_priv.h"

static struct qw_text param_text(const struct qw_operation *operation, const char *name)
{
    const char *value = qw_operation_param(operation, name);

    return (struct qw_text){.value = value != NULL ? value : ""};
}

/* A build has no JSON body; these two parameters reach the containers of its steps.  No rule has a
 * say on others: `remote` makes the engine fetch an address, which the class build gives away as
 * such, `extrahosts` only names hosts, and limits of steps bind nobody. */
void qw_workload_read_build(struct qw_reader *reader, const struct qw_operation *operation,
                            struct qw_workload *workload)
{
    (void)reader;
    workload->cgroup_parent = param_text(operation, "cgroupparent");
    workload->namespaces[QW_NAMESPACE_NETWORK] =
        qw_workload_read_namespace(QW_NAMESPACE_NETWORK, param_text(operation, "networkmode"));
}
