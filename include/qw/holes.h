/* Holes of versions of the engine, and of its runtime, that no authorization plugin can close, and
 * what each opens (engine.md sections 0, 2 and 5): for denials of what would go through one, for
 * `doctor`, for the log. */
#ifndef QW_HOLES_H
#define QW_HOLES_H

#include "qw/engine.h"

/* X(id, name): the advisory's number, or the CVE's, or a word where there is neither */
#define QW_HOLES(X)                            \
    X(NATIVE_GRPC, "native-grpc")              \
    X(DROPPED_BODIES, "GHSA-x744-4wpc-v9h2")   \
    X(EMPTY_LENGTH, "CVE-2024-41110")          \
    X(ARCHIVE_PUT, "GHSA-x86f-5xw2-fm2r")      \
    X(ARCHIVE_MOUNTS, "GHSA-vp62-88p7-qqf5")   \
    X(GATEWAY_CONTAINERS, "CVE-2024-23653")    \
    X(HOST_CONFIG_AT_START, "start-with-body") \
    X(RUNTIME_MOUNTS, "CVE-2025-31133")

enum qw_hole_id {
#define QW_X(id, name) QW_HOLE_##id,
    QW_HOLES(QW_X)
#undef QW_X
        QW_HOLE_COUNT
};

#define QW_HOLES_ALL ((1U << QW_HOLE_COUNT) - 1)

struct qw_hole {
    const char *name;    /* as in a policy's engine.fixed */
    const char *title;   /* "BuildKit runs privileged containers" */
    const char *means;   /* one sentence: what somebody with the socket can do */
    const char *todo;    /* one sentence: what the operator does about it */
    bool is_closed_here; /* quaywarden denies all that would go through it */
};

/* Static storage; ID must be in range. */
const struct qw_hole *qw_hole_get(enum qw_hole_id id);

/* QW_HOLE_COUNT for a name that is none. */
enum qw_hole_id qw_hole_from_name(const char *name);

/* The holes of an engine of VERSION ("26.1.5+dfsg1"), as bits 1 << enum qw_hole_id.  NULL, "", what
 * is no version, and what is older than 20.10: all of them.  A distribution's suffix counts for
 * nothing, because who mends what does not show in it. */
unsigned qw_holes_of_version(const char *version);

/* The same of a runc of VERSION ("1.1.5+ds1"), as the engine tells it.  NULL, "" and what is no
 * version: all of runc's. */
unsigned qw_holes_of_runc(const char *version);

/* The one of OPEN (bits) that OP would go through, QW_HOLE_COUNT when there is none.  IS_RUNNING:
 * the container that it names runs, or nobody knows. */
enum qw_hole_id qw_hole_reached(unsigned open, enum qw_op op, bool is_running);

#endif
