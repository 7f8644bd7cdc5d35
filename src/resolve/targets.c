/* Where the targets of mounts lead in a container that does not run.  The engine tells of each file
 * on the way whether it is a link, and what stands in it: where a link ends is not enough, since
 * one that leads through a volume can be led elsewhere by whoever has the volume. */
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "answers.h"
#include "qw/limits.h"
#include "qw/path.h"
#include "qw/word.h"
#include "resolve_priv.h"

/* What the engine told of PATH, so that no two targets ask for it. */
struct looked {
    const char *path;
    bool is_missing;
    const char *text; /* of a link; else NULL */
};

struct targets {
    struct qw_asker *asker;
    const struct qw_held *held;
    struct looked *looked; /* each has cost a question, of which there are QW_LIMIT_QUESTIONS */
    size_t n_looked;
    bool is_silent; /* nothing is asked: no answer is known */
};

/* One way through the container's files. */
struct way {
    const char *real; /* where it has come to: no link on it */
    const char *rest;
    bool is_missing; /* there is no `real` */
    const char **turns;
    size_t n_turns;
    size_t n_links;
};

static enum qw_err no_memory(struct qw_diag *diag)
{
    return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));
}

/* --- One file. -------------------------------------------------------------------------------- */

static enum qw_err ask_text(struct qw_asker *asker, const struct resolve_file *file,
                            const char **ret_text, struct qw_diag *diag)
{
    struct qw_bytes tar = {.data = "", .len = 0};
    struct qw_bytes text = {.data = "", .len = 0};
    enum qw_err err = resolve_ask_file(asker, file, &tar, diag);

    if (err == QW_OK)
        err = resolve_read_tar_link(tar, strrchr(file->path, '/') + 1, &text, diag);
    if (err != QW_OK)
        return err;
    *ret_text = qw_arena_copy(asker->arena, text.data, text.len);
    return *ret_text != NULL ? QW_OK : no_memory(diag);
}

static enum qw_err ask_is_link(struct qw_asker *asker, const struct resolve_file *file,
                               bool *ret_is_link, struct qw_diag *diag)
{
    struct qw_bytes header = {.data = "", .len = 0};
    struct qw_diag inner = {.err = QW_OK};
    enum qw_err err = resolve_ask_path_stat(asker, file, &header, diag);

    if (err != QW_OK)
        return err;
    err = resolve_read_path_stat(asker->arena, header, ret_is_link, &inner);
    return err == QW_OK ? QW_OK : resolve_unusable(diag, err, inner.text);
}

static enum qw_err ask_file(const struct targets *targets, const char *path,
                            struct looked *ret_looked, struct qw_diag *diag)
{
    const struct resolve_file file = {.container = targets->held->id, .path = path};
    struct looked looked = {.path = path};
    struct qw_diag inner = {.err = QW_OK};
    bool is_link = false;
    enum qw_err err = ask_is_link(targets->asker, &file, &is_link, &inner);

    looked.is_missing = err == QW_ERR_NOT_FOUND;
    if (err == QW_OK && is_link)
        err = ask_text(targets->asker, &file, &looked.text, &inner);
    if (err != QW_OK && !looked.is_missing) {
        *diag = inner;
        return err == QW_ERR_NO_MEMORY ? err : QW_ERR_ENGINE;
    }
    *ret_looked = looked;
    return QW_OK;
}

static enum qw_err look(struct targets *targets, const char *path, struct looked *ret_looked,
                        struct qw_diag *diag)
{
    enum qw_err err;

    for (size_t i = 0; i < targets->n_looked; i++) {
        if (strcmp(targets->looked[i].path, path) == 0) {
            *ret_looked = targets->looked[i];
            return QW_OK;
        }
    }
    err = ask_file(targets, path, ret_looked, diag);
    if (err == QW_OK)
        targets->looked[targets->n_looked++] = *ret_looked;
    return err;
}

/* --- One way. --------------------------------------------------------------------------------- */

/* Room for a turn at each step is taken when the way begins and at each link. */
static bool make_room(struct qw_arena *arena, struct way *way)
{
    const size_t n_steps = strlen(way->rest) + 2;
    const char **turns = qw_arena_alloc(arena, way->n_turns + n_steps, sizeof *turns);

    if (turns == NULL)
        return false;
    if (way->n_turns > 0)
        memcpy(turns, way->turns, way->n_turns * sizeof *turns);
    way->turns = turns;
    return true;
}

static void add_turn(struct way *way, const char *path)
{
    way->turns[way->n_turns++] = path;
}

static enum qw_err go_up(struct qw_arena *arena, struct way *way, struct qw_diag *diag)
{
    const size_t len = (size_t)(strrchr(way->real, '/') - way->real);

    if (strcmp(way->real, "/") == 0)
        return QW_OK;
    add_turn(way, way->real);
    way->is_missing = false; /* its parent may be there */
    way->real = len == 0 ? "/" : qw_arena_copy(arena, way->real, len);
    return way->real != NULL ? QW_OK : no_memory(diag);
}

static enum qw_err take_link(struct qw_arena *arena, struct way *way, const struct looked *link,
                             struct qw_diag *diag)
{
    add_turn(way, link->path);
    if (++way->n_links > QW_LIMIT_TARGET_LINKS)
        return qw_diag_set(diag, QW_ERR_ENGINE, "more than %d symbolic links lead it on",
                           QW_LIMIT_TARGET_LINKS);
    if (*link->text == '/')
        way->real = "/";
    way->rest = qw_arena_format(arena, "%s/%s", link->text, way->rest != NULL ? way->rest : "");
    return way->rest != NULL && make_room(arena, way) ? QW_OK : no_memory(diag);
}

static enum qw_err go_down(struct targets *targets, struct way *way, struct qw_bytes name,
                           struct qw_diag *diag)
{
    struct qw_arena *arena = targets->asker->arena;
    const char *parent = strcmp(way->real, "/") == 0 ? "" : way->real;
    const char *path = qw_arena_format(arena, "%s/%.*s", parent, (int)name.len, name.data);
    struct looked looked = {.is_missing = true};
    enum qw_err err = QW_OK;

    if (path == NULL)
        return no_memory(diag);
    if (!way->is_missing)
        err = look(targets, path, &looked, diag);
    if (err != QW_OK)
        return err;
    if (looked.text != NULL)
        return take_link(arena, way, &looked, diag);
    way->real = path;
    way->is_missing = looked.is_missing;
    return QW_OK;
}

static enum qw_err follow(struct targets *targets, const char *target,
                          struct qw_target_facts *facts, struct qw_diag *diag)
{
    struct qw_arena *arena = targets->asker->arena;
    struct way way = {.real = "/", .rest = target};
    struct qw_bytes name;
    enum qw_err err = QW_OK;

    if (!make_room(arena, &way))
        return no_memory(diag);
    while (err == QW_OK && qw_word_next(&way.rest, '/', &name)) {
        if (qw_word_equal(name, ".."))
            err = go_up(arena, &way, diag);
        else if (name.len > 0 && !qw_word_equal(name, "."))
            err = go_down(targets, &way, name, diag);
    }
    if (err != QW_OK)
        return err;
    add_turn(&way, way.real);
    facts->turns = way.turns;
    facts->n_turns = way.n_turns;
    return QW_OK;
}

/* --- All of them. ----------------------------------------------------------------------------- */

static enum qw_err follow_all(struct targets *targets, const struct qw_mounts *mounts,
                              struct qw_facts *facts)
{
    struct qw_arena *arena = targets->asker->arena;
    struct qw_target_facts *items = qw_arena_alloc(arena, mounts->n_items + 1, sizeof *items);

    if (items == NULL)
        return QW_ERR_NO_MEMORY;
    facts->targets = items;
    facts->n_targets = 0;
    for (size_t i = 0; i < mounts->n_items; i++) {
        struct qw_target_facts *item = &items[facts->n_targets];
        struct qw_diag diag = {.err = QW_OK};
        enum qw_err err;

        if (qw_facts_target(facts, mounts->items[i].target) != NULL)
            continue;
        *item = (struct qw_target_facts){.target = mounts->items[i].target};
        if (targets->is_silent)
            err = qw_diag_set(&diag, QW_ERR_ENGINE,
                              "an engine before 24.0 is not safe to ask about more than one mount "
                              "while others may write to what is mounted");
        else
            err = follow(targets, item->target, item, &diag);
        if (resolve_settle(arena, err, &diag, &item->fact) != QW_OK)
            return QW_ERR_NO_MEMORY;
        facts->n_targets++;
    }
    return QW_OK;
}

/* --- The group file, with the mounts in their places. ----------------------------------------- */

/* What stands there is of the image, and of no mount: the engine reads the one below. */
static bool is_mounted(const struct qw_facts *facts, const struct qw_mounts *mounts,
                       const char *turn)
{
    for (size_t i = 0; i < mounts->n_items; i++) {
        const struct qw_target_facts *led = qw_facts_target(facts, mounts->items[i].target);

        if (mounts->items[i].type == QW_MOUNT_TMPFS)
            continue; /* the engine sets none up to answer */
        if (led == NULL || led->n_turns == 0 ||
            qw_path_relation(turn, led->turns[led->n_turns - 1]) == QW_PATH_AT_OR_BELOW)
            return true;
    }
    return false;
}

static enum qw_err find_group_file(struct targets *targets, const struct qw_workload *workload,
                                   const struct qw_facts *facts, const char **ret_path,
                                   struct qw_diag *diag)
{
    struct qw_target_facts way = {.target = "/etc/group"};
    enum qw_err err = follow(targets, way.target, &way, diag);

    if (err != QW_OK)
        return err;
    for (size_t i = 0; i < way.n_turns; i++) {
        if (is_mounted(facts, &workload->mounts, way.turns[i]))
            return qw_diag_set(diag, QW_ERR_ENGINE,
                               "the container mounts something over its group file, or a "
                               "symbolic link leads the one into the other");
        *ret_path = way.turns[i]; /* of the last one in the end */
    }
    return QW_OK;
}

static enum qw_err look_up_group(struct targets *targets, const struct qw_workload *workload,
                                 struct qw_facts *facts)
{
    struct resolve_file file = {.container = targets->held->id, .path = "/etc/group"};
    struct qw_added_group_facts group = {.is_other = NULL};
    struct qw_diag diag = {.err = QW_OK};
    struct qw_diag inner = {.err = QW_OK};
    enum qw_err err;

    if (targets->is_silent || workload->user.group != QW_IDENTITY_NUMBER ||
        facts->primary_group.fact.state != QW_FACT_UNASKED)
        return QW_OK;
    err = find_group_file(targets, workload, facts, &file.path, &diag);
    if (err == QW_OK)
        err = resolve_mounting_group(targets->asker, &file, workload, &group, &inner);
    if (err == QW_ERR_NOT_FOUND)
        return QW_OK; /* without the file a number is one */
    err = resolve_settle(targets->asker->arena, err, err == diag.err ? &diag : &inner, &group.fact);
    if (err == QW_OK)
        facts->primary_group = group;
    return err;
}

/* --- Who may be asked. ------------------------------------------------------------------------ */

/* Such an engine sets the volumes up among the mounts of the host itself, and who can write to one
 * of them can lead the next one to any place there meanwhile (seen on 20.10.24). */
bool qw_resolve_targets_wants_quiet(struct qw_asker *asker, const struct qw_workload *workload)
{
    enum { FIRST_THAT_DOES_NOT = 24 };
    const struct qw_mounts *mounts = &workload->mounts;
    struct qw_engine_facts engine;
    const struct qw_mount *first = NULL;
    bool has_two = false;

    /* one that takes the place of a VOLUME of the image stands there twice */
    for (size_t i = 0; i < mounts->n_items; i++) {
        const struct qw_mount *mount = &mounts->items[i];

        if (mount->type == QW_MOUNT_TMPFS)
            continue;
        has_two = has_two || (first != NULL && strcmp(first->target, mount->target) != 0);
        first = first != NULL ? first : mount;
    }
    if (!has_two)
        return false;
    qw_resolve_engine(asker, &engine);
    return engine.fact.state != QW_FACT_KNOWN || engine.version == NULL ||
           strtoul(engine.version, NULL, 10) < FIRST_THAT_DOES_NOT;
}

enum qw_err qw_resolve_targets(struct qw_asker *asker, const struct qw_held *held, bool may_ask,
                               struct qw_workload *workload)
{
    struct targets targets = {.asker = asker, .held = held, .is_silent = !may_ask};
    struct qw_facts *facts = qw_arena_alloc(asker->arena, 1, sizeof *facts);
    enum qw_err err;

    targets.looked = qw_arena_alloc(asker->arena, QW_LIMIT_QUESTIONS, sizeof *targets.looked);
    if (facts == NULL || targets.looked == NULL)
        return QW_ERR_NO_MEMORY;
    *facts = *workload->facts;
    err = follow_all(&targets, &workload->mounts, facts);
    if (err == QW_OK)
        err = look_up_group(&targets, workload, facts);
    if (err == QW_OK)
        workload->facts = facts;
    return err;
}
