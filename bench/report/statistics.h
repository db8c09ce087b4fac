/*
 * statistics.h - what is computed from noisy values: the median and its interval, and for pairs the
 * signed rank test and the Hodges-Lehmann shift. Pure functions of their arguments: no clock, no
 * files, the random numbers come from a seed.
 *
 *     statistics_sort(values, count);
 *     double median = statistics_median(values, count);
 *     struct statistics_interval interval;
 *     if (statistics_bootstrap_median(bootstrap, values, count, &interval)) { ... }
 */
#ifndef HEADROOM_BENCH_STATISTICS_H
#define HEADROOM_BENCH_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STATISTICS_RESAMPLES = 2000,
    STATISTICS_BOOTSTRAP_MOST = 1000, /* beyond: the interval of the order statistics */
    STATISTICS_EXACT_PAIRS = 100,     /* beyond: the normal approximation of the rank sum */
    STATISTICS_MOST_PAIRS = 4096,
};

struct statistics_interval {
    double low, high;
};

/* Ascending; no value may be NaN. */
void statistics_sort(double *values, size_t count);

/* The middle of ascending values, or the mean of the two middle ones; NaN without values. */
double statistics_median(const double *sorted, size_t count);

/*
 * The quantile of a share in [0, 1], interpolated between neighbours as R's type 7 and Python's
 * statistics.quantiles(method="inclusive") do; NaN without values.
 */
double statistics_quantile(const double *sorted, size_t count, double share);

/*
 * Which order statistics the median of a resample falls on depends on the count alone, not on the
 * values: they are drawn once per count and kept here.
 */
struct statistics_bootstrap;
struct statistics_bootstrap *statistics_bootstrap_new(uint64_t seed);      /* NULL: no memory */
void statistics_bootstrap_destroy(struct statistics_bootstrap *bootstrap); /* NULL is allowed */

/*
 * 95 % interval of the median of ascending values: percentiles of the medians of resamples up to
 * STATISTICS_BOOTSTRAP_MOST values, the order statistics of the sign test beyond. False without
 * changing *interval for fewer than two values or without memory. Under six values it is as wide as
 * the values, and covers less than 95 %.
 */
bool statistics_bootstrap_median(struct statistics_bootstrap *bootstrap, const double *sorted,
                                 size_t count, struct statistics_interval *interval);

/* Paired differences: how far they lie from 0. */
struct statistics_shift {
    size_t pairs;                        /* that differ from 0: those the test ranks */
    double rank_sum;                     /* of the positive ones (R's V) */
    double p;                            /* two-sided; 1 without pairs */
    double shift;                        /* Hodges-Lehmann: median of all Walsh averages */
    struct statistics_interval interval; /* of the shift, distribution-free */
    double confidence;                   /* that the interval really has, 0.95 where possible */
};

/*
 * Wilcoxon's signed rank test of differences (zeros are left out, ties get their mean rank, exact
 * up to STATISTICS_EXACT_PAIRS, ties or not) and the Hodges-Lehmann shift of all differences with
 * the interval that inverts the test. `differences` is sorted in place. False without memory, for
 * no difference, or for more than STATISTICS_MOST_PAIRS. O(count^2 log count).
 */
bool statistics_signed_rank(double *differences, size_t count, struct statistics_shift *shift);

#endif
