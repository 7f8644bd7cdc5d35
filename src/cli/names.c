#include <ctype.h>
#include <string.h>

#include "cli_priv.h"

static int pair_at(const char *text, size_t i)
{
    return tolower((unsigned char)text[i]) << 8 | tolower((unsigned char)text[i + 1]);
}

static bool has_pair(const char *name, int pair)
{
    for (size_t i = 0; name[i] != '\0' && name[i + 1] != '\0'; i++) {
        if (pair_at(name, i) == pair)
            return true;
    }
    return false;
}

/* How many of WORD's pairs of letters NAME has: finds both a slip of a letter and a part of a name
 * ("mounts"). */
static size_t shared_pairs(const char *word, const char *name)
{
    size_t n_shared = 0;

    for (size_t i = 0; word[i] != '\0' && word[i + 1] != '\0'; i++) {
        if (has_pair(name, pair_at(word, i)))
            n_shared++;
    }
    return n_shared;
}

static bool is_taken(const char *name, const char *const *names, size_t n_names)
{
    for (size_t i = 0; i < n_names; i++) {
        if (names[i] == name)
            return true;
    }
    return false;
}

/* The best of the rules that are not in NAMES yet; NULL when none shares a third of the pairs. */
static const char *best_of_rest(const char *word, const char *const *names, size_t n_names)
{
    size_t best = strnlen(word, QW_DIAG_TEXT_MAX) / 3;
    const char *best_name = NULL;

    for (int id = 0; id < QW_RULE_COUNT; id++) {
        const char *name = qw_rule_get((enum qw_rule_id)id)->name;
        size_t shared = shared_pairs(word, name);

        if (shared > best && !is_taken(name, names, n_names)) {
            best = shared;
            best_name = name;
        }
    }
    return best_name;
}

size_t cli_similar_rules(const char *word, const char **ret_names, size_t max)
{
    size_t n_names = 0;

    while (n_names < max) {
        const char *name = best_of_rest(word, ret_names, n_names);

        if (name == NULL)
            break;
        ret_names[n_names++] = name;
    }
    return n_names;
}
