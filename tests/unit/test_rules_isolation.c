/* Tests of src/rules/isolation.c: privileged, host-namespaces, writable-rootfs, masked-paths. */
#include "rules_fixture.h"

#define HOST(members) "{\"Image\":\"busybox\",\"HostConfig\":{" members "}}"

static const struct qw_settings strictest;

/* --- privileged ------------------------------------------------------------------------------- */

static const struct row privileged_creates[] = {
    {HOST(""), ""},
    {HOST("\"Privileged\":false"), ""},
    {HOST("\"Privileged\":null"), ""},
    {HOST("\"Privileged\":true"), "HostConfig.Privileged"},
    {HOST("\"privileged\":true"), "HostConfig.Privileged"},
    {HOST("\"PRIVILEGED\":true"), "HostConfig.Privileged"},
    {HOST("\"Pr\\u0069vileged\":true"), "HostConfig.Privileged"},
};

static const struct row privileged_execs[] = {
    {"{\"Cmd\":[\"sh\"]}", ""},
    {"{\"Cmd\":[\"sh\"],\"Privileged\":false}", ""},
    {"{\"Cmd\":[\"sh\"],\"Privileged\":true}", "Privileged"},
};

START_TEST(privileged_is_found_in_every_spelling)
{
    const struct rows creates = {QW_RULE_PRIVILEGED, QW_OP_CONTAINER_CREATE, privileged_creates,
                                 COUNT(privileged_creates)};
    const struct rows execs = {QW_RULE_PRIVILEGED, QW_OP_EXEC_CREATE, privileged_execs,
                               COUNT(privileged_execs)};

    check_rows(&creates, &strictest);
    check_rows(&execs, &strictest);
}
END_TEST

/* --- host-namespaces -------------------------------------------------------------------------- */

static const struct row namespace_rows[] = {
    {HOST(""), ""},
    {HOST("\"NetworkMode\":\"default\""), ""},
    {HOST("\"NetworkMode\":\"bridge\""), ""},
    {HOST("\"NetworkMode\":\"none\""), ""},
    {HOST("\"NetworkMode\":\"backend_net.1\""), ""},
    {HOST("\"IpcMode\":\"private\",\"CgroupnsMode\":\"private\""), ""},
    {HOST("\"IpcMode\":\"shareable\""), ""},
    {HOST("\"PidMode\":\"host\""), "HostConfig.PidMode"},
    {HOST("\"IpcMode\":\"host\""), "HostConfig.IpcMode"},
    {HOST("\"UTSMode\":\"host\""), "HostConfig.UTSMode"},
    {HOST("\"NetworkMode\":\"host\""), "HostConfig.NetworkMode"},
    {HOST("\"UsernsMode\":\"host\""), "HostConfig.UsernsMode"},
    {HOST("\"CgroupnsMode\":\"host\""), "HostConfig.CgroupnsMode"},
    {HOST("\"PidMode\":\"host\",\"IpcMode\":\"host\",\"NetworkMode\":\"host\""),
     "HostConfig.PidMode HostConfig.IpcMode HostConfig.NetworkMode"},
    {HOST("\"PidMode\":\"container:web\""), "HostConfig.PidMode"},
    {HOST("\"IpcMode\":\"container:web\""), "HostConfig.IpcMode"},
    {HOST("\"NetworkMode\":\"container:web\""), "HostConfig.NetworkMode"},
    {HOST("\"NetworkMode\":\"ns:/proc/1/ns/net\""), "HostConfig.NetworkMode"},
    {HOST("\"PidMode\":\"ns:/proc/1/ns/pid\""), "HostConfig.PidMode"},
    {HOST("\"PidMode\":\"host:xyz\""), "HostConfig.PidMode"},
    {HOST("\"PidMode\":\"Host\""), "HostConfig.PidMode"},
    {HOST("\"UTSMode\":\"container:web\""), "HostConfig.UTSMode"},
    {HOST("\"UsernsMode\":\"keep-id\""), "HostConfig.UsernsMode"},
};

START_TEST(each_shared_namespace_is_a_finding)
{
    const struct rows rows = {QW_RULE_HOST_NAMESPACES, QW_OP_CONTAINER_CREATE, namespace_rows,
                              COUNT(namespace_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row allowed_namespace_rows[] = {
    {HOST("\"NetworkMode\":\"host\""), ""},
    {HOST("\"PidMode\":\"container:web\""), ""},
    {HOST("\"PidMode\":\"host\""), "HostConfig.PidMode"},
    {HOST("\"NetworkMode\":\"container:web\""), "HostConfig.NetworkMode"},
    {HOST("\"NetworkMode\":\"ns:/proc/1/ns/net\""), "HostConfig.NetworkMode"},
    {HOST("\"PidMode\":\"host:xyz\""), "HostConfig.PidMode"},
};

START_TEST(what_is_allowed_of_the_host_is_not_allowed_of_a_container_nor_a_path)
{
    const struct rows rows = {QW_RULE_HOST_NAMESPACES, QW_OP_CONTAINER_CREATE,
                              allowed_namespace_rows, COUNT(allowed_namespace_rows)};
    const struct qw_settings settings = {
        .values = {[QW_SETTING_HOST_NAMESPACES_ALLOW_HOST] = WORDS("network"),
                   [QW_SETTING_HOST_NAMESPACES_ALLOW_CONTAINER] = WORDS("pid")}};

    check_rows(&rows, &settings);
}
END_TEST

static const struct {
    const char *body;
    const char *docker;
    const char *compose;
} fix_rows[] = {
    {HOST("\"PidMode\":\"host\""), "remove --pid", "remove pid"},
    {HOST("\"IpcMode\":\"host\""), "remove --ipc", "remove ipc"},
    {HOST("\"UTSMode\":\"host\""), "remove --uts", "remove uts"},
    {HOST("\"NetworkMode\":\"host\""), "remove --network", "remove network_mode"},
    {HOST("\"UsernsMode\":\"host\""), "remove --userns", "remove userns_mode"},
    {HOST("\"CgroupnsMode\":\"host\""), "remove --cgroupns", "remove cgroup"},
};

START_TEST(the_fix_of_a_namespace_names_its_flag_and_key)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = only(QW_RULE_HOST_NAMESPACES, &strictest);
    struct qw_json *root = read_body(arena, QW_OP_CONTAINER_CREATE, fix_rows[_i].body);
    const struct qw_findings findings = judge(arena, QW_OP_CONTAINER_CREATE, root, &settings);

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_str_eq(findings.items[0].docker, fix_rows[_i].docker);
    ck_assert_str_eq(findings.items[0].compose, fix_rows[_i].compose);
}
END_TEST

#define THIRD                                                                                     \
    "is \"container:web\": that container is itself in a namespace that these rules deny, or in " \
    "that of a third one."

static const struct {
    const char *body; /* of the joined container; NULL: none is known */
    enum qw_fact_state state;
    const char *text;
} joined_rows[] = {
    {NULL, QW_FACT_UNASKED, ""},
    {NULL, QW_FACT_MISSING, ""},
    {NULL, QW_FACT_FAILED, "cannot be judged: the engine is gone."},
    {HOST(""), QW_FACT_KNOWN, ""},
    {HOST("\"NetworkMode\":\"host\""), QW_FACT_KNOWN, THIRD},
    {HOST("\"PidMode\":\"host\""), QW_FACT_KNOWN, THIRD},
    {HOST("\"NetworkMode\":\"container:third\""), QW_FACT_KNOWN, THIRD},
    {HOST("\"UTSMode\":\"host\""), QW_FACT_KNOWN, ""},
};

START_TEST(a_joined_container_passes_the_rule_itself)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_workload workload = {0};
    const struct qw_other_container other = {
        .name = "web",
        .fact = {.state = joined_rows[_i].state, .why = "the engine is gone"},
        .workload = &workload};
    const struct qw_facts facts = {.others = &other, .n_others = 1};
    const struct qw_settings settings = {
        .values = {[QW_SETTING_HOST_NAMESPACES_ALLOW_HOST] = WORDS("uts"),
                   [QW_SETTING_HOST_NAMESPACES_ALLOW_CONTAINER] = WORDS("network")}};

    if (joined_rows[_i].body)
        workload = read_workload(arena, QW_OP_CONTAINER_CREATE,
                                 read_body(arena, QW_OP_CONTAINER_CREATE, joined_rows[_i].body));
    check_facts(QW_RULE_HOST_NAMESPACES, &settings, HOST("\"NetworkMode\":\"container:web\""),
                &facts, joined_rows[_i].text);
}
END_TEST

START_TEST(a_build_in_the_network_of_the_host_is_found_in_its_query)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = only(QW_RULE_HOST_NAMESPACES, &strictest);
    struct qw_workload workload = {.kind = QW_WORKLOAD_BUILD};
    struct qw_findings findings = {0};

    workload.namespaces[QW_NAMESPACE_NETWORK] =
        (struct qw_namespace_choice){.mode = QW_NAMESPACE_HOST, .text = {.value = "host"}};
    ck_assert_int_eq(qw_rules_judge(arena, &workload, &settings, &findings), QW_OK);
    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_str_eq(findings.items[0].field, "networkmode");
    ck_assert_int_eq(findings.items[0].remedies[0].kind, QW_REMEDY_NONE);
}
END_TEST

/* --- writable-rootfs -------------------------------------------------------------------------- */

static const struct row rootfs_rows[] = {
    {HOST("\"ReadonlyRootfs\":true"), ""},
    {HOST("\"readonlyrootfs\":true"), ""},
    {HOST("\"ReadonlyRootfs\":false"), "HostConfig.ReadonlyRootfs"},
    {HOST("\"ReadonlyRootfs\":null"), "HostConfig.ReadonlyRootfs"},
    {HOST(""), "HostConfig.ReadonlyRootfs"},
    {"{\"Image\":\"busybox\"}", "HostConfig.ReadonlyRootfs"},
};

START_TEST(a_root_file_system_is_read_only_or_a_finding)
{
    const struct rows rows = {QW_RULE_WRITABLE_ROOTFS, QW_OP_CONTAINER_CREATE, rootfs_rows,
                              COUNT(rootfs_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct {
    const char *body;
    enum qw_remedy_kind second;
} tmp_rows[] = {
    {HOST(""), QW_REMEDY_PUT},
    {HOST("\"Tmpfs\":{\"/run\":\"\"}"), QW_REMEDY_PUT},
    {HOST("\"Tmpfs\":{\"/tmp\":\"size=1m\"}"), QW_REMEDY_NONE},
    {HOST("\"Tmpfs\":{\"/tmp/\":\"\"}"), QW_REMEDY_NONE},
    {HOST("\"Binds\":[\"data:/tmp\"]"), QW_REMEDY_NONE},
    {HOST("\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/tmp\"}]"), QW_REMEDY_NONE},
};

START_TEST(tmp_is_offered_where_nothing_is_mounted_there)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = only(QW_RULE_WRITABLE_ROOTFS, &strictest);
    struct qw_json *root = read_body(arena, QW_OP_CONTAINER_CREATE, tmp_rows[_i].body);
    const struct qw_findings findings = judge(arena, QW_OP_CONTAINER_CREATE, root, &settings);

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_int_eq(findings.items[0].remedies[0].kind, QW_REMEDY_SET);
    ck_assert_int_eq(findings.items[0].remedies[1].kind, tmp_rows[_i].second);
}
END_TEST

/* --- masked-paths ----------------------------------------------------------------------------- */

#define MASKED_20_10                                                                          \
    "\"/proc/asound\",\"/proc/acpi\",\"/proc/kcore\",\"/proc/keys\",\"/proc/latency_stats\"," \
    "\"/proc/timer_list\",\"/proc/timer_stats\",\"/proc/sched_debug\",\"/proc/scsi\","        \
    "\"/sys/firmware\""
#define MASKED_NEWER MASKED_20_10 ",\"/proc/interrupts\",\"/sys/devices/virtual/powercap\""
#define READ_ONLY "\"/proc/bus\",\"/proc/fs\",\"/proc/irq\",\"/proc/sys\",\"/proc/sysrq-trigger\""

static const struct row masked_rows[] = {
    {HOST(""), ""},
    {HOST("\"MaskedPaths\":null,\"ReadonlyPaths\":null"), ""},
    {HOST("\"MaskedPaths\":[" MASKED_NEWER "],\"ReadonlyPaths\":[" READ_ONLY "]"), ""},
    {HOST("\"MaskedPaths\":[\"/sys/devices/system/cpu/cpu0/thermal_throttle\"," MASKED_NEWER
          ",\"/sys/devices/system/cpu/cpu127/thermal_throttle\"]"),
     ""},
    {HOST("\"ReadonlyPaths\":[\"/proc/sysrq-trigger\",\"/proc/sys\",\"/proc/irq\",\"/proc/fs\","
          "\"/proc/bus\"]"),
     ""},
    {HOST("\"MaskedPaths\":[]"), "HostConfig.MaskedPaths"},
    {HOST("\"ReadonlyPaths\":[]"), "HostConfig.ReadonlyPaths"},
    {HOST("\"MaskedPaths\":[],\"ReadonlyPaths\":[]"),
     "HostConfig.MaskedPaths HostConfig.ReadonlyPaths"},
    {HOST("\"MaskedPaths\":[\"/proc/kcore\"]"), "HostConfig.MaskedPaths"},
    {HOST("\"ReadonlyPaths\":[\"/proc/bus\",\"/proc/fs\",\"/proc/irq\",\"/proc/sys\"]"),
     "HostConfig.ReadonlyPaths"},
    {HOST("\"SecurityOpt\":[\"writable-cgroups\"]"), "HostConfig.SecurityOpt[0]"},
    {HOST("\"SecurityOpt\":[\"writable-cgroups=true\"]"), "HostConfig.SecurityOpt[0]"},
    {HOST("\"SecurityOpt\":[\"writable-cgroups:1\"]"), "HostConfig.SecurityOpt[0]"},
    {HOST("\"SecurityOpt\":[\"writable-cgroups=false\"]"), ""},
    {HOST("\"SecurityOpt\":[\"writable-cgroups=yes\"]"), "HostConfig.SecurityOpt[0]"},
    {HOST("\"SecurityOpt\":[\"systempaths=unconfined\"]"), "HostConfig.SecurityOpt[0]"},
    {HOST("\"SecurityOpt\":[\"no-new-privileges\",\"landlock=off\"]"), "HostConfig.SecurityOpt[1]"},
    {HOST("\"SecurityOpt\":[\"Seccomp=unconfined\",\"\"]"),
     "HostConfig.SecurityOpt[0] HostConfig.SecurityOpt[1]"},
};

START_TEST(kernel_interfaces_stay_masked)
{
    const struct rows rows = {QW_RULE_MASKED_PATHS, QW_OP_CONTAINER_CREATE, masked_rows,
                              COUNT(masked_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

/* What no engine has in that list of its own, alone before and behind what all have. */
static const char *const foreign_entries[] = {
    "/",
    "",
    ".",
    "/..",
    "/proc",
    "/sys",
    "/dev/null",
    "/v/l",
    "/proc/self/cwd",
    "/proc/more",
    "proc/bus",
    "proc/keys",
    "//proc/bus",
    "/proc//bus",
    "/proc/bus/",
    "/proc/./bus",
    "/proc/../proc/bus",
    "/proc/bus/..",
    "/proc/Bus",
    "/proc/keys/",
    "/proc/keys ",
    "/PROC/keys",
    "/sys/firmware/",
    "/sys/firmware/..",
    "/proc/kcore/x",
    "/proc/interrupts/",
    "/sys/devices/virtual/powercap/..",
    "/sys/devices/system/cpu/cpu/thermal_throttle",
    "/sys/devices/system/cpu/cpu+1/thermal_throttle",
    "/sys/devices/system/cpu/cpu1/",
    "/sys/devices/system/cpu/cpu1/../thermal_throttle",
    "/sys/devices/system/cpu/cpu1/thermal_throttle/",
    "/sys/devices/system/cpu/cpufreq",
    "/sys/devices/system/cpu/cpu1x/thermal_throttle",
};

static struct qw_findings judge_as(struct qw_arena *arena, enum qw_workload_kind kind,
                                   const char *body)
{
    const struct qw_settings settings = only(QW_RULE_MASKED_PATHS, &strictest);
    struct qw_workload workload = read_workload(arena, QW_OP_CONTAINER_CREATE,
                                                read_body(arena, QW_OP_CONTAINER_CREATE, body));
    struct qw_findings findings = {0};

    workload.kind = kind;
    ck_assert_int_eq(qw_rules_judge(arena, &workload, &settings, &findings), QW_OK);
    return findings;
}

static void check_foreign(enum qw_workload_kind kind, const char *body, const char *field)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_findings findings = judge_as(arena, kind, body);

    ck_assert_msg(findings.n_items == 1, "%zu findings of %s", findings.n_items, body);
    ck_assert_int_eq(findings.items[0].mode, QW_MODE_ENFORCE);
    ck_assert_str_eq(findings.items[0].field, field);
    ck_assert_int_eq(findings.items[0].remedies[0].kind, QW_REMEDY_DROP);
}

START_TEST(what_is_in_no_list_of_an_engine_is_found_in_requests_and_containers)
{
    static const enum qw_workload_kind kinds[] = {QW_WORKLOAD_CREATE, QW_WORKLOAD_CONTAINER};
    const char *entry = foreign_entries[_i];
    char body[1024];

    for (size_t i = 0; i < COUNT(kinds); i++) {
        snprintf(body, sizeof body, HOST("\"MaskedPaths\":[\"%s\",%s]"), entry, MASKED_NEWER);
        check_foreign(kinds[i], body, "HostConfig.MaskedPaths[0]");
        snprintf(body, sizeof body, HOST("\"ReadonlyPaths\":[%s,\"%s\"]"), READ_ONLY, entry);
        check_foreign(kinds[i], body, "HostConfig.ReadonlyPaths[5]");
    }
}
END_TEST

START_TEST(what_belongs_in_the_other_list_is_found)
{
    check_foreign(QW_WORKLOAD_CREATE, HOST("\"MaskedPaths\":[" MASKED_NEWER ",\"/proc/bus\"]"),
                  "HostConfig.MaskedPaths[12]");
    check_foreign(QW_WORKLOAD_CREATE, HOST("\"ReadonlyPaths\":[\"/proc/keys\"," READ_ONLY "]"),
                  "HostConfig.ReadonlyPaths[0]");
}
END_TEST

/* The lists that an engine wrote into a container of its own are no finding there, of any age. */
START_TEST(the_lists_of_an_engine_pass_in_its_containers)
{
    static const char *const bodies[] = {
        HOST("\"MaskedPaths\":[" MASKED_20_10 "],\"ReadonlyPaths\":[" READ_ONLY "]"),
        HOST("\"MaskedPaths\":[" MASKED_NEWER
             ",\"/sys/devices/system/cpu/cpu7/thermal_throttle\"],\"ReadonlyPaths\":[" READ_ONLY
             "]"),
    };
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);

    for (size_t i = 0; i < COUNT(bodies); i++)
        ck_assert_uint_eq(judge_as(arena, QW_WORKLOAD_CONTAINER, bodies[i]).n_items, 0);
}
END_TEST

START_TEST(an_entry_that_no_engine_has_is_named)
{
    check_text(&(struct telling){
        .rule = QW_RULE_MASKED_PATHS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &strictest,
        .body = HOST("\"ReadonlyPaths\":[" READ_ONLY ",\"/proc/self/cwd\"]"),
        .text = "is \"/proc/self/cwd\", which is in no engine's own list: the runtime mounts what "
                "stands there as root, by whatever links lead on, and could lay open the host's "
                "/proc, /sys and devices."});
}
END_TEST

START_TEST(what_only_newer_engines_mask_is_recorded)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = only(QW_RULE_MASKED_PATHS, &strictest);
    struct qw_json *root =
        read_body(arena, QW_OP_CONTAINER_CREATE, HOST("\"MaskedPaths\":[" MASKED_20_10 "]"));
    const struct qw_findings findings = judge(arena, QW_OP_CONTAINER_CREATE, root, &settings);

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_int_eq(findings.items[0].mode, QW_MODE_AUDIT);
    ck_assert_str_eq(findings.items[0].text,
                     "lacks /proc/interrupts, /sys/devices/virtual/powercap: newer engines mask "
                     "this as well.");
}
END_TEST

START_TEST(a_list_that_lacks_an_entry_names_it)
{
    check_text(&(struct telling){
        .rule = QW_RULE_MASKED_PATHS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &strictest,
        .body = HOST("\"ReadonlyPaths\":[\"/proc/bus\",\"/proc/irq\",\"/proc/sys\"]"),
        .text = "lacks /proc/fs, /proc/sysrq-trigger: the container could change the "
                "kernel's settings for the whole host."});
}
END_TEST

int main(void)
{
    TCase *rules = tcase_create("isolation");

    tcase_add_test(rules, privileged_is_found_in_every_spelling);
    tcase_add_test(rules, each_shared_namespace_is_a_finding);
    tcase_add_test(rules, what_is_allowed_of_the_host_is_not_allowed_of_a_container_nor_a_path);
    tcase_add_loop_test(rules, the_fix_of_a_namespace_names_its_flag_and_key, 0,
                        (int)COUNT(fix_rows));
    tcase_add_loop_test(rules, a_joined_container_passes_the_rule_itself, 0,
                        (int)COUNT(joined_rows));
    tcase_add_test(rules, a_build_in_the_network_of_the_host_is_found_in_its_query);
    tcase_add_test(rules, a_root_file_system_is_read_only_or_a_finding);
    tcase_add_loop_test(rules, tmp_is_offered_where_nothing_is_mounted_there, 0,
                        (int)COUNT(tmp_rows));
    tcase_add_test(rules, kernel_interfaces_stay_masked);
    tcase_add_loop_test(rules, what_is_in_no_list_of_an_engine_is_found_in_requests_and_containers,
                        0, (int)COUNT(foreign_entries));
    tcase_add_test(rules, what_belongs_in_the_other_list_is_found);
    tcase_add_test(rules, the_lists_of_an_engine_pass_in_its_containers);
    tcase_add_test(rules, an_entry_that_no_engine_has_is_named);
    tcase_add_test(rules, what_only_newer_engines_mask_is_recorded);
    tcase_add_test(rules, a_list_that_lacks_an_entry_names_it);
    return run_case("rules/isolation", rules);
}
