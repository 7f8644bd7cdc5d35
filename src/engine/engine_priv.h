/* What the files of the engine module share. */
#ifndef QW_ENGINE_PRIV_H
#define QW_ENGINE_PRIV_H

#include <stdint.h>

#include "qw/engine.h"

/* Sentences of this module say the cause alone.  Behind a newline stands what to do, where the fix
 * that goes with every such error (verdict/text_errors.c) would not be it; nothing that a caller
 * chose is shown with a newline in it. */

/* uri.c: a request target, checked and taken apart (engine.md section 3). */
struct qw_uri {
    const char *path;  /* decoded, without the version prefix */
    const char *query; /* raw, after the first '?'; "" when there is none */
    unsigned api_major;
    unsigned api_minor;
};

/* QW_ERR_URI, QW_ERR_API_VERSION, QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err qw_uri_read(struct qw_arena *arena, const char *uri, struct qw_uri *ret_uri,
                                    struct qw_diag *diag);

/* Value of two hexadecimal digits, or -1. */
int qw_uri_hex_pair(const char *text);

/* ps_arguments.c: true when ps(1) puts a process' number where the engine looks for it. */
bool qw_ps_arguments_pass(const char *arguments);

/* query.c: the parameters in order.  QW_ERR_URI, QW_ERR_TOO_LARGE, QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err qw_query_read(struct qw_arena *arena, const char *query,
                                      struct qw_operation *operation, struct qw_diag *diag);

/* QW_ERR_URI when a parameter that the engine reads once is given twice. */
QW_MUST_USE enum qw_err qw_query_check_repeats(struct qw_arena *arena,
                                               const struct qw_operation *operation,
                                               struct qw_diag *diag);

/* routes.c */
struct qw_route {
    const char *method;   /* NULL: any */
    const char *template; /* {kind} stands for a name, see name_kinds[] in match.c */
    enum qw_op op;
    const char *citation; /* the router of moby that registers it */
};

extern const struct qw_route qw_routes[];
extern const size_t qw_n_routes;

/* match.c: finds op and object of an operation whose method and path are known.  No row is no
 * error.  QW_ERR_URI for a name that no engine gives out, QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err qw_route_match(struct qw_arena *arena, struct qw_operation *operation,
                                       struct qw_diag *diag);

/* Some endpoints have several uses, which their query tells apart; see uses[] in match.c. */
enum qw_op qw_route_use(const struct qw_operation *operation);

/* content_type.c */
enum qw_content {
    QW_CONTENT_ABSENT,
    QW_CONTENT_JSON,
    QW_CONTENT_FORM, /* also multipart, and whatever mentions one of the two */
    QW_CONTENT_OTHER,
};

enum qw_content qw_content_of(const char *content_type);

/* accounting.c: whether the request's body may be what it seems (engine.md section 2).  RET_READ:
 * it is visible and to be read as JSON.  QW_ERR_BODY_*, QW_ERR_CONTENT_TYPE. */
QW_MUST_USE enum qw_err qw_body_account(const struct qw_engine_request *request,
                                        enum qw_body_need need, bool *ret_read,
                                        struct qw_diag *diag);

/* canonicalise.c: OBJECT by SCHEMA, in place. */
QW_MUST_USE enum qw_err qw_canonical_struct(struct qw_arena *arena, const struct qw_schema *schema,
                                            struct qw_json *object, struct qw_diag *diag);

/* QW_ERR_AMBIGUOUS when an object anywhere below ROOT has two keys that fold alike. */
QW_MUST_USE enum qw_err qw_canonical_check_twins(struct qw_arena *arena, const struct qw_json *root,
                                                 struct qw_diag *diag);

/* The path of NODE for a sentence, cut when it is long.  Never NULL. */
const char *qw_canonical_path(struct qw_arena *arena, const struct qw_json *node);

/* create_body.c: what only a container.create body has to fear. */
QW_MUST_USE enum qw_err qw_create_check_top_level(struct qw_arena *arena,
                                                  const struct qw_json *root, struct qw_diag *diag);
QW_MUST_USE enum qw_err qw_create_check_ports(struct qw_arena *arena, const struct qw_json *root,
                                              struct qw_diag *diag);

/* schema_*.c */
extern const struct qw_schema qw_schema_empty;
extern const struct qw_schema qw_schema_create;
extern const struct qw_schema qw_schema_host_config;
extern const struct qw_schema qw_schema_mount;
extern const struct qw_schema qw_schema_endpoint;
extern const struct qw_schema qw_schema_networking;
extern const struct qw_schema qw_schema_network_create;
extern const struct qw_schema qw_schema_network_connect;
extern const struct qw_schema qw_schema_volume_create;
extern const struct qw_schema qw_schema_exec_create;
extern const struct qw_schema qw_schema_commit;
extern const struct qw_schema qw_schema_update;
extern const struct qw_schema qw_schema_service;

/* Parts that several of them have. */
extern const struct qw_schema qw_schema_health;
extern const struct qw_schema qw_schema_restart_policy;
extern const struct qw_schema qw_schema_weight_device;
extern const struct qw_schema qw_schema_throttle_device;
extern const struct qw_schema qw_schema_device;
extern const struct qw_schema qw_schema_device_request;
extern const struct qw_schema qw_schema_ulimit;

#define QW_SCHEMA(label, rows)                                                        \
    {                                                                                 \
        .name = (label), .fields = (rows), .n_fields = sizeof(rows) / sizeof(*(rows)) \
    }

#endif
