/* A canonical body as a docker command: tables of fields, each with the flag that says it. */
#ifndef QW_COMMAND_PRIV_H
#define QW_COMMAND_PRIV_H

#include "qw/verdict.h"

enum { QW_COMMAND_UNSAID = 32 };

/* Nobody pastes more than this into a shell; the text of a denial takes 4 KiB in all. */
#define QW_LIMIT_COMMAND ((size_t)64 * 1024)

struct qw_command {
    struct qw_buffer *out;
    const struct qw_operation *operation;
    const struct qw_json *object;                    /* the one whose fields are being said */
    const struct qw_json *unsaid[QW_COMMAND_UNSAID]; /* what no flag says */
    size_t n_unsaid;                                 /* may be more than are kept */
};

/* Says NODE by FLAG; false when the docker CLI has no way to say it, or would make something else
 * of it.  Writers are not called for absent nodes. */
typedef bool qw_say_fn(struct qw_command *command, const char *flag, const struct qw_json *node);

struct qw_say_row {
    const char *field;
    const char *flag;
    qw_say_fn *say;
};

struct qw_say_table {
    const struct qw_say_row *rows;
    size_t n_rows;
};

#define QW_COUNT_ROWS(rows) (sizeof(rows) / sizeof(rows)[0])
#define QW_SAY_TABLE(rows) ((struct qw_say_table){(rows), QW_COUNT_ROWS(rows)})

/* Adds the command for OPERATION to BUFFER and gives back what it cannot say: nodes of the body.
 * False when there is no command; BUFFER is then unchanged. */
bool qw_command_write(struct qw_buffer *buffer, const struct qw_operation *operation,
                      struct qw_command *ret_command);

/* --- command.c ---------------------------------------------------------------------------------
 */

/* Says the fields of OBJECT in the order of TABLE; what is set and has no row is unsaid. */
void qw_command_say_fields(struct qw_command *command, const struct qw_json *object,
                           struct qw_say_table table);

/* Says each element or member of NODE; one that SAY_ITEM cannot say is unsaid.  Always true, for
 * `return`. */
bool qw_command_say_items(struct qw_command *command, const char *flag, const struct qw_json *node,
                          qw_say_fn *say_item);

/* One per operation; false when no command says it. */
typedef bool qw_command_fn(struct qw_command *command);
qw_command_fn qw_command_run;             /* command_run.c */
qw_command_fn qw_command_exec;            /* command_objects.c */
qw_command_fn qw_command_volume_create;   /* command_objects.c */
qw_command_fn qw_command_network_create;  /* command_networks.c */
qw_command_fn qw_command_network_connect; /* command_networks.c */

/* --- command_words.c ---------------------------------------------------------------------------
 */

void qw_command_unsaid(struct qw_command *command, const struct qw_json *node);

/* " WORD", quoted */
void qw_command_word(struct qw_command *command, const char *word);

/* The strings from FROM to the end of its list, empty ones too. */
void qw_command_words(struct qw_command *command, const struct qw_json *from);

/* " FLAG" */
void qw_command_switch(struct qw_command *command, const char *flag);

/* " FLAG VALUE" */
void qw_command_flag(struct qw_command *command, const char *flag, const char *value);

/* The same with a value put together in WORD, whose error becomes the command's. */
void qw_command_flag_buffer(struct qw_command *command, const char *flag,
                            const struct qw_buffer *word);

/* An argument that stands without a flag: false when it is empty or begins with a dash, which the
 * docker CLI would take for a flag. */
bool qw_command_argument(struct qw_command *command, const char *word);

/* NAME=VALUE as one field of a comma-separated flag value, quoted as CSV where needed. */
void qw_command_add_csv(struct qw_buffer *word, const char *name, const char *value);

/* False for the source of a mount that the docker CLI reads in another way than the engine: what
 * begins with a dot it makes absolute, in the person's own folder, a path that nobody judged. */
bool qw_command_is_plain_source(const char *text);

/* False for what `PATH:...` would take apart in another place. */
bool qw_command_is_device_path(const char *text);

/* True for names and values that look like credentials: these are never repeated. */
bool qw_command_is_secret(const char *name, const char *value);

/* --- command_values.c: writers for plain values. -----------------------------------------------
 */

qw_say_fn qw_say_silently; /* nothing to say, and nothing lost */
qw_say_fn qw_say_switch;   /* true -> FLAG */
qw_say_fn qw_say_text;
qw_say_fn qw_say_integer;
qw_say_fn qw_say_each;      /* array of strings -> FLAG each */
qw_say_fn qw_say_pairs;     /* map -> FLAG key=value each */
qw_say_fn qw_say_env_names; /* ["NAME=VALUE"] -> FLAG NAME each */
qw_say_fn qw_say_bytes;     /* 536870912 -> 512m */
qw_say_fn qw_say_duration;  /* nanoseconds -> 30s */

/* --- command_mounts.c, _parts.c, _devices.c, _ports.c, _limits.c, _networks.c ------------------
 */

qw_say_fn qw_say_binds;
qw_say_fn qw_say_volumes;
qw_say_fn qw_say_tmpfs;
qw_say_fn qw_say_mounts; /* command_mount.c */

qw_say_fn qw_say_security;
qw_say_fn qw_say_system_paths;
qw_say_fn qw_say_devices;
qw_say_fn qw_say_device_requests;
qw_say_fn qw_say_ports;
qw_say_fn qw_say_exposed;
qw_say_fn qw_say_log;
qw_say_fn qw_say_restart;
qw_say_fn qw_say_health;

qw_say_fn qw_say_cpus;
qw_say_fn qw_say_ulimits;
qw_say_fn qw_say_weights;
qw_say_fn qw_say_rates;

qw_say_fn qw_say_network_mode;
qw_say_fn qw_say_networking;

#endif
