/* A mount shows what has another name elsewhere: /srv/chroot/proc is /proc.  Binds are recursive,
 * so that what is mounted below a path is shown with it. */
#include <string.h>

#include "mounts.h"
#include "qw/limits.h"
#include "qw/word.h"

struct listing {
    struct qw_arena *arena;
    const struct resolve_mounts *mounts;
    const char *real;
    struct qw_path_name *names;
    size_t n_names;
    bool is_full;
    enum qw_err err; /* QW_ERR_NO_MEMORY */
};

/* --- Text ------------------------------------------------------------------------------------- */

/* What stands behind BASE in PATH, "" or "/..."; NULL when PATH does not lie there. */
static const char *rest_behind(const char *path, const char *base)
{
    const size_t len = strcmp(base, "/") == 0 ? 0 : strlen(base);
    const char *rest = path + len;

    if (strncmp(path, base, len) != 0 || (*rest != '\0' && *rest != '/'))
        return NULL;
    return strcmp(rest, "/") == 0 ? "" : rest;
}

static const char *join(struct listing *listing, const char *base, const char *rest)
{
    const char *start = strcmp(base, "/") == 0 ? "" : base;
    const char *path = *start == '\0' && *rest == '\0'
                           ? "/"
                           : qw_arena_format(listing->arena, "%s%s", start, rest);

    if (path != NULL)
        return path;
    listing->err = QW_ERR_NO_MEMORY;
    return "/";
}

/* --- Kinds of file systems -------------------------------------------------------------------- */

/* Where the kernel's own file systems stand on every host. */
static const char *kernel_folder(const char *type)
{
    static const struct {
        const char *type;
        const char *folder;
    } folders[] = {
        {"binfmt_misc", "/proc"}, {"devpts", "/dev"}, {"devtmpfs", "/dev"}, {"mqueue", "/dev"},
        {"nfsd", "/proc"},        {"nsfs", "/proc"},  {"proc", "/proc"},
    };

    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        if (strcmp(folders[i].type, type) == 0)
            return folders[i].folder;
    }
    return "/sys";
}

/* What holds files alone.  Of those without a block device the names are known; whatever else there
 * is or will be counts as the kernel's own. */
static bool is_storage(const struct resolve_mount *mount)
{
    static const char *const types[] = {
        "9p",     "afs",    "aufs",     "autofs", "bcachefs", "beegfs",   "btrfs",   "ceph",
        "cifs",   "coda",   "ecryptfs", "erofs",  "fuse",     "fuseblk",  "gpfs",    "hugetlbfs",
        "jffs2",  "lustre", "ncpfs",    "nfs",    "nfs4",     "orangefs", "overlay", "panfs",
        "prl_fs", "pvfs2",  "ramfs",    "rootfs", "shiftfs",  "smb3",     "smbfs",   "tmpfs",
        "ubifs",  "vboxsf", "virtiofs", "vmhgfs", "wekafs",   "zfs",      NULL,
    };

    return mount->major != 0 || qw_text_is_in(mount->type, types) ||
           strncmp(mount->type, "fuse.", strlen("fuse.")) == 0;
}

/* --- The names -------------------------------------------------------------------------------- */

static void add(struct listing *listing, struct qw_path_name name)
{
    if (listing->n_names == QW_LIMIT_MOUNT_NAMES)
        listing->is_full = true;
    else
        listing->names[listing->n_names++] = name;
}

/* TREE: what of the mount's file system is shown. */
static void name_kernel_mount(struct listing *listing, const struct resolve_mount *mount,
                              const char *tree)
{
    const char *folder = kernel_folder(mount->type);
    const char *path =
        *tree == '/' ? join(listing, folder, strcmp(tree, "/") == 0 ? "" : tree) : folder;

    if (rest_behind(mount->point, folder) == NULL)
        add(listing, (struct qw_path_name){.path = path, .at = mount->point, .type = mount->type});
}

/* What lies at or below the path itself has been judged by that name. */
static void name_twin(struct listing *listing, const struct resolve_mount *mount, const char *tree,
                      const struct resolve_mount *twin)
{
    const char *rest = rest_behind(tree, twin->root);
    const bool is_part = rest == NULL && rest_behind(twin->root, tree) != NULL;
    const char *path;

    if (rest == NULL && !is_part)
        return;
    path = join(listing, twin->point, is_part ? "" : rest);
    if (rest_behind(path, listing->real) == NULL)
        add(listing, (struct qw_path_name){.path = path, .at = mount->point, .is_part = is_part});
}

static bool is_same_device(const struct resolve_mount *a, const struct resolve_mount *b)
{
    return a->major == b->major && a->minor == b->minor;
}

static void name_storage(struct listing *listing, size_t at, const char *tree)
{
    const struct resolve_mounts *mounts = listing->mounts;
    size_t i = at;

    while (i > 0 && is_same_device(&mounts->items[i - 1], &mounts->items[at]))
        i--;
    for (; i < mounts->n_items && is_same_device(&mounts->items[i], &mounts->items[at]); i++) {
        if (i != at)
            name_twin(listing, &mounts->items[at], tree, &mounts->items[i]);
    }
}

static void name_shown(struct listing *listing, size_t at, const char *inside)
{
    const struct resolve_mount *mount = &listing->mounts->items[at];
    const char *tree = join(listing, mount->root, inside);

    if (is_storage(mount))
        name_storage(listing, at, tree);
    else
        name_kernel_mount(listing, mount, tree);
}

/* The length of the longest mount point that the path lies at or below: of several mounts there
 * the last one shows, but which that is the table does not tell plainly, and all count. */
static size_t covering_length(const struct listing *listing)
{
    size_t longest = 0;

    for (size_t i = 0; i < listing->mounts->n_items; i++) {
        const char *point = listing->mounts->items[i].point;

        if (strlen(point) > longest && rest_behind(listing->real, point) != NULL)
            longest = strlen(point);
    }
    return longest;
}

static bool is_below(const struct listing *listing, const char *point)
{
    return rest_behind(listing->real, point) == NULL && rest_behind(point, listing->real) != NULL;
}

static void name_all(struct listing *listing)
{
    const size_t covering = covering_length(listing);

    for (size_t i = 0; i < listing->mounts->n_items && !listing->is_full; i++) {
        const char *point = listing->mounts->items[i].point;
        const char *inside = rest_behind(listing->real, point);

        if (inside != NULL && strlen(point) == covering)
            name_shown(listing, i, inside);
        else if (is_below(listing, point))
            name_shown(listing, i, "");
    }
}

/* All of them: a host may have thousands, and no rule is in doubt because of their number. */
static bool list_below(const struct listing *listing, struct qw_path_facts *facts)
{
    const char **below;
    size_t count = 0;

    for (size_t i = 0; i < listing->mounts->n_items; i++)
        count += is_below(listing, listing->mounts->items[i].point);
    if (count == 0)
        return true;
    below = qw_arena_alloc(listing->arena, count, sizeof *below);
    if (below == NULL)
        return false;
    facts->below = below;
    for (size_t i = 0; i < listing->mounts->n_items; i++) {
        if (is_below(listing, listing->mounts->items[i].point))
            below[facts->n_below++] = listing->mounts->items[i].point;
    }
    return true;
}

enum qw_err resolve_mount_names(struct qw_arena *arena, const struct resolve_mounts *mounts,
                                struct qw_path_facts *facts)
{
    struct listing listing = {
        .arena = arena,
        .mounts = mounts,
        .real = facts->real,
        .names = qw_arena_alloc(arena, QW_LIMIT_MOUNT_NAMES, sizeof *listing.names),
    };

    if (listing.names == NULL)
        return QW_ERR_NO_MEMORY;
    name_all(&listing);
    if (listing.err != QW_OK)
        return listing.err;
    if (!list_below(&listing, facts))
        return QW_ERR_NO_MEMORY;
    facts->names = listing.names;
    facts->n_names = listing.n_names;
    if (listing.is_full)
        facts->fact = (struct qw_fact){
            .state = QW_FACT_FAILED,
            .why = "what is mounted there has more names on the host than are followed"};
    return QW_OK;
}
