/* Tests of src/rules/networks.c. */
#include "qw/limits.h"
#include "rules_fixture.h"

static const struct qw_settings ordinary = {
    .values = {[QW_SETTING_NETWORKS_ALLOW_UNROUTED] = {.is_true = true},
               [QW_SETTING_NETWORKS_DRIVERS] = WORDS("bridge", "overlay"),
               [QW_SETTING_NETWORKS_OPTIONS] = WORDS("com.docker.network.driver.mtu"),
               [QW_SETTING_NETWORKS_SUBNETS] = WORDS("172.28.0.0/16", "fd00:1::/64")}};
static const struct qw_settings with_subnets = {
    .values = {[QW_SETTING_NETWORKS_ALLOW_UNROUTED] = {.is_true = true},
               [QW_SETTING_NETWORKS_DRIVERS] = WORDS("bridge"),
               [QW_SETTING_NETWORKS_SUBNETS] = WORDS("10.20.0.0/16", "203.0.113.0/24")}};

static const struct row ordinary_networks_pass_rows[] = {
    {"{\"Name\":\"n\"}", ""},
    {"{\"Name\":\"n\",\"Driver\":\"\"}", ""},
    {"{\"Name\":\"n\",\"Driver\":\"bridge\"}", ""},
    {"{\"Name\":\"n\",\"CheckDuplicate\":true,\"Driver\":\"bridge\",\"Scope\":\"\",\"EnableIPv6\":"
     "false,\"IPAM\":{\"Driver\":\"default\",\"Options\":{},\"Config\":[]},\"Internal\":false,"
     "\"Attachable\":false,\"Ingress\":false,\"ConfigOnly\":false,\"ConfigFrom\":{\"Network\":\"\"}"
     ",\"Options\":{},\"Labels\":{}}",
     ""},
    {"{\"Name\":\"p_default\",\"CheckDuplicate\":true,\"Driver\":\"\",\"EnableIPv6\":null,\"IPAM\":"
     "null,\"ConfigFrom\":null,\"Options\":null,\"Labels\":{\"com.docker.compose.project\":\"p\"}}",
     ""},
    {"{\"Name\":\"n\",\"Scope\":\"local\"}", ""},
    {"{\"Name\":\"n\",\"Options\":{\"com.docker.network.driver.mtu\":\"1450\"}}", ""},
    {"{\"Name\":\"n\",\"IPAM\":{\"Driver\":\"default\",\"Config\":[{\"Subnet\":\"172.28.0.0/"
     "16\",\"IPRange\":\"172.28.5.0/24\",\"Gateway\":\"172.28.5.254\"}]}}",
     ""},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"fd00:1::/64\"}]}}", ""},
};

START_TEST(ordinary_networks_pass)
{
    const struct rows rows = {QW_RULE_NETWORKS, QW_OP_NETWORK_CREATE, ordinary_networks_pass_rows,
                              COUNT(ordinary_networks_pass_rows)};

    check_rows(&rows, &ordinary);
}
END_TEST

static const struct row extraordinary_networks_are_found_rows[] = {
    {"{\"Name\":\"n\",\"Driver\":\"macvlan\"}", "Driver"},
    {"{\"Name\":\"n\",\"Driver\":\"ipvlan\"}", "Driver"},
    {"{\"Name\":\"n\",\"Driver\":\"host\"}", "Driver"},
    {"{\"Name\":\"n\",\"Driver\":\"Bridge\"}", "Driver"},
    {"{\"Name\":\"n\",\"Driver\":\"weave\"}", "Driver"},
    {"{\"Name\":\"n\",\"Driver\":\"macvlan\",\"Options\":{\"parent\":\"eth0\"}}",
     "Driver Options.parent"},
    {"{\"Name\":\"n\",\"Options\":{\"com.docker.network.bridge.name\":\"br0\"}}",
     "Options[\"com.docker.network.bridge.name\"]"},
    {"{\"Name\":\"n\",\"Options\":{\"com.docker.network.driver.mtu\":\"1450\",\"com.docker.network."
     "bridge.gateway_mode_ipv4\":\"nat-unprotected\"}}",
     "Options[\"com.docker.network.bridge.gateway_mode_ipv4\"]"},
    {"{\"Name\":\"n\",\"ConfigFrom\":{\"Network\":\"c\"}}", "ConfigFrom.Network"},
    {"{\"Name\":\"n\",\"ConfigOnly\":true}", "ConfigOnly"},
    {"{\"Name\":\"n\",\"Ingress\":true}", "Ingress"},
    {"{\"Name\":\"n\",\"Scope\":\"swarm\"}", "Scope"},
    {"{\"Name\":\"n\",\"Scope\":\"global\"}", "Scope"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Driver\":\"null\"}}", "IPAM.Driver"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Driver\":\"dhcp\",\"Options\":{\"a\":\"b\"}}}",
     "IPAM.Driver IPAM.Options.a"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"8.8.8.0/24\"}]}}",
     "IPAM.Config[0].Subnet"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"172.28.0.0/16\"},{\"Subnet\":\"10.0.0.0/"
     "8\"}]}}",
     "IPAM.Config[1].Subnet"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"172.28.0.0/"
     "16\",\"Gateway\":\"1.1.1.1\"}]}}",
     "IPAM.Config[0].Gateway"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"IPRange\":\"junk\"}]}}", "IPAM.Config[0].IPRange"},
};

START_TEST(extraordinary_networks_are_found)
{
    const struct rows rows = {QW_RULE_NETWORKS, QW_OP_NETWORK_CREATE,
                              extraordinary_networks_are_found_rows,
                              COUNT(extraordinary_networks_are_found_rows)};

    check_rows(&rows, &ordinary);
}
END_TEST

static const struct row listed_subnets_alone_pass_where_there_is_a_list_rows[] = {
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.20.0.0/16\"}]}}", ""},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.20.30.0/24\"}]}}", ""},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"203.0.113.128/25\"}]}}", ""},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.21.0.0/24\"}]}}",
     "IPAM.Config[0].Subnet"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.0.0.0/8\"}]}}",
     "IPAM.Config[0].Subnet"},
    {"{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"Subnet\":\"172.28.0.0/16\"}]}}",
     "IPAM.Config[0].Subnet"},
};

START_TEST(listed_subnets_alone_pass_where_there_is_a_list)
{
    const struct rows rows = {QW_RULE_NETWORKS, QW_OP_NETWORK_CREATE,
                              listed_subnets_alone_pass_where_there_is_a_list_rows,
                              COUNT(listed_subnets_alone_pass_where_there_is_a_list_rows)};

    check_rows(&rows, &with_subnets);
}
END_TEST

/* --- Subnets and the host's routes. ----------------------------------------------------------- */

static const struct qw_settings without_subnets = {
    .values = {[QW_SETTING_NETWORKS_ALLOW_UNROUTED] = {.is_true = true},
               [QW_SETTING_NETWORKS_DRIVERS] = WORDS("bridge")}};

struct told_route {
    enum qw_route_kind kind;
    const char *subnet;
};

static const struct told_route host_routes[] = {
    {QW_ROUTE_GATEWAY, "192.168.9.1"},   {QW_ROUTE_NET, "10.1.0.0/16"},
    {QW_ROUTE_NET, "172.17.0.0/16"},     {QW_ROUTE_NET, "fd00:1::/64"},
    {QW_ROUTE_NAME_SERVER, "10.53.0.1"}, {QW_ROUTE_NET, "127.0.0.0/8"},
};

static struct qw_facts facts_of(struct qw_route *routes)
{
    for (size_t i = 0; i < COUNT(host_routes); i++) {
        routes[i].kind = host_routes[i].kind;
        ck_assert(qw_subnet_parse(host_routes[i].subnet, &routes[i].subnet));
    }
    return (struct qw_facts){.routes = {.fact = {.state = QW_FACT_KNOWN},
                                        .items = routes,
                                        .n_items = COUNT(host_routes)}};
}

static struct qw_findings judge_network(struct qw_arena *arena, const struct qw_settings *settings,
                                        const char *body, const struct qw_facts *facts)
{
    const struct qw_settings alone = only(QW_RULE_NETWORKS, settings);
    struct qw_workload workload =
        read_workload(arena, QW_OP_NETWORK_CREATE, read_body(arena, QW_OP_NETWORK_CREATE, body));
    struct qw_findings findings = {0};

    workload.facts = facts;
    ck_assert_int_eq(qw_rules_judge(arena, &workload, &alone, &findings), QW_OK);
    return findings;
}

#define ASKS "asks for "
#define TAKES ": the host's traffic to it would go into this network."
#define NOT_PRIVATE ", which is no private subnet and in none on the policy's list" TAKES

static const struct {
    const char *config; /* of IPAM, with ' for " */
    const char *text;   /* of the first finding; "" for none */
} chosen_rows[] = {
    {"{'Subnet':'10.0.255.0/24'}", ""}, /* just before 10.1.0.0/16 */
    {"{'Subnet':'10.2.0.0/24'}", ""},   /* just behind */
    {"{'Subnet':'10.1.0.0/16'}",
     ASKS "\"10.1.0.0/16\", which overlaps 10.1.0.0/16, a route of the host" TAKES},
    {"{'Subnet':'10.1.2.0/24'}",
     ASKS "\"10.1.2.0/24\", which overlaps 10.1.0.0/16, a route of the host" TAKES},
    {"{'Subnet':'10.0.0.0/8'}",
     ASKS "\"10.0.0.0/8\", which overlaps 10.1.0.0/16, a route of the host" TAKES},
    {"{'Subnet':'10.0.9.9/15'}",
     ASKS "\"10.0.9.9/15\", which overlaps 10.1.0.0/16, a route of the host" TAKES},
    {"{'Subnet':'192.168.9.0/24'}",
     ASKS "\"192.168.9.0/24\", which overlaps 192.168.9.1, a gateway of the host" TAKES},
    {"{'Subnet':'192.168.9.128/25'}", ""},
    {"{'Subnet':'10.53.0.0/24'}",
     ASKS "\"10.53.0.0/24\", which overlaps 10.53.0.1, a name server of the host" TAKES},
    {"{'Subnet':'100.64.0.0/10'}", ""},
    {"{'Subnet':'172.16.0.0/16'},{'Subnet':'192.168.0.0/24'}", ""},
    {"{'Subnet':'10.2.0.0/16','IPRange':'10.2.1.0/24','Gateway':'10.2.0.1',"
     "'AuxiliaryAddresses':{'a':'10.2.0.9'}}",
     ""},
    /* each of them counts */
    {"{'IPRange':'10.1.9.0/24'}",
     ASKS "\"10.1.9.0/24\", which overlaps 10.1.0.0/16, a route of the host" TAKES},
    {"{'Subnet':'10.2.0.0/16','Gateway':'10.53.0.1'}",
     ASKS "\"10.53.0.1\", which overlaps 10.53.0.1, a name server of the host" TAKES},
    {"{'AuxiliaryAddresses':{'a':'10.2.0.9','b':'10.1.0.9'}}",
     ASKS "\"10.1.0.9\", which overlaps 10.1.0.0/16, a route of the host" TAKES},
    {"{'Subnet':'10.2.0.0/16'},{'Subnet':'172.17.8.0/24'}",
     ASKS "\"172.17.8.0/24\", which overlaps 172.17.0.0/16, a route of the host" TAKES},
    {"{'Subnet':'fd00:2::/64','Gateway':'fd00:2::1'}", ""},
    {"{'Subnet':'fd00:1::/48'}",
     ASKS "\"fd00:1::/48\", which overlaps fd00:1::/64, a route of the host" TAKES},
    {"{'Subnet':'8.8.8.0/24'}", ASKS "\"8.8.8.0/24\"" NOT_PRIVATE},
    {"{'Subnet':'2001:db8::/64'}", ASKS "\"2001:db8::/64\"" NOT_PRIVATE},
    {"{'Subnet':'fc00::/6'}", ASKS "\"fc00::/6\"" NOT_PRIVATE},
    {"{'Subnet':'172.16.0.0/11'}", ASKS "\"172.16.0.0/11\"" NOT_PRIVATE},
    {"{'Subnet':'100.64.0.0/9'}", ASKS "\"100.64.0.0/9\"" NOT_PRIVATE},
    {"{'Subnet':'0.0.0.0/0'}", ASKS "\"0.0.0.0/0\"" NOT_PRIVATE},
    {"{'Subnet':'127.0.0.0/8'}", ASKS "\"127.0.0.0/8\"" NOT_PRIVATE},
    {"{'Subnet':'169.254.0.0/16'}", ASKS "\"169.254.0.0/16\"" NOT_PRIVATE},
    {"{'Subnet':'224.0.0.0/24'}", ASKS "\"224.0.0.0/24\"" NOT_PRIVATE},
    {"{'Subnet':'fe80::/64'}", ASKS "\"fe80::/64\"" NOT_PRIVATE},
    {"{'Subnet':'::ffff:10.2.0.0/112'}", ASKS "\"::ffff:10.2.0.0/112\"" NOT_PRIVATE},
    {"{'Subnet':'10.2'}", ASKS "\"10.2\"" NOT_PRIVATE},
    {"{'Subnet':''}", ""}, /* absent: the engine chooses */
};

static const char *body_with(struct qw_arena *arena, const char *config)
{
    char *body = qw_arena_format(arena, "{'Name':'n','IPAM':{'Config':[%s]}}", config);

    ck_assert_ptr_nonnull(body);
    for (char *at = strchr(body, '\''); at != NULL; at = strchr(at, '\''))
        *at = '"';
    return body;
}

START_TEST(a_private_subnet_passes_where_the_host_has_no_route)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_route routes[COUNT(host_routes)];
    const struct qw_facts facts = facts_of(routes);
    const char *body = body_with(arena, chosen_rows[_i].config);
    const struct qw_findings findings = judge_network(arena, &without_subnets, body, &facts);

    ck_assert_str_eq(findings.n_items > 0 ? findings.items[0].text : "", chosen_rows[_i].text);
    ck_assert_uint_le(findings.n_items, 1);
}
END_TEST

/* What the host reaches by its default route could be taken over. */
START_TEST(where_subnets_are_listed_a_free_one_does_not_pass)
{
    struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_settings settings = with_subnets;
    const struct qw_facts facts = {.routes.fact.state = QW_FACT_KNOWN};

    settings.values[QW_SETTING_NETWORKS_ALLOW_UNROUTED].is_true = false;
    for (int is_listed = 0; is_listed < 2; is_listed++) {
        const char *body = is_listed ? "{\"IPAM\":{\"Config\":[{\"Subnet\":\"10.20.1.0/24\"}]}}"
                                     : "{\"IPAM\":{\"Config\":[{\"Subnet\":\"10.21.1.0/24\"}]}}";
        const struct qw_findings findings = judge_network(arena, &settings, body, &facts);

        ck_assert_uint_eq(findings.n_items, is_listed ? 0 : 1);
        if (!is_listed)
            ck_assert_ptr_nonnull(
                strstr(findings.items[0].text, "is in no subnet on the policy's list"));
    }
    qw_arena_free(arena);
}
END_TEST

START_TEST(a_listed_subnet_passes_over_a_route)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings listed = {
        .values = {[QW_SETTING_NETWORKS_DRIVERS] = WORDS("bridge"),
                   [QW_SETTING_NETWORKS_SUBNETS] = WORDS("10.1.0.0/16")}};
    struct qw_route routes[COUNT(host_routes)];
    const struct qw_facts facts = facts_of(routes);
    const char *inside = body_with(arena, "{'Subnet':'10.1.2.0/24'}");
    const char *wider = body_with(arena, "{'Subnet':'10.0.0.0/15'}");

    ck_assert_uint_eq(judge_network(arena, &listed, inside, &facts).n_items, 0);
    ck_assert_uint_eq(judge_network(arena, &listed, wider, &facts).n_items, 1);
}
END_TEST

static const struct {
    struct qw_fact fact;
    const char *text;
} unknown_rows[] = {
    {{.state = QW_FACT_UNASKED},
     "asks for \"10.2.0.0/24\", which is in no subnet on the policy's list, and the host's routes "
     "are not known here: if it has one there, that traffic would go into this network."},
    {{.state = QW_FACT_FAILED, .why = "it is dark"}, "cannot be judged: it is dark."},
    {{.state = QW_FACT_MISSING},
     "asks for \"10.2.0.0/24\", which is in no subnet on the policy's list, and the host's routes "
     "are not known here: if it has one there, that traffic would go into this network."},
};

START_TEST(without_known_routes_a_private_subnet_is_a_finding)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_facts facts = {.routes = {.fact = unknown_rows[_i].fact}};
    const char *body = body_with(arena, "{'Subnet':'10.2.0.0/24'}");
    const struct qw_findings findings = judge_network(arena, &without_subnets, body, &facts);

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_str_eq(findings.items[0].text, unknown_rows[_i].text);
}
END_TEST

static const struct {
    int n_subnets;
    size_t n_findings;
} many_rows[] = {{QW_LIMIT_SUBNETS - 1, 0},
                 {QW_LIMIT_SUBNETS, 0},
                 {QW_LIMIT_SUBNETS + 1, 1},
                 {QW_LIMIT_SUBNETS + 2, 1}};

START_TEST(more_subnets_than_the_limit_are_a_finding)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_route routes[COUNT(host_routes)];
    const struct qw_facts facts = facts_of(routes);
    const char *config = "{'Subnet':'10.2.0.0/24'}";

    for (int i = 1; i < many_rows[_i].n_subnets; i++)
        config = qw_arena_format(arena, "%s,{'Subnet':'10.2.0.0/24'}", config);
    ck_assert_uint_eq(
        judge_network(arena, &without_subnets, body_with(arena, config), &facts).n_items,
        many_rows[_i].n_findings);
}
END_TEST

static const struct {
    enum qw_op op;
    const char *body;
    unsigned needs;
} need_rows[] = {
    {QW_OP_NETWORK_CREATE, "{\"Name\":\"n\"}", 0},
    {QW_OP_NETWORK_CREATE, "{\"Name\":\"n\",\"IPAM\":{\"Config\":[]}}", 0},
    {QW_OP_NETWORK_CREATE, "{\"Name\":\"n\",\"IPAM\":{\"Config\":[{\"IPRange\":\"10.2.0.0/24\"}]}}",
     QW_NEED_ROUTES},
    {QW_OP_NETWORK_CONNECT, "{\"Container\":\"c\"}", 0},
};

START_TEST(the_routes_are_asked_for_where_addresses_are_chosen)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_settings settings = only(QW_RULE_NETWORKS, &without_subnets);
    const struct qw_workload workload = read_workload(
        arena, need_rows[_i].op, read_body(arena, need_rows[_i].op, need_rows[_i].body));

    ck_assert_uint_eq(qw_rules_needs(&workload, &settings), need_rows[_i].needs);
    settings.modes[QW_RULE_NETWORKS] = QW_MODE_OFF;
    ck_assert_uint_eq(qw_rules_needs(&workload, &settings), 0);
}
END_TEST

/* --- Endpoints. ------------------------------------------------------------------------------- */

static const struct row endpoints_take_no_options_rows[] = {
    {"{\"Container\":\"c\"}", ""},
    {"{\"Container\":\"c\",\"EndpointConfig\":{\"Aliases\":[\"a\"],\"Links\":[\"b\"],"
     "\"IPAMConfig\":{\"IPv4Address\":\"10.1.1.1\"}}}",
     ""},
    {"{\"Container\":\"c\",\"EndpointConfig\":{\"DriverOpts\":{\"com.docker.network.endpoint."
     "sysctls\":\"net.ipv4.conf.IFNAME.log_martians=1\"}}}",
     ""},
    {"{\"Container\":\"c\",\"EndpointConfig\":{\"DriverOpts\":{\"parent\":\"eth0\"}}}",
     "EndpointConfig.DriverOpts.parent"},
};

START_TEST(endpoints_take_no_options)
{
    const struct rows rows = {QW_RULE_NETWORKS, QW_OP_NETWORK_CONNECT,
                              endpoints_take_no_options_rows,
                              COUNT(endpoints_take_no_options_rows)};

    check_rows(&rows, &ordinary);
}
END_TEST

static const struct row endpoints_of_a_create_take_no_options_rows[] = {
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"Aliases\":[\"a\"],"
     "\"IPAMConfig\":{\"IPv4Address\":\"8.8.8.8\"}}}}}",
     ""},
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"DriverOpts\":{}}}}}",
     ""},
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"DriverOpts\":{\"com."
     "docker.network.endpoint.sysctls\":\"a=b\"}}}}}",
     ""},
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"DriverOpts\":{\"com."
     "docker.network.driver.mtu\":\"9\"}}}}}",
     ""},
    {"{\"Image\":\"b\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":{\"DriverOpts\":{\"x\":"
     "\"1\"}}}}}",
     "NetworkingConfig.EndpointsConfig.n.DriverOpts.x"},
};

START_TEST(endpoints_of_a_create_take_no_options)
{
    const struct rows rows = {QW_RULE_NETWORKS, QW_OP_CONTAINER_CREATE,
                              endpoints_of_a_create_take_no_options_rows,
                              COUNT(endpoints_of_a_create_take_no_options_rows)};

    check_rows(&rows, &ordinary);
}
END_TEST

#define MACVLAN                                                                               \
    "uses the network driver \"macvlan\": its containers stand in the host's own network as " \
    "machines of their own."

/* What would pass stands in the text, and in the fix where the one of the table would not. */
static const struct {
    struct qw_setting drivers;
    const char *text;
    const char *docker; /* NULL: the table's */
    const char *compose;
} told_rows[] = {
    {WORDS("bridge", "overlay"), MACVLAN " Allowed: \"bridge\", \"overlay\".", NULL, NULL},
    {WORDS("a", "b", "c", "d", "e", "bridge"),
     MACVLAN " Allowed: \"a\", \"b\", \"c\", \"d\", \"e\", \"bridge\".", NULL, NULL},
    {WORDS("a", "b", "c", "d", "e", "f", "g", "h"),
     MACVLAN " Allowed: \"a\", \"b\", \"c\", \"d\", \"e\", \"f\" and 2 more.", "use --driver \"a\"",
     "use driver: \"a\""},
    {{.n_words = 0},
     MACVLAN " No network may be made: join one that is there.",
     "join a network that is there: docker network ls lists them",
     "use a network that is there: external: true"},
};

static void assert_words(const char *words, const char *expected)
{
    if (expected == NULL)
        ck_assert_ptr_null(words);
    else
        ck_assert_str_eq(words, expected);
}

START_TEST(a_driver_is_denied_with_those_that_are_allowed)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings settings = {
        .values = {[QW_SETTING_NETWORKS_DRIVERS] = told_rows[_i].drivers}};
    const struct qw_facts facts = {0};
    const struct qw_findings findings =
        judge_network(arena, &settings, "{\"Name\":\"n\",\"Driver\":\"macvlan\"}", &facts);

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_str_eq(findings.items[0].text, told_rows[_i].text);
    assert_words(findings.items[0].docker, told_rows[_i].docker);
    assert_words(findings.items[0].compose, told_rows[_i].compose);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("networks");

    tcase_add_test(cases, ordinary_networks_pass);
    tcase_add_test(cases, extraordinary_networks_are_found);
    tcase_add_test(cases, listed_subnets_alone_pass_where_there_is_a_list);
    tcase_add_loop_test(cases, a_private_subnet_passes_where_the_host_has_no_route, 0,
                        (int)COUNT(chosen_rows));
    tcase_add_test(cases, where_subnets_are_listed_a_free_one_does_not_pass);
    tcase_add_test(cases, a_listed_subnet_passes_over_a_route);
    tcase_add_loop_test(cases, without_known_routes_a_private_subnet_is_a_finding, 0,
                        (int)COUNT(unknown_rows));
    tcase_add_loop_test(cases, more_subnets_than_the_limit_are_a_finding, 0, (int)COUNT(many_rows));
    tcase_add_loop_test(cases, the_routes_are_asked_for_where_addresses_are_chosen, 0,
                        (int)COUNT(need_rows));
    tcase_add_test(cases, endpoints_take_no_options);
    tcase_add_test(cases, endpoints_of_a_create_take_no_options);
    tcase_add_loop_test(cases, a_driver_is_denied_with_those_that_are_allowed, 0,
                        (int)COUNT(told_rows));
    return run_case("rules/networks", cases);
}
