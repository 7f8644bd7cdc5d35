/* What a person can do about a request that was not understood. */
#include "verdict_priv.h"

static const char ask_operator[] = "try again; if it stays so, ask your operator.";

static const char *const fixes[QW_ERR_COUNT] = {
    [QW_ERR_NO_MEMORY] = ask_operator,
    [QW_ERR_INTERNAL] = "this is a fault of quaywarden: tell your operator.",
    [QW_ERR_IO] = ask_operator,
    [QW_ERR_NOT_FOUND] = ask_operator,
    [QW_ERR_UNSAFE_FILE] = ask_operator,
    [QW_ERR_IN_USE] = ask_operator,
    [QW_ERR_USAGE] = ask_operator,
    [QW_ERR_POLICY] = "the policy of this host is at fault: tell your operator.",
    [QW_ERR_TOO_LARGE] =
        "make the request smaller: fewer labels, variables, mounts or query parameters.",
    [QW_ERR_SYNTAX] =
        "send one well-formed JSON object and nothing behind it, as docker, compose and the SDKs "
        "do.",
    [QW_ERR_AMBIGUOUS] =
        "send plain JSON, as docker, compose and the SDKs do: each key once, in Docker's own "
        "spelling, and no NUL or half character in a string.",
    [QW_ERR_TYPE] = "give the value the type that the Engine API documents.",
    [QW_ERR_BASE64] = ask_operator,
    [QW_ERR_ENVELOPE] = ask_operator,
    [QW_ERR_METHOD] = "use GET, HEAD, POST, PUT, DELETE or OPTIONS, in capital letters.",
    [QW_ERR_URI] = "write the address plainly, as /v1.41/containers/create: no //, no /./ or /../, "
                   "no #, no ;, no space, % only before two hexadecimal digits, each parameter "
                   "once.",
    [QW_ERR_API_VERSION] = "update the client, or unset DOCKER_API_VERSION and "
                           "COMPOSE_API_VERSION.",
    [QW_ERR_ENGINE] = "try again in a moment; if it stays so, ask your operator to look at "
                      "quaywarden doctor.",
    [QW_ERR_BUSY] = "try again in a moment.",
    [QW_ERR_VOLUME_FILLED] = "try again in a moment, or mount the volume with nocopy.",
    [QW_ERR_NAME_MOVES] = "try again in a moment, or write the container's full id.",
    [QW_ERR_BODY_HIDDEN] =
        "send the body in one piece, with Content-Type: application/json and its Content-Length.",
    [QW_ERR_BODY_MISSING] = "send the JSON body that the Engine API documents for this address.",
    [QW_ERR_BODY_UNEXPECTED] = "send no body, and Content-Length: 0.",
    [QW_ERR_CONTENT_TYPE] = "send Content-Type: application/json, once, or application/x-tar with "
                            "an archive.",
};

const char *qw_err_fix(enum qw_err err)
{
    if (err >= QW_ERR_COUNT || fixes[err] == NULL)
        return fixes[QW_ERR_INTERNAL];
    return fixes[err];
}
