/* The Docker plugin protocol (engine.md section 1): bytes of dockerd to struct qw_call, and answers
 * back to bytes.  No input or output happens here. */
#ifndef QW_PLUGIN_H
#define QW_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qw/arena.h"
#include "qw/buffer.h"
#include "qw/bytes.h"
#include "qw/diag.h"

/* The paths of the protocol. */
#define QW_PLUGIN_PATH_ACTIVATE "/Plugin.Activate"
#define QW_PLUGIN_PATH_REQUEST "/AuthZPlugin.AuthZReq"
#define QW_PLUGIN_PATH_RESPONSE "/AuthZPlugin.AuthZRes"

/* The whole answer to Activate, and the answer to every AuthZRes. */
#define QW_PLUGIN_REPLY_ACTIVATE "{\"Implements\":[\"authz\"]}"
#define QW_PLUGIN_REPLY_ALLOW "{\"Allow\":true}"

struct qw_header {
    const char *name; /* canonical spelling, as dockerd sends it */
    const char *value;
};

/* One authorization request.  Everything is borrowed from the arena it was read into. */
struct qw_call {
    const char *user;         /* CN of the client certificate; "" for a caller without one */
    const char *authn_method; /* "TLS" or "" */
    const char *method;       /* raw bytes of the request line */
    const char *uri;          /* raw request target, undecoded */
    const struct qw_header *headers;
    size_t n_headers;
    bool has_body;    /* RequestBody was present and not empty */
    const char *body; /* decoded bytes, NUL-terminated; "" when absent */
    size_t body_len;
};

/* Reads the body of an AuthZReq.  QW_ERR_ENVELOPE when it is empty, not one JSON object, lacks
 * RequestMethod or RequestUri, has a field of the wrong type or two keys that fold alike;
 * QW_ERR_BASE64, QW_ERR_SYNTAX, QW_ERR_AMBIGUOUS, QW_ERR_TOO_LARGE, QW_ERR_NO_MEMORY.  Unknown
 * fields are ignored, as dockerd adds some with time. */
QW_MUST_USE enum qw_err qw_plugin_read_call(struct qw_arena *arena, struct qw_bytes envelope,
                                            struct qw_call *ret_call, struct qw_diag *diag);

/* What an AuthZRes tells of a request that was answered.  Borrowed from the arena. */
struct qw_response {
    const char *user; /* as in struct qw_call */
    const char *method;
    const char *uri;
    struct qw_bytes request_body; /* decoded; empty when it is not told */
    int64_t status;               /* 0 when the engine does not tell */
    const char *body;             /* decoded; "" when it is not told */
    size_t body_len;
};

/* Reads the body of an AuthZRes.  QW_ERR_ENVELOPE for what is none, QW_ERR_BASE64,
 * QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err qw_plugin_read_response(struct qw_arena *arena, struct qw_bytes envelope,
                                                struct qw_response *ret_response);

/* Value of the header NAME (compared without case), or NULL. */
const char *qw_call_header(const struct qw_call *call, const char *name);

/* Adds {"Allow":false,"Msg":"..."}: a fixed string with one escaped text in it. */
void qw_plugin_add_denial(struct qw_buffer *reply, const char *message);

#endif
