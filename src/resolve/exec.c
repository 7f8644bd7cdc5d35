/* GET /exec/ID/json, read as the body that would have made it. */
#include "answers.h"
#include "qw/workload_reader.h"

static const struct {
    const char *from; /* in ProcessConfig */
    const char *to;   /* in the body */
} members[] = {{"user", "User"}, {"privileged", "Privileged"}};

/* An empty user stays "unchanged": the engine has merged the container's into it, which the second
 * look at the container judges. */
static void fill_body(struct qw_json *body, const struct qw_json *process)
{
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        struct qw_json *member = qw_json_get(process, members[i].from);

        if (member == NULL)
            continue;
        qw_json_remove(member);
        qw_json_set(body, members[i].to, member);
    }
}

enum qw_err resolve_read_exec(struct qw_arena *arena, struct qw_json *root,
                              struct qw_workload *ret_exec, const char **ret_container,
                              struct qw_diag *diag)
{
    struct qw_operation operation = {
        .op = QW_OP_EXEC_CREATE, .method = "GET", .path = "", .object = ""};
    const struct qw_json *process = qw_json_get(root, "ProcessConfig");
    struct qw_reader reader = {.arena = arena, .diag = diag};
    const char *container;
    enum qw_err err;

    if (qw_json_type(process) != QW_JSON_OBJECT)
        return qw_diag_set(diag, QW_ERR_TYPE, "it tells no ProcessConfig of the exec");
    if (qw_json_twin(root) != NULL || qw_json_twin(process) != NULL)
        return qw_diag_set(diag, QW_ERR_AMBIGUOUS, "a key of the exec stands there twice");
    container = qw_reader_text(&reader, qw_json_get(root, "ContainerID")).value;
    if (reader.err != QW_OK)
        return reader.err;
    if (*container == '\0')
        return qw_diag_set(diag, QW_ERR_TYPE, "it tells no ContainerID of the exec");
    operation.body = qw_json_new_object(arena);
    if (operation.body == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));
    fill_body(operation.body, process);
    err = qw_workload_read(arena, &operation, ret_exec, diag);
    if (err == QW_OK)
        *ret_container = container;
    return err;
}
