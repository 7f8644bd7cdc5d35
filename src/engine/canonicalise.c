/* A body as the engine's structs would hold it: one spelling for each field, no null, no zero value
 * that means nothing (engine.md section 4; rules.md "Absent, empty and null"). */
#include "engine_priv.h"

enum { PATH_MAX_SHOWN = 120 };

struct walk {
    struct qw_arena *arena;
    struct qw_diag *diag;
};

/* What a type is in JSON, and what its elements are: QW_FIELD_ANY for types without elements. */
static const struct type_row {
    const char *expected;
    enum qw_json_type json;
    enum qw_field_type element;
} type_rows[] = {
    [QW_FIELD_BOOL] = {"true or false", QW_JSON_BOOL, QW_FIELD_ANY},
    [QW_FIELD_INTEGER] = {"an integer of 64 bits", QW_JSON_INTEGER, QW_FIELD_ANY},
    [QW_FIELD_STRING] = {"a string", QW_JSON_STRING, QW_FIELD_ANY},
    [QW_FIELD_STRINGS] = {"an array of strings", QW_JSON_ARRAY, QW_FIELD_STRING},
    [QW_FIELD_STRING_OR_STRINGS] = {"an array of strings", QW_JSON_ARRAY, QW_FIELD_STRING},
    [QW_FIELD_STRUCT] = {"an object", QW_JSON_OBJECT, QW_FIELD_ANY},
    [QW_FIELD_STRUCTS] = {"an array of objects", QW_JSON_ARRAY, QW_FIELD_STRUCT},
    [QW_FIELD_MAP_OF_STRINGS] = {"an object of strings", QW_JSON_OBJECT, QW_FIELD_STRING},
    [QW_FIELD_MAP_OF_STRUCTS] = {"an object of objects", QW_JSON_OBJECT, QW_FIELD_STRUCT},
    [QW_FIELD_MAP_OF_STRUCT_LISTS] = {"an object of arrays of objects", QW_JSON_OBJECT,
                                      QW_FIELD_STRUCTS},
    [QW_FIELD_LIST_OF_STRINGS] = {"an array of arrays of strings", QW_JSON_ARRAY, QW_FIELD_STRINGS},
    [QW_FIELD_INTEGERS] = {"an array of integers", QW_JSON_ARRAY, QW_FIELD_INTEGER},
    [QW_FIELD_ANY] = {"anything", QW_JSON_NULL, QW_FIELD_ANY},
};

static const char *const json_type_names[] = {
    [QW_JSON_NULL] = "null",
    [QW_JSON_BOOL] = "true or false",
    [QW_JSON_INTEGER] = "an integer",
    [QW_JSON_NUMBER] = "a number with a fraction, an exponent or too many digits",
    [QW_JSON_STRING] = "a string",
    [QW_JSON_ARRAY] = "an array",
    [QW_JSON_OBJECT] = "an object",
};

const char *qw_canonical_path(struct qw_arena *arena, const struct qw_json *node)
{
    struct qw_buffer buffer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(PATH_MAX_SHOWN);
    const char *path = NULL;

    qw_json_add_path(&buffer, node);
    if (buffer.err == QW_OK && buffer.len > 0)
        path = qw_arena_copy(arena, buffer.data, buffer.len);
    return path != NULL ? path : "a value of the body";
}

static enum qw_err refuse_type(const struct walk *walk, const struct qw_json *node,
                               const char *expected)
{
    return qw_diag_set(walk->diag, QW_ERR_TYPE, "%s must be %s, and is %s",
                       qw_canonical_path(walk->arena, node), expected,
                       json_type_names[qw_json_type(node)]);
}

static struct qw_json *new_zero(struct qw_arena *arena, enum qw_json_type type)
{
    if (type == QW_JSON_STRING)
        return qw_json_new_string(arena, "");
    return type == QW_JSON_ARRAY ? qw_json_new_array(arena) : qw_json_new_object(arena);
}

static enum qw_err walk_struct(const struct walk *walk, const struct qw_schema *schema,
                               struct qw_json *object);

static enum qw_err walk_value(const struct walk *walk, enum qw_field_type type,
                              const struct qw_schema *schema, struct qw_json *node);

/* Go sets a member of a map that is null to its zero value, which is a value like others there; an
 * element of an array that is null is refused as of the wrong type. */
static enum qw_err walk_elements(const struct walk *walk, const struct type_row *row,
                                 const struct qw_schema *schema, struct qw_json *node)
{
    bool is_map = row->json == QW_JSON_OBJECT;
    struct qw_json *next = NULL;

    for (struct qw_json *element = qw_json_first(node); element != NULL; element = next) {
        next = qw_json_next(element);
        if (is_map && qw_json_type(element) == QW_JSON_NULL) {
            struct qw_json *zero = new_zero(walk->arena, type_rows[row->element].json);

            if (zero == NULL)
                return QW_ERR_NO_MEMORY;
            qw_json_replace(element, zero);
            continue;
        }
        enum qw_err err = walk_value(walk, row->element, schema, element);
        if (err != QW_OK)
            return err;
    }
    return QW_OK;
}

static enum qw_err walk_value(const struct walk *walk, enum qw_field_type type,
                              const struct qw_schema *schema, struct qw_json *node)
{
    const struct type_row *row = &type_rows[type];

    if (type == QW_FIELD_ANY)
        return QW_OK;
    if (qw_json_type(node) != row->json)
        return refuse_type(walk, node, row->expected);
    if (type == QW_FIELD_STRUCT)
        return walk_struct(walk, schema, node);
    return row->element != QW_FIELD_ANY ? walk_elements(walk, row, schema, node) : QW_OK;
}

/* Cmd, CapAdd and their like take one string for an array of one (engine.md 4.2).  RET_MEMBER is
 * what then stands in its place. */
static enum qw_err wrap_string(const struct walk *walk, struct qw_json *member,
                               struct qw_json **ret_member)
{
    struct qw_json *array = qw_json_new_array(walk->arena);
    struct qw_json *text = qw_json_new_string(walk->arena, qw_json_string(member));

    if (array == NULL || text == NULL)
        return QW_ERR_NO_MEMORY;
    qw_json_append(array, text);
    qw_json_replace(member, array);
    *ret_member = array;
    return QW_OK;
}

static bool is_kept(const struct qw_field *field, const struct qw_json *member)
{
    enum qw_json_type type = qw_json_type(member);

    if (qw_json_is_set(member))
        return true;
    return field != NULL && (field->flags & QW_FIELD_EMPTY_MEANS) != 0 &&
           (type == QW_JSON_ARRAY || type == QW_JSON_OBJECT || type == QW_JSON_INTEGER);
}

static bool is_ascii(const char *key)
{
    for (; *key != '\0'; key++) {
        if ((unsigned char)*key >= 0x80)
            return false;
    }
    return true;
}

/* Brings a member that is not null into the form of FIELD; RET_MEMBER stands in its place. */
static enum qw_err walk_field(const struct walk *walk, const struct qw_field *field,
                              struct qw_json *member, struct qw_json **ret_member)
{
    qw_json_rename(member, field->name);
    *ret_member = member;
    if (field->type != QW_FIELD_STRING_OR_STRINGS || qw_json_type(member) != QW_JSON_STRING)
        return walk_value(walk, field->type, field->schema, member);
    return qw_json_is_set(member) ? wrap_string(walk, member, ret_member) : QW_OK;
}

static enum qw_err walk_member(const struct walk *walk, const struct qw_field *field,
                               struct qw_json *member)
{
    if (field != NULL && qw_json_type(member) != QW_JSON_NULL) {
        enum qw_err err = walk_field(walk, field, member, &member);
        if (err != QW_OK)
            return err;
    }
    if (!is_kept(field, member))
        qw_json_remove(member);
    return QW_OK;
}

static enum qw_err refuse_twin(struct qw_arena *arena, const struct qw_json *twin,
                               struct qw_diag *diag)
{
    return qw_diag_set(diag, QW_ERR_AMBIGUOUS,
                       "%s is given twice, in different spellings, and the engine would mix the "
                       "two\ngive it once.",
                       qw_canonical_path(arena, twin));
}

static enum qw_err walk_struct(const struct walk *walk, const struct qw_schema *schema,
                               struct qw_json *object)
{
    const struct qw_json *twin = qw_json_twin(object);
    struct qw_json *next = NULL;

    if (twin != NULL)
        return refuse_twin(walk->arena, twin, walk->diag);
    for (struct qw_json *member = qw_json_first(object); member != NULL; member = next) {
        const char *key = qw_json_key(member);

        next = qw_json_next(member);
        if (!is_ascii(key))
            return qw_diag_set(walk->diag, QW_ERR_AMBIGUOUS,
                               "the key of %s has letters beyond ASCII, some of which the engine "
                               "takes for others\n"
                               "write the key in Docker's own spelling: no field of %s has such "
                               "letters.",
                               qw_canonical_path(walk->arena, member), schema->name);
        enum qw_err err = walk_member(walk, qw_schema_field(schema, key), member);
        if (err != QW_OK)
            return err;
    }
    return QW_OK;
}

enum qw_err qw_canonical_struct(struct qw_arena *arena, const struct qw_schema *schema,
                                struct qw_json *object, struct qw_diag *diag)
{
    const struct walk walk = {.arena = arena, .diag = diag};

    return walk_struct(&walk, schema, object);
}

enum qw_err qw_canonical_check_twins(struct qw_arena *arena, const struct qw_json *root,
                                     struct qw_diag *diag)
{
    const struct qw_json *twin = qw_json_twin(root);
    const char *key = qw_json_key(root);

    /* a map wherever it stands, of names that may differ by case alone */
    if (key != NULL && qw_json_key_folds_to(key, "Labels"))
        return QW_OK;
    if (twin != NULL)
        return refuse_twin(arena, twin, diag);
    for (const struct qw_json *at = qw_json_first(root); at != NULL; at = qw_json_next(at)) {
        enum qw_err err = qw_canonical_check_twins(arena, at, diag);
        if (err != QW_OK)
            return err;
    }
    return QW_OK;
}
