#include <string.h>

#include "workload_priv.h"

/* runc's convertSysctlVariableToDotsSeparator: the first separator decides which one the writer
 * uses; when it is a slash, all slashes and dots change places, so that net/ipv4/conf/eno2.100/x
 * is net.ipv4.conf.eno2/100.x. */
const char *qw_sysctl_name(struct qw_reader *reader, struct qw_bytes name)
{
    char *swapped = qw_reader_alloc(reader, name.len + 1, 1);
    size_t first;

    if (swapped == NULL)
        return "";
    memcpy(swapped, name.data, name.len);
    first = strcspn(swapped, "./");
    if (swapped[first] != '/')
        return swapped;
    for (char *byte = swapped; *byte != '\0'; byte++) {
        if (*byte == '/')
            *byte = '.';
        else if (*byte == '.')
            *byte = '/';
    }
    return swapped;
}

void qw_sysctl_add_map(struct qw_reader *reader, const struct qw_json *map,
                       struct qw_pairs *sysctls)
{
    struct qw_pairs pairs = qw_reader_pairs(reader, map);

    for (size_t i = 0; i < pairs.n_items; i++) {
        struct qw_pair pair = pairs.items[i];
        struct qw_bytes name = {.data = pair.name, .len = strlen(pair.name)};

        pair.name = qw_sysctl_name(reader, name);
        qw_reader_add_pair(reader, sysctls, pair);
    }
}

static void add_setting(struct qw_reader *reader, struct qw_bytes setting,
                        const struct qw_json *node, struct qw_pairs *sysctls)
{
    const char *equals = memchr(setting.data, '=', setting.len);
    struct qw_bytes name = setting;
    struct qw_bytes value = {.data = "", .len = 0};

    if (equals != NULL) {
        name.len = (size_t)(equals - setting.data);
        value = (struct qw_bytes){.data = equals + 1, .len = setting.len - name.len - 1};
    }
    qw_reader_add_pair(reader, sysctls,
                       (struct qw_pair){.name = qw_sysctl_name(reader, name),
                                        .value = qw_reader_copy(reader, value),
                                        .at = node});
}

void qw_sysctl_add_list(struct qw_reader *reader, const struct qw_json *node,
                        struct qw_pairs *sysctls)
{
    const char *cursor = qw_reader_text(reader, node).value;
    struct qw_bytes setting;

    while (qw_word_next(&cursor, ',', &setting))
        add_setting(reader, setting, node, sysctls);
}
