/* The HTTP side: routes, exchanges, and the server that holds both.  Alone in knowing
 * libmicrohttpd.
 */
#ifndef QW_SERVER_HTTP_PRIV_H
#define QW_SERVER_HTTP_PRIV_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "server_priv.h"

#include "qw/server.h"

struct qw_server {
    struct MHD_Daemon *http;
    struct qw_gate *gate; /* borrowed */
    struct server_socket listening;
    struct server_budget bodies;
    struct server_workers *lookers; /* for requests that wait for a container */
    struct server_workers *askers;  /* for those that ask for anything else */
    atomic_uint n_begun;            /* requests whose first line was read */
    atomic_uint n_ended;
    atomic_bool is_stopping;
    atomic_uint_fast64_t reported_us; /* when a missing record was last reported; 0: never */
};

/* exchange.c: one request and its answer; what MHD_OPTION_URI_LOG_CALLBACK, MHD_start_daemon() and
 * MHD_OPTION_NOTIFY_COMPLETED take.  CLS is the server.  The exchange begins with the first line of
 * its request. */
void *server_on_line(void *cls, const char *uri, struct MHD_Connection *connection);
enum MHD_Result server_on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload_data,
                                  size_t *upload_data_size, void **exchange_slot);
void server_on_completed(void *cls, struct MHD_Connection *connection, void **exchange_slot,
                         enum MHD_RequestTerminationCode code);

#endif
