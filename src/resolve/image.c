#include <string.h>

#include "answers.h"
#include "qw/workload_reader.h"

static enum qw_err untold(struct qw_diag *diag, const char *what)
{
    return qw_diag_set(diag, QW_ERR_TYPE, "it tells no %s of the image", what);
}

/* A health check is one unless its Test is empty, which inherits, or NONE (Docker API,
 * HealthConfig).
 */
static bool has_healthcheck(struct qw_reader *reader, const struct qw_json *node)
{
    const struct qw_json *check = qw_reader_object(reader, node);
    const struct qw_texts test = qw_reader_texts(reader, qw_json_get(check, "Test"));

    return test.n_items > 0 && *test.items[0].value != '\0' &&
           strcmp(test.items[0].value, "NONE") != 0;
}

enum qw_err resolve_read_image(struct qw_arena *arena, const struct qw_json *root,
                               struct qw_image_facts *ret_image, struct qw_diag *diag)
{
    struct qw_reader reader = {.arena = arena, .diag = diag};
    const struct qw_json *config = qw_json_get(root, "Config");
    struct qw_image_facts image = {.fact = {.state = QW_FACT_KNOWN}};

    if (qw_json_type(root) != QW_JSON_OBJECT)
        return qw_diag_set(diag, QW_ERR_TYPE, "it is no object");
    if (qw_json_twin(root) != NULL || qw_json_twin(config) != NULL)
        return qw_diag_set(diag, QW_ERR_AMBIGUOUS, "a key of the image stands there twice");
    if (qw_json_type(config) != QW_JSON_OBJECT)
        return untold(diag, "Config");
    image.id = qw_reader_text(&reader, qw_json_get(root, "Id")).value;
    image.user = qw_reader_user(&reader, qw_json_get(config, "User"));
    image.env = qw_reader_texts(&reader, qw_json_get(config, "Env"));
    image.labels = qw_reader_pairs(&reader, qw_json_get(config, "Labels"));
    image.has_healthcheck = has_healthcheck(&reader, qw_json_get(config, "Healthcheck"));
    image.digests = qw_reader_texts(&reader, qw_json_get(root, "RepoDigests"));
    image.size = qw_reader_number(&reader, qw_json_get(root, "Size")).value;
    if (reader.err != QW_OK)
        return reader.err;
    if (*image.id == '\0')
        return untold(diag, "Id");
    *ret_image = image;
    return QW_OK;
}

enum qw_err resolve_read_history(struct qw_arena *arena, const struct qw_json *root,
                                 struct qw_texts *ret_history, struct qw_diag *diag)
{
    struct qw_reader reader = {.arena = arena, .diag = diag};
    struct qw_texts history = {.at = root};

    if (qw_json_type(root) != QW_JSON_ARRAY)
        return qw_diag_set(diag, QW_ERR_TYPE, "it is no array");
    for (const struct qw_json *layer = qw_json_first(root); layer != NULL;
         layer = qw_json_next(layer)) {
        if (qw_json_type(layer) != QW_JSON_OBJECT)
            return qw_diag_set(diag, QW_ERR_TYPE, "a layer is no object");
        qw_reader_add_text(&reader, &history,
                           qw_reader_text(&reader, qw_json_get(layer, "CreatedBy")));
    }
    if (reader.err != QW_OK)
        return reader.err;
    *ret_history = history;
    return QW_OK;
}
