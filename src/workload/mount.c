/* Everything that a container mounts: Binds, Mounts, Tmpfs, the anonymous volumes of the image
 * configuration, and the containers of VolumesFrom (engine.md 5.2). */
#include <string.h>

#include "workload_priv.h"

/* Exact words; `npipe` is Windows only, an empty type an error: both stay unknown. */
static const struct {
    const char *word;
    enum qw_mount_type type;
} mount_types[] = {
    {"bind", QW_MOUNT_BIND},   {"volume", QW_MOUNT_VOLUME},   {"tmpfs", QW_MOUNT_TMPFS},
    {"image", QW_MOUNT_IMAGE}, {"cluster", QW_MOUNT_CLUSTER},
};

static enum qw_mount_type mount_type(const char *word)
{
    for (size_t i = 0; i < sizeof mount_types / sizeof mount_types[0]; i++)
        if (strcmp(mount_types[i].word, word) == 0)
            return mount_types[i].type;
    return QW_MOUNT_UNKNOWN;
}

/* What the sources share: where the next mount goes. */
struct mount_list {
    struct qw_mount *items;
    size_t n_items;
};

static struct qw_mount *add_mount(struct mount_list *list, const struct qw_json *at)
{
    struct qw_mount *mount = &list->items[list->n_items++];

    *mount = (struct qw_mount){.type = QW_MOUNT_UNKNOWN,
                               .source = "",
                               .target = "",
                               .propagation = "",
                               .driver = "",
                               .options = "",
                               .at = at};
    return mount;
}

static void add_binds(struct qw_reader *reader, const struct qw_json *binds,
                      struct mount_list *list)
{
    for (const struct qw_json *element = qw_json_first(binds); element != NULL;
         element = qw_json_next(element))
        qw_workload_read_bind(reader, element, add_mount(list, element));
}

static void read_volume_options(struct qw_reader *reader, const struct qw_json *node,
                                struct qw_mount *mount)
{
    const struct qw_json *options = qw_reader_object(reader, node);
    const struct qw_json *config = qw_reader_object(reader, qw_json_get(options, "DriverConfig"));

    mount->no_copy = qw_reader_flag(reader, qw_json_get(options, "NoCopy")).is_true;
    mount->driver = qw_reader_text(reader, qw_json_get(config, "Name")).value;
    mount->driver_options = qw_reader_pairs(reader, qw_json_get(config, "Options"));
}

/* The options of the other types are read whatever the type: the engine refuses them there. */
static void read_mount(struct qw_reader *reader, const struct qw_json *element,
                       struct qw_mount *mount)
{
    const struct qw_json *object = qw_reader_object(reader, element);
    const struct qw_json *bind = qw_reader_object(reader, qw_json_get(object, "BindOptions"));

    mount->type = mount_type(qw_reader_text(reader, qw_json_get(object, "Type")).value);
    mount->source = qw_reader_text(reader, qw_json_get(object, "Source")).value;
    mount->target =
        qw_reader_target(reader, qw_reader_text(reader, qw_json_get(object, "Target")).value);
    mount->is_read_only = qw_reader_flag(reader, qw_json_get(object, "ReadOnly")).is_true;
    mount->forces_read_only =
        qw_reader_flag(reader, qw_json_get(bind, "ReadOnlyForceRecursive")).is_true;
    mount->propagation = qw_reader_text(reader, qw_json_get(bind, "Propagation")).value;
    mount->options = qw_workload_read_tmpfs_options(reader, qw_json_get(object, "TmpfsOptions"));
    read_volume_options(reader, qw_json_get(object, "VolumeOptions"), mount);
    if (mount->type == QW_MOUNT_BIND)
        mount->source = qw_reader_clean(reader, mount->source);
}

static void add_mounts(struct qw_reader *reader, const struct qw_json *mounts,
                       struct mount_list *list)
{
    for (const struct qw_json *element = qw_json_first(mounts); element != NULL;
         element = qw_json_next(element))
        read_mount(reader, element, add_mount(list, element));
}

static void add_tmpfs(struct qw_reader *reader, const struct qw_json *tmpfs,
                      struct mount_list *list)
{
    for (const struct qw_json *member = qw_json_first(tmpfs); member != NULL;
         member = qw_json_next(member))
        qw_workload_read_tmpfs_entry(reader, member, add_mount(list, member));
}

/* Config.Volumes: each key is the target of an anonymous volume, whatever it says. */
static void add_anonymous_volumes(struct qw_reader *reader, const struct qw_json *volumes,
                                  struct mount_list *list)
{
    for (const struct qw_json *member = qw_json_first(volumes); member != NULL;
         member = qw_json_next(member)) {
        struct qw_mount *mount = add_mount(list, member);

        mount->type = QW_MOUNT_VOLUME;
        mount->target = qw_reader_target(reader, qw_json_key(member));
    }
}

struct qw_mounts qw_workload_read_mounts(struct qw_reader *reader, const struct qw_json *body,
                                         const struct qw_json *host)
{
    const struct qw_json *binds = qw_reader_array(reader, qw_json_get(host, "Binds"));
    const struct qw_json *mounts = qw_reader_array(reader, qw_json_get(host, "Mounts"));
    const struct qw_json *tmpfs = qw_reader_object(reader, qw_json_get(host, "Tmpfs"));
    const struct qw_json *volumes = qw_reader_object(reader, qw_json_get(body, "Volumes"));
    size_t count = qw_json_count(binds) + qw_json_count(mounts) + qw_json_count(tmpfs) +
                   qw_json_count(volumes);
    struct mount_list list = {.items = qw_reader_alloc(reader, count, sizeof *list.items)};

    if (list.items == NULL)
        return (struct qw_mounts){0};
    add_binds(reader, binds, &list);
    add_mounts(reader, mounts, &list);
    add_tmpfs(reader, tmpfs, &list);
    add_anonymous_volumes(reader, volumes, &list);
    return (struct qw_mounts){.items = list.items, .n_items = list.n_items};
}

/* Of a bind the place on the host, of a volume its name: Source is then the engine's own folder. */
static void read_recorded_mount(struct qw_reader *reader, const struct qw_json *element,
                                struct qw_mount *mount)
{
    const struct qw_json *object = qw_reader_object(reader, element);
    const char *mode = qw_reader_text(reader, qw_json_get(object, "Mode")).value;

    mount->type = mount_type(qw_reader_text(reader, qw_json_get(object, "Type")).value);
    mount->source =
        qw_reader_text(reader,
                       qw_json_get(object, mount->type == QW_MOUNT_BIND ? "Source" : "Name"))
            .value;
    mount->target =
        qw_reader_clean(reader, qw_reader_text(reader, qw_json_get(object, "Destination")).value);
    mount->is_read_only = !qw_reader_flag(reader, qw_json_get(object, "RW")).is_true;
    mount->relabels = strpbrk(mode, "zZ") != NULL;
    mount->propagation = qw_reader_text(reader, qw_json_get(object, "Propagation")).value;
}

struct qw_mounts qw_workload_add_recorded_mounts(struct qw_reader *reader,
                                                 const struct qw_json *node,
                                                 const struct qw_mounts *mounts)
{
    const struct qw_json *recorded = qw_reader_array(reader, node);
    struct mount_list list = {
        .items =
            qw_reader_alloc(reader, mounts->n_items + qw_json_count(recorded), sizeof *list.items)};

    if (list.items == NULL)
        return (struct qw_mounts){0};
    for (; list.n_items < mounts->n_items; list.n_items++)
        list.items[list.n_items] = mounts->items[list.n_items];
    for (const struct qw_json *element = qw_json_first(recorded); element != NULL;
         element = qw_json_next(element))
        read_recorded_mount(reader, element, add_mount(&list, element));
    for (size_t i = mounts->n_items; i < list.n_items; i++)
        list.items[i].is_taken_over = true;
    return (struct qw_mounts){.items = list.items, .n_items = list.n_items};
}

/* Without a type the swarm takes bind, and it upper-cases words first, by Unicode
 * (daemon/cluster/convert/container.go): "BIND", and "b\u0131nd" too. */
static enum qw_mount_type service_mount_type(const char *word)
{
    static const char dotless[] = "\xC4\xB1nd";

    if (word[0] == '\0' || ((word[0] | ' ') == 'b' && strncmp(word + 1, dotless, 2) == 0))
        return QW_MOUNT_BIND;
    for (size_t i = 0; i < sizeof mount_types / sizeof mount_types[0]; i++)
        if (qw_json_key_folds_to(word, mount_types[i].word))
            return mount_types[i].type;
    return QW_MOUNT_UNKNOWN;
}

static bool is_template(const char *text)
{
    return strstr(text, "{{") != NULL;
}

/* Where swarmkit expands templates: template/expand.go. */
static bool has_template(const struct qw_mount *mount)
{
    for (size_t i = 0; i < mount->driver_options.n_items; i++)
        if (is_template(mount->driver_options.items[i].value))
            return true;
    return is_template(mount->source) || is_template(mount->target);
}

struct qw_mounts qw_workload_read_service_mounts(struct qw_reader *reader,
                                                 const struct qw_json *node)
{
    const struct qw_json *mounts = qw_reader_array(reader, node);
    struct mount_list list = {
        .items = qw_reader_alloc(reader, qw_json_count(mounts), sizeof *list.items)};

    if (list.items == NULL)
        return (struct qw_mounts){0};
    add_mounts(reader, mounts, &list);
    for (size_t i = 0; i < list.n_items; i++) {
        struct qw_mount *mount = &list.items[i];

        mount->type =
            service_mount_type(qw_reader_text(reader, qw_json_get(mount->at, "Type")).value);
        mount->has_template = has_template(mount);
        if (mount->type == QW_MOUNT_BIND)
            mount->source = qw_reader_clean(reader, mount->source);
    }
    return (struct qw_mounts){.items = list.items, .n_items = list.n_items};
}

struct qw_texts qw_workload_read_volumes_from(struct qw_reader *reader, const struct qw_json *node)
{
    struct qw_texts containers = {.at = qw_reader_array(reader, node)};

    for (const struct qw_json *element = qw_json_first(containers.at); element != NULL;
         element = qw_json_next(element)) {
        const char *cursor = qw_reader_text(reader, element).value;
        struct qw_bytes name = {.data = "", .len = 0};

        qw_word_next(&cursor, ':', &name);
        qw_reader_add_text(reader, &containers,
                           (struct qw_text){.value = qw_reader_copy(reader, name), .at = element});
    }
    return containers;
}
