/* A volume, and who uses it. */
#include <string.h>
#include <time.h>

#include "answers.h"
#include "qw/limits.h"
#include "qw/workload_reader.h"
#include "resolve_priv.h"

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

enum qw_err resolve_read_users(struct qw_arena *arena, const struct qw_json *root,
                               struct qw_texts *ret_ids, struct qw_diag *diag)
{
    struct qw_reader reader = {.arena = arena, .diag = diag};

    *ret_ids = (struct qw_texts){.at = root};
    if (qw_json_type(root) != QW_JSON_ARRAY)
        return qw_diag_set(diag, QW_ERR_TYPE, "it is no list");
    for (const struct qw_json *user = qw_json_first(root); user != NULL;
         user = qw_json_next(user)) {
        const struct qw_text id = qw_reader_text(&reader, qw_json_get(user, "Id"));

        if (reader.err == QW_OK && *id.value == '\0')
            return qw_diag_set(diag, QW_ERR_TYPE, "it tells no Id of a container");
        qw_reader_add_text(&reader, ret_ids, id);
    }
    return reader.err;
}

enum qw_err resolve_read_running(struct qw_arena *arena, const struct qw_json *root,
                                 const char **ret_name, struct qw_diag *diag)
{
    struct qw_reader reader = {.arena = arena, .diag = diag};
    const struct qw_json *state = qw_reader_object(&reader, qw_json_get(root, "State"));
    const bool is_running = qw_reader_flag(&reader, qw_json_get(state, "Running")).is_true ||
                            qw_reader_flag(&reader, qw_json_get(state, "Restarting")).is_true;
    const char *name = qw_reader_text(&reader, qw_json_get(root, "Name")).value;

    if (reader.err != QW_OK)
        return reader.err;
    if (state == NULL || *name == '\0')
        return qw_diag_set(diag, QW_ERR_TYPE, "it tells no State or no Name of the container");
    *ret_name = is_running ? name + (*name == '/') : NULL;
    return QW_OK;
}

/* RFC 3339, as the engine writes it; a fraction of a second is cut off. */
static bool read_time(const char *text, int64_t *ret_time)
{
    struct tm tm = {0};
    const char *zone = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
    long offset;

    if (zone != NULL && *zone == '.')
        zone += 1 + strspn(zone + 1, "0123456789");
    if (zone != NULL)
        zone = strptime(zone, "%z", &tm);
    if (zone == NULL || *zone != '\0')
        return false;
    offset = tm.tm_gmtoff; /* timegm() changes it */
    *ret_time = (int64_t)timegm(&tm) - offset;
    return true;
}

enum qw_err resolve_read_volume_time(const struct qw_json *root, int64_t *ret_time,
                                     struct qw_diag *diag)
{
    const char *created = qw_json_string(qw_json_get(root, "CreatedAt"));

    if (created == NULL || !read_time(created, ret_time))
        return qw_diag_set(diag, QW_ERR_TYPE, "it does not tell when the volume was made");
    return QW_OK;
}

static enum qw_err ask_users(struct qw_asker *asker, const char *name, struct qw_texts *ret_ids,
                             struct qw_diag *diag)
{
    struct qw_diag inner = {.err = QW_OK};
    struct qw_json *root = NULL;
    enum qw_err err = resolve_ask_json(asker, RESOLVE_VOLUME_USERS, name, &root, diag);

    if (err != QW_OK)
        return err;
    err = resolve_read_users(asker->arena, root, ret_ids, &inner);
    return err == QW_OK ? QW_OK : resolve_unusable(diag, err, inner.text);
}

static enum qw_err ask_running(struct qw_asker *asker, const char *id, const char **ret_name,
                               struct qw_diag *diag)
{
    struct qw_diag inner = {.err = QW_OK};
    struct qw_json *root = NULL;
    enum qw_err err = resolve_ask_json(asker, RESOLVE_CONTAINER, id, &root, diag);

    *ret_name = NULL;
    if (err == QW_ERR_NOT_FOUND)
        return QW_OK; /* it was removed meanwhile */
    if (err != QW_OK)
        return err;
    err = resolve_read_running(asker->arena, root, ret_name, &inner);
    return err == QW_OK ? QW_OK : resolve_unusable(diag, err, inner.text);
}

/* Each is looked at: the list is of what the engine could store, and on a full disk a container
 * that runs stands there as one that does not (seen on 20.10.24, 26.1.5 and 28.5.2). */
enum qw_err qw_resolve_volume_user(struct qw_asker *asker, const char *name, const char **ret_user,
                                   struct qw_diag *diag)
{
    struct qw_texts ids;
    enum qw_err err = ask_users(asker, name, &ids, diag);

    *ret_user = NULL;
    if (err == QW_OK && ids.n_items > QW_LIMIT_VOLUME_USERS)
        return qw_diag_set(diag, QW_ERR_ENGINE,
                           "more than %d containers mount the volume: remove those that are not "
                           "needed",
                           QW_LIMIT_VOLUME_USERS);
    for (size_t i = 0; err == QW_OK && *ret_user == NULL && i < ids.n_items; i++)
        err = ask_running(asker, ids.items[i].value, ret_user, diag);
    return err;
}

enum qw_err qw_resolve_volume_time(struct qw_asker *asker, const char *name, int64_t *ret_time,
                                   struct qw_diag *diag)
{
    struct qw_diag inner = {.err = QW_OK};
    struct qw_json *root = NULL;
    enum qw_err err = resolve_ask_json(asker, RESOLVE_VOLUME, name, &root, diag);

    if (err != QW_OK)
        return err;
    err = resolve_read_volume_time(root, ret_time, &inner);
    return err == QW_OK ? QW_OK : resolve_unusable(diag, err, inner.text);
}
