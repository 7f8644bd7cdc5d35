#include <stdio.h>
#include <string.h>

#include "cli_priv.h"

/* Kept away from the letters that subcommands use as keys. */
enum { KEY_HELP = 0x7000 };

static const struct argp_option standard_options[] = {
    {"help", KEY_HELP, NULL, 0, "print this and stop", -1},
    {0},
};

/* What the parsers need: the subcommand's own part and how it went. */
struct parsing {
    const struct cli_options *options;
    void *values;
    enum cli_parsed result;
    bool is_reported;
};

static void print_help(const struct parsing *parsing)
{
    const struct argp children_argp = {.options = standard_options};
    const struct argp_child children[] = {{&children_argp, 0, NULL, 0}, {0}};
    const struct argp argp = {
        .options = parsing->options->options,
        .args_doc = parsing->options->arguments,
        .doc = parsing->options->doc,
        .children = children,
    };
    char name[] = "quaywarden ................";

    (void)snprintf(name, sizeof name, "quaywarden %s", parsing->options->command);
    /* One thread runs. */
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    argp_help(&argp, stdout, ARGP_HELP_LONG | ARGP_HELP_USAGE | ARGP_HELP_DOC, name);
    (void)fflush(stdout);
}

/* getopt stays at a cluster of short options until its last one, and has passed anything else. */
static const char *wrong_word(const struct argp_state *state)
{
    if (state->next > 1 && state->argv[state->next - 1][0] == '-')
        return state->argv[state->next - 1];
    return state->next < state->argc ? state->argv[state->next] : "-";
}

/* WORD is "--name" or a beginning of it, with or without "=value". */
static bool is_called(const struct argp_option *option, const char *word)
{
    return strncmp(word + 2, option->name, strcspn(word + 2, "=")) == 0;
}

static bool is_whole_name(const struct argp_option *option, const char *word)
{
    return strlen(option->name) == strcspn(word + 2, "=") && is_called(option, word);
}

/* The option that WORD calls; NULL for none, and for the beginning of several. */
static const struct argp_option *option_of(const struct cli_options *options, const char *word)
{
    const bool is_long = strncmp(word, "--", 2) == 0;
    const struct argp_option *found = NULL;
    size_t n_found = 0;

    for (const struct argp_option *option = options->options;
         option != NULL && option->name != NULL; option++) {
        if (is_long ? is_whole_name(option, word) : word[1] == option->key && word[2] == '\0')
            return option;
        if (is_long && is_called(option, word)) {
            found = option;
            n_found++;
        }
    }
    return n_found == 1 ? found : NULL;
}

static void report_wrong_use(const struct argp_state *state)
{
    const struct cli_options *options = ((const struct parsing *)state->input)->options;
    const char *word = wrong_word(state);
    const struct argp_option *option = option_of(options, word);
    const bool has_value = strchr(word, '=') != NULL;

    if (option != NULL && option->arg != NULL && !has_value)
        cli_error("%s: %.80s needs a value", options->command, word);
    else if (option != NULL && option->arg == NULL && has_value)
        cli_error("%s: --%s takes no value", options->command, option->name);
    else
        cli_error("%s: unknown option %.80s (try quaywarden %s --help)", options->command, word,
                  options->command);
}

/* The signature is argp's. */
/* NOLINTNEXTLINE(readability-non-const-parameter) */
static error_t parse_standard(int key, char *value, struct argp_state *state)
{
    struct parsing *parsing = state->input;

    (void)value;
    if (key == KEY_HELP) {
        print_help(parsing);
        parsing->result = CLI_HELPED;
        state->next = state->argc;
        return 0;
    }
    if (key == ARGP_KEY_ERROR && !parsing->is_reported) {
        report_wrong_use(state);
        parsing->is_reported = true;
    }
    return ARGP_ERR_UNKNOWN;
}

static bool is_own_key(const struct cli_options *options, int key)
{
    for (const struct argp_option *option = options->options;
         option != NULL && option->name != NULL; option++) {
        if (option->key == key)
            return true;
    }
    return key == ARGP_KEY_ARG;
}

static error_t parse_own(int key, char *value, struct argp_state *state)
{
    struct parsing *parsing = state->input;

    if (key == ARGP_KEY_INIT) {
        state->child_inputs[0] = parsing;
        return 0;
    }
    if (!is_own_key(parsing->options, key))
        return ARGP_ERR_UNKNOWN;
    if (key == ARGP_KEY_ARG && parsing->options->arguments == NULL)
        cli_error("%s takes no argument such as %.80s", parsing->options->command, value);
    else if (parsing->options->take(key, value, parsing->values))
        return 0;
    parsing->is_reported = true;
    return EINVAL;
}

enum cli_parsed cli_parse(const struct cli_options *options, int argc, char **argv, void *values)
{
    static const struct argp standard = {.options = standard_options, .parser = parse_standard};
    static const struct argp_child children[] = {{&standard, 0, NULL, 0}, {0}};
    const struct argp argp = {
        .options = options->options, .parser = parse_own, .children = children};
    struct parsing parsing = {.options = options, .values = values, .result = CLI_PARSED};
    /* argp's own --help and messages would exit, and take two lines for one mistake. */
    const unsigned flags = ARGP_NO_HELP | ARGP_NO_ERRS | ARGP_NO_EXIT;
    /* One thread runs. */
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    error_t error = argp_parse(&argp, argc, argv, flags, NULL, &parsing);

    if (error == 0)
        return parsing.result;
    if (!parsing.is_reported)
        cli_error("%s: out of memory", options->command);
    return CLI_WRONG;
}
