/* A container or an exec as the engine holds it. */
#include "answers.h"
#include "resolve_priv.h"

static enum qw_err no_engine(struct qw_diag *diag)
{
    return qw_diag_set(diag, QW_ERR_ENGINE, "there is no engine to ask (--engine none)");
}

/* The reader's errors stay what they are: they tell of the container, not of the engine. */
enum qw_err qw_resolve_container(struct qw_asker *asker, const char *name,
                                 struct qw_workload *ret_workload, struct qw_held *ret_held,
                                 struct qw_diag *diag)
{
    struct qw_engine_facts engine;
    struct qw_json *root = NULL;
    enum qw_err err;

    if (!qw_resolver_has_engine(asker->resolver))
        return no_engine(diag);
    qw_resolve_engine(asker, &engine);
    err = resolve_ask_json(asker, RESOLVE_CONTAINER, name, &root, diag);
    if (err != QW_OK)
        return err;
    return qw_workload_read_container(asker->arena, root, &engine, ret_workload, ret_held, diag);
}

enum qw_err qw_resolve_container_id(struct qw_asker *asker, const char *name, const char **ret_id,
                                    struct qw_diag *diag)
{
    struct qw_json *root = NULL;
    const char *id;
    enum qw_err err;

    if (!qw_resolver_has_engine(asker->resolver))
        return no_engine(diag);
    err = resolve_ask_json(asker, RESOLVE_CONTAINER, name, &root, diag);
    if (err != QW_OK)
        return err;
    id = qw_json_string(qw_json_get(root, "Id"));
    if (id == NULL)
        return qw_diag_set(diag, QW_ERR_TYPE, "it tells no Id of the container");
    *ret_id = id;
    return QW_OK;
}

enum qw_err qw_resolve_exec(struct qw_asker *asker, const char *id, struct qw_workload *ret_exec,
                            const char **ret_container, struct qw_diag *diag)
{
    struct qw_json *root = NULL;
    enum qw_err err;

    if (!qw_resolver_has_engine(asker->resolver))
        return no_engine(diag);
    err = resolve_ask_json(asker, RESOLVE_EXEC, id, &root, diag);
    return err == QW_OK ? resolve_read_exec(asker->arena, root, ret_exec, ret_container, diag)
                        : err;
}
