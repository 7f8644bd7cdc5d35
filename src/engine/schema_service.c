/* ServiceSpec: api/types/swarm @ v20.10.24 to HEAD.  Ulimits, capabilities since 20.10; Seccomp,
 * AppArmor and NoNewPrivileges since 25.0; OomScoreAdj since 28.0.  MaxFailureRatio is a fraction,
 * and of a plugin it is enough to know that there is one. */
#include "engine_priv.h"

static const struct qw_field dns_fields[] = {
    {"Nameservers", QW_FIELD_STRINGS, 0, NULL},
    {"Options", QW_FIELD_STRINGS, 0, NULL},
    {"Search", QW_FIELD_STRINGS, 0, NULL},
};

static const struct qw_schema dns = QW_SCHEMA("DNSConfig", dns_fields);

static const struct qw_field credential_fields[] = {
    {"Config", QW_FIELD_STRING, 0, NULL},
    {"File", QW_FIELD_STRING, 0, NULL},
    {"Registry", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema credential = QW_SCHEMA("CredentialSpec", credential_fields);

static const struct qw_field selinux_fields[] = {
    {"Disable", QW_FIELD_BOOL, 0, NULL}, {"Level", QW_FIELD_STRING, 0, NULL},
    {"Role", QW_FIELD_STRING, 0, NULL},  {"Type", QW_FIELD_STRING, 0, NULL},
    {"User", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema selinux = QW_SCHEMA("SELinuxContext", selinux_fields);

static const struct qw_field seccomp_fields[] = {
    {"Mode", QW_FIELD_STRING, 0, NULL}, {"Profile", QW_FIELD_STRING, 0, NULL}, /* []byte: base64 */
};

static const struct qw_schema seccomp = QW_SCHEMA("SeccompOpts", seccomp_fields);

static const struct qw_field apparmor_fields[] = {
    {"Mode", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema apparmor = QW_SCHEMA("AppArmorOpts", apparmor_fields);

static const struct qw_field privileges_fields[] = {
    {"AppArmor", QW_FIELD_STRUCT, 0, &apparmor},
    {"CredentialSpec", QW_FIELD_STRUCT, 0, &credential},
    {"NoNewPrivileges", QW_FIELD_BOOL, 0, NULL},
    {"Seccomp", QW_FIELD_STRUCT, 0, &seccomp},
    {"SELinuxContext", QW_FIELD_STRUCT, 0, &selinux},
};

static const struct qw_schema privileges = QW_SCHEMA("Privileges", privileges_fields);

static const struct qw_field file_fields[] = {
    {"GID", QW_FIELD_STRING, 0, NULL},
    {"Mode", QW_FIELD_INTEGER, 0, NULL},
    {"Name", QW_FIELD_STRING, 0, NULL},
    {"UID", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema file = QW_SCHEMA("FileTarget", file_fields);

static const struct qw_field secret_fields[] = {
    {"File", QW_FIELD_STRUCT, 0, &file},
    {"SecretID", QW_FIELD_STRING, 0, NULL},
    {"SecretName", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema secret = QW_SCHEMA("SecretReference", secret_fields);

static const struct qw_field config_fields[] = {
    {"ConfigID", QW_FIELD_STRING, 0, NULL},
    {"ConfigName", QW_FIELD_STRING, 0, NULL},
    {"File", QW_FIELD_STRUCT, 0, &file},
    {"Runtime", QW_FIELD_STRUCT, 0, &qw_schema_empty},
};

static const struct qw_schema config = QW_SCHEMA("ConfigReference", config_fields);

static const struct qw_field container_fields[] = {
    {"Args", QW_FIELD_STRINGS, 0, NULL},
    {"CapabilityAdd", QW_FIELD_STRINGS, 0, NULL},
    {"CapabilityDrop", QW_FIELD_STRINGS, 0, NULL},
    {"Command", QW_FIELD_STRINGS, 0, NULL},
    {"Configs", QW_FIELD_STRUCTS, 0, &config},
    {"Dir", QW_FIELD_STRING, 0, NULL},
    {"DNSConfig", QW_FIELD_STRUCT, 0, &dns},
    {"Env", QW_FIELD_STRINGS, 0, NULL},
    {"Groups", QW_FIELD_STRINGS, 0, NULL},
    {"Healthcheck", QW_FIELD_STRUCT, 0, &qw_schema_health},
    {"Hostname", QW_FIELD_STRING, 0, NULL},
    {"Hosts", QW_FIELD_STRINGS, 0, NULL},
    {"Image", QW_FIELD_STRING, 0, NULL},
    {"Init", QW_FIELD_BOOL, 0, NULL},
    {"Isolation", QW_FIELD_STRING, 0, NULL},
    {"Labels", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Mounts", QW_FIELD_STRUCTS, 0, &qw_schema_mount},
    {"OomScoreAdj", QW_FIELD_INTEGER, 0, NULL},
    {"OpenStdin", QW_FIELD_BOOL, 0, NULL},
    {"Privileges", QW_FIELD_STRUCT, 0, &privileges},
    {"ReadOnly", QW_FIELD_BOOL, 0, NULL},
    {"Secrets", QW_FIELD_STRUCTS, 0, &secret},
    {"StopGracePeriod", QW_FIELD_INTEGER, 0, NULL},
    {"StopSignal", QW_FIELD_STRING, 0, NULL},
    {"Sysctls", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"TTY", QW_FIELD_BOOL, 0, NULL},
    {"Ulimits", QW_FIELD_STRUCTS, 0, &qw_schema_ulimit},
    {"User", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema container = QW_SCHEMA("ContainerSpec", container_fields);

static const struct qw_field generic_fields[] = {
    {"DiscreteResourceSpec", QW_FIELD_ANY, 0, NULL},
    {"NamedResourceSpec", QW_FIELD_ANY, 0, NULL},
};

static const struct qw_schema generic = QW_SCHEMA("GenericResource", generic_fields);

static const struct qw_field limits_fields[] = {
    {"MemoryBytes", QW_FIELD_INTEGER, 0, NULL},
    {"NanoCPUs", QW_FIELD_INTEGER, 0, NULL},
    {"Pids", QW_FIELD_INTEGER, 0, NULL},
};

static const struct qw_schema limits = QW_SCHEMA("Limit", limits_fields);

static const struct qw_field reservations_fields[] = {
    {"GenericResources", QW_FIELD_STRUCTS, 0, &generic},
    {"MemoryBytes", QW_FIELD_INTEGER, 0, NULL},
    {"NanoCPUs", QW_FIELD_INTEGER, 0, NULL},
};

static const struct qw_schema reservations = QW_SCHEMA("Resources", reservations_fields);

static const struct qw_field resources_fields[] = {
    {"Limits", QW_FIELD_STRUCT, 0, &limits},
    {"MemorySwappiness", QW_FIELD_INTEGER, 0, NULL},
    {"Reservations", QW_FIELD_STRUCT, 0, &reservations},
    {"SwapBytes", QW_FIELD_INTEGER, 0, NULL},
};

static const struct qw_schema resources = QW_SCHEMA("ResourceRequirements", resources_fields);

static const struct qw_field restart_fields[] = {
    {"Condition", QW_FIELD_STRING, 0, NULL},
    {"Delay", QW_FIELD_INTEGER, 0, NULL},
    {"MaxAttempts", QW_FIELD_INTEGER, 0, NULL},
    {"Window", QW_FIELD_INTEGER, 0, NULL},
};

static const struct qw_schema restart = QW_SCHEMA("RestartPolicy", restart_fields);

static const struct qw_field driver_fields[] = {
    {"Name", QW_FIELD_STRING, 0, NULL},
    {"Options", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
};

static const struct qw_schema driver = QW_SCHEMA("Driver", driver_fields);

static const struct qw_field attachment_fields[] = {
    {"Aliases", QW_FIELD_STRINGS, 0, NULL},
    {"DriverOpts", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Target", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema attachment = QW_SCHEMA("NetworkAttachmentConfig", attachment_fields);

static const struct qw_field task_fields[] = {
    {"ContainerSpec", QW_FIELD_STRUCT, 0, &container},
    {"ForceUpdate", QW_FIELD_INTEGER, 0, NULL},
    {"LogDriver", QW_FIELD_STRUCT, 0, &driver},
    {"NetworkAttachmentSpec", QW_FIELD_ANY, 0, NULL},
    {"Networks", QW_FIELD_STRUCTS, 0, &attachment},
    {"Placement", QW_FIELD_ANY, 0, NULL},
    {"PluginSpec", QW_FIELD_ANY, 0, NULL},
    {"Resources", QW_FIELD_STRUCT, 0, &resources},
    {"RestartPolicy", QW_FIELD_STRUCT, 0, &restart},
    {"Runtime", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema task = QW_SCHEMA("TaskSpec", task_fields);

static const struct qw_field update_config_fields[] = {
    {"Delay", QW_FIELD_INTEGER, 0, NULL},       {"FailureAction", QW_FIELD_STRING, 0, NULL},
    {"MaxFailureRatio", QW_FIELD_ANY, 0, NULL}, {"Monitor", QW_FIELD_INTEGER, 0, NULL},
    {"Order", QW_FIELD_STRING, 0, NULL},        {"Parallelism", QW_FIELD_INTEGER, 0, NULL},
};

static const struct qw_schema update_config = QW_SCHEMA("UpdateConfig", update_config_fields);

static const struct qw_field port_fields[] = {
    {"Name", QW_FIELD_STRING, 0, NULL},           {"Protocol", QW_FIELD_STRING, 0, NULL},
    {"PublishedPort", QW_FIELD_INTEGER, 0, NULL}, {"PublishMode", QW_FIELD_STRING, 0, NULL},
    {"TargetPort", QW_FIELD_INTEGER, 0, NULL},
};

static const struct qw_schema port = QW_SCHEMA("PortConfig", port_fields);

static const struct qw_field endpoint_spec_fields[] = {
    {"Mode", QW_FIELD_STRING, 0, NULL},
    {"Ports", QW_FIELD_STRUCTS, 0, &port},
};

static const struct qw_schema endpoint_spec = QW_SCHEMA("EndpointSpec", endpoint_spec_fields);

static const struct qw_field service_fields[] = {
    {"EndpointSpec", QW_FIELD_STRUCT, 0, &endpoint_spec},
    {"Labels", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Mode", QW_FIELD_ANY, 0, NULL}, /* how many tasks, not what they are */
    {"Name", QW_FIELD_STRING, 0, NULL},
    {"Networks", QW_FIELD_STRUCTS, 0, &attachment},
    {"RollbackConfig", QW_FIELD_STRUCT, 0, &update_config},
    {"TaskTemplate", QW_FIELD_STRUCT, 0, &task},
    {"UpdateConfig", QW_FIELD_STRUCT, 0, &update_config},
};

const struct qw_schema qw_schema_service = QW_SCHEMA("service", service_fields);
