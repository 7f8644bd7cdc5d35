#include "answers.h"
#include "qw/workload_reader.h"

/* Without a driver there would be nothing to say whose options these are. */
enum qw_err resolve_read_volume(struct qw_arena *arena, const struct qw_json *root,
                                struct qw_volume_facts *ret_volume, struct qw_diag *diag)
{
    struct qw_reader reader = {.arena = arena, .diag = diag};
    struct qw_volume_facts volume = {.fact = {.state = QW_FACT_KNOWN}};

    if (qw_json_type(root) != QW_JSON_OBJECT)
        return qw_diag_set(diag, QW_ERR_TYPE, "it is no object");
    if (qw_json_twin(root) != NULL)
        return qw_diag_set(diag, QW_ERR_AMBIGUOUS, "a key of the volume stands there twice");
    volume.name = qw_reader_text(&reader, qw_json_get(root, "Name")).value;
    volume.driver = qw_reader_text(&reader, qw_json_get(root, "Driver")).value;
    volume.options = qw_reader_pairs(&reader, qw_json_get(root, "Options"));
    if (reader.err != QW_OK)
        return reader.err;
    if (*volume.name == '\0' || *volume.driver == '\0')
        return qw_diag_set(diag, QW_ERR_TYPE, "it tells no Name or no Driver of the volume");
    *ret_volume = volume;
    return QW_OK;
}
