/* Who made a container, for the message of a second look: told by the AuthZRes of its create, the
 * one place where its id and its caller stand together. */
#include <stdio.h>
#include <string.h>

#include "gate_priv.h"

#include "qw/limits.h"

enum { STATUS_CREATED = 201 };

/* The address of a create, cheaply: every answer of the engine passes here. */
static bool mentions_create(struct qw_bytes envelope)
{
    static const char address[] = "/containers/create";

    return envelope.len > 0 &&
           memmem(envelope.data, envelope.len, address, sizeof address - 1) != NULL;
}

static bool is_create(struct qw_arena *arena, const struct qw_response *response)
{
    const struct qw_engine_request request = {
        .method = response->method, .uri = response->uri, .content_length = "0"};
    struct qw_operation operation;
    struct qw_diag diag = {0};
    /* Its address is enough: that the body is left out here is an error behind it. */
    const enum qw_err err = qw_engine_read(arena, &request, &operation, &diag);

    return (err == QW_OK || err == QW_ERR_BODY_MISSING) && operation.op == QW_OP_CONTAINER_CREATE &&
           response->status == STATUS_CREATED;
}

static const char *id_of(struct qw_arena *arena, const struct qw_response *response)
{
    struct qw_json *root = NULL;
    const char *id;

    if (qw_json_parse(arena, response->body, response->body_len, &root, NULL) != QW_OK)
        return NULL;
    id = qw_json_string(qw_json_get(root, "Id"));
    return id != NULL && strlen(id) == MEMORY_ID_LEN ? id : NULL;
}

static void keep(struct origins *origins, const char *id, const char *user)
{
    struct origin *origin;

    pthread_mutex_lock(&origins->lock);
    origin = &origins->items[origins->next];
    origins->next = (origins->next + 1) % ORIGINS_SIZE;
    memcpy(origin->id, id, MEMORY_ID_LEN);
    (void)snprintf(origin->user, sizeof origin->user, "%s", user);
    pthread_mutex_unlock(&origins->lock);
}

void origins_note(struct origins *origins, struct qw_bytes envelope)
{
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) = NULL;
    struct qw_response response;
    const char *id;

    if (!mentions_create(envelope))
        return;
    arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    if (arena == NULL || qw_plugin_read_response(arena, envelope, &response) != QW_OK ||
        !is_create(arena, &response))
        return;
    id = id_of(arena, &response);
    if (id != NULL)
        keep(origins, id, response.user);
}

bool origins_find(struct origins *origins, const char *id, struct origin *ret_origin)
{
    bool is_found = false;

    if (strlen(id) != MEMORY_ID_LEN)
        return false;
    pthread_mutex_lock(&origins->lock);
    for (size_t i = 0; i < ORIGINS_SIZE && !is_found; i++) {
        is_found = memcmp(origins->items[i].id, id, MEMORY_ID_LEN) == 0;
        if (is_found)
            *ret_origin = origins->items[i];
    }
    pthread_mutex_unlock(&origins->lock);
    return is_found;
}

bool origins_is_by(struct origins *origins, const char *id, const char *user)
{
    struct origin origin;

    return strlen(user) < ORIGIN_USER_SIZE - 1 && origins_find(origins, id, &origin) &&
           strcmp(origin.user, user) == 0;
}
