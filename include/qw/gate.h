/* The one sequencer: call -> operation -> workload -> facts -> verdict -> record -> reply.  Every
 * failure on the way becomes a denial here and nowhere else. */
#ifndef QW_GATE_H
#define QW_GATE_H

#include "qw/audit.h"
#include "qw/bytes.h"
#include "qw/resolve.h"

struct qw_gate;

struct qw_gate_config {
    struct qw_policy *policy;     /* the gate takes a reference of its own */
    struct qw_audit *audit;       /* borrowed; NULL: nothing is recorded (`check`) */
    struct qw_resolver *resolver; /* borrowed; NULL: nothing is asked, of the host neither */
    bool audit_reads;             /* record allowed reads too */
    /* Called by qw_gate_engine_started(), on its thread, with `watcher`; may be NULL. */
    void (*engine_started)(void *watcher);
    void *watcher;
};

QW_MUST_USE enum qw_err qw_gate_new(const struct qw_gate_config *config, struct qw_gate **ret_gate);

/* Takes NULL.  No call may be under way. */
void qw_gate_free(struct qw_gate *gate);

/* Everything that is known of one request once it is decided; borrowed from ARENA. */
struct qw_decided {
    struct qw_call call;
    struct qw_operation operation;
    bool has_workload;
    struct qw_workload workload;
    bool has_held; /* the container that the request runs, enters or opens was looked at */
    struct qw_held held;
    struct qw_workload held_workload;
    struct qw_engine_facts engine; /* where it was asked */
    bool has_followed;             /* it was asked where links lead the mounts of what is held */
    bool has_claims;               /* on names, until the engine has answered the request */
    bool is_own;                   /* a question of quaywarden's own, which is not recorded */
    struct qw_verdict verdict;
    struct qw_diag diag;
    const char *message; /* the text for the person; "" when there is nothing to say */
};

/* Decides the AuthZReq in ENVELOPE, asking what has to be asked.  Never fails: what goes wrong is a
 * denial.  RET_DECIDED is filled in whole; ID goes into the message.  Any thread that may wait. */
void qw_gate_decide(struct qw_gate *gate, struct qw_arena *arena, const char *id,
                    struct qw_bytes envelope, struct qw_decided *ret_decided);

/* An answer; free `owned` when done. */
struct qw_reply {
    const char *data;
    size_t len;
    char *owned;               /* NULL when `data` is static */
    struct qw_diag unrecorded; /* an `err` here: a record was due and could not be written, and the
                                  caller reports the text */
};

/* What an answer has to wait for. */
enum qw_gate_wait {
    QW_GATE_WAIT_NONE = 0,
    QW_GATE_WAIT_QUICK,     /* what nobody can hold up: images, volumes, the engine, paths */
    QW_GATE_WAIT_CONTAINER, /* a container, whose lock somebody may hold */
};

/* Decides, records, and gives the bytes of the answer, when that needs no question to the engine or
 * to the host's file system: NONE; otherwise nothing happens.  Never waits.  Never fails: without
 * memory the answer is a fixed denial.  Any thread. */
enum qw_gate_wait qw_gate_answer_at_once(struct qw_gate *gate, struct qw_bytes envelope,
                                         struct qw_reply *ret_reply);

/* The same for every request.  Waits for answers, and so does not belong on the event loop: the
 * engine asks quaywarden back about its own questions. */
void qw_gate_answer(struct qw_gate *gate, struct qw_bytes envelope, struct qw_reply *ret_reply);

/* The denial of a request that cannot be decided now: WHY is QW_ERR_BUSY, with a sentence.
 * Recorded. */
void qw_gate_answer_busy(struct qw_gate *gate, struct qw_bytes envelope, const struct qw_diag *why,
                         struct qw_reply *ret_reply);

/* The denial of an envelope that could not be taken in: WHY is QW_ERR_TOO_LARGE or
 * QW_ERR_NO_MEMORY, with a sentence.  Recorded like any other. */
void qw_gate_answer_unread(struct qw_gate *gate, const struct qw_diag *why,
                           struct qw_reply *ret_reply);

/* Takes note of what the AuthZRes in ENVELOPE tells: that a request is done, and who made which
 * container.  Decides nothing. */
void qw_gate_note_response(struct qw_gate *gate, struct qw_bytes envelope);

/* The engine has started anew (Plugin.Activate): what was learnt of it and of its containers is
 * forgotten.  Asks nothing. */
void qw_gate_engine_started(struct qw_gate *gate);

/* Frees what RET_REPLY owns. */
void qw_reply_done(struct qw_reply *reply);

/* True when OP may go on although its record could not be written: it changes nothing, or it stops,
 * removes or makes room (design.md, faults). */
bool qw_gate_passes_unrecorded(enum qw_op op);

#endif
