/* What the subcommands share. */
#ifndef QW_CLI_PRIV_H
#define QW_CLI_PRIV_H

#include <argp.h>

#include "qw/cli.h"
#include "qw/gate.h"

/* --- One function for each row of the table in cli.c; argv[0] is the subcommand. -------------- */
int cli_serve(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_explain(int argc, char **argv);
int cli_doctor(int argc, char **argv);
int cli_version(int argc, char **argv);

/* --- options.c: argp, but with one line for each wrong use and no exit on the way. ------------ */

/* What a subcommand's options are. */
struct cli_options {
    const char *command; /* "check" */
    const struct argp_option *options;
    const char *arguments; /* "[FILE]" */
    const char *doc;
    /* Takes one option, or ARGP_KEY_ARG; false when the value is no good, after cli_error(). */
    bool (*take)(int key, char *value, void *values);
};

enum cli_parsed { CLI_PARSED, CLI_HELPED, CLI_WRONG };

/* Fills in VALUES through `take`.  CLI_HELPED: --help was printed; CLI_WRONG: one line was. */
enum cli_parsed cli_parse(const struct cli_options *options, int argc, char **argv, void *values);

/* --- output.c --------------------------------------------------------------------------------- */

/* Prints "quaywarden: ..." with a newline on standard error. */
void cli_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints what DIAG says with its place in the text. */
void cli_report(const struct qw_diag *diag);

/* Prints what is in BUFFER on standard output and frees it; false, with a line on standard error,
 * when that fails or memory was short. */
bool cli_print(struct qw_buffer *buffer);

/* --- input.c: what `check` reads. ------------------------------------------------------------- */

enum cli_input_kind {
    CLI_INPUT_UNKNOWN = 0,
    CLI_INPUT_ENVELOPE,
    CLI_INPUT_CREATE_BODY,
    CLI_INPUT_INSPECT,  /* one object */
    CLI_INPUT_INSPECTS, /* an array of them */
};

struct cli_input {
    enum cli_input_kind kind;
    struct qw_bytes text;
    struct qw_json *root; /* NULL for a text that is no well-formed JSON */
};

/* Tells the kinds apart.  DIAG says what is wrong with a text of unknown kind. */
void cli_input_read(struct qw_arena *arena, struct qw_bytes text, struct cli_input *ret_input,
                    struct qw_diag *diag);

/* --- envelope.c: the AuthZReq that dockerd would send for a create body. -----------------------
 */

/* NULL data when memory is short. */
struct qw_bytes cli_envelope_of_create(struct qw_arena *arena, struct qw_bytes body);

/* --- result.c: a decision as text and as JSON. -------------------------------------------------
 */

struct cli_result {
    const char *object; /* name of the container that was looked at; NULL for a request */
    const char *policy_name;
    const struct qw_decided *decided;
};

void cli_result_add_text(struct qw_buffer *buffer, const struct cli_result *result);
void cli_result_add_json(struct qw_buffer *buffer, const struct cli_result *result);

/* --- http.c: one question over a unix socket, as `doctor` asks. --------------------------------
 */

struct cli_http_request {
    const char *socket;
    const char *path;
    const char *body; /* NULL: GET, else POST */
};

struct cli_http_answer {
    long status;
    const char *body; /* in the arena, with a NUL behind it */
    size_t len;
};

/* QW_ERR_ENGINE for no answer in time, or one over the limit; QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err cli_http_ask(struct qw_arena *arena, const struct cli_http_request *request,
                                     struct cli_http_answer *ret_answer, struct qw_diag *diag);

#endif
