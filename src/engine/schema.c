/* Looking a key up in a schema as Go's decoder does (engine.md 4.3). */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "engine_priv.h"

/* The longest field name has 22 bytes; a key that is longer when folded is no field. */
enum { FOLDED_MAX = 64 };

/* Code points beyond ASCII that Go folds into ASCII letters, as UTF-8. */
static const struct {
    const char *bytes;
    size_t len;
    char letter;
} folds[] = {
    {"\xC5\xBF", 2, 's'},     /* U+017F */
    {"\xE2\x84\xAA", 3, 'k'}, /* U+212A */
};

/* The ASCII letter at AT as Go folds it (case is left to the comparison); *RET_LEN bytes. */
static char fold_letter(const char *at, size_t *ret_len)
{
    for (size_t i = 0; i < sizeof(folds) / sizeof(folds[0]); i++) {
        if (strncmp(at, folds[i].bytes, folds[i].len) == 0) {
            *ret_len = folds[i].len;
            return folds[i].letter;
        }
    }
    *ret_len = 1;
    return *at;
}

static bool fold(const char *key, char folded[FOLDED_MAX])
{
    size_t len = 0;

    while (*key != '\0') {
        size_t consumed = 0;

        if (len + 1 >= FOLDED_MAX)
            return false;
        folded[len++] = fold_letter(key, &consumed);
        key += consumed;
    }
    folded[len] = '\0';
    return true;
}

static int compare_field(const void *key, const void *row)
{
    const struct qw_field *field = row;

    return strcasecmp(key, field->name);
}

const struct qw_field *qw_schema_field(const struct qw_schema *schema, const char *key)
{
    char folded[FOLDED_MAX];

    if (schema->n_fields == 0 || !fold(key, folded))
        return NULL;
    return bsearch(folded, schema->fields, schema->n_fields, sizeof(schema->fields[0]),
                   compare_field);
}
