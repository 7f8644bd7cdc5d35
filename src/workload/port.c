/* PortBindings as go-connections' nat package reads it (engine.md 5.2): "" and "0" let the engine
 * choose, "8000-9000" is a range, digits only. */
#include "workload_priv.h"

static const int64_t PORT_MAX = 65535;

static bool parse_port(struct qw_bytes text, int64_t *ret_port)
{
    int64_t port = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        port = port * 10 + (text.data[i] - '0');
        if (port > PORT_MAX)
            return false;
    }
    if (text.len == 0)
        return false;
    *ret_port = port;
    return true;
}

/* A range that begins at 0 would look as if the engine chose; nobody means it. */
static bool parse_range(const char *text, struct qw_port *port)
{
    const char *cursor = text;
    struct qw_bytes first;
    struct qw_bytes last;

    if (text[0] == '\0' || !qw_word_next(&cursor, '-', &first))
        return true;
    if (!parse_port(first, &port->first))
        return false;
    port->last = port->first;
    if (!qw_word_next(&cursor, '-', &last))
        return true;
    return cursor == NULL && parse_port(last, &port->last) && port->first > 0 &&
           port->first <= port->last;
}

static struct qw_port read_binding(struct qw_reader *reader, const struct qw_json *element,
                                   const char *container_port)
{
    const struct qw_json *binding = qw_reader_object(reader, element);
    struct qw_port port = {
        .container_port = container_port,
        .host_ip = qw_reader_text(reader, qw_json_get(binding, "HostIp")).value,
        .at = element,
    };

    port.is_valid =
        parse_range(qw_reader_text(reader, qw_json_get(binding, "HostPort")).value, &port);
    return port;
}

/* An empty list publishes too: it gets one random binding on every address. */
static size_t n_bindings(const struct qw_json *list)
{
    size_t count = qw_json_count(list);

    return count == 0 ? 1 : count;
}

static size_t read_bindings(struct qw_reader *reader, const struct qw_json *member,
                            struct qw_port *ret_items)
{
    const struct qw_json *list = qw_reader_array(reader, member);
    const char *container_port = qw_json_key(member);
    size_t count = 0;

    for (const struct qw_json *element = qw_json_first(list); element != NULL;
         element = qw_json_next(element))
        ret_items[count++] = read_binding(reader, element, container_port);
    if (count == 0)
        ret_items[count++] = (struct qw_port){
            .container_port = container_port, .host_ip = "", .is_valid = true, .at = member};
    return count;
}

struct qw_ports qw_workload_read_ports(struct qw_reader *reader, const struct qw_json *host)
{
    const struct qw_json *bindings = qw_reader_object(reader, qw_json_get(host, "PortBindings"));
    struct qw_ports ports = {0};
    struct qw_port *items;
    size_t count = 0;

    for (const struct qw_json *member = qw_json_first(bindings); member != NULL;
         member = qw_json_next(member))
        count += n_bindings(member);
    items = qw_reader_alloc(reader, count, sizeof *items);
    if (items == NULL)
        return ports;
    for (const struct qw_json *member = qw_json_first(bindings); member != NULL;
         member = qw_json_next(member))
        ports.n_items += read_bindings(reader, member, items + ports.n_items);
    ports.items = items;
    return ports;
}
