/* Looking a key up in a schema as Go's decoder does (engine.md 4.3). */
#include <stdlib.h>

#include "engine_priv.h"

static int compare_field(const void *key, const void *row)
{
    const struct qw_field *field = row;

    return qw_json_key_compare(key, field->name);
}

const struct qw_field *qw_schema_field(const struct qw_schema *schema, const char *key)
{
    if (schema->n_fields == 0)
        return NULL;
    return bsearch(key, schema->fields, schema->n_fields, sizeof(schema->fields[0]), compare_field);
}
