/* Who made which container is learnt from the engine's answer to a create, and from nothing else.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "../../src/gate/gate_priv.h"
#include "suite.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* {"Id":"aaa..."} with 64 letters, the same with b, and with 63. */
#define BODY_OF_A                                                  \
    "eyJJZCI6ImFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh" \
    "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWEifQ=="
#define BODY_OF_B                                                  \
    "eyJJZCI6ImJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJi" \
    "YmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmIifQ=="
#define SHORT_BODY                                                 \
    "eyJJZCI6ImFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh" \
    "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYSJ9"
#define ID_OF_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define CREATE "\"RequestMethod\":\"POST\",\"RequestUri\":\"/v1.41/containers/create?name=a\""

static struct origins new_origins(void)
{
    return (struct origins){.lock = PTHREAD_MUTEX_INITIALIZER};
}

static void note(struct origins *origins, const char *envelope)
{
    origins_note(origins, (struct qw_bytes){envelope, strlen(envelope)});
}

START_TEST(a_create_that_was_done_is_kept_with_its_caller)
{
    struct origins origins = new_origins();
    struct origin origin;

    note(&origins, "{\"User\":\"alice\"," CREATE
                   ",\"ResponseStatusCode\":201,\"ResponseBody\":\"" BODY_OF_A "\"}");
    ck_assert(origins_find(&origins, ID_OF_A, &origin));
    ck_assert_str_eq(origin.user, "alice");
    ck_assert(!origins_find(&origins, "aaaa", &origin));
}
END_TEST

START_TEST(a_caller_without_a_certificate_has_no_name)
{
    struct origins origins = new_origins();
    struct origin origin;

    note(&origins, "{" CREATE ",\"ResponseStatusCode\":201,\"ResponseBody\":\"" BODY_OF_A "\"}");
    ck_assert(origins_find(&origins, ID_OF_A, &origin));
    ck_assert_str_eq(origin.user, "");
}
END_TEST

START_TEST(it_is_by_its_caller_alone)
{
    char longest[ORIGIN_USER_SIZE + 1] = "";
    char envelope[512];
    struct origins origins = new_origins();

    note(&origins, "{\"User\":\"alice\"," CREATE
                   ",\"ResponseStatusCode\":201,\"ResponseBody\":\"" BODY_OF_A "\"}");
    ck_assert(origins_is_by(&origins, ID_OF_A, "alice"));
    ck_assert(!origins_is_by(&origins, ID_OF_A, "alic"));
    ck_assert(!origins_is_by(&origins, ID_OF_A, ""));
    ck_assert(!origins_is_by(&origins, "aaaa", "alice"));

    /* A name of 63 letters is kept whole; one of 64 could be the beginning of another. */
    memset(longest, 'a', sizeof longest);
    for (size_t len = ORIGIN_USER_SIZE - 2; len <= ORIGIN_USER_SIZE; len++) {
        longest[len] = '\0';
        origins = new_origins();
        snprintf(envelope, sizeof envelope,
                 "{\"User\":\"%s\"," CREATE
                 ",\"ResponseStatusCode\":201,\"ResponseBody\":\"" BODY_OF_A "\"}",
                 longest);
        note(&origins, envelope);
        ck_assert(origins_is_by(&origins, ID_OF_A, longest) == (len == ORIGIN_USER_SIZE - 2));
        longest[len] = 'a';
    }
}
END_TEST

static const char *const others[] = {
    "",
    "{",
    "/containers/create",
    "{" CREATE ",\"ResponseStatusCode\":409,\"ResponseBody\":\"" BODY_OF_A "\"}",
    "{" CREATE ",\"ResponseStatusCode\":201}",
    "{" CREATE ",\"ResponseStatusCode\":201,\"ResponseBody\":\"" SHORT_BODY "\"}",
    "{\"RequestMethod\":\"GET\",\"RequestUri\":\"/containers/create\",\"ResponseStatusCode\":201,"
    "\"ResponseBody\":\"" BODY_OF_A "\"}",
    "{\"RequestMethod\":\"POST\",\"RequestUri\":\"/volumes/create?a=/containers/create\","
    "\"ResponseStatusCode\":201,\"ResponseBody\":\"" BODY_OF_A "\"}",
};

START_TEST(no_other_response_is_kept)
{
    struct origins origins = new_origins();
    struct origin origin;

    note(&origins, others[_i]);
    ck_assert(!origins_find(&origins, ID_OF_A, &origin));
    ck_assert_uint_eq(origins.next, 0);
}
END_TEST

START_TEST(the_oldest_goes_first)
{
    struct origins origins = new_origins();
    struct origin origin;

    note(&origins, "{" CREATE ",\"ResponseStatusCode\":201,\"ResponseBody\":\"" BODY_OF_A "\"}");
    for (size_t i = 0; i < ORIGINS_SIZE; i++) {
        ck_assert(origins_find(&origins, ID_OF_A, &origin));
        note(&origins,
             "{" CREATE ",\"ResponseStatusCode\":201,\"ResponseBody\":\"" BODY_OF_B "\"}");
    }
    ck_assert(!origins_find(&origins, ID_OF_A, &origin));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("origins");

    tcase_add_test(tests, a_create_that_was_done_is_kept_with_its_caller);
    tcase_add_test(tests, a_caller_without_a_certificate_has_no_name);
    tcase_add_test(tests, it_is_by_its_caller_alone);
    tcase_add_loop_test(tests, no_other_response_is_kept, 0, (int)COUNT_OF(others));
    tcase_add_test(tests, the_oldest_goes_first);
    return run_case("gate/origins", tests);
}
