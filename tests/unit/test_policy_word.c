#include "policy_fixture.h"

/* A word of a setting, in a policy that says nothing else. */
static const char *policy_with(const char *rule, const char *setting, const char *word)
{
    static char text[512];

    snprintf(text, sizeof text, V1 ", \"rules\": {\"%s\": {\"%s\": [\"%s\"]}}}", rule, setting,
             word);
    return text;
}

struct bad_word {
    const char *rule;
    const char *setting;
    const char *word;
    const char *message;
};

#define PATH_FORM "an absolute path without \"..\", \".\", \"//\", a slash at its end, * or ${"
#define DIGEST_FORM "expected a SHA-256 of 64 lower-case hexadecimal digits, not "
#define PORT_FORM "expected a port such as \"53\" or \"53/udp\", not "
#define SUBNET_FORM "expected a subnet such as 10.20.0.0/16, not "
#define SYSCTL_FORM "expected a name with dots such as net.core.somaxconn, not "
#define TYPE_FORM "expected a type such as container_t, not "
#define NAME_FORM "expected a name without wildcards, not "
#define D63 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"

static const struct bad_word bad_words[] = {
    {"volumes", "drivers", "", "expected a word, not an empty string"},
    {"groups", "deny", "", "expected a word, not an empty string"},
    {"host-namespaces", "allow_host", "net", "unknown word \"net\"; did you mean \"network\"?"},
    {"host-namespaces", "allow_host", "pids", "unknown word \"pids\"; did you mean \"pid\"?"},
    {"host-namespaces", "allow_container", "uts",
     "unknown word \"uts\"; expected pid, ipc or network"},
    {"root-user", "named_users", "allowed", "unknown word \"allowed\"; did you mean \"allow\"?"},
    {"capabilities", "allow_add", "NET_BIND",
     "unknown word \"NET_BIND\"; did you mean \"NET_BIND_SERVICE\"?"},
    {"capabilities", "allow_add", "CAP_SYS_ADMN",
     "unknown word \"CAP_SYS_ADMN\"; did you mean \"SYS_ADMIN\"?"},
    {"capabilities", "allow_add", "chown", "unknown word \"chown\"; did you mean \"CHOWN\"?"},
    {"capabilities", "allow_add", "ALL", "unknown word \"ALL\""},
    {"capabilities", "allow_add", "CAP_", "unknown word \"CAP_\""},
    {"seccomp", "profiles", "default", DIGEST_FORM "\"default\""},
    {"seccomp", "profiles", D63, DIGEST_FORM "\"" D63 "\""},
    {"seccomp", "profiles", D63 "F", DIGEST_FORM "\"" D63 "F\""},
    {"seccomp", "profiles", D63 "ff", DIGEST_FORM "\"" D63 "ff\""},
    {"bind-mounts", "deny", "etc", "expected /** or " PATH_FORM ", not \"etc\""},
    {"bind-mounts", "deny", "/etc/**", "expected /** or " PATH_FORM ", not \"/etc/**\""},
    {"bind-mounts", "deny", "/etc/", "expected /** or " PATH_FORM ", not \"/etc/\""},
    {"devices", "allow", "/dev/sd*", "expected " PATH_FORM ", not \"/dev/sd*\""},
    {"devices", "allow", "fuse", "expected " PATH_FORM ", not \"fuse\""},
    {"host-ports", "allow", "0", PORT_FORM "\"0\""},
    {"host-ports", "allow", "65536", PORT_FORM "\"65536\""},
    {"host-ports", "allow", "080", PORT_FORM "\"080\""},
    {"host-ports", "allow", "80/icmp", PORT_FORM "\"80/icmp\""},
    {"host-ports", "allow", "80-90", PORT_FORM "\"80-90\""},
    {"host-ports", "allow", "/tcp", PORT_FORM "\"/tcp\""},
    {"networks", "subnets", "10.0.0.0/33", SUBNET_FORM "\"10.0.0.0/33\""},
    {"networks", "subnets", "10.0.0.0/", SUBNET_FORM "\"10.0.0.0/\""},
    {"networks", "subnets", "10.0.0.0/08", SUBNET_FORM "\"10.0.0.0/08\""},
    {"networks", "subnets", "10.0.0/24", SUBNET_FORM "\"10.0.0/24\""},
    {"networks", "subnets", "fd00::/129", SUBNET_FORM "\"fd00::/129\""},
    {"networks", "subnets", "private", SUBNET_FORM "\"private\""},
    {"sysctls", "allow", "net/core/somaxconn", SYSCTL_FORM "\"net/core/somaxconn\""},
    {"sysctls", "allow", "net/core.somaxconn", SYSCTL_FORM "\"net/core.somaxconn\""},
    {"sysctls", "allow", "/net.core", SYSCTL_FORM "\"/net.core\""},
    {"sysctls", "allow", "somaxconn", SYSCTL_FORM "\"somaxconn\""},
    {"sysctls", "allow", "net.*", SYSCTL_FORM "\"net.*\""},
    {"selinux", "types", "type:container_t", TYPE_FORM "\"type:container_t\""},
    {"selinux", "types", "container_*", TYPE_FORM "\"container_*\""},
    {"volumes", "drivers", "*", NAME_FORM "\"*\""},
    {"networks", "drivers", "*", NAME_FORM "\"*\""},
    {"networks", "options", "com.docker.*", NAME_FORM "\"com.docker.*\""},
    {"runtimes", "allow", "io.containerd.*", NAME_FORM "\"io.containerd.*\""},
    {"log-driver", "allow", "*", NAME_FORM "\"*\""},
};

START_TEST(a_word_that_could_never_match_is_an_error)
{
    for (size_t i = 0; i < COUNT_OF(bad_words); i++) {
        const struct bad_word *row = &bad_words[i];
        const char *text = policy_with(row->rule, row->setting, row->word);
        struct qw_diag diag;
        char pointer[128];

        snprintf(pointer, sizeof pointer, "/rules/%s/%s/0", row->rule, row->setting);
        ck_assert_int_eq(load_bad(write_policy("policy.json", text), &diag), QW_ERR_POLICY);
        ck_assert_str_eq(diag.text, row->message);
        ck_assert_str_eq(diag.pointer, pointer);
    }
}
END_TEST

struct good_word {
    enum qw_setting_id id;
    const char *word;
    const char *kept;
};

static const struct good_word good_words[] = {
    {QW_SETTING_HOST_NAMESPACES_ALLOW_HOST, "cgroup", "cgroup"},
    {QW_SETTING_HOST_NAMESPACES_ALLOW_CONTAINER, "ipc", "ipc"},
    {QW_SETTING_ROOT_USER_NAMED_USERS, "allow", "allow"},
    {QW_SETTING_CAPABILITIES_ALLOW_ADD, "CHOWN", "CHOWN"},
    {QW_SETTING_CAPABILITIES_ALLOW_ADD, "CAP_CHOWN", "CHOWN"},
    {QW_SETTING_CAPABILITIES_ALLOW_ADD, "CHECKPOINT_RESTORE", "CHECKPOINT_RESTORE"},
    {QW_SETTING_SECCOMP_PROFILES, D63 "f", D63 "f"},
    {QW_SETTING_BIND_MOUNTS_DENY, "/**", "/**"},
    {QW_SETTING_BIND_MOUNTS_DENY, "/", "/"},
    {QW_SETTING_DEVICES_ALLOW, "/dev/fuse", "/dev/fuse"},
    {QW_SETTING_HOST_PORTS_ALLOW, "1", "1"},
    {QW_SETTING_HOST_PORTS_ALLOW, "65535/sctp", "65535/sctp"},
    {QW_SETTING_NETWORKS_SUBNETS, "10.20.0.0/16", "10.20.0.0/16"},
    {QW_SETTING_NETWORKS_SUBNETS, "0.0.0.0/0", "0.0.0.0/0"},
    {QW_SETTING_NETWORKS_SUBNETS, "fd00::/128", "fd00::/128"},
    {QW_SETTING_NETWORKS_SUBNETS, "192.168.1.1", "192.168.1.1"},
    {QW_SETTING_APPARMOR_PROFILES, "a profile", "a profile"},
    {QW_SETTING_APPARMOR_PROFILES, "/usr/*/app", "/usr/*/app"},
    {QW_SETTING_SYSCTLS_ALLOW, "net.ipv4.conf.eno2/100.forwarding",
     "net.ipv4.conf.eno2/100.forwarding"},
    {QW_SETTING_SELINUX_TYPES, "svirt_lxc_net_t", "svirt_lxc_net_t"},
    {QW_SETTING_VOLUMES_DRIVERS, "vieux/sshfs:latest", "vieux/sshfs:latest"},
    {QW_SETTING_GROUPS_DENY, "44", "44"},
};

START_TEST(good_words_are_kept_in_one_spelling)
{
    for (size_t i = 0; i < COUNT_OF(good_words); i++) {
        const struct good_word *row = &good_words[i];
        const struct qw_setting_row *setting = qw_setting_row_get(row->id);
        struct qw_policy *policy =
            load_text(policy_with(qw_rule_get(setting->rule)->name, setting->name, row->word));

        /* quaywarden's own paths come behind in bind-mounts. */
        ck_assert_uint_ge(setting_of(policy, row->id)->n_words, 1);
        ck_assert_str_eq(setting_of(policy, row->id)->words[0], row->kept);
        qw_policy_unref(policy);
    }
}
END_TEST

START_TEST(two_spellings_of_a_capability_are_one)
{
    struct qw_policy *policy =
        load_text(V1 ", \"rules\": {\"capabilities\": {\"allow_add\": [\"KILL\", \"CAP_KILL\"]}}}");

    ck_assert_uint_eq(setting_of(policy, QW_SETTING_CAPABILITIES_ALLOW_ADD)->n_words, 1);
    qw_policy_unref(policy);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_word_that_could_never_match_is_an_error,
        good_words_are_kept_in_one_spelling,
        two_spellings_of_a_capability_are_one,
    };

    return run_suite("policy/word", tests, COUNT_OF(tests));
}
