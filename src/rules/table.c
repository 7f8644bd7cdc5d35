/* The rule table.  Sentences here are what people read: in a denial, `explain`, the manual and
 * reports.  The numbers are those of the CIS Docker Benchmark 1.6 and the controls those of the
 * Kubernetes Pod Security Standards (rules.md). */
#include <string.h>

#include "rules_priv.h"

/* One member a rule, so that a row takes its name from QW_RULES by the same word as its id. */
static const struct {
#define QW_X(id, name) char id[sizeof(name)];
    QW_RULES(QW_X)
#undef QW_X
} names = {
/* NOLINTNEXTLINE(bugprone-macro-parentheses): what fills an array stands in none */
#define QW_X(id, name) .id = name,
    QW_RULES(QW_X)
#undef QW_X
};

#define IDENTITY(rule) .id = QW_RULE_##rule, .name = names.rule

/* What a rule applies to. */
enum {
    CREATE = 1 << QW_WORKLOAD_CREATE,
    EXEC = 1 << QW_WORKLOAD_EXEC,
    VOLUME = 1 << QW_WORKLOAD_VOLUME,
    NETWORK = 1 << QW_WORKLOAD_NETWORK,
    CONNECT = 1 << QW_WORKLOAD_CONNECT,
    BUILD = 1 << QW_WORKLOAD_BUILD,
    UPDATE = 1 << QW_WORKLOAD_UPDATE,
    SERVICE = 1 << QW_WORKLOAD_SERVICE,
    CONTAINER = 1 << QW_WORKLOAD_CONTAINER, /* the second look */
};

static const struct qw_rule rows[] = {
    [QW_RULE_PRIVILEGED] =
        {
            IDENTITY(PRIVILEGED),
            .title = "Containers do not run privileged",
            .why = "A privileged container holds every capability and every device of the host, "
                   "without seccomp and AppArmor: whoever is in it is root on the host.",
            .docker = "remove --privileged",
            .compose = "remove \"privileged: true\"",
            .cis = "5.5 5.23",
            .pss = "Privileged Containers",
            .applies = CREATE | CONTAINER | SERVICE | EXEC,
            .judge = qw_rule_privileged,
        },
    [QW_RULE_HOST_NAMESPACES] =
        {
            IDENTITY(HOST_NAMESPACES),
            .title = "Containers keep to namespaces of their own",
            .why = "A namespace shared with the host or with another container lets one see, "
                   "signal or imitate what runs there.",
            .docker = "remove --pid, --ipc, --uts, --network, --userns or --cgroupns",
            .compose = "remove pid, ipc, uts, network_mode, userns_mode or cgroup",
            .cis = "5.10 5.16 5.17 5.21 5.31",
            .pss = "Host Namespaces",
            .applies = CREATE | CONTAINER | SERVICE | BUILD,
            .needs = QW_NEED_OTHERS,
            .judge = qw_rule_host_namespaces,
        },
    [QW_RULE_ROOT_USER] =
        {
            IDENTITY(ROOT_USER),
            .title = "Containers do not run as root",
            .why = "Uid 0 in a container is uid 0 of the host as soon as a mount, a device or a "
                   "kernel bug leads out.",
            .docker = "add --user 1000:1000",
            .compose = "add user: \"1000:1000\"",
            .cis = "4.1 5.24",
            .pss = "Running as Non-root user",
            .applies = CREATE | CONTAINER | SERVICE | EXEC,
            .needs = QW_NEED_IMAGE_USER | QW_NEED_ACCOUNT,
            .judge = qw_rule_root_user,
        },
    [QW_RULE_GROUPS] =
        {
            IDENTITY(GROUPS),
            .title = "Containers do not join groups that rule the host",
            .why = "A group such as docker, disk or root opens the host's sockets, disks and files "
                   "to every process that is in it.",
            .docker = "remove --group-add, or give --user 1000:1000",
            .compose = "remove group_add, or give user: \"1000:1000\"",
            .cis = "",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | EXEC,
            .needs = QW_NEED_ACCOUNT,
            .judge = qw_rule_groups,
        },
    [QW_RULE_WRITABLE_ROOTFS] =
        {
            IDENTITY(WRITABLE_ROOTFS),
            .title = "The root file system is read-only",
            .why = "What breaks into a container with a writable root file system can change its "
                   "programs and stay.",
            .docker = "add --read-only, and --tmpfs /tmp where it writes",
            .compose = "add read_only: true, and tmpfs: [/tmp] where it writes",
            .cis = "5.13",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_writable_rootfs,
        },
    [QW_RULE_CAPABILITIES] =
        {
            IDENTITY(CAPABILITIES),
            .title = "Containers hold only the capabilities that the policy lists",
            .why = "Each capability is a part of root's power over the kernel; most services need "
                   "none.",
            .docker = "use --cap-drop ALL, and --cap-add only for what the policy lists",
            .compose = "use cap_drop: [ALL], and cap_add only for what the policy lists",
            .cis = "5.4",
            .pss = "Capabilities",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_capabilities,
        },
    [QW_RULE_NO_NEW_PRIVILEGES] =
        {
            IDENTITY(NO_NEW_PRIVILEGES),
            .title = "Processes cannot gain privileges",
            .why = "Without no-new-privileges a set-uid program in the image makes an ordinary "
                   "user root in the container.",
            .docker = "add --security-opt no-new-privileges",
            .compose = "add security_opt: [no-new-privileges:true]",
            .cis = "5.26",
            .pss = "Privilege Escalation",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_no_new_privileges,
        },
    [QW_RULE_SECCOMP] =
        {
            IDENTITY(SECCOMP),
            .title = "The seccomp filter stays on",
            .why = "The default seccomp profile closes the system calls that most escapes from "
                   "containers begin with.",
            .docker = "remove --security-opt seccomp=...",
            .compose = "remove \"seccomp:...\" from security_opt",
            .cis = "5.22",
            .pss = "Seccomp",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_seccomp,
        },
    [QW_RULE_APPARMOR] =
        {
            IDENTITY(APPARMOR),
            .title = "The AppArmor profile stays on",
            .why = "The default AppArmor profile keeps a container from writing to the kernel's "
                   "interfaces and from mounting.",
            .docker = "remove --security-opt apparmor=...",
            .compose = "remove \"apparmor:...\" from security_opt",
            .cis = "5.2",
            .pss = "AppArmor",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_apparmor,
        },
    [QW_RULE_SELINUX] =
        {
            IDENTITY(SELINUX),
            .title = "SELinux keeps containers apart",
            .why = "SELinux labels keep a container from the files of the host and of other "
                   "containers; chosen labels undo that.",
            .docker = "remove --security-opt label=...",
            .compose = "remove \"label:...\" from security_opt",
            .cis = "5.3",
            .pss = "SELinux",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_selinux,
        },
    [QW_RULE_MASKED_PATHS] =
        {
            IDENTITY(MASKED_PATHS),
            .title = "Kernel interfaces in /proc and /sys stay masked",
            .why = "Masked and read-only paths, and cgroups that cannot be written, keep a "
                   "container from reading kernel memory and from changing the host's settings.",
            .docker = "remove --security-opt systempaths=unconfined and writable-cgroups",
            .compose =
                "remove \"systempaths=unconfined\" and \"writable-cgroups\" from security_opt",
            .cis = "",
            .pss = "/proc Mount Type",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_masked_paths,
        },
    [QW_RULE_BIND_MOUNTS] =
        {
            IDENTITY(BIND_MOUNTS),
            .title = "Only allowed paths of the host are mounted",
            .why = "A path of the host in a container is read and written with the container's "
                   "rights, past the host's own boundaries.",
            .docker = "drop the -v or --mount of the host path, or use a named volume",
            .compose = "drop the host path from volumes, or use a named volume",
            .cis = "5.6",
            .pss = "HostPath Volumes",
            .applies = CREATE | CONTAINER | SERVICE | VOLUME,
            .needs = QW_NEED_PATHS | QW_NEED_VOLUMES,
            .judge = qw_rule_bind_mounts,
        },
    [QW_RULE_ENGINE_SOCKETS] =
        {
            IDENTITY(ENGINE_SOCKETS),
            .title = "The sockets of container engines stay outside",
            .why = "Who can reach an engine's socket can start a container that owns the host.",
            .docker = "drop the -v or --mount that shows the socket",
            .compose = "drop the socket from volumes",
            .cis = "5.32",
            .pss = "HostPath Volumes",
            .applies = CREATE | CONTAINER | SERVICE | VOLUME,
            .needs = QW_NEED_PATHS | QW_NEED_VOLUMES,
            .judge = qw_rule_engine_sockets,
        },
    [QW_RULE_MOUNT_PROPAGATION] =
        {
            IDENTITY(MOUNT_PROPAGATION),
            .title = "Mounts do not propagate between host and container",
            .why = "A shared mount carries what is mounted in the container to the host, and back.",
            .docker =
                "drop shared, rshared, slave or rslave from -v, or bind-propagation from --mount",
            .compose = "drop shared, rshared, slave or rslave from volumes, or bind.propagation",
            .cis = "5.20",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_mount_propagation,
        },
    [QW_RULE_VOLUMES] =
        {
            IDENTITY(VOLUMES),
            .title = "Volumes use allowed drivers and harmless options",
            .why = "A volume driver mounts on the host as root what its options name: any path, "
                   "disk or remote share.",
            .docker = "drop --volume-driver, volume-opt and --volumes-from",
            .compose = "drop driver and driver_opts of the volume, and volumes_from",
            .cis = "5.6",
            .pss = "Volume Types",
            .applies = CREATE | CONTAINER | SERVICE | VOLUME,
            .needs = QW_NEED_VOLUMES | QW_NEED_OTHERS,
            .judge = qw_rule_volumes,
        },
    [QW_RULE_NETWORKS] =
        {
            IDENTITY(NETWORKS),
            .title = "Networks are of the ordinary kinds",
            .why = "A network driver and its options can put a container onto the host's own "
                   "interfaces or take over its routes.",
            .docker = "use --driver bridge without --opt",
            .compose = "use driver: bridge without driver_opts",
            .cis = "",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | NETWORK | CONNECT,
            .judge = qw_rule_networks,
        },
    [QW_RULE_DEVICES] =
        {
            IDENTITY(DEVICES),
            .title = "Only allowed devices of the host are used",
            .why = "A device of the host reaches its disks, memory or hardware past every other "
                   "boundary.",
            .docker = "drop --device, --device-cgroup-rule or --gpus",
            .compose = "drop devices, device_cgroup_rules or the device reservation",
            .cis = "5.18",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_devices,
        },
    [QW_RULE_SYSCTLS] =
        {
            IDENTITY(SYSCTLS),
            .title = "Only safe sysctls are set",
            .why = "A sysctl outside the safe list can change the kernel for the whole host or "
                   "weaken the container's network.",
            .docker = "drop --sysctl",
            .compose = "drop sysctls",
            .cis = "",
            .pss = "Sysctls",
            .applies = CREATE | CONTAINER | SERVICE | NETWORK | CONNECT,
            .judge = qw_rule_sysctls,
        },
    [QW_RULE_CGROUP_PARENT] =
        {
            IDENTITY(CGROUP_PARENT),
            .title = "The engine chooses the cgroup",
            .why = "A chosen cgroup parent takes a container out of the limits and the accounting "
                   "of the host.",
            .docker = "drop --cgroup-parent",
            .compose = "drop cgroup_parent",
            .cis = "5.25",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | BUILD,
            .judge = qw_rule_cgroup_parent,
        },
    [QW_RULE_RUNTIMES] =
        {
            IDENTITY(RUNTIMES),
            .title = "Only allowed runtimes and annotations are used",
            .why = "A runtime is a program that the engine runs as root, and annotations are "
                   "orders to it.",
            .docker = "drop --runtime and --annotation",
            .compose = "drop runtime and annotations",
            .cis = "",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_runtimes,
        },
    [QW_RULE_OOM] =
        {
            IDENTITY(OOM),
            .title = "The kernel may end a container that uses up memory",
            .why = "A container that the kernel may not end takes the host's own services down "
                   "instead.",
            .docker = "drop --oom-score-adj and --oom-kill-disable",
            .compose = "drop oom_score_adj and oom_kill_disable",
            .cis = "",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | UPDATE,
            .judge = qw_rule_oom,
        },
    [QW_RULE_TMPFS_OPTIONS] =
        {
            IDENTITY(TMPFS_OPTIONS),
            .title = "A tmpfs stays noexec, nosuid and nodev",
            .why = "exec lets a fresh program run from a temporary file system; suid and dev give "
                   "it power.",
            .docker = "drop exec, suid and dev from --tmpfs",
            .compose = "drop exec, suid and dev from tmpfs",
            .cis = "",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_tmpfs_options,
        },
    [QW_RULE_HOST_PORTS] =
        {
            IDENTITY(HOST_PORTS),
            .title = "Low ports of the host are not published",
            .why = "Ports under 1024 belong to the host's own services, and clients trust what "
                   "answers there.",
            .docker = "publish a higher port: -p 8080:80",
            .compose = "publish a higher port: \"8080:80\"",
            .cis = "5.8",
            .pss = "Host Ports",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_host_ports,
        },
    [QW_RULE_HOST_INTERFACE] =
        {
            IDENTITY(HOST_INTERFACE),
            .title = "Ports are published on chosen interfaces",
            .why = "A port on every interface is open to every network that the host is in, and "
                   "past the host's own firewall rules.",
            .docker = "give an address: -p 127.0.0.1:8080:80",
            .compose = "give an address: \"127.0.0.1:8080:80\"",
            .cis = "5.14 5.9",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_host_interface,
        },
    [QW_RULE_MEMORY_LIMIT] =
        {
            IDENTITY(MEMORY_LIMIT),
            .title = "Memory is limited",
            .why = "A container without a limit can take all memory, and the kernel then ends "
                   "other services of the host.",
            .docker = "add --memory 512m",
            .compose = "add mem_limit: 512m",
            .cis = "5.11",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | UPDATE,
            .judge = qw_rule_memory_limit,
        },
    [QW_RULE_CPU_LIMIT] =
        {
            IDENTITY(CPU_LIMIT),
            .title = "CPUs are limited",
            .why = "A container without a limit can keep every CPU busy, so that nothing else on "
                   "the host gets on.",
            .docker = "add --cpus 1",
            .compose = "add cpus: 1",
            .cis = "5.12",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | UPDATE,
            .judge = qw_rule_cpu_limit,
        },
    [QW_RULE_PIDS_LIMIT] =
        {
            IDENTITY(PIDS_LIMIT),
            .title = "Processes are limited",
            .why = "A container without a limit can start processes until the host can start none.",
            .docker = "add --pids-limit 200",
            .compose = "add pids_limit: 200",
            .cis = "5.29",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | UPDATE,
            .judge = qw_rule_pids_limit,
        },
    [QW_RULE_ULIMITS] =
        {
            IDENTITY(ULIMITS),
            .title = "Ulimits stay under the maximum",
            .why = "Open files and processes are counted by the kernel for the whole host.",
            .docker = "drop --ulimit, or give less",
            .compose = "drop ulimits, or give less",
            .cis = "5.19",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_ulimits,
        },
    [QW_RULE_RESTART_POLICY] =
        {
            IDENTITY(RESTART_POLICY),
            .title = "Containers do not restart without end",
            .why = "A container that starts again for ever hides its failure and outlives the look "
                   "of whoever started it.",
            .docker = "drop --restart, or use --restart on-failure:5",
            .compose = "drop restart, or use restart: on-failure:5",
            .cis = "5.15",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | UPDATE,
            .judge = qw_rule_restart_policy,
        },
    [QW_RULE_HEALTHCHECK] =
        {
            IDENTITY(HEALTHCHECK),
            .title = "Something tells that a container is well",
            .why = "Without a health check a container that hangs counts as one that runs.",
            .docker = "add --health-cmd with a command that fails when the service does",
            .compose = "add healthcheck: with a test: that fails when the service does",
            .cis = "5.27 4.6",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .needs = QW_NEED_IMAGE,
            .judge = qw_rule_healthcheck,
        },
    [QW_RULE_DEFAULT_NETWORK] =
        {
            IDENTITY(DEFAULT_NETWORK),
            .title = "Containers do not share the default bridge",
            .why = "On the default bridge every container reaches every other one, whoever started "
                   "it.",
            .docker = "make a network and join it: --network NAME",
            .compose = "make a network and join it: networks: [NAME]",
            .cis = "5.30",
            .pss = "",
            .applies = CREATE | CONTAINER,
            .judge = qw_rule_default_network,
        },
    [QW_RULE_LOG_DRIVER] =
        {
            IDENTITY(LOG_DRIVER),
            .title = "Only allowed log drivers are used",
            .why = "Other log drivers make the engine itself, as root, connect to addresses and "
                   "read files that the request names.",
            .docker = "drop --log-driver and --log-opt",
            .compose = "drop logging",
            .cis = "",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_log_driver,
        },
    [QW_RULE_IMAGE_REFERENCE] =
        {
            IDENTITY(IMAGE_REFERENCE),
            .title = "Only allowed images are used, by names that stay what they are",
            .why = "An image is a program that somebody else wrote, and a tag such as latest names "
                   "another one tomorrow.",
            .docker = "name an allowed image with its version or digest",
            .compose = "name an allowed image with its version or digest",
            .cis = "4.2 4.5 5.28",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .needs = QW_NEED_IMAGE,
            .judge = qw_rule_image_reference,
        },
    [QW_RULE_IMAGE_CONTENT] =
        {
            IDENTITY(IMAGE_CONTENT),
            .title = "Images hold no secrets, no root and no tools to build with",
            .why = "What is in an image is read by everybody who can pull it and used by whoever "
                   "breaks in.",
            .docker =
                "use an image built in stages, with a USER, that gets its secrets when it runs",
            .compose =
                "use an image built in stages, with a USER, that gets its secrets when it runs",
            .cis = "4.1 4.9 4.10",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .needs = QW_NEED_IMAGE | QW_NEED_HISTORY,
            .judge = qw_rule_image_content,
        },
    [QW_RULE_REQUIRED_LABELS] =
        {
            IDENTITY(REQUIRED_LABELS),
            .title = "Containers carry the labels that the policy asks for",
            .why = "Labels tell whom to ask about a container, and what it is for.",
            .docker = "add --label KEY=VALUE",
            .compose = "add labels: with KEY: VALUE",
            .cis = "",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .needs = QW_NEED_IMAGE,
            .judge = qw_rule_required_labels,
        },
    [QW_RULE_UNKNOWN_FIELDS] =
        {
            IDENTITY(UNKNOWN_FIELDS),
            .title = "Fields that this version does not know are not set",
            .why = "A field of HostConfig that quaywarden does not know could open what every "
                   "other rule closes.",
            .docker = "drop the option, or upgrade quaywarden",
            .compose = "drop the key, or upgrade quaywarden",
            .cis = "",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | UPDATE,
            .judge = qw_rule_unknown_fields,
        },
};

const struct qw_rule *qw_rule_get(enum qw_rule_id id)
{
    return &rows[id];
}

enum qw_rule_id qw_rule_from_name(const char *name)
{
    for (enum qw_rule_id id = 0; id < QW_RULE_COUNT; id++) {
        if (strcmp(rows[id].name, name) == 0)
            return id;
    }
    return QW_RULE_COUNT;
}
