/* What a command line says. */
#include <sys/socket.h>
#include <sys/un.h>

#include "../../src/cli/doctor_priv.h"
#include "test_cli_fixture.h"

static const struct doctor_process dockerd = {
    .pid = 1,
    .arguments = {"dockerd", "-H", "unix:///run/a.sock", "--host=tcp://0.0.0.0:2375", "-Hfd://",
                  "--tlsverify", "--config-file", "/etc/d.json", "--config-file-else=no",
                  "--tls=true", "--debug=false", "--host"},
    .n_arguments = 12,
};

static const struct {
    const char *name;
    char letter;
    size_t n;
    const char *value;
} option_rows[] = {
    {"host", 'H', 0, "unix:///run/a.sock"},
    {"host", 'H', 1, "tcp://0.0.0.0:2375"},
    {"host", 'H', 2, "fd://"},
    {"host", 'H', 3, ""}, /* the last word lacks its value */
    {"host", 'H', 4, NULL},
    {"host", '\0', 0, "tcp://0.0.0.0:2375"},
    {"config-file", '\0', 0, "/etc/d.json"},
    {"config-file", '\0', 1, NULL},
    {"authorization-plugin", '\0', 0, NULL},
};

START_TEST(an_option_has_its_values_in_every_spelling)
{
    const char *value = doctor_process_option(&dockerd, option_rows[_i].name,
                                              option_rows[_i].letter, option_rows[_i].n);

    ck_assert_pstr_eq(value, option_rows[_i].value);
}
END_TEST

START_TEST(a_flag_is_set_unless_it_says_otherwise)
{
    ck_assert(doctor_process_flag(&dockerd, "tlsverify"));
    ck_assert(doctor_process_flag(&dockerd, "tls"));
    ck_assert(!doctor_process_flag(&dockerd, "debug"));
    ck_assert(!doctor_process_flag(&dockerd, "tlsver"));
    ck_assert(!doctor_process_flag(&(struct doctor_process){0}, "tlsverify"));
}
END_TEST

/* This test program listens, and is no dockerd. */
START_TEST(what_is_no_dockerd_is_not_taken_for_it)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct qw_arena *arena = qw_arena_new(DOCTOR_MEMORY);
    struct doctor_process process = {.pid = 7};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(address.sun_path, sizeof address.sun_path, "/tmp/qw-peer-%d", (int)getpid());
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(listen(fd, 1), 0);
    doctor_process_find(arena, address.sun_path, &process);
    ck_assert(process.pid == 0 || strstr(process.arguments[0], "dockerd") != NULL);
    doctor_process_find(arena, "/tmp/qw-nobody-listens", &process);
    ck_assert_int_eq(process.pid, 0);
    close(fd);
    unlink(address.sun_path);
    qw_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cli/doctor_process");
    TCase *tests = tcase_create("doctor_process");
    SRunner *runner = srunner_create(suite);

    tcase_add_loop_test(tests, an_option_has_its_values_in_every_spelling, 0,
                        (int)(sizeof option_rows / sizeof *option_rows));
    tcase_add_test(tests, a_flag_is_set_unless_it_says_otherwise);
    tcase_add_test(tests, what_is_no_dockerd_is_not_taken_for_it);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_ENV);

    const int n_failed = srunner_ntests_failed(runner);

    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
