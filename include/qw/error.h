/* The one error contract.  A fallible function returns enum qw_err; QW_OK is 0 and must be checked.
 * Outputs are written only on success.  The stable name is what an audit record's `reason` holds.
 */
#ifndef QW_ERROR_H
#define QW_ERROR_H

#define QW_MUST_USE __attribute__((warn_unused_result))

/* X(enumerator, stable name, text) */
#define QW_ERRORS(X)                                                                     \
    X(OK, "ok", "no error")                                                              \
    X(ERR_NO_MEMORY, "no-memory", "out of memory")                                       \
    X(ERR_INTERNAL, "internal", "internal error")                                        \
    X(ERR_IO, "io", "input or output failed")                                            \
    X(ERR_NOT_FOUND, "not-found", "there is no such thing")                              \
    X(ERR_UNSAFE_FILE, "unsafe-file", "others than its owner may change this file")      \
    X(ERR_IN_USE, "in-use", "another process is using this address")                     \
    X(ERR_USAGE, "usage", "wrong usage")                                                 \
    X(ERR_POLICY, "policy", "the policy is not valid")                                   \
    X(ERR_TOO_LARGE, "too-large", "larger than the limit")                               \
    X(ERR_SYNTAX, "malformed-json", "not well-formed JSON")                              \
    X(ERR_AMBIGUOUS, "ambiguous-json", "JSON that could be read in more than one way")   \
    X(ERR_TYPE, "wrong-type", "a value of the wrong type")                               \
    X(ERR_BASE64, "malformed-base64", "not well-formed base64")                          \
    X(ERR_ENVELOPE, "malformed-envelope", "not an authorization request")                \
    X(ERR_METHOD, "unknown-method", "an HTTP method that the engine does not use")       \
    X(ERR_URI, "ambiguous-uri", "an address that could be read in more than one way")    \
    X(ERR_API_VERSION, "api-too-old", "an API version under 1.24")                       \
    X(ERR_ENGINE, "engine-unanswered", "the engine gave no answer that could be used")   \
    X(ERR_BUSY, "busy", "too many requests wait for the engine")                         \
    X(ERR_VOLUME_FILLED, "volume-filled", "a volume that is being filled from an image") \
    X(ERR_NAME_MOVES, "name-moves", "a name that is being given to another container")   \
    X(ERR_BODY_HIDDEN, "hidden-body", "a body that the engine did not show")             \
    X(ERR_BODY_MISSING, "missing-body", "a body is needed here")                         \
    X(ERR_BODY_UNEXPECTED, "unexpected-body", "no body is expected here")                \
    X(ERR_CONTENT_TYPE, "content-type", "a content type that could hide parameters")

enum qw_err {
#define QW_X(id, name, text) QW_##id,
    QW_ERRORS(QW_X)
#undef QW_X
        QW_ERR_COUNT
};

/* Stable, lower-case name; "internal" for a value out of range. Static storage. */
const char *qw_err_name(enum qw_err err);

/* One phrase for a person; static storage. */
const char *qw_err_text(enum qw_err err);

#endif
