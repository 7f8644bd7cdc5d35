/* Tests of src/rules/bind_verdict.c; test_rules_mounts.c has the rows of the lists themselves. */
#include "../../src/rules/bind_verdict.h"

#include "rules_fixture.h"

static const struct qw_path_rule allowed[] = {{"/data", QW_ACCESS_READ_ONLY},
                                              {"/docker/share", QW_ACCESS_READ_WRITE},
                                              {"/scratch", QW_ACCESS_READ_WRITE},
                                              {"/scratch/a/ref", QW_ACCESS_READ_ONLY}};
static const struct qw_settings everything = {
    .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/**"),
               [QW_SETTING_BIND_MOUNTS_ALLOW] = {.paths = allowed, .n_paths = COUNT(allowed)}}};
static const struct qw_settings one_folder = {
    .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/etc"),
               [QW_SETTING_BIND_MOUNTS_ALLOW] = {.paths = allowed, .n_paths = COUNT(allowed)}}};
static const struct qw_facts docker = {
    .engine = {.fact = {.state = QW_FACT_KNOWN}, .root_folder = "/docker"}};

static const struct {
    const struct qw_settings *settings;
    const char *path;
    bool is_read_only;
    enum qw_bind_outcome outcome;
    bool is_by_allow;
} verdict_rows[] = {
    {&everything, "/data/x", true, QW_BIND_PASSES, true},
    {&everything, "/data/x", false, QW_BIND_READ_ONLY, false},
    /* what holds a folder for reading alone shows it for writing too */
    {&everything, "/scratch", false, QW_BIND_READ_ONLY, false},
    {&everything, "/scratch/a", false, QW_BIND_READ_ONLY, false},
    {&everything, "/scratch/b", false, QW_BIND_PASSES, true},
    {&everything, "/scratch", true, QW_BIND_PASSES, true},
    {&everything, "/scratch/a/ref/x", false, QW_BIND_READ_ONLY, false},
    {&one_folder, "/scratch", false, QW_BIND_READ_ONLY, false},
    {&everything, "/x", true, QW_BIND_NOT_ALLOWED, false},
    {&everything, "data", true, QW_BIND_RELATIVE, false},
    {&everything, "/data/..", true, QW_BIND_GOES_UP, false},
    {&one_folder, "/data/x", true, QW_BIND_PASSES, false},
    {&one_folder, "/srv", false, QW_BIND_PASSES, false},
    {&one_folder, "/etc/x", true, QW_BIND_LIES_IN, false},
    {&one_folder, "/", true, QW_BIND_NOT_ALLOWED, false},
    {&one_folder, "/docker", true, QW_BIND_NOT_ALLOWED, false},
    {&one_folder, "/docker/share/x", false, QW_BIND_PASSES, true},
};

START_TEST(a_verdict_tells_whether_an_entry_of_allow_made_it)
{
    const struct qw_bind_policy policy = qw_bind_policy_of(verdict_rows[_i].settings, &docker);
    const struct qw_bind_verdict verdict =
        qw_bind_verdict_on(&policy, verdict_rows[_i].path, verdict_rows[_i].is_read_only);

    ck_assert_int_eq(verdict.outcome, verdict_rows[_i].outcome);
    ck_assert_int_eq(verdict.is_by_allow, verdict_rows[_i].is_by_allow);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("bind_verdict");

    tcase_add_loop_test(cases, a_verdict_tells_whether_an_entry_of_allow_made_it, 0,
                        (int)COUNT(verdict_rows));
    return run_case("rules/bind_verdict", cases);
}
