/* Tests of src/rules/images.c. */
#include "rules_facts_fixture.h"

static struct qw_text texts[] = {{.value = "DB_PASSWORD=hunter2"}, {.value = "PATH=/bin"}};
static struct qw_text digest[] = {{.value = "registry.local/app@sha256:00"}};
static const struct qw_settings allowing = {
    .values = {[QW_SETTING_IMAGE_REFERENCE_ALLOW] = WORDS("registry.local/app:*")}};

#define SIXTEEN "0123456789abcdef"
#define SIXTY_FOUR SIXTEEN SIXTEEN SIXTEEN SIXTEEN

static const struct {
    enum qw_workload_kind kind;
    enum qw_fact_state state;
    const char *image;
    struct qw_texts digests;
    const char *text;
} origins[] = {
    {QW_WORKLOAD_CREATE, QW_FACT_UNASKED, "registry.local/app:1", {0}, ""},
    {QW_WORKLOAD_CREATE, QW_FACT_MISSING, "registry.local/app:1", {0}, ""},
    {QW_WORKLOAD_CREATE,
     QW_FACT_UNASKED,
     "app:1",
     {0},
     "is \"docker.io/library/app:1\", which is not on the policy's list."},
    {QW_WORKLOAD_CREATE, QW_FACT_KNOWN, "registry.local/app:1", {digest, 1, NULL}, ""},
    {QW_WORKLOAD_CONTAINER,
     QW_FACT_MISSING,
     "registry.local/app:1",
     {0},
     "is not here, so that nothing tells where it came from: pull it first, or name its "
     "digest."},
    {QW_WORKLOAD_SERVICE,
     QW_FACT_MISSING,
     "registry.local/app:1",
     {0},
     "is not here, so that nothing tells where it came from: pull it first, or name its "
     "digest."},
    {QW_WORKLOAD_SERVICE, QW_FACT_MISSING, "registry.local/app:1@sha256:" SIXTY_FOUR, {0}, ""},
    {QW_WORKLOAD_SERVICE, QW_FACT_KNOWN, "registry.local/app:1", {digest, 1, NULL}, ""},
    {QW_WORKLOAD_CREATE, QW_FACT_KNOWN, "sha256:00", {digest, 1, NULL}, ""},
    {QW_WORKLOAD_CREATE,
     QW_FACT_KNOWN,
     "registry.local/app:1",
     {0},
     "is called \"registry.local/app:1\", but was not pulled from a repository on the policy's "
     "list: pull it again."},
    {QW_WORKLOAD_CREATE,
     QW_FACT_FAILED,
     "registry.local/app:1",
     {0},
     "cannot be judged: the engine slept."},
};

START_TEST(an_allowed_name_comes_from_an_allowed_repository)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings alone = only(QW_RULE_IMAGE_REFERENCE, &allowing);
    const struct qw_facts facts = {
        .image = {.fact = {origins[_i].state, "the engine slept"}, .digests = origins[_i].digests}};
    const char *body = qw_arena_format(arena, "{\"Image\":\"%s\"}", origins[_i].image);

    ck_assert_str_eq(found(arena, origins[_i].kind, body, &facts, &alone), origins[_i].text);
}
END_TEST

static const struct qw_settings content = {
    .values = {[QW_SETTING_IMAGE_CONTENT_MAX_SIZE] = {.number = 1048576},
               [QW_SETTING_IMAGE_CONTENT_SECRET_PATTERNS] = WORDS("*PASSWORD*")}};

#define NOBODY                                  \
    {                                           \
        .user = QW_IDENTITY_NUMBER, .uid = 1000 \
    }
#define KNOWN .fact = {.state = QW_FACT_KNOWN}

static const struct {
    enum qw_workload_kind kind;
    struct qw_image_facts image;
    const char *text;
} contents[] = {
    {QW_WORKLOAD_CREATE,
     {.fact = {.state = QW_FACT_UNASKED}},
     "cannot be looked into, because nobody could be asked for it."},
    {QW_WORKLOAD_SERVICE,
     {.fact = {.state = QW_FACT_UNASKED}},
     "cannot be looked into, because nobody could be asked for it."},
    {QW_WORKLOAD_CREATE, {.fact = {.state = QW_FACT_MISSING}}, ""},
    {QW_WORKLOAD_SERVICE,
     {.fact = {.state = QW_FACT_MISSING}},
     "is not here to be looked into: pull it first."},
    {QW_WORKLOAD_CREATE,
     {.fact = {QW_FACT_FAILED, "the engine slept"}},
     "cannot be judged: the engine slept."},
    {QW_WORKLOAD_CREATE, {KNOWN, .user = NOBODY, .size = 1048576}, ""},
    {QW_WORKLOAD_CREATE,
     {KNOWN, .user = NOBODY, .size = 1048577},
     "has 1.1 MiB: at most 1 MiB is allowed."},
    {QW_WORKLOAD_CREATE,
     {KNOWN, .user = NOBODY, .size = 2097152},
     "has 2 MiB: at most 1 MiB is allowed."},
    {QW_WORKLOAD_CREATE,
     {KNOWN, .user = NOBODY, .size = 2097151},
     "has 2.0 MiB: at most 1 MiB is allowed."},
    {QW_WORKLOAD_CREATE,
     {KNOWN, .user = NOBODY, .size = INT64_C(1610612736)},
     "has 1.5 GiB: at most 1 MiB is allowed."},
    {QW_WORKLOAD_CREATE,
     {KNOWN, .user = NOBODY, .size = INT64_MAX},
     "has 8388608.0 TiB: at most 1 MiB is allowed."},
    {QW_WORKLOAD_CREATE, {KNOWN}, "names no USER, so that it runs as root by itself."},
    {QW_WORKLOAD_CREATE, {KNOWN, .user = {.user = QW_IDENTITY_NUMBER}}, "names root as its USER."},
    {QW_WORKLOAD_CREATE,
     {KNOWN, .user = {.user = QW_IDENTITY_NAME, .user_name = "root"}},
     "names root as its USER."},
    {QW_WORKLOAD_CREATE, {KNOWN, .user = {.user = QW_IDENTITY_NAME, .user_name = "app"}}, ""},
    {QW_WORKLOAD_CREATE,
     {KNOWN, .user = NOBODY, .env = {texts, 2, NULL}},
     "sets \"DB_PASSWORD\" in its environment: everybody who can pull it can read that."},
};

START_TEST(an_image_is_judged_by_what_the_engine_tells)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings alone = only(QW_RULE_IMAGE_CONTENT, &content);
    const struct qw_facts facts = {.image = contents[_i].image};

    ck_assert_str_eq(found(arena, contents[_i].kind, "{\"Image\":\"a\"}", &facts, &alone),
                     contents[_i].text);
}
END_TEST

START_TEST(what_is_only_recorded_is_not_missed_without_an_engine)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    struct qw_settings audited = only(QW_RULE_IMAGE_CONTENT, &content);
    const struct qw_facts facts = {.n_paths = 0};

    audited.modes[QW_RULE_IMAGE_CONTENT] = QW_MODE_AUDIT;
    ck_assert_str_eq(found(arena, QW_WORKLOAD_CREATE, "{\"Image\":\"a\"}", &facts, &audited), "");
}
END_TEST

START_TEST(history_is_judged_of_a_container_alone)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ARENA_SIZE);
    const struct qw_settings alone = only(QW_RULE_IMAGE_CONTENT, &content);
    struct qw_text line = {.value = "RUN |1 DB_PASSWORD=hunter2 /bin/sh -c true"};
    const struct qw_facts facts = {.image = {KNOWN, .user = NOBODY,
                                             .history_fact = {.state = QW_FACT_KNOWN},
                                             .history = {&line, 1, NULL}}};
    const char *body = "{\"Image\":\"a\",\"User\":\"1\"}";

    ck_assert_str_eq(found(arena, QW_WORKLOAD_CREATE, body, &facts, &alone), "");
    ck_assert_str_eq(found(arena, QW_WORKLOAD_CONTAINER, body, &facts, &alone),
                     "shows DB_PASSWORD in its history: everybody who can pull it can read that.");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("images");

    tcase_add_loop_test(cases, an_allowed_name_comes_from_an_allowed_repository, 0,
                        (int)COUNT(origins));
    tcase_add_loop_test(cases, an_image_is_judged_by_what_the_engine_tells, 0,
                        (int)COUNT(contents));
    tcase_add_test(cases, what_is_only_recorded_is_not_missed_without_an_engine);
    tcase_add_test(cases, history_is_judged_of_a_container_alone);
    return run_case("rules/images", cases);
}
