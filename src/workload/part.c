#include "workload_priv.h"

static const char *const create_parts[QW_PART_COUNT] = {
    [QW_PART_USER] = "User",
    [QW_PART_PRIVILEGED] = "HostConfig.Privileged",
    [QW_PART_READ_ONLY_ROOTFS] = "HostConfig.ReadonlyRootfs",
    [QW_PART_CAP_DROP] = "HostConfig.CapDrop",
    [QW_PART_SECURITY_OPT] = "HostConfig.SecurityOpt",
    [QW_PART_TMPFS] = "HostConfig.Tmpfs",
    [QW_PART_MEMORY] = "HostConfig.Memory",
    [QW_PART_CPUS] = "HostConfig.NanoCpus",
    [QW_PART_PIDS_LIMIT] = "HostConfig.PidsLimit",
    [QW_PART_HEALTHCHECK] = "Healthcheck",
    [QW_PART_LABELS] = "Labels",
    [QW_PART_IMAGE] = "Image",
    [QW_PART_NETWORK_MODE] = "HostConfig.NetworkMode",
    [QW_PART_RESTART] = "HostConfig.RestartPolicy",
};

static const char *const exec_parts[QW_PART_COUNT] = {
    [QW_PART_USER] = "User",
    [QW_PART_PRIVILEGED] = "Privileged",
};

static const char *const service_parts[QW_PART_COUNT] = {
    [QW_PART_USER] = "TaskTemplate.ContainerSpec.User",
    [QW_PART_READ_ONLY_ROOTFS] = "TaskTemplate.ContainerSpec.ReadOnly",
    [QW_PART_CAP_DROP] = "TaskTemplate.ContainerSpec.CapabilityDrop",
    [QW_PART_NO_NEW_PRIVILEGES] = "TaskTemplate.ContainerSpec.Privileges.NoNewPrivileges",
    [QW_PART_MEMORY] = "TaskTemplate.Resources.Limits.MemoryBytes",
    [QW_PART_CPUS] = "TaskTemplate.Resources.Limits.NanoCPUs",
    [QW_PART_PIDS_LIMIT] = "TaskTemplate.Resources.Limits.Pids",
    [QW_PART_HEALTHCHECK] = "TaskTemplate.ContainerSpec.Healthcheck",
    [QW_PART_LABELS] = "TaskTemplate.ContainerSpec.Labels",
    [QW_PART_IMAGE] = "TaskTemplate.ContainerSpec.Image",
    [QW_PART_RESTART] = "TaskTemplate.RestartPolicy",
};

static const char *const *const parts[QW_WORKLOAD_KIND_COUNT] = {
    [QW_WORKLOAD_CREATE] = create_parts,
    [QW_WORKLOAD_EXEC] = exec_parts,
    [QW_WORKLOAD_CONTAINER] = create_parts,
    [QW_WORKLOAD_SERVICE] = service_parts,
};

bool qw_workload_is_partial(enum qw_workload_kind kind)
{
    return kind == QW_WORKLOAD_EXEC || kind == QW_WORKLOAD_UPDATE;
}

const char *qw_workload_part_path(enum qw_workload_kind kind, enum qw_part part)
{
    if (kind >= QW_WORKLOAD_KIND_COUNT || part >= QW_PART_COUNT || parts[kind] == NULL)
        return NULL;
    return parts[kind][part];
}
