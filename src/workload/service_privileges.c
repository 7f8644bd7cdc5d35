/* ContainerSpec.Privileges as the SecurityOpt that the engine makes of it
 * (daemon/cluster/executor/container/container.go applyPrivileges). */
#include <string.h>

#include "qw/base64.h"
#include "service_priv.h"

enum { OPTIONS_MAX = 9 }; /* one for each field below */

static void add(struct qw_security_options *options, struct qw_security_option *items,
                struct qw_security_option option)
{
    items[options->n_items++] = option;
}

static const char *label_of(struct qw_reader *reader, const char *prefix, const char *value)
{
    const char *label = qw_arena_format(reader->arena, "%s%s", prefix, value);

    if (label != NULL)
        return label;
    if (reader->err == QW_OK)
        reader->err = QW_ERR_NO_MEMORY;
    return "";
}

static void add_selinux(struct qw_reader *reader, const struct qw_json *node,
                        struct qw_security_options *options, struct qw_security_option *items)
{
    static const struct {
        const char *field;
        const char *prefix;
    } labels[] = {{"User", "user:"}, {"Role", "role:"}, {"Type", "type:"}, {"Level", "level:"}};
    const struct qw_json *context = qw_reader_object(reader, node);
    const struct qw_flag disable = qw_reader_flag(reader, qw_json_get(context, "Disable"));

    if (disable.is_true)
        add(options, items,
            (struct qw_security_option){QW_SECURITY_LABEL, "disable", false, true, disable.at});
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        const struct qw_text text = qw_reader_text(reader, qw_json_get(context, labels[i].field));

        if (text.value[0] != '\0')
            add(options, items,
                (struct qw_security_option){QW_SECURITY_LABEL,
                                            label_of(reader, labels[i].prefix, text.value), false,
                                            true, text.at});
    }
}

/* []byte: base64.  One with a NUL would be judged up to it, and is refused. */
static const char *profile_of(struct qw_reader *reader, struct qw_text text)
{
    char *bytes = NULL;
    size_t len = 0;

    if (reader->err != QW_OK)
        return "";
    enum qw_err err = qw_base64_decode(reader->arena, text.value, strlen(text.value), &bytes, &len);
    if (err == QW_OK && strlen(bytes) == len)
        return bytes;
    reader->err = err == QW_ERR_NO_MEMORY
                      ? err
                      : qw_diag_set(reader->diag, QW_ERR_TYPE,
                                    "the seccomp profile of the service must be text in base64");
    return "";
}

/* A mode that the engine does not know it takes for the default; a profile beside another mode than
 * custom it drops: both are judged as if they counted. */
static void add_seccomp(struct qw_reader *reader, const struct qw_json *node,
                        struct qw_security_options *options, struct qw_security_option *items)
{
    const struct qw_json *seccomp = qw_reader_object(reader, node);
    const struct qw_text mode = qw_reader_text(reader, qw_json_get(seccomp, "Mode"));
    const struct qw_text profile = qw_reader_text(reader, qw_json_get(seccomp, "Profile"));
    const bool is_plain = mode.value[0] == '\0' || strcmp(mode.value, "default") == 0;
    const bool has_profile = profile.value[0] != '\0';

    if (has_profile)
        add(options, items,
            (struct qw_security_option){QW_SECURITY_SECCOMP, profile_of(reader, profile), false,
                                        true, profile.at});
    else if (!is_plain)
        add(options, items,
            (struct qw_security_option){QW_SECURITY_SECCOMP, mode.value, false, true, mode.at});
    if (has_profile && strcmp(mode.value, "unconfined") == 0)
        add(options, items,
            (struct qw_security_option){QW_SECURITY_SECCOMP, mode.value, false, true, mode.at});
}

static void add_apparmor(struct qw_reader *reader, const struct qw_json *node,
                         struct qw_security_options *options, struct qw_security_option *items)
{
    const struct qw_json *apparmor = qw_reader_object(reader, node);
    const struct qw_text mode = qw_reader_text(reader, qw_json_get(apparmor, "Mode"));
    const bool is_off = strcmp(mode.value, "disabled") == 0;

    if (mode.value[0] != '\0' && strcmp(mode.value, "default") != 0)
        add(options, items,
            (struct qw_security_option){QW_SECURITY_APPARMOR, is_off ? "unconfined" : mode.value,
                                        false, true, mode.at});
}

struct qw_security_options qw_service_read_privileges(struct qw_reader *reader,
                                                      const struct qw_operation *operation,
                                                      const struct qw_json *node)
{
    const struct qw_json *privileges = qw_reader_object(reader, node);
    const struct qw_json *credential = qw_json_get(privileges, "CredentialSpec");
    const struct qw_flag no_new =
        qw_reader_flag(reader, qw_json_get(privileges, "NoNewPrivileges"));
    struct qw_security_options options = {.at = privileges};
    struct qw_security_option *items = qw_reader_alloc(reader, OPTIONS_MAX, sizeof *items);

    if (items == NULL)
        return options;
    add_selinux(reader, qw_json_get(privileges, "SELinuxContext"), &options, items);
    add_seccomp(reader, qw_json_get(privileges, "Seccomp"), &options, items);
    add_apparmor(reader, qw_json_get(privileges, "AppArmor"), &options, items);
    if (no_new.is_true) {
        qw_service_need_api(reader, operation, no_new.at, QW_SERVICE_API_PRIVILEGES);
        add(&options, items,
            (struct qw_security_option){QW_SECURITY_NO_NEW_PRIVILEGES, "", true, true, no_new.at});
    }
    if (qw_json_is_set(credential))
        add(&options, items,
            (struct qw_security_option){QW_SECURITY_UNKNOWN, "credentialspec", false, false,
                                        credential});
    options.items = items;
    return options;
}
