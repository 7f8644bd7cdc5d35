/* Which versions have which holes, and what leads through them. */
#include "qw/holes.h"

#include "engine_fixture.h"

#define G (1U << QW_HOLE_NATIVE_GRPC)
#define B (1U << QW_HOLE_DROPPED_BODIES)
#define L (1U << QW_HOLE_EMPTY_LENGTH)
#define P (1U << QW_HOLE_ARCHIVE_PUT)
#define M (1U << QW_HOLE_ARCHIVE_MOUNTS)
#define C (1U << QW_HOLE_GATEWAY_CONTAINERS)
#define S (1U << QW_HOLE_HOST_CONFIG_AT_START)

static const struct {
    const char *version;
    unsigned holes;
} versions[] = {
    {"20.10.0", B | L | C | S},
    {"20.10.24+dfsg1", B | L | C | S},
    {"23.0.14", B | L | C | S},
    {"23.0.15", B | C | S},
    {"23.0.18", B | C | S},
    {"23.0.999", B | C | S},
    {"24.0.0", B | L | P | M | C | S},
    {"24.0.9", B | L | P | M | C | S},
    {"25.0.0-rc.1", B | L | P | M | C | S},
    {"25.0.0", B | L | P | M | C},
    {"25.0.1", B | L | P | M | C},
    {"25.0.2", B | L | P | M},
    {"25.0.5", B | L | P | M},
    {"25.0.6", B | P | M},
    {"25.0.15", B | P | M},
    {"25.0.16", P | M},
    {"25.0.17", 0},
    {"25.0.18", 0},
    {"26.0.0", B | L | P | M},
    {"26.1.4", B | L | P | M},
    {"26.1.5", B | P | M},
    {"26.1.5+dfsg1", B | P | M},
    {"26.1.5~rc1", B | L | P | M},
    {"27.0.1", B | L | P | M},
    {"27.1.0", B | L | P | M},
    {"27.1.1", B | P | M},
    {"27.5.1", B | P | M},
    {"28.5.2", B | P | M},
    {"28.5.2+dfsg4", B | P | M},
    {"29.0.0-rc.1", B | P | M},
    {"29.1.9", B | P | M},
    {"29.2.0-rc.1", G | B | P | M},
    {"29.2.0", G | B | P | M},
    {"29.3.0", G | B | P | M},
    {"29.3.1-rc.1", G | B | P | M},
    {"29.3.1", G | P | M},
    {"29.5.0", G | P | M},
    {"29.5.1-rc.2", G | P | M},
    {"29.5.1", G},
    {"29.5.1+rhel", G},
    {"29.7.2", G},
    {"30.0", G},
    {"998.0.0", G},

    {NULL, QW_HOLES_ALL},
    {"", QW_HOLES_ALL},
    {"dev", QW_HOLES_ALL},
    {"library-import", QW_HOLES_ALL},
    {"0.0.0-20260801120000-b985e2313a", QW_HOLES_ALL},
    {"1.13.1", QW_HOLES_ALL},
    {"19.03.15", QW_HOLES_ALL},
    {"20.9.999", QW_HOLES_ALL},
    {"29", QW_HOLES_ALL},
    {"29.", QW_HOLES_ALL},
    {"29.5.", QW_HOLES_ALL},
    {"29..1", QW_HOLES_ALL},
    {"29.5.1.1", QW_HOLES_ALL},
    {"29.5.1rc1", QW_HOLES_ALL},
    {"29.5.1 ", QW_HOLES_ALL},
    {" 29.5.1", QW_HOLES_ALL},
    {"v29.5.1", QW_HOLES_ALL},
    {"-29.5.1", QW_HOLES_ALL},
    {"+29.5.1", QW_HOLES_ALL},
    {"29.1000.0", QW_HOLES_ALL},
    {"1029.5.1", QW_HOLES_ALL},
    {"29.5.18446744073709551617", QW_HOLES_ALL},
    {"4294967325.5.1", QW_HOLES_ALL},
};

START_TEST(a_version_has_its_holes)
{
    ck_assert_msg(qw_holes_of_version(versions[_i].version) == versions[_i].holes, "%s: %#x",
                  versions[_i].version, qw_holes_of_version(versions[_i].version));
}
END_TEST

static const struct {
    unsigned open;
    enum qw_op op;
    bool is_running;
    enum qw_hole_id reached;
} reaches[] = {
    {P | M, QW_OP_CONTAINER_ARCHIVE_PUT, false, QW_HOLE_ARCHIVE_PUT},
    {P | M, QW_OP_CONTAINER_ARCHIVE_PUT, true, QW_HOLE_ARCHIVE_PUT},
    {M, QW_OP_CONTAINER_ARCHIVE_PUT, true, QW_HOLE_ARCHIVE_MOUNTS},
    {M, QW_OP_CONTAINER_ARCHIVE_PUT, false, QW_HOLE_COUNT},
    {M, QW_OP_CONTAINER_ARCHIVE_GET, true, QW_HOLE_ARCHIVE_MOUNTS},
    {M, QW_OP_CONTAINER_ARCHIVE_GET, false, QW_HOLE_COUNT},
    {M, QW_OP_CONTAINER_EXPORT, true, QW_HOLE_ARCHIVE_MOUNTS},
    {P, QW_OP_CONTAINER_EXPORT, true, QW_HOLE_COUNT},
    {C, QW_OP_BUILD_CLASSIC, false, QW_HOLE_GATEWAY_CONTAINERS},
    {C, QW_OP_BUILD_BUILDKIT, false, QW_HOLE_GATEWAY_CONTAINERS},
    {C, QW_OP_BUILD_SESSION, false, QW_HOLE_GATEWAY_CONTAINERS},
    {C, QW_OP_BUILD_GRPC, false, QW_HOLE_GATEWAY_CONTAINERS},
    {C, QW_OP_BUILD_PRUNE, false, QW_HOLE_COUNT},
    {C, QW_OP_IMAGE_COMMIT, false, QW_HOLE_COUNT},
    {QW_HOLES_ALL, QW_OP_CONTAINER_CREATE, true, QW_HOLE_COUNT},
    {QW_HOLES_ALL, QW_OP_CONTAINER_LOGS, true, QW_HOLE_COUNT},
    {QW_HOLES_ALL, QW_OP_UNKNOWN, true, QW_HOLE_COUNT},
    {0, QW_OP_CONTAINER_ARCHIVE_PUT, true, QW_HOLE_COUNT},
    {QW_HOLES_ALL & ~C, QW_OP_BUILD_GRPC, false, QW_HOLE_COUNT},
};

#define RUNC (1U << QW_HOLE_RUNTIME_MOUNTS)

static const struct {
    const char *version;
    unsigned holes;
} runcs[] = {
    {NULL, RUNC},         {"", RUNC},           {"N/A", RUNC},        {"1.1.5+ds1", RUNC},
    {"1.0.0-rc95", RUNC}, {"1.2.7", RUNC},      {"1.2.8-rc.1", RUNC}, {"1.2.8", 0},
    {"1.2.9+ds1-1", 0},   {"1.2.999", 0},       {"1.3.0-rc.1", RUNC}, {"1.3.0", RUNC},
    {"1.3.2+ds1", RUNC},  {"1.3.3~rc.1", RUNC}, {"1.3.3", 0},         {"1.3.4+ds1-2", 0},
    {"1.4.0-rc.1", RUNC}, {"1.4.0-rc.2", RUNC}, {"1.4.0-rc.3", 0},    {"1.4.0~rc.3+ds1", 0},
    {"1.4.0-rc.10", 0},   {"1.4.0-rc.", RUNC},  {"1.4.0-rc3", RUNC},  {"1.4.0~beta.3", RUNC},
    {"1.4.0+rc.2", 0},    {"1.4.0", 0},         {"1.4.1-rc.1", 0},    {"1.5.0", 0},
    {"2.0.0", 0},         {"v1.2.8", RUNC},
};

START_TEST(a_runc_has_its_holes)
{
    ck_assert_msg(qw_holes_of_runc(runcs[_i].version) == runcs[_i].holes, "%s",
                  runcs[_i].version != NULL ? runcs[_i].version : "NULL");
}
END_TEST

/* Its version tells nothing of the engine's. */
START_TEST(no_version_of_the_engine_has_a_hole_of_runc)
{
    ck_assert_uint_eq(qw_holes_of_version("20.10.24") & RUNC, 0);
    ck_assert_uint_eq(qw_holes_of_version("29.5.1") & RUNC, 0);
}
END_TEST

START_TEST(an_operation_reaches_what_is_open)
{
    ck_assert_int_eq(qw_hole_reached(reaches[_i].open, reaches[_i].op, reaches[_i].is_running),
                     reaches[_i].reached);
}
END_TEST

START_TEST(every_hole_has_a_name_that_leads_back_and_its_sentences)
{
    const struct qw_hole *hole = qw_hole_get((enum qw_hole_id)_i);

    ck_assert_int_eq(qw_hole_from_name(hole->name), _i);
    ck_assert_uint_gt(strlen(hole->title), 10);
    ck_assert_uint_lt(strlen(hole->title), 60);
    ck_assert_msg(hole->means[strlen(hole->means) - 1] == '.', "%s", hole->means);
    ck_assert_msg(hole->todo[strlen(hole->todo) - 1] == '.', "%s", hole->todo);
}
END_TEST

START_TEST(other_names_are_no_holes)
{
    ck_assert_int_eq(qw_hole_from_name(""), QW_HOLE_COUNT);
    ck_assert_int_eq(qw_hole_from_name("ghsa-x86f-5xw2-fm2r"), QW_HOLE_COUNT);
    ck_assert_int_eq(qw_hole_from_name("GHSA-x86f-5xw2-fm2r "), QW_HOLE_COUNT);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("holes");

    tcase_add_loop_test(tests, a_version_has_its_holes, 0, (int)COUNT_OF(versions));
    tcase_add_loop_test(tests, a_runc_has_its_holes, 0, (int)COUNT_OF(runcs));
    tcase_add_test(tests, no_version_of_the_engine_has_a_hole_of_runc);
    tcase_add_loop_test(tests, an_operation_reaches_what_is_open, 0, (int)COUNT_OF(reaches));
    tcase_add_loop_test(tests, every_hole_has_a_name_that_leads_back_and_its_sentences, 0,
                        QW_HOLE_COUNT);
    tcase_add_test(tests, other_names_are_no_holes);
    return run_case("engine/holes", tests);
}
