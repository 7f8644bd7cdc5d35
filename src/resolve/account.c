/* Whom a name stands for in a container: its /etc/passwd and /etc/group, as the engine will read
 * them when it starts a process there. */
#include <string.h>

#include "answers.h"
#include "qw/holes.h"
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

/* The container may have been started since it was looked at, and wait for our question in order to
 * lead the mounts that it causes (resolv.conf, hosts) to the host: it must be unable to. */
static bool may_lead_mounts(const struct lookup *lookup)
{
    struct qw_engine_facts engine;

    if (lookup->workload->read_only_rootfs.is_true)
        return false;
    qw_resolve_engine(lookup->asker, &engine);
    return (qw_holes_of_version(engine.fact.state == QW_FACT_KNOWN ? engine.version : NULL) &
            (1U << QW_HOLE_ARCHIVE_MOUNTS)) != 0;
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
    if (may_lead_mounts(lookup))
        return qw_diag_set(diag, QW_ERR_ENGINE,
                           "this engine cannot be asked safely for files of a container whose "
                           "root file system is writable");
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

static enum qw_err look_up(const struct lookup *lookup, struct qw_account_facts *account,
                           struct qw_diag *diag)
{
    struct resolve_account_files files = {.passwd = {.data = ""}, .group = {.data = ""}};
    const struct qw_user *user = &lookup->workload->user;
    enum qw_err err = QW_OK;

    if (lookup->held == NULL)
        return qw_diag_set(diag, QW_ERR_ENGINE, "there is no container yet to look the name up in");
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
