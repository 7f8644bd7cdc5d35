#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "doctor_priv.h"

#include "qw/file.h"

enum { CMDLINE_MAX = 256 * 1024, PID_FILE_MAX = 64 };

#define PID_FILE "/run/docker.pid"

static pid_t peer_of(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct ucred peer = {0};
    socklen_t len = sizeof peer;
    int fd;

    if (strlen(path) >= sizeof address.sun_path)
        return 0;
    memcpy(address.sun_path, path, strlen(path) + 1);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return 0;
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) < 0 ||
        getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) < 0)
        peer.pid = 0;
    close(fd);
    return peer.pid;
}

static pid_t pid_of_file(struct qw_arena *arena)
{
    const struct qw_file_request request = {.path = PID_FILE, .max = PID_FILE_MAX};
    struct qw_bytes text = {0};
    struct qw_diag diag = {0};
    const char *digits;
    long pid;

    if (qw_file_read(arena, &request, &text, &diag) != QW_OK)
        return 0;
    digits = qw_arena_copy(arena, text.data, text.len);
    pid = digits != NULL && isdigit((unsigned char)*digits) ? strtol(digits, NULL, 10) : 0;
    return pid > 0 && pid < INT32_MAX ? (pid_t)pid : 0;
}

static void read_arguments(struct qw_arena *arena, pid_t pid, struct doctor_process *ret_process)
{
    const char *path = qw_arena_format(arena, "/proc/%d/cmdline", (int)pid);
    const struct qw_file_request request = {.path = path, .max = CMDLINE_MAX};
    struct qw_bytes text = {0};
    struct qw_diag diag = {0};
    const char *at;

    *ret_process = (struct doctor_process){0};
    if (path == NULL || qw_file_read(arena, &request, &text, &diag) != QW_OK || text.len == 0)
        return;
    at = qw_arena_copy(arena, text.data, text.len);
    for (const char *end = at != NULL ? at + text.len : NULL;
         at < end && ret_process->n_arguments < DOCTOR_ARGUMENTS_MAX; at += strlen(at) + 1)
        ret_process->arguments[ret_process->n_arguments++] = at;
    ret_process->pid = pid;
}

static bool is_dockerd(const struct doctor_process *process)
{
    return process->n_arguments > 0 && strstr(process->arguments[0], "dockerd") != NULL;
}

void doctor_process_find(struct qw_arena *arena, const char *socket,
                         struct doctor_process *ret_process)
{
    pid_t pid = peer_of(socket);

    *ret_process = (struct doctor_process){0};
    if (pid > 0)
        read_arguments(arena, pid, ret_process);
    if (is_dockerd(ret_process))
        return;
    pid = pid > 0 ? pid_of_file(arena) : 0;
    if (pid > 0)
        read_arguments(arena, pid, ret_process);
    if (!is_dockerd(ret_process))
        *ret_process = (struct doctor_process){0};
}

/* The value of the option at I: "" for one without; NULL when it is another. */
static const char *value_at(const struct doctor_process *process, size_t i, const char *name,
                            char letter)
{
    const char *word = process->arguments[i];
    const char *next = i + 1 < process->n_arguments ? process->arguments[i + 1] : "";
    size_t len = strlen(name);

    if (letter != '\0' && word[0] == '-' && word[1] == letter) {
        if (word[2] == '\0')
            return next;
        return word[2] == '=' ? word + 3 : word + 2;
    }
    if (strncmp(word, "--", 2) != 0 || strncmp(word + 2, name, len) != 0)
        return NULL;
    if (word[2 + len] == '=')
        return word + 3 + len;
    return word[2 + len] == '\0' ? next : NULL;
}

const char *doctor_process_option(const struct doctor_process *process, const char *name,
                                  char letter, size_t n)
{
    for (size_t i = 1; i < process->n_arguments && process->arguments[i] != NULL; i++) {
        const char *value = value_at(process, i, name, letter);

        if (value != NULL && n-- == 0)
            return value;
    }
    return NULL;
}

bool doctor_process_flag(const struct doctor_process *process, const char *name)
{
    for (size_t i = 1; i < process->n_arguments && process->arguments[i] != NULL; i++) {
        const char *word = process->arguments[i];
        size_t len = strlen(name);

        if (strncmp(word, "--", 2) != 0 || strncmp(word + 2, name, len) != 0)
            continue;
        if (word[2 + len] == '\0' || strcmp(word + 2 + len, "=true") == 0)
            return true;
    }
    return false;
}
