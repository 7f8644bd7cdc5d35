#include "gate_priv.h"

/* What an operator needs to make room on a full disk, and to stop what is filling it. */
static const enum qw_op making_room[] = {
    QW_OP_CONTAINER_STOP,  QW_OP_CONTAINER_KILL, QW_OP_CONTAINER_PAUSE, QW_OP_CONTAINER_REMOVE,
    QW_OP_CONTAINER_PRUNE, QW_OP_IMAGE_REMOVE,   QW_OP_IMAGE_PRUNE,     QW_OP_BUILD_PRUNE,
    QW_OP_VOLUME_REMOVE,   QW_OP_VOLUME_PRUNE,   QW_OP_NETWORK_REMOVE,  QW_OP_NETWORK_PRUNE,
    QW_OP_SERVICE_REMOVE,
};

bool qw_gate_passes_unrecorded(enum qw_op op)
{
    if (op == QW_OP_UNKNOWN)
        return false;
    for (size_t i = 0; i < sizeof making_room / sizeof *making_room; i++) {
        if (making_room[i] == op)
            return true;
    }
    return !qw_op_changes_state(op);
}
