/* What the version of the engine, daemon.json and the policy leave open. */
#include <string.h>

#include "doctor_priv.h"

#include "qw/holes.h"

void doctor_check_engine(struct doctor *doctor)
{
    if (doctor->engine_socket == NULL)
        doctor_tell(doctor, DOCTOR_WRONG,
                    "Without questions to the engine there is no second look: what a container "
                    "really holds is never judged.",
                    "Run quaywarden with --engine unix:/run/docker.sock.",
                    "No engine is to be asked.");
    else if (doctor->version == NULL)
        doctor_tell(doctor, DOCTOR_CANNOT_TELL,
                    "While the engine's version is not known, the worst is assumed.",
                    "Look at dockerd and at its log.", "The engine tells no version: %s",
                    doctor->version_fault);
    else
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "The engine is %s.", doctor->version);
}

static unsigned open_holes(const struct doctor *doctor)
{
    return qw_holes_of_version(doctor->version) & ~qw_policy_fixed_holes(doctor->policy);
}

static const char *hole_todo(struct doctor *doctor, const struct qw_hole *hole)
{
    return qw_arena_format(
        doctor->arena,
        "%s Where the distribution has fixed it, say so in the policy: \"engine\": {\"fixed\": "
        "[\"%s\"]}.",
        hole->todo, hole->name);
}

static void tell_hole(struct doctor *doctor, const struct qw_hole *hole)
{
    doctor_tell(doctor, hole->is_closed_here ? DOCTOR_NOTE : DOCTOR_WRONG, hole->means,
                hole_todo(doctor, hole), "%s: %s%s.", hole->name, hole->title,
                hole->is_closed_here ? "; quaywarden denies all that would go through it" : "");
}

void doctor_check_holes(struct doctor *doctor)
{
    const unsigned open = open_holes(doctor);

    if (doctor->version == NULL)
        return;
    if (open == 0) {
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "No hole of this version is open.");
        return;
    }
    for (size_t id = 0; id < QW_HOLE_COUNT; id++) {
        if ((open & 1U << id) != 0)
            tell_hole(doctor, qw_hole_get((enum qw_hole_id)id));
    }
}

/* As `runc --version` said it; the RuncCommit of /info is a hash in some packages.  NULL: none. */
static const char *runc_version(const struct doctor *doctor)
{
    const struct qw_json *components = qw_json_get(doctor->version_answer, "Components");

    for (const struct qw_json *component = qw_json_first(components); component != NULL;
         component = qw_json_next(component)) {
        const char *name = qw_json_string(qw_json_get(component, "Name"));

        if (name != NULL && strcmp(name, "runc") == 0)
            return qw_json_string(qw_json_get(component, "Version"));
    }
    return NULL;
}

/* No mount reaches into /dev or /proc of a container then: the known ways to runc's holes. */
static bool keeps_mounts_away(const struct qw_settings *settings)
{
    return settings->modes[QW_RULE_VOLUMES] == QW_MODE_ENFORCE &&
           settings->modes[QW_RULE_WRITABLE_ROOTFS] == QW_MODE_ENFORCE &&
           !settings->values[QW_SETTING_VOLUMES_ALLOW_NESTED].is_true;
}

void doctor_check_runtime(struct doctor *doctor)
{
    const struct qw_hole *hole = qw_hole_get(QW_HOLE_RUNTIME_MOUNTS);
    const bool is_kept_away = keeps_mounts_away(qw_policy_settings(doctor->policy));
    const char *version = runc_version(doctor);
    const unsigned open = qw_holes_of_runc(version) & ~qw_policy_fixed_holes(doctor->policy);

    if (doctor->version == NULL)
        return;
    if (version == NULL)
        doctor_tell(doctor, DOCTOR_NOTE, "Holes of another runtime are not known here.",
                    "Keep the runtime patched.", "The engine tells of no runc.");
    else if (open == 0)
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "runc %s has no known hole open.", version);
    else
        doctor_tell(doctor, is_kept_away ? DOCTOR_NOTE : DOCTOR_WRONG, hole->means,
                    hole_todo(doctor, hole), "runc %s: %s: %s%s.", version, hole->name, hole->title,
                    is_kept_away ? "; the policy denies the mounts that are known to lead there"
                                 : "");
}

static bool is_false(const struct qw_json *node)
{
    return qw_json_type(node) == QW_JSON_BOOL && !qw_json_is_true(node);
}

void doctor_check_entitlements(struct doctor *doctor)
{
    const struct qw_json *given =
        qw_json_get(qw_json_get(doctor->daemon_json, "builder"), "Entitlements");
    const bool is_past_plugins =
        doctor->version != NULL && (open_holes(doctor) & 1U << QW_HOLE_NATIVE_GRPC) != 0;
    static const char todo[] =
        "Write \"builder\": {\"Entitlements\": {\"network-host\": false, \"security-insecure\": "
        "false, \"device\": false}} into daemon.json (device: from engine 29.0 on) and restart "
        "dockerd.";

    if (qw_json_is_true(qw_json_get(given, "security-insecure"))) {
        doctor_tell(doctor, DOCTOR_WRONG, "A build may run with every privilege on the host.", todo,
                    "daemon.json gives builds the entitlement security-insecure.");
        return;
    }
    if (!is_past_plugins &&
        qw_policy_action(doctor->policy, QW_OP_BUILD_BUILDKIT) == QW_ACTION_DENY) {
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "The policy denies builds by BuildKit.");
        return;
    }
    if (is_false(qw_json_get(given, "network-host"))) {
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "Builds do not get the host's network.");
        return;
    }
    doctor_tell(doctor, is_past_plugins ? DOCTOR_WRONG : DOCTOR_NOTE,
                "A build may use the host's network, whose services then take it for the host.",
                todo, "daemon.json lets builds ask for the host's network.");
}

/* baseline promises no more than that nobody hurts the host by mistake. */
void doctor_check_root(struct doctor *doctor)
{
    if (qw_policy_settings(doctor->policy)->modes[QW_RULE_ROOT_USER] == QW_MODE_ENFORCE) {
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "Policy %s admits no root in containers.",
                    qw_policy_name(doctor->policy));
        return;
    }
    doctor_tell(doctor, DOCTOR_NOTE,
                "Whoever reaches the engine can become root here: root in one container puts a "
                "link in place of a folder that another one mounts, and a restart follows it.",
                "Serve restricted, unless all who reach the engine may be root here.",
                "Policy %s admits root in containers.", qw_policy_name(doctor->policy));
}
