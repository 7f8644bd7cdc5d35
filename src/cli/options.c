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

enum fault { FAULT_NONE, FAULT_UNKNOWN, FAULT_NEEDS_VALUE, FAULT_TAKES_NO_VALUE };

static const struct argp_option *option_of_letter(const struct cli_options *options, char letter)
{
    for (const struct argp_option *option = options->options;
         option != NULL && option->name != NULL; option++) {
        if (option->key == letter)
            return option;
    }
    return NULL;
}

/* LETTERS of one word, up to the value of the last option. */
static enum fault fault_of_letters(const struct cli_options *options, const char *letters)
{
    for (; *letters != '\0'; letters++) {
        const struct argp_option *option = option_of_letter(options, *letters);

        if (option == NULL)
            return FAULT_UNKNOWN;
        if (option->arg != NULL)
            return letters[1] == '\0' ? FAULT_NEEDS_VALUE : FAULT_NONE;
    }
    return FAULT_NONE;
}

/* The option of a name, or of the beginning of one name alone; NULL for any other. */
static const struct argp_option *option_of_name(const struct cli_options *options, const char *name,
                                                size_t len)
{
    const struct argp_option *found = NULL;
    size_t n_found = 0;

    for (const struct argp_option *option = options->options;
         option != NULL && option->name != NULL; option++) {
        if (strncmp(name, option->name, len) != 0)
            continue;
        if (option->name[len] == '\0')
            return option;
        found = option;
        n_found++;
    }
    return n_found == 1 ? found : NULL;
}

static enum fault fault_of_name(const struct cli_options *options, const char *name)
{
    const size_t len = strcspn(name, "=");
    const struct argp_option *option = option_of_name(options, name, len);

    if (option == NULL)
        return FAULT_UNKNOWN;
    if (option->arg == NULL)
        return name[len] == '=' ? FAULT_TAKES_NO_VALUE : FAULT_NONE;
    return name[len] == '=' ? FAULT_NONE : FAULT_NEEDS_VALUE;
}

static enum fault fault_of(const struct cli_options *options, const char *word)
{
    if (word[0] != '-')
        return FAULT_NONE;
    return word[1] == '-' ? fault_of_name(options, word + 2) : fault_of_letters(options, word + 1);
}

/* getopt has passed the word that it does not take, but for letters with others behind them. */
static void report_wrong_use(const struct argp_state *state)
{
    const struct cli_options *options = ((const struct parsing *)state->input)->options;
    const char *word = state->argv[state->next - 1];
    enum fault fault = fault_of(options, word);

    if (fault == FAULT_NONE && state->next < state->argc) {
        word = state->argv[state->next];
        fault = fault_of(options, word);
    }
    if (fault == FAULT_NEEDS_VALUE)
        cli_error("%s: %.80s needs a value", options->command, word);
    else if (fault == FAULT_TAKES_NO_VALUE)
        cli_error("%s: %.80s takes no value", options->command, word);
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
