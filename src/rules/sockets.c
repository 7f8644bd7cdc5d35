/* Mounts that show the socket of a container engine. */
#include <string.h>

#include "bind_verdict.h"
#include "host_paths.h"
#include "image_name.h"
#include "qw/path.h"

struct engine_socket {
    const char *path; /* a component * is any one name */
    const char *owner;
};

/* Files and folders of sockets, each with its twin under /var/run, which is a link to /run on every
 * current distribution but is compared by name here. */
static const struct engine_socket sockets[] = {
#define BOTH(path, owner)       \
    {"/run/" path, owner},      \
    {                           \
        "/var/run/" path, owner \
    }
    BOTH("docker.sock", "the Docker engine"),
    BOTH("docker", "the Docker engine's plugins, quaywarden among them"),
    BOTH("containerd", "containerd"),
    BOTH("k3s/containerd", "containerd"),
    BOTH("podman", "podman"),
    BOTH("crio", "CRI-O"),
    BOTH("cri-dockerd.sock", "cri-dockerd"),
    BOTH("dockershim.sock", "dockershim"),
    BOTH("buildkit", "BuildKit"),
    BOTH("quaywarden", "quaywarden"),
    BOTH("user/*/docker.sock", "a rootless Docker engine"),
    BOTH("user/*/docker", "a rootless Docker engine"),
    BOTH("user/*/podman", "podman"),
    BOTH("user/*/containerd", "a rootless containerd"),
    BOTH("user/*/buildkit", "a rootless BuildKit"),
#undef BOTH
};

/* An engine listens wherever it was told to, and may be asked by a link to its socket: each name
 * that its socket has on the host counts.  NULL when PATH shows none. */
static const char *shown_asked(const char *path, const struct qw_facts *facts)
{
    const char *const given[] = {facts->engine.socket, facts->socket.real};

    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++) {
        if (given[i] && qw_path_relation(path, given[i]) != QW_PATH_APART)
            return given[i];
    }
    for (size_t i = 0; i < facts->socket.n_names; i++) {
        const char *name = facts->socket.names[i].path;

        if (qw_path_relation(path, name) != QW_PATH_APART)
            return name;
    }
    return NULL;
}

/* The socket that PATH shows; its path is NULL when there is none. */
static struct engine_socket shown_socket(const char *path, const struct qw_facts *facts)
{
    for (size_t i = 0; i < sizeof(sockets) / sizeof(sockets[0]); i++) {
        if (qw_path_relation_to_pattern(path, sockets[i].path) != QW_PATH_APART)
            return sockets[i];
    }
    return (struct engine_socket){.path = shown_asked(path, facts), .owner = "the Docker engine"};
}

/* Only the options of a volume can hold such a path: those of binds are cleaned and absolute. */
static bool leads_anywhere(const char *path)
{
    return *path != '/' || qw_path_goes_up(path);
}

/* Of what bind-mounts denies by its name, nothing is told beyond that. */
static bool is_in_reach(const struct qw_host_path *mounted, const struct qw_settings *settings)
{
    const struct qw_bind_policy policy = qw_bind_policy_of(settings, mounted->facts);

    return settings->modes[QW_RULE_BIND_MOUNTS] != QW_MODE_ENFORCE ||
           qw_bind_verdict_on(&policy, mounted->path, mounted->is_read_only).outcome ==
               QW_BIND_PASSES;
}

/* By its other names too. */
static struct engine_socket led_to(const struct qw_path_facts *path, const struct qw_facts *facts,
                                   const char **ret_by)
{
    struct engine_socket socket = shown_socket(path->real, facts);

    *ret_by = "which a symbolic link";
    for (size_t i = 0; !socket.path && i < path->n_names; i++) {
        socket = shown_socket(path->names[i].path, facts);
        *ret_by = "where a mount";
    }
    return socket;
}

static void judge_real(const struct qw_host_path *mounted, const struct qw_finding *finding,
                       struct qw_findings *findings)
{
    const struct qw_fact *fact = qw_facts_path_fact(mounted->facts, mounted->path);
    struct engine_socket socket;
    const char *by;

    if (fact->state == QW_FACT_KNOWN && mounted->facts->socket.fact.state == QW_FACT_FAILED)
        fact = &mounted->facts->socket.fact;
    if (fact->state == QW_FACT_FAILED)
        qw_finding_add_unresolved(findings, finding, fact);
    if (fact->state != QW_FACT_KNOWN)
        return;
    socket = led_to(qw_facts_path(mounted->facts, mounted->path), mounted->facts, &by);
    if (socket.path)
        qw_finding_add(findings, finding,
                       "mounts %s of the host, %s leads to or above %s, the way to %s: who reaches "
                       "it rules the host.",
                       qw_findings_show(findings, mounted->path), by, socket.path, socket.owner);
}

static void judge_socket(const struct qw_host_path *mounted, const struct qw_settings *settings,
                         struct qw_findings *findings)
{
    const struct engine_socket socket = shown_socket(mounted->path, mounted->facts);
    const struct qw_finding finding = {
        .at = mounted->at,
        .value = mounted->path,
        .remedies = {{.kind = QW_REMEDY_DROP, .at = mounted->at}},
    };

    if (leads_anywhere(mounted->path)) {
        qw_finding_add(findings, &finding,
                       "mounts %s of the host, a path that can lead to the socket of an engine.",
                       qw_findings_show(findings, mounted->path));
        return;
    }
    if (socket.path)
        qw_finding_add(
            findings, &finding,
            "mounts %s of the host and with it %s, the way to %s: who reaches it rules the "
            "host. Read-only does not help, a socket can be connected to all the same.",
            qw_findings_show(findings, mounted->path), socket.path, socket.owner);
    else if (is_in_reach(mounted, settings))
        judge_real(mounted, &finding, findings);
}

/* Images that tools run beside the caller's own to watch over them, and how the tool is told to do
 * without: people who meet this denial never asked for the mount. */
static const struct helper {
    const char *repository; /* without the registry, which may be a mirror */
    const char *docker;
    const char *compose;
} helpers[] = {
    {
        "testcontainers/ryuk",
        "set TESTCONTAINERS_RYUK_DISABLED=true where the tests run, and let them stop their "
        "containers themselves",
        "set TESTCONTAINERS_RYUK_DISABLED: \"true\" in environment of what runs the tests",
    },
};

static const struct helper *helper_of(const struct qw_workload *workload,
                                      struct qw_findings *findings)
{
    const struct qw_image_name name = qw_image_name_of(findings, workload->image.value);

    for (size_t i = 0; i < sizeof(helpers) / sizeof(helpers[0]); i++) {
        const size_t len = strlen(helpers[i].repository);
        const size_t name_len = strlen(name.repository);

        if (name_len > len && name.repository[name_len - len - 1] == '/' &&
            strcmp(name.repository + name_len - len, helpers[i].repository) == 0)
            return &helpers[i];
    }
    return NULL;
}

void qw_rule_engine_sockets(const struct qw_workload *workload, const struct qw_settings *settings,
                            struct qw_findings *findings)
{
    const size_t n_before = findings->n_items;

    qw_host_paths_visit(workload, settings, findings, judge_socket);

    const struct helper *helper = helper_of(workload, findings);

    for (size_t i = n_before; helper && i < findings->n_items; i++) {
        findings->items[i].docker = helper->docker;
        findings->items[i].compose = helper->compose;
    }
}
