/* Tests of src/rules/targets.c: mounts below other mounts, and where links lead them. */
#include "rules_facts_fixture.h"

static const struct qw_settings apart = {
    .values = {[QW_SETTING_VOLUMES_DRIVERS] = WORDS("local"),
               [QW_SETTING_VOLUMES_ALLOW_COPY_UP] = {.is_true = true}}};
static const struct qw_settings nested = {
    .values = {[QW_SETTING_VOLUMES_DRIVERS] = WORDS("local"),
               [QW_SETTING_VOLUMES_ALLOW_NESTED] = {.is_true = true},
               [QW_SETTING_VOLUMES_ALLOW_COPY_UP] = {.is_true = true}}};

#define BELOW "{\"HostConfig\":{\"Binds\":[\"first:/a\",\"second:/a/led\"]}}"

static const struct row mounts_below_others_are_found_rows[] = {
    {BELOW, "HostConfig.Binds[1]"},
    {"{\"HostConfig\":{\"Binds\":[\"second:/a/b/led\",\"/srv:/a/\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"second:/a/../b/led\",\"first:/b\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/a/led:ro\",\"first:/a:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"Volumes\":{\"/a\":{}},\"HostConfig\":{\"Binds\":[\"v:/a/led\"]}}", "HostConfig.Binds[0]"},
    {"{\"Volumes\":{\"a/led\":{}},\"HostConfig\":{\"Binds\":[\"v:/a\"]}}", "Volumes[\"a/led\"]"},
    {"{\"HostConfig\":{\"Binds\":[\"v:/a\"],\"Mounts\":[{\"Type\":\"image\",\"Source\":\"s\","
     "\"Target\":\"/a/led\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"v:/a/led\"],\"Mounts\":[{\"Type\":\"image\",\"Source\":\"s\","
     "\"Target\":\"/a\"}]}}",
     "HostConfig.Binds[0]"},
    /* the volume that holds the tmpfs leads both */
    {"{\"HostConfig\":{\"Binds\":[\"v:/a\",\"w:/a/t/led\"],\"Tmpfs\":{\"/a/t\":\"\"}}}",
     "HostConfig.Binds[1] HostConfig.Tmpfs[\"/a/t\"]"},
    /* its folder is made where a link leads */
    {"{\"HostConfig\":{\"Binds\":[\"v:/a\"],\"Tmpfs\":{\"/a/t\":\"\"}}}",
     "HostConfig.Tmpfs[\"/a/t\"]"},
    /* what the engine mounts itself lies below */
    {"{\"HostConfig\":{\"Binds\":[\"v:/etc\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"v:/x/../etc/\"]}}", "HostConfig.Binds[0]"},
    {"{\"Volumes\":{\"etc\":{}}}", "Volumes.etc"},
};

START_TEST(mounts_below_others_are_found)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE,
                              mounts_below_others_are_found_rows,
                              COUNT(mounts_below_others_are_found_rows)};

    check_rows(&rows, &apart);
}
END_TEST

static const struct row mounts_that_nobody_leads_pass_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"v:/a\",\"w:/ab\",\"x:/b/a\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"v:/run/app\"],\"Tmpfs\":{\"/run\":\"\"}}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"v:/etc/app\",\"w:/etc/hosts\"]}}", ""},
    {"{\"HostConfig\":{\"Tmpfs\":{\"/etc\":\"\",\"/etc/app\":\"\"}}}", ""},
    {"{\"Volumes\":{\"/a\":{}},\"HostConfig\":{\"Binds\":[\"v:/a\"]}}", ""},
};

START_TEST(mounts_that_nobody_leads_pass)
{
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE,
                              mounts_that_nobody_leads_pass_rows,
                              COUNT(mounts_that_nobody_leads_pass_rows)};

    check_rows(&rows, &apart);
}
END_TEST

START_TEST(a_policy_may_let_them_pass)
{
    static const struct row items[] = {{BELOW, ""}};
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE, items, COUNT(items)};

    check_rows(&rows, &nested);
}
END_TEST

START_TEST(services_are_judged_alike)
{
    static const struct row items[] = {
        {"{\"TaskTemplate\":{\"ContainerSpec\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\","
         "\"Target\":\"/a\"},{\"Type\":\"volume\",\"Source\":\"w\",\"Target\":\"/a/led\"}]}}}",
         "TaskTemplate.ContainerSpec.Mounts[1]"},
    };
    const struct rows rows = {QW_RULE_VOLUMES, QW_OP_SERVICE_CREATE, items, COUNT(items)};

    check_rows(&rows, &apart);
}
END_TEST

START_TEST(the_mount_above_is_named)
{
    const struct telling telling = {
        QW_RULE_VOLUMES, QW_OP_CONTAINER_CREATE, &apart, BELOW,
        "is mounted at \"/a/led\", below the mount at \"/a\": a symbolic link in that one can lead "
        "it to any place, /dev among them."};

    check_text(&telling);
}
END_TEST

#define RUNTIME ", among the files by which the runtime confines the container."
#define ANOTHER ", in the mount at \"/a\", and from there to any place."

#define ONE "{\"HostConfig\":{\"Binds\":[\"first:/led\"]}}"
#define TMPFS "{\"HostConfig\":{\"Binds\":[\"first:/a\"],\"Tmpfs\":{\"/led\":\"\"}}}"
#define TWO "{\"HostConfig\":{\"Binds\":[\"first:/a\",\"second:/led\"]}}"
#define ABOVE "{\"HostConfig\":{\"Binds\":[\"first:/a/x\",\"second:/led\"]}}"

/* Where the links of the container lead /led, while /a is what it is. */
static const struct {
    const char *body;
    const char *turns[4];
    const char *text;
} led[] = {
    {ONE, {"/led"}, ""},
    {ONE, {"/led", "/run/app"}, ""},
    {ONE, {"/led", "/dev/shm/x"}, ""},
    {ONE, {"/led", "/a/x"}, ""},
    {ONE,
     {"/led", "/dev"},
     "is mounted at \"/led\", which symbolic links lead to \"/dev\"" RUNTIME},
    {ONE, {"/led", "/"}, "is mounted at \"/led\", which symbolic links lead to \"/\"" RUNTIME},
    {ONE,
     {"/led", "/proc/self/cwd", "/data"},
     "is mounted at \"/led\", which symbolic links lead to \"/proc/self/cwd\"" RUNTIME},
    {TMPFS,
     {"/led", "/sys/fs"},
     "is mounted at \"/led\", which symbolic links lead to \"/sys/fs\"" RUNTIME},
    {TMPFS,
     {"/led", "/a/x"},
     "is mounted at \"/led\", which symbolic links lead to \"/a/x\"" ANOTHER},
    {TMPFS, {"/led", "/etc"}, ""},
    {ONE,
     {"/led", "/etc"},
     "is mounted at \"/led\", which symbolic links lead to \"/etc\", where the engine makes and "
     "mounts files of its own as root."},
    {ONE, {"/led", "/etc/app"}, ""},
    {TWO, {"/led", "/b"}, ""},
    {TWO,
     {"/led", "/a/x"},
     "is mounted at \"/led\", which symbolic links lead to \"/a/x\"" ANOTHER},
    {TWO, {"/led", "/a"}, ""},
    {ABOVE,
     {"/led", "/a"},
     "is mounted at \"/a/x\", below where symbolic links lead the mount at \"/led\"."},
    {TWO,
     {"/led", "/a/x", "/data"},
     "is mounted at \"/led\", which symbolic links lead to \"/a/x\"" ANOTHER},
};

/* Of the rule `volumes` alone, for a container. */
static const char *found_of(struct qw_arena *arena, const char *body, const struct qw_facts *facts,
                            const struct qw_settings *settings)
{
    const struct qw_settings alone = only(QW_RULE_VOLUMES, settings);

    return found(arena, QW_WORKLOAD_CONTAINER, body, facts, &alone);
}

START_TEST(links_lead_no_mount_where_it_may_not_stand)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const char *const plain[] = {"/a"};
    const char *const below[] = {"/a/x"};
    struct qw_target_facts targets[] = {
        {.target = "/led", .fact = {.state = QW_FACT_KNOWN}, .turns = led[_i].turns},
        {.target = "/a/x", .fact = {.state = QW_FACT_KNOWN}, .turns = below, .n_turns = 1},
        {.target = "/a", .fact = {.state = QW_FACT_KNOWN}, .turns = plain, .n_turns = 1},
    };
    const struct qw_facts facts = {
        .targets = targets, .n_targets = COUNT(targets), .is_resolved = true};

    while (targets[0].n_turns < COUNT(led[_i].turns) && led[_i].turns[targets[0].n_turns] != NULL)
        targets[0].n_turns++;
    ck_assert_str_eq(found_of(arena, led[_i].body, &facts, &apart), led[_i].text);
    ck_assert_str_eq(found_of(arena, led[_i].body, &facts, &nested), "");
}
END_TEST

START_TEST(what_cannot_be_told_is_found)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_target_facts targets[] = {
        {.target = "/led", .fact = {.state = QW_FACT_FAILED, .why = "the engine is away"}}};
    const struct qw_facts failed = {
        .targets = targets, .n_targets = COUNT(targets), .is_resolved = true};
    const struct qw_facts missed = {.targets = targets, .n_targets = 0, .is_resolved = true};
    const struct qw_facts unasked = {.is_resolved = true};

    ck_assert_str_eq(found_of(arena, ONE, &failed, &apart),
                     "cannot be judged: the engine is away.");
    ck_assert_str_eq(found_of(arena, ONE, &missed, &apart),
                     "cannot be judged: nobody has looked where it leads.");
    ck_assert_str_eq(found_of(arena, ONE, &unasked, &apart), "");
}
END_TEST

#define HELD(root, mounts) "{\"HostConfig\":{\"ReadonlyRootfs\":" root ",\"Binds\":[" mounts "]}}"

START_TEST(targets_are_followed_where_that_decides)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    static const struct {
        const char *body;
        enum qw_workload_kind kind;
        enum qw_mode mode;
        const struct qw_settings *settings;
        bool is_followed;
    } rows[] = {
        {HELD("true", "\"/a\""), QW_WORKLOAD_CONTAINER, QW_MODE_ENFORCE, &apart, true},
        {HELD("true", ""), QW_WORKLOAD_CONTAINER, QW_MODE_ENFORCE, &apart, false},
        {HELD("false", "\"/a\""), QW_WORKLOAD_CONTAINER, QW_MODE_ENFORCE, &apart, false},
        {HELD("true", "\"/a\""), QW_WORKLOAD_CREATE, QW_MODE_ENFORCE, &apart, false},
        {HELD("true", "\"/a\""), QW_WORKLOAD_CONTAINER, QW_MODE_AUDIT, &apart, false},
        {HELD("true", "\"/a\""), QW_WORKLOAD_CONTAINER, QW_MODE_OFF, &apart, false},
        {HELD("true", "\"/a\""), QW_WORKLOAD_CONTAINER, QW_MODE_ENFORCE, &nested, false},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct qw_settings settings = *rows[i].settings;
        struct qw_workload workload = read_workload(
            arena, QW_OP_CONTAINER_CREATE, read_body(arena, QW_OP_CONTAINER_CREATE, rows[i].body));

        workload.kind = rows[i].kind;
        settings.modes[QW_RULE_VOLUMES] = rows[i].mode;
        ck_assert_msg(qw_rules_follow_targets(&workload, &settings) == rows[i].is_followed,
                      "row %zu", i);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("targets");

    tcase_add_test(cases, mounts_below_others_are_found);
    tcase_add_test(cases, mounts_that_nobody_leads_pass);
    tcase_add_test(cases, a_policy_may_let_them_pass);
    tcase_add_test(cases, services_are_judged_alike);
    tcase_add_test(cases, the_mount_above_is_named);
    tcase_add_loop_test(cases, links_lead_no_mount_where_it_may_not_stand, 0, (int)COUNT(led));
    tcase_add_test(cases, what_cannot_be_told_is_found);
    tcase_add_test(cases, targets_are_followed_where_that_decides);
    return run_case("rules/targets", cases);
}
