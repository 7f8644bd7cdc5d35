#include <pthread.h>

#include "policy_fixture.h"

enum { N_THREADS = 8, N_ROUNDS = 20000 };

/* Takes and gives back references while others do the same, and reads meanwhile. */
static void *use(void *context)
{
    struct qw_policy *policy = context;

    for (int i = 0; i < N_ROUNDS; i++) {
        struct qw_policy *mine = qw_policy_ref(policy);

        if (qw_policy_action(mine, QW_OP_CONTAINER_LIST) != QW_ACTION_ALLOW)
            return policy;
        qw_policy_unref(mine);
    }
    qw_policy_unref(policy);
    return NULL;
}

START_TEST(references_are_counted_across_threads)
{
    pthread_t threads[N_THREADS];
    struct qw_policy *policy = load_good("restricted");

    for (int i = 0; i < N_THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, use, qw_policy_ref(policy)), 0);
    qw_policy_unref(policy);
    for (int i = 0; i < N_THREADS; i++) {
        void *failed = policy;

        ck_assert_int_eq(pthread_join(threads[i], &failed), 0);
        ck_assert_ptr_null(failed);
    }
}
END_TEST

START_TEST(unref_takes_null)
{
    qw_policy_unref(NULL);
}
END_TEST

START_TEST(ref_gives_the_same_policy)
{
    struct qw_policy *policy = load_good("cis");

    ck_assert_ptr_eq(qw_policy_ref(policy), policy);
    qw_policy_unref(policy);
    ck_assert_str_eq(qw_policy_name(policy), "cis");
    qw_policy_unref(policy);
}
END_TEST

START_TEST(the_digest_is_64_hexadecimal_digits_and_stable)
{
    struct qw_policy *one = load_good("restricted");
    struct qw_policy *other = load_good("restricted");
    const char *digest = qw_policy_digest(one)->text;

    ck_assert_uint_eq(strspn(digest, "0123456789abcdef"), 64);
    ck_assert_uint_eq(strlen(digest), 64);
    ck_assert_str_eq(digest, qw_policy_digest(other)->text);
    qw_policy_unref(other);
    qw_policy_unref(one);
}
END_TEST

struct equal_row {
    const char *one;
    const char *other;
    bool is_equal;
};

static const struct equal_row equal_rows[] = {
    {V1 "}", V1 ", \"name\": \"other\", \"description\": \"d\"}", true},
    {V1 "}", V1 ", \"rules\": {}, \"operations\": {}}", true},
    {V1 "}", V1 ", \"rules\": {\"oom\": {\"mode\": \"enforce\"}}}", true},
    {V1 "}", V1 ", \"rules\": {\"bind-mounts\": {\"deny\": []}}}", true},
    {V1 "}", V1 ", \"rules\": {\"oom\": {\"mode\": \"audit\"}}}", false},
    {V1 "}", V1 ", \"operations\": {\"allow\": [\"system.ping\"]}}", false},
    {V1 ", \"operations\": {\"allow\": [\"system.ping\"]}}",
     V1 ", \"operations\": {\"audit\": [\"system.ping\"]}}", false},
    {V1 ", \"rules\": {\"log-driver\": {\"allow\": [\"a\", \"b\"]}}}",
     V1 ", \"rules\": {\"log-driver\": {\"allow\": [\"b\", \"a\", \"b\"]}}}", true},
    {V1 ", \"rules\": {\"capabilities\": {\"allow_add\": [\"KILL\"]}}}",
     V1 ", \"rules\": {\"capabilities\": {\"allow_add\": [\"CAP_KILL\"]}}}", true},
    {V1 ", \"rules\": {\"bind-mounts\": {\"allow\": [\"/a\", \"/b\"]}}}",
     V1 ", \"rules\": {\"bind-mounts\": {\"allow\": [{\"path\": \"/b\"}, \"/a\"]}}}", true},
    {V1 ", \"rules\": {\"bind-mounts\": {\"allow\": [\"/a\"]}}}",
     V1 ", \"rules\": {\"bind-mounts\": {\"allow\": [{\"path\": \"/a\", \"access\": \"rw\"}]}}}",
     false},
    {V1 ", \"rules\": {\"log-driver\": {\"allow\": [\"a\\\", \\\"b\"]}}}",
     V1 ", \"rules\": {\"log-driver\": {\"allow\": [\"a\", \"b\"]}}}", false},
    {V1 ", \"operations\": {\"allow\": [\"class:inject\"]}}",
     V1 ", \"operations\": {\"allow\": [\"container.archive.put\"]}}", true},
};

START_TEST(digests_are_equal_for_equal_meaning)
{
    for (size_t i = 0; i < COUNT_OF(equal_rows); i++) {
        struct qw_policy *one = load_text(equal_rows[i].one);
        struct qw_policy *other = load_text(equal_rows[i].other);
        const bool is_equal =
            strcmp(qw_policy_digest(one)->text, qw_policy_digest(other)->text) == 0;

        ck_assert_msg(is_equal == equal_rows[i].is_equal, "%s", equal_rows[i].other);
        qw_policy_unref(other);
        qw_policy_unref(one);
    }
}
END_TEST

START_TEST(a_dump_is_what_the_digest_covers)
{
    struct qw_buffer buffer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(DUMP_MAX);
    struct qw_policy *policy = load_good("restricted");
    struct qw_digest digest;

    qw_policy_dump(policy, &buffer);
    ck_assert_int_eq(qw_digest_sha256(buffer.data, buffer.len, &digest), QW_OK);
    ck_assert_str_eq(digest.text, qw_policy_digest(policy)->text);
    qw_policy_unref(policy);
}
END_TEST

START_TEST(an_error_without_a_diag_is_still_an_error)
{
    struct qw_policy *policy = NULL;

    ck_assert_int_eq(qw_policy_load("nosuch", NULL, &policy, NULL), QW_ERR_NOT_FOUND);
    ck_assert_int_eq(qw_policy_load(write_policy("policy.json", "{}"), NULL, &policy, NULL),
                     QW_ERR_POLICY);
    ck_assert_ptr_null(policy);
}
END_TEST

START_TEST(an_earlier_error_is_kept)
{
    struct qw_policy *policy = NULL;
    struct qw_diag diag = {.err = QW_ERR_USAGE, .text = "earlier"};

    ck_assert_int_eq(qw_policy_load("nosuch", NULL, &policy, &diag), QW_ERR_NOT_FOUND);
    ck_assert_int_eq(diag.err, QW_ERR_USAGE);
    ck_assert_str_eq(diag.text, "earlier");
    ck_assert_str_eq(diag.source, "");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        references_are_counted_across_threads,
        unref_takes_null,
        ref_gives_the_same_policy,
        the_digest_is_64_hexadecimal_digits_and_stable,
        digests_are_equal_for_equal_meaning,
        a_dump_is_what_the_digest_covers,
        an_error_without_a_diag_is_still_an_error,
        an_earlier_error_is_kept,
    };

    return run_suite("policy/policy", tests, COUNT_OF(tests));
}
