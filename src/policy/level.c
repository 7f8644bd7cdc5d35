/* The levels that are part of the program. */
#include <string.h>

#include "policy_priv.h"
#include "qw/show.h"

/* A level never changes its meaning within one version (rules.md, Levels); all have one so far. */
static const char version_suffix[] = "@1";

enum { LEVELS_MAX = 16 };

const struct qw_policy_embedded *qw_policy_level_find(const char *name)
{
    for (size_t i = 0; i < qw_policy_n_embedded; i++) {
        const struct qw_policy_embedded *level = &qw_policy_embedded[i];
        const size_t len = strlen(level->name);
        const char *rest = name + len;

        if (strncmp(name, level->name, len) == 0 &&
            (rest[0] == '\0' || strcmp(rest, version_suffix) == 0))
            return level;
    }
    return NULL;
}

enum qw_err qw_policy_level_unknown(struct qw_arena *arena, const char *name, struct qw_diag *diag)
{
    const char *names[LEVELS_MAX];
    const char *shown = qw_show(arena, name);
    size_t n_names = 0;

    if (shown == NULL)
        return QW_ERR_NO_MEMORY;
    for (; n_names < qw_policy_n_embedded && n_names < LEVELS_MAX; n_names++)
        names[n_names] = qw_policy_embedded[n_names].name;
    return qw_diag_set(diag, QW_ERR_NOT_FOUND,
                       "there is no level %s%s (a file's name holds a slash or ends in .json)",
                       shown, qw_policy_hint(arena, name, names, n_names));
}

size_t qw_policy_level_count(void)
{
    return qw_policy_n_embedded;
}

const char *qw_policy_level_name(size_t index)
{
    return index < qw_policy_n_embedded ? qw_policy_embedded[index].name : "";
}
