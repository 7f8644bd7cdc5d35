/* The table of holes, the versions that have them, and the operations that lead through them. */
#include "qw/holes.h"

#include <string.h>

/* Ordered as versions are; each part is at most VERSION_PART_MAX. */
#define VERSION(major, minor, patch) ((major)*1000000UL + (minor)*1000UL + (patch))

#define VERSION_PART_MAX 999

/* The oldest engine whose source was read: of what is older, everything is assumed. */
#define OLDEST VERSION(20, 10, 0)

#define NEVER_FIXED VERSION(VERSION_PART_MAX, VERSION_PART_MAX, VERSION_PART_MAX)

static const struct qw_hole holes[QW_HOLE_COUNT] = {
    [QW_HOLE_NATIVE_GRPC] =
        {
            .name = "native-grpc",
            .title = "BuildKit is reached past every plugin",
            .means = "Whoever reaches the engine's socket builds and stores images over HTTP/2, "
                     "with the host's network, and no plugin is asked.",
            .todo = "Put a proxy that speaks HTTP/1.1 only before the socket, or give people the "
                    "TCP listener with TLS alone; and set network-host, security-insecure and "
                    "device to false under builder.entitlements in daemon.json.",
            .is_closed_here = false,
        },
    [QW_HOLE_DROPPED_BODIES] =
        {
            .name = "GHSA-x744-4wpc-v9h2",
            .title = "bodies over 1 MiB are not shown",
            .means = "The engine acts on a body of 1 MiB or more without showing it to a plugin.",
            .todo = "Update the engine to 25.0.16, or to 29.3.1 or later.",
            .is_closed_here = true,
        },
    [QW_HOLE_EMPTY_LENGTH] =
        {
            .name = "CVE-2024-41110",
            .title = "bodies without a length are not shown",
            .means = "The engine acts on a body sent in chunks, or to an address that ends in "
                     "/auth, without showing it to a plugin.",
            .todo = "Update the engine to 23.0.15, 25.0.6, 26.1.5, or to 27.1.1 or later.",
            .is_closed_here = true,
        },
    [QW_HOLE_ARCHIVE_PUT] =
        {
            .name = "GHSA-x86f-5xw2-fm2r",
            .title = "files copied into a container run code on the host",
            .means = "The engine unpacks what is copied into a container with a program that it "
                     "takes from that container and runs as root on the host.",
            .todo = "Update the engine to 25.0.17, or to 29.5.1 or later.",
            .is_closed_here = true,
        },
    [QW_HOLE_ARCHIVE_MOUNTS] =
        {
            .name = "GHSA-vp62-88p7-qqf5",
            .title = "a running container leads a copy astray",
            .means = "While files are copied from or to a running container, a process in it can "
                     "make the engine mount at a path of the host.",
            .todo = "Update the engine to 25.0.17, or to 29.5.1 or later.",
            /* a container may start between the decision and the copy */
            .is_closed_here = false,
        },
    [QW_HOLE_GATEWAY_CONTAINERS] =
        {
            .name = "CVE-2024-23653",
            .title = "a build starts a container with every privilege",
            .means = "A build by BuildKit can start a container that has every privilege on the "
                     "host, whatever daemon.json says of entitlements.",
            .todo = "Update the engine to 25.0.2 or later.",
            .is_closed_here = true,
        },
    [QW_HOLE_HOST_CONFIG_AT_START] =
        {
            .name = "start-with-body",
            .title = "a start may bring another HostConfig",
            .means = "A start by an API under 1.24 may carry a body that replaces what was judged "
                     "at create.",
            .todo = "Update the engine to 25.0 or later.",
            .is_closed_here = true,
        },
    [QW_HOLE_RUNTIME_MOUNTS] =
        {
            .name = "CVE-2025-31133",
            .title = "runc is led to the host while a container starts",
            .means =
                "Where another container, or a link of an image, reaches into /dev or /proc of "
                "one that starts, runc can be made to write to files of the host "
                "(CVE-2025-52565 and CVE-2025-52881 as well).",
            .todo = "Update runc to 1.2.8, 1.3.3 or 1.4.0. A distribution may have fixed an older "
                    "version: the changelog of its package tells.",
            /* at `restricted` no mount leads there; what the policy allows decides */
            .is_closed_here = false,
        },
};

/* Versions from FROM on that are older than BELOW; engine.md sections 0, 2, 5.1 and 5.5. */
static const struct {
    enum qw_hole_id hole;
    unsigned long from;
    unsigned long below;
} version_rows[] = {
    {QW_HOLE_NATIVE_GRPC, VERSION(29, 2, 0), NEVER_FIXED},
    {QW_HOLE_DROPPED_BODIES, OLDEST, VERSION(25, 0, 16)},
    {QW_HOLE_DROPPED_BODIES, VERSION(26, 0, 0), VERSION(29, 3, 1)},
    {QW_HOLE_EMPTY_LENGTH, OLDEST, VERSION(23, 0, 15)},
    {QW_HOLE_EMPTY_LENGTH, VERSION(24, 0, 0), VERSION(25, 0, 6)},
    {QW_HOLE_EMPTY_LENGTH, VERSION(26, 0, 0), VERSION(26, 1, 5)},
    {QW_HOLE_EMPTY_LENGTH, VERSION(27, 0, 0), VERSION(27, 1, 1)},
    {QW_HOLE_ARCHIVE_PUT, VERSION(24, 0, 0), VERSION(25, 0, 17)},
    {QW_HOLE_ARCHIVE_PUT, VERSION(26, 0, 0), VERSION(29, 5, 1)},
    {QW_HOLE_ARCHIVE_MOUNTS, VERSION(24, 0, 0), VERSION(25, 0, 17)},
    {QW_HOLE_ARCHIVE_MOUNTS, VERSION(26, 0, 0), VERSION(29, 5, 1)},
    /* 25.0.2 brought BuildKit 0.12.5; 24.0.9 and 23.0.18 never got it */
    {QW_HOLE_GATEWAY_CONTAINERS, OLDEST, VERSION(25, 0, 2)},
    {QW_HOLE_HOST_CONFIG_AT_START, OLDEST, VERSION(25, 0, 0)},
};

/* The same of runc: what is older than 1.2.8, 1.3 before 1.3.3, and the candidates of 1.4.0. */
static const struct {
    unsigned long from;
    unsigned long below;
} runc_rows[] = {
    {0, VERSION(1, 2, 8)},
    {VERSION(1, 3, 0), VERSION(1, 3, 3)},
    {VERSION(1, 4, 0), VERSION(1, 4, 0)},
};

/* "1.4.0-rc.3" has the fix; what has a candidate of that name has it too. */
enum { FIXED_CANDIDATE = 3 };

/* A hidden form body makes any build one by BuildKit (engine.md 2 and 3): seen on 20.10.24, where
 * the form begins behind the bytes of the body that the handler has peeked at. */
static const struct {
    enum qw_op op;
    enum qw_hole_id hole;
    bool is_of_running; /* only where the container runs */
} reach_rows[] = {
    {QW_OP_CONTAINER_ARCHIVE_PUT, QW_HOLE_ARCHIVE_PUT, false},
    {QW_OP_CONTAINER_ARCHIVE_PUT, QW_HOLE_ARCHIVE_MOUNTS, true},
    {QW_OP_CONTAINER_ARCHIVE_GET, QW_HOLE_ARCHIVE_MOUNTS, true},
    {QW_OP_CONTAINER_EXPORT, QW_HOLE_ARCHIVE_MOUNTS, true},
    {QW_OP_BUILD_CLASSIC, QW_HOLE_GATEWAY_CONTAINERS, false},
    {QW_OP_BUILD_BUILDKIT, QW_HOLE_GATEWAY_CONTAINERS, false},
    {QW_OP_BUILD_SESSION, QW_HOLE_GATEWAY_CONTAINERS, false},
    {QW_OP_BUILD_GRPC, QW_HOLE_GATEWAY_CONTAINERS, false},
};

const struct qw_hole *qw_hole_get(enum qw_hole_id id)
{
    return &holes[id];
}

enum qw_hole_id qw_hole_from_name(const char *name)
{
    for (size_t id = 0; id < QW_HOLE_COUNT; id++) {
        if (strcmp(holes[id].name, name) == 0)
            return (enum qw_hole_id)id;
    }
    return QW_HOLE_COUNT;
}

/* Reads digits at *CURSOR and moves it behind them. */
static bool read_part(const char **cursor, unsigned long *ret_part)
{
    const char *at = *cursor;
    unsigned long part = 0;

    for (; *at >= '0' && *at <= '9'; at++) {
        part = part * 10 + (unsigned long)(*at - '0');
        if (part > VERSION_PART_MAX)
            return false;
    }
    if (at == *cursor)
        return false;
    *cursor = at;
    *ret_part = part;
    return true;
}

/* "28.5.2" and "28.5" (whose patch is 0), with what may stand behind them. */
static bool read_version(const char *text, unsigned long *ret_version, const char **ret_suffix)
{
    unsigned long major;
    unsigned long minor;
    unsigned long patch = 0;
    const char *at = text;

    if (!read_part(&at, &major) || *at++ != '.' || !read_part(&at, &minor))
        return false;
    if (*at == '.') {
        at++;
        if (!read_part(&at, &patch))
            return false;
    }
    if (*at != '\0' && strchr("+-~", *at) == NULL)
        return false;
    *ret_version = VERSION(major, minor, patch);
    *ret_suffix = at;
    return true;
}

/* "29.3.1-rc.1" may be older than what 29.3.1 fixed, and as new as what it broke. */
static bool may_be_older(const char *suffix)
{
    return *suffix == '-' || *suffix == '~';
}

unsigned qw_holes_of_version(const char *version)
{
    unsigned found = 0;
    unsigned long number;
    const char *suffix;

    if (version == NULL || !read_version(version, &number, &suffix) || number < OLDEST)
        return QW_HOLES_ALL;

    for (size_t i = 0; i < sizeof(version_rows) / sizeof(version_rows[0]); i++) {
        bool is_older = number < version_rows[i].below ||
                        (may_be_older(suffix) && number == version_rows[i].below);

        if (number >= version_rows[i].from && is_older)
            found |= 1U << version_rows[i].hole;
    }
    return found;
}

/* "-rc.3", "~rc.3+ds1" */
static bool is_fixed_candidate(const char *suffix)
{
    const char *at = suffix + 1;
    unsigned long candidate;

    if (!may_be_older(suffix) || strncmp(at, "rc.", strlen("rc.")) != 0)
        return false;
    at += strlen("rc.");
    return read_part(&at, &candidate) && candidate >= FIXED_CANDIDATE;
}

unsigned qw_holes_of_runc(const char *version)
{
    const unsigned open = 1U << QW_HOLE_RUNTIME_MOUNTS;
    unsigned long number;
    const char *suffix;

    if (version == NULL || !read_version(version, &number, &suffix))
        return open;
    if (number == VERSION(1, 4, 0) && is_fixed_candidate(suffix))
        return 0;
    for (size_t i = 0; i < sizeof(runc_rows) / sizeof(runc_rows[0]); i++) {
        if (number >= runc_rows[i].from &&
            (number < runc_rows[i].below || (may_be_older(suffix) && number == runc_rows[i].below)))
            return open;
    }
    return 0;
}

enum qw_hole_id qw_hole_reached(unsigned open, enum qw_op op, bool is_running)
{
    for (size_t i = 0; i < sizeof(reach_rows) / sizeof(reach_rows[0]); i++) {
        if (reach_rows[i].op != op || (open & 1U << reach_rows[i].hole) == 0)
            continue;
        if (is_running || !reach_rows[i].is_of_running)
            return reach_rows[i].hole;
    }
    return QW_HOLE_COUNT;
}
