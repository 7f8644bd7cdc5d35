/* What starts a container again, and what tells that it is well. */
#include <string.h>

#include "workload_priv.h"

/* Compared exactly, as the engine does (api/types/container/hostconfig.go). */
static const struct {
    const char *name;
    enum qw_restart when;
} restarts[] = {
    {"", QW_RESTART_NEVER},
    {"no", QW_RESTART_NEVER},
    {"on-failure", QW_RESTART_ON_FAILURE},
    {"always", QW_RESTART_ALWAYS},
    {"unless-stopped", QW_RESTART_UNLESS_STOPPED},
};

static enum qw_restart restart_named(const char *name)
{
    for (size_t i = 0; i < sizeof restarts / sizeof restarts[0]; i++)
        if (strcmp(restarts[i].name, name) == 0)
            return restarts[i].when;
    return QW_RESTART_UNKNOWN;
}

struct qw_restart_policy qw_workload_read_restart(struct qw_reader *reader,
                                                  const struct qw_json *node)
{
    const struct qw_json *policy = qw_reader_object(reader, node);
    const struct qw_text name = qw_reader_text(reader, qw_json_get(policy, "Name"));

    return (struct qw_restart_policy){
        .when = restart_named(name.value),
        .name = name.value,
        .most = qw_reader_number(reader, qw_json_get(policy, "MaximumRetryCount")).value,
        .at = policy,
    };
}

/* The engine runs a check for these two alone, and for no others says so in its log only
 * (daemon/health.go). */
static enum qw_health state_of(const char *kind, size_t n_words)
{
    const bool is_command = strcmp(kind, "CMD") == 0 || strcmp(kind, "CMD-SHELL") == 0;

    return is_command && n_words > 1 ? QW_HEALTH_CHECKED : QW_HEALTH_NONE;
}

struct qw_healthcheck qw_workload_read_healthcheck(struct qw_reader *reader,
                                                   const struct qw_json *node)
{
    const struct qw_json *config = qw_reader_object(reader, node);
    const struct qw_texts test = qw_reader_texts(reader, qw_json_get(config, "Test"));

    if (test.n_items == 0)
        return (struct qw_healthcheck){0};
    if (reader->err == QW_OK && test.n_items == 1 && strcmp(test.items[0].value, "CMD") == 0)
        reader->err = qw_diag_set(reader->diag, QW_ERR_TYPE,
                                  "Healthcheck.Test is CMD without a command, over which every "
                                  "engine breaks down\nadd the command, or drop the health check.");
    return (struct qw_healthcheck){
        .state = state_of(test.items[0].value, test.n_items),
        .at = test.at,
    };
}
