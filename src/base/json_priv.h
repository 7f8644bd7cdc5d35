/* The nodes of a tree, and what the reader's files share; known to base alone. */
#ifndef QW_JSON_PRIV_H
#define QW_JSON_PRIV_H

#include "qw/bytes.h"
#include "qw/json.h"

struct qw_json {
    struct qw_json *parent; /* kept by a node that was removed: its path stays */
    struct qw_json *prev;
    struct qw_json *next;
    const char *key; /* NULL in an array */
    union {
        struct {
            struct qw_json *first;
            struct qw_json *last;
            struct qw_json *twin; /* of an object that was parsed */
        } items;                  /* array, object */
        struct qw_bytes text;     /* string; the digits of a number that is no integer */
        int64_t integer;
        bool truth;
    };
    uint32_t n_items;
    uint32_t key_hash; /* folded */
    uint32_t index;    /* place in the array, as it was read or appended */
    uint32_t line;
    uint32_t column;
    enum qw_json_type type;
    bool removed;
};

/* Puts CHILD, linked nowhere, behind the last of PARENT, an array or object. */
void qw_json_link(struct qw_json *parent, struct qw_json *child);

/* Equal for all keys that fold to each other. */
uint32_t qw_json_key_hash(const char *key);

/* Looks at the keys of a parsed OBJECT: notes its twin, and sets *RET_DUPLICATE to the first member
 * that repeats the key of an earlier one exactly, or to NULL. */
QW_MUST_USE enum qw_err qw_json_check_keys(struct qw_arena *arena, struct qw_json *object,
                                           struct qw_json **ret_duplicate);

/* A text being read.  It is a copy that belongs to the arena, and strings are decoded where they
 * stand: they only ever shrink.  A NUL stands at END, so that looking at one byte is always safe.
 */
struct qw_json_reader {
    struct qw_arena *arena;
    struct qw_diag *diag;
    char *at; /* the next byte to read */
    char *end;
    char *line_start;
    uint32_t line;
    uint32_t n_nodes;
    uint32_t depth;
    struct qw_json *container; /* the innermost one that is open */
    bool opened;               /* it was opened just now */
};

/* Records ERR with the position AT, which lies in the line that is being read. */
enum qw_err qw_json_fail(struct qw_json_reader *reader, enum qw_err err, const char *at,
                         const char *what);

/* A string, from its opening quotation mark. */
QW_MUST_USE enum qw_err qw_json_read_string(struct qw_json_reader *reader,
                                            struct qw_bytes *ret_text);

/* A number, from its sign or first digit, into NODE. */
QW_MUST_USE enum qw_err qw_json_read_number(struct qw_json_reader *reader, struct qw_json *node);

#endif
