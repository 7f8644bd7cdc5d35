#include "workload_fixture.h"

struct row {
    enum qw_op op;
    enum qw_workload_kind kind;
    bool needs_body;
};

static const struct row rows[] = {
    {QW_OP_CONTAINER_CREATE, QW_WORKLOAD_CREATE, true},
    {QW_OP_EXEC_CREATE, QW_WORKLOAD_EXEC, true},
    {QW_OP_VOLUME_CREATE, QW_WORKLOAD_VOLUME, true},
    {QW_OP_NETWORK_CREATE, QW_WORKLOAD_NETWORK, true},
    {QW_OP_NETWORK_CONNECT, QW_WORKLOAD_CONNECT, true},
    {QW_OP_BUILD_CLASSIC, QW_WORKLOAD_BUILD, false},
    {QW_OP_BUILD_BUILDKIT, QW_WORKLOAD_BUILD, false},
    {QW_OP_UNKNOWN, QW_WORKLOAD_NONE, false},
    {QW_OP_CONTAINER_START, QW_WORKLOAD_NONE, false},
    {QW_OP_CONTAINER_UPDATE, QW_WORKLOAD_UPDATE, true},
    {QW_OP_SERVICE_CREATE, QW_WORKLOAD_SERVICE, true},
    {QW_OP_SERVICE_UPDATE, QW_WORKLOAD_SERVICE, true},
    {QW_OP_IMAGE_COMMIT, QW_WORKLOAD_NONE, false},
    {QW_OP_CONTAINER_ARCHIVE_PUT, QW_WORKLOAD_NONE, false},
};

static enum qw_workload_kind expected_kind(enum qw_op op)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].op == op)
            return rows[i].kind;
    return QW_WORKLOAD_NONE;
}

START_TEST(an_operation_has_the_kind_that_it_runs)
{
    const struct row *row = &rows[_i];
    struct fixture fixture = fixture_new();

    ck_assert_int_eq(read_as(&fixture, row->op, "{}"), QW_OK);
    ck_assert_int_eq(fixture.workload.kind, row->kind);
    ck_assert_str_eq(fixture.workload.image.value, "");
    fixture_done(&fixture);
}
END_TEST

START_TEST(a_body_is_missed_where_there_would_be_nothing_to_judge)
{
    const struct row *row = &rows[_i];
    struct fixture fixture = fixture_new();
    enum qw_err wanted = row->needs_body ? QW_ERR_BODY_MISSING : QW_OK;

    ck_assert_int_eq(read_as(&fixture, row->op, NULL), wanted);
    ck_assert_int_eq(fixture.diag.err, wanted);
    fixture_done(&fixture);
}
END_TEST

START_TEST(every_operation_and_every_kind_is_covered)
{
    bool kinds[QW_WORKLOAD_KIND_COUNT] = {false};

    for (enum qw_op op = 0; op < QW_OP_COUNT; op++) {
        ck_assert_int_eq(qw_workload_kind_of(op), expected_kind(op));
        kinds[qw_workload_kind_of(op)] = true;
    }
    kinds[QW_WORKLOAD_CONTAINER] = true; /* of no operation: the second look's */
    assert_all_seen(kinds, COUNT_OF(kinds));
}
END_TEST

/* One of everything, so that every allocation of the readers is made. */
static const char whole_body[] =
    "{'Image':'i','User':'a:b','Env':['NVIDIA_VISIBLE_DEVICES=all'],'Volumes':{'/v':{}},"
    "'HostConfig':{'Binds':['/a/..:/b:ro,x','v:/c'],'Mounts':[{'Type':'volume','Target':'/d',"
    "'VolumeOptions':{'DriverConfig':{'Name':'n','Options':{'o':'p'}}}},{'Type':'tmpfs','Target':"
    "'/e','TmpfsOptions':{'Mode':1,'Options':[['exec']]}}],'Tmpfs':{'/f':'suid'},'VolumesFrom':"
    "['g:ro'],'CapAdd':['h'],'CapDrop':['ALL'],'SecurityOpt':['label:i'],'MaskedPaths':['/j'],"
    "'GroupAdd':['k'],'PortBindings':{'1/tcp':[{'HostPort':'1'}]},'Devices':[{'PathOnHost':'/l'}],"
    "'DeviceRequests':[{'DeviceIDs':['m'],'Capabilities':[['gpu']]}],'Sysctls':{'a/b':'1'},"
    "'Annotations':{'n':'o'},'LogConfig':{'Type':'p','Config':{'q':'r'}},'NewPower':1},"
    "'NetworkingConfig':{'EndpointsConfig':{'s':{'DriverOpts':{'t':'u',"
    "'com.docker.network.endpoint.sysctls':'net.x=1'}}}}}";

enum { WHOLE_BODY_MEMORY = 8192, STEP = 8 };

START_TEST(short_memory_is_an_error_wherever_it_ends)
{
    struct fixture fixture = fixture_new();
    struct qw_operation operation = {.op = QW_OP_CONTAINER_CREATE,
                                     .body = parse(&fixture, whole_body)};
    enum qw_err err = QW_ERR_NO_MEMORY;

    for (size_t max = 0; max < WHOLE_BODY_MEMORY; max += STEP) {
        QW_CLEANUP(qw_cleanup_arena) struct qw_arena *small = qw_arena_new(max);
        struct qw_diag diag = {0};
        enum qw_err before = err;

        if (small == NULL)
            continue;
        err = qw_workload_read(small, &operation, &fixture.workload, &diag);
        ck_assert(err == QW_OK || err == QW_ERR_NO_MEMORY);
        ck_assert_int_eq(diag.err, err);
        ck_assert(before != QW_OK || err == QW_OK);
    }
    ck_assert_int_eq(err, QW_OK);
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("workload");

    tcase_add_loop_test(tests, an_operation_has_the_kind_that_it_runs, 0, (int)COUNT_OF(rows));
    tcase_add_loop_test(tests, a_body_is_missed_where_there_would_be_nothing_to_judge, 0,
                        (int)COUNT_OF(rows));
    tcase_add_test(tests, every_operation_and_every_kind_is_covered);
    tcase_add_test(tests, short_memory_is_an_error_wherever_it_ends);
    return run_case("workload/workload", tests);
}
