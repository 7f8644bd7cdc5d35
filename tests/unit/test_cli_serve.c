#include <sched.h>
#include <spawn.h>
#include <sys/resource.h>

#include "test_cli_fixture.h"
#include "test_server_client.h"

#define PING_ENVELOPE "{\"RequestMethod\":\"GET\",\"RequestUri\":\"/_ping\"}"

/* A daemon in a process of its own. */
struct served {
    pid_t child;
    char folder[32];
    char socket_path[64];
    char audit_path[64];
    char log_path[64];
};

static struct served served;

static int run_daemon(int ready_fd)
{
    char number[16];
    const char *arguments[] = {
        "serve",    "--socket", served.socket_path, "--audit", served.audit_path,
        "--policy", "baseline", "--engine",         "none",    "--ready-fd",
        number,     NULL};
    int log = open(served.log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);

    snprintf(number, sizeof number, "%d", ready_fd);
    dup2(log, STDERR_FILENO);
    return run_child(arguments, "");
}

static void make_folder(void)
{
    served = (struct served){.folder = "/tmp/qw-serve-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(served.folder));
    snprintf(served.socket_path, sizeof served.socket_path, "%s/run/s.sock", served.folder);
    snprintf(served.audit_path, sizeof served.audit_path, "%s/audit", served.folder);
    snprintf(served.log_path, sizeof served.log_path, "%s/log", served.folder);
}

/* Takes both ends; the daemon closes its own, so that the reader sees the end of the pipe. */
static void wait_until_ready(const int ends[2])
{
    char byte;

    close(ends[1]);
    ck_assert_int_eq(read(ends[0], &byte, 1), 1);
    ck_assert_int_eq(read(ends[0], &byte, 1), 0);
    close(ends[0]);
}

static void setup(void)
{
    int ends[2];

    make_folder();
    ck_assert_int_eq(pipe(ends), 0);
    served.child = fork();
    ck_assert_int_ge(served.child, 0);
    if (served.child == 0) {
        close(ends[0]);
        _exit(run_daemon(ends[1]));
    }
    wait_until_ready(ends);
}

static int stop_with(int signal_number)
{
    int status = 0;

    ck_assert_int_eq(kill(served.child, signal_number), 0);
    ck_assert_int_eq(waitpid(served.child, &status, 0), served.child);
    served.child = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void teardown(void)
{
    char path[80];

    if (served.child > 0)
        stop_with(SIGTERM);
    unlink(served.audit_path);
    unlink(served.log_path);
    snprintf(path, sizeof path, "%s.1", served.audit_path);
    unlink(path);
    snprintf(path, sizeof path, "%s/run", served.folder);
    rmdir(path);
    rmdir(served.folder);
}

static char *text_of(const char *path)
{
    FILE *file = fopen(path, "r");

    return file != NULL ? contents_of(file) : strdup("");
}

static void ask(const char *envelope, const char *start)
{
    int fd = client_connect(served.socket_path);
    struct http_answer answer = client_ask(fd, QW_PLUGIN_PATH_REQUEST, envelope);

    ck_assert_int_eq(answer.status, 200);
    ck_assert_msg(strncmp(answer.body, start, strlen(start)) == 0, "%s", answer.body);
    close(fd);
}

START_TEST(it_answers_once_it_is_ready)
{
    ask(PING_ENVELOPE, QW_PLUGIN_REPLY_ALLOW);
    ask("", "{\"Allow\":false");
}
END_TEST

static const int stopping_signals[] = {SIGTERM, SIGINT};

START_TEST(a_signal_stops_it_cleanly)
{
    char *log;

    ck_assert_int_eq(stop_with(stopping_signals[_i]), 0);
    ck_assert_int_ne(access(served.socket_path, F_OK), 0);
    log = text_of(served.log_path);
    ck_assert_ptr_nonnull(strstr(log, "serves policy baseline"));
    ck_assert_ptr_nonnull(strstr(log, "stopped"));
    free(log);
}
END_TEST

/* The log line is what tells that the file was opened again. */
static void wait_for_log(const char *words)
{
    for (;;) {
        char *log = text_of(served.log_path);
        bool is_there = strstr(log, words) != NULL;

        free(log);
        if (is_there)
            return;
        sched_yield();
    }
}

START_TEST(sighup_opens_the_audit_file_again)
{
    char moved[80];
    char *records;

    snprintf(moved, sizeof moved, "%s.1", served.audit_path);
    ask("", "{\"Allow\":false");
    ck_assert_int_eq(rename(served.audit_path, moved), 0);
    ck_assert_int_eq(kill(served.child, SIGHUP), 0);
    wait_for_log("reopened");
    ask("", "{\"Allow\":false");
    records = text_of(served.audit_path);
    ck_assert_ptr_eq(strstr(records, "{\"v\":1,\"seq\":2,"), records);
    free(records);
}
END_TEST

START_TEST(a_failed_reopening_is_logged_and_survived)
{
    char moved[80];

    snprintf(moved, sizeof moved, "%s.1", served.audit_path);
    ck_assert_int_eq(rename(served.audit_path, moved), 0);
    ck_assert_int_eq(mkdir(served.audit_path, 0700), 0);
    ck_assert_int_eq(kill(served.child, SIGHUP), 0);
    wait_for_log("the old file stays in use");
    ask("", "{\"Allow\":false");
    ck_assert_int_eq(rmdir(served.audit_path), 0);
}
END_TEST

/* The audit file is the longest by far: the log has room below its size. */
START_TEST(a_record_that_is_not_written_is_logged_with_its_reason)
{
    enum { N_RECORDS = 20 };
    struct rlimit limit = {.rlim_max = RLIM_INFINITY};
    struct stat status;

    for (int i = 0; i < N_RECORDS; i++)
        ask("", "{\"Allow\":false");
    ck_assert_int_eq(stat(served.audit_path, &status), 0);
    limit.rlim_cur = (rlim_t)status.st_size;
    ck_assert_int_eq(prlimit(served.child, RLIMIT_FSIZE, &limit, NULL), 0);
    ask("", "{\"Allow\":false");
    wait_for_log("audit record not written (File too large): only reading, stopping and removing "
                 "go on\n");
}
END_TEST

START_TEST(a_second_daemon_on_the_socket_fails_in_one_line)
{
    const char *const arguments[] = {"serve",   "--socket",        served.socket_path,
                                     "--audit", served.audit_path, NULL};
    struct cli_run run = cli_run(arguments, "");

    ck_assert_int_eq(run.code, 3);
    ck_assert_msg(count_lines(run.err) == 1 && strstr(run.err, "another process") != NULL, "%s",
                  run.err);
    ask(PING_ENVELOPE, QW_PLUGIN_REPLY_ALLOW);
    cli_run_done(&run);
}
END_TEST

static const struct {
    const char *path; /* below the daemon's folder */
    const char *start;
} mount_rows[] = {
    {"/run", "{\"Allow\":false"},
    {"/run/s.sock", "{\"Allow\":false"},
    {"", "{\"Allow\":false"},
    {"/../qw-other", QW_PLUGIN_REPLY_ALLOW},
};

/* At baseline any other folder below /tmp may be mounted. */
START_TEST(a_mount_that_shows_its_own_files_is_denied)
{
    char body[512];
    struct question question = {"POST", CREATE_URI, body};
    char *envelope;

    snprintf(body, sizeof body, "{\"Image\":\"x\",\"HostConfig\":{\"Binds\":[\"%s%s:/x\"]}}",
             served.folder, mount_rows[_i].path);
    envelope = envelope_of(&question);
    ask(envelope, mount_rows[_i].start);
    free(envelope);
}
END_TEST

enum { READY_FD = 9, N_STANDARD = 3, N_CHOICES = 1 << N_STANDARD };

/* Starts the program itself, without the standard descriptors in the bits of CLOSED. */
static void spawn_without(unsigned closed)
{
    char *arguments[] = {(char[]){"quaywarden"}, (char[]){"serve"},   (char[]){"--socket"},
                         served.socket_path,     (char[]){"--audit"}, served.audit_path,
                         (char[]){"--ready-fd"}, (char[]){"9"},       NULL};
    posix_spawn_file_actions_t actions;
    int ends[2];

    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    ck_assert_int_eq(posix_spawn_file_actions_init(&actions), 0);
    ck_assert_int_eq(posix_spawn_file_actions_adddup2(&actions, ends[1], READY_FD), 0);
    ck_assert_int_eq(posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, served.log_path,
                                                      O_WRONLY | O_CREAT | O_APPEND, 0600),
                     0);
    for (int fd = 0; fd < N_STANDARD; fd++) {
        if ((closed & 1U << fd) != 0)
            ck_assert_int_eq(posix_spawn_file_actions_addclose(&actions, fd), 0);
    }
    ck_assert_int_eq(posix_spawn(&served.child, QW_PROGRAM, &actions, NULL, arguments, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    wait_until_ready(ends);
}

START_TEST(a_closed_standard_descriptor_is_never_the_audit_file)
{
    static const char record_start[] = "{\"v\":1,\"seq\":1,";
    char *records;

    spawn_without((unsigned)_i);
    ask("", "{\"Allow\":false");
    ck_assert_int_eq(stop_with(SIGTERM), 0);
    records = text_of(served.audit_path);
    ck_assert_msg(count_lines(records) == 1, "%s", records);
    ck_assert_int_eq(strncmp(records, record_start, strlen(record_start)), 0);
    free(records);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cli/serve");
    TCase *tcase = tcase_create("serve");
    TCase *spawned = tcase_create("spawned");
    int code;

    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, it_answers_once_it_is_ready);
    tcase_add_loop_test(tcase, a_signal_stops_it_cleanly, 0, (int)COUNT(stopping_signals));
    tcase_add_test(tcase, sighup_opens_the_audit_file_again);
    tcase_add_test(tcase, a_failed_reopening_is_logged_and_survived);
    tcase_add_test(tcase, a_record_that_is_not_written_is_logged_with_its_reason);
    tcase_add_test(tcase, a_second_daemon_on_the_socket_fails_in_one_line);
    tcase_add_loop_test(tcase, a_mount_that_shows_its_own_files_is_denied, 0,
                        (int)COUNT(mount_rows));
    tcase_add_checked_fixture(spawned, make_folder, teardown);
    tcase_add_loop_test(spawned, a_closed_standard_descriptor_is_never_the_audit_file, 0,
                        N_CHOICES);
    suite_add_tcase(suite, tcase);
    suite_add_tcase(suite, spawned);
    run_suite_and_exit_code(srunner_create(suite), &code);
    return code;
}
