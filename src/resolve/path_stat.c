/* X-Docker-Container-Path-Stat: base64 of {"name", "size", "mode", "mtime", "linkTarget"}, of the
 * file itself and not of what it may be a link to.  `linkTarget` is where the link leads in the
 * end; not by which way, so that it is of no use here. */
#include "answers.h"
#include "qw/base64.h"

static const int64_t GO_MODE_SYMLINK = INT64_C(1) << 27; /* os.ModeSymlink */
static const int64_t GO_MODE_MAX = UINT32_MAX;

enum qw_err resolve_read_path_stat(struct qw_arena *arena, struct qw_bytes header,
                                   bool *ret_is_link, struct qw_diag *diag)
{
    struct qw_diag inner = {.err = QW_OK};
    struct qw_json *root = NULL;
    char *text = NULL;
    size_t len = 0;
    enum qw_err err = qw_base64_decode(arena, header.data, header.len, &text, &len);
    int64_t mode;

    if (err == QW_OK)
        err = qw_json_parse(arena, text, len, &root, &inner);
    if (err == QW_ERR_NO_MEMORY)
        return qw_diag_set(diag, err, "%s", qw_err_text(err));
    if (err != QW_OK || qw_json_type(root) != QW_JSON_OBJECT || qw_json_twin(root) != NULL)
        return qw_diag_set(diag, QW_ERR_TYPE, "its header on the file is no base64 of an object");
    mode = qw_json_integer(qw_json_get(root, "mode"));
    if (qw_json_type(qw_json_get(root, "mode")) != QW_JSON_INTEGER || mode < 0 ||
        mode > GO_MODE_MAX)
        return qw_diag_set(diag, QW_ERR_TYPE, "its header on the file tells no mode");
    *ret_is_link = (mode & GO_MODE_SYMLINK) != 0;
    return QW_OK;
}
