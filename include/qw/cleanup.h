/* Scope-bound ownership: QW_CLEANUP(fn) on a local calls fn(&local) when the scope ends, and
 * QW_STEAL(p) takes a pointer out so that it outlives the scope, qw_steal_fd(&fd) a descriptor.
 * Nothing else defines such macros.
 */
#ifndef QW_CLEANUP_H
#define QW_CLEANUP_H

#include <stdlib.h>
#include <unistd.h>

#define QW_CLEANUP(fn) __attribute__((cleanup(fn)))

/* Defines NAME(T **), which frees what a pointer local owns. */
/* NOLINTBEGIN(bugprone-macro-parentheses): a type in a declaration takes no parentheses. */
#define QW_DEFINE_CLEANUP(name, type, free_fn) \
    static inline void name(type **owned)      \
    {                                          \
        free_fn(*owned);                       \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

static inline void qw_cleanup_free(void *owned)
{
    free(*(void **)owned);
}

static inline void qw_cleanup_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static inline void *qw_steal(void *owned)
{
    void **slot = owned;
    void *taken = *slot;

    *slot = NULL;
    return taken;
}

static inline int qw_steal_fd(int *owned)
{
    int taken = *owned;

    *owned = -1;
    return taken;
}

#define QW_STEAL(pointer) ((__typeof__(pointer))qw_steal(&(pointer)))

#endif
