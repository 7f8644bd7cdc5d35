/* UpdateConfig, which is Resources and RestartPolicy: api/types/container/hostconfig.go @ v20.10.24
 * to HEAD.  The engine acts on the limits and on RestartPolicy; Devices, CgroupParent, Ulimits and
 * their like it reads and ignores (engine.md 5.1). */
#include "engine_priv.h"

static const struct qw_field update_fields[] = {
    {"BlkioDeviceReadBps", QW_FIELD_STRUCTS, 0, &qw_schema_throttle_device},
    {"BlkioDeviceReadIOps", QW_FIELD_STRUCTS, 0, &qw_schema_throttle_device},
    {"BlkioDeviceWriteBps", QW_FIELD_STRUCTS, 0, &qw_schema_throttle_device},
    {"BlkioDeviceWriteIOps", QW_FIELD_STRUCTS, 0, &qw_schema_throttle_device},
    {"BlkioWeight", QW_FIELD_INTEGER, 0, NULL},
    {"BlkioWeightDevice", QW_FIELD_STRUCTS, 0, &qw_schema_weight_device},
    {"CgroupParent", QW_FIELD_STRING, 0, NULL},
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
    {"IOMaximumBandwidth", QW_FIELD_INTEGER, 0, NULL},
    {"IOMaximumIOps", QW_FIELD_INTEGER, 0, NULL},
    {"KernelMemory", QW_FIELD_INTEGER, 0, NULL},
    {"KernelMemoryTCP", QW_FIELD_INTEGER, 0, NULL},
    {"Memory", QW_FIELD_INTEGER, 0, NULL},
    {"MemoryReservation", QW_FIELD_INTEGER, 0, NULL},
    {"MemorySwap", QW_FIELD_INTEGER, 0, NULL},
    {"MemorySwappiness", QW_FIELD_INTEGER, 0, NULL},
    {"NanoCpus", QW_FIELD_INTEGER, 0, NULL},
    {"OomKillDisable", QW_FIELD_BOOL, 0, NULL},
    {"PidsLimit", QW_FIELD_INTEGER, QW_FIELD_EMPTY_MEANS, NULL},
    {"RestartPolicy", QW_FIELD_STRUCT, 0, &qw_schema_restart_policy},
    {"Ulimits", QW_FIELD_STRUCTS, 0, &qw_schema_ulimit},
};

const struct qw_schema qw_schema_update = QW_SCHEMA("container update", update_fields);
