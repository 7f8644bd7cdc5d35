/* PidMode and its kin (engine.md 5.2): exact words, `container:ID`; anything else is not
 * understood. */
#include <string.h>

#include "workload_priv.h"

static const char *const fields[QW_NAMESPACE_COUNT] = {
    [QW_NAMESPACE_PID] = "PidMode",     [QW_NAMESPACE_IPC] = "IpcMode",
    [QW_NAMESPACE_UTS] = "UTSMode",     [QW_NAMESPACE_NETWORK] = "NetworkMode",
    [QW_NAMESPACE_USER] = "UsernsMode", [QW_NAMESPACE_CGROUP] = "CgroupnsMode",
};

static const bool joins_containers[QW_NAMESPACE_COUNT] = {
    [QW_NAMESPACE_PID] = true,
    [QW_NAMESPACE_IPC] = true,
    [QW_NAMESPACE_NETWORK] = true,
};

static const struct {
    enum qw_namespace which;
    enum qw_namespace_mode mode;
    const char *word;
} words[] = {
    {QW_NAMESPACE_PID, QW_NAMESPACE_DEFAULT, ""},
    {QW_NAMESPACE_PID, QW_NAMESPACE_HOST, "host"},
    {QW_NAMESPACE_IPC, QW_NAMESPACE_DEFAULT, ""},
    {QW_NAMESPACE_IPC, QW_NAMESPACE_PRIVATE, "none"},
    {QW_NAMESPACE_IPC, QW_NAMESPACE_PRIVATE, "private"},
    {QW_NAMESPACE_IPC, QW_NAMESPACE_PRIVATE, "shareable"},
    {QW_NAMESPACE_IPC, QW_NAMESPACE_HOST, "host"},
    {QW_NAMESPACE_UTS, QW_NAMESPACE_DEFAULT, ""},
    {QW_NAMESPACE_UTS, QW_NAMESPACE_HOST, "host"},
    {QW_NAMESPACE_NETWORK, QW_NAMESPACE_DEFAULT, ""},
    {QW_NAMESPACE_NETWORK, QW_NAMESPACE_DEFAULT, "default"},
    {QW_NAMESPACE_NETWORK, QW_NAMESPACE_PRIVATE, "bridge"},
    {QW_NAMESPACE_NETWORK, QW_NAMESPACE_PRIVATE, "none"},
    {QW_NAMESPACE_NETWORK, QW_NAMESPACE_HOST, "host"},
    {QW_NAMESPACE_USER, QW_NAMESPACE_DEFAULT, ""},
    {QW_NAMESPACE_USER, QW_NAMESPACE_PRIVATE, "private"},
    {QW_NAMESPACE_USER, QW_NAMESPACE_HOST, "host"},
    {QW_NAMESPACE_CGROUP, QW_NAMESPACE_DEFAULT, ""},
    {QW_NAMESPACE_CGROUP, QW_NAMESPACE_PRIVATE, "private"},
    {QW_NAMESPACE_CGROUP, QW_NAMESPACE_HOST, "host"},
};

static const char container_prefix[] = "container:";
static const char path_prefix[] = "ns:";

const char *qw_namespace_field(enum qw_namespace which)
{
    return fields[which];
}

/* Networks have free names, but none with a colon (the modes), a slash, a space or a control
 * character. */
static bool is_network_name(const char *text)
{
    for (const unsigned char *byte = (const unsigned char *)text; *byte != '\0'; byte++)
        if (*byte <= ' ' || *byte == 0x7f || *byte == ':' || *byte == '/')
            return false;
    return text[0] != '\0';
}

static enum qw_namespace_mode other_mode(enum qw_namespace which, const char *text)
{
    if (joins_containers[which] && strncmp(text, container_prefix, strlen(container_prefix)) == 0 &&
        text[strlen(container_prefix)] != '\0')
        return QW_NAMESPACE_CONTAINER;
    if (strncmp(text, path_prefix, strlen(path_prefix)) == 0)
        return QW_NAMESPACE_PATH;
    if (which == QW_NAMESPACE_NETWORK && is_network_name(text))
        return QW_NAMESPACE_PRIVATE;
    return QW_NAMESPACE_UNKNOWN;
}

static enum qw_namespace_mode mode_of(enum qw_namespace which, const char *text)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].which == which && strcmp(words[i].word, text) == 0)
            return words[i].mode;
    return other_mode(which, text);
}

struct qw_namespace_choice qw_workload_read_namespace(enum qw_namespace which, struct qw_text text)
{
    return (struct qw_namespace_choice){.mode = mode_of(which, text.value), .text = text};
}
