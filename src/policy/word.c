/* What the words of each setting may be, checked when the policy is read: a word that can never
 * match would be a hole or a wall that nobody sees. */
#include <string.h>

#include "layer.h"
#include "qw/subnet.h"

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

static const char *const namespaces[] = {"pid", "ipc", "uts", "network", "user", "cgroup"};
static const char *const joinable_namespaces[] = {"pid", "ipc", "network"};
static const char *const wildcard_addresses[] = {"0.0.0.0", "::"};
static const char *const named_users[] = {"resolve", "allow", "deny"};

typedef bool word_fn(const char *word);

struct word_check {
    const char *const *choices; /* NULL: `is_valid` tells */
    size_t n_choices;
    word_fn *is_valid; /* NULL: anything but the empty word */
    const char *expected;
};

bool qw_policy_path_is_plain(const char *path)
{
    if (path[0] != '/' || strpbrk(path, "*\n") != NULL || strstr(path, "${") != NULL)
        return false;
    if (path[1] == '\0')
        return true;
    for (const char *slash = path; slash != NULL; slash = strchr(slash + 1, '/')) {
        const char *part = slash + 1;
        const size_t len = strcspn(part, "/");
        const bool is_dot = len == 1 && part[0] == '.';
        const bool is_dot_dot = len == 2 && part[0] == '.' && part[1] == '.';

        if (len == 0 || is_dot || is_dot_dot)
            return false;
    }
    return true;
}

static bool is_path_or_everything(const char *word)
{
    return strcmp(word, "/**") == 0 || qw_policy_path_is_plain(word);
}

static bool is_digest(const char *word)
{
    return strlen(word) == QW_DIGEST_TEXT_SIZE - 1 &&
           strspn(word, "0123456789abcdef") == QW_DIGEST_TEXT_SIZE - 1;
}

/* LEAST to MOST in decimal, without a sign or leading zeros. */
static bool is_number_within(const char *text, size_t len, long least, long most)
{
    enum { LONGEST = 5 };

    if (len < 1 || len > LONGEST || strspn(text, "0123456789") < len)
        return false;
    if (text[0] == '0' && len > 1)
        return false;
    return strtol(text, NULL, 10) >= least && strtol(text, NULL, 10) <= most;
}

/* "53", "53/udp" */
static bool is_port(const char *word)
{
    static const char *const protocols[] = {"", "/tcp", "/udp", "/sctp"};
    const size_t len = strcspn(word, "/");

    for (size_t i = 0; i < COUNT_OF(protocols); i++)
        if (strcmp(word + len, protocols[i]) == 0)
            return is_number_within(word, len, 1, 65535);
    return false;
}

static bool is_subnet(const char *word)
{
    struct qw_subnet subnet;

    return qw_subnet_parse(word, &subnet);
}

/* As the workload gives a sysctl: the first separator is a dot (a slash behind it stands for a dot
 * in an interface's name). */
static bool is_sysctl(const char *word)
{
    const size_t len = strcspn(word, "./");

    return len > 0 && word[len] == '.' && strchr(word, '*') == NULL;
}

static bool is_selinux_type(const char *word)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_.-";

    return strspn(word, letters) == strlen(word);
}

/* Ids of one request are joined with commas, and compared one by one. */
static bool is_gpu_id(const char *word)
{
    return strpbrk(word, ",*") == NULL;
}

static const char whole_name[] = "a name without wildcards";

static bool is_whole_name(const char *word)
{
    return strchr(word, '*') == NULL;
}

/* As many tries as a count that fits is_number_within(). */
static bool is_restart_policy(const char *word)
{
    static const char counted[] = "on-failure:";
    const char *count = word + strlen(counted);

    if (strcmp(word, "always") == 0 || strcmp(word, "unless-stopped") == 0 ||
        strcmp(word, "on-failure") == 0)
        return true;
    return strncmp(word, counted, strlen(counted)) == 0 &&
           is_number_within(count, strlen(count), 1, 65535);
}

/* A reference begins with its registry, which short names leave out. */
static bool is_image_pattern(const char *word)
{
    const char *slash = strchr(word, '/');

    return strcmp(word, "*") == 0 || (slash != NULL && slash != word && slash[1] != '\0');
}

static bool is_variable_pattern(const char *word)
{
    return strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_*") == strlen(word) &&
           strspn(word, "*") < strlen(word);
}

static bool is_label_pattern(const char *word)
{
    const size_t len = strcspn(word, "=");

    return len > 0 && memchr(word, '*', len) == NULL;
}

/* Without a row, since any word may be such a name: groups.deny (a container's own group file names
 * groups as it likes), apparmor.profiles (a profile may be called by a path with wildcards),
 * cgroup-parent.allow (a path or a slice of systemd), runtimes.allow_annotations (any key). */
static const struct word_check checks[QW_SETTING_COUNT] = {
    [QW_SETTING_HOST_NAMESPACES_ALLOW_HOST] = {.choices = namespaces,
                                               .n_choices = COUNT_OF(namespaces)},
    [QW_SETTING_HOST_NAMESPACES_ALLOW_CONTAINER] = {.choices = joinable_namespaces,
                                                    .n_choices = COUNT_OF(joinable_namespaces)},
    [QW_SETTING_ROOT_USER_NAMED_USERS] = {.choices = named_users,
                                          .n_choices = COUNT_OF(named_users)},
    [QW_SETTING_CAPABILITIES_ALLOW_ADD] = {.choices = qw_capability_names,
                                           .n_choices = QW_CAPABILITY_COUNT},
    [QW_SETTING_SECCOMP_PROFILES] = {.is_valid = is_digest,
                                     .expected = "a SHA-256 of 64 lower-case hexadecimal digits"},
    [QW_SETTING_BIND_MOUNTS_DENY] = {.is_valid = is_path_or_everything,
                                     .expected = "/** or an absolute path without \"..\", \".\", "
                                                 "\"//\", a slash at its end, * or ${"},
    [QW_SETTING_DEVICES_ALLOW] = {.is_valid = qw_policy_path_is_plain,
                                  .expected = "an absolute path without \"..\", \".\", \"//\", a "
                                              "slash at its end, * or ${"},
    [QW_SETTING_HOST_PORTS_ALLOW] = {.is_valid = is_port,
                                     .expected = "a port such as \"53\" or \"53/udp\""},
    [QW_SETTING_NETWORKS_SUBNETS] = {.is_valid = is_subnet,
                                     .expected = "a subnet such as 10.20.0.0/16"},
    [QW_SETTING_SELINUX_TYPES] = {.is_valid = is_selinux_type,
                                  .expected = "a type such as container_t"},
    [QW_SETTING_SYSCTLS_ALLOW] = {.is_valid = is_sysctl,
                                  .expected = "a name with dots such as net.core.somaxconn"},
    [QW_SETTING_DEVICES_GPU_IDS] = {.is_valid = is_gpu_id, .expected = "one id without wildcards"},
    [QW_SETTING_DEVICES_GPU_DRIVERS] = {.is_valid = is_whole_name, .expected = whole_name},
    [QW_SETTING_VOLUMES_DRIVERS] = {.is_valid = is_whole_name, .expected = whole_name},
    [QW_SETTING_NETWORKS_DRIVERS] = {.is_valid = is_whole_name, .expected = whole_name},
    [QW_SETTING_NETWORKS_OPTIONS] = {.is_valid = is_whole_name, .expected = whole_name},
    [QW_SETTING_RUNTIMES_ALLOW] = {.is_valid = is_whole_name, .expected = whole_name},
    [QW_SETTING_HOST_INTERFACE_ALLOW] = {.choices = wildcard_addresses,
                                         .n_choices = COUNT_OF(wildcard_addresses)},
    [QW_SETTING_RESTART_POLICY_ALLOW] = {.is_valid = is_restart_policy,
                                         .expected = "always, unless-stopped, on-failure or "
                                                     "on-failure:5"},
    [QW_SETTING_IMAGE_REFERENCE_ALLOW] = {.is_valid = is_image_pattern,
                                          .expected = "* or a pattern with a registry such as "
                                                      "docker.io/library/nginx:1.*"},
    [QW_SETTING_IMAGE_CONTENT_SECRET_PATTERNS] = {.is_valid = is_variable_pattern,
                                                  .expected = "a pattern in capitals such as "
                                                              "*_TOKEN"},
    [QW_SETTING_REQUIRED_LABELS_LABELS] = {.is_valid = is_label_pattern,
                                           .expected = "a label such as team or team=ops-*"},
    [QW_SETTING_LOG_DRIVER_ALLOW] = {.is_valid = is_whole_name, .expected = whole_name},
};

/* A capability may be written with CAP_ in front. */
static const char *without_prefix(const struct word_check *check, const char *word)
{
    return check->choices == qw_capability_names ? qw_capability_word(word) : word;
}

static enum qw_err read_choice(const struct qw_policy_reader *reader,
                               const struct qw_policy_place *place, const struct word_check *check,
                               const char **ret_word)
{
    const char *word = without_prefix(check, qw_json_string(place->node));

    for (size_t i = 0; i < check->n_choices; i++) {
        if (strcmp(word, check->choices[i]) == 0) {
            *ret_word = check->choices[i];
            return QW_OK;
        }
    }
    return qw_policy_fault(reader, place, "unknown word %s%s",
                           qw_policy_show(reader, qw_json_string(place->node)),
                           qw_policy_hint(reader->arena, word, check->choices, check->n_choices));
}

enum qw_err qw_policy_word_read(const struct qw_policy_reader *reader,
                                const struct qw_policy_place *place, enum qw_setting_id id,
                                const char **ret_word)
{
    const struct word_check *check = &checks[id];
    const enum qw_err err = qw_policy_expect(reader, place, QW_JSON_STRING);
    const char *word = qw_json_string(place->node);

    if (err != QW_OK)
        return err;
    if (check->choices != NULL)
        return read_choice(reader, place, check, ret_word);
    if (word[0] == '\0')
        return qw_policy_fault(reader, place, "expected a word, not an empty string");
    if (check->is_valid != NULL && !check->is_valid(word))
        return qw_policy_fault(reader, place, "expected %s, not %s", check->expected,
                               qw_policy_show(reader, word));
    *ret_word = word;
    return QW_OK;
}
