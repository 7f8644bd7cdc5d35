/* Where in a policy something is wrong. */
#include <stdarg.h>
#include <stdio.h>

#include "place.h"
#include "qw/limits.h"
#include "qw/nearest.h"
#include "qw/show.h"

/* So many names still make a short sentence: the classes of operations are the longest list. */
enum { LISTED_MAX = 10 };

static const char *const type_names[] = {
    [QW_JSON_NULL] = "null",        [QW_JSON_BOOL] = "true or false",
    [QW_JSON_INTEGER] = "a number", [QW_JSON_NUMBER] = "a number that is no whole number",
    [QW_JSON_STRING] = "a string",  [QW_JSON_ARRAY] = "a list",
    [QW_JSON_OBJECT] = "an object",
};

static const char *const expected_names[] = {
    [QW_JSON_NULL] = "null",
    [QW_JSON_BOOL] = "true or false",
    [QW_JSON_INTEGER] = "a whole number",
    [QW_JSON_NUMBER] = "a number",
    [QW_JSON_STRING] = "a string",
    [QW_JSON_ARRAY] = "a list",
    [QW_JSON_OBJECT] = "an object",
};

/* One step of a JSON pointer (RFC 6901).  No key of a policy holds anything but printable ASCII, so
 * that what does is wrong already and only has to be safe to print. */
static void add_key(struct qw_buffer *buffer, const char *key)
{
    for (const char *at = key; *at != '\0'; at++) {
        const bool is_plain = *at > ' ' && *at < 0x7f;

        if (*at == '~')
            qw_buffer_add_text(buffer, "~0");
        else if (*at == '/')
            qw_buffer_add_text(buffer, "~1");
        else
            qw_buffer_add(buffer, is_plain ? at : "?", 1);
    }
}

static void add_step(struct qw_buffer *buffer, const struct qw_policy_place *place)
{
    const char *key = qw_json_key(place->node);

    qw_buffer_add_text(buffer, "/");
    if (key != NULL)
        add_key(buffer, key);
    else
        qw_buffer_addf(buffer, "%zu", place->index);
}

static void add_pointer(struct qw_buffer *buffer, const struct qw_policy_place *place)
{
    const struct qw_policy_place *steps[QW_LIMIT_JSON_DEPTH];
    size_t n_steps = 0;

    for (; place->up != NULL && n_steps < QW_LIMIT_JSON_DEPTH; place = place->up)
        steps[n_steps++] = place;
    while (n_steps > 0)
        add_step(buffer, steps[--n_steps]);
}

void qw_policy_name_source(struct qw_diag *diag, const char *source)
{
    (void)snprintf(diag->source, sizeof diag->source, "%s", source);
}

static void locate(const struct qw_policy_reader *reader, const struct qw_policy_place *place)
{
    struct qw_buffer pointer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_POLICY);
    struct qw_diag *diag = reader->diag;

    add_pointer(&pointer, place);
    qw_policy_name_source(diag, reader->source);
    (void)snprintf(diag->pointer, sizeof diag->pointer, "%s",
                   pointer.data == NULL ? "" : pointer.data);
    qw_json_position(place->node, &diag->line, &diag->column);
}

enum qw_err qw_policy_fault(const struct qw_policy_reader *reader,
                            const struct qw_policy_place *place, const char *format, ...)
{
    va_list args;
    char *text = NULL;

    if (reader->diag->err != QW_OK)
        return reader->diag->err;
    va_start(args, format);
    text = qw_arena_vformat(reader->arena, format, args);
    va_end(args);
    if (text == NULL)
        return QW_ERR_NO_MEMORY;
    locate(reader, place);
    return qw_diag_set(reader->diag, QW_ERR_POLICY, "%s", text);
}

enum qw_err qw_policy_expect(const struct qw_policy_reader *reader,
                             const struct qw_policy_place *place, enum qw_json_type type)
{
    const enum qw_json_type given = qw_json_type(place->node);

    if (given == type)
        return QW_OK;
    return qw_policy_fault(reader, place, "expected %s, not %s", expected_names[type],
                           type_names[given]);
}

const char *qw_policy_show(const struct qw_policy_reader *reader, const char *text)
{
    const char *shown = qw_show(reader->arena, text);

    return shown == NULL ? "this" : shown;
}

static const char *list(struct qw_arena *arena, const char *const *names, size_t n_names)
{
    const char *listed = qw_arena_format(arena, "; expected %s", names[0]);

    for (size_t i = 1; listed != NULL && i < n_names; i++)
        listed =
            qw_arena_format(arena, "%s%s%s", listed, i + 1 < n_names ? ", " : " or ", names[i]);
    return listed;
}

const char *qw_policy_hint(struct qw_arena *arena, const char *name, const char *const *names,
                           size_t n_names)
{
    const char *nearest = qw_nearest(name, names, n_names);
    const char *hint = NULL;

    if (nearest != NULL)
        hint = qw_arena_format(arena, "; did you mean \"%s\"?", nearest);
    else if (n_names > 0 && n_names <= LISTED_MAX)
        hint = list(arena, names, n_names);
    return hint != NULL ? hint : "";
}
