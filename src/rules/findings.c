/* Findings: how judges add them, and the loop that asks every judge. */
#include <stdarg.h>

#include "qw/limits.h"
#include "qw/show.h"
#include "rules_priv.h"

enum { FIRST_CAPACITY = 8 };

static void fail(struct qw_findings *findings, enum qw_err err)
{
    if (findings->err == QW_OK)
        findings->err = err;
}

static const char *text_or_fail(struct qw_findings *findings, const char *text)
{
    if (text)
        return text;
    fail(findings, QW_ERR_NO_MEMORY);
    return "";
}

const char *qw_findings_show(struct qw_findings *findings, const char *text)
{
    return text_or_fail(findings, qw_show(findings->arena, text));
}

const char *qw_findings_format(struct qw_findings *findings, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    const char *text = qw_arena_vformat(findings->arena, format, args);
    va_end(args);
    return text_or_fail(findings, text);
}

/* A path may hold a key of any length that a caller chose: what is too long for a record ends in
 * dots. */
static const char *path_of(struct qw_findings *findings, const struct qw_json *at)
{
    struct qw_buffer path QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_AUDIT_TEXT);

    qw_json_add_path(&path, at);
    if (path.err == QW_ERR_TOO_LARGE)
        return qw_findings_format(findings, "%s...", path.data ? path.data : "");
    if (path.err != QW_OK)
        fail(findings, path.err);
    return qw_findings_format(findings, "%s", path.data ? path.data : "");
}

static const char *field_of(struct qw_findings *findings, const struct qw_finding *finding)
{
    if (finding->field)
        return finding->field;
    if (finding->at)
        return path_of(findings, finding->at);

    const char *part = qw_workload_part_path(findings->kind, finding->part);

    return part ? part : "request";
}

static bool make_room(struct qw_findings *findings)
{
    if (findings->n_items == QW_LIMIT_FINDINGS) {
        fail(findings, QW_ERR_TOO_LARGE);
        return false;
    }
    if (findings->n_items < findings->cap)
        return true;

    size_t cap = findings->cap ? findings->cap * 2 : FIRST_CAPACITY;
    struct qw_finding *items = qw_arena_alloc(findings->arena, cap, sizeof(*items));

    if (!items) {
        fail(findings, QW_ERR_NO_MEMORY);
        return false;
    }
    for (size_t i = 0; i < findings->n_items; i++)
        items[i] = findings->items[i];
    findings->items = items;
    findings->cap = cap;
    return true;
}

void qw_finding_add(struct qw_findings *findings, const struct qw_finding *finding,
                    const char *format, ...)
{
    struct qw_finding added = *finding;
    va_list args;

    if (findings->err != QW_OK || !make_room(findings))
        return;
    va_start(args, format);
    added.text = text_or_fail(findings, qw_arena_vformat(findings->arena, format, args));
    va_end(args);
    added.field = field_of(findings, finding);
    added.rule = findings->rule;
    added.mode = finding->is_advice ? QW_MODE_AUDIT : findings->mode;
    if (findings->err == QW_OK)
        findings->items[findings->n_items++] = added;
}

void qw_finding_add_unresolved(struct qw_findings *findings, const struct qw_finding *finding,
                               const struct qw_fact *fact)
{
    qw_finding_add(findings, finding, "cannot be judged: %s.", fact->why);
}

static bool is_asked(const struct qw_rule *rule, const struct qw_workload *workload,
                     const struct qw_settings *settings)
{
    return settings->modes[rule->id] != QW_MODE_OFF && (rule->applies & 1U << workload->kind) != 0;
}

unsigned qw_rules_needs(const struct qw_workload *workload, const struct qw_settings *settings)
{
    unsigned needs = 0;

    for (enum qw_rule_id id = 0; id < QW_RULE_COUNT; id++) {
        const struct qw_rule *rule = qw_rule_get(id);

        if (is_asked(rule, workload, settings))
            needs |= rule->needs;
    }
    needs &= qw_workload_gives_cause(workload);
    if (settings->values[QW_SETTING_VOLUMES_ALLOW_COPY_UP].is_true)
        needs &= ~(unsigned)QW_NEED_VOLUME_USERS;
    if (qw_setting_has_word(settings, QW_SETTING_NETWORKS_JOIN, QW_ANY_NETWORK))
        needs &= ~(unsigned)QW_NEED_NETWORKS;
    /* Its own folder is no path to mount; what a container holds may be its defaults. */
    if ((needs & (QW_NEED_PATHS | QW_NEED_VOLUMES)) != 0 || workload->kind == QW_WORKLOAD_CONTAINER)
        needs |= QW_NEED_ENGINE;
    return needs;
}

bool qw_rules_enforce(const struct qw_settings *settings, enum qw_workload_kind kind)
{
    for (enum qw_rule_id id = 0; id < QW_RULE_COUNT; id++) {
        if (settings->modes[id] == QW_MODE_ENFORCE && (qw_rule_get(id)->applies & 1U << kind) != 0)
            return true;
    }
    return false;
}

enum qw_err qw_rules_judge(struct qw_arena *arena, const struct qw_workload *workload,
                           const struct qw_settings *settings, struct qw_findings *ret_findings)
{
    struct qw_findings findings = {.arena = arena, .kind = workload->kind};

    for (enum qw_rule_id id = 0; id < QW_RULE_COUNT; id++) {
        const struct qw_rule *rule = qw_rule_get(id);

        if (!is_asked(rule, workload, settings))
            continue;
        findings.rule = id;
        findings.mode = settings->modes[id];
        rule->judge(workload, settings, &findings);
    }
    if (findings.err != QW_OK)
        return findings.err;
    *ret_findings = findings;
    return QW_OK;
}
