/* GET /version and GET /info. */
#include <string.h>

#include "answers.h"
#include "qw/workload_reader.h"

static enum qw_err check_object(const struct qw_json *root, struct qw_diag *diag)
{
    if (qw_json_type(root) != QW_JSON_OBJECT)
        return qw_diag_set(diag, QW_ERR_TYPE, "it is no object");
    if (qw_json_twin(root) != NULL)
        return qw_diag_set(diag, QW_ERR_AMBIGUOUS, "a key stands there twice");
    return QW_OK;
}

static const char *needed_text(struct qw_reader *reader, const struct qw_json *root,
                               const char *field)
{
    const char *text = qw_reader_text(reader, qw_json_get(root, field)).value;

    if (reader->err == QW_OK && *text == '\0')
        reader->err = qw_diag_set(reader->diag, QW_ERR_TYPE, "it tells no %s", field);
    return text;
}

enum qw_err resolve_read_version(struct qw_arena *arena, const struct qw_json *root,
                                 struct qw_engine_facts *ret_engine, struct qw_diag *diag)
{
    struct qw_reader reader = {.arena = arena, .diag = diag};
    enum qw_err err = check_object(root, diag);
    const char *version;

    if (err != QW_OK)
        return err;
    version = needed_text(&reader, root, "Version");
    if (reader.err == QW_OK)
        ret_engine->version = version;
    return reader.err;
}

enum qw_err resolve_read_info(struct qw_arena *arena, const struct qw_json *root,
                              struct qw_engine_facts *ret_engine, struct qw_diag *diag)
{
    struct qw_reader reader = {.arena = arena, .diag = diag};
    struct qw_engine_facts engine = *ret_engine;
    enum qw_err err = check_object(root, diag);

    if (err != QW_OK)
        return err;
    engine.default_runtime = needed_text(&reader, root, "DefaultRuntime");
    engine.log_driver = needed_text(&reader, root, "LoggingDriver");
    engine.root_folder = needed_text(&reader, root, "DockerRootDir");
    engine.has_cgroup_v1 =
        strcmp(qw_reader_text(&reader, qw_json_get(root, "CgroupVersion")).value, "1") == 0;
    if (reader.err != QW_OK)
        return reader.err;
    *ret_engine = engine;
    return QW_OK;
}
