#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base_fixture.h"
#include "qw/clock.h"

static time_t seconds_of(const char *text)
{
    struct tm utc = {0};

    ck_assert_ptr_nonnull(strptime(text, "%Y-%m-%dT%H:%M:%S", &utc));
    return timegm(&utc);
}

START_TEST(the_text_is_rfc_3339_with_microseconds)
{
    struct qw_clock_text now = qw_clock_now_text();
    static const char shape[] = "0000-00-00T00:00:00.000000Z";

    ck_assert_uint_eq(strlen(now.text), strlen(shape));
    for (size_t i = 0; shape[i] != '\0'; i++) {
        if (shape[i] == '0')
            ck_assert_msg(now.text[i] >= '0' && now.text[i] <= '9', "%s", now.text);
        else
            ck_assert_int_eq(now.text[i], shape[i]);
    }
}
END_TEST

START_TEST(the_text_tells_utc_wherever_the_host_is)
{
    setenv("TZ", "Asia/Kathmandu", 1);
    tzset();

    time_t before = time(NULL);
    time_t shown = seconds_of(qw_clock_now_text().text);
    time_t after = time(NULL);

    ck_assert_int_ge(shown, before);
    ck_assert_int_le(shown, after);
}
END_TEST

START_TEST(the_monotonic_clock_never_goes_back)
{
    uint64_t last = qw_clock_monotonic_us();

    for (int i = 0; i < 1000; i++) {
        uint64_t now = qw_clock_monotonic_us();

        ck_assert_uint_ge(now, last);
        last = now;
    }
}
END_TEST

START_TEST(the_monotonic_clock_counts_microseconds)
{
    struct timespec reference;

    clock_gettime(CLOCK_MONOTONIC, &reference);

    uint64_t us = (uint64_t)reference.tv_sec * 1000000 + (uint64_t)reference.tv_nsec / 1000;
    uint64_t now = qw_clock_monotonic_us();

    ck_assert_uint_ge(now, us);
    ck_assert_uint_lt(now, us + 10 * 1000000);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_text_is_rfc_3339_with_microseconds,
        the_text_tells_utc_wherever_the_host_is,
        the_monotonic_clock_never_goes_back,
        the_monotonic_clock_counts_microseconds,
    };

    return base_run("base/clock", tests, N_ROWS(tests));
}
