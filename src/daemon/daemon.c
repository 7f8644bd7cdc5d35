#include <errno.h>
#include <sys/stat.h>

#include "daemon_priv.h"

#include "qw/log.h"
#include "qw/server.h"

/* As in enum qw_exit, which is the command line's. */
enum { EXIT_STOPPED = 0, EXIT_USAGE = 2, EXIT_POLICY = 2, EXIT_RESOURCE = 3 };

enum { DIGEST_SHOWN = 12 };

static void report(const struct qw_diag *diag)
{
    qw_log(QW_LOG_ERROR, "%s", qw_diag_format(diag).text);
}

static int load_policy(const struct qw_daemon_config *config, struct qw_policy **ret_policy)
{
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) = qw_arena_new(QW_DAEMON_OWN_PATHS_MEMORY);
    struct qw_policy_options options = {0};
    struct qw_diag diag = {0};

    if (arena == NULL || qw_daemon_own_paths(arena, config, &options) != QW_OK) {
        qw_log(QW_LOG_ERROR, "out of memory");
        return EXIT_RESOURCE;
    }
    if (qw_policy_load(config->policy, &options, ret_policy, &diag) != QW_OK) {
        report(&diag);
        return EXIT_POLICY;
    }
    return EXIT_STOPPED;
}

static void reopen_audit(struct qw_audit *audit, const char *path)
{
    struct qw_diag diag = {0};

    if (qw_audit_reopen(audit, &diag) == QW_OK)
        qw_log(QW_LOG_INFO, "audit file %s reopened", path);
    else
        qw_log(QW_LOG_ERROR, "%s; the old file stays in use", diag.text);
}

/* Obeys signals until one of them says stop. */
static int obey_signals(const sigset_t *signals, struct qw_audit *audit, const char *audit_path)
{
    for (;;) {
        int number = sigwaitinfo(signals, NULL);

        if (number < 0 && errno == EINTR)
            continue;
        if (number != SIGHUP)
            return number;
        reopen_audit(audit, audit_path);
    }
}

static void report_start(const struct qw_daemon_config *config, const struct qw_policy *policy)
{
    qw_log(QW_LOG_INFO, "quaywarden %s serves policy %s (%.*s) on %s, audit file %s", QW_VERSION,
           qw_policy_name(policy), DIGEST_SHOWN, qw_policy_digest(policy)->text,
           config->socket_path, config->audit_path);
}

/* Without an engine to ask, requests are judged alone: who runs it so has to know. */
static void report_engine(const struct qw_resolver *resolver)
{
    if (!qw_resolver_has_engine(resolver))
        qw_log(QW_LOG_WARNING,
               "--engine none: containers are not looked at when they start, and an image's user "
               "counts as root; every hole of an engine counts as open");
}

/* What `serve` is made of; freed in the order of its fields, the last first. */
struct parts {
    struct qw_policy *policy; /* borrowed */
    struct qw_audit *audit;
    struct qw_resolver *resolver;
    struct engine_watch *watch; /* NULL without an engine */
    struct qw_gate *gate;
    struct qw_server *server;
};

static void parts_done(struct parts *parts)
{
    engine_watch_stop(parts->watch);
    qw_server_stop(parts->server);
    qw_gate_free(parts->gate);
    engine_watch_free(parts->watch);
    qw_resolver_free(parts->resolver);
    qw_audit_close(parts->audit);
}

static void poke(void *watch)
{
    engine_watch_poke(watch);
}

static enum qw_err start_gate(const struct qw_daemon_config *config, struct parts *parts,
                              struct qw_diag *diag)
{
    struct qw_gate_config gate = {.policy = parts->policy,
                                  .audit = parts->audit,
                                  .resolver = parts->resolver,
                                  .audit_reads = config->audit_reads};

    if (qw_resolver_has_engine(parts->resolver)) {
        if (engine_watch_start(parts->resolver, parts->policy, parts->audit, &parts->watch) !=
            QW_OK)
            return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory, or of threads");
        gate.engine_started = poke;
        gate.watcher = parts->watch;
    }
    if (qw_gate_new(&gate, &parts->gate) != QW_OK)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory, or of randomness");
    return QW_OK;
}

static enum qw_err start_parts(const struct qw_daemon_config *config, struct parts *parts,
                               struct qw_diag *diag)
{
    enum qw_err err = qw_resolver_new(config->engine, &parts->resolver, diag);

    if (err != QW_OK)
        return err;
    process_make_audit_folder(config->audit_path);
    err = qw_audit_open(config->audit_path, &parts->audit, diag);
    if (err == QW_OK)
        err = start_gate(config, parts, diag);
    if (err == QW_OK)
        err = qw_server_start(config->socket_path, parts->gate, &parts->server, diag);
    return err;
}

static int serve(const struct qw_daemon_config *config, const sigset_t *signals,
                 struct qw_policy *policy)
{
    struct parts parts QW_CLEANUP(parts_done) = {.policy = policy};
    struct qw_diag diag = {0};
    int number;

    if (start_parts(config, &parts, &diag) != QW_OK) {
        report(&diag);
        return diag.err == QW_ERR_USAGE ? EXIT_USAGE : EXIT_RESOURCE;
    }
    report_start(config, policy);
    report_engine(parts.resolver);
    process_tell_ready(config->ready_fd);

    number = obey_signals(signals, parts.audit, config->audit_path);
    process_tell_stopping();
    qw_log(QW_LOG_INFO, "stopping on %s", number == SIGINT ? "SIGINT" : "SIGTERM");
    return EXIT_STOPPED;
}

int qw_daemon_run(const struct qw_daemon_config *config)
{
    struct qw_policy *policy QW_CLEANUP(qw_cleanup_policy) = NULL;
    sigset_t signals;
    int code;

    process_limit_memory();
    umask(S_IRWXG | S_IRWXO);
    signals = process_take_signals();
    code = load_policy(config, &policy);
    if (code != EXIT_STOPPED)
        return code;
    code = serve(config, &signals, policy);
    if (code == EXIT_STOPPED)
        qw_log(QW_LOG_INFO, "stopped");
    return code;
}
