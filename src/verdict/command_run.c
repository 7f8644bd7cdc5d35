/* `docker run`: every field of a create body that a flag says. */
#include <string.h>

#include "command_priv.h"

/* The docker CLI knows no others, and the engine takes them for private. */
static bool say_shared(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    const char *mode = qw_json_string(node);

    if (mode == NULL || (strcmp(mode, "host") != 0 && strncmp(mode, "container:", 10) != 0))
        return false;
    qw_command_flag(command, flag, mode);
    return true;
}

/* -1 is what the docker CLI sends unasked. */
static bool say_swappiness(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    return qw_json_integer(node) == -1 || qw_say_integer(command, flag, node);
}

static const struct qw_say_row host_rows[] = {
    {"AutoRemove", "--rm", qw_say_switch},
    {"Privileged", "--privileged", qw_say_switch},
    {"ReadonlyRootfs", "--read-only", qw_say_switch},
    {"Tmpfs", "--tmpfs", qw_say_tmpfs},
    {"CapDrop", "--cap-drop", qw_say_each},
    {"CapAdd", "--cap-add", qw_say_each},
    {"SecurityOpt", "--security-opt", qw_say_security},
    {"MaskedPaths", "--security-opt", qw_say_system_paths},
    {"ReadonlyPaths", "--security-opt", qw_say_system_paths},
    {"GroupAdd", "--group-add", qw_say_each},
    {"NetworkMode", "--network", qw_say_network_mode},
    {"PidMode", "--pid", say_shared},
    {"IpcMode", "--ipc", qw_say_text},
    {"UTSMode", "--uts", say_shared},
    {"UsernsMode", "--userns", say_shared},
    {"CgroupnsMode", "--cgroupns", qw_say_text},
    {"Binds", "-v", qw_say_binds},
    {"Mounts", "--mount", qw_say_mounts},
    {"VolumesFrom", "--volumes-from", qw_say_each},
    {"VolumeDriver", "--volume-driver", qw_say_text},
    {"PortBindings", "-p", qw_say_ports},
    {"PublishAllPorts", "-P", qw_say_switch},
    {"Devices", "--device", qw_say_devices},
    {"DeviceCgroupRules", "--device-cgroup-rule", qw_say_each},
    {"DeviceRequests", "--gpus", qw_say_device_requests},
    {"Sysctls", "--sysctl", qw_say_pairs},
    {"Ulimits", "--ulimit", qw_say_ulimits},
    {"Memory", "--memory", qw_say_bytes},
    {"MemoryReservation", "--memory-reservation", qw_say_bytes},
    {"MemorySwap", "--memory-swap", qw_say_bytes},
    {"MemorySwappiness", "--memory-swappiness", say_swappiness},
    {"NanoCpus", "--cpus", qw_say_cpus},
    {"CpuShares", "--cpu-shares", qw_say_integer},
    {"CpuPeriod", "--cpu-period", qw_say_integer},
    {"CpuQuota", "--cpu-quota", qw_say_integer},
    {"CpuRealtimePeriod", "--cpu-rt-period", qw_say_integer},
    {"CpuRealtimeRuntime", "--cpu-rt-runtime", qw_say_integer},
    {"CpusetCpus", "--cpuset-cpus", qw_say_text},
    {"CpusetMems", "--cpuset-mems", qw_say_text},
    {"PidsLimit", "--pids-limit", qw_say_integer},
    {"BlkioWeight", "--blkio-weight", qw_say_integer},
    {"BlkioWeightDevice", "--blkio-weight-device", qw_say_weights},
    {"BlkioDeviceReadBps", "--device-read-bps", qw_say_rates},
    {"BlkioDeviceWriteBps", "--device-write-bps", qw_say_rates},
    {"BlkioDeviceReadIOps", "--device-read-iops", qw_say_rates},
    {"BlkioDeviceWriteIOps", "--device-write-iops", qw_say_rates},
    {"OomKillDisable", "--oom-kill-disable", qw_say_switch},
    {"OomScoreAdj", "--oom-score-adj", qw_say_integer},
    {"ShmSize", "--shm-size", qw_say_bytes},
    {"RestartPolicy", "--restart", qw_say_restart},
    {"LogConfig", NULL, qw_say_log},
    {"Dns", "--dns", qw_say_each},
    {"DnsSearch", "--dns-search", qw_say_each},
    {"DnsOptions", "--dns-option", qw_say_each},
    {"ExtraHosts", "--add-host", qw_say_each},
    {"Links", "--link", qw_say_each},
    {"Init", "--init", qw_say_switch},
    {"StorageOpt", "--storage-opt", qw_say_pairs},
    {"Runtime", "--runtime", qw_say_text},
    {"CgroupParent", "--cgroup-parent", qw_say_text},
    {"Annotations", "--annotation", qw_say_pairs},
    {"Isolation", "--isolation", qw_say_text},
    {"ConsoleSize", NULL, qw_say_silently},
};

static bool say_host_config(struct qw_command *command, const char *flag,
                            const struct qw_json *node)
{
    (void)flag;
    qw_command_say_fields(command, node, QW_SAY_TABLE(host_rows));
    return true;
}

/* [] and [""] clear the image's entrypoint; of several words the rest goes before Cmd. */
static bool say_entrypoint(struct qw_command *command, const char *flag, const struct qw_json *node)
{
    const struct qw_json *first = qw_json_first(node);
    const char *word = first != NULL ? qw_json_string(first) : "";

    if (word == NULL || (!word[0] && qw_json_count(node) > 1))
        return false;
    qw_command_flag(command, flag, word);
    return true;
}

static const struct qw_say_row config_rows[] = {
    {"OpenStdin", "-i", qw_say_switch},
    {"Tty", "-t", qw_say_switch},
    {"Hostname", "--hostname", qw_say_text},
    {"Domainname", "--domainname", qw_say_text},
    {"User", "--user", qw_say_text},
    {"HostConfig", NULL, say_host_config},
    {"NetworkingConfig", NULL, qw_say_networking},
    {"MacAddress", "--mac-address", qw_say_text},
    {"ExposedPorts", "--expose", qw_say_exposed},
    {"Volumes", "-v", qw_say_volumes},
    {"WorkingDir", "-w", qw_say_text},
    {"Env", "-e", qw_say_env_names},
    {"Labels", "--label", qw_say_pairs},
    {"StopSignal", "--stop-signal", qw_say_text},
    {"StopTimeout", "--stop-timeout", qw_say_integer},
    {"Healthcheck", NULL, qw_say_health},
    {"Entrypoint", "--entrypoint", say_entrypoint},
    {"Image", NULL, qw_say_silently},
    {"Cmd", NULL, qw_say_silently},
    {"AttachStdin", NULL, qw_say_silently},
    {"AttachStdout", NULL, qw_say_silently},
    {"AttachStderr", NULL, qw_say_silently},
    {"StdinOnce", NULL, qw_say_silently},
};

static bool is_attached(const struct qw_json *body)
{
    static const char *const streams[] = {"AttachStdin", "AttachStdout", "AttachStderr"};

    for (size_t i = 0; i < QW_COUNT_ROWS(streams); i++) {
        if (qw_json_is_true(qw_json_get(body, streams[i])))
            return true;
    }
    return false;
}

/* A name or platform from the query; false when the docker CLI would take it for a flag. */
static bool say_param(struct qw_command *command, const char *flag, const char *name)
{
    const char *value = qw_operation_param(command->operation, name);

    if (value == NULL || !value[0])
        return true;
    qw_command_switch(command, flag);
    return qw_command_argument(command, value);
}

bool qw_command_run(struct qw_command *command)
{
    const struct qw_json *body = command->operation->body;
    const struct qw_json *entrypoint = qw_json_first(qw_json_get(body, "Entrypoint"));

    qw_buffer_add_text(command->out, "docker run");
    if (!is_attached(body))
        qw_command_switch(command, "-d");
    if (!say_param(command, "--name", "name") || !say_param(command, "--platform", "platform"))
        return false;
    qw_command_say_fields(command, body, QW_SAY_TABLE(config_rows));
    if (!qw_command_argument(command, qw_json_string(qw_json_get(body, "Image"))))
        return false;
    if (entrypoint != NULL)
        qw_command_words(command, qw_json_next(entrypoint));
    qw_command_words(command, qw_json_first(qw_json_get(body, "Cmd")));
    return true;
}
