/* The command line: each word reaches the program as it stands in the body, and nothing else does.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../src/verdict/command_priv.h"
#include "test_verdict_fixture.h"

/* Nothing when no command says it. */
static void add_command(struct qw_buffer *buffer, const struct qw_operation *operation)
{
    struct qw_command command;

    (void)qw_command_write(buffer, operation, &command);
}

static const char *command_of(struct fixture *fixture, enum qw_op op, const char *object,
                              const char *body)
{
    struct qw_buffer command = QW_BUFFER(QW_LIMIT_ENVELOPE);

    fixture_read(fixture, op, object, body);
    add_command(&command, &fixture->operation);
    ck_assert_int_eq(command.err, QW_OK);

    const char *text =
        qw_arena_copy(fixture->arena, command.data != NULL ? command.data : "", command.len);

    qw_buffer_done(&command);
    return text;
}

/* --- What a field becomes. ---------------------------------------------------------------------
 */

struct flag_row {
    const char *body; /* members of a create body beside Image */
    const char *said; /* between "docker run -d" and the image */
};

static const struct flag_row flag_rows[] = {
    {"'Hostname':'h','Domainname':'d'", " --hostname h --domainname d"},
    {"'Tty':true,'OpenStdin':true", " -i -t"},
    {"'User':'1000'", " --user 1000"},
    {"'Env':['A=secret','B','C=']", " -e A -e B -e C"},
    {"'Env':['=x']", ""},
    {"'WorkingDir':'/w d'", " -w '/w d'"},
    {"'Labels':{'a':'b c'}", " --label 'a=b c'"},
    {"'Labels':{'my.token':'x','n':'password=x','u':'http://a:b@c'}", ""},
    {"'Labels':{'x.authors':'me','u':'https://host/'}",
     " --label x.authors=me --label u=https://host/"},
    {"'StopSignal':'TERM','StopTimeout':5", " --stop-signal TERM --stop-timeout 5"},
    {"'ExposedPorts':{'80/tcp':{},'81/udp':{}}", " --expose 80/tcp --expose 81/udp"},
    {"'Volumes':{'/data':{},'/a:/b':{}}", " -v /data"},
    {"'MacAddress':'02:00:00:00:00:01'", " --mac-address 02:00:00:00:00:01"},
    {"'Entrypoint':['']", " --entrypoint ''"},
    {"'Healthcheck':{'Test':['CMD-SHELL','a || b'],'Interval':30000000000,'Timeout':1500000000,"
     "'Retries':3}",
     " --health-cmd 'a || b' --health-interval 30s --health-timeout 1500ms --health-retries 3"},
    {"'Healthcheck':{'Test':['NONE']}", " --no-healthcheck"},
    {"'Healthcheck':{'Test':['CMD','x']}", ""},
    {"'NetworkDisabled':true,'OnBuild':['RUN x'],'Shell':['sh']", ""},
    {"'HostConfig':{'AutoRemove':true,'Privileged':true,'Init':true,'ReadonlyRootfs':true}",
     " --rm --privileged --read-only --init"},
    {"'HostConfig':{'Tmpfs':{'/tmp':'size=1m','/run':''}}", " --tmpfs /tmp:size=1m --tmpfs /run"},
    {"'HostConfig':{'Tmpfs':{'/a:/b':''}}", ""},
    {"'HostConfig':{'CapDrop':['ALL'],'CapAdd':['CHOWN','KILL']}",
     " --cap-drop ALL --cap-add CHOWN --cap-add KILL"},
    {"'HostConfig':{'SecurityOpt':['no-new-privileges','disable','apparmor:p','seccomp=builtin']}",
     " --security-opt no-new-privileges --security-opt label=disable --security-opt apparmor=p "
     "--security-opt seccomp=builtin"},
    /* a file's name and a word of its own, to the docker CLI */
    {"'HostConfig':{'SecurityOpt':['seccomp={}','systempaths=unconfined','x']}", ""},
    {"'HostConfig':{'MaskedPaths':[],'ReadonlyPaths':[]}",
     " --security-opt systempaths=unconfined"},
    {"'HostConfig':{'MaskedPaths':[]}", ""},
    {"'HostConfig':{'GroupAdd':['50']}", " --group-add 50"},
    {"'HostConfig':{'NetworkMode':'default'}", ""},
    {"'HostConfig':{'NetworkMode':'name=host'}", ""},
    {"'HostConfig':{'NetworkMode':'none','PidMode':'host','IpcMode':'private','UTSMode':'host',"
     "'UsernsMode':'host','CgroupnsMode':'private'}",
     " --network none --pid host --ipc private --uts host --userns host --cgroupns private"},
    {"'HostConfig':{'UsernsMode':'x'}", ""},
    {"'HostConfig':{'Binds':['/a:/b:ro','v:/c']}", " -v /a:/b:ro -v v:/c"},
    /* a path in the person's own folder, to the docker CLI */
    {"'HostConfig':{'Binds':['./a:/b','~/a:/b','-a:/b']}", ""},
    {"'HostConfig':{'Mounts':[{'Type':'bind','Source':'/a','Target':'/b','ReadOnly':true,"
     "'BindOptions':{'Propagation':'rslave','CreateMountpoint':true}}]}",
     " --mount type=bind,source=/a,target=/b,readonly=true,bind-propagation=rslave"},
    {"'HostConfig':{'Mounts':[{'Type':'volume','Source':'a','Target':'/b,readonly'}]}",
     " --mount 'type=volume,source=a,\"target=/b,readonly\"'"},
    {"'HostConfig':{'Mounts':[{'Type':'volume','Target':'/b','VolumeOptions':{'DriverConfig':"
     "{'Name':'local','Options':{'o':'a,b'}}}}]}",
     " --mount 'type=volume,target=/b,volume-driver=local,\"volume-opt=o=a,b\"'"},
    {"'HostConfig':{'Mounts':[{'Type':'tmpfs','Target':'/b','TmpfsOptions':{'SizeBytes':65536,"
     "'Mode':1023}}]}",
     " --mount type=tmpfs,target=/b,tmpfs-size=65536,tmpfs-mode=1777"},
    {"'HostConfig':{'Mounts':[{'Source':'a','Target':'/b'},{'Type':'cluster','Target':'/b'},"
     "{'Type':'volume','Source':'./a','Target':'/b'}]}",
     ""},
    {"'HostConfig':{'VolumesFrom':['o:ro'],'VolumeDriver':'local'}",
     " --volumes-from o:ro --volume-driver local"},
    {"'ExposedPorts':{'80/tcp':{}},'HostConfig':{'PortBindings':{'80/tcp':[{'HostPort':'8080'},"
     "{'HostIp':'127.0.0.1','HostPort':''},{'HostIp':'::1','HostPort':'81'}],'53/udp':[]}}",
     " -p 8080:80/tcp -p 127.0.0.1::80/tcp -p '[::1]:81:80/tcp' -p 53/udp"},
    {"'HostConfig':{'PortBindings':{'x=1':[{'HostPort':'1'}],'80':[{'HostPort':'a'}]}}", ""},
    {"'HostConfig':{'PublishAllPorts':true}", " -P"},
    {"'HostConfig':{'Devices':[{'PathOnHost':'/dev/a','PathInContainer':'/dev/b',"
     "'CgroupPermissions':'r'},{'PathOnHost':'/a:b'}]}",
     " --device /dev/a:/dev/b:r"},
    {"'HostConfig':{'DeviceCgroupRules':['c 1:3 r']}", " --device-cgroup-rule 'c 1:3 r'"},
    {"'HostConfig':{'DeviceRequests':[{'Count':-1,'Capabilities':[['gpu']]}]}", " --gpus all"},
    {"'HostConfig':{'DeviceRequests':[{'Driver':'nvidia','DeviceIDs':['0','1'],'Capabilities':"
     "[['gpu','compute']]}]}",
     " --gpus 'driver=nvidia,\"device=0,1\",capabilities=compute'"},
    {"'HostConfig':{'DeviceRequests':[{'Driver':'cdi','DeviceIDs':['a/b=c']}]}", ""},
    {"'HostConfig':{'Sysctls':{'a.b':'1'},'Annotations':{'x':'y'},'StorageOpt':{'size':'1G'}}",
     " --sysctl a.b=1 --storage-opt size=1G --annotation x=y"},
    {"'HostConfig':{'Ulimits':[{'Name':'nofile','Soft':1,'Hard':2}]}", " --ulimit nofile=1:2"},
    {"'HostConfig':{'Memory':536870912,'MemorySwap':-1,'NanoCpus':1500000000,'CpuShares':2,"
     "'CpusetCpus':'0-1','PidsLimit':100,'ShmSize':1025}",
     " --memory 512m --memory-swap -1 --cpus 1.5 --cpu-shares 2 --cpuset-cpus 0-1 "
     "--pids-limit 100 --shm-size 1025b"},
    {"'HostConfig':{'NanoCpus':2000000000,'MemorySwappiness':-1}", " --cpus 2"},
    {"'HostConfig':{'NanoCpus':50000000}", " --cpus 0.05"},
    {"'HostConfig':{'BlkioWeight':3,'BlkioDeviceReadBps':[{'Path':'/dev/a','Rate':5}]}",
     " --blkio-weight 3 --device-read-bps /dev/a:5"},
    {"'HostConfig':{'RestartPolicy':{'Name':'on-failure','MaximumRetryCount':3}}",
     " --restart on-failure:3"},
    {"'HostConfig':{'RestartPolicy':{'Name':'no'}}", ""},
    {"'HostConfig':{'LogConfig':{'Type':'local','Config':{'max-size':'1m','x-token':'t'}}}",
     " --log-driver local --log-opt max-size=1m"},
    {"'HostConfig':{'Dns':['1.1.1.1'],'DnsSearch':['a'],'DnsOptions':['b'],'ExtraHosts':['c:1'],"
     "'Links':['d:e']}",
     " --dns 1.1.1.1 --dns-search a --dns-option b --add-host c:1 --link d:e"},
    {"'HostConfig':{'OomScoreAdj':-5,'OomKillDisable':true,'Runtime':'runc','CgroupParent':'/c'}",
     " --oom-kill-disable --oom-score-adj -5 --runtime runc --cgroup-parent /c"},
    {"'HostConfig':{'NetworkMode':'n'},'NetworkingConfig':{'EndpointsConfig':{'n':{'Aliases':['w'],"
     "'IPAMConfig':{'IPv4Address':'10.0.0.2'}},'m':{'Aliases':['x'],'IPAMConfig':{'IPv6Address':"
     "'fd00::1'}}}}",
     " --network n --network-alias w --ip 10.0.0.2 --network name=m,alias=x,ip6=fd00::1"},
};

START_TEST(each_field_is_said_by_its_flag_or_not_at_all)
{
    const struct flag_row *row = &flag_rows[_i];
    struct fixture fixture = fixture_new("permissive");
    const char *body = qw_arena_format(fixture.arena, "{'Image':'img',%s}", row->body);
    const char *expected = qw_arena_format(fixture.arena, "docker run -d%s img", row->said);

    ck_assert_str_eq(command_of(&fixture, QW_OP_CONTAINER_CREATE, "", body), expected);
    fixture_done(&fixture);
}
END_TEST

struct command_row {
    enum qw_op op;
    const char *object;
    const char *body;
    const char *command; /* "": there is none */
};

static const struct command_row command_rows[] = {
    {QW_OP_CONTAINER_CREATE, "", "{'Image':'i','Entrypoint':['a','b'],'Cmd':['','c']}",
     "docker run -d --entrypoint a i b '' c"},
    {QW_OP_CONTAINER_CREATE, "", "{'Image':'i','AttachStderr':true,'Cmd':['-x']}",
     "docker run i -x"},
    {QW_OP_CONTAINER_CREATE, "", "{'Cmd':['-x']}", ""},
    {QW_OP_CONTAINER_CREATE, "", "{'Image':'--privileged'}", ""},
    {QW_OP_EXEC_CREATE, "web",
     "{'Cmd':['a',''],'Tty':true,'AttachStdin':true,'AttachStdout':true,'Privileged':true,"
     "'User':'u','Env':['A=secret'],'WorkingDir':'/w'}",
     "docker exec -i -t --privileged --user u -e A -w /w web a ''"},
    {QW_OP_EXEC_CREATE, "web", "{'Cmd':['a'],'Detach':true}", "docker exec -d web a"},
    {QW_OP_EXEC_CREATE, "web", "{'Cmd':[]}", ""},
    {QW_OP_EXEC_CREATE, "-u0", "{'Cmd':['a']}", ""},
    {QW_OP_VOLUME_CREATE, "", "{'Name':'v','Driver':'d','DriverOpts':{'o':'x'}}",
     "docker volume create --driver d --opt o=x v"},
    {QW_OP_VOLUME_CREATE, "", "{'DriverOpts':{'o':'password=x'}}", "docker volume create"},
    {QW_OP_VOLUME_CREATE, "", "{'Name':'-f'}", ""},
    {QW_OP_NETWORK_CREATE, "",
     "{'Name':'n','Driver':'bridge','Internal':true,'EnableIPv6':true,'Options':{'a':'b'},'IPAM':"
     "{'Driver':'default','Config':[{'Subnet':'10.0.0.0/8','Gateway':'10.0.0.1'}]}}",
     "docker network create --driver bridge --internal --ipv6 --subnet 10.0.0.0/8 --gateway "
     "10.0.0.1 --opt a=b n"},
    {QW_OP_NETWORK_CREATE, "", "{'Driver':'bridge'}", ""},
    {QW_OP_NETWORK_CONNECT, "net", "{'Container':'c','EndpointConfig':{'Aliases':['a']}}",
     "docker network connect --alias a net c"},
    {QW_OP_NETWORK_CONNECT, "-n", "{'Container':'c'}", ""},
    {QW_OP_CONTAINER_LIST, "", "{}", ""},
};

START_TEST(each_operation_has_its_command)
{
    const struct command_row *row = &command_rows[_i];
    struct fixture fixture = fixture_new("permissive");

    ck_assert_str_eq(command_of(&fixture, row->op, row->object, row->body), row->command);
    fixture_done(&fixture);
}
END_TEST

START_TEST(name_and_platform_come_from_the_query)
{
    struct fixture fixture = fixture_new("permissive");
    struct qw_param params[] = {{"name", "my web"}, {"platform", "linux/arm64"}};
    struct qw_buffer command = QW_BUFFER(QW_LIMIT_ENVELOPE);

    fixture_read(&fixture, QW_OP_CONTAINER_CREATE, "", "{'Image':'i'}");
    fixture.operation.params = params;
    fixture.operation.n_params = COUNT(params);
    add_command(&command, &fixture.operation);
    ck_assert_str_eq(command.data, "docker run -d --name 'my web' --platform linux/arm64 i");
    qw_buffer_done(&command);

    params[0].value = "-v";
    command = QW_BUFFER(QW_LIMIT_ENVELOPE);
    add_command(&command, &fixture.operation);
    ck_assert_uint_eq(command.len, 0);
    qw_buffer_done(&command);
    fixture_done(&fixture);
}
END_TEST

/* --- What a shell makes of it. -----------------------------------------------------------------
 */

/* Runs SCRIPT in SHELL and reads what it prints. */
static size_t run_shell(const char *shell, const char *script, char *output, size_t size)
{
    char option[] = "-c";
    char *const arguments[] = {strdup(shell), option, strdup(script), NULL};
    posix_spawn_file_actions_t actions;
    int ends[2];
    pid_t child;
    int status;
    size_t len = 0;

    ck_assert_int_eq(pipe(ends), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    ck_assert_int_eq(posix_spawn(&child, shell, &actions, NULL, arguments, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    for (ssize_t n = 1; n > 0 && len<size - 1; len += n> 0 ? (size_t)n : 0)
        n = read(ends[0], output + len, size - 1 - len);
    close(ends[0]);
    output[len] = '\0';
    free(arguments[0]);
    free(arguments[2]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s failed: %s", shell, script);
    return len;
}

/* WORD is at each place of a command, with its neighbours to its left and right. */
static void assert_one_word(const char *shell, const char *command, const char *word)
{
    char script[8192];
    char output[8192];
    char expected[8192];
    const int len = snprintf(expected, sizeof expected,
                             "[run][-d][--name][%s][--hostname][%s][-v][/%s:/x][-e][%s][--label]"
                             "[%s=%s][image][%s][]",
                             word, word, word, word, word, word, word);

    ck_assert_int_lt(
        snprintf(script, sizeof script, "PATH=; docker() { printf '[%%s]' \"$@\"; }; %s", command),
        (int)sizeof script);
    ck_assert_uint_eq(run_shell(shell, script, output, sizeof output), (size_t)len);
    ck_assert_str_eq(output, expected);
}

struct word_row {
    const char *json;
    const char *word;
    bool has_controls; /* written $'...', which not every /bin/sh reads */
};

static const struct word_row word_rows[] = {
    {"$(reboot)", "$(reboot)", false},
    {"`reboot`", "`reboot`", false},
    {"a;reboot", "a;reboot", false},
    {"a b|c&d>e<f", "a b|c&d>e<f", false},
    {"it's", "it's", false},
    {"'", "'", false},
    {"'\\\"'\\\"$x", "'\"'\"$x", false},
    {"a\\\\", "a\\", false},
    {"$HOME ${HOME} ~ * ? [a] {b,c} !1 #", "$HOME ${HOME} ~ * ? [a] {b,c} !1 #", false},
    {"~root", "~root", false},
    {"\\u00fc\\u20ac", "\xc3\xbc\xe2\x82\xac", false},
    {"a\\nreboot\\n", "a\nreboot\n", true},
    {"\\u001b[31m';reboot;'", "\033[31m';reboot;'", true},
    {"\\t\\r\\u0007\\\\'", "\t\r\a\\'", true},
    {"\\u202e\\u200b\\u0085", "\xe2\x80\xae\xe2\x80\x8b\xc2\x85", true},
};

START_TEST(a_hostile_value_is_one_word_of_a_shell)
{
    const struct word_row *row = &word_rows[_i];
    struct fixture fixture = fixture_new("permissive");
    const char *w = row->json;
    const char *body = qw_arena_format(
        fixture.arena,
        "{\"Image\":\"image\",\"Hostname\":\"%s\",\"Env\":[\"%s=v\"],\"Labels\":{\"%s\":\"%s\"},"
        "\"Cmd\":[\"%s\",\"\"],\"HostConfig\":{\"Binds\":[\"/%s:/x\"]}}",
        w, w, w, w, w, w);
    struct qw_param name = {"name", row->word};
    struct qw_buffer command = QW_BUFFER(QW_LIMIT_ENVELOPE);

    fixture_read(&fixture, QW_OP_CONTAINER_CREATE, "", body);
    fixture.operation.params = &name;
    fixture.operation.n_params = 1;
    add_command(&command, &fixture.operation);
    for (size_t i = 0; i < command.len; i++)
        ck_assert_msg((unsigned char)command.data[i] >= ' ', "a control character in the command");
    assert_one_word("/bin/bash", command.data, row->word);
    if (!row->has_controls)
        assert_one_word("/bin/sh", command.data, row->word);
    qw_buffer_done(&command);
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_hostile_image_is_one_word_of_a_shell)
{
    const struct word_row *row = &word_rows[_i];
    struct fixture fixture = fixture_new("permissive");
    const char *body = qw_arena_format(fixture.arena, "{\"Image\":\"%s\"}", row->json);
    const char *command = command_of(&fixture, QW_OP_CONTAINER_CREATE, "", body);
    const char *script =
        qw_arena_format(fixture.arena, "PATH=; docker() { printf '[%%s]' \"$@\"; }; %s", command);
    const char *expected = qw_arena_format(fixture.arena, "[run][-d][%s]", row->word);
    char output[1024];

    run_shell("/bin/bash", script, output, sizeof output);
    ck_assert_str_eq(output, expected);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("command");

    tcase_add_loop_test(tests, each_field_is_said_by_its_flag_or_not_at_all, 0,
                        (int)COUNT(flag_rows));
    tcase_add_loop_test(tests, each_operation_has_its_command, 0, (int)COUNT(command_rows));
    tcase_add_test(tests, name_and_platform_come_from_the_query);
    tcase_add_loop_test(tests, a_hostile_value_is_one_word_of_a_shell, 0, (int)COUNT(word_rows));
    tcase_add_loop_test(tests, a_hostile_image_is_one_word_of_a_shell, 0, (int)COUNT(word_rows));
    return run_case("verdict/command", tests);
}
