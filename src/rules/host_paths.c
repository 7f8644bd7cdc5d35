/* Where a workload mounts paths of the host. */
#include <string.h>

#include "host_paths.h"
#include "qw/word.h"

const char *qw_volume_option(const struct qw_pairs *options, const char *name)
{
    for (size_t i = 0; i < options->n_items; i++) {
        if (strcmp(options->items[i].name, name) == 0)
            return options->items[i].value;
    }
    return "";
}

bool qw_volume_is_bind(const struct qw_pairs *options)
{
    const char *rest = qw_volume_option(options, "o");
    struct qw_bytes option;

    while (qw_word_next_option(&rest, &option)) {
        if (qw_word_equal(option, "bind") || qw_word_equal(option, "rbind"))
            return true;
    }
    return false;
}

bool qw_volume_driver_is_local(const char *driver)
{
    return !driver || !*driver || strcmp(driver, "local") == 0;
}

/* The mount options are flags, and the last of ro and rw holds (moby/sys/mount). */
static bool options_are_read_only(const char *options)
{
    bool is_read_only = false;
    struct qw_bytes option;

    while (qw_word_next_option(&options, &option)) {
        if (qw_word_equal(option, "ro"))
            is_read_only = true;
        if (qw_word_equal(option, "rw"))
            is_read_only = false;
    }
    return is_read_only;
}

/* A read-only mount in this container does not make the volume read-only: it keeps its name, and
 * the next container mounts it for writing.  Only the volume's own option counts. */
static struct qw_host_path path_of_options(const struct qw_pairs *options)
{
    return (struct qw_host_path){
        .path = qw_volume_option(options, "device"),
        .is_read_only = options_are_read_only(qw_volume_option(options, "o")),
        .is_volume_option = true,
    };
}

static struct qw_host_path path_of_bind(const struct qw_mount *mount)
{
    return (struct qw_host_path){
        .path = mount->source,
        .is_read_only = mount->is_read_only && !mount->relabels,
        .relabels = mount->relabels,
    };
}

static bool is_bind_volume(const char *driver, const struct qw_pairs *options)
{
    return qw_volume_driver_is_local(driver) && qw_volume_is_bind(options);
}

static void visit_mount(const struct qw_mount *mount, const struct qw_settings *settings,
                        struct qw_findings *findings, qw_host_path_fn *judge)
{
    struct qw_host_path path;

    if (mount->type == QW_MOUNT_BIND)
        path = path_of_bind(mount);
    else if (mount->type == QW_MOUNT_VOLUME &&
             is_bind_volume(mount->driver, &mount->driver_options))
        path = path_of_options(&mount->driver_options);
    else
        return;
    path.mount = mount;
    path.at = mount->at;
    judge(&path, settings, findings);
}

void qw_host_paths_visit(const struct qw_workload *workload, const struct qw_settings *settings,
                         struct qw_findings *findings, qw_host_path_fn *judge)
{
    const struct qw_volume *volume = &workload->volume;

    for (size_t i = 0; i < workload->mounts.n_items; i++)
        visit_mount(&workload->mounts.items[i], settings, findings, judge);

    if (is_bind_volume(volume->driver.value, &volume->options)) {
        struct qw_host_path path = path_of_options(&volume->options);

        path.at = volume->options.at;
        judge(&path, settings, findings);
    }
}
