/* Volumes that the engine fills, or sets up on the host; filling.c tells what for. */
#ifndef QW_GATE_FILLING_H
#define QW_GATE_FILLING_H

#include "interlock.h"

/* --- For a request that is about to be allowed. ----------------------------------------------- */

/* The most claims that filling_gather() adds, and these claims.  QW_ERR_NO_MEMORY,
 * QW_ERR_INTERNAL. */
size_t filling_most(const struct qw_decided *decided);
QW_MUST_USE enum qw_err filling_gather(struct interlock *interlock);

/* The second question, once the claims hold.  QW_ERR_VOLUME_FILLED, QW_ERR_ENGINE,
 * QW_ERR_NO_MEMORY, with a sentence in the diag of what is decided. */
QW_MUST_USE enum qw_err filling_look_again(struct interlock *interlock);

/* Asks whether the volume NAME is there, and notes when it is not.  RET_IS_FREE: nobody could have
 * passed it on since it was made.  QW_ERR_ENGINE, QW_ERR_NO_MEMORY, QW_ERR_INTERNAL. */
QW_MUST_USE enum qw_err filling_see(struct qw_gate *gate, struct qw_asker *asker, const char *name,
                                    bool *ret_is_free, struct qw_diag *diag);

/* --- While we ask: the volumes of a container that does not run are left alone. --------------- */

struct filling_hold {
    struct qw_digest words;
    bool is_held;
};

/* False when others can write to what the container of DECIDED mounts, or that cannot be told.  To
 * be released either way. */
bool filling_keep_quiet(struct qw_gate *gate, struct qw_asker *asker,
                        const struct qw_decided *decided, struct filling_hold *ret_hold);
void filling_release(struct qw_gate *gate, const struct filling_hold *hold);

#endif
