/* One request against the engine module, and what came of it. */
#ifndef ENGINE_FIXTURE_H
#define ENGINE_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "qw/engine.h"
#include "qw/limits.h"
#include "suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

struct fixture {
    struct qw_arena *arena;
    struct qw_diag diag;
    struct qw_operation operation;
};

static inline struct fixture fixture_new(void)
{
    struct fixture fixture = {.arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY)};

    ck_assert_ptr_nonnull(fixture.arena);
    return fixture;
}

static inline void fixture_done(struct fixture *fixture)
{
    qw_arena_free(fixture->arena);
}

/* A cause, and behind a newline a sentence that tells what to do, if any. */
static inline void assert_cause_and_fix(const char *text)
{
    const char *fix = strchr(text, '\n');

    if (fix == NULL)
        return;
    ck_assert_msg(strchr(fix + 1, '\n') == NULL, "%s", text);
    ck_assert_msg(strlen(fix) > 10 && text[strlen(text) - 1] == '.', "%s", text);
}

/* Reads a request; a refusal has a sentence that fits. */
static inline enum qw_err ask(struct fixture *fixture, const struct qw_engine_request *request)
{
    memset(&fixture->diag, 0, sizeof(fixture->diag));
    enum qw_err err = qw_engine_read(fixture->arena, request, &fixture->operation, &fixture->diag);
    if (err != QW_OK) {
        ck_assert_msg(fixture->diag.err == err, "%s: %s", request->uri, qw_err_name(err));
        ck_assert_msg(strlen(fixture->diag.text) > 10, "%s", request->uri);
        assert_cause_and_fix(fixture->diag.text);
        ck_assert_msg(strstr(fixture->diag.text, "...") == NULL || strlen(request->uri) > 60 ||
                          request->body_len > 60,
                      "cut: %s", fixture->diag.text);
    }
    return err;
}

/* A request as the docker command sends it: no body, and Content-Length 0 but for reads. */
static inline enum qw_err ask_bare(struct fixture *fixture, const char *method, const char *uri)
{
    bool is_post = strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0;
    const struct qw_engine_request request = {
        .method = method, .uri = uri, .content_length = is_post ? "0" : NULL, .body = ""};

    return ask(fixture, &request);
}

static inline enum qw_err ask_json(struct fixture *fixture, const char *uri, const char *body)
{
    char length[24];
    const struct qw_engine_request request = {.method = "POST",
                                              .uri = uri,
                                              .content_type = "application/json",
                                              .content_length = length,
                                              .has_body = true,
                                              .body = body,
                                              .body_len = strlen(body)};

    snprintf(length, sizeof(length), "%zu", request.body_len);
    return ask(fixture, &request);
}

/* The canonical body as text, in the arena. */
static inline const char *canonical_text(struct fixture *fixture)
{
    struct qw_buffer buffer = QW_BUFFER(QW_LIMIT_ENVELOPE);

    qw_json_write(&buffer, fixture->operation.body);
    ck_assert_int_eq(buffer.err, QW_OK);
    const char *text = qw_arena_copy(fixture->arena, buffer.data, buffer.len);
    qw_buffer_done(&buffer);
    ck_assert_ptr_nonnull(text);
    return text;
}

#endif
