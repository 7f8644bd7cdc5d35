/* What is true of this machine alone, added after the digest was taken. */
#include <string.h>

#include "policy_priv.h"
#include "qw/path.h"
#include "qw/show.h"

/* A list of words that grows in the arena. */
struct words {
    const char **items;
    size_t n_items;
};

/* A copy of the words of SETTING with room for N_MORE. */
static enum qw_err copy_words(struct qw_arena *arena, const struct qw_setting *setting,
                              size_t n_more, struct words *ret_words)
{
    const char **items = qw_arena_alloc(arena, setting->n_words + n_more + 1, sizeof *items);

    if (items == NULL)
        return QW_ERR_NO_MEMORY;
    for (size_t i = 0; i < setting->n_words; i++)
        items[i] = setting->words[i];
    *ret_words = (struct words){items, setting->n_words};
    return QW_OK;
}

static void put_words(const struct words *words, struct qw_setting *setting)
{
    setting->words = words->items;
    setting->n_words = words->n_items;
}

static bool is_number(const char *word)
{
    return word[strspn(word, "0123456789")] == '\0';
}

/* A name that this host does not know has no number here, and gives no power here. */
static enum qw_err add_number(struct qw_arena *arena, const char *name, struct words *words,
                              struct qw_diag *diag)
{
    unsigned long number = 0;
    const char *word = NULL;
    const enum qw_err err = qw_policy_group_number(arena, name, &number);

    if (err == QW_ERR_NOT_FOUND)
        return QW_OK;
    if (err == QW_ERR_IO)
        return qw_diag_set(diag, err, "the group database could not be asked for %s",
                           qw_show(arena, name));
    if (err != QW_OK)
        return err;
    word = qw_arena_format(arena, "%lu", number);
    if (word == NULL)
        return QW_ERR_NO_MEMORY;
    words->items[words->n_items++] = word;
    return QW_OK;
}

static enum qw_err add_group_numbers(struct qw_arena *arena, struct qw_setting *groups,
                                     struct qw_diag *diag)
{
    struct words words = {0};
    enum qw_err err = copy_words(arena, groups, groups->n_words, &words);

    for (size_t i = 0; err == QW_OK && i < groups->n_words; i++)
        if (!is_number(groups->words[i]))
            err = add_number(arena, groups->words[i], &words, diag);
    if (err == QW_OK)
        put_words(&words, groups);
    return err;
}

static enum qw_err add_own_paths(struct qw_arena *arena, const struct qw_policy_own *own,
                                 struct qw_setting *denied)
{
    struct words words = {0};
    const enum qw_err err = copy_words(arena, denied, own->n_paths, &words);

    if (err != QW_OK)
        return err;
    for (size_t i = 0; i < own->n_paths; i++)
        words.items[words.n_items++] = own->paths[i];
    put_words(&words, denied);
    return QW_OK;
}

/* The deeper entry wins in bind-mounts, so that one below an own path would open it. */
static enum qw_err check_allowed(struct qw_arena *arena, const struct qw_policy_own *own,
                                 const struct qw_setting *allowed, struct qw_diag *diag)
{
    for (size_t i = 0; i < allowed->n_paths * own->n_paths; i++) {
        const char *path = allowed->paths[i / own->n_paths].path;

        if (qw_path_relation(path, own->paths[i % own->n_paths]) == QW_PATH_AT_OR_BELOW)
            return qw_diag_set(diag, QW_ERR_POLICY,
                               "bind-mounts allows %s, which is quaywarden's own",
                               qw_show(arena, path));
    }
    return QW_OK;
}

enum qw_err qw_policy_amend(struct qw_arena *arena, const struct qw_policy_own *own,
                            struct qw_policy_draft *draft, struct qw_diag *diag)
{
    struct qw_setting *values = draft->settings.values;
    enum qw_err err = add_group_numbers(arena, &values[QW_SETTING_GROUPS_DENY], diag);

    if (err != QW_OK)
        return err;
    err = check_allowed(arena, own, &values[QW_SETTING_BIND_MOUNTS_ALLOW], diag);
    if (err != QW_OK)
        return err;
    return add_own_paths(arena, own, &values[QW_SETTING_BIND_MOUNTS_DENY]);
}
