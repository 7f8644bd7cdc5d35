#include <errno.h>
#include <sys/stat.h>

#include "daemon_priv.h"

#include "qw/log.h"
#include "qw/server.h"

/* As in enum qw_exit, which is the command line's. */
enum { EXIT_STOPPED = 0, EXIT_USAGE = 2, EXIT_POLICY = 2, EXIT_RESOURCE = 3 };

enum { DIGEST_SHOWN = 12 };

QW_DEFINE_CLEANUP(cleanup_audit, struct qw_audit, qw_audit_close)
QW_DEFINE_CLEANUP(cleanup_gate, struct qw_gate, qw_gate_free)

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
               "counts as root");
}

static int serve(const struct qw_daemon_config *config, const sigset_t *signals,
                 struct qw_policy *policy)
{
    struct qw_audit *audit QW_CLEANUP(cleanup_audit) = NULL;
    struct qw_resolver *resolver QW_CLEANUP(qw_cleanup_resolver) = NULL;
    struct qw_gate *gate QW_CLEANUP(cleanup_gate) = NULL;
    struct qw_gate_config gate_config = {.policy = policy, .audit_reads = config->audit_reads};
    struct qw_server *server = NULL;
    struct qw_diag diag = {0};
    int number;

    process_make_audit_folder(config->audit_path);
    if (qw_audit_open(config->audit_path, &audit, &diag) != QW_OK) {
        report(&diag);
        return EXIT_RESOURCE;
    }
    if (qw_resolver_new(config->engine, &resolver, &diag) != QW_OK) {
        report(&diag);
        return diag.err == QW_ERR_USAGE ? EXIT_USAGE : EXIT_RESOURCE;
    }
    gate_config.audit = audit;
    gate_config.resolver = resolver;
    if (qw_gate_new(&gate_config, &gate) != QW_OK) {
        qw_log(QW_LOG_ERROR, "out of memory, or of randomness");
        return EXIT_RESOURCE;
    }
    if (qw_server_start(config->socket_path, gate, &server, &diag) != QW_OK) {
        report(&diag);
        return EXIT_RESOURCE;
    }
    report_start(config, policy);
    report_engine(resolver);
    process_tell_ready(config->ready_fd);

    number = obey_signals(signals, audit, config->audit_path);
    process_tell_stopping();
    qw_log(QW_LOG_INFO, "stopping on %s", number == SIGINT ? "SIGINT" : "SIGTERM");
    qw_server_stop(server);
    qw_log(QW_LOG_INFO, "stopped");
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
    return serve(config, &signals, policy);
}
