#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>

#include "cli_priv.h"

#include "qw/daemon.h"

enum serve_key {
    KEY_SOCKET = 's',
    KEY_POLICY = 'p',
    KEY_AUDIT = 'a',
    KEY_ENGINE = 'e',
    KEY_AUDIT_READS = 1,
    KEY_READY_FD,
};

static const struct argp_option serve_options[] = {
    {"socket", KEY_SOCKET, "PATH", 0, "listen here (default " QW_DEFAULT_SOCKET ")", 0},
    {"policy", KEY_POLICY, "NAME|FILE", 0,
     "the level or the file to enforce (default " QW_DEFAULT_POLICY ")", 0},
    {"audit", KEY_AUDIT, "FILE", 0, "append records here (default " QW_DEFAULT_AUDIT ")", 0},
    {"engine", KEY_ENGINE, "ADDRESS", 0,
     "ask this engine, unix:PATH or none (default " QW_DEFAULT_ENGINE ")", 0},
    {"audit-reads", KEY_AUDIT_READS, NULL, 0, "record allowed reads too", 0},
    {"ready-fd", KEY_READY_FD, "N", 0, "write a byte to this descriptor once requests are answered",
     0},
    {0},
};

static bool take_descriptor(const char *text, int *ret_fd)
{
    char *end = NULL;
    long number;

    errno = 0;
    number = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || number <= STDERR_FILENO || number > INT_MAX ||
        fcntl((int)number, F_GETFD) < 0) {
        cli_error("serve: --ready-fd %.80s is no open descriptor from 3 up", text);
        return false;
    }
    *ret_fd = (int)number;
    return true;
}

static bool take_text(const char *name, const char *value, const char **ret_text)
{
    if (*value == '\0') {
        cli_error("serve: %s must not be empty", name);
        return false;
    }
    *ret_text = value;
    return true;
}

static bool take_option(int key, char *value, void *values)
{
    struct qw_daemon_config *config = values;

    switch ((enum serve_key)key) {
    case KEY_SOCKET:
        return take_text("--socket", value, &config->socket_path);
    case KEY_POLICY:
        return take_text("--policy", value, &config->policy);
    case KEY_AUDIT:
        return take_text("--audit", value, &config->audit_path);
    case KEY_ENGINE:
        return take_text("--engine", value, &config->engine);
    case KEY_AUDIT_READS:
        config->audit_reads = true;
        return true;
    case KEY_READY_FD:
        return take_descriptor(value, &config->ready_fd);
    }
    return false;
}

int cli_serve(int argc, char **argv)
{
    static const struct cli_options options = {
        .command = "serve",
        .options = serve_options,
        .doc = "Answers dockerd's authorization requests until SIGTERM or SIGINT.  SIGHUP opens "
               "the audit file again.",
        .take = take_option,
    };
    struct qw_daemon_config config = QW_DAEMON_DEFAULTS;
    enum cli_parsed parsed = cli_parse(&options, argc, argv, &config);

    if (parsed != CLI_PARSED)
        return parsed == CLI_HELPED ? QW_EXIT_OK : QW_EXIT_USAGE;
    return qw_daemon_run(&config);
}
