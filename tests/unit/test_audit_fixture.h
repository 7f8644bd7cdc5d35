/* A record to write, and a folder to write it in. */
#ifndef TEST_AUDIT_FIXTURE_H
#define TEST_AUDIT_FIXTURE_H

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "qw/audit.h"
#include "qw/json.h"
#include "qw/limits.h"

struct audit_fixture {
    struct qw_call call;
    struct qw_operation operation;
    struct qw_verdict verdict;
    struct qw_record record;
};

/* A denied create, findings left to the test. */
static inline void audit_fixture_init(struct audit_fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    fixture->call = (struct qw_call){.user = "alice",
                                     .authn_method = "TLS",
                                     .method = "POST",
                                     .uri = "/v1.41/containers/create",
                                     .body = ""};
    fixture->operation = (struct qw_operation){.op = QW_OP_CONTAINER_CREATE,
                                               .method = "POST",
                                               .path = "/containers/create",
                                               .object = "",
                                               .api_major = 1,
                                               .api_minor = 41};
    fixture->verdict =
        (struct qw_verdict){.decision = QW_DENY, .cause = QW_CAUSE_RULES, .detail = ""};
    fixture->record = (struct qw_record){.id = "0123abcd",
                                         .phase = "request",
                                         .call = &fixture->call,
                                         .operation = &fixture->operation,
                                         .verdict = &fixture->verdict,
                                         .policy_name = "restricted",
                                         .policy_digest = "d1935",
                                         .latency_us = 42};
}

/* A fresh folder under the temporary folder; Check's fork makes the static buffer one test's own.
 */
static inline const char *audit_folder(void)
{
    static char folder[] = "/tmp/qw-audit-XXXXXX";

    ck_assert_ptr_nonnull(mkdtemp(folder));
    return folder;
}

static inline const char *path_in(const char *folder, const char *name)
{
    static char path[256];

    ck_assert_int_lt(snprintf(path, sizeof path, "%s/%s", folder, name), (int)sizeof path);
    return path;
}

static inline void write_file(const char *path, const char *text, size_t len)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, len, file), len);
    ck_assert_int_eq(fclose(file), 0);
}

/* The file's bytes with a NUL behind; freed by the test. */
static inline char *read_file(const char *path)
{
    enum { MOST = 4 * 1024 * 1024 };
    FILE *file = fopen(path, "r");
    char *text = calloc(1, MOST + 1);

    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(text);
    (void)!fread(text, 1, MOST, file);
    fclose(file);
    return text;
}

#endif
