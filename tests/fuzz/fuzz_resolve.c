/* Any bytes as an answer of the engine, or as a file out of a container: read or refused with a
 * sentence, never a crash; what is read has its promised form.  The first byte says which. */
#include <jansson.h>
#include <string.h>

#include "../../src/resolve/answers.h"
#include "../../src/resolve/mounts.h"
#include "fuzz.h"
#include "qw/inspect.h"
#include "qw/limits.h"

struct input {
    struct qw_arena *arena;
    struct qw_bytes bytes;
    struct qw_json *root; /* NULL for what is no JSON */
    struct qw_diag diag;
};

static void require_sentence(enum qw_err err, const struct qw_diag *diag)
{
    fuzz_require(err == QW_OK || err == QW_ERR_NO_MEMORY || diag->text[0] != '\0',
                 "a refusal says why");
}

static void read_image(struct input *input)
{
    struct qw_image_facts image = {0};
    enum qw_err err = resolve_read_image(input->arena, input->root, &image, &input->diag);

    require_sentence(err, &input->diag);
    fuzz_require(err != QW_OK || (image.id != NULL && image.user.text.value != NULL),
                 "an image has an id and a user, be it empty");
}

static void read_history(struct input *input)
{
    struct qw_texts history = {0};
    enum qw_err err = resolve_read_history(input->arena, input->root, &history, &input->diag);

    require_sentence(err, &input->diag);
    for (size_t i = 0; err == QW_OK && i < history.n_items; i++)
        fuzz_require(history.items[i].value != NULL, "a step of a history is a text");
}

static void read_volume(struct input *input)
{
    struct qw_volume_facts volume = {0};
    enum qw_err err = resolve_read_volume(input->arena, input->root, &volume, &input->diag);

    require_sentence(err, &input->diag);
    fuzz_require(err != QW_OK || volume.driver != NULL, "a volume has a driver");
}

static void read_networks(struct input *input)
{
    struct qw_network_facts networks = {.n_items = 0};
    struct qw_diag diag = {.err = QW_OK};
    enum qw_err err = resolve_read_networks(input->arena, input->root, &networks, &diag);

    require_sentence(err, &diag);
    for (size_t i = 0; err == QW_OK && i < networks.n_items; i++)
        fuzz_require(*networks.items[i].driver != '\0', "a network has a driver");
}

/* An object is a volume, an array are networks. */
static void read_volume_or_networks(struct input *input)
{
    if (qw_json_type(input->root) == QW_JSON_ARRAY)
        read_networks(input);
    else
        read_volume(input);
}

static void read_engine(struct input *input)
{
    struct qw_engine_facts engine = {0};
    enum qw_err err = resolve_read_version(input->arena, input->root, &engine, &input->diag);

    require_sentence(err, &input->diag);
    fuzz_require(err != QW_OK || engine.version != NULL, "an engine has a version");
    input->diag = (struct qw_diag){0};
    err = resolve_read_info(input->arena, input->root, &engine, &input->diag);
    require_sentence(err, &input->diag);
}

static void read_exec(struct input *input)
{
    struct qw_workload exec;
    const char *container = NULL;
    enum qw_err err = resolve_read_exec(input->arena, input->root, &exec, &container, &input->diag);

    require_sentence(err, &input->diag);
    fuzz_require(err != QW_OK || (container != NULL && exec.kind == QW_WORKLOAD_EXEC),
                 "an exec has a container");
}

/* What jansson reads there is what rules will see. */
static void check_container(const struct input *input, const struct qw_workload *workload)
{
    json_t *root = json_loadb(input->bytes.data, input->bytes.len, JSON_REJECT_DUPLICATES, NULL);
    const json_t *host = json_object_get(root, "HostConfig");
    const char *pid = json_string_value(json_object_get(host, "PidMode"));
    const char *user = json_string_value(json_object_get(json_object_get(root, "Config"), "User"));

    fuzz_require(!json_is_true(json_object_get(host, "Privileged")) || workload->privileged.is_true,
                 "a privileged container is seen as one");
    fuzz_require(pid == NULL || strcmp(pid, "host") != 0 ||
                     workload->namespaces[QW_NAMESPACE_PID].mode == QW_NAMESPACE_HOST,
                 "the host's processes are seen");
    fuzz_require(json_array_size(json_object_get(host, "Binds")) <= workload->mounts.n_items,
                 "every bind is seen");
    /* an empty one is root's, as the engine takes it */
    fuzz_require(user == NULL || strcmp(*user != '\0' ? user : "0", workload->user.text.value) == 0,
                 "the user is what stands there");
    json_decref(root);
}

static void read_container(struct input *input)
{
    const struct qw_engine_facts engine = {0};
    struct qw_workload workload;
    struct qw_held held;
    enum qw_err err = qw_workload_read_container(input->arena, input->root, &engine, &workload,
                                                 &held, &input->diag);

    require_sentence(err, &input->diag);
    fuzz_require(err != QW_OK || (held.id != NULL && held.name != NULL && held.image_id != NULL &&
                                  held.created != NULL && workload.kind == QW_WORKLOAD_CONTAINER),
                 "a container is told whole");
    fuzz_require(err != QW_OK || workload.user.user != QW_IDENTITY_ABSENT,
                 "a container always has a user");
    if (err == QW_OK && memchr(input->bytes.data, '\0', input->bytes.len) == NULL)
        check_container(input, &workload);
}

static void read_tar(struct input *input)
{
    struct qw_bytes file = {0};
    enum qw_err err = resolve_read_tar(input->bytes, "passwd", &file, &input->diag);

    require_sentence(err, &input->diag);
    fuzz_require(err != QW_OK || (file.data >= input->bytes.data &&
                                  file.data + file.len <= input->bytes.data + input->bytes.len),
                 "a file lies in its archive");
}

static void read_link(struct input *input)
{
    struct qw_bytes text = {0};
    enum qw_err err = resolve_read_tar_link(input->bytes, "led", &text, &input->diag);

    require_sentence(err, &input->diag);
    fuzz_require(err != QW_OK || (text.len > 0 && memchr(text.data, '\0', text.len) == NULL &&
                                  text.data >= input->bytes.data &&
                                  text.data + text.len <= input->bytes.data + input->bytes.len),
                 "the text of a link lies in its archive");
}

static void read_path_stat(struct input *input)
{
    bool is_link = false;
    enum qw_err err = resolve_read_path_stat(input->arena, input->bytes, &is_link, &input->diag);

    require_sentence(err, &input->diag);
}

static void read_account(struct input *input)
{
    const struct resolve_account_files files = {.passwd = input->bytes, .group = input->bytes};
    const struct qw_user user = {
        .text = {.value = "app"}, .user = QW_IDENTITY_NAME, .user_name = "app", .group_name = ""};
    struct qw_account_facts account = {0};
    enum qw_err err = resolve_read_account(input->arena, &files, &user, &account, &input->diag);

    fuzz_require(err != QW_OK || account.uid >= 0, "a user that was found has a uid");
}

static void read_routes_by(resolve_read_routes_fn *read, struct input *input)
{
    struct resolve_routes routes = {
        .items = qw_arena_alloc(input->arena, QW_LIMIT_ROUTES, sizeof *routes.items)};

    if (routes.items == NULL)
        return;
    require_sentence(read(input->bytes, &routes, &input->diag), &input->diag);
    for (size_t i = 0; i < routes.n_items; i++) {
        char text[QW_SUBNET_TEXT];
        struct qw_subnet again;

        qw_subnet_format(&routes.items[i].subnet, text);
        fuzz_require(routes.items[i].subnet.n_bits > 0, "a default route is none");
        fuzz_require(qw_subnet_parse(text, &again) &&
                         qw_subnet_lies_in(&again, &routes.items[i].subnet),
                     "a route is a subnet");
    }
}

static void read_route(struct input *input)
{
    read_routes_by(resolve_read_route, input);
}

static void read_fib_trie(struct input *input)
{
    read_routes_by(resolve_read_fib_trie, input);
}

static void read_ipv6_route(struct input *input)
{
    read_routes_by(resolve_read_ipv6_route, input);
}

static void read_resolv_conf(struct input *input)
{
    read_routes_by(resolve_read_resolv_conf, input);
}

/* A path that shows all mounts has as many names as are found. */
static void read_mounts(struct input *input)
{
    const char *text = qw_arena_copy(input->arena, input->bytes.data, input->bytes.len);
    struct qw_path_facts facts = {.fact = {.state = QW_FACT_KNOWN}, .real = "/"};
    struct resolve_mounts mounts = {0};
    enum qw_err err;

    if (text == NULL)
        return;
    err = resolve_read_mounts(input->arena, (struct qw_bytes){text, input->bytes.len}, &mounts,
                              &input->diag);
    require_sentence(err, &input->diag);
    for (size_t i = 0; err == QW_OK && i < mounts.n_items; i++)
        fuzz_require(*mounts.items[i].point == '/' && *mounts.items[i].root != '\0',
                     "a mount has a place and a root");
    if (err == QW_OK && resolve_mount_names(input->arena, &mounts, &facts) == QW_OK)
        fuzz_require(facts.n_names <= QW_LIMIT_MOUNT_NAMES, "names are counted");
    for (size_t i = 0; i < facts.n_names; i++)
        fuzz_require(*facts.names[i].path == '/', "a name is a path");
    for (size_t i = 0; i < facts.n_below; i++)
        fuzz_require(strlen(facts.below[i]) > 1, "what is below / is not /");
}

typedef void read_fn(struct input *input);

static read_fn *const of_json[] = {read_image,  read_history, read_volume_or_networks,
                                   read_engine, read_exec,    read_container};
static read_fn *const of_bytes[] = {read_tar,        read_account,     read_link,
                                    read_path_stat,  read_route,       read_fib_trie,
                                    read_ipv6_route, read_resolv_conf, read_mounts};

enum { N_OF_JSON = sizeof of_json / sizeof of_json[0] };
enum { N_OF_BYTES = sizeof of_bytes / sizeof of_bytes[0] };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {0};
    unsigned which;

    if (size == 0)
        return 0;
    input.arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    if (input.arena == NULL)
        return 0;
    which = (unsigned)(data[0] - 'a') % (N_OF_JSON + N_OF_BYTES);
    input.bytes = (struct qw_bytes){(const char *)data + 1, size - 1};
    if (which >= N_OF_JSON)
        of_bytes[which - N_OF_JSON](&input);
    else if (qw_json_parse(input.arena, input.bytes.data, input.bytes.len, &input.root, NULL) ==
             QW_OK)
        of_json[which](&input);
    qw_arena_free(input.arena);
    return 0;
}
