/*
 * agreement.h - exact meters of one case have one value, whatever the lane and the repetition.
 * Keeps the first value of each and finds who differs.
 */
#ifndef HEADROOM_BENCH_AGREEMENT_H
#define HEADROOM_BENCH_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "meters/meter.h"

enum { AGREEMENT_VALUE_BYTES = 32 };

struct agreement_value {
    const struct meter *meter;
    uint64_t step;
    char text[AGREEMENT_VALUE_BYTES];
};

/* Of one case; {0} at first. */
struct agreement {
    struct agreement_value *values;
    size_t count, room;
};

enum agreement_verdict {
    AGREEMENT_SAME, /* or new, noisy, not measured: nothing to hold against it */
    AGREEMENT_DIFFERS,
    AGREEMENT_NO_MEMORY,
};

/*
 * Holds a value against the one that is known, which becomes *known when they differ and stays as
 * it is; remembers it when it is the first.
 */
enum agreement_verdict agreement_check(struct agreement *agreement, const struct meter *meter,
                                       uint64_t step, const char *value, const char **known);
void agreement_clean_up(struct agreement *agreement);

#endif
