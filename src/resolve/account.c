/* Whom a name stands for in a container: its /etc/passwd and /etc/group, as the engine will read
 * them when it starts a process there. */
#include <string.h>

#include "account.h"
#include "answers.h"
#include "resolve_priv.h"

struct lookup {
    struct qw_asker *asker;
    const struct qw_held *held;
    const struct qw_workload *workload;
};

/* The engine shows /etc with the container's volumes in their places, but looks names up in the
 * files below them.  A link of the image can lead a volume's place to /etc, whatever it is called:
 * with any volume, what is shown may not be what counts. */
static bool has_volumes(const struct qw_workload *workload)
{
    for (size_t i = 0; i < workload->mounts.n_items; i++) {
        if (workload->mounts.items[i].type != QW_MOUNT_TMPFS)
            return true;
    }
    return workload->volumes_from.n_items > 0;
}

static enum qw_err read_archive(const struct lookup *lookup, enum resolve_place place,
                                const char *name, struct qw_bytes *ret_file, struct qw_diag *diag)
{
    struct qw_bytes tar = {.data = "", .len = 0};
    enum qw_err err;

    if (lookup->workload->kind != QW_WORKLOAD_CONTAINER)
        return qw_diag_set(diag, QW_ERR_ENGINE, "the container does not run");
    if (has_volumes(lookup->workload))
        return qw_diag_set(diag, QW_ERR_ENGINE,
                           "the container mounts something, which could hide its files");
    err = resolve_ask(lookup->asker, place, lookup->held->id, &tar, diag);
    return err == QW_OK ? resolve_read_tar(tar, name, ret_file, diag) : err;
}

/* A file that is not there is empty: the engine takes it so. */
static enum qw_err read_file(const struct lookup *lookup, enum resolve_place place,
                             struct qw_bytes *ret_file, struct qw_diag *diag)
{
    const char *name = place == RESOLVE_PASSWD ? "passwd" : "group";
    struct qw_diag inner = {.err = QW_OK};
    enum qw_err err;

    err = lookup->held->is_running
              ? resolve_proc_file(lookup->asker->arena, lookup->held, name, ret_file, &inner)
              : read_archive(lookup, place, name, ret_file, &inner);
    if (err == QW_ERR_NOT_FOUND)
        return QW_OK;
    if (err != QW_OK)
        *diag = inner;
    return err;
}

static const char no_container[] = "there is no container yet to look the name up in";

/* Between our look and the engine's, and before a start that nobody is asked about (a restart
 * policy), what writes there could put another file in its place.  On engines with the hole
 * GHSA-vp62-88p7-qqf5 it could even lead the mounts that our question causes to the host. */
static enum qw_err look_up(const struct lookup *lookup, struct qw_account_facts *account,
                           struct qw_diag *diag)
{
    struct resolve_account_files files = {.passwd = {.data = ""}, .group = {.data = ""}};
    const struct qw_user *user = &lookup->workload->user;
    enum qw_err err = QW_OK;

    if (lookup->held == NULL)
        return qw_diag_set(diag, QW_ERR_ENGINE, no_container);
    if ((user->user == QW_IDENTITY_NAME || user->group != QW_IDENTITY_NUMBER) &&
        !lookup->held->has_read_only_root)
        return qw_diag_set(diag, QW_ERR_ENGINE,
                           "its root file system is writable, and with it the /etc/passwd that "
                           "tells who it is");
    if (user->user == QW_IDENTITY_NAME || user->group == QW_IDENTITY_ABSENT)
        err = read_file(lookup, RESOLVE_PASSWD, &files.passwd, diag);
    if (err == QW_OK && user->group != QW_IDENTITY_NUMBER)
        err = read_file(lookup, RESOLVE_GROUP, &files.group, diag);
    return err == QW_OK ? resolve_read_account(lookup->asker->arena, &files, user, account, diag)
                        : err;
}

enum qw_err resolve_account(struct qw_asker *asker, const struct qw_held *held,
                            const struct qw_workload *workload,
                            struct qw_account_facts *ret_account)
{
    const struct lookup lookup = {.asker = asker, .held = held, .workload = workload};
    struct qw_account_facts account = {.uid = 0};
    struct qw_diag diag = {.err = QW_OK};
    enum qw_err err = look_up(&lookup, &account, &diag);

    err = resolve_settle(asker->arena, err, &diag, &account.fact);
    if (err == QW_OK)
        *ret_account = account;
    return err;
}

/* The same holds for the groups that are added: they are looked up in the same files, then too. */
static enum qw_err look_up_groups(const struct lookup *lookup, struct qw_added_group_facts *groups,
                                  struct qw_diag *diag)
{
    struct qw_bytes file = {.data = ""};
    enum qw_err err;

    if (lookup->held == NULL)
        return qw_diag_set(diag, QW_ERR_ENGINE, no_container);
    if (!lookup->held->has_read_only_root)
        return qw_diag_set(diag, QW_ERR_ENGINE,
                           "the root file system is writable, and with it the /etc/group that "
                           "tells");
    err = read_file(lookup, RESOLVE_GROUP, &file, diag);
    return err == QW_OK ? resolve_read_added_groups(lookup->asker->arena, file,
                                                    &lookup->workload->groups, groups, diag)
                        : err;
}

enum qw_err resolve_added_groups(struct qw_asker *asker, const struct qw_held *held,
                                 const struct qw_workload *workload,
                                 struct qw_added_group_facts *ret_groups)
{
    const struct lookup lookup = {.asker = asker, .held = held, .workload = workload};
    struct qw_added_group_facts groups = {.is_other = NULL};
    struct qw_diag diag = {.err = QW_OK};
    enum qw_err err = look_up_groups(&lookup, &groups, &diag);

    err = resolve_settle(asker->arena, err, &diag, &groups.fact);
    if (err == QW_OK)
        *ret_groups = groups;
    return err;
}

static enum qw_err read_primary(struct qw_arena *arena, struct qw_bytes file,
                                const struct qw_workload *workload,
                                struct qw_added_group_facts *ret_group, struct qw_diag *diag)
{
    const char *word = qw_arena_format(arena, "%lld", (long long)workload->user.gid);
    const struct qw_group group = qw_group_of(word != NULL ? word : "");
    const struct qw_groups groups = {.items = &group, .n_items = 1};

    if (word == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));
    return resolve_read_added_groups(arena, file, &groups, ret_group, diag);
}

enum qw_err resolve_primary_group(struct qw_asker *asker, const struct qw_held *held,
                                  const struct qw_workload *workload,
                                  struct qw_added_group_facts *ret_group)
{
    const struct lookup lookup = {.asker = asker, .held = held, .workload = workload};
    struct qw_added_group_facts group = {.is_other = NULL};
    struct qw_diag diag = {.err = QW_OK};
    struct qw_bytes file = {.data = ""};
    enum qw_err err;

    if (held == NULL || held->is_running || has_volumes(workload))
        return QW_OK;
    err = read_file(&lookup, RESOLVE_GROUP, &file, &diag);
    if (err == QW_OK)
        err = read_primary(asker->arena, file, workload, &group, &diag);
    err = resolve_settle(asker->arena, err, &diag, &group.fact);
    if (err == QW_OK)
        *ret_group = group;
    return err;
}

enum qw_err resolve_mounting_group(struct qw_asker *asker, const struct resolve_file *file,
                                   const struct qw_workload *workload,
                                   struct qw_added_group_facts *ret_group, struct qw_diag *diag)
{
    struct qw_bytes tar = {.data = "", .len = 0};
    struct qw_bytes text = {.data = ""};
    enum qw_err err = resolve_ask_file(asker, file, &tar, diag);

    if (err == QW_OK)
        err = resolve_read_tar(tar, strrchr(file->path, '/') + 1, &text, diag);
    return err == QW_OK ? read_primary(asker->arena, text, workload, ret_group, diag) : err;
}
