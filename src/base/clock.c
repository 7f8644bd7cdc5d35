#include "qw/clock.h"

#include <stdio.h>
#include <time.h>

enum { NS_PER_US = 1000, US_PER_S = 1000000 };

struct qw_clock_text qw_clock_now_text(void)
{
    struct qw_clock_text now = {{0}};
    struct timespec wall = {0};
    struct tm utc = {0};

    clock_gettime(CLOCK_REALTIME, &wall);
    gmtime_r(&wall.tv_sec, &utc);

    size_t len = strftime(now.text, sizeof now.text, "%Y-%m-%dT%H:%M:%S", &utc);

    (void)snprintf(now.text + len, sizeof now.text - len, ".%06ldZ", wall.tv_nsec / NS_PER_US);
    return now;
}

uint64_t qw_clock_monotonic_us(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * US_PER_S + (uint64_t)now.tv_nsec / NS_PER_US;
}
