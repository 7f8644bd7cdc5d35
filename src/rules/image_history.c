/* Commands are searched for words, not parsed: a shell can hide anything, and this is for what
 * happens by oversight. */
#include "image_history.h"

#include <string.h>

#include "qw/glob.h"
#include "rules_priv.h"

enum { NAME_MAX_LEN = 128 }; /* longer ones are no names that people give */

static char upper(char letter)
{
    if (letter < 'a' || letter > 'z')
        return letter;
    return (char)(letter - 'a' + 'A');
}

/* Patterns are in capitals; names are taken in any case. */
static bool is_secret_name(const char *name, size_t len, const struct qw_setting *patterns)
{
    char capitals[NAME_MAX_LEN + 1];

    if (len == 0 || len > NAME_MAX_LEN)
        return false;
    for (size_t i = 0; i < len; i++)
        capitals[i] = upper(name[i]);
    capitals[len] = '\0';
    for (size_t i = 0; i < patterns->n_words; i++)
        if (qw_glob_match(patterns->words[i], capitals))
            return true;
    return false;
}

const char *qw_image_secret_in(struct qw_findings *findings, const char *variable,
                               const struct qw_setting *patterns)
{
    const size_t len = strcspn(variable, "=");

    if (variable[len] == '\0' || variable[len + 1] == '\0' ||
        !is_secret_name(variable, len, patterns))
        return NULL;
    return qw_findings_format(findings, "%.*s", (int)len, variable);
}

static bool is_name_letter(char letter)
{
    return letter == '_' || (letter >= '0' && letter <= '9') ||
           (upper(letter) >= 'A' && upper(letter) <= 'Z');
}

static bool has_value(const char *equals)
{
    return equals[1] != '\0' && strchr(" \t\n\"';&|$", equals[1]) == NULL;
}

/* ARG, ENV and "|1 NAME=value /bin/sh" of a build argument all hold NAME=value.  A value that is
 * another variable is none that is shown. */
static void judge_secrets(const char *line, const struct qw_setting *patterns,
                          const struct qw_finding *finding, struct qw_findings *findings)
{
    for (const char *equals = strchr(line, '='); equals != NULL; equals = strchr(equals + 1, '=')) {
        const char *name = equals;

        while (name > line && is_name_letter(name[-1]))
            name--;
        if (!has_value(equals) || !is_secret_name(name, (size_t)(equals - name), patterns))
            continue;
        qw_finding_add(findings, finding,
                       "shows %.*s in its history: everybody who can pull it can read that.",
                       (int)(equals - name), name);
        return; /* one of a layer is enough to look at it */
    }
}

/* A command that leaves something behind unless the same layer takes it away. */
static const struct {
    const char *command;
    const char *unless; /* NULL: nothing helps */
    const char *text;
} leftovers[] = {
    {"apt-get install", "/var/lib/apt/lists", "keeps the package lists of apt-get"},
    {"apt install", "/var/lib/apt/lists", "keeps the package lists of apt"},
    {"apk add", "--no-cache", "keeps the package lists of apk"},
    {"yum install", "clean all", "keeps the cache of yum"},
    {"dnf install", "clean all", "keeps the cache of dnf"},
    {"build-essential", NULL, "carries a compiler"},
    {"build-base", NULL, "carries a compiler"},
    {" gcc", NULL, "carries a compiler"},
    {" g++", NULL, "carries a compiler"},
    {" clang", NULL, "carries a compiler"},
};

void qw_image_history_judge(const char *line, const struct qw_setting *patterns,
                            const struct qw_finding *finding, struct qw_findings *findings)
{
    judge_secrets(line, patterns, finding, findings);
    for (size_t i = 0; i < sizeof leftovers / sizeof leftovers[0]; i++) {
        if (strstr(line, leftovers[i].command) == NULL ||
            (leftovers[i].unless != NULL && strstr(line, leftovers[i].unless) != NULL))
            continue;
        qw_finding_add(findings, finding, "%s: build in one stage and ship another.",
                       leftovers[i].text);
        return;
    }
}
