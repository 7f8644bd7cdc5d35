/* The rules and their settings by name: one list each, from which enums, tables, loader and tests
 * come. */
#ifndef QW_RULE_NAMES_H
#define QW_RULE_NAMES_H

/* X(id, name), in the order in which findings are told */
#define QW_RULES(X)                           \
    X(PRIVILEGED, "privileged")               \
    X(HOST_NAMESPACES, "host-namespaces")     \
    X(ROOT_USER, "root-user")                 \
    X(GROUPS, "groups")                       \
    X(WRITABLE_ROOTFS, "writable-rootfs")     \
    X(CAPABILITIES, "capabilities")           \
    X(NO_NEW_PRIVILEGES, "no-new-privileges") \
    X(SECCOMP, "seccomp")                     \
    X(APPARMOR, "apparmor")                   \
    X(SELINUX, "selinux")                     \
    X(MASKED_PATHS, "masked-paths")           \
    X(BIND_MOUNTS, "bind-mounts")             \
    X(ENGINE_SOCKETS, "engine-sockets")       \
    X(MOUNT_PROPAGATION, "mount-propagation") \
    X(VOLUMES, "volumes")                     \
    X(NETWORKS, "networks")                   \
    X(DEVICES, "devices")                     \
    X(SYSCTLS, "sysctls")                     \
    X(CGROUP_PARENT, "cgroup-parent")         \
    X(RUNTIMES, "runtimes")                   \
    X(OOM, "oom")                             \
    X(TMPFS_OPTIONS, "tmpfs-options")         \
    X(HOST_PORTS, "host-ports")               \
    X(HOST_INTERFACE, "host-interface")       \
    X(MEMORY_LIMIT, "memory-limit")           \
    X(CPU_LIMIT, "cpu-limit")                 \
    X(PIDS_LIMIT, "pids-limit")               \
    X(ULIMITS, "ulimits")                     \
    X(RESTART_POLICY, "restart-policy")       \
    X(HEALTHCHECK, "healthcheck")             \
    X(DEFAULT_NETWORK, "default-network")     \
    X(LOG_DRIVER, "log-driver")               \
    X(IMAGE_REFERENCE, "image-reference")     \
    X(IMAGE_CONTENT, "image-content")         \
    X(REQUIRED_LABELS, "required-labels")     \
    X(SERVICE_SECRETS, "service-secrets")     \
    X(UNKNOWN_FIELDS, "unknown-fields")

/* X(rule, id, name, type, help); a dot in a name stands for a nested object in the policy */
#define QW_SETTINGS(X)                                                                            \
    X(HOST_NAMESPACES, ALLOW_HOST, "allow_host", WORDS,                                           \
      "namespaces of the host that may be shared: pid, ipc, uts, network, user, cgroup")          \
    X(HOST_NAMESPACES, ALLOW_CONTAINER, "allow_container", WORDS,                                 \
      "namespaces of another container that may be joined: pid, ipc, network")                    \
    X(ROOT_USER, MIN_UID, "min_uid", INTEGER, "lowest uid that a container may run as")           \
    X(ROOT_USER, NAMED_USERS, "named_users", WORDS,                                               \
      "a user given by name: allow, deny, or resolve: looked up in the container's own files")    \
    X(GROUPS, DENY, "deny", WORDS, "groups that give power over the host, by name or number")     \
    X(GROUPS, DENY_GID_0, "deny_gid_0", BOOL, "deny gid 0 as the primary group as well")          \
    X(CAPABILITIES, REQUIRE_DROP_ALL, "require_drop_all", BOOL, "CapDrop must hold ALL")          \
    X(CAPABILITIES, ALLOW_ADD, "allow_add", WORDS, "capabilities that may be added")              \
    X(NO_NEW_PRIVILEGES, DAEMON_DEFAULT, "daemon_default", BOOL,                                  \
      "the engine itself sets no-new-privileges (daemon.json), so that a request need not")       \
    X(SECCOMP, PROFILES, "profiles", WORDS,                                                       \
      "SHA-256 of profiles that may be used beside the default, as the docker CLI sends them")    \
    X(APPARMOR, PROFILES, "profiles", WORDS, "AppArmor profiles that may be used")                \
    X(SELINUX, TYPES, "types", WORDS, "SELinux types that may be used")                           \
    X(BIND_MOUNTS, ALLOW, "allow", PATHS, "host paths that may be mounted, with what is below")   \
    X(BIND_MOUNTS, DENY, "deny", WORDS,                                                           \
      "host paths that may not be mounted, with parents and children; / is / alone, /** "         \
      "everything")                                                                               \
    X(VOLUMES, DRIVERS, "drivers", WORDS, "volume drivers that may be used")                      \
    X(VOLUMES, ALLOW_NESTED, "allow_nested", BOOL,                                                \
      "a mount may stand below another one, and where links lead mounts is not looked at")        \
    X(VOLUMES, ALLOW_COPY_UP, "allow_copy_up", BOOL,                                              \
      "an empty volume may be filled from the image while others can write to it")                \
    X(NETWORKS, DRIVERS, "drivers", WORDS, "network drivers that may be used")                    \
    X(NETWORKS, OPTIONS, "options", WORDS, "driver options that may be set")                      \
    X(NETWORKS, ALLOW_UNROUTED, "allow_unrouted", BOOL,                                           \
      "private subnets may be asked for where the host has no route of its own")                  \
    X(NETWORKS, SUBNETS, "subnets", WORDS,                                                        \
      "subnets that may be asked for whatever the host routes, with what lies in them")           \
    X(NETWORKS, JOIN, "join", WORDS,                                                              \
      "networks that may be joined whatever their driver, by name; * for every one")              \
    X(DEVICES, ALLOW, "allow", WORDS, "host devices that may be used, by path")                   \
    X(DEVICES, GPU_DRIVERS, "gpus.drivers", WORDS, "device request drivers that may be used")     \
    X(DEVICES, GPU_IDS, "gpus.ids", WORDS, "GPUs that may be asked for by id; none: any")         \
    X(DEVICES, GPU_MAX, "gpus.max", INTEGER, "most GPUs of one container; 0: no maximum")         \
    X(SYSCTLS, ALLOW, "allow", WORDS, "sysctls that may be set")                                  \
    X(CGROUP_PARENT, ALLOW, "allow", WORDS, "cgroup parents that may be given")                   \
    X(RUNTIMES, ALLOW, "allow", WORDS, "runtimes that may be chosen")                             \
    X(RUNTIMES, ALLOW_ANNOTATIONS, "allow_annotations", WORDS, "annotation keys that may be set") \
    X(HOST_PORTS, MIN, "min", INTEGER, "lowest host port that may be published")                  \
    X(HOST_PORTS, ALLOW, "allow", WORDS, "ports below it that may be published all the same")     \
    X(HOST_INTERFACE, ALLOW, "allow", WORDS,                                                      \
      "wildcard addresses on which ports may be published all the same: 0.0.0.0, ::")             \
    X(MEMORY_LIMIT, REQUIRED, "required", BOOL, "a memory limit must be given")                   \
    X(MEMORY_LIMIT, MAX, "max", SIZE,                                                             \
      "most memory of one container, \"64GiB\" or \"512m\", swap of the same size beside it; 0: " \
      "no maximum")                                                                               \
    X(CPU_LIMIT, REQUIRED, "required", BOOL, "a CPU limit must be given")                         \
    X(CPU_LIMIT, MAX, "max", CPUS, "most CPUs of one container, 4 or \"1.5\"; 0: no maximum")     \
    X(PIDS_LIMIT, REQUIRED, "required", BOOL, "a limit of processes must be given")               \
    X(PIDS_LIMIT, MAX, "max", INTEGER, "most processes of one container; 0: no maximum")          \
    X(ULIMITS, MAX_NOFILE, "max.nofile", INTEGER, "most open files of a process; 0: no maximum")  \
    X(ULIMITS, MAX_NPROC, "max.nproc", INTEGER, "most processes of a user; 0: no maximum")        \
    X(RESTART_POLICY, ALLOW, "allow", WORDS,                                                      \
      "restart policies beside no: always, unless-stopped, on-failure, or on-failure:5 for at "   \
      "most 5 tries")                                                                             \
    X(LOG_DRIVER, ALLOW, "allow", WORDS, "log drivers that may be used")                          \
    X(IMAGE_REFERENCE, ALLOW, "allow", WORDS,                                                     \
      "images that may be used, as \"docker.io/library/nginx:1.*\"; * stands for anything, and "  \
      "alone for every image")                                                                    \
    X(IMAGE_REFERENCE, REQUIRE_DIGEST, "require_digest", BOOL,                                    \
      "an image must be named by its digest")                                                     \
    X(IMAGE_REFERENCE, DENY_LATEST, "deny_latest", BOOL,                                          \
      "deny the tag latest, and images without a tag")                                            \
    X(IMAGE_CONTENT, MAX_SIZE, "max_size", SIZE, "largest image, \"2GiB\"; 0: no maximum")        \
    X(IMAGE_CONTENT, SECRET_PATTERNS, "secret_patterns", WORDS,                                   \
      "names of variables that hold secrets, in capitals; * stands for anything")                 \
    X(REQUIRED_LABELS, LABELS, "labels", WORDS,                                                   \
      "labels that must be set: \"team\", or \"team=ops-*\" for a value that fits")

#endif
