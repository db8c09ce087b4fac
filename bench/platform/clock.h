/*
 * clock.h - nanoseconds since some fixed instant.
 */
#ifndef HEADROOM_BENCH_CLOCK_H
#define HEADROOM_BENCH_CLOCK_H

#include <stdint.h>

/* CPU time of all threads of this process. */
uint64_t clock_cpu_ns(void);

/* Time that passed, never set back by anybody. */
uint64_t clock_wall_ns(void);

#endif
