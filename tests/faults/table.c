#include "table.h"

#include <curl/curl.h>
#include <errno.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* A call by its name, failing once with ERROR. */
#define ONCE(text, id, code)                                      \
    {                                                             \
        .name = text " " #code, .call = FAULT_##id, .error = code \
    }
#define EVER(text, id, code)                                                          \
    {                                                                                 \
        .name = text " " #code ", and ever after", .call = FAULT_##id, .error = code, \
        .n_times = FAULT_ALL                                                          \
    }
#define SHORT(text, id)                                                 \
    {                                                                   \
        .name = text " does half", .call = FAULT_##id, .is_short = true \
    }
#define SHORT_THEN(code, times, other)                                                          \
    {                                                                                           \
        .name = "write does half, then " #code "; " #other, .call = FAULT_WRITE, .error = code, \
        .n_times = times, .is_short = true, .also = FAULT_##other                               \
    }

static const struct fault memory[] = {
    ONCE("malloc", MEMORY, ENOMEM),
    EVER("malloc", MEMORY, ENOMEM),
};

static const struct fault files[] = {
    ONCE("open", OPEN, EMFILE),
    ONCE("open", OPEN, ENOMEM),
    ONCE("open", OPEN, EACCES),
    ONCE("open", OPEN, EINTR),
    ONCE("openat", OPENAT, EMFILE),
    ONCE("openat", OPENAT, EACCES),
    ONCE("openat", OPENAT, EIO),
    EVER("openat", OPENAT, EMFILE),
    ONCE("openat2", OPENAT2, EMFILE),
    ONCE("openat2", OPENAT2, ENOSYS),
    ONCE("openat2", OPENAT2, EINTR),
    ONCE("fstat", FSTAT, EIO),
    EVER("fstat", FSTAT, ENOMEM),
    ONCE("fstatfs", FSTATFS, EIO),
    ONCE("statx", STATX, EIO),
    ONCE("readlinkat", READLINKAT, EIO),
    ONCE("readlinkat", READLINKAT, ENOMEM),
    ONCE("read", READ, EIO),
    ONCE("read", READ, EINTR),
    SHORT("read", READ),
    EVER("read", READ, EIO),
};

/* What a write left of a record is cut off again, or made no record. */
static const struct fault audit[] = {
    ONCE("write", WRITE, ENOSPC),
    ONCE("write", WRITE, EIO),
    ONCE("write", WRITE, EINTR),
    EVER("write", WRITE, ENOSPC),
    SHORT("write", WRITE),
    SHORT_THEN(ENOSPC, FAULT_ALL, NONE),
    SHORT_THEN(EINTR, 3, NONE),
    SHORT_THEN(ENOSPC, FAULT_ALL, FTRUNCATE),
    SHORT_THEN(ENOSPC, FAULT_ALL, LSEEK),
    ONCE("lseek", LSEEK, EIO),
};

static const struct fault libcrypto[] = {
    ONCE("EVP_Digest", DIGEST, ENOMEM),
    EVER("EVP_Digest", DIGEST, ENOMEM),
};

static const struct fault clocks[] = {
    ONCE("clock_gettime", CLOCK, EINVAL),
    EVER("clock_gettime", CLOCK, EINVAL),
};

static const struct fault libcurl[] = {
    ONCE("malloc in libcurl", CURL_MEMORY, ENOMEM),
    {.name = "malloc in libcurl ENOMEM, and ever after",
     .call = FAULT_CURL_MEMORY,
     .error = ENOMEM,
     .n_times = FAULT_ALL,
     .step = 7},
    ONCE("curl_slist_append", CURL_LIST, ENOMEM),
    ONCE("curl_easy_setopt", CURL_SETOPT, CURLE_OUT_OF_MEMORY),
    ONCE("curl_easy_setopt", CURL_SETOPT, CURLE_UNKNOWN_OPTION),
    ONCE("curl_easy_perform", CURL_PERFORM, CURLE_OUT_OF_MEMORY),
    ONCE("curl_easy_perform", CURL_PERFORM, CURLE_COULDNT_CONNECT),
    ONCE("curl_easy_perform", CURL_PERFORM, CURLE_OPERATION_TIMEDOUT),
    ONCE("curl_easy_perform", CURL_PERFORM, CURLE_RECV_ERROR),
    ONCE("curl_easy_perform", CURL_PERFORM, CURLE_PARTIAL_FILE),
    ONCE("curl_easy_perform", CURL_PERFORM, CURLE_WRITE_ERROR),
    EVER("curl_easy_perform", CURL_PERFORM, CURLE_COULDNT_CONNECT),
    ONCE("curl_easy_getinfo", CURL_GETINFO, CURLE_BAD_FUNCTION_ARGUMENT),
};

static const struct fault libmicrohttpd[] = {
    ONCE("MHD_lookup_connection_value", HTTP_LOOKUP, ENOENT),
    ONCE("MHD_create_response_from_buffer", HTTP_RESPONSE, ENOMEM),
    ONCE("MHD_add_response_header", HTTP_HEADER, ENOMEM),
    ONCE("MHD_queue_response", HTTP_QUEUE, EINVAL),
};

static const struct fault sockets[] = {
    ONCE("socket", SOCKET, EMFILE),
    ONCE("socket", SOCKET, ENOMEM),
    ONCE("connect", CONNECT, ECONNREFUSED),
    ONCE("connect", CONNECT, EINTR),
    ONCE("connect", CONNECT, EAGAIN),
    ONCE("accept4", ACCEPT, ECONNABORTED),
    ONCE("accept4", ACCEPT, EINTR),
    ONCE("recv", RECV, ECONNRESET),
    ONCE("recv", RECV, EIO),
    ONCE("recv", RECV, EINTR),
    ONCE("recv", RECV, ENOMEM),
    EVER("recv", RECV, ECONNRESET),
    ONCE("send", SEND, EPIPE),
    ONCE("send", SEND, EINTR),
    ONCE("send", SEND, ENOMEM),
    ONCE("sendmsg", SENDMSG, EPIPE),
    ONCE("sendmsg", SENDMSG, EINTR),
    ONCE("sendmsg", SENDMSG, ENOMEM),
    ONCE("poll", POLL, EINTR),
    ONCE("poll", POLL, ENOMEM),
    ONCE("epoll_ctl", EPOLL_ADD, ENOMEM),
    ONCE("epoll_ctl", EPOLL_ADD, ENOSPC),
    ONCE("epoll_wait", EPOLL_WAIT, EINTR),
};

static const struct fault start[] = {
    ONCE("malloc", MEMORY, ENOMEM),
    EVER("malloc", MEMORY, ENOMEM),
    ONCE("curl_easy_init", CURL_INIT, ENOMEM),
    ONCE("curl_global_init", CURL_GLOBAL, CURLE_FAILED_INIT),
    ONCE("getrandom", GETRANDOM, ENOSYS),
    ONCE("getrandom", GETRANDOM, EINTR),
    SHORT("getrandom", GETRANDOM),
    ONCE("pthread_create", THREAD, EAGAIN),
    EVER("pthread_create", THREAD, EAGAIN),
    ONCE("open", OPEN, EMFILE),
    ONCE("open", OPEN, ENOSPC),
    ONCE("open", OPEN, EINTR),
    ONCE("fstat", FSTAT, EIO),
    ONCE("lstat", LSTAT, EIO),
    ONCE("read", READ, EIO),
    ONCE("read", READ, EINTR),
    SHORT("read", READ),
    ONCE("pread", PREAD, EIO),
    ONCE("pread", PREAD, EINTR),
    SHORT("pread", PREAD),
    ONCE("flock", FLOCK, ENOLCK),
    ONCE("socket", SOCKET, EMFILE),
    ONCE("bind", BIND, EACCES),
    ONCE("listen", LISTEN, EADDRINUSE),
    ONCE("epoll_ctl", EPOLL_ADD, ENOMEM),
    ONCE("clock_gettime", CLOCK, EINVAL),
};

#define FAMILY(faults)                    \
    {                                     \
#faults, faults, COUNT_OF(faults) \
    }

const struct fault_family fault_families[] = {
    FAMILY(memory), FAMILY(files),   FAMILY(audit),         FAMILY(libcrypto),
    FAMILY(clocks), FAMILY(libcurl), FAMILY(libmicrohttpd), FAMILY(sockets),
};
const size_t n_fault_families = COUNT_OF(fault_families);

const struct fault_family fault_start = FAMILY(start);
