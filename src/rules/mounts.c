/* Which paths of the host a container may see. */
#include <string.h>

#include "bind_verdict.h"
#include "host_paths.h"
#include "qw/path.h"

/* A policy's own path, plain where it can be read as it stands. */
static const char *plain_path(struct qw_findings *findings, const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "/._-+@:${}*";
    enum { LONGEST_PLAIN = 64 };
    const size_t len = strspn(path, plain);

    return path[len] == '\0' && len <= LONGEST_PLAIN ? path : qw_findings_show(findings, path);
}

static bool denies_everything(const struct qw_setting *deny)
{
    for (size_t i = 0; i < deny->n_words; i++) {
        if (strcmp(deny->words[i], "/**") == 0)
            return true;
    }
    return deny->n_words == 0;
}

/* Where a policy denies some folders only, its list holds what is allowed in these. */
static const char *allowed_paths(struct qw_findings *findings, const struct qw_settings *settings)
{
    enum { MOST_TOLD = 4 };
    const struct qw_setting *allow = &settings->values[QW_SETTING_BIND_MOUNTS_ALLOW];
    const bool is_closed = denies_everything(&settings->values[QW_SETTING_BIND_MOUNTS_DENY]);
    const char *told = "";

    if (allow->n_paths == 0)
        return is_closed ? " No path of the host is allowed." : "";
    for (size_t i = 0; i < allow->n_paths && i < MOST_TOLD; i++)
        told = qw_findings_format(findings, "%s%s%s (%s)", told, i > 0 ? ", " : "",
                                  plain_path(findings, allow->paths[i].path),
                                  qw_access_name(allow->paths[i].access));
    if (allow->n_paths > MOST_TOLD)
        told = qw_findings_format(findings, "%s and %zu more", told, allow->n_paths - MOST_TOLD);
    return qw_findings_format(findings, " Allowed%s: %s.",
                              is_closed ? "" : " within what the policy denies", told);
}

static const char *why_not(struct qw_findings *findings, const struct qw_host_path *bind,
                           struct qw_bind_verdict verdict)
{
    switch (verdict.outcome) {
    case QW_BIND_LIES_IN:
        return qw_findings_format(findings, ", which lies in %s",
                                  plain_path(findings, verdict.entry));
    case QW_BIND_SHOWS:
        return qw_findings_format(findings, ", which shows %s",
                                  plain_path(findings, verdict.entry));
    case QW_BIND_READ_ONLY:
        return bind->relabels ? " and relabels its files, which counts as writing" : " for writing";
    case QW_BIND_RELATIVE:
        return ", which is no absolute path, so that the engine's own folder decides what it shows";
    case QW_BIND_GOES_UP:
        return ", whose \"..\" can lead anywhere through a symbolic link";
    case QW_BIND_NOT_ALLOWED:
    case QW_BIND_PASSES:
        return "";
    }
    return "";
}

static const char *docker_fix(struct qw_findings *findings, const struct qw_host_path *bind)
{
    const char *spec = qw_json_string(bind->at);

    if (spec)
        return qw_findings_format(findings, "drop -v %s", qw_findings_show(findings, spec));
    if (!bind->mount)
        return "drop --opt o=bind and --opt device=...";
    if (bind->mount->is_taken_over)
        return "create it anew without --volumes-from";
    return qw_findings_format(findings, "drop the --mount with target=%s",
                              qw_findings_show(findings, bind->mount->target));
}

static const char *compose_fix(struct qw_findings *findings, const struct qw_host_path *bind)
{
    const char *spec = qw_json_string(bind->at);

    if (spec)
        return qw_findings_format(findings,
                                  "remove %s from volumes:", qw_findings_show(findings, spec));
    if (!bind->mount)
        return "remove o: bind and device from driver_opts:";
    if (bind->mount->is_taken_over)
        return "create it anew without volumes_from:";
    return qw_findings_format(findings, "remove the entry with target %s from volumes:",
                              qw_findings_show(findings, bind->mount->target));
}

/* What is mounted, for the beginning of a sentence. */
static const char *told_source(struct qw_findings *findings, const struct qw_host_path *bind)
{
    const char *path = qw_findings_show(findings, bind->path);

    if (!bind->volume)
        return path;
    return qw_findings_format(findings, "the volume %s, a bind of %s",
                              qw_findings_show(findings, bind->volume), path);
}

static struct qw_finding finding_of(const struct qw_host_path *bind, struct qw_findings *findings)
{
    return (struct qw_finding){
        .at = bind->at,
        .value = bind->path,
        .docker = docker_fix(findings, bind),
        .compose = compose_fix(findings, bind),
        .remedies = {{.kind = QW_REMEDY_DROP, .at = bind->at}},
    };
}

static void add_finding(const struct qw_host_path *bind, const char *why,
                        const struct qw_settings *settings, struct qw_findings *findings)
{
    const struct qw_finding finding = finding_of(bind, findings);

    qw_finding_add(findings, &finding, "mounts %s of the host%s.%s", told_source(findings, bind),
                   why, allowed_paths(findings, settings));
}

static void add_unresolved(const struct qw_host_path *bind, const struct qw_fact *fact,
                           struct qw_findings *findings)
{
    const struct qw_finding finding = finding_of(bind, findings);

    qw_finding_add_unresolved(findings, &finding, fact);
}

/* --- Where it leads --------------------------------------------------------------------------- */

/* Named only where the caller could mount it: of other paths nothing is told. */
static const char *told_link(struct qw_findings *findings, const struct qw_bind_policy *policy,
                             const struct qw_path_facts *facts)
{
    if (!facts->link || qw_bind_verdict_on(policy, facts->link, true).outcome != QW_BIND_PASSES)
        return "";
    return qw_findings_format(findings, " (%s)", qw_findings_show(findings, facts->link));
}

/* The entry of the policy that is hit, never the target itself. */
static const char *where_it_leads(struct qw_findings *findings, struct qw_bind_verdict verdict)
{
    const char *entry = verdict.entry && qw_path_depth(verdict.entry) > 0
                            ? plain_path(findings, verdict.entry)
                            : NULL;

    if (entry && verdict.outcome == QW_BIND_SHOWS)
        return qw_findings_format(findings, "to a folder that shows %s", entry);
    if (entry && verdict.outcome == QW_BIND_READ_ONLY)
        return qw_findings_format(findings, "into %s, for writing", entry);
    return entry ? qw_findings_format(findings, "into %s", entry) : "out of what may be mounted";
}

static struct qw_bind_verdict verdict_on_real(const struct qw_bind_policy *policy,
                                              const struct qw_host_path *bind,
                                              const struct qw_path_facts *facts)
{
    struct qw_bind_verdict verdict = qw_bind_verdict_on(policy, facts->real, bind->is_read_only);

    if (verdict.outcome == QW_BIND_NOT_ALLOWED && qw_path_depth(facts->real) == 0)
        verdict.entry = NULL; /* "/" lies in no entry */
    return verdict;
}

/* --- What is mounted there -------------------------------------------------------------------- */

/* An entry of `allow` that lies on a mount speaks of what is mounted there; and a folder that is
 * mounted elsewhere too is admitted where it is.  Both hold only as far as no entry of `deny` has
 * the other name in particular. */
static bool is_meant(const struct qw_path_name *name, struct qw_bind_verdict on_real)
{
    const bool is_of_mount =
        on_real.is_by_allow && qw_path_relation(on_real.entry, name->at) == QW_PATH_AT_OR_BELOW;

    return !name->type && (name->is_part || is_of_mount);
}

static bool is_admitted(const struct qw_bind_policy *policy, const struct qw_path_name *name,
                        struct qw_bind_verdict on_real, bool is_read_only)
{
    if (qw_bind_verdict_on(policy, name->path, is_read_only).outcome == QW_BIND_PASSES)
        return true;
    return is_meant(name, on_real) && !qw_bind_policy_names(policy, name->path);
}

/* A read-only bind is recursive, but read-only at its top alone, unless more is asked: the engine
 * makes the rest so where kernel and runtime can, and says nothing where they cannot. */
static bool is_read_only_at(const struct qw_host_path *bind, const struct qw_path_facts *facts,
                            const char *point)
{
    if (!bind->is_read_only || bind->is_read_only_below)
        return bind->is_read_only;
    for (size_t i = 0; i < facts->n_below; i++) {
        if (strcmp(facts->below[i], point) == 0)
            return false;
    }
    return true;
}

/* Named only where the caller could mount it, as links are. */
static const char *told_place(struct qw_findings *findings, const struct qw_bind_policy *policy,
                              const struct qw_path_name *name)
{
    if (qw_bind_verdict_on(policy, name->at, true).outcome != QW_BIND_PASSES)
        return "";
    return qw_findings_format(findings, ", mounted at %s", qw_findings_show(findings, name->at));
}

static const char *what_it_shows(struct qw_findings *findings, const struct qw_bind_policy *policy,
                                 const struct qw_path_name *name, bool is_read_only,
                                 const char *why_writable)
{
    const struct qw_bind_verdict verdict = qw_bind_verdict_on(policy, name->path, is_read_only);
    const char *place = told_place(findings, policy, name);

    if (name->type)
        return qw_findings_format(findings, ", which shows a file system of the kernel (%s)%s",
                                  name->type, place);
    if (!verdict.entry || qw_path_depth(verdict.entry) == 0)
        return qw_findings_format(findings, ", which shows what may not be mounted%s", place);
    if (verdict.outcome == QW_BIND_READ_ONLY)
        return qw_findings_format(findings, ", which shows %s for writing%s%s",
                                  plain_path(findings, verdict.entry), place, why_writable);
    return qw_findings_format(findings, ", which shows files of %s%s",
                              plain_path(findings, verdict.entry), place);
}

static const char *shown_by_mounts(const struct qw_host_path *bind,
                                   const struct qw_path_facts *facts,
                                   struct qw_bind_verdict on_real,
                                   const struct qw_bind_policy *policy,
                                   struct qw_findings *findings)
{
    for (size_t i = 0; i < facts->n_names; i++) {
        const struct qw_path_name *name = &facts->names[i];
        const bool is_read_only = is_read_only_at(bind, facts, name->at);

        if (!is_admitted(policy, name, on_real, is_read_only))
            return what_it_shows(findings, policy, name, is_read_only,
                                 is_read_only == bind->is_read_only
                                     ? ""
                                     : ", where a read-only mount of what is above does not reach");
    }
    return NULL;
}

/* The first mount point below a read-only bind that stays writable and may not be; or NULL. */
static const char *left_writable(const struct qw_host_path *bind, const struct qw_path_facts *facts,
                                 const struct qw_bind_policy *policy)
{
    if (!bind->is_read_only || bind->is_read_only_below)
        return NULL;
    for (size_t i = 0; i < facts->n_below; i++) {
        if (qw_bind_verdict_on(policy, facts->below[i], false).outcome != QW_BIND_PASSES)
            return facts->below[i];
    }
    return NULL;
}

static void add_left_writable(const struct qw_host_path *bind, const char *point,
                              const struct qw_settings *settings, struct qw_findings *findings)
{
    struct qw_finding finding = finding_of(bind, findings);
    const char *told = qw_findings_show(findings, point);

    if (!bind->mount || !bind->mount->is_taken_over) {
        finding.docker = qw_findings_format(
            findings, "mount %s, and what else is needed, by itself%s", told,
            bind->can_force ? ", or use --mount with "
                              "readonly,bind-propagation=rprivate,bind-recursive=readonly"
                            : "");
        finding.compose = qw_findings_format(
            findings, "mount %s, and what else is needed, by itself%s", told,
            bind->can_force ? ", or add bind: {propagation: rprivate, recursive: readonly}" : "");
    }
    qw_finding_add(findings, &finding,
                   "mounts %s of the host for reading, which leaves what is mounted below it at %s "
                   "writable: the policy does not allow that for writing.%s",
                   told_source(findings, bind), told, allowed_paths(findings, settings));
}

static void judge_real(const struct qw_host_path *bind, const struct qw_path_facts *facts,
                       bool is_by_allow, const struct qw_settings *settings,
                       struct qw_findings *findings)
{
    const struct qw_bind_policy policy = qw_bind_policy_of(settings, bind->facts);
    const struct qw_bind_verdict verdict = verdict_on_real(&policy, bind, facts);
    const char *shown = shown_by_mounts(bind, facts, verdict, &policy, findings);
    const char *writable = left_writable(bind, facts, &policy);

    if (verdict.outcome == QW_BIND_PASSES && shown)
        add_finding(bind, shown, settings, findings);
    else if (verdict.outcome == QW_BIND_PASSES && writable)
        add_left_writable(bind, writable, settings, findings);
    else if (verdict.outcome != QW_BIND_PASSES)
        add_finding(bind,
                    qw_findings_format(findings, ", which a symbolic link%s leads %s",
                                       told_link(findings, &policy, facts),
                                       where_it_leads(findings, verdict)),
                    settings, findings);
    else if (facts->swappable && (is_by_allow || verdict.is_by_allow))
        add_finding(bind,
                    qw_findings_format(findings,
                                       ", whose component %s could be replaced by others than "
                                       "root after this check",
                                       qw_findings_show(findings, facts->swappable)),
                    settings, findings);
}

/* Of a path that passes by its text: what the host says of it. */
static void judge_facts(const struct qw_host_path *bind, bool is_by_allow,
                        const struct qw_settings *settings, struct qw_findings *findings)
{
    const struct qw_fact *engine = &bind->facts->engine.fact;
    const struct qw_fact *fact = qw_facts_path_fact(bind->facts, bind->path);

    if (engine->state == QW_FACT_FAILED)
        add_unresolved(bind, engine, findings);
    else if (fact->state == QW_FACT_FAILED)
        add_unresolved(bind, fact, findings);
    else if (fact->state == QW_FACT_KNOWN)
        judge_real(bind, qw_facts_path(bind->facts, bind->path), is_by_allow, settings, findings);
}

static void judge_bind(const struct qw_host_path *bind, const struct qw_settings *settings,
                       struct qw_findings *findings)
{
    const struct qw_bind_policy policy = qw_bind_policy_of(settings, bind->facts);
    const struct qw_bind_verdict verdict =
        qw_bind_verdict_on(&policy, bind->path, bind->is_read_only);

    if (verdict.outcome != QW_BIND_PASSES)
        add_finding(bind, why_not(findings, bind, verdict), settings, findings);
    else
        judge_facts(bind, verdict.is_by_allow, settings, findings);
}

void qw_rule_bind_mounts(const struct qw_workload *workload, const struct qw_settings *settings,
                         struct qw_findings *findings)
{
    qw_host_paths_visit(workload, settings, findings, judge_bind);
}
