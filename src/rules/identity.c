/* Who runs in the container: the uid is judged by root-user, the gid and the supplementary groups
 * by groups (engine.md 5.3). */
#include <string.h>

#include "rules_priv.h"

enum { USUAL_ID = 1000 }; /* first account of a person on the usual distributions */

/* --- Groups ----------------------------------------------------------------------------------- */

static bool is_gid_0(const struct qw_group *group)
{
    return (group->kind == QW_IDENTITY_NUMBER && group->gid == 0) ||
           (group->kind == QW_IDENTITY_NAME && strcmp(group->text.value, "root") == 0);
}

static bool group_equal(const struct qw_group *a, const struct qw_group *b)
{
    if (is_gid_0(a) || is_gid_0(b))
        return is_gid_0(a) && is_gid_0(b);
    if (a->kind != b->kind)
        return false;
    return a->kind == QW_IDENTITY_NUMBER ? a->gid == b->gid
                                         : strcmp(a->text.value, b->text.value) == 0;
}

static bool is_denied(const struct qw_settings *settings, const struct qw_group *group)
{
    const struct qw_setting *deny = &settings->values[QW_SETTING_GROUPS_DENY];

    for (size_t i = 0; i < deny->n_words; i++) {
        const struct qw_group denied = qw_group_of(deny->words[i]);

        if (group_equal(&denied, group))
            return true;
    }
    return false;
}

/* --- A user that both rules admit ------------------------------------------------------------- */

/* Uid 0 is root whatever a policy says. */
static int64_t lowest_uid(const struct qw_settings *settings)
{
    const int64_t min_uid = settings->values[QW_SETTING_ROOT_USER_MIN_UID].number;

    return min_uid > 1 ? min_uid : 1;
}

static bool is_good_gid(const struct qw_settings *settings, int64_t gid)
{
    const struct qw_group group = {.kind = QW_IDENTITY_NUMBER, .gid = gid};

    return gid != 0 && !is_denied(settings, &group);
}

static int64_t good_gid(const struct qw_settings *settings, const struct qw_user *user, int64_t uid)
{
    int64_t gid = USUAL_ID;

    if (user->group == QW_IDENTITY_NUMBER && is_good_gid(settings, user->gid))
        return user->gid;
    if (is_good_gid(settings, uid))
        return uid;
    while (!is_good_gid(settings, gid))
        gid++;
    return gid;
}

/* "uid:gid", as close to what was asked as both rules let it be, so that their remedies agree. */
static const char *good_user(const struct qw_user *user, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    const int64_t lowest = lowest_uid(settings);
    int64_t uid = lowest > USUAL_ID ? lowest : USUAL_ID;

    if (user->user == QW_IDENTITY_NUMBER && user->uid >= lowest)
        uid = user->uid;
    return qw_findings_format(findings, "%lld:%lld", (long long)uid,
                              (long long)good_gid(settings, user, uid));
}

static struct qw_finding user_finding(const struct qw_user *user,
                                      const struct qw_settings *settings,
                                      struct qw_findings *findings)
{
    const char *good = good_user(user, settings, findings);

    return (struct qw_finding){
        .at = user->text.at,
        .part = QW_PART_USER,
        .value = user->text.at ? user->text.value : NULL,
        .docker = qw_findings_format(findings, "use --user %s", good),
        .compose = qw_findings_format(findings, "use user: \"%s\"", good),
        .remedies = {{.kind = QW_REMEDY_SET,
                      .part = QW_PART_USER,
                      .value = qw_findings_format(findings, "\"%s\"", good)}},
    };
}

/* --- root-user -------------------------------------------------------------------------------- */

static const char root_objection[] =
    "the process would be root, in the container and on whatever it reaches of the host";

static const char *number_objection(int64_t uid, const struct qw_settings *settings,
                                    struct qw_findings *findings)
{
    if (uid >= lowest_uid(settings))
        return NULL;
    if (uid == 0)
        return root_objection;
    return qw_findings_format(findings, "uid %lld is under %lld, the lowest that is allowed",
                              (long long)uid, (long long)lowest_uid(settings));
}

static const char use_a_number[] = "the image decides which uid a name has; use a numeric --user";

/* The container's own files say who it is; who is in none of them is root (rules.md, The second
 * look). */
static const char *account_objection(const struct qw_account_facts *account,
                                     const struct qw_settings *settings,
                                     struct qw_findings *findings)
{
    switch (account->fact.state) {
    case QW_FACT_KNOWN:
        return number_objection(account->uid, settings, findings);
    case QW_FACT_MISSING:
        return "the container has no such user, so that it counts as root; use a numeric --user";
    case QW_FACT_FAILED:
        return qw_findings_format(findings, "it counts as root, because %s; use a numeric --user",
                                  account->fact.why);
    case QW_FACT_UNASKED:
        break;
    }
    return use_a_number;
}

/* A create with an engine passes: the second look reads the container's own files. */
static const char *resolved_objection(const struct qw_workload *workload,
                                      const struct qw_settings *settings,
                                      struct qw_findings *findings)
{
    if (workload->kind == QW_WORKLOAD_SERVICE)
        return use_a_number; /* nobody looks at a task again, and another node pulls for itself */
    if (workload->kind == QW_WORKLOAD_CONTAINER || workload->kind == QW_WORKLOAD_EXEC)
        return account_objection(&workload->facts->account, settings, findings);
    switch (workload->facts->image.fact.state) {
    case QW_FACT_KNOWN:
    case QW_FACT_MISSING:
        return NULL;
    case QW_FACT_FAILED:
        return qw_findings_format(findings, "it cannot be looked up: %s; use a numeric --user",
                                  workload->facts->image.fact.why);
    case QW_FACT_UNASKED:
        break;
    }
    return use_a_number;
}

/* The setting is a list of one word; of several, and of none, the strictest counts. */
static const char *name_objection(const struct qw_workload *workload, const char *name,
                                  const struct qw_settings *settings, struct qw_findings *findings)
{
    const enum qw_setting_id setting = QW_SETTING_ROOT_USER_NAMED_USERS;

    if (strcmp(name, "root") == 0)
        return root_objection;
    if (qw_setting_has_word(settings, setting, "deny"))
        return use_a_number;
    if (qw_setting_has_word(settings, setting, "resolve"))
        return resolved_objection(workload, settings, findings);
    return qw_setting_has_word(settings, setting, "allow") ? NULL : use_a_number;
}

/* What is wrong with USER, of the request or of the image; NULL for nothing. */
static const char *user_objection(const struct qw_workload *workload, const struct qw_user *user,
                                  const struct qw_settings *settings, struct qw_findings *findings)
{
    switch (user->user) {
    case QW_IDENTITY_NUMBER:
        return number_objection(user->uid, settings, findings);
    case QW_IDENTITY_NAME:
        return name_objection(workload, user->user_name, settings, findings);
    case QW_IDENTITY_ABSENT:
    case QW_IDENTITY_INVALID:
        break;
    }
    return "this is no user that all engines read alike";
}

/* The request names nobody, so that the image does. */
static void judge_image_user(const struct qw_workload *workload, const struct qw_settings *settings,
                             struct qw_findings *findings)
{
    const struct qw_image_facts *image = &workload->facts->image;

    if (qw_image_is_looked_at_later(workload))
        return; /* the engine answers that itself */

    const struct qw_finding finding = user_finding(&workload->user, settings, findings);
    const char *objection;

    if (workload->kind == QW_WORKLOAD_SERVICE) {
        qw_finding_add(findings, &finding,
                       "is not given, and a node may pull an image whose USER is root: give a "
                       "number.");
        return;
    }

    if (image->fact.state == QW_FACT_UNASKED) {
        qw_finding_add(findings, &finding,
                       "is not given, and nobody could be asked for the image's USER, which may be "
                       "root: give a number.");
        return;
    }
    if (image->fact.state == QW_FACT_FAILED) {
        qw_finding_add_unresolved(findings, &finding, &image->fact);
        return;
    }
    if (image->user.user == QW_IDENTITY_ABSENT) {
        qw_finding_add(findings, &finding, "is given neither here nor by the image: %s.",
                       root_objection);
        return;
    }
    objection = user_objection(workload, &image->user, settings, findings);
    if (objection)
        qw_finding_add(findings, &finding, "is not given, and the image's is %s: %s.",
                       qw_findings_show(findings, image->user.text.value), objection);
}

void qw_rule_root_user(const struct qw_workload *workload, const struct qw_settings *settings,
                       struct qw_findings *findings)
{
    const struct qw_user *user = &workload->user;

    if (user->user == QW_IDENTITY_ABSENT) {
        /* an exec without a user runs as the container's (rules.md, "On a partial body") */
        if (!qw_workload_is_partial(workload->kind))
            judge_image_user(workload, settings, findings);
        return;
    }

    const char *objection = user_objection(workload, user, settings, findings);

    if (!objection)
        return;

    const struct qw_finding finding = user_finding(user, settings, findings);

    qw_finding_add(findings, &finding, "is %s: %s.", qw_findings_show(findings, user->text.value),
                   objection);
}

/* --- groups ----------------------------------------------------------------------------------- */

/* Only the image's own group file tells the gid of a name, and it may give 0 to any. */
static const char name_of_group_objection[] =
    "the image decides which gid a group's name has; give a number";

static const char *primary_group_objection(const struct qw_workload *workload,
                                           const struct qw_settings *settings)
{
    const struct qw_user *user = &workload->user;
    const bool is_resolved = workload->facts->account.fact.state == QW_FACT_KNOWN;
    const struct qw_group group = {
        .kind = user->group, .gid = user->gid, .text = {.value = user->group_name}};
    const bool denies_gid_0 = settings->values[QW_SETTING_GROUPS_DENY_GID_0].is_true;

    if (group.kind == QW_IDENTITY_INVALID)
        return "its group is none that all engines read alike";
    if (group.kind == QW_IDENTITY_ABSENT && workload->kind == QW_WORKLOAD_SERVICE)
        return "without a group a task takes those that the image's files give it, and nobody "
               "looks at a task";
    if (group.kind == QW_IDENTITY_ABSENT)
        return denies_gid_0 && !is_resolved && user->user == QW_IDENTITY_NUMBER
                   ? "without a group the gid may be 0, which is root's"
                   : NULL;
    if (is_gid_0(&group) && denies_gid_0)
        return "gid 0 is root's group";
    if (!is_gid_0(&group) && is_denied(settings, &group))
        return "its group has power over the host";
    return group.kind == QW_IDENTITY_NAME && !is_resolved ? name_of_group_objection : NULL;
}

/* The engine takes a number that is the name of a group in the container's own files for that
 * group.  A create passes on to the second look. */
static const char *number_of_group_objection(const struct qw_workload *workload, size_t index,
                                             struct qw_findings *findings)
{
    const struct qw_added_group_facts *added = &workload->facts->added_groups;

    if (added->fact.state == QW_FACT_FAILED)
        return qw_findings_format(findings,
                                  "the image may have a group whose name is this number, which "
                                  "cannot be looked up: %s",
                                  added->fact.why);
    return added->fact.state == QW_FACT_KNOWN && added->is_other[index]
               ? "the image's /etc/group has a group whose name is this number, and its gid is "
                 "another"
               : NULL;
}

/* The engine adds the number in User to the groups as GroupAdd's are (moby, daemon/oci_linux.go,
 * getUser). */
static void judge_primary_number(const struct qw_workload *workload,
                                 const struct qw_settings *settings, struct qw_findings *findings)
{
    const struct qw_added_group_facts *primary = &workload->facts->primary_group;
    const struct qw_finding finding = user_finding(&workload->user, settings, findings);

    if (primary->fact.state == QW_FACT_FAILED)
        qw_finding_add_unresolved(findings, &finding, &primary->fact);
    else if (primary->fact.state == QW_FACT_KNOWN && primary->is_other[0])
        qw_finding_add(findings, &finding,
                       "has a group whose number is the name of another one in the image's "
                       "/etc/group: give a number that is none.");
}

static const char *added_group_objection(const struct qw_workload *workload, size_t index,
                                         const struct qw_settings *settings,
                                         struct qw_findings *findings)
{
    const struct qw_group *group = &workload->groups.items[index];

    if (group->kind == QW_IDENTITY_INVALID)
        return "this is no group that all engines read alike";
    if (is_denied(settings, group))
        return "this group has power over the host";
    if (workload->kind == QW_WORKLOAD_SERVICE)
        return "a node's image may have a group of that name, whether a number or not, and nobody "
               "looks at a task";
    return group->kind == QW_IDENTITY_NAME ? name_of_group_objection
                                           : number_of_group_objection(workload, index, findings);
}

static void judge_added_group(const struct qw_workload *workload, size_t index,
                              const struct qw_settings *settings, struct qw_findings *findings)
{
    const struct qw_group *group = &workload->groups.items[index];
    const char *objection = added_group_objection(workload, index, settings, findings);
    const bool is_number = group->kind == QW_IDENTITY_NUMBER;
    const bool is_service = workload->kind == QW_WORKLOAD_SERVICE;
    struct qw_finding finding = {
        .at = group->text.at,
        .value = group->text.value,
        .docker = is_number ? "remove --group-add, or give a number that is no group's name, in a "
                              "container that is --read-only and mounts nothing"
                            : "remove --group-add, or give it a number",
        .compose = is_number ? "remove group_add, or give a number that is no group's name, in a "
                               "container that has read_only: true and no volumes"
                             : "remove group_add, or give it a number",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = group->text.at}},
    };

    if (is_service)
        finding.docker = finding.compose = "remove the groups, which is docker service's --group";
    if (objection)
        qw_finding_add(findings, &finding, "is %s: %s.",
                       qw_findings_show(findings, group->text.value), objection);
}

/* What the container's own files add: groups of a user given by name, which become the process's as
 * GroupAdd's do. */
static void judge_account(const struct qw_workload *workload, const struct qw_settings *settings,
                          struct qw_findings *findings)
{
    const struct qw_account_facts *account = &workload->facts->account;
    const bool denies_gid_0 = settings->values[QW_SETTING_GROUPS_DENY_GID_0].is_true;
    const struct qw_group primary = {.kind = QW_IDENTITY_NUMBER, .gid = account->gid};

    if (account->fact.state != QW_FACT_KNOWN && account->fact.state != QW_FACT_FAILED)
        return;

    const struct qw_finding finding = user_finding(&workload->user, settings, findings);

    if (account->fact.state == QW_FACT_FAILED) {
        qw_finding_add_unresolved(findings, &finding, &account->fact);
        return;
    }

    if (is_gid_0(&primary) ? denies_gid_0 : is_denied(settings, &primary))
        qw_finding_add(findings, &finding, "has the group %lld, which has power over the host.",
                       (long long)primary.gid);
    for (size_t i = 0; i < account->n_groups; i++) {
        const struct qw_group group = {.kind = QW_IDENTITY_NUMBER, .gid = account->groups[i]};

        if (is_gid_0(&group) || is_denied(settings, &group))
            qw_finding_add(findings, &finding,
                           "is in the group %lld by the image's files, which has power over the "
                           "host.",
                           (long long)group.gid);
    }
}

void qw_rule_groups(const struct qw_workload *workload, const struct qw_settings *settings,
                    struct qw_findings *findings)
{
    const struct qw_user *user = &workload->user;
    const char *objection = primary_group_objection(workload, settings);

    if (objection) {
        const struct qw_finding finding = user_finding(user, settings, findings);

        if (user->text.at == NULL)
            qw_finding_add(findings, &finding, "is not given: %s.", objection);
        else
            qw_finding_add(findings, &finding, "is %s: %s.",
                           qw_findings_show(findings, user->text.value), objection);
    }
    for (size_t i = 0; i < workload->groups.n_items; i++)
        judge_added_group(workload, i, settings, findings);
    judge_account(workload, settings, findings);
    judge_primary_number(workload, settings, findings);
}
