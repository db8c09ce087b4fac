/*
 * paired.h - two plans to two results files, trial by trial: trial i of the old side and trial i of
 * the new one run next to each other, and a coin says which comes first. What drifts while they are
 * measured (clock speed, company, temperature) then falls on both alike.
 */
#ifndef HEADROOM_BENCH_PAIRED_H
#define HEADROOM_BENCH_PAIRED_H

#include "runner/runner.h"

enum paired_side { PAIRED_OLD, PAIRED_NEW, PAIRED_SIDES };

struct paired_options {
    struct runner_options side[PAIRED_SIDES]; /* with plans that plan_pair made correspond */
    uint64_t seed;                            /* of the coins */
};

/*
 * As runner_run, over both. The order of trials counts over both files; `resume`, the deadline, the
 * limits and the messages are those of the old side. A pair of which one trial is there already,
 * because the run was interrupted between the two, gets its other trial first of all. Both
 * summaries say which signal interrupted.
 */
bool paired_run(const struct paired_options *options, struct runner_summary summary[PAIRED_SIDES],
                struct results_error *error);

#endif
