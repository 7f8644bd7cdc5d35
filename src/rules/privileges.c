/* What a process may do beyond an ordinary one: capabilities, and gaining more by set-uid programs
 * (engine.md 5.2). */
#include <string.h>

#include "rules_priv.h"

/* --- no-new-privileges ------------------------------------------------------------------------ */

/* What SecurityOpt says in sum: the last valid entry wins. */
struct no_new_privileges {
    bool is_on;
    bool has_on_entry;
    size_t n_off;
};

static struct no_new_privileges read_no_new_privileges(const struct qw_security_options *options,
                                                       bool daemon_default)
{
    struct no_new_privileges sum = {.is_on = daemon_default};

    for (size_t i = 0; i < options->n_items; i++) {
        const struct qw_security_option *option = &options->items[i];

        if (option->key != QW_SECURITY_NO_NEW_PRIVILEGES || !option->is_valid)
            continue;
        sum.is_on = option->is_true;
        sum.has_on_entry = sum.has_on_entry || option->is_true;
        sum.n_off += !option->is_true;
    }
    return sum;
}

static const struct qw_remedy append_no_new_privileges = {
    .kind = QW_REMEDY_APPEND, .part = QW_PART_SECURITY_OPT, .value = "no-new-privileges"};

static void add_switch_off(struct qw_findings *findings, const struct qw_security_option *option,
                           bool needs_entry)
{
    struct qw_finding finding = {
        .at = option->at,
        .value = qw_json_string(option->at),
        .docker = "use --security-opt no-new-privileges without a value",
        .compose = "use security_opt: [no-new-privileges:true]",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = option->at}},
    };
    const char *shown = qw_findings_show(findings, finding.value ? finding.value : "");

    if (needs_entry)
        finding.remedies[1] = append_no_new_privileges;
    if (option->is_valid)
        qw_finding_add(findings, &finding,
                       "is %s: a set-uid program could make its caller root in the container.",
                       shown);
    else
        qw_finding_add(findings, &finding, "is %s: this is neither true nor false.", shown);
}

/* Neither docker service create nor a stack file can say it (engine 25.0, API 1.44). */
static void add_missing_of_service(struct qw_findings *findings)
{
    const struct qw_finding missing = {
        .part = QW_PART_NO_NEW_PRIVILEGES,
        .docker =
            "the docker command cannot set it for a service: ask your operator for "
            "no-new-privileges in daemon.json of every node, and daemon_default in the policy",
        .compose = "a stack file cannot set it either",
        .remedies = {{.kind = QW_REMEDY_SET, .part = QW_PART_NO_NEW_PRIVILEGES, .value = "true"}},
    };

    qw_finding_add(findings, &missing,
                   "is not true: a set-uid program could make its caller root in the container.");
}

void qw_rule_no_new_privileges(const struct qw_workload *workload,
                               const struct qw_settings *settings, struct qw_findings *findings)
{
    const struct qw_security_options *options = &workload->security;
    const bool daemon_default =
        settings->values[QW_SETTING_NO_NEW_PRIVILEGES_DAEMON_DEFAULT].is_true;
    const struct no_new_privileges sum = read_no_new_privileges(options, daemon_default);
    bool needs_entry = !sum.has_on_entry && !daemon_default;

    for (size_t i = 0; i < options->n_items; i++) {
        const struct qw_security_option *option = &options->items[i];

        if (option->key != QW_SECURITY_NO_NEW_PRIVILEGES ||
            (option->is_valid && (option->is_true || sum.is_on)))
            continue;
        add_switch_off(findings, option, needs_entry);
        needs_entry = false;
    }
    if (sum.is_on || sum.n_off > 0)
        return;

    if (workload->kind == QW_WORKLOAD_SERVICE) {
        add_missing_of_service(findings);
        return;
    }

    const struct qw_finding missing = {
        .part = QW_PART_SECURITY_OPT,
        .remedies = {append_no_new_privileges},
    };

    qw_finding_add(findings, &missing,
                   "lacks no-new-privileges: a set-uid program could make its caller root in the "
                   "container.");
}

/* --- capabilities ----------------------------------------------------------------------------- */

/* NAME in normal form: ALL stands alone, so that CAP_ALL is no capability, as for the engine. */
static bool is_known(const char *name)
{
    const char *word = qw_capability_word(name);

    if (strcmp(name, "ALL") == 0)
        return true;
    for (size_t i = 0; word != name && i < QW_CAPABILITY_COUNT; i++) {
        if (strcmp(word, qw_capability_names[i]) == 0)
            return true;
    }
    return false;
}

static void add_unknown(struct qw_findings *findings, const struct qw_text *name)
{
    const struct qw_finding finding = {
        .at = name->at,
        .value = name->value,
        .docker = "remove that name, or write it as in --cap-add NET_BIND_SERVICE",
        .compose = "remove that name, or write it as in cap_add: [NET_BIND_SERVICE]",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = name->at}},
    };

    qw_finding_add(findings, &finding, "is %s: this is no capability that quaywarden knows.",
                   qw_findings_show(findings, name->value));
}

static void add_unlisted(struct qw_findings *findings, const struct qw_text *name)
{
    const char *word = qw_capability_word(name->value);
    const struct qw_finding finding = {
        .at = name->at,
        .value = name->value,
        .docker = qw_findings_format(findings, "remove --cap-add %s", word),
        .compose = qw_findings_format(findings, "remove %s from cap_add", word),
        .remedies = {{.kind = QW_REMEDY_DROP, .at = name->at}},
    };

    if (strcmp(word, "ALL") == 0)
        qw_finding_add(findings, &finding,
                       "adds every capability; CapDrop takes back only those that it names.");
    else
        qw_finding_add(findings, &finding, "adds %s, which this policy does not list.", word);
}

static void judge_added(const struct qw_text *name, const struct qw_settings *settings,
                        struct qw_findings *findings)
{
    if (!is_known(name->value))
        add_unknown(findings, name);
    else if (!qw_setting_has_word(settings, QW_SETTING_CAPABILITIES_ALLOW_ADD,
                                  qw_capability_word(name->value)))
        add_unlisted(findings, name);
}

void qw_rule_capabilities(const struct qw_workload *workload, const struct qw_settings *settings,
                          struct qw_findings *findings)
{
    const struct qw_capabilities *capabilities = &workload->capabilities;
    const struct qw_finding not_dropped = {
        .part = QW_PART_CAP_DROP,
        .docker = "add --cap-drop ALL",
        .compose = "add cap_drop: [ALL]",
        .remedies = {{.kind = QW_REMEDY_APPEND, .part = QW_PART_CAP_DROP, .value = "ALL"}},
    };

    if (!capabilities->drops_all &&
        settings->values[QW_SETTING_CAPABILITIES_REQUIRE_DROP_ALL].is_true)
        qw_finding_add(findings, &not_dropped,
                       "lacks ALL: the container would keep the engine's default capabilities.");
    for (size_t i = 0; i < capabilities->add.n_items; i++)
        judge_added(&capabilities->add.items[i], settings, findings);
    for (size_t i = 0; i < capabilities->drop.n_items; i++) {
        if (!is_known(capabilities->drop.items[i].value))
            add_unknown(findings, &capabilities->drop.items[i]);
    }
}
