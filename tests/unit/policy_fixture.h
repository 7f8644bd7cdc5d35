/* What the suites of the policy module share: policies written to a folder of their own and loaded
 * from there, and rows of bad ones. */
#ifndef QW_TEST_POLICY_FIXTURE_H
#define QW_TEST_POLICY_FIXTURE_H

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "qw/policy.h"

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

enum { PATH_SIZE = 512, DUMP_MAX = 1024 * 1024 };

/* The folder of this test process. */
static char folder[PATH_SIZE];

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "/tmp/qw-policy-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void)
{
    const char *const files[] = {"policy.json", "a.json",     "b.json", "base.json",
                                 "link.json",   "sub/c.json", "sub"};
    char path[2 * PATH_SIZE];

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        (void)remove(path);
    }
    for (int i = 0; i < 16; i++) {
        snprintf(path, sizeof path, "%s/%d.json", folder, i);
        (void)remove(path);
    }
    ck_assert_int_eq(remove(folder), 0);
}

static inline const char *path_of(const char *name)
{
    static char path[2 * PATH_SIZE];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static inline const char *write_policy(const char *name, const char *text)
{
    const char *path = path_of(name);
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, strlen(text), file), strlen(text));
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(chmod(path, 0644), 0);
    return path;
}

/* A policy that must be good. */
static inline struct qw_policy *load_good(const char *name_or_path)
{
    struct qw_policy *policy = NULL;
    struct qw_diag diag = {0};
    const enum qw_err err = qw_policy_load(name_or_path, NULL, &policy, &diag);

    ck_assert_msg(err == QW_OK, "%s: %zu:%zu %s: %s", name_or_path, diag.line, diag.column,
                  diag.pointer, diag.text);
    ck_assert_ptr_nonnull(policy);
    return policy;
}

static inline struct qw_policy *load_text(const char *text)
{
    return load_good(write_policy("policy.json", text));
}

/* Loads what must be bad. */
static inline enum qw_err load_bad(const char *name_or_path, struct qw_diag *ret_diag)
{
    struct qw_policy *policy = NULL;
    struct qw_diag diag = {0};
    const enum qw_err err = qw_policy_load(name_or_path, NULL, &policy, &diag);

    ck_assert_msg(err != QW_OK, "%s was taken", name_or_path);
    ck_assert_ptr_null(policy);
    ck_assert_int_eq(diag.err, err);
    *ret_diag = diag;
    return err;
}

struct fault_row {
    const char *text; /* of the whole policy */
    size_t line;
    size_t column;
    const char *pointer;
    const char *message;
};

static inline void check_fault(const struct fault_row *row)
{
    struct qw_diag diag;
    const char *path = write_policy("policy.json", row->text);

    ck_assert_int_eq(load_bad(path, &diag), QW_ERR_POLICY);
    ck_assert_str_eq(diag.text, row->message);
    ck_assert_str_eq(diag.pointer, row->pointer);
    ck_assert_str_eq(diag.source, path);
    ck_assert_msg(diag.line == row->line && diag.column == row->column,
                  "%s is at %zu:%zu, not at %zu:%zu", row->text, diag.line, diag.column, row->line,
                  row->column);
}

static inline const struct qw_setting *setting_of(const struct qw_policy *policy,
                                                  enum qw_setting_id id)
{
    return &qw_policy_settings(policy)->values[id];
}

static inline bool has_word(const struct qw_setting *setting, const char *word)
{
    for (size_t i = 0; i < setting->n_words; i++)
        if (strcmp(setting->words[i], word) == 0)
            return true;
    return false;
}

static inline int run_suite(const char *name, const TTest *const *tests, size_t n_tests)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    SRunner *runner = srunner_create(suite);
    int n_failed = 0;

    tcase_set_timeout(tcase, 100);
    tcase_add_checked_fixture(tcase, make_folder, remove_folder);
    for (size_t i = 0; i < n_tests; i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}

#define V1 "{\"version\": 1"

#endif
