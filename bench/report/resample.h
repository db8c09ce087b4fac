/*
 * resample.h - many comparisons out of the pairs that were really measured: how often a rule finds
 * a difference, where there is none (false alarms) or where there is one (power).
 *
 * A comparison of n pairs is drawn from the measured ones as blocks of contiguous pairs, each block
 * beginning at a random place. A block of n is one window of what happened, with its drift and its
 * bad minutes as they were. Shorter blocks make comparisons that overlap less.
 *
 * With `swaps` a coin is thrown anew for each pair that says which of its two values is the old
 * one. That is what the coin did when they were measured, and allowed only where both sides are the
 * same build: then which value belongs to which side is an accident, and the comparisons are those
 * that other coins would have given in the same minutes. It also makes the rank test exact by
 * itself, whatever the noise: what such a rate shows is that program and arithmetic keep what the
 * coin promises. So count, beside it, the comparisons as their own coins fell: windows next to each
 * other, without swaps.
 */
#ifndef HEADROOM_BENCH_RESAMPLE_H
#define HEADROOM_BENCH_RESAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/judge.h"
#include "report/statistics.h"

struct resample_options {
    size_t pairs; /* of a comparison */
    size_t block; /* contiguous pairs that are drawn together, 1 ... pairs */
    bool swaps;
    size_t comparisons;
    uint64_t seed;
    struct judge_rule rule;
};

/* What was found, over as many calls as are added to it; {0} at first. */
struct resample_tally {
    size_t comparisons, higher, lower;
    double *percents; /* of each comparison: its shift, without a sign where swaps made it */
    size_t room;
};

/*
 * Draws and judges. Values are in the order in which they were measured, old_values[i] belongs to
 * new_values[i], `count` >= pairs. False without memory.
 */
bool resample_judge(const double *old_values, const double *new_values, size_t count,
                    const struct resample_options *options, struct resample_tally *tally);

/* The windows of `pairs` next to each other, each once, as they were measured. */
bool resample_judge_windows(const double *old_values, const double *new_values, size_t count,
                            const struct resample_options *options, struct resample_tally *tally);

void resample_clean_up(struct resample_tally *tally);

/* Quantile of the shifts in per cent, which it sorts; NaN without any. */
double resample_quantile(struct resample_tally *tally, double share);

/* Wilson's 95 % interval (1927) of a rate, in per cent: as if the comparisons were independent. */
struct statistics_interval resample_rate(size_t found, size_t comparisons);

#endif
