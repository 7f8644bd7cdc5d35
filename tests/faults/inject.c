/* Which call fails, and our own calls to libc and to the arena. */
#include "inject.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "qw/arena.h"
#include "wrap.h"

static _Thread_local bool is_this_spared;

static const struct fault no_fault;
static _Atomic(const struct fault *) armed = &no_fault;
static atomic_int first; /* the number of the call that fails */
static atomic_int n_calls;
static atomic_int n_failed;

void fault_spare_this_thread(bool is_spared)
{
    is_this_spared = is_spared;
}

void fault_arm(const struct fault *fault, int n_before)
{
    first = n_before;
    n_calls = 0;
    n_failed = 0;
    armed = fault;
}

int fault_disarm(void)
{
    armed = &no_fault;
    return n_failed;
}

static bool is_due(const struct fault *fault, enum fault_call call, bool *ret_is_first)
{
    const int n_times = fault->n_times > 0 ? fault->n_times : 1;
    int behind;

    *ret_is_first = false;
    if (is_this_spared || call == FAULT_NONE)
        return false;
    if (call == fault->also)
        return true;
    if (call != fault->call)
        return false;
    behind = n_calls++ - first;
    *ret_is_first = behind == 0;
    return behind >= 0 && behind < n_times;
}

enum fault_answer fault_meet(enum fault_call call)
{
    const struct fault *fault = armed;
    bool is_first;

    if (!is_due(fault, call, &is_first))
        return FAULT_GOES_ON;
    if (call == fault->call)
        n_failed++;
    if (fault->is_short && is_first)
        return FAULT_DOES_HALF;
    errno = fault->error;
    return FAULT_FAILS;
}

bool fault_meets(enum fault_call call, int *ret_error)
{
    const struct fault *fault = armed;

    if (fault_meet(call) == FAULT_GOES_ON)
        return false;
    *ret_error = fault->error;
    return true;
}

static bool fails(enum fault_call call)
{
    return fault_meet(call) == FAULT_FAILS;
}

static size_t half_of(size_t size)
{
    return (size + 1) / 2;
}

/* --- Memory ----------------------------------------------------------------------------------- */

WRAP(void *, malloc, size_t size)
{
    return fails(FAULT_MEMORY) ? NULL : __real_malloc(size);
}

WRAP(void *, calloc, size_t count, size_t size)
{
    return fails(FAULT_MEMORY) ? NULL : __real_calloc(count, size);
}

WRAP(void *, realloc, void *memory, size_t size)
{
    return fails(FAULT_MEMORY) ? NULL : __real_realloc(memory, size);
}

WRAP(char *, strdup, const char *text)
{
    return fails(FAULT_MEMORY) ? NULL : __real_strdup(text);
}

/* An arena takes memory for many cuts at once: each cut counts. */
WRAP(void *, qw_arena_alloc, struct qw_arena *arena, size_t count, size_t size)
{
    return fails(FAULT_MEMORY) ? NULL : __real_qw_arena_alloc(arena, count, size);
}

WRAP(char *, qw_arena_copy, struct qw_arena *arena, const char *text, size_t len)
{
    return fails(FAULT_MEMORY) ? NULL : __real_qw_arena_copy(arena, text, len);
}

char *__wrap_qw_arena_format(struct qw_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Through vformat, in which it may not be caught again: a call within one file is no reference. */
char *__wrap_qw_arena_format(struct qw_arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    if (fails(FAULT_MEMORY))
        return NULL;
    va_start(args, format);
    text = qw_arena_vformat(arena, format, args);
    va_end(args);
    return text;
}

/* --- Files ------------------------------------------------------------------------------------ */

/* Those with a mode pass it on; one that is not given is not read. */
#define MODE_OF(flags, mode)                          \
    do {                                              \
        if (((flags) & (O_CREAT | O_TMPFILE)) != 0) { \
            va_list args;                             \
                                                      \
            va_start(args, flags);                    \
            (mode) = va_arg(args, mode_t);            \
            va_end(args);                             \
        }                                             \
    } while (0)

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __real_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...);
long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

int __wrap_open(const char *path, int flags, ...)
{
    mode_t mode = 0;

    MODE_OF(flags, mode);
    return fails(FAULT_OPEN) ? -1 : __real_open(path, flags, mode);
}

int __wrap_openat(int folder, const char *path, int flags, ...)
{
    mode_t mode = 0;

    MODE_OF(flags, mode);
    return fails(FAULT_OPENAT) ? -1 : __real_openat(folder, path, flags, mode);
}

/* openat2(), which has no function of its own. */
long __wrap_syscall(long number, ...)
{
    va_list args;
    long a;
    long b;
    long c;
    long d;

    va_start(args, number);
    a = va_arg(args, long);
    b = va_arg(args, long);
    c = va_arg(args, long);
    d = va_arg(args, long);
    va_end(args);
    return number == SYS_openat2 && fails(FAULT_OPENAT2) ? -1 : __real_syscall(number, a, b, c, d);
}

WRAP(int, fstat, int fd, struct stat *ret_status)
{
    return fails(FAULT_FSTAT) ? -1 : __real_fstat(fd, ret_status);
}

WRAP(int, lstat, const char *path, struct stat *ret_status)
{
    return fails(FAULT_LSTAT) ? -1 : __real_lstat(path, ret_status);
}

WRAP(int, fstatfs, int fd, struct statfs *ret_status)
{
    return fails(FAULT_FSTATFS) ? -1 : __real_fstatfs(fd, ret_status);
}

WRAP(int, statx, int folder, const char *path, int flags, unsigned mask, struct statx *ret_status)
{
    return fails(FAULT_STATX) ? -1 : __real_statx(folder, path, flags, mask, ret_status);
}

WRAP(ssize_t, readlinkat, int folder, const char *path, char *ret_target, size_t size)
{
    return fails(FAULT_READLINKAT) ? -1 : __real_readlinkat(folder, path, ret_target, size);
}

WRAP(ssize_t, read, int fd, void *ret_bytes, size_t size)
{
    const enum fault_answer answer = fault_meet(FAULT_READ);

    if (answer == FAULT_FAILS)
        return -1;
    return __real_read(fd, ret_bytes, answer == FAULT_DOES_HALF ? half_of(size) : size);
}

WRAP(ssize_t, pread, int fd, void *ret_bytes, size_t size, off_t offset)
{
    const enum fault_answer answer = fault_meet(FAULT_PREAD);

    if (answer == FAULT_FAILS)
        return -1;
    return __real_pread(fd, ret_bytes, answer == FAULT_DOES_HALF ? half_of(size) : size, offset);
}

/* The audit log's: standard error is no part of an answer. */
WRAP(ssize_t, write, int fd, const void *bytes, size_t size)
{
    const enum fault_answer answer = fd > STDERR_FILENO ? fault_meet(FAULT_WRITE) : FAULT_GOES_ON;

    if (answer == FAULT_FAILS)
        return -1;
    return __real_write(fd, bytes, answer == FAULT_DOES_HALF ? half_of(size) : size);
}

WRAP(off_t, lseek, int fd, off_t offset, int whence)
{
    return fails(FAULT_LSEEK) ? -1 : __real_lseek(fd, offset, whence);
}

WRAP(int, ftruncate, int fd, off_t size)
{
    return fails(FAULT_FTRUNCATE) ? -1 : __real_ftruncate(fd, size);
}

WRAP(int, flock, int fd, int operation)
{
    return fails(FAULT_FLOCK) ? -1 : __real_flock(fd, operation);
}

/* --- What else the system is asked for -------------------------------------------------------- */

/* libcrypto's; its types are of no matter here. */
WRAP(int, EVP_Digest, const void *bytes, size_t size, unsigned char *ret_digest, unsigned *ret_size,
     const void *type, void *engine)
{
    return fails(FAULT_DIGEST) ? 0
                               : __real_EVP_Digest(bytes, size, ret_digest, ret_size, type, engine);
}

WRAP(int, clock_gettime, clockid_t clock, struct timespec *ret_now)
{
    return fails(FAULT_CLOCK) ? -1 : __real_clock_gettime(clock, ret_now);
}

WRAP(ssize_t, getrandom, void *ret_bytes, size_t size, unsigned flags)
{
    const enum fault_answer answer = fault_meet(FAULT_GETRANDOM);

    if (answer == FAULT_FAILS)
        return -1;
    return __real_getrandom(ret_bytes, answer == FAULT_DOES_HALF ? half_of(size) : size, flags);
}

WRAP(int, pthread_create, pthread_t *ret_thread, const pthread_attr_t *attributes,
     void *(*run)(void *), void *user)
{
    int error;

    if (fault_meets(FAULT_THREAD, &error))
        return error;
    return __real_pthread_create(ret_thread, attributes, run, user);
}
