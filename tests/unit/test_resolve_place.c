#include "resolve_fixture.h"

static const struct {
    enum resolve_place place;
    const char *name;
    const char *path; /* NULL: refused */
} rows[] = {
    {RESOLVE_VERSION, NULL, "/version"},
    {RESOLVE_INFO, NULL, "/info"},
    {RESOLVE_IMAGE, "r.local:5000/a/b:t@sha256:0", "/images/r.local:5000/a/b:t@sha256:0/json"},
    {RESOLVE_IMAGE, "a b?x=1#%2f", "/images/a%20b%3Fx%3D1%23%252f/json"},
    {RESOLVE_HISTORY, "sha256:0", "/images/sha256:0/history"},
    {RESOLVE_NETWORKS, NULL, "/networks"},
    {RESOLVE_VOLUME, "v:1", "/volumes/v%3A1"},
    {RESOLVE_VOLUME_USERS, "v_1",
     "/containers/json?all=1&filters=%7B%22volume%22:%7B%22v_1%22:true%7D%7D"},
    {RESOLVE_VOLUME_USERS, "a\"b", NULL},
    {RESOLVE_VOLUME_USERS, "a/b", NULL},
    {RESOLVE_VOLUME_USERS, "", NULL},
    {RESOLVE_CONTAINER, "my-c_1.x", "/containers/my-c_1.x/json"},
    {RESOLVE_EXEC, "0af", "/exec/0af/json"},
    {RESOLVE_PASSWD, "0af", "/containers/0af/archive?path=/etc/passwd"},
    {RESOLVE_GROUP, "0af", "/containers/0af/archive?path=/etc/group"},
    {RESOLVE_IMAGE, "", NULL},
    {RESOLVE_IMAGE, "/a", NULL},
    {RESOLVE_IMAGE, "a/", NULL},
    {RESOLVE_IMAGE, "a//b", NULL},
    {RESOLVE_IMAGE, "../containers/x", NULL},
    {RESOLVE_IMAGE, "a/./b", NULL},
    {RESOLVE_IMAGE, "a/..", NULL},
    {RESOLVE_IMAGE, "a\nb", NULL},
    {RESOLVE_IMAGE, "a\\b", NULL},
    {RESOLVE_CONTAINER, "", NULL},
    {RESOLVE_CONTAINER, ".", NULL},
    {RESOLVE_CONTAINER, "..", NULL},
    {RESOLVE_CONTAINER, "a/b", NULL},
    {RESOLVE_VOLUME, "a/../../info", NULL},
    {RESOLVE_EXEC, "a\x7f", NULL},
};

START_TEST(names_lead_nowhere_else)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    const char *path = NULL;
    struct qw_diag diag = {.err = QW_OK};
    enum qw_err err = resolve_place_path(arena, rows[_i].place, rows[_i].name, &path, &diag);

    ck_assert_int_eq(err, rows[_i].path != NULL ? QW_OK : QW_ERR_ENGINE);
    if (err == QW_OK)
        ck_assert_str_eq(path, rows[_i].path);
}
END_TEST

static const struct {
    const char *engine;
    const char *path;
} addresses[] = {
    {"unix:/run/docker.sock", "/run/docker.sock"},
    {"unix:///run/docker.sock", "/run/docker.sock"},
    {"unix://run/docker.sock", NULL},
    {"unix:run", NULL},
    {"unix:", NULL},
    {"unix:/", NULL},
    {"unix:////a", NULL},
    {"tcp://127.0.0.1:2375", NULL},
    {"/run/docker.sock", NULL},
    {"", NULL},
};

START_TEST(an_address_is_a_path_of_a_socket)
{
    const char *path = resolve_address_path(addresses[_i].engine);

    if (addresses[_i].path == NULL)
        ck_assert_ptr_null(path);
    else
        ck_assert_str_eq(path, addresses[_i].path);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("place");

    tcase_add_loop_test(tests, names_lead_nowhere_else, 0, (int)COUNT_OF(rows));
    tcase_add_loop_test(tests, an_address_is_a_path_of_a_socket, 0, (int)COUNT_OF(addresses));
    return run_case("resolve/place", tests);
}
