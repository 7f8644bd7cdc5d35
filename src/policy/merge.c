/* Layer upon layer. */
#include <string.h>

#include "policy_priv.h"

/* Where the zero value of a setting is not its strictest one, what is. */
struct start_row {
    enum qw_setting_id id;
    struct qw_setting value;
};

static const char *const everything[] = {"/**"};
static const char *const deny[] = {"deny"};

/* No word stands for every group; these are the ones that policy/README.md explains. */
static const char *const powerful_groups[] = {
    "adm",   "disk",    "docker",          "incus", "incus-admin", "input", "kmem",
    "kvm",   "libvirt", "libvirt-qemu",    "lxd",   "podman",      "root",  "shadow",
    "staff", "sudo",    "systemd-journal", "wheel",
};

enum { FIRST_UNPRIVILEGED_PORT = 1024 };

static const struct start_row start_rows[] = {
    {QW_SETTING_ROOT_USER_MIN_UID, {.number = 1}},
    {QW_SETTING_ROOT_USER_NAMED_USERS, {.words = deny, .n_words = 1}},
    {QW_SETTING_GROUPS_DENY,
     {.words = powerful_groups, .n_words = sizeof powerful_groups / sizeof powerful_groups[0]}},
    {QW_SETTING_GROUPS_DENY_GID_0, {.is_true = true}},
    {QW_SETTING_CAPABILITIES_REQUIRE_DROP_ALL, {.is_true = true}},
    {QW_SETTING_BIND_MOUNTS_DENY, {.words = everything, .n_words = 1}},
    {QW_SETTING_HOST_PORTS_MIN, {.number = FIRST_UNPRIVILEGED_PORT}},
    {QW_SETTING_MEMORY_LIMIT_REQUIRED, {.is_true = true}},
    {QW_SETTING_CPU_LIMIT_REQUIRED, {.is_true = true}},
    {QW_SETTING_PIDS_LIMIT_REQUIRED, {.is_true = true}},
    {QW_SETTING_IMAGE_REFERENCE_REQUIRE_DIGEST, {.is_true = true}},
    {QW_SETTING_IMAGE_REFERENCE_DENY_LATEST, {.is_true = true}},
};

/* Every rule enforced, every operation denied, nothing allowed. */
static void start(struct qw_policy_draft *draft)
{
    *draft = (struct qw_policy_draft){0};
    for (size_t i = 0; i < sizeof start_rows / sizeof start_rows[0]; i++)
        draft->settings.values[start_rows[i].id] = start_rows[i].value;
}

static bool has_word(const struct qw_setting *list, const char *word)
{
    for (size_t i = 0; i < list->n_words; i++) {
        if (strcmp(list->words[i], word) == 0)
            return true;
    }
    return false;
}

/* Adds to DENIED the words of MORE that it lacks. */
static enum qw_err unite(struct qw_arena *arena, const struct qw_setting *more,
                         struct qw_setting *denied)
{
    const char **words = qw_arena_alloc(arena, denied->n_words + more->n_words, sizeof *words);
    size_t n_words = 0;

    if (words == NULL)
        return QW_ERR_NO_MEMORY;
    for (; n_words < denied->n_words; n_words++)
        words[n_words] = denied->words[n_words];
    for (size_t i = 0; i < more->n_words; i++) {
        if (!has_word(denied, more->words[i]))
            words[n_words++] = more->words[i];
    }
    denied->words = words;
    denied->n_words = n_words;
    return QW_OK;
}

/* What a file denies comes on top of what it inherits: a policy that looks stricter is not to open
 * what was closed.  Levels say their lists in full. */
static bool is_united(const struct qw_policy_source *source, enum qw_setting_id id)
{
    return source->path != NULL &&
           (id == QW_SETTING_BIND_MOUNTS_DENY || id == QW_SETTING_GROUPS_DENY);
}

/* Lays layer N of CHAIN over those that it extends. */
static enum qw_err lay_over(struct qw_arena *arena, const struct qw_policy_chain *chain, size_t n,
                            struct qw_policy_draft *draft)
{
    const struct qw_policy_layer *layer = chain->layers[n];
    const bool inherits = n + 1 < chain->n_layers;

    for (size_t i = 0; i < QW_RULE_COUNT; i++)
        if (layer->has_mode[i])
            draft->settings.modes[i] = layer->modes[i];
    for (size_t i = 0; i < QW_SETTING_COUNT; i++) {
        struct qw_setting *value = &draft->settings.values[i];

        if (!layer->has_value[i])
            continue;
        if (!inherits || !is_united(chain->sources[n], (enum qw_setting_id)i)) {
            *value = layer->values[i];
            continue;
        }
        if (unite(arena, &layer->values[i], value) != QW_OK)
            return QW_ERR_NO_MEMORY;
    }
    for (size_t i = 0; i < QW_OP_COUNT; i++)
        if (layer->claims[i].reach != QW_POLICY_REACH_NONE)
            draft->actions[i] = layer->claims[i].action;
    draft->fixed_holes |= layer->fixed_holes;
    return QW_OK;
}

/* The rule takes an empty list for the zero value, which denies everything; said in full, it still
 * does when quaywarden's own paths are added. */
static void say_everything(struct qw_setting *denied)
{
    if (denied->n_words > 0)
        return;
    denied->words = everything;
    denied->n_words = 1;
}

enum qw_err qw_policy_merge(struct qw_arena *arena, const struct qw_policy_chain *chain,
                            struct qw_policy_draft *ret_draft)
{
    start(ret_draft);
    for (size_t i = chain->n_layers; i > 0; i--) {
        if (lay_over(arena, chain, i - 1, ret_draft) != QW_OK)
            return QW_ERR_NO_MEMORY;
    }
    say_everything(&ret_draft->settings.values[QW_SETTING_BIND_MOUNTS_DENY]);
    ret_draft->actions[QW_OP_UNKNOWN] = QW_ACTION_DENY;
    return QW_OK;
}
