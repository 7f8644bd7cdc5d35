/* Capability names as the engine normalises them (engine.md 5.2): upper-cased by Go's
 * strings.ToUpper, then ALL, else with CAP_ in front. */
#include <string.h>

#include "workload_priv.h"

static const char prefix[] = "CAP_";

const char *const qw_capability_names[QW_CAPABILITY_COUNT] = {
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "KILL",
    "SETGID",
    "SETUID",
    "SETPCAP",
    "LINUX_IMMUTABLE",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_ADMIN",
    "NET_RAW",
    "IPC_LOCK",
    "IPC_OWNER",
    "SYS_MODULE",
    "SYS_RAWIO",
    "SYS_CHROOT",
    "SYS_PTRACE",
    "SYS_PACCT",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_NICE",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "MKNOD",
    "LEASE",
    "AUDIT_WRITE",
    "AUDIT_CONTROL",
    "SETFCAP",
    "MAC_OVERRIDE",
    "MAC_ADMIN",
    "SYSLOG",
    "WAKE_ALARM",
    "BLOCK_SUSPEND",
    "AUDIT_READ",
    "PERFMON",
    "BPF",
    "CHECKPOINT_RESTORE",
};

const char *qw_capability_word(const char *name)
{
    return strncmp(name, prefix, strlen(prefix)) == 0 ? name + strlen(prefix) : name;
}

static const char *capability_name(struct qw_reader *reader, const char *written)
{
    const char *name = qw_reader_upper(reader, written);
    const char *prefixed;

    if (strcmp(name, "ALL") == 0 || qw_capability_word(name) != name)
        return name;
    prefixed = qw_arena_format(reader->arena, "%s%s", prefix, name);
    if (prefixed != NULL)
        return prefixed;
    if (reader->err == QW_OK)
        reader->err = QW_ERR_NO_MEMORY;
    return "";
}

static struct qw_texts read_names(struct qw_reader *reader, const struct qw_json *node)
{
    struct qw_texts names = {.at = qw_reader_array(reader, node)};

    for (const struct qw_json *element = qw_json_first(names.at); element != NULL;
         element = qw_json_next(element)) {
        const char *written = qw_reader_text(reader, element).value;
        struct qw_text name = {.value = capability_name(reader, written), .at = element};

        qw_reader_add_text(reader, &names, name);
    }
    return names;
}

static bool has_all(const struct qw_texts *names)
{
    for (size_t i = 0; i < names->n_items; i++)
        if (strcmp(names->items[i].value, "ALL") == 0)
            return true;
    return false;
}

struct qw_capabilities qw_workload_read_capability_lists(struct qw_reader *reader,
                                                         const struct qw_json *add,
                                                         const struct qw_json *drop)
{
    struct qw_capabilities capabilities = {0};

    capabilities.add = read_names(reader, add);
    capabilities.drop = read_names(reader, drop);
    capabilities.drops_all = has_all(&capabilities.drop);
    return capabilities;
}

struct qw_capabilities qw_workload_read_capabilities(struct qw_reader *reader,
                                                     const struct qw_json *host)
{
    return qw_workload_read_capability_lists(reader, qw_json_get(host, "CapAdd"),
                                             qw_json_get(host, "CapDrop"));
}
