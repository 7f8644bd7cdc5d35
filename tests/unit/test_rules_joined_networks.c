/* Tests of src/rules/joined_networks.c: networks that the engine holds already. */
#include "rules_fixture.h"

#define M_ID "ab12aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B_ID "cd34bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static const struct qw_held_network held[] = {
    {.name = "lan", .id = M_ID, .driver = "macvlan"},
    {.name = "web", .id = B_ID, .driver = "bridge"},
    {.name = "none", .id = "ef56", .driver = "null"},
    {.name = "bridge", .id = "ef78", .driver = "other"},
    {.name = "host", .id = "ee00", .driver = "host"},
    /* an engine before 24.0 lets two have one name */
    {.name = "twins", .id = "9901", .driver = "bridge"},
    {.name = "twins", .id = "9902", .driver = "ipvlan"},
    /* a name that is the beginning of another's id as well */
    {.name = "ab12", .id = "7777", .driver = "bridge"},
};

static const struct qw_settings closed = {
    .values = {[QW_SETTING_NETWORKS_DRIVERS] = WORDS("bridge", "none")}};
static const struct qw_settings named = {
    .values = {[QW_SETTING_NETWORKS_DRIVERS] = WORDS("bridge", "none"),
               [QW_SETTING_NETWORKS_JOIN] = WORDS("lan")}};
static const struct qw_settings with_driver = {
    .values = {[QW_SETTING_NETWORKS_DRIVERS] = WORDS("bridge", "none", "macvlan")}};
static const struct qw_settings open_to_all = {.values = {[QW_SETTING_NETWORKS_JOIN] = WORDS("*")}};

static struct qw_findings judge_with(struct qw_arena *arena, enum qw_op op, const char *body,
                                     const struct qw_facts *facts,
                                     const struct qw_settings *settings)
{
    const struct qw_settings alone = only(QW_RULE_NETWORKS, settings);
    struct qw_workload workload = read_workload(arena, op, read_body(arena, op, body));
    struct qw_findings findings = {0};

    workload.facts = facts;
    ck_assert_int_eq(qw_rules_judge(arena, &workload, &alone, &findings), QW_OK);
    return findings;
}

static const struct qw_facts known = {
    .networks = {.fact = {.state = QW_FACT_KNOWN}, .items = held, .n_items = COUNT(held)}};

#define MODE(name) "{\"HostConfig\":{\"NetworkMode\":\"" name "\"}}"
#define ENDPOINT(name) "{\"NetworkingConfig\":{\"EndpointsConfig\":{\"" name "\":{}}}}"
#define LAN "joins the network \"lan\""
#define MACVLAN                                                                              \
    ", which has the driver \"macvlan\": its containers stand in the host's own network as " \
    "machines of their own."

static const struct {
    const struct qw_settings *settings;
    const char *body;
    const char *text; /* of the first finding; "" for none */
    size_t n_findings;
} rows[] = {
    {&closed, MODE("lan"), LAN MACVLAN, 1},
    {&closed, ENDPOINT("lan"), LAN MACVLAN, 1},
    {&closed,
     "{\"HostConfig\":{\"NetworkMode\":\"lan\"},\"NetworkingConfig\":{\"EndpointsConfig\":{\"lan\":"
     "null,\"web\":{}}}}",
     LAN MACVLAN, 2},
    {&closed, MODE(M_ID), LAN " (by its id, ab12aaaaaaaa)" MACVLAN, 1},
    {&closed, MODE("ab12aa"), LAN " (by its id, ab12aaaaaaaa)" MACVLAN, 1},
    {&closed, MODE("a"), LAN " (by its id, ab12aaaaaaaa)" MACVLAN, 1},
    {&closed, MODE("ab12"), LAN " (by its id, ab12aaaaaaaa)" MACVLAN, 1},
    {&closed, MODE("twins"),
     "joins the network \"twins\", which has the driver \"ipvlan\": its containers stand in the "
     "host's own network, with addresses they choose.",
     1},
    {&closed, ENDPOINT("ee00"),
     "joins the network \"host\" (by its id, ee00), which has the driver \"host\": its containers "
     "share the network of the host.",
     1},
    {&closed, MODE("web"), "", 0},
    {&closed, MODE(B_ID), "", 0},
    {&closed, MODE("cd"), "", 0},
    {&closed, MODE("ef56"), "", 0},
    {&closed, MODE("LAN"), "", 0},
    {&closed, MODE("nosuch"), "", 0},
    /* the engine's own, whatever stands in the list */
    {&closed, MODE("bridge"), "", 0},
    {&closed, ENDPOINT("bridge"), "", 0},
    {&closed, ENDPOINT("none"), "", 0},
    {&closed, MODE("default"), "", 0},
    {&closed, "{}", "", 0},
    {&named, MODE("lan"), "", 0},
    {&named, MODE("ab12aa"), "", 0},
    {&named, MODE("twins"),
     "joins the network \"twins\", which has the driver \"ipvlan\": its containers stand in the "
     "host's own network, with addresses they choose.",
     1},
    {&with_driver, MODE("lan"), "", 0},
    {&open_to_all, MODE("lan"), "", 0},
};

START_TEST(a_network_is_judged_by_its_driver_when_it_is_joined)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_findings findings =
        judge_with(arena, QW_OP_CONTAINER_CREATE, rows[_i].body, &known, rows[_i].settings);

    ck_assert_msg(findings.n_items == rows[_i].n_findings, "%s: %zu", rows[_i].body,
                  findings.n_items);
    ck_assert_str_eq(findings.n_items > 0 ? findings.items[0].text : "", rows[_i].text);
}
END_TEST

START_TEST(so_it_is_when_a_container_is_connected)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_operation operation = {
        .op = QW_OP_NETWORK_CONNECT,
        .method = "POST",
        .path = "",
        .object = "lan",
        .body = read_body(arena, QW_OP_NETWORK_CONNECT, "{\"Container\":\"c\"}")};
    const struct qw_settings settings = only(QW_RULE_NETWORKS, &closed);
    struct qw_workload workload = {0};
    struct qw_findings findings = {0};

    ck_assert_int_eq(qw_workload_read(arena, &operation, &workload, NULL), QW_OK);
    ck_assert_uint_eq(qw_rules_needs(&workload, &settings), QW_NEED_NETWORKS);
    workload.facts = &known;
    ck_assert_int_eq(qw_rules_judge(arena, &workload, &settings, &findings), QW_OK);
    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_str_eq(findings.items[0].text, LAN MACVLAN);
}
END_TEST

static const struct {
    struct qw_fact fact;
    const char *text;
} unknown_rows[] = {
    {{.state = QW_FACT_UNASKED}, ""}, /* --engine none */
    {{.state = QW_FACT_FAILED, .why = "it is dark"}, "cannot be judged: it is dark."},
};

START_TEST(what_cannot_be_had_is_a_finding)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_facts facts = {.networks = {.fact = unknown_rows[_i].fact}};
    struct qw_findings findings =
        judge_with(arena, QW_OP_CONTAINER_CREATE, MODE("lan"), &facts, &closed);

    ck_assert_str_eq(findings.n_items > 0 ? findings.items[0].text : "", unknown_rows[_i].text);
    findings = judge_with(arena, QW_OP_CONTAINER_CREATE, MODE("bridge"), &facts, &closed);
    ck_assert_uint_eq(findings.n_items, 0);
}
END_TEST

static const struct {
    const struct qw_settings *settings;
    const char *body;
    unsigned needs;
} need_rows[] = {
    {&closed, "{}", 0},
    {&closed, MODE("none"), 0},
    {&closed, MODE("default"), 0},
    {&closed, MODE("host"), 0},
    {&closed, MODE("container:lan"), 0},
    {&closed, ENDPOINT("bridge"), 0},
    {&closed, MODE("lan"), QW_NEED_NETWORKS},
    {&closed, ENDPOINT("lan"), QW_NEED_NETWORKS},
    {&named, MODE("lan"), QW_NEED_NETWORKS},
    {&open_to_all, MODE("lan"), 0},
};

START_TEST(the_engine_is_asked_where_one_that_somebody_made_is_joined)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = only(QW_RULE_NETWORKS, need_rows[_i].settings);
    const struct qw_workload workload =
        read_workload(arena, QW_OP_CONTAINER_CREATE,
                      read_body(arena, QW_OP_CONTAINER_CREATE, need_rows[_i].body));

    ck_assert_msg(qw_rules_needs(&workload, &settings) == need_rows[_i].needs, "%s",
                  need_rows[_i].body);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("joined networks");

    tcase_add_loop_test(cases, a_network_is_judged_by_its_driver_when_it_is_joined, 0,
                        (int)COUNT(rows));
    tcase_add_test(cases, so_it_is_when_a_container_is_connected);
    tcase_add_loop_test(cases, what_cannot_be_had_is_a_finding, 0, (int)COUNT(unknown_rows));
    tcase_add_loop_test(cases, the_engine_is_asked_where_one_that_somebody_made_is_joined, 0,
                        (int)COUNT(need_rows));
    return run_case("rules/joined_networks", cases);
}
