/* Places in a policy, and what is wrong there: place.c. */
#ifndef QW_POLICY_PLACE_H
#define QW_POLICY_PLACE_H

#include "qw/diag.h"
#include "qw/json.h"

struct qw_policy_reader {
    struct qw_arena *arena;
    const char *source;
    struct qw_diag *diag;
};

/* A value in a policy, and the way to it from the root; lives on the stack of who reads it. */
struct qw_policy_place {
    const struct qw_policy_place *up; /* NULL: this is the root */
    const struct qw_json *node;
    size_t index; /* of an element of an array */
};

/* Tells in DIAG which level or file is meant; a path that does not fit is cut. */
void qw_policy_name_source(struct qw_diag *diag, const char *source);

/* Records QW_ERR_POLICY at PLACE and returns it. */
enum qw_err qw_policy_fault(const struct qw_policy_reader *reader,
                            const struct qw_policy_place *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* QW_OK when the value is of TYPE. */
QW_MUST_USE enum qw_err qw_policy_expect(const struct qw_policy_reader *reader,
                                         const struct qw_policy_place *place,
                                         enum qw_json_type type);

/* The value in quotation marks, safe to show; never NULL. */
const char *qw_policy_show(const struct qw_policy_reader *reader, const char *text);

/* What to write instead of NAME, behind what is wrong with it: `; did you mean "a"?`, or all of
 * NAMES when none is near and they are few, or "".  Never NULL. */
const char *qw_policy_hint(struct qw_arena *arena, const char *name, const char *const *names,
                           size_t n_names);

#endif
