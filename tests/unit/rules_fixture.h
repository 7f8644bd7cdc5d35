/* What the tests of the rules share: a body is read and judged by one rule, and its findings are
 * told by their fields.  What is found is amended as its remedies say and judged again. */
#ifndef QW_TEST_RULES_FIXTURE_H
#define QW_TEST_RULES_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "qw/rules.h"
#include "suite.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Words for a setting. */
#define WORDS(...)                                                             \
    {                                                                          \
        .words = (const char *const[]){__VA_ARGS__},                           \
        .n_words = sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *) \
    }

#define ARENA_SIZE ((size_t)16 * 1024 * 1024)

/* How often the verdict amends a request and judges it again. */
#define ROUNDS 4

struct row {
    const char *body;
    const char *fields; /* of the findings, with spaces between; "" for none */
};

struct rows {
    enum qw_rule_id rule;
    enum qw_op op;
    const struct row *items;
    size_t n_items;
};

/* Everything off but RULE. */
static inline struct qw_settings only(enum qw_rule_id rule, const struct qw_settings *settings)
{
    struct qw_settings changed = *settings;

    for (size_t i = 0; i < QW_RULE_COUNT; i++)
        changed.modes[i] = QW_MODE_OFF;
    changed.modes[rule] = QW_MODE_ENFORCE;
    return changed;
}

static inline struct qw_json *read_body(struct qw_arena *arena, enum qw_op op, const char *body)
{
    struct qw_diag diag = {0};
    struct qw_json *root = NULL;
    enum qw_err err = qw_json_parse(arena, body, strlen(body), &root, &diag);

    if (err == QW_OK)
        err = qw_engine_canonicalise(arena, op, root, &diag);
    ck_assert_msg(err == QW_OK, "%s: %s", body, diag.text);
    return root;
}

static inline struct qw_workload read_workload(struct qw_arena *arena, enum qw_op op,
                                               struct qw_json *root)
{
    const struct qw_operation operation = {
        .op = op, .method = "POST", .path = "", .object = "", .body = root};
    struct qw_workload workload = {0};
    struct qw_diag diag = {0};

    ck_assert_msg(qw_workload_read(arena, &operation, &workload, &diag) == QW_OK, "%s", diag.text);
    return workload;
}

static inline struct qw_findings judge(struct qw_arena *arena, enum qw_op op, struct qw_json *root,
                                       const struct qw_settings *settings)
{
    const struct qw_workload workload = read_workload(arena, op, root);
    struct qw_findings findings = {0};

    ck_assert_int_eq(qw_rules_judge(arena, &workload, settings, &findings), QW_OK);
    return findings;
}

/* The first part of PATH, made where it is missing; RET_NAME is the last word. */
static inline struct qw_json *parent_of(struct qw_arena *arena, struct qw_json *root,
                                        const char *path, const char **ret_name)
{
    const char *dot = strchr(path, '.');

    *ret_name = dot ? dot + 1 : path;
    if (!dot)
        return root;

    const char *name = qw_arena_copy(arena, path, (size_t)(dot - path));

    if (!qw_json_get(root, name))
        qw_json_set(root, name, qw_json_new_object(arena));
    return qw_json_get(root, name);
}

static inline struct qw_json *value_of(struct qw_arena *arena, const struct qw_remedy *remedy)
{
    struct qw_diag diag = {0};
    struct qw_json *value = NULL;

    if (remedy->kind != QW_REMEDY_SET)
        return qw_json_new_string(arena, remedy->value);
    ck_assert_int_eq(qw_json_parse(arena, remedy->value, strlen(remedy->value), &value, &diag),
                     QW_OK);
    return value;
}

/* The remedies name nodes of ROOT as constants; a test may change what it parsed. */
static inline struct qw_json *node_of(const struct qw_json *at)
{
    union {
        const struct qw_json *constant;
        struct qw_json *node;
    } both = {.constant = at};

    return both.node;
}

static inline void apply(struct qw_arena *arena, enum qw_workload_kind kind, struct qw_json *root,
                         const struct qw_remedy *remedy)
{
    const char *name = NULL;

    if (remedy->kind == QW_REMEDY_NONE)
        return;
    if (remedy->kind == QW_REMEDY_DROP) {
        qw_json_remove(node_of(remedy->at));
        return;
    }

    if (remedy->kind == QW_REMEDY_NO_COPY && qw_json_type(remedy->at) == QW_JSON_OBJECT) {
        if (qw_json_get(remedy->at, "VolumeOptions") == NULL)
            qw_json_set(node_of(remedy->at), "VolumeOptions", qw_json_new_object(arena));
        qw_json_set(qw_json_get(node_of(remedy->at), "VolumeOptions"), "NoCopy",
                    value_of(arena, &(struct qw_remedy){.kind = QW_REMEDY_SET, .value = "true"}));
        return;
    }
    if (remedy->kind == QW_REMEDY_NO_COPY)
        return; /* a word more in a text: test_verdict_remedy.c */
    if (remedy->kind == QW_REMEDY_PUT && remedy->at) {
        qw_json_set(node_of(remedy->at), remedy->key, value_of(arena, remedy));
        return;
    }

    const char *path = qw_workload_part_path(kind, remedy->part);

    ck_assert_ptr_nonnull(path);

    struct qw_json *parent = parent_of(arena, root, path, &name);
    struct qw_json *value = value_of(arena, remedy);

    if (remedy->kind == QW_REMEDY_SET) {
        qw_json_set(parent, name, value);
        return;
    }
    if (!qw_json_get(parent, name))
        qw_json_set(parent, name,
                    remedy->kind == QW_REMEDY_APPEND ? qw_json_new_array(arena)
                                                     : qw_json_new_object(arena));
    if (remedy->kind == QW_REMEDY_APPEND)
        qw_json_append(qw_json_get(parent, name), value);
    else
        qw_json_set(qw_json_get(parent, name), remedy->key, value);
}

static inline void add_fields(const struct qw_findings *findings, char *text, size_t size)
{
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < findings->n_items && len < size; i++)
        len += (size_t)snprintf(text + len, size - len, "%s%s", i ? " " : "",
                                findings->items[i].field);
}

static inline void check_amended(struct qw_arena *arena, const struct rows *rows,
                                 struct qw_json *root, const struct qw_settings *settings)
{
    struct qw_findings findings = judge(arena, rows->op, root, settings);

    for (int round = 0; round < ROUNDS && findings.n_items > 0; round++) {
        for (size_t i = 0; i < findings.n_items * QW_FINDING_REMEDIES; i++)
            apply(arena, findings.kind, root,
                  &findings.items[i / QW_FINDING_REMEDIES].remedies[i % QW_FINDING_REMEDIES]);
        findings = judge(arena, rows->op, root, settings);
    }
    ck_assert_msg(findings.n_items == 0, "the amended request still has a finding: %s %s",
                  findings.n_items ? findings.items[0].field : "",
                  findings.n_items ? findings.items[0].text : "");
}

static inline void check_row(const struct rows *rows, const struct row *row,
                             const struct qw_settings *settings)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_json *root = read_body(arena, rows->op, row->body);
    const struct qw_findings findings = judge(arena, rows->op, root, settings);
    char fields[512];

    add_fields(&findings, fields, sizeof(fields));
    ck_assert_msg(strcmp(fields, row->fields) == 0, "%s: found [%s], not [%s]", row->body, fields,
                  row->fields);
    for (size_t i = 0; i < findings.n_items; i++) {
        ck_assert_int_eq(findings.items[i].rule, rows->rule);
        ck_assert_uint_gt(strlen(findings.items[i].text), 0);
    }
    check_amended(arena, rows, root, settings);
}

/* Judges each row by one rule of SETTINGS. */
static inline void check_rows(const struct rows *rows, const struct qw_settings *settings)
{
    const struct qw_settings alone = only(rows->rule, settings);

    for (size_t i = 0; i < rows->n_items; i++)
        check_row(rows, &rows->items[i], &alone);
}

/* What RULE alone finds of BODY. */
static inline struct qw_findings judge_body(struct qw_arena *arena, enum qw_rule_id rule,
                                            enum qw_op op, const struct qw_settings *settings,
                                            const char *body)
{
    const struct qw_settings alone = only(rule, settings);

    return judge(arena, op, read_body(arena, op, body), &alone);
}

/* What RULE alone has to say of BODY when FACTS are known of it: the text of the one finding, ""
 * for none. */
static inline void check_facts(enum qw_rule_id rule, const struct qw_settings *settings,
                               const char *body, const struct qw_facts *facts, const char *text)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_json *root = read_body(arena, QW_OP_CONTAINER_CREATE, body);
    struct qw_workload workload = read_workload(arena, QW_OP_CONTAINER_CREATE, root);
    struct qw_findings findings = {0};
    const char *found = "";

    workload.facts = facts;
    ck_assert_int_eq(qw_rules_judge(arena, &workload, settings, &findings), QW_OK);
    for (size_t i = 0; i < findings.n_items; i++) {
        if (findings.items[i].rule != rule)
            continue;
        ck_assert_msg(*found == '\0', "%s: a second finding: %s", body, findings.items[i].text);
        found = findings.items[i].text;
    }
    ck_assert_msg(strcmp(found, text) == 0, "%s:\nfound [%s]\nnot   [%s]", body, found, text);
}

/* What RULE has to say of BODY. */
struct telling {
    enum qw_rule_id rule;
    enum qw_op op;
    const struct qw_settings *settings;
    const char *body;
    const char *text; /* of the first finding */
};

static inline void check_text(const struct telling *telling)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_findings findings =
        judge_body(arena, telling->rule, telling->op, telling->settings, telling->body);

    ck_assert_uint_gt(findings.n_items, 0);
    ck_assert_str_eq(findings.items[0].text, telling->text);
}

#endif
