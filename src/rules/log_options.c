/* The options that keep a log on the host within bounds: how much is kept, and what stands in a
 * line.  None of them names a file or an address.  Their values count too: the engine expands `tag`
 * as a Go template, and loops max-file times at each rotation. */
#include "log_options.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { FILES_MAX = 100, NUMBER_DIGITS_MAX = 9, VALUE_LEN_MAX = 256 };

#define SIZE_MIN ((uint64_t)1024)
#define BUFFER_MAX ((uint64_t)64 * 1024 * 1024)

typedef bool option_fn(const char *value);

static bool is_any(const char *value)
{
    (void)value;
    return true;
}

/* A counted repetition makes a program of many times its length, and they can be nested. */
static bool is_plain_pattern(const char *value)
{
    return strchr(value, '{') == NULL;
}

/* Decimal digits at *AT, which is moved behind them. */
static bool read_number(const char **at, uint64_t *ret_number)
{
    size_t n_digits = strspn(*at, "0123456789");
    uint64_t number = 0;

    if (n_digits == 0 || n_digits > NUMBER_DIGITS_MAX)
        return false;
    for (size_t i = 0; i < n_digits; i++)
        number = number * 10 + (uint64_t)((*at)[i] - '0');
    *at += n_digits;
    *ret_number = number;
    return true;
}

/* 1024, 10k, 10m, 1g, with a b behind: the plain part of what go-units reads. */
static bool read_size(const char *value, uint64_t *ret_bytes)
{
    static const char units[] = "kmgKMG";
    uint64_t bytes = 0;

    if (!read_number(&value, &bytes))
        return false;
    const char *unit = *value != '\0' ? strchr(units, *value) : NULL;
    if (unit != NULL) {
        bytes <<= 10 * (1 + (unsigned)(unit - units) % 3);
        value++;
    }
    if (*value == 'b' || *value == 'B')
        value++;
    if (*value != '\0')
        return false;
    *ret_bytes = bytes;
    return true;
}

static bool is_file_size(const char *value)
{
    uint64_t bytes = 0;

    if (strcmp(value, "-1") == 0) /* the engine's own default: no rotation */
        return true;
    return read_size(value, &bytes) && bytes >= SIZE_MIN;
}

static bool is_buffer_size(const char *value)
{
    uint64_t bytes = 0;

    return read_size(value, &bytes) && bytes <= BUFFER_MAX;
}

static bool is_file_count(const char *value)
{
    uint64_t count = 0;

    return read_number(&value, &count) && *value == '\0' && count >= 1 && count <= FILES_MAX;
}

/* The fields of a log line that are short, whatever the container holds; not its environment. */
static const char *const short_fields[] = {
    "ID", "FullID", "Name", "FullName", "ImageID", "ImageFullID", "ImageName", "DaemonName",
};

static bool is_short_field(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof short_fields / sizeof short_fields[0]; i++) {
        if (strlen(short_fields[i]) == len && memcmp(short_fields[i], name, len) == 0)
            return true;
    }
    return false;
}

/* The end of {{.Name}}, blanks within allowed; NULL for another action. */
static const char *after_field(const char *action)
{
    action += strlen("{{");
    action += strspn(action, " ");
    if (*action != '.')
        return NULL;
    size_t len = strcspn(action + 1, " }");
    if (!is_short_field(action + 1, len))
        return NULL;
    action += 1 + len;
    action += strspn(action, " ");
    return strncmp(action, "}}", strlen("}}")) == 0 ? action + strlen("}}") : NULL;
}

static bool is_plain_template(const char *value)
{
    for (const char *action = strstr(value, "{{"); action != NULL; action = strstr(action, "{{")) {
        action = after_field(action);
        if (action == NULL)
            return false;
    }
    return true;
}

static const struct {
    const char *name;
    option_fn *is_ordinary;
    const char *objection;
} rows[] = {
    {"compress", is_any, ""},
    {"env", is_any, ""},
    {"env-regex", is_plain_pattern,
     "a pattern with a {: the engine expands counted repetitions in its own memory"},
    {"labels", is_any, ""},
    {"labels-regex", is_plain_pattern,
     "a pattern with a {: the engine expands counted repetitions in its own memory"},
    {"mode", is_any, ""},
    {"max-size", is_file_size,
     "no size from 1k up: the engine would rotate the log at every line; give one, such as 10m"},
    {"max-file", is_file_count,
     "no number from 1 to 100: the engine renames that many files at each rotation"},
    {"max-buffer-size", is_buffer_size,
     "no size up to 64m: the engine keeps that much in its own memory"},
    {"tag", is_plain_template,
     "more than plain text and the names and ids of container and image, such as {{.Name}}: the "
     "engine runs what else a template asks for, in its own memory"},
    {"cache-compress", is_any, ""},
    {"cache-disabled", is_any, ""},
    {"cache-max-file", is_file_count,
     "no number from 1 to 100: the engine renames that many files at each rotation"},
    {"cache-max-size", is_file_size, "no size from 1k up: the engine would rotate at every line"},
};

const char *qw_log_option_objection(const char *name, const char *value)
{
    if (strlen(value) > VALUE_LEN_MAX)
        return "longer than 256 bytes: the engine keeps it, and some of it stands in every line";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].is_ordinary(value) ? NULL : rows[i].objection;
    }
    return "no ordinary option: with such ones the engine connects to addresses and reads files as "
           "root";
}
