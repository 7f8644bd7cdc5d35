/* What only a container.create body has to fear: HostConfig's fields at the top level (engine.md
 * 4.2), and two spellings of one port. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "engine_priv.h"

enum { PORT_MAX = 65535, PROTOCOL_LEN = 7 };

/* Cpuset is no field of HostConfig, but its CpusetCpus by an older name. */
static const char old_cpuset[] = "Cpuset";

static bool acts_at_top_level(const struct qw_json *member)
{
    const struct qw_field *field = qw_schema_field(&qw_schema_host_config, qw_json_key(member));

    if (qw_json_is_set(member))
        return field != NULL || qw_json_key_folds_to(qw_json_key(member), old_cpuset);
    return field != NULL && (field->flags & QW_FIELD_EMPTY_MEANS) != 0 &&
           qw_json_type(member) != QW_JSON_NULL;
}

enum qw_err qw_create_check_top_level(struct qw_arena *arena, const struct qw_json *root,
                                      struct qw_diag *diag)
{
    for (const struct qw_json *at = qw_json_first(root); at != NULL; at = qw_json_next(at)) {
        if (!acts_at_top_level(at))
            continue;
        const char *path = qw_canonical_path(arena, at);
        return qw_diag_set(diag, QW_ERR_AMBIGUOUS,
                           "%s stands at the top level of the body, where engines up to 26.1 take "
                           "it for HostConfig.%s and newer ones ignore it\n"
                           "move it into HostConfig.",
                           path, path);
    }
    return QW_OK;
}

/* A key of PortBindings as engine 29 parses it. */
struct port_key {
    unsigned long number;
    char protocol[PROTOCOL_LEN + 1]; /* lower case */
    const struct qw_json *at;
};

/* False for what is no port at all, which 29 refuses and others take as it is written. */
static bool read_port(const struct qw_json *binding, struct port_key *ret_key)
{
    const char *text = qw_json_key(binding);
    struct port_key key = {.number = 0, .protocol = "tcp", .at = binding};

    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || (text[digits] != '\0' && text[digits] != '/'))
        return false;
    for (size_t i = 0; i < digits; i++) {
        key.number = key.number * 10 + (unsigned long)(text[i] - '0');
        if (key.number > PORT_MAX)
            return false;
    }
    const char *protocol = text + digits + (text[digits] == '/');
    size_t len = strlen(protocol);
    if (len > PROTOCOL_LEN)
        return false;
    for (size_t i = 0; len > 0 && i <= len; i++) {
        bool is_upper = protocol[i] >= 'A' && protocol[i] <= 'Z';

        key.protocol[i] = (char)(is_upper ? protocol[i] - 'A' + 'a' : protocol[i]);
    }
    *ret_key = key;
    return true;
}

static int compare_ports(const void *left, const void *right)
{
    const struct port_key *a = left;
    const struct port_key *b = right;

    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return strcmp(a->protocol, b->protocol);
}

enum qw_err qw_create_check_ports(struct qw_arena *arena, const struct qw_json *root,
                                  struct qw_diag *diag)
{
    const struct qw_json *bindings = qw_json_get(qw_json_get(root, "HostConfig"), "PortBindings");
    size_t n_keys = 0;

    if (qw_json_count(bindings) < 2)
        return QW_OK;
    struct port_key *keys = qw_arena_alloc(arena, qw_json_count(bindings), sizeof(*keys));
    if (keys == NULL)
        return QW_ERR_NO_MEMORY;
    for (const struct qw_json *at = qw_json_first(bindings); at != NULL; at = qw_json_next(at))
        n_keys += read_port(at, &keys[n_keys]);
    if (n_keys < 2)
        return QW_OK;
    qsort(keys, n_keys, sizeof(*keys), compare_ports);
    for (size_t i = 1; i < n_keys; i++) {
        if (compare_ports(&keys[i - 1], &keys[i]) == 0)
            return qw_diag_set(diag, QW_ERR_AMBIGUOUS,
                               "HostConfig.PortBindings has port %lu/%s in two spellings, of which "
                               "engine 29 keeps one\ngive it once.",
                               keys[i].number, keys[i].protocol);
    }
    return QW_OK;
}
