/* Ports of the host. */
#include <string.h>

#include "rules_priv.h"

/* A policy without the setting still keeps the ports that only root may open. */
static int64_t lowest_free_port(const struct qw_settings *settings)
{
    enum { FIRST_UNPRIVILEGED = 1024 };
    const int64_t min = settings->values[QW_SETTING_HOST_PORTS_MIN].number;

    return min > 0 ? min : FIRST_UNPRIVILEGED;
}

/* "80/tcp", "80": without a protocol the engine takes tcp. */
static const char *protocol_of(const char *container_port)
{
    const char *slash = strchr(container_port, '/');

    return slash ? slash + 1 : "tcp";
}

static bool is_allowed(const struct qw_settings *settings, struct qw_findings *findings,
                       int64_t number, const char *protocol)
{
    const char *plain = qw_findings_format(findings, "%lld", (long long)number);
    const char *full = qw_findings_format(findings, "%lld/%s", (long long)number, protocol);

    return qw_setting_has_word(settings, QW_SETTING_HOST_PORTS_ALLOW, plain) ||
           qw_setting_has_word(settings, QW_SETTING_HOST_PORTS_ALLOW, full);
}

/* The first port of the range that may not be published; 0 when all may.  A range from 0 is one
 * from 1; 0 alone lets the engine pick a high one. */
static int64_t first_denied(const struct qw_port *port, const struct qw_settings *settings,
                            struct qw_findings *findings)
{
    const int64_t min = lowest_free_port(settings);
    const char *protocol = protocol_of(port->container_port);

    for (int64_t number = port->first > 0 ? port->first : 1; number <= port->last && number < min;
         number++) {
        if (!is_allowed(settings, findings, number, protocol))
            return number;
    }
    return 0;
}

/* 80 -> 8080, 443 -> 8443. */
static int64_t suggested_port(int64_t denied, int64_t min)
{
    enum { OFFSET = 8000, HIGHEST = 65535 };
    const int64_t shifted = denied + OFFSET;

    return shifted >= min && shifted <= HIGHEST ? shifted : min;
}

/* NULL, which leaves the rule's own words, for a port that would need quoting. */
static const char *docker_fix(struct qw_findings *findings, const struct qw_port *port,
                              int64_t suggested)
{
    const size_t n_digits = strspn(port->container_port, "0123456789");
    const char *rest = port->container_port + n_digits;

    if (n_digits == 0 || n_digits > 5)
        return NULL;
    if (strcmp(rest, "") != 0 && strcmp(rest, "/tcp") != 0)
        return NULL;
    return qw_findings_format(findings, "use -p %lld:%.*s", (long long)suggested, (int)n_digits,
                              port->container_port);
}

static void judge_port(const struct qw_port *port, const struct qw_settings *settings,
                       struct qw_findings *findings)
{
    const int64_t denied = port->is_valid ? first_denied(port, settings, findings) : 0;
    const int64_t min = lowest_free_port(settings);
    struct qw_finding finding = {
        .at = port->at,
        .remedies = {{.kind = QW_REMEDY_DROP, .at = port->at}},
    };

    if (!port->is_valid) {
        qw_finding_add(findings, &finding, "is no port that the engine could publish.");
        return;
    }
    if (denied == 0)
        return;
    finding.value = qw_findings_format(findings, "%lld", (long long)denied);
    finding.docker = docker_fix(findings, port, suggested_port(denied, min));
    qw_finding_add(findings, &finding,
                   "publishes port %lld of the host: ports under %lld belong to the host's own "
                   "services.",
                   (long long)denied, (long long)min);
}

void qw_rule_host_ports(const struct qw_workload *workload, const struct qw_settings *settings,
                        struct qw_findings *findings)
{
    for (size_t i = 0; i < workload->ports.n_items; i++)
        judge_port(&workload->ports.items[i], settings, findings);
}
