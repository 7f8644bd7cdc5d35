#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "cli_priv.h"

#include "qw/daemon.h"
#include "qw/file.h"
#include "qw/inspect.h"
#include "qw/limits.h"
#include "qw/show.h"

/* One run of `check`: every element that is looked at has an arena of its own. */
enum { OUTPUT_MAX = 64 * 1024 * 1024 };

enum check_key { KEY_POLICY = 'p', KEY_ENGINE = 'e', KEY_JSON = 1, KEY_FILE = ARGP_KEY_ARG };

struct check {
    const char *policy;
    const char *engine;
    const char *file; /* NULL, "-": standard input */
    bool is_json;
    struct qw_gate *gate;
    const char *policy_name;
    size_t n_looked_at;
    bool is_denied;
    struct qw_buffer output;
};

static const struct argp_option check_options[] = {
    {"policy", KEY_POLICY, "NAME|FILE", 0,
     "the level or the file to judge by (default " QW_DEFAULT_POLICY ")", 0},
    {"engine", KEY_ENGINE, "ADDRESS", 0,
     "ask this engine about images and volumes as the daemon would, unix:PATH or none (default "
     "none)",
     0},
    {"json", KEY_JSON, NULL, 0, "print one JSON object, or an array of them", 0},
    {0},
};

static bool take_option(int key, char *value, void *values)
{
    struct check *check = values;

    switch ((enum check_key)key) {
    case KEY_POLICY:
        check->policy = value;
        return true;
    case KEY_ENGINE:
        check->engine = value;
        return true;
    case KEY_JSON:
        check->is_json = true;
        return true;
    case KEY_FILE:
        if (check->file != NULL) {
            cli_error("check takes one file, and %.80s is a second", value);
            return false;
        }
        check->file = value;
        return true;
    }
    return false;
}

static enum qw_err read_input(struct qw_arena *arena, const char *file, struct qw_bytes *ret_text,
                              struct qw_diag *diag)
{
    const struct qw_file_request request = {
        .path = file, .check = QW_FILE_ANY, .max = QW_LIMIT_CHECK_INPUT};

    if (file == NULL || strcmp(file, "-") == 0)
        return qw_file_read_fd(arena, STDIN_FILENO, QW_LIMIT_CHECK_INPUT, ret_text, diag);
    return qw_file_read(arena, &request, ret_text, diag);
}

static void add_result(struct check *check, const struct cli_result *result)
{
    if (result->decided->verdict.decision != QW_ALLOW)
        check->is_denied = true;
    if (check->is_json) {
        qw_buffer_add_text(&check->output, check->n_looked_at > 0 ? ",\n" : "");
        cli_result_add_json(&check->output, result);
    } else {
        cli_result_add_text(&check->output, result);
    }
    check->n_looked_at++;
}

static void look_at_envelope(struct check *check, struct qw_arena *arena, const char *object,
                             struct qw_bytes envelope)
{
    struct qw_decided decided;
    const struct cli_result result = {
        .object = object, .policy_name = check->policy_name, .decided = &decided};

    qw_gate_decide(check->gate, arena, QW_VERDICT_ID_CHECK, envelope, &decided);
    add_result(check, &result);
}

static enum qw_err look_at_create(struct check *check, struct qw_arena *arena, const char *object,
                                  struct qw_bytes body)
{
    struct qw_bytes envelope = cli_envelope_of_create(arena, body);

    if (envelope.data == NULL)
        return QW_ERR_NO_MEMORY;
    look_at_envelope(check, arena, object, envelope);
    return QW_OK;
}

/* The name as `docker ps` shows it. */
static const char *name_of(struct qw_arena *arena, const struct qw_json *inspect)
{
    const char *name = qw_json_string(qw_json_get(inspect, "Name"));

    if (name == NULL || *name == '\0')
        name = qw_json_string(qw_json_get(inspect, "Id"));
    if (name == NULL)
        name = "";
    return qw_show(arena, *name == '/' ? name + 1 : name);
}

static enum qw_err look_at_inspect(struct check *check, struct qw_json *inspect,
                                   struct qw_diag *diag)
{
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_buffer text QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_CHECK_INPUT);
    const char *name = arena != NULL ? name_of(arena, inspect) : NULL;
    struct qw_json *body = NULL;
    enum qw_err err;

    if (name == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    err = qw_workload_body_from_inspect(arena, inspect, &body, diag);
    if (err != QW_OK)
        return qw_diag_set(diag, err, "%s cannot be read as a container", name);
    qw_json_write(&text, body);
    if (text.err != QW_OK)
        return qw_diag_set(diag, text.err, "%s: %s", name, qw_err_text(text.err));
    err = look_at_create(check, arena, name, (struct qw_bytes){text.data, text.len});
    return err == QW_OK ? QW_OK : qw_diag_set(diag, err, "%s", qw_err_text(err));
}

static enum qw_err look_at(struct check *check, struct qw_arena *arena, struct cli_input *input,
                           struct qw_diag *diag)
{
    struct qw_json *next = NULL;

    switch (input->kind) {
    case CLI_INPUT_UNKNOWN:
        return QW_ERR_USAGE;
    case CLI_INPUT_ENVELOPE:
        look_at_envelope(check, arena, NULL, input->text);
        return QW_OK;
    case CLI_INPUT_CREATE_BODY:
        return look_at_create(check, arena, NULL, input->text);
    case CLI_INPUT_INSPECT:
        return look_at_inspect(check, input->root, diag);
    case CLI_INPUT_INSPECTS:
        break;
    }
    for (struct qw_json *node = qw_json_first(input->root); node != NULL; node = next) {
        enum qw_err err;

        next = qw_json_next(node);
        err = look_at_inspect(check, node, diag);
        if (err != QW_OK)
            return err;
    }
    return QW_OK;
}

static int report_input(const struct check *check, const struct qw_diag *diag)
{
    const char *name = check->file != NULL ? check->file : "-";

    if (diag->err == QW_ERR_NO_MEMORY) {
        cli_report(diag);
        return QW_EXIT_FAILED;
    }
    if (diag->line > 0)
        cli_error("%s:%zu:%zu: %s", name, diag->line, diag->column, diag->text);
    else
        cli_error("%s: %s", name, diag->text);
    return QW_EXIT_USAGE;
}

static int look(struct check *check)
{
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) =
        qw_arena_new(QW_LIMIT_REQUEST_MEMORY + QW_LIMIT_CHECK_INPUT);
    struct cli_input input;
    struct qw_bytes text;
    struct qw_diag diag = {0};

    if (arena == NULL) {
        cli_error("out of memory");
        return QW_EXIT_FAILED;
    }
    if (read_input(arena, check->file, &text, &diag) != QW_OK) {
        cli_report(&diag);
        return QW_EXIT_USAGE;
    }
    cli_input_read(arena, text, &input, &diag);
    if (input.kind == CLI_INPUT_INSPECTS && check->is_json)
        qw_buffer_add_text(&check->output, "[");
    if (input.kind != CLI_INPUT_UNKNOWN)
        diag = (struct qw_diag){0};
    if (look_at(check, arena, &input, &diag) != QW_OK)
        return report_input(check, &diag);
    if (check->is_json)
        qw_buffer_add_text(&check->output, input.kind == CLI_INPUT_INSPECTS ? "]\n" : "\n");
    if (!cli_print(&check->output))
        return QW_EXIT_FAILED;
    return check->is_denied ? QW_EXIT_DENIED : QW_EXIT_OK;
}

static int check_by(struct check *check, struct qw_policy *policy)
{
    struct qw_resolver *resolver QW_CLEANUP(qw_cleanup_resolver) = NULL;
    struct qw_gate_config config = {.policy = policy};
    struct qw_diag diag = {0};
    int code;

    if (qw_resolver_new(check->engine, &resolver, &diag) != QW_OK) {
        cli_report(&diag);
        return diag.err == QW_ERR_USAGE ? QW_EXIT_USAGE : QW_EXIT_FAILED;
    }
    /* Without an engine the host's files are left alone too: a request may come from elsewhere. */
    if (qw_resolver_has_engine(resolver))
        config.resolver = resolver;
    if (qw_gate_new(&config, &check->gate) != QW_OK) {
        cli_error("out of memory, or of randomness");
        return QW_EXIT_FAILED;
    }
    check->policy_name = qw_policy_name(policy);
    check->output = QW_BUFFER(OUTPUT_MAX);
    code = look(check);
    qw_buffer_done(&check->output);
    qw_gate_free(check->gate);
    return code;
}

/* As a daemon with no options but --policy loads it, own paths included: one that it would refuse
 * is refused here. */
static int load_policy(const char *name_or_path, struct qw_policy **ret_policy)
{
    const struct qw_daemon_config config = QW_DAEMON_DEFAULTS;
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) = qw_arena_new(QW_DAEMON_OWN_PATHS_MEMORY);
    struct qw_policy_options options = {0};
    struct qw_diag diag = {0};

    if (arena == NULL || qw_daemon_own_paths(arena, &config, &options) != QW_OK) {
        cli_error("out of memory");
        return QW_EXIT_FAILED;
    }
    if (qw_policy_load(name_or_path, &options, ret_policy, &diag) == QW_OK)
        return QW_EXIT_OK;
    cli_report(&diag);
    return QW_EXIT_USAGE;
}

int cli_check(int argc, char **argv)
{
    static const struct cli_options options = {
        .command = "check",
        .options = check_options,
        .arguments = "[FILE]",
        .doc = "Judges an AuthZReq envelope, the body of a container create, or the output of "
               "docker inspect, as the daemon would.  Without FILE, or with -, reads standard "
               "input.  Exits 0 when all is allowed, 1 when anything is denied, 2 when the policy "
               "or the input cannot be read.",
        .take = take_option,
    };
    struct check check = {.policy = QW_DEFAULT_POLICY, .engine = QW_ENGINE_NONE};
    struct qw_policy *policy QW_CLEANUP(qw_cleanup_policy) = NULL;
    int code;
    enum cli_parsed parsed = cli_parse(&options, argc, argv, &check);

    if (parsed != CLI_PARSED)
        return parsed == CLI_HELPED ? QW_EXIT_OK : QW_EXIT_USAGE;
    code = load_policy(check.policy, &policy);
    return code == QW_EXIT_OK ? check_by(&check, policy) : code;
}
