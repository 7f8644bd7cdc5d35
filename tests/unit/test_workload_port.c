#include "workload_fixture.h"

struct row {
    const char *binding;
    int64_t first;
    int64_t last;
    bool is_valid;
};

static const struct row rows[] = {
    {"{}", 0, 0, true},
    {"null", 0, 0, true},
    {"{'HostPort':''}", 0, 0, true},
    {"{'HostPort':'0'}", 0, 0, true},
    {"{'HostPort':'80'}", 80, 80, true},
    {"{'HostPort':'0080'}", 80, 80, true},
    {"{'HostIp':'127.0.0.1','HostPort':'1'}", 1, 1, true},
    {"{'HostIp':'::','HostPort':'65534'}", 65534, 65534, true},
    {"{'HostPort':'65535'}", 65535, 65535, true},
    {"{'HostPort':'65536'}", 0, 0, false},
    {"{'HostPort':'18446744073709551696'}", 0, 0, false},
    {"{'HostPort':'8000-9000'}", 8000, 9000, true},
    {"{'HostPort':'80-80'}", 80, 80, true},
    {"{'HostPort':'9000-8000'}", 9000, 8000, false},
    {"{'HostPort':'0-100'}", 0, 100, false},
    {"{'HostPort':'0-0'}", 0, 0, false},
    {"{'HostPort':'80-65536'}", 80, 80, false},
    {"{'HostPort':'80-'}", 80, 80, false},
    {"{'HostPort':'-80'}", 0, 0, false},
    {"{'HostPort':'-'}", 0, 0, false},
    {"{'HostPort':'80-90-100'}", 80, 80, false},
    {"{'HostPort':'+80'}", 0, 0, false},
    {"{'HostPort':' 80'}", 0, 0, false},
    {"{'HostPort':'0x50'}", 0, 0, false},
    {"{'HostPort':'80/tcp'}", 0, 0, false},
    {"{'HostPort':'http'}", 0, 0, false},
};

START_TEST(a_host_port_is_strict_decimal_or_a_range)
{
    struct fixture fixture = fixture_new();
    const struct row *row = &rows[_i];
    const struct qw_ports *ports =
        &read_host(&fixture,
                   qw_arena_format(fixture.arena, "'PortBindings':{'80/tcp':[%s]}", row->binding))
             ->ports;
    const struct qw_port *port = ports->items;

    ck_assert_uint_eq(ports->n_items, 1);
    ck_assert_str_eq(port->container_port, "80/tcp");
    ck_assert_int_eq(port->first, row->first);
    ck_assert_int_eq(port->last, row->last);
    ck_assert_int_eq(port->is_valid, row->is_valid);
    ck_assert_str_eq(path_of(&fixture, port->at), "HostConfig.PortBindings[\"80/tcp\"][0]");
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *binding;
    const char *host_ip;
} address_rows[] = {
    {"{}", ""},
    {"{'HostIp':''}", ""},
    {"{'HostIp':'0.0.0.0'}", "0.0.0.0"},
    {"{'HostIp':'::1','HostPort':'x'}", "::1"},
};

START_TEST(the_address_is_told_as_written)
{
    struct fixture fixture = fixture_new();
    const struct qw_ports *ports =
        &read_host(&fixture, qw_arena_format(fixture.arena, "'PortBindings':{'80/tcp':[%s]}",
                                             address_rows[_i].binding))
             ->ports;

    ck_assert_str_eq(ports->items[0].host_ip, address_rows[_i].host_ip);
    fixture_done(&fixture);
}
END_TEST

static const char *const empty_lists[] = {"[]", "null"};

START_TEST(an_empty_list_of_bindings_publishes_one_random_port)
{
    struct fixture fixture = fixture_new();
    const struct qw_ports *ports =
        &read_host(&fixture,
                   qw_arena_format(fixture.arena, "'PortBindings':{'80/tcp':%s}", empty_lists[_i]))
             ->ports;

    ck_assert_uint_eq(ports->n_items, 1);
    ck_assert_int_eq(ports->items[0].first, 0);
    ck_assert_int_eq(ports->items[0].last, 0);
    ck_assert(ports->items[0].is_valid);
    ck_assert_str_eq(ports->items[0].host_ip, "");
    ck_assert_str_eq(path_of(&fixture, ports->items[0].at), "HostConfig.PortBindings[\"80/tcp\"]");
    fixture_done(&fixture);
}
END_TEST

START_TEST(every_binding_of_every_port_is_told)
{
    struct fixture fixture = fixture_new();
    const struct qw_ports *ports =
        &read_host(&fixture, "'PortBindings':{'80/tcp':[{'HostPort':'1'},"
                             "{'HostPort':'2'}],'53/udp':[],'81/tcp':[{'HostPort':'3'}]}")
             ->ports;

    ck_assert_uint_eq(ports->n_items, 4);
    ck_assert_int_eq(ports->items[1].first, 2);
    ck_assert_str_eq(ports->items[2].container_port, "53/udp");
    ck_assert_int_eq(ports->items[3].first, 3);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("port");

    tcase_add_loop_test(tests, a_host_port_is_strict_decimal_or_a_range, 0, (int)COUNT_OF(rows));
    tcase_add_loop_test(tests, the_address_is_told_as_written, 0, (int)COUNT_OF(address_rows));
    tcase_add_loop_test(tests, an_empty_list_of_bindings_publishes_one_random_port, 0,
                        (int)COUNT_OF(empty_lists));
    tcase_add_test(tests, every_binding_of_every_port_is_told);
    return run_case("workload/port", tests);
}
