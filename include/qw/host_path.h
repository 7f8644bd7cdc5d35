/* Where a path of the host leads.  Asks the file system of the process itself: it has to be that of
 * the engine, and unit options that hide parts of it (ProtectHome=) hide them from here alone.
 *
 * Nothing is opened but as a place (O_PATH), so that devices and FIFOs do not matter; an automount
 * or a network file system that does not answer blocks all the same: for worker threads alone. */
#ifndef QW_HOST_PATH_H
#define QW_HOST_PATH_H

#include <sys/types.h>

#include "qw/facts.h"

/* Follows PATH as the kernel would.  Never fails but for QW_ERR_NO_MEMORY: RET_FACTS is KNOWN or
 * FAILED.  Its strings belong to ARENA.
 *
 * `link` and `swappable` are components in the spelling of PATH: a link on the way to `swappable`
 * tells nothing of where it leads.  A directory counts as changed by others when its owner is not
 * root, or when its group (0 too, which a container may have) or others may write to it; with the
 * sticky bit, what is root's own in it is safe.  Servers of network file systems may have their
 * own idea of that.
 *
 * FAILED, whatever stands there: what is not absolute, goes up (".."), is longer than PATH_MAX or
 * has a component longer than NAME_MAX; a link whose target goes up behind a name (its answer would
 * tell whether that name exists); over 40 links; a link or nothing on procfs, whose links lead
 * where their text does not say, and differ from process to process. */
QW_MUST_USE enum qw_err qw_host_path_follow(struct qw_arena *arena, const char *path,
                                            struct qw_path_facts *ret_facts);

enum qw_host_sight {
    QW_HOST_SIGHT_UNKNOWN = 0, /* nobody answers at the socket, or nothing tells who */
    QW_HOST_SIGHT_OTHER,       /* another root folder, as in a managed plugin: no fact of a path
                                  would hold */
    QW_HOST_SIGHT_SAME,
};

/* Whether this process has the root folder of the process that listens at SOCKET, the engine's (or
 * systemd's, which opened it for the engine), whose number RET_PID is for SAME.  Never waits. */
enum qw_host_sight qw_host_path_sight(const char *socket, pid_t *ret_pid);

#endif
