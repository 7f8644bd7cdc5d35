/* HostConfig with its embedded Resources: api/types/container/hostconfig.go @ v20.10.24 to HEAD.
 * Annotations since 24.0; KernelMemory and KernelMemoryTCP up to 28.  Names are those of the JSON
 * tags: CpuShares, NanoCpus, Dns (engine.md 4.2). */
#include "engine_priv.h"

static const struct qw_field log_config_fields[] = {
    {"Config", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Type", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema log_config = QW_SCHEMA("LogConfig", log_config_fields);

static const struct qw_field restart_policy_fields[] = {
    {"MaximumRetryCount", QW_FIELD_INTEGER, 0, NULL},
    {"Name", QW_FIELD_STRING, 0, NULL},
};

const struct qw_schema qw_schema_restart_policy = QW_SCHEMA("RestartPolicy", restart_policy_fields);

static const struct qw_field port_binding_fields[] = {
    {"HostIp", QW_FIELD_STRING, 0, NULL},
    {"HostPort", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema port_binding = QW_SCHEMA("PortBinding", port_binding_fields);

static const struct qw_field weight_device_fields[] = {
    {"Path", QW_FIELD_STRING, 0, NULL},
    {"Weight", QW_FIELD_INTEGER, 0, NULL},
};

const struct qw_schema qw_schema_weight_device = QW_SCHEMA("WeightDevice", weight_device_fields);

static const struct qw_field throttle_device_fields[] = {
    {"Path", QW_FIELD_STRING, 0, NULL},
    {"Rate", QW_FIELD_INTEGER, 0, NULL},
};

const struct qw_schema qw_schema_throttle_device =
    QW_SCHEMA("ThrottleDevice", throttle_device_fields);

static const struct qw_field device_fields[] = {
    {"CgroupPermissions", QW_FIELD_STRING, 0, NULL},
    {"PathInContainer", QW_FIELD_STRING, 0, NULL},
    {"PathOnHost", QW_FIELD_STRING, 0, NULL},
};

const struct qw_schema qw_schema_device = QW_SCHEMA("DeviceMapping", device_fields);

static const struct qw_field device_request_fields[] = {
    {"Capabilities", QW_FIELD_LIST_OF_STRINGS, 0, NULL},
    {"Count", QW_FIELD_INTEGER, 0, NULL},
    {"DeviceIDs", QW_FIELD_STRINGS, 0, NULL},
    {"Driver", QW_FIELD_STRING, 0, NULL},
    {"Options", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
};

const struct qw_schema qw_schema_device_request = QW_SCHEMA("DeviceRequest", device_request_fields);

static const struct qw_field ulimit_fields[] = {
    {"Hard", QW_FIELD_INTEGER, 0, NULL},
    {"Name", QW_FIELD_STRING, 0, NULL},
    {"Soft", QW_FIELD_INTEGER, 0, NULL},
};

const struct qw_schema qw_schema_ulimit = QW_SCHEMA("Ulimit", ulimit_fields);

/* A non-null list of masked paths replaces the engine's own, an empty one with nothing (engine.md
 * 5.2). */
static const struct qw_field host_config_fields[] = {
    {"Annotations", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"AutoRemove", QW_FIELD_BOOL, 0, NULL},
    {"Binds", QW_FIELD_STRINGS, 0, NULL},
    {"BlkioDeviceReadBps", QW_FIELD_STRUCTS, 0, &qw_schema_throttle_device},
    {"BlkioDeviceReadIOps", QW_FIELD_STRUCTS, 0, &qw_schema_throttle_device},
    {"BlkioDeviceWriteBps", QW_FIELD_STRUCTS, 0, &qw_schema_throttle_device},
    {"BlkioDeviceWriteIOps", QW_FIELD_STRUCTS, 0, &qw_schema_throttle_device},
    {"BlkioWeight", QW_FIELD_INTEGER, 0, NULL},
    {"BlkioWeightDevice", QW_FIELD_STRUCTS, 0, &qw_schema_weight_device},
    {"CapAdd", QW_FIELD_STRING_OR_STRINGS, 0, NULL},
    {"CapDrop", QW_FIELD_STRING_OR_STRINGS, 0, NULL},
    {"Cgroup", QW_FIELD_STRING, 0, NULL},
    {"CgroupnsMode", QW_FIELD_STRING, 0, NULL},
    {"CgroupParent", QW_FIELD_STRING, 0, NULL},
    {"ConsoleSize", QW_FIELD_INTEGERS, 0, NULL},
    {"ContainerIDFile", QW_FIELD_STRING, 0, NULL},
    {"CpuCount", QW_FIELD_INTEGER, 0, NULL},
    {"CpuPercent", QW_FIELD_INTEGER, 0, NULL},
    {"CpuPeriod", QW_FIELD_INTEGER, 0, NULL},
    {"CpuQuota", QW_FIELD_INTEGER, 0, NULL},
    {"CpuRealtimePeriod", QW_FIELD_INTEGER, 0, NULL},
    {"CpuRealtimeRuntime", QW_FIELD_INTEGER, 0, NULL},
    {"CpusetCpus", QW_FIELD_STRING, 0, NULL},
    {"CpusetMems", QW_FIELD_STRING, 0, NULL},
    {"CpuShares", QW_FIELD_INTEGER, 0, NULL},
    {"DeviceCgroupRules", QW_FIELD_STRINGS, 0, NULL},
    {"DeviceRequests", QW_FIELD_STRUCTS, 0, &qw_schema_device_request},
    {"Devices", QW_FIELD_STRUCTS, 0, &qw_schema_device},
    {"Dns", QW_FIELD_STRINGS, 0, NULL},
    {"DnsOptions", QW_FIELD_STRINGS, 0, NULL},
    {"DnsSearch", QW_FIELD_STRINGS, 0, NULL},
    {"ExtraHosts", QW_FIELD_STRINGS, 0, NULL},
    {"GroupAdd", QW_FIELD_STRINGS, 0, NULL},
    {"Init", QW_FIELD_BOOL, 0, NULL},
    {"IOMaximumBandwidth", QW_FIELD_INTEGER, 0, NULL},
    {"IOMaximumIOps", QW_FIELD_INTEGER, 0, NULL},
    {"IpcMode", QW_FIELD_STRING, 0, NULL},
    {"Isolation", QW_FIELD_STRING, 0, NULL},
    {"KernelMemory", QW_FIELD_INTEGER, 0, NULL},
    {"KernelMemoryTCP", QW_FIELD_INTEGER, 0, NULL},
    {"Links", QW_FIELD_STRINGS, 0, NULL},
    {"LogConfig", QW_FIELD_STRUCT, 0, &log_config},
    {"MaskedPaths", QW_FIELD_STRINGS, QW_FIELD_EMPTY_MEANS, NULL},
    {"Memory", QW_FIELD_INTEGER, 0, NULL},
    {"MemoryReservation", QW_FIELD_INTEGER, 0, NULL},
    {"MemorySwap", QW_FIELD_INTEGER, 0, NULL},
    {"MemorySwappiness", QW_FIELD_INTEGER, 0, NULL},
    {"Mounts", QW_FIELD_STRUCTS, 0, &qw_schema_mount},
    {"NanoCpus", QW_FIELD_INTEGER, 0, NULL},
    {"NetworkMode", QW_FIELD_STRING, 0, NULL},
    {"OomKillDisable", QW_FIELD_BOOL, 0, NULL},
    {"OomScoreAdj", QW_FIELD_INTEGER, 0, NULL},
    {"PidMode", QW_FIELD_STRING, 0, NULL},
    {"PidsLimit", QW_FIELD_INTEGER, 0, NULL},
    {"PortBindings", QW_FIELD_MAP_OF_STRUCT_LISTS, 0, &port_binding},
    {"Privileged", QW_FIELD_BOOL, 0, NULL},
    {"PublishAllPorts", QW_FIELD_BOOL, 0, NULL},
    {"ReadonlyPaths", QW_FIELD_STRINGS, QW_FIELD_EMPTY_MEANS, NULL},
    {"ReadonlyRootfs", QW_FIELD_BOOL, 0, NULL},
    {"RestartPolicy", QW_FIELD_STRUCT, 0, &qw_schema_restart_policy},
    {"Runtime", QW_FIELD_STRING, 0, NULL},
    {"SecurityOpt", QW_FIELD_STRINGS, 0, NULL},
    {"ShmSize", QW_FIELD_INTEGER, 0, NULL},
    {"StorageOpt", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Sysctls", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Tmpfs", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Ulimits", QW_FIELD_STRUCTS, 0, &qw_schema_ulimit},
    {"UsernsMode", QW_FIELD_STRING, 0, NULL},
    {"UTSMode", QW_FIELD_STRING, 0, NULL},
    {"VolumeDriver", QW_FIELD_STRING, 0, NULL},
    {"VolumesFrom", QW_FIELD_STRINGS, 0, NULL},
};

const struct qw_schema qw_schema_host_config = QW_SCHEMA("HostConfig", host_config_fields);
