#include <sys/resource.h>

#include "server_priv.h"

/* dockerd opens one connection for each concurrent API request, without a bound (engine.md 1.4);
 * 65536 of them are more than it can have itself.  The reserve is for the log, the audit file, the
 * policy and libmicrohttpd's own descriptors. */
enum { MOST_FILES = 65536, RESERVED_FILES = 64, FEWEST_CONNECTIONS = 16 };

unsigned server_connection_limit(void)
{
    struct rlimit limit;
    rlim_t wanted;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return FEWEST_CONNECTIONS;
    wanted = limit.rlim_max < MOST_FILES ? limit.rlim_max : MOST_FILES;
    if (limit.rlim_cur < wanted) {
        const struct rlimit raised = {.rlim_cur = wanted, .rlim_max = limit.rlim_max};

        if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit.rlim_cur = wanted;
    }
    if (limit.rlim_cur > MOST_FILES)
        return MOST_FILES - RESERVED_FILES;
    if (limit.rlim_cur < RESERVED_FILES + FEWEST_CONNECTIONS)
        return FEWEST_CONNECTIONS;
    return (unsigned)limit.rlim_cur - RESERVED_FILES;
}
