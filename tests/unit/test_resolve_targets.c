/* Where the targets of mounts lead, by what a scripted engine tells of a container's files. */
#include "container_files_fixture.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const struct container_file ordinary[] = {
    {.path = "/data"},
    {.path = "/var"},
    {.path = "/var/run", .link = "/run"},
    {.path = "/run"},
    {.path = "/run/lock"},
    {.path = "/var/lock", .link = "../run/lock"},
    {.path = "/dev"},
    {.path = "/led", .link = "/dev"},
    {.path = "/second", .link = "led"},
    {.path = "/through", .link = "/data/../var/./run"},
    {.path = "/dangling", .link = "/none/../data"},
    {.path = "/above", .link = "../../../led"},
    {.path = "/loop", .link = "/loop"},
    {.path = "/refused", .status = 403},
    {.path = "/broken", .status = 500},
    {.path = "/headless", .header = ""},
    {.path = "/nonsense", .header = "!!!"},
    {.path = "/array", .header = "W10="},
    {.path = "/modeless", .header = "eyJtb2RlIjoiMSJ9"},
    {.path = "/huge-mode", .header = "eyJtb2RlIjo0Mjk0OTY3Mjk2fQ=="},
    {.path = "/textless", .link = ""},
};

static const struct {
    const char *target;
    const char *turns; /* with spaces between; NULL: FAILED */
    int n_questions;
    const char *why;
} ways[] = {
    {"/data", "/data", 1, NULL},
    {"/", "/", 0, NULL},
    {"/none/of/it", "/none/of/it", 1, NULL},
    {"/data/new/one", "/data/new/one", 2, NULL},
    {"/var/run/app", "/var/run /run/app", 5, NULL},
    {"/var/lock", "/var/lock /var /run/lock", 5, NULL},
    {"/led", "/led /dev", 3, NULL},
    {"/led/shm", "/led /dev/shm", 4, NULL},
    {"/second", "/second /led /dev", 5, NULL},
    {"/through/x", "/through /data /var/run /run/x", 8, NULL},
    {"/dangling", "/dangling /none /data", 4, NULL},
    {"/above", "/above /led /dev", 5, NULL},
    {"/loop", NULL, 2, "more than 40 symbolic links lead it on"},
    {"/refused", NULL, 1, "another authorization plugin denies the question (status 403)"},
    {"/broken", NULL, 1, "the engine answered with status 500"},
    {"/headless", NULL, 1, "the engine's answer has no header on the file"},
    {"/nonsense", NULL, 1,
     "the engine's answer cannot be used: its header on the file is no base64 of an object"},
    {"/array", NULL, 1,
     "the engine's answer cannot be used: its header on the file is no base64 of an object"},
    {"/modeless", NULL, 1,
     "the engine's answer cannot be used: its header on the file tells no mode"},
    {"/huge-mode", NULL, 1,
     "the engine's answer cannot be used: its header on the file tells no mode"},
    {"/textless", NULL, 2,
     "the engine's copy of the file is a symbolic link whose text is not read"},
};

/* What an engine with the files of FILES tells of MOUNTS, when it MAY be ASKed. */
static int follow_when(struct qw_arena *arena, const struct qw_mounts *mounts, bool may_ask,
                       struct qw_workload *workload)
{
    static const struct qw_facts nothing;
    const struct qw_held held = {.id = ID};
    struct engine engine;

    *workload =
        (struct qw_workload){.kind = QW_WORKLOAD_CONTAINER, .mounts = *mounts, .facts = &nothing};
    container_files = ordinary;
    n_container_files = COUNT_OF(ordinary);
    engine_start(&engine, NULL, 0);
    engine.answers = answer_file;

    QW_CLEANUP(qw_cleanup_resolver)
    struct qw_resolver *resolver = patient_resolver_for(engine.address, 20000);
    struct qw_asker asker = qw_asker_new(resolver, arena);

    ck_assert_int_eq(qw_resolve_targets(&asker, &held, may_ask, workload), QW_OK);
    ck_assert(!qw_resolver_asks(resolver, "HEAD", "/containers/" ID "/archive?path=%2Fdata"));
    engine_stop(&engine);
    return engine.n_questions;
}

static int follow(struct qw_arena *arena, const struct qw_mounts *mounts,
                  struct qw_workload *workload)
{
    return follow_when(arena, mounts, true, workload);
}

START_TEST(each_link_and_the_end_are_told)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    const struct qw_mount mount = {.type = QW_MOUNT_VOLUME, .target = ways[_i].target};
    const struct qw_mounts mounts = {.items = &mount, .n_items = 1};
    struct qw_workload workload;
    const int n_questions = follow(arena, &mounts, &workload);
    const struct qw_target_facts *led = qw_facts_target(workload.facts, ways[_i].target);
    char turns[512] = "";
    size_t len = 0;

    ck_assert_ptr_nonnull(led);
    ck_assert_msg(n_questions == ways[_i].n_questions, "%s: %d questions", ways[_i].target,
                  n_questions);
    if (ways[_i].turns == NULL) {
        ck_assert_int_eq(led->fact.state, QW_FACT_FAILED);
        ck_assert_str_eq(led->fact.why, ways[_i].why);
        return;
    }
    ck_assert_msg(led->fact.state == QW_FACT_KNOWN, "%s: %s", ways[_i].target, led->fact.why);
    for (size_t i = 0; i < led->n_turns; i++)
        len += (size_t)snprintf(turns + len, sizeof turns - len, "%s%s", i > 0 ? " " : "",
                                led->turns[i]);
    ck_assert_str_eq(turns, ways[_i].turns);
}
END_TEST

START_TEST(no_file_is_asked_for_twice)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    const struct qw_mount items[] = {
        {.type = QW_MOUNT_VOLUME, .target = "/var/run/app"},
        {.type = QW_MOUNT_TMPFS, .target = "/var/run/app"},
        {.type = QW_MOUNT_TMPFS, .target = "/var/run/lock"},
    };
    const struct qw_mounts mounts = {.items = items, .n_items = COUNT_OF(items)};
    struct qw_workload workload;

    ck_assert_int_eq(follow(arena, &mounts, &workload), 6);
    ck_assert_uint_eq(workload.facts->n_targets, 2);
}
END_TEST

START_TEST(what_may_not_be_asked_is_not_known)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    const struct qw_mount items[] = {
        {.type = QW_MOUNT_VOLUME, .target = "/a"},
        {.type = QW_MOUNT_BIND, .target = "/b"},
    };
    const struct qw_mounts mounts = {.items = items, .n_items = COUNT_OF(items)};
    struct qw_workload workload;

    ck_assert_int_eq(follow_when(arena, &mounts, false, &workload), 0);
    ck_assert_uint_eq(workload.facts->n_targets, 2);
    for (size_t i = 0; i < COUNT_OF(items); i++) {
        ck_assert_int_eq(workload.facts->targets[i].fact.state, QW_FACT_FAILED);
        ck_assert_str_eq(workload.facts->targets[i].fact.why,
                         "an engine before 24.0 is not safe to ask about more than one mount while "
                         "others may write to what is mounted");
    }
}
END_TEST

static const struct {
    const char *version; /* NULL: it tells none, and the worst is assumed */
    struct qw_mount items[2];
    bool wants_quiet;
} askable[] = {
    {"'20.10.24+dfsg1'", {{.target = "/a"}, {.target = "/b"}}, true},
    {"'23.0.18'", {{.target = "/a"}, {.target = "/b"}}, true},
    {"'24.0.0'", {{.target = "/a"}, {.target = "/b"}}, false},
    {"'28.5.2'", {{.target = "/a"}, {.target = "/b"}}, false},
    {NULL, {{.target = "/a"}, {.target = "/b"}}, true},
    {"'20.10.24'", {{.target = "/a"}, {.target = "/a"}}, false},
    {"'20.10.24'", {{.target = "/a"}, {.target = "/b", .type = QW_MOUNT_TMPFS}}, false},
    {"'20.10.24'", {{.target = "/a", .type = QW_MOUNT_TMPFS}, {.target = "/b"}}, false},
};

START_TEST(an_old_engine_sets_two_mounts_up_to_answer)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    const char *version = qw_arena_format(arena, "{'Version':%s}",
                                          askable[_i].version != NULL ? askable[_i].version : "''");
    const struct script script[] = {
        {"/version", version, askable[_i].version != NULL ? 200 : 500, SCRIPT_WHOLE},
        {"/info",
         "{'DefaultRuntime':'runc','LoggingDriver':'json-file','DockerRootDir':'/d',"
         "'CgroupVersion':'2','SecurityOptions':[]}",
         200, SCRIPT_WHOLE},
    };
    const struct qw_workload workload = {.mounts = {.items = askable[_i].items, .n_items = 2}};
    struct engine engine;

    engine_start(&engine, script, COUNT_OF(script));

    QW_CLEANUP(qw_cleanup_resolver)
    struct qw_resolver *resolver = patient_resolver_for(engine.address, 20000);
    struct qw_asker asker = qw_asker_new(resolver, arena);

    ck_assert_int_eq(qw_resolve_targets_wants_quiet(&asker, &workload), askable[_i].wants_quiet);
    engine_stop(&engine);
}
END_TEST

START_TEST(questions_are_counted)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_mount items[QW_LIMIT_QUESTIONS + 1];
    const struct qw_mounts mounts = {.items = items, .n_items = COUNT_OF(items)};
    struct qw_workload workload;

    for (size_t i = 0; i < COUNT_OF(items); i++)
        items[i] = (struct qw_mount){.type = QW_MOUNT_TMPFS,
                                     .target = qw_arena_format(arena, "/none-%zu", i)};
    ck_assert_int_eq(follow(arena, &mounts, &workload), QW_LIMIT_QUESTIONS);
    ck_assert_uint_eq(workload.facts->n_targets, QW_LIMIT_QUESTIONS + 1);
    ck_assert_int_eq(workload.facts->targets[QW_LIMIT_QUESTIONS - 1].fact.state, QW_FACT_KNOWN);
    ck_assert_int_eq(workload.facts->targets[QW_LIMIT_QUESTIONS].fact.state, QW_FACT_FAILED);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("targets");

    tcase_add_loop_test(tests, each_link_and_the_end_are_told, 0, (int)COUNT_OF(ways));
    tcase_add_test(tests, no_file_is_asked_for_twice);
    tcase_add_test(tests, what_may_not_be_asked_is_not_known);
    tcase_add_loop_test(tests, an_old_engine_sets_two_mounts_up_to_answer, 0,
                        (int)COUNT_OF(askable));
    tcase_add_test(tests, questions_are_counted);
    return run_case("resolve/targets", tests);
}
