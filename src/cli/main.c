#include "qw/cli.h"

int main(int argc, char **argv)
{
    return qw_cli_main(argc, argv);
}
