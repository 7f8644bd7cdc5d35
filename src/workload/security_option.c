/* SecurityOpt as the engine's parseSecurityOpt reads it (engine.md 5.2): bare words first, then a
 * split at the first '=' if there is any, else at the first ':'; keys are exact. */
#include <string.h>

#include "workload_priv.h"

struct key_row {
    const char *word;
    enum qw_security_key key;
    bool is_bool; /* its value goes through strconv.ParseBool */
};

static const struct key_row keys[] = {
    {"label", QW_SECURITY_LABEL, false},
    {"apparmor", QW_SECURITY_APPARMOR, false},
    {"seccomp", QW_SECURITY_SECCOMP, false},
    {"no-new-privileges", QW_SECURITY_NO_NEW_PRIVILEGES, true},
    {"writable-cgroups", QW_SECURITY_WRITABLE_CGROUPS, true},
};

/* `disable` alone is the old spelling of label=disable. */
static const struct qw_security_option bare_words[] = {
    {QW_SECURITY_LABEL, "disable", .is_valid = true},
    {QW_SECURITY_NO_NEW_PRIVILEGES, "no-new-privileges", .is_true = true, .is_valid = true},
    {QW_SECURITY_WRITABLE_CGROUPS, "writable-cgroups", .is_true = true, .is_valid = true},
};

static const struct {
    const char *word;
    bool value;
} bools[] = {
    {"1", true},  {"t", true},  {"T", true},  {"TRUE", true},   {"true", true},   {"True", true},
    {"0", false}, {"f", false}, {"F", false}, {"FALSE", false}, {"false", false}, {"False", false},
};

static bool parse_bool(const char *text, bool *ret_value)
{
    for (size_t i = 0; i < sizeof bools / sizeof bools[0]; i++)
        if (strcmp(text, bools[i].word) == 0) {
            *ret_value = bools[i].value;
            return true;
        }
    return false;
}

static const struct key_row *find_key(struct qw_bytes word)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (qw_word_equal(word, keys[i].word))
            return &keys[i];
    return NULL;
}

static bool find_bare(const char *text, struct qw_security_option *ret_option)
{
    for (size_t i = 0; i < sizeof bare_words / sizeof bare_words[0]; i++) {
        if (strcmp(text, bare_words[i].value) != 0)
            continue;
        *ret_option = bare_words[i];
        if (ret_option->is_true)
            ret_option->value = "";
        return true;
    }
    return false;
}

static struct qw_security_option parse_option(const char *text)
{
    struct qw_security_option option = {.key = QW_SECURITY_UNKNOWN, .value = text};
    const char *separator;
    const struct key_row *row;

    if (find_bare(text, &option))
        return option;
    separator = strchr(text, '=');
    if (separator == NULL)
        separator = strchr(text, ':');
    if (separator == NULL)
        return option;
    row = find_key((struct qw_bytes){.data = text, .len = (size_t)(separator - text)});
    if (row == NULL)
        return option;
    option.key = row->key;
    option.value = separator + 1;
    option.is_valid = !row->is_bool || parse_bool(option.value, &option.is_true);
    return option;
}

struct qw_security_options qw_workload_read_security(struct qw_reader *reader,
                                                     const struct qw_json *node)
{
    struct qw_security_options options = {.at = qw_reader_array(reader, node)};
    struct qw_security_option *items =
        qw_reader_alloc(reader, qw_json_count(options.at), sizeof *items);

    if (items == NULL)
        return options;
    for (const struct qw_json *element = qw_json_first(options.at); element != NULL;
         element = qw_json_next(element)) {
        struct qw_security_option option = parse_option(qw_reader_text(reader, element).value);

        option.at = element;
        items[options.n_items++] = option;
    }
    options.items = items;
    return options;
}
