/* Any bytes as an AuthZReq and as an AuthZRes: read or refused, never a crash; what is read has its
 * promised form. */
#include <string.h>

#include "fuzz.h"
#include "qw/limits.h"
#include "qw/plugin.h"

static void read_response(struct qw_arena *arena, struct qw_bytes bytes)
{
    struct qw_response response;

    if (qw_plugin_read_response(arena, bytes, &response) != QW_OK)
        return;
    fuzz_require(response.method != NULL && response.uri != NULL && response.user != NULL,
                 "what is omitted is empty");
    fuzz_require(response.body != NULL && strlen(response.body) <= response.body_len,
                 "a body has its length");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_diag diag = {.err = QW_OK};
    struct qw_call call;

    if (arena == NULL)
        return 0;
    enum qw_err err =
        qw_plugin_read_call(arena, (struct qw_bytes){(const char *)data, size}, &call, &diag);
    if (err == QW_OK) {
        fuzz_require(call.method[0] != '\0' && call.uri[0] != '\0',
                     "a call has a method and an address");
        fuzz_require(call.user != NULL && call.authn_method != NULL, "what is omitted is empty");
        fuzz_require(call.has_body == (call.body_len > 0) && call.body[call.body_len] == '\0',
                     "a body has its length");
        for (size_t i = 0; i < call.n_headers; i++)
            fuzz_require(qw_call_header(&call, call.headers[i].name) == call.headers[i].value,
                         "every header is found");
    }
    read_response(arena, (struct qw_bytes){(const char *)data, size});
    qw_arena_free(arena);
    return 0;
}
