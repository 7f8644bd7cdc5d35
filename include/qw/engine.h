/* The Engine API: which operation a call asks for, and its body in canonical form.  Knows Docker
 * and no policy.  Whatever dockerd could read in another way than we do is an error here. */
#ifndef QW_ENGINE_H
#define QW_ENGINE_H

#include "qw/diag.h"
#include "qw/json.h"
#include "qw/operations.h"

enum qw_op {
#define QW_X(id, name, class) QW_OP_##id,
    QW_OPERATIONS(QW_X)
#undef QW_X
        QW_OP_COUNT
};

enum qw_class {
#define QW_X(id, name) QW_CLASS_##id,
    QW_CLASSES(QW_X)
#undef QW_X
        QW_CLASS_COUNT
};

/* What an operation does with a body, hence what may stay unseen (engine.md section 2). */
enum qw_body_need {
    QW_BODY_NONE,  /* GET, HEAD, DELETE, OPTIONS: the engine reads none */
    QW_BODY_EMPTY, /* provably none, {} or null */
    QW_BODY_QUERY, /* parameters come from the query, where a form would hide some: provably none,
                      or one that the engine shows as JSON, which it then reads as no form */
    QW_BODY_HARMLESS, /* none is needed, and no parameter decides about anything here or could do
                         harm: a form may hide them all */
    QW_BODY_JSON,     /* must be there and visible */
    QW_BODY_OPTIONAL, /* JSON, or provably none */
    QW_BODY_STREAM,   /* never shown by the engine: tar, credentials, a hijacked connection */
};

struct qw_param {
    const char *name; /* decoded */
    const char *value;
};

/* What a request asks the engine to do.  Borrowed from the arena. */
struct qw_operation {
    enum qw_op op;      /* QW_OP_UNKNOWN when no row of the table matches */
    const char *method; /* as received */
    const char *path;   /* decoded, without the version prefix */
    const char *object; /* name or id in the path, "" when there is none */
    unsigned api_major; /* 0.0 when the path has no version */
    unsigned api_minor;
    const struct qw_param *params;
    size_t n_params;
    struct qw_json *body; /* canonical; NULL when there is none, or none that we read */
};

/* Facts about an operation; static storage.  Out of range is QW_OP_UNKNOWN. */
const char *qw_op_name(enum qw_op op);
enum qw_class qw_op_class(enum qw_op op);
const char *qw_class_name(enum qw_class class);
enum qw_body_need qw_op_body_need(enum qw_op op);

/* QW_OP_UNKNOWN, QW_CLASS_UNKNOWN for a name that is none. */
enum qw_op qw_op_from_name(const char *name);
enum qw_class qw_class_from_name(const char *name);

/* True when the operation can change something on the host; false for reads. */
bool qw_op_changes_state(enum qw_op op);

/* First decoded value of a query parameter; NULL when absent. */
const char *qw_operation_param(const struct qw_operation *operation, const char *name);

/* What of a call this module needs; see struct qw_call. */
struct qw_engine_request {
    const char *method;
    const char *uri;
    const char *content_type;   /* the last Content-Type header; NULL when absent */
    const char *content_length; /* NULL when absent */
    bool has_body;
    const char *body;
    size_t body_len;
};

/* The URI algorithm of engine.md section 3, the body accounting of section 2, the reading of
 * section 4. QW_ERR_METHOD, QW_ERR_URI, QW_ERR_API_VERSION, QW_ERR_BODY_*, QW_ERR_CONTENT_TYPE,
 * QW_ERR_SYNTAX, QW_ERR_AMBIGUOUS, QW_ERR_TYPE, QW_ERR_TOO_LARGE, QW_ERR_NO_MEMORY, with a sentence
 * in DIAG.  An operation without a row is no error: `op` is QW_OP_UNKNOWN and the body is not read.
 * On an error that came after the operation was found, RET_OPERATION still holds what was read (for
 * the record); its strings are never NULL. */
QW_MUST_USE enum qw_err qw_engine_read(struct qw_arena *arena,
                                       const struct qw_engine_request *request,
                                       struct qw_operation *ret_operation, struct qw_diag *diag);

/* What qw_engine_read() makes of the body of a request, for a body that comes without one: the
 * canonical form, with struct keys in the engine's own spelling, null and zero values gone unless
 * they mean something (engine.md 4, rules.md "Absent, empty and null"), string-or-array as array;
 * changes ROOT in place.  Ambiguity and wrong types are errors. Operations without a schema are
 * left as they are. */
QW_MUST_USE enum qw_err qw_engine_canonicalise(struct qw_arena *arena, enum qw_op op,
                                               struct qw_json *root, struct qw_diag *diag);

/* --- The field tables: each body of the API, for readers, help and tests. --------------------- */

enum qw_field_type {
    QW_FIELD_BOOL,
    QW_FIELD_INTEGER,
    QW_FIELD_STRING,
    QW_FIELD_STRINGS,           /* array of strings */
    QW_FIELD_STRING_OR_STRINGS, /* Cmd, CapAdd, ...: canonical form is the array */
    QW_FIELD_STRUCT,            /* object with the fields of `schema` */
    QW_FIELD_STRUCTS,           /* array of such objects */
    QW_FIELD_MAP_OF_STRINGS,    /* free keys, compared exactly */
    QW_FIELD_MAP_OF_STRUCTS,    /* free keys, values with the fields of `schema` */
    QW_FIELD_MAP_OF_STRUCT_LISTS,
    QW_FIELD_LIST_OF_STRINGS, /* array of arrays of strings: DeviceRequests.Capabilities */
    QW_FIELD_INTEGERS,        /* array of integers: ConsoleSize */
    QW_FIELD_ANY,             /* well-formed JSON that has no bearing here */
};

enum qw_field_flag {
    QW_FIELD_EMPTY_MEANS = 1 << 0, /* [], {} or 0 is not the same as absent (rules.md) */
};

struct qw_schema;

struct qw_field {
    const char *name; /* the engine's spelling; rows are sorted by it without case */
    enum qw_field_type type;
    unsigned flags;
    const struct qw_schema *schema; /* of STRUCT, STRUCTS and the maps of them; else NULL */
};

struct qw_schema {
    const char *name; /* "HostConfig" */
    const struct qw_field *fields;
    size_t n_fields;
};

/* The schema of an operation's body, or NULL. */
const struct qw_schema *qw_op_schema(enum qw_op op);

/* The field that KEY addresses as Go reads it, or NULL. */
const struct qw_field *qw_schema_field(const struct qw_schema *schema, const char *key);

#endif
