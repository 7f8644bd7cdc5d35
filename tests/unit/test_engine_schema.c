/* The field tables, walked from the bodies that have one. */
#include <ctype.h>
#include <strings.h>

#include "engine_fixture.h"

enum { MAX_SCHEMAS = 64 };

struct found {
    const struct qw_schema *schemas[MAX_SCHEMAS];
    size_t n_schemas;
};

static void find_schemas(struct found *found, const struct qw_schema *schema)
{
    for (size_t i = 0; i < found->n_schemas; i++) {
        if (found->schemas[i] == schema)
            return;
    }
    ck_assert_uint_lt(found->n_schemas, MAX_SCHEMAS);
    found->schemas[found->n_schemas++] = schema;
    for (size_t i = 0; i < schema->n_fields; i++) {
        if (schema->fields[i].schema != NULL)
            find_schemas(found, schema->fields[i].schema);
    }
}

static struct found all_schemas(void)
{
    struct found found = {.n_schemas = 0};

    for (int op = 0; op < QW_OP_COUNT; op++) {
        if (qw_op_schema((enum qw_op)op) != NULL)
            find_schemas(&found, qw_op_schema((enum qw_op)op));
    }
    return found;
}

START_TEST(nine_bodies_have_a_schema)
{
    size_t n_bodies = 0;

    for (int op = 0; op < QW_OP_COUNT; op++)
        n_bodies += qw_op_schema((enum qw_op)op) != NULL;
    ck_assert_uint_eq(n_bodies, 9);
    ck_assert_uint_gt(all_schemas().n_schemas, 20);
}
END_TEST

START_TEST(rows_are_sorted_without_case)
{
    struct found found = all_schemas();

    for (size_t i = 0; i < found.n_schemas; i++) {
        const struct qw_schema *schema = found.schemas[i];

        for (size_t row = 1; row < schema->n_fields; row++)
            ck_assert_msg(strcasecmp(schema->fields[row - 1].name, schema->fields[row].name) < 0,
                          "%s.%s", schema->name, schema->fields[row].name);
    }
}
END_TEST

START_TEST(every_field_is_found_in_every_case)
{
    struct found found = all_schemas();

    for (size_t i = 0; i < found.n_schemas; i++) {
        for (size_t row = 0; row < found.schemas[i]->n_fields; row++) {
            const struct qw_field *field = &found.schemas[i]->fields[row];
            char upper[64] = "";
            char lower[64] = "";

            for (size_t at = 0; field->name[at] != '\0'; at++) {
                upper[at] = (char)toupper((unsigned char)field->name[at]);
                lower[at] = (char)tolower((unsigned char)field->name[at]);
            }
            ck_assert_ptr_eq(qw_schema_field(found.schemas[i], field->name), field);
            ck_assert_ptr_eq(qw_schema_field(found.schemas[i], upper), field);
            ck_assert_ptr_eq(qw_schema_field(found.schemas[i], lower), field);
        }
    }
}
END_TEST

START_TEST(structs_and_only_structs_have_a_schema)
{
    struct found found = all_schemas();

    for (size_t i = 0; i < found.n_schemas; i++) {
        for (size_t row = 0; row < found.schemas[i]->n_fields; row++) {
            const struct qw_field *field = &found.schemas[i]->fields[row];
            bool has_structs = field->type == QW_FIELD_STRUCT || field->type == QW_FIELD_STRUCTS ||
                               field->type == QW_FIELD_MAP_OF_STRUCTS ||
                               field->type == QW_FIELD_MAP_OF_STRUCT_LISTS;

            ck_assert_msg(has_structs == (field->schema != NULL), "%s", field->name);
        }
    }
}
END_TEST

START_TEST(keys_fold_as_go_folds_them)
{
    const struct qw_schema *create = qw_op_schema(QW_OP_CONTAINER_CREATE);
    const struct qw_schema *host = qw_schema_field(create, "HostConfig")->schema;
    static const struct {
        const char *key;
        const char *name; /* NULL: no field */
    } rows[] = {
        {"PidMode", "PidMode"},
        {"pIDMODE", "PidMode"},
        {"ma\xC5\xBFkedPaths", "MaskedPaths"},
        {"mas\xE2\x84\xAA"
         "edpaths",
         "MaskedPaths"},
        {"Networ\xE2\x84\xAAMode", "NetworkMode"},
        {"BlkioWeightDevice", "BlkioWeightDevice"},
        {"Pid_Mode", NULL},
        {"Pid-Mode", NULL},
        {"PidMode ", NULL},
        {"", NULL},
        {"P\xC4\xB1"
         "dMode",
         NULL}, /* U+0131 is no i here */
        {"BlkioWeightDeviceBlkioWeightDeviceBlkioWeightDeviceBlkioWeightDevice", NULL},
        {"Domainname", NULL},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct qw_field *field = qw_schema_field(host, rows[i].key);

        ck_assert_msg((field != NULL) == (rows[i].name != NULL), "%s", rows[i].key);
        if (field != NULL)
            ck_assert_str_eq(field->name, rows[i].name);
    }
}
END_TEST

START_TEST(no_field_of_config_is_one_of_host_config)
{
    const struct qw_schema *create = qw_op_schema(QW_OP_CONTAINER_CREATE);
    const struct qw_schema *host = qw_schema_field(create, "HostConfig")->schema;

    for (size_t i = 0; i < create->n_fields; i++)
        ck_assert_ptr_null(qw_schema_field(host, create->fields[i].name));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("schema");

    tcase_add_test(tests, nine_bodies_have_a_schema);
    tcase_add_test(tests, rows_are_sorted_without_case);
    tcase_add_test(tests, every_field_is_found_in_every_case);
    tcase_add_test(tests, structs_and_only_structs_have_a_schema);
    tcase_add_test(tests, keys_fold_as_go_folds_them);
    tcase_add_test(tests, no_field_of_config_is_one_of_host_config);
    return run_case("engine/schema", tests);
}
