#include <stdio.h>
#include <string.h>

#include "cli_priv.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *about;
};

static const struct command commands[] = {
    {"serve", cli_serve, "answer dockerd: the plugin itself"},
    {"check", cli_check, "judge a request or a container without dockerd"},
    {"explain", cli_explain, "say what a rule denies, why, and what to change"},
    {"doctor", cli_doctor, "look for what is wrong on this host"},
    {"version", cli_version, "print the version"},
};

static void add_usage(struct qw_buffer *buffer)
{
    qw_buffer_add_text(buffer, "Usage: quaywarden COMMAND [OPTION...]\n"
                               "Docker authorization plugin for shared hosts.\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        qw_buffer_addf(buffer, "  %-10s %s\n", commands[i].name, commands[i].about);
    qw_buffer_add_text(buffer, "\nquaywarden COMMAND --help tells the options of a command.\n");
}

static int print_usage(void)
{
    enum { USAGE_MAX = 4096 };
    struct qw_buffer usage = QW_BUFFER(USAGE_MAX);

    add_usage(&usage);
    return cli_print(&usage) ? QW_EXIT_OK : QW_EXIT_FAILED;
}

static bool asks_for_help(const char *word)
{
    return strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

int qw_cli_main(int argc, char **argv)
{
    if (argc < 2) {
        cli_error("which command? (try quaywarden --help)");
        return QW_EXIT_USAGE;
    }
    if (asks_for_help(argv[1]))
        return print_usage();
    if (strcmp(argv[1], "--version") == 0)
        return cli_version(1, argv + 1);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i].name, argv[1]) == 0)
            return commands[i].run(argc - 1, argv + 1);
    }
    cli_error("there is no command %.80s (try quaywarden --help)", argv[1]);
    return QW_EXIT_USAGE;
}
