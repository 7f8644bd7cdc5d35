/* The parts of a workload: mounts, security options, capabilities, ports, devices, logs, networks,
 * volumes. */
#ifndef QW_WORKLOAD_PARTS_H
#define QW_WORKLOAD_PARTS_H

#include "qw/workload_values.h"

enum qw_mount_type {
    QW_MOUNT_BIND,
    QW_MOUNT_VOLUME, /* named or anonymous */
    QW_MOUNT_TMPFS,
    QW_MOUNT_IMAGE,
    QW_MOUNT_CLUSTER,
    QW_MOUNT_UNKNOWN,
};

/* One entry of Binds, Mounts or Tmpfs, or a key of the top-level Volumes, which is an anonymous
 * volume (engine.md 5.2).  UNKNOWN is what no engine takes, too: other types, a Binds entry with an
 * empty part or "x:ro". */
struct qw_mount {
    enum qw_mount_type type;
    const char *source; /* bind: lexically cleaned host path (without a leading slash when the entry
                           of Mounts had none: no engine takes that); volume: its name; "" when
                           there is none */
    const char *target; /* path in the container, lexically cleaned; never NULL */
    bool is_read_only;  /* as the request says; z and Z make it count as rw (`relabels`) */
    bool forces_read_only;   /* BindOptions.ReadOnlyForceRecursive: what is mounted below the source
                                as well; engines before 25.0 pass over it */
    bool relabels;           /* mode z or Z */
    bool no_copy;            /* of a volume: it is not filled from the image when it is empty */
    const char *propagation; /* "", private, rprivate, shared, ...; a tmpfs option word as well */
    const char *driver;      /* of a volume: VolumeOptions.DriverConfig.Name */
    struct qw_pairs driver_options;
    const char *options;      /* of a tmpfs: comma-separated, "" when there are none */
    bool has_template;        /* of a service: the swarm fills in a "{{...}}" of source, target or
                                 options when a task starts, with what nobody sees before */
    const char *unknown_mode; /* first word of a Binds mode that we do not know, or that is a second
                                 one of its kind ("ro,rw"); NULL when there is none */
    bool is_taken_over;       /* from another container, by VolumesFrom at the create */
    const struct qw_json *at;
};

struct qw_mounts {
    const struct qw_mount *items;
    size_t n_items;
};

/* SecurityOpt in order (engine.md 5.2) */
enum qw_security_key {
    QW_SECURITY_LABEL,
    QW_SECURITY_APPARMOR,
    QW_SECURITY_SECCOMP,
    QW_SECURITY_NO_NEW_PRIVILEGES,
    QW_SECURITY_WRITABLE_CGROUPS,
    QW_SECURITY_UNKNOWN,
};

struct qw_security_option {
    enum qw_security_key key;
    const char
        *value;   /* after the first = or :; "" for a bare word, "disable" for the bare `disable` */
    bool is_true; /* of the two ParseBool keys: a bare word is true */
    bool is_valid; /* false: the engine would refuse the value, or does not know the key */
    const struct qw_json *at;
};

struct qw_security_options {
    const struct qw_security_option *items;
    size_t n_items;
    const struct qw_json *at;
};

/* The capabilities of Linux (linux/capability.h, 0 to 40), as --cap-add has them: without CAP_. */
enum { QW_CAPABILITY_COUNT = 41 };
extern const char *const qw_capability_names[QW_CAPABILITY_COUNT];

/* NAME behind its CAP_; NAME itself when it has none. */
const char *qw_capability_word(const char *name);

/* CapAdd and CapDrop: names upper-cased as Go does (ſ and ı too), with CAP_ in front, or ALL; other
 * letters beyond ASCII stay as they are, since none of them could form a name. */
struct qw_capabilities {
    struct qw_texts add;
    struct qw_texts drop;
    bool drops_all;
};

struct qw_port {
    const char *container_port; /* "80/tcp" */
    const char *host_ip;        /* as written; "" is every interface */
    int64_t first;              /* host port range; 0: the engine picks one (also for an empty list
                                   of bindings, whose `at` is the list) */
    int64_t last;
    bool is_valid;
    const struct qw_json *at;
};

struct qw_ports {
    const struct qw_port *items;
    size_t n_items;
};

struct qw_device_request {
    const char *driver;
    bool asks_for_gpu; /* Capabilities holds "gpu" in every alternative */
    int64_t count;     /* -1: all */
    struct qw_texts ids;
    struct qw_pairs options;
    const struct qw_json *at;
};

struct qw_devices {
    struct qw_texts host_paths;    /* Devices[].PathOnHost, lexically cleaned; `at` is the device */
    struct qw_texts limited_paths; /* Path of BlkioWeightDevice and of its kin, cleaned likewise */
    struct qw_texts cgroup_rules;
    const struct qw_device_request *requests;
    size_t n_requests;
    struct qw_texts nvidia_env; /* names (never values) of NVIDIA_* in Env that ask for a device;
                                   targets of mounts at or below /var/run/nvidia-container-devices,
                                   from which the NVIDIA runtime reads a device list */
    struct qw_texts nvidia_cdi; /* those of them that name CDI devices: vendor.com/class=name, or a
                                   mount below the folder cdi there */
};

struct qw_log_config {
    struct qw_text type; /* "" : the engine's default driver */
    struct qw_pairs options;
};

/* volume.create, network.create, network.connect, EndpointsConfig */
struct qw_network {
    struct qw_text driver;
    struct qw_text scope;
    struct qw_pairs options; /* driver options; `at` of the pairs tells where.  Of CONNECT: the
                                DriverOpts of EndpointConfig, sysctls split out */
    struct qw_texts subnets; /* IPAM.Config[].Subnet, IPRange, Gateway, AuxiliaryAddresses */
    struct qw_text ipam_driver;
    struct qw_pairs ipam_options;
    struct qw_text config_from;
    struct qw_flag config_only;
    struct qw_flag ingress;
};

struct qw_volume {
    struct qw_text driver; /* "" is local */
    struct qw_pairs options;
    const struct qw_json *cluster_spec; /* NULL when absent */
};

#endif
