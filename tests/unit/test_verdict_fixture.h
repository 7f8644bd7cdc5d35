/* What the suites of the verdict module share: a body is read, judged by a policy, and told. */
#ifndef TEST_VERDICT_FIXTURE_H
#define TEST_VERDICT_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qw/limits.h"
#include "qw/verdict.h"
#include "suite.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct fixture {
    struct qw_arena *arena;
    struct qw_policy *policy;
    struct qw_operation operation;
    struct qw_workload workload;
    struct qw_verdict verdict;
    struct qw_buffer text;
};

/* LEVEL is a level's name, or a file's path. */
static inline struct fixture fixture_new(const char *level)
{
    struct qw_diag diag = {0};
    struct fixture fixture = {.arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY)};

    ck_assert_ptr_nonnull(fixture.arena);
    ck_assert_msg(qw_policy_load(level, NULL, &fixture.policy, &diag) == QW_OK, "%s", diag.text);
    fixture.text = QW_BUFFER(QW_LIMIT_ENVELOPE);
    return fixture;
}

/* POLICY is its text; the file is in a folder of its own, and gone when this returns. */
static inline struct fixture fixture_new_from(const char *policy)
{
    char folder[] = "/tmp/qw-verdict-XXXXXX";
    char path[64];
    struct fixture fixture;

    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_lt(snprintf(path, sizeof path, "%s/policy.json", folder), (int)sizeof path);

    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(policy, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(path, 0600), 0);
    fixture = fixture_new(path);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(rmdir(folder), 0);
    return fixture;
}

static inline void fixture_done(struct fixture *fixture)
{
    qw_buffer_done(&fixture->text);
    qw_policy_unref(fixture->policy);
    qw_arena_free(fixture->arena);
}

/* BODY is written with ' for " when it begins with {'; NULL: none. */
static inline struct qw_json *fixture_body(struct fixture *fixture, enum qw_op op, const char *body)
{
    struct qw_diag diag = {0};
    struct qw_json *root = NULL;
    char *json = qw_arena_copy(fixture->arena, body, strlen(body));

    ck_assert_ptr_nonnull(json);
    for (char *byte = json; json[1] == '\'' && *byte; byte++)
        *byte = *byte == '\'' && byte != json + 1 ? '"' : *byte;
    if (json[1] == '\'')
        json[1] = '"';

    enum qw_err err = qw_json_parse(fixture->arena, json, strlen(json), &root, &diag);

    if (err == QW_OK)
        err = qw_engine_canonicalise(fixture->arena, op, root, &diag);
    ck_assert_msg(err == QW_OK, "%s: %s", body, diag.text);
    return root;
}

static inline void fixture_read(struct fixture *fixture, enum qw_op op, const char *object,
                                const char *body)
{
    fixture->operation =
        (struct qw_operation){.op = op, .method = "POST", .path = "/x", .object = object};
    if (body != NULL)
        fixture->operation.body = fixture_body(fixture, op, body);
}

/* Reads the workload where there is one, judges, and writes the text. */
static inline const char *fixture_judge(struct fixture *fixture)
{
    struct qw_diag diag = {0};
    const struct qw_workload *workload = NULL;
    const struct qw_verdict_context context = {.policy_name = qw_policy_name(fixture->policy),
                                               .id = "7f3ac1d2",
                                               .operation = &fixture->operation};

    if (qw_workload_kind_of(fixture->operation.op) != QW_WORKLOAD_NONE) {
        ck_assert_msg(qw_workload_read(fixture->arena, &fixture->operation, &fixture->workload,
                                       &diag) == QW_OK,
                      "%s", diag.text);
        workload = &fixture->workload;
    }
    const struct qw_verdict_input input = {.operation = &fixture->operation, .workload = workload};

    ck_assert_int_eq(qw_verdict_judge(fixture->arena, fixture->policy, &input, &fixture->verdict),
                     QW_OK);
    qw_buffer_done(&fixture->text);
    fixture->text = QW_BUFFER(QW_LIMIT_ENVELOPE);
    qw_verdict_add_text(&fixture->text, &fixture->verdict, &context);
    ck_assert_int_eq(fixture->text.err, QW_OK);
    return fixture->text.data != NULL ? fixture->text.data : "";
}

static inline void assert_holds(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "no \"%s\" in:\n%s", part, text);
}

static inline void assert_lacks(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) == NULL, "\"%s\" in:\n%s", part, text);
}

#endif
