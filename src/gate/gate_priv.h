/* What the files of this module share. */
#ifndef QW_GATE_PRIV_H
#define QW_GATE_PRIV_H

#include <pthread.h>

#include "claims.h"
#include "qw/gate.h"
#include "volumes.h"

/* --- memory.c: containers that the second look has admitted, so that one `docker run` asks the
 * engine once and not at attach and at start again. ------------------------------------------ */

enum { MEMORY_ID_LEN = 64, MEMORY_SIZE = 512 };

struct memory {
    pthread_mutex_t lock;
    char ids[MEMORY_SIZE][MEMORY_ID_LEN]; /* full ids; a ring, the oldest goes first */
    size_t next;
    unsigned generation; /* one more with each memory_forget() */
};

/* Names and short ids may come to stand for another container; a full id never does. */
bool memory_is_full_id(const char *name);

/* True when NAME is the full id of a container that was remembered. */
bool memory_knows(struct memory *memory, const char *name);

/* What is asked before it is remembered: what began before a memory_forget() is not kept. */
unsigned memory_generation(struct memory *memory);
void memory_remember(struct memory *memory, const char *id, unsigned generation);
void memory_forget(struct memory *memory);

/* --- origins.c: who made which container. ----------------------------------------------------- */

enum { ORIGINS_SIZE = 512, ORIGIN_USER_SIZE = 65 };

struct origin {
    char id[MEMORY_ID_LEN];
    char user[ORIGIN_USER_SIZE]; /* cut when it is longer; "" for a caller without a certificate */
};

struct origins {
    pthread_mutex_t lock;
    struct origin items[ORIGINS_SIZE]; /* a ring, the oldest goes first */
    size_t next;
};

/* Keeps what ENVELOPE tells when it is the AuthZRes of a create that was done. */
void origins_note(struct origins *origins, struct qw_bytes envelope);

/* False where nobody was seen to make it, or too long ago. */
bool origins_find(struct origins *origins, const char *id, struct origin *ret_origin);
/* True when USER was seen to make it; a name too long to be kept whole was not. */
bool origins_is_by(struct origins *origins, const char *id, const char *user);

/* "2026-11-23T18:31:00.123456", which sorts as text does, and what of it is shown. */
enum { STARTED_LEN = 26, SHOWN_TIME_LEN = 19 };

struct qw_gate {
    struct qw_policy *policy;
    struct qw_audit *audit;
    struct qw_resolver *resolver;
    bool audit_reads;
    void (*engine_started)(void *watcher);
    void *watcher;
    unsigned id_start;
    _Atomic unsigned n_ids;
    char started[STARTED_LEN + 1];
    struct memory memory;
    struct memory followed; /* containers of which it is known where links lead their mounts */
    struct origins origins;
    struct claims claims;
    struct volumes volumes;
};

/* --- plan.c: what has to be asked before a request can be judged. ----------------------------- */

enum look {
    LOOK_NONE,
    LOOK_CONTAINER, /* the container that the path names */
    LOOK_EXEC,      /* the exec that the path names, and its container */
};

struct plan {
    unsigned needs;           /* of the request's own workload: bits of enum qw_need */
    enum look look;           /* the second look (rules.md) */
    bool meets_hole;          /* an open hole of the engine decides */
    bool needs_engine;        /* and it is asked for its version; else the worst is assumed */
    bool sees_volume;         /* whether the volume that is made is there already */
    bool may_give_part_of_id; /* the name that is given is hexadecimal, and asked for */
};

/* Needs call, operation and workload of DECIDED. */
struct plan gate_plan(struct qw_gate *gate, const struct qw_decided *decided);
enum qw_gate_wait gate_plan_wait(const struct plan *plan);

/* The container that OPERATION is about, as it names it; "" for none. */
const char *gate_container_of(const struct qw_operation *operation);

/* What a create or a rename calls its container; the engine takes a slash before it.  "": the
 * engine makes one up, at random. */
const char *gate_given_name(const struct qw_operation *operation);

/* --- look.c: asking. -------------------------------------------------------------------------- */

/* Fills in the facts, the container and the engine of DECIDED by PLAN.  QW_ERR_ENGINE,
 * QW_ERR_NOT_FOUND where a rule in `enforce` cannot do without the answer, QW_ERR_NO_MEMORY,
 * with a sentence in DECIDED's diag. */
QW_MUST_USE enum qw_err gate_ask(struct qw_gate *gate, struct qw_asker *asker,
                                 const struct plan *plan, struct qw_decided *decided);

/* After the verdict: a container that was admitted is remembered where nothing that was judged can
 * change under its id, and an update forgets them all. */
void gate_remember(struct qw_gate *gate, const struct qw_decided *decided, unsigned generation);

/* --- interlock.c: names keep their meaning from our look to the engine's. ----------------------
 */

/* For a request that is about to be allowed: claims what it relies on, gives, fills and writes to.
 * May ask the engine, and wait, where PLAN has asked before.  QW_ERR_NAME_MOVES,
 * QW_ERR_VOLUME_FILLED, QW_ERR_BUSY, QW_ERR_TOO_LARGE, QW_ERR_URI, QW_ERR_ENGINE, QW_ERR_IO,
 * QW_ERR_NO_MEMORY, QW_ERR_INTERNAL, with a sentence in DECIDED's diag. */
QW_MUST_USE enum qw_err gate_interlock(struct qw_gate *gate, struct qw_asker *asker,
                                       const struct plan *plan, struct qw_decided *decided);

/* For one that is denied after all; and the engine's answer, in the AuthZRes in ENVELOPE. */
void gate_interlock_end(struct qw_gate *gate, struct qw_arena *arena, struct qw_decided *decided);
void gate_interlock_note(struct qw_gate *gate, struct qw_bytes envelope);

/* --- decide.c --------------------------------------------------------------------------------- */

/* As qw_gate_decide(), but with the verdict open when there is something to wait for. */
enum qw_gate_wait gate_decide_at_once(struct qw_gate *gate, struct qw_arena *arena, const char *id,
                                      struct qw_bytes envelope, struct qw_decided *ret_decided);

/* A denial of what was read, for WHY. */
void gate_decide_busy(struct qw_gate *gate, struct qw_arena *arena, const char *id,
                      struct qw_bytes envelope, const struct qw_diag *why,
                      struct qw_decided *ret_decided);

/* A denial of what could not be read, as if WHY had come up in deciding. */
void gate_decide_unread(struct qw_gate *gate, struct qw_arena *arena, const char *id,
                        const struct qw_diag *why, struct qw_decided *ret_decided);

/* Turns DECIDED into a denial for want of a record, and says so in its message. */
void gate_deny_unrecorded(struct qw_gate *gate, struct qw_arena *arena, const char *id,
                          struct qw_decided *decided);

#endif
