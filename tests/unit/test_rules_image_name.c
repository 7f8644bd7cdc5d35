/* Tests of src/rules/image_name.c. */
#include "../../src/rules/image_name.h"

#include "rules_fixture.h"

#define D "@sha256:00"

static const struct {
    const char *reference;
    const char *full;
    const char *repository;
    const char *tag;
} rows[] = {
    {"nginx", "docker.io/library/nginx:latest", "docker.io/library/nginx", "latest"},
    {"nginx:1", "docker.io/library/nginx:1", "docker.io/library/nginx", "1"},
    {"a/b", "docker.io/a/b:latest", "docker.io/a/b", "latest"},
    {"docker.io/nginx", "docker.io/library/nginx:latest", "docker.io/library/nginx", "latest"},
    {"index.docker.io/a/b:1", "docker.io/a/b:1", "docker.io/a/b", "1"},
    {"localhost/a", "localhost/a:latest", "localhost/a", "latest"},
    {"h:5000/a", "h:5000/a:latest", "h:5000/a", "latest"},
    {"h:5000/a:1", "h:5000/a:1", "h:5000/a", "1"},
    {"quay.io/a" D, "quay.io/a" D, "quay.io/a", ""},
    {"nginx:1" D, "docker.io/library/nginx:1" D, "docker.io/library/nginx", ""},
    {"sha256:00", "sha256:00", "", ""},
    {"", "", "", ""},
};

START_TEST(a_reference_is_completed_as_the_engine_does)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_findings findings = {.arena = arena};
    const struct qw_image_name name = qw_image_name_of(&findings, rows[_i].reference);

    ck_assert_str_eq(name.full, rows[_i].full);
    ck_assert_str_eq(name.repository, rows[_i].repository);
    ck_assert_str_eq(name.tag, rows[_i].tag);
    ck_assert_int_eq(name.has_digest, strchr(rows[_i].reference, '@') != NULL);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("image_name");

    tcase_add_loop_test(cases, a_reference_is_completed_as_the_engine_does, 0, (int)COUNT(rows));
    return run_case("rules/image_name", cases);
}
