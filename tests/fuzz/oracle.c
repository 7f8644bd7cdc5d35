#include "oracle.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* --- Addresses -------------------------------------------------------------------------------- */

/* Behind "/v1.41". */
static const char *without_version(const char *uri)
{
    const char *end = uri + 1;

    if (uri[0] != '/' || *end != 'v' || !isdigit((unsigned char)end[1]))
        return uri;
    while (*++end != '\0' && (isdigit((unsigned char)*end) || *end == '.'))
        ;
    return *end == '/' ? end : uri;
}

/* The path of URI, without its version, is PATH. */
static bool is_path(const char *uri, const char *path)
{
    const char *at = without_version(uri);
    const size_t len = strcspn(at, "?");

    return len == strlen(path) && memcmp(at, path, len) == 0;
}

bool oracle_knows_uri(const char *uri)
{
    static const char *const words[] = {
        "_ping",        "auth",   "build",   "commit",  "configs",  "containers", "debug",
        "distribution", "events", "exec",    "grpc",    "images",   "info",       "moby",
        "networks",     "nodes",  "plugins", "secrets", "services", "session",    "swarm",
        "system",       "tasks",  "version", "volumes",
    };
    const char *at = without_version(uri) + 1;
    const size_t len = strcspn(at, "/?");

    for (size_t i = 0; i < COUNT(words); i++) {
        if (strlen(words[i]) == len && memcmp(words[i], at, len) == 0)
            return true;
    }
    return false;
}

/* --- Keys ------------------------------------------------------------------------------------- */

/* The letter at TEXT in lower case, and how many bytes it takes. */
static int folded(const char *text, size_t *ret_len)
{
    static const struct {
        const char *sign;
        char letter;
    } signs[] = {{"\xc5\xbf", 's'}, {"\xe2\x84\xaa", 'k'}};

    for (size_t i = 0; i < COUNT(signs); i++) {
        *ret_len = strlen(signs[i].sign);
        if (strncmp(text, signs[i].sign, *ret_len) == 0)
            return signs[i].letter;
    }
    *ret_len = 1;
    return tolower((unsigned char)*text);
}

bool oracle_is_key(const char *text, const char *name)
{
    size_t len;

    for (; *name != '\0'; name++) {
        if (folded(text, &len) != tolower((unsigned char)*name))
            return false;
        text += len;
    }
    return *text == '\0';
}

/* --- Bodies ----------------------------------------------------------------------------------- */

/* Every member of OBJECT that Go would take for NAME is given to IS_BAD. */
typedef bool bad_fn(const json_t *value);

static bool has_bad(const json_t *object, const char *name, bad_fn *is_bad)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        if (oracle_is_key(key, name) && is_bad(value))
            return true;
    }
    return false;
}

/* The last member that Go would take for NAME. */
static const json_t *member(const json_t *object, const char *name)
{
    const json_t *found = NULL;
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        if (oracle_is_key(key, name))
            found = value;
    }
    return found;
}

static bool is_true(const json_t *value)
{
    return json_is_true(value);
}

static bool is_host(const json_t *value)
{
    return json_is_string(value) && strcmp(json_string_value(value), "host") == 0;
}

static bool is_filled(const json_t *value)
{
    return json_array_size(value) > 0;
}

/* "/path:/place" among the binds: a name would be a volume. */
static bool has_host_path(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        const char *bind = json_string_value(json_array_get(value, i));

        if (bind != NULL && bind[0] == '/' && strchr(bind, ':') != NULL)
            return true;
    }
    return false;
}

static bool is_bind(const json_t *value)
{
    return json_is_string(value) && strcasecmp(json_string_value(value), "bind") == 0;
}

static bool has_bind_mount(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (has_bad(json_array_get(value, i), "Type", is_bind))
            return true;
    }
    return false;
}

static bool has_capability(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        const char *name = json_string_value(json_array_get(value, i));

        if (name != NULL && strncasecmp(name, "CAP_", 4) == 0)
            name += 4;
        if (name != NULL && (strcasecmp(name, "ALL") == 0 || strcasecmp(name, "SYS_ADMIN") == 0 ||
                             strcasecmp(name, "SYS_MODULE") == 0 ||
                             strcasecmp(name, "SYS_PTRACE") == 0 || strcasecmp(name, "BPF") == 0))
            return true;
    }
    return false;
}

static bool is_unconfined(const json_t *value)
{
    static const char *const options[] = {"seccomp", "apparmor", "systempaths"};

    for (size_t i = 0; i < json_array_size(value); i++) {
        const char *option = json_string_value(json_array_get(value, i));
        const size_t len = option != NULL ? strcspn(option, "=:") : 0;

        for (size_t j = 0; j < COUNT(options) && len > 0; j++) {
            if (len == strlen(options[j]) && memcmp(option, options[j], len) == 0 &&
                strcmp(option + len + (option[len] != '\0'), "unconfined") == 0)
                return true;
        }
    }
    return false;
}

/* Nobody is asked here: a user is a number, and not 0. */
static bool is_user_number(const json_t *value)
{
    const char *user = json_string_value(value);

    if (user != NULL && *user == '+')
        user++;
    if (user == NULL || !isdigit((unsigned char)*user))
        return false;
    return strspn(user, "0") < strcspn(user, ":");
}

static bool has_word(const json_t *value, const char *word)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        const char *item = json_string_value(json_array_get(value, i));

        if (item != NULL && strncasecmp(item, word, strlen(word)) == 0)
            return true;
    }
    return false;
}

static const struct {
    const char *name;
    bad_fn *is_bad;
    bool is_strict;
    const char *reason;
} forbidden[] = {
    {"Privileged", is_true, false, "privileged"},
    {"PidMode", is_host, false, "the host's processes"},
    {"IpcMode", is_host, false, "the host's IPC"},
    {"UTSMode", is_host, false, "the host's name"},
    {"UsernsMode", is_host, false, "the host's users"},
    {"NetworkMode", is_host, false, "the host's network"},
    {"CgroupnsMode", is_host, true, "the host's cgroups"},
    {"CapAdd", has_capability, false, "capabilities"},
    {"SecurityOpt", is_unconfined, false, "unconfined"},
    {"Devices", is_filled, true, "devices"},
    {"DeviceCgroupRules", is_filled, false, "device rules"},
    {"Binds", has_host_path, true, "a path of the host"},
    {"Mounts", has_bind_mount, true, "a mounted path of the host"},
};

static const char *find_forbidden(const json_t *object, bool is_strict)
{
    for (size_t i = 0; i < COUNT(forbidden); i++) {
        if ((is_strict || !forbidden[i].is_strict) &&
            has_bad(object, forbidden[i].name, forbidden[i].is_bad))
            return forbidden[i].reason;
    }
    return NULL;
}

/* What `restricted` wants to see. */
static const char *find_missing(const json_t *body, const json_t *host)
{
    if (!is_user_number(member(body, "User")))
        return "no user";
    if (!json_is_true(member(host, "ReadonlyRootfs")))
        return "a writable root";
    if (!has_word(member(host, "CapDrop"), "ALL"))
        return "capabilities are kept";
    if (!has_word(member(host, "SecurityOpt"), "no-new-privileges"))
        return "new privileges";
    return NULL;
}

/* The engine reads members of HostConfig at the top of a body too (engine.md section 2). */
static const char *of_create(const json_t *body, bool is_strict)
{
    const json_t *host = member(body, "HostConfig");
    const char *reason = find_forbidden(host, is_strict);

    if (reason == NULL)
        reason = find_forbidden(body, is_strict);
    if (reason == NULL && is_strict)
        reason = find_missing(body, host);
    return reason;
}

static bool is_root(const json_t *value)
{
    const char *user = json_string_value(value);

    if (user == NULL || *user == '\0')
        return false;
    return strncmp(user, "root", strcspn(user, ":")) == 0 ||
           (isdigit((unsigned char)*user) && strspn(user, "0") >= strcspn(user, ":"));
}

static const char *of_exec(const json_t *body, bool is_strict)
{
    if (has_bad(body, "Privileged", is_true))
        return "privileged";
    if (is_strict && has_bad(body, "User", is_root))
        return "root";
    return NULL;
}

/* The local driver hands it to mount(2). */
static bool is_host_device(const json_t *value)
{
    return json_is_string(value) && json_string_value(value)[0] == '/';
}

static const char *of_volume(const json_t *body, bool is_strict)
{
    const json_t *options = member(body, "DriverOpts");

    return is_strict && is_host_device(json_object_get(options, "device")) ? "a device" : NULL;
}

static const char *of_service(const json_t *body, bool is_strict)
{
    const json_t *container = member(member(body, "TaskTemplate"), "ContainerSpec");

    if (has_bad(container, "CapabilityAdd", has_capability))
        return "capabilities";
    if (is_strict && has_bad(container, "Mounts", has_bind_mount))
        return "a mounted path of the host";
    return is_strict && !is_user_number(member(container, "User")) ? "no user" : NULL;
}

static bool is_of_exec(const char *uri)
{
    const char *end = uri + strcspn(uri, "?");

    return end - uri > 5 && memcmp(end - 5, "/exec", 5) == 0;
}

const char *oracle_of_body(const char *uri, const json_t *body, bool is_strict)
{
    if (is_path(uri, "/containers/create"))
        return of_create(body, is_strict);
    if (is_path(uri, "/volumes/create"))
        return of_volume(body, is_strict);
    if (is_path(uri, "/services/create"))
        return of_service(body, is_strict);
    return is_of_exec(uri) ? of_exec(body, is_strict) : NULL;
}
