/* Tests of src/rules/mounts.c: which paths of the host may be mounted. */
#include "rules_fixture.h"

/* Nothing was set: the zero value of a setting is the strictest. */
static const struct qw_settings strictest;

/* The root and some folders, as at baseline. */
static const struct qw_path_rule certificates[] = {{"/etc/ssl/certs", QW_ACCESS_READ_ONLY}};
static const struct qw_settings folders = {
    .values = {
        [QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/", "/etc", "/var/lib", "/run"),
        [QW_SETTING_BIND_MOUNTS_ALLOW] = {.paths = certificates, .n_paths = COUNT(certificates)}}};

static const struct qw_settings without_kernel = {
    .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/", "/proc", "/sys")}};

/* All but some folders, as at restricted. */
static const struct qw_path_rule data[] = {{"/data", QW_ACCESS_READ_ONLY},
                                           {"/srv/scratch/", QW_ACCESS_READ_WRITE},
                                           {"/srv/scratch/reference", QW_ACCESS_READ_ONLY},
                                           {"/etc", QW_ACCESS_READ_WRITE}};
static const struct qw_settings listed = {
    .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/**", "/etc/quaywarden", "/srv/scratch/own"),
               [QW_SETTING_BIND_MOUNTS_ALLOW] = {.paths = data, .n_paths = COUNT(data)}}};

static const struct row without_settings_every_path_is_denied_rows[] = {
    {"{\"Image\":\"busybox\"}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"data:/data\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/data\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/data:/data\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/:/host\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/data:/data:ro\"]}}", "HostConfig.Binds[0]"},
};

START_TEST(without_settings_every_path_is_denied)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              without_settings_every_path_is_denied_rows,
                              COUNT(without_settings_every_path_is_denied_rows)};

    check_rows(&rows, &strictest);
}
END_TEST

static const struct row folders_are_denied_with_their_parents_and_children_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"/:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"//:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/.:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/..:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/../..:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/shadow:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/../etc/./shadow:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/../etc/shadow:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/lib:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/var/lib/docker:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc2:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/et:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/home/me:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/var/lib2:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/var/www:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/../srv:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/a\",\"/etc:/b\",\"/home:/c\",\"/run:/d\"]}}",
     "HostConfig.Binds[1] HostConfig.Binds[3]"},
};

START_TEST(folders_are_denied_with_their_parents_and_children)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              folders_are_denied_with_their_parents_and_children_rows,
                              COUNT(folders_are_denied_with_their_parents_and_children_rows)};

    check_rows(&rows, &folders);
}
END_TEST

static const struct row a_longer_allowed_path_wins_for_what_it_grants_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs/a.pem:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs:/h:rw\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs:/h:ro,z\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs:/h:ro,Z\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs2:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/ssl/certs/../private:/h:ro\"]}}", "HostConfig.Binds[0]"},
};

START_TEST(a_longer_allowed_path_wins_for_what_it_grants)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              a_longer_allowed_path_wins_for_what_it_grants_rows,
                              COUNT(a_longer_allowed_path_wins_for_what_it_grants_rows)};

    check_rows(&rows, &folders);
}
END_TEST

static const struct row only_listed_paths_pass_where_everything_is_denied_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"/data:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/data/set/1:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/data:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/data2:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/me:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/me:/h:Z\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/me:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/reference:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/reference/x:/h:rw\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/reference/x:/h:ro\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/own:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv/scratch/own/x:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/hosts:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/etc:/h:ro\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/etc/quaywarden/policy.json:/h:ro\"]}}", "HostConfig.Binds[0]"},
};

START_TEST(only_listed_paths_pass_where_everything_is_denied)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              only_listed_paths_pass_where_everything_is_denied_rows,
                              COUNT(only_listed_paths_pass_where_everything_is_denied_rows)};

    check_rows(&rows, &listed);
}
END_TEST

static const struct row mounts_are_judged_as_binds_are_rows[] = {
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/\",\"Target\":\"/h\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/etc/../\",\"Target\":\"/"
     "h\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/data\",\"Target\":\"/"
     "h\",\"ReadOnly\":true}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/data\",\"Target\":\"/h\"}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/data\",\"Target\":\"/"
     "h\",\"ReadOnly\":false}]}}",
     "HostConfig.Mounts[0]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/srv/scratch/me\",\"Target\":\"/"
     "h\"}]}}",
     ""},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Source\":\"data\",\"Target\":\"/"
     "h\"},{\"Type\":\"bind\",\"Source\":\"/root\",\"Target\":\"/h\"}]}}",
     "HostConfig.Mounts[1]"},
    {"{\"HostConfig\":{\"Mounts\":[{\"Type\":\"tmpfs\",\"Target\":\"/h\"}]}}", ""},
    {"{\"hostconfig\":{\"mounts\":[{\"type\":\"bind\",\"\\u0073ource\":\"/root\",\"target\":\"/"
     "h\"}]}}",
     "HostConfig.Mounts[0]"},
};

START_TEST(mounts_are_judged_as_binds_are)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              mounts_are_judged_as_binds_are_rows,
                              COUNT(mounts_are_judged_as_binds_are_rows)};

    check_rows(&rows, &listed);
}
END_TEST

/* Equal length: deny wins, also for the root. */
static const struct qw_path_rule tied[] = {{"/", QW_ACCESS_READ_WRITE},
                                           {"/srv", QW_ACCESS_READ_ONLY},
                                           {"/srv", QW_ACCESS_READ_WRITE},
                                           {"/opt", QW_ACCESS_READ_WRITE}};
static const struct qw_settings ties = {
    .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/", "/opt", "/home/**"),
               [QW_SETTING_BIND_MOUNTS_ALLOW] = {.paths = tied, .n_paths = COUNT(tied)}}};

static const struct row of_equal_entries_deny_wins_rows[] = {
    {"{\"HostConfig\":{\"Binds\":[\"/:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/opt:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/opt/x:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/srv:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/usr:/h\"]}}", ""},
    {"{\"HostConfig\":{\"Binds\":[\"/home:/h\"]}}", "HostConfig.Binds[0]"},
    {"{\"HostConfig\":{\"Binds\":[\"/home/me:/h\"]}}", "HostConfig.Binds[0]"},
};

START_TEST(of_equal_entries_deny_wins)
{
    const struct rows rows = {QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE,
                              of_equal_entries_deny_wins_rows,
                              COUNT(of_equal_entries_deny_wins_rows)};

    check_rows(&rows, &ties);
}
END_TEST

START_TEST(a_finding_names_the_path_and_what_is_allowed)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &listed,
        .body = "{\"HostConfig\":{\"Binds\":[\"/:/host\"]}}",
        .text = "mounts \"/\" of the host. Allowed: /data (ro), /srv/scratch/ (rw), "
                "/srv/scratch/reference (ro), /etc (rw)."});
}
END_TEST

START_TEST(without_allowed_paths_the_finding_says_so)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &strictest,
        .body = "{\"HostConfig\":{\"Binds\":[\"/x\\u001b[31m:/host\"]}}",
        .text = "mounts \"/x\\x1b[31m\" of the host. No path of the host is allowed."});
}
END_TEST

START_TEST(where_other_paths_pass_the_finding_does_not_say_that_none_is_allowed)
{
    const struct qw_settings settings = {
        .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/", "/etc")}};

    check_text(&(struct telling){.rule = QW_RULE_BIND_MOUNTS,
                                 .op = QW_OP_CONTAINER_CREATE,
                                 .settings = &settings,
                                 .body = "{\"HostConfig\":{\"Binds\":[\"/etc:/host\"]}}",
                                 .text = "mounts \"/etc\" of the host."});
}
END_TEST

START_TEST(a_parent_names_what_it_shows)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &folders,
        .body = "{\"HostConfig\":{\"Binds\":[\"/var:/host\"]}}",
        .text = "mounts \"/var\" of the host, which shows /var/lib. Allowed within what "
                "the policy denies: /etc/ssl/certs (ro)."});
}
END_TEST

START_TEST(a_child_names_what_it_lies_in)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &folders,
        .body = "{\"HostConfig\":{\"Binds\":[\"/etc/shadow:/host\"]}}",
        .text = "mounts \"/etc/shadow\" of the host, which lies in /etc. Allowed within "
                "what the policy denies: /etc/ssl/certs (ro)."});
}
END_TEST

START_TEST(writing_is_named)
{
    check_text(
        &(struct telling){.rule = QW_RULE_BIND_MOUNTS,
                          .op = QW_OP_CONTAINER_CREATE,
                          .settings = &listed,
                          .body = "{\"HostConfig\":{\"Binds\":[\"/data:/host\"]}}",
                          .text = "mounts \"/data\" of the host for writing. Allowed: /data (ro), "
                                  "/srv/scratch/ (rw), /srv/scratch/reference (ro), /etc (rw)."});
}
END_TEST

START_TEST(relabelling_is_named)
{
    check_text(&(struct telling){
        .rule = QW_RULE_BIND_MOUNTS,
        .op = QW_OP_CONTAINER_CREATE,
        .settings = &listed,
        .body = "{\"HostConfig\":{\"Binds\":[\"/data:/host:ro,z\"]}}",
        .text =
            "mounts \"/data\" of the host and relabels its files, which counts as writing. "
            "Allowed: /data (ro), /srv/scratch/ (rw), /srv/scratch/reference (ro), /etc (rw)."});
}
END_TEST

START_TEST(the_fixes_name_the_word_to_drop)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const char *body = "{\"HostConfig\":{\"Binds\":[\"/:/host\"],\"Mounts\":["
                       "{\"Type\":\"bind\",\"Source\":\"/etc\",\"Target\":\"/e\"}]}}";
    const struct qw_findings findings =
        judge_body(arena, QW_RULE_BIND_MOUNTS, QW_OP_CONTAINER_CREATE, &strictest, body);

    ck_assert_uint_eq(findings.n_items, 2);
    ck_assert_str_eq(findings.items[0].value, "/");
    ck_assert_str_eq(findings.items[0].docker, "drop -v \"/:/host\"");
    ck_assert_str_eq(findings.items[0].compose, "remove \"/:/host\" from volumes:");
    ck_assert_str_eq(findings.items[1].docker, "drop the --mount with target=\"/e\"");
    ck_assert_str_eq(findings.items[1].compose,
                     "remove the entry with target \"/e\" from volumes:");
}
END_TEST

/* --- Where a path leads ----------------------------------------------------------------------- */

#define KNOWN                  \
    {                          \
        .state = QW_FACT_KNOWN \
    }
#define FAILED(clause)                           \
    {                                            \
        .state = QW_FACT_FAILED, .why = (clause) \
    }
#define BIND(path) "{\"HostConfig\":{\"Binds\":[\"" path ":/h\"]}}"
#define LISTED                                                                \
    " Allowed: /data (ro), /srv/scratch/ (rw), /srv/scratch/reference (ro), " \
    "/etc (rw)."
#define FOLDERS " Allowed within what the policy denies: /etc/ssl/certs (ro)."

static const struct lead {
    const struct qw_settings *settings;
    const char *body;
    struct qw_path_facts path;
    const char *text;
} leads[] = {
    {&folders, BIND("/srv/x"), {"/srv/x", KNOWN, "/srv/x", NULL, NULL, NULL, 0, NULL, 0}, ""},
    {&folders, BIND("/srv/x"), {"/srv/x", KNOWN, "/home/x", "/srv/x", NULL, NULL, 0, NULL, 0}, ""},
    {&folders,
     BIND("/srv/x"),
     {"/srv/x", KNOWN, "/etc", "/srv/x", NULL, NULL, 0, NULL, 0},
     "mounts \"/srv/x\" of the host, which a symbolic link (\"/srv/x\") leads into /etc." FOLDERS},
    {&folders,
     BIND("/srv/x"),
     {"/srv/x", KNOWN, "/etc/shadow", "/srv/x", NULL, NULL, 0, NULL, 0},
     "mounts \"/srv/x\" of the host, which a symbolic link (\"/srv/x\") leads into /etc." FOLDERS},
    {&folders,
     BIND("/srv/x/y"),
     {"/srv/x/y", KNOWN, "/var", "/srv/x", NULL, NULL, 0, NULL, 0},
     "mounts \"/srv/x/y\" of the host, which a symbolic link (\"/srv/x\") leads to a folder that "
     "shows /var/lib." FOLDERS},
    {&folders,
     BIND("/srv/x"),
     {"/srv/x", KNOWN, "/", "/srv/x", NULL, NULL, 0, NULL, 0},
     "mounts \"/srv/x\" of the host, which a symbolic link (\"/srv/x\") leads out of what may be "
     "mounted." FOLDERS},
    /* the link is a component that nobody may mount itself: it is not named */
    {&listed,
     BIND("/srv/scratch/x"),
     {"/srv/scratch/x", KNOWN, "/mnt/scratch/x", "/srv", NULL, NULL, 0, NULL, 0},
     "mounts \"/srv/scratch/x\" of the host, which a symbolic link leads out of what may be "
     "mounted." LISTED},
    {&listed,
     BIND("/srv/scratch/x"),
     {"/srv/scratch/x", KNOWN, "/srv/scratch/own/x", "/srv/scratch/x", NULL, NULL, 0, NULL, 0},
     "mounts \"/srv/scratch/x\" of the host, which a symbolic link (\"/srv/scratch/x\") leads into "
     "/srv/scratch/own." LISTED},
    {&listed,
     BIND("/srv/scratch/x"),
     {"/srv/scratch/x", KNOWN, "/data/x", "/srv/scratch/x", NULL, NULL, 0, NULL, 0},
     "mounts \"/srv/scratch/x\" of the host, which a symbolic link (\"/srv/scratch/x\") leads into "
     "/data, for writing." LISTED},
    {&listed,
     "{\"HostConfig\":{\"Binds\":[\"/srv/scratch/x:/h:ro\"]}}",
     {"/srv/scratch/x", KNOWN, "/data/x", "/srv/scratch/x", NULL, NULL, 0, NULL, 0},
     ""},
    /* what is denied by its name is denied in the same words, whatever stands there */
    {&folders,
     BIND("/etc/x"),
     {"/etc/x", KNOWN, "/home/x", "/etc/x", "/etc/x", NULL, 0, NULL, 0},
     "mounts \"/etc/x\" of the host, which lies in /etc." FOLDERS},
    {&folders,
     BIND("/etc/x"),
     {"/etc/x", FAILED("it loops"), NULL, NULL, NULL, NULL, 0, NULL, 0},
     "mounts \"/etc/x\" of the host, which lies in /etc." FOLDERS},
    {&folders,
     BIND("/srv/x"),
     {"/srv/x", FAILED("the path leads in a circle"), NULL, NULL, NULL, NULL, 0, NULL, 0},
     "cannot be judged: the path leads in a circle."},
    {&folders, BIND("/srv/x"), {"/srv/x", {0}, NULL, NULL, NULL, NULL, 0, NULL, 0}, ""},
    {&folders,
     BIND("/srv/x"),
     {"/srv/other", FAILED("no"), NULL, NULL, NULL, NULL, 0, NULL, 0},
     ""},
    /* a stranger's hand counts where `allow` admits, not where nothing denies */
    {&folders, BIND("/srv/x"), {"/srv/x", KNOWN, "/srv/x", NULL, "/srv/x", NULL, 0, NULL, 0}, ""},
    {&listed,
     BIND("/srv/scratch/alice/x"),
     {"/srv/scratch/alice/x", KNOWN, "/srv/scratch/alice/x", NULL, "/srv/scratch/alice", NULL, 0,
      NULL, 0},
     "mounts \"/srv/scratch/alice/x\" of the host, whose component \"/srv/scratch/alice\" could be "
     "replaced by others than root after this check." LISTED},
    {&listed,
     BIND("/srv/scratch/alice/x"),
     {"/srv/scratch/alice/x", KNOWN, "/srv/scratch/alice/x", NULL, "/srv", NULL, 0, NULL, 0},
     "mounts \"/srv/scratch/alice/x\" of the host, whose component \"/srv\" could be "
     "replaced by others than root after this check." LISTED},
    {&folders,
     "{\"HostConfig\":{\"Binds\":[\"/srv/x:/h:ro\"]}}",
     {"/srv/x", KNOWN, "/etc/ssl/certs/x", "/srv/x", "/srv/x", NULL, 0, NULL, 0},
     "mounts \"/srv/x\" of the host, whose component \"/srv/x\" could be "
     "replaced by others than root after this check." FOLDERS},
};

START_TEST(a_path_is_judged_by_where_it_leads)
{
    const struct lead *row = &leads[_i];
    const struct qw_facts facts = {.paths = &row->path, .n_paths = 1};
    const struct qw_settings alone = only(QW_RULE_BIND_MOUNTS, row->settings);

    check_facts(QW_RULE_BIND_MOUNTS, &alone, row->body, &facts, row->text);
}
END_TEST

/* --- What is mounted there -------------------------------------------------------------------- */

static const struct qw_path_name procfs = {"/proc", "/srv/x/proc", "proc", false};
static const struct qw_path_name sysctls = {"/proc/sys", "/srv/x/sys", "proc", false};
static const struct qw_path_name unknown_kind = {"/sys", "/srv/scratch/x", "newfs", false};
static const struct qw_path_name etc = {"/etc", "/srv/x/etc", NULL, false};
static const struct qw_path_name mnt = {"/mnt/disk", "/srv/scratch/x", NULL, false};
static const struct qw_path_name mnt_itself = {"/mnt/disk", "/srv/scratch", NULL, false};
static const struct qw_path_name mnt_above = {"/mnt/disk", "/srv", NULL, false};
static const struct qw_path_name own = {"/srv/scratch/own/x", "/srv/scratch", NULL, false};
static const struct qw_path_name data_folder = {"/data/x", "/srv/scratch/x", NULL, false};
static const struct qw_path_name from_within = {"/home", "/srv/scratch/x", NULL, true};
static const struct qw_path_name etc_from_within = {"/etc", "/srv/x", NULL, true};

static const struct shown {
    const struct qw_settings *settings;
    const char *path;
    const struct qw_path_name *name;
    const char *text; /* behind "mounts ... of the host" */
} shown_rows[] = {
    {&folders, "/srv/x", &mnt, ""},
    {&folders, "/srv/x", &from_within, ""},
    {&folders, "/srv/x", &etc, ", which shows files of /etc, mounted at \"/srv/x/etc\"." FOLDERS},
    {&folders, "/srv/x", &etc_from_within,
     ", which shows files of /etc, mounted at \"/srv/x\"." FOLDERS},
    {&without_kernel, "/srv/x", &procfs,
     ", which shows a file system of the kernel (proc), mounted at \"/srv/x/proc\"."},
    {&without_kernel, "/srv/x", &sysctls,
     ", which shows a file system of the kernel (proc), mounted at \"/srv/x/sys\"."},
    /* nothing but files of the folder is admitted by its entry */
    {&listed, "/srv/scratch/y", &procfs,
     ", which shows a file system of the kernel (proc)." LISTED},
    {&listed, "/srv/scratch/y", &unknown_kind,
     ", which shows a file system of the kernel (newfs), mounted at \"/srv/scratch/x\"." LISTED},
    {&listed, "/srv/scratch/y", &mnt,
     ", which shows what may not be mounted, mounted at \"/srv/scratch/x\"." LISTED},
    {&listed, "/srv/scratch/y", &data_folder,
     ", which shows /data for writing, mounted at \"/srv/scratch/x\"." LISTED},
    /* who allows a mount point, or what lies on it, means what is mounted there */
    {&listed, "/srv/scratch/y", &mnt_itself, ""},
    {&listed, "/srv/scratch/y", &mnt_above, ""},
    {&listed, "/srv/scratch/y", &from_within, ""},
    {&listed, "/srv/scratch/y", &own, ", which shows files of /srv/scratch/own." LISTED},
};

START_TEST(what_is_mounted_there_is_judged_by_its_other_names)
{
    const struct shown *row = &shown_rows[_i];
    const struct qw_path_facts path = {
        .path = row->path, .fact = KNOWN, .real = row->path, .names = row->name, .n_names = 1};
    const struct qw_facts facts = {.paths = &path, .n_paths = 1};
    const struct qw_settings alone = only(QW_RULE_BIND_MOUNTS, row->settings);
    char body[128];
    char text[512] = "";

    (void)snprintf(body, sizeof body, BIND("%s"), row->path);
    if (*row->text != '\0')
        (void)snprintf(text, sizeof text, "mounts \"%s\" of the host%s", row->path, row->text);
    check_facts(QW_RULE_BIND_MOUNTS, &alone, body, &facts, text);
}
END_TEST

/* --- What is mounted below a path that is mounted for reading --------------------------------- */

static const char *const at_data_sub[] = {"/data/sub"};
static const char *const at_srv_sub[] = {"/srv/x/sub"};
static const char *const at_scratch_mine[] = {"/srv/scratch/me", "/data/sub"};
static const char *const at_certs_sub[] = {"/etc/ssl/certs/sub"};
static const struct qw_path_rule nested[] = {{"/data", QW_ACCESS_READ_ONLY},
                                             {"/data/sub", QW_ACCESS_READ_WRITE},
                                             {"/data/old", QW_ACCESS_READ_ONLY}};
static const struct qw_settings nesting = {
    .values = {[QW_SETTING_BIND_MOUNTS_DENY] = WORDS("/**"),
               [QW_SETTING_BIND_MOUNTS_ALLOW] = {.paths = nested, .n_paths = COUNT(nested)}}};
static const char *const at_nested[] = {"/data/sub", "/data/sub/new"};
static const char *const at_nested_old[] = {"/data/sub", "/data/old/x"};

#define READING(path) "{\"HostConfig\":{\"Binds\":[\"" path ":/h:ro\"]}}"
#define MOUNT(options)                                                                    \
    "{\"HostConfig\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":\"/data\",\"Target\":\"/" \
    "h\"" options "}]}}"
#define FORCED ",\"ReadOnly\":true,\"BindOptions\":{\"ReadOnlyForceRecursive\":true}"
#define UNASKED         \
    {                   \
        .version = NULL \
    }
#define LEAVES(path, sub)                                                              \
    "mounts \"" path "\" of the host for reading, which leaves what is mounted below " \
    "it at \"" sub "\" writable: the policy does not allow that for writing."

static const struct below {
    const struct qw_settings *settings;
    const char *body;
    const char *path;
    const char *const *below;
    size_t n_below;
    struct qw_engine_facts engine;
    const char *text;
} below_rows[] = {
    {&listed, READING("/data"), "/data", NULL, 0, UNASKED, ""},
    {&listed, READING("/data"), "/data", at_data_sub, 1, UNASKED,
     LEAVES("/data", "/data/sub") LISTED},
    {&listed,
     MOUNT(",\"ReadOnly\":true"),
     "/data",
     at_data_sub,
     1,
     {.fact = KNOWN, .version = "28.5.2"},
     LEAVES("/data", "/data/sub") LISTED},
    {&listed,
     MOUNT(",\"ReadOnly\":true,\"BindOptions\":{\"ReadOnlyNonRecursive\":true}"),
     "/data",
     at_data_sub,
     1,
     {.fact = KNOWN, .version = "28.5.2"},
     LEAVES("/data", "/data/sub") LISTED},
    /* what may be written to anyway */
    {&listed, READING("/srv/scratch/y"), "/srv/scratch/y", at_scratch_mine, 1, UNASKED, ""},
    {&folders, READING("/srv/x"), "/srv/x", at_srv_sub, 1, UNASKED, ""},
    {&folders, BIND("/srv/x"), "/srv/x", at_srv_sub, 1, UNASKED, ""},
    {&nesting, READING("/data"), "/data", at_nested, COUNT(at_nested), UNASKED, ""},
    /* each counts, wherever nothing but reading is allowed */
    {&listed, READING("/srv/scratch/y"), "/srv/scratch/y", at_scratch_mine, 2, UNASKED,
     LEAVES("/srv/scratch/y", "/data/sub") LISTED},
    {&nesting, READING("/data"), "/data", at_nested_old, COUNT(at_nested_old), UNASKED,
     LEAVES("/data", "/data/old/x") " Allowed: /data (ro), /data/sub (rw), /data/old (ro)."},
    {&folders, READING("/etc/ssl/certs"), "/etc/ssl/certs", at_certs_sub, 1, UNASKED,
     LEAVES("/etc/ssl/certs", "/etc/ssl/certs/sub") FOLDERS},
    {&listed,
     "{\"HostConfig\":{\"Mounts\":[{\"Type\":\"volume\",\"Target\":\"/h\",\"VolumeOptions\":{"
     "\"DriverConfig\":{\"Options\":{\"type\":\"none\",\"o\":\"rbind,ro\",\"device\":\"/"
     "data\"}}}}]}}",
     "/data",
     at_data_sub,
     1,
     {.fact = KNOWN, .version = "28.5.2"},
     LEAVES("/data", "/data/sub") LISTED},
    /* forced: by engines that do it or start nothing */
    {&listed, MOUNT(FORCED), "/data", at_data_sub, 1, {.fact = KNOWN, .version = "25.0.0"}, ""},
    {&listed,
     MOUNT(FORCED),
     "/data",
     at_data_sub,
     1,
     {.fact = KNOWN, .version = "28.5.2+dfsg4"},
     ""},
    {&listed,
     MOUNT(FORCED),
     "/data",
     at_data_sub,
     1,
     {.fact = KNOWN, .version = "24.0.9"},
     LEAVES("/data", "/data/sub") LISTED},
    {&listed,
     MOUNT(FORCED),
     "/data",
     at_data_sub,
     1,
     {.fact = KNOWN, .version = "20.10.24+dfsg1"},
     LEAVES("/data", "/data/sub") LISTED},
    {&listed,
     MOUNT(FORCED),
     "/data",
     at_data_sub,
     1,
     {.fact = KNOWN, .version = "dev"},
     LEAVES("/data", "/data/sub") LISTED},
    {&listed,
     MOUNT(FORCED),
     "/data",
     at_data_sub,
     1,
     {.fact = KNOWN},
     LEAVES("/data", "/data/sub") LISTED},
    {&listed,
     MOUNT(FORCED),
     "/data",
     at_data_sub,
     1,
     {.version = "28.5.2"},
     LEAVES("/data", "/data/sub") LISTED},
};

static struct qw_facts facts_below(const struct qw_path_facts *path,
                                   const struct qw_engine_facts *engine)
{
    return (struct qw_facts){.engine = *engine, .paths = path, .n_paths = 1, .is_resolved = true};
}

START_TEST(what_is_mounted_below_stays_writable_when_a_path_is_mounted_for_reading)
{
    const struct below *row = &below_rows[_i];
    const struct qw_path_facts path = {.path = row->path,
                                       .fact = KNOWN,
                                       .real = row->path,
                                       .below = row->below,
                                       .n_below = row->n_below};
    const struct qw_facts facts = facts_below(&path, &row->engine);
    const struct qw_settings alone = only(QW_RULE_BIND_MOUNTS, row->settings);

    check_facts(QW_RULE_BIND_MOUNTS, &alone, row->body, &facts, row->text);
}
END_TEST

static const struct qw_path_name elsewhere = {"/data/old", "/srv/scratch/y/sub", NULL, false};
static const char *const at_scratch_sub[] = {"/srv/scratch/y/sub"};

/* Its other name is written to, too. */
START_TEST(what_is_mounted_below_has_other_names_that_stay_writable)
{
    const struct qw_path_facts path = {.path = "/srv/scratch/y",
                                       .fact = KNOWN,
                                       .real = "/srv/scratch/y",
                                       .names = &elsewhere,
                                       .n_names = 1,
                                       .below = at_scratch_sub,
                                       .n_below = 1};
    struct qw_path_facts at_top = path;
    const struct qw_facts facts = facts_below(&path, &(struct qw_engine_facts){0});
    const struct qw_facts facts_at_top = facts_below(&at_top, &(struct qw_engine_facts){0});
    const struct qw_settings alone = only(QW_RULE_BIND_MOUNTS, &listed);

    at_top.n_below = 0;
    check_facts(QW_RULE_BIND_MOUNTS, &alone, READING("/srv/scratch/y"), &facts,
                "mounts \"/srv/scratch/y\" of the host, which shows /data for writing, mounted at "
                "\"/srv/scratch/y/sub\", where a read-only mount of what is above does not "
                "reach." LISTED);
    check_facts(QW_RULE_BIND_MOUNTS, &alone, READING("/srv/scratch/y"), &facts_at_top, "");
}
END_TEST

/* What the judge says of a body of OP where something is mounted below /data. */
static const struct qw_finding *finding_below(struct qw_arena *arena, enum qw_op op,
                                              const char *version, const char *body)
{
    static const struct qw_path_facts path = {.path = "/data",
                                              .fact = KNOWN,
                                              .real = "/data",
                                              .below = at_data_sub,
                                              .n_below = COUNT(at_data_sub)};
    const struct qw_engine_facts engine = {.fact = KNOWN, .version = version};
    const struct qw_facts facts = facts_below(&path, &engine);
    const struct qw_settings alone = only(QW_RULE_BIND_MOUNTS, &listed);
    struct qw_workload workload = read_workload(arena, op, read_body(arena, op, body));
    struct qw_findings findings = {0};

    workload.facts = &facts;
    ck_assert_int_eq(qw_rules_judge(arena, &workload, &alone, &findings), QW_OK);
    ck_assert_uint_eq(findings.n_items, 1);
    return findings.items;
}

/* Its tasks run on other engines. */
START_TEST(a_service_cannot_force_what_is_below_to_be_read_only)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_finding *finding = finding_below(
        arena, QW_OP_SERVICE_CREATE, "28.5.2",
        "{\"TaskTemplate\":{\"ContainerSpec\":{\"Mounts\":[{\"Type\":\"bind\",\"Source\":"
        "\"/data\",\"Target\":\"/h\"" FORCED "}]}}}");

    ck_assert_str_eq(finding->text, LEAVES("/data", "/data/sub") LISTED);
    ck_assert_str_eq(finding->docker, "mount \"/data/sub\", and what else is needed, by itself");
}
END_TEST

START_TEST(the_fix_names_what_to_mount_and_how_to_reach_below)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_finding *finding =
        finding_below(arena, QW_OP_CONTAINER_CREATE, "20.10.24", READING("/data"));

    ck_assert_str_eq(finding->docker, "mount \"/data/sub\", and what else is needed, by itself");
    ck_assert_str_eq(finding->compose, "mount \"/data/sub\", and what else is needed, by itself");
    finding = finding_below(arena, QW_OP_CONTAINER_CREATE, "26.1.5", READING("/data"));
    ck_assert_str_eq(finding->docker,
                     "mount \"/data/sub\", and what else is needed, by itself, or use --mount with "
                     "readonly,bind-propagation=rprivate,bind-recursive=readonly");
    ck_assert_str_eq(finding->compose,
                     "mount \"/data/sub\", and what else is needed, by itself, or add bind: "
                     "{propagation: rprivate, recursive: readonly}");
}
END_TEST

/* Somebody has asked, but not for this path. */
START_TEST(a_path_that_was_missed_is_a_finding)
{
    const struct qw_path_facts other = {"/srv/other", KNOWN, "/srv/other", NULL, NULL,
                                        NULL,         0,     NULL,         0};
    const struct qw_facts facts = {.paths = &other, .n_paths = 1, .is_resolved = true};
    const struct qw_settings alone = only(QW_RULE_BIND_MOUNTS, &folders);
    const struct qw_settings sockets = only(QW_RULE_ENGINE_SOCKETS, &folders);

    check_facts(QW_RULE_BIND_MOUNTS, &alone, BIND("/srv/x"), &facts,
                "cannot be judged: nobody has looked where that path leads.");
    check_facts(QW_RULE_ENGINE_SOCKETS, &sockets, BIND("/srv/x"), &facts,
                "cannot be judged: nobody has looked where that path leads.");
    check_facts(QW_RULE_BIND_MOUNTS, &alone, BIND("/srv/other"), &facts, "");
}
END_TEST

static const struct {
    struct qw_engine_facts engine;
    const char *body;
    const char *text;
} folder_rows[] = {
    {{.fact = KNOWN, .root_folder = "/docker"},
     BIND("/docker/volumes"),
     "mounts \"/docker/volumes\" of the host, which lies in /docker." FOLDERS},
    {{.fact = KNOWN, .root_folder = "/docker"},
     BIND("/docker"),
     "mounts \"/docker\" of the host." FOLDERS},
    {{.fact = KNOWN, .root_folder = "/mnt/docker"},
     BIND("/mnt"),
     "mounts \"/mnt\" of the host, which shows /mnt/docker." FOLDERS},
    {{.fact = KNOWN, .root_folder = "/docker"}, BIND("/docker2"), ""},
    {{.fact = KNOWN, .root_folder = ""}, BIND("/docker"), ""},
    {{.fact = KNOWN}, BIND("/docker"), ""},
    {{.root_folder = "/docker"}, BIND("/docker"), ""},
    {{.fact = FAILED("the engine is gone")},
     BIND("/docker"),
     "cannot be judged: the engine is gone."},
    {{.fact = FAILED("the engine is gone")}, BIND("/etc"), "mounts \"/etc\" of the host." FOLDERS},
};

START_TEST(the_folder_of_the_engine_is_denied)
{
    const struct qw_facts facts = {.engine = folder_rows[_i].engine};
    const struct qw_settings alone = only(QW_RULE_BIND_MOUNTS, &folders);

    check_facts(QW_RULE_BIND_MOUNTS, &alone, folder_rows[_i].body, &facts, folder_rows[_i].text);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("mounts");

    tcase_add_test(cases, without_settings_every_path_is_denied);
    tcase_add_test(cases, folders_are_denied_with_their_parents_and_children);
    tcase_add_test(cases, a_longer_allowed_path_wins_for_what_it_grants);
    tcase_add_test(cases, only_listed_paths_pass_where_everything_is_denied);
    tcase_add_test(cases, mounts_are_judged_as_binds_are);
    tcase_add_test(cases, of_equal_entries_deny_wins);
    tcase_add_test(cases, a_finding_names_the_path_and_what_is_allowed);
    tcase_add_test(cases, without_allowed_paths_the_finding_says_so);
    tcase_add_test(cases, where_other_paths_pass_the_finding_does_not_say_that_none_is_allowed);
    tcase_add_test(cases, a_parent_names_what_it_shows);
    tcase_add_test(cases, a_child_names_what_it_lies_in);
    tcase_add_test(cases, writing_is_named);
    tcase_add_test(cases, relabelling_is_named);
    tcase_add_test(cases, the_fixes_name_the_word_to_drop);
    tcase_add_loop_test(cases, a_path_is_judged_by_where_it_leads, 0, (int)COUNT(leads));
    tcase_add_test(cases, a_path_that_was_missed_is_a_finding);
    tcase_add_loop_test(cases, what_is_mounted_there_is_judged_by_its_other_names, 0,
                        (int)COUNT(shown_rows));
    tcase_add_loop_test(cases,
                        what_is_mounted_below_stays_writable_when_a_path_is_mounted_for_reading, 0,
                        (int)COUNT(below_rows));
    tcase_add_test(cases, what_is_mounted_below_has_other_names_that_stay_writable);
    tcase_add_test(cases, a_service_cannot_force_what_is_below_to_be_read_only);
    tcase_add_test(cases, the_fix_names_what_to_mount_and_how_to_reach_below);
    tcase_add_loop_test(cases, the_folder_of_the_engine_is_denied, 0, (int)COUNT(folder_rows));
    return run_case("rules/mounts", cases);
}
