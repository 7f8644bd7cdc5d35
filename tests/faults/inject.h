/* Calls that fail on demand: the n-th of a kind, on every thread that was not spared.  Those of our
 * own code are linked with --wrap (inject.c, inject_libraries.c); what libmicrohttpd and libcurl do
 * with sockets meets functions of the same names in this program (inject_sockets.c). */
#ifndef FAULTS_INJECT_H
#define FAULTS_INJECT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum fault_call {
    FAULT_NONE,
    FAULT_MEMORY,
    FAULT_CURL_MEMORY,
    FAULT_OPEN,
    FAULT_OPENAT,
    FAULT_OPENAT2,
    FAULT_FSTAT,
    FAULT_FSTATFS,
    FAULT_STATX,
    FAULT_LSTAT,
    FAULT_READLINKAT,
    FAULT_READ,
    FAULT_PREAD,
    FAULT_WRITE,
    FAULT_LSEEK,
    FAULT_FTRUNCATE,
    FAULT_DIGEST,
    FAULT_CLOCK,
    FAULT_GETRANDOM,
    FAULT_THREAD,
    FAULT_BIND,
    FAULT_LISTEN,
    FAULT_FLOCK,
    FAULT_CURL_INIT,
    FAULT_CURL_GLOBAL,
    FAULT_CURL_SETOPT,
    FAULT_CURL_LIST,
    FAULT_CURL_PERFORM,
    FAULT_CURL_GETINFO,
    FAULT_HTTP_LOOKUP,
    FAULT_HTTP_RESPONSE,
    FAULT_HTTP_HEADER,
    FAULT_HTTP_QUEUE,
    FAULT_SOCKET,
    FAULT_CONNECT,
    FAULT_ACCEPT,
    FAULT_RECV,
    FAULT_SEND,
    FAULT_SENDMSG,
    FAULT_POLL,
    FAULT_EPOLL_ADD,
    FAULT_EPOLL_WAIT,
};

enum { FAULT_ALL = INT_MAX };

struct fault {
    const char *name;
    enum fault_call call;
    int error;            /* errno, or the code that the library gives instead */
    int n_times;          /* how many fail in a row; 0: one; FAULT_ALL: from the n-th on, all */
    bool is_short;        /* the first of them does half of what it is asked for */
    enum fault_call also; /* fails every time meanwhile, uncounted */
    int step;             /* between those that have their turn; 0: each has */
};

/* Calls of the test's own threads do not fail and do not count. */
void fault_spare_this_thread(bool is_spared);

/* What calls count from now on: the one behind N_BEFORE others fails.  FAULT is borrowed. */
void fault_arm(const struct fault *fault, int n_before);

/* No call fails any more; gives how many did. */
int fault_disarm(void);

/* For the functions that stand in a call's place. */

enum fault_answer { FAULT_GOES_ON, FAULT_FAILS, FAULT_DOES_HALF };

/* What is to become of this call; errno is set where it fails. */
enum fault_answer fault_meet(enum fault_call call);

/* True when the call fails, with the error in RET_ERROR. */
bool fault_meets(enum fault_call call, int *ret_error);

#endif
