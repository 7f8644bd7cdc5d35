/* PortBindings and ExposedPorts: -p, --expose. */
#include <string.h>

#include "command_priv.h"

static bool has_only(const char *text, const char *allowed)
{
    return text[strspn(text, allowed)] == '\0';
}

/* "80", "80/tcp": anything else the docker CLI could take apart in another way. */
static bool is_port(const char *text)
{
    const size_t digits = strspn(text, "0123456789-");

    return digits && (!text[digits] || strcmp(text + digits, "/tcp") == 0 ||
                      strcmp(text + digits, "/udp") == 0 || strcmp(text + digits, "/sctp") == 0);
}

static const char *text_of(const struct qw_json *object, const char *name)
{
    const char *text = qw_json_string(qw_json_get(object, name));

    return text != NULL ? text : "";
}

/* [HOST_IP:][HOST_PORT:]PORT */
static bool say_binding(struct qw_command *command, const char *flag, const char *port,
                        const struct qw_json *binding)
{
    struct qw_buffer word QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
    const char *address = text_of(binding, "HostIp");
    const char *host_port = text_of(binding, "HostPort");

    if (!has_only(address, "0123456789abcdefABCDEF.:") || !has_only(host_port, "0123456789-"))
        return false;
    if (address[0])
        qw_buffer_addf(&word, strchr(address, ':') != NULL ? "[%s]:" : "%s:", address);
    if (address[0] || host_port[0])
        qw_buffer_addf(&word, "%s:", host_port);
    qw_buffer_add_text(&word, port);
    qw_command_flag_buffer(command, flag, &word);
    return true;
}

/* A list without a binding makes the engine choose a port of the host (engine.md 5.2). */
static bool say_bindings(struct qw_command *command, const char *flag, const struct qw_json *list)
{
    const char *port = qw_json_key(list);

    if (!is_port(port))
        return false;
    if (qw_json_count(list) == 0)
        qw_command_flag(command, flag, port);
    for (const struct qw_json *item = qw_json_first(list); item != NULL;
         item = qw_json_next(item)) {
        if (!say_binding(command, flag, port, item))
            qw_command_unsaid(command, item);
    }
    return true;
}

bool qw_say_ports(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_bindings);
}

/* Published ports are exposed by -p itself. */
static bool is_published(const struct qw_command *command, const char *port)
{
    const struct qw_json *host = qw_json_get(command->operation->body, "HostConfig");

    return qw_json_get(qw_json_get(host, "PortBindings"), port) != NULL;
}

static bool say_exposed(struct qw_command *command, const char *flag, const struct qw_json *item)
{
    const char *port = qw_json_key(item);

    if (!is_port(port))
        return false;
    if (!is_published(command, port))
        qw_command_flag(command, flag, port);
    return true;
}

bool qw_say_exposed(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_command_say_items(command, flag, node, say_exposed);
}
