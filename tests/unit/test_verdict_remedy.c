/* One remedy on a canonical body: each kind, where it has a place and where it has none. */
#include "../../src/verdict/verdict_priv.h"
#include "test_verdict_fixture.h"

struct remedy_row {
    enum qw_op op;
    const char *body;
    struct qw_remedy remedy;
    const char *at; /* of DROP: "HostConfig.Binds.0"; NULL: none */
    enum qw_err err;
    const char *amended;
};

#define CREATE QW_OP_CONTAINER_CREATE
#define SET(part_id, text)                                        \
    {                                                             \
        .kind = QW_REMEDY_SET, .part = (part_id), .value = (text) \
    }
#define APPEND(part_id, text)                                        \
    {                                                                \
        .kind = QW_REMEDY_APPEND, .part = (part_id), .value = (text) \
    }
#define PUT(part_id, name, text)                                                 \
    {                                                                            \
        .kind = QW_REMEDY_PUT, .part = (part_id), .key = (name), .value = (text) \
    }
#define DROP                   \
    {                          \
        .kind = QW_REMEDY_DROP \
    }
#define NO_COPY                   \
    {                             \
        .kind = QW_REMEDY_NO_COPY \
    }

static const struct remedy_row remedy_rows[] = {
    {CREATE, "{'Image':'i'}", SET(QW_PART_USER, "\"1:2\""), NULL, QW_OK,
     "{'Image':'i','User':'1:2'}"},
    {CREATE, "{'User':'0','Image':'i'}", SET(QW_PART_USER, "\"1:2\""), NULL, QW_OK,
     "{'User':'1:2','Image':'i'}"},
    {CREATE, "{'Image':'i'}", SET(QW_PART_READ_ONLY_ROOTFS, "true"), NULL, QW_OK,
     "{'Image':'i','HostConfig':{'ReadonlyRootfs':true}}"},
    {QW_OP_EXEC_CREATE, "{'Cmd':['a']}", SET(QW_PART_USER, "\"1:2\""), NULL, QW_OK,
     "{'Cmd':['a'],'User':'1:2'}"},
    {CREATE, "{'Image':'i'}", SET(QW_PART_USER, "1:2"), NULL, QW_ERR_SYNTAX, "{'Image':'i'}"},
    {CREATE, "{'Image':'i'}", SET(QW_PART_USER, NULL), NULL, QW_ERR_NOT_FOUND, "{'Image':'i'}"},
    {QW_OP_VOLUME_CREATE, "{'Name':'v'}", SET(QW_PART_USER, "\"1:2\""), NULL, QW_ERR_NOT_FOUND,
     "{'Name':'v'}"},

    {CREATE, "{'Image':'i'}", APPEND(QW_PART_CAP_DROP, "ALL"), NULL, QW_OK,
     "{'Image':'i','HostConfig':{'CapDrop':['ALL']}}"},
    {CREATE, "{'HostConfig':{'CapDrop':['CHOWN']}}", APPEND(QW_PART_CAP_DROP, "ALL"), NULL, QW_OK,
     "{'HostConfig':{'CapDrop':['CHOWN','ALL']}}"},
    {CREATE, "{'Image':'i'}", APPEND(QW_PART_CAP_DROP, NULL), NULL, QW_ERR_NOT_FOUND,
     "{'Image':'i'}"},
    {QW_OP_EXEC_CREATE, "{'Cmd':['a']}", APPEND(QW_PART_CAP_DROP, "ALL"), NULL, QW_ERR_NOT_FOUND,
     "{'Cmd':['a']}"},

    {CREATE, "{'Image':'i'}", PUT(QW_PART_TMPFS, "/tmp", ""), NULL, QW_OK,
     "{'Image':'i','HostConfig':{'Tmpfs':{'/tmp':''}}}"},
    {CREATE, "{'HostConfig':{'Tmpfs':{'/run':'','/tmp':'exec'}}}",
     PUT(QW_PART_TMPFS, "/tmp", "noexec"), NULL, QW_OK,
     "{'HostConfig':{'Tmpfs':{'/run':'','/tmp':'noexec'}}}"},
    {CREATE, "{'Image':'i'}", PUT(QW_PART_TMPFS, NULL, ""), NULL, QW_ERR_NOT_FOUND,
     "{'Image':'i'}"},

    {CREATE, "{'HostConfig':{'Binds':['/a:/a','/b:/b']}}", DROP, "HostConfig.Binds.0", QW_OK,
     "{'HostConfig':{'Binds':['/b:/b']}}"},
    {CREATE, "{'HostConfig':{'Privileged':true,'Init':true}}", DROP, "HostConfig.Privileged", QW_OK,
     "{'HostConfig':{'Init':true}}"},
    {CREATE, "{'Image':'i','HostConfig':{'Init':true}}", DROP, "HostConfig", QW_OK,
     "{'Image':'i'}"},
    {CREATE, "{'Image':'i'}", DROP, NULL, QW_ERR_NOT_FOUND, "{'Image':'i'}"},

    {CREATE, "{'HostConfig':{'Binds':['a:/a']}}", NO_COPY, "HostConfig.Binds.0", QW_OK,
     "{'HostConfig':{'Binds':['a:/a:nocopy']}}"},
    {CREATE, "{'HostConfig':{'Binds':['a:/a:ro']}}", NO_COPY, "HostConfig.Binds.0", QW_OK,
     "{'HostConfig':{'Binds':['a:/a:ro,nocopy']}}"},
    {CREATE, "{'HostConfig':{'Binds':['/a']}}", NO_COPY, "HostConfig.Binds.0", QW_ERR_NOT_FOUND,
     "{'HostConfig':{'Binds':['/a']}}"},
    {CREATE, "{'HostConfig':{'Mounts':[{'Target':'/a'}]}}", NO_COPY, "HostConfig.Mounts.0", QW_OK,
     "{'HostConfig':{'Mounts':[{'Target':'/a','VolumeOptions':{'NoCopy':true}}]}}"},
    {CREATE, "{'HostConfig':{'Mounts':[{'Target':'/a','VolumeOptions':{'Labels':{'a':'b'}}}]}}",
     NO_COPY, "HostConfig.Mounts.0", QW_OK,
     "{'HostConfig':{'Mounts':[{'Target':'/"
     "a','VolumeOptions':{'Labels':{'a':'b'},'NoCopy':true}}]}}"},
    {CREATE, "{'Volumes':{'/a':{}}}", NO_COPY, "Volumes./a", QW_ERR_NOT_FOUND,
     "{'Volumes':{'/a':{}}}"},
    {CREATE, "{'Image':'i'}", NO_COPY, NULL, QW_ERR_NOT_FOUND, "{'Image':'i'}"},

    {CREATE, "{'Image':'i'}", {.kind = QW_REMEDY_NONE}, NULL, QW_ERR_NOT_FOUND, "{'Image':'i'}"},
};

/* PATH has keys and indices with dots between. */
static const struct qw_json *node_at(const struct qw_json *node, const char *path)
{
    char key[64];

    for (; *path != '\0'; path += strspn(path, ".")) {
        const size_t len = strcspn(path, ".");

        ck_assert_uint_lt(len, sizeof key);
        memcpy(key, path, len);
        key[len] = '\0';
        path += len;
        if (qw_json_type(node) != QW_JSON_ARRAY) {
            node = qw_json_get(node, key);
            continue;
        }
        node = qw_json_first(node);
        for (int i = atoi(key); i > 0; i--) /* NOLINT(cert-err34-c): a literal of this file */
            node = qw_json_next(node);
    }
    ck_assert_ptr_nonnull(node);
    return node;
}

/* EXPECTED is written with ' for ". */
static void assert_body(const struct fixture *fixture, const char *expected)
{
    struct qw_buffer text QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_ENVELOPE);

    qw_json_write(&text, fixture->operation.body);
    ck_assert_int_eq(text.err, QW_OK);
    for (char *byte = text.data; *byte != '\0'; byte++)
        *byte = *byte == '"' ? '\'' : *byte;
    ck_assert_str_eq(text.data, expected);
}

START_TEST(each_kind_amends_the_body_or_leaves_it)
{
    const struct remedy_row *row = &remedy_rows[_i];
    struct fixture fixture = fixture_new("permissive");
    struct qw_remedy remedy = row->remedy;

    fixture_read(&fixture, row->op, "", row->body);
    if (row->at != NULL)
        remedy.at = node_at(fixture.operation.body, row->at);
    ck_assert_int_eq(qw_remedy_apply(fixture.arena, fixture.operation.body,
                                     qw_workload_kind_of(row->op), &remedy),
                     row->err);
    assert_body(&fixture, row->amended);
    fixture_done(&fixture);
}
END_TEST

/* A member of another type than the remedy needs is no list to append to. */
START_TEST(what_has_the_wrong_type_is_replaced)
{
    struct fixture fixture = fixture_new("permissive");
    const struct qw_remedy remedy = APPEND(QW_PART_CAP_DROP, "ALL");
    struct qw_json *host = qw_json_new_object(fixture.arena);

    fixture_read(&fixture, CREATE, "", "{'Image':'i'}");
    qw_json_set(fixture.operation.body, "HostConfig", host);
    qw_json_set(host, "CapDrop", qw_json_new_string(fixture.arena, "CHOWN"));
    ck_assert_int_eq(
        qw_remedy_apply(fixture.arena, fixture.operation.body, QW_WORKLOAD_CREATE, &remedy), QW_OK);
    assert_body(&fixture, "{'Image':'i','HostConfig':{'CapDrop':['ALL']}}");
    fixture_done(&fixture);
}
END_TEST

/* Two findings may drop a node and what stands in it, in either order, or the same one twice. */
START_TEST(nodes_that_left_the_body_are_dropped_without_harm)
{
    static const char *const orders[][3] = {
        {"HostConfig.Binds", "HostConfig.Binds.1", "HostConfig.Binds.1"},
        {"HostConfig.Binds.1", "HostConfig.Binds", "HostConfig.Binds"},
        {"HostConfig.Binds.0", "HostConfig.Binds.1", "HostConfig.Binds"},
    };
    struct fixture fixture = fixture_new("permissive");
    struct qw_remedy remedies[3];

    fixture_read(&fixture, CREATE, "",
                 "{'Image':'i','HostConfig':{'Binds':['/a:/a','/b:/b'],'Init':true}}");
    for (size_t i = 0; i < COUNT(remedies); i++)
        remedies[i] = (struct qw_remedy){.kind = QW_REMEDY_DROP,
                                         .at = node_at(fixture.operation.body, orders[_i][i])};
    for (size_t i = 0; i < COUNT(remedies); i++)
        ck_assert_int_eq(qw_remedy_apply(fixture.arena, fixture.operation.body, QW_WORKLOAD_CREATE,
                                         &remedies[i]),
                         QW_OK);
    assert_body(&fixture, "{'Image':'i','HostConfig':{'Init':true}}");
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("remedy");

    tcase_add_loop_test(tests, each_kind_amends_the_body_or_leaves_it, 0, (int)COUNT(remedy_rows));
    tcase_add_test(tests, what_has_the_wrong_type_is_replaced);
    tcase_add_loop_test(tests, nodes_that_left_the_body_are_dropped_without_harm, 0, 3);
    return run_case("verdict/remedy", tests);
}
