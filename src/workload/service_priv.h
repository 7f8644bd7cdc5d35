/* What the readers of a service share. */
#ifndef QW_SERVICE_PRIV_H
#define QW_SERVICE_PRIV_H

#include "workload_priv.h"

/* The engine drops fields from requests of an API that had them not (adjustForAPIVersion in
 * daemon/server/router/swarm/helpers.go), and older engines know them not: then a protection would
 * be judged that is not there. */
enum {
    QW_SERVICE_API_CAPABILITIES = 41, /* API 1.41: capabilities, ulimits, pids */
    QW_SERVICE_API_PRIVILEGES = 44,   /* API 1.44: NoNewPrivileges */
};

/* Fails the reading when NODE is set and OPERATION asks by an API before 1.MINOR, or by none. */
void qw_service_need_api(struct qw_reader *reader, const struct qw_operation *operation,
                         const struct qw_json *node, unsigned minor);

/* service_privileges.c */
struct qw_security_options qw_service_read_privileges(struct qw_reader *reader,
                                                      const struct qw_operation *operation,
                                                      const struct qw_json *node);

#endif
