/* Sizes and numbers of CPUs, as the docker CLI takes them. */
#include <string.h>
#include <strings.h>

#include "layer.h"

static const int64_t NANO = 1000000000;

/* Powers of 1024 all.  KB and its kin are left out, because people read them in two ways. */
static const struct {
    const char *name; /* without regard to case */
    int shift;
} units[] = {
    {"", 0},     {"b", 0},  {"k", 10},   {"KiB", 10}, {"m", 20},
    {"MiB", 20}, {"g", 30}, {"GiB", 30}, {"t", 40},   {"TiB", 40},
};

/* The digits at TEXT as a number up to MOST; *RET_END is behind them. */
static bool parse_digits(const char *text, int64_t most, int64_t *ret_value, const char **ret_end)
{
    const char *at = text;
    int64_t value = 0;

    for (; *at >= '0' && *at <= '9'; at++) {
        const int digit = *at - '0';

        if (value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *ret_value = value;
    *ret_end = at;
    return at != text;
}

static bool parse_size_text(const char *text, int64_t *ret_bytes)
{
    const char *unit = NULL;
    int64_t count = 0;

    if (!parse_digits(text, INT64_MAX, &count, &unit))
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcasecmp(unit, units[i].name) != 0)
            continue;
        if (count > INT64_MAX >> units[i].shift)
            return false;
        *ret_bytes = count * (INT64_C(1) << units[i].shift);
        return true;
    }
    return false;
}

bool qw_policy_parse_size(const struct qw_json *node, int64_t *ret_bytes)
{
    if (qw_json_type(node) == QW_JSON_STRING)
        return parse_size_text(qw_json_string(node), ret_bytes);
    if (qw_json_type(node) != QW_JSON_INTEGER || qw_json_integer(node) < 0)
        return false;
    *ret_bytes = qw_json_integer(node);
    return true;
}

/* ".5" -> 500000000; "" -> 0 */
static bool parse_fraction(const char *text, int64_t *ret_nano)
{
    const char *end = NULL;
    int64_t value = 0;

    *ret_nano = 0;
    if (*text == '\0')
        return true;
    if (*text != '.' || !parse_digits(text + 1, NANO - 1, &value, &end) || *end != '\0')
        return false;
    for (size_t n_digits = strlen(text + 1); n_digits < 9; n_digits++)
        value *= 10;
    *ret_nano = value;
    return strlen(text + 1) <= 9;
}

bool qw_policy_parse_cpus(const struct qw_json *node, int64_t *ret_nano)
{
    const char *rest = "";
    int64_t whole = qw_json_integer(node);
    int64_t nano = 0;

    if (qw_json_type(node) == QW_JSON_STRING) {
        if (!parse_digits(qw_json_string(node), INT32_MAX, &whole, &rest))
            return false;
    } else if (qw_json_type(node) != QW_JSON_INTEGER) {
        return false;
    }
    if (whole < 0 || whole > INT32_MAX || !parse_fraction(rest, &nano))
        return false;
    *ret_nano = whole * NANO + nano;
    return true;
}
