/* The compiled policy: immutable, counted, in one arena of its own. */
#include <stdatomic.h>
#include <string.h>

#include "policy_priv.h"

/* Far more than the four levels take: their dumps are under 16 KiB. */
static const size_t dump_max = QW_POLICY_SCRATCH_MAX;

struct qw_policy {
    struct qw_arena *arena; /* holds this struct too */
    atomic_size_t n_references;
    const char *name;
    struct qw_settings settings;
    enum qw_action actions[QW_OP_COUNT];
    unsigned fixed_holes;
    struct qw_digest digest;
    struct qw_bytes dump;
};

static const char *const *keep_words(struct qw_arena *arena, const struct qw_setting *setting)
{
    const char **words = qw_arena_alloc(arena, setting->n_words + 1, sizeof *words);

    for (size_t i = 0; words != NULL && i < setting->n_words; i++) {
        words[i] = qw_arena_copy(arena, setting->words[i], strlen(setting->words[i]));
        if (words[i] == NULL)
            return NULL;
    }
    return words;
}

static const struct qw_path_rule *keep_paths(struct qw_arena *arena,
                                             const struct qw_setting *setting)
{
    struct qw_path_rule *paths = qw_arena_alloc(arena, setting->n_paths + 1, sizeof *paths);

    for (size_t i = 0; paths != NULL && i < setting->n_paths; i++) {
        const char *path = setting->paths[i].path;

        paths[i].access = setting->paths[i].access;
        paths[i].path = qw_arena_copy(arena, path, strlen(path));
        if (paths[i].path == NULL)
            return NULL;
    }
    return paths;
}

static enum qw_err keep_settings(struct qw_policy *policy, const struct qw_settings *settings)
{
    policy->settings = *settings;
    for (size_t i = 0; i < QW_SETTING_COUNT; i++) {
        struct qw_setting *value = &policy->settings.values[i];

        value->words = keep_words(policy->arena, value);
        value->paths = keep_paths(policy->arena, value);
        if (value->words == NULL || value->paths == NULL)
            return QW_ERR_NO_MEMORY;
    }
    return QW_OK;
}

/* "/etc/quaywarden/lab.json" is called lab when it gives no name. */
static char *name_of_file(struct qw_arena *arena, const char *label)
{
    const char *slash = strrchr(label, '/');
    const char *base = slash == NULL ? label : slash + 1;
    const char *dot = strrchr(base, '.');
    const bool has_suffix = dot != NULL && strcmp(dot, ".json") == 0;

    return qw_arena_copy(arena, base, has_suffix ? (size_t)(dot - base) : strlen(base));
}

static enum qw_err name_of(const struct qw_policy_chain *chain, struct qw_arena *arena,
                           const char **ret_name, struct qw_diag *diag)
{
    const char *label = chain->sources[0]->label;
    const char *name = chain->layers[0]->name;

    if (name == NULL)
        name = name_of_file(arena, label);
    if (name == NULL)
        return QW_ERR_NO_MEMORY;
    if (!qw_policy_name_is_plain(name)) {
        (void)qw_diag_set(diag, QW_ERR_POLICY,
                          "the file's name cannot be the policy's: give it a \"name\"");
        return QW_ERR_POLICY;
    }
    *ret_name = name;
    return QW_OK;
}

static enum qw_err take_digest(const struct qw_policy_draft *draft, struct qw_policy *policy)
{
    struct qw_buffer buffer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(dump_max);

    qw_policy_draft_dump(draft, &buffer);
    if (buffer.err != QW_OK)
        return buffer.err;
    policy->dump.data = qw_arena_copy(policy->arena, buffer.data, buffer.len);
    policy->dump.len = buffer.len;
    if (policy->dump.data == NULL)
        return QW_ERR_NO_MEMORY;
    return qw_digest_sha256(buffer.data, buffer.len, &policy->digest);
}

/* A policy without references yet, in an arena that the caller frees on failure. */
static enum qw_err new_policy(struct qw_arena *arena, const char *name,
                              struct qw_policy **ret_policy)
{
    struct qw_policy *policy = qw_arena_alloc(arena, 1, sizeof *policy);

    if (policy == NULL)
        return QW_ERR_NO_MEMORY;
    policy->arena = arena;
    policy->name = qw_arena_copy(arena, name, strlen(name));
    if (policy->name == NULL)
        return QW_ERR_NO_MEMORY;
    *ret_policy = policy;
    return QW_OK;
}

static enum qw_err keep_draft(struct qw_arena *arena, struct qw_policy_draft *draft,
                              const struct qw_policy_own *own, struct qw_policy *policy,
                              struct qw_diag *diag)
{
    enum qw_err err = take_digest(draft, policy);

    if (err == QW_OK)
        err = qw_policy_amend(arena, own, draft, diag);
    if (err == QW_OK)
        err = keep_settings(policy, &draft->settings);
    if (err != QW_OK)
        return err;
    memcpy(policy->actions, draft->actions, sizeof policy->actions);
    policy->fixed_holes = draft->fixed_holes;
    return QW_OK;
}

enum qw_err qw_policy_compile(struct qw_arena *arena, const struct qw_policy_source *first,
                              const struct qw_policy_options *options,
                              struct qw_policy **ret_policy, struct qw_diag *diag)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *kept = qw_arena_new(QW_POLICY_SCRATCH_MAX);
    struct qw_policy_chain chain = {0};
    struct qw_policy_draft draft = {0};
    struct qw_policy_own own = {0};
    struct qw_policy *policy = NULL;
    const char *name = NULL;
    enum qw_err err = kept == NULL ? QW_ERR_NO_MEMORY : QW_OK;

    if (err == QW_OK)
        err = qw_policy_chain_read(arena, first, &chain, diag);
    if (err == QW_OK)
        err = name_of(&chain, arena, &name, diag);
    if (err == QW_OK)
        err = qw_policy_own_collect(arena, options, &chain, &own);
    if (err == QW_OK)
        err = new_policy(kept, name, &policy);
    if (err == QW_OK)
        err = qw_policy_merge(arena, &chain, &draft);
    if (err == QW_OK)
        err = keep_draft(arena, &draft, &own, policy, diag);
    if (err != QW_OK)
        return err;
    atomic_init(&policy->n_references, 1);
    (void)QW_STEAL(kept);
    *ret_policy = policy;
    return QW_OK;
}

static enum qw_err load(const char *name_or_path, const struct qw_policy_options *options,
                        struct qw_policy **ret_policy, struct qw_diag *diag)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_POLICY_SCRATCH_MAX);
    const struct qw_policy_source *first = NULL;
    enum qw_err err = QW_OK;

    if (arena == NULL)
        return QW_ERR_NO_MEMORY;
    err = qw_policy_source_open(arena, name_or_path, &first, diag);
    if (err != QW_OK) {
        qw_policy_name_source(diag, name_or_path);
        return err;
    }
    err = qw_policy_compile(arena, first, options, ret_policy, diag);
    if (err != QW_OK && diag->source[0] == '\0')
        qw_policy_name_source(diag, first->label);
    return err;
}

enum qw_err qw_policy_load(const char *name_or_path, const struct qw_policy_options *options,
                           struct qw_policy **ret_policy, struct qw_diag *diag)
{
    struct qw_diag found = {0};
    const enum qw_err err = load(name_or_path, options, ret_policy, &found);

    if (err == QW_OK)
        return err;
    (void)qw_diag_set(&found, err, "%s", qw_err_text(err));
    if (diag != NULL && diag->err == QW_OK)
        *diag = found;
    return err;
}

struct qw_policy *qw_policy_ref(struct qw_policy *policy)
{
    atomic_fetch_add_explicit(&policy->n_references, 1, memory_order_relaxed);
    return policy;
}

void qw_policy_unref(struct qw_policy *policy)
{
    if (policy == NULL)
        return;
    if (atomic_fetch_sub_explicit(&policy->n_references, 1, memory_order_acq_rel) == 1)
        qw_arena_free(policy->arena);
}

const char *qw_policy_name(const struct qw_policy *policy)
{
    return policy->name;
}

const struct qw_settings *qw_policy_settings(const struct qw_policy *policy)
{
    return &policy->settings;
}

const struct qw_digest *qw_policy_digest(const struct qw_policy *policy)
{
    return &policy->digest;
}

enum qw_action qw_policy_action(const struct qw_policy *policy, enum qw_op op)
{
    if (op <= QW_OP_UNKNOWN || op >= QW_OP_COUNT)
        return QW_ACTION_DENY;
    return policy->actions[op];
}

unsigned qw_policy_fixed_holes(const struct qw_policy *policy)
{
    return policy->fixed_holes;
}

void qw_policy_dump(const struct qw_policy *policy, struct qw_buffer *buffer)
{
    qw_buffer_add(buffer, policy->dump.data, policy->dump.len);
}
