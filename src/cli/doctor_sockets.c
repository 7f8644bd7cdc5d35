/* Who gets at the sockets of dockerd and containerd, and what else dockerd listens on. */
#include <grp.h>
#include <string.h>
#include <sys/stat.h>

#include "doctor_priv.h"

#define CONTAINERD_SOCKET "/run/containerd/containerd.sock"
#define EXEC_ROOT "/var/run/docker"

static const char *group_name(gid_t gid)
{
    /* One thread runs. */
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    const struct group *group = getgrgid(gid);

    return group != NULL ? group->gr_name : "without a name";
}

/* "alice, bob"; "nobody". */
static const char *members_of(struct doctor *doctor, gid_t gid)
{
    struct qw_buffer names QW_CLEANUP(qw_buffer_done) = QW_BUFFER(1024);
    /* One thread runs. */
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    const struct group *group = getgrgid(gid);
    const char *text;

    for (char **member = group != NULL ? group->gr_mem : NULL; member != NULL && *member != NULL;
         member++)
        qw_buffer_addf(&names, "%s%s", names.len > 0 ? ", " : "", *member);
    text = names.len > 0 ? qw_arena_copy(doctor->arena, names.data, names.len) : "nobody";
    return text != NULL ? text : "many";
}

static bool is_for_group(const struct stat *status)
{
    return (status->st_mode & S_IWGRP) != 0 && status->st_gid != 0;
}

static void tell_docker_socket(struct doctor *doctor, const char *path)
{
    struct stat status;

    if (stat(path, &status) < 0 || !S_ISSOCK(status.st_mode))
        doctor_tell(doctor, DOCTOR_CANNOT_TELL, "Who can talk to dockerd is not known.",
                    "Run doctor as root, and name the socket with --engine.", "%s is no socket.",
                    path);
    else if ((status.st_mode & S_IWOTH) != 0)
        doctor_tell(doctor, DOCTOR_WRONG, "Every process of this host can talk to dockerd.",
                    "Set its mode to 0660 (chmod 660) and find out who widened it.",
                    "%s has mode %04o.", path, (unsigned)(status.st_mode & ALLPERMS));
    else if (is_for_group(&status))
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "%s is for root and group %s; listed there: %s.",
                    path, group_name(status.st_gid), members_of(doctor, status.st_gid));
    else
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "%s is for root alone.", path);
}

void doctor_check_docker_socket(struct doctor *doctor)
{
    if (doctor->engine_socket != NULL)
        tell_docker_socket(doctor, doctor->engine_socket);
}

static size_t tell_containerd(struct doctor *doctor, const char *path)
{
    struct stat status;

    if (path == NULL || stat(path, &status) < 0)
        return 0;
    if ((status.st_mode & S_IWOTH) == 0 && !is_for_group(&status) && status.st_uid == 0)
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "%s is for root alone.", path);
    else
        doctor_tell(doctor, DOCTOR_WRONG,
                    "Whoever may write to it starts any container as root, and no plugin is asked.",
                    "Give it to root with mode 0660 (chown root:root, chmod 660; [grpc] gid = 0 in "
                    "containerd's config.toml).",
                    "%s has mode %04o, owner %u and group %s.", path,
                    (unsigned)(status.st_mode & ALLPERMS), (unsigned)status.st_uid,
                    group_name(status.st_gid));
    return 1;
}

/* A value of dockerd's command line, else of daemon.json, else FALLBACK. */
static const char *setting(const struct doctor *doctor, const char *name, const char *fallback)
{
    const char *value = doctor_process_option(&doctor->process, name, '\0', 0);

    if (value == NULL)
        value = qw_json_string(qw_json_get(doctor->daemon_json, name));
    return value != NULL && value[0] != '\0' ? value : fallback;
}

void doctor_check_containerd_sockets(struct doctor *doctor)
{
    const char *given = setting(doctor, "containerd", CONTAINERD_SOCKET);
    const char *own = qw_arena_format(doctor->arena, "%s/containerd/containerd.sock",
                                      setting(doctor, "exec-root", EXEC_ROOT));
    size_t n = 0;

    n += tell_containerd(doctor, CONTAINERD_SOCKET);
    if (strcmp(given, CONTAINERD_SOCKET) != 0)
        n += tell_containerd(doctor, given);
    n += tell_containerd(doctor, own);
    if (n == 0)
        doctor_tell(doctor, DOCTOR_CANNOT_TELL, "Who can talk to containerd is not known.",
                    "Run doctor as root on the host itself.", "No socket of containerd is there.");
}

static bool verifies_tls(const struct doctor *doctor)
{
    return doctor_process_flag(&doctor->process, "tlsverify") ||
           qw_json_is_true(qw_json_get(doctor->daemon_json, "tlsverify"));
}

/* True for what needs no word. */
static bool tell_listener(struct doctor *doctor, const char *address)
{
    if (strncmp(address, "unix://", strlen("unix://")) == 0) {
        const char *path = address + strlen("unix://");

        if (doctor->engine_socket != NULL && strcmp(path, doctor->engine_socket) == 0)
            return true;
        tell_docker_socket(doctor, path);
        return false;
    }
    if (strncmp(address, "fd://", strlen("fd://")) == 0) {
        doctor_tell(doctor, DOCTOR_NOTE, "What systemd hands over is not in sight here.",
                    "See that systemctl cat docker.socket has one ListenStream, a unix socket.",
                    "dockerd takes its sockets from systemd (fd://).");
        return false;
    }
    if (strchr(address, '/') == NULL || strncmp(address, "tcp://", strlen("tcp://")) != 0 ||
        !verifies_tls(doctor)) {
        doctor_tell(doctor, DOCTOR_WRONG,
                    "Whoever reaches that address talks to dockerd without saying who they are.",
                    "Take it away, or set tlsverify with tlscacert, tlscert and tlskey.",
                    "dockerd listens on %s without verifying its callers.", address);
        return false;
    }
    doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "dockerd listens on %s and verifies certificates.",
                address);
    return false;
}

void doctor_check_listeners(struct doctor *doctor)
{
    const struct qw_json *hosts = qw_json_get(doctor->daemon_json, "hosts");
    bool is_plain = true;

    if (doctor->process.pid == 0) {
        doctor_tell(doctor, DOCTOR_CANNOT_TELL, "What dockerd listens on is not known.",
                    "Run doctor as root on the host itself.",
                    "The process of dockerd was not found.");
        return;
    }
    for (size_t n = 0;; n++) {
        const char *address = doctor_process_option(&doctor->process, "host", 'H', n);

        if (address == NULL)
            break;
        is_plain = tell_listener(doctor, address) && is_plain;
    }
    for (const struct qw_json *host = qw_json_first(hosts); host != NULL; host = qw_json_next(host))
        if (qw_json_string(host) != NULL)
            is_plain = tell_listener(doctor, qw_json_string(host)) && is_plain;
    if (is_plain)
        doctor_tell(doctor, DOCTOR_OK, NULL, NULL, "dockerd is told to listen on no other socket.");
}
