/* Readers of what the engine answers: they know of no socket.  QW_ERR_TYPE, QW_ERR_AMBIGUOUS with a
 * sentence, QW_ERR_NO_MEMORY.  What is read is borrowed from ARENA and from the tree. */
#ifndef QW_RESOLVE_ANSWERS_H
#define QW_RESOLVE_ANSWERS_H

#include "qw/bytes.h"
#include "qw/workload.h"

QW_MUST_USE enum qw_err resolve_read_image(struct qw_arena *arena, const struct qw_json *root,
                                           struct qw_image_facts *ret_image, struct qw_diag *diag);
QW_MUST_USE enum qw_err resolve_read_history(struct qw_arena *arena, const struct qw_json *root,
                                             struct qw_texts *ret_history, struct qw_diag *diag);
QW_MUST_USE enum qw_err resolve_read_volume(struct qw_arena *arena, const struct qw_json *root,
                                            struct qw_volume_facts *ret_volume,
                                            struct qw_diag *diag);
/* A list of containers: their ids. */
QW_MUST_USE enum qw_err resolve_read_users(struct qw_arena *arena, const struct qw_json *root,
                                           struct qw_texts *ret_ids, struct qw_diag *diag);

/* A container: its name when it runs, is paused or is about to start again by itself; else NULL. */
QW_MUST_USE enum qw_err resolve_read_running(struct qw_arena *arena, const struct qw_json *root,
                                             const char **ret_name, struct qw_diag *diag);

/* When the volume was made: seconds since 1970. */
QW_MUST_USE enum qw_err resolve_read_volume_time(const struct qw_json *root, int64_t *ret_time,
                                                 struct qw_diag *diag);
QW_MUST_USE enum qw_err resolve_read_networks(struct qw_arena *arena, const struct qw_json *root,
                                              struct qw_network_facts *ret_networks,
                                              struct qw_diag *diag);
QW_MUST_USE enum qw_err resolve_read_version(struct qw_arena *arena, const struct qw_json *root,
                                             struct qw_engine_facts *ret_engine,
                                             struct qw_diag *diag);
QW_MUST_USE enum qw_err resolve_read_info(struct qw_arena *arena, const struct qw_json *root,
                                          struct qw_engine_facts *ret_engine, struct qw_diag *diag);

/* The tree is used up. */
QW_MUST_USE enum qw_err resolve_read_exec(struct qw_arena *arena, struct qw_json *root,
                                          struct qw_workload *ret_exec, const char **ret_container,
                                          struct qw_diag *diag);

/* A tar of one regular file, which is NAMEd without its folder: its content, borrowed from TAR.
 * QW_ERR_ENGINE with a clause for everything else. */
QW_MUST_USE enum qw_err resolve_read_tar(struct qw_bytes tar, const char *name,
                                         struct qw_bytes *ret_file, struct qw_diag *diag);

/* A tar of one symbolic link, which is NAMEd without its folder: its text, not empty, borrowed from
 * TAR.  Errors as above. */
QW_MUST_USE enum qw_err resolve_read_tar_link(struct qw_bytes tar, const char *name,
                                              struct qw_bytes *ret_text, struct qw_diag *diag);

/* The header X-Docker-Container-Path-Stat: whether the file is a symbolic link. */
QW_MUST_USE enum qw_err resolve_read_path_stat(struct qw_arena *arena, struct qw_bytes header,
                                               bool *ret_is_link, struct qw_diag *diag);

/* Whom USER stands for, as moby's GetExecUser finds it (moby/sys, user/user.go).  A file whose
 * data is NULL is not there.  QW_ERR_NOT_FOUND for a name that stands in none; QW_ERR_ENGINE with a
 * clause for what engine versions read differently; QW_ERR_NO_MEMORY. */
struct resolve_account_files {
    struct qw_bytes passwd;
    struct qw_bytes group;
};
QW_MUST_USE enum qw_err resolve_read_account(struct qw_arena *arena,
                                             const struct resolve_account_files *files,
                                             const struct qw_user *user,
                                             struct qw_account_facts *ret_account,
                                             struct qw_diag *diag);

/* Which numbers of GROUPS are names in the group file, as moby's GetAdditionalGroups finds them: it
 * compares each word with both the name and the gid of a line.  QW_ERR_ENGINE, QW_ERR_NO_MEMORY as
 * above. */
QW_MUST_USE enum qw_err resolve_read_added_groups(struct qw_arena *arena, struct qw_bytes file,
                                                  const struct qw_groups *groups,
                                                  struct qw_added_group_facts *ret_facts,
                                                  struct qw_diag *diag);

/* Routes that are read one file after the other; `items` has room for QW_LIMIT_ROUTES. */
struct resolve_routes {
    struct qw_route *items;
    size_t n_items;
};

/* Adds what FILE tells, a file of /proc/PID/net or a resolv.conf; default routes are left out.
 * QW_ERR_ENGINE with a clause for a line that is not understood and for too many routes. */
typedef enum qw_err resolve_read_routes_fn(struct qw_bytes file, struct resolve_routes *routes,
                                           struct qw_diag *diag);
resolve_read_routes_fn resolve_read_route;       /* IPv4, the main table, with gateways */
resolve_read_routes_fn resolve_read_fib_trie;    /* IPv4, every table, without gateways */
resolve_read_routes_fn resolve_read_ipv6_route;  /* every table, with gateways */
resolve_read_routes_fn resolve_read_resolv_conf; /* name servers */

#endif
