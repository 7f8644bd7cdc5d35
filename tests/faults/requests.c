#include "requests.h"

/* --- The engine. ------------------------------------------------------------------------------ */

#define BAD_HOST SOUND_HOST ",'VolumesFrom':['good'],'Binds':['/etc:/a','data:/b']"

/* Containers of which this process is one: its root is a mount, and its /etc/passwd can be read. */
#define HERE(user)                                                                      \
    "{'Id':'@','Name':'/here','Image':'sha256:1','Created':'2020-01-02T03:04:05.678Z'," \
    "'State':{'Running':true,'Pid':#},'Config':{'Image':'myapp','User':'" user "'},"    \
    "'HostConfig':{" SOUND_HOST "}}"

static char here_app[1024];
static char here_root[1024];

const struct script engine_rows[] = {
    /* one without a hole at copying in, which would deny it all the same */
    {"/version", SAYS(VERSION("20.10.24"))},
    {"/info", SAYS(INFO)},
    {"/images/sha256:1/json", SAYS(IMAGE("0"))},
    {"/images/sha256:1/history", SAYS("[{'CreatedBy':'RUN x'}]")},
    {"/images/zero/", SAYS(IMAGE("0"))},
    {"/images/number/", SAYS(IMAGE("1001:1001"))},
    {"/volumes/data", SAYS("{'Name':'data','Driver':'local','Options':{'o':'bind','type':'none',"
                           "'device':'/etc'}}")},
    {"/containers/json?", SAYS("[]")},
    {"/volumes/plain",
     SAYS("{'Name':'plain','Driver':'local','Options':null,'CreatedAt':'2099-01-01T00:00:00Z'}")},
    {"/containers/good/", SAYS(CONTAINER(GOOD_ID, "good", "true", "1001:1001", SOUND_HOST))},
    {"/containers/root/", SAYS(CONTAINER(BAD_ID, "root", "true", "0", SOUND_HOST))},
    {"/containers/bad/", SAYS(CONTAINER(BAD_ID, "bad", "true", "1001:1001", BAD_HOST))},
    {"/containers/named/", SAYS(CONTAINER(GOOD_ID, "named", "false", "app", SOUND_HOST))},
    {"/containers/toor/", SAYS(CONTAINER(GOOD_ID, "toor", "false", "toor", SOUND_HOST))},
    {"/containers/" GOOD_ID "/archive?path=/etc/passwd",
     "app:x:1001:1001::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\n", 200, SCRIPT_TAR},
    {"/containers/" GOOD_ID "/archive?path=/etc/group", "app:x:1001:\nmore:x:1002:app\n", 200,
     SCRIPT_TAR},
    {"/containers/here_app/", here_app, 200, SCRIPT_WHOLE},
    {"/containers/here_root/", here_root, 200, SCRIPT_WHOLE},
    {"/exec/good/", SAYS(EXEC("good", "1001:1001"))},
    {"/exec/root/", SAYS(EXEC("root", ""))},
};
const size_t n_engine_rows = COUNT_OF(engine_rows);

/* --- The requests. ---------------------------------------------------------------------------- */

#define CREATE_OF(image, more)                                                                \
    "{\"Image\":\"" image "\",\"HostConfig\":{\"ReadonlyRootfs\":true,\"CapDrop\":[\"ALL\"]," \
    "\"SecurityOpt\":[\"no-new-privileges\"],\"NetworkMode\":\"none\"" more "}}"
#define BIND_OF(path) ",\"Binds\":[\"" path ":/data\"]"
#define EXEC_BODY "{\"Cmd\":[\"id\"]}"
#define ALLOWED .is_allowed = true, .is_recorded = true
#define DENIED .is_allowed = false
/* dockerd tells what it has done: nothing of it is recorded, and none is denied. */
#define ANSWERED .is_response = true, .is_allowed = true
#define ANSWER(uri, status, body)                                           \
    "{\"User\":\"daemon\",\"RequestMethod\":\"POST\",\"RequestUri\":\"" uri \
    "\",\"ResponseStatusCode\":" status ",\"ResponseBody\":\"" body "\"}"
/* {"Id":"aa...","Warnings":[]} */
#define CREATED_BODY                                                               \
    "eyJJZCI6ImFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh" \
    "YWFhYWFhYWFhYWFhYWEiLCJXYXJuaW5ncyI6W119"

const struct request requests[] = {
    {"create, privileged", {"POST", CREATE_URI, PRIVILEGED_BODY}, DENIED},
    {"create, hardened", {"POST", CREATE_URI, HARDENED_BODY}, ALLOWED},
    {"create, with a name", {"POST", CREATE_URI "?name=web", HARDENED_BODY}, ALLOWED},
    {"rename", {"POST", "/v1.41/containers/good/rename?name=other", NULL}, ALLOWED},
    {"create, user of the image", {"POST", CREATE_URI, CREATE_OF("number", "")}, ALLOWED},
    {"create, root of the image", {"POST", CREATE_URI, CREATE_OF("zero", "")}, DENIED},
    {"create, plain volume", {"POST", CREATE_URI, CREATE_OF("number", BIND_OF("plain"))}, ALLOWED},
    {"create, volume that is a bind",
     {"POST", CREATE_URI, CREATE_OF("number", BIND_OF("data"))},
     DENIED},
    {"create, volumes of another",
     {"POST", CREATE_URI, CREATE_OF("number", ",\"VolumesFrom\":[\"bad\"]")},
     DENIED},
    /* @: the folder of the scene */
    {"create, bind by a link",
     {"POST", CREATE_URI, CREATE_OF("number", BIND_OF("@/data/inside"))},
     ALLOWED},
    {"create, bind by a link to /etc",
     {"POST", CREATE_URI, CREATE_OF("number", BIND_OF("@/data/outside"))},
     DENIED},
    {"start, sound", {"POST", "/v1.41/containers/good/start", NULL}, ALLOWED},
    {"start, root", {"POST", "/v1.41/containers/root/start", NULL}, DENIED},
    {"start, bad", {"POST", "/v1.41/containers/bad/start", NULL}, DENIED},
    {"start, none", {"POST", "/v1.41/containers/nosuch/start", NULL}, DENIED},
    {"start, named user", {"POST", "/v1.41/containers/named/start", NULL}, ALLOWED},
    {"start, named root", {"POST", "/v1.41/containers/toor/start", NULL}, DENIED},
    {"restart, named user", {"POST", "/v1.41/containers/here_app/restart", NULL}, ALLOWED},
    {"restart, named root", {"POST", "/v1.41/containers/here_root/restart", NULL}, DENIED},
    {"attach, root", {"POST", "/v1.41/containers/root/attach", NULL}, DENIED},
    {"exec create, sound", {"POST", "/v1.41/containers/good/exec", EXEC_BODY}, ALLOWED},
    {"exec create, root", {"POST", "/v1.41/containers/root/exec", EXEC_BODY}, DENIED},
    {"exec create, root by request",
     {"POST", "/v1.41/containers/good/exec", "{\"User\":\"0\",\"Privileged\":true}"},
     DENIED},
    {"exec start, sound", {"POST", "/v1.41/exec/good/start", "{\"Detach\":false}"}, ALLOWED},
    {"exec start, root", {"POST", "/v1.41/exec/root/start", "{\"Detach\":false}"}, DENIED},
    {"copy in", {"PUT", "/v1.41/containers/good/archive?path=/tmp", NULL}, ALLOWED},
    {"copy in, root", {"PUT", "/v1.41/containers/root/archive?path=/tmp", NULL}, DENIED},
    {"copy out, root", {"GET", "/v1.41/containers/root/archive?path=/tmp", NULL}, DENIED},
    {"volume create", {"POST", "/v1.41/volumes/create", "{\"Name\":\"v\"}"}, ALLOWED},
    {"volume create, bind",
     {"POST", "/v1.41/volumes/create",
      "{\"Name\":\"v\",\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/etc\"}}"},
     DENIED},
    {"update", {"POST", "/v1.41/containers/good/update", "{\"Memory\":100000000}"}, ALLOWED},
    {"update, restarted by the engine",
     {"POST", "/v1.41/containers/root/update", "{\"RestartPolicy\":{\"Name\":\"always\"}}"},
     DENIED},
    {"stop", {"POST", "/v1.41/containers/good/stop", NULL}, ALLOWED, .passes_unrecorded = true},
    {"ping", {"GET", "/_ping", NULL}, .is_allowed = true, .passes_unrecorded = true},
    {"unknown endpoint", {"POST", "/v1.41/containers/x/teleport", "{}"}, DENIED},
    {"answer to a create", .envelope = ANSWER(CREATE_URI, "201", CREATED_BODY), ANSWERED},
    {"answer to an update", .envelope = ANSWER("/v1.41/containers/good/update", "200", "e30="),
     ANSWERED},
    {"malformed answer", .envelope = "{\"RequestMethod\":\"POST\",\"RequestUri\":\"" CREATE_URI,
     ANSWERED},
    {"malformed body", {"POST", CREATE_URI, "{\"Image\":\"myapp\","}, DENIED},
    {"malformed envelope", .envelope = "{\"RequestMethod\":\"GET\",\"RequestUri\":\"/_ping\""},
    {"no envelope", .envelope = ""},
};
const size_t n_requests = COUNT_OF(requests);

/* --- The scene. ------------------------------------------------------------------------------- */

/* TEXT with WORD for every MARK; freed by the test. */
static char *fill_in(const char *text, char mark, const char *word)
{
    char *filled = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&filled, &len);

    ck_assert_ptr_nonnull(out);
    for (; *text != '\0'; text++) {
        if (*text == mark)
            (void)fputs(word, out);
        else
            (void)fputc(*text, out);
    }
    ck_assert_int_eq(fclose(out), 0);
    return filled;
}

/* A container that is this process. */
static void be_container(const char *text, char *ret_text, size_t size)
{
    char cgroup[64];
    char pid[16];
    FILE *file = fopen("/proc/self/cgroup", "re");
    char *with_id;
    char *filled;

    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(cgroup, sizeof cgroup, file));
    ck_assert_int_eq(fclose(file), 0);
    cgroup[strcspn(cgroup, "\n")] = '\0';
    (void)snprintf(pid, sizeof pid, "%d", (int)getpid());
    with_id = fill_in(text, '@', cgroup);
    filled = fill_in(with_id, '#', pid);
    ck_assert_uint_lt(strlen(filled), size);
    memcpy(ret_text, filled, strlen(filled) + 1);
    free(with_id);
    free(filled);
}

/* Only root could put something else there. */
static void make_folder(struct scene *scene)
{
    char path[64];

    (void)snprintf(scene->folder, sizeof scene->folder, "/run/qwtest-faults-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(scene->folder));
    (void)snprintf(path, sizeof path, "%s/data", scene->folder);
    ck_assert_int_eq(mkdir(path, S_IRWXU), 0);
    (void)snprintf(path, sizeof path, "%s/data/place", scene->folder);
    ck_assert_int_eq(mkdir(path, S_IRWXU), 0);
    (void)snprintf(path, sizeof path, "%s/data/inside", scene->folder);
    ck_assert_int_eq(symlink("place", path), 0);
    (void)snprintf(path, sizeof path, "%s/data/outside", scene->folder);
    ck_assert_int_eq(symlink("/etc", path), 0);
}

void scene_open(struct scene *scene)
{
    static const char policy[] =
        "{\"version\":1,\"name\":\"faults\",\"extends\":\"restricted\","
        "\"operations\":{\"allow\":[\"container.archive.put\"]},"
        "\"rules\":{\"bind-mounts\":{\"allow\":[{\"path\":\"@/data\",\"access\":\"rw\"}]}}}";
    char *text;

    make_folder(scene);
    be_container(HERE("daemon"), here_app, sizeof here_app);
    be_container(HERE("root"), here_root, sizeof here_root);
    text = fill_in(policy, '@', scene->folder);
    scene->policy = write_policy_file(text);
    free(text);
}

void scene_close(const struct scene *scene)
{
    static const char *const files[] = {"data/outside", "data/inside"};
    static const char *const folders[] = {"data/place", "data", ""};
    char path[64];

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", scene->folder, files[i]);
        unlink(path);
    }
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", scene->folder, folders[i]);
        rmdir(path);
    }
    unlink(scene->policy);
}

char *scene_envelope(const struct scene *scene, const struct request *request)
{
    struct question question = request->question;
    char *body;
    char *plain;
    char *envelope = NULL;

    if (request->envelope != NULL)
        return fill_in(request->envelope, '@', "");
    body = question.body != NULL ? fill_in(question.body, '@', scene->folder) : NULL;
    question.body = body;
    plain = envelope_of(&question);
    ck_assert_int_gt(
        asprintf(&envelope, "{\"User\":\"daemon\",\"UserAuthNMethod\":\"TLS\",%s", plain + 1), 0);
    free(plain);
    free(body);
    return envelope;
}
