/* What the libraries do with sockets: this program's functions of the same names come before those
 * of libc.  Nothing that says "later": the kernel would wake nobody then. */
#include <dlfcn.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "inject.h"

/* The next function of that name: a sanitizer's, which stands in this program itself with clang and
 * has to see the call, or that of libc. */
#define NEXT(name)                                                      \
    extern __typeof__(name) __interceptor_##name __attribute__((weak)); \
    static _Atomic(__typeof__(&name)) found;                            \
    __typeof__(&name) next = found;                                     \
    if (next == NULL) {                                                 \
        next = __interceptor_##name;                                    \
        if (next == NULL)                                               \
            *(void **)(&next) = dlsym(RTLD_NEXT, #name);                \
        found = next;                                                   \
    }

#define FAILS(call) (fault_meet(call) == FAULT_FAILS)

int socket(int domain, int type, int protocol)
{
    NEXT(socket);
    return FAILS(FAULT_SOCKET) ? -1 : next(domain, type, protocol);
}

int connect(int fd, __CONST_SOCKADDR_ARG address, socklen_t size)
{
    NEXT(connect);
    return FAILS(FAULT_CONNECT) ? -1 : next(fd, address, size);
}

int accept4(int fd, __SOCKADDR_ARG address, socklen_t *size, int flags)
{
    NEXT(accept4);
    return FAILS(FAULT_ACCEPT) ? -1 : next(fd, address, size, flags);
}

int bind(int fd, __CONST_SOCKADDR_ARG address, socklen_t size)
{
    NEXT(bind);
    return FAILS(FAULT_BIND) ? -1 : next(fd, address, size);
}

int listen(int fd, int backlog)
{
    NEXT(listen);
    return FAILS(FAULT_LISTEN) ? -1 : next(fd, backlog);
}

ssize_t recv(int fd, void *ret_bytes, size_t size, int flags)
{
    NEXT(recv);
    return FAILS(FAULT_RECV) ? -1 : next(fd, ret_bytes, size, flags);
}

ssize_t send(int fd, const void *bytes, size_t size, int flags)
{
    NEXT(send);
    return FAILS(FAULT_SEND) ? -1 : next(fd, bytes, size, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    NEXT(sendmsg);
    return FAILS(FAULT_SENDMSG) ? -1 : next(fd, message, flags);
}

int poll(struct pollfd *fds, nfds_t n_fds, int timeout)
{
    NEXT(poll);
    return FAILS(FAULT_POLL) ? -1 : next(fds, n_fds, timeout);
}

/* To take a descriptor out of a set needs nothing that could be short. */
int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
{
    NEXT(epoll_ctl);
    return operation == EPOLL_CTL_ADD && FAILS(FAULT_EPOLL_ADD) ? -1
                                                                : next(epoll, operation, fd, event);
}

int epoll_wait(int epoll, struct epoll_event *events, int most, int timeout)
{
    NEXT(epoll_wait);
    return FAILS(FAULT_EPOLL_WAIT) ? -1 : next(epoll, events, most, timeout);
}
