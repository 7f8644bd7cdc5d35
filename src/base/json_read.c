/* The reader: one pass, no recursion, since the nodes themselves know their parents. */
#include "json_priv.h"

#include <string.h>

#include "qw/limits.h"
#include "show_priv.h"

/* Before the sentence, which closes DIAG to what comes later. */
static void locate(const struct qw_json_reader *reader, size_t line, size_t column)
{
    struct qw_diag *diag = reader->diag;

    if (diag == NULL || diag->err != QW_OK)
        return;
    diag->line = line;
    diag->column = column;
}

static size_t column_of(const struct qw_json_reader *reader, const char *at)
{
    return (size_t)(at - reader->line_start) + 1;
}

enum qw_err qw_json_fail(struct qw_json_reader *reader, enum qw_err err, const char *at,
                         const char *what)
{
    locate(reader, reader->line, column_of(reader, at));
    qw_diag_set(reader->diag, err, "%s", what);
    return err;
}

static enum qw_err fail_memory(struct qw_json_reader *reader)
{
    return qw_json_fail(reader, QW_ERR_NO_MEMORY, reader->at, qw_err_text(QW_ERR_NO_MEMORY));
}

/* Says what stands where it should not; WANTED completes the sentence. */
static enum qw_err fail_expected(struct qw_json_reader *reader, const char *wanted)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    char shown[QW_SHOW_SIZE];
    char found[2] = {*reader->at, '\0'};

    locate(reader, reader->line, column_of(reader, reader->at));
    if (reader->at == reader->end)
        return qw_diag_set(reader->diag, QW_ERR_SYNTAX, "the text ends where %s should stand",
                           wanted);
    if (strncmp(reader->at, byte_order_mark, sizeof byte_order_mark - 1) == 0)
        return qw_diag_set(reader->diag, QW_ERR_SYNTAX, "a byte order mark stands where %s should",
                           wanted);
    qw_show_format(found, shown);
    return qw_diag_set(reader->diag, QW_ERR_SYNTAX, "%s stands where %s should",
                       found[0] != '\0' ? shown : "a NUL", wanted);
}

static void skip_space(struct qw_json_reader *reader)
{
    char *at = reader->at;

    for (;; at++) {
        if (*at == '\n') {
            reader->line++;
            reader->line_start = at + 1;
        } else if (*at != ' ' && *at != '\t' && *at != '\r') {
            break;
        }
    }
    reader->at = at;
}

/* A node that will stand where the reader is. */
static enum qw_err node_new(struct qw_json_reader *reader, struct qw_json **ret_node)
{
    if (reader->n_nodes == QW_LIMIT_JSON_NODES)
        return qw_json_fail(reader, QW_ERR_TOO_LARGE, reader->at, "too many values in one text");

    struct qw_json *node = qw_arena_alloc(reader->arena, 1, sizeof *node);

    if (node == NULL)
        return fail_memory(reader);
    reader->n_nodes++;
    node->line = reader->line;
    node->column = (uint32_t)column_of(reader, reader->at);
    *ret_node = node;
    return QW_OK;
}

static enum qw_err read_literal(struct qw_json_reader *reader, struct qw_json *node)
{
    static const struct {
        const char *text;
        enum qw_json_type type;
        bool truth;
    } literals[] = {
        {"null", QW_JSON_NULL, false},
        {"true", QW_JSON_BOOL, true},
        {"false", QW_JSON_BOOL, false},
    };

    for (size_t i = 0; i < sizeof literals / sizeof literals[0]; i++) {
        size_t len = strlen(literals[i].text);

        if (strncmp(reader->at, literals[i].text, len) != 0)
            continue;
        reader->at += len;
        node->type = literals[i].type;
        node->truth = literals[i].truth;
        return QW_OK;
    }
    return fail_expected(reader, "a value");
}

static enum qw_err open_container(struct qw_json_reader *reader, struct qw_json *node)
{
    if (reader->depth == QW_LIMIT_JSON_DEPTH)
        return qw_json_fail(reader, QW_ERR_TOO_LARGE, reader->at, "values nested too deeply");
    node->type = *reader->at == '{' ? QW_JSON_OBJECT : QW_JSON_ARRAY;
    reader->at++;
    reader->depth++;
    reader->container = node;
    reader->opened = true;
    return QW_OK;
}

/* A value into NODE; of an array or object only the beginning. */
static enum qw_err read_value(struct qw_json_reader *reader, struct qw_json *node)
{
    char first = *reader->at;

    if (first == '"') {
        node->type = QW_JSON_STRING;
        return qw_json_read_string(reader, &node->text);
    }
    if (first == '{' || first == '[')
        return open_container(reader, node);
    if (first == '-' || (first >= '0' && first <= '9'))
        return qw_json_read_number(reader, node);
    return read_literal(reader, node);
}

static enum qw_err fail_duplicate(struct qw_json_reader *reader, const struct qw_json *member)
{
    char shown[QW_SHOW_SIZE];

    qw_show_format(member->key, shown);
    locate(reader, member->line, member->column);
    return qw_diag_set(reader->diag, QW_ERR_AMBIGUOUS, "the key %s stands twice in one object",
                       shown);
}

static enum qw_err close_container(struct qw_json_reader *reader)
{
    struct qw_json *closed = reader->container;
    struct qw_json *duplicate = NULL;

    reader->at++;
    reader->depth--;
    reader->container = closed->parent;
    if (closed->type == QW_JSON_ARRAY)
        return QW_OK;
    if (qw_json_check_keys(reader->arena, closed, &duplicate) != QW_OK)
        return fail_memory(reader);
    return duplicate != NULL ? fail_duplicate(reader, duplicate) : QW_OK;
}

static enum qw_err read_key(struct qw_json_reader *reader, struct qw_json *member)
{
    struct qw_bytes key = {NULL, 0};

    if (*reader->at != '"')
        return fail_expected(reader, "a key");

    enum qw_err err = qw_json_read_string(reader, &key);

    if (err != QW_OK)
        return err;
    member->key = key.data;
    member->key_hash = qw_json_key_hash(key.data);
    skip_space(reader);
    if (*reader->at != ':')
        return fail_expected(reader, "a colon");
    reader->at++;
    skip_space(reader);
    return QW_OK;
}

/* A node for the item that begins here, with its key where there is one. */
static enum qw_err add_item(struct qw_json_reader *reader, struct qw_json **ret_node)
{
    struct qw_json *node = NULL;
    enum qw_err err = node_new(reader, &node);

    if (err == QW_OK && reader->container->type == QW_JSON_OBJECT)
        err = read_key(reader, node);
    if (err != QW_OK)
        return err;
    qw_json_link(reader->container, node);
    *ret_node = node;
    return QW_OK;
}

/* From the end of one value to the beginning of the next: NULL when the last container is closed.
 */
static enum qw_err next_node(struct qw_json_reader *reader, struct qw_json **ret_node)
{
    while (reader->container != NULL) {
        bool in_object = reader->container->type == QW_JSON_OBJECT;
        bool opened = reader->opened;

        reader->opened = false;
        skip_space(reader);
        if (*reader->at == (in_object ? '}' : ']')) {
            enum qw_err err = close_container(reader);

            if (err != QW_OK)
                return err;
            continue;
        }
        if (!opened) {
            if (*reader->at != ',')
                return fail_expected(reader, in_object ? "a comma or }" : "a comma or ]");
            reader->at++;
            skip_space(reader);
        }
        return add_item(reader, ret_node);
    }
    *ret_node = NULL;
    return QW_OK;
}

static enum qw_err read_tree(struct qw_json_reader *reader, struct qw_json **ret_root)
{
    struct qw_json *root = NULL;
    enum qw_err err = QW_OK;

    skip_space(reader);
    err = node_new(reader, &root);
    for (struct qw_json *node = root; err == QW_OK && node != NULL;) {
        err = read_value(reader, node);
        if (err == QW_OK)
            err = next_node(reader, &node);
    }
    if (err != QW_OK)
        return err;
    skip_space(reader);
    if (reader->at != reader->end)
        return fail_expected(reader, "the end of the text");
    *ret_root = root;
    return QW_OK;
}

enum qw_err qw_json_parse(struct qw_arena *arena, const char *text, size_t len,
                          struct qw_json **ret_root, struct qw_diag *diag)
{
    /* Lines and columns have 32 bits. */
    if (len >= UINT32_MAX)
        return qw_diag_set(diag, QW_ERR_TOO_LARGE, "%zu bytes are too many", len);

    char *copy = qw_arena_copy(arena, text, len);

    if (copy == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));

    struct qw_json_reader reader = {
        .arena = arena,
        .diag = diag,
        .at = copy,
        .end = copy + len,
        .line_start = copy,
        .line = 1,
    };

    return read_tree(&reader, ret_root);
}
