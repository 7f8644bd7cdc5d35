#include <unistd.h>

#include "policy_fixture.h"

#define DENIES_ROOT V1 ", \"rules\": {\"bind-mounts\": {\"deny\": [\"/\"]}}}"

/* A policy of two folders, and links to it: sub/c.json extends base.json, link.json is one to the
 * file, a.json one to the folder. */
static void make_files(void)
{
    make_folder();
    ck_assert_int_eq(mkdir(path_of("sub"), 0755), 0);
    write_policy("base.json", DENIES_ROOT);
    write_policy("sub/c.json", V1 ", \"extends\": \"../base.json\"}");
    ck_assert_int_eq(symlink("sub/c.json", path_of("link.json")), 0);
    ck_assert_int_eq(symlink("sub", path_of("a.json")), 0);
}

/* Whether bind-mounts denies NAME, below the folder of this test; "" is the folder itself. */
static bool is_denied(const struct qw_policy *policy, const char *name)
{
    char path[2 * PATH_SIZE];

    snprintf(path, sizeof path, "%s%s%s", folder, *name != '\0' ? "/" : "", name);
    return has_word(setting_of(policy, QW_SETTING_BIND_MOUNTS_DENY), path);
}

/* Loads as one who works in the folder of this test. */
static struct qw_policy *load_here(const char *name, const struct qw_policy_options *options)
{
    struct qw_policy *policy = NULL;
    struct qw_diag diag = {0};
    char before[PATH_SIZE];

    ck_assert_ptr_nonnull(getcwd(before, sizeof before));
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert_msg(qw_policy_load(name, options, &policy, &diag) == QW_OK, "%s: %s", name,
                  diag.text);
    ck_assert_int_eq(chdir(before), 0);
    return policy;
}

struct file_row {
    const char *name;
    const char *own[6]; /* below the folder of this test */
};

static const struct file_row file_rows[] = {
    {"base.json", {"", "base.json"}},
    {"./base.json", {"", "base.json"}},
    {".//sub/../base.json", {"", "base.json"}},
    {"sub/c.json", {"sub", "sub/c.json", "", "base.json"}},
    {"a.json/c.json", {"a.json", "a.json/c.json", "sub", "sub/c.json", "", "base.json"}},
};

START_TEST(the_files_of_a_chain_and_their_folders_are_own)
{
    for (size_t i = 0; i < COUNT_OF(file_rows); i++) {
        const struct file_row *row = &file_rows[i];
        struct qw_policy *policy = load_here(row->name, NULL);
        size_t n_own = 0;

        for (; n_own < COUNT_OF(row->own) && row->own[n_own] != NULL; n_own++)
            ck_assert_msg(is_denied(policy, row->own[n_own]), "%s: %s", row->name, row->own[n_own]);
        ck_assert_uint_eq(setting_of(policy, QW_SETTING_BIND_MOUNTS_DENY)->n_words, n_own + 1);
        qw_policy_unref(policy);
    }
}
END_TEST

START_TEST(a_link_and_what_it_leads_to_are_own)
{
    write_policy("base.json", DENIES_ROOT);
    write_policy("sub/c.json", DENIES_ROOT);
    struct qw_policy *policy = load_here("link.json", NULL);

    ck_assert(is_denied(policy, ""));
    ck_assert(is_denied(policy, "link.json"));
    ck_assert(is_denied(policy, "sub"));
    ck_assert(is_denied(policy, "sub/c.json"));
    qw_policy_unref(policy);
}
END_TEST

START_TEST(a_level_has_no_files)
{
    struct qw_policy *level = load_good("baseline");
    struct qw_policy *file = load_text(V1 ", \"extends\": \"baseline\"}");

    ck_assert(!is_denied(level, ""));
    ck_assert_uint_eq(setting_of(file, QW_SETTING_BIND_MOUNTS_DENY)->n_words,
                      setting_of(level, QW_SETTING_BIND_MOUNTS_DENY)->n_words + 2);
    ck_assert_str_eq(qw_policy_digest(file)->text, qw_policy_digest(level)->text);
    qw_policy_unref(file);
    qw_policy_unref(level);
}
END_TEST

START_TEST(a_policy_cannot_allow_its_own_folder)
{
    static const char *const names[] = {"", "/policy.json", "/x/y", "/sub"};
    struct qw_diag diag;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char text[2 * PATH_SIZE];
        char message[2 * PATH_SIZE];

        snprintf(text, sizeof text, V1 ", \"rules\": {\"bind-mounts\": {\"allow\": [\"%s%s\"]}}}",
                 folder, names[i]);
        snprintf(message, sizeof message, "bind-mounts allows \"%s%s\", which is quaywarden's own",
                 folder, names[i]);
        ck_assert_int_eq(load_bad(write_policy("policy.json", text), &diag), QW_ERR_POLICY);
        ck_assert_str_eq(diag.text, message);
    }
}
END_TEST

struct option_row {
    const char *given;
    const char *denied[2]; /* below the folder of this test */
};

static const struct option_row option_rows[] = {
    {".", {""}},
    {"s.sock", {"s.sock"}},
    {"./run//s/", {"run/s"}},
    {"sub/../run", {"run"}},
    {"a.json", {"a.json", "sub"}},
    {"a.json/new/deep", {"a.json/new/deep", "sub/new/deep"}},
    {"a.json/../run", {"run"}},
};

START_TEST(an_own_path_counts_by_its_clean_and_its_real_name)
{
    for (size_t i = 0; i < COUNT_OF(option_rows); i++) {
        const struct option_row *row = &option_rows[i];
        const struct qw_policy_options options = {&row->given, 1};
        struct qw_policy *policy = load_here("baseline", &options);

        for (size_t j = 0; j < COUNT_OF(row->denied) && row->denied[j] != NULL; j++)
            ck_assert_msg(is_denied(policy, row->denied[j]), "%s: %s", row->given, row->denied[j]);
        qw_policy_unref(policy);
    }
}
END_TEST

START_TEST(a_path_that_goes_above_the_root_is_the_root)
{
    static const char *const given[] = {"/../..", "/", "/tmp/../"};
    const struct qw_policy_options options = {given, COUNT_OF(given)};
    struct qw_policy *policy = load_here("base.json", &options);

    /* "/" was there, and comes once more; base.json and its folder. */
    ck_assert_uint_eq(setting_of(policy, QW_SETTING_BIND_MOUNTS_DENY)->n_words, 4);
    qw_policy_unref(policy);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("policy/own");
    TCase *tcase = tcase_create("own");
    SRunner *runner = srunner_create(suite);
    int n_failed = 0;

    tcase_add_checked_fixture(tcase, make_files, remove_folder);
    tcase_add_test(tcase, the_files_of_a_chain_and_their_folders_are_own);
    tcase_add_test(tcase, a_link_and_what_it_leads_to_are_own);
    tcase_add_test(tcase, a_level_has_no_files);
    tcase_add_test(tcase, a_policy_cannot_allow_its_own_folder);
    tcase_add_test(tcase, an_own_path_counts_by_its_clean_and_its_real_name);
    tcase_add_test(tcase, a_path_that_goes_above_the_root_is_the_root);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
