#include <errno.h>
#include <grp.h>

#include "policy_fixture.h"

#define GROUPS(list) V1 ", \"rules\": {\"groups\": {\"deny\": [" list "]}}}"

/* What getgrnam_r() says instead of the truth; 0: the truth. */
static int fault_of_getgrnam;

int __real_getgrnam_r(const char *name, struct group *record, char *memory, size_t size,
                      struct group **ret_found);
int __wrap_getgrnam_r(const char *name, struct group *record, char *memory, size_t size,
                      struct group **ret_found);

int __wrap_getgrnam_r(const char *name, struct group *record, char *memory, size_t size,
                      struct group **ret_found)
{
    enum { BIG = 100000, BIG_GID = 4242 };

    *ret_found = NULL;
    if (fault_of_getgrnam == EINTR) {
        fault_of_getgrnam = 0;
        return EINTR;
    }
    if (fault_of_getgrnam == ERANGE && size < BIG)
        return ERANGE;
    if (fault_of_getgrnam == ERANGE) {
        record->gr_gid = BIG_GID;
        *ret_found = record;
        return 0;
    }
    if (fault_of_getgrnam != 0)
        return fault_of_getgrnam;
    return __real_getgrnam_r(name, record, memory, size, ret_found);
}

START_TEST(a_denied_group_is_denied_by_its_number_too)
{
    struct qw_policy *policy = load_text(GROUPS("\"root\""));
    const struct qw_setting *denied = setting_of(policy, QW_SETTING_GROUPS_DENY);

    ck_assert_uint_eq(denied->n_words, 2);
    ck_assert(has_word(denied, "root"));
    ck_assert(has_word(denied, "0"));
    qw_policy_unref(policy);
}
END_TEST

START_TEST(numbers_and_unknown_groups_stay_as_they_are)
{
    struct qw_policy *policy = load_text(GROUPS("\"no-such-group-here\", \"1234\""));
    const struct qw_setting *denied = setting_of(policy, QW_SETTING_GROUPS_DENY);

    ck_assert_uint_eq(denied->n_words, 2);
    ck_assert(has_word(denied, "no-such-group-here"));
    ck_assert(has_word(denied, "1234"));
    qw_policy_unref(policy);
}
END_TEST

START_TEST(what_a_group_database_calls_not_found_is_not_found)
{
    static const int codes[] = {ENOENT, ESRCH, EBADF, EPERM};

    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        fault_of_getgrnam = codes[i];
        struct qw_policy *policy = load_text(GROUPS("\"root\""));
        ck_assert_uint_eq(setting_of(policy, QW_SETTING_GROUPS_DENY)->n_words, 1);
        qw_policy_unref(policy);
    }
    fault_of_getgrnam = 0;
}
END_TEST

START_TEST(a_group_database_that_does_not_answer_is_an_error)
{
    struct qw_diag diag;
    const char *path = write_policy("policy.json", GROUPS("\"docker\""));

    fault_of_getgrnam = EIO;
    ck_assert_int_eq(load_bad(path, &diag), QW_ERR_IO);
    fault_of_getgrnam = 0;
    ck_assert_str_eq(diag.text, "the group database could not be asked for \"docker\"");
    ck_assert_str_eq(diag.source, path);
}
END_TEST

START_TEST(a_group_database_without_memory_is_an_error)
{
    struct qw_diag diag;

    fault_of_getgrnam = ENOMEM;
    ck_assert_int_eq(load_bad("restricted", &diag), QW_ERR_NO_MEMORY);
    fault_of_getgrnam = 0;
}
END_TEST

START_TEST(a_large_group_and_an_interrupted_question_are_asked_again)
{
    fault_of_getgrnam = ERANGE;
    struct qw_policy *policy = load_text(GROUPS("\"huge\""));
    ck_assert(has_word(setting_of(policy, QW_SETTING_GROUPS_DENY), "4242"));
    qw_policy_unref(policy);
    fault_of_getgrnam = EINTR;
    policy = load_text(GROUPS("\"root\""));
    ck_assert(has_word(setting_of(policy, QW_SETTING_GROUPS_DENY), "0"));
    qw_policy_unref(policy);
}
END_TEST

static const char *const own_paths[] = {"/etc/quaywarden", "/var/log/quaywarden/audit.log",
                                        "/srv/own/"};
static const struct qw_policy_options options = {own_paths, COUNT_OF(own_paths)};

START_TEST(own_paths_are_denied_and_leave_the_digest_alone)
{
    struct qw_policy *plain = load_good("baseline");
    struct qw_policy *policy = NULL;
    const struct qw_setting *denied = NULL;

    ck_assert_int_eq(qw_policy_load("baseline", &options, &policy, NULL), QW_OK);
    denied = setting_of(policy, QW_SETTING_BIND_MOUNTS_DENY);
    ck_assert(has_word(denied, own_paths[0]));
    ck_assert(has_word(denied, own_paths[1]));
    ck_assert_uint_eq(denied->n_words, setting_of(plain, QW_SETTING_BIND_MOUNTS_DENY)->n_words +
                                           COUNT_OF(own_paths));
    ck_assert_str_eq(qw_policy_digest(plain)->text, qw_policy_digest(policy)->text);
    qw_policy_unref(policy);
    qw_policy_unref(plain);
}
END_TEST

START_TEST(own_paths_do_not_open_what_an_empty_list_closes)
{
    struct qw_policy *policy = NULL;
    const char *path =
        write_policy("policy.json", V1 ", \"rules\": {\"bind-mounts\": {\"deny\": []}}}");

    ck_assert_int_eq(qw_policy_load(path, &options, &policy, NULL), QW_OK);
    ck_assert(has_word(setting_of(policy, QW_SETTING_BIND_MOUNTS_DENY), "/**"));
    qw_policy_unref(policy);
}
END_TEST

struct allow_row {
    const char *path;
    bool is_good;
};

/* The deepest entry wins in bind-mounts: above an own path is harmless, in it is not. */
static const struct allow_row allow_rows[] = {
    {"/", true},
    {"/etc", true},
    {"/etc/quaywarden", false},
    {"/etc/quaywarden/keys", false},
    {"/etc/quaywarden2", true},
    {"/var/log/quaywarden", true},
    {"/var/log/quaywarden/audit.log", false},
    {"/srv", true},
    {"/srv/own", false},
    {"/srv/own/x", false},
};

START_TEST(a_policy_cannot_allow_what_lies_in_an_own_path)
{
    for (size_t i = 0; i < COUNT_OF(allow_rows); i++) {
        struct qw_policy *policy = NULL;
        struct qw_diag diag = {0};
        char text[256];
        char message[256];

        snprintf(text, sizeof text, V1 ", \"rules\": {\"bind-mounts\": {\"allow\": [\"%s\"]}}}",
                 allow_rows[i].path);
        const char *path = write_policy("policy.json", text);
        const enum qw_err err = qw_policy_load(path, &options, &policy, &diag);
        ck_assert_msg(err == (allow_rows[i].is_good ? QW_OK : QW_ERR_POLICY), "%s: %s",
                      allow_rows[i].path, diag.text);
        qw_policy_unref(policy);
        if (err == QW_OK)
            continue;
        snprintf(message, sizeof message, "bind-mounts allows \"%s\", which is quaywarden's own",
                 allow_rows[i].path);
        ck_assert_str_eq(diag.text, message);
        ck_assert_str_eq(diag.source, path);
    }
}
END_TEST

START_TEST(options_without_paths_are_taken)
{
    static const struct qw_policy_options none = {NULL, 0};
    struct qw_policy *policy = NULL;

    ck_assert_int_eq(qw_policy_load("baseline", &none, &policy, NULL), QW_OK);
    qw_policy_unref(policy);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_denied_group_is_denied_by_its_number_too,
        numbers_and_unknown_groups_stay_as_they_are,
        what_a_group_database_calls_not_found_is_not_found,
        a_group_database_that_does_not_answer_is_an_error,
        a_group_database_without_memory_is_an_error,
        a_large_group_and_an_interrupted_question_are_asked_again,
        own_paths_are_denied_and_leave_the_digest_alone,
        own_paths_do_not_open_what_an_empty_list_closes,
        a_policy_cannot_allow_what_lies_in_an_own_path,
        options_without_paths_are_taken,
    };

    return run_suite("policy/amend", tests, COUNT_OF(tests));
}
