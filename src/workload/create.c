/* The body of container.create (engine.md 5.2). */
#include "workload_priv.h"

struct qw_log_config qw_workload_read_log(struct qw_reader *reader, const struct qw_json *node)
{
    const struct qw_json *config = qw_reader_object(reader, node);
    struct qw_log_config log = {0};

    log.type = qw_reader_text(reader, qw_json_get(config, "Type"));
    log.options = qw_reader_pairs(reader, qw_json_get(config, "Config"));
    return log;
}

static const struct qw_schema *host_schema(void)
{
    const struct qw_schema *body = qw_op_schema(QW_OP_CONTAINER_CREATE);
    const struct qw_field *host = body == NULL ? NULL : qw_schema_field(body, "HostConfig");

    return host == NULL ? NULL : host->schema;
}

void qw_workload_add_unknown_fields(struct qw_reader *reader, const struct qw_json *object,
                                    const struct qw_schema *schema, struct qw_texts *unknown)
{
    for (const struct qw_json *member = qw_json_first(object); member != NULL;
         member = qw_json_next(member)) {
        const char *key = qw_json_key(member);

        if (!qw_json_is_set(member) || (schema != NULL && qw_schema_field(schema, key) != NULL))
            continue;
        qw_reader_add_text(reader, unknown, (struct qw_text){.value = key, .at = member});
    }
    if (unknown->at == NULL && unknown->n_items > 0)
        unknown->at = object;
}

static void read_namespaces(struct qw_reader *reader, const struct qw_json *host,
                            struct qw_workload *workload)
{
    for (enum qw_namespace which = 0; which < QW_NAMESPACE_COUNT; which++) {
        struct qw_text text = qw_reader_text(reader, qw_json_get(host, qw_namespace_field(which)));

        workload->namespaces[which] = qw_workload_read_namespace(which, text);
    }
}

/* Sysctls stand in HostConfig and in the driver options of every endpoint. */
static void read_endpoints(struct qw_reader *reader, const struct qw_json *body,
                           const struct qw_json *host, struct qw_workload *workload)
{
    const struct qw_json *config = qw_reader_object(reader, qw_json_get(body, "NetworkingConfig"));
    const struct qw_json *endpoints =
        qw_reader_object(reader, qw_json_get(config, "EndpointsConfig"));
    struct qw_pairs *options = &workload->endpoint_options;
    struct qw_pairs *sysctls = &workload->sysctls;

    qw_sysctl_add_map(reader, qw_json_get(host, "Sysctls"), sysctls);
    for (const struct qw_json *endpoint = qw_json_first(endpoints); endpoint != NULL;
         endpoint = qw_json_next(endpoint)) {
        const struct qw_text name = {.value = qw_json_key(endpoint), .at = endpoint};

        qw_endpoint_add(reader, endpoint, options, sysctls);
        qw_endpoint_add_joined(reader, name, endpoint, &workload->joined_networks);
    }
    options->at = options->n_items > 0 ? endpoints : NULL;
    sysctls->at = sysctls->n_items > 0 ? sysctls->items[0].at : NULL;
}

static void read_identity(struct qw_reader *reader, const struct qw_json *body,
                          const struct qw_json *host, struct qw_workload *workload)
{
    workload->image = qw_reader_text(reader, qw_json_get(body, "Image"));
    workload->user = qw_reader_user(reader, qw_json_get(body, "User"));
    workload->groups = qw_workload_read_groups(reader, qw_json_get(host, "GroupAdd"));
}

static void read_confinement(struct qw_reader *reader, const struct qw_json *host,
                             struct qw_workload *workload)
{
    workload->privileged = qw_reader_flag(reader, qw_json_get(host, "Privileged"));
    workload->read_only_rootfs = qw_reader_flag(reader, qw_json_get(host, "ReadonlyRootfs"));
    workload->capabilities = qw_workload_read_capabilities(reader, host);
    workload->security = qw_workload_read_security(reader, qw_json_get(host, "SecurityOpt"));
    workload->masked_paths = qw_reader_texts(reader, qw_json_get(host, "MaskedPaths"));
    workload->read_only_paths = qw_reader_texts(reader, qw_json_get(host, "ReadonlyPaths"));
    read_namespaces(reader, host, workload);
}

static void read_storage(struct qw_reader *reader, const struct qw_json *body,
                         const struct qw_json *host, struct qw_workload *workload)
{
    workload->mounts = qw_workload_read_mounts(reader, body, host);
    workload->volume_driver = qw_reader_text(reader, qw_json_get(host, "VolumeDriver"));
    workload->volumes_from =
        qw_workload_read_volumes_from(reader, qw_json_get(host, "VolumesFrom"));
    workload->devices = qw_workload_read_devices(reader, host);
    qw_workload_read_nvidia(reader, qw_json_get(body, "Env"), &workload->mounts,
                            &workload->devices);
}

static void read_resources(struct qw_reader *reader, const struct qw_json *host,
                           struct qw_workload *workload)
{
    qw_workload_read_limits(reader, host, workload);
    workload->ulimits = qw_workload_read_ulimits(reader, qw_json_get(host, "Ulimits"));
    workload->cgroup_parent = qw_reader_text(reader, qw_json_get(host, "CgroupParent"));
    workload->runtime = qw_reader_text(reader, qw_json_get(host, "Runtime"));
    workload->annotations = qw_reader_pairs(reader, qw_json_get(host, "Annotations"));
    workload->oom_score_adj = qw_reader_number(reader, qw_json_get(host, "OomScoreAdj"));
    workload->oom_kill_disable = qw_reader_flag(reader, qw_json_get(host, "OomKillDisable"));
    workload->log = qw_workload_read_log(reader, qw_json_get(host, "LogConfig"));
}

static void read_running(struct qw_reader *reader, const struct qw_json *body,
                         const struct qw_json *host, struct qw_workload *workload)
{
    workload->labels = qw_reader_pairs(reader, qw_json_get(body, "Labels"));
    workload->healthcheck = qw_workload_read_healthcheck(reader, qw_json_get(body, "Healthcheck"));
    workload->restart = qw_workload_read_restart(reader, qw_json_get(host, "RestartPolicy"));
    workload->ports = qw_workload_read_ports(reader, host);
    workload->publishes_all_ports = qw_reader_flag(reader, qw_json_get(host, "PublishAllPorts"));
}

void qw_workload_read_create(struct qw_reader *reader, const struct qw_operation *operation,
                             struct qw_workload *workload)
{
    const struct qw_json *body = qw_reader_object(reader, operation->body);
    const struct qw_json *host = qw_reader_object(reader, qw_json_get(body, "HostConfig"));

    read_identity(reader, body, host, workload);
    read_confinement(reader, host, workload);
    read_storage(reader, body, host, workload);
    read_endpoints(reader, body, host, workload);
    read_resources(reader, host, workload);
    read_running(reader, body, host, workload);
    qw_workload_add_unknown_fields(reader, host, host_schema(), &workload->unknown_fields);
}
