/* Runs the command line in a process of its own and keeps what it says. */
#ifndef TEST_CLI_FIXTURE_H
#define TEST_CLI_FIXTURE_H

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "test_gate_fixture.h"

#include "qw/cli.h"

enum { CLI_ARGUMENTS = 10, CLI_OUTPUT = 256 * 1024 };

struct cli_run {
    int code; /* exit code; -1: killed */
    char *out;
    char *err;
};

static inline char *contents_of(FILE *file)
{
    char *text = calloc(1, CLI_OUTPUT + 1);

    ck_assert_ptr_nonnull(text);
    rewind(file);
    (void)!fread(text, 1, CLI_OUTPUT, file);
    fclose(file);
    return text;
}

static inline int count_arguments(const char *const *arguments)
{
    int n = 0;

    while (arguments[n] != NULL)
        n++;
    return n;
}

/* In the child: the streams are files, so that both can be read afterwards. */
static inline int run_child(const char *const *arguments, const char *input)
{
    char *argv[CLI_ARGUMENTS + 2] = {strdup("quaywarden")};
    int n = count_arguments(arguments);
    FILE *in = tmpfile();

    for (int i = 0; i < n; i++)
        argv[i + 1] = strdup(arguments[i]);
    fputs(input, in);
    fflush(in);
    rewind(in);
    dup2(fileno(in), STDIN_FILENO);
    return qw_cli_main(n + 1, argv);
}

static inline struct cli_run cli_run(const char *const *arguments, const char *input)
{
    FILE *out = tmpfile();
    FILE *err = tmpfile();
    struct cli_run run = {.code = -1};
    int status = 0;
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        dup2(fileno(out), STDOUT_FILENO);
        dup2(fileno(err), STDERR_FILENO);
        _exit(run_child(arguments, input));
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    if (WIFEXITED(status))
        run.code = WEXITSTATUS(status);
    run.out = contents_of(out);
    run.err = contents_of(err);
    return run;
}

static inline void cli_run_done(struct cli_run *run)
{
    free(run->out);
    free(run->err);
}

static inline size_t count_lines(const char *text)
{
    size_t n = 0;

    for (; *text != '\0'; text++)
        n += *text == '\n';
    return n;
}

#endif
