/* Readers of the nouns of a workload: they share one struct qw_reader. */
#ifndef QW_WORKLOAD_PRIV_H
#define QW_WORKLOAD_PRIV_H

#include "qw/path.h"
#include "qw/word.h"
#include "qw/workload.h"
#include "qw/workload_reader.h"

/* upper.c: TEXT as Go's strings.ToUpper has it; letters that upper-case to others beyond ASCII stay
 * as they are. */
const char *qw_reader_upper(struct qw_reader *reader, const char *text);

/* One file a noun. */
struct qw_groups qw_workload_read_groups(struct qw_reader *reader, const struct qw_json *node);
struct qw_capabilities qw_workload_read_capabilities(struct qw_reader *reader,
                                                     const struct qw_json *host);
struct qw_capabilities qw_workload_read_capability_lists(struct qw_reader *reader,
                                                         const struct qw_json *add,
                                                         const struct qw_json *drop);
struct qw_security_options qw_workload_read_security(struct qw_reader *reader,
                                                     const struct qw_json *node);
const char *qw_namespace_field(enum qw_namespace which);
struct qw_namespace_choice qw_workload_read_namespace(enum qw_namespace which, struct qw_text text);
struct qw_mounts qw_workload_read_mounts(struct qw_reader *reader, const struct qw_json *body,
                                         const struct qw_json *host);
struct qw_mounts qw_workload_read_service_mounts(struct qw_reader *reader,
                                                 const struct qw_json *node);
/* MOUNTS and those of NODE, the Mounts that `docker inspect` shows beside Config and HostConfig. */
struct qw_mounts qw_workload_add_recorded_mounts(struct qw_reader *reader,
                                                 const struct qw_json *node,
                                                 const struct qw_mounts *mounts);
struct qw_texts qw_workload_read_volumes_from(struct qw_reader *reader, const struct qw_json *node);
struct qw_ports qw_workload_read_ports(struct qw_reader *reader, const struct qw_json *host);
struct qw_devices qw_workload_read_devices(struct qw_reader *reader, const struct qw_json *host);
void qw_workload_read_nvidia(struct qw_reader *reader, const struct qw_json *env,
                             const struct qw_mounts *mounts, struct qw_devices *devices);
void qw_workload_read_limits(struct qw_reader *reader, const struct qw_json *resources,
                             struct qw_workload *workload);
struct qw_ulimits qw_workload_read_ulimits(struct qw_reader *reader, const struct qw_json *node);
struct qw_restart_policy qw_workload_read_restart(struct qw_reader *reader,
                                                  const struct qw_json *node);
struct qw_healthcheck qw_workload_read_healthcheck(struct qw_reader *reader,
                                                   const struct qw_json *node);
struct qw_log_config qw_workload_read_log(struct qw_reader *reader, const struct qw_json *node);

/* Adds the keys of OBJECT that have no row in SCHEMA and are set to something.  Without a schema
 * nothing is known, so that everything is added. */
void qw_workload_add_unknown_fields(struct qw_reader *reader, const struct qw_json *object,
                                    const struct qw_schema *schema, struct qw_texts *unknown);
struct qw_network qw_workload_read_network(struct qw_reader *reader, const struct qw_json *body);
struct qw_volume qw_workload_read_volume(struct qw_reader *reader, const struct qw_json *body);

/* bind.c, tmpfs.c: parts of the mounts.  RET_MOUNT comes with its driver filled in. */
void qw_workload_read_bind(struct qw_reader *reader, const struct qw_json *node,
                           struct qw_mount *ret_mount);
void qw_workload_read_tmpfs_entry(struct qw_reader *reader, const struct qw_json *member,
                                  struct qw_mount *ret_mount);
const char *qw_workload_read_tmpfs_options(struct qw_reader *reader, const struct qw_json *node);

/* sysctl.c: names with dots, as runc reads them. */
const char *qw_sysctl_name(struct qw_reader *reader, struct qw_bytes name);
void qw_sysctl_add_map(struct qw_reader *reader, const struct qw_json *map,
                       struct qw_pairs *sysctls);

/* Adds the "name=value,name=value" of NODE. */
void qw_sysctl_add_list(struct qw_reader *reader, const struct qw_json *node,
                        struct qw_pairs *sysctls);

/* endpoint.c: the DriverOpts of one endpoint, sysctls split out. */
void qw_endpoint_add(struct qw_reader *reader, const struct qw_json *endpoint,
                     struct qw_pairs *options, struct qw_pairs *sysctls);

/* endpoint.c: the networks of NAME and of ENDPOINT's NetworkID, which the engine prefers. */
void qw_endpoint_add_joined(struct qw_reader *reader, struct qw_text name,
                            const struct qw_json *endpoint, struct qw_texts *joined);

/* One file a kind of body: fills in what it holds; the rest stays absent. */
typedef void qw_workload_reader_fn(struct qw_reader *reader, const struct qw_operation *operation,
                                   struct qw_workload *workload);

qw_workload_reader_fn qw_workload_read_create;
qw_workload_reader_fn qw_workload_read_exec;
qw_workload_reader_fn qw_workload_read_volume_body;
qw_workload_reader_fn qw_workload_read_network_body;
qw_workload_reader_fn qw_workload_read_connect;
qw_workload_reader_fn qw_workload_read_build;
qw_workload_reader_fn qw_workload_read_update;
qw_workload_reader_fn qw_workload_read_service;

#endif
