#include "workload_fixture.h"

struct row {
    const char *written;
    enum qw_identity user;
    int64_t uid;
    const char *user_name;
    enum qw_identity group;
    int64_t gid;
    const char *group_name;
};

#define ABSENT QW_IDENTITY_ABSENT
#define NUMBER QW_IDENTITY_NUMBER
#define NAME QW_IDENTITY_NAME
#define INVALID QW_IDENTITY_INVALID

static const struct row rows[] = {
    {"", ABSENT, 0, "", ABSENT, 0, ""},
    {"0", NUMBER, 0, "0", ABSENT, 0, ""},
    {"00", NUMBER, 0, "00", ABSENT, 0, ""},
    {"+0", NUMBER, 0, "+0", ABSENT, 0, ""},
    {"-0", NUMBER, 0, "-0", ABSENT, 0, ""},
    {"-00", NUMBER, 0, "-00", ABSENT, 0, ""},
    {"1000", NUMBER, 1000, "1000", ABSENT, 0, ""},
    {"+1000", NUMBER, 1000, "+1000", ABSENT, 0, ""},
    {"01000", NUMBER, 1000, "01000", ABSENT, 0, ""},
    {"1000:", NUMBER, 1000, "1000", ABSENT, 0, ""},
    {"1000:0", NUMBER, 1000, "1000", NUMBER, 0, "0"},
    {"1000:+0", NUMBER, 1000, "1000", NUMBER, 0, "+0"},
    {"1000:1001", NUMBER, 1000, "1000", NUMBER, 1001, "1001"},
    {"1000:docker", NUMBER, 1000, "1000", NAME, 0, "docker"},
    {":", NUMBER, 0, "", ABSENT, 0, ""},
    {":1000", NUMBER, 0, "", NUMBER, 1000, "1000"},
    {":app", NUMBER, 0, "", NAME, 0, "app"},
    {"app", NAME, 0, "app", ABSENT, 0, ""},
    {"app:1000", NAME, 0, "app", NUMBER, 1000, "1000"},
    {"root", NAME, 0, "root", ABSENT, 0, ""},
    {" 0", NAME, 0, " 0", ABSENT, 0, ""},
    {"0 ", NAME, 0, "0 ", ABSENT, 0, ""},
    {"0x0", NAME, 0, "0x0", ABSENT, 0, ""},
    {"1_000", NAME, 0, "1_000", ABSENT, 0, ""},
    {"+", NAME, 0, "+", ABSENT, 0, ""},
    {"-", NAME, 0, "-", ABSENT, 0, ""},
    {"++0", NAME, 0, "++0", ABSENT, 0, ""},
    {"\xD9\xA0", NAME, 0, "\xD9\xA0", ABSENT, 0, ""}, /* a digit, but not of ASCII */
    {"2147483646", NUMBER, 2147483646, "2147483646", ABSENT, 0, ""},
    {"2147483647", NUMBER, 2147483647, "2147483647", ABSENT, 0, ""},
    {"2147483648", INVALID, 0, "2147483648", ABSENT, 0, ""},
    {"4294967296", INVALID, 0, "4294967296", ABSENT, 0, ""},
    {"18446744073709551616", INVALID, 0, "18446744073709551616", ABSENT, 0, ""},
    {"-1", INVALID, 0, "-1", ABSENT, 0, ""},
    {"1000:2147483647", NUMBER, 1000, "1000", NUMBER, 2147483647, "2147483647"},
    {"1000:2147483648", NUMBER, 1000, "1000", INVALID, 0, "2147483648"},
    {"1000:-1", NUMBER, 1000, "1000", INVALID, 0, "-1"},
    {"1000:1000:", INVALID, 0, "1000", INVALID, 0, "1000"},
    {"1000:1000:junk", INVALID, 0, "1000", INVALID, 0, "1000"},
    {"::", INVALID, 0, "", INVALID, 0, ""},
};

static void assert_user(const struct qw_user *user, const struct row *row)
{
    ck_assert_str_eq(user->text.value, row->written);
    ck_assert_int_eq(user->user, row->user);
    ck_assert_int_eq(user->uid, row->uid);
    ck_assert_str_eq(user->user_name, row->user_name);
    ck_assert_int_eq(user->group, row->group);
    ck_assert_int_eq(user->gid, row->gid);
    ck_assert_str_eq(user->group_name, row->group_name);
}

START_TEST(a_user_is_read_as_the_engine_reads_it)
{
    struct fixture fixture = fixture_new();
    const struct row *row = &rows[_i];
    const char *body = qw_arena_format(fixture.arena, "{'User':'%s'}", row->written);

    assert_user(&read_create(&fixture, body)->user, row);
    ck_assert_str_eq(path_of(&fixture, fixture.workload.user.text.at), "User");
    ck_assert_int_eq(read_as(&fixture, QW_OP_EXEC_CREATE, body), QW_OK);
    assert_user(&fixture.workload.user, row);
    fixture_done(&fixture);
}
END_TEST

START_TEST(an_absent_user_says_so)
{
    struct fixture fixture = fixture_new();

    assert_user(&read_create(&fixture, "{}")->user, &rows[0]);
    ck_assert_ptr_null(fixture.workload.user.text.at);
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *written;
    enum qw_identity kind;
    int64_t gid;
} group_rows[] = {
    {"0", NUMBER, 0},
    {"-0", NUMBER, 0},
    {"+050", NUMBER, 50},
    {"2147483647", NUMBER, 2147483647},
    {"2147483648", INVALID, 0},
    {"-1", INVALID, 0},
    {"", INVALID, 0},
    {"docker", NAME, 0},
    {" 0", NAME, 0},
};

START_TEST(an_added_group_is_read_as_a_group_of_a_user)
{
    struct fixture fixture = fixture_new();
    const struct qw_groups *groups =
        &read_host(&fixture,
                   qw_arena_format(fixture.arena, "'GroupAdd':['7','%s']", group_rows[_i].written))
             ->groups;

    ck_assert_uint_eq(groups->n_items, 2);
    ck_assert_int_eq(groups->items[0].gid, 7);
    ck_assert_int_eq(groups->items[1].kind, group_rows[_i].kind);
    ck_assert_int_eq(groups->items[1].gid, group_rows[_i].gid);
    ck_assert_str_eq(groups->items[1].text.value, group_rows[_i].written);
    ck_assert_str_eq(path_of(&fixture, groups->items[1].text.at), "HostConfig.GroupAdd[1]");
    ck_assert_str_eq(path_of(&fixture, groups->at), "HostConfig.GroupAdd");
    fixture_done(&fixture);
}
END_TEST

static const struct {
    const char *written;
    bool is_looked_up;
} lookup_rows[] = {
    {"app", true},    {"app:5", true}, {"5:app", true}, {"5", true},  {"5:", true},
    {"5:5", false},   {"5:0", false},  {"0", false},    {":", false}, {"", false},
    {"5:5:5", false}, {"+7", true},    {"app:", true},
};

START_TEST(the_containers_files_count_unless_both_numbers_are_given)
{
    struct fixture fixture = fixture_new();
    const char *body = qw_arena_format(fixture.arena, "{'User':'%s'}", lookup_rows[_i].written);

    ck_assert_msg(qw_workload_user_is_looked_up(read_create(&fixture, body)) ==
                      lookup_rows[_i].is_looked_up,
                  "%s", lookup_rows[_i].written);
    fixture_done(&fixture);
}
END_TEST

START_TEST(every_identity_has_a_row)
{
    bool users[QW_IDENTITY_INVALID + 1] = {false};
    bool groups[QW_IDENTITY_INVALID + 1] = {false};

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        users[rows[i].user] = true;
        groups[rows[i].group] = true;
    }
    assert_all_seen(users, COUNT_OF(users));
    assert_all_seen(groups, COUNT_OF(groups));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("user");

    tcase_add_loop_test(tests, a_user_is_read_as_the_engine_reads_it, 0, (int)COUNT_OF(rows));
    tcase_add_test(tests, an_absent_user_says_so);
    tcase_add_loop_test(tests, an_added_group_is_read_as_a_group_of_a_user, 0,
                        (int)COUNT_OF(group_rows));
    tcase_add_loop_test(tests, the_containers_files_count_unless_both_numbers_are_given, 0,
                        (int)COUNT_OF(lookup_rows));
    tcase_add_test(tests, every_identity_has_a_row);
    return run_case("workload/user", tests);
}
