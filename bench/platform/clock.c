/*
 * clock.c - see clock.h. Both clocks are always there on Linux, so that a failure is not looked
 * for inside a timed region.
 */
#include "platform/clock.h"

#include <time.h>

static uint64_t read_ns(clockid_t clock) {
    struct timespec now = {0};
    (void)clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

uint64_t clock_cpu_ns(void) {
    return read_ns(CLOCK_PROCESS_CPUTIME_ID);
}

uint64_t clock_wall_ns(void) {
    return read_ns(CLOCK_MONOTONIC);
}
