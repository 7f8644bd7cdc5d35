#include "spelling.h"

#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "oracle.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum style {
    STYLE_UPPER = 1, /* keys of structs in capitals */
    STYLE_LOWER = 2, /* ... in small letters; with UPPER: each other letter */
    STYLE_FOLD = 4,  /* ... with the long s and the sign of kelvin */
    STYLE_ESCAPE_KEYS = 8,
    STYLE_ESCAPE_VALUES = 16,
    STYLE_SPACE = 32,
    STYLE_REVERSE = 64,     /* members from the last to the first */
    STYLE_TWINS = 128,      /* each member of a struct twice */
    STYLE_NULL_TWINS = 256, /* ... before it a null, which Go passes over */
};

struct writer {
    FILE *out;
    unsigned style;
};

/* Members whose keys are words of somebody's own: their case means something. */
static bool is_map(const char *key)
{
    static const char *const maps[] = {
        "Labels",       "Sysctls",     "Tmpfs",           "Volumes",    "PortBindings",
        "ExposedPorts", "Config",      "Options",         "DriverOpts", "DriverOptions",
        "StorageOpt",   "Annotations", "EndpointsConfig", "Networks",
    };

    for (size_t i = 0; i < COUNT(maps); i++) {
        if (oracle_is_key(key, maps[i]))
            return true;
    }
    return false;
}

static void write_space(const struct writer *writer)
{
    if ((writer->style & STYLE_SPACE) != 0)
        (void)fputs(" \r\n\t", writer->out);
}

static void write_byte(const struct writer *writer, char byte, bool is_escaped)
{
    const bool needs = (unsigned char)byte < ' ' || byte == '"' || byte == '\\';

    if (needs || (is_escaped && (unsigned char)byte < 0x80))
        (void)fprintf(writer->out, "\\u%04x", (unsigned)(unsigned char)byte);
    else
        (void)fputc(byte, writer->out);
}

static void write_text(const struct writer *writer, const char *text, size_t len, bool is_escaped)
{
    (void)fputc('"', writer->out);
    for (size_t i = 0; i < len; i++)
        write_byte(writer, text[i], is_escaped);
    (void)fputc('"', writer->out);
}

static char in_case(unsigned style, char byte, size_t at)
{
    const bool is_upper = (style & STYLE_UPPER) != 0;
    const bool is_lower = (style & STYLE_LOWER) != 0;

    if (is_upper && (!is_lower || at % 2 == 0))
        return (char)toupper((unsigned char)byte);
    return is_lower ? (char)tolower((unsigned char)byte) : byte;
}

/* Only ASCII letters have a case here: others are written as they are. */
static void write_struct_key(const struct writer *writer, const char *key)
{
    const bool is_escaped = (writer->style & STYLE_ESCAPE_KEYS) != 0;

    (void)fputc('"', writer->out);
    for (size_t i = 0; key[i] != '\0'; i++) {
        const char byte = in_case(writer->style, key[i], i);
        const int letter = tolower((unsigned char)byte);

        if ((writer->style & STYLE_FOLD) != 0 && (letter == 's' || letter == 'k'))
            (void)fputs(letter == 's' ? "\xc5\xbf" : "\xe2\x84\xaa", writer->out);
        else
            write_byte(writer, byte, is_escaped);
    }
    (void)fputc('"', writer->out);
}

/* Far less deep than jansson reads. */
enum { DEPTH_MAX = 80 };

/* NOLINTNEXTLINE(misc-no-recursion) */
static void write_value(const struct writer *writer, const json_t *value, bool is_in_map,
                        int depth);

struct member {
    const char *key;
    const json_t *value;
};

/* The last spelling of a member counts; where a null stands first, it means nothing. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static void write_member(const struct writer *writer, const struct member *member, bool is_in_map,
                         int depth)
{
    int n_times = 1;

    if (!is_in_map && (writer->style & (STYLE_TWINS | STYLE_NULL_TWINS)) != 0)
        n_times = 2;
    for (int i = 0; i < n_times; i++) {
        if (i > 0)
            (void)fputc(',', writer->out);
        write_space(writer);
        if (is_in_map)
            write_text(writer, member->key, strlen(member->key),
                       (writer->style & STYLE_ESCAPE_KEYS) != 0);
        else
            write_struct_key(writer, member->key);
        (void)fputc(':', writer->out);
        if (i + 1 < n_times && (writer->style & STYLE_NULL_TWINS) != 0)
            (void)fputs("null", writer->out);
        else
            write_value(writer, member->value, is_map(member->key), depth + 1);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion) */
static void write_object(const struct writer *writer, const json_t *object, bool is_in_map,
                         int depth)
{
    const size_t n_members = json_object_size(object);
    struct member *members = calloc(n_members + 1, sizeof *members);
    const char *key;
    json_t *value;
    size_t n = 0;

    fuzz_require(members != NULL, "there is memory");
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        const bool is_reversed = (writer->style & STYLE_REVERSE) != 0;

        members[is_reversed ? n_members - 1 - n : n] = (struct member){key, value};
        n++;
    }
    (void)fputc('{', writer->out);
    for (size_t i = 0; i < n_members; i++) {
        if (i > 0)
            (void)fputc(',', writer->out);
        write_member(writer, &members[i], is_in_map, depth);
    }
    (void)fputc('}', writer->out);
    free(members);
}

/* NOLINTNEXTLINE(misc-no-recursion) */
static void write_array(const struct writer *writer, const json_t *array, int depth)
{
    (void)fputc('[', writer->out);
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (i > 0)
            (void)fputc(',', writer->out);
        write_value(writer, json_array_get(array, i), false, depth + 1);
    }
    (void)fputc(']', writer->out);
}

/* NOLINTNEXTLINE(misc-no-recursion) */
static void write_value(const struct writer *writer, const json_t *value, bool is_in_map, int depth)
{
    write_space(writer);
    if (json_is_object(value))
        write_object(writer, value, is_in_map, depth);
    else if (json_is_array(value))
        write_array(writer, value, depth);
    else if (json_is_string(value))
        write_text(writer, json_string_value(value), json_string_length(value),
                   (writer->style & STYLE_ESCAPE_VALUES) != 0);
    else if (json_is_integer(value))
        (void)fprintf(writer->out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else
        (void)fputs(json_is_null(value) ? "null" : (json_is_true(value) ? "true" : "false"),
                    writer->out);
    write_space(writer);
}

/* Go takes 1 for an integer and 1.0 for none. NOLINTNEXTLINE(misc-no-recursion) */
static bool can_be_spelled(const json_t *value, int depth)
{
    const char *key;
    json_t *child;
    size_t i;

    if (json_is_real(value) || depth > DEPTH_MAX)
        return false;
    json_object_foreach((json_t *)(uintptr_t)value, key, child)
    {
        if (!can_be_spelled(child, depth + 1))
            return false;
    }
    json_array_foreach(value, i, child)
    {
        if (!can_be_spelled(child, depth + 1))
            return false;
    }
    return true;
}

/* Jansson passes over a NUL behind a word. */
static bool has_own_spelling(const char *text, size_t len)
{
    return memmem(text, len, "-0", 2) != NULL || memchr(text, '\0', len) != NULL;
}

char *spelling_of(const char *text, size_t len, unsigned style)
{
    json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
    struct writer writer = {.style = style};
    char *spelled = NULL;
    size_t spelled_len = 0;

    if (root == NULL || has_own_spelling(text, len) || !can_be_spelled(root, 0)) {
        json_decref(root);
        return NULL;
    }
    writer.out = open_memstream(&spelled, &spelled_len);
    fuzz_require(writer.out != NULL, "there is memory");
    write_value(&writer, root, false, 0);
    fuzz_require(fclose(writer.out) == 0, "there is memory");
    json_decref(root);
    return spelled;
}
