/* What is told of the engine, and when; the resolver is this file's own. */
#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/daemon/daemon_priv.h"
#include "qw/holes.h"
#include "suite.h"

#define MOUNTS (1U << QW_HOLE_ARCHIVE_MOUNTS)

static int asked[2]; /* a byte for each question */

void qw_resolver_forget(struct qw_resolver *resolver)
{
    (void)resolver;
}

const char *qw_resolver_socket(const struct qw_resolver *resolver)
{
    (void)resolver;
    return "/nonexistent/docker.sock";
}

struct qw_asker qw_asker_new(struct qw_resolver *resolver, struct qw_arena *arena)
{
    return (struct qw_asker){.resolver = resolver, .arena = arena};
}

void qw_resolve_engine(struct qw_asker *asker, struct qw_engine_facts *ret_engine)
{
    (void)asker;
    *ret_engine = (struct qw_engine_facts){.fact.state = QW_FACT_KNOWN, .version = "29.5.1"};
    ck_assert_int_eq(write(asked[1], "q", 1), 1);
}

START_TEST(only_what_changes_is_news)
{
    struct engine_seen seen = {0};

    ck_assert(engine_watch_is_news(&seen, NULL, QW_HOLES_ALL));
    ck_assert(!engine_watch_is_news(&seen, NULL, QW_HOLES_ALL));
    ck_assert(engine_watch_is_news(&seen, "28.5.2", MOUNTS));
    ck_assert(!engine_watch_is_news(&seen, "28.5.2", MOUNTS));
    ck_assert(engine_watch_is_news(&seen, "28.5.2", 0));
    ck_assert(engine_watch_is_news(&seen, "28.5.3", 0));
    ck_assert(engine_watch_is_news(&seen, NULL, 0));
}
END_TEST

START_TEST(nothing_told_yet_is_news_even_without_holes)
{
    struct engine_seen seen = {0};

    ck_assert(engine_watch_is_news(&seen, "", 0));
    ck_assert(!engine_watch_is_news(&seen, NULL, 0));
}
END_TEST

START_TEST(a_version_that_is_too_long_is_news_once)
{
    struct engine_seen seen = {0};
    char version[300];

    memset(version, '9', sizeof version - 1);
    version[sizeof version - 1] = '\0';
    ck_assert(engine_watch_is_news(&seen, version, 0));
    ck_assert(!engine_watch_is_news(&seen, version, 0));
}
END_TEST

static struct qw_policy *restricted(void)
{
    struct qw_policy *policy = NULL;
    struct qw_diag diag = {0};

    ck_assert_int_eq(qw_policy_load("restricted", NULL, &policy, &diag), QW_OK);
    return policy;
}

/* The engine's records of an audit file that is made and removed here. */
static void assert_recorded(const struct qw_engine_facts *facts, const char *part)
{
    char folder[] = "/tmp/qw-watch-XXXXXX";
    char path[64];
    char text[4096] = "";
    struct qw_policy *policy = restricted();
    struct qw_audit *audit = NULL;
    struct engine_seen seen = {0};
    struct qw_diag diag = {0};

    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a", folder);
    ck_assert_int_eq(qw_audit_open(path, &audit, &diag), QW_OK);
    engine_watch_look(&seen, facts, policy, audit);
    engine_watch_look(&seen, facts, policy, audit);
    qw_audit_close(audit);
    qw_policy_unref(policy);

    int fd = open(path, O_RDONLY);

    ck_assert_int_gt(read(fd, text, sizeof text - 1), 0);
    close(fd);
    ck_assert_int_eq(unlink(path) | rmdir(folder), 0);
    ck_assert_ptr_eq(strstr(text, "{\"v\":1,\"seq\":1,\"time\":\""), text);
    ck_assert_msg(strstr(text, part) != NULL, "%s", text);
    ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
}

START_TEST(the_record_names_version_and_holes_once)
{
    const struct qw_engine_facts known = {.fact.state = QW_FACT_KNOWN, .version = "25.0.16"};

    assert_recorded(&known, "\"phase\":\"engine\",\"engine\":{\"version\":\"25.0.16\"},\"holes\":["
                            "\"GHSA-x86f-5xw2-fm2r\",\"GHSA-vp62-88p7-qqf5\"]}\n");
}
END_TEST

START_TEST(an_engine_without_an_answer_has_every_hole)
{
    const struct qw_engine_facts failed = {.fact = {QW_FACT_FAILED, "no answer"},
                                           .version = "29.5.1"};

    assert_recorded(&failed, "\"engine\":{\"version\":\"\"},\"holes\":[\"native-grpc\",");
}
END_TEST

static void await_question(void)
{
    struct pollfd answer = {.fd = asked[0], .events = POLLIN};
    char byte;

    ck_assert_int_eq(poll(&answer, 1, 30000), 1);
    ck_assert_int_eq(read(asked[0], &byte, 1), 1);
}

START_TEST(it_asks_at_start_and_after_a_poke_and_stops)
{
    struct qw_policy *policy = restricted();
    struct engine_watch *watch = NULL;

    ck_assert_int_eq(pipe(asked), 0);
    ck_assert_int_eq(engine_watch_start(NULL, policy, NULL, &watch), QW_OK);
    await_question();
    engine_watch_poke(watch);
    await_question();
    engine_watch_stop(watch);
    engine_watch_free(watch);
    engine_watch_stop(NULL);
    qw_policy_unref(policy);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("engine_watch");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, only_what_changes_is_news);
    tcase_add_test(tests, nothing_told_yet_is_news_even_without_holes);
    tcase_add_test(tests, a_version_that_is_too_long_is_news_once);
    tcase_add_test(tests, the_record_names_version_and_holes_once);
    tcase_add_test(tests, an_engine_without_an_answer_has_every_hole);
    tcase_add_test(tests, it_asks_at_start_and_after_a_poke_and_stops);
    return run_case("daemon/engine_watch", tests);
}
