#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

#include "qw/cli.h"

/* The next file that is opened would get the number of a standard descriptor that is closed, and
 * the log would go into the audit file. */
static bool open_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR | O_CLOEXEC) != fd)
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    if (!open_standard_descriptors())
        return QW_EXIT_FAILED;
    return qw_cli_main(argc, argv);
}
