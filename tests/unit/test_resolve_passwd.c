#include "resolve_fixture.h"

#define PASSWD "root:x:0:0::/:/bin/sh\napp:x:1000:1001::/:\n"
#define GROUP "root:x:0:\nwheel:x:10:app,x\ndocker:x:999:other,app\nstaff:x:50:apps\n"

static const struct {
    const char *passwd;
    const char *group;
    const char *user;
    const char *user_group; /* NULL: absent */
    enum qw_err err;
    int64_t uid;
    int64_t gid;
    const char *groups;
} names[] = {
    {PASSWD, GROUP, "app", NULL, QW_OK, 1000, 1001, "10 999 "},
    {PASSWD, GROUP, "app", "wheel", QW_OK, 1000, 10, ""},
    {PASSWD, GROUP, "app", "nobody", QW_ERR_NOT_FOUND, 0, 0, ""},
    {PASSWD, GROUP, "ap", NULL, QW_ERR_NOT_FOUND, 0, 0, ""},
    {"", GROUP, "app", NULL, QW_ERR_NOT_FOUND, 0, 0, ""},
    {PASSWD, "", "app", NULL, QW_OK, 1000, 1001, ""},
    /* the first one wins */
    {"app:x:0:0\napp:x:1000:1000\n", "", "app", NULL, QW_OK, 0, 0, ""},
    {"app:x:1000:1000\napp:x:0:0\n", "", "app", NULL, QW_OK, 1000, 1000, ""},
    /* what is no number is root */
    {"app:x:1O00:1000\n", "", "app", NULL, QW_OK, 0, 1000, ""},
    {"app\n", "", "app", NULL, QW_OK, 0, 0, ""},
    {"app:x: 5:6\n", "", "app", NULL, QW_OK, 0, 6, ""},
    {"app:x:+5:-0\n", "", "app", NULL, QW_OK, 5, 0, ""},
    {"app:x:5:6 \r\n", "", "app", NULL, QW_OK, 5, 6, ""},
    /* ids that wrap */
    {"app:x:2147483647:1\n", "", "app", NULL, QW_OK, 2147483647, 1, ""},
    {"app:x:2147483648:1\n", "", "app", NULL, QW_ERR_ENGINE, 0, 0, ""},
    {"app:x:4294967296:1\n", "", "app", NULL, QW_ERR_ENGINE, 0, 0, ""},
    {"app:x:99999999999999999999999:1\n", "", "app", NULL, QW_ERR_ENGINE, 0, 0, ""},
    {"app:x:-1:1\n", "", "app", NULL, QW_ERR_ENGINE, 0, 0, ""},
    {"app:x:1:4294967296\n", "", "app", NULL, QW_ERR_ENGINE, 0, 0, ""},
    {"app:x:1:1\n", "g:x:4294967296:app\n", "app", NULL, QW_ERR_ENGINE, 0, 0, ""},
    /* white space that some versions take off */
    {" app:x:0:0\napp:x:1000:1000\n", "", "app", NULL, QW_ERR_ENGINE, 0, 0, ""},
    {"\xe2\x80\x83"
     "app:x:0:0\napp:x:1:1\n",
     "", "app", NULL, QW_ERR_ENGINE, 0, 0, ""},
    {"app:x:1:1\n", "g:x:0:app\xc2\xa0\n", "app", NULL, QW_ERR_ENGINE, 0, 0, ""},
    /* a number that is a name */
    {"app:x:1:4242\n", "4242:x:6:\ng:x:7:app\n", "app", NULL, QW_OK, 1, 4242, "6 7 "},
    {"app:x:1:4242\n", "4242:x:6:\n", "app", NULL, QW_OK, 1, 4242, "6 "},
    {"app:x:1:4242\n", "04242:x:6:\n4242 :x:8:\n", "app", NULL, QW_OK, 1, 4242, ""},
    {"app:x:1:1\n", "g:x:4242:\n4242:x:6:\n", "app", "g", QW_OK, 1, 4242, "6 "},
    {"\n\n  \napp:x:1:2", "#g:x:7:app", "app", NULL, QW_OK, 1, 2, "7 "},
};

START_TEST(a_name_stands_for_what_the_engine_takes_it_for)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    const struct resolve_account_files files = {
        .passwd = {names[_i].passwd, strlen(names[_i].passwd)},
        .group = {names[_i].group, strlen(names[_i].group)}};
    const struct qw_user user = {
        .user = QW_IDENTITY_NAME,
        .user_name = names[_i].user,
        .group = names[_i].user_group != NULL ? QW_IDENTITY_NAME : QW_IDENTITY_ABSENT,
        .group_name = names[_i].user_group != NULL ? names[_i].user_group : ""};
    struct qw_account_facts account = {.uid = 0};
    struct qw_diag diag = {.err = QW_OK};
    char groups[64] = "";

    ck_assert_msg(resolve_read_account(arena, &files, &user, &account, &diag) == names[_i].err,
                  "row %d: %s", _i, diag.text);
    ck_assert_int_eq(diag.err, names[_i].err);
    ck_assert_int_eq(account.uid, names[_i].uid);
    ck_assert_int_eq(account.gid, names[_i].gid);
    for (size_t i = 0; i < account.n_groups; i++)
        snprintf(groups + strlen(groups), sizeof groups - strlen(groups), "%lld ",
                 (long long)account.groups[i]);
    ck_assert_str_eq(groups, names[_i].groups);
}
END_TEST

static const struct {
    const char *group;
    const char *words[3];
    enum qw_err err;
    const char *others;
} added[] = {
    {"", {"1600", "6"}, QW_OK, "--"},
    {GROUP, {"10", "999", "50"}, QW_OK, "---"},
    {GROUP "1600:x:6:\n", {"1600"}, QW_OK, "o"},
    {GROUP "1600:x:6:\n", {"6", "1600", "16"}, QW_OK, "-o-"},
    {GROUP "1600:x:1600:\n", {"1600"}, QW_OK, "-"},
    {GROUP "1600:x:1600:\n1600:x:6:\n", {"1600"}, QW_OK, "o"}, /* for a word that comes twice */
    {"1600:x:6", {"1600", "01600", "+1600"}, QW_OK, "o--"},
    {"01600:x:6\n+1600:x:6\n", {"1600", "01600", "+1600"}, QW_OK, "-oo"},
    {"1600\n", {"1600"}, QW_OK, "o"}, /* what is no number is root's */
    {"0:x:6\n", {"0"}, QW_OK, "o"},
    {"1600:x:4294967296:\n", {"1600"}, QW_OK, "o"},
    {"docker:x:6\n", {"docker"}, QW_OK, "-"}, /* a name is no question */
    {" 1600:x:6\n", {"1600"}, QW_ERR_ENGINE, ""},
    {"\xe2\x80\x83"
     "1600:x:6\n",
     {"1600"},
     QW_ERR_ENGINE,
     ""},
};

START_TEST(a_number_that_is_a_name_stands_for_another_group)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    const struct qw_bytes file = {added[_i].group, strlen(added[_i].group)};
    struct qw_group items[COUNT_OF(added[0].words)];
    struct qw_groups groups = {.items = items};
    struct qw_added_group_facts facts = {.is_other = NULL};
    struct qw_diag diag = {.err = QW_OK};
    char others[8] = "";

    while (groups.n_items < COUNT_OF(items) && added[_i].words[groups.n_items] != NULL) {
        items[groups.n_items] = qw_group_of(added[_i].words[groups.n_items]);
        groups.n_items++;
    }
    ck_assert_int_eq(resolve_read_added_groups(arena, file, &groups, &facts, &diag), added[_i].err);
    for (size_t i = 0; facts.is_other != NULL && i < groups.n_items; i++)
        others[i] = facts.is_other[i] ? 'o' : '-';
    ck_assert_str_eq(others, added[_i].others);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("passwd");

    tcase_add_loop_test(tests, a_name_stands_for_what_the_engine_takes_it_for, 0,
                        (int)COUNT_OF(names));
    tcase_add_loop_test(tests, a_number_that_is_a_name_stands_for_another_group, 0,
                        (int)COUNT_OF(added));
    return run_case("resolve/passwd", tests);
}
