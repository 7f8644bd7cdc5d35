#include <stdio.h>

#include "cli_priv.h"

int cli_version(int argc, char **argv)
{
    static const struct cli_options options = {.command = "version",
                                               .doc = "Prints the version of quaywarden."};
    enum { VERSION_MAX = 256 };
    struct qw_buffer line = QW_BUFFER(VERSION_MAX);
    enum cli_parsed parsed = cli_parse(&options, argc, argv, NULL);

    if (parsed != CLI_PARSED)
        return parsed == CLI_HELPED ? QW_EXIT_OK : QW_EXIT_USAGE;
    qw_buffer_add_text(&line, "quaywarden " QW_VERSION "\n");
    return cli_print(&line) ? QW_EXIT_OK : QW_EXIT_FAILED;
}
