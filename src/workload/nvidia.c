/* What makes the NVIDIA runtime give a device, besides DeviceRequests: variables of Env, and mounts
 * under the folder that it reads a device list from. */
#include <string.h>

#include "workload_priv.h"

/* NVIDIA_DRIVER_CAPABILITIES and NVIDIA_REQUIRE_* only shape what visible devices bring along. */
static const struct {
    const char *name;
    bool is_prefix;
} asking_names[] = {
    {"NVIDIA_VISIBLE_DEVICES", false},
    {"NVIDIA_IMEX_CHANNELS", false},
    {"NVIDIA_GDS", false},
    {"NVIDIA_MOFED", false},
    {"NVIDIA_GDRCOPY", false},
    {"NVIDIA_NVSWITCH", false},
    {"NVIDIA_MIG_", true},
};

static const char *const values_for_nothing[] = {"", "void", "none"};

static const char device_list_folder[] = "/var/run/nvidia-container-devices";
static const char cdi_list_folder[] = "/var/run/nvidia-container-devices/cdi";

static bool is_asking_name(struct qw_bytes name)
{
    for (size_t i = 0; i < sizeof asking_names / sizeof asking_names[0]; i++) {
        size_t len = strlen(asking_names[i].name);

        if (qw_word_equal(name, asking_names[i].name))
            return true;
        if (asking_names[i].is_prefix && name.len > len &&
            memcmp(name.data, asking_names[i].name, len) == 0)
            return true;
    }
    return false;
}

static bool is_value_for_nothing(const char *value)
{
    for (size_t i = 0; i < sizeof values_for_nothing / sizeof values_for_nothing[0]; i++)
        if (strcmp(value, values_for_nothing[i]) == 0)
            return true;
    return false;
}

/* A name without '=' takes the variable out of the image's, so it asks for nothing. */
static void add_variable(struct qw_reader *reader, const struct qw_json *element,
                         struct qw_devices *devices)
{
    const char *variable = qw_reader_text(reader, element).value;
    const char *equals = strchr(variable, '=');
    struct qw_bytes name;

    if (equals == NULL)
        return;
    name = (struct qw_bytes){.data = variable, .len = (size_t)(equals - variable)};
    if (!is_asking_name(name) || is_value_for_nothing(equals + 1))
        return;

    const struct qw_text ask = {.value = qw_reader_copy(reader, name), .at = element};

    qw_reader_add_text(reader, &devices->nvidia_env, ask);
    if (strpbrk(equals + 1, "=/{") != NULL) /* a service may have it filled in: {{...}} */
        qw_reader_add_text(reader, &devices->nvidia_cdi, ask);
}

static void add_mount(struct qw_reader *reader, const struct qw_mount *mount,
                      struct qw_devices *devices)
{
    const struct qw_text ask = {.value = mount->target, .at = mount->at};

    if (qw_path_relation(mount->target, device_list_folder) != QW_PATH_AT_OR_BELOW)
        return;
    qw_reader_add_text(reader, &devices->nvidia_env, ask);
    if (qw_path_relation(mount->target, cdi_list_folder) == QW_PATH_AT_OR_BELOW)
        qw_reader_add_text(reader, &devices->nvidia_cdi, ask);
}

void qw_workload_read_nvidia(struct qw_reader *reader, const struct qw_json *env,
                             const struct qw_mounts *mounts, struct qw_devices *devices)
{
    const struct qw_json *list = qw_reader_array(reader, env);

    devices->nvidia_env = (struct qw_texts){.at = list};
    devices->nvidia_cdi = (struct qw_texts){.at = list};
    for (const struct qw_json *element = qw_json_first(list); element != NULL;
         element = qw_json_next(element))
        add_variable(reader, element, devices);
    for (size_t i = 0; i < mounts->n_items; i++)
        add_mount(reader, &mounts->items[i], devices);
}
