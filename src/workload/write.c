/* One row a member, one writer a type of value: what a workload gains is a row here. */
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "workload_priv.h"

#include "qw/workload_write.h"

typedef void value_writer(struct qw_buffer *buffer, const void *value);

static const char *const kind_names[QW_WORKLOAD_KIND_COUNT] = {
    [QW_WORKLOAD_NONE] = "none",       [QW_WORKLOAD_CREATE] = "create",
    [QW_WORKLOAD_EXEC] = "exec",       [QW_WORKLOAD_VOLUME] = "volume",
    [QW_WORKLOAD_NETWORK] = "network", [QW_WORKLOAD_CONNECT] = "connect",
    [QW_WORKLOAD_BUILD] = "build",     [QW_WORKLOAD_UPDATE] = "update",
    [QW_WORKLOAD_SERVICE] = "service", [QW_WORKLOAD_CONTAINER] = "container",
};

static const char *const identity_names[] = {
    [QW_IDENTITY_ABSENT] = "absent",
    [QW_IDENTITY_NUMBER] = "number",
    [QW_IDENTITY_NAME] = "name",
    [QW_IDENTITY_INVALID] = "invalid",
};

static const char *const namespace_names[QW_NAMESPACE_COUNT] = {
    [QW_NAMESPACE_PID] = "pid",   [QW_NAMESPACE_IPC] = "ipc",
    [QW_NAMESPACE_UTS] = "uts",   [QW_NAMESPACE_NETWORK] = "network",
    [QW_NAMESPACE_USER] = "user", [QW_NAMESPACE_CGROUP] = "cgroup",
};

static const char *const mode_names[] = {
    [QW_NAMESPACE_DEFAULT] = "default", [QW_NAMESPACE_PRIVATE] = "private",
    [QW_NAMESPACE_HOST] = "host",       [QW_NAMESPACE_CONTAINER] = "container",
    [QW_NAMESPACE_PATH] = "path",       [QW_NAMESPACE_UNKNOWN] = "unknown",
};

static const char *const mount_type_names[] = {
    [QW_MOUNT_BIND] = "bind",   [QW_MOUNT_VOLUME] = "volume",   [QW_MOUNT_TMPFS] = "tmpfs",
    [QW_MOUNT_IMAGE] = "image", [QW_MOUNT_CLUSTER] = "cluster", [QW_MOUNT_UNKNOWN] = "unknown",
};

static const char *const security_key_names[] = {
    [QW_SECURITY_LABEL] = "label",
    [QW_SECURITY_APPARMOR] = "apparmor",
    [QW_SECURITY_SECCOMP] = "seccomp",
    [QW_SECURITY_NO_NEW_PRIVILEGES] = "no-new-privileges",
    [QW_SECURITY_WRITABLE_CGROUPS] = "writable-cgroups",
    [QW_SECURITY_UNKNOWN] = "unknown",
};

static const char *const restart_names[] = {
    [QW_RESTART_NEVER] = "no",        [QW_RESTART_ON_FAILURE] = "on-failure",
    [QW_RESTART_ALWAYS] = "always",   [QW_RESTART_UNLESS_STOPPED] = "unless-stopped",
    [QW_RESTART_UNKNOWN] = "unknown",
};

static const char *const health_names[] = {
    [QW_HEALTH_INHERITED] = "inherited",
    [QW_HEALTH_CHECKED] = "checked",
    [QW_HEALTH_NONE] = "none",
};

/* --- Members ---------------------------------------------------------------------------------- */

/* NAME may be NULL: an element of a list. */
static void begin(struct qw_buffer *buffer, const char *name, const char *bracket)
{
    if (buffer->len > 0 && strchr("{[:", buffer->data[buffer->len - 1]) == NULL)
        qw_buffer_add_text(buffer, ",");
    if (name != NULL)
        qw_buffer_addf(buffer, "\"%s\":", name);
    qw_buffer_add_text(buffer, bracket);
}

static void add_text(struct qw_buffer *buffer, const char *name, const char *text)
{
    begin(buffer, name, text == NULL ? "null" : "");
    if (text != NULL)
        qw_buffer_add_json_string(buffer, text, strlen(text));
}

static void add_bool(struct qw_buffer *buffer, const char *name, bool is_true)
{
    begin(buffer, name, is_true ? "true" : "false");
}

static void add_number(struct qw_buffer *buffer, const char *name, int64_t number)
{
    begin(buffer, name, "");
    qw_buffer_addf(buffer, "%" PRId64, number);
}

static void end(struct qw_buffer *buffer, const char *bracket)
{
    qw_buffer_add_text(buffer, bracket);
}

/* --- Small values ----------------------------------------------------------------------------- */

static void write_flag(struct qw_buffer *buffer, const void *value)
{
    const struct qw_flag *flag = value;

    add_bool(buffer, NULL, flag->is_true);
}

static void write_number(struct qw_buffer *buffer, const void *value)
{
    const struct qw_number *number = value;

    if (number->at == NULL)
        add_text(buffer, NULL, NULL);
    else
        add_number(buffer, NULL, number->value);
}

/* A word of the query has a value, and no node that it stands at; what a kind of body cannot have
 * is zero throughout. */
static void write_text(struct qw_buffer *buffer, const void *value)
{
    const struct qw_text *text = value;

    const bool is_given = text->value != NULL && (text->at != NULL || *text->value != '\0');

    add_text(buffer, NULL, is_given ? text->value : NULL);
}

static void write_list(struct qw_buffer *buffer, const struct qw_texts *texts)
{
    begin(buffer, NULL, "[");
    for (size_t i = 0; i < texts->n_items; i++)
        add_text(buffer, NULL, texts->items[i].value);
    end(buffer, "]");
}

static void write_texts(struct qw_buffer *buffer, const void *value)
{
    write_list(buffer, value);
}

/* A list whose emptiness means something. */
static void write_override(struct qw_buffer *buffer, const void *value)
{
    const struct qw_texts *texts = value;

    if (texts->at == NULL)
        add_text(buffer, NULL, NULL);
    else
        write_list(buffer, texts);
}

/* Pairs, not members of an object: a name may come twice. */
static void write_pairs(struct qw_buffer *buffer, const void *value)
{
    const struct qw_pairs *pairs = value;

    begin(buffer, NULL, "[");
    for (size_t i = 0; i < pairs->n_items; i++) {
        begin(buffer, NULL, "[");
        add_text(buffer, NULL, pairs->items[i].name);
        add_text(buffer, NULL, pairs->items[i].value);
        end(buffer, "]");
    }
    end(buffer, "]");
}

/* --- Parts ------------------------------------------------------------------------------------ */

static void write_user(struct qw_buffer *buffer, const void *value)
{
    const struct qw_user *user = value;

    begin(buffer, NULL, "{");
    add_text(buffer, "text", user->text.at != NULL ? user->text.value : NULL);
    add_text(buffer, "user", identity_names[user->user]);
    add_number(buffer, "uid", user->uid);
    add_text(buffer, "user_name", user->user_name);
    add_text(buffer, "group", identity_names[user->group]);
    add_number(buffer, "gid", user->gid);
    add_text(buffer, "group_name", user->group_name);
    end(buffer, "}");
}

static void write_groups(struct qw_buffer *buffer, const void *value)
{
    const struct qw_groups *groups = value;

    begin(buffer, NULL, "[");
    for (size_t i = 0; i < groups->n_items; i++) {
        begin(buffer, NULL, "{");
        add_text(buffer, "text", groups->items[i].text.value);
        add_text(buffer, "kind", identity_names[groups->items[i].kind]);
        add_number(buffer, "gid", groups->items[i].gid);
        end(buffer, "}");
    }
    end(buffer, "]");
}

static void write_capabilities(struct qw_buffer *buffer, const void *value)
{
    const struct qw_capabilities *capabilities = value;

    begin(buffer, NULL, "{");
    begin(buffer, "add", "");
    write_list(buffer, &capabilities->add);
    begin(buffer, "drop", "");
    write_list(buffer, &capabilities->drop);
    add_bool(buffer, "drops_all", capabilities->drops_all);
    end(buffer, "}");
}

static void write_security(struct qw_buffer *buffer, const void *value)
{
    const struct qw_security_options *options = value;

    begin(buffer, NULL, "[");
    for (size_t i = 0; i < options->n_items; i++) {
        begin(buffer, NULL, "{");
        add_text(buffer, "key", security_key_names[options->items[i].key]);
        add_text(buffer, "value", options->items[i].value);
        add_bool(buffer, "is_true", options->items[i].is_true);
        add_bool(buffer, "is_valid", options->items[i].is_valid);
        end(buffer, "}");
    }
    end(buffer, "]");
}

static void write_namespaces(struct qw_buffer *buffer, const void *value)
{
    const struct qw_namespace_choice *choices = value;

    begin(buffer, NULL, "{");
    for (size_t i = 0; i < QW_NAMESPACE_COUNT; i++) {
        begin(buffer, namespace_names[i], "{");
        add_text(buffer, "mode", mode_names[choices[i].mode]);
        begin(buffer, "text", "");
        write_text(buffer, &choices[i].text);
        end(buffer, "}");
    }
    end(buffer, "}");
}

static void write_mount(struct qw_buffer *buffer, const struct qw_mount *mount)
{
    begin(buffer, NULL, "{");
    add_text(buffer, "type", mount_type_names[mount->type]);
    add_text(buffer, "source", mount->source);
    add_text(buffer, "target", mount->target);
    add_bool(buffer, "is_read_only", mount->is_read_only);
    add_bool(buffer, "relabels", mount->relabels);
    add_bool(buffer, "no_copy", mount->no_copy);
    add_text(buffer, "propagation", mount->propagation);
    add_text(buffer, "driver", mount->driver);
    begin(buffer, "driver_options", "");
    write_pairs(buffer, &mount->driver_options);
    add_text(buffer, "options", mount->options);
    add_bool(buffer, "has_template", mount->has_template);
    add_text(buffer, "unknown_mode", mount->unknown_mode);
    end(buffer, "}");
}

static void write_mounts(struct qw_buffer *buffer, const void *value)
{
    const struct qw_mounts *mounts = value;

    begin(buffer, NULL, "[");
    for (size_t i = 0; i < mounts->n_items; i++)
        write_mount(buffer, &mounts->items[i]);
    end(buffer, "]");
}

static void write_device_request(struct qw_buffer *buffer, const struct qw_device_request *request)
{
    begin(buffer, NULL, "{");
    add_text(buffer, "driver", request->driver);
    add_bool(buffer, "asks_for_gpu", request->asks_for_gpu);
    add_number(buffer, "count", request->count);
    begin(buffer, "ids", "");
    write_list(buffer, &request->ids);
    begin(buffer, "options", "");
    write_pairs(buffer, &request->options);
    end(buffer, "}");
}

static void write_devices(struct qw_buffer *buffer, const void *value)
{
    const struct qw_devices *devices = value;

    begin(buffer, NULL, "{");
    begin(buffer, "host_paths", "");
    write_list(buffer, &devices->host_paths);
    begin(buffer, "limited_paths", "");
    write_list(buffer, &devices->limited_paths);
    begin(buffer, "cgroup_rules", "");
    write_list(buffer, &devices->cgroup_rules);
    begin(buffer, "requests", "[");
    for (size_t i = 0; i < devices->n_requests; i++)
        write_device_request(buffer, &devices->requests[i]);
    end(buffer, "]");
    begin(buffer, "nvidia_env", "");
    write_list(buffer, &devices->nvidia_env);
    begin(buffer, "nvidia_cdi", "");
    write_list(buffer, &devices->nvidia_cdi);
    end(buffer, "}");
}

static void write_ulimits(struct qw_buffer *buffer, const void *value)
{
    const struct qw_ulimits *ulimits = value;

    begin(buffer, NULL, "[");
    for (size_t i = 0; i < ulimits->n_items; i++) {
        begin(buffer, NULL, "{");
        add_text(buffer, "name", ulimits->items[i].name);
        add_number(buffer, "soft", ulimits->items[i].soft);
        add_number(buffer, "hard", ulimits->items[i].hard);
        end(buffer, "}");
    }
    end(buffer, "]");
}

static void write_restart(struct qw_buffer *buffer, const void *value)
{
    const struct qw_restart_policy *restart = value;

    begin(buffer, NULL, "{");
    add_text(buffer, "when", restart_names[restart->when]);
    add_text(buffer, "name", restart->name);
    add_number(buffer, "most", restart->most);
    end(buffer, "}");
}

static void write_healthcheck(struct qw_buffer *buffer, const void *value)
{
    const struct qw_healthcheck *check = value;

    add_text(buffer, NULL, health_names[check->state]);
}

static void write_ports(struct qw_buffer *buffer, const void *value)
{
    const struct qw_ports *ports = value;

    begin(buffer, NULL, "[");
    for (size_t i = 0; i < ports->n_items; i++) {
        begin(buffer, NULL, "{");
        add_text(buffer, "container_port", ports->items[i].container_port);
        add_text(buffer, "host_ip", ports->items[i].host_ip);
        add_number(buffer, "first", ports->items[i].first);
        add_number(buffer, "last", ports->items[i].last);
        add_bool(buffer, "is_valid", ports->items[i].is_valid);
        end(buffer, "}");
    }
    end(buffer, "]");
}

static void write_log(struct qw_buffer *buffer, const void *value)
{
    const struct qw_log_config *log = value;

    begin(buffer, NULL, "{");
    begin(buffer, "type", "");
    write_text(buffer, &log->type);
    begin(buffer, "options", "");
    write_pairs(buffer, &log->options);
    end(buffer, "}");
}

static void write_network(struct qw_buffer *buffer, const void *value)
{
    const struct qw_network *network = value;

    begin(buffer, NULL, "{");
    begin(buffer, "driver", "");
    write_text(buffer, &network->driver);
    begin(buffer, "scope", "");
    write_text(buffer, &network->scope);
    begin(buffer, "options", "");
    write_pairs(buffer, &network->options);
    begin(buffer, "subnets", "");
    write_list(buffer, &network->subnets);
    begin(buffer, "ipam_driver", "");
    write_text(buffer, &network->ipam_driver);
    begin(buffer, "ipam_options", "");
    write_pairs(buffer, &network->ipam_options);
    begin(buffer, "config_from", "");
    write_text(buffer, &network->config_from);
    add_bool(buffer, "config_only", network->config_only.is_true);
    add_bool(buffer, "ingress", network->ingress.is_true);
    end(buffer, "}");
}

static void write_volume(struct qw_buffer *buffer, const void *value)
{
    const struct qw_volume *volume = value;

    begin(buffer, NULL, "{");
    begin(buffer, "driver", "");
    write_text(buffer, &volume->driver);
    begin(buffer, "options", "");
    write_pairs(buffer, &volume->options);
    add_bool(buffer, "is_cluster", volume->cluster_spec != NULL);
    end(buffer, "}");
}

/* --- The table -------------------------------------------------------------------------------- */

#define ROW(member, writer)                                   \
    {                                                         \
#member, offsetof(struct qw_workload, member), writer \
    }

static const struct {
    const char *name;
    size_t offset;
    value_writer *write;
} rows[] = {
    ROW(image, write_text),
    ROW(privileged, write_flag),
    ROW(plugin, write_flag),
    ROW(rollback, write_text),
    ROW(user, write_user),
    ROW(groups, write_groups),
    ROW(read_only_rootfs, write_flag),
    ROW(capabilities, write_capabilities),
    ROW(security, write_security),
    ROW(masked_paths, write_override),
    ROW(read_only_paths, write_override),
    ROW(namespaces, write_namespaces),
    ROW(mounts, write_mounts),
    ROW(volume_driver, write_text),
    ROW(volumes_from, write_texts),
    ROW(devices, write_devices),
    ROW(sysctls, write_pairs),
    ROW(endpoint_options, write_pairs),
    ROW(cgroup_parent, write_text),
    ROW(runtime, write_text),
    ROW(annotations, write_pairs),
    ROW(oom_score_adj, write_number),
    ROW(oom_kill_disable, write_flag),
    ROW(memory, write_number),
    ROW(memory_swap, write_number),
    ROW(nano_cpus, write_number),
    ROW(cpu_quota, write_number),
    ROW(cpu_period, write_number),
    ROW(cpu_shares, write_number),
    ROW(pids_limit, write_number),
    ROW(ulimits, write_ulimits),
    ROW(restart, write_restart),
    ROW(healthcheck, write_healthcheck),
    ROW(labels, write_pairs),
    ROW(joined_networks, write_texts),
    ROW(ports, write_ports),
    ROW(publishes_all_ports, write_flag),
    ROW(log, write_log),
    ROW(secrets, write_texts),
    ROW(unknown_fields, write_texts),
    ROW(network, write_network),
    ROW(volume, write_volume),
};

const char *qw_workload_kind_name(enum qw_workload_kind kind)
{
    return kind_names[kind];
}

void qw_workload_write(struct qw_buffer *buffer, const struct qw_workload *workload)
{
    qw_buffer_add_text(buffer, "{");
    add_text(buffer, "kind", qw_workload_kind_name(workload->kind));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin(buffer, rows[i].name, "");
        rows[i].write(buffer, (const char *)workload + rows[i].offset);
    }
    end(buffer, "}");
}
