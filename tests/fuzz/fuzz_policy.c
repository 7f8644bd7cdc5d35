/* Texts of policies.  Property: what is taken never allows what is unknown, keeps quaywarden's own
 * paths closed, and dumps to a policy of the same meaning. */
#include <string.h>

#include "../../src/policy/policy_priv.h"
#include "fuzz.h"

enum { DUMP_MAX = 64 * 1024 * 1024 };

static const char own_path[] = "/etc/quaywarden";

static enum qw_err compile(const char *text, size_t len, struct qw_policy **ret_policy)
{
    static const char *const own_paths[] = {own_path};
    static const struct qw_policy_options options = {own_paths, 1};
    const struct qw_policy_source source = {"fuzz.json", "fuzz.json", NULL, {text, len}};
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_POLICY_SCRATCH_MAX);
    struct qw_diag diag = {0};
    enum qw_err err = QW_ERR_NO_MEMORY;

    if (arena == NULL)
        return err;
    err = qw_policy_compile(arena, &source, &options, ret_policy, &diag);
    fuzz_require(err == QW_OK || err == diag.err || err == QW_ERR_NO_MEMORY,
                 "an error is told, and only an error");
    fuzz_require(err == QW_OK || (diag.text[0] != '\0' || err == QW_ERR_NO_MEMORY),
                 "an error is told, and only an error");
    return err;
}

static void check_settings(const struct qw_settings *settings)
{
    const struct qw_setting *allowed = &settings->values[QW_SETTING_BIND_MOUNTS_ALLOW];
    const struct qw_setting *denied = &settings->values[QW_SETTING_BIND_MOUNTS_DENY];
    bool has_own_path = false;

    for (size_t i = 0; i < QW_RULE_COUNT; i++)
        fuzz_require(settings->modes[i] <= QW_MODE_OFF, "a mode is one of three");
    for (size_t i = 0; i < denied->n_words; i++)
        has_own_path = has_own_path || strcmp(denied->words[i], own_path) == 0;
    fuzz_require(has_own_path && denied->n_words > 1, "own paths are denied, beside the policy's");
    for (size_t i = 0; i < allowed->n_paths; i++) {
        fuzz_require(qw_policy_path_is_plain(allowed->paths[i].path), "allowed paths are plain");
        fuzz_require(strncmp(allowed->paths[i].path, "/etc/quaywarden/", 16) != 0,
                     "nothing in an own path is allowed");
    }
}

static void check_dump(const struct qw_policy *policy)
{
    struct qw_buffer buffer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(DUMP_MAX);
    QW_CLEANUP(qw_cleanup_policy) struct qw_policy *again = NULL;

    qw_policy_dump(policy, &buffer);
    if (buffer.err != QW_OK || buffer.len > QW_LIMIT_POLICY)
        return;
    fuzz_require(compile(buffer.data, buffer.len, &again) == QW_OK, "a dump is a policy");
    fuzz_require(strcmp(qw_policy_digest(policy)->text, qw_policy_digest(again)->text) == 0,
                 "a dump means the same");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    QW_CLEANUP(qw_cleanup_policy) struct qw_policy *policy = NULL;

    if (compile((const char *)data, size, &policy) != QW_OK)
        return 0;
    fuzz_require(qw_policy_action(policy, QW_OP_UNKNOWN) == QW_ACTION_DENY,
                 "what is unknown is denied");
    fuzz_require(qw_policy_name_is_plain(qw_policy_name(policy)), "a name is safe to show");
    check_settings(qw_policy_settings(policy));
    check_dump(policy);
    return 0;
}
