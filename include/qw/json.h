/* JSON as the engine reads it, without its ambiguities: a strict RFC 8259 reader whose tree knows
 * what Go's decoder would do with a key (engine.md section 4).
 *
 * Refused with a position: anything after the first value, a BOM, control characters, NUL (also as
 * \u0000), invalid UTF-8, lone surrogates, depth over QW_LIMIT_JSON_DEPTH, nodes over
 * QW_LIMIT_JSON_NODES, and a key that repeats *exactly* in one object.  Keys that differ only by
 * Go's case folding (ASCII case, U+017F = s, U+212A = k) are kept and reported by qw_json_twin().
 *
 * Nodes belong to the arena.  A NULL node stands for "absent" in every getter. */
#ifndef QW_JSON_H
#define QW_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "qw/arena.h"
#include "qw/buffer.h"
#include "qw/diag.h"

struct qw_json;

enum qw_json_type {
    QW_JSON_NULL, /* also the type of an absent node */
    QW_JSON_BOOL,
    QW_JSON_INTEGER, /* -?(0|[1-9][0-9]*) that fits an int64_t, which is what Go takes for an int64
                      */
    QW_JSON_NUMBER,  /* every other number: 1.0, 1e3, or beyond int64_t; its value is not kept */
    QW_JSON_STRING,
    QW_JSON_ARRAY,
    QW_JSON_OBJECT,
};

/* Reads the whole of TEXT.  QW_ERR_SYNTAX for what is no JSON text; QW_ERR_AMBIGUOUS for a repeated
 * key, a lone surrogate and \u0000, which are JSON that readers read differently; QW_ERR_TOO_LARGE
 * for depth and nodes; QW_ERR_NO_MEMORY.  DIAG (may be NULL) gets line and column.  TEXT is not
 * needed afterwards. */
QW_MUST_USE enum qw_err qw_json_parse(struct qw_arena *arena, const char *text, size_t len,
                                      struct qw_json **ret_root, struct qw_diag *diag);

enum qw_json_type qw_json_type(const struct qw_json *node);
bool qw_json_is_true(const struct qw_json *node);
int64_t qw_json_integer(const struct qw_json *node);    /* 0 unless an integer */
const char *qw_json_string(const struct qw_json *node); /* NULL unless a string; holds no NUL */
size_t qw_json_string_len(const struct qw_json *node);

/* False for absent, null, false, 0, "", [] and {}: what Go's zero value and "not given" have in
 * common. */
bool qw_json_is_set(const struct qw_json *node);

/* Members of an object, elements of an array, in document order. */
size_t qw_json_count(const struct qw_json *node);
struct qw_json *qw_json_first(const struct qw_json *node);
struct qw_json *qw_json_next(const struct qw_json *node);
const char *qw_json_key(const struct qw_json *node); /* NULL for what is no member of an object */

/* Member by name, compared as Go does: the exact one, else the first that folds to it.  NULL when
 * absent. */
struct qw_json *qw_json_get(const struct qw_json *object, const char *name);

/* The first member whose key folds to the key of an earlier member, as it was parsed; NULL when
 * there is none. */
struct qw_json *qw_json_twin(const struct qw_json *object);

/* The order of two keys as Go folds them: negative, 0 or positive as strcmp() has it. */
int qw_json_key_compare(const char *left, const char *right);

/* True when KEY addresses a Go field called NAME. */
bool qw_json_key_folds_to(const char *key, const char *name);

/* Adds the path of NODE from its root as people write it: HostConfig.Binds[0], Labels["a b"].  An
 * element keeps the index that it was read with, also after earlier ones were removed. */
void qw_json_add_path(struct qw_buffer *buffer, const struct qw_json *node);

/* Position in the text that was parsed, from 1, of a member that of its key; 0 for nodes that were
 * not parsed. */
void qw_json_position(const struct qw_json *node, size_t *ret_line, size_t *ret_column);

/* --- Changing a tree: the engine module's canonical form, the verdict's remedies. ------------- */

/* Gives a member its canonical key; NAME must live as long as the arena. */
void qw_json_rename(struct qw_json *member, const char *name);

/* Takes NODE out of its parent; the rest keeps its order, and the removed node its path.  Nothing
 * happens to a root or to a node that was removed before. */
void qw_json_remove(struct qw_json *node);

/* New nodes without a parent; NULL when memory is short, which the three functions below let pass
 * without a change.  TEXT is copied. */
struct qw_json *qw_json_new_string(struct qw_arena *arena, const char *text);
struct qw_json *qw_json_new_array(struct qw_arena *arena);
struct qw_json *qw_json_new_object(struct qw_arena *arena);

/* Puts CHILD (parentless or removed) in; a member with exactly the same key is replaced.  KEY must
 * outlive the tree. */
void qw_json_set(struct qw_json *object, const char *key, struct qw_json *child);
void qw_json_append(struct qw_json *array, struct qw_json *child);

/* Puts REPLACEMENT (parentless or removed) where NODE is, with NODE's key and index; NODE counts as
 * removed, and may be appended to REPLACEMENT. */
void qw_json_replace(struct qw_json *node, struct qw_json *replacement);

/* The tree as compact JSON. */
void qw_json_write(struct qw_buffer *buffer, const struct qw_json *node);

#endif
