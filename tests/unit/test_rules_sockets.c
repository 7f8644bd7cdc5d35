/* Tests of src/rules/sockets.c. */
#include "rules_fixture.h"

static const struct qw_settings strictest;

static const struct row sockets_of_engines_stay_outside_rows[] = {
    {"{\"Image\":\"busybox\"}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/run/docker.sock:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/docker.sock:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/"
     "docker.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/run/docker.sock:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/run/docker.sock:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/var/run/"
     "docker.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/containerd:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/containerd:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/containerd\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/containerd/containerd.sock:/h\"]}}",
     "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/containerd/containerd.sock:/h:ro\"]}}",
     "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/containerd/"
     "containerd.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/run/containerd/containerd.sock:/h\"]}}",
     "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/run/containerd/containerd.sock:/h:ro\"]}}",
     "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/var/run/containerd/"
     "containerd.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/podman/podman.sock:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/podman/podman.sock:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/podman/"
     "podman.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/crio/crio.sock:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/crio/crio.sock:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/crio/"
     "crio.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/run/crio:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/run/crio:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/var/run/crio\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/cri-dockerd.sock:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/cri-dockerd.sock:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/"
     "cri-dockerd.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/buildkit/buildkitd.sock:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/buildkit/buildkitd.sock:/h:ro\"]}}",
     "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/buildkit/"
     "buildkitd.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/docker:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/docker:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/docker\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/docker/plugins:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/docker/plugins:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/docker/"
     "plugins\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/docker/plugins/quaywarden.sock:/h\"]}}",
     "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/docker/plugins/quaywarden.sock:/h:ro\"]}}",
     "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/docker/plugins/"
     "quaywarden.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/user/1000/docker.sock:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/user/1000/docker.sock:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/user/1000/"
     "docker.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/user/1000/podman/podman.sock:/h\"]}}",
     "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/user/1000/podman/podman.sock:/h:ro\"]}}",
     "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/user/1000/podman/"
     "podman.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/user/1000:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/user/1000:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/user/1000\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/user:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/user:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/user\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/run:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/run:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/var/run\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/var\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"//var//run/:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"//var//run/:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"//var//run/\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/../run/docker.sock:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/../run/docker.sock:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/srv/../run/"
     "docker.sock\",\"Target\":\"/h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/k3s:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/run/k3s:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/run/k3s\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/run/lock:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/run/docker.sock2:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/run/dockerd:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/var/lib:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/run/user/1000/bus:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/runs:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/home/run/docker.sock:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/run/user/1000/pulse/docker.sock:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/run\"}}}}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/"
     "h\",\"VolumeOptions\":{\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"bind\","
     "\"device\":\"/srv\"}}}}]}}",
     ""},
    {"{\"HostConfig\":{\"Binds\":[\"run:/h\"]}}", ""},
};

START_TEST(sockets_of_engines_stay_outside)
{
    const struct rows rows = {QW_RULE_ENGINE_SOCKETS, QW_OP_CONTAINER_CREATE,
                              sockets_of_engines_stay_outside_rows,
                              COUNT(sockets_of_engines_stay_outside_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row a_volume_that_is_made_shows_no_socket_rows[] = {
    {"{\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/var/run/docker.sock\"}}",
     "DriverOpts"},
    {"{\"DriverOpts\":{\"type\":\"none\",\"o\":\"ro,bind\",\"device\":\"/var//run\"}}",
     "DriverOpts"},
    {"{\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/srv\"}}", ""},
    {"{\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"run\"}}", "DriverOpts"},
    {"{\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"/srv/../run\"}}",
     "DriverOpts"},
    {"{\"DriverOpts\":{\"type\":\"none\",\"o\":\"bind\",\"device\":\"\"}}", "DriverOpts"},
};

START_TEST(a_volume_that_is_made_shows_no_socket)
{
    const struct rows rows = {QW_RULE_ENGINE_SOCKETS, QW_OP_VOLUME_CREATE,
                              a_volume_that_is_made_shows_no_socket_rows,
                              COUNT(a_volume_that_is_made_shows_no_socket_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

START_TEST(the_socket_is_named_and_that_reading_is_enough)
{
    check_text(&(struct telling){
        .rule = QW_RULE_ENGINE_SOCKETS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &strictest,
        .body = "{\"HostConfig\":{\"Binds\":[\"/var:/h:ro\"]}}",
        .text = "mounts \"/var\" of the host and with it /var/run/docker.sock, the way "
                "to the Docker engine: who reaches it rules the host. Read-only does "
                "not help, a socket can be connected to all the same."});
}
END_TEST

static const struct {
    const char *image;
    bool is_helper;
} helper_rows[] = {
    {"testcontainers/ryuk:0.11.0", true},
    {"docker.io/testcontainers/ryuk", true},
    {"mirror.example:5000/hub/testcontainers/ryuk@sha256:00", true},
    {"ryuk", false},
    {"mytestcontainers/ryuk", false},
    {"testcontainers/ryuk/x", false},
    {"testcontainers/sshd:1.2.0", false},
    {"", false},
};

/* Who runs tests with testcontainers never asked for this mount: he is told how to do without. */
START_TEST(the_fix_for_a_helper_of_testcontainers_is_to_switch_it_off)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    char body[256];

    snprintf(body, sizeof(body),
             "{\"Image\":\"%s\",\"HostConfig\":{\"Binds\":[\"/var/run/docker.sock:/s\"]}}",
             helper_rows[_i].image);

    const struct qw_findings findings =
        judge_body(arena, QW_RULE_ENGINE_SOCKETS, QW_OP_CONTAINER_CREATE, &strictest, body);

    ck_assert_uint_eq(findings.n_items, 1);
    ck_assert_int_eq(findings.items[0].docker &&
                         strstr(findings.items[0].docker, "TESTCONTAINERS_RYUK_DISABLED=true"),
                     helper_rows[_i].is_helper);
    ck_assert_int_eq(findings.items[0].compose &&
                         strstr(findings.items[0].compose, "TESTCONTAINERS_RYUK_DISABLED: "),
                     helper_rows[_i].is_helper);
}
END_TEST

#define LEADS                                                                                    \
    "mounts \"/data/x\" of the host, which a symbolic link leads to or above /run/docker.sock, " \
    "the way to the Docker engine: who reaches it rules the host."

static const struct qw_path_name run = {"/run", "/data/x/run", NULL, false};

static const struct {
    enum qw_mode bind_mounts;
    const char *denied; /* by bind-mounts */
    struct qw_path_facts path;
    const char *text;
} leads[] = {
    {QW_MODE_ENFORCE,
     "/",
     {"/data/x", {.state = QW_FACT_KNOWN}, "/data/x", NULL, NULL, NULL, 0, NULL, 0},
     ""},
    {QW_MODE_ENFORCE,
     "/",
     {"/data/x", {.state = QW_FACT_KNOWN}, "/run/docker.sock", "/data/x", NULL, NULL, 0, NULL, 0},
     LEADS},
    {QW_MODE_ENFORCE,
     "/",
     {"/data/x", {.state = QW_FACT_KNOWN}, "/", "/data/x", NULL, NULL, 0, NULL, 0},
     LEADS},
    {QW_MODE_ENFORCE,
     "/",
     {"/data/x", {.state = QW_FACT_KNOWN}, "/data/x", NULL, NULL, &run, 1, NULL, 0},
     "mounts \"/data/x\" of the host, where a mount leads to or above /run/docker.sock, the way to "
     "the Docker engine: who reaches it rules the host."},
    {QW_MODE_ENFORCE, "/", {"/data/x", {0}, NULL, NULL, NULL, NULL, 0, NULL, 0}, ""},
    {QW_MODE_ENFORCE,
     "/",
     {"/data/x", {.state = QW_FACT_FAILED, .why = "it loops"}, NULL, NULL, NULL, NULL, 0, NULL, 0},
     "cannot be judged: it loops."},
    /* denied by its name: nothing is told beyond that */
    {QW_MODE_ENFORCE,
     "/data",
     {"/data/x", {.state = QW_FACT_KNOWN}, "/run/docker.sock", "/data/x", NULL, NULL, 0, NULL, 0},
     ""},
    {QW_MODE_ENFORCE,
     "/data",
     {"/data/x", {.state = QW_FACT_FAILED, .why = "it loops"}, NULL, NULL, NULL, NULL, 0, NULL, 0},
     ""},
    {QW_MODE_AUDIT,
     "/data",
     {"/data/x", {.state = QW_FACT_KNOWN}, "/run/docker.sock", "/data/x", NULL, NULL, 0, NULL, 0},
     LEADS},
    {QW_MODE_OFF,
     "/data",
     {"/data/x", {.state = QW_FACT_KNOWN}, "/run/docker.sock", "/data/x", NULL, NULL, 0, NULL, 0},
     LEADS},
};

START_TEST(a_path_that_leads_to_a_socket_is_found_where_the_caller_may_mount_it)
{
    const char *words[] = {leads[_i].denied};
    const struct qw_facts facts = {.paths = &leads[_i].path, .n_paths = 1};
    struct qw_settings settings = only(QW_RULE_ENGINE_SOCKETS, &strictest);

    settings.modes[QW_RULE_BIND_MOUNTS] = leads[_i].bind_mounts;
    settings.values[QW_SETTING_BIND_MOUNTS_DENY] =
        (struct qw_setting){.words = words, .n_words = 1};
    check_facts(QW_RULE_ENGINE_SOCKETS, &settings, "{\"HostConfig\":{\"Binds\":[\"/data/x:/h\"]}}",
                &facts, leads[_i].text);
}
END_TEST

static const struct {
    const char *path;
    bool shows_it;
} asked_rows[] = {
    {"/srv/engine/docker.sock", true}, {"/srv/engine", true},   {"/srv", true},
    {"/srv/engine/other.sock", false}, {"/srv/engine2", false}, {"/srv/engine/docker.sock2", false},
};

/* dockerd -H unix:///srv/engine/docker.sock */
START_TEST(the_socket_that_is_asked_stays_outside_wherever_it_lies)
{
    const struct qw_facts facts = {.engine = {.socket = "/srv/engine/docker.sock"}};
    char body[128];
    char text[256];

    snprintf(body, sizeof(body), "{\"HostConfig\":{\"Binds\":[\"%s:/s\"]}}", asked_rows[_i].path);
    snprintf(text, sizeof(text),
             "mounts \"%s\" of the host and with it /srv/engine/docker.sock, the way to the Docker "
             "engine: who reaches it rules the host. Read-only does not help, a socket can be "
             "connected to all the same.",
             asked_rows[_i].path);

    const struct qw_settings settings = only(QW_RULE_ENGINE_SOCKETS, &strictest);

    check_facts(QW_RULE_ENGINE_SOCKETS, &settings, body, &facts,
                asked_rows[_i].shows_it ? text : "");
}
END_TEST

static const struct qw_path_name socket_names[] = {
    {.path = "/data/bound/docker.sock", .at = "/srv/real"},
};

static const struct {
    const char *path;
    const char *shown; /* the name of the socket that it shows; NULL: none */
} named_rows[] = {
    {"/srv/real/docker.sock", "/srv/real/docker.sock"},
    {"/srv/real", "/srv/real/docker.sock"},
    {"/opt/link.sock", "/opt/link.sock"},
    {"/opt", "/opt/link.sock"},
    {"/data/bound", "/data/bound/docker.sock"},
    {"/data", "/data/bound/docker.sock"},
    {"/data/other", NULL},
    {"/srv/real2", NULL},
};

/* serve --engine unix:/opt/link.sock */
START_TEST(the_socket_stays_outside_by_each_of_its_names)
{
    const struct qw_facts facts = {
        .engine = {.socket = "/opt/link.sock"},
        .socket = {.path = "/opt/link.sock",
                   .fact = {.state = QW_FACT_KNOWN},
                   .real = "/srv/real/docker.sock",
                   .names = socket_names,
                   .n_names = COUNT(socket_names)},
    };
    const struct qw_settings settings = only(QW_RULE_ENGINE_SOCKETS, &strictest);
    char body[128];
    char text[256] = "";

    snprintf(body, sizeof(body), "{\"HostConfig\":{\"Binds\":[\"%s:/s\"]}}", named_rows[_i].path);
    if (named_rows[_i].shown != NULL)
        snprintf(text, sizeof(text),
                 "mounts \"%s\" of the host and with it %s, the way to the Docker engine: who "
                 "reaches it rules the host. Read-only does not help, a socket can be connected to "
                 "all the same.",
                 named_rows[_i].path, named_rows[_i].shown);
    check_facts(QW_RULE_ENGINE_SOCKETS, &settings, body, &facts, text);
}
END_TEST

START_TEST(a_socket_that_cannot_be_followed_could_be_anywhere)
{
    static const struct qw_path_facts path = {
        .path = "/data/x", .fact = {.state = QW_FACT_KNOWN}, .real = "/data/x"};
    const struct qw_facts facts = {
        .paths = &path,
        .n_paths = 1,
        .socket = {.fact = {.state = QW_FACT_FAILED, .why = "it has too many names"}},
    };
    const struct qw_settings settings = only(QW_RULE_ENGINE_SOCKETS, &strictest);

    check_facts(QW_RULE_ENGINE_SOCKETS, &settings, "{\"HostConfig\":{\"Binds\":[\"/data/x:/h\"]}}",
                &facts, "cannot be judged: it has too many names.");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("sockets");

    tcase_add_test(cases, sockets_of_engines_stay_outside);
    tcase_add_test(cases, a_volume_that_is_made_shows_no_socket);
    tcase_add_test(cases, the_socket_is_named_and_that_reading_is_enough);
    tcase_add_loop_test(cases, a_path_that_leads_to_a_socket_is_found_where_the_caller_may_mount_it,
                        0, (int)COUNT(leads));
    tcase_add_loop_test(cases, the_fix_for_a_helper_of_testcontainers_is_to_switch_it_off, 0,
                        (int)COUNT(helper_rows));
    tcase_add_loop_test(cases, the_socket_that_is_asked_stays_outside_wherever_it_lies, 0,
                        (int)COUNT(asked_rows));
    tcase_add_loop_test(cases, the_socket_stays_outside_by_each_of_its_names, 0,
                        (int)COUNT(named_rows));
    tcase_add_test(cases, a_socket_that_cannot_be_followed_could_be_anywhere);
    return run_case("rules/sockets", cases);
}
