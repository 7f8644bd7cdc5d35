/* What a person can do about a request that was not understood. */
#include "verdict_priv.h"

static const char tell_operator[] = "try again; if it stays so, give your operator the id below.";
static const char plain_json[] =
    "send one plain JSON object, with each key once and in Docker's own spelling, as docker, "
    "compose and the SDKs do.";

static const char *const fixes[QW_ERR_COUNT] = {
    [QW_ERR_NO_MEMORY] = tell_operator,
    [QW_ERR_INTERNAL] = "this is a fault of quaywarden: give your operator the id below.",
    [QW_ERR_IO] = tell_operator,
    [QW_ERR_NOT_FOUND] = tell_operator,
    [QW_ERR_UNSAFE_FILE] = tell_operator,
    [QW_ERR_IN_USE] = tell_operator,
    [QW_ERR_USAGE] = tell_operator,
    [QW_ERR_POLICY] = "the policy of this host is at fault: give your operator the id below.",
    [QW_ERR_TOO_LARGE] =
        "make the request smaller: fewer labels, variables, mounts or query parameters.",
    [QW_ERR_SYNTAX] = plain_json,
    [QW_ERR_AMBIGUOUS] = plain_json,
    [QW_ERR_TYPE] = "give the value the type that the Engine API documents; every engine version "
                    "has to read it alike.",
    [QW_ERR_BASE64] = "the engine's question arrived damaged: try again, and if it stays so, give "
                      "your operator the id below.",
    [QW_ERR_ENVELOPE] = "the engine's question arrived empty or damaged, as it does when a "
                        "connection breaks: try again.",
    [QW_ERR_METHOD] = "use GET, HEAD, POST, PUT, DELETE or OPTIONS, in capital letters.",
    [QW_ERR_URI] = "write the path plainly, as /v1.41/containers/create: no %-escaped letters, no "
                   "//, no dots, no #, no ; and each parameter once.",
    [QW_ERR_API_VERSION] =
        "update the client, or set DOCKER_API_VERSION=1.24 or newer (COMPOSE_API_VERSION for the "
        "old docker-compose, which asks for 1.21).",
    [QW_ERR_BODY_HIDDEN] =
        "send Content-Type: application/json and a Content-Length, and stay under 1 MiB: engines "
        "before 25.0.16 and 29.3.1 hide larger bodies and chunked ones from plugins; your operator "
        "can upgrade the engine.",
    [QW_ERR_BODY_MISSING] = "send the JSON body that this endpoint documents; if you did, the "
                            "engine lost it on the way: try again.",
    [QW_ERR_BODY_UNEXPECTED] = "send no body, and Content-Length: 0; give parameters in the query.",
    [QW_ERR_CONTENT_TYPE] =
        "send Content-Type: application/json, once; the engine takes parameters "
        "from a form that it does not show to plugins.",
};

const char *qw_err_fix(enum qw_err err)
{
    if (err >= QW_ERR_COUNT || !fixes[err])
        return fixes[QW_ERR_INTERNAL];
    return fixes[err];
}
