#include "qw/path.h"

#include "base_fixture.h"

struct relation_row {
    const char *path;
    const char *base;
    enum qw_path_relation relation;
};

static const struct relation_row relation_rows[] = {
    {"/", "/", QW_PATH_AT_OR_BELOW},
    {"/a", "/", QW_PATH_AT_OR_BELOW},
    {"/", "/a", QW_PATH_ABOVE},
    {"/a", "/a", QW_PATH_AT_OR_BELOW},
    {"/a", "/a/", QW_PATH_AT_OR_BELOW},
    {"/a//./b/", "/a/b", QW_PATH_AT_OR_BELOW},
    {"/a/b", "/a", QW_PATH_AT_OR_BELOW},
    {"/a", "/a/b", QW_PATH_ABOVE},
    {"/ab", "/a", QW_PATH_APART},
    {"/a", "/ab", QW_PATH_APART},
    {"/a/b", "/a/c", QW_PATH_APART},
    {"/.a", "/", QW_PATH_AT_OR_BELOW},
    {"/.a", "/a", QW_PATH_APART},
    {"a", "/a", QW_PATH_APART},
    {"/a", "a", QW_PATH_APART},
    {"", "/", QW_PATH_APART},
    {"/", "", QW_PATH_APART},
    {"/x/y", "/**", QW_PATH_AT_OR_BELOW},
    {"/", "/**", QW_PATH_AT_OR_BELOW},
    {"/a", "/a/**", QW_PATH_AT_OR_BELOW},
    {"/b", "/a/**", QW_PATH_APART},
    {"/a/**", "/a/b", QW_PATH_APART},
    {"/a/x", "/a/*", QW_PATH_APART},
    {"/a/*", "/a/*", QW_PATH_AT_OR_BELOW},
};

START_TEST(paths_compare_by_whole_components)
{
    for (size_t i = 0; i < N_ROWS(relation_rows); i++) {
        const struct relation_row *row = &relation_rows[i];

        ck_assert_msg(qw_path_relation(row->path, row->base) == row->relation, "%s to %s",
                      row->path, row->base);
    }
}
END_TEST

START_TEST(an_asterisk_of_a_pattern_is_one_component)
{
    static const struct relation_row rows[] = {
        {"/run/user/1000/x", "/run/user/*/x", QW_PATH_AT_OR_BELOW},
        {"/run/user/1000/x/y", "/run/user/*/x", QW_PATH_AT_OR_BELOW},
        {"/run/user/1000", "/run/user/*/x", QW_PATH_ABOVE},
        {"/run/user", "/run/user/*/x", QW_PATH_ABOVE},
        {"/run/user/1000/y", "/run/user/*/x", QW_PATH_APART},
        {"/run/user/1000/1001/x", "/run/user/*/x", QW_PATH_APART},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        ck_assert_int_eq(qw_path_relation_to_pattern(rows[i].path, rows[i].base), rows[i].relation);
}
END_TEST

START_TEST(depth_counts_components)
{
    ck_assert_uint_eq(qw_path_depth("/"), 0);
    ck_assert_uint_eq(qw_path_depth(""), 0);
    ck_assert_uint_eq(qw_path_depth("/**"), 0);
    ck_assert_uint_eq(qw_path_depth("/a"), 1);
    ck_assert_uint_eq(qw_path_depth("//a/./b/"), 2);
    ck_assert_uint_eq(qw_path_depth("/a/**"), 1);
}
END_TEST

START_TEST(going_up_is_seen)
{
    ck_assert(qw_path_goes_up(".."));
    ck_assert(qw_path_goes_up("/a/../b"));
    ck_assert(qw_path_goes_up("/a/.."));
    ck_assert(!qw_path_goes_up("/a/..b/b../..."));
    ck_assert(!qw_path_goes_up(""));
}
END_TEST

START_TEST(cleaning_is_that_of_go)
{
    static const char *const rows[][2] = {{"", ""},
                                          {"/", "/"},
                                          {"//", "/"},
                                          {".", "."},
                                          {"./a/", "a"},
                                          {"/a//b/.", "/a/b"},
                                          {"/a/../b", "/b"},
                                          {"/../a", "/a"},
                                          {"/a/../..", "/"},
                                          {"a/..", "."},
                                          {"../a", "../a"},
                                          {"../../a/..", "../.."},
                                          {"..", ".."},
                                          {"a/../../b", "../b"},
                                          {"/a..b/.c", "/a..b/.c"}};
    TEST_ARENA(arena);

    for (size_t i = 0; i < N_ROWS(rows); i++)
        ck_assert_str_eq(qw_path_clean(arena, rows[i][0]), rows[i][1]);
}
END_TEST

START_TEST(cleaning_without_memory_gives_nothing)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *empty = qw_arena_new(0);

    ck_assert_ptr_null(qw_path_clean(empty, "/a"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        paths_compare_by_whole_components,
        an_asterisk_of_a_pattern_is_one_component,
        depth_counts_components,
        going_up_is_seen,
        cleaning_is_that_of_go,
        cleaning_without_memory_gives_nothing,
    };

    return base_run("base/path", tests, N_ROWS(tests));
}
