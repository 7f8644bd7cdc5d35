#include "qw/workload.h"

#include "workload_priv.h"

struct kind_row {
    qw_workload_reader_fn *read;
    bool needs_body; /* without one there would be nothing to judge, hence nothing to deny */
};

static const struct kind_row kinds[QW_WORKLOAD_KIND_COUNT] = {
    [QW_WORKLOAD_NONE] = {NULL, false},
    [QW_WORKLOAD_CREATE] = {qw_workload_read_create, true},
    [QW_WORKLOAD_EXEC] = {qw_workload_read_exec, true},
    [QW_WORKLOAD_VOLUME] = {qw_workload_read_volume_body, true},
    [QW_WORKLOAD_NETWORK] = {qw_workload_read_network_body, true},
    [QW_WORKLOAD_CONNECT] = {qw_workload_read_connect, true},
    [QW_WORKLOAD_BUILD] = {qw_workload_read_build, false},
    [QW_WORKLOAD_UPDATE] = {qw_workload_read_update, true},
    [QW_WORKLOAD_SERVICE] = {qw_workload_read_service, true},
};

static const struct {
    enum qw_op op;
    enum qw_workload_kind kind;
} judged[] = {
    {QW_OP_CONTAINER_CREATE, QW_WORKLOAD_CREATE}, {QW_OP_EXEC_CREATE, QW_WORKLOAD_EXEC},
    {QW_OP_VOLUME_CREATE, QW_WORKLOAD_VOLUME},    {QW_OP_NETWORK_CREATE, QW_WORKLOAD_NETWORK},
    {QW_OP_NETWORK_CONNECT, QW_WORKLOAD_CONNECT}, {QW_OP_BUILD_CLASSIC, QW_WORKLOAD_BUILD},
    {QW_OP_BUILD_BUILDKIT, QW_WORKLOAD_BUILD},    {QW_OP_CONTAINER_UPDATE, QW_WORKLOAD_UPDATE},
    {QW_OP_SERVICE_CREATE, QW_WORKLOAD_SERVICE},  {QW_OP_SERVICE_UPDATE, QW_WORKLOAD_SERVICE},
};

static const struct qw_facts nothing_asked = {0};

/* Nothing given: every text is "" and no pointer that a rule may read is NULL. */
static const struct qw_workload absent = {
    .image = {.value = ""},
    .rollback = {.value = ""},
    .user = {.text = {.value = ""}, .user_name = "", .group_name = ""},
    .namespaces = {[QW_NAMESPACE_PID] = {.text = {.value = ""}},
                   [QW_NAMESPACE_IPC] = {.text = {.value = ""}},
                   [QW_NAMESPACE_UTS] = {.text = {.value = ""}},
                   [QW_NAMESPACE_NETWORK] = {.text = {.value = ""}},
                   [QW_NAMESPACE_USER] = {.text = {.value = ""}},
                   [QW_NAMESPACE_CGROUP] = {.text = {.value = ""}}},
    .cgroup_parent = {.value = ""},
    .runtime = {.value = ""},
    .restart = {.name = ""},
    .log = {.type = {.value = ""}},
    .network = {.driver = {.value = ""},
                .scope = {.value = ""},
                .ipam_driver = {.value = ""},
                .config_from = {.value = ""}},
    .volume = {.driver = {.value = ""}},
    .facts = &nothing_asked,
};

enum qw_workload_kind qw_workload_kind_of(enum qw_op op)
{
    for (size_t i = 0; i < sizeof judged / sizeof judged[0]; i++)
        if (judged[i].op == op)
            return judged[i].kind;
    return QW_WORKLOAD_NONE;
}

enum qw_err qw_workload_read(struct qw_arena *arena, const struct qw_operation *operation,
                             struct qw_workload *ret_workload, struct qw_diag *diag)
{
    struct qw_workload workload = absent;
    struct qw_reader reader = {.arena = arena, .diag = diag};
    const struct kind_row *row;

    workload.kind = qw_workload_kind_of(operation->op);
    row = &kinds[workload.kind];
    if (row->needs_body && qw_json_type(operation->body) == QW_JSON_NULL)
        return qw_diag_set(diag, QW_ERR_BODY_MISSING, "%s needs a body: there is nothing to judge",
                           qw_op_name(operation->op));
    if (row->read != NULL)
        row->read(&reader, operation, &workload);
    if (reader.err == QW_ERR_NO_MEMORY)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory while reading the body");
    if (reader.err != QW_OK)
        return reader.err;
    *ret_workload = workload;
    return QW_OK;
}
