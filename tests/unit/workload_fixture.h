/* What the suites of the workload module share: a body written with ' for ", read as an operation.
 */
#ifndef WORKLOAD_FIXTURE_H
#define WORKLOAD_FIXTURE_H

#include <check.h>
#include <string.h>

#include "qw/limits.h"
#include "qw/workload.h"
#include "suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

struct fixture {
    struct qw_arena *arena;
    struct qw_workload workload;
    struct qw_diag diag;
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

static inline struct qw_json *parse(struct fixture *fixture, const char *text)
{
    struct qw_json *root = NULL;
    char *json = qw_arena_copy(fixture->arena, text, strlen(text));

    ck_assert_ptr_nonnull(json);
    for (char *byte = json; *byte != '\0'; byte++)
        if (*byte == '\'')
            *byte = '"';
    ck_assert_int_eq(qw_json_parse(fixture->arena, json, strlen(json), &root, &fixture->diag),
                     QW_OK);
    return root;
}

/* TEXT NULL: no body. */
static inline enum qw_err read_as(struct fixture *fixture, enum qw_op op, const char *text)
{
    struct qw_operation operation = {.op = op, .method = "POST", .path = "/", .object = ""};

    if (text != NULL)
        operation.body = parse(fixture, text);
    return qw_workload_read(fixture->arena, &operation, &fixture->workload, &fixture->diag);
}

static inline const struct qw_workload *read_create(struct fixture *fixture, const char *text)
{
    ck_assert_int_eq(read_as(fixture, QW_OP_CONTAINER_CREATE, text), QW_OK);
    return &fixture->workload;
}

/* A create body whose HostConfig has these members. */
static inline const struct qw_workload *read_host(struct fixture *fixture, const char *members)
{
    const char *text = qw_arena_format(fixture->arena, "{'HostConfig':{%s}}", members);

    ck_assert_ptr_nonnull(text);
    return read_create(fixture, text);
}

/* The path of a node as people write it; "-" for an absent one. */
static inline const char *path_of(struct fixture *fixture, const struct qw_json *node)
{
    struct qw_buffer buffer = QW_BUFFER(QW_LIMIT_MESSAGE);
    const char *path;

    if (node == NULL)
        return "-";
    qw_json_add_path(&buffer, node);
    path = buffer.data == NULL ? "" : qw_arena_copy(fixture->arena, buffer.data, buffer.len);
    qw_buffer_done(&buffer);
    ck_assert_ptr_nonnull(path);
    return path;
}

/* Every one of the N values of an enum was met. */
static inline void assert_all_seen(const bool *seen, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(seen[i], "no row for enumerator %zu", i);
}

#endif
