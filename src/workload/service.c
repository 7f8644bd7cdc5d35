/* service.create and service.update: a spec is whole, so that both are read as a create is
 * (engine.md 5.4).  What a service has no way to say is absent. */
#include <string.h>

#include "service_priv.h"

void qw_service_need_api(struct qw_reader *reader, const struct qw_operation *operation,
                         const struct qw_json *node, unsigned minor)
{
    const bool is_met =
        operation->api_major > 1 || (operation->api_major == 1 && operation->api_minor >= minor);

    if (is_met || !qw_json_is_set(node) || reader->err != QW_OK)
        return;
    reader->err =
        qw_diag_set(reader->diag, QW_ERR_API_VERSION,
                    "the engine drops %s from a service whose request is of an API before "
                    "1.%u, or of none\nask by API 1.%u or newer.",
                    qw_json_key(node), minor, minor);
}

/* An id may be cut short, so that every word of its letters may be the host network's. */
static bool may_be_id(const char *target)
{
    return target[strspn(target, "0123456789abcdefghijklmnopqrstuvwxyz")] == '\0' &&
           strcmp(target, "bridge") != 0;
}

static enum qw_namespace_mode mode_of(const char *target)
{
    if (strcmp(target, "host") == 0)
        return QW_NAMESPACE_HOST;
    return may_be_id(target) ? QW_NAMESPACE_UNKNOWN : QW_NAMESPACE_PRIVATE;
}

static bool is_worse(enum qw_namespace_mode mode, enum qw_namespace_mode than)
{
    if (than == QW_NAMESPACE_HOST || mode == than)
        return false;
    return mode == QW_NAMESPACE_HOST || mode == QW_NAMESPACE_UNKNOWN ||
           than == QW_NAMESPACE_DEFAULT;
}

/* Of several networks the worst stands for all. */
static void add_networks(struct qw_reader *reader, const struct qw_json *node,
                         struct qw_workload *workload)
{
    const struct qw_json *list = qw_reader_array(reader, node);
    struct qw_namespace_choice *network = &workload->namespaces[QW_NAMESPACE_NETWORK];

    for (const struct qw_json *at = qw_json_first(list); at != NULL; at = qw_json_next(at)) {
        const char *target = qw_reader_text(reader, qw_json_get(at, "Target")).value;
        const struct qw_text name = {.value = target, .at = at};
        const enum qw_namespace_mode mode = mode_of(target);

        if (is_worse(mode, network->mode))
            *network = (struct qw_namespace_choice){.mode = mode, .text = name};
        qw_reader_add_text(reader, &workload->joined_networks, name);
        qw_endpoint_add(reader, at, &workload->endpoint_options, &workload->sysctls);
    }
}

static struct qw_port read_port(struct qw_reader *reader, const struct qw_json *element)
{
    enum { PORT_MAX = 65535 };
    const struct qw_json *config = qw_reader_object(reader, element);
    const int64_t published = qw_reader_number(reader, qw_json_get(config, "PublishedPort")).value;
    const int64_t target = qw_reader_number(reader, qw_json_get(config, "TargetPort")).value;
    const char *protocol = qw_reader_text(reader, qw_json_get(config, "Protocol")).value;
    const char *container_port = qw_arena_format(reader->arena, "%lld/%s", (long long)target,
                                                 protocol[0] != '\0' ? protocol : "tcp");

    if (container_port == NULL && reader->err == QW_OK)
        reader->err = QW_ERR_NO_MEMORY;
    return (struct qw_port){
        .container_port = container_port != NULL ? container_port : "",
        .host_ip = "",
        .first = published,
        .last = published,
        .is_valid = published >= 0 && published <= PORT_MAX,
        .at = element,
    };
}

static struct qw_ports read_ports(struct qw_reader *reader, const struct qw_json *node)
{
    const struct qw_json *list = qw_reader_array(reader, node);
    struct qw_port *items = qw_reader_alloc(reader, qw_json_count(list), sizeof *items);
    struct qw_ports ports = {.items = items};

    if (items == NULL)
        return ports;
    for (const struct qw_json *at = qw_json_first(list); at != NULL; at = qw_json_next(at))
        items[ports.n_items++] = read_port(reader, at);
    return ports;
}

/* LIST holds references, each with a NAME beside its id. */
static void add_secrets(struct qw_reader *reader, const struct qw_json *list, const char *name,
                        struct qw_texts *secrets)
{
    list = qw_reader_array(reader, list);
    for (const struct qw_json *at = qw_json_first(list); at != NULL; at = qw_json_next(at)) {
        const struct qw_text text = qw_reader_text(reader, qw_json_get(at, name));

        qw_reader_add_text(reader, secrets, (struct qw_text){.value = text.value, .at = at});
    }
}

static void read_secrets(struct qw_reader *reader, const struct qw_json *spec,
                         struct qw_texts *secrets)
{
    const struct qw_json *credential =
        qw_json_get(qw_json_get(spec, "Privileges"), "CredentialSpec");
    const struct qw_text config = qw_reader_text(reader, qw_json_get(credential, "Config"));

    add_secrets(reader, qw_json_get(spec, "Secrets"), "SecretName", secrets);
    add_secrets(reader, qw_json_get(spec, "Configs"), "ConfigName", secrets);
    if (config.value[0] != '\0')
        qw_reader_add_text(reader, secrets, config);
}

static void read_container(struct qw_reader *reader, const struct qw_operation *operation,
                           const struct qw_json *spec, struct qw_workload *workload)
{
    const struct qw_json *drop = qw_json_get(spec, "CapabilityDrop");

    qw_service_need_api(reader, operation, drop, QW_SERVICE_API_CAPABILITIES);
    workload->image = qw_reader_text(reader, qw_json_get(spec, "Image"));
    workload->user = qw_reader_user(reader, qw_json_get(spec, "User"));
    workload->groups = qw_workload_read_groups(reader, qw_json_get(spec, "Groups"));
    workload->read_only_rootfs = qw_reader_flag(reader, qw_json_get(spec, "ReadOnly"));
    workload->capabilities =
        qw_workload_read_capability_lists(reader, qw_json_get(spec, "CapabilityAdd"), drop);
    workload->security =
        qw_service_read_privileges(reader, operation, qw_json_get(spec, "Privileges"));
    workload->mounts = qw_workload_read_service_mounts(reader, qw_json_get(spec, "Mounts"));
    qw_workload_read_nvidia(reader, qw_json_get(spec, "Env"), &workload->mounts,
                            &workload->devices);
    qw_sysctl_add_map(reader, qw_json_get(spec, "Sysctls"), &workload->sysctls);
    workload->oom_score_adj = qw_reader_number(reader, qw_json_get(spec, "OomScoreAdj"));
    workload->ulimits = qw_workload_read_ulimits(reader, qw_json_get(spec, "Ulimits"));
    workload->healthcheck = qw_workload_read_healthcheck(reader, qw_json_get(spec, "Healthcheck"));
    workload->labels = qw_reader_pairs(reader, qw_json_get(spec, "Labels"));
    read_secrets(reader, spec, &workload->secrets);
}

/* The swarm restarts a task whatever it ended with unless it is told otherwise.  A Window lets it
 * forget the tries that are older (shouldRestart in swarmkit's restart.go), so that they end never.
 */
static struct qw_restart_policy read_restart(struct qw_reader *reader, const struct qw_json *node)
{
    const struct qw_json *policy = qw_reader_object(reader, node);
    const struct qw_text when = qw_reader_text(reader, qw_json_get(policy, "Condition"));
    struct qw_restart_policy restart = {
        .when = QW_RESTART_ALWAYS,
        .name = when.value,
        .most = qw_reader_number(reader, qw_json_get(policy, "MaxAttempts")).value,
        .at = policy,
    };

    if (qw_reader_number(reader, qw_json_get(policy, "Window")).value != 0)
        restart.most = 0;
    if (strcmp(when.value, "none") == 0)
        restart.when = QW_RESTART_NEVER;
    else if (strcmp(when.value, "on-failure") == 0)
        restart.when = QW_RESTART_ON_FAILURE;
    else if (when.value[0] != '\0' && strcmp(when.value, "any") != 0)
        restart.when = QW_RESTART_UNKNOWN;
    return restart;
}

static void read_task(struct qw_reader *reader, const struct qw_operation *operation,
                      const struct qw_json *task, struct qw_workload *workload)
{
    const struct qw_json *resources = qw_reader_object(reader, qw_json_get(task, "Resources"));
    const struct qw_json *limits = qw_reader_object(reader, qw_json_get(resources, "Limits"));
    const struct qw_json *reserved =
        qw_reader_object(reader, qw_json_get(resources, "Reservations"));
    const struct qw_json *driver = qw_reader_object(reader, qw_json_get(task, "LogDriver"));
    const struct qw_json *generic = qw_json_get(reserved, "GenericResources");

    qw_service_need_api(reader, operation, qw_json_get(limits, "Pids"),
                        QW_SERVICE_API_CAPABILITIES);
    workload->memory = qw_reader_number(reader, qw_json_get(limits, "MemoryBytes"));
    workload->nano_cpus = qw_reader_number(reader, qw_json_get(limits, "NanoCPUs"));
    workload->pids_limit = qw_reader_number(reader, qw_json_get(limits, "Pids"));
    workload->restart = read_restart(reader, qw_json_get(task, "RestartPolicy"));
    workload->log.type = qw_reader_text(reader, qw_json_get(driver, "Name"));
    workload->log.options = qw_reader_pairs(reader, qw_json_get(driver, "Options"));
    /* the NVIDIA runtime takes a generic resource for a request (swarm-resource of its config) */
    if (qw_json_is_set(generic))
        qw_reader_add_text(reader, &workload->devices.nvidia_env,
                           (struct qw_text){.value = "GenericResources", .at = generic});
}

/* Runtime "attachment" no engine takes from a request. */
static struct qw_flag read_plugin(struct qw_reader *reader, const struct qw_json *task)
{
    const struct qw_json *plugin = qw_json_get(task, "PluginSpec");
    const struct qw_text runtime = qw_reader_text(reader, qw_json_get(task, "Runtime"));

    if (qw_json_is_set(plugin))
        return (struct qw_flag){.is_true = true, .at = plugin};
    if (runtime.value[0] == '\0' || strcmp(runtime.value, "container") == 0)
        return (struct qw_flag){0};
    return (struct qw_flag){.is_true = true, .at = runtime.at};
}

static const struct qw_schema *part_schema(const struct qw_schema *schema, const char *name)
{
    const struct qw_field *field = schema == NULL ? NULL : qw_schema_field(schema, name);

    return field == NULL ? NULL : field->schema;
}

/* A newer engine may have put powers there. */
static void read_unknown(struct qw_reader *reader, const struct qw_json *task,
                         struct qw_workload *workload)
{
    const struct qw_schema *task_schema =
        part_schema(qw_op_schema(QW_OP_SERVICE_CREATE), "TaskTemplate");
    const struct qw_schema *spec_schema = part_schema(task_schema, "ContainerSpec");
    const struct qw_json *spec = qw_json_get(task, "ContainerSpec");

    qw_workload_add_unknown_fields(reader, task, task_schema, &workload->unknown_fields);
    qw_workload_add_unknown_fields(reader, spec, spec_schema, &workload->unknown_fields);
    qw_workload_add_unknown_fields(reader, qw_json_get(spec, "Privileges"),
                                   part_schema(spec_schema, "Privileges"),
                                   &workload->unknown_fields);
}

/* The engine takes "none" for nothing, and refuses other words than these two. */
static const char *rollback_of(const struct qw_operation *operation)
{
    const char *value = qw_operation_param(operation, "rollback");

    return value == NULL || strcmp(value, "none") == 0 ? "" : value;
}

void qw_workload_read_service(struct qw_reader *reader, const struct qw_operation *operation,
                              struct qw_workload *workload)
{
    const struct qw_json *body = qw_reader_object(reader, operation->body);
    const struct qw_json *task = qw_reader_object(reader, qw_json_get(body, "TaskTemplate"));
    const struct qw_json *endpoint = qw_reader_object(reader, qw_json_get(body, "EndpointSpec"));
    struct qw_pairs *options = &workload->endpoint_options;
    struct qw_pairs *sysctls = &workload->sysctls;

    read_container(reader, operation, qw_reader_object(reader, qw_json_get(task, "ContainerSpec")),
                   workload);
    read_task(reader, operation, task, workload);
    add_networks(reader, qw_json_get(task, "Networks"), workload);
    add_networks(reader, qw_json_get(body, "Networks"), workload);
    options->at = options->n_items > 0 ? options->items[0].at : NULL;
    sysctls->at = sysctls->n_items > 0 ? sysctls->items[0].at : NULL;
    workload->ports = read_ports(reader, qw_json_get(endpoint, "Ports"));
    workload->plugin = read_plugin(reader, task);
    workload->rollback = (struct qw_text){.value = rollback_of(operation)};
    read_unknown(reader, task, workload);
}
