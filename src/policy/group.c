/* Groups of this host, by name: the one question that a policy asks of the machine. */
#include <errno.h>
#include <grp.h>

#include "policy_priv.h"

/* A group with tens of thousands of members (a directory service) fits; more is not asked for. */
enum { RECORD_START = 1024, RECORD_MAX = 4 * 1024 * 1024 };

/* What getgrnam_r(3) calls "not found" differs by system: nothing, or one of these. */
static bool says_not_found(int code)
{
    return code == 0 || code == ENOENT || code == ESRCH || code == EBADF || code == EPERM;
}

static int look_up(struct qw_arena *arena, const char *name, size_t size, gid_t *ret_gid)
{
    char *memory = qw_arena_alloc(arena, size, 1);
    struct group record;
    struct group *found = NULL;
    int code = ENOMEM;

    if (memory == NULL)
        return code;
    do {
        code = getgrnam_r(name, &record, memory, size, &found);
    } while (code == EINTR);
    if (found == NULL)
        return says_not_found(code) ? ENOENT : code;
    *ret_gid = found->gr_gid;
    return 0;
}

enum qw_err qw_policy_group_number(struct qw_arena *arena, const char *name,
                                   unsigned long *ret_number)
{
    gid_t gid = 0;
    int code = ERANGE;

    for (size_t size = RECORD_START; code == ERANGE && size <= RECORD_MAX; size *= 2)
        code = look_up(arena, name, size, &gid);
    if (code == ENOENT)
        return QW_ERR_NOT_FOUND;
    if (code == ENOMEM)
        return QW_ERR_NO_MEMORY;
    if (code != 0)
        return QW_ERR_IO;
    *ret_number = gid;
    return QW_OK;
}
