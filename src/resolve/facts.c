/* Asks for what rules need to know of a workload, and of the containers that it leads to. */
#include <string.h>

#include "account.h"
#include "answers.h"
#include "qw/limits.h"
#include "resolve_priv.h"

static const unsigned image_needs = QW_NEED_IMAGE_USER | QW_NEED_IMAGE | QW_NEED_HISTORY;

/* What is needed of a container that another one leads to. */
static const unsigned other_needs =
    QW_NEED_VOLUMES | QW_NEED_OTHERS | QW_NEED_PATHS | QW_NEED_ENGINE;

struct task {
    struct qw_asker *asker;
    const struct qw_resolve_context *context;
    unsigned depth; /* containers that led here */
};

static enum qw_err resolve_parts(const struct task *task, unsigned needs,
                                 struct qw_workload *workload);

/* --- The image. ------------------------------------------------------------------------------- */

static enum qw_err ask_history(struct qw_asker *asker, struct qw_image_facts *image)
{
    struct resolve_cache *cache = asker->resolver->cache;
    struct qw_diag diag = {.err = QW_OK};
    struct qw_diag inner = {.err = QW_OK};
    struct qw_json *root = NULL;
    enum qw_err err;

    if (resolve_cache_get(cache, asker->arena, image->id, &image->history)) {
        image->history_fact.state = QW_FACT_KNOWN;
        return QW_OK;
    }
    err = resolve_ask_json(asker, RESOLVE_HISTORY, image->id, &root, &diag);
    if (err == QW_OK) {
        err = resolve_read_history(asker->arena, root, &image->history, &inner);
        if (err == QW_OK)
            resolve_cache_put(cache, image->id, &image->history);
        else
            err = resolve_unusable(&diag, err, inner.text);
    }
    return resolve_settle(asker->arena, err, &diag, &image->history_fact);
}

static enum qw_err ask_image(struct qw_asker *asker, const char *name,
                             struct qw_image_facts *ret_image)
{
    struct qw_image_facts image = {.id = ""};
    struct qw_diag diag = {.err = QW_OK};
    struct qw_diag inner = {.err = QW_OK};
    struct qw_json *root = NULL;
    enum qw_err err = resolve_ask_json(asker, RESOLVE_IMAGE, name, &root, &diag);

    if (err == QW_OK) {
        err = resolve_read_image(asker->arena, root, &image, &inner);
        if (err != QW_OK)
            err = resolve_unusable(&diag, err, inner.text);
    }
    err = resolve_settle(asker->arena, err, &diag, &image.fact);
    if (err == QW_OK)
        *ret_image = image;
    return err;
}

/* A container's image by its id: the tag may have moved since. */
static enum qw_err resolve_image(const struct task *task, unsigned needs,
                                 const struct qw_workload *workload, struct qw_image_facts *image)
{
    const struct qw_held *held = task->context->held;
    const bool is_held = workload->kind == QW_WORKLOAD_CONTAINER && held != NULL;
    enum qw_err err;

    err = ask_image(task->asker, is_held ? held->image_id : workload->image.value, image);
    if (err != QW_OK || (needs & QW_NEED_HISTORY) == 0 || workload->kind != QW_WORKLOAD_CONTAINER)
        return err;
    if (image->fact.state == QW_FACT_KNOWN)
        return ask_history(task->asker, image);
    image->history_fact = image->fact;
    return QW_OK;
}

/* --- Volumes. --------------------------------------------------------------------------------- */

static enum qw_err ask_volume(struct qw_asker *asker, const char *name,
                              struct qw_volume_facts *ret_volume)
{
    struct qw_volume_facts volume = {.driver = ""};
    struct qw_diag diag = {.err = QW_OK};
    struct qw_diag inner = {.err = QW_OK};
    struct qw_json *root = NULL;
    enum qw_err err = resolve_ask_json(asker, RESOLVE_VOLUME, name, &root, &diag);

    if (err == QW_OK) {
        err = resolve_read_volume(asker->arena, root, &volume, &inner);
        if (err != QW_OK)
            err = resolve_unusable(&diag, err, inner.text);
    }
    err = resolve_settle(asker->arena, err, &diag, &volume.fact);
    volume.name = name;
    if (err == QW_OK)
        *ret_volume = volume;
    return err;
}

/* Without an answer the volume itself counts as not known. */
static enum qw_err ask_user(struct qw_asker *asker, struct qw_volume_facts *volume)
{
    struct qw_diag diag = {.err = QW_OK};
    struct qw_fact fact = {.state = QW_FACT_KNOWN};
    enum qw_err err = qw_resolve_volume_user(asker, volume->name, &volume->user, &diag);

    err = resolve_settle(asker->arena, err == QW_ERR_NOT_FOUND ? QW_ERR_ENGINE : err, &diag, &fact);
    if (fact.state == QW_FACT_FAILED)
        volume->fact = fact;
    return err;
}

static enum qw_err resolve_users(struct qw_asker *asker, const struct qw_workload *workload,
                                 struct qw_volume_facts *volumes, size_t n_volumes)
{
    enum qw_err err = QW_OK;

    for (size_t i = 0; err == QW_OK && i < n_volumes; i++) {
        if (qw_workload_fills_volume(workload, volumes[i].name))
            err = ask_user(asker, &volumes[i]);
    }
    return err;
}

static enum qw_err resolve_volumes(const struct task *task, unsigned needs,
                                   const struct qw_workload *workload, struct qw_facts *facts)
{
    const struct qw_mounts *mounts = &workload->mounts;
    struct qw_volume_facts *volumes =
        qw_arena_alloc(task->asker->arena, mounts->n_items + 1, sizeof *volumes);

    if (volumes == NULL)
        return QW_ERR_NO_MEMORY;
    facts->volumes = volumes;
    for (size_t i = 0; i < mounts->n_items; i++) {
        const struct qw_mount *mount = &mounts->items[i];
        enum qw_err err;

        if (mount->type != QW_MOUNT_VOLUME || *mount->source == '\0' ||
            qw_facts_volume(facts, mount->source) != NULL)
            continue;
        err = ask_volume(task->asker, mount->source, &volumes[facts->n_volumes]);
        if (err != QW_OK)
            return err;
        facts->n_volumes++;
    }
    if ((needs & QW_NEED_VOLUME_USERS) == 0)
        return QW_OK;
    return resolve_users(task->asker, workload, volumes, facts->n_volumes);
}

/* --- Networks. -------------------------------------------------------------------------------- */

static enum qw_err resolve_networks(struct qw_asker *asker, struct qw_network_facts *ret_networks)
{
    struct qw_network_facts networks = {.n_items = 0};
    struct qw_diag diag = {.err = QW_OK};
    struct qw_diag inner = {.err = QW_OK};
    struct qw_json *root = NULL;
    enum qw_err err = resolve_ask_json(asker, RESOLVE_NETWORKS, NULL, &root, &diag);

    if (err == QW_OK) {
        err = resolve_read_networks(asker->arena, root, &networks, &inner);
        if (err != QW_OK)
            err = resolve_unusable(&diag, err, inner.text);
    }
    err = resolve_settle(asker->arena, err, &diag, &networks.fact);
    if (err == QW_OK)
        *ret_networks = networks;
    return err;
}

/* --- Other containers. ------------------------------------------------------------------------ */

/* What was read but says something that no engine holds is no use either. */
static enum qw_err read_other(const struct task *task, struct qw_other_container *other,
                              struct qw_workload *workload, struct qw_diag *diag)
{
    struct qw_held held;
    struct qw_diag inner = {.err = QW_OK};
    enum qw_err err;

    if (task->depth >= QW_LIMIT_CONTAINER_CHAIN)
        return qw_diag_set(diag, QW_ERR_ENGINE,
                           "more than %d containers lead to one another, which is not followed",
                           QW_LIMIT_CONTAINER_CHAIN);
    err = qw_resolve_container(task->asker, other->name, workload, &held, &inner);
    if (err == QW_ERR_TYPE || err == QW_ERR_AMBIGUOUS)
        return resolve_unusable(diag, err, inner.text);
    *diag = inner;
    if (err == QW_OK)
        other->id = held.id;
    return err;
}

static enum qw_err ask_other(const struct task *task, const char *name,
                             struct qw_other_container *ret_other)
{
    const struct qw_resolve_context context = {.held = NULL};
    const struct task next = {.asker = task->asker, .context = &context, .depth = task->depth + 1};
    struct qw_workload *workload = qw_arena_alloc(task->asker->arena, 1, sizeof *workload);
    struct qw_other_container other = {.name = name};
    struct qw_diag diag = {.err = QW_OK};
    enum qw_err err;

    if (workload == NULL)
        return QW_ERR_NO_MEMORY;
    err = read_other(task, &other, workload, &diag);
    if (err == QW_OK) {
        err = resolve_parts(&next, other_needs & qw_workload_gives_cause(workload), workload);
        other.workload = workload;
    }
    err = resolve_settle(task->asker->arena, err, &diag, &other.fact);
    if (err == QW_OK)
        *ret_other = other;
    return err;
}

struct other_list {
    struct qw_other_container *items;
    struct qw_facts *facts;
};

static enum qw_err add_other(const struct task *task, const char *name, struct other_list *list)
{
    enum qw_err err;

    if (qw_facts_other(list->facts, name) != NULL)
        return QW_OK;
    err = ask_other(task, name, &list->items[list->facts->n_others]);
    if (err == QW_OK)
        list->facts->n_others++;
    return err;
}

/* "container:NAME"; the name alone. */
static const char *joined_name(const struct qw_namespace_choice *choice)
{
    const char *colon = strchr(choice->text.value, ':');

    return colon != NULL ? colon + 1 : choice->text.value;
}

static enum qw_err resolve_others(const struct task *task, const struct qw_workload *workload,
                                  struct qw_facts *facts)
{
    const size_t most = QW_NAMESPACE_COUNT + workload->volumes_from.n_items;
    struct other_list list = {.items = qw_arena_alloc(task->asker->arena, most, sizeof *list.items),
                              .facts = facts};
    enum qw_err err = QW_OK;

    if (list.items == NULL)
        return QW_ERR_NO_MEMORY;
    facts->others = list.items;
    for (size_t i = 0; err == QW_OK && i < QW_NAMESPACE_COUNT; i++) {
        if (workload->namespaces[i].mode == QW_NAMESPACE_CONTAINER)
            err = add_other(task, joined_name(&workload->namespaces[i]), &list);
    }
    for (size_t i = 0; err == QW_OK && i < workload->volumes_from.n_items; i++)
        err = add_other(task, workload->volumes_from.items[i].value, &list);
    return err;
}

/* --- All of it. ------------------------------------------------------------------------------- */

static enum qw_err ask_parts(const struct task *task, unsigned needs,
                             const struct qw_workload *workload, struct qw_facts *facts)
{
    enum qw_err err = QW_OK;

    if ((needs & QW_NEED_ENGINE) != 0)
        qw_resolve_engine(task->asker, &facts->engine);
    if ((needs & image_needs) != 0)
        err = resolve_image(task, needs, workload, &facts->image);
    if (err == QW_OK && (needs & QW_NEED_ACCOUNT) != 0)
        err = resolve_account(task->asker, task->context->held, workload, &facts->account);
    if (err == QW_OK && (needs & QW_NEED_GROUPS) != 0)
        err =
            resolve_added_groups(task->asker, task->context->held, workload, &facts->added_groups);
    if (err == QW_OK && (needs & QW_NEED_PRIMARY_GROUP) != 0)
        err = resolve_primary_group(task->asker, task->context->held, workload,
                                    &facts->primary_group);
    if (err == QW_OK && (needs & QW_NEED_VOLUMES) != 0)
        err = resolve_volumes(task, needs, workload, facts);
    if (err == QW_OK && (needs & QW_NEED_OTHERS) != 0)
        err = resolve_others(task, workload, facts);
    if (err == QW_OK && (needs & QW_NEED_ROUTES) != 0)
        err = resolve_routes(task->asker, &facts->routes);
    if (err == QW_OK && (needs & QW_NEED_NETWORKS) != 0)
        err = resolve_networks(task->asker, &facts->networks);
    return err;
}

static enum qw_err resolve_parts(const struct task *task, unsigned needs,
                                 struct qw_workload *workload)
{
    struct qw_facts *facts = qw_arena_alloc(task->asker->arena, 1, sizeof *facts);
    enum qw_err err = QW_OK;

    if (facts == NULL)
        return QW_ERR_NO_MEMORY;
    facts->is_resolved = true;
    if (qw_resolver_has_engine(task->asker->resolver))
        err = ask_parts(task, needs, workload, facts);
    if (err == QW_OK && (needs & QW_NEED_PATHS) != 0)
        err = resolve_paths(task->asker, workload, facts);
    if (err == QW_OK)
        workload->facts = facts;
    return err;
}

enum qw_err qw_resolve_facts(struct qw_asker *asker, unsigned needs,
                             const struct qw_resolve_context *context, struct qw_workload *workload)
{
    const struct task task = {.asker = asker, .context = context};

    return resolve_parts(&task, needs, workload);
}
