#include <string.h>

#include "workload_priv.h"

static struct qw_texts read_host_paths(struct qw_reader *reader, const struct qw_json *node)
{
    struct qw_texts paths = {.at = qw_reader_array(reader, node)};

    for (const struct qw_json *element = qw_json_first(paths.at); element != NULL;
         element = qw_json_next(element)) {
        const struct qw_json *device = qw_reader_object(reader, element);
        struct qw_text path = qw_reader_text(reader, qw_json_get(device, "PathOnHost"));

        path.value = qw_reader_clean(reader, path.value);
        path.at = element;
        qw_reader_add_text(reader, &paths, path);
    }
    return paths;
}

/* Devices that are limited, not given. */
static const char *const limits[] = {"BlkioWeightDevice", "BlkioDeviceReadBps",
                                     "BlkioDeviceReadIOps", "BlkioDeviceWriteBps",
                                     "BlkioDeviceWriteIOps"};

static struct qw_texts read_limited_paths(struct qw_reader *reader, const struct qw_json *host)
{
    struct qw_texts paths = {0};

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        const struct qw_json *list = qw_reader_array(reader, qw_json_get(host, limits[i]));

        for (const struct qw_json *element = qw_json_first(list); element != NULL;
             element = qw_json_next(element)) {
            const struct qw_json *limit = qw_reader_object(reader, element);
            struct qw_text path = qw_reader_text(reader, qw_json_get(limit, "Path"));

            path.value = qw_reader_clean(reader, path.value);
            path.at = element;
            qw_reader_add_text(reader, &paths, path);
        }
    }
    return paths;
}

static bool has_word(const struct qw_texts *texts, const char *word)
{
    for (size_t i = 0; i < texts->n_items; i++)
        if (strcmp(texts->items[i].value, word) == 0)
            return true;
    return false;
}

/* Capabilities is a list of alternatives, each a list of what a driver must have. */
static bool every_alternative_is_gpu(struct qw_reader *reader, const struct qw_json *node)
{
    const struct qw_json *alternatives = qw_reader_array(reader, node);
    bool is_gpu = qw_json_count(alternatives) > 0;

    for (const struct qw_json *element = qw_json_first(alternatives); element != NULL;
         element = qw_json_next(element)) {
        struct qw_texts capabilities = qw_reader_texts(reader, element);

        is_gpu = is_gpu && has_word(&capabilities, "gpu");
    }
    return is_gpu;
}

static struct qw_device_request read_request(struct qw_reader *reader,
                                             const struct qw_json *element)
{
    const struct qw_json *object = qw_reader_object(reader, element);
    struct qw_device_request request = {.at = element};

    request.driver = qw_reader_text(reader, qw_json_get(object, "Driver")).value;
    request.asks_for_gpu = every_alternative_is_gpu(reader, qw_json_get(object, "Capabilities"));
    request.count = qw_reader_number(reader, qw_json_get(object, "Count")).value;
    request.ids = qw_reader_texts(reader, qw_json_get(object, "DeviceIDs"));
    request.options = qw_reader_pairs(reader, qw_json_get(object, "Options"));
    return request;
}

static void read_requests(struct qw_reader *reader, const struct qw_json *node,
                          struct qw_devices *devices)
{
    const struct qw_json *list = qw_reader_array(reader, node);
    struct qw_device_request *items = qw_reader_alloc(reader, qw_json_count(list), sizeof *items);

    if (items == NULL)
        return;
    for (const struct qw_json *element = qw_json_first(list); element != NULL;
         element = qw_json_next(element))
        items[devices->n_requests++] = read_request(reader, element);
    devices->requests = items;
}

struct qw_devices qw_workload_read_devices(struct qw_reader *reader, const struct qw_json *host)
{
    struct qw_devices devices = {0};

    devices.host_paths = read_host_paths(reader, qw_json_get(host, "Devices"));
    devices.limited_paths = read_limited_paths(reader, host);
    devices.cgroup_rules = qw_reader_texts(reader, qw_json_get(host, "DeviceCgroupRules"));
    read_requests(reader, qw_json_get(host, "DeviceRequests"), &devices);
    return devices;
}
