/* A request as lines: method, address, Content-Type, Content-Length ("-" for an absent one), then
 * the body.  Property: what is read with a canonical body gives the same canonical body again. */
#include <string.h>

#include "fuzz.h"
#include "qw/engine.h"
#include "qw/limits.h"

/* Cuts the first line off; NUL bytes end it, as in every string of a call. */
static char *take_line(char **rest)
{
    char *line = *rest;
    char *end = strchr(line, '\n');

    if (end == NULL) {
        *rest = line + strlen(line);
        return line;
    }
    *end = '\0';
    *rest = end + 1;
    return line;
}

static const char *header(const char *line)
{
    return strcmp(line, "-") == 0 ? NULL : line;
}

static void check_canonical(struct qw_arena *arena, const struct qw_operation *operation)
{
    struct qw_json *again = NULL;
    struct qw_buffer first = QW_BUFFER(QW_LIMIT_ENVELOPE);
    struct qw_buffer second = QW_BUFFER(QW_LIMIT_ENVELOPE);

    qw_json_write(&first, operation->body);
    fuzz_require(first.err == QW_OK, "a canonical body can be written");
    enum qw_err err = qw_json_parse(arena, first.data, first.len, &again, NULL);
    if (err == QW_OK)
        err = qw_engine_canonicalise(arena, operation->op, again, NULL);
    fuzz_require(err == QW_OK || err == QW_ERR_NO_MEMORY || err == QW_ERR_TOO_LARGE,
                 "a canonical body is read again");
    if (err == QW_OK) {
        qw_json_write(&second, again);
        fuzz_require(second.len == first.len && memcmp(second.data, first.data, first.len) == 0,
                     "the canonical form is a fixed point");
    }
    qw_buffer_done(&first);
    qw_buffer_done(&second);
}

static void read_request(struct qw_arena *arena, char *text, const char *end)
{
    struct qw_operation operation;
    struct qw_diag diag = {.err = QW_OK};
    struct qw_engine_request request = {.method = take_line(&text)};

    request.uri = take_line(&text);
    request.content_type = header(take_line(&text));
    request.content_length = header(take_line(&text));
    request.body = text;
    request.body_len = (size_t)(end - text);
    request.has_body = request.body_len > 0;
    enum qw_err err = qw_engine_read(arena, &request, &operation, &diag);
    fuzz_require(operation.method != NULL && operation.path != NULL && operation.object != NULL,
                 "strings are never NULL");
    fuzz_require(err == QW_OK || err == QW_ERR_NO_MEMORY || diag.err == err,
                 "a refusal has its sentence");
    fuzz_require(err == QW_OK || operation.body == NULL, "what is refused has no body");
    if (err == QW_OK && operation.op != QW_OP_UNKNOWN && operation.body != NULL)
        check_canonical(arena, &operation);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    char *text = arena != NULL ? qw_arena_copy(arena, (const char *)data, size) : NULL;

    if (text != NULL)
        read_request(arena, text, text + size);
    qw_arena_free(arena);
    return 0;
}
