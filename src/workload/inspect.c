/* `docker inspect` tells what a container is in three places: Config, HostConfig, NetworkSettings.
 * A create body has the first at its top level. */
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
