/* Which files of its own the daemon keeps from containers. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "qw/daemon.h"

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

enum { MEMORY = 64 * 1024 };

struct own_row {
    const char *socket_path;
    const char *audit_path;
    const char *own[5];
};

static const struct own_row rows[] = {
    {QW_DEFAULT_SOCKET,
     QW_DEFAULT_AUDIT,
     {"/etc/quaywarden", QW_DEFAULT_SOCKET, "/run/docker/plugins", QW_DEFAULT_AUDIT,
      "/var/log/quaywarden"}},
    {"/s.sock", "audit.jsonl", {"/etc/quaywarden", "/s.sock", "/", "audit.jsonl", "."}},
    {"run/s.sock", "./a", {"/etc/quaywarden", "run/s.sock", "run", "./a", "."}},
};

START_TEST(the_socket_the_audit_file_and_their_folders_are_own)
{
    const struct own_row *row = &rows[_i];
    struct qw_daemon_config config = QW_DAEMON_DEFAULTS;
    struct qw_arena *arena = qw_arena_new(MEMORY);
    struct qw_policy_options options = {0};

    config.socket_path = row->socket_path;
    config.audit_path = row->audit_path;
    ck_assert_int_eq(qw_daemon_own_paths(arena, &config, &options), QW_OK);
    ck_assert_uint_eq(options.n_own_paths, COUNT_OF(row->own));
    for (size_t i = 0; i < COUNT_OF(row->own); i++)
        ck_assert_str_eq(options.own_paths[i], row->own[i]);
    qw_arena_free(arena);
}
END_TEST

START_TEST(without_memory_there_are_no_own_paths)
{
    const struct qw_daemon_config config = QW_DAEMON_DEFAULTS;
    struct qw_policy_options options = {0};

    for (size_t size = 0; size < 200; size += 8) {
        struct qw_arena *arena = qw_arena_new(size);

        ck_assert_int_eq(qw_daemon_own_paths(arena, &config, &options), QW_ERR_NO_MEMORY);
        ck_assert_uint_eq(options.n_own_paths, 0);
        qw_arena_free(arena);
    }
}
END_TEST

struct judged_row {
    const char *source;
    bool is_denied;
};

static const struct judged_row judged_rows[] = {
    {"/etc/quaywarden", true}, {"/run/docker/plugins", true}, {QW_DEFAULT_SOCKET, true},
    {"/var/log", true},        {"/var/log/quaywarden", true}, {"/srv/quaywarden", false},
};

/* At baseline, with the very options that `serve` and `check` load a policy with. */
START_TEST(no_container_may_mount_them)
{
    const struct qw_daemon_config config = QW_DAEMON_DEFAULTS;
    struct qw_arena *arena = qw_arena_new((size_t)MEMORY * MEMORY);
    const struct qw_mount mount = {.type = QW_MOUNT_BIND,
                                   .source = judged_rows[_i].source,
                                   .target = "/x",
                                   .is_read_only = true,
                                   .propagation = "",
                                   .driver = "",
                                   .options = ""};
    const struct qw_facts nothing_asked = {0};
    const struct qw_workload workload = {.kind = QW_WORKLOAD_CREATE,
                                         .facts = &nothing_asked,
                                         .mounts = {.items = &mount, .n_items = 1}};
    struct qw_settings settings = {0};
    struct qw_policy_options options = {0};
    struct qw_findings findings = {0};
    struct qw_policy *policy = NULL;

    ck_assert_int_eq(qw_daemon_own_paths(arena, &config, &options), QW_OK);
    ck_assert_int_eq(qw_policy_load("baseline", &options, &policy, NULL), QW_OK);
    settings = *qw_policy_settings(policy);
    for (int id = 0; id < QW_RULE_COUNT; id++)
        settings.modes[id] = id == QW_RULE_BIND_MOUNTS ? QW_MODE_ENFORCE : QW_MODE_OFF;
    ck_assert_int_eq(qw_rules_judge(arena, &workload, &settings, &findings), QW_OK);
    ck_assert_msg((findings.n_items > 0) == judged_rows[_i].is_denied, "%s",
                  judged_rows[_i].source);
    qw_policy_unref(policy);
    qw_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("daemon/own_paths");
    TCase *tcase = tcase_create("own_paths");
    SRunner *runner = srunner_create(suite);
    int n_failed = 0;

    tcase_add_loop_test(tcase, the_socket_the_audit_file_and_their_folders_are_own, 0,
                        (int)COUNT_OF(rows));
    tcase_add_test(tcase, without_memory_there_are_no_own_paths);
    tcase_add_loop_test(tcase, no_container_may_mount_them, 0, (int)COUNT_OF(judged_rows));
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
