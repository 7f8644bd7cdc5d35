/* Tests of src/rules/volumes_from.c: the mounts of another container. */
#include "rules_fixture.h"

#define FROM "{\"HostConfig\":{\"VolumesFrom\":[\"a:ro\"]}}"

static const struct {
    const char *body; /* of the other one, as if it were made now; NULL: none is known */
    enum qw_fact_state state;
    enum qw_mode bind_mounts;
    bool is_asked; /* the facts of its own mounts are there */
    const char *text;
} rows[] = {
    {NULL, QW_FACT_UNASKED, QW_MODE_ENFORCE, false,
     "takes over every mount of the container \"a\", host paths included; the engine was not asked "
     "which these are."},
    {NULL, QW_FACT_MISSING, QW_MODE_ENFORCE, false, ""},
    {NULL, QW_FACT_FAILED, QW_MODE_ENFORCE, false, "cannot be judged: the engine is gone."},
    {"{}", QW_FACT_KNOWN, QW_MODE_ENFORCE, false, ""},
    {"{\"HostConfig\":{\"Binds\":[\"/anonymous\"]}}", QW_FACT_KNOWN, QW_MODE_ENFORCE, false, ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h\"]}}", QW_FACT_KNOWN, QW_MODE_ENFORCE, true, ""},
    {"{\"HostConfig\":{\"Binds\":[\"v:/h\"]}}", QW_FACT_KNOWN, QW_MODE_ENFORCE, true, ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h\"]}}", QW_FACT_KNOWN, QW_MODE_ENFORCE, false,
     "takes over the mounts of the container \"a\", and not all that they show is known."},
    {"{\"HostConfig\":{\"Binds\":[\"v:/h\"]}}", QW_FACT_KNOWN, QW_MODE_ENFORCE, false,
     "takes over the mounts of the container \"a\", and not all that they show is known."},
    {"{\"HostConfig\":{\"VolumesFrom\":[\"b\"]}}", QW_FACT_KNOWN, QW_MODE_ENFORCE, true,
     "takes over the mounts of the container \"a\", and not all that they show is known."},
    {"{\"HostConfig\":{\"Binds\":[\"/etc:/h\"]}}", QW_FACT_KNOWN, QW_MODE_ENFORCE, true,
     "takes over the mounts of the container \"a\", which these rules would not admit: "
     "bind-mounts."},
    {"{\"HostConfig\":{\"Binds\":[\"/etc:/h\"]}}", QW_FACT_KNOWN, QW_MODE_AUDIT, true, ""},
    {"{\"HostConfig\":{\"Binds\":[\"/etc:/h\"]}}", QW_FACT_KNOWN, QW_MODE_OFF, true, ""},
    {"{\"HostConfig\":{\"Binds\":[\"/etc:/h\",\"/run/docker.sock:/s\",\"v:/h:rshared,exec\"]}}",
     QW_FACT_KNOWN, QW_MODE_ENFORCE, true,
     "takes over the mounts of the container \"a\", which these rules would not admit: "
     "bind-mounts, engine-sockets, mount-propagation, volumes."},
};

static const struct qw_path_facts paths[] = {
    {"/srv", {.state = QW_FACT_KNOWN}, "/srv", NULL, NULL, NULL, 0, NULL, 0},
    {"/etc", {.state = QW_FACT_KNOWN}, "/etc", NULL, NULL, NULL, 0, NULL, 0},
    {"/run/docker.sock",
     {.state = QW_FACT_KNOWN},
     "/run/docker.sock",
     NULL,
     NULL,
     NULL,
     0,
     NULL,
     0},
};
static const struct qw_volume_facts volume = {"v", {.state = QW_FACT_KNOWN}, "local", {0}, NULL};
static const struct qw_facts asked = {
    .volumes = &volume, .n_volumes = 1, .paths = paths, .n_paths = COUNT(paths)};

START_TEST(what_another_container_mounts_is_judged_as_ones_own)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_workload workload = {0};
    const struct qw_other_container other = {
        .name = "a",
        .fact = {.state = rows[_i].state, .why = "the engine is gone"},
        .workload = &workload};
    const struct qw_facts facts = {.others = &other, .n_others = 1};
    struct qw_settings settings = {.values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/", "/etc"),
                                              [QW_SETTING_VOLUMES_DRIVERS] = WORDS("local")}};

    settings.modes[QW_RULE_BIND_MOUNTS] = rows[_i].bind_mounts;
    if (rows[_i].body)
        workload = read_workload(arena, QW_OP_CONTAINER_CREATE,
                                 read_body(arena, QW_OP_CONTAINER_CREATE, rows[_i].body));
    if (rows[_i].is_asked)
        workload.facts = &asked;
    check_facts(QW_RULE_VOLUMES, &settings, FROM, &facts, rows[_i].text);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("volumes_from");

    tcase_add_loop_test(cases, what_another_container_mounts_is_judged_as_ones_own, 0,
                        (int)COUNT(rows));
    return run_case("rules/volumes_from", cases);
}
