/* Tests of src/rules/image_history.c. */
#include "../../src/rules/image_history.h"

#include "rules_fixture.h"

static const struct qw_setting patterns = WORDS("*PASSWORD*", "TOKEN");

static const struct {
    const char *line;
    size_t n_findings;
} rows[] = {
    {"", 0},
    {"ENV TOKEN=abc", 1},
    {"ENV token=abc", 1},
    {"ENV MY_TOKEN=abc", 0},
    {"ENV TOKEN=", 0},
    {"ENV TOKEN=$TOKEN", 0},
    {"ARG TOKEN", 0},
    {"/bin/sh -c #(nop)  ENV A=b DB_PASSWORD=x", 1},
    {"RUN apt-get install -y curl", 1},
    {"RUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*", 0},
    {"RUN apk add --no-cache curl", 0},
    {"RUN apk add curl", 1},
    {"RUN apk add --no-cache gcc", 1},
    {"RUN apt-get install build-essential && rm -r /var/lib/apt/lists", 1},
};

START_TEST(what_happens_by_oversight_is_found)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_findings findings = {.arena = arena};
    const struct qw_finding finding = {.field = "Image"};

    qw_image_history_judge(rows[_i].line, &patterns, &finding, &findings);
    ck_assert_uint_eq(findings.n_items, rows[_i].n_findings);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("image_history");

    tcase_add_loop_test(cases, what_happens_by_oversight_is_found, 0, (int)COUNT(rows));
    return run_case("rules/image_history", cases);
}
