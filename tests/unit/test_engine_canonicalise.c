/* The canonical form of bodies: a walk over every field of every schema, and chosen rows. */
#include "engine_fixture.h"

enum { TEXT_SIZE = 1024, PATH_DEPTH = 8 };

/* JSON that leads from the root to an object of some schema: head + members + tail. */
struct place {
    enum qw_op op;
    char head[TEXT_SIZE];
    char tail[TEXT_SIZE];
    bool is_in_container; /* the object stays when it becomes empty: element of array or map */
};

typedef void visit_fn(const struct place *place, const struct qw_field *field);

/* How a value of a type is wrapped around one struct; NULL for types without structs. */
static const struct {
    const char *before;
    const char *after;
} wraps[] = {
    [QW_FIELD_STRUCT] = {"{", "}"},
    [QW_FIELD_STRUCTS] = {"[{", "}]"},
    [QW_FIELD_MAP_OF_STRUCTS] = {"{\"k\":{", "}}"},
    [QW_FIELD_MAP_OF_STRUCT_LISTS] = {"{\"80/tcp\":[{", "}]}"},
    [QW_FIELD_ANY] = {NULL, NULL},
};

static void visit_schema(const struct qw_schema *schema, const struct place *place, visit_fn *visit)
{
    for (size_t i = 0; i < schema->n_fields; i++) {
        const struct qw_field *field = &schema->fields[i];
        struct place inner = {.op = place->op,
                              .is_in_container =
                                  place->is_in_container || field->type != QW_FIELD_STRUCT};

        visit(place, field);
        if (field->schema == NULL)
            continue;
        snprintf(inner.head, sizeof(inner.head), "%.700s\"%s\":%s", place->head, field->name,
                 wraps[field->type].before);
        snprintf(inner.tail, sizeof(inner.tail), "%s%.700s", wraps[field->type].after, place->tail);
        visit_schema(field->schema, &inner, visit);
    }
}

static void visit_all(visit_fn *visit)
{
    for (int op = 0; op < QW_OP_COUNT; op++) {
        struct place root = {.op = (enum qw_op)op, .head = "{", .tail = "}"};

        if (qw_op_schema(root.op) != NULL)
            visit_schema(qw_op_schema(root.op), &root, visit);
    }
}

/* Canonical text of the body with MEMBERS at PLACE, or the error. */
static enum qw_err canonical(struct fixture *fixture, const struct place *place,
                             const char *members, const char **ret_text)
{
    struct qw_json *root = NULL;
    char text[3 * TEXT_SIZE];

    memset(&fixture->diag, 0, sizeof(fixture->diag));
    snprintf(text, sizeof(text), "%s%s%s", place->head, members, place->tail);
    ck_assert_msg(qw_json_parse(fixture->arena, text, strlen(text), &root, NULL) == QW_OK, "%s",
                  text);
    enum qw_err err = qw_engine_canonicalise(fixture->arena, place->op, root, &fixture->diag);
    if (err != QW_OK)
        return err;
    fixture->operation.body = root;
    *ret_text = canonical_text(fixture);
    return QW_OK;
}

/* One set value and the zero value of each type, and a value of a wrong one. */
static const struct {
    const char *set;
    const char *zero;
    const char *wrong;
} samples[] = {
    [QW_FIELD_BOOL] = {"true", "false", "\"true\""},
    [QW_FIELD_INTEGER] = {"7", "0", "7.0"},
    [QW_FIELD_STRING] = {"\"x\"", "\"\"", "7"},
    [QW_FIELD_STRINGS] = {"[\"x\"]", "[]", "\"x\""},
    [QW_FIELD_STRING_OR_STRINGS] = {"[\"x\"]", "[]", "{}"},
    [QW_FIELD_STRUCT] = {"{\"unknown\":1}", "{}", "[]"},
    [QW_FIELD_STRUCTS] = {"[{\"unknown\":1}]", "[]", "{}"},
    [QW_FIELD_MAP_OF_STRINGS] = {"{\"k\":\"x\"}", "{}", "[]"},
    [QW_FIELD_MAP_OF_STRUCTS] = {"{\"k\":{\"unknown\":1}}", "{}", "[]"},
    [QW_FIELD_MAP_OF_STRUCT_LISTS] = {"{\"k\":[{\"unknown\":1}]}", "{}", "[]"},
    [QW_FIELD_LIST_OF_STRINGS] = {"[[\"x\"]]", "[]", "[\"x\"]"},
    [QW_FIELD_INTEGERS] = {"[1,2]", "[]", "[1,\"x\"]"},
    [QW_FIELD_ANY] = {"{\"x\":1}", "{}", NULL},
};

/* The canonical text of what VALUE of FIELD leaves behind. */
static void expect(const struct place *place, const struct qw_field *field, const char *key,
                   const char *value, const char *kept)
{
    struct fixture fixture = fixture_new();
    char members[TEXT_SIZE];
    const char *text = NULL;
    const char *plain = NULL;

    snprintf(members, sizeof(members), "\"%s\":%s", key, value);
    enum qw_err err = canonical(&fixture, place, members, &text);
    ck_assert_msg(err == QW_OK, "%s %s: %s", place->head, members, fixture.diag.text);
    members[0] = '\0';
    if (kept != NULL)
        snprintf(members, sizeof(members), "\"%s\":%s", field->name, kept);
    ck_assert_int_eq(canonical(&fixture, place, members, &plain), QW_OK);
    ck_assert_str_eq(text, plain);
    if (kept != NULL)
        ck_assert_ptr_nonnull(strstr(text, members));
    else
        ck_assert_msg(strstr(text, field->name) == NULL || strstr(place->head, field->name) != NULL,
                      "%s in %s", field->name, text);
    fixture_done(&fixture);
}

static void null_is_absent(const struct place *place, const struct qw_field *field)
{
    expect(place, field, field->name, "null", NULL);
}

static void zero_is_absent_unless_it_means_something(const struct place *place,
                                                     const struct qw_field *field)
{
    const char *zero = samples[field->type].zero;
    bool means = (field->flags & QW_FIELD_EMPTY_MEANS) != 0;

    expect(place, field, field->name, zero, means ? zero : NULL);
}

static void a_set_value_is_kept_under_its_canonical_name(const struct place *place,
                                                         const struct qw_field *field)
{
    const char *set = samples[field->type].set;
    char key[64];

    expect(place, field, field->name, set, set);
    snprintf(key, sizeof(key), "%s", field->name);
    for (char *at = key; *at != '\0'; at++)
        *at = (char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
    expect(place, field, key, set, set);
}

static void refuse(const struct place *place, const char *members, enum qw_err expected)
{
    struct fixture fixture = fixture_new();
    const char *text = NULL;

    enum qw_err err = canonical(&fixture, place, members, &text);
    ck_assert_msg(err == expected, "%s%s%s: %s", place->head, members, place->tail,
                  qw_err_name(err));
    ck_assert_int_eq(fixture.diag.err, expected);
    fixture_done(&fixture);
}

static void a_wrong_type_is_refused(const struct place *place, const struct qw_field *field)
{
    char members[TEXT_SIZE];

    if (field->type == QW_FIELD_ANY)
        return;
    snprintf(members, sizeof(members), "\"%s\":%s", field->name, samples[field->type].wrong);
    refuse(place, members, QW_ERR_TYPE);
}

static void null_in_an_array_is_refused(const struct place *place, const struct qw_field *field)
{
    char members[TEXT_SIZE];

    if (samples[field->type].zero[0] != '[')
        return;
    snprintf(members, sizeof(members), "\"%s\":[null]", field->name);
    refuse(place, members, QW_ERR_TYPE);
}

static void a_second_spelling_is_refused(const struct place *place, const struct qw_field *field)
{
    char members[TEXT_SIZE];
    char other[64];

    snprintf(other, sizeof(other), "%s", field->name);
    other[0] ^= 0x20; /* the other case of an ASCII letter */
    snprintf(members, sizeof(members), "\"%s\":null,\"%s\":%s", field->name, other,
             samples[field->type].set);
    refuse(place, members, QW_ERR_AMBIGUOUS);
}

/* Go takes U+017F for s and U+212A for k. */
static void a_key_beyond_ascii_is_refused(const struct place *place, const struct qw_field *field)
{
    char members[TEXT_SIZE];
    const char *letter = strpbrk(field->name, "sSkK");

    if (letter == NULL)
        return;
    snprintf(members, sizeof(members), "\"%.*s%s%s\":%s", (int)(letter - field->name), field->name,
             strchr("sS", *letter) != NULL ? "\xC5\xBF" : "\xE2\x84\xAA", letter + 1,
             samples[field->type].set);
    refuse(place, members, QW_ERR_AMBIGUOUS);
    snprintf(members, sizeof(members), "\"%.*s%s%s\":%s", (int)(letter - field->name), field->name,
             strchr("sS", *letter) != NULL ? "\\u017f" : "\\u212A", letter + 1,
             samples[field->type].set);
    refuse(place, members, QW_ERR_AMBIGUOUS);
}

static visit_fn *const walks[] = {
    null_is_absent,
    zero_is_absent_unless_it_means_something,
    a_set_value_is_kept_under_its_canonical_name,
    a_wrong_type_is_refused,
    null_in_an_array_is_refused,
    a_second_spelling_is_refused,
    a_key_beyond_ascii_is_refused,
};

START_TEST(every_field_of_every_schema_keeps_the_rule)
{
    visit_all(walks[_i]);
}
END_TEST

static const struct {
    const char *body; /* with ' for " */
    const char *canonical;
} rows[] = {
    {"{}", "{}"},
    {"{'Image':'t','HostConfig':null}", "{'Image':'t'}"},
    {"{'HostConfig':{}}", "{}"},
    {"{'HostConfig':{'LogConfig':{'Type':'','Config':{}}}}", "{}"},
    {"{'image':'t','hostconfig':{'privileged':true}}",
     "{'Image':'t','HostConfig':{'Privileged':true}}"},
    {"{'pr\\u0069vileged':null}", "{}"},
    {"{'HostConfig':{'pr\\u0069vileged':true}}", "{'HostConfig':{'Privileged':true}}"},
    {"{'Cmd':'sh'}", "{'Cmd':['sh']}"},
    {"{'Cmd':''}", "{}"},
    {"{'Cmd':['']}", "{'Cmd':['']}"},
    {"{'Entrypoint':[]}", "{'Entrypoint':[]}"},
    {"{'Entrypoint':null}", "{}"},
    {"{'HostConfig':{'CapAdd':'SYS_ADMIN','CapDrop':['ALL']}}",
     "{'HostConfig':{'CapAdd':['SYS_ADMIN'],'CapDrop':['ALL']}}"},
    {"{'HostConfig':{'MaskedPaths':[],'ReadonlyPaths':[]}}",
     "{'HostConfig':{'MaskedPaths':[],'ReadonlyPaths':[]}}"},
    {"{'HostConfig':{'MaskedPaths':null}}", "{}"},
    {"{'HostConfig':{'Memory':-0,'PidsLimit':-1}}", "{'HostConfig':{'PidsLimit':-1}}"},
    {"{'HostConfig':{'Memory':9223372036854775807}}",
     "{'HostConfig':{'Memory':9223372036854775807}}"},
    {"{'HostConfig':{'SecurityOpt':['seccomp={}']}}",
     "{'HostConfig':{'SecurityOpt':['seccomp={}']}}"},
    /* what is empty in a map stays; null there is Go's zero value */
    {"{'Volumes':{'/a':{},'/b':null}}", "{'Volumes':{'/a':{},'/b':{}}}"},
    {"{'Labels':{'a':'','b':null,'A':'x'}}", "{'Labels':{'a':'','b':'','A':'x'}}"},
    {"{'HostConfig':{'Tmpfs':{'/run':null}}}", "{'HostConfig':{'Tmpfs':{'/run':''}}}"},
    {"{'HostConfig':{'PortBindings':{'80/tcp':[],'81/tcp':null,'82/tcp':[{'hostport':'1'}]}}}",
     "{'HostConfig':{'PortBindings':{'80/tcp':[],'81/tcp':[],'82/tcp':[{'HostPort':'1'}]}}}"},
    {"{'HostConfig':{'PortBindings':{'80/tcp':[{'HostIp':'','HostPort':''}]}}}",
     "{'HostConfig':{'PortBindings':{'80/tcp':[{}]}}}"},
    {"{'NetworkingConfig':{'EndpointsConfig':{'net':null}}}",
     "{'NetworkingConfig':{'EndpointsConfig':{'net':{}}}}"},
    {"{'NetworkingConfig':{'EndpointsConfig':{}}}", "{}"},
    {"{'HostConfig':{'Mounts':[{'type':'volume','volumeoptions':{'driverconfig':"
     "{'options':{'o':'bind','O':'x'}}}}]}}",
     "{'HostConfig':{'Mounts':[{'Type':'volume','VolumeOptions':{'DriverConfig':"
     "{'Options':{'o':'bind','O':'x'}}}}]}}"},
    {"{'HostConfig':{'Devices':[{}]}}", "{'HostConfig':{'Devices':[{}]}}"},
    /* what nobody knows stays under its own name, unless it says nothing */
    {"{'HostConfig':{'NewThing':1,'oldThing':'','x':null,'y':[],'z':{},'q':0.0}}",
     "{'HostConfig':{'NewThing':1,'q':0.0}}"},
    {"{'AttachStdin':false,'Healthcheck':{'Test':null},'StopTimeout':0}", "{}"},
    {"{'Privileged':false,'Binds':[],'Memory':0,'PidMode':''}", "{}"},
};

static void quote(char *text)
{
    for (; *text != '\0'; text++)
        *text = *text == '\'' ? '"' : *text;
}

START_TEST(a_create_body_has_one_form)
{
    struct fixture fixture = fixture_new();
    char body[TEXT_SIZE];
    char form[TEXT_SIZE];

    snprintf(body, sizeof(body), "%s", rows[_i].body);
    snprintf(form, sizeof(form), "%s", rows[_i].canonical);
    quote(body);
    quote(form);
    enum qw_err err = ask_json(&fixture, "/containers/create", body);
    ck_assert_msg(err == QW_OK, "%s: %s", body, fixture.diag.text);
    if (strstr(body, "0.0") == NULL) /* the value of such numbers is not kept */
        ck_assert_str_eq(canonical_text(&fixture), form);
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_wrong_type_is_named_with_its_path)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(
        ask_json(&fixture, "/containers/create", "{\"HostConfig\":{\"Binds\":[\"a\",7]}}"),
        QW_ERR_TYPE);
    ck_assert_str_eq(fixture.diag.text, "HostConfig.Binds[1] must be a string, and is an integer");
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_body_that_is_no_object_is_refused)
{
    static const char *const bodies[] = {"null", "[]", "7", "\"x\"", "true"};
    struct fixture fixture = fixture_new();

    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        ck_assert_int_eq(ask_json(&fixture, "/containers/create", bodies[i]), QW_ERR_TYPE);
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_cluster_volume_is_one_even_when_empty)
{
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(
        ask_json(&fixture, "/volumes/create", "{\"Name\":\"\",\"clusterVolumeSpec\":{}}"), QW_OK);
    ck_assert_str_eq(canonical_text(&fixture), "{\"ClusterVolumeSpec\":{}}");
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_body_without_a_schema_is_left_alone)
{
    struct fixture fixture = fixture_new();
    struct qw_json *root = NULL;

    ck_assert_int_eq(qw_json_parse(fixture.arena, "{\"a\":null}", 10, &root, NULL), QW_OK);
    ck_assert_int_eq(qw_engine_canonicalise(fixture.arena, QW_OP_NODE_UPDATE, root, NULL), QW_OK);
    ck_assert_uint_eq(qw_json_count(root), 1);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("canonicalise");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, every_field_of_every_schema_keeps_the_rule, 0, (int)COUNT_OF(walks));
    tcase_add_loop_test(tests, a_create_body_has_one_form, 0, (int)COUNT_OF(rows));
    tcase_add_test(tests, a_wrong_type_is_named_with_its_path);
    tcase_add_test(tests, a_body_that_is_no_object_is_refused);
    tcase_add_test(tests, a_cluster_volume_is_one_even_when_empty);
    tcase_add_test(tests, a_body_without_a_schema_is_left_alone);
    return run_case("engine/canonicalise", tests);
}
