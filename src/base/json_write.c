#include "json_priv.h"

#include <inttypes.h>
#include <string.h>

#include "show_priv.h"

static bool is_word(const char *key)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_-";

    return key[0] != '\0' && key[strspn(key, letters)] == '\0';
}

static void add_key_step(struct qw_buffer *buffer, const struct qw_json *member)
{
    char shown[QW_SHOW_SIZE];

    if (is_word(member->key) && strlen(member->key) <= QW_LIMIT_SHOWN) {
        qw_buffer_add_text(buffer, member->parent->parent != NULL ? "." : "");
        qw_buffer_add_text(buffer, member->key);
        return;
    }
    qw_show_format(member->key, shown);
    qw_buffer_addf(buffer, "[%s]", shown);
}

/* The ancestor of NODE that is N_UP above it. */
static const struct qw_json *ancestor(const struct qw_json *node, size_t n_up)
{
    while (n_up-- > 0)
        node = node->parent;
    return node;
}

void qw_json_add_path(struct qw_buffer *buffer, const struct qw_json *node)
{
    size_t depth = 0;

    if (node == NULL)
        return;
    while (ancestor(node, depth)->parent != NULL)
        depth++;
    for (size_t n_up = depth; n_up-- > 0;) {
        const struct qw_json *step = ancestor(node, n_up);

        if (step->key != NULL)
            add_key_step(buffer, step);
        else
            qw_buffer_addf(buffer, "[%" PRIu32 "]", step->index);
    }
}

/* All of a scalar; of an array or object the opening bracket. */
static void write_beginning(struct qw_buffer *buffer, const struct qw_json *node)
{
    switch (node->type) {
    case QW_JSON_NULL:
        qw_buffer_add_text(buffer, "null");
        return;
    case QW_JSON_BOOL:
        qw_buffer_add_text(buffer, node->truth ? "true" : "false");
        return;
    case QW_JSON_INTEGER:
        qw_buffer_addf(buffer, "%" PRId64, node->integer);
        return;
    case QW_JSON_NUMBER:
        qw_buffer_add(buffer, node->text.data, node->text.len);
        return;
    case QW_JSON_STRING:
        qw_buffer_add_json_string(buffer, node->text.data, node->text.len);
        return;
    case QW_JSON_ARRAY:
        qw_buffer_add_text(buffer, "[");
        return;
    case QW_JSON_OBJECT:
        qw_buffer_add_text(buffer, "{");
        return;
    }
}

static void write_end(struct qw_buffer *buffer, const struct qw_json *node)
{
    if (node->type == QW_JSON_ARRAY)
        qw_buffer_add_text(buffer, "]");
    if (node->type == QW_JSON_OBJECT)
        qw_buffer_add_text(buffer, "}");
}

static void write_key(struct qw_buffer *buffer, const struct qw_json *member)
{
    if (member->key == NULL)
        return;
    qw_buffer_add_json_string(buffer, member->key, strlen(member->key));
    qw_buffer_add_text(buffer, ":");
}

/* Climbs from NODE, which is written, to the next node that is not; NULL when ROOT is complete. */
static const struct qw_json *climb(struct qw_buffer *buffer, const struct qw_json *node,
                                   const struct qw_json *root)
{
    while (node != root && node->next == NULL) {
        node = node->parent;
        write_end(buffer, node);
    }
    if (node == root)
        return NULL;
    qw_buffer_add_text(buffer, ",");
    return node->next;
}

void qw_json_write(struct qw_buffer *buffer, const struct qw_json *node)
{
    const struct qw_json *root = node;

    if (root == NULL) {
        qw_buffer_add_text(buffer, "null");
        return;
    }
    while (node != NULL && buffer->err == QW_OK) {
        const struct qw_json *first = qw_json_first(node);

        if (node != root)
            write_key(buffer, node);
        write_beginning(buffer, node);
        if (first != NULL) {
            node = first;
            continue;
        }
        write_end(buffer, node);
        node = climb(buffer, node, root);
    }
}
