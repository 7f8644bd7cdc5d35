/* Where a workload mounts paths of the host. */
#include <stdlib.h>
#include <string.h>

#include "host_paths.h"
#include "qw/word.h"

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

/* From 25.0 an engine that cannot do what ReadOnlyForceRecursive says starts nothing; older ones
 * never read it (api/types/mount/mount.go @ v24.0.9).  The tasks of a service run on any engine. */
static bool can_force(const struct qw_workload *workload)
{
    enum { FIRST_THAT_CAN = 25 };
    const struct qw_engine_facts *engine = &workload->facts->engine;

    return workload->kind != QW_WORKLOAD_SERVICE && engine->fact.state == QW_FACT_KNOWN &&
           engine->version != NULL && strtoul(engine->version, NULL, 10) >= FIRST_THAT_CAN;
}

static struct qw_host_path path_of_bind(const struct qw_workload *workload,
                                        const struct qw_mount *mount)
{
    const bool is_read_only = mount->is_read_only && !mount->relabels;

    return (struct qw_host_path){
        .path = mount->source,
        .is_read_only = is_read_only,
        .is_read_only_below = is_read_only && mount->forces_read_only && can_force(workload),
        .can_force = can_force(workload),
        .relabels = mount->relabels,
        .mount = mount,
        .at = mount->at,
    };
}

static bool options_equal(const struct qw_pairs *a, const struct qw_pairs *b)
{
    if (a->n_items != b->n_items)
        return false;
    for (size_t i = 0; i < a->n_items; i++) {
        if (strcmp(a->items[i].value, qw_volume_option(b, a->items[i].name)) != 0)
            return false;
    }
    return true;
}

static bool is_as_asked(const struct qw_volume_facts *volume, const struct qw_mount *mount)
{
    const bool is_local = qw_volume_driver_is_local(volume->driver);

    if (is_local != qw_volume_driver_is_local(mount->driver))
        return false;
    return (is_local || strcmp(volume->driver, mount->driver) == 0) &&
           options_equal(&volume->options, &mount->driver_options);
}

const struct qw_volume_facts *qw_mount_volume_facts(const struct qw_facts *facts,
                                                    const struct qw_mount *mount)
{
    if (mount->type != QW_MOUNT_VOLUME || *mount->source == '\0')
        return NULL;

    const struct qw_volume_facts *volume = qw_facts_volume(facts, mount->source);

    if (!volume || volume->fact.state == QW_FACT_FAILED)
        return volume;
    return volume->fact.state == QW_FACT_KNOWN && !is_as_asked(volume, mount) ? volume : NULL;
}

/* What all visits of a workload share. */
struct visit {
    const struct qw_workload *workload;
    const struct qw_settings *settings;
    struct qw_findings *findings;
    qw_host_path_fn *judge;
};

static void visit_path(const struct visit *visit, struct qw_host_path path)
{
    path.facts = visit->workload->facts;
    visit->judge(&path, visit->settings, visit->findings);
}

/* PATH tells where the volume stands.  A read-only mount in this container does not make the volume
 * read-only: it keeps its name, and the next container mounts it for writing.  Only the volume's
 * own option counts. */
static void visit_volume(const struct visit *visit, const char *driver,
                         const struct qw_pairs *options, struct qw_host_path path)
{
    path.path = qw_volume_host_path(driver, options);
    path.is_read_only = options_are_read_only(qw_volume_option(options, "o"));
    path.is_volume_option = true;
    if (path.path != NULL)
        visit_path(visit, path);
}

static void visit_held_volume(const struct visit *visit, const struct qw_mount *mount)
{
    const struct qw_volume_facts *volume = qw_mount_volume_facts(visit->workload->facts, mount);
    const struct qw_finding finding = {
        .at = mount->at,
        .value = mount->source,
        .remedies = {{.kind = QW_REMEDY_DROP, .at = mount->at}},
    };

    if (!volume)
        return;
    if (volume->fact.state == QW_FACT_FAILED) {
        if (visit->settings->modes[QW_RULE_VOLUMES] != QW_MODE_ENFORCE)
            qw_finding_add_unresolved(visit->findings, &finding, &volume->fact);
        return;
    }
    visit_volume(visit, volume->driver, &volume->options,
                 (struct qw_host_path){.volume = volume->name, .mount = mount, .at = mount->at});
}

static void visit_mount(const struct visit *visit, const struct qw_mount *mount)
{
    if (mount->type == QW_MOUNT_BIND)
        visit_path(visit, path_of_bind(visit->workload, mount));
    else if (mount->type == QW_MOUNT_VOLUME)
        visit_volume(visit, mount->driver, &mount->driver_options,
                     (struct qw_host_path){.mount = mount, .at = mount->at});
    visit_held_volume(visit, mount);
}

void qw_host_paths_visit(const struct qw_workload *workload, const struct qw_settings *settings,
                         struct qw_findings *findings, qw_host_path_fn *judge)
{
    const struct qw_volume *volume = &workload->volume;
    const struct visit visit = {workload, settings, findings, judge};

    for (size_t i = 0; i < workload->mounts.n_items; i++)
        visit_mount(&visit, &workload->mounts.items[i]);
    visit_volume(&visit, volume->driver.value, &volume->options,
                 (struct qw_host_path){.at = volume->options.at});
}
