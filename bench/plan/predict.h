/*
 * predict.h - how long trials will take and how many bytes they will copy, roughly and purely: for
 * --dry-run, progress and for skipping what would be absurd.
 */
#ifndef HEADROOM_BENCH_PREDICT_H
#define HEADROOM_BENCH_PREDICT_H

#include <stddef.h>

#include "meters/meter.h"
#include "plan/case.h"

struct prediction {
    double payload_bytes;
    double copied_bytes; /* at most: where realloc or mremap may save the copy, as if it did */
    double build_seconds;
};

struct prediction predict_case(const struct bench_case *a_case);

/* One trial of the lane, process and all. */
double predict_trial_seconds(const struct prediction *prediction, enum lane lane);

/* "40 PB". */
void predict_spell_bytes(double bytes, char *text, size_t room);

#endif
