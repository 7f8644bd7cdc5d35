#include "qw/glob.h"

#include "base_fixture.h"

START_TEST(a_star_alone_is_special)
{
    static const struct {
        const char *pattern;
        const char *text;
        bool matches;
    } rows[] = {
        {"", "", true},        {"", "a", false},      {"a", "", false},
        {"a", "a", true},      {"a", "ab", false},    {"A", "a", false},
        {"*", "", true},       {"*", "a/b:c", true},  {"a*", "a", true},
        {"a*", "ba", false},   {"*a", "ba", true},    {"*a", "ab", false},
        {"a*c", "abbc", true}, {"a*c", "acb", false}, {"*b*", "abc", true},
        {"a**c", "ac", true},  {"*ab", "aab", true},  {"*aab*", "aaaab", true},
        {"a.c", "abc", false}, {"a?c", "abc", false}, {"[a]", "a", false},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        ck_assert_msg(qw_glob_match(rows[i].pattern, rows[i].text) == rows[i].matches, "%s %s",
                      rows[i].pattern, rows[i].text);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {a_star_alone_is_special};

    return base_run("base/glob", tests, N_ROWS(tests));
}
