/* Our reader accepts exactly what jansson accepts with duplicates refused, but for our limits and
 * for numbers, whose size is no matter to us; and both see the same tree, which survives writing.
 */
#include <jansson.h>
#include <string.h>

#include "fuzz.h"
#include "qw/json.h"

enum { ENOUGH = 1 << 28, SMALL_OBJECT = 100 };

#define ORACLE_FLAGS (JSON_REJECT_DUPLICATES | JSON_DECODE_ANY)

static void free_oracle(json_t *const *root)
{
    json_decref(*root);
}

static bool trees_equal(const struct qw_json *ours, json_t *theirs);

static bool arrays_equal(const struct qw_json *ours, json_t *theirs)
{
    size_t index = 0;

    if (qw_json_count(ours) != json_array_size(theirs))
        return false;
    for (const struct qw_json *item = qw_json_first(ours); item != NULL;
         item = qw_json_next(item)) {
        if (qw_json_key(item) != NULL || !trees_equal(item, json_array_get(theirs, index)))
            return false;
        index++;
    }
    return index == qw_json_count(ours);
}

/* Jansson keeps the order of insertion, too. */
static bool objects_equal(const struct qw_json *ours, json_t *theirs)
{
    const struct qw_json *member = qw_json_first(ours);
    const char *key = NULL;
    json_t *value = NULL;

    if (qw_json_count(ours) != json_object_size(theirs))
        return false;
    json_object_foreach(theirs, key, value)
    {
        if (member == NULL || strcmp(qw_json_key(member), key) != 0 ||
            qw_json_get(ours, key) != member || !trees_equal(member, value))
            return false;
        member = qw_json_next(member);
    }
    return member == NULL;
}

static bool strings_equal(const struct qw_json *ours, json_t *theirs)
{
    size_t len = qw_json_string_len(ours);

    return len == json_string_length(theirs) && len == strlen(qw_json_string(ours)) &&
           memcmp(qw_json_string(ours), json_string_value(theirs), len) == 0;
}

static bool trees_equal(const struct qw_json *ours, json_t *theirs)
{
    switch (qw_json_type(ours)) {
    case QW_JSON_NULL:
        return json_is_null(theirs);
    case QW_JSON_BOOL:
        return json_is_boolean(theirs) && qw_json_is_true(ours) == json_is_true(theirs);
    case QW_JSON_INTEGER:
        return json_is_integer(theirs) && qw_json_integer(ours) == json_integer_value(theirs);
    case QW_JSON_NUMBER:
        return json_is_real(theirs);
    case QW_JSON_STRING:
        return json_is_string(theirs) && strings_equal(ours, theirs);
    case QW_JSON_ARRAY:
        return json_is_array(theirs) && arrays_equal(ours, theirs);
    case QW_JSON_OBJECT:
        return json_is_object(theirs) && objects_equal(ours, theirs);
    }
    return false;
}

/* The twin of OBJECT as its definition says, by comparing all with all. */
static const struct qw_json *expected_twin(const struct qw_json *object)
{
    for (const struct qw_json *at = qw_json_first(object); at != NULL; at = qw_json_next(at)) {
        for (const struct qw_json *before = qw_json_first(object); before != at;
             before = qw_json_next(before)) {
            if (qw_json_key_folds_to(qw_json_key(before), qw_json_key(at)))
                return at;
        }
    }
    return NULL;
}

/* Visits every node below NODE, itself included; depth is bounded by the reader. */
static bool visit(const struct qw_json *node, bool *ret_has_number)
{
    bool sound = true;
    size_t line = 0;
    size_t column = 0;

    qw_json_position(node, &line, &column);
    sound = line > 0 && column > 0;
    if (qw_json_type(node) == QW_JSON_NUMBER)
        *ret_has_number = true;
    if (qw_json_type(node) == QW_JSON_OBJECT && qw_json_count(node) < SMALL_OBJECT)
        sound = sound && qw_json_twin(node) == expected_twin(node);
    for (const struct qw_json *item = qw_json_first(node); item != NULL; item = qw_json_next(item))
        sound = visit(item, ret_has_number) && sound;
    return sound;
}

static void require_written_equal(struct qw_arena *arena, const struct qw_json *root,
                                  json_t *theirs)
{
    QW_CLEANUP(qw_buffer_done) struct qw_buffer buffer = {.max = ENOUGH};
    struct qw_json *again = NULL;

    qw_json_write(&buffer, root);
    fuzz_require(buffer.err == QW_OK, "a tree can be written");
    fuzz_require(qw_json_parse(arena, buffer.data, buffer.len, &again, NULL) == QW_OK,
                 "what was written can be read");
    fuzz_require(trees_equal(again, theirs), "what was written is the same tree");
}

static void compare(const char *text, size_t size)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ENOUGH);
    struct qw_diag diag = {.err = QW_OK};
    struct qw_json *ours = NULL;
    json_error_t error;
    bool has_number = false;
    /* Where jansson believes that the text ends. */
    bool has_raw_nul = size > 0 && memchr(text, '\0', size) != NULL;

    fuzz_require(arena != NULL, "there is memory");

    enum qw_err err = qw_json_parse(arena, text, size, &ours, &diag);
    QW_CLEANUP(free_oracle) json_t *theirs = json_loadb(text, size, ORACLE_FLAGS, &error);

    fuzz_require(diag.err == err, "the error is told");
    if (err != QW_OK) {
        fuzz_require(ours == NULL, "nothing is written after an error");
        fuzz_require(diag.line > 0 && diag.column > 0 && diag.text[0] != '\0', "and where it is");
        fuzz_require(theirs == NULL || err == QW_ERR_TOO_LARGE || has_raw_nul,
                     "we refuse nothing else");
        return;
    }
    fuzz_require(!has_raw_nul, "a NUL stands in no text");
    fuzz_require(visit(ours, &has_number), "positions and twins are right");
    if (theirs == NULL) {
        fuzz_require(has_number && json_error_code(&error) == json_error_numeric_overflow,
                     "we accept nothing that jansson refuses");
        return;
    }
    fuzz_require(trees_equal(ours, theirs), "the trees are equal");
    require_written_equal(arena, ours, theirs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    compare((const char *)data, size);
    return 0;
}
