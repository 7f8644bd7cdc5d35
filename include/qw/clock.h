/* Time for records: the wall clock as RFC 3339 with microseconds (UTC), and a monotonic clock. */
#ifndef QW_CLOCK_H
#define QW_CLOCK_H

#include <stdint.h>

enum { QW_CLOCK_TEXT_SIZE = 40 };

struct qw_clock_text {
    char text[QW_CLOCK_TEXT_SIZE]; /* 2026-11-23T18:31:00.123456Z */
};

struct qw_clock_text qw_clock_now_text(void);

/* Microseconds from an arbitrary start; never goes back. */
uint64_t qw_clock_monotonic_us(void);

#endif
