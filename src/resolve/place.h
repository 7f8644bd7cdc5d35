/* Where the engine listens, and where its API keeps what we ask for. */
#ifndef QW_RESOLVE_PLACE_H
#define QW_RESOLVE_PLACE_H

#include "qw/arena.h"
#include "qw/diag.h"

/* --- address.c: where the engine listens. ----------------------------------------------------- */

/* The path within "unix:/PATH" or "unix:///PATH", borrowed; NULL for an address of another form. */
const char *resolve_address_path(const char *engine);

/* --- place.c: paths of the Engine API. -------------------------------------------------------- */

enum resolve_place {
    RESOLVE_VERSION,
    RESOLVE_INFO,
    RESOLVE_IMAGE,
    RESOLVE_HISTORY,
    RESOLVE_VOLUME,
    RESOLVE_VOLUME_USERS, /* all containers that mount it */
    RESOLVE_NETWORKS,
    RESOLVE_CONTAINER,
    RESOLVE_EXEC,
    RESOLVE_PASSWD,
    RESOLVE_GROUP,
    RESOLVE_PLACE_COUNT
};

/* The path and query of PLACE, with NAME (NULL where there is none) percent-encoded; whatever is
 * not a name there is a failure: QW_ERR_ENGINE with a clause, QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err resolve_place_path(struct qw_arena *arena, enum resolve_place place,
                                           const char *name, const char **ret_path,
                                           struct qw_diag *diag);

/* The same of the file PATH, absolute, of the container ID. */
QW_MUST_USE enum qw_err resolve_archive_path(struct qw_arena *arena, const char *id,
                                             const char *path, const char **ret_path,
                                             struct qw_diag *diag);

#endif
