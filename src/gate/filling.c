/* While the engine fills a volume from an image (src/rules/copy_up.c), nobody else may write to it:
 *
 *   who fills a volume     (a create) claims it, alone, and is allowed when no container that runs
 *                          mounts it by then;
 *   who will write to it   (whatever starts a container, or puts files into one) claims that, until
 *                          the engine has answered: a container that was started is seen to run.
 *
 * The engine makes up names for some volumes, 64 hexadecimal digits at random, and anybody can read
 * them before they are filled.  So whoever names such a volume while a create or a build is under
 * way is allowed only when the volume is older than that.  A container that was made with one names
 * it no more than its request did: its own create is over.
 *
 * volumes.c tells of descriptors that outlive all this.
 *
 * The same claim keeps others away while we ask an engine that sets volumes up on the host itself
 * in order to answer (engines before 24.0). */
#include <string.h>

#include "filling.h"

#include "qw/clock.h"
#include "qw/show.h"
#include "qw/volume_options.h"

/* Names of volumes share their claims with names of containers, which have no space in them. */
static enum qw_err digest_of_volume(struct qw_arena *arena, const char *name,
                                    struct qw_digest *ret_digest)
{
    const char *text = qw_arena_format(arena, "volume %s", name);

    return text != NULL ? qw_digest_sha256(text, strlen(text), ret_digest) : QW_ERR_NO_MEMORY;
}

static enum qw_err claim_volume(struct interlock *interlock, enum claim_kind kind, const char *name)
{
    struct qw_digest digest;
    enum qw_err err = digest_of_volume(interlock->asker->arena, name, &digest);

    if (err == QW_OK)
        interlock_claim(interlock, kind, &digest);
    return err;
}

static const struct qw_digest no_name;

static bool is_guarded(const struct interlock *interlock)
{
    return qw_rules_guard_volumes(qw_policy_settings(interlock->gate->policy));
}

/* What runs already is seen to run. */
static bool sets_writers_loose(const struct qw_decided *decided)
{
    static const enum qw_op ops[] = {QW_OP_CONTAINER_START, QW_OP_CONTAINER_RESTART,
                                     QW_OP_CHECKPOINT_START, QW_OP_CONTAINER_ARCHIVE_PUT};

    for (size_t i = 0; i < sizeof ops / sizeof ops[0]; i++) {
        if (decided->operation.op == ops[i])
            return decided->has_held;
    }
    return false;
}

static bool fills_by_name(const struct qw_decided *decided, const struct qw_mount *mount)
{
    return *mount->source != '\0' && qw_workload_fills(&decided->workload, mount);
}

size_t filling_most(const struct qw_decided *decided)
{
    return 1 + decided->workload.mounts.n_items + decided->held.written.n_items;
}

static enum qw_err claim_filled(struct interlock *interlock)
{
    const struct qw_mounts *mounts = &interlock->decided->workload.mounts;
    enum qw_err err = QW_OK;

    interlock_claim(interlock, CLAIM_MAKES, &no_name);
    for (size_t i = 0; err == QW_OK && i < mounts->n_items; i++) {
        if (fills_by_name(interlock->decided, &mounts->items[i]))
            err = claim_volume(interlock, CLAIM_FILLS, mounts->items[i].source);
    }
    return err;
}

static enum qw_err claim_written(struct interlock *interlock)
{
    const struct qw_texts *volumes = &interlock->decided->held.written;
    enum qw_err err = QW_OK;

    for (size_t i = 0; err == QW_OK && i < volumes->n_items; i++)
        err = claim_volume(interlock, CLAIM_WRITES, volumes->items[i].value);
    return err;
}

enum qw_err filling_gather(struct interlock *interlock)
{
    const struct qw_decided *decided = interlock->decided;

    if (!is_guarded(interlock))
        return QW_OK;
    /* which of the two it is, a hidden form may decide */
    if (decided->operation.op == QW_OP_BUILD_CLASSIC ||
        decided->operation.op == QW_OP_BUILD_BUILDKIT)
        interlock_claim(interlock, CLAIM_MAKES, &no_name);
    if (decided->operation.op == QW_OP_CONTAINER_CREATE)
        return claim_filled(interlock);
    return sets_writers_loose(decided) ? claim_written(interlock) : QW_OK;
}

/* --- The second question. --------------------------------------------------------------------- */

static enum qw_err refuse_filled(struct interlock *interlock, const char *name, const char *what)
{
    struct qw_arena *arena = interlock->asker->arena;
    const char *text = qw_arena_format(arena, "the volume %s %s", qw_show(arena, name), what);

    return text != NULL ? interlock_refuse(interlock, QW_ERR_VOLUME_FILLED, text)
                        : QW_ERR_NO_MEMORY;
}

/* Volumes are told in whole seconds. */
static enum qw_err check_age(struct interlock *interlock, const char *name)
{
    enum { MARGIN_S = 2 };
    const int64_t since_s =
        claims_making_since(&interlock->gate->claims, &interlock->request.words);
    struct qw_diag *diag = &interlock->decided->diag;
    int64_t made = 0;
    enum qw_err err;

    if (since_s == CLAIMS_NONE || !qw_volume_name_is_made_up(name))
        return QW_OK;
    err = qw_resolve_volume_time(interlock->asker, name, &made, diag);
    if (err != QW_OK && err != QW_ERR_NOT_FOUND)
        return err;
    *diag = (struct qw_diag){0};
    if (err == QW_ERR_NOT_FOUND)
        return QW_OK; /* one that is made now gets another name */

    if (made < since_s - MARGIN_S)
        return QW_OK;
    return refuse_filled(interlock, name,
                         "may be that of a container that is just being made, or of a build");
}

enum qw_err filling_see(struct qw_gate *gate, struct qw_asker *asker, const char *name,
                        bool *ret_is_free, struct qw_diag *diag)
{
    const uint64_t asked = volumes_now(&gate->volumes);
    struct qw_digest digest;
    int64_t made = 0;
    enum qw_err err = digest_of_volume(asker->arena, name, &digest);

    if (err != QW_OK)
        return err;
    err = qw_resolve_volume_time(asker, name, &made, diag);
    if (err == QW_ERR_NOT_FOUND) {
        volumes_note_missing(&gate->volumes, &digest, asked);
        *diag = (struct qw_diag){0};
        err = QW_OK;
    }
    *ret_is_free = err == QW_OK && volumes_is_free(&gate->volumes, &digest);
    return err;
}

static enum qw_err check_free(struct interlock *interlock, const char *name)
{
    bool is_free = false;
    enum qw_err err =
        filling_see(interlock->gate, interlock->asker, name, &is_free, &interlock->decided->diag);

    if (err != QW_OK || is_free)
        return err;
    return refuse_filled(interlock, name,
                         "has been in one container with other mounts, or was made before "
                         "quaywarden was started: somebody may still write to it\n"
                         "mount it with nocopy: -v NAME:/data:nocopy.");
}

static enum qw_err check_filled(struct interlock *interlock, const char *name)
{
    const char *user = NULL;
    enum qw_err err = check_age(interlock, name);

    if (err == QW_OK)
        err = check_free(interlock, name);
    if (err == QW_OK)
        err = qw_resolve_volume_user(interlock->asker, name, &user, &interlock->decided->diag);
    if (err != QW_OK || user == NULL)
        return err;
    return refuse_filled(interlock, name, "has just come into use by another container");
}

static enum qw_err check_all_filled(struct interlock *interlock)
{
    const struct qw_mounts *mounts = &interlock->decided->workload.mounts;
    enum qw_err err = QW_OK;

    for (size_t i = 0; err == QW_OK && i < mounts->n_items; i++) {
        if (fills_by_name(interlock->decided, &mounts->items[i]))
            err = check_filled(interlock, mounts->items[i].source);
    }
    return err;
}

static enum qw_err check_named(struct interlock *interlock)
{
    const struct qw_mounts *mounts = &interlock->decided->held_workload.mounts;
    enum qw_err err = QW_OK;

    for (size_t i = 0; err == QW_OK && i < mounts->n_items; i++) {
        const struct qw_mount *mount = &mounts->items[i];

        if (mount->type == QW_MOUNT_VOLUME && !mount->is_read_only && *mount->source != '\0')
            err = check_age(interlock, mount->source);
    }
    return err;
}

/* What others can mount as well: each volume once, and every folder of the host. */
static size_t n_shared(const struct qw_decided *decided)
{
    const struct qw_texts *volumes = &decided->held.volumes;
    const struct qw_mounts *mounts = &decided->held_workload.mounts;
    size_t n = 0;

    for (size_t i = 0; i < volumes->n_items; i++) {
        size_t j = 0;

        while (j < i && strcmp(volumes->items[j].value, volumes->items[i].value) != 0)
            j++;
        n += j == i;
    }
    for (size_t i = 0; i < mounts->n_items; i++)
        n += mounts->items[i].type != QW_MOUNT_VOLUME && mounts->items[i].type != QW_MOUNT_TMPFS;
    return n;
}

/* Those for reading too: a socket in one can be connected to all the same, and tells what another
 * container has opened for writing. */
static enum qw_err note_held(struct interlock *interlock)
{
    const struct qw_texts *volumes = &interlock->decided->held.volumes;
    enum qw_err err = QW_OK;

    for (size_t i = 0; err == QW_OK && i < volumes->n_items; i++) {
        struct qw_digest digest;

        err = digest_of_volume(interlock->asker->arena, volumes->items[i].value, &digest);
        if (err == QW_OK)
            volumes_note_held(&interlock->gate->volumes, &digest);
    }
    return err;
}

static enum qw_err check_written(struct interlock *interlock)
{
    enum qw_err err = check_named(interlock);

    if (err == QW_OK && n_shared(interlock->decided) > 1)
        err = note_held(interlock);
    return err;
}

enum qw_err filling_look_again(struct interlock *interlock)
{
    const struct qw_decided *decided = interlock->decided;

    if (!is_guarded(interlock))
        return QW_OK;
    if (decided->operation.op == QW_OP_CONTAINER_CREATE)
        return check_all_filled(interlock);
    return sets_writers_loose(decided) ? check_written(interlock) : QW_OK;
}

/* --- Our own questions. ----------------------------------------------------------------------- */

/* Whether it is reached by its name alone, so that claims on that name hold. */
static bool is_plain(const struct qw_workload *held, const struct qw_mount *mount)
{
    const struct qw_volume_facts *volume = qw_facts_volume(held->facts, mount->source);

    if (mount->type != QW_MOUNT_VOLUME)
        return mount->type == QW_MOUNT_TMPFS;
    if (*mount->source == '\0')
        return qw_volume_driver_is_local(held->volume_driver.value) &&
               qw_volume_driver_is_local(mount->driver) &&
               !qw_volume_is_bind(&mount->driver_options);
    return volume != NULL && volume->fact.state == QW_FACT_KNOWN &&
           qw_volume_driver_is_local(volume->driver) && !qw_volume_is_bind(&volume->options);
}

static bool are_plain(const struct qw_workload *held)
{
    for (size_t i = 0; i < held->mounts.n_items; i++) {
        if (!is_plain(held, &held->mounts.items[i]))
            return false;
    }
    return true;
}

static enum qw_err claim_held(struct qw_asker *asker, const struct qw_held *held,
                              struct claim_request *request)
{
    const struct qw_texts *volumes = &held->volumes;
    enum qw_err err = qw_digest_sha256(held->id, strlen(held->id), &request->words);

    request->items = qw_arena_alloc(asker->arena, volumes->n_items + 1, sizeof *request->items);
    if (request->items == NULL)
        return QW_ERR_NO_MEMORY;
    for (size_t i = 0; err == QW_OK && i < volumes->n_items; i++) {
        request->items[i].kind = CLAIM_FILLS;
        err = digest_of_volume(asker->arena, volumes->items[i].value, &request->items[i].name);
    }
    request->n_items = volumes->n_items;
    return err;
}

static bool nobody_uses(struct qw_gate *gate, struct qw_asker *asker, const char *name)
{
    struct qw_diag diag = {.err = QW_OK};
    const char *user = NULL;
    bool is_free = false;

    return filling_see(gate, asker, name, &is_free, &diag) == QW_OK && is_free &&
           qw_resolve_volume_user(asker, name, &user, &diag) == QW_OK && user == NULL;
}

static bool nobody_uses_any(struct qw_gate *gate, struct qw_asker *asker,
                            const struct qw_texts *volumes)
{
    for (size_t i = 0; i < volumes->n_items; i++) {
        if (!nobody_uses(gate, asker, volumes->items[i].value))
            return false;
    }
    return true;
}

bool filling_keep_quiet(struct qw_gate *gate, struct qw_asker *asker,
                        const struct qw_decided *decided, struct filling_hold *ret_hold)
{
    struct claim_request request = {.may_wait = true, .now_us = qw_clock_monotonic_us()};

    *ret_hold = (struct filling_hold){.is_held = false};
    if (!qw_rules_guard_volumes(qw_policy_settings(gate->policy)) || request.now_us == 0 ||
        !are_plain(&decided->held_workload) ||
        claim_held(asker, &decided->held, &request) != QW_OK ||
        claims_enter(&gate->claims, &request) != QW_OK)
        return false;
    *ret_hold = (struct filling_hold){.is_held = true, .words = request.words};
    return nobody_uses_any(gate, asker, &decided->held.volumes);
}

void filling_release(struct qw_gate *gate, const struct filling_hold *hold)
{
    if (hold->is_held)
        (void)claims_leave(&gate->claims, &hold->words);
}
