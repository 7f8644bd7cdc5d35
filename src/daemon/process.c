#include <errno.h>
#include <malloc.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "daemon_priv.h"

#include "qw/log.h"

/* An arena a thread would keep what its largest request took; and a fixed threshold gives the
 * memory of large envelopes back at once. */
enum { MALLOC_ARENAS = 2, MALLOC_MMAP_FROM = 256 * 1024, MALLOC_TRIM_FROM = 512 * 1024 };

void process_limit_memory(void)
{
    /* NOLINTBEGIN(concurrency-mt-unsafe): no other thread runs yet. */
    (void)mallopt(M_ARENA_MAX, MALLOC_ARENAS);
    (void)mallopt(M_MMAP_THRESHOLD, MALLOC_MMAP_FROM);
    (void)mallopt(M_TRIM_THRESHOLD, MALLOC_TRIM_FROM);
    /* NOLINTEND(concurrency-mt-unsafe) */
}

sigset_t process_take_signals(void)
{
    static const int taken[] = {SIGTERM, SIGINT, SIGHUP};
    static const int ignored[] = {SIGPIPE, SIGXFSZ};
    sigset_t signals;

    sigemptyset(&signals);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        sigaddset(&signals, taken[i]);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        (void)signal(ignored[i], SIG_IGN);
    return signals;
}

void process_make_audit_folder(const char *audit_path)
{
    char folder[] = QW_DEFAULT_AUDIT;

    if (strcmp(audit_path, QW_DEFAULT_AUDIT) != 0)
        return;
    *strrchr(folder, '/') = '\0';
    /* When it fails, opening the file says so. */
    (void)mkdir(folder, S_IRWXU);
}

void process_tell_ready(int ready_fd)
{
    if (ready_fd >= 0) {
        ssize_t n;

        do {
            n = write(ready_fd, "\n", 1);
        } while (n < 0 && errno == EINTR);
        if (n != 1)
            qw_log(QW_LOG_WARNING, "nobody takes the byte of readiness on descriptor %d: %s",
                   ready_fd, strerrordesc_np(errno));
        close(ready_fd);
    }
    sd_notify(0, "READY=1");
}

void process_tell_stopping(void)
{
    sd_notify(0, "STOPPING=1");
}
