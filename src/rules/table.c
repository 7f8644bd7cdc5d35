/* The rule table, but for what is in table_use.c.  Sentences here are what people read: in a
 * denial, `explain`, the manual and reports.  The numbers are those of the CIS Docker Benchmark 1.6
 * and the controls those of the Kubernetes Pod Security Standards (rules.md). */
#include <string.h>

#include "table.h"

static const struct qw_rule rows[QW_RULE_COUNT] = {
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
            .needs = QW_NEED_ACCOUNT | QW_NEED_GROUPS | QW_NEED_PRIMARY_GROUP,
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
            .needs = QW_NEED_VOLUMES | QW_NEED_VOLUME_USERS | QW_NEED_OTHERS,
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
            .needs = QW_NEED_ROUTES | QW_NEED_NETWORKS,
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
            .applies = CREATE | CONTAINER | SERVICE,
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
    [QW_RULE_SERVICE_SECRETS] =
        {
            IDENTITY(SERVICE_SECRETS),
            .title = "Services use no secrets and configs of the swarm",
            .why = "A swarm keeps the secrets of all in one place and gives each of them to "
                   "whatever service asks.",
            .docker = "drop --secret, --config and --credential-spec",
            .compose = "drop secrets, configs and credential_spec",
            .cis = "",
            .pss = "",
            .applies = SERVICE,
            .judge = qw_rule_service_secrets,
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
    return rows[id].judge != NULL ? &rows[id] : &qw_rules_of_use[id];
}

enum qw_rule_id qw_rule_from_name(const char *name)
{
    for (enum qw_rule_id id = 0; id < QW_RULE_COUNT; id++) {
        if (strcmp(qw_rule_get(id)->name, name) == 0)
            return id;
    }
    return QW_RULE_COUNT;
}
