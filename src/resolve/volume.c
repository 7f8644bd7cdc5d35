/* A volume, and who uses it. */
#include <string.h>
#include <time.h>

#include "answers.h"
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

/* The engine takes a container without a name for none that it would list. */
enum qw_err resolve_read_user(struct qw_arena *arena, const struct qw_json *root,
                              const char **ret_user, struct qw_diag *diag)
{
    const struct qw_json *first = qw_json_first(root);
    const char *name = qw_json_string(qw_json_first(qw_json_get(first, "Names")));

    if (qw_json_type(root) != QW_JSON_ARRAY)
        return qw_diag_set(diag, QW_ERR_TYPE, "it is no list");
    *ret_user = NULL;
    if (first == NULL)
        return QW_OK;
    if (name == NULL || *name == '\0')
        return qw_diag_set(diag, QW_ERR_TYPE, "it tells no Names of the container");
    name += *name == '/';
    *ret_user = qw_arena_copy(arena, name, strlen(name));
    return *ret_user != NULL ? QW_OK : QW_ERR_NO_MEMORY;
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

/* The answer's tree, read by one of the two above into what RET points to. */
typedef enum qw_err read_fn(struct qw_arena *arena, const struct qw_json *root, void *ret,
                            struct qw_diag *diag);

static enum qw_err read_user(struct qw_arena *arena, const struct qw_json *root, void *ret,
                             struct qw_diag *diag)
{
    return resolve_read_user(arena, root, ret, diag);
}

static enum qw_err read_volume_time(struct qw_arena *arena, const struct qw_json *root, void *ret,
                                    struct qw_diag *diag)
{
    (void)arena;
    return resolve_read_volume_time(root, ret, diag);
}

struct volume_question {
    enum resolve_place place;
    const char *name;
    read_fn *read;
};

static enum qw_err ask(struct qw_asker *asker, const struct volume_question *question, void *ret,
                       struct qw_diag *diag)
{
    struct qw_diag inner = {.err = QW_OK};
    struct qw_json *root = NULL;
    enum qw_err err = resolve_ask_json(asker, question->place, question->name, &root, diag);

    if (err != QW_OK)
        return err;
    err = question->read(asker->arena, root, ret, &inner);
    return err == QW_OK ? QW_OK : resolve_unusable(diag, err, inner.text);
}

enum qw_err qw_resolve_volume_user(struct qw_asker *asker, const char *name, const char **ret_user,
                                   struct qw_diag *diag)
{
    const struct volume_question question = {RESOLVE_VOLUME_USERS, name, read_user};

    return ask(asker, &question, ret_user, diag);
}

enum qw_err qw_resolve_volume_time(struct qw_asker *asker, const char *name, int64_t *ret_time,
                                   struct qw_diag *diag)
{
    const struct volume_question question = {RESOLVE_VOLUME, name, read_volume_time};

    return ask(asker, &question, ret_time, diag);
}
