/* Tests of src/rules/joined_networks.c: networks that the engine holds already. */
#include "qw/inspect.h"
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
static const struct qw_settings named_elsewhere = {
    .values = {[QW_SETTING_NETWORKS_JOIN] = WORDS("nosuch")}};
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
#define UNDER(name, key, id) \
    "{\"NetworkingConfig\":{\"EndpointsConfig\":{\"" name "\":{\"" key "\":\"" id "\"}}}}"
#define UNSEEN(name)                                                                              \
    "joins the network \"" name "\", and the engine lists no such network: its driver cannot be " \
    "judged."
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
     LAN MACVLAN, 1},
    {&closed,
     "{\"HostConfig\":{\"NetworkMode\":\"ab12aa\"},\"NetworkingConfig\":{\"EndpointsConfig\":{"
     "\"lan\":{\"NetworkID\":\"" M_ID "\"},\"twins\":{}}}}",
     LAN MACVLAN, 2},
    /* what the engine looks up first, in each spelling of the key */
    {&closed, UNDER("web", "NetworkID", "lan"), LAN MACVLAN, 1},
    {&closed, UNDER("web", "networkid", M_ID), LAN " (by its id, \"ab12aaaaaaaa\")" MACVLAN, 1},
    {&closed, UNDER("web", "NETWORKID", "ab12a"), LAN " (by its id, \"ab12aaaaaaaa\")" MACVLAN, 1},
    {&closed, UNDER("", "NetworkID", "lan"), LAN MACVLAN, 1},
    {&closed, UNDER("Bridge", "NetworkID", "lan"), LAN MACVLAN, 2},
    {&closed, UNDER("web", "NetworkID", "cd34"), "", 0},
    {&closed, UNDER("web", "NetworkID", ""), "", 0},
    {&closed, UNDER("web", "NetworkID", "gone"), UNSEEN("gone"), 1},
    /* there it looks up the name alone, and an id may be from before its restart */
    {&closed, UNDER("bridge", "NetworkID", "gone"), "", 0},
    {&closed, UNDER("none", "NetworkID", "gone"), "", 0},
    {&closed, UNDER("host", "NetworkID", "ee00"), "", 0},
    {&closed, UNDER("default", "NetworkID", "gone"), "", 0},
    {&closed, MODE(M_ID), LAN " (by its id, \"ab12aaaaaaaa\")" MACVLAN, 1},
    {&closed, MODE("ab12aa"), LAN " (by its id, \"ab12aaaaaaaa\")" MACVLAN, 1},
    {&closed, MODE("a"), LAN " (by its id, \"ab12aaaaaaaa\")" MACVLAN, 1},
    {&closed, MODE("ab12"), LAN " (by its id, \"ab12aaaaaaaa\")" MACVLAN, 1},
    {&closed, MODE("twins"),
     "joins the network \"twins\", which has the driver \"ipvlan\": its containers stand in the "
     "host's own network, with addresses they choose.",
     1},
    {&closed, ENDPOINT("ee00"),
     "joins the network \"host\" (by its id, \"ee00\"), which has the driver \"host\": its "
     "containers "
     "share the network of the host.",
     1},
    {&closed, MODE("web"), "", 0},
    {&closed, MODE(B_ID), "", 0},
    {&closed, MODE("cd"), "", 0},
    {&closed, MODE("ef56"), "", 0},
    {&closed, MODE("LAN"), UNSEEN("LAN"), 1},
    {&closed, MODE("nosuch"), UNSEEN("nosuch"), 1},
    {&closed, ENDPOINT("nosuch"), UNSEEN("nosuch"), 1},
    {&closed,
     "{\"HostConfig\":{\"NetworkMode\":\"nosuch\"},\"NetworkingConfig\":{\"EndpointsConfig\":{"
     "\"nosuch\":{\"NetworkID\":\"nosuch\"}}}}",
     UNSEEN("nosuch"), 1},
    {&named_elsewhere, MODE("nosuch"), "", 0},
    {&named_elsewhere, MODE("nosuc"), UNSEEN("nosuc"), 1},
    {&open_to_all, MODE("nosuch"), "", 0},
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

static const struct {
    const char *network; /* of the path */
    const char *body;
    const char *field;
    const char *text;
} connect_rows[] = {
    {"lan", "{\"Container\":\"c\"}", "the network", LAN MACVLAN},
    {"web", "{\"Container\":\"c\"}", "", ""},
    {"nosuch", "{\"Container\":\"c\"}", "the network", UNSEEN("nosuch")},
    {"web", "{\"EndpointConfig\":{\"NetworkID\":\"lan\"}}", "EndpointConfig.NetworkID",
     LAN MACVLAN},
    {"web", "{\"endpointconfig\":{\"networkid\":\"lan\"}}", "EndpointConfig.NetworkID",
     LAN MACVLAN},
    {"lan", "{\"EndpointConfig\":{\"NetworkID\":\"lan\"}}", "the network", LAN MACVLAN},
    {"web", "{\"EndpointConfig\":{\"NetworkID\":\"x\"}}", "EndpointConfig.NetworkID", UNSEEN("x")},
};

START_TEST(so_it_is_when_a_container_is_connected)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_operation operation = {
        .op = QW_OP_NETWORK_CONNECT,
        .method = "POST",
        .path = "",
        .object = connect_rows[_i].network,
        .body = read_body(arena, QW_OP_NETWORK_CONNECT, connect_rows[_i].body)};
    const struct qw_settings settings = only(QW_RULE_NETWORKS, &closed);
    struct qw_workload workload = {0};
    struct qw_findings findings = {0};

    ck_assert_int_eq(qw_workload_read(arena, &operation, &workload, NULL), QW_OK);
    ck_assert_uint_eq(qw_rules_needs(&workload, &settings), QW_NEED_NETWORKS);
    workload.facts = &known;
    ck_assert_int_eq(qw_rules_judge(arena, &workload, &settings, &findings), QW_OK);
    ck_assert_uint_eq(findings.n_items, *connect_rows[_i].text != '\0');
    ck_assert_str_eq(findings.n_items > 0 ? findings.items[0].text : "", connect_rows[_i].text);
    ck_assert_str_eq(findings.n_items > 0 ? findings.items[0].field : "", connect_rows[_i].field);
}
END_TEST

/* The engine starts what it holds in the networks that are recorded, whatever its mode says. */
static const struct {
    const char *networks;
    const char *text;
} held_rows[] = {
    {"{}", UNSEEN("gone")},
    {"{\"web\":{\"NetworkID\":\"" B_ID "\"}}", ""},
    {"{\"web\":{\"NetworkID\":\"\"}}", ""},
    {"{\"bridge\":{\"NetworkID\":\"0123\"}}", ""},
    {"{\"web\":{\"NetworkID\":\"" M_ID "\"}}", LAN " (by its id, \"ab12aaaaaaaa\")" MACVLAN},
    {"{\"lan\":{\"NetworkID\":\"" M_ID "\"}}", LAN MACVLAN},
    {"{\"web\":{\"NetworkID\":\"0123\"}}", UNSEEN("0123")},
};

START_TEST(so_is_what_a_container_that_is_held_has_joined)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = only(QW_RULE_NETWORKS, &closed);
    const struct qw_engine_facts engine = {.fact = {.state = QW_FACT_UNASKED}};
    const char *text = qw_arena_format(
        arena,
        "{\"Id\":\"a\",\"Name\":\"/a\",\"Image\":\"i\",\"Created\":\"\",\"Config\":{},"
        "\"HostConfig\":{\"NetworkMode\":\"gone\"},\"NetworkSettings\":{\"Networks\":%s}}",
        held_rows[_i].networks);
    struct qw_json *inspect = NULL;
    struct qw_workload workload = {0};
    struct qw_findings findings = {0};
    struct qw_held container;

    ck_assert_int_eq(qw_json_parse(arena, text, strlen(text), &inspect, NULL), QW_OK);
    ck_assert_int_eq(
        qw_workload_read_container(arena, inspect, &engine, &workload, &container, NULL), QW_OK);
    workload.facts = &known;
    ck_assert_int_eq(qw_rules_judge(arena, &workload, &settings, &findings), QW_OK);
    ck_assert_uint_eq(findings.n_items, *held_rows[_i].text != '\0');
    ck_assert_str_eq(findings.n_items > 0 ? findings.items[0].text : "", held_rows[_i].text);
}
END_TEST

/* Of a service too; and an id of the engine's is shown as every other text is. */
START_TEST(a_network_is_told_once)
{
    static const struct qw_held_network strange[] = {
        {.name = "LAN", .id = "\x1b[2J", .driver = "macvlan"}};
    static const struct qw_facts facts = {
        .networks = {.fact = {.state = QW_FACT_KNOWN}, .items = strange, .n_items = 1}};
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_findings findings =
        judge_with(arena, QW_OP_SERVICE_CREATE,
                   "{\"TaskTemplate\":{\"Networks\":[{\"Target\":\"LAN\"},{\"Target\":\"NO\"}]},"
                   "\"Networks\":[{\"Target\":\"LAN\"},{\"Target\":\"NO\"}]}",
                   &facts, &closed);

    ck_assert_uint_eq(findings.n_items, 2);
    ck_assert_str_eq(findings.items[0].text, "joins the network \"LAN\"" MACVLAN);
    ck_assert_str_eq(findings.items[1].text, UNSEEN("NO"));
    findings = judge_with(arena, QW_OP_CONTAINER_CREATE, ENDPOINT("\\u001b[2J"), &facts, &closed);
    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_ptr_null(strchr(findings.items[0].text, '\x1b'));
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
    {&closed, UNDER("", "NetworkID", "lan"), QW_NEED_NETWORKS},
    {&closed, UNDER("bridge", "NetworkID", "lan"), 0},
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
    tcase_add_loop_test(cases, so_it_is_when_a_container_is_connected, 0, (int)COUNT(connect_rows));
    tcase_add_loop_test(cases, so_is_what_a_container_that_is_held_has_joined, 0,
                        (int)COUNT(held_rows));
    tcase_add_test(cases, a_network_is_told_once);
    tcase_add_loop_test(cases, what_cannot_be_had_is_a_finding, 0, (int)COUNT(unknown_rows));
    tcase_add_loop_test(cases, the_engine_is_asked_where_one_that_somebody_made_is_joined, 0,
                        (int)COUNT(need_rows));
    return run_case("rules/joined_networks", cases);
}
