/* The n-th allocation fails, for every n: linked with --wrap for malloc, calloc and realloc. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base_fixture.h"
#include "qw/base64.h"
#include "qw/file.h"
#include "qw/json.h"

void *__real_malloc(size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *memory, size_t size);

enum { NEVER = -1, ENOUGH = 1 << 24 };

/* Allocations that succeed before one fails; NEVER counts nothing. */
static int n_left = NEVER;

static bool fails_now(void)
{
    if (n_left == NEVER)
        return false;
    if (n_left == 0)
        return true;
    n_left--;
    return false;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails_now() ? NULL : __real_realloc(memory, size);
}

/* Asserts nothing, since Check needs memory too: QW_ERR_INTERNAL when the result is wrong. */
typedef enum qw_err (*work_fn)(void);

/* A big object and a long string: chunks of both kinds, and room to sort in. */
static enum qw_err read_json(void)
{
    static char text[400 * 1024];
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ENOUGH);
    struct qw_diag diag = {.err = QW_OK};
    struct qw_json *root = NULL;
    char *at = text;

    if (arena == NULL)
        return QW_ERR_NO_MEMORY;
    at = stpcpy(at, "{\"long\":\"");
    memset(at, 'x', 100000);
    at = stpcpy(at + 100000, "\"");
    for (int i = 0; i < 3000; i++)
        at += snprintf(at, 40, ",\"key %d\":[%d]", i, i);
    at = stpcpy(at, "}");

    enum qw_err err = qw_json_parse(arena, text, (size_t)(at - text), &root, &diag);

    return diag.err == err && (root != NULL) == (err == QW_OK) ? err : QW_ERR_INTERNAL;
}

static enum qw_err write_buffer(void)
{
    enum { WRITTEN = 8890 + 2000 * (sizeof "\"a\\nb\"" - 1 + sizeof "'it'\\''s'" - 1) };
    QW_CLEANUP(qw_buffer_done) struct qw_buffer buffer = {.max = ENOUGH};

    for (int i = 0; i < 2000; i++) {
        qw_buffer_addf(&buffer, "%d,", i);
        qw_buffer_add_json_string(&buffer, "a\nb", 3);
        qw_buffer_add_shell_word(&buffer, "it's");
    }
    return buffer.err == QW_OK && buffer.len != WRITTEN ? QW_ERR_INTERNAL : buffer.err;
}

static enum qw_err read_file(void)
{
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ENOUGH);
    struct qw_diag diag = {.err = QW_OK};
    struct qw_bytes bytes = {NULL, 0};

    if (arena == NULL)
        return QW_ERR_NO_MEMORY;
    return qw_file_read(arena, &(struct qw_file_request){.path = "/proc/self/exe", .max = ENOUGH},
                        &bytes, &diag);
}

static enum qw_err decode_base64(void)
{
    static char text[200000];
    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ENOUGH);
    char *bytes = NULL;
    size_t len = 0;

    if (arena == NULL)
        return QW_ERR_NO_MEMORY;
    memset(text, 'A', sizeof text);
    return qw_base64_decode(arena, text, sizeof text, &bytes, &len);
}

START_TEST(every_failed_allocation_is_told_and_nothing_leaks)
{
    static const struct {
        work_fn work;
        int at_least; /* allocations that it takes */
    } rows[] = {{read_json, 5}, {write_buffer, 5}, {read_file, 5}, {decode_base64, 2}};

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        enum qw_err err = QW_ERR_NO_MEMORY;
        int n_allowed = -1;

        while (err != QW_OK) {
            n_left = ++n_allowed;
            err = rows[i].work();
            n_left = NEVER;
            ck_assert_msg(err == QW_OK || err == QW_ERR_NO_MEMORY, "row %zu, allocation %d: %s", i,
                          n_allowed, qw_err_name(err));
            ck_assert_int_lt(n_allowed, 1000);
        }
        ck_assert_msg(n_allowed >= rows[i].at_least, "row %zu took %d", i, n_allowed);
    }
}
END_TEST

START_TEST(an_arena_of_a_small_request_costs_one_allocation)
{
    static const char text[] = "{\"Image\":\"a\",\"HostConfig\":{\"Binds\":[1,2,3]}}";
    struct qw_json *root = NULL;

    n_left = 1;

    QW_CLEANUP(qw_cleanup_arena) struct qw_arena *arena = qw_arena_new(ENOUGH);
    enum qw_err err = qw_json_parse(arena, text, sizeof text - 1, &root, NULL);

    n_left = NEVER;
    ck_assert_int_eq(err, QW_OK);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        every_failed_allocation_is_told_and_nothing_leaks,
        an_arena_of_a_small_request_costs_one_allocation,
    };

    return base_run("base/no_memory", tests, N_ROWS(tests));
}
