/* Tests of src/resolve/cache.c: histories of images by their id. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/resolve/resolve_priv.h"
#include "qw/limits.h"
#include "suite.h"

static struct resolve_cache *cache;
static struct qw_arena *arena;

static void setup(void)
{
    cache = resolve_cache_new();
    arena = qw_arena_new(QW_LIMIT_REQUEST_MEMORY);
    ck_assert_ptr_nonnull(cache);
    ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
    resolve_cache_free(cache);
    qw_arena_free(arena);
    resolve_cache_free(NULL);
}

static void put(const char *id, const char *first, const char *second)
{
    struct qw_text items[] = {{.value = first}, {.value = second}};

    resolve_cache_put(cache, id,
                      &(struct qw_texts){.items = items, .n_items = second != NULL ? 2 : 1});
}

static bool knows(const char *id)
{
    struct qw_texts texts;

    return resolve_cache_get(cache, arena, id, &texts);
}

static void id_of(size_t n, char ret_id[QW_LIMIT_IMAGE_ID])
{
    (void)snprintf(ret_id, QW_LIMIT_IMAGE_ID, "sha256:%zu", n);
}

START_TEST(what_was_put_is_got_again_and_belongs_to_the_caller)
{
    struct qw_texts texts;
    char text[] = "RUN x";

    put("sha256:1", text, "");
    text[0] = 'X';
    put("sha256:2", "RUN y", NULL);
    ck_assert(resolve_cache_get(cache, arena, "sha256:1", &texts));
    ck_assert_uint_eq(texts.n_items, 2);
    ck_assert_str_eq(texts.items[0].value, "RUN x");
    ck_assert_str_eq(texts.items[1].value, "");
    resolve_cache_free(cache);
    cache = NULL;
    ck_assert_str_eq(texts.items[0].value, "RUN x");
}
END_TEST

START_TEST(an_id_is_known_whole_alone)
{
    put("sha256:12", "RUN x", NULL);
    ck_assert(!knows("sha256:1"));
    ck_assert(!knows("sha256:123"));
    ck_assert(!knows(""));
    ck_assert(knows("sha256:12"));
}
END_TEST

START_TEST(a_history_without_steps_is_known_too)
{
    struct qw_texts texts = {.n_items = 7};

    resolve_cache_put(cache, "sha256:1", &(struct qw_texts){.n_items = 0});
    ck_assert(resolve_cache_get(cache, arena, "sha256:1", &texts));
    ck_assert_uint_eq(texts.n_items, 0);
}
END_TEST

START_TEST(an_id_that_is_put_again_takes_no_second_place)
{
    char id[QW_LIMIT_IMAGE_ID];

    put("sha256:0", "RUN x", NULL);
    for (size_t i = 1; i < QW_LIMIT_HISTORIES; i++) {
        id_of(i, id);
        put(id, "RUN y", NULL);
        put(id, "RUN z", NULL);
    }
    ck_assert(knows("sha256:0"));
}
END_TEST

/* One more than there is room for: the one that was not asked for the longest goes. */
START_TEST(the_least_recently_used_makes_room)
{
    char id[QW_LIMIT_IMAGE_ID];

    for (size_t i = 0; i < QW_LIMIT_HISTORIES; i++) {
        id_of(i, id);
        put(id, "RUN x", NULL);
    }
    ck_assert(knows("sha256:0"));
    put("sha256:more", "RUN y", NULL);
    ck_assert(knows("sha256:0"));
    ck_assert(!knows("sha256:1"));
    ck_assert(knows("sha256:2"));
    ck_assert(knows("sha256:more"));
}
END_TEST

static const struct {
    size_t len;
    bool is_kept;
} lengths[] = {{QW_LIMIT_IMAGE_ID - 2, true},
               {QW_LIMIT_IMAGE_ID - 1, true},
               {QW_LIMIT_IMAGE_ID, false},
               {QW_LIMIT_IMAGE_ID + 1, false}};

START_TEST(an_id_that_does_not_fit_is_not_kept)
{
    char id[QW_LIMIT_IMAGE_ID + 2] = {0};

    memset(id, 'a', lengths[_i].len);
    put(id, "RUN x", NULL);
    ck_assert_int_eq(knows(id), lengths[_i].is_kept);
}
END_TEST

/* Counted with the NUL behind each text. */
static const struct {
    size_t len;
    bool is_kept;
} sizes[] = {{QW_LIMIT_HISTORY - 2, true}, {QW_LIMIT_HISTORY - 1, true}, {QW_LIMIT_HISTORY, false}};

START_TEST(a_history_that_is_too_long_is_not_kept)
{
    char *text = malloc(QW_LIMIT_HISTORY + 1);

    ck_assert_ptr_nonnull(text);
    memset(text, 'x', sizes[_i].len);
    text[sizes[_i].len] = '\0';
    put("sha256:1", text, NULL);
    ck_assert_int_eq(knows("sha256:1"), sizes[_i].is_kept);
    free(text);
}
END_TEST

START_TEST(without_memory_it_is_not_known)
{
    struct qw_arena *small = qw_arena_new(4);
    struct qw_texts texts = {.n_items = 7};

    ck_assert_ptr_nonnull(small);
    put("sha256:1", "RUN a long command", NULL);
    ck_assert(!resolve_cache_get(cache, small, "sha256:1", &texts));
    ck_assert_uint_eq(texts.n_items, 7);
    qw_arena_free(small);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("cache");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, what_was_put_is_got_again_and_belongs_to_the_caller);
    tcase_add_test(tests, an_id_is_known_whole_alone);
    tcase_add_test(tests, a_history_without_steps_is_known_too);
    tcase_add_test(tests, an_id_that_is_put_again_takes_no_second_place);
    tcase_add_test(tests, the_least_recently_used_makes_room);
    tcase_add_loop_test(tests, an_id_that_does_not_fit_is_not_kept, 0,
                        (int)(sizeof lengths / sizeof lengths[0]));
    tcase_add_loop_test(tests, a_history_that_is_too_long_is_not_kept, 0,
                        (int)(sizeof sizes / sizeof sizes[0]));
    tcase_add_test(tests, without_memory_it_is_not_known);
    return run_case("resolve/cache", tests);
}
