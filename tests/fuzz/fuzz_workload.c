/* Bodies to workloads.  The first byte of an input names the kind of body, lower case for one that
 * is made canonical first; the rest is JSON.  Property: whatever is read keeps the promises of
 * qw/workload*.h, so that a rule can trust a value without looking at JSON. */
#include <string.h>

#include "fuzz.h"
#include "qw/inspect.h"
#include "qw/limits.h"
#include "qw/workload.h"

static const int64_t ID_MAX = 2147483647;
static const int64_t PORT_MAX = 65535;

static const struct {
    char letter;
    enum qw_op op;
    bool is_inspect;
} kinds[] = {
    {'c', QW_OP_CONTAINER_CREATE, false}, {'i', QW_OP_CONTAINER_CREATE, true},
    {'e', QW_OP_EXEC_CREATE, false},      {'v', QW_OP_VOLUME_CREATE, false},
    {'n', QW_OP_NETWORK_CREATE, false},   {'j', QW_OP_NETWORK_CONNECT, false},
};

static void check_text(const struct qw_text *text)
{
    fuzz_require(text->value != NULL, "a text has a value, and is empty when absent");
    fuzz_require(text->at != NULL || text->value[0] == '\0',
                 "a text has a value, and is empty when absent");
}

static void check_texts(const struct qw_texts *texts)
{
    for (size_t i = 0; i < texts->n_items; i++)
        fuzz_require(texts->items[i].value != NULL && texts->items[i].at != NULL,
                     "every element has value and place");
}

static void check_pairs(const struct qw_pairs *pairs)
{
    for (size_t i = 0; i < pairs->n_items; i++)
        fuzz_require(pairs->items[i].name != NULL && pairs->items[i].value != NULL &&
                         pairs->items[i].at != NULL,
                     "every pair has name, value and place");
}

static void check_identity(enum qw_identity kind, int64_t number, const char *name)
{
    fuzz_require(name != NULL && number >= 0 && number <= ID_MAX,
                 "a number is in range, a name is given");
    fuzz_require(kind == QW_IDENTITY_NUMBER || number == 0,
                 "a number is in range, a name is given");
    fuzz_require(kind != QW_IDENTITY_NAME || name[0] != '\0',
                 "a number is in range, a name is given");
}

/* True when ALL is one of NAMES. */
static bool check_names(const struct qw_texts *names)
{
    bool has_all = false;

    check_texts(names);
    for (size_t i = 0; i < names->n_items; i++) {
        bool is_all = strcmp(names->items[i].value, "ALL") == 0;

        fuzz_require(is_all || strncmp(names->items[i].value, "CAP_", strlen("CAP_")) == 0,
                     "a capability is ALL or has its prefix");
        has_all = has_all || is_all;
    }
    return has_all;
}

/* Lexically clean: nothing that leads elsewhere than it says. */
static void check_host_path(const char *path)
{
    size_t len = strlen(path);

    fuzz_require(strstr(path, "//") == NULL && strstr(path, "/./") == NULL &&
                     strstr(path, "/../") == NULL,
                 "a host path is clean");
    fuzz_require(len == 1 || path[len - 1] != '/', "a host path is clean");
    fuzz_require(len < 2 || strcmp(path + len - 2, "/.") != 0, "a host path is clean");
    fuzz_require(len < 3 || strcmp(path + len - 3, "/..") != 0, "a host path is clean");
}

static void check_mount(const struct qw_mount *mount)
{
    fuzz_require(mount->type <= QW_MOUNT_UNKNOWN && mount->at != NULL, "a mount is whole");
    fuzz_require(mount->source != NULL && mount->target != NULL && mount->propagation != NULL,
                 "a mount is whole");
    fuzz_require(mount->driver != NULL && mount->options != NULL, "a mount is whole");
    if (mount->type == QW_MOUNT_BIND && mount->source[0] == '/')
        check_host_path(mount->source);
    check_pairs(&mount->driver_options);
}

static void check_port(const struct qw_port *port)
{
    fuzz_require(port->container_port != NULL && port->at != NULL, "a valid port is a range");
    if (port->is_valid)
        fuzz_require(port->first >= 0 && port->first <= port->last && port->last <= PORT_MAX &&
                         (port->first > 0 || port->last == 0),
                     "a valid port is a range");
}

static void check_namespace(const struct qw_namespace_choice *choice)
{
    check_text(&choice->text);
    fuzz_require(choice->mode <= QW_NAMESPACE_UNKNOWN, "only the word host is the host");
    fuzz_require((choice->mode == QW_NAMESPACE_HOST) == (strcmp(choice->text.value, "host") == 0),
                 "only the word host is the host");
}

static void check_devices(const struct qw_devices *devices)
{
    check_texts(&devices->host_paths);
    check_texts(&devices->limited_paths);
    check_texts(&devices->cgroup_rules);
    check_texts(&devices->nvidia_env);
    for (size_t i = 0; i < devices->n_requests; i++) {
        fuzz_require(devices->requests[i].driver != NULL && devices->requests[i].at != NULL,
                     "a device request is whole");
        check_texts(&devices->requests[i].ids);
        check_pairs(&devices->requests[i].options);
    }
}

static void check_storage_and_network(const struct qw_workload *workload)
{
    for (size_t i = 0; i < workload->mounts.n_items; i++)
        check_mount(&workload->mounts.items[i]);
    for (size_t i = 0; i < workload->ports.n_items; i++)
        check_port(&workload->ports.items[i]);
    check_texts(&workload->volumes_from);
    check_pairs(&workload->sysctls);
    check_pairs(&workload->endpoint_options);
    check_text(&workload->network.driver);
    check_text(&workload->network.scope);
    check_text(&workload->network.ipam_driver);
    check_text(&workload->network.config_from);
    check_pairs(&workload->network.options);
    check_pairs(&workload->network.ipam_options);
    check_texts(&workload->network.subnets);
    check_text(&workload->volume.driver);
    check_pairs(&workload->volume.options);
}

static void check_workload(const struct qw_workload *workload)
{
    const struct qw_user *user = &workload->user;

    check_text(&workload->image);
    check_text(&user->text);
    check_identity(user->user, user->uid, user->user_name);
    check_identity(user->group, user->gid, user->group_name);
    for (size_t i = 0; i < workload->groups.n_items; i++) {
        const struct qw_group *group = &workload->groups.items[i];

        check_text(&group->text);
        check_identity(group->kind, group->gid, group->text.value);
    }
    check_names(&workload->capabilities.add);
    fuzz_require(check_names(&workload->capabilities.drop) == workload->capabilities.drops_all,
                 "dropping ALL is told");
    for (size_t i = 0; i < workload->security.n_items; i++)
        fuzz_require(workload->security.items[i].value != NULL &&
                         workload->security.items[i].at != NULL &&
                         workload->security.items[i].key <= QW_SECURITY_UNKNOWN,
                     "a security option is whole");
    for (size_t i = 0; i < QW_NAMESPACE_COUNT; i++)
        check_namespace(&workload->namespaces[i]);
    check_devices(&workload->devices);
    check_texts(&workload->masked_paths);
    check_texts(&workload->read_only_paths);
    check_text(&workload->cgroup_parent);
    check_text(&workload->runtime);
    check_pairs(&workload->annotations);
    check_text(&workload->log.type);
    check_pairs(&workload->log.options);
    check_texts(&workload->secrets);
    check_texts(&workload->unknown_fields);
    check_storage_and_network(workload);
}

static void read_body(struct qw_arena *arena, const struct qw_operation *operation)
{
    struct qw_workload workload;
    struct qw_diag diag = {0};
    enum qw_err err = qw_workload_read(arena, operation, &workload, &diag);

    fuzz_require(err == diag.err, "the error is one of the contract");
    fuzz_require(err == QW_OK || err == QW_ERR_TYPE || err == QW_ERR_NO_MEMORY ||
                     err == QW_ERR_BODY_MISSING,
                 "the error is one of the contract");
    if (err != QW_OK)
        return;
    fuzz_require(workload.kind == qw_workload_kind_of(operation->op),
                 "the kind is the operation's");
    check_workload(&workload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    struct qw_operation operation = {.method = "POST", .path = "/", .object = ""};
    const char *json = (const char *)data + 1;
    size_t kind = 0;

    if (arena == NULL || size == 0)
        return 0;
    while (kind < sizeof kinds / sizeof kinds[0] && kinds[kind].letter != (data[0] | 0x20))
        kind++;
    if (kind == sizeof kinds / sizeof kinds[0] ||
        qw_json_parse(arena, json, size - 1, &operation.body, NULL) != QW_OK)
        return 0;
    operation.op = kinds[kind].op;
    if (kinds[kind].is_inspect &&
        qw_workload_body_from_inspect(arena, operation.body, &operation.body, NULL) != QW_OK)
        return 0;
    if ((data[0] & 0x20) != 0 &&
        qw_engine_canonicalise(arena, operation.op, operation.body, NULL) != QW_OK)
        return 0;
    read_body(arena, &operation);
    return 0;
}
