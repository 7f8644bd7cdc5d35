/* Is the plugin asked, does it answer, and does it deny? */
#include <string.h>

#include "doctor_priv.h"

/* An image that nobody can have: no tag leads to this digest, so that no engine ever makes anything
 * of the canary. */
#define CANARY_BODY                                                                  \
    "{\"Image\":\"quaywarden.invalid/canary@sha256:00000000000000000000000000000000" \
    "00000000000000000000000000000000\",\"HostConfig\":{\"Privileged\":true}}"

static const char set_in_daemon_json[] =
    "Write \"authorization-plugins\": [\"NAME\"] with the plugin's name into daemon.json and "
    "restart dockerd.";

static bool has_text(const struct qw_json *list, const char *text)
{
    for (const struct qw_json *node = qw_json_first(list); node != NULL;
         node = qw_json_next(node)) {
        if (qw_json_string(node) != NULL && strcmp(qw_json_string(node), text) == 0)
            return true;
    }
    return false;
}

static bool is_set_by_flag(const struct doctor *doctor)
{
    for (size_t n = 0;; n++) {
        const char *value = doctor_process_option(&doctor->process, "authorization-plugin", 0, n);

        if (value == NULL)
            return false;
        if (strcmp(value, doctor->options.plugin) == 0)
            return true;
    }
}

void doctor_check_daemon_json(struct doctor *doctor)
{
    const char *name = doctor->options.plugin;
    const char *path = doctor->daemon_json_path;

    if (is_set_by_flag(doctor)) {
        doctor_tell(doctor, DOCTOR_WRONG,
                    "The next reload of dockerd (systemctl reload, SIGHUP) drops the plugin "
                    "without a word, and nothing is denied any more.",
                    "Take --authorization-plugin from dockerd's command line, write "
                    "\"authorization-plugins\" into daemon.json, and restart dockerd.",
                    "dockerd's command line names %s (--authorization-plugin).", name);
        return;
    }
    if (doctor->daemon_json_fault != NULL) {
        doctor_tell(doctor, DOCTOR_CANNOT_TELL, "Nobody can say which plugins dockerd will use.",
                    "Run doctor as root, and mend the file.", "%s", doctor->daemon_json_fault);
        return;
    }
    if (has_text(qw_json_get(doctor->daemon_json, "authorization-plugins"), name)) {
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "%s names %s.", path, name);
        return;
    }
    doctor_tell(doctor, DOCTOR_WRONG, "dockerd will not ask this plugin when it starts.",
                set_in_daemon_json, "%s does not name %s.", path, name);
}

static const struct qw_json *plugins_in_use(const struct doctor *doctor)
{
    return qw_json_get(qw_json_get(doctor->info, "Plugins"), "Authorization");
}

static bool is_info_there(struct doctor *doctor)
{
    if (doctor->info != NULL)
        return true;
    doctor_tell(
        doctor, DOCTOR_CANNOT_TELL, "dockerd could not be asked which plugins it uses.",
        "Look at dockerd and at its log; a plugin that does not answer stops every request.", "%s",
        doctor->info_fault);
    return false;
}

void doctor_check_in_use(struct doctor *doctor)
{
    if (!is_info_there(doctor))
        return;
    if (has_text(plugins_in_use(doctor), doctor->options.plugin)) {
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "dockerd asks %s.", doctor->options.plugin);
        return;
    }
    doctor_tell(doctor, DOCTOR_WRONG, "Every request passes, whatever the policy says.",
                set_in_daemon_json, "dockerd does not ask %s.", doctor->options.plugin);
}

void doctor_check_others(struct doctor *doctor)
{
    const struct qw_json *plugins = plugins_in_use(doctor);
    struct qw_buffer names QW_CLEANUP(qw_buffer_done) = QW_BUFFER(1024);

    if (doctor->info == NULL)
        return;
    for (const struct qw_json *node = qw_json_first(plugins); node != NULL;
         node = qw_json_next(node)) {
        const char *name = qw_json_string(node);

        if (name == NULL || strcmp(name, doctor->options.plugin) == 0)
            continue;
        qw_buffer_add_text(&names, names.len > 0 ? ", " : "");
        qw_buffer_add_text(&names, name);
    }
    if (names.len == 0) {
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "There is no other authorization plugin.");
        return;
    }
    doctor_tell(doctor, DOCTOR_NOTE,
                "Each plugin can deny, and none can allow what another denies; all see every "
                "request.",
                "Keep it only if you know why it is there.", "dockerd also asks %s.", names.data);
}

void doctor_check_activate(struct doctor *doctor)
{
    const struct cli_http_request request = {
        .socket = doctor->options.socket, .path = QW_PLUGIN_PATH_ACTIVATE, .body = ""};
    static const char means[] = "dockerd waits 15 seconds for it, and then refuses every request.";
    static const char todo[] = "Start quaywarden (systemctl start quaywarden) and look at its log.";
    struct cli_http_answer answer = {0};
    struct qw_diag diag = {0};

    if (cli_http_ask(doctor->arena, &request, &answer, &diag) != QW_OK)
        doctor_tell(doctor, DOCTOR_WRONG, means, todo, "The plugin does not answer: %s.",
                    diag.text);
    else if (answer.status == 200 && strcmp(answer.body, QW_PLUGIN_REPLY_ACTIVATE) == 0)
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "The plugin answers on %s.",
                    doctor->options.socket);
    else
        doctor_tell(doctor, DOCTOR_WRONG, "What listens there is no quaywarden.", todo,
                    "%s answers Activate with status %ld and %zu bytes.", doctor->options.socket,
                    answer.status, answer.len);
}

static const struct qw_json *parse(struct doctor *doctor, const struct cli_http_answer *answer)
{
    struct qw_json *root = NULL;

    if (qw_json_parse(doctor->arena, answer->body, answer->len, &root, NULL) != QW_OK)
        return NULL;
    return root;
}

static const char canary_means[] = "What gives a container every privilege on the host passes.";
static const char canary_todo[] = "Serve a policy that denies it: quaywarden serve --policy "
                                  "restricted (permissive only records).";

void doctor_check_plugin_canary(struct doctor *doctor)
{
    const struct qw_bytes body = {CANARY_BODY, sizeof CANARY_BODY - 1};
    const struct cli_http_request request = {
        .socket = doctor->options.socket,
        .path = QW_PLUGIN_PATH_REQUEST,
        .body = cli_envelope_of_create(doctor->arena, body).data,
    };
    struct cli_http_answer answer = {0};
    struct qw_diag diag = {0};
    const struct qw_json *allow;

    if (request.body == NULL || cli_http_ask(doctor->arena, &request, &answer, &diag) != QW_OK) {
        doctor_tell(doctor, DOCTOR_WRONG, "The plugin judges nothing.",
                    "Start quaywarden and look at its log.",
                    "The plugin gives no answer to a privileged create: %s.",
                    diag.text[0] != '\0' ? diag.text : "out of memory");
        return;
    }
    allow = qw_json_get(parse(doctor, &answer), "Allow");
    if (answer.status == 200 && qw_json_type(allow) == QW_JSON_BOOL && !qw_json_is_true(allow))
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "The plugin denies a privileged create.");
    else
        doctor_tell(doctor, DOCTOR_WRONG, canary_means, canary_todo,
                    "The plugin does not deny a privileged create.");
}

void doctor_check_engine_canary(struct doctor *doctor)
{
    const struct cli_http_request request = {
        .socket = doctor->engine_socket, .path = "/containers/create", .body = CANARY_BODY};
    const char *sign = qw_arena_format(doctor->arena, "plugin %s:", doctor->options.plugin);
    struct cli_http_answer answer = {0};
    struct qw_diag diag = {0};

    if (doctor->engine_socket == NULL)
        return;
    if (sign == NULL || cli_http_ask(doctor->arena, &request, &answer, &diag) != QW_OK)
        doctor_tell(doctor, DOCTOR_CANNOT_TELL, "Whether dockerd obeys the plugin is not known.",
                    "Look at dockerd and at its log.", "dockerd gives no answer: %s.", diag.text);
    else if (answer.status == 403 && strstr(answer.body, sign) != NULL)
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL,
                    "dockerd refuses a privileged create in the plugin's name.");
    else if (answer.status == 404)
        doctor_tell(doctor, DOCTOR_WRONG, canary_means, canary_todo,
                    "dockerd would make a privileged container: it only lacks the image.");
    else
        doctor_tell(doctor, DOCTOR_CANNOT_TELL, "Whether dockerd obeys the plugin is not known.",
                    "Look at the log of dockerd and of quaywarden.",
                    "dockerd answers a privileged create with status %ld.", answer.status);
}
