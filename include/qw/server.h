/* Bytes in, bytes out: libmicrohttpd on a unix socket. */
#ifndef QW_SERVER_H
#define QW_SERVER_H

#include "qw/gate.h"

struct qw_server;

/* Binds SOCKET_PATH (0600, in a folder that is made 0700 when missing) and starts to serve.  A
 * stale socket is replaced; QW_ERR_IN_USE when somebody answers there, QW_ERR_IO otherwise, with a
 * sentence in DIAG.  GATE is borrowed and must outlive the server. */
QW_MUST_USE enum qw_err qw_server_start(const char *socket_path, struct qw_gate *gate,
                                        struct qw_server **ret_server, struct qw_diag *diag);

/* Stops accepting, answers what is in flight, removes the socket, frees.  Takes NULL. */
void qw_server_stop(struct qw_server *server);

#endif
