/* The command line: one table of subcommands, one file for each. */
#ifndef QW_CLI_H
#define QW_CLI_H

/* Exit codes of every subcommand. */
enum qw_exit {
    QW_EXIT_OK = 0,     /* allowed, all well */
    QW_EXIT_DENIED = 1, /* denied, a finding */
    QW_EXIT_USAGE = 2,  /* wrong usage, unreadable input or policy */
    QW_EXIT_FAILED = 3, /* the tool itself failed */
};

int qw_cli_main(int argc, char **argv);

#endif
