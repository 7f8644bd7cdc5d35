/* Tests of src/rules/lifecycle.c. */
#include "rules_facts_fixture.h"

#define RESTART(name, most) \
    "{\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"" name "\",\"MaximumRetryCount\":" most "}}}"
#define POLICY "HostConfig.RestartPolicy"

static const struct qw_settings strictest;
static const struct qw_settings five = {
    .values = {[QW_SETTING_RESTART_POLICY_ALLOW] = WORDS("on-failure:5")}};

static const struct row restart_rows[] = {
    {"{}", ""},
    {RESTART("", "0"), ""},
    {RESTART("no", "0"), ""},
    {RESTART("on-failure", "4"), ""},
    {RESTART("on-failure", "5"), ""},
    {RESTART("on-failure", "6"), POLICY},
    {RESTART("on-failure", "0"), POLICY},
    {RESTART("on-failure", "-1"), POLICY},
    {RESTART("always", "0"), POLICY},
    {RESTART("always", "5"), POLICY},
    {RESTART("unless-stopped", "0"), POLICY},
    {RESTART("ALWAYS", "0"), POLICY},
};

START_TEST(only_counted_restarts_pass)
{
    const struct rows rows = {QW_RULE_RESTART_POLICY, QW_OP_CONTAINER_CREATE, restart_rows,
                              COUNT(restart_rows)};

    check_rows(&rows, &five);
}
END_TEST

#define SERVICE(policy) "{\"TaskTemplate\":{\"RestartPolicy\":" policy "}}"

static const struct qw_settings always = {
    .values = {[QW_SETTING_RESTART_POLICY_ALLOW] = WORDS("always")}};

static const struct {
    const struct qw_settings *settings;
    const char *body;
    const char *text; /* "" for no finding */
} service_rows[] = {
    {&five, "{}", "names no condition, so that the swarm starts it again without end."},
    {&five, SERVICE("{\"MaxAttempts\":5}"),
     "names no condition, so that the swarm starts it again without end."},
    {&five, SERVICE("{\"Condition\":\"any\",\"MaxAttempts\":5}"),
     "is \"any\", which is not on the policy's list: it starts again without end."},
    {&five, SERVICE("{\"Condition\":\"none\"}"), ""},
    {&five, SERVICE("{\"Condition\":\"on-failure\",\"MaxAttempts\":5}"), ""},
    {&five, SERVICE("{\"Condition\":\"on-failure\",\"MaxAttempts\":6}"),
     "is on-failure with 6 tries, which is not on the policy's list."},
    {&five, SERVICE("{\"Condition\":\"on-failure\",\"MaxAttempts\":5,\"Window\":1}"),
     "is \"on-failure\", which is not on the policy's list: it starts again without end."},
    {&always, "{}", ""},
    {&always, SERVICE("{\"Condition\":\"any\"}"), ""},
    {&always, SERVICE("{\"Condition\":\"ANY\"}"),
     "is \"ANY\", which is not on the policy's list: it starts again without end."},
};

START_TEST(a_service_restarts_without_end_unless_it_says_otherwise)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_findings findings =
        judge_body(arena, QW_RULE_RESTART_POLICY, QW_OP_SERVICE_CREATE, service_rows[_i].settings,
                   service_rows[_i].body);

    ck_assert_uint_eq(findings.n_items, *service_rows[_i].text != '\0');
    if (findings.n_items == 0)
        return;
    ck_assert_str_eq(findings.items[0].text, service_rows[_i].text);
    ck_assert_str_eq(findings.items[0].field, "TaskTemplate.RestartPolicy");
}
END_TEST

static const struct {
    enum qw_workload_kind kind;
    struct qw_image_facts image;
    const char *body;
    const char *text;
} health_rows[] = {
    {QW_WORKLOAD_CREATE,
     {.has_healthcheck = false},
     "{}",
     "is not given, and nobody could be asked for the image's."},
    {QW_WORKLOAD_CREATE, {.fact = {.state = QW_FACT_MISSING}}, "{}", ""},
    {QW_WORKLOAD_SERVICE,
     {.fact = {.state = QW_FACT_MISSING}},
     "{}",
     "is not given, and the image is not here to tell."},
    {QW_WORKLOAD_CREATE,
     {.fact = {QW_FACT_FAILED, "the engine slept"}},
     "{}",
     "cannot be judged: the engine slept."},
    {QW_WORKLOAD_CREATE,
     {.fact = {.state = QW_FACT_KNOWN}},
     "{}",
     "is given neither here nor by the image."},
    {QW_WORKLOAD_CREATE, {.fact = {.state = QW_FACT_KNOWN}, .has_healthcheck = true}, "{}", ""},
    {QW_WORKLOAD_CREATE,
     {.fact = {.state = QW_FACT_KNOWN}, .has_healthcheck = true},
     "{\"Healthcheck\":{\"Test\":[\"NONE\"]}}",
     "is no check that the engine would run."},
    {QW_WORKLOAD_CONTAINER,
     {.fact = {.state = QW_FACT_KNOWN}, .has_healthcheck = true},
     "{}",
     "is not given: nobody notices when it hangs."},
    {QW_WORKLOAD_CONTAINER,
     {.has_healthcheck = false},
     "{\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"]}}",
     ""},
};

START_TEST(a_check_comes_from_the_request_or_the_image)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings alone = only(QW_RULE_HEALTHCHECK, &strictest);
    const struct qw_facts facts = {.image = health_rows[_i].image};

    ck_assert_str_eq(found(arena, health_rows[_i].kind, health_rows[_i].body, &facts, &alone),
                     health_rows[_i].text);
}
END_TEST

static struct qw_pair image_label[] = {{.name = "team", .value = "red"}};

static const struct {
    enum qw_workload_kind kind;
    struct qw_image_facts image;
    const char *body;
    const char *text;
} label_rows[] = {
    {QW_WORKLOAD_CREATE, {.size = 0}, "{\"Labels\":{\"team\":\"red\"}}", ""},
    {QW_WORKLOAD_CREATE,
     {.size = 0},
     "{\"Labels\":{\"team\":\"blue\"}}",
     "gives \"team\" a value that does not fit \"r*\"."},
    {QW_WORKLOAD_CREATE,
     {.size = 0},
     "{\"Labels\":{\"teams\":\"red\"}}",
     "lacks \"team\", which the policy requires."},
    {QW_WORKLOAD_CREATE,
     {.fact = {.state = QW_FACT_KNOWN}, .labels = {image_label, 1, NULL}},
     "{}",
     ""},
    {QW_WORKLOAD_CREATE,
     {.fact = {.state = QW_FACT_KNOWN}, .labels = {image_label, 1, NULL}},
     "{\"Labels\":{\"team\":\"\"}}",
     "gives \"team\" a value that does not fit \"r*\"."},
    {QW_WORKLOAD_CREATE, {.fact = {.state = QW_FACT_MISSING}}, "{}", ""},
    {QW_WORKLOAD_SERVICE,
     {.fact = {.state = QW_FACT_MISSING}},
     "{}",
     "lacks \"team\", which the policy requires."},
    {QW_WORKLOAD_CREATE,
     {.fact = {QW_FACT_FAILED, "the engine slept"}},
     "{}",
     "cannot be judged: the engine slept."},
};

START_TEST(a_label_is_the_requests_or_else_the_images)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = {
        .values = {[QW_SETTING_REQUIRED_LABELS_LABELS] = WORDS("team=r*")}};
    const struct qw_settings alone = only(QW_RULE_REQUIRED_LABELS, &settings);
    const struct qw_facts facts = {.image = label_rows[_i].image};

    ck_assert_str_eq(found(arena, label_rows[_i].kind, label_rows[_i].body, &facts, &alone),
                     label_rows[_i].text);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("lifecycle");

    tcase_add_test(cases, only_counted_restarts_pass);
    tcase_add_loop_test(cases, a_service_restarts_without_end_unless_it_says_otherwise, 0,
                        (int)COUNT(service_rows));
    tcase_add_loop_test(cases, a_check_comes_from_the_request_or_the_image, 0,
                        (int)COUNT(health_rows));
    tcase_add_loop_test(cases, a_label_is_the_requests_or_else_the_images, 0,
                        (int)COUNT(label_rows));
    return run_case("rules/lifecycle", cases);
}
