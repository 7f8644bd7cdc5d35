/* Reading JSON of the engine's into the small values of a workload: bodies of requests, and what
 * the engine answers.  One struct reader whose first failure sticks (as in struct qw_buffer), so
 * that a text is read by plain assignments and checked once, at the end.  What a reader returns
 * after a failure is the absent value. */
#ifndef QW_WORKLOAD_READER_H
#define QW_WORKLOAD_READER_H

#include "qw/bytes.h"
#include "qw/workload_values.h"

struct qw_reader {
    struct qw_arena *arena;
    struct qw_diag *diag;
    enum qw_err err; /* sticky: QW_ERR_NO_MEMORY, QW_ERR_TYPE */
};

/* Plain values.  NULL and null are absent, every other type than the wanted one fails. */
struct qw_text qw_reader_text(struct qw_reader *reader, const struct qw_json *node);
struct qw_flag qw_reader_flag(struct qw_reader *reader, const struct qw_json *node);
struct qw_number qw_reader_number(struct qw_reader *reader, const struct qw_json *node);
struct qw_texts qw_reader_texts(struct qw_reader *reader, const struct qw_json *node);
struct qw_pairs qw_reader_pairs(struct qw_reader *reader, const struct qw_json *node);

/* user[:group] in every spelling (engine.md 5.3). */
struct qw_user qw_reader_user(struct qw_reader *reader, const struct qw_json *node);

/* NODE itself when it is an object or an array; NULL when absent or of another type (a failure). */
const struct qw_json *qw_reader_object(struct qw_reader *reader, const struct qw_json *node);
const struct qw_json *qw_reader_array(struct qw_reader *reader, const struct qw_json *node);

/* Memory.  NULL after a failure and for a count of 0. */
void *qw_reader_alloc(struct qw_reader *reader, size_t count, size_t size);
const char *qw_reader_copy(struct qw_reader *reader, struct qw_bytes text);
const char *qw_reader_clean(struct qw_reader *reader, const char *path); /* qw_path_clean */

/* Where in a container something is mounted: the runtime reads a path without a leading slash, ""
 * too, from the container's root, and the engine lets such pass in Volumes. */
const char *qw_reader_target(struct qw_reader *reader, const char *path);

/* Adds to a list that these two functions alone have filled: the capacity is the next power of two.
 */
void qw_reader_add_text(struct qw_reader *reader, struct qw_texts *texts, struct qw_text text);
void qw_reader_add_pair(struct qw_reader *reader, struct qw_pairs *pairs, struct qw_pair pair);

#endif
