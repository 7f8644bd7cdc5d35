/* What the suites of gate, server and cli share: questions as dockerd sends them, and a gate. */
#ifndef TEST_GATE_FIXTURE_H
#define TEST_GATE_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qw/gate.h"
#include "qw/limits.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What the hardening guide's own command sends (rules.md), and a privileged one. */
#define HARDENED_BODY                                                                      \
    "{\"Image\":\"myapp\",\"User\":\"1001:1001\",\"HostConfig\":{\"ReadonlyRootfs\":true," \
    "\"CapDrop\":[\"ALL\"],\"CapAdd\":[\"NET_BIND_SERVICE\"],\"Tmpfs\":{\"/tmp\":\"\"},"   \
    "\"SecurityOpt\":[\"no-new-privileges\"],\"NetworkMode\":\"none\"}}"
#define PRIVILEGED_BODY "{\"Image\":\"myapp\",\"HostConfig\":{\"Privileged\":true}}"
#define CREATE_URI "/v1.41/containers/create"

struct question {
    const char *method;
    const char *uri;
    const char *body; /* NULL: none, and Content-Length 0 */
};

/* The envelope, with HEADERS ("\"Name\":\"value\",") among its own; freed by the test. */
static inline char *envelope_with(const struct question *question, const char *headers)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *body = question->body != NULL ? question->body : "";
    size_t len = strlen(body);
    char *encoded = calloc(1, (len + 2) / 3 * 4 + 1);
    char *out = encoded;
    char *text = NULL;
    int written;

    ck_assert_ptr_nonnull(encoded);
    for (size_t i = 0; i < len; i += 3) {
        unsigned group = (unsigned)(unsigned char)body[i] << 16;

        group |= i + 1 < len ? (unsigned)(unsigned char)body[i + 1] << 8 : 0U;
        group |= i + 2 < len ? (unsigned)(unsigned char)body[i + 2] : 0U;
        *out++ = letters[group >> 18];
        *out++ = letters[group >> 12 & 63U];
        *out++ = i + 1 < len ? letters[group >> 6 & 63U] : '=';
        *out++ = i + 2 < len ? letters[group & 63U] : '=';
    }
    written = asprintf(&text,
                       "{\"RequestMethod\":\"%s\",\"RequestUri\":\"%s\",\"RequestHeaders\":"
                       "{%s%s\"Content-Length\":\"%zu\"}%s%s%s}\n",
                       question->method, question->uri, headers,
                       len > 0 ? "\"Content-Type\":\"application/json\"," : "", len,
                       len > 0 ? ",\"RequestBody\":\"" : "", encoded, len > 0 ? "\"" : "");
    ck_assert_int_gt(written, 0);
    free(encoded);
    return text;
}

static inline char *envelope_of(const struct question *question)
{
    return envelope_with(question, "");
}

/* The engine has answered a request of these words. */
static inline void engine_answered(struct qw_gate *gate, const struct question *question)
{
    char *envelope = envelope_of(question);

    qw_gate_note_response(gate, (struct qw_bytes){envelope, strlen(envelope)});
    free(envelope);
}

/* A gate that enforces LEVEL; without a file it records nothing. */
struct gate_fixture {
    struct qw_policy *policy;
    struct qw_audit *audit;
    struct qw_gate *gate;
    char folder[32];
    char audit_path[64];
};

/* With the resolver and the choices of CONFIG. */
static inline void gate_fixture_open(struct gate_fixture *fixture, const char *level,
                                     bool is_recording, struct qw_gate_config config)
{
    struct qw_diag diag = {0};

    *fixture = (struct gate_fixture){.folder = "/tmp/qw-gate-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(fixture->folder));
    snprintf(fixture->audit_path, sizeof fixture->audit_path, "%s/audit.jsonl", fixture->folder);
    ck_assert_msg(qw_policy_load(level, NULL, &fixture->policy, &diag) == QW_OK, "%s", diag.text);
    if (is_recording)
        ck_assert_msg(qw_audit_open(fixture->audit_path, &fixture->audit, &diag) == QW_OK, "%s",
                      diag.text);
    config.policy = fixture->policy;
    config.audit = fixture->audit;
    ck_assert_int_eq(qw_gate_new(&config, &fixture->gate), QW_OK);
}

/* One that asks nothing. */
static inline void gate_fixture_init(struct gate_fixture *fixture, const char *level,
                                     bool is_recording, bool audit_reads)
{
    gate_fixture_open(fixture, level, is_recording,
                      (struct qw_gate_config){.audit_reads = audit_reads});
}

static inline void gate_fixture_done(struct gate_fixture *fixture)
{
    qw_gate_free(fixture->gate);
    qw_audit_close(fixture->audit);
    qw_policy_unref(fixture->policy);
    unlink(fixture->audit_path);
    rmdir(fixture->folder);
}

static inline void run_suite_and_exit_code(SRunner *runner, int *ret_code)
{
    srunner_run_all(runner, CK_NORMAL);
    *ret_code = srunner_ntests_failed(runner) == 0 ? 0 : 1;
    srunner_free(runner);
}

#endif
