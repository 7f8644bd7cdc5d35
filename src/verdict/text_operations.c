/* Why operations are denied as such, and what allowing one gives away (engine.md 5.1).  A class has
 * a sentence; an operation whose reason is its own has one too. */
#include "verdict_priv.h"

static const struct qw_operation_text classes[] = {
    [QW_CLASS_UNKNOWN] =
        {"quaywarden has no row for this endpoint, and what it does not know it cannot judge: the "
         "engine may be newer than this version.",
         "ask your operator for a quaywarden that knows this engine; no policy can allow it."},
    [QW_CLASS_READ] = {"it shows what runs on this host, names and settings of other people's "
                       "containers included.",
                       "whoever may use it sees that."},
    [QW_CLASS_SENSITIVE] =
        {"it shows what others keep to themselves: files, logs, secrets or keys.",
         "whoever may use it can read those of everybody."},
    [QW_CLASS_MANAGE] =
        {"it changes, stops or removes what others run and store here.",
         "whoever may use it can do that to everybody's containers, images and volumes."},
    [QW_CLASS_WORKLOAD] = {"it starts or changes what runs on this host.",
                           "the rules judge each request."},
    [QW_CLASS_RUN] = {"it runs or enters a container that may have been made before this policy.",
                      "whoever may use it gets the powers of each container that the rules admit."},
    [QW_CLASS_BUILD] =
        {"a build runs commands as root, outside the rules that containers are held to.",
         "whoever may use it can run commands as root in a container that no rule has seen."},
    [QW_CLASS_INJECT] =
        {"it writes any file, with any owner and mode, into a container and its mounts.",
         "whoever may use it can become root in each container that the rules admit."},
    [QW_CLASS_HOST] = {"it hands out the host itself.",
                       "whoever may use it can become root on this host."},
};

/* Indexed, so that the compiler refuses an operation that is named twice. */
static const struct qw_operation_text operations[QW_OP_COUNT] = {
    [QW_OP_SYSTEM_PING] = {"it shows that an engine runs here, and its API version.",
                           "whoever may use it sees that."},
    [QW_OP_SYSTEM_VERSION] = {"it shows the version of the engine.",
                              "whoever may use it sees that."},
    [QW_OP_SYSTEM_OPTIONS] = {"it shows that an engine runs here.",
                              "whoever may use it sees that."},
    [QW_OP_SYSTEM_AUTH] =
        {"it makes the engine log in to any registry.",
         "whoever may use it can make the engine call addresses of this network."},
    [QW_OP_SYSTEM_DEBUG] =
        {"it dumps the memory of the engine, which holds secrets, and can stall it.",
         "whoever may use it can read the engine's memory."},
    [QW_OP_CONTAINER_LOGS] = {"logs hold what programs print, passwords and tokens among it.",
                              "whoever may use it can read the logs of every container."},
    [QW_OP_CONTAINER_EXPORT] =
        {"it reads every file of a container as root, whoever it belongs to.",
         "whoever may use it can read the files of each container that the rules admit."},
    [QW_OP_CONTAINER_ARCHIVE_GET] =
        {"it reads any file of a container and its mounts as root, and through another container's "
         "bind mounts the host's.",
         "whoever may use it can read the files of each container that the rules admit, and of "
         "its mounts."},
    [QW_OP_CONTAINER_COPY] = {"it reads any file of a container and its mounts as root.",
                              "whoever may use it can read the files of each container that the "
                              "rules admit, and of its mounts."},
    [QW_OP_CONTAINER_ARCHIVE_PUT] =
        {"it writes any file, with any owner, into a container and its writable mounts.",
         "whoever may use it can become root in each container that the rules admit."},
    [QW_OP_CONTAINER_UPDATE] =
        {"it lifts the limits of memory, processes and processors of a container that runs "
         "already.",
         "the rules judge the limits and the restart policy that it sets."},
    [QW_OP_CONTAINER_ATTACH] =
        {"it types into a program that runs already, in a container that may hold more powers.",
         "whoever may use it gets the powers of each container that the rules admit."},
    [QW_OP_EXEC_CREATE] =
        {"it starts a command in a container that runs already, and that may hold more powers.",
         "the rules judge the command's user and privileges, and the container that it runs in."},
    [QW_OP_CHECKPOINT_LIST] = {"it lists folders of the host as root.",
                               "whoever may use it can see any folder's names."},
    [QW_OP_CHECKPOINT_CREATE] = {"it writes into any folder of the host as root.",
                                 "whoever may use it can write files as root of this host."},
    [QW_OP_CHECKPOINT_REMOVE] = {"it removes any folder of the host as root.",
                                 "whoever may use it can delete files as root of this host."},
    [QW_OP_CHECKPOINT_START] =
        {"it starts a container from the memory that lies in any folder of the host.",
         "whoever may use it can run what no rule has judged."},
    [QW_OP_IMAGE_SEARCH] =
        {"it makes the engine search any registry.",
         "whoever may use it can make the engine call addresses of this network."},
    [QW_OP_DISTRIBUTION_INSPECT] =
        {"it makes the engine ask any registry for an image.",
         "whoever may use it can make the engine call addresses of this network."},
    [QW_OP_IMAGE_PULL] =
        {"it fetches any image from any registry, also under a name that others use.",
         "whoever may use it can fill the disk and renew the images that others run."},
    [QW_OP_IMAGE_PUSH] = {"it sends any image of this host to any registry.",
                          "whoever may use it can carry them off this host."},
    [QW_OP_IMAGE_TAG] = {"it gives any image any name, also one that others trust.",
                         "whoever may use it can replace the images that others run."},
    [QW_OP_IMAGE_IMPORT] = {"it puts an image of any content, or fetched by the engine from any "
                            "address, under any name, also under one that others trust.",
                            "whoever may use it can replace the images that others run, and make "
                            "the engine fetch addresses of this network."},
    [QW_OP_IMAGE_LOAD] =
        {"it puts images of any content under any name, also under one that others trust.",
         "whoever may use it can replace the images that others run."},
    [QW_OP_IMAGE_COMMIT] =
        {"it makes an image of any container's files, with a user and an entrypoint of its own.",
         "whoever may use it can read every container's files and replace the images that others "
         "run."},
    [QW_OP_BUILD_CANCEL] = {"it ends a build, whoever runs it.",
                            "whoever may use it can end everybody's builds."},
    [QW_OP_BUILD_CLASSIC] =
        {"a build runs commands as root, outside the rules that containers are held to, and its "
         "`remote` makes the engine fetch any address.",
         "whoever may use it can run commands as root in a container that no rule has seen, and "
         "make the engine call addresses of this network."},
    [QW_OP_BUILD_BUILDKIT] =
        {"BuildKit runs commands as root, outside the rules that containers are held to, and with "
         "the host's network unless daemon.json's builder entitlements forbid it.",
         "whoever may use it can run commands as root in a container that no rule has seen, also "
         "in the host's network."},
    [QW_OP_BUILD_SESSION] = {"it opens a channel that the engine does not show to plugins: "
                             "everything BuildKit can do goes through it unseen.",
                             "whoever may use it has all of BuildKit, also the host's network "
                             "unless daemon.json's builder entitlements forbid it."},
    [QW_OP_BUILD_GRPC] = {"it opens a channel that the engine does not show to plugins: everything "
                          "BuildKit can do goes through it unseen.",
                          "whoever may use it has all of BuildKit, also the host's network unless "
                          "daemon.json's builder entitlements forbid it."},
    [QW_OP_VOLUME_CREATE] = {"a volume with driver options can be any folder or disk of the host.",
                             "the rules judge its driver and options."},
    [QW_OP_NETWORK_CREATE] = {"a network can take over the host's interfaces and routes.",
                              "the rules judge its driver, options and subnets."},
    [QW_OP_NETWORK_CONNECT] = {"it puts a container into a network that others keep to themselves.",
                               "the rules judge its options."},
    [QW_OP_PLUGIN_PULL] = {"a plugin runs as root with mounts, devices and capabilities of the "
                           "host that it asks for.",
                           "whoever may use it is root on this host."},
    [QW_OP_PLUGIN_CREATE] =
        {"a plugin made here gets every privilege that it names, and nobody is asked.",
         "whoever may use it is root on this host."},
    [QW_OP_PLUGIN_SET] =
        {"it changes the host paths, devices and environment of a plugin that runs as root.",
         "whoever may use it is root on this host."},
    [QW_OP_PLUGIN_ENABLE] =
        {"it starts a plugin as root, with the mounts and devices that it names.",
         "whoever may use it is root on this host."},
    [QW_OP_PLUGIN_DISABLE] =
        {"it takes a plugin out of service, one that guards this host included.",
         "whoever may use it can switch such guards off."},
    [QW_OP_PLUGIN_UPGRADE] = {"it replaces a plugin that runs as root by another image.",
                              "whoever may use it is root on this host."},
    [QW_OP_PLUGIN_PUSH] = {"it sends a plugin, and the settings in it, to any registry.",
                           "whoever may use it can carry them off this host."},
    [QW_OP_PLUGIN_REMOVE] = {"it removes a plugin, one that guards this host included.",
                             "whoever may use it can switch such guards off."},
    [QW_OP_SWARM_INSPECT] = {"it shows the swarm's settings and the tokens to join it.",
                             "whoever may use it can join the swarm with a machine of theirs."},
    [QW_OP_SWARM_UNLOCK_KEY] =
        {"it shows the key that the swarm's certificates and secrets are encrypted with.",
         "whoever may use it can decrypt them."},
    [QW_OP_SWARM_INIT] = {"it makes this host a swarm manager and opens ports.",
                          "whoever may use it can let other machines in, whose managers send tasks "
                          "here that no rule "
                          "has seen."},
    [QW_OP_SWARM_JOIN] =
        {"it puts this host under another manager, who can then run anything here.",
         "whoever may use it can hand this host to a manager of theirs."},
    [QW_OP_SWARM_LEAVE] = {"it takes this host out of its swarm, with all services on it.",
                           "whoever may use it can stop them."},
    [QW_OP_SWARM_UNLOCK] = {"it unlocks the swarm's keys on this host.",
                            "whoever has the key can use the swarm."},
    [QW_OP_SWARM_UPDATE] = {"it changes the swarm's certificate authority, tokens and locks.",
                            "whoever may use it can let machines of theirs in."},
    [QW_OP_NODE_UPDATE] = {"it can make any node of the swarm a manager.",
                           "whoever may use it rules every node of the swarm."},
    [QW_OP_NODE_REMOVE] = {"it takes a node out of the swarm.",
                           "whoever may use it can stop what runs there."},
    [QW_OP_SERVICE_CREATE] = {"a service mounts host paths, joins the host's network and runs as "
                              "root on every node of the swarm.",
                              "the rules judge each request, as they do containers."},
    [QW_OP_SERVICE_UPDATE] =
        {"it gives a running service other mounts, networks and users, on every node of the swarm.",
         "the rules judge each request, as they do containers; a rollback they deny."},
    [QW_OP_SERVICE_LOGS] = {"logs hold what programs print, passwords and tokens among it.",
                            "whoever may use it can read the logs of every service."},
    [QW_OP_TASK_LOGS] = {"logs hold what programs print, passwords and tokens among it.",
                         "whoever may use it can read the logs of every service."},
    [QW_OP_SECRET_LIST] = {"it shows the names and labels of secrets, though not what they hold.",
                           "whoever may use it sees those of everybody."},
    [QW_OP_SECRET_INSPECT] = {"it shows the name and labels of a secret, though not what it holds.",
                              "whoever may use it sees those of everybody."},
    [QW_OP_SECRET_CREATE] = {"a secret reaches the tasks of services, on every node of the swarm.",
                             "whoever may use it can plant secrets there."},
    [QW_OP_SECRET_UPDATE] = {"a secret reaches the tasks of services, on every node of the swarm.",
                             "whoever may use it can relabel the secrets of others."},
    [QW_OP_CONFIG_CREATE] =
        {"a config becomes a file in the tasks of services, on every node of the swarm.",
         "whoever may use it can plant files there."},
    [QW_OP_CONFIG_UPDATE] =
        {"a config becomes a file in the tasks of services, on every node of the swarm.",
         "whoever may use it can relabel the configs of others."},
};

struct qw_operation_text qw_operation_text_of(enum qw_op op)
{
    if (op < QW_OP_COUNT && operations[op].why != NULL)
        return operations[op];
    return classes[qw_op_class(op)];
}
