#include <string.h>

#include "workload_priv.h"

/* One driver option holds the sysctls of the endpoint's interface (engine.md 5.2, API 1.46). */
static const char sysctls_option[] = "com.docker.network.endpoint.sysctls";

void qw_endpoint_add(struct qw_reader *reader, const struct qw_json *endpoint,
                     struct qw_pairs *options, struct qw_pairs *sysctls)
{
    const struct qw_json *object = qw_reader_object(reader, endpoint);
    struct qw_pairs pairs = qw_reader_pairs(reader, qw_json_get(object, "DriverOpts"));

    for (size_t i = 0; i < pairs.n_items; i++) {
        if (strcmp(pairs.items[i].name, sysctls_option) == 0)
            qw_sysctl_add_list(reader, pairs.items[i].at, sysctls);
        else
            qw_reader_add_pair(reader, options, pairs.items[i]);
    }
}

/* Under these the engine looks up the name alone: an id of its own networks may be an old one. */
static bool is_looked_up_by_name(const char *name)
{
    static const char *const of_engine[] = {"default", "bridge", "host", "none", NULL};

    return qw_text_is_in(name, of_engine);
}

void qw_endpoint_add_joined(struct qw_reader *reader, struct qw_text name,
                            const struct qw_json *endpoint, struct qw_texts *joined)
{
    const struct qw_json *object = qw_reader_object(reader, endpoint);
    const struct qw_text id = qw_reader_text(reader, qw_json_get(object, "NetworkID"));

    qw_reader_add_text(reader, joined, name);
    if (*id.value != '\0' && !is_looked_up_by_name(name.value))
        qw_reader_add_text(reader, joined, id);
}
