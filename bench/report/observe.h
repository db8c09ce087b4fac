/*
 * observe.h - the samples of one run as they were taken, trial by trial: which case, meter, lane,
 * step and repetition each belongs to, in that order. What gather.h throws together stays apart
 * here, so that trials can be paired.
 */
#ifndef HEADROOM_BENCH_OBSERVE_H
#define HEADROOM_BENCH_OBSERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/gather.h"

struct observation {
    uint32_t in_case; /* of the gathered cases */
    uint32_t meter;   /* as numbered by observe_meters */
    enum lane lane;
    uint64_t step;
    unsigned repetition;
    const struct results_sample *sample;
};

struct observations {
    struct observation *item;
    size_t count;
};

/* The meters of two runs under one number each: those of the same name, unit and kind are one. */
struct observed_meters {
    struct gather_meter *meter;
    size_t count;
    uint32_t *number[2]; /* [side][meter of its file] */
};

/* False without memory; clean up in any case. */
bool observe_meters(const struct results *old_results, const struct results *new_results,
                    struct observed_meters *meters);
void observe_meters_clean_up(struct observed_meters *meters);

/*
 * Of one gathered run, side 0 or 1: the samples of its trials that ended well, without those of
 * cases that are wrong. False without memory. Free item with free(). O(n log n).
 */
bool observe(const struct gather *gather, const struct observed_meters *meters, size_t side,
             struct observations *observations);

#endif
