/* What is mounted on the host, and by which other names it can be had. */
#ifndef QW_RESOLVE_MOUNTS_H
#define QW_RESOLVE_MOUNTS_H

#include "qw/bytes.h"
#include "qw/diag.h"
#include "qw/facts.h"

struct resolve_mount {
    unsigned major; /* 0: no block device behind it */
    unsigned minor;
    const char *root;  /* what of the file system is shown, as a path in it; of some file systems of
                          the kernel no path: "net:[4026531840]" */
    const char *point; /* where; absolute */
    const char *type;  /* "ext4", "fuse.sshfs" */
};

/* Those of one device stand together. */
struct resolve_mounts {
    const struct resolve_mount *items;
    size_t n_items;
};

/* --- mount_table.c ---------------------------------------------------------------------------- */

/* Reads the text of /proc/PID/mountinfo (proc_pid_mountinfo(5)), a NUL behind it.  QW_ERR_TYPE with
 * a clause, QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err resolve_read_mounts(struct qw_arena *arena, struct qw_bytes text,
                                            struct resolve_mounts *ret_mounts,
                                            struct qw_diag *diag);

/* --- mount_names.c ---------------------------------------------------------------------------- */

/* Adds to FACTS, which are KNOWN, the other names of what `real` shows, and what is mounted below
 * it; or makes them FAILED, when there are too many names.  QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err resolve_mount_names(struct qw_arena *arena,
                                            const struct resolve_mounts *mounts,
                                            struct qw_path_facts *facts);

#endif
