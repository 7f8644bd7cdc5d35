#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/cli/cli_priv.h"

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

enum { ARGUMENTS_MAX = 6, TEXT_MAX = 4096 };

/* What was taken, in order: "p=x" for an option with a value, "j" for one without, "=x" for an
 * argument. */
struct taken {
    char text[TEXT_MAX];
};

static const struct argp_option test_options[] = {
    {"policy", 'p', "NAME", 0, "a value", 0},
    {"json", 'j', NULL, 0, "no value", 0},
    {"jump", 1, NULL, 0, "no letter", 0},
    {0},
};

static bool take(int key, char *value, void *values)
{
    struct taken *taken = values;
    const size_t len = strlen(taken->text);

    if (value != NULL && strcmp(value, "bad") == 0) {
        cli_error("bad value");
        return false;
    }
    snprintf(taken->text + len, sizeof taken->text - len, "%s%.1s%s%s", len > 0 ? " " : "",
             key == ARGP_KEY_ARG ? "" : (char[]){key == 1 ? '1' : (char)key, '\0'},
             value != NULL ? "=" : "", value != NULL ? value : "");
    return true;
}

struct options_row {
    const char *arguments[ARGUMENTS_MAX];
    enum cli_parsed parsed;
    const char *taken;
    const char *err; /* the one line; "" for none */
};

static const struct options_row rows[] = {
    {{NULL}, CLI_PARSED, "", ""},
    {{"-p", "x"}, CLI_PARSED, "p=x", ""},
    {{"-px"}, CLI_PARSED, "p=x", ""},
    {{"-jpx"}, CLI_PARSED, "j p=x", ""},
    {{"--policy", "x"}, CLI_PARSED, "p=x", ""},
    {{"--policy=x"}, CLI_PARSED, "p=x", ""},
    {{"--pol=x"}, CLI_PARSED, "p=x", ""},
    {{"--policy="}, CLI_PARSED, "p=", ""},
    {{"--jump", "-j"}, CLI_PARSED, "1 j", ""},
    {{"a", "-j", "b"}, CLI_PARSED, "j =a =b", ""},
    {{"-j", "--", "-x"}, CLI_PARSED, "j =-x", ""},
    {{"-"}, CLI_PARSED, "=-", ""},
    {{"-p", "bad"}, CLI_WRONG, "", "quaywarden: bad value\n"},
    {{"bad"}, CLI_WRONG, "", "quaywarden: bad value\n"},
    {{"-p"}, CLI_WRONG, "", "quaywarden: test: -p needs a value\n"},
    {{"-jp"}, CLI_WRONG, "j", "quaywarden: test: -jp needs a value\n"},
    {{"--policy"}, CLI_WRONG, "", "quaywarden: test: --policy needs a value\n"},
    {{"--json=1"}, CLI_WRONG, "", "quaywarden: test: --json=1 takes no value\n"},
    {{"--j"}, CLI_WRONG, "", "quaywarden: test: unknown option --j (try quaywarden test --help)\n"},
    {{"-x"}, CLI_WRONG, "", "quaywarden: test: unknown option -x (try quaywarden test --help)\n"},
    {{"a", "-xj"},
     CLI_WRONG,
     "",
     "quaywarden: test: unknown option -xj (try quaywarden test --help)\n"},
    {{"-j", "-xj"},
     CLI_WRONG,
     "j",
     "quaywarden: test: unknown option -xj (try quaywarden test --help)\n"},
    {{"-p", "x", "-xj"},
     CLI_WRONG,
     "p=x",
     "quaywarden: test: unknown option -xj (try quaywarden test --help)\n"},
    {{"-px", "-xj"},
     CLI_WRONG,
     "p=x",
     "quaywarden: test: unknown option -xj (try quaywarden test --help)\n"},
    {{"--help"}, CLI_HELPED, "", ""},
    {{"-j", "--help", "-x"}, CLI_HELPED, "j", ""},
};

/* Everything that is written to STREAM goes to the file from then on. */
static FILE *divert(FILE *stream)
{
    FILE *file = tmpfile();

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(dup2(fileno(file), fileno(stream)), 0);
    return file;
}

static const char *text_of(FILE *file)
{
    static char text[TEXT_MAX];

    rewind(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static enum cli_parsed parse(const struct cli_options *options, const char *const *arguments,
                             struct taken *taken)
{
    char *argv[ARGUMENTS_MAX + 2] = {strdup(options->command)};
    int argc = 1;

    for (; argc <= ARGUMENTS_MAX && arguments[argc - 1] != NULL; argc++)
        argv[argc] = strdup(arguments[argc - 1]);

    const enum cli_parsed parsed = cli_parse(options, argc, argv, taken);

    for (int i = 0; i < argc; i++)
        free(argv[i]);
    return parsed;
}

START_TEST(what_is_given_is_taken_or_refused_in_one_line)
{
    static const struct cli_options options = {
        .command = "test", .options = test_options, .arguments = "[FILE...]", .take = take};
    const struct options_row *row = &rows[_i];
    struct taken taken = {""};
    FILE *out = divert(stdout);
    FILE *err = divert(stderr);

    ck_assert_int_eq(parse(&options, row->arguments, &taken), row->parsed);
    ck_assert_str_eq(taken.text, row->taken);
    ck_assert_str_eq(text_of(err), row->err);
    ck_assert_int_eq(text_of(out)[0] != '\0', row->parsed == CLI_HELPED);
}
END_TEST

START_TEST(a_command_without_arguments_refuses_them)
{
    static const struct cli_options options = {
        .command = "test", .options = test_options, .take = take};
    static const char *const arguments[] = {"-j", "extra", NULL};
    struct taken taken = {""};
    FILE *err = divert(stderr);

    ck_assert_int_eq(parse(&options, arguments, &taken), CLI_WRONG);
    ck_assert_str_eq(taken.text, "j");
    ck_assert_str_eq(text_of(err), "quaywarden: test takes no argument such as extra\n");
}
END_TEST

START_TEST(help_names_the_command_its_options_and_its_arguments)
{
    static const struct cli_options options = {.command = "test",
                                               .options = test_options,
                                               .arguments = "[FILE...]",
                                               .doc = "Tests it.",
                                               .take = take};
    static const char *const arguments[] = {"--help", NULL};
    static const char *const parts[] = {"Usage: quaywarden test ", "[FILE...]", "Tests it.",
                                        "--policy=NAME",           "--json",    "--help"};
    struct taken taken = {""};
    FILE *out = divert(stdout);
    const char *help = NULL;

    ck_assert_int_eq(parse(&options, arguments, &taken), CLI_HELPED);
    help = text_of(out);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        ck_assert_msg(strstr(help, parts[i]) != NULL, "%s is not in\n%s", parts[i], help);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cli/options");
    TCase *tcase = tcase_create("options");
    SRunner *runner = srunner_create(suite);
    int n_failed = 0;

    tcase_add_loop_test(tcase, what_is_given_is_taken_or_refused_in_one_line, 0,
                        (int)COUNT_OF(rows));
    tcase_add_test(tcase, a_command_without_arguments_refuses_them);
    tcase_add_test(tcase, help_names_the_command_its_options_and_its_arguments);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed == 0 ? 0 : 1;
}
