/* What the image is called, and what is in it. */
#include <string.h>

#include "image_history.h"
#include "image_name.h"
#include "quantities.h"
#include "qw/glob.h"
#include "rules_priv.h"

static struct qw_finding image_finding(const struct qw_workload *workload)
{
    return (struct qw_finding){
        .at = workload->image.at,
        .part = QW_PART_IMAGE,
        .value = workload->image.at ? workload->image.value : NULL,
    };
}

bool qw_image_is_looked_at_later(const struct qw_workload *workload)
{
    return workload->facts->image.fact.state == QW_FACT_MISSING &&
           workload->kind == QW_WORKLOAD_CREATE;
}

static bool is_never_looked_at(const struct qw_workload *workload)
{
    return workload->facts->image.fact.state == QW_FACT_MISSING &&
           workload->kind != QW_WORKLOAD_CREATE;
}

/* --- image-reference -------------------------------------------------------------------------- */

static bool allows_every_image(const struct qw_settings *settings)
{
    return qw_setting_has_word(settings, QW_SETTING_IMAGE_REFERENCE_ALLOW, "*");
}

/* Patterns for a name with a tag are held against the repository alone where a digest stands for
 * the tag: what the tag names is what the digest names. */
static bool fits_repository(struct qw_findings *findings, const char *pattern,
                            const char *repository)
{
    const int len = (int)qw_image_repository_len(pattern);

    return qw_glob_match(qw_findings_format(findings, "%.*s", len, pattern), repository);
}

static bool is_name_allowed(const struct qw_setting *allow, const struct qw_image_name *name)
{
    for (size_t i = 0; i < allow->n_words; i++)
        if (qw_glob_match(allow->words[i], name->full))
            return true;
    return false;
}

/* Whoever tags an image chooses its name; its repository digests tell where it came from.  One that
 * was only ever built here has none. */
static bool comes_from_allowed(const struct qw_setting *allow, const struct qw_texts *digests,
                               struct qw_findings *findings)
{
    for (size_t d = 0; d < digests->n_items; d++) {
        const struct qw_image_name name = qw_image_name_of(findings, digests->items[d].value);

        for (size_t i = 0; i < allow->n_words; i++)
            if (fits_repository(findings, allow->words[i], name.repository))
                return true;
    }
    return false;
}

static void judge_origin(const struct qw_workload *workload, const struct qw_setting *allow,
                         const struct qw_image_name *name, struct qw_findings *findings)
{
    const struct qw_image_facts *image = &workload->facts->image;
    const struct qw_finding finding = image_finding(workload);
    const bool is_known = image->fact.state == QW_FACT_KNOWN;

    /* an id names no repository: its digests alone tell */
    if (!(name->is_id && is_known) && !is_name_allowed(allow, name))
        qw_finding_add(findings, &finding, "is %s, which is not on the policy's list.",
                       qw_findings_show(findings, name->full));
    else if (is_known && !comes_from_allowed(allow, &image->digests, findings))
        qw_finding_add(findings, &finding,
                       "is called %s, but was not pulled from a repository on the policy's list: "
                       "pull it again.",
                       qw_findings_show(findings, name->full));
    else if (image->fact.state == QW_FACT_FAILED)
        qw_finding_add_unresolved(findings, &finding, &image->fact);
    else if (is_never_looked_at(workload) && !name->has_digest)
        qw_finding_add(findings, &finding,
                       "is not here, so that nothing tells where it came from: pull it first, or "
                       "name its digest.");
}

void qw_rule_image_reference(const struct qw_workload *workload, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    const struct qw_setting *values = settings->values;
    const struct qw_finding finding = image_finding(workload);

    if (workload->image.at == NULL && qw_workload_is_partial(workload->kind))
        return;

    const struct qw_image_name name = qw_image_name_of(findings, workload->image.value);

    if (!allows_every_image(settings))
        judge_origin(workload, &values[QW_SETTING_IMAGE_REFERENCE_ALLOW], &name, findings);
    if (values[QW_SETTING_IMAGE_REFERENCE_REQUIRE_DIGEST].is_true && !name.has_digest &&
        !name.is_id)
        qw_finding_add(findings, &finding,
                       "is named without a digest: what it stands for may change at any time.");
    else if (values[QW_SETTING_IMAGE_REFERENCE_DENY_LATEST].is_true &&
             strcmp(name.tag, "latest") == 0)
        qw_finding_add(findings, &finding,
                       "has the tag latest, or none: what it stands for changes with each "
                       "release.");
}

/* Without an engine; what is only recorded would be so for every image. */
static bool is_enforced_unasked(const struct qw_workload *workload,
                                const struct qw_findings *findings)
{
    return workload->facts->image.fact.state == QW_FACT_UNASKED && *workload->image.value != '\0' &&
           findings->mode == QW_MODE_ENFORCE;
}

/* --- image-content ---------------------------------------------------------------------------- */

static void judge_image_user(const struct qw_workload *workload, struct qw_findings *findings)
{
    const struct qw_user *user = &workload->facts->image.user;
    const struct qw_finding finding = image_finding(workload);

    if (user->user == QW_IDENTITY_ABSENT)
        qw_finding_add(findings, &finding, "names no USER, so that it runs as root by itself.");
    else if ((user->user == QW_IDENTITY_NUMBER && user->uid == 0) ||
             (user->user == QW_IDENTITY_NAME && strcmp(user->user_name, "root") == 0))
        qw_finding_add(findings, &finding, "names root as its USER.");
}

static void judge_size(const struct qw_workload *workload, int64_t max,
                       struct qw_findings *findings)
{
    const struct qw_finding finding = image_finding(workload);

    if (max > 0 && workload->facts->image.size > max)
        qw_finding_add(findings, &finding, "has %s: at most %s is allowed.",
                       qw_show_size_about(findings, workload->facts->image.size),
                       qw_show_size(findings, max));
}

/* Names alone are told, never values. */
static void judge_env(const struct qw_workload *workload, const struct qw_setting *patterns,
                      struct qw_findings *findings)
{
    const struct qw_texts *env = &workload->facts->image.env;
    const struct qw_finding finding = image_finding(workload);

    for (size_t i = 0; i < env->n_items; i++) {
        const char *name = qw_image_secret_in(findings, env->items[i].value, patterns);

        if (name != NULL)
            qw_finding_add(findings, &finding,
                           "sets %s in its environment: everybody who can pull it can read that.",
                           qw_findings_show(findings, name));
    }
}

static void judge_history(const struct qw_workload *workload, const struct qw_setting *patterns,
                          struct qw_findings *findings)
{
    const struct qw_image_facts *image = &workload->facts->image;
    const struct qw_finding finding = image_finding(workload);

    if (workload->kind != QW_WORKLOAD_CONTAINER)
        return;
    if (image->history_fact.state == QW_FACT_FAILED)
        qw_finding_add_unresolved(findings, &finding, &image->history_fact);
    if (image->history_fact.state != QW_FACT_KNOWN)
        return;
    for (size_t i = 0; i < image->history.n_items; i++)
        qw_image_history_judge(image->history.items[i].value, patterns, &finding, findings);
}

void qw_rule_image_content(const struct qw_workload *workload, const struct qw_settings *settings,
                           struct qw_findings *findings)
{
    const struct qw_setting *patterns = &settings->values[QW_SETTING_IMAGE_CONTENT_SECRET_PATTERNS];
    const struct qw_fact *fact = &workload->facts->image.fact;
    const struct qw_finding finding = image_finding(workload);

    if (fact->state == QW_FACT_FAILED)
        qw_finding_add_unresolved(findings, &finding, fact);
    if (is_never_looked_at(workload))
        qw_finding_add(findings, &finding, "is not here to be looked into: pull it first.");
    if (is_enforced_unasked(workload, findings))
        qw_finding_add(findings, &finding,
                       "cannot be looked into, because nobody could be asked for it.");
    if (fact->state != QW_FACT_KNOWN)
        return;
    judge_image_user(workload, findings);
    judge_size(workload, settings->values[QW_SETTING_IMAGE_CONTENT_MAX_SIZE].number, findings);
    judge_env(workload, patterns, findings);
    judge_history(workload, patterns, findings);
}
