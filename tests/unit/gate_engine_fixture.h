/* A gate that asks a scripted engine, and the containers that this engine holds. */
#ifndef GATE_ENGINE_FIXTURE_H
#define GATE_ENGINE_FIXTURE_H

#include "resolve_fixture.h"
#include "test_gate_fixture.h"

#define GOOD_ID "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BAD_ID "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define IDLE_ID "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

/* What `restricted` admits, but for what stands beside it. */
#define SOUND_HOST                                                                        \
    "'ReadonlyRootfs':true,'CapDrop':['ALL'],'SecurityOpt':['no-new-privileges'],"        \
    "'NetworkMode':'none','IpcMode':'private','CgroupnsMode':'private','Runtime':'runc'," \
    "'LogConfig':{'Type':'json-file','Config':{}}"
#define CONTAINER(id, name, is_running, user, host) \
    CONTAINER_WITH_STATUS(id, name, is_running, "exited", user, host)
#define CONTAINER_WITH_STATUS(id, name, is_running, status, user, host)                         \
    "{'Id':'" id "','Name':'/" name "','Image':'sha256:1',"                                     \
    "'Created':'2020-01-02T03:04:05.678Z','State':{'Status':'" status "','Running':" is_running \
    ",'Pid':0},"                                                                                \
    "'Config':{'Image':'myapp','User':'" user "'},'HostConfig':{" host "},'Mounts':[]}"
#define UNSTARTED(id, name, user, host) \
    CONTAINER_WITH_STATUS(id, name, "false", "created", user, host)
#define EXEC(container, user)                                                                  \
    "{'ID':'e','ContainerID':'" container "','ProcessConfig':{'user':'" user "','privileged':" \
    "false}}"

#define VERSION(text) "{'Version':'" text "'}"
#define INFO                                                                                  \
    "{'DefaultRuntime':'runc','LoggingDriver':'json-file','DockerRootDir':'/var/lib/docker'," \
    "'CgroupVersion':'2','SecurityOptions':[]}"
#define IMAGE(user) "{'Id':'sha256:1','Config':{'User':'" user "'}}"

/* The engine's answer to a create, which made IDLE_ID ({"Id":"ccc..."}). */
#define CREATED_IDLE_BY(user)                                                    \
    "{\"User\":\"" user                                                          \
    "\",\"RequestMethod\":\"POST\",\"RequestUri\":\"/v1.41/containers/create\"," \
    "\"ResponseStatusCode\":201,\"ResponseBody\":"                               \
    "\"eyJJZCI6ImNjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2"                       \
    "NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2MifQ==\"}"

static inline void engine_created(struct qw_gate *gate, const char *envelope)
{
    qw_gate_note_response(gate, (struct qw_bytes){envelope, strlen(envelope)});
}

/* What stands behind the path in a row of the script. */
#define SAYS(text) text, 200, SCRIPT_WHOLE

/* By default everything is answered in time; a test that waits for no answer says how long. */
enum { PATIENT_MS = 20000, IMPATIENT_MS = 100 };

struct asking {
    struct engine engine;
    struct qw_resolver *resolver;
    struct gate_fixture fixture;
    struct qw_arena *arena;
    struct qw_decided decided; /* of the last request */
};

static inline void asking_start(struct asking *asking, const char *policy,
                                const struct script *rows, size_t n_rows, long container_ms)
{
    engine_start(&asking->engine, rows, n_rows);
    asking->resolver = patient_resolver_for(asking->engine.address, container_ms);
    asking->arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    ck_assert_ptr_nonnull(asking->arena);
    gate_fixture_open(&asking->fixture, policy, true,
                      (struct qw_gate_config){.resolver = asking->resolver, .audit_reads = true});
}

static inline void asking_stop(struct asking *asking)
{
    gate_fixture_done(&asking->fixture);
    qw_resolver_free(asking->resolver);
    qw_arena_free(asking->arena);
    engine_stop(&asking->engine);
}

/* Decides with HEADERS among the envelope's own; gives the number of questions to the engine. */
static inline int asking_decide_with(struct asking *asking, const struct question *question,
                                     const char *headers)
{
    const int n_before = asking->engine.n_questions;
    char *envelope = envelope_with(question, headers);

    qw_gate_decide(asking->fixture.gate, asking->arena, "check",
                   (struct qw_bytes){envelope, strlen(envelope)}, &asking->decided);
    free(envelope);
    return asking->engine.n_questions - n_before;
}

static inline int asking_decide(struct asking *asking, const char *method, const char *uri,
                                const char *body)
{
    return asking_decide_with(asking, &(struct question){method, uri, body}, "");
}

static inline void assert_allowed(const struct asking *asking, const char *what)
{
    ck_assert_msg(asking->decided.verdict.decision == QW_ALLOW, "%s: %s", what,
                  asking->decided.message);
}

/* Denied for CAUSE, with TEXT in the message. */
static inline void assert_denied(const struct asking *asking, const char *what, enum qw_cause cause,
                                 const char *text)
{
    ck_assert_msg(asking->decided.verdict.decision == QW_DENY, "%s: allowed", what);
    ck_assert_msg(asking->decided.verdict.cause == cause, "%s: cause %d: %s", what,
                  asking->decided.verdict.cause, asking->decided.message);
    ck_assert_msg(strstr(asking->decided.message, text) != NULL, "%s: no \"%s\" in: %s", what, text,
                  asking->decided.message);
}

/* The path of a file with TEXT, which the test removes. */
static inline const char *write_policy_file(const char *text)
{
    static char path[64];
    FILE *file;
    int fd;

    snprintf(path, sizeof path, "/tmp/qw-gate-policy-XXXXXX.json");
    fd = mkstemps(path, (int)strlen(".json"));
    ck_assert_int_ge(fd, 0);
    file = fdopen(fd, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    return path;
}

#endif
