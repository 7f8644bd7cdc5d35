#include <stdarg.h>
#include <string.h>

#include "doctor_priv.h"

#include "qw/daemon.h"
#include "qw/file.h"
#include "qw/resolve.h"

#define DAEMON_JSON "/etc/docker/daemon.json"
#define PLUGIN_FOLDER "/run/docker/plugins"

enum { PAGE_MAX = 1024 * 1024, DAEMON_JSON_MAX = 1024 * 1024 };

struct check_row {
    const char *id;
    const char *title;
    doctor_check_fn *run;
};

static const struct check_row checks[] = {
    {"daemon-json", "set in daemon.json", doctor_check_daemon_json},
    {"in-use", "dockerd uses it", doctor_check_in_use},
    {"others", "other plugins", doctor_check_others},
    {"answers", "it answers", doctor_check_activate},
    {"plugin-canary", "it denies", doctor_check_plugin_canary},
    {"engine-canary", "dockerd obeys", doctor_check_engine_canary},
    {"docker-socket", "docker's socket", doctor_check_docker_socket},
    {"containerd-socket", "containerd's socket", doctor_check_containerd_sockets},
    {"listeners", "other listeners", doctor_check_listeners},
    {"engine", "the engine", doctor_check_engine},
    {"holes", "holes of the engine", doctor_check_holes},
    {"runtime", "holes of runc", doctor_check_runtime},
    {"entitlements", "what builds may do", doctor_check_entitlements},
    {"root", "root in containers", doctor_check_root},
};

static const struct {
    const char *name; /* in JSON */
    const char *mark; /* on the page */
} states[] = {
    [DOCTOR_CANNOT_TELL] = {"cannot-tell", "?"},
    [DOCTOR_WRONG] = {"wrong", "WRONG"},
    [DOCTOR_NOTE] = {"note", "note"},
    [DOCTOR_OK] = {"ok", "ok"},
};

enum doctor_key {
    KEY_SOCKET = 's',
    KEY_POLICY = 'p',
    KEY_ENGINE = 'e',
    KEY_JSON = 1,
    KEY_DAEMON_JSON,
    KEY_PLUGIN,
};

static const struct argp_option doctor_options[] = {
    {"plugin", KEY_PLUGIN, "NAME", 0, "the plugin's name in daemon.json (default quaywarden)", 0},
    {"socket", KEY_SOCKET, "PATH", 0, "the plugin's socket (default " PLUGIN_FOLDER "/NAME.sock)",
     0},
    {"policy", KEY_POLICY, "NAME|FILE", 0,
     "the policy that is served (default " QW_DEFAULT_POLICY ")", 0},
    {"engine", KEY_ENGINE, "unix:PATH|none", 0,
     "the engine's socket (default " QW_DEFAULT_ENGINE ")", 0},
    {"daemon-json", KEY_DAEMON_JSON, "PATH", 0,
     "dockerd's configuration (default: its --config-file, or " DAEMON_JSON ")", 0},
    {"json", KEY_JSON, NULL, 0, "print one JSON object", 0},
    {0},
};

static bool take_text(const char *name, const char *value, const char **ret_text)
{
    if (*value == '\0') {
        cli_error("doctor: %s must not be empty", name);
        return false;
    }
    *ret_text = value;
    return true;
}

static bool take_option(int key, char *value, void *values)
{
    struct doctor_options *options = values;

    switch ((enum doctor_key)key) {
    case KEY_SOCKET:
        return take_text("--socket", value, &options->socket);
    case KEY_POLICY:
        return take_text("--policy", value, &options->policy);
    case KEY_ENGINE:
        return take_text("--engine", value, &options->engine);
    case KEY_DAEMON_JSON:
        return take_text("--daemon-json", value, &options->daemon_json);
    case KEY_PLUGIN:
        return take_text("--plugin", value, &options->plugin);
    case KEY_JSON:
        options->is_json = true;
        return true;
    }
    return false;
}

void doctor_tell(struct doctor *doctor, enum doctor_state state, const char *means,
                 const char *todo, const char *found, ...)
{
    struct doctor_finding finding = {.check = doctor->check,
                                     .title = doctor->title,
                                     .state = state,
                                     .means = means,
                                     .todo = todo};
    va_list args;

    va_start(args, found);
    finding.found = qw_arena_vformat(doctor->arena, found, args);
    va_end(args);
    if (finding.found == NULL || doctor->n_findings == DOCTOR_FINDINGS_MAX) {
        doctor->has_no_memory = true;
        return;
    }
    doctor->findings[doctor->n_findings++] = finding;
}

/* --- What is looked at before the checks. ------------------------------------------------------
 */

/* "unix:/PATH", "unix:///PATH", "none". */
static bool read_engine(struct doctor *doctor)
{
    const char *engine = doctor->options.engine;
    const char *path = engine + strlen("unix:");

    if (strcmp(engine, QW_ENGINE_NONE) == 0)
        return true;
    if (strncmp(engine, "unix:", strlen("unix:")) != 0 || path[0] != '/') {
        cli_error("doctor: --engine %.80s is neither unix:/PATH nor none", engine);
        return false;
    }
    doctor->engine_socket = strncmp(path, "///", 3) == 0 ? path + 2 : path;
    return true;
}

static void read_daemon_json(struct doctor *doctor)
{
    struct qw_file_request request = {.path = doctor->options.daemon_json, .max = DAEMON_JSON_MAX};
    struct qw_bytes text = {0};
    struct qw_json *root = NULL;
    struct qw_diag diag = {0};
    enum qw_err err;

    if (request.path == NULL)
        request.path = doctor_process_option(&doctor->process, "config-file", '\0', 0);
    if (request.path == NULL)
        request.path = DAEMON_JSON;
    doctor->daemon_json_path = request.path;
    err = qw_file_read(doctor->arena, &request, &text, &diag);
    if (err == QW_ERR_NOT_FOUND)
        return;
    if (err == QW_OK)
        err = qw_json_parse(doctor->arena, text.data, text.len, &root, &diag);
    if (err == QW_OK)
        doctor->daemon_json = root;
    else
        doctor->daemon_json_fault =
            qw_arena_format(doctor->arena, "%s cannot be read: %s.", request.path, diag.text);
}

/* The answer of GET PATH as JSON; NULL, with a sentence, when there is none. */
static const struct qw_json *ask(struct doctor *doctor, const char *path, const char **ret_fault)
{
    const struct cli_http_request request = {.socket = doctor->engine_socket, .path = path};
    struct cli_http_answer answer = {0};
    struct qw_json *root = NULL;
    struct qw_diag diag = {0};
    enum qw_err err = cli_http_ask(doctor->arena, &request, &answer, &diag);

    if (err == QW_OK && answer.status != 200) {
        *ret_fault = qw_arena_format(doctor->arena, "GET %s of dockerd has status %ld.", path,
                                     answer.status);
        return NULL;
    }
    if (err == QW_OK)
        err = qw_json_parse(doctor->arena, answer.body, answer.len, &root, &diag);
    if (err == QW_OK)
        return root;
    *ret_fault = qw_arena_format(doctor->arena, "GET %s of dockerd: %s.", path, diag.text);
    return NULL;
}

static void look(struct doctor *doctor)
{
    doctor->info_fault = "No engine is to be asked.";
    doctor->version_fault = "its answer lacks it.";
    if (doctor->engine_socket != NULL) {
        doctor_process_find(doctor->arena, doctor->engine_socket, &doctor->process);
        doctor->info = ask(doctor, "/info", &doctor->info_fault);
        doctor->version_answer = ask(doctor, "/version", &doctor->version_fault);
        doctor->version = qw_json_string(qw_json_get(doctor->version_answer, "Version"));
    }
    read_daemon_json(doctor);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        doctor->check = checks[i].id;
        doctor->title = checks[i].title;
        checks[i].run(doctor);
    }
}

/* --- What is printed. --------------------------------------------------------------------------
 */

static size_t count(const struct doctor *doctor, enum doctor_state state)
{
    size_t n = 0;

    for (size_t i = 0; i < doctor->n_findings; i++)
        n += doctor->findings[i].state == state;
    return n;
}

static bool is_well(const struct doctor *doctor)
{
    return count(doctor, DOCTOR_WRONG) == 0 && count(doctor, DOCTOR_CANNOT_TELL) == 0;
}

/* Names of files, groups and plugins come from outside: no control byte reaches the terminal. */
static void add_line(struct qw_buffer *page, const char *start, const char *text)
{
    qw_buffer_add_text(page, start);
    for (; *text != '\0'; text++) {
        const unsigned char byte = (unsigned char)*text;

        qw_buffer_add(page, byte < 0x20 || byte == 0x7f ? "?" : text, 1);
    }
    qw_buffer_add_text(page, "\n");
}

static void add_page(struct qw_buffer *page, const struct doctor *doctor)
{
    const char *title = NULL;

    for (size_t i = 0; i < doctor->n_findings; i++) {
        const struct doctor_finding *finding = &doctor->findings[i];

        qw_buffer_addf(page, "%-6s %-20s", states[finding->state].mark,
                       title != finding->title ? finding->title : "");
        add_line(page, " ", finding->found);
        title = finding->title;
        if (finding->means != NULL)
            add_line(page, "         means: ", finding->means);
        if (finding->todo != NULL)
            add_line(page, "         do:    ", finding->todo);
    }
    qw_buffer_addf(page, "\n%s: %zu wrong, %zu that nobody can tell, %zu to note, %zu well.\n",
                   is_well(doctor) ? "All is well" : "This host is not guarded as it should be",
                   count(doctor, DOCTOR_WRONG), count(doctor, DOCTOR_CANNOT_TELL),
                   count(doctor, DOCTOR_NOTE), count(doctor, DOCTOR_OK));
}

static void add_member(struct qw_buffer *page, const char *key, const char *text)
{
    qw_buffer_addf(page, ",\"%s\":", key);
    if (text == NULL)
        qw_buffer_add_text(page, "null");
    else
        qw_buffer_add_json_string(page, text, strlen(text));
}

static void add_json(struct qw_buffer *page, const struct doctor *doctor)
{
    qw_buffer_addf(page, "{\"well\":%s", is_well(doctor) ? "true" : "false");
    add_member(page, "engine_version", doctor->version);
    qw_buffer_add_text(page, ",\"findings\":[");
    for (size_t i = 0; i < doctor->n_findings; i++) {
        const struct doctor_finding *finding = &doctor->findings[i];

        qw_buffer_addf(page, "%s{\"check\":\"%s\",\"state\":\"%s\"", i > 0 ? ",\n" : "",
                       finding->check, states[finding->state].name);
        add_member(page, "title", finding->title);
        add_member(page, "found", finding->found);
        add_member(page, "means", finding->means);
        add_member(page, "do", finding->todo);
        qw_buffer_add_text(page, "}");
    }
    qw_buffer_add_text(page, "]}\n");
}

static int print(const struct doctor *doctor)
{
    struct qw_buffer page = QW_BUFFER(PAGE_MAX);

    if (doctor->has_no_memory) {
        cli_error("doctor: out of memory");
        return QW_EXIT_FAILED;
    }
    if (doctor->options.is_json)
        add_json(&page, doctor);
    else
        add_page(&page, doctor);
    if (!cli_print(&page))
        return QW_EXIT_FAILED;
    return is_well(doctor) ? QW_EXIT_OK : QW_EXIT_DENIED;
}

static int examine(struct doctor *doctor)
{
    struct qw_arena *arena QW_CLEANUP(qw_cleanup_arena) = qw_arena_new(DOCTOR_MEMORY);
    struct qw_policy *policy QW_CLEANUP(qw_cleanup_policy) = NULL;
    struct qw_diag diag = {0};

    if (!read_engine(doctor))
        return QW_EXIT_USAGE;
    if (qw_policy_load(doctor->options.policy, NULL, &policy, &diag) != QW_OK) {
        cli_report(&diag);
        return QW_EXIT_USAGE;
    }
    if (arena != NULL && doctor->options.socket == NULL)
        doctor->options.socket =
            qw_arena_format(arena, PLUGIN_FOLDER "/%s.sock", doctor->options.plugin);
    if (arena == NULL || doctor->options.socket == NULL) {
        cli_error("doctor: out of memory");
        return QW_EXIT_FAILED;
    }
    doctor->arena = arena;
    doctor->policy = policy;
    look(doctor);
    return print(doctor);
}

int cli_doctor(int argc, char **argv)
{
    static const struct cli_options options = {
        .command = "doctor",
        .options = doctor_options,
        .doc = "Looks for what is wrong on this host: whether dockerd asks the plugin and obeys "
               "it, who gets past it, and which holes its version leaves open.  Run it as root.",
        .take = take_option,
    };
    struct doctor doctor = {.options = {.plugin = "quaywarden",
                                        .policy = QW_DEFAULT_POLICY,
                                        .engine = QW_DEFAULT_ENGINE}};
    enum cli_parsed parsed = cli_parse(&options, argc, argv, &doctor.options);

    if (parsed != CLI_PARSED)
        return parsed == CLI_HELPED ? QW_EXIT_OK : QW_EXIT_USAGE;
    return examine(&doctor);
}
