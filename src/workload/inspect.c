/* `docker inspect` tells what a container is in four places: Config, HostConfig, NetworkSettings,
 * and Mounts for what came from other containers.  A create body has the first at its top level. */
#include <string.h>

#include "qw/inspect.h"
#include "workload_priv.h"

static void move_members(struct qw_json *from, struct qw_json *to)
{
    struct qw_json *member = qw_json_first(from);

    while (member != NULL) {
        struct qw_json *next = qw_json_next(member);
        const char *key = qw_json_key(member);

        qw_json_remove(member);
        qw_json_set(to, key, member);
        member = next;
    }
}

static void move_to(struct qw_json *node, struct qw_json *object, const char *key)
{
    if (node == NULL)
        return;
    qw_json_remove(node);
    qw_json_set(object, key, node);
}

/* The User of a container is already merged with its image's, so that an empty one is root
 * (engine.md section 6), not a question. */
static enum qw_err settle_user(struct qw_arena *arena, struct qw_json *body)
{
    struct qw_json *user = qw_json_get(body, "User");
    struct qw_json *root;

    if (qw_json_is_set(user))
        return QW_OK;
    root = qw_json_new_string(arena, "0");
    if (root == NULL)
        return QW_ERR_NO_MEMORY;
    if (user != NULL)
        qw_json_remove(user);
    qw_json_set(body, "User", root);
    return QW_OK;
}

/* The endpoints of a container are what it joined. */
static enum qw_err move_endpoints(struct qw_arena *arena, const struct qw_json *inspect,
                                  struct qw_json *body)
{
    struct qw_json *networks = qw_json_get(qw_json_get(inspect, "NetworkSettings"), "Networks");
    struct qw_json *config;

    if (qw_json_type(networks) != QW_JSON_OBJECT)
        return QW_OK;
    config = qw_json_new_object(arena);
    if (config == NULL)
        return QW_ERR_NO_MEMORY;
    move_to(networks, config, "EndpointsConfig");
    qw_json_set(body, "NetworkingConfig", config);
    return QW_OK;
}

enum qw_err qw_workload_body_from_inspect(struct qw_arena *arena, struct qw_json *inspect,
                                          struct qw_json **ret_body, struct qw_diag *diag)
{
    struct qw_json *config = qw_json_get(inspect, "Config");
    struct qw_json *host = qw_json_get(inspect, "HostConfig");
    struct qw_json *body;

    if (qw_json_twin(inspect) != NULL)
        return qw_diag_set(diag, QW_ERR_AMBIGUOUS, "a key of the container stands there twice");
    if (qw_json_type(config) != QW_JSON_OBJECT || qw_json_type(host) != QW_JSON_OBJECT)
        return qw_diag_set(diag, QW_ERR_TYPE,
                           "this is no element of docker inspect: a container has the objects "
                           "Config and HostConfig");
    body = qw_json_new_object(arena);
    if (body == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    move_members(config, body);
    move_to(host, body, "HostConfig");
    if (settle_user(arena, body) != QW_OK || move_endpoints(arena, inspect, body) != QW_OK)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    *ret_body = body;
    return QW_OK;
}

/* --- The second look: without what is the engine's own doing. --------------------------------- */

static void drop_when(struct qw_json *object, const char *key, const char *value)
{
    struct qw_json *member = qw_json_get(object, key);
    const char *text = qw_json_string(member);

    if (text != NULL && strcmp(text, value) == 0)
        qw_json_remove(member);
}

static const char *or_docker(const struct qw_engine_facts *engine, const char *fact,
                             const char *docker)
{
    return engine->fact.state == QW_FACT_KNOWN && fact != NULL && *fact != '\0' ? fact : docker;
}

/* The engine writes its defaults into what it holds (rules.md, The second look).  The options of
 * its log driver go with it: they were judged at create, or are the daemon's. */
static void drop_defaults(struct qw_json *host, const struct qw_engine_facts *engine)
{
    const char *log_driver = or_docker(engine, engine->log_driver, "json-file");
    struct qw_json *log = qw_json_get(host, "LogConfig");
    const char *log_type = qw_json_string(qw_json_get(log, "Type"));

    drop_when(host, "Runtime", or_docker(engine, engine->default_runtime, "runc"));
    if (engine->fact.state == QW_FACT_KNOWN && engine->has_cgroup_v1)
        drop_when(host, "CgroupnsMode", "host");
    if (log_type != NULL && strcmp(log_type, log_driver) == 0)
        qw_json_remove(log);
}

static enum qw_err read_held(struct qw_arena *arena, const struct qw_json *inspect,
                             struct qw_held *ret_held, struct qw_diag *diag)
{
    const struct qw_json *state = qw_json_get(inspect, "State");
    const char *status = qw_json_string(qw_json_get(state, "Status"));
    const char *fields[] = {"Id", "Name", "Image", "Created"};
    const char *texts[sizeof fields / sizeof *fields];

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *text = qw_json_string(qw_json_get(inspect, fields[i]));

        if (text == NULL)
            return qw_diag_set(diag, QW_ERR_TYPE, "the engine tells no %s of the container",
                               fields[i]);
        texts[i] = qw_arena_copy(arena, text, strlen(text));
        if (texts[i] == NULL)
            return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    }
    *ret_held = (struct qw_held){
        .id = texts[0],
        .name = texts[1] + (*texts[1] == '/'),
        .image_id = texts[2],
        .created = texts[3],
        .is_running = qw_json_is_true(qw_json_get(state, "Running")) ||
                      qw_json_is_true(qw_json_get(state, "Restarting")),
        .is_unstarted = status != NULL && strcmp(status, "created") == 0,
        .pid = qw_json_integer(qw_json_get(state, "Pid")),
    };
    return QW_OK;
}

/* What VolumesFrom gave is the container's own since its create, whoever bears that name now, or
 * nobody: the engine's record counts, and not the name. */
static enum qw_err settle_volumes_from(struct qw_arena *arena, const struct qw_json *recorded,
                                       struct qw_workload *workload, struct qw_diag *diag)
{
    struct qw_reader reader = {.arena = arena, .diag = diag};

    if (workload->volumes_from.n_items == 0)
        return QW_OK;
    if (qw_json_type(recorded) != QW_JSON_ARRAY)
        return qw_diag_set(diag, QW_ERR_TYPE, "the engine tells no Mounts of the container");
    workload->mounts = qw_workload_add_recorded_mounts(&reader, recorded, &workload->mounts);
    workload->volumes_from = (struct qw_texts){0};
    if (reader.err == QW_ERR_NO_MEMORY)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    return reader.err;
}

static bool mounts_volume(const struct qw_workload *workload)
{
    for (size_t i = 0; i < workload->mounts.n_items; i++) {
        if (workload->mounts.items[i].type == QW_MOUNT_VOLUME)
            return true;
    }
    return false;
}

/* A request does not show the names of anonymous volumes, the record does. */
static enum qw_err read_held_volumes(struct qw_arena *arena, const struct qw_json *recorded,
                                     const struct qw_workload *workload, struct qw_held *held,
                                     struct qw_diag *diag)
{
    struct qw_reader reader = {.arena = arena, .diag = diag};
    struct qw_mounts mounts;

    if (mounts_volume(workload) && qw_json_type(recorded) != QW_JSON_ARRAY)
        return qw_diag_set(diag, QW_ERR_TYPE, "the engine tells no Mounts of the container");
    mounts = qw_workload_add_recorded_mounts(&reader, recorded, &(struct qw_mounts){0});
    for (size_t i = 0; i < mounts.n_items; i++) {
        const struct qw_mount *mount = &mounts.items[i];
        const struct qw_text name = {.value = mount->source, .at = mount->at};

        if (mount->type != QW_MOUNT_VOLUME)
            continue;
        qw_reader_add_text(&reader, &held->volumes, name);
        if (!mount->is_read_only)
            qw_reader_add_text(&reader, &held->written, name);
    }
    if (reader.err == QW_ERR_NO_MEMORY)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    return reader.err;
}

/* The contract has six parameters. NOLINTNEXTLINE(readability-function-size) */
enum qw_err qw_workload_read_container(struct qw_arena *arena, struct qw_json *inspect,
                                       const struct qw_engine_facts *engine,
                                       struct qw_workload *ret_workload, struct qw_held *ret_held,
                                       struct qw_diag *diag)
{
    struct qw_operation operation = {
        .op = QW_OP_CONTAINER_CREATE, .method = "GET", .path = "", .object = ""};
    const struct qw_json *recorded = qw_json_get(inspect, "Mounts");
    struct qw_workload workload;
    struct qw_held held;
    enum qw_err err = read_held(arena, inspect, &held, diag);

    if (err != QW_OK)
        return err;
    err = qw_workload_body_from_inspect(arena, inspect, &operation.body, diag);
    if (err != QW_OK)
        return err;
    drop_defaults(qw_json_get(operation.body, "HostConfig"), engine);
    err = qw_engine_canonicalise(arena, operation.op, operation.body, diag);
    if (err != QW_OK)
        return err;
    err = qw_workload_read(arena, &operation, &workload, diag);
    if (err == QW_OK)
        err = read_held_volumes(arena, recorded, &workload, &held, diag);
    if (err == QW_OK)
        err = settle_volumes_from(arena, recorded, &workload, diag);
    if (err != QW_OK)
        return err;
    workload.kind = QW_WORKLOAD_CONTAINER;
    held.has_read_only_root = workload.read_only_rootfs.is_true;
    *ret_workload = workload;
    *ret_held = held;
    return QW_OK;
}
