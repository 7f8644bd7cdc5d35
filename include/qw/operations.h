/* The operations of the Engine API, 20.10 to HEAD: what policies, records and messages call them.
 * The table behind this list (src/engine/operations.c) adds what each needs of its body; routes.c
 * maps methods and paths to them. */
#ifndef QW_OPERATIONS_H
#define QW_OPERATIONS_H

/* X(id, name, class) */
#define QW_OPERATIONS(X)                                         \
    X(UNKNOWN, "unknown", UNKNOWN)                               \
    X(SYSTEM_PING, "system.ping", READ)                          \
    X(SYSTEM_VERSION, "system.version", READ)                    \
    X(SYSTEM_INFO, "system.info", READ)                          \
    X(SYSTEM_EVENTS, "system.events", READ)                      \
    X(SYSTEM_DF, "system.df", READ)                              \
    X(SYSTEM_AUTH, "system.auth", READ)                          \
    X(SYSTEM_OPTIONS, "system.options", READ)                    \
    X(SYSTEM_DEBUG, "system.debug", HOST)                        \
    X(CONTAINER_LIST, "container.list", READ)                    \
    X(CONTAINER_INSPECT, "container.inspect", READ)              \
    X(CONTAINER_TOP, "container.top", READ)                      \
    X(CONTAINER_STATS, "container.stats", READ)                  \
    X(CONTAINER_CHANGES, "container.changes", READ)              \
    X(CONTAINER_WAIT, "container.wait", READ)                    \
    X(CONTAINER_LOGS, "container.logs", SENSITIVE)               \
    X(CONTAINER_EXPORT, "container.export", SENSITIVE)           \
    X(CONTAINER_ARCHIVE_GET, "container.archive.get", SENSITIVE) \
    X(CONTAINER_ARCHIVE_PUT, "container.archive.put", INJECT)    \
    X(CONTAINER_COPY, "container.copy", SENSITIVE)               \
    X(CONTAINER_CREATE, "container.create", WORKLOAD)            \
    X(CONTAINER_UPDATE, "container.update", WORKLOAD)            \
    X(CONTAINER_START, "container.start", RUN)                   \
    X(CONTAINER_RESTART, "container.restart", RUN)               \
    X(CONTAINER_ATTACH, "container.attach", RUN)                 \
    X(CONTAINER_STOP, "container.stop", MANAGE)                  \
    X(CONTAINER_KILL, "container.kill", MANAGE)                  \
    X(CONTAINER_PAUSE, "container.pause", MANAGE)                \
    X(CONTAINER_UNPAUSE, "container.unpause", MANAGE)            \
    X(CONTAINER_RESIZE, "container.resize", MANAGE)              \
    X(CONTAINER_RENAME, "container.rename", MANAGE)              \
    X(CONTAINER_REMOVE, "container.remove", MANAGE)              \
    X(CONTAINER_PRUNE, "container.prune", MANAGE)                \
    X(EXEC_CREATE, "container.exec.create", WORKLOAD)            \
    X(EXEC_START, "exec.start", RUN)                             \
    X(EXEC_RESIZE, "exec.resize", MANAGE)                        \
    X(EXEC_INSPECT, "exec.inspect", READ)                        \
    X(CHECKPOINT_LIST, "checkpoint.list", HOST)                  \
    X(CHECKPOINT_CREATE, "checkpoint.create", HOST)              \
    X(CHECKPOINT_REMOVE, "checkpoint.remove", HOST)              \
    X(CHECKPOINT_START, "checkpoint.start", HOST)                \
    X(IMAGE_LIST, "image.list", READ)                            \
    X(IMAGE_INSPECT, "image.inspect", READ)                      \
    X(IMAGE_HISTORY, "image.history", READ)                      \
    X(IMAGE_ATTESTATIONS, "image.attestations", READ)            \
    X(IMAGE_SEARCH, "image.search", READ)                        \
    X(IMAGE_SAVE, "image.save", READ)                            \
    X(IMAGE_PULL, "image.pull", MANAGE)                          \
    X(IMAGE_PUSH, "image.push", MANAGE)                          \
    X(IMAGE_TAG, "image.tag", MANAGE)                            \
    X(IMAGE_REMOVE, "image.remove", MANAGE)                      \
    X(IMAGE_PRUNE, "image.prune", MANAGE)                        \
    X(IMAGE_IMPORT, "image.import", BUILD)                       \
    X(IMAGE_LOAD, "image.load", BUILD)                           \
    X(IMAGE_COMMIT, "image.commit", BUILD)                       \
    X(BUILD_CLASSIC, "build.classic", BUILD)                     \
    X(BUILD_BUILDKIT, "build.buildkit", BUILD)                   \
    X(BUILD_CANCEL, "build.cancel", BUILD)                       \
    X(BUILD_PRUNE, "build.prune", MANAGE)                        \
    X(BUILD_SESSION, "build.session", BUILD)                     \
    X(BUILD_GRPC, "build.grpc", BUILD)                           \
    X(DISTRIBUTION_INSPECT, "distribution.inspect", READ)        \
    X(VOLUME_LIST, "volume.list", READ)                          \
    X(VOLUME_INSPECT, "volume.inspect", READ)                    \
    X(VOLUME_CREATE, "volume.create", WORKLOAD)                  \
    X(VOLUME_UPDATE, "volume.update", MANAGE)                    \
    X(VOLUME_REMOVE, "volume.remove", MANAGE)                    \
    X(VOLUME_PRUNE, "volume.prune", MANAGE)                      \
    X(NETWORK_LIST, "network.list", READ)                        \
    X(NETWORK_INSPECT, "network.inspect", READ)                  \
    X(NETWORK_CREATE, "network.create", WORKLOAD)                \
    X(NETWORK_CONNECT, "network.connect", WORKLOAD)              \
    X(NETWORK_DISCONNECT, "network.disconnect", MANAGE)          \
    X(NETWORK_REMOVE, "network.remove", MANAGE)                  \
    X(NETWORK_PRUNE, "network.prune", MANAGE)                    \
    X(PLUGIN_LIST, "plugin.list", READ)                          \
    X(PLUGIN_INSPECT, "plugin.inspect", READ)                    \
    X(PLUGIN_PRIVILEGES, "plugin.privileges", READ)              \
    X(PLUGIN_PULL, "plugin.pull", HOST)                          \
    X(PLUGIN_CREATE, "plugin.create", HOST)                      \
    X(PLUGIN_SET, "plugin.set", HOST)                            \
    X(PLUGIN_ENABLE, "plugin.enable", HOST)                      \
    X(PLUGIN_DISABLE, "plugin.disable", HOST)                    \
    X(PLUGIN_UPGRADE, "plugin.upgrade", HOST)                    \
    X(PLUGIN_PUSH, "plugin.push", HOST)                          \
    X(PLUGIN_REMOVE, "plugin.remove", HOST)                      \
    X(SWARM_INSPECT, "swarm.inspect", SENSITIVE)                 \
    X(SWARM_UNLOCK_KEY, "swarm.unlockkey", SENSITIVE)            \
    X(SWARM_INIT, "swarm.init", HOST)                            \
    X(SWARM_JOIN, "swarm.join", HOST)                            \
    X(SWARM_LEAVE, "swarm.leave", HOST)                          \
    X(SWARM_UNLOCK, "swarm.unlock", HOST)                        \
    X(SWARM_UPDATE, "swarm.update", HOST)                        \
    X(NODE_LIST, "node.list", READ)                              \
    X(NODE_INSPECT, "node.inspect", READ)                        \
    X(NODE_UPDATE, "node.update", HOST)                          \
    X(NODE_REMOVE, "node.remove", HOST)                          \
    X(SERVICE_LIST, "service.list", READ)                        \
    X(SERVICE_INSPECT, "service.inspect", READ)                  \
    X(SERVICE_LOGS, "service.logs", SENSITIVE)                   \
    X(SERVICE_CREATE, "service.create", WORKLOAD)                \
    X(SERVICE_UPDATE, "service.update", WORKLOAD)                \
    X(SERVICE_REMOVE, "service.remove", MANAGE)                  \
    X(TASK_LIST, "task.list", READ)                              \
    X(TASK_INSPECT, "task.inspect", READ)                        \
    X(TASK_LOGS, "task.logs", SENSITIVE)                         \
    X(SECRET_LIST, "secret.list", SENSITIVE)                     \
    X(SECRET_INSPECT, "secret.inspect", SENSITIVE)               \
    X(SECRET_CREATE, "secret.create", HOST)                      \
    X(SECRET_UPDATE, "secret.update", HOST)                      \
    X(SECRET_REMOVE, "secret.remove", MANAGE)                    \
    X(CONFIG_LIST, "config.list", SENSITIVE)                     \
    X(CONFIG_INSPECT, "config.inspect", SENSITIVE)               \
    X(CONFIG_CREATE, "config.create", HOST)                      \
    X(CONFIG_UPDATE, "config.update", HOST)                      \
    X(CONFIG_REMOVE, "config.remove", MANAGE)

/* X(id, name): the classes of rules.md */
#define QW_CLASSES(X)              \
    X(UNKNOWN, "unknown")          \
    X(READ, "read")                \
    X(SENSITIVE, "sensitive-read") \
    X(MANAGE, "manage")            \
    X(WORKLOAD, "workload")        \
    X(RUN, "run")                  \
    X(BUILD, "build")              \
    X(INJECT, "inject")            \
    X(HOST, "host")

#endif
